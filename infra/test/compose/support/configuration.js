import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/** The newer Compose where Docker has it, else docker-compose; both read the same files. */
export const COMPOSE = hasPlugin() ? ['docker', 'compose'] : ['docker-compose'];

function hasPlugin() {
  try {
    execFileSync('docker', ['compose', 'version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const NO_SETTINGS = 'infra/test/compose/support/no.env';

/** Only these settings, whatever this shell or an .env of its owner says. */
export function composeArguments({ files = ['docker-compose.yml'], envFile = NO_SETTINGS, profiles = [] } = {}) {
  return [
    ...COMPOSE.slice(1),
    ...files.flatMap((file) => ['--file', file]),
    '--env-file',
    envFile,
    ...profiles.flatMap((profile) => ['--profile', profile]),
  ];
}

/** What Compose needs of this shell: where programs and the engine are, and none of the settings that its files read. */
export const composeEnvironment = (settings = {}) => ({
  ...Object.fromEntries(
    ['PATH', 'HOME', 'DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG'].flatMap((name) =>
      process.env[name] ? [[name, process.env[name]]] : [],
    ),
  ),
  ...settings,
});

/** What Compose makes of its files, resolved: the services, networks and volumes that it would start. */
export function resolved({ settings, ...options } = {}) {
  const yaml = execFileSync(COMPOSE[0], [...composeArguments(options), 'config'], {
    cwd: ROOT,
    env: composeEnvironment(settings),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const json = execFileSync(
    'python3',
    ['-c', 'import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)'],
    {
      input: yaml,
      encoding: 'utf8',
    },
  );
  // What is written has each dollar doubled, so that it can be read in again.
  const configuration = JSON.parse(json.replaceAll('$$', '$'));
  return { ...configuration, services: alike(configuration.services, options.profiles ?? []) };
}

/** What both versions of Compose mean: one writes services of profiles that are off, too, and each its own form of a mount. */
function alike(services, profiles) {
  return Object.fromEntries(
    Object.entries(services)
      .filter(([, service]) => !service.profiles || service.profiles.some((profile) => profiles.includes(profile)))
      .map(([name, service]) => [
        name,
        { ...service, volumes: (service.volumes ?? []).map(mount), ports: (service.ports ?? []).map(port) },
      ]),
  );
}

function mount(volume) {
  if (typeof volume === 'object') {
    return { source: volume.source, target: volume.target, readOnly: volume.read_only === true };
  }
  const [source, target, mode] = volume.split(':');
  return { source, target, readOnly: mode === 'ro' };
}

function port(published) {
  if (typeof published === 'object') {
    return { address: published.host_ip ?? '', published: String(published.published), target: published.target };
  }
  const [, address, outer, inner] = /^(?:(.+):)?(\d+):(\d+)(?:\/tcp)?$/.exec(published);
  return { address: address ?? '', published: outer, target: Number(inner) };
}
