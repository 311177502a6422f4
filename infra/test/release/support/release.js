// Runs the release scripts in a clone of their own, with fake commands in front of the real ones.
import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const repository = resolve(import.meta.dirname, '../../../..');
const scripts = join(repository, 'infra/release');
const fakeCommand = join(import.meta.dirname, 'fake-command');
const FAKED = ['aws', 'docker', 'curl', 'gh', 'go', 'terraform'];
const PATIENCE_MILLIS = 60_000;

export const WEBHOOK = 'https://hooks.slack.example/services/T0/B0/known-to-nobody';

/** An answer of a fake command: text or an object for stdout, or {stdout, stderr, code, body, hangs}. */
function asAnswer(given) {
  if (typeof given === 'string') return { stdout: given };
  const isAnswer = ['stdout', 'stderr', 'code', 'body', 'hangs'].some((key) => key in given);
  return isAnswer ? given : { stdout: JSON.stringify(given) };
}

function writeRule(folder, [when, ...answers]) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'when'), `${when.split(' | ').join('\n')}\n`);
  writeFileSync(join(folder, 'turn'), '0\n');
  answers.map(asAnswer).forEach(({ stdout = '', stderr = '', code = 0, body, hangs }, index) => {
    const place = join(folder, String(index + 1));
    mkdirSync(place);
    writeFileSync(join(place, 'stdout'), stdout);
    writeFileSync(join(place, 'stderr'), stderr);
    writeFileSync(join(place, 'code'), String(code));
    if (body !== undefined) writeFileSync(join(place, 'body'), body);
    if (hangs) writeFileSync(join(place, 'hangs'), '');
  });
}

function readCalls(folder) {
  return readdirSync(folder)
    .filter((name) => !name.includes('.'))
    .sort()
    .map((name) => {
      const [command, ...args] = readFileSync(join(folder, name), 'utf8').split('\0').slice(0, -1);
      const stdin = join(folder, `${name}.stdin`);
      return {
        command,
        args,
        text: [command, ...args].join(' '),
        stdin: existsSync(stdin) ? readFileSync(stdin, 'utf8') : '',
      };
    });
}

/** Starts a script. `rules` are [words separated by " | ", answer …], the first that fits is taken. */
export function start(script, { rules = [], env = {}, args = [], cwd = repository, stdin = '' } = {}) {
  const world = mkdtempSync(join(tmpdir(), 'release-'));
  for (const folder of ['bin', 'calls', 'rules']) mkdirSync(join(world, folder));
  for (const name of FAKED) symlinkSync(fakeCommand, join(world, 'bin', name));
  for (const [index, rule] of rules.entries()) writeRule(join(world, 'rules', String(index).padStart(3, '0')), rule);

  const child = spawn(join(scripts, script), args, {
    cwd,
    stdio: 'pipe',
    env: {
      PATH: `${join(world, 'bin')}:${process.env.PATH}`,
      HOME: world,
      FAKE: world,
      POLL_SECONDS: '0.01',
      GITHUB_OUTPUT: join(world, 'output'),
      ...env,
    },
  });
  child.stdin.on('error', () => {}); // a script need not read it
  child.stdin.end(stdin);
  let stdout = '';
  let output = '';
  child.stdout.on('data', (data) => {
    stdout += data;
    output += data;
  });
  child.stderr.on('data', (data) => {
    output += data;
  });

  const ended = new Promise((done) => {
    child.on('close', (code, signal) => {
      const calls = readCalls(join(world, 'calls'));
      const unexpected = existsSync(join(world, 'unexpected')) ? readFileSync(join(world, 'unexpected'), 'utf8') : '';
      const outputs = existsSync(join(world, 'output')) ? readFileSync(join(world, 'output'), 'utf8') : '';
      rmSync(world, { recursive: true });
      done({ code, signal, stdout, output, calls, unexpected, outputs });
    });
  });

  return {
    ended,
    kill: (signal) => child.kill(signal),
    /** Resolves as soon as a call with these words has been made. */
    called: (words) =>
      new Promise((done, failed) => {
        const folder = join(world, 'calls');
        const look = () => {
          if (readCalls(folder).some(({ text }) => text.includes(words))) {
            clearTimeout(patience);
            watcher.close();
            done();
          }
        };
        const watcher = watch(folder, look);
        const patience = setTimeout(() => {
          watcher.close();
          failed(new Error(`nobody called: ${words}`));
        }, PATIENCE_MILLIS);
        look();
      }),
  };
}

export function run(script, options) {
  return start(script, options).ended;
}

/** A throw-away repository with the given files in a commit each; returns its folder and the commits. */
export function repositoryWith(...states) {
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
  git('init', '--quiet');
  const commits = states.map((files) => {
    for (const name of readdirSync(folder).filter((entry) => entry !== '.git'))
      rmSync(join(folder, name), { recursive: true });
    for (const [path, text] of Object.entries(files)) {
      const file = join(folder, 'tenancy/src/main/resources/db', path);
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, text);
    }
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', 'state');
    return git('rev-parse', 'HEAD');
  });
  return { folder, commits, remove: () => rmSync(folder, { recursive: true }) };
}
