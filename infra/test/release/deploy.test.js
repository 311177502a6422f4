// A release as a whole: what is changed in which order, what is not changed when a step fails, and what Slack hears.
import assert from 'node:assert/strict';
import { after as afterAll, describe, test } from 'node:test';
import {
  absent,
  after,
  before,
  checkRuns,
  cloud,
  deployment,
  during,
  environment,
  http,
  NEW,
  NEW_REVISION,
  OLD,
  OLD_REVISION,
  record,
  revision,
  service,
  stopped,
  taskDefinition,
} from './support/cloud.js';
import { repositoryWith, run, start, WEBHOOK } from './support/release.js';

const { folder, commits, remove } = repositoryWith(
  { 'tenant/V1__one.sql': 'CREATE TABLE one (id int);' },
  { 'tenant/V1__one.sql': 'CREATE TABLE one (id int);', 'tenant/V2__two.sql': 'CREATE TABLE two (id int);' },
);
const [oldCommit, newCommit] = commits;
afterAll(remove);

const CHANGING = /^aws (?:ssm put-parameter|ecs (?:register-task-definition|run-task|update-service))/;

function scene(rules = [], env = {}) {
  return { rules: [...rules, ...cloud(oldCommit, newCommit)], env: { ...environment(newCommit), ...env }, cwd: folder };
}

const made = (calls, words) => calls.filter(({ text }) => text.includes(words));
const messages = (calls) => made(calls, 'curl --config -');

/** Runs a release and checks what holds for every one of them. */
async function deploy(rules, env) {
  return checked(await run('deploy', scene(rules, env)));
}

function checked(ended) {
  assert.equal(ended.unexpected, '');
  for (const secret of [WEBHOOK, 'known-to-nobody']) {
    assert.ok(!ended.output.includes(secret), 'a secret was printed');
    assert.ok(!ended.calls.some(({ text }) => text.includes(secret)), 'a secret was an argument');
  }
  assert.equal(
    messages(ended.calls).length,
    1,
    `Slack was told ${messages(ended.calls).length} times:\n${ended.output}`,
  );
  assert.equal(messages(ended.calls)[0].stdin, `url = "${WEBHOOK}"\n`);
  return ended;
}

describe('deploy', { concurrency: 2 }, () => {
  test('records, checks, migrates, rolls out by digest, tests and tells Slack', async () => {
    const { code, calls, output, outputs } = await deploy();

    assert.equal(code, 0, output);
    assert.match(output, /Released/);
    assert.equal(outputs, 'told=true\n');
    const changes = calls.filter(({ text }) => CHANGING.test(text));
    assert.deepEqual(
      changes.map(({ args }) => args.slice(0, 2).join(' ')),
      [
        'ssm put-parameter',
        'ecs register-task-definition',
        'ecs run-task',
        'ecs register-task-definition',
        'ecs update-service',
      ],
    );
    assert.deepEqual(JSON.parse(changes[0].args.at(-1)).digest, OLD);
    assert.ok(changes[2].text.includes(`--task-definition ${revision('migrate', 4)} --launch-type FARGATE`));
    assert.ok(changes[2].text.includes('"subnets":["subnet-1"]'));
    assert.ok(changes[4].text.endsWith(`--task-definition ${NEW_REVISION} --output json`));
  });

  test('registers the newest revision with nothing but another digest', async () => {
    const { calls } = await deploy();

    const registered = JSON.parse(made(calls, 'register-task-definition').at(-1).args[3]);
    const expected = taskDefinition('server', 7, NEW);
    const { family, cpu, containerDefinitions } = expected.taskDefinition;
    assert.deepEqual(registered, { family, cpu, containerDefinitions, tags: expected.tags });
  });

  test('changes nothing when the preflight finds a fault', async () => {
    const { code, calls, output } = await deploy([['gh api', checkRuns({ Browser: 'failure' })]]);

    assert.equal(code, 1);
    assert.match(output, /the check 'Browser' of .* is failed/);
    assert.match(output, /Not released: the preflight found faults/);
    assert.deepEqual(
      calls.filter(({ text }) => CHANGING.test(text)).map(({ args }) => args[1]),
      ['put-parameter', 'put-parameter'],
    );
  });

  const longAgo = JSON.stringify({ digest: OLD, taskDefinition: revision('server', 5), commit: oldCommit });
  const recordedLongAgo = ['aws ssm get-parameter | previous', longAgo, record(oldCommit)];
  const recorded = (calls) => made(calls, 'put-parameter').map(({ args }) => JSON.parse(args.at(-1)).taskDefinition);

  for (const [what, rules] of [
    ['the preflight finds a fault', [['gh api', checkRuns({ Browser: 'failure' })]]],
    ['the migration fails', [['aws ecs describe-tasks', stopped({ exitCode: 1 })]]],
    ['no revision can be registered', [['aws ecs register-task-definition | -server', absent('ClientException')]]],
    [
      'it was rolled back',
      [
        ['aws ecs describe-services', before, before, during, after, after, before],
        ['curl | /health', http(503, '')],
      ],
    ],
  ]) {
    test(`puts the record of the release before back when ${what}`, async () => {
      const { code, calls } = await deploy([...rules, recordedLongAgo]);

      assert.equal(code, 1);
      assert.deepEqual(recorded(calls), [OLD_REVISION, revision('server', 5)]);
    });
  }

  test('keeps the record when the roll-back fails, for it names where to go', async () => {
    const { calls } = await deploy([
      ['curl | /health', http(503, '')],
      [`aws ecs update-service | ${OLD_REVISION}`, absent('ServiceNotActiveException')],
      recordedLongAgo,
    ]);

    assert.deepEqual(recorded(calls), [OLD_REVISION]);
  });

  test('keeps its record when it succeeds', async () => {
    const { code, calls } = await deploy([recordedLongAgo]);

    assert.equal(code, 0);
    assert.deepEqual(recorded(calls), [OLD_REVISION]);
  });

  test('does not blame the migration when no revision can be registered', async () => {
    const { code, output, calls } = await deploy([
      ['aws ecs register-task-definition | -server', absent('ClientException')],
    ]);

    assert.equal(code, 1);
    assert.match(output, /Not released: the new revision could not be registered/);
    assert.equal(made(calls, 'update-service').length, 0);
  });

  for (const [what, answer, reason] of [
    ['ends with an error', stopped({ exitCode: 1 }), /ended with 1/],
    [
      'has no exit code',
      stopped({ reason: 'CannotPullContainerError: no such image' }, 'Task failed to start'),
      /no exit code: Task failed to start; CannotPullContainerError/,
    ],
    ['is killed', stopped({ exitCode: 137, reason: 'OutOfMemoryError' }), /ended with 137: .*OutOfMemoryError/],
  ]) {
    test(`deploys nothing when the migration ${what}`, async () => {
      const { code, calls, output } = await deploy([['aws ecs describe-tasks', answer]]);

      assert.equal(code, 1);
      assert.match(output, reason);
      assert.match(output, /Not released: the migration failed/);
      assert.equal(made(calls, 'update-service').length, 0);
      assert.equal(
        made(calls, 'register-task-definition').filter(({ text }) => text.includes('production-server')).length,
        0,
      );
    });
  }

  test('deploys nothing when ECS does not start the migration', async () => {
    const { code, calls, output } = await deploy([
      ['aws ecs run-task', { tasks: [], failures: [{ reason: 'RESOURCE:MEMORY' }] }],
    ]);

    assert.equal(code, 1);
    assert.match(output, /RESOURCE:MEMORY/);
    assert.equal(made(calls, 'update-service').length, 0);
  });

  test('leaves a migration alone that takes too long, and deploys nothing', async () => {
    const { code, calls, output } = await deploy([['aws ecs describe-tasks', { tasks: [{ lastStatus: 'RUNNING' }] }]], {
      MIGRATE_LIMIT_SECONDS: '0',
    });

    assert.equal(code, 1);
    assert.match(output, /still runs after 0 s and is left to it/);
    assert.equal(made(calls, 'update-service').length + made(calls, 'stop-task').length, 0);
  });

  test('says so when ECS gives up on the roll-out, and goes back', async () => {
    const failed = service(
      deployment('ecs-svc/back', OLD_REVISION, 'IN_PROGRESS', 'PRIMARY', '2026-03-01T00:00:00Z'),
      deployment('ecs-svc/new', NEW_REVISION, 'FAILED', 'ACTIVE', '2026-02-01T00:00:00Z'),
    );
    const back = service(deployment('ecs-svc/back', OLD_REVISION, 'COMPLETED'));
    const { code, calls, output } = await deploy([
      ['aws ecs describe-services', before, before, during, failed, failed, back],
      [`aws ecs update-service | ${OLD_REVISION}`, { service: failed.services[0] }],
    ]);

    assert.equal(code, 1);
    assert.match(output, /gave up on .*server:8: the reason for FAILED/);
    assert.match(output, new RegExp(`The roll-out failed. Rolled back to ${OLD}`));
    assert.equal(made(calls, '/health').length, 0);
  });

  test('notices when another revision has been put in the place of ours', async () => {
    const { code, output } = await deploy([['aws ecs describe-services', before, before, during, before]]);

    assert.equal(code, 1);
    assert.match(output, /ECS has replaced .*server:8 by .*server:7/);
    assert.match(output, /Rolled back to/);
  });

  test('leaves alone what somebody else has deployed meanwhile', async () => {
    const theirs = service(deployment('ecs-svc/theirs', revision('server', 9), 'COMPLETED'));
    const { code, calls, output } = await deploy([['aws ecs describe-services', before, before, during, theirs]]);

    assert.equal(code, 1);
    assert.match(output, /somebody else has deployed/);
    assert.match(output, /THE ROLL-BACK FAILED TOO/);
    assert.equal(made(calls, 'update-service').length, 1);
  });

  test('rolls back when the service does not become stable in time', async () => {
    const { code, calls, output } = await deploy([['aws ecs describe-services', before, before, during]], {
      ROLL_OUT_LIMIT_SECONDS: '0',
    });

    assert.equal(code, 1);
    assert.match(output, /not stable after 0 s/);
    assert.ok(made(calls, 'update-service').at(-1).text.includes(OLD_REVISION));
  });

  test('waits on through throttled and stale answers', async () => {
    const { code, output } = await deploy([
      [
        'aws ecs describe-services',
        before,
        before,
        { code: 254, stderr: 'ThrottlingException' },
        before,
        before,
        during,
        after,
      ],
      ['aws ecs describe-tasks', { code: 254, stderr: 'ThrottlingException' }, stopped({ exitCode: 0 })],
    ]);

    assert.equal(code, 0, output);
    assert.match(output, /ThrottlingException/);
  });

  test('rolls back to the recorded revision when the smoke test fails', async () => {
    const { code, calls, output } = await deploy([
      ['aws ecs describe-services', before, before, during, after, after, before],
      ['curl | /health', http(503, '{"status":"DOWN"}')],
    ]);

    assert.equal(code, 1);
    assert.match(output, /\/health: expected 200 and .*, got 503/);
    assert.match(output, new RegExp(`The smoke test failed. Rolled back to ${OLD}`));
    assert.deepEqual(
      made(calls, 'update-service').map(({ args }) => args[7]),
      [NEW_REVISION, OLD_REVISION],
    );
  });

  test('says loudly when the roll-back fails too', async () => {
    const { code, output, calls } = await deploy([
      ['curl | /health', http(503, '')],
      [`aws ecs update-service | ${OLD_REVISION}`, absent('ServiceNotActiveException')],
    ]);

    assert.equal(code, 1);
    assert.match(output, /THE ROLL-BACK FAILED TOO: act by hand now/);
    assert.equal(messages(calls).length, 1);
  });

  test('a deaf Slack changes nothing about a release that succeeds', async () => {
    const { code, output, outputs } = await deploy([
      ['curl --config -', { code: 22, stderr: `The requested URL ${WEBHOOK} returned 404` }],
    ]);

    assert.equal(code, 0);
    assert.match(output, /Slack did not take the message \(curl ended with 22\)/);
    assert.equal(outputs, '');
  });

  test('a deaf Slack changes nothing about a release that is rolled back', async () => {
    const { code, calls, output } = await deploy([
      ['aws ecs describe-services', before, before, during, after, after, before],
      ['curl --config -', { code: 28 }],
      ['curl | /health', http(503, '')],
    ]);

    assert.equal(code, 1);
    assert.match(output, /Rolled back to/);
    assert.ok(made(calls, 'update-service').at(-1).text.includes(OLD_REVISION));
  });

  test('releasing what runs already keeps the record and makes no revision', async () => {
    const { code, calls, output } = await deploy(
      [
        ['aws ecs describe-services', before],
        ['aws ecr describe-images', { imageDetails: [{ imageTags: [oldCommit] }] }],
      ],
      { IMAGE_DIGEST: OLD, COMMIT: oldCommit },
    );

    assert.equal(code, 0, output);
    assert.match(output, /Ran already/);
    assert.equal(made(calls, 'put-parameter').length + made(calls, 'register-task-definition').length, 0);
    assert.equal(made(calls, 'run-task').length, 1);
  });

  test('goes back nowhere when what ran already fails the smoke test', async () => {
    const { code, calls, output } = await deploy(
      [
        ['aws ecs describe-services', before],
        ['aws ecr describe-images', { imageDetails: [{ imageTags: [oldCommit] }] }],
        ['curl | /health', http(503, '')],
      ],
      { IMAGE_DIGEST: OLD, COMMIT: oldCommit },
    );

    assert.equal(code, 1);
    assert.match(output, /The smoke test failed. There is nothing to roll back to/);
    assert.equal(made(calls, 'update-service').length, 1);
  });

  test('a release after one that was cut off goes back to what completed, not to the half of it', async () => {
    const { code, calls } = await deploy([
      ['aws ecs describe-services', during, during, after, after, before],
      ['aws ecs describe-task-definition | planitai-kpi-production-server --include', taskDefinition('server', 8, NEW)],
      ['curl | /health', http(503, '')],
    ]);

    assert.equal(code, 1);
    assert.equal(made(calls, 'register-task-definition').length, 1);
    assert.deepEqual(
      made(calls, 'update-service').map(({ args }) => args[7]),
      [NEW_REVISION, OLD_REVISION],
    );
  });

  test('the first release has to be called that', async () => {
    const unborn = service(deployment('ecs-svc/old', OLD_REVISION, 'FAILED'));

    const unsaid = await deploy([['aws ecs describe-services', unborn]]);
    assert.equal(unsaid.code, 1);
    assert.match(unsaid.output, /Set FIRST_RELEASE=true if this is the first/);

    const said = await deploy([['aws ecs describe-services', unborn, unborn, during, after]], {
      FIRST_RELEASE: 'true',
    });
    assert.equal(said.code, 0, said.output);

    const late = await deploy([], { FIRST_RELEASE: 'true' });
    assert.equal(late.code, 1);
    assert.match(late.output, /runs already: unset it/);
  });

  test('names every missing and malformed variable at once, and still tells Slack', async () => {
    const { code, output, calls } = await deploy([], {
      ENVIRONMENT: 'prod',
      AWS_REGION: '',
      IMAGE_DIGEST: 'latest',
      COMMIT: '',
      BASE_URL: '',
    });

    assert.equal(code, 1);
    for (const name of [
      'ENVIRONMENT is malformed',
      'AWS_REGION is not set',
      'IMAGE_DIGEST is malformed',
      'COMMIT is not set',
      'BASE_URL is not set',
    ]) {
      assert.ok(output.includes(name), name);
    }
    assert.ok(!output.includes('latest'));
    assert.equal(calls.length, 1);
  });

  test('fails without a webhook before anything is touched', async () => {
    const { code, output, calls } = await run('deploy', scene([], { SLACK_WEBHOOK_URL: '' }));

    assert.equal(code, 1);
    assert.match(output, /SLACK_WEBHOOK_URL is not set/);
    assert.equal(calls.length, 0);
  });

  for (const [signal, words, hanging] of [
    ['SIGINT', 'describe-tasks', ['aws ecs describe-tasks', { hangs: true }]],
    ['SIGTERM', 'update-service', ['aws ecs update-service', { hangs: true }]],
  ]) {
    test(`tells Slack at once when ${signal} comes during ${words}`, async () => {
      const release = start('deploy', scene([hanging]));
      await release.called(words);
      release.kill(signal);
      const { code, output } = checked(await release.ended);

      assert.equal(code, 1);
      assert.match(output, /Cancelled during: (?:migration|roll-out). The state is UNKNOWN/);
    });
  }

  test('does not record what runs by a tag', async () => {
    const tagged = taskDefinition('server', 7, OLD);
    tagged.taskDefinition.containerDefinitions[1].image = 'registry.example/planitai-kpi:latest';
    const { code, output } = await deploy([['aws ecs describe-task-definition', tagged]]);

    assert.equal(code, 1);
    assert.match(output, /which is no digest/);
    assert.match(output, /what runs could not be recorded/);
  });

  test('the record names the commit of what ran', async () => {
    const { calls } = await deploy();

    const written = JSON.parse(made(calls, 'put-parameter')[0].args.at(-1));
    assert.equal(written.commit, oldCommit);
    assert.equal(written.taskDefinition, JSON.parse(record(oldCommit)).taskDefinition);
  });
});
