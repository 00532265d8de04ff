import { type Context, Hono } from 'hono';
import { messageOf, UnknownEdition, UnknownTopic } from '../core/errors.ts';
import type { Library, Log } from '../core/seams.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import { assetAt } from './assets.ts';
import type { FormDeps } from './atom.ts';
import { editionAs, topicAs } from './data.ts';
import { type KeptAt, openTopic } from './editions.ts';
import { faultPage, type Notice, withSignIn } from './faults.ts';
import { type EditionForm, linkHeader, MEDIA_TYPES, parseEdition, parseTopic, type TopicForm } from './forms.ts';
import { layout, type Page } from './layout.ts';
import { evidencePage } from './pages/evidence.ts';
import { searchPage } from './pages/search.ts';
import { topicPage } from './pages/topic.ts';
import { topicCards, topicsPage } from './pages/topics.ts';
import { languageOf as readerOf } from './reader.ts';

/**
 * What the page is made from. `language`: of the installation, for readers whose own is not known; `notice`: what stands
 * above the topics, if anything; `publicUrl`: the address under which people reach the page, where that is known.
 */
export type WebDeps = {
  library: Library;
  language: InterfaceLanguage;
  log: Log;
  keptAt: KeptAt;
  publicUrl: string | null;
  notice?: Notice | null;
};

/** The web page: reads, and changes nothing. */
export function webApp({ library, language: fallback, log, keptAt, publicUrl, notice = null }: WebDeps): Hono {
  const app = new Hono();
  const languageOf = (c: Context): InterfaceLanguage => readerOf(c, fallback);
  const send = (c: Context, page: Page) => {
    const language = languageOf(c);
    c.header('Vary', 'Accept-Language', { append: true });
    c.header('Content-Language', language);
    if (page.alternates) c.header('Link', linkHeader(page.alternates));
    return c.html(layout(page, language));
  };
  const sendForm = (c: Context, form: TopicForm | EditionForm, body: string) => {
    c.header('Vary', 'Accept-Language', { append: true });
    return c.body(body, 200, { 'Content-Type': MEDIA_TYPES[form] });
  };
  /** The request's own origin is what its Host header says: of use to who sent it, and trusted in nothing else. */
  const formDeps = (c: Context): FormDeps => {
    const base = publicUrl ?? new URL(c.req.url).origin;
    return { base, language: languageOf(c), keptAt };
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
    const { topic: id, form } = parseTopic(c.req.param('topic'));
    const topic = await openTopic(library, id, c.req.query('page'), log);
    if (form !== '') return sendForm(c, form, await topicAs(form, topic, formDeps(c)));
    return send(c, await topicPage(topic, languageOf(c)));
  });
  app.get('/topics/:topic/:edition', async (c) => {
    const { topic } = c.req.param();
    const { edition, form } = parseEdition(c.req.param('edition'));
    const opened = await library.open(topic, edition);
    if (form !== '') return sendForm(c, form, await editionAs(form, opened, formDeps(c)));
    return send(c, await evidencePage(topic, opened, languageOf(c)));
  });

  app.notFound((c) => c.html(faultPage('not_found', languageOf(c)), 404));
  app.onError((error, c) => {
    if (error instanceof UnknownTopic || error instanceof UnknownEdition) return c.notFound();
    log('error', `the page failed: ${messageOf(error)}`);
    return c.html(faultPage('failed', languageOf(c)), 500);
  });
  return app;
}
