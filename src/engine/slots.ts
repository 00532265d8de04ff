import type { Article } from '../core/article.ts';
import type { Evidence, Line } from '../core/briefing.ts';
import type { Attribution } from './attribute.ts';
import type { Cast, Entity } from './cast.ts';
import type { Draft } from './frame.ts';
import { is, matchAt, type Reading } from './reading.ts';
import type { Sentence } from './segment.ts';
import { mainSubject } from './subject.ts';

/** Evidence for a stretch of the stored text, in UTF-16 units. */
function evidenceAt(article: Article, start: number, end: number): Evidence {
  return { article: article.id, start, end, quote: article.text.slice(start, end) };
}

/** Evidence for tokens `[from, to)`. */
export function evidenceOf(article: Article, reading: Reading, from: number, to: number): Evidence {
  return evidenceAt(article, reading.tokens[from]?.start ?? 0, reading.tokens[to - 1]?.end ?? 0);
}

/** A quote on one line, as it is shown. */
export function onOneLine(quote: string): string {
  return quote.replace(/\s+/gu, ' ').trim();
}

function lineOf(evidence: Evidence): Line {
  return { text: onOneLine(evidence.quote) || evidence.quote, evidence: [evidence] };
}

/** The title as evidence of itself. */
function titleLine(article: Article): Line | null {
  const title = article.title;
  if (!title?.trim()) return null;
  const start = title.length - title.trimStart().length;
  const end = title.trimEnd().length;
  return lineOf({ article: article.id, start, end, quote: title.slice(start, end), in: 'title' });
}

const isWordy = (reading: Reading, sentence: Sentence) =>
  reading.tokens.slice(sentence.from, sentence.to).some((token) => token.kind !== 'mark');

/** Sentences that say something, in order; of a text without words, whatever it has. */
function sayingSentences(reading: Reading): Sentence[] {
  const wordy = reading.sentences.filter((sentence) => isWordy(reading, sentence));
  return wordy.length ? wordy : reading.sentences;
}

/** The title, or the first sentence cut at a clause. */
export function headlineOf(article: Article, reading: Reading): Line {
  const title = titleLine(article);
  if (title) return title;
  const first = sayingSentences(reading)[0];
  if (!first) throw new Error('a briefing needs a sentence');
  return lineOf(evidenceOf(article, reading, first.from, headlineEnd(reading, first)));
}

const HEADLINE_LENGTH = 180;

function headlineEnd(reading: Reading, sentence: Sentence): number {
  const start = reading.tokens[sentence.from]?.start ?? 0;
  const fits = (i: number) => (reading.tokens[i - 1]?.end ?? 0) - start <= HEADLINE_LENGTH;
  let end = sentence.to;
  while (end > sentence.from + 1 && /^[.،,;:]$/u.test(reading.tokens[end - 1]?.norm ?? '')) end--;
  if (fits(end)) return end;
  let cut = 0;
  for (let i = sentence.from + 6; i < end && fits(i); i++) {
    if (reading.tokens[i]?.kind === 'mark' && /^[,،;؛:–—]$/u.test(reading.tokens[i]?.norm ?? '')) cut = i;
  }
  if (cut) return cut;
  let last = sentence.from + 1;
  while (last < end && fits(last + 1)) last++;
  return last;
}

/**
 * How far into the article, in words, each line of `what` reaches where the lead has to tell the story: a share of the
 * article, as people who shorten one keep it, and at most a card's worth.
 */
const LEAD = [
  { share: 0.2, most: 80 },
  { share: 0.3, most: 120 },
  { share: 0.45, most: 180 },
];

/** Commitments from which on a sentence a line is enough. */
const TELLING = 3;

/**
 * What happened: the title where there is one, then the lead in whole sentences: one a line where the commitments tell
 * the rest, else as many as a short summary needs.
 */
export function whatOf(article: Article, reading: Reading, commitments: number): Line[] {
  const title = titleLine(article);
  const sentences = sayingSentences(reading);
  const lines: Line[] = title ? [title] : [];
  const length = reading.tokens.filter((token) => token.kind !== 'mark').length;
  let words = 0;
  let next = 0;
  for (const { share, most } of LEAD.slice(0, 3 - lines.length)) {
    const first = sentences[next];
    if (!first) break;
    const target = commitments < TELLING ? Math.min(most, share * length) : 0;
    let last = first;
    do {
      last = sentences[next] as Sentence;
      words += wordCount(reading, last);
      next++;
    } while (nearer(words, sentences[next], reading, target));
    lines.push(lineOf(evidenceOf(article, reading, first.from, last.to)));
  }
  return lines.filter((entry, i) => lines.findIndex((other) => other.text === entry.text) === i);
}

/** Whether one more sentence brings the count nearer to its target. */
function nearer(words: number, sentence: Sentence | undefined, reading: Reading, target: number): boolean {
  return sentence !== undefined && Math.abs(words + wordCount(reading, sentence) - target) < Math.abs(words - target);
}

function wordCount(reading: Reading, sentence: Sentence): number {
  return reading.tokens.slice(sentence.from, sentence.to).filter((token) => token.kind !== 'mark').length;
}

// ---------------------------------------------------------------- when, where, how

/** A time expression: tokens and how well it tells the day. */
type Time = { from: number; to: number; score: number };

/** When it happened: the most telling time expression near the top. */
export function whenOf(article: Article, reading: Reading): Line | null {
  let best: Time | null = null;
  for (let i = 0; i < reading.tokens.length; i++) {
    const match = matchAt(reading, i, 'time');
    if (!match) continue;
    const sentence = reading.sentenceOf[i] ?? 0;
    const score = precision(reading, i, match.to) - Math.min(12, sentence) * 0.2;
    if (!best || score > best.score) best = { from: i, to: match.to, score };
    i = match.to - 1;
  }
  return best ? lineOf(evidenceOf(article, reading, best.from, best.to)) : null;
}

function precision(reading: Reading, from: number, to: number): number {
  const has = (name: string) => {
    for (let i = from; i < to; i++) if (is(reading, i, name)) return true;
    return false;
  };
  if (has('weekday')) return 4;
  if (has('day-word')) return 3.8;
  if (has('month') && has('number')) return 3.6;
  if (has('month')) return 2.5;
  // How long something takes, and what is yet to come, is not when it happened.
  if (is(reading, from, 'lasting')) return 0.5;
  if (has('unit')) return has('ahead') ? 1 : 2;
  return 1;
}

/** How it happened: a call, a meeting, a statement, where the lead says so. */
export function howOf(article: Article, reading: Reading): Line | null {
  for (const sentence of reading.sentences.slice(0, 4)) {
    for (let i = sentence.from; i < sentence.to; i++) {
      const match = matchAt(reading, i, 'how');
      if (match) return lineOf(evidenceOf(article, reading, i, match.to));
    }
  }
  return null;
}

/** Where it happened: the place that the top of the article puts it in, with its preposition's phrase. */
export function whereOf(article: Article, reading: Reading, cast: Cast): Line | null {
  let best: { from: number; to: number; score: number } | null = null;
  const counts = new Map<string, number>();
  const candidates = placeCandidates(reading, cast);
  for (const { from, to } of candidates) {
    const key = reading.tokens
      .slice(from, to)
      .map((token) => token.norm)
      .join(' ');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const { from, to, weight } of candidates) {
    const key = reading.tokens
      .slice(from, to)
      .map((token) => token.norm)
      .join(' ');
    const score = weight + Math.min(3, counts.get(key) ?? 0) * 0.5 - (reading.sentenceOf[from] ?? 0) * 0.3;
    if (!best || score > best.score) best = { from, to, score };
  }
  if (best && best.score > 0.5) return lineOf(evidenceOf(article, reading, best.from, best.to));
  const state = onlyState(reading, cast);
  return state ? lineOf(evidenceOf(article, reading, state.from, state.to)) : null;
}

/** A text that puts itself nowhere and names one state from its top on, more than once, is about that state. */
function onlyState(reading: Reading, cast: Cast): { from: number; to: number } | null {
  if (reading.lexicon.pack.order !== 'svo') return null;
  const named = cast.entities
    .filter(({ kind, generic }) => kind === 'state' && !generic)
    .sort((a, b) => b.mentions.length - a.mentions.length);
  const [first, second] = named;
  if (!first || first.mentions.length < 2 || first.mentions.length < 2 * (second?.mentions.length ?? 0)) return null;
  for (const { core } of first.mentions) {
    const name = matchAt(reading, core, 'state');
    if ((reading.sentenceOf[core] ?? 0) >= 3) return null;
    if (name && name.meaning.as !== 'adjective') return name;
  }
  return null;
}

type Candidate = { from: number; to: number; weight: number };

function placeCandidates(reading: Reading, cast: Cast): Candidate[] {
  const found: Candidate[] = [];
  const places = new Map(cast.places.toReversed().map((place) => [place.from, place]));
  for (let i = 0; i < reading.tokens.length; i++) {
    const place = matchAt(reading, i, 'place');
    const state = matchAt(reading, i, 'state');
    const name = place ?? (state && state.meaning.as !== 'adjective' ? state : undefined);
    const other = places.get(i);
    const end = Math.max(name?.to ?? 0, other?.to ?? 0);
    if (end <= i) continue;
    const to = largerPlace(reading, places, end);
    const bound =
      ((is(reading, i - 1, 'where') || is(reading, i - 2, 'where')) && !qualifies(reading, to)) ||
      (reading.alternatives[i] ?? []).some((word) => reading.lexicon.classes.get(word.preposition)?.includes('where'));
    const dateline = isDateline(reading, i, to);
    if (!bound && !dateline && !place) continue;
    if (cast.at[i]?.entity.kind === 'person') continue;
    found.push({ from: i, to, weight: (dateline ? 3 : 0) + (bound ? 2 : 0) + (place || other ? 0.7 : 0) });
    i = to - 1;
  }
  return found;
}

const AFTER_PLACE = [
  'preposition',
  'conjunction',
  'auxiliary',
  'be',
  'future',
  'adverb',
  'infinitive',
  'relative',
  'complementiser',
  'subordinator',
  'verb',
  'determiner',
];

/** "In the French election": a plain word right behind the name has it for its attribute. */
function qualifies(reading: Reading, to: number): boolean {
  const next = reading.tokens[to];
  if (reading.lexicon.pack.order !== 'svo' || next?.kind !== 'word' || next.capital || next.norm === "'s") return false;
  return !AFTER_PLACE.some((name) => is(reading, to, name)) && !matchAt(reading, to, 'time');
}

/** "Lyon, France": where the larger place behind a comma ends. */
function largerPlace(reading: Reading, places: ReadonlyMap<number, { to: number }>, end: number): number {
  if (reading.tokens[end]?.norm !== ',') return end;
  const state = matchAt(reading, end + 1, 'state');
  const named = matchAt(reading, end + 1, 'place') ?? (state?.meaning.as === 'adjective' ? undefined : state);
  return Math.max(end, named?.to ?? 0, places.get(end + 1)?.to ?? 0);
}

/** "LONDON (Reuters) -", "موسكو –": a place that opens the text. */
function isDateline(reading: Reading, from: number, to: number): boolean {
  if (from > 1) return false;
  for (let i = to; i < to + 6; i++) if (/^[-–—:]$/u.test(reading.tokens[i]?.norm ?? '')) return true;
  return false;
}

// ---------------------------------------------------------------- who

/** Whom to list, the most important first. */
export function whoOrder(
  reading: Reading,
  cast: Cast,
  attribution: Attribution,
  drafts: Draft[],
  title: string | null,
): Entity[] {
  const acting = new Set(drafts.flatMap((draft) => [...draft.actors, ...draft.counterparts, ...draft.speaker]));
  const subjects = new Set(
    attribution.situated
      .filter(({ sentence }) => sentence.index < 2)
      .flatMap(({ predicate }) => predicate.subject?.entities ?? []),
  );
  const first = reading.sentences.find((sentence) => isWordy(reading, sentence));
  const main = first && reading.lexicon.pack.order === 'svo' ? mainSubject(reading, cast, first) : null;
  const lead = new Set(main?.acts ? main.entities : []);
  const folded = (title ?? '').toLowerCase();
  const score = (entity: Entity): number => {
    const first = entity.mentions[0];
    const sentence = first ? (reading.sentenceOf[first.from] ?? 0) : 99;
    const inTitle = folded !== '' && titleNames(folded, entity);
    return (
      Math.min(6, entity.mentions.length) +
      (sentence === 0 ? 3 : 0) -
      Math.min(6, sentence * 0.4) +
      (inTitle ? 5 : 0) +
      (subjects.has(entity) ? 2 : 0) +
      (lead.has(entity) ? 6 : 0) +
      (entity.kind === 'person' ? 1 : 0) -
      (entity.generic ? 3 : 0) -
      (entity.media ? 4 : 0)
    );
  };
  return cast.entities
    .filter((entity) => entity.mentions.length > 0 && (acting.has(entity) || lead.has(entity) || !entity.generic))
    .map((entity) => ({ entity, score: score(entity) }))
    .sort((a, b) => b.score - a.score || a.entity.key - b.entity.key)
    .map(({ entity }) => entity);
}

function titleNames(title: string, entity: Entity): boolean {
  const name = entity.name.toLowerCase();
  return title.includes(name) || (entity.kind === 'person' && title.includes(name.split(' ').at(-1) ?? name));
}
