import type { Briefing, Evidence, Point, Who } from '../core/briefing.ts';

/** How much of the text round a quote its selector remembers, in characters: what finds it again in a changed text. */
const CONTEXT = 32;

type Hash = (text: string) => string;

type Body = { type: 'TextualBody'; value: string; purpose: string; language?: string };

/**
 * A briefing's evidence as W3C Web Annotations (https://www.w3.org/TR/annotation-model/), one annotation a line: a
 * collection with its only page inside it.
 *
 * The model counts text positions in Unicode code points, the briefing in UTF-16 code units, so the positions here
 * differ from the briefing's behind an emoji or a rare Han character. The resource is the stored text itself, named
 * by its hash (RFC 6920), since positions in it are not positions in the publisher's page; that page is told as `via`.
 * `sha256` gives the hexadecimal hash of a text.
 */
export function annotationsOf(briefing: Briefing, articles: readonly { id: string; text: string }[], sha256: Hash) {
  const sources = sourcesOf(briefing, articles, sha256);
  const urn = (line: string): string => uuidOf(sha256(`${briefing.id}\n${line}`));
  const items = linesOf(briefing).map(({ where, motivation, body, evidence }) => ({
    id: urn(where),
    type: 'Annotation',
    motivation,
    body,
    target: evidence.flatMap((one) => targetOf(one, sources)),
  }));
  return {
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    id: urn('collection'),
    type: 'AnnotationCollection',
    label: briefing.headline.text,
    creator: { type: 'Software', name: `Readout, ${briefing.engine.name} ${briefing.engine.version}` },
    total: items.length,
    first: { id: urn('page'), type: 'AnnotationPage', startIndex: 0, items },
  };
}

type Source = { id: string; text: string; via: string | null; language: string; astral: number[] };

/** The texts that evidence stands in, by article, and by article and "title". */
function sourcesOf(
  briefing: Briefing,
  articles: readonly { id: string; text: string }[],
  sha256: Hash,
): Map<string, Source> {
  const sources = new Map<string, Source>();
  for (const { id, title, url, language } of briefing.articles) {
    const text = articles.find((article) => article.id === id)?.text;
    if (text !== undefined) sources.set(id, sourceOf(text, sha256(text), url, language));
    if (title !== null) sources.set(`${id} title`, sourceOf(title, sha256(title), url, language));
  }
  return sources;
}

function sourceOf(text: string, sha256: string, via: string | null, language: string): Source {
  const astral = [...text.matchAll(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)].map(({ index }) => index);
  const id = `ni:///sha-256;${Buffer.from(sha256, 'hex').toString('base64url')}`;
  return { id, text, via, language, astral };
}

function targetOf(evidence: Evidence, sources: ReadonlyMap<string, Source>) {
  const { article, start, end, quote } = evidence;
  const source = sources.get(evidence.in === 'title' ? `${article} title` : article);
  if (source === undefined) return [];
  const { id, text, via, language, astral } = source;
  const place = { id, type: 'Text', format: 'text/plain', language, ...(via === null ? {} : { via }) };
  const position = { type: 'TextPositionSelector', start: codePoints(start, astral), end: codePoints(end, astral) };
  const exact = { type: 'TextQuoteSelector', exact: quote, prefix: before(text, start), suffix: after(text, end) };
  return [{ type: 'SpecificResource', source: place, selector: [position, exact] as const }];
}

/** An offset in UTF-16 units as one in code points: each pair of surrogates before it is one character, not two. */
function codePoints(offset: number, astral: readonly number[]): number {
  return offset - astral.filter((pair) => pair < offset).length;
}

function before(text: string, start: number): string {
  return [...text.slice(Math.max(0, start - 2 * CONTEXT), start)].slice(-CONTEXT).join('');
}

function after(text: string, end: number): string {
  return [...text.slice(end, end + 2 * CONTEXT)].slice(0, CONTEXT).join('');
}

type Annotated = { where: string; motivation: string; body: Body[]; evidence: Evidence[] };

function linesOf(briefing: Briefing): Annotated[] {
  const { headline, what, when, where, how, who, points, language } = briefing;
  const line = (name: string, text: string): Omit<Annotated, 'evidence'> => ({
    where: name,
    motivation: 'describing',
    body: [words(text, language), tag(name.split(' ', 1)[0] ?? name)],
  });
  return [
    { ...line('headline', headline.text), evidence: headline.evidence },
    ...what.map((one, index) => ({ ...line(`what ${index + 1}`, one.text), evidence: one.evidence })),
    ...Object.entries({ when, where, how }).flatMap(([name, one]) =>
      one === null ? [] : [{ ...line(name, one.text), evidence: one.evidence }],
    ),
    ...who.map((one) => ({
      where: `who ${one.id}`,
      motivation: 'identifying',
      body: whoBody(one, language),
      evidence: one.evidence,
    })),
    ...points.map((one) => ({
      where: `point ${one.number}`,
      motivation: 'classifying',
      body: pointBody(one, language),
      evidence: one.evidence,
    })),
  ];
}

function whoBody(who: Who, language: string): Body[] {
  return [{ type: 'TextualBody', value: who.name, purpose: 'identifying', language }, tag(who.kind), tag(who.part)];
}

function pointBody(point: Point, language: string): Body[] {
  return [
    words(point.text, language),
    { type: 'TextualBody', value: point.kind, purpose: 'classifying' },
    tag(point.section),
    ...point.actors.map(tag),
    ...point.topics.map(tag),
  ];
}

function words(value: string, language: string): Body {
  return { type: 'TextualBody', value, purpose: 'describing', language };
}

function tag(value: string): Body {
  return { type: 'TextualBody', value, purpose: 'tagging' };
}

/** A name that stays: the same hash (hexadecimal, SHA-256) gives the same one, a version 8 UUID. */
export function uuidOf(hex: string): string {
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}`;
}
