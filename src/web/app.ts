import { type Context, Hono } from 'hono';
import { messageOf, UnknownEdition, UnknownTopic } from '../core/errors.ts';
import type { Library, Log, Rehearse } from '../core/seams.ts';
import { InterfaceLanguage } from '../core/topic.ts';
import { pageWordsOf } from '../languages/page.ts';
import { layout, type Page } from './layout.ts';
import { consolePage } from './pages/console.ts';
import { evidencePage } from './pages/evidence.ts';
import { topicPage } from './pages/topic.ts';
import { topicsPage } from './pages/topics.ts';

/**
 * What the page is made from. `language`: of the installation, for readers whose own is not known. `rehearse`: tries
 * commands.
 */
export type WebDeps = { library: Library; language: InterfaceLanguage; log: Log; rehearse: Rehearse };

/** A topic's page shows this many editions. */
const MOST_EDITIONS = 30;

/** The web page: reads, and changes nothing. */
export function webApp({ library, language: fallback, log, rehearse }: WebDeps): Hono {
  const app = new Hono();
  const languageOf = (c: Context): InterfaceLanguage =>
    InterfaceLanguage.safeParse(c.req.query('language')).data ?? fallback;
  const send = (c: Context, page: Page) => c.html(layout(page, languageOf(c)));

  app.get('/', async (c) => send(c, topicsPage(await library.topics(), languageOf(c))));
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
  app.get('/console', async (c) => {
    const tried = { command: c.req.query('command'), on: c.req.query('on') };
    return send(c, await consolePage(tried, languageOf(c), library, rehearse));
  });

  app.notFound((c) => c.text(pageWordsOf(languageOf(c)).faults.not_found, 404));
  app.onError((error, c) => {
    if (error instanceof UnknownTopic || error instanceof UnknownEdition) return c.notFound();
    log('error', `the page failed: ${messageOf(error)}`);
    return c.text('', 500);
  });
  return app;
}
