// Fails when what a browser loads before the first page exceeds its budget.
import { readFile, stat } from 'node:fs/promises';

/** Bytes of compressed JavaScript named by index.html. */
const INITIAL_JS_MAX = 250 * 1024;
const dist = new URL('../dist/', import.meta.url);

const html = await readFile(new URL('index.html', dist), 'utf8');
const scripts = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1]);
const sizes = await Promise.all(scripts.map(async (path) => (await stat(new URL(`${path}.gz`, dist))).size));
const total = sizes.reduce((sum, size) => sum + size, 0);
process.stdout.write(`initial JavaScript: ${total} of ${INITIAL_JS_MAX} bytes gzip\n`);
if (total > INITIAL_JS_MAX) {
  process.stderr.write(`initial JavaScript is ${total - INITIAL_JS_MAX} bytes over its budget\n`);
  process.exit(1);
}
