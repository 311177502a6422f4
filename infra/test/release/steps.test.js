// The release scripts that a person or a workflow calls by themselves.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  absent,
  after,
  before,
  cloud,
  deployment,
  during,
  environment,
  http,
  NEW,
  NEW_REVISION,
  OLD_REVISION,
  revision,
  service,
} from './support/cloud.js';
import { run, WEBHOOK } from './support/release.js';

const COMMIT = 'c'.repeat(40);
const scene = (rules = [], env = {}, args = []) => ({
  rules: [...rules, ...cloud(COMMIT, COMMIT)],
  env: { ...environment(COMMIT), ...env },
  args,
});
const made = (calls, words) => calls.filter(({ text }) => text.includes(words));

describe('push', { concurrency: 2 }, () => {
  const there = { imageDetails: [{ imageDigest: NEW }] };
  const registry = [
    ['aws ecr describe-repositories', '123.dkr.ecr.ap-northeast-1.amazonaws.com/planitai-kpi'],
    ['aws ecr get-login-password', 'password-known-to-nobody'],
    ['docker', ''],
  ];

  test('pushes the image of a commit under the commit and prints its digest', async () => {
    const { code, stdout, output, outputs, calls } = await run(
      'push',
      scene([['aws ecr describe-images', absent('ImageNotFoundException'), there], ...registry]),
    );

    assert.equal(code, 0, output);
    assert.equal(stdout, `${NEW}\n`);
    assert.equal(outputs, `digest=${NEW}\nrepository=123.dkr.ecr.ap-northeast-1.amazonaws.com/planitai-kpi\n`);
    assert.deepEqual(
      made(calls, 'docker').map(({ args }) => args[0]),
      ['login', 'tag', 'push', 'logout'],
    );
    assert.ok(made(calls, 'docker push')[0].text.endsWith(`/planitai-kpi:${COMMIT}`));
    assert.equal(made(calls, 'docker login')[0].stdin, 'password-known-to-nobody');
    assert.ok(!output.includes('known-to-nobody') && !calls.some(({ text }) => text.includes('known-to-nobody')));
  });

  test('pushes a commit once', async () => {
    const { code, stdout, calls } = await run('push', scene([['aws ecr describe-images', there], ...registry]));

    assert.equal(code, 0);
    assert.equal(stdout, `${NEW}\n`);
    assert.equal(made(calls, 'docker').length, 0);
  });

  test('takes a registry that cannot be read for a fault, not for an empty one', async () => {
    const { code, output, calls } = await run(
      'push',
      scene([['aws ecr describe-images', absent('AccessDeniedException')], ...registry]),
    );

    assert.equal(code, 1);
    assert.match(output, /cannot be read: .*AccessDeniedException/);
    assert.equal(made(calls, 'docker').length, 0);
  });

  test('refuses an archive that is not there', async () => {
    const { code, output } = await run('push', scene(registry, {}, ['/nowhere/image.tar']));

    assert.equal(code, 1);
    assert.match(output, /is no file with an image/);
  });
});

describe('roll-back', { concurrency: 2 }, () => {
  test('goes to the recorded revision', async () => {
    const { code, calls, output } = await run('roll-back', scene([['aws ecs describe-services', after, before]]));

    assert.equal(code, 0, output);
    assert.ok(made(calls, 'update-service')[0].text.includes(`--task-definition ${OLD_REVISION}`));
  });

  test('goes to the revision that is named, without asking for a record', async () => {
    const { code, calls } = await run(
      'roll-back',
      scene([['aws ecs describe-services', before, during, after]], {}, [NEW_REVISION]),
    );

    assert.equal(code, 0);
    assert.ok(made(calls, 'update-service')[0].text.includes(`--task-definition ${NEW_REVISION}`));
    assert.equal(made(calls, 'get-parameter').length, 0);
  });

  test('says what to do when nothing is recorded', async () => {
    const { code, output, calls } = await run(
      'roll-back',
      scene([['aws ssm get-parameter', absent('ParameterNotFound')]]),
    );

    assert.equal(code, 1);
    assert.match(
      output,
      /no release is recorded in \/planitai-kpi\/production\/release\/previous: name the task definition/,
    );
    assert.equal(made(calls, 'update-service').length, 0);
  });

  test('does not call it a roll-back when what is recorded runs already', async () => {
    const { code, output, calls } = await run('roll-back', scene([['aws ecs describe-services', before]]));

    assert.equal(code, 1);
    assert.match(output, /is what is recorded and runs already, so nothing was done. Name the one to go back to/);
    assert.equal(made(calls, 'update-service').length, 0);
  });

  test('waits for a roll-back that is under way', async () => {
    const back = service(deployment('ecs-svc/old', OLD_REVISION, 'IN_PROGRESS'));
    const { code, output } = await run('roll-back', scene([['aws ecs describe-services', back, before]]));

    assert.equal(code, 0, output);
  });

  test('fails when there is no service', async () => {
    const { code, output } = await run('roll-back', scene([['aws ecs describe-services', { services: [] }]]));

    assert.equal(code, 1);
    assert.match(output, /There is no active service planitai-kpi-production/);
  });
});

describe('rehearse-roll-back', { concurrency: 2 }, () => {
  const staging = { ENVIRONMENT: 'staging' };
  // Calm on the new revision, then back on the old one, then forward again.
  const there = [
    ['aws ssm get-parameter | staging/release/previous', JSON.stringify({ taskDefinition: OLD_REVISION })],
    ['aws ecs describe-services', after, after, before, after],
    [`aws ecs update-service | ${OLD_REVISION}`, { service: before.services[0] }],
    ['aws ecs update-service', { service: after.services[0] }],
  ];

  test('goes back and forward and writes down when', async () => {
    const { code, calls, output } = await run('rehearse-roll-back', scene(there, staging));

    assert.equal(code, 0, output);
    assert.deepEqual(
      made(calls, 'update-service').map(({ args }) => args[7]),
      [OLD_REVISION, NEW_REVISION],
    );
    assert.equal(made(calls, '/health').length, 2);
    const [written] = made(calls, 'put-parameter');
    assert.ok(written.text.includes('--name /planitai-kpi/staging/release/rehearsed'));
    const { at, from, to } = JSON.parse(written.args.at(-1));
    assert.ok(Math.abs(Date.now() - Date.parse(at)) < 60_000);
    assert.deepEqual([from, to], [NEW_REVISION, OLD_REVISION]);
  });

  test('ends on what ran, and writes nothing, when the older release fails', async () => {
    const { code, calls } = await run(
      'rehearse-roll-back',
      scene([['curl | /health', ...Array(5).fill(http(503, '')), http(200, '{"status":"UP"}')], ...there], staging),
    );

    assert.equal(code, 1);
    assert.deepEqual(
      made(calls, 'update-service').map(({ args }) => args[7]),
      [OLD_REVISION, NEW_REVISION],
    );
    assert.equal(made(calls, 'put-parameter').length, 0);
  });

  test('leaves alone what was released meanwhile', async () => {
    const theirs = service(deployment('ecs-svc/theirs', revision('server', 9), 'COMPLETED'));
    const { code, calls, output } = await run(
      'rehearse-roll-back',
      scene([['aws ecs describe-services', after, after, before, theirs], ...there], staging),
    );

    assert.equal(code, 1);
    assert.match(output, /somebody else has deployed/);
    assert.deepEqual(
      made(calls, 'update-service').map(({ args }) => args[7]),
      [OLD_REVISION],
    );
    assert.equal(made(calls, 'put-parameter').length, 0);
  });

  test('says so when staging does not come forward again', async () => {
    const { code, calls, output } = await run(
      'rehearse-roll-back',
      scene([[`aws ecs update-service | ${NEW_REVISION}`, absent('ServiceNotActiveException')], ...there], staging),
    );

    assert.equal(code, 1);
    assert.match(output, /could not be brought forward/);
    assert.equal(made(calls, 'put-parameter').length, 0);
  });

  for (const [what, rules, env, expected] of [
    ['in production', [], { ENVIRONMENT: 'production' }, /in staging only/],
    ['when nothing is recorded', [['aws ssm', absent('ParameterNotFound')]], staging, /release twice first/],
    [
      'when the recorded release is the one that runs',
      [['aws ecs describe-services', before], ...there],
      staging,
      /nothing to go back to yet/,
    ],
    [
      'while a deployment is under way',
      [['aws ecs describe-services', during], ...there],
      staging,
      /a deployment is under way/,
    ],
  ]) {
    test(`does nothing ${what}`, async () => {
      const { code, output, calls } = await run('rehearse-roll-back', scene(rules, env));

      assert.equal(code, 1);
      assert.match(output, expected);
      assert.equal(made(calls, 'update-service').length, 0);
    });
  }
});

describe('roll-out', { concurrency: 2 }, () => {
  test('waits for the deployment it made, whatever completed before', async () => {
    const other = service(deployment('ecs-svc/other', NEW_REVISION, 'COMPLETED'));
    const { code, output } = await run('roll-out', scene([['aws ecs describe-services', other]], {}, [NEW_REVISION]));

    assert.equal(code, 1);
    assert.match(output, /ECS has replaced/);
  });

  test('begins anew what ECS gave up on', async () => {
    const failed = service(deployment('ecs-svc/first', NEW_REVISION, 'FAILED'));
    const { code, output, calls } = await run(
      'roll-out',
      scene(
        [
          ['aws ecs update-service | --force-new-deployment', { service: during.services[0] }],
          ['aws ecs update-service', { service: failed.services[0] }],
          ['aws ecs describe-services', during, after],
        ],
        {},
        [NEW_REVISION],
      ),
    );

    assert.equal(code, 0, output);
    assert.equal(made(calls, 'update-service').length, 2);
  });

  test('forces nothing when nothing failed', async () => {
    const { code, calls } = await run(
      'roll-out',
      scene([['aws ecs describe-services', during, after]], {}, [NEW_REVISION]),
    );

    assert.equal(code, 0);
    assert.ok(!made(calls, 'update-service')[0].text.includes('--force'));
  });
});

describe('smoke', { concurrency: 2 }, () => {
  test('asks again before it calls something broken', async () => {
    const { code } = await run(
      'smoke',
      scene([['curl | /health', { code: 28, stdout: '000' }, http(502, ''), http(200, '{"status":"UP"}')]]),
    );

    assert.equal(code, 0);
  });

  test('names everything that does not answer as it should', async () => {
    const { code, output } = await run(
      'smoke',
      scene([
        ['curl | /api/v1/kpis', http(200, '[]')],
        ['curl | /openapi.yaml', { code: 7, stdout: '000' }],
      ]),
    );

    assert.equal(code, 1);
    assert.match(output, /\/api\/v1\/kpis: expected 401 .*, got 200/);
    assert.match(output, /\/openapi.yaml: expected 200 .*, got no answer \(curl ended with 7\)/);
    assert.match(output, /2 of the questions/);
  });

  test('does not take an answer of an earlier attempt for this one', async () => {
    const { code } = await run('smoke', scene([['curl | /health', http(503, '"UP"'), { stdout: '200' }]]));

    assert.equal(code, 1);
  });
});

describe('notify-slack', { concurrency: 2 }, () => {
  test('refuses a webhook that would reach into the configuration of curl', async () => {
    const { code, output, calls } = await run(
      'notify-slack',
      scene([], { SLACK_WEBHOOK_URL: `${WEBHOOK}"\noutput = "/etc/passwd` }, ['good', 'text']),
    );

    assert.equal(code, 1);
    assert.match(output, /SLACK_WEBHOOK_URL is malformed/);
    assert.ok(!output.includes('known-to-nobody'));
    assert.equal(calls.length, 0);
  });

  test('refuses a mood that Slack does not know', async () => {
    assert.equal((await run('notify-slack', scene([], {}, ['fine', 'text']))).code, 1);
  });
});

describe('terraform-plan', { concurrency: 2 }, () => {
  const env = { STATE_BUCKET: 'state' };
  const modules = {
    modules: ['network', 'service', 'secrets']
      .map((key) => ({ key, source: `../../modules/${key}` }))
      .concat({ key: 'inner', source: './inner' }),
  };
  const plan = (code) => [
    ['terraform | init', ''],
    ['terraform | modules -json', modules],
    ['terraform | show', '# what would change'],
    ['terraform | plan', { code }],
  ];

  test('prints the plan, compares with the state alone and locks nothing', async () => {
    const { code, stdout, calls } = await run('terraform-plan', scene(plan(2), env, ['staging']));

    assert.equal(code, 0);
    assert.equal(stdout, '# what would change');
    const [planned] = made(calls, ' plan ');
    assert.ok(planned.text.includes('-lock=false') && planned.text.includes('-refresh=false'));
    assert.equal(made(calls, 'apply').length, 0);
  });

  test('fails when it cannot plan, or for an environment that there is not', async () => {
    assert.equal((await run('terraform-plan', scene(plan(1), env, ['staging']))).code, 1);
    assert.match((await run('terraform-plan', scene(plan(0), env, ['moon']))).output, /ENVIRONMENT is malformed/);
  });

  test('calls a change that nobody made in the code a fault', async () => {
    const drift = { ...env, EXPECT_NO_CHANGES: 'true' };
    const drifted = await run('terraform-plan', scene(plan(2), drift, ['staging']));
    assert.equal(drifted.code, 1);
    assert.match(drifted.output, /staging is not what the code says/);
    const [planned] = made(drifted.calls, ' plan ');
    assert.deepEqual(
      planned.args.filter((argument) => argument.startsWith('-target')),
      ['-target=module.network', '-target=module.service'],
    );
    assert.ok(!planned.args.includes('-refresh=false'));

    assert.equal((await run('terraform-plan', scene(plan(0), drift, ['production']))).code, 0);
  });
});

describe('scripts', { concurrency: 2 }, () => {
  for (const [script, args, names] of [
    ['record-digest', [], ['ENVIRONMENT', 'AWS_REGION']],
    ['migrate', [], ['ENVIRONMENT', 'AWS_REGION', 'IMAGE_DIGEST']],
    ['register-revision', ['server'], ['ENVIRONMENT', 'AWS_REGION', 'IMAGE_DIGEST']],
    ['roll-out', [revision('server', 1)], ['ENVIRONMENT', 'AWS_REGION']],
    ['roll-back', [], ['ENVIRONMENT', 'AWS_REGION']],
    ['rehearse-roll-back', [], ['ENVIRONMENT', 'AWS_REGION', 'BASE_URL']],
    ['preflight', [], ['ENVIRONMENT', 'AWS_REGION', 'IMAGE_DIGEST', 'COMMIT', 'GITHUB_REPOSITORY']],
    ['smoke', [], ['BASE_URL']],
    ['notify-slack', ['good', 'text'], ['SLACK_WEBHOOK_URL']],
    ['push', [], ['AWS_REGION', 'COMMIT']],
    ['terraform-plan', ['staging'], ['AWS_REGION', 'STATE_BUCKET']],
  ]) {
    test(`${script} names every variable that it misses`, async () => {
      const { code, output, calls } = await run(script, { args });

      assert.equal(code, 1);
      for (const name of names) assert.ok(output.includes(`${name} is not set`), `${name}:\n${output}`);
      assert.equal(calls.length, 0);
    });
  }

  test('summary cuts what is too long for GitHub', async () => {
    const { code, stdout } = await run('summary', { args: ['Plan'], stdin: 'x'.repeat(2_000_000) });

    assert.equal(code, 0);
    assert.equal(stdout.length, 900_000 + '### Plan\n\n```\n'.length + '\n```\n'.length);
  });
});
