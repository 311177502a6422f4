import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const POLL_MS = 50;

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until the condition holds, or fails with what was waited for and what is known about it. */
export async function until(condition, milliseconds, what) {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`${what()} within ${milliseconds} ms`);
    await pause(POLL_MS);
  }
}

/**
 * A running program and everything that it says. It says it into a file, because some programs open their /dev/stdout, which
 * cannot be done to the sockets that Node would give them.
 */
export class Program {
  #child;
  #log = join(mkdtempSync(join(tmpdir(), 'kpi-compose-log-')), 'log');
  end = null;

  constructor(command, options) {
    this.command = command;
    const log = openSync(this.#log, 'a');
    this.#child = spawn(command[0], command.slice(1), { stdio: ['ignore', log, log], ...options });
    closeSync(log);
    this.ended = once(this.#child, 'exit').then(([code, signal]) => {
      this.end = { code, signal };
      return this.end;
    });
  }

  get output() {
    return readFileSync(this.#log, 'utf8');
  }

  /** Sends the signal and waits for the end. */
  async stop(signal, milliseconds) {
    if (!this.end) this.#child.kill(signal);
    await until(
      () => this.end,
      milliseconds,
      () => `${this.command.join(' ')} did not end on ${signal}: ${this.output}`,
    );
    return this.end;
  }

  lastLine() {
    return this.output.trimEnd().split('\n').at(-1) ?? '';
  }
}

/** Runs a program to its end. */
export async function run(command, options) {
  const program = new Program(command, options);
  const { code } = await program.ended;
  return { code, output: program.output, lastLine: program.lastLine() };
}

/** Runs a program that must succeed; gives back what it said. */
export async function succeed(command, options) {
  const { code, output } = await run(command, options);
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${output}`);
  return output;
}
