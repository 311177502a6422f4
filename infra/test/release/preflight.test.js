// The checklist: everything right passes, and each thing that is not is a fault with a remedy, all of them together.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after as afterAll, describe, test } from 'node:test';
import { absent, alarm, alarms, checkRuns, cloud, environment, OLD, record, taskDefinition } from './support/cloud.js';
import { repository, repositoryWith, run } from './support/release.js';

const ONE = { 'tenant/V1__one.sql': 'CREATE TABLE one (id int);' };
const { folder, commits, remove } = repositoryWith(
  ONE,
  { ...ONE, 'tenant/V2__two.sql': 'ALTER TABLE one ADD COLUMN two int;' },
  {
    ...ONE,
    'tenant/V2__two.sql': 'ALTER TABLE one DROP COLUMN id;',
  },
);
const [oldCommit, newCommit, badCommit] = commits;
afterAll(remove);

const preflight = (rules = [], env = {}) =>
  run('preflight', {
    rules: [...rules, ...cloud(oldCommit, newCommit)],
    env: { ...environment(newCommit), ...env },
    cwd: folder,
  });

const faultsIn = (output) => output.split('\n').filter((line) => line.startsWith('  ✗'));
const daysAgo = (days) => `${new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 19)}Z`;

function without(kind, list, name) {
  const definition = taskDefinition(kind, 7, OLD);
  const container = definition.taskDefinition.containerDefinitions[1];
  container[list] = container[list].filter((entry) => entry.name !== name);
  return [`aws ecs describe-task-definition | planitai-kpi-production-${kind}`, definition];
}

function withPlainMasterKey() {
  const definition = taskDefinition('server', 7, OLD);
  definition.taskDefinition.containerDefinitions[1].environment.push({ name: 'MASTER_KEY', value: 'plain' });
  return ['aws ecs describe-task-definition | planitai-kpi-production-server', definition];
}

const scan = (status, counts = {}, findings = {}) => [
  'aws ecr describe-image-scan-findings',
  { imageScanStatus: { status }, imageScanFindings: { findingSeverityCounts: counts, ...findings } },
];
const ACCEPTED = 'CVE-2000-0001'; // in support/accepted-findings
const OTHER = 'CVE-2000-0002';
const basic = (...names) => ({ findings: names.map((name) => ({ name, severity: 'CRITICAL' })) });
const continuous = (...names) => ({
  enhancedFindings: names.map((name) => ({
    severity: 'CRITICAL',
    packageVulnerabilityDetails: { vulnerabilityId: name },
  })),
});

const lists = mkdtempSync(join(tmpdir(), 'accepted-'));
afterAll(() => rmSync(lists, { recursive: true }));
function accepting(name, line) {
  const file = join(lists, name);
  writeFileSync(file, `# Comment\n${line}\n`);
  return { ACCEPTED_FINDINGS: file };
}
const rehearsedAt = (at) => ['aws ssm get-parameter | staging/release/rehearsed', JSON.stringify({ at })];

describe('preflight', { concurrency: 2 }, () => {
  test('passes when everything is as it must be, and changes nothing', async () => {
    const { code, output, calls, unexpected } = await preflight();

    assert.equal(code, 0, output);
    assert.equal(unexpected, '');
    assert.match(output, /Everything is as it must be/);
    const verbs = calls.filter(({ command }) => command === 'aws').map(({ args }) => args[1]);
    assert.deepEqual(
      verbs.filter((verb) => !/^(?:describe|get)-/.test(verb)),
      [],
    );
  });

  for (const [what, rules, expected, env] of [
    ['a check failed', [['gh api', checkRuns({ Image: 'failure' })]], /the check 'Image' of .* is failed/],
    [
      'a check was superseded and not run again',
      [['gh api', checkRuns({ Image: 'cancelled' })]],
      /the check 'Image' of .* is cancelled/,
    ],
    [
      'a check is under way',
      [['gh api', checkRuns({ Image: null }).replaceAll('completed', 'in_progress')]],
      /the check 'Image' of .* is in_progress/,
    ],
    ['GitHub does not answer', [['gh api', { code: 1, stderr: 'HTTP 403' }]], /the checks of commit .*: HTTP 403/],
    [
      'a migration takes something away',
      [['aws ecr describe-images', { imageDetails: [{ imageTags: [badCommit] }] }]],
      /cannot be rolled back/,
      { COMMIT: badCommit },
    ],
    [
      'the commit is older than what runs',
      [
        ['aws ssm get-parameter | previous', record(newCommit)],
        ['aws ecr describe-images', { imageDetails: [{ imageTags: [oldCommit] }] }],
      ],
      /is older than .*, which was released/,
      { COMMIT: oldCommit },
    ],
    [
      'the image was built from another commit',
      [['aws ecr describe-images', { imageDetails: [{ imageTags: [oldCommit] }] }]],
      /was not built from/,
    ],
    [
      'the image is not in the registry',
      [['aws ecr describe-images | bbbb', absent('ImageNotFoundException')]],
      /the image sha256:b.*ImageNotFound/,
    ],
    [
      'a secret is not given to the server',
      [without('server', 'secrets', 'MASTER_KEY')],
      /-server has no secret MASTER_KEY/,
    ],
    [
      'a secret is not given to the migration',
      [without('migrate', 'secrets', 'DATABASE_PASSWORD')],
      /-migrate has no secret DATABASE_PASSWORD/,
    ],
    ['a secret stands in the plain environment', [withPlainMasterKey()], /MASTER_KEY, or has it as a plain variable/],
    [
      'a variable is missing',
      [without('server', 'environment', 'TRUSTED_PROXY_HOPS')],
      /-server has no variable TRUSTED_PROXY_HOPS/,
    ],
    [
      'a task definition is missing',
      [['aws ecs describe-task-definition | -migrate', absent('ClientException')]],
      /task definition planitai-kpi-production-migrate/,
    ],
    [
      'a secret does not exist',
      [['aws secretsmanager | REDIS_URL', absent('ResourceNotFoundException')]],
      /the secret .*REDIS_URL-AbCdEf of .*ResourceNotFound/,
    ],
    ['a secret has no value', [['aws secretsmanager | REDIS_URL', {}]], /REDIS_URL-AbCdEf of .* has no current value/],
    [
      'a secret is being deleted',
      [['aws secretsmanager | REDIS_URL', { DeletedDate: 'x', VersionIdsToStages: { one: ['AWSCURRENT'] } }]],
      /has no current value/,
    ],
    [
      'the service does not scale',
      [['aws application-autoscaling describe-scalable-targets', { ScalableTargets: [] }]],
      /does not scale/,
    ],
    [
      'scaling has no room',
      [
        [
          'aws application-autoscaling describe-scalable-targets',
          { ScalableTargets: [{ MinCapacity: 2, MaxCapacity: 2 }] },
        ],
      ],
      /does not scale/,
    ],
    [
      'scaling has no policy',
      [['aws application-autoscaling describe-scaling-policies', { ScalingPolicies: [] }]],
      /has no scaling policy/,
    ],
    [
      'the image has critical findings that are not listed',
      [scan('COMPLETE', { CRITICAL: 3 })],
      /has 3 critical findings: not listed/,
    ],
    [
      'the image has a critical finding beside an accepted one',
      [scan('COMPLETE', { CRITICAL: 2 }, basic(ACCEPTED, OTHER))],
      /has 1 critical findings: CVE-2000-0002/,
    ],
    [
      'continuous scanning has a critical finding beside an accepted one',
      [scan('ACTIVE', { CRITICAL: 2 }, continuous(ACCEPTED, OTHER))],
      /has 1 critical findings: CVE-2000-0002/,
    ],
    [
      'the acceptance of a finding has ended',
      [],
      /the acceptance of CVE-2000-0001 ended on/,
      accepting('ended', `${ACCEPTED} ${daysAgo(1).slice(0, 10)} it did no harm`),
    ],
    [
      'a finding is accepted without a day',
      [],
      /does not say until when or why CVE-2000-0001 is accepted/,
      accepting('endless', `${ACCEPTED} it does no harm`),
    ],
    ['the scan failed', [scan('FAILED')], /no finished security scan: FAILED/],
    [
      'the scan is not done in time',
      [scan('IN_PROGRESS')],
      /no finished security scan: IN_PROGRESS/,
      { SCAN_LIMIT_SECONDS: '0' },
    ],
    [
      'the image was never scanned',
      [['aws ecr describe-image-scan-findings', absent('ScanNotFoundException')]],
      /no finished security scan.*ScanNotFoundException/,
      { SCAN_LIMIT_SECONDS: '0' },
    ],
    [
      'a log group is missing',
      [['aws logs', { logGroups: [{ logGroupName: '/planitai-kpi/production/server' }] }]],
      /log group \/planitai-kpi\/production\/migrate does not exist/,
    ],
    [
      'alarms are missing, of which others begin likewise',
      [['aws cloudwatch describe-alarms | ap-northeast-1', alarms(['database-cpu', 'certificate-origin'])]],
      /alarms that are not there: certificate-<host>, database-cpu/,
    ],
    [
      "CloudFront's alarm is missing",
      [['aws cloudwatch describe-alarms | us-east-1', { MetricAlarms: [], CompositeAlarms: [] }]],
      /alarms that are not there: certificate-cdn/,
    ],
    [
      'an alarm is switched off',
      [
        [
          'aws cloudwatch describe-alarms | ap-northeast-1',
          alarms([], [{ ...alarm('more'), ActionsEnabled: false }]),
        ],
      ],
      /alarms that tell nobody: planitai-kpi-production-more/,
    ],
    [
      'an alarm tells nobody',
      [['aws cloudwatch describe-alarms | ap-northeast-1', alarms([], [alarm('more', [])])]],
      /alarms that tell nobody: planitai-kpi-production-more/,
    ],
    [
      'the dashboard is missing',
      [['aws cloudwatch get-dashboard', absent('ResourceNotFound')]],
      /the dashboard planitai-kpi-production/,
    ],
    ['no digest is recorded', [['aws ssm get-parameter | previous', absent('ParameterNotFound')]], /records no digest/],
    [
      'the record is nonsense',
      [['aws ssm get-parameter | previous', JSON.stringify({ ...JSON.parse(record(oldCommit)), digest: 'latest' })]],
      /records no digest/,
    ],
    [
      'the recorded image is gone',
      [['aws ecr describe-images | aaaa', absent('ImageNotFoundException')]],
      /the recorded image sha256:a/,
    ],
    [
      'the recorded revision is gone',
      [[`aws ecs describe-task-definition | server:7`, { taskDefinition: { status: 'INACTIVE' } }]],
      /is not active/,
    ],
    [
      'nobody rehearsed the way back',
      [['aws ssm get-parameter | rehearsed', absent('ParameterNotFound')]],
      /rehearsed roll-back: .*ParameterNotFound/,
    ],
    ['the rehearsal is old', [rehearsedAt(daysAgo(31))], /at most 30 days old, and is: 31/],
    ['the rehearsal has no date', [rehearsedAt('yesterday')], /at most 30 days old, and is: unknown/],
    ['the rehearsal lies in the future', [rehearsedAt(daysAgo(-2))], /at most 30 days old, and is: -2/],
  ]) {
    test(`finds that ${what}`, async () => {
      const { code, output, unexpected } = await preflight(rules, env);

      assert.equal(code, 1);
      assert.equal(unexpected, '');
      const faults = faultsIn(output);
      assert.equal(faults.length, 1, output);
      assert.match(faults[0], expected);
      assert.match(output, / {4}→ \S/);
      assert.match(output, /1 faults; nothing was touched/);
    });
  }

  for (const [kind, findings] of [
    ['basic', basic(ACCEPTED, ACCEPTED)],
    ['continuous', continuous(ACCEPTED, ACCEPTED)],
  ]) {
    test(`takes no offence at accepted findings of ${kind} scanning`, async () => {
      const { code, output } = await preflight([scan('COMPLETE', { CRITICAL: 2 }, findings)]);

      assert.equal(code, 0, output);
    });
  }

  test('every finding that is accepted here has a day and a reason', () => {
    const lines = readFileSync(join(repository, 'infra/release/accepted-findings'), 'utf8').trim().split('\n');
    for (const line of lines.filter((text) => !text.startsWith('#')))
      assert.match(line, /^CVE-\d{4}-\d+ \d{4}-\d{2}-\d{2} \S.{20,}$/);
  });

  test('reports everything that is wrong together', async () => {
    const { code, output } = await preflight([
      ['gh api', checkRuns({ Image: 'failure', Browser: 'timed_out' })],
      scan('COMPLETE', { CRITICAL: 1 }),
      ['aws cloudwatch get-dashboard', absent('ResourceNotFound')],
      rehearsedAt(daysAgo(90)),
    ]);

    assert.equal(code, 1);
    assert.equal(faultsIn(output).length, 5, output);
  });

  test('takes a check that failed in one run and passed in another for failed', async () => {
    const { output } = await preflight([
      ['gh api', `${checkRuns()}\n${JSON.stringify({ name: 'Image', conclusion: 'failure' })}`],
    ]);

    assert.match(output, /the check 'Image' of .* is failed/);
  });

  test('waits for the scan of an image that has just been pushed', async () => {
    const { code, output } = await preflight([
      [
        'aws ecr describe-image-scan-findings',
        absent('ScanNotFoundException'),
        { imageScanStatus: { status: 'PENDING' } },
        { imageScanStatus: { status: 'ACTIVE' } },
      ],
    ]);

    assert.equal(code, 0, output);
  });

  test('asks for exactly the alarms that tell somebody', () => {
    const declared = execFileSync(
      process.execPath,
      ['infra/test/runbooks/alarm-names.mjs', 'infra/modules/monitoring'],
      { cwd: repository, encoding: 'utf8' },
    );
    const script = readFileSync(join(repository, 'infra/release/preflight'), 'utf8');
    const required = /REQUIRED_ALARMS=\(([^)]*)\)/.exec(script)[1].replaceAll('"', '').trim().split(/\s+/);
    assert.deepEqual(required.sort(), declared.trim().split('\n').sort());
  });

  test('asks staging for no rehearsal: it takes place there', async () => {
    const { calls } = await preflight([], { ENVIRONMENT: 'staging' });

    assert.ok(!calls.some(({ text }) => text.includes('/staging/release/rehearsed')));
  });

  test('asks the first release for no way back', async () => {
    const { code, output } = await preflight([['aws ssm get-parameter', absent('ParameterNotFound')]], {
      FIRST_RELEASE: 'true',
    });

    assert.equal(code, 0, output);
    assert.match(output, /First release/);
  });
});
