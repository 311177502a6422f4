import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
export const PASSWORD = 'e2e-password-1';
export const EMAIL = 'demo@example.com';
export const TENANT = 'demo';

const READY_MS = 90_000;
const STOP_MS = 20_000;
const POLL_MS = 50;

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export const freshFolder = () => mkdtemp(join(tmpdir(), 'kpi-e2e-'));
export const removeFolder = (folder) => rm(folder, { recursive: true, force: true });

/** Runs the script and keeps what it says; `ended` resolves to its exit code and signal. */
export function run(command, { env = {}, file = join(ROOT, 'kpi'), replace = false } = {}) {
  // A process group of its own, so that a signal can reach all of it, as the one of a terminal's Ctrl-C does.
  const child = spawn(file, [command], { cwd: ROOT, env: replace ? env : { ...process.env, ...env }, detached: true });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said.err += text;
  });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...said }));
  });
  return { child, said, ended };
}

const lastLine = (text) => text.trimEnd().split('\n').at(-1) ?? '';

async function until(condition, limit, what) {
  const end = Date.now() + limit;
  for (;;) {
    const found = await condition();
    if (found) return found;
    if (Date.now() > end) throw new Error(`${what()} within ${limit} ms`);
    await pause(POLL_MS);
  }
}

/** Starts the demo on free ports and waits for its last line. */
export async function startDemo(dataDir) {
  const [port, management] = [await freePort(), await freePort()];
  const started = performance.now();
  const demo = run('demo', {
    env: {
      PORT: String(port),
      MANAGEMENT_PORT: String(management),
      DATA_DIR: dataDir,
      DEMO_PASSWORD: PASSWORD,
      DATABASE_URL: '',
    },
  });
  let end = null;
  demo.ended.then((how) => {
    end = how;
  });
  const ready = await until(
    () => (end ? 'ended' : demo.said.out.includes('\nReady: ') || demo.said.out.startsWith('Ready: ')),
    READY_MS,
    () => `the demo was not ready: ${demo.said.out}${demo.said.err}`,
  );
  if (ready === 'ended') throw new Error(`the demo ended: ${JSON.stringify(end)}`);
  return {
    base: `http://localhost:${port}`,
    port,
    pid: demo.child.pid,
    seconds: (performance.now() - started) / 1000,
    lastLine: () => lastLine(demo.said.out),
    errors: () => demo.said.err,
    /** Sends the signal, Ctrl-C to the whole group as a terminal does, and waits for the end of the server. */
    async end(signal) {
      process.kill(signal === 'SIGINT' ? -demo.child.pid : demo.child.pid, signal);
      await until(
        () => end,
        STOP_MS,
        () => `the demo did not end on ${signal}`,
      );
      return end;
    },
  };
}

const quiet = (promise, otherwise = '') => promise.catch(() => otherwise);

/** Processes whose command line or working folder names the data folder, as `[pid, command line]`. */
export async function processesOf(dataDir) {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const line = (await quiet(readFile(`/proc/${pid}/cmdline`, 'utf8'))).replaceAll('\0', ' ').trim();
      const folder = await quiet(readlink(`/proc/${pid}/cwd`));
      return line && (line.includes(dataDir) || folder.startsWith(dataDir)) ? [Number(pid), line] : null;
    }),
  );
  return found.filter(Boolean);
}

/** Nothing of the data folder runs any more; a moment is allowed for the last ones to go. */
export const allStopped = (dataDir) =>
  until(
    async () => (await processesOf(dataDir)).length === 0,
    STOP_MS,
    () => `something still runs on ${dataDir}`,
  );
