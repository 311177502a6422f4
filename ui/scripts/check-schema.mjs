// Fails when src/api/schema.d.ts is not what the OpenAPI document generates.
import { readFile } from 'node:fs/promises';
import openapiTypescript, { astToString, COMMENT_HEADER } from 'openapi-typescript';

const document = new URL('../../platform/server/src/main/resources/openapi.yaml', import.meta.url);
const committed = await readFile(new URL('../src/api/schema.d.ts', import.meta.url), 'utf8');
const generated = COMMENT_HEADER + astToString(await openapiTypescript(document, { defaultNonNullable: false }));
if (committed !== generated) {
  process.stderr.write('src/api/schema.d.ts is not current: run `npm run generate`\n');
  process.exit(1);
}
