// Everything that the compose file starts, started and used as a person would: infra/test/compose/run says where.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ByEngine } from './support/by-engine.js';
import { ByHand } from './support/by-hand.js';
import { ROOT } from './support/configuration.js';
import { until } from './support/processes.js';

/** The proxy asks for the server's address every 5 s. */
const SERVED_MS = 30_000;
const BASE = 'http://localhost';
const CSV = join(ROOT, 'platform/server/src/main/resources/demo/iowa-electricity.csv');

const Stack = process.env.COMPOSE_ENGINE === 'yes' ? ByEngine : ByHand;

let stack;
let login;

before(async () => {
  stack = new Stack({ profiles: ['demo'] });
  await stack.start('nginx');
});

after(() => stack.down());

// Everything under one name on one port: each test that needs another stack takes the place of this one.
async function restart(options) {
  await stack.down();
  stack = new Stack(options);
}

async function call(path, { method = 'GET', token, body } = {}) {
  const answer = await fetch(BASE + path, {
    method,
    headers: {
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(body ? { 'Content-Type': 'application/json' } : {}),
    },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: () => JSON.parse(text) };
}

const redis = (...command) => stack.execute('redis', ['redis-cli', '-e', ...command]);

/** Its look at what it needs holds for a second, and the proxy has to find it again, at the address that it has now. */
const says = (status) =>
  until(
    async () => (await call('/health')).status === status,
    SERVED_MS,
    () => `the server did not come to say ${status} through the proxy`,
  );

const served = () => says(200);

/** What a spreadsheet makes of the published file: generation by source in a year. */
async function spreadsheet(year) {
  const rows = (await readFile(CSV, 'utf8')).trim().split('\n').slice(1);
  const of = (source) => {
    const row = rows.map((line) => line.split(',')).find(([date, name]) => date.startsWith(year) && name === source);
    return Number(row.at(2));
  };
  const total = of('Fossil Fuels') + of('Nuclear Energy') + of('Renewables');
  return { total, share: of('Renewables') / total };
}

async function assertIowaIsThere() {
  const session = await call('/api/v1/auth/login', { method: 'POST', body: login });
  assert.equal(session.status, 200, session.text);
  const token = session.json().accessToken;
  const { json } = await call('/api/v1/trees/iowa-electricity/evaluation?period=2017&grain=YEAR', { token });
  const value = (code) => json().nodes.find(({ kpi }) => kpi === code).value;
  const { total, share } = await spreadsheet('2017');
  assert.equal(total, 56_476);
  assert.equal(value('iowa_total'), total);
  assert.equal((share * 100).toFixed(3), '38.836');
  assert.ok(Math.abs(value('iowa_renewable_share') - share) < 1e-12);
}

test('starts each after what it needs', async () => {
  const order = await stack.order();
  assert.deepEqual(order.toSorted(), ['app', 'migrate', 'nginx', 'postgres', 'redis']);
  const position = (name) => order.indexOf(name);
  assert.ok(position('postgres') < position('migrate') && position('migrate') < position('app'), order.join());
  assert.ok(position('redis') < position('app') && position('app') < position('nginx'), order.join());
});

test('shows the web app on port 80', async () => {
  const page = await call('/');
  assert.equal(page.status, 200);
  assert.match(page.text, /<div id="root">/);
  const [, script] = /<script type="module" crossorigin src="([^"]+)"/.exec(page.text);
  const asset = await call(script);
  assert.equal(asset.status, 200);
  assert.match(asset.headers.get('cache-control'), /immutable/);
});

test("answers Iowa's tree after the demo was loaded through the front door, once or twice", async () => {
  const first = await stack.runToEnd('demo');
  assert.equal(first.code, 0, first.output);
  const [, tenant, email, password] = /^Loaded: tenant=(\S+) {2}email=(\S+) {2}password=(\S+)$/.exec(first.lastLine);
  login = { tenant, email, password };
  await assertIowaIsThere();
  const second = await stack.runToEnd('demo');
  assert.deepEqual([second.code, second.lastLine], [0, first.lastLine]);
});

test('leaves the database to an administrator who is no superuser', async () => {
  assert.equal(await stack.query('SHOW max_locks_per_transaction'), '256');
  assert.equal(await stack.query("SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = 'kpi_admin'"), 'f|t');
  assert.equal(
    await stack.query('SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()'),
    'kpi_admin',
  );
  const superuser = 'postgresql://postgres@postgres:5432/planitai';
  const { DATABASE_PASSWORD: PGPASSWORD } = stack.configuration.services.postgres.environment;
  const attempt = (url) =>
    stack.execute('postgres', ['env', `PGPASSWORD=${PGPASSWORD}`, 'psql', '--command', 'SELECT 1', url]);
  await attempt('postgresql://kpi_admin@postgres:5432/planitai');
  await assert.rejects(attempt(superuser), /password authentication failed for user "postgres"/);
});

test('counts a caller by the address that the proxy saw, in Redis', async () => {
  const remaining = [];
  for (const claimed of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) {
    const { headers } = await fetch(`${BASE}/openapi.yaml`, { headers: { 'X-Forwarded-For': claimed } });
    remaining.push(Number(/"address";r=(\d+)/.exec(headers.get('ratelimit'))[1]));
  }
  const [first] = remaining;
  assert.deepEqual(remaining, [first, first - 1, first - 2]);
  assert.ok(Number(await redis('DBSIZE')) > 0);
});

test('bounds Redis, lets nobody in without the password, and loses nothing when Redis is killed', async () => {
  assert.match(await redis('CONFIG', 'GET', 'maxmemory-policy'), /allkeys-lru/);
  assert.match(await redis('CONFIG', 'GET', 'maxmemory'), /268435456/);
  await assert.rejects(stack.execute('redis', ['env', '-u', 'REDISCLI_AUTH', 'redis-cli', '-e', 'PING']), /NOAUTH/);
  await redis('SET', 'kept', 'through a kill');
  await stack.kill('redis');
  assert.equal((await call('/health')).status, 200);
  await stack.start('redis');
  assert.equal((await redis('GET', 'kept')).trim(), 'through a kill');
});

test('says that the server is away while it is, and keeps its data', async () => {
  assert.deepEqual(await stack.stop('app'), { code: 0, signal: null });
  const away = await call('/api/v1/me');
  // Refused on one machine; on a network of containers nobody is there any more to refuse.
  assert.ok([502, 504].includes(away.status), String(away.status));
  assert.equal(away.headers.get('content-type'), 'application/problem+json');
  assert.equal(away.headers.get('retry-after'), '5');
  await stack.start('app');
  await served();
  await assertIowaIsThere();
});

test('keeps its data when the database is killed, and is of use again when that is back', async () => {
  await stack.kill('postgres');
  await says(503);
  await stack.start('postgres');
  await served();
  await assertIowaIsThere();
});

test('serves the web app from its sources, and the server to a debugger, for work on both', async () => {
  // Where the whole suite runs, another database may have the usual port.
  await restart({ files: ['docker-compose.yml', 'docker-compose.dev.yml'], settings: { DATABASE_PORT: '15432' } });
  await stack.start('ui');
  const page = await (await fetch('http://127.0.0.1:5173/trees')).text();
  assert.match(page, /src="\/@vite\/client"/);
  assert.match(page, /src="\/src\/main\.tsx/);
  const answer = await fetch('http://127.0.0.1:5173/api/v1/me');
  assert.equal(answer.status, 401);
  assert.equal((await answer.json()).type, '/problems/not-signed-in');
  const greeting = 'JDWP-Handshake';
  const debugged = connect(5005, '127.0.0.1');
  debugged.setEncoding('latin1').write(greeting);
  assert.equal((await once(debugged, 'data'))[0], greeting);
  debugged.destroy();
});

test('does not start outside development before every secret is its own', async () => {
  await restart({ envFile: '.env.example' });
  const { code, output } = await stack.runToEnd('migrate');
  assert.equal(code, 1);
  assert.match(output, /MASTER_KEY: expected base64 of 32 random bytes, got nothing/);
  assert.match(output, /DATABASE_PASSWORD: holds the secret of development/);
  assert.doesNotMatch(output, /development-only/);
});

test('starts in production from the example with its secrets filled in, closed to newcomers', async () => {
  const envFile = join(tmpdir(), 'filled.env');
  const secrets = {
    MASTER_KEY: randomBytes(32).toString('base64'),
    DATABASE_PASSWORD: randomBytes(32).toString('hex'),
    REDIS_PASSWORD: randomBytes(32).toString('hex'),
  };
  const example = await readFile(join(ROOT, '.env.example'), 'utf8');
  await writeFile(
    envFile,
    example.replaceAll(/^([A-Z_]+)=$/gm, (line, name) => line + (secrets[name] ?? '')),
  );
  await restart({ envFile, profiles: ['demo'] });
  await stack.start('nginx');
  assert.equal((await call('/health')).status, 200);
  const { code, output } = await stack.runToEnd('demo');
  assert.equal(code, 1);
  assert.match(output, /sign-up-closed/);
});
