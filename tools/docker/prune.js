// Takes out of node_modules what a run never reads, while the image is built: node tools/docker/prune.js NODE_MODULES PLATFORM
// Types, sources of what stands there compiled, maps, guides and other platforms' programs; never a licence. That nothing
// was taken that is needed is tried at once, by whole.js.
import { globSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Files by their names. Node runs no TypeScript from node_modules. */
const NEVER_RUN = /\.(?:[cm]?ts|[cm]?tsx|map|md|markdown|flow|tsbuildinfo)$/i;
const LICENCE = /^(?:licen[cs]e|copying|notice|copyright|third.?party)/i;
/** Folders, below a package's own: what it is tested with and told by. */
const FOLDERS = ['test', 'tests', '__tests__', 'docs', 'examples', 'benchmark', 'benchmarks', '.github'];
/** Whole parts: types; what SQLite is compiled from (its program for each platform stands in `prebuilds`); data of eld's. */
const PARTS = [
  '.bin',
  '.package-lock.json',
  '@types',
  'better-sqlite3/{deps,src,binding.gyp}',
  'node-addon-api',
  // src/languages/detect.ts uses the smallest.
  'eld/src/ngrams/{small,medium,large}.js',
  '**/dist/{iife,browser,umd}',
  'lodash/{fp,*.min.js}',
  // Ours alone: the same again for `import`, or for `require`, whichever we do not use.
  'chrono-node/dist/esm',
  'hono/dist/cjs',
  '{@hono/node-server,feedsmith,zod}/**/*.cjs',
];

const [folder, platform] = process.argv.slice(2);
if (folder === undefined || platform === undefined)
  throw new Error('usage: prune.js NODE_MODULES PLATFORM-ARCHITECTURE');

const remove = (/** @type {string} */ path) => rmSync(path, { recursive: true, force: true });
for (const path of globSync(PARTS, { cwd: folder })) remove(join(folder, path));

const prebuilds = join(folder, 'better-sqlite3/prebuilds');
const wanted = `${platform}.node`;
const programs = readdirSync(prebuilds);
if (!programs.includes(wanted)) throw new Error(`better-sqlite3 has no ${wanted}, only ${programs.join(', ')}`);
for (const name of programs) if (name !== wanted) remove(join(prebuilds, name));

for (const path of globSync(`**/node_modules/{*,@*/*}/{${FOLDERS.join()}}`, { cwd: join(folder, '..') })) {
  remove(join(folder, '..', path));
}
for (const path of globSync('**/*', { cwd: folder })) {
  const name = basename(path);
  const file = join(folder, path);
  if (NEVER_RUN.test(name) && !LICENCE.test(name) && statSync(file).isFile()) remove(file);
}
