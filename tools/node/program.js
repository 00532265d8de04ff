// What the `readout` command runs once it stands under the pinned Node.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Compiled code kept between runs saves about a third of the start. Where the folder cannot be written, nothing happens.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/node', import.meta.url)));
await import('../../src/main.ts');
