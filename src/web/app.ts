import { type Context, Hono } from 'hono';
import { messageOf, UnknownEdition, UnknownTopic } from '../core/errors.ts';
import type { Library, Log } from '../core/seams.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import { assetAt } from './assets.ts';
import { faultPage, type Notice, withSignIn } from './faults.ts';
import { layout, type Page } from './layout.ts';
import { evidencePage } from './pages/evidence.ts';
import { searchPage } from './pages/search.ts';
import { topicPage } from './pages/topic.ts';
import { topicCards, topicsPage } from './pages/topics.ts';
import { languageOf as readerOf } from './reader.ts';

/**
 * What the page is made from. `language`: of the installation, for readers whose own is not known; `notice`: what stands
 * above the topics, if anything.
 */
export type WebDeps = { library: Library; language: InterfaceLanguage; log: Log; notice?: Notice | null };

/** A topic's page shows this many editions. */
const MOST_EDITIONS = 30;

/** The web page: reads, and changes nothing. */
export function webApp({ library, language: fallback, log, notice = null }: WebDeps): Hono {
  const app = new Hono();
  const languageOf = (c: Context): InterfaceLanguage => readerOf(c, fallback);
  const send = (c: Context, page: Page) => {
    const language = languageOf(c);
    c.header('Vary', 'Accept-Language', { append: true });
    c.header('Content-Language', language);
    return c.html(layout(page, language));
  };

  app.get('/assets/:name', (c) => {
    const asset = assetAt(c.req.path);
    if (asset === null) return c.notFound();
    return c.body(asset.bytes, 200, {
      'Content-Type': asset.type,
      'Cache-Control': 'public, max-age=31536000, immutable',
    });
  });

  app.get('/', async (c) => {
    const page = topicsPage(await topicCards(library, languageOf(c)), languageOf(c), notice === 'no_platform');
    return send(c, notice === 'sign_in' ? withSignIn(page, languageOf(c)) : page);
  });
  app.get('/search', async (c) => send(c, await searchPage(c.req.query('words') ?? '', library, languageOf(c))));
  app.get('/topics/:topic', async (c) => {
    const id = c.req.param('topic');
    const names = (await library.editions(id)).slice(0, MOST_EDITIONS);
    const editions = await Promise.all(names.map((name) => library.open(id, name)));
    return send(c, topicPage(id, editions, languageOf(c)));
  });
  app.get('/topics/:topic/:edition', async (c) => {
    const { topic, edition } = c.req.param();
    return send(c, await evidencePage(topic, await library.open(topic, edition), languageOf(c)));
  });

  app.notFound((c) => c.html(faultPage('not_found', languageOf(c)), 404));
  app.onError((error, c) => {
    if (error instanceof UnknownTopic || error instanceof UnknownEdition) return c.notFound();
    log('error', `the page failed: ${messageOf(error)}`);
    return c.html(faultPage('failed', languageOf(c)), 500);
  });
  return app;
}
