// The proxy before a listener of the test's own, which sees and sends what the real server need not. Runs where port 80 is free
// and the names of the services mean this machine: infra/test/compose/run makes such a place.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { ROOT, resolved } from './support/configuration.js';
import { startNginx } from './support/nginx.js';

const SERVER_PORT = 8_000;
const MAX_BODY_BYTES = 512 * 1024 * 1024;
const BUNDLES = join(ROOT, 'platform/server/src/main/resources/com/planitai/kpi/server');

let nginx;
let listener;
let respond;

before(async () => {
  listener = http.createServer((request, response) => respond(request, response));
  listener.keepAliveTimeout = 120_000;
  await listen();
  nginx = await startNginx(resolved().services.nginx);
});

after(async () => {
  await nginx?.stop();
  await unlisten();
});

beforeEach(() => {
  respond = (_, response) => response.end('from the server');
});

function listen() {
  return new Promise((resolve) => listener.listen(SERVER_PORT, '127.0.0.1', resolve));
}

async function unlisten() {
  const closed = new Promise((resolve) => listener.close(resolve));
  listener.closeAllConnections();
  await closed;
}

/** Begins a request; `answer` resolves when its head is there. */
function begin(path, options = {}) {
  const request = http.request({ host: '127.0.0.1', port: 80, path, ...options });
  const answer = new Promise((resolve, reject) => {
    request.on('response', resolve).on('error', reject);
  });
  return { request, answer };
}

async function text(answer) {
  let body = '';
  for await (const piece of answer.setEncoding('utf8')) body += piece;
  return body;
}

async function ask(path, options) {
  const { request, answer } = begin(path, options);
  request.end();
  const head = await answer;
  return { status: head.statusCode, headers: head.headers, body: await text(head) };
}

/** Sends bytes as they are and reads to the end. */
function raw(bytes) {
  return new Promise((resolve, reject) => {
    const socket = connect(80, '127.0.0.1', () => socket.end(bytes));
    let answer = '';
    socket
      .setEncoding('utf8')
      .on('data', (piece) => {
        answer += piece;
      })
      .on('end', () => resolve(answer))
      .on('error', reject);
  });
}

/** The server's own sentence, from its bundle of the language. */
function sentence(code, language) {
  const file = `messages${language === 'en' ? '' : `_${language}`}.properties`;
  return new RegExp(`^${code} = (.+)$`, 'm').exec(readFileSync(join(BUNDLES, file), 'utf8'))[1];
}

function assertProblem({ status, headers, body }, expected) {
  assert.equal(status, expected.status, body);
  assert.equal(headers['content-type'], 'application/problem+json');
  assert.equal(headers['cache-control'], 'no-store');
  const { traceId, ...problem } = JSON.parse(body);
  assert.match(traceId, /^[0-9a-f]{32}$/);
  assert.deepEqual(problem, expected);
  assert.doesNotMatch(body, /nginx/i);
}

test('tells the server who asked, for which host and how', async () => {
  const seen = [];
  respond = (request, response) => {
    seen.push(request);
    response.end();
  };
  await ask('/api/v1/me?a=%2F', { headers: { Host: 'kpi.customer.example:8080', 'X-Forwarded-For': '198.51.100.7' } });
  const [{ headers, url, httpVersion }] = seen;
  assert.equal(url, '/api/v1/me?a=%2F');
  assert.equal(httpVersion, '1.1');
  assert.equal(headers.host, 'kpi.customer.example:8080');
  assert.equal(headers['x-forwarded-for'], '198.51.100.7, 127.0.0.1');
  assert.equal(headers['x-forwarded-proto'], 'http');
});

test('keeps its connection to the server', async () => {
  const sockets = new Set();
  respond = (request, response) => {
    sockets.add(request.socket);
    response.end();
  };
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  for (let count = 0; count < 5; count += 1) await ask('/', { agent });
  agent.destroy();
  assert.equal(sockets.size, 1);
});

test('passes an upload on while it still comes', async () => {
  const arrived = deferred();
  respond = async (request, response) => {
    const pieces = request.setEncoding('utf8')[Symbol.asyncIterator]();
    arrived.resolve((await pieces.next()).value);
    response.end((await pieces.next()).value);
  };
  const { request, answer } = begin('/api/v1/imports', { method: 'POST', headers: { 'Content-Length': '12' } });
  request.write('first,');
  assert.equal(await arrived.promise, 'first,');
  request.end('second');
  assert.equal(await text(await answer), 'second');
});

for (const [path, headers] of [
  ['/api/v1/events', { 'Content-Type': 'text/event-stream' }],
  ['/api/v1/elsewhere', { 'X-Accel-Buffering': 'no' }],
]) {
  test(`passes each event on at once: ${path}`, async () => {
    let stream;
    respond = (_, response) => {
      stream = response.writeHead(200, headers);
      stream.write('data: 1\n\n');
    };
    const { request, answer } = begin(path);
    request.end();
    const events = (await answer).setEncoding('utf8')[Symbol.asyncIterator]();
    assert.equal((await events.next()).value, 'data: 1\n\n');
    stream.end('data: 2\n\n');
    assert.equal((await events.next()).value, 'data: 2\n\n');
  });
}

test('takes as large a body as the server does, and not a byte more', async () => {
  const limit = /MAX_BODY_BYTES = (.+)L \* 1024 \* 1024;/.exec(
    readFileSync(join(ROOT, 'platform/server/src/main/java/com/planitai/kpi/server/listener/Listener.java'), 'utf8'),
  )[1];
  assert.equal(Number(limit) * 1024 * 1024, MAX_BODY_BYTES);
  const seen = deferred();
  respond = (request) => {
    seen.resolve(request.headers['content-length']);
    request.socket.destroy();
  };
  const { request, answer } = begin('/', { method: 'POST', headers: { 'Content-Length': String(MAX_BODY_BYTES) } });
  answer.catch(() => {});
  request.write('begins');
  assert.equal(await seen.promise, String(MAX_BODY_BYTES));
  request.destroy();
  for (const language of ['en', 'ko', 'ja']) {
    const { request: tooLarge, answer: refusal } = begin('/', {
      method: 'POST',
      headers: { 'Content-Length': String(MAX_BODY_BYTES + 1), 'Accept-Language': `${language}, en;q=0.5` },
    });
    tooLarge.flushHeaders();
    const head = await refusal;
    assertProblem(
      { status: head.statusCode, headers: head.headers, body: await text(head) },
      { type: '/problems/too-large', title: sentence('TOO_LARGE', language), status: 413 },
    );
    tooLarge.destroy();
  }
});

test('does not touch what the server answers, failures included', async () => {
  respond = (_, response) => {
    response.writeHead(503, { 'Content-Type': 'application/problem+json', 'Retry-After': '2', ETag: '"strong"' });
    response.end('{"type":"/problems/dependency-unavailable"}');
  };
  const { status, headers, body } = await ask('/api/v1/me', { headers: { 'Accept-Encoding': 'gzip' } });
  assert.equal(status, 503);
  assert.equal(headers['retry-after'], '2');
  assert.equal(headers.etag, '"strong"');
  assert.equal(body, '{"type":"/problems/dependency-unavailable"}');
});

test('says in the language of the caller that the server is away, and when to come back', async () => {
  await unlisten();
  try {
    for (const language of ['en', 'ko', 'ja']) {
      const answer = await ask('/api/v1/me', { headers: { 'Accept-Language': `${language}-XX, de` } });
      assertProblem(answer, { type: 'about:blank', title: sentence('DEPENDENCY_UNAVAILABLE', language), status: 502 });
      assert.equal(answer.headers['retry-after'], '5');
    }
    const head = await ask('/', { method: 'HEAD' });
    assert.deepEqual([head.status, head.body], [502, '']);
  } finally {
    await listen();
  }
});

test('keeps the figures inside, however the address is written', async () => {
  let asked = 0;
  respond = (_, response) => {
    asked += 1;
    response.end();
  };
  for (const path of ['/metrics', '/metrics/', '/%6Detrics', '/x/../metrics', '//metrics']) {
    const answer = await ask(path);
    assertProblem(answer, { type: '/problems/not-found', title: sentence('NOT_FOUND', 'en'), status: 404 });
  }
  assert.equal(asked, 0);
});

test('refuses in the form of a problem what is no request', async () => {
  const host = 'Host: localhost\r\nConnection: close\r\n';
  for (const bytes of [
    'NONSENSE\r\n\r\n',
    `GET /${'a'.repeat(9_000)} HTTP/1.1\r\n${host}\r\n`,
    `GET / HTTP/1.1\r\n${host}X-Large: ${'a'.repeat(9_000)}\r\n\r\n`,
    `GET / HTTP/1.1\r\n${host}Host: other\r\n\r\n`,
    `POST / HTTP/1.1\r\n${host}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  ]) {
    const answer = await raw(bytes);
    assert.match(answer, /^HTTP\/1.1 400 /, bytes.slice(0, 40));
    assert.match(answer, /\r\n\r\n\{"type":"\/problems\/malformed-request",.*"status":400,/s);
  }
});

test('names neither its version nor, in a text, itself', async () => {
  const { headers } = await ask('/');
  assert.equal(headers.server, 'nginx');
  assert.equal((await ask('/.problem')).status, 404);
});

test('logs a line of JSON a request, with the trace of the server and without the address', async () => {
  const trace = 'a'.repeat(32);
  respond = (_, response) => response.writeHead(201, { 'X-Request-Id': trace }).end();
  await ask('/p/secret-token?key=secret', { method: 'POST' });
  const lines = nginx
    .output()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const { message, method, status, client } = lines.find(({ traceId }) => traceId === trace);
  assert.deepEqual(
    { message, method, status, client },
    { message: 'proxied', method: 'POST', status: 201, client: '127.0.0.1' },
  );
  assert.doesNotMatch(nginx.output(), /secret/);
});

function deferred() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}
