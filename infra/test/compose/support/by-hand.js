import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, resolved } from './configuration.js';
import { startNginx } from './nginx.js';
import { Program, run, succeed, until } from './processes.js';

const READY_MS = 120_000;
const ONE_SHOT_MS = 120_000;

const idOf = (option) => Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
const seconds = (duration) =>
  Number(
    /^(?:(\d+)m)?(?:(\d+)s)?$/
      .exec(duration)
      .slice(1)
      .reduce((sum, part) => sum * 60 + Number(part ?? 0), 0),
  );

/**
 * What Compose would start, started by hand from what Compose resolved: the machine's PostgreSQL, Redis and nginx instead of
 * those of the images, the server as it was built here. Volumes are folders and outlive the services, as Compose's do.
 */
export class ByHand {
  #folder = mkdtempSync(join(tmpdir(), 'volumes-'));
  #running = new Map();
  #started = [];

  constructor(options) {
    this.configuration = resolved(options);
    chmodSync(this.#folder, 0o711);
  }

  /** Names of what was started, in order. */
  async order() {
    return this.#started;
  }

  /** Starts a service after those that it depends on, each of which is waited for as Compose would. */
  async start(name) {
    const service = this.#service(name);
    await this.#precede(service);
    this.#started.push(name);
    this.#running.set(name, await this.#begin(name, service));
    await this.#healthy(name, service);
  }

  /** Runs a service that ends by itself; gives back its exit code and what it said. */
  async runToEnd(name) {
    this.#started.push(name);
    const { command, options } = this.#server(this.#service(name));
    return run(command, { ...options, timeout: ONE_SHOT_MS });
  }

  /** Asks a service to end, as Compose does: by its signal, and within its time. */
  async stop(name) {
    const service = this.#service(name);
    const program = this.#running.get(name);
    this.#running.delete(name);
    return program.stop(service.stop_signal ?? 'SIGTERM', seconds(service.stop_grace_period) * 1_000);
  }

  async kill(name) {
    const program = this.#running.get(name);
    this.#running.delete(name);
    return program.stop('SIGKILL', ONE_SHOT_MS);
  }

  /** What a command says that is run beside the service, with its environment. */
  async execute(name, command) {
    return succeed(command, { env: this.#environment(this.#service(name)) });
  }

  /** What the database answers to its superuser, who is the operating system's user. */
  async query(sql) {
    const socket = this.#volume('postgres-socket');
    return (
      await succeed(
        ['psql', '--no-psqlrc', '--host', socket, '--tuples-only', '--no-align', '--command', sql, 'planitai'],
        this.#asPostgres(),
      )
    ).trim();
  }

  async down() {
    for (const name of [...this.#running.keys()].reverse()) await this.kill(name);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #service(name) {
    return this.configuration.services[name];
  }

  async #precede(service) {
    for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
      if (condition === 'service_completed_successfully') {
        await this.#precede(this.#service(needed));
        const { code, output } = await this.runToEnd(needed);
        if (code !== 0) throw new Error(`${needed} ended with ${code}: ${output}`);
      } else if (!this.#running.has(needed)) {
        await this.start(needed);
      }
    }
  }

  async #begin(name, service) {
    switch (name) {
      case 'postgres':
        return this.#postgres(service);
      case 'redis':
        return new Program(
          service.command.map((argument) => this.#here(service, argument)),
          { cwd: this.#here(service, '/data'), env: this.#environment(service) },
        );
      case 'nginx':
        return startNginx(service);
      case 'ui':
        return new Program(service.command, { cwd: join(ROOT, 'ui'), env: this.#environment(service) });
      default: {
        const { command, options } = this.#server(service);
        return new Program(command, options);
      }
    }
  }

  async #healthy(name, service) {
    const program = this.#running.get(name);
    const [, ...check] = service.healthcheck.test;
    // The image's own probe is a class of the image; it asks for this address.
    const command =
      name === 'app' ? ['curl', '--fail', '--silent', '--output', '/dev/null', 'http://app:8000/health'] : check;
    const env = this.#environment(service);
    await until(
      async () => program.end || (await run(command, { env })).code === 0,
      READY_MS,
      () => `${name} was not healthy: ${program.output}`,
    );
    if (program.end) throw new Error(`${name} ended: ${JSON.stringify(program.end)} ${program.output}`);
  }

  /** A container of the server's image: the same word for the program that was built here. */
  #server(service) {
    const agents = (service.entrypoint ?? []).filter((argument) => argument.startsWith('-agentlib:'));
    return {
      command: [join(ROOT, 'kpi'), ...service.command],
      options: {
        cwd: ROOT,
        env: {
          ...this.#environment(service),
          WEB_ROOT: join(ROOT, 'ui/dist'),
          PLUGINS_DIR: join(ROOT, 'plugins/target/archives'),
          ...(agents.length > 0 ? { JAVA_TOOL_OPTIONS: agents.join(' ') } : {}),
        },
      },
    };
  }

  /** What the image's entry point does with an empty volume, then the command. */
  async #postgres(service) {
    const bin = join('/usr/lib/postgresql', readdirSync('/usr/lib/postgresql').at(-1), 'bin');
    const data = join(this.#here(service, '/var/lib/postgresql'), 'data');
    const socket = this.#volume('postgres-socket');
    const options = { ...this.#asPostgres(), env: this.#environment(service) };
    const { POSTGRES_DB, POSTGRES_PASSWORD, POSTGRES_INITDB_ARGS } = service.environment;
    const fresh = !readdirSync(this.#here(service, '/var/lib/postgresql')).includes('data');
    if (fresh) {
      const password = join(socket, 'password');
      writeFileSync(password, POSTGRES_PASSWORD);
      const initdb = [join(bin, 'initdb'), '--pgdata', data, '--username=postgres', `--pwfile=${password}`];
      await succeed([...initdb, ...POSTGRES_INITDB_ARGS.split(' ')], options);
      appendFileSync(join(data, 'pg_hba.conf'), 'host all all all scram-sha-256\n');
    }
    const [, ...flags] = service.command;
    const command = [join(bin, 'postgres'), '-D', data, '-k', socket, ...flags];
    if (fresh) {
      const first = new Program([...command, '-c', 'listen_addresses='], options);
      const psql = ['psql', '--no-psqlrc', '--set', 'ON_ERROR_STOP=1', '--host', socket, '--dbname'];
      await until(
        async () => (await run([...psql, 'postgres', '--command', 'SELECT'], options)).code === 0,
        READY_MS,
        () => `PostgreSQL did not start: ${first.output}`,
      );
      await succeed([...psql, 'postgres', '--command', `CREATE DATABASE ${POSTGRES_DB}`], options);
      for (const { source } of service.volumes.filter(({ target }) =>
        target.startsWith('/docker-entrypoint-initdb.d/'),
      )) {
        await succeed([...psql, POSTGRES_DB, '--file', source], options);
      }
      await first.stop('SIGINT', READY_MS);
    }
    return new Program([...command, '-c', 'listen_addresses=*'], options);
  }

  #asPostgres() {
    const [uid, gid] = [idOf('-u'), idOf('-g')];
    return { uid, gid, cwd: '/', env: { PATH: process.env.PATH } };
  }

  #environment(service) {
    const values = Object.entries(service.environment ?? {}).map(([name, value]) => [name, this.#here(service, value)]);
    const own = { PATH: process.env.PATH, HOME: process.env.HOME ?? '/', JAVA_HOME: process.env.JAVA_HOME ?? '' };
    return { ...own, ...Object.fromEntries(values) };
  }

  /** Where a path of the container is on this machine; any other text is left alone. */
  #here(service, text) {
    const mount = service.volumes.find(({ target }) => text === target || text.startsWith(`${target}/`));
    if (!mount) return text;
    const source = mount.source.startsWith('/') ? mount.source : this.#volume(mount.source);
    return source + text.slice(mount.target.length);
  }

  #volume(name) {
    const folder = join(this.#folder, name);
    mkdirSync(folder, { recursive: true });
    if (name.startsWith('postgres')) chownSync(folder, idOf('-u'), idOf('-g'));
    return folder;
  }
}
