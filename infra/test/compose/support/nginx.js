import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Program, succeed, until } from './processes.js';

const READY_MS = 20_000;
const STOP_MS = 10_000;
const TEMPLATES = '/etc/nginx/templates';

const mountTemporary = (target) => execFileSync('mount', ['-t', 'tmpfs', 'none', target]);

/**
 * The machine's nginx where the container's would be: same files in same places, in this process's private view of the file
 * system. What the image's entry point does to the templates is done here.
 */
export async function startNginx(service) {
  mountTemporary('/etc/nginx');
  for (const { source, target } of service.volumes) {
    mkdirSync(dirname(target), { recursive: true });
    if (statSync(source).isDirectory()) {
      mkdirSync(target);
    } else {
      writeFileSync(target, '');
    }
    execFileSync('mount', ['--bind', source, target]);
  }
  for (const target of service.tmpfs.filter((path) => path.startsWith('/etc/nginx/'))) {
    mkdirSync(target);
    for (const name of readdirSync(TEMPLATES)) {
      writeFileSync(
        join(target, name.replace(/\.template$/, '')),
        filledIn(readFileSync(join(TEMPLATES, name), 'utf8')),
      );
    }
  }
  await succeed(['nginx', '-t']);
  const nginx = new Program(['nginx', '-g', 'daemon off;']);
  await until(
    () => nginx.end || answers(),
    READY_MS,
    () => `nginx did not answer: ${nginx.output}`,
  );
  if (nginx.end) throw new Error(`nginx ended: ${nginx.output}`);
  return {
    output: () => nginx.output,
    stop: () => nginx.stop(service.stop_signal, STOP_MS),
  };
}

/** Names are in the hosts file here, so nobody is asked for them again; nginx before 1.27.3 does not know how to, either. */
function filledIn(template) {
  return template.replaceAll(/\$\{NGINX_LOCAL_RESOLVERS\}/g, '127.0.0.1').replaceAll(/(\bserver \S+) resolve;/g, '$1;');
}

const answers = () =>
  fetch('http://localhost/metrics').then(
    (answer) => answer.status === 404,
    () => false,
  );
