#!/usr/bin/env node
// The `readout` command. It stands here and not in the project's own package.json because npx would
// install the project into its cache to run a bin of its own; the bin of a dependency it just runs.
import { fileURLToPath } from 'node:url';
import { recent, run } from './run.js';

if (recent) await import('./readout.ts');
else run(fileURLToPath(new URL('readout.ts', import.meta.url)), process.argv.slice(2));
