#!/usr/bin/env node
// The `readout` command. It stands here and not in the project's own package.json because npx would
// install the project into its cache to run a bin of its own; the bin of a dependency it just runs.
import { fileURLToPath } from 'node:url';
import { recent, replace, run } from './run.js';
import { applySettings, SERVE_SETTINGS, V8_SETTINGS } from './v8.js';

const program = fileURLToPath(new URL('program.js', import.meta.url));
const args = process.argv.slice(2);
const isBot = args[0] === 'serve';

if (!recent) run(program, args, isBot ? SERVE_SETTINGS : V8_SETTINGS);
else {
  // What a bot's need most can be set on the command line alone; a short run is not worth a start of its own.
  if (isBot) replace(program, args, SERVE_SETTINGS);
  else applySettings(V8_SETTINGS);
  await import('./program.js');
}
