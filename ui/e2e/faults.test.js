import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { allStopped, freePort, freshFolder, ROOT, removeFolder, run } from './support/demo.js';

let folder;

before(async () => {
  folder = await freshFolder();
});

after(async () => {
  await allStopped(folder);
  await removeFolder(folder);
});

async function occupied() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** The demo gives up with one line on stderr; returns that line. */
async function refusal(env, options) {
  const { code, err } = await run('demo', { env, ...options }).ended;
  const lines = err.trimEnd().split('\n');
  assert.equal(lines.length, 1, err);
  assert.notEqual(code, 0);
  assert.match(lines[0], /^kpi: /);
  return lines[0];
}

const environment = async (changes) => ({
  DATA_DIR: join(folder, 'data'),
  PORT: String(await freePort()),
  MANAGEMENT_PORT: String(await freePort()),
  DATABASE_URL: '',
  ...changes,
});

for (const variable of ['PORT', 'MANAGEMENT_PORT']) {
  test(`says in one line that the ${variable} is taken`, async () => {
    const server = await occupied();
    try {
      const { port } = server.address();
      const line = await refusal(await environment({ [variable]: String(port) }));
      assert.match(line, new RegExp(`\\b${port}\\b`));
      assert.match(line, new RegExp(`\\b${variable}\\b`));
    } finally {
      server.close();
    }
  });
}

test('says in one line that the data folder cannot be written', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  const line = await refusal(await environment({ DATA_DIR: file }));
  assert.ok(line.includes(file) && line.includes('DATA_DIR'), line);
});

test('says in one line that a JDK is missing', async () => {
  // The script looks in the usual folders too, so a copy looks in one that has nothing instead.
  const script = await readFile(join(ROOT, 'kpi'), 'utf8');
  const without = script.replaceAll(/\/usr\/lib\/jvm\/\*|\/opt\/\S+|\/Library\/\S+/g, '/nowhere/*');
  assert.notEqual(without, script);
  const copy = join(folder, 'kpi');
  await writeFile(copy, without);
  await chmod(copy, 0o755);
  const env = { PATH: process.env.PATH, HOME: folder, DATA_DIR: join(folder, 'data') };
  const line = await refusal(env, { file: copy, replace: true });
  assert.match(line, /JDK 25/);
  assert.match(line, /JAVA_HOME/);
});
