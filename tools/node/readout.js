#!/usr/bin/env node
// The `readout` command. It stands here and not in the project's own package.json because npx would
// install the project into its cache to run a bin of its own; the bin of a dependency it just runs.
import { fileURLToPath } from 'node:url';
import { recent, run } from './run.js';
import { applySettings, SERVE_SETTINGS, V8_SETTINGS } from './v8.js';

const settings = process.argv[2] === 'serve' ? SERVE_SETTINGS : V8_SETTINGS;

if (recent) {
  applySettings(settings);
  await import('./program.js');
} else run(fileURLToPath(new URL('program.js', import.meta.url)), process.argv.slice(2), settings);
