// Holds the plan of the house (ARCHITECTURE.md): who may import whom, and that the plan names only what is there.
import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';

type Room = {
  /** The other rooms it may import from. */
  from: string[];
  /** The packages it may import; any, where absent. */
  packages?: string[];
  /** The modules of Node it may import; any, where absent. */
  builtins?: string[];
};

const ROOMS: Record<string, Room> = {
  core: { from: [], packages: ['zod'], builtins: [] },
  languages: { from: ['core'], builtins: ['node:fs', 'node:module', 'node:path', 'node:url'] },
  // Pure: the same article gives the same bytes, so nothing comes in from outside. A hash is pure.
  engine: { from: ['core', 'languages'], builtins: ['node:crypto'] },
  view: { from: ['core', 'languages'], builtins: [] },
  models: { from: ['core', 'languages', 'engine'] },
  sources: { from: ['core'] },
  store: { from: ['core'] },
  flows: { from: ['core', 'languages', 'view'] },
  // How requests leave that must not leave late, and the one port by which they come in.
  wire: { from: ['core'], packages: [], builtins: ['node:http', 'node:https'] },
  discord: { from: ['core', 'languages', 'wire'] },
  slack: { from: ['core', 'languages', 'wire'] },
  terminal: { from: ['core', 'languages'] },
  // Its pages are views of a briefing beside its article, which no Document holds.
  web: { from: ['core', 'languages', 'view'] },
  'config.ts': { from: ['core'] },
  // Where everything is wired; src/main.ts alone loads them.
  commands: {
    from: [
      ...['core', 'languages', 'engine', 'view', 'sources', 'store', 'flows'],
      ...['wire', 'discord', 'slack', 'terminal', 'web', 'config.ts'],
    ],
  },
  'main.ts': { from: ['core', 'terminal', 'commands'] },
};

/** What a source file imports, types, `import()` and `require()` included; of anything but a string, `(computed)`. */
function importsOf(source: string): string[] {
  const named = source.matchAll(/^\s*(?:import|export)\b[^'"`;=()]*?\bfrom\s*['"]([^'"]+)['"]/gm);
  const bare = source.matchAll(/(?:^|[^\w.])(?:import|(?:import|require)\s*\()\s*['"]([^'"]+)['"]/gm);
  const computed = source.matchAll(/(?:^|[^\w.])(?:import|require)\s*\((?!\s*['"])/gm);
  return [...[...named, ...bare].map((match) => match[1] ?? ''), ...[...computed].map(() => '(computed)')];
}

/** The room a path is in: its folder in src/, or its name for a file that stands in src/ itself. */
function roomOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/** Whether a file may import this. */
function mayImport(path: string, specifier: string): boolean {
  const name = roomOf(path);
  const room = ROOMS[name];
  if (path === 'src/main.ts' && specifier === '../package.json') return true;
  if (!room || specifier === '(computed)') return false;
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier);
    return target.startsWith('src/') && [name, ...room.from].includes(roomOf(target));
  }
  const allowed = specifier.startsWith('node:') ? room.builtins : room.packages;
  return !allowed || allowed.includes(specifier);
}

/** Whether the file reads the environment, by any of its names. */
function readsEnvironment(source: string): boolean {
  return (
    /\bprocess\s*\??\.\s*env\b|\bprocess\s*\[/.test(source) ||
    /\benv\b[^;]*(?:=\s*process\b|\bfrom\s*['"](?:node:)?process['"])/.test(source)
  );
}

/** Whether the file does nothing but pass on what other files export. */
function isBarrel(source: string): boolean {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '').trim();
  return code !== '' && code.replace(/^\s*export\b[\s\w$*{},]*?\bfrom\s*['"][^'"]+['"];?/gm, '').trim() === '';
}

/** The paths of the repository that a page names in backticks and that are not there. A `*` stands for any name. */
function missingPaths(markdown: string, files: string[]): string[] {
  const inRoom = new RegExp(`^(${Object.keys(ROOMS).join('|')})/.+\\.\\w+$`);
  const has = (path: string) => files.some((file) => posix.matchesGlob(file, path) || file.startsWith(`${path}/`));
  return [...markdown.matchAll(/`([\w@./*-]+)`/g)]
    .map((match) => (match[1] ?? '').replace(/\/$/, ''))
    .filter((path) => {
      if (/^(src|test|briefings|bench|tools)(\/|$)/.test(path)) return !has(path);
      if (inRoom.test(path)) return !has(`src/${path}`);
      return /^[\w.-]+\.(ts|json|yaml|md)$/.test(path) && !files.some((file) => posix.basename(file) === path);
    });
}

/** What one of two folders holds and the other does not. Nothing, while only one of them is there. */
function unmirrored(files: string[], one: string, other: string): string[] {
  const [left = [], right = []] = [one, other].map((folder) =>
    files.filter((file) => file.startsWith(`${folder}/`)).map((file) => file.slice(folder.length + 1)),
  );
  if (left.length === 0 || right.length === 0) return [];
  return [...left.filter((name) => !right.includes(name)), ...right.filter((name) => !left.includes(name))];
}

const sources = globSync('src/**/*.ts').map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const files = globSync(['*', '.*', '{src,test,briefings,bench,tools}/**/*'], { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => posix.relative(process.cwd(), posix.join(entry.parentPath, entry.name)));

describe('the house', () => {
  test('imports only along the plan', () => {
    const faults = sources.flatMap(({ path, text }) =>
      importsOf(text)
        .filter((specifier) => !mayImport(path, specifier))
        .map((specifier) => `${path} may not import ${specifier}`),
    );
    expect(faults).toEqual([]);
  });

  test('has no file outside its rooms', () => {
    expect(sources.map(({ path }) => path).filter((path) => !ROOMS[roomOf(path)])).toEqual([]);
  });

  test('reads the environment in src/config.ts alone', () => {
    const readers = sources.filter(({ text }) => readsEnvironment(text)).map(({ path }) => path);
    expect(readers.filter((path) => path !== 'src/config.ts')).toEqual([]);
  });

  test('has no barrel and no utils', () => {
    expect(sources.filter(({ text }) => isBarrel(text)).map(({ path }) => path)).toEqual([]);
    expect(files.filter((path) => /(^|\/)(utils?|helpers?)\.ts$/.test(path))).toEqual([]);
  });

  test('tells Discord and Slack in the same chapters', () => {
    expect(unmirrored(files, 'src/discord', 'src/slack')).toEqual([]);
  });

  test('is as ARCHITECTURE.md says', () => {
    expect(missingPaths(readFileSync('ARCHITECTURE.md', 'utf8'), files)).toEqual([]);
  });
});

describe('the checks can fail', () => {
  test('every form of import is seen', () => {
    const source = [
      "import a from 'a';",
      "import type { B } from './b.ts';",
      "import {\n  // the one\n  c,\n  type D,\n} from '../c.ts';",
      "import * as e from 'node:e';",
      "import 'f';",
      "export { g } from './g.ts';",
      "export * from './h.ts';",
      "const i = await import('i');",
      "let j: import('./j.ts').J;",
      "const k = require('k');",
      'const l = await import(name);',
      'console.log(import.meta.url);',
    ].join('\n');
    const seen = ['a', './b.ts', '../c.ts', 'node:e', './g.ts', './h.ts', 'f', 'i', './j.ts', 'k', '(computed)'];
    expect(importsOf(source)).toEqual(seen);
  });

  test.each([
    ['src/core/article.ts', 'zod', true],
    ['src/core/article.ts', 'yaml', false],
    ['src/core/article.ts', 'node:crypto', false],
    ['src/core/article.ts', '../languages/pack.ts', false],
    ['src/languages/pack.ts', 'node:fs', true],
    ['src/languages/pack.ts', 'node:net', false],
    ['src/engine/brief.ts', './fold.ts', true],
    ['src/engine/brief.ts', '../languages/pack.ts', true],
    ['src/engine/brief.ts', '../models/draft.ts', false],
    ['src/engine/brief.ts', 'node:fs', false],
    ['src/engine/brief.ts', '(computed)', false],
    ['src/view/show.ts', '../engine/brief.ts', false],
    ['src/flows/answer.ts', '../view/show.ts', true],
    ['src/flows/answer.ts', '../store/rows.ts', false],
    ['src/discord/render.ts', '../slack/render.ts', false],
    ['src/store/rows.ts', '../config.ts', false],
    ['src/config.ts', '../package.json', false],
    ['src/attic/box.ts', './lid.ts', false],
    ['src/main.ts', '../package.json', true],
    ['src/main.ts', './commands/serve.ts', true],
    ['src/main.ts', './store/open.ts', false],
    ['src/commands/serve.ts', '../store/open.ts', true],
    ['src/commands/serve.ts', '../main.ts', false],
    ['src/terminal/commands.ts', '../commands/serve.ts', false],
    ['src/commands/brief.ts', '../../package.json', false],
  ])('%s importing %s: %s', (path, specifier, allowed) => {
    expect(mayImport(path, specifier)).toBe(allowed);
  });

  test.each([
    ['process.env.TOKEN', true],
    ["process?.env['TOKEN']", true],
    ["process['env']", true],
    ["import { argv, env } from 'node:process';", true],
    ['const { env } = process;', true],
    ['process.exitCode = 1;', false],
    ['const environment = config.env;', false],
  ])('%s reads the environment: %s', (source, reads) => {
    expect(readsEnvironment(source)).toBe(reads);
  });

  test.each([
    ["// all of it\nexport * from './a.ts';\nexport { b } from './b.ts';\n", true],
    ["export { a } from './a.ts';\nexport const b = 1;\n", false],
    ["import './a.ts';\n", false],
  ])('%j is a barrel: %s', (source, barrel) => {
    expect(isBarrel(source)).toBe(barrel);
  });

  test('a path that is not there is named', () => {
    const page =
      '`src/main.ts` `src/gone.ts` `src/core/` `src/attic/` `core/article.ts` `core/gone.ts` `briefings/*/topic.yaml` `gone.json` `topic.yaml` `test/gone/*` `article.text` `who` `a.b()` `application/json`';
    const there = ['src/main.ts', 'src/core/article.ts', 'briefings/china-russia/topic.yaml'];
    const missing = ['src/gone.ts', 'src/attic', 'core/gone.ts', 'gone.json', 'test/gone/*'];
    expect(missingPaths(page, there)).toEqual(missing);
  });

  test('a file that has no twin is named', () => {
    const there = ['src/discord/client.ts', 'src/discord/render.ts', 'src/slack/client.ts', 'src/slack/limits.ts'];
    expect(unmirrored(there, 'src/discord', 'src/slack')).toEqual(['render.ts', 'limits.ts']);
    expect(unmirrored(there.slice(0, 2), 'src/discord', 'src/slack')).toEqual([]);
  });
});
