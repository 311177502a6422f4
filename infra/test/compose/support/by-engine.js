import { COMPOSE, composeArguments, composeEnvironment, ROOT, resolved } from './configuration.js';
import { run, succeed, until } from './processes.js';

const READY_MS = 180_000;
const PROJECT = 'planitai-kpi-compose-test';

/** What Compose starts, started by Compose: with a container engine, the images and everything that they bring. */
export class ByEngine {
  #options;

  constructor(options = {}) {
    this.#options = options;
    this.configuration = resolved(options);
  }

  /** Names of what was started, in order. */
  async order() {
    const started = await Promise.all(
      Object.keys(this.configuration.services).map(async (name) => {
        const [id] = (await this.#compose('ps', '--all', '--quiet', name)).trim().split('\n');
        return id ? { name, at: await this.#inspect(id, '{{.State.StartedAt}}') } : null;
      }),
    );
    return started
      .filter(Boolean)
      .sort((one, other) => one.at.localeCompare(other.at))
      .map(({ name }) => name);
  }

  async start(name) {
    await this.#compose('up', '--detach', '--no-recreate', name);
    const id = await this.#id(name);
    await until(
      async () => (await this.#inspect(id, '{{.State.Health.Status}}')) === 'healthy',
      READY_MS,
      () => `${name} was not healthy`,
    );
  }

  async runToEnd(name) {
    return run(this.#command('run', '--rm', '--no-deps', '-T', name), this.#place());
  }

  async stop(name) {
    const id = await this.#id(name);
    await this.#compose('stop', name);
    return { code: Number(await this.#inspect(id, '{{.State.ExitCode}}')), signal: null };
  }

  async kill(name) {
    await this.#compose('kill', '-s', 'KILL', name);
  }

  async execute(name, command) {
    return this.#compose('exec', '-T', name, ...command);
  }

  async query(sql) {
    const psql = ['psql', '--no-psqlrc', '--tuples-only', '--no-align', '--command', sql, 'planitai'];
    return (await this.#compose('exec', '-T', '--user', 'postgres', 'postgres', ...psql)).trim();
  }

  async down() {
    await this.#compose('down', '--volumes', '--remove-orphans');
  }

  async #id(name) {
    return (await this.#compose('ps', '--all', '--quiet', name)).trim();
  }

  async #inspect(id, format) {
    return (await succeed(['docker', 'inspect', '--format', format, id])).trim();
  }

  #compose(...words) {
    return succeed(this.#command(...words), this.#place());
  }

  #command(...words) {
    return [COMPOSE[0], ...composeArguments(this.#options), '--project-name', PROJECT, ...words];
  }

  #place() {
    return { cwd: ROOT, env: composeEnvironment(this.#options.settings) };
  }
}
