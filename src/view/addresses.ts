import type { WebSettings } from '../core/settings.ts';
import type { InterfaceLanguage, Topic } from '../core/topic.ts';

/*
 * Where the web page has what. A briefing's address holds its id, so that it shows what it showed for ever, and a
 * point's its number. Cards link there where people can reach the page.
 */

/** A topic's page, or its feed (`.atom`) and its data (`.json`, `.md`). */
export function topicPath(topic: string, form: '' | '.atom' | '.json' | '.md' = ''): string {
  return `/topics/${encodeURIComponent(topic)}${form}`;
}

/** A briefing beside its article, or its data. `edition`: the briefing's id, or its article's for what that says now. */
export function editionPath(
  topic: string,
  edition: string,
  form: '' | '.json' | '.md' | '.annotations.json' = '',
): string {
  return `${topicPath(topic)}/${encodeURIComponent(edition)}${form}`;
}

/** What a point's element is called: `#point-3` leads to it. */
export function pointAnchor(number: number): string {
  return `point-${number}`;
}

/** The whole address of a briefing on the page, or of one of its points. `base`: READOUT_PUBLIC_URL. */
export function pageAddress(
  base: string,
  at: { topic: string; briefing: string; point: number | null; language: InterfaceLanguage },
): string {
  const fragment = at.point === null ? '' : `#${pointAnchor(at.point)}`;
  return `${base}${editionPath(at.topic, at.briefing)}?language=${at.language}${fragment}`;
}

/** Where words are looked for in all topics. */
export function searchPath(words: string): string {
  return `/search?words=${encodeURIComponent(words)}`;
}

/** An address of the page for a reader of this language. It may have a query and a fragment. */
export function inLanguage(path: string, language: InterfaceLanguage): string {
  const [before = '', fragment] = path.split('#', 2);
  const address = `${before}${before.includes('?') ? '&' : '?'}language=${language}`;
  return fragment === undefined ? address : `${address}#${fragment}`;
}

/** Where a briefing is on the page (null), or one of its points. */
export type PageOf = (point: number | null) => string;

/** What cards link to, for a reader of a language; null where nobody may see the page of such a topic. */
export type Pages = (
  at: { topic: string; briefing: string; language: InterfaceLanguage },
  topic: Pick<Topic, 'private'>,
) => PageOf | null;

/** The pages that cards link to; null where people cannot reach any. */
export function pagesOf(web: Pick<WebSettings, 'publicUrl' | 'password'> | null): Pages | null {
  const base = web?.publicUrl ?? null;
  if (web === null || base === null) return null;
  return (at, topic) => {
    // What is private is shown to whoever has the password.
    const closed = topic.private === true && web.password === null;
    return closed ? null : (point) => pageAddress(base, { ...at, point });
  };
}
