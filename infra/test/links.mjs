#!/usr/bin/env node
// Every relative link of every Markdown file in the repository leads to something that is there.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.md'], { encoding: 'utf8' });
const LINK = /\]\(([^)\s]+)\)/g;
let links = 0;
const broken = [];
for (const file of files.split('\0').filter((name) => name && existsSync(name))) {
  for (const [, target] of readFileSync(file, 'utf8').matchAll(LINK)) {
    if (/^([a-z]+:|#|\/)/.test(target)) continue;
    links += 1;
    if (!existsSync(join(dirname(file), target.split('#')[0]))) broken.push(`${file}: ${target}`);
  }
}
if (broken.length > 0 || links === 0) {
  console.error(links === 0 ? 'no links were found' : `links that lead nowhere:\n  ${broken.join('\n  ')}`);
  process.exit(1);
}
console.log(`${links} links lead somewhere`);
