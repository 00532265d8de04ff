// Follows a page of the documentation as a newcomer would: its commands, from the first to the last, in one folder that
// holds what a clone holds; what is printed is what the page says; what is typed in a chat is answered.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { expect } from 'vitest';
import { checkDocker } from './docker.ts';
import { type Block, blocksOf } from './pages.ts';

const ROOT = join(import.meta.dirname, '../..');

/**
 * How a block of commands is tried, by its mark `test`: not marked, it is run and must succeed; `fails`: it must fail;
 * `serve`: it goes on until the page ends, or stops it with Ctrl-C by another such block; `script`: it takes too long for
 * a test, but is a script of package.json or what `.ci/run` does; `docker`: it is compared with Dockerfile and compose.yaml.
 */
const WAYS = ['run', 'fails', 'serve', 'script', 'docker'] as const;
export type Way = (typeof WAYS)[number];

export function wayOf({ marks, at }: Block): Way {
  const way = WAYS.find((one) => one === (marks.test ?? 'run'));
  if (way === undefined) throw new Error(`${at}: nobody knows how to test "${marks.test}"`);
  return way;
}

/** Where a page is followed. `environment`: beside what a shell has; `words`: what a person puts in place of others. */
export type Setting = {
  environment?: Record<string, string>;
  words?: Readonly<Record<string, string>>;
  /** Types a line in a chat of a platform while `readout serve` runs, and presses what confirms it. */
  chat?: (platform: string, line: string) => Promise<void>;
  /** npx itself, and not what stands in for it here. */
  npx?: boolean;
};

/** `steps`: how many commands and lines were typed so far. */
export type Followed = AsyncDisposable & {
  folder: string;
  steps: number;
  serving: Serving | null;
  /** Stops `serve` with Ctrl-C, does something, and starts it as before. */
  again: (meanwhile: () => Promise<void>) => Promise<void>;
};

/** Follows pages to their end, one after the other; what serves goes on until it is disposed of. */
export async function follow(pages: string | readonly string[], setting: Setting = {}): Promise<Followed> {
  const folder = newFolder(setting.npx ?? false);
  /** `words`: the page's address as this one has it. */
  let started: { block: Block; serving: Serving; words: Record<string, string> } | null = null;
  /** What the newest command printed; null where a block of text is none of a command's. */
  let printed: (() => string) | null = null;
  const serveAs = async (block: Block) => {
    await started?.serving.stop();
    started = null;
    const serving = await serve(block, folder, setting);
    const address = serving.lines.map((line) => /page: https?:\/\/([\d.:]+)/.exec(line)?.[1]).find(Boolean);
    started = { block, serving, words: address ? { '127.0.0.1:8080': address } : {} };
    printed = () => shownLog(serving.lines);
  };
  const walk: Followed = {
    folder,
    steps: 0,
    get serving() {
      return started?.serving ?? null;
    },
    again: async (meanwhile) => {
      if (started === null) throw new Error('nothing serves');
      const { block, serving } = started;
      await serving.stop();
      await meanwhile();
      await serveAs(block);
    },
    [Symbol.asyncDispose]: async () => {
      await started?.serving.stop();
      rmSync(folder, { recursive: true });
    },
  };
  const step = async (block: Block) => {
    const chat = block.marks.chat;
    if (block.language === 'sh') {
      const way = wayOf(block);
      printed = null;
      if (way === 'script') return;
      walk.steps += 1;
      if (way === 'serve') return serveAs(block);
      const out = await run(block, folder, { ...setting, words: { ...setting.words, ...started?.words } }, way);
      if (way === 'docker') return checkCalls(block, folder);
      printed = () => out;
    } else if (chat !== undefined) {
      for (const line of setting.chat ? linesOf(block.text) : []) {
        walk.steps += 1;
        await setting.chat?.(chat, line);
      }
      printed = null;
    } else if (block.language === 'text' && printed !== null) compare(block, printed());
  };
  try {
    for (const block of [pages].flat().flatMap(blocksOf)) await step(block);
    return walk;
  } catch (error) {
    // What went wrong first is what is told.
    await Promise.resolve(walk[Symbol.asyncDispose]()).catch(() => {});
    throw error;
  }
}

/** The lines that a person types: a line that begins with white space goes on the one before. */
export function linesOf(text: string): string[] {
  return text.split(/\n(?!\s)/).filter((line) => line.trim() !== '');
}

// ---------------------------------------------------------------- the folder

const APART = /^(?:src|test|bench|tools|node_modules|docs|\.git|\.cache)(?:\/|$)/;

/** What a clone holds and a reader of the pages may touch, with `npm` and `npx` that do here what they do there. */
function newFolder(real: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), 'readout-docs-'));
  for (const path of globSync(['*', '.*', 'briefings/**/*'], { cwd: ROOT })) {
    if (!APART.test(path) && path !== 'data' && path !== '.env')
      cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  }
  const bin = join(folder, '.bin');
  mkdirSync(bin);
  // The packages are there already: `.ci/run` installs them from nothing. npm itself would take away what is linked here.
  program(join(bin, 'npm'), '[ "$*" = ci ]');
  // No engine need be there: what it is asked for is looked at.
  program(join(bin, 'docker'), `exec "${process.execPath}" "${join(import.meta.dirname, 'stand-in-docker.js')}" "$@"`);
  program(join(bin, 'curl'), `exec "${process.execPath}" "${join(import.meta.dirname, 'stand-in-curl.js')}" "$@"`);
  if (real) {
    for (const path of ['src', 'tools', 'node_modules']) symlinkSync(join(ROOT, path), join(folder, path));
    return folder;
  }
  const launcher = join(ROOT, 'tools/node/readout.js');
  program(join(bin, 'npx'), `[ "$1" = readout ] || exit 127\nshift\nexec "${process.execPath}" "${launcher}" "$@"`);
  return folder;
}

function program(path: string, body: string): void {
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
}

/** Looks at what Docker was asked for since the last time. */
async function checkCalls({ at }: Block, folder: string): Promise<void> {
  const path = join(folder, CALLS);
  const calls = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  rmSync(path);
  for (const call of calls) {
    await checkDocker(JSON.parse(call)).catch((error: unknown) => {
      throw new Error(`${at}: ${call}: ${String(error)}`);
    });
  }
}

/** Where the stand-in writes what it was asked for. */
const CALLS = '.docker-calls';

// ---------------------------------------------------------------- running

function start({ text }: Block, folder: string, { environment = {}, words = {} }: Setting) {
  const command = Object.entries(words).reduce((all, [from, to]) => all.replaceAll(from, to), text);
  const path = [join(folder, '.bin'), dirname(process.execPath), process.env.PATH ?? ''].join(delimiter);
  const child = spawn('bash', ['-euc', command], {
    cwd: folder,
    detached: true,
    env: { PATH: path, HOME: folder, LANG: 'C.UTF-8', READOUT_WEB: '127.0.0.1:0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return child;
}

/** Runs a block to its end; gives what it printed. */
async function run(block: Block, folder: string, setting: Setting, way: Way): Promise<string> {
  const child = start(block, folder, setting);
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
  }
  const [status] = (await once(child, 'close')) as [number | null];
  if ((status === 0) === (way === 'fails')) throw new Error(`${block.at}: ended with ${status}\n${block.text}\n${out}`);
  return out;
}

/** A `readout serve` that runs. `lines`: its log so far. */
export type Serving = {
  lines: string[];
  said: (pattern: RegExp) => Promise<void>;
  /** What Ctrl-C does; gives once it has ended. */
  stop: () => Promise<void>;
};

async function serve(block: Block, folder: string, setting: Setting): Promise<Serving> {
  const child = start(block, folder, setting);
  child.stdout.resume();
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  createInterface(child.stderr).on('line', (line) => {
    lines.push(line);
    for (const look of waiting) look();
  });
  const closed = once(child, 'close');
  const said = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => lines.some((line) => pattern.test(line)) && resolve();
      waiting.add(look);
      void closed.then(() => reject(new Error(`${block.at}: serve ended:\n${lines.join('\n')}`)));
      look();
    });
  const stop = async () => {
    const isOver = child.exitCode !== null || child.signalCode !== null;
    if (!isOver && child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
    await closed;
    if (!lines.some((line) => line.includes('"stopped"'))) throw new Error(`serve did not stop:\n${lines.join('\n')}`);
  };
  try {
    await said(/started in/);
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
  return { lines, said, stop };
}

// ---------------------------------------------------------------- what was printed

/** The log as a terminal shows it, without the time. */
function shownLog(lines: readonly string[]): string {
  return lines
    .map((line) => {
      try {
        const { level, msg } = JSON.parse(line) as { level: string | number; msg: string };
        return `${(LEVELS[level] ?? String(level)).padEnd(5)} ${msg}`;
      } catch {
        return line;
      }
    })
    .join('\n');
}

const LEVELS: Readonly<Record<string | number, string>> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error' };

/** Compares what a page says is printed with what was: "..." alone stands for any lines, within a line for any words. */
function compare({ at, text }: Block, out: string): void {
  const lines = plain(text).split('\n');
  const pattern = lines
    .map((line) => (/^\s*\.\.\.$/.test(line) ? '(?:.*\\n)*?' : `${line.split('...').map(RegExp.escape).join('.*')}\\n`))
    .join('');
  const shown = `${plain(out)}\n`;
  if (!new RegExp(`^(?:\\n)*${pattern}$`).test(shown)) expect(shown, at).toBe(`${plain(text)}\n`);
}

/** Without what nobody sees: marks of direction, colours, spaces at the ends of lines. */
function plain(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\u2066-\u2069]/g, '')
    .replace(/[ \t]+$/gm, '')
    .replace(/^\n+|\s+$/g, '');
}
