import { createHash } from 'node:crypto';
import type { InterfaceLanguage } from '../core/topic.ts';
import { pageWordsOf } from '../languages/page.ts';
import { editionPath, inLanguage, pageAddress, topicPath } from '../view/addresses.ts';
import { uuidOf } from '../view/annotations.ts';
import { clean } from '../view/direction.ts';
import { show } from '../view/show.ts';
import { linkTo } from '../view/source.ts';
import { cardMarkup } from './card.ts';
import { type KeptAt, keptAtOf, type Opened, type OpenedTopic, showingOf } from './editions.ts';

/** What forms are made with. `base`: the address under which the reader reaches the page. */
export type FormDeps = { base: string; language: InterfaceLanguage; keptAt: KeptAt };

/** What a feed says that knows of no moment: RFC 4287 wants one. */
const NEVER = '1970-01-01T00:00:00.000Z';

/** A topic's editions as an Atom feed (RFC 4287), each with its whole card in the reader's language. */
export async function feedOf(topic: OpenedTopic, deps: FormDeps): Promise<string> {
  const { generateAtomFeed } = await import('feedsmith');
  const { base, language } = deps;
  const { id, page, pages } = topic;
  const entries = await Promise.all(topic.editions.map((opened) => entryOf(opened, id, deps)));
  const at = (path: string) => base + inLanguage(path, language);
  const pageAt = (number: number) => at(topicPath(id, '.atom') + (number > 1 ? `?page=${number}` : ''));
  const link = (rel: string, href: string, type: string) => ({ rel, href, type });
  const words = pageWordsOf(language).topic;
  return generateAtomFeed({
    // Not of the address: a feed that moves house stays the same to who reads it.
    id: urnOf(`feed ${id} ${language}`),
    title: { value: `${clean(topic.title?.[language] ?? id)} · Readout` },
    subtitle: { value: words.commitments },
    updated:
      entries
        .map(({ updated }) => updated)
        .toSorted()
        .at(-1) ?? NEVER,
    authors: [{ name: 'Readout' }],
    links: [
      link('self', pageAt(page), 'application/atom+xml'),
      link('alternate', at(topicPath(id)), 'text/html'),
      // Older editions are pages of the feed (RFC 5005).
      ...(page < pages ? [link('next', pageAt(page + 1), 'application/atom+xml')] : []),
      ...(page > 1 ? [link('previous', pageAt(page - 1), 'application/atom+xml')] : []),
    ],
    entries,
    xml: { lang: language },
  });
}

async function entryOf({ edition }: Opened, topic: string, { base, language, keptAt }: FormDeps) {
  const { briefing } = edition;
  const showing = await showingOf(edition, language);
  const card = show(briefing, { show: 'card' }, language, showing);
  const [article] = briefing.articles;
  const source = linkTo(article?.url ?? null, null);
  const published = instantOf(article?.publishedAt ?? null);
  return {
    id: urnOf(`entry ${briefing.id} ${language}`),
    title: { value: card.title[0]?.text ?? briefing.headline.text },
    updated: (await keptAtOf(briefing.id, keptAt)) ?? published ?? NEVER,
    ...(published === null ? {} : { published }),
    links: [
      {
        rel: 'alternate',
        type: 'text/html',
        href: pageAddress(base, { topic, briefing: briefing.id, point: null, language }),
      },
      { rel: 'alternate', type: 'application/json', href: base + editionPath(topic, briefing.id, '.json') },
      ...(source === null ? [] : [{ rel: 'via', href: source }]),
    ],
    content: { type: 'html', value: String(await cardMarkup(card)) },
    xml: { lang: language },
  };
}

/** The moment of an ISO 8601 date or date-time; without a zone it is told in UTC, whatever this machine's is. */
function instantOf(iso: string | null): string | null {
  if (iso === null) return null;
  const zoned = /T.*(?:Z|[-+]\d{2}:?\d{2})$/i.test(iso) || !iso.includes('T');
  const at = Date.parse(zoned ? iso : `${iso}Z`);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

function urnOf(name: string): string {
  return uuidOf(createHash('sha256').update(name).digest('hex'));
}
