// What a line for Docker would do, compared with compose.yaml and Dockerfile. It tells what is wrong, or nothing.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { commandLine, type Handlers } from '../../src/terminal/commands.ts';

export type Compose = { services: Record<string, { profiles?: string[]; volumes?: string[] }> };

export function composeFile(): Compose {
  return parse(readFileSync('compose.yaml', 'utf8'), { merge: true }) as Compose;
}

/** The last of an instruction of the Dockerfile. */
export function instruction(name: string): string {
  const all = [...readFileSync('Dockerfile', 'utf8').matchAll(new RegExp(`^${name} (.+)$`, 'gm'))];
  return all.at(-1)?.[1] ?? '';
}

/** Options that are spelt so, and whether a value follows: docs.docker.com/reference/cli/docker. */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  build: { '--tag': true, '--pull': false },
  run: {
    '--detach': false,
    '--rm': false,
    '--name': true,
    '--restart': true,
    '--env-file': true,
    '--volume': true,
    '--publish': true,
    '--read-only': false,
    '--cap-drop': true,
    '--security-opt': true,
    '--memory': true,
  },
  logs: { '--follow': false },
  compose: { '--profile': true },
  up: { '-d': false },
  exec: {},
  cp: {},
  down: {},
  ps: {},
  pull: {},
  stop: {},
  start: {},
};

type Taken = { options: [name: string, value: string][]; words: string[] };

/** Takes the options off the front. */
function take(verb: string, words: readonly string[]): Taken {
  const known = OPTIONS[verb];
  if (known === undefined) throw new Error(`"${verb}" is no command that the pages may use`);
  const options: [string, string][] = [];
  let at = 0;
  for (; words[at]?.startsWith('-'); at += 1) {
    const name = words[at] ?? '';
    if (known[name] === undefined) throw new Error(`${verb} has no option ${name}`);
    if (known[name]) at += 1;
    options.push([name, words[at] ?? '']);
  }
  return { options, words: words.slice(at) };
}

/** Checks a call of docker, with its words as the shell gives them. */
export async function checkDocker([verb = '', ...rest]: readonly string[]): Promise<void> {
  const { options, words } = take(verb, rest);
  if (verb === 'compose') return checkCompose(options, words);
  if (verb === 'run') {
    checkMounts(options);
    const [image, ...command] = words;
    if (image !== 'readout') throw new Error(`the image is called readout, and not ${image}`);
    if (command.length > 0) await checkReadout(command);
  }
}

async function checkCompose(given: Taken['options'], [verb = '', ...rest]: string[]): Promise<void> {
  const { services } = composeFile();
  const profiles = given.flatMap(([name, value]) => (name === '--profile' ? [value] : []));
  const { options, words } = take(verb, rest);
  const known = Object.values(services).flatMap((one) => one.profiles ?? []);
  for (const profile of profiles) if (!known.includes(profile)) throw new Error(`there is no profile ${profile}`);
  if (verb === 'cp') {
    const [, service = '', path = ''] = words.map((one) => /^(\w+):(\/.*)$/.exec(one)).find(Boolean) ?? [];
    if (!(service in services)) throw new Error(`there is no service in ${words.join(' ')}`);
    if (!volumes().some((volume) => path.startsWith(volume))) throw new Error(`${path} is on no volume`);
    return;
  }
  const named = verb === 'exec' || verb === 'run' ? words.slice(0, 1) : words;
  for (const name of named) {
    const service = services[name];
    if (service === undefined) throw new Error(`there is no service ${name}`);
    const needs = service.profiles ?? [];
    if (needs.length > 0 && !needs.some((one) => profiles.includes(one))) throw new Error(`${name} is of a profile`);
  }
  if (verb === 'exec') {
    if (words[1] !== 'readout') throw new Error('the image has no program but readout');
    await checkReadout(words.slice(2));
  }
  if (verb === 'run') {
    // The backup's own folder is mounted beside the volumes.
    if (options.some(([name, value]) => name === '--volume' && !/^[^:]+:\/backup:ro$/.test(value)))
      throw new Error('a volume that nobody reads');
    await checkReadout(words.slice(1));
  }
}

/** The paths that the image keeps on volumes. */
export function volumes(): string[] {
  return JSON.parse(instruction('VOLUME')) as string[];
}

function checkMounts(options: Taken['options']): void {
  const of = (wanted: string) => options.flatMap(([name, value]) => (name === wanted ? [value] : []));
  const mounted = of('--volume').map((value) => value.split(':').at(1) ?? '');
  const missing = volumes().filter((path) => !mounted.includes(path));
  if (missing.length > 0 || mounted.length > volumes().length) throw new Error(`mounts ${mounted}, not ${volumes()}`);
  for (const value of of('--publish')) {
    if (value.split(':').at(-1) !== instruction('EXPOSE')) throw new Error(`${value} leads to no port of the image`);
    if (!value.startsWith('127.0.0.1:')) throw new Error(`${value} opens the page to everybody`);
  }
}

/** Whether the words are a command of readout's. */
export async function checkReadout(words: readonly string[]): Promise<void> {
  let done = 0;
  const handlers = new Proxy({} as Handlers, {
    get: () => async () => {
      done += 1;
      return 0;
    },
  });
  const program = commandLine(handlers, '0.0.0', () => {});
  for (const one of [program, ...program.commands]) one.configureOutput({ writeErr: () => {}, writeOut: () => {} });
  const status = await program.parseAsync([...words], { from: 'user' }).then(
    () => 0,
    (error: { exitCode?: number }) => error.exitCode ?? 1,
  );
  // Help is shown by the command itself.
  if (status !== 0 || (done !== 1 && !words.includes('--help'))) throw new Error(`"${words.join(' ')}" is no command`);
}
