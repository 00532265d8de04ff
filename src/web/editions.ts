import { messageOf, StoreError } from '../core/errors.ts';
import type { Edition, Library, Log } from '../core/seams.ts';
import type { InterfaceLanguage, Words } from '../core/topic.ts';
import { extrasOf } from '../view/search.ts';
import type { Showing } from '../view/wording.ts';

/** This many editions of a topic are shown at once. */
const MOST_EDITIONS = 30;

/** An edition that could be read, with its article's id. */
export type Opened = { article: string; edition: Edition };

/**
 * A topic with some of its editions, the newest first. `unreadable`: the ids of articles that cannot be read now.
 * `title`: null where its topic.yaml cannot be read.
 */
export type OpenedTopic = {
  id: string;
  title: Words | null;
  editions: Opened[];
  unreadable: string[];
  page: number;
  pages: number;
};

/**
 * Opens one page of a topic's editions. One that cannot be read does not keep the others from being shown: it is named,
 * and the log is told why, since that has paths in it.
 * @throws UnknownTopic
 */
export async function openTopic(
  library: Library,
  id: string,
  asked: string | undefined,
  log: Log,
): Promise<OpenedTopic> {
  const names = await library.editions(id);
  const pages = Math.max(1, Math.ceil(names.length / MOST_EDITIONS));
  const page = Math.min(pages, /^[1-9]\d{0,5}$/.test(asked ?? '') ? Number(asked) : 1);
  const shown = names.slice((page - 1) * MOST_EDITIONS, page * MOST_EDITIONS);
  const results = await Promise.allSettled(shown.map((article) => library.open(id, article)));
  const editions: Opened[] = [];
  const unreadable: string[] = [];
  results.forEach((result, i) => {
    const article = shown[i] ?? '';
    if (result.status === 'fulfilled') editions.push({ article, edition: result.value });
    else {
      unreadable.push(article);
      log('error', `the page cannot show ${id}, ${article}: ${messageOf(result.reason)}`);
    }
  });
  const listed = (await library.topics()).find((topic) => topic.id === id);
  return { id, title: editions[0]?.edition.topic.title ?? listed?.title ?? null, editions, unreadable, page, pages };
}

/** An edition before a reader of this language, with the editor's translation where there is one. */
export async function showingOf(edition: Edition, language: InterfaceLanguage): Promise<Showing> {
  const { briefing, topic } = edition;
  return { briefing, language, ...extrasOf(topic, await edition.translation(language)), quotes: false };
}

/** When a briefing was kept (ms since 1970); null where it was not, or where the database is away. */
export type KeptAt = (briefing: string) => Promise<number | null>;

/** The same, ISO 8601. */
export async function keptAtOf(briefing: string, keptAt: KeptAt): Promise<string | null> {
  try {
    const at = await keptAt(briefing);
    return at === null ? null : new Date(at).toISOString();
  } catch (error) {
    if (error instanceof StoreError) return null;
    throw error;
  }
}
