// What Compose makes of its files, without starting anything.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT, resolved } from './support/configuration.js';

const KNOWN_SECRET = 'development-only';
const ALL = { profiles: ['demo', 'monitoring'] };
const DEVELOPMENT = { files: ['docker-compose.yml', 'docker-compose.dev.yml'] };
const ONE_SHOT = new Set(['migrate', 'demo']);

const standard = resolved(ALL);
const development = resolved({ ...ALL, ...DEVELOPMENT });

const entries = (configuration) => Object.entries(configuration.services);
const seconds = (duration) =>
  [...duration.matchAll(/(\d+)([ms])/g)].reduce((sum, [, count, unit]) => sum + count * (unit === 'm' ? 60 : 1), 0);

test('starts with neither settings nor an .env, and with the example of one', () => {
  for (const options of [
    {},
    { envFile: '.env.example' },
    { profiles: ['demo'] },
    { profiles: ['monitoring'] },
    DEVELOPMENT,
  ]) {
    assert.ok(resolved(options).services.app, JSON.stringify(options));
  }
});

test('asks every long-running service for its health', () => {
  for (const [name, service] of [...entries(standard), ...entries(development)]) {
    if (ONE_SHOT.has(name)) {
      assert.equal(service.restart, 'no', name);
    } else {
      assert.equal(service.healthcheck?.test[0], 'CMD', name);
      assert.equal(service.restart, 'unless-stopped', name);
    }
  }
});

test('starts each service when what it needs is healthy, and the server when the database is up to date', () => {
  const conditions = (name) =>
    Object.fromEntries(
      Object.entries(standard.services[name].depends_on ?? {}).map(([needed, { condition }]) => [needed, condition]),
    );
  assert.deepEqual(conditions('migrate'), { postgres: 'service_healthy' });
  assert.deepEqual(conditions('app'), {
    postgres: 'service_healthy',
    redis: 'service_healthy',
    migrate: 'service_completed_successfully',
  });
  assert.deepEqual(conditions('nginx'), { app: 'service_healthy' });
  assert.deepEqual(conditions('demo'), { nginx: 'service_healthy' });
  assert.deepEqual(conditions('grafana'), { prometheus: 'service_healthy' });
});

test('publishes port 80 alone, and for development more on loopback only', () => {
  const published = (configuration) =>
    entries(configuration)
      .flatMap(([name, { ports }]) => ports.map((port) => `${name} ${port.address}:${port.published}`))
      .sort();
  assert.deepEqual(published(resolved()), ['nginx :80']);
  assert.deepEqual(published(standard), ['grafana 127.0.0.1:3000', 'nginx :80']);
  assert.deepEqual(published(resolved(DEVELOPMENT)), [
    'app 127.0.0.1:5005',
    'nginx :80',
    'postgres 127.0.0.1:5432',
    'ui 127.0.0.1:5173',
  ]);
});

test('keeps the stores on a network without a way out or in, and one proxy before the server', () => {
  assert.equal(standard.networks.data.internal, true);
  for (const store of ['postgres', 'redis']) {
    assert.deepEqual(Object.keys(standard.services[store].networks), ['data'], store);
  }
  assert.deepEqual(Object.keys(standard.services.nginx.networks), ['edge']);
  assert.equal(standard.services.app.environment.TRUSTED_PROXY_HOPS, '1');
});

test('runs the image without rights, on a file system that cannot be written', () => {
  for (const name of ['app', 'migrate', 'demo']) {
    const service = standard.services[name];
    assert.equal(service.image, 'planitai-kpi', name);
    assert.equal(service.read_only, true, name);
    assert.deepEqual(service.cap_drop, ['ALL'], name);
    assert.deepEqual(
      service.tmpfs.map((entry) => entry.split(':')[0]),
      ['/tmp'],
      name,
    );
  }
});

test('limits every container and its log, and gives none more rights than it had', () => {
  for (const [name, service] of entries(standard)) {
    assert.ok(service.mem_limit && service.pids_limit, name);
    assert.deepEqual(service.security_opt, ['no-new-privileges:true'], name);
    assert.ok(service.logging.options['max-size'] && service.logging.options['max-file'], name);
    assert.ok(!service.privileged && !service.network_mode && !service.pid, name);
  }
});

test('keeps what must last in named volumes, and mounts files of the repository for reading only', () => {
  for (const [name, { volumes }] of entries(standard)) {
    for (const { source, target, readOnly } of volumes) {
      if (source.startsWith('/')) {
        assert.ok(readOnly, `${name}: ${source}`);
        assert.ok(source.startsWith(ROOT), `${name}: ${source}`);
      } else {
        assert.ok(source in standard.volumes, `${name}: ${source} at ${target}`);
      }
    }
  }
  const volumeOf = (name, target) => standard.services[name].volumes.find((volume) => volume.target === target)?.source;
  assert.equal(volumeOf('postgres', '/var/lib/postgresql'), 'postgres');
  assert.equal(volumeOf('redis', '/data'), 'redis');
  for (const name of ['app', 'migrate', 'demo']) {
    assert.equal(volumeOf(name, standard.services[name].environment.DATA_DIR), 'data', name);
  }
});

test('mounts only what is in the repository', () => {
  for (const [name, { volumes }] of [...entries(standard), ...entries(development)]) {
    for (const { source } of volumes.filter(({ source: path }) => path.startsWith('/'))) {
      assert.ok(existsSync(source), `${name}: ${source}`);
    }
  }
});

test('lets requests under way end before a container does', () => {
  const drain = seconds('20s');
  for (const name of ['app', 'nginx']) {
    assert.ok(seconds(standard.services[name].stop_grace_period) > drain, name);
  }
});

test('gives the password of the administrator to the migrations and the database only', () => {
  const secret = 'a-secret-of-our-own';
  const { services } = resolved({ ...ALL, settings: { DATABASE_PASSWORD: secret } });
  const holders = Object.entries(services)
    .filter(([, service]) => JSON.stringify(service).includes(secret))
    .map(([name]) => name);
  assert.deepEqual(holders.sort(), ['migrate', 'postgres']);
  assert.equal(services.app.environment.DATABASE_URL, 'postgresql://kpi_admin@postgres:5432/planitai');
});

test('has the server see each known secret of its own, so that it can refuse them', () => {
  const { services } = standard;
  assert.ok(services.migrate.environment.DATABASE_PASSWORD.includes(KNOWN_SECRET));
  assert.ok(services.app.environment.REDIS_URL.includes(KNOWN_SECRET));
  for (const name of ['app', 'migrate']) {
    assert.equal(services[name].environment.MASTER_KEY, '', name);
    assert.equal(services[name].environment.ENVIRONMENT, 'development', name);
  }
  const reader = join(ROOT, 'platform/server/src/main/java/com/planitai/kpi/server/app/ConfigurationReader.java');
  assert.match(readFileSync(reader, 'utf8'), new RegExp(`"${KNOWN_SECRET}"`));
});

test('puts no secret on a command line', () => {
  const settings = { MASTER_KEY: 'key-0', DATABASE_PASSWORD: 'key-1', REDIS_PASSWORD: 'key-2', DEMO_PASSWORD: 'key-3' };
  for (const [name, service] of Object.entries(resolved({ ...ALL, settings }).services)) {
    assert.doesNotMatch(JSON.stringify([service.command, service.entrypoint, service.healthcheck]), /key-\d/, name);
  }
});

test('explains in the example every setting that the files read', () => {
  const read = ['docker-compose.yml', 'docker-compose.dev.yml'].flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name),
  );
  const explained = [...readFileSync(join(ROOT, '.env.example'), 'utf8').matchAll(/^([A-Z_]+)=/gm)].map(
    ([, name]) => name,
  );
  assert.deepEqual([...new Set(read)].sort(), explained.sort());
});

test('opens the server to a debugger, and to nothing else of it', () => {
  const { app, ui } = development.services;
  const agents = app.entrypoint.filter((argument) => argument.startsWith('-agentlib:'));
  assert.deepEqual(agents, ['-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=*:5005']);
  assert.ok(!('JAVA_TOOL_OPTIONS' in app.environment), 'the health check would open the same port');
  assert.deepEqual(app.command, ['serve']);
  assert.equal(ui.environment.API_ORIGIN, 'http://app:8000');
});
