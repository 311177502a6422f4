// Writes a .gz and a .br beside every text asset of the build, so that the server never compresses at run time.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const DIST = new URL('../dist/', import.meta.url).pathname;
const TEXT = new Set(['.js', '.css', '.html', '.svg', '.json', '.txt', '.map', '.webmanifest']);
const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);

const entries = await readdir(DIST, { recursive: true, withFileTypes: true });
const files = entries.filter((entry) => entry.isFile() && TEXT.has(extname(entry.name)));
await Promise.all(
  files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path);
    const brotli = {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
    };
    await writeFile(`${path}.gz`, await compressGzip(content, { level: 9 }));
    await writeFile(`${path}.br`, await compressBrotli(content, brotli));
  }),
);
process.stdout.write(`compressed ${files.length} files\n`);
