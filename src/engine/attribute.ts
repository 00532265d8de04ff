import type { How } from '../core/briefing.ts';
import type { Cast, Entity } from './cast.ts';
import { predicates } from './clause.ts';
import { type Predicate, speaks } from './predicate.ts';
import { type Quotation, quotations } from './quote.ts';
import { quoted } from './quoted.ts';
import { is, type Reading } from './reading.ts';
import { type Memory, newMemory } from './refer.ts';
import type { Sentence } from './segment.ts';
import { speechIn } from './speech.ts';
import { subjectOfQuoted } from './subject.ts';

/** Words that somebody says: tokens `[from, to)`, who says them and which sieve found out. */
export type Stretch = {
  from: number;
  to: number;
  speaker: Entity[];
  how: How;
  /** Tokens of the verb and of the speaker's name, where they stand. */
  cue: [number, number] | null;
  subject: [number, number] | null;
  /** The verb takes the thing itself ("criticised the plan"): the stretch begins with the verb. */
  about: boolean;
};

/** A predicate and the stretch it stands in. */
export type Situated = { predicate: Predicate; sentence: Sentence; within: Stretch | null };

export type Attribution = { stretches: Stretch[]; situated: Situated[]; quotes: Quotation[] };

/**
 * Who says each stretch of a text. Sieves, the surest first: a verb of saying with its subject; "according to"; a
 * quotation beside such a verb; the same speaker going on; a quotation that nothing introduces.
 */
export function attribute(reading: Reading, cast: Cast): Attribution {
  const quotes = quotations(reading);
  const memory = newMemory();
  const result: Attribution = { stretches: [], situated: [], quotes };
  const headings = headingsOf(reading);
  for (const paragraph of paragraphs(reading.sentences))
    readParagraph(reading, cast, memory, paragraph, headings, result);
  result.stretches.sort((a, b) => a.from - b.from || b.to - a.to);
  return result;
}

function paragraphs(sentences: Sentence[]): Sentence[][] {
  const found: Sentence[][] = [];
  for (const sentence of sentences) {
    const last = found.at(-1);
    if (last && last[0]?.paragraph === sentence.paragraph) last.push(sentence);
    else found.push([sentence]);
  }
  return found;
}

function readParagraph(
  reading: Reading,
  cast: Cast,
  memory: Memory,
  sentences: Sentence[],
  headings: ReadonlySet<Sentence>,
  result: Attribution,
): void {
  const first = sentences[0];
  const last = sentences.at(-1);
  if (!first || !last) return;
  const here = quotesWithin(result.quotes, first.from, last.to);
  const before = result.stretches.at(-1) ?? null;
  const own: Stretch[] = [];
  const told: Situated[] = [];
  for (const sentence of sentences) {
    if (headings.has(sentence)) continue;
    const outside = outsideQuotes(sentence, here);
    const found = outside.flatMap((part) => predicates(reading, cast, memory, part));
    const speech = speechIn(reading, cast, memory, sentence, found, here);
    own.push(...speech);
    told.push(...found.map((predicate) => ({ predicate, sentence, within: null })));
    if (!found.some(({ subject }) => subject && !subject.carried)) noteLeader(cast, memory, sentence);
    const speaker = goesOn(speech, found);
    if (speaker) memory.speaker = speaker;
  }
  for (const quote of here) {
    const stretch = quoted(reading, cast, quote, sentences, own, told, before);
    if (stretch) own.push(...stretch);
  }
  own.sort((a, b) => a.from - b.from);
  for (const item of told) item.within = enclosing(own, firstWord(reading, item.predicate));
  result.stretches.push(...own);
  result.situated.push(...told, ...insideQuotes(reading, cast, memory, sentences, here, own));
}

/** The first word of a cue that what is said can begin with: a "that" before it stands outside. */
function firstWord(reading: Reading, { match }: Predicate): number {
  return match.to > match.from + 1 && is(reading, match.from, 'complementiser') ? match.from + 1 : match.from;
}

/** A sentence that says and commits nothing still has somebody who comes first: the next "he" or "it". */
function noteLeader(cast: Cast, memory: Memory, sentence: Sentence): void {
  for (let i = sentence.from; i < Math.min(sentence.to, sentence.from + 12); i++) {
    const entity = cast.at[i]?.entity;
    if (!entity || entity.media) continue;
    if (entity.kind === 'person') memory.person = entity;
    else memory.body = entity;
    return;
  }
}

/** Who goes on speaking after a sentence: its last speaker of the first rank; not the paper or agency that reports it. */
function goesOn(speech: Stretch[], found: Predicate[]): Entity[] | null {
  const outer = speech
    .filter((one) => !speech.some((other) => other !== one && encloses(other, one)))
    .map(({ speaker }) => speaker);
  const acting = found.flatMap(({ match, subject, voice }) =>
    subject && voice !== 'noun' && speaks(match) ? [subject.entities] : [],
  );
  const own = (speakers: Entity[][]) =>
    speakers.findLast((speaker) => speaker.length > 0 && !speaker.some(({ media }) => media));
  return own(outer) ?? own(acting) ?? outer.at(-1) ?? acting.at(-1) ?? null;
}

/**
 * The sentences that are headings or captions: lines without a stop at their end, in a text that sets stops. They
 * repeat what the text says.
 */
function headingsOf(reading: Reading): ReadonlySet<Sentence> {
  const open = reading.sentences.filter((sentence) => !endsWithStop(reading, sentence));
  const stopped = reading.sentences.length - open.length;
  if (stopped < 3 || stopped <= open.length) return new Set();
  return new Set(
    open.filter(
      ({ index, from, to, paragraph }) => to - from <= 20 && reading.sentences[index - 1]?.paragraph !== paragraph,
    ),
  );
}

function endsWithStop(reading: Reading, sentence: Sentence): boolean {
  return reading.tokens
    .slice(Math.max(sentence.from, sentence.to - 3), sentence.to)
    .some(({ norm }) => /^[.!?؟…:;,،]$/u.test(norm));
}

function encloses(outer: Stretch, inner: Stretch): boolean {
  return (
    !outer.about && outer.from <= inner.from && outer.to >= inner.to && outer.to - outer.from > inner.to - inner.from
  );
}

/** The quotations that begin in tokens `[from, to]`; they stand in order. */
function quotesWithin(quotes: Quotation[], from: number, to: number): Quotation[] {
  let low = 0;
  let high = quotes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((quotes[middle]?.from ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  const found: Quotation[] = [];
  for (let i = low; i < quotes.length && (quotes[i]?.from ?? 0) <= to; i++) found.push(quotes[i] as Quotation);
  return found;
}

/** The innermost stretch that holds a token. */
function enclosing(stretches: Stretch[], i: number): Stretch | null {
  let best: Stretch | null = null;
  for (const stretch of stretches) {
    if (stretch.about || i < stretch.from || i >= stretch.to) continue;
    if (!best || stretch.to - stretch.from <= best.to - best.from) best = stretch;
  }
  return best;
}

/** The parts of a sentence that stand outside quotations of more than a few words. */
function outsideQuotes(sentence: Sentence, quotes: Quotation[]): Sentence[] {
  const parts: Sentence[] = [];
  let from = sentence.from;
  for (const quote of quotes) {
    if (quote.to <= sentence.from || quote.from >= sentence.to || quote.to - quote.from < 5) continue;
    if (quote.from - 1 > from) parts.push({ ...sentence, from, to: quote.from - 1 });
    from = Math.max(from, quote.to + 1);
  }
  if (from < sentence.to) parts.push({ ...sentence, from, to: sentence.to });
  return parts;
}

function insideQuotes(
  reading: Reading,
  cast: Cast,
  memory: Memory,
  sentences: Sentence[],
  quotes: Quotation[],
  own: Stretch[],
): Situated[] {
  const found: Situated[] = [];
  for (const quote of quotes) {
    if (quote.to - quote.from < 5) continue;
    for (const sentence of sentences) {
      const part = { ...sentence, from: Math.max(sentence.from, quote.from), to: Math.min(sentence.to, quote.to) };
      if (part.to - part.from < 3) continue;
      const within = enclosing(own, part.from + 1);
      if (!within) continue;
      const outer = part.from === quote.from ? subjectOfQuoted(reading, cast, memory, sentence, quote.from - 1) : [];
      const inner: Memory = {
        ...memory,
        speaker: outer.length ? outer : within.speaker,
        subject: outer.length ? outer : within.speaker,
      };
      for (const predicate of predicates(reading, cast, inner, part)) found.push({ predicate, sentence: part, within });
    }
  }
  return found;
}
