import { serve } from '@hono/node-server';
import { brief } from './src/engine/brief.ts';
import { openLibrary } from './src/sources/library.ts';
import { webApp } from './src/web/app.ts';

const library = openLibrary(process.argv[3] ?? 'briefings', async (article, context) => brief(article, context));
const app = webApp({ library, language: 'en', log: (...all) => console.error(...all) });
serve({ fetch: app.fetch, port: Number(process.argv[2]), hostname: '127.0.0.1' }, (at) => console.log(at.port));
