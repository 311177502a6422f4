// Prints the names of the alarms that the monitoring module declares and that tell somebody, without the installation's
// prefix; what differs by node or host stands in angle brackets.
// Usage: node infra/test/runbooks/alarm-names.mjs <folder of the module>
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
const text = readdirSync(folder)
  .filter((name) => name.endsWith('.tf'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n');

const RESOURCE = /^resource "aws_cloudwatch_(?:metric|composite)_alarm" "\w+" \{\n([\s\S]*?)^\}/gm;
const KEY = /^ +([a-z0-9-]+) += \{(?:$| rate)|"([a-z0-9-]+)-\$\{(\w+)\}" => \{/gm;

/** The keys of a local map: those written out, and those made in a loop. */
function keys(local) {
  const map = new RegExp(`^  ${local} = [\\s\\S]*?^  [})]`, 'm').exec(text);
  if (!map) throw new Error(`${folder} has no local ${local}`);
  return [...map[0].matchAll(KEY)].map(([, plain, prefix, variable]) => plain ?? `${prefix}-<${variable}>`);
}

for (const [, body] of text.matchAll(RESOURCE)) {
  const name = /^ +alarm_name += "\$\{var\.name\}-(.*)"$/m.exec(body)?.[1];
  if (!name) throw new Error(`an alarm's name does not begin with \${var.name}: ${body.slice(0, 200)}`);
  if (!/^ +alarm_actions/m.test(body)) continue;
  const loop = /^ +for_each += local\.(\w+)$/m.exec(body)?.[1];
  const names = name.includes('${each.key}') ? keys(loop).map((key) => name.replace('${each.key}', key)) : [name];
  names.forEach((one) => console.log(one));
}
