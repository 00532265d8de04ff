import type { Stretch } from './attribute.ts';
import type { Cast } from './cast.ts';
import { type Predicate, speaks } from './predicate.ts';
import { type Quotation, quotationAt } from './quote.ts';
import { is, type Match, matchAt, type Reading } from './reading.ts';
import { type Memory, remember, resolve } from './refer.ts';
import type { Sentence } from './segment.ts';
import { phraseEnd } from './subject-after.ts';

export function speechIn(
  reading: Reading,
  cast: Cast,
  memory: Memory,
  sentence: Sentence,
  found: Predicate[],
  quotes: Quotation[],
): Stretch[] {
  const stretches: Stretch[] = [];
  found.forEach((predicate, k) => {
    if (predicate.match.meaning.type !== 'speech' || predicate.voice === 'noun' || predicate.voice === 'infinitive')
      return;
    if (predicate.conditional || !predicate.subject) return;
    // "..., the draft said, confirmed by sources": the active verb has the speaker.
    if (
      predicate.voice === 'passive' &&
      found.some((other) => other.voice !== 'passive' && other.match.meaning.type === 'speech')
    )
      return;
    const stretch = speech(reading, cast, sentence, predicate, found.slice(k + 1), quotes);
    if (stretch) stretches.push(stretch);
  });
  const according = accordingTo(reading, cast, memory, sentence, stretches);
  if (according) stretches.push(according);
  return stretches;
}

export function speech(
  reading: Reading,
  cast: Cast,
  sentence: Sentence,
  predicate: Predicate,
  later: Predicate[],
  quotes: Quotation[],
): Stretch | null {
  const meaning = predicate.match.meaning;
  const subject = predicate.subject;
  if (meaning.type !== 'speech' || !subject) return null;
  const base = {
    speaker: subject.entities,
    how: subject.carried ? ('carried' as const) : ('explicit' as const),
    cue: [predicate.from, predicate.to] as [number, number],
    subject: subject.carried ? null : ([subject.from, subject.to] as [number, number]),
  };
  const after = predicate.inverted ? Math.max(predicate.to, subject.to) : predicate.to;
  if (meaning.how === 'about') {
    const to = contentEnd(reading, sentence, predicate, after, later, quotes);
    return to - after < 1 ? null : { ...base, from: predicate.inverted ? after : predicate.from, to, about: true };
  }
  const start = contentStart(reading, cast, sentence, after, later, quotes);
  const [from, to] = postposed(reading, sentence, predicate, quotes);
  if (start !== null) {
    const end = contentEnd(reading, sentence, predicate, start, later, quotes);
    // "..., she told the Sunday programme", "..., said Smith in a letter to staff": what was said stands before.
    const stands =
      reading.lexicon.pack.order === 'svo' &&
      to - from >= 2 &&
      !isOpened(reading, start) &&
      (predicate.inverted || !hasVerb(reading, start, end));
    if (end - start >= 2 && !stands) return { ...base, from: start, to: end, about: false };
  }
  return to - from >= 2 ? { ...base, from, to, about: false } : null;
}

/** Whether a "that", a colon or a quotation mark opens the words said. */
function isOpened(reading: Reading, start: number): boolean {
  return opensContent(reading, start) || opensContent(reading, start - 1);
}

/** Where the words said begin after the verb, or null where they do not stand there. */
function contentStart(
  reading: Reading,
  cast: Cast,
  sentence: Sentence,
  after: number,
  later: Predicate[],
  quotes: Quotation[],
): number | null {
  let at = skipCircumstance(reading, after, sentence.to);
  if (at >= sentence.to) return null;
  if (opensContent(reading, at)) return past(reading, at);
  // Marks of some markup, left in the text.
  while (at < sentence.to - 1 && /^[*_`[<>~]$/u.test(reading.tokens[at]?.norm ?? '')) at++;
  const mark = reading.tokens[at];
  if (mark?.kind === 'mark' && !isQuoteMark(mark.norm)) {
    // A phrase set off by commas may stand between verb and content; the content then has its complementiser.
    return mark.norm === ',' || mark.norm === '،' || mark.norm === '('
      ? introduced(reading, at + 1, sentence, later)
      : null;
  }
  if (is(reading, at, 'infinitive') && !opensName(reading, at + 1)) return at;
  const here = cast.at[at];
  const addressee = here?.from === at ? here.to : isPronoun(reading, at) ? at + 1 : 0;
  if (addressee) {
    const next = skipCircumstance(reading, addressee, sentence.to);
    if (opensContent(reading, next)) return past(reading, next);
    if (is(reading, next, 'preposition')) return introduced(reading, next, sentence, later);
  }
  if (is(reading, at, 'preposition') || reading.lexicon.pack.order === 'vso') {
    const found = introduced(reading, at, sentence, later);
    if (found !== null) return found;
    if (is(reading, at, 'preposition')) {
      const quote = quotes.find(({ from }) => from > at && from < sentence.to);
      if (quote) return quote.from - 1;
      // "pointed to the summit": what stands after the preposition is what is said.
      return reading.lexicon.pack.order === 'vso' ? at + 1 : null;
    }
  }
  if (reading.tokens[at]?.norm === ',') at++;
  return at < sentence.to - 1 ? at : null;
}

/** After "to", a name or a noun phrase makes it the preposition. */
export function opensName(reading: Reading, i: number): boolean {
  const token = reading.tokens[i];
  return (
    token === undefined ||
    token.capital ||
    token.kind !== 'word' ||
    is(reading, i, 'determiner') ||
    is(reading, i, 'own') ||
    is(reading, i, 'people')
  );
}

function isPronoun(reading: Reading, i: number): boolean {
  return (
    ['pronoun-he', 'pronoun-she', 'pronoun-they', 'pronoun-we', 'pronoun-i', 'pronoun-it'].some((name) =>
      is(reading, i, name),
    ) && !isVerbNext(reading, i + 1)
  );
}

function isVerbNext(reading: Reading, i: number): boolean {
  return (
    is(reading, i, 'verb') ||
    is(reading, i, 'auxiliary') ||
    is(reading, i, 'be') ||
    is(reading, i, 'future') ||
    (reading.matches[i] ?? []).some(({ meaning }) => meaning.type === 'speech' || meaning.type === 'frame') ||
    is(reading, i, 'adverb') ||
    is(reading, i, 'negation')
  );
}

function isQuoteMark(norm: string): boolean {
  return norm === '"' || norm === '«' || norm === '“' || norm === '”' || norm === '»';
}

function opensContent(reading: Reading, i: number): boolean {
  const norm = reading.tokens[i]?.norm ?? '';
  return (
    is(reading, i, 'complementiser') ||
    norm === ':' ||
    isQuoteMark(norm) ||
    (norm === ',' && isQuoteMark(reading.tokens[i + 1]?.norm ?? ''))
  );
}

function past(reading: Reading, i: number): number {
  let at = i;
  while (is(reading, at, 'complementiser') || reading.tokens[at]?.norm === ':' || reading.tokens[at]?.norm === ',') {
    // A complementiser that bears the clause's subject as a suffix (إنه) stays with the clause's words out of the span.
    at++;
  }
  return at;
}

function skipCircumstance(reading: Reading, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const time = matchAt(reading, at, 'time');
    if (time) at = time.to;
    else if (is(reading, at, 'adverb')) at++;
    else break;
  }
  return at;
}

/** Looks past circumstances ("in a statement on Monday", "during a press conference with ...") for the complementiser. */
function introduced(reading: Reading, from: number, sentence: Sentence, later: Predicate[]): number | null {
  const limit = Math.min(sentence.to, from + 24, later[0]?.from ?? sentence.to);
  for (let i = from; i < limit; i++) {
    if (is(reading, i, 'relative') && !is(reading, i, 'complementiser')) continue;
    if (is(reading, i, 'complementiser') || reading.tokens[i]?.norm === ':') return past(reading, i);
    if (isQuoteMark(reading.tokens[i]?.norm ?? '') && i > from) return i;
  }
  return null;
}

/** Where the words said end: before the next verb of saying that goes on beside this one, or with the sentence. */
function contentEnd(
  reading: Reading,
  sentence: Sentence,
  predicate: Predicate,
  start: number,
  later: Predicate[],
  quotes: Quotation[],
): number {
  const quote = quotationAt(quotes, start) ?? quotationAt(quotes, start + 1);
  let end = trimEnd(reading, start, sentence.to);
  if (quote && quote.from <= start + 1) {
    const next = reading.tokens[quote.to + 1];
    if (quote.to >= sentence.to) return trimEnd(reading, start, sentence.to);
    if (!next || next.index >= sentence.to || next.kind === 'mark' || is(reading, next.index, 'conjunction'))
      return quote.to + 1;
  }
  for (const next of later) {
    if (next.from <= start || next.voice === 'noun') continue;
    const beside =
      next.joined &&
      speaks(next.match) &&
      (next.voice === 'participle'
        ? reading.tokens[next.from - 1]?.kind === 'mark'
        : next.match.slot === predicate.match.slot);
    if (beside) {
      end = Math.min(end, next.from);
      break;
    }
    const closing =
      next.subject &&
      !next.subject.carried &&
      speaks(next.match) &&
      reading.tokens[Math.min(next.subject.from, next.from) - 1]?.norm === ',' &&
      next.to >= sentence.to - 2;
    if (closing && next.subject) {
      end = Math.min(end, next.subject.from, next.from);
      break;
    }
  }
  const according = accordingIn(reading, sentence, start);
  if (according !== null && according > start + 1) end = Math.min(end, according);
  return trimEnd(reading, start, end);
}

/** Takes closing marks, conjunctions and adverbs off the end; a quotation mark stays with its partner. */
export function trimEnd(reading: Reading, from: number, to: number): number {
  let end = to;
  while (end > from) {
    const token = reading.tokens[end - 1];
    if (!token) break;
    const word =
      token.kind === 'word' && (is(reading, end - 1, 'conjunction') || is(reading, end - 1, 'complementiser'));
    const mark = token.kind === 'mark' && !isQuoteMark(token.norm) && !/[)\]%'’]/u.test(token.norm);
    if (!word && !mark) break;
    end--;
  }
  return end;
}

/** `..., Smith said.`: the words before. */
function postposed(reading: Reading, sentence: Sentence, predicate: Predicate, quotes: Quotation[]): [number, number] {
  const none: [number, number] = [0, 0];
  const head =
    predicate.subject && !predicate.inverted && !predicate.subject.carried ? predicate.subject.from : predicate.from;
  const before = reading.tokens[head - 1];
  if (!before || head <= sentence.from) return none;
  if (before.kind !== 'mark') return none;
  const quote = quotes.find(({ to }) => to < head && to >= head - 3);
  if (quote) return [Math.max(quote.from - 1, 0), Math.min(quote.to + 1, head)];
  let from = sentence.from;
  const to = trimEnd(reading, from, head);
  while (from < to && reading.tokens[from]?.kind === 'mark' && !isQuoteMark(reading.tokens[from]?.norm ?? '')) from++;
  if (is(reading, from, 'conjunction')) from++;
  return hasVerb(reading, from, to) ? [from, to] : none;
}

function hasVerb(reading: Reading, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (isVerbNext(reading, i) && !is(reading, i, 'adverb')) return true;
  return to - from > 6;
}

const isAccording = ({ meaning }: Match): boolean => meaning.type === 'speech' && meaning.how === 'according';

function accordingIn(reading: Reading, sentence: Sentence, from: number): number | null {
  for (let i = from; i < sentence.to; i++) {
    const match = reading.matches[i]?.find(isAccording);
    if (match) return i;
  }
  return null;
}

/** "According to X, ...", "..., according to X": the rest of the sentence is X's. */
function accordingTo(
  reading: Reading,
  cast: Cast,
  memory: Memory,
  sentence: Sentence,
  others: Stretch[],
): Stretch | null {
  const at = accordingIn(reading, sentence, sentence.from);
  if (at === null) return null;
  const match = reading.matches[at]?.find(isAccording);
  if (!match) return null;
  const [head, end] = sourceAfter(reading, cast, match.to, sentence);
  const party = resolve(reading, cast, memory, head, end) ?? said(memory, match.to, end);
  // "In accordance with the amendments": a thing is no source.
  if (!party || (!party.acts && reading.lexicon.pack.order === 'vso')) return null;
  if (party.by === 'name') remember(memory, party.entities);
  const opening = at <= sentence.from + 1;
  let from = opening ? end : sentence.from;
  while (from < sentence.to && reading.tokens[from]?.kind === 'mark' && !isQuoteMark(reading.tokens[from]?.norm ?? ''))
    from++;
  if (is(reading, from, 'conjunction')) from++;
  const to = trimEnd(reading, from, opening ? sentence.to : at);
  if (to - from < 3 || others.some((other) => other.from < to && other.to > from && !other.about)) return null;
  return {
    from,
    to,
    speaker: party.entities,
    how: party.by === 'reference' ? 'carried' : 'explicit',
    cue: [at, match.to],
    subject: end > head ? [head, end] : null,
    about: false,
  };
}

/** The source after "according to", past a "what ... said" that may stand between; empty where none is named. */
function sourceAfter(reading: Reading, cast: Cast, from: number, sentence: Sentence): [number, number] {
  const verb = [from, from + 1].find(
    (i) =>
      i < sentence.to && reading.matches[i]?.some(({ meaning }) => meaning.type === 'speech' && meaning.how === 'verb'),
  );
  let head = verb === undefined ? from : verb + 1;
  while (verb !== undefined && (is(reading, head, 'preposition') || is(reading, head, 'adverb')) && !cast.at[head])
    head++;
  return [head, Math.max(head, phraseEnd(reading, cast, head, sentence.to))];
}

/** "As he said": no name stands there; whoever spoke last goes on. */
export function said(memory: Memory, from: number, to: number) {
  return memory.speaker.length ? { entities: memory.speaker, from, to, by: 'reference' as const, acts: true } : null;
}
