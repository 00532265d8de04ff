// Tries, while the image is built, that prune.js took nothing that a run needs: loads all that src/ may load, and has the
// command read what makes it load the rest (dates and the detector of languages come when an article first needs them).
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

// main.ts runs the command at once; its own `import()` are of these and of packages, which are tried with them.
const modules = globSync('src/**/*.ts').filter((path) => path !== 'src/main.ts');
assert(modules.length > 0, 'run it where src/ is');
for (const path of modules) await import(pathToFileURL(path).href);
for (const name of ['@hono/node-server', 'better-sqlite3', 'pg', 'ws']) await import(name);

/** The first point of the command's briefing of a text that was published on 4 February 2021. */
function firstPoint(/** @type {string} */ text) {
  const args = ['tools/node/readout.js', 'brief', '-', '--json', '--published', '2021-02-04'];
  return JSON.parse(execFileSync(process.execPath, args, { input: text, encoding: 'utf8' })).points[0];
}

assert.equal(firstPoint('Canada and Chile pledged on Monday to open the port by March 2022.')?.due, '2022-03');
assert.equal(firstPoint('تعهدت الصين وروسيا بفتح الميناء في 5 مارس.')?.due, '2021-03-05');
console.log(`${modules.length} modules load`);
