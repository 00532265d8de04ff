import { type Cast, entityOf, mention } from './cast.ts';
import { nameEnd } from './name-uncased.ts';
import { is, matchAt, type Reading, wordsOf } from './reading.ts';
import { type Memory, type Party, resolve } from './refer.ts';
import type { Sentence } from './segment.ts';
import { opensName } from './speech.ts';
import { opensQuote } from './subject.ts';
import { isVerb } from './subject-after.ts';

/** The subject to the left of a verb; `carried` where a conjunction joins the verb to the one before it. */
export function subjectBefore(
  reading: Reading,
  cast: Cast,
  memory: Memory,
  sentence: Sentence,
  verb: number,
): Party | 'carried' | null {
  let to = skipTime(reading, sentence, verb);
  const vso = reading.lexicon.pack.order === 'vso';
  // `that the United States "will speed up" sales`: the verb is quoted, its subject is not.
  if (
    vso &&
    to === verb &&
    to - 1 > sentence.from &&
    /^["«]$/u.test(reading.tokens[to - 1]?.norm ?? '') &&
    opensQuote(reading, to - 1)
  )
    to--;
  const direct = reading.tokens[to - 1];
  if (to <= sentence.from) return null;
  if (is(reading, to - 1, 'conjunction')) return 'carried';
  if (
    is(reading, to - 1, 'relative') ||
    (is(reading, to - 1, 'complementiser') && reading.lexicon.pack.order === 'svo')
  ) {
    to--;
    if (reading.tokens[to - 1]?.norm === ',') to--;
    if (is(reading, to, 'complementiser') && !is(reading, to, 'relative')) return null;
  } else if (
    direct?.norm === ',' ||
    direct?.norm === '،' ||
    direct?.norm === ')' ||
    direct?.norm === '-' ||
    direct?.norm === '—' ||
    direct?.norm === '–'
  ) {
    const opening = parenthesis(reading, sentence, to - 1);
    if (opening < 0) return direct.norm === ')' ? null : 'carried';
    // "The secretary, Jane Doe, approved": the name says who.
    const named = cast.at[opening + 1];
    if (direct.norm === ',' && named?.entity.kind === 'person' && named.from === opening + 1 && named.to === to - 1) {
      return { entities: [named.entity], from: named.from, to: named.to, by: 'name', acts: true };
    }
    to = opening;
  }
  if (direct && /["”»]/u.test(direct.norm) && direct.index === to - 1) return null;
  if (vso && is(reading, to - 1, 'complementiser')) {
    const raised = raisedBefore(reading, cast, memory, sentence, to - 1);
    if (raised) return raised;
  }
  const from = phraseStart(reading, cast, sentence, to);
  const bare = vso ? newNameBefore(reading, cast, sentence, verb, to) : null;
  if (bare) return bare;
  if (from >= to || (vso && !is(reading, to, 'relative') && isUnderPreposition(reading, cast, sentence, from)))
    return null;
  return resolve(reading, cast, memory, from, to);
}

/** "It has been for the president that he announced": who stands under a preposition after such a verb is the subject. */
function raisedBefore(reading: Reading, cast: Cast, memory: Memory, sentence: Sentence, that: number): Party | null {
  const to = reading.tokens[that - 1]?.kind === 'mark' ? that - 1 : that;
  const here = cast.at[to - 1];
  if (!here || here.to !== to || here.from <= sentence.from || !is(reading, here.from - 1, 'raising')) return null;
  if (!reading.alternatives[here.from]?.some(({ preposition }) => preposition)) return null;
  return resolve(reading, cast, memory, here.from, to);
}

/** "That Mordechai called for ...": one or two words that nothing explains between "that" and a verb of speech. */
function newNameBefore(reading: Reading, cast: Cast, sentence: Sentence, verb: number, to: number): Party | null {
  const speech = (reading.matches[verb] ?? []).some(
    ({ meaning, slot }) =>
      slot.startsWith('past') && (meaning.type === 'speech' || (meaning.type === 'frame' && meaning.frame.speech)),
  );
  if (!speech || to !== verb) return null;
  const from = [to - 1, to - 2].find((i) => i > sentence.from && is(reading, i - 1, 'complementiser'));
  if (from === undefined || cast.at[from] || cast.at[to - 1] || (reading.classes[from]?.size ?? 0) > 0) return null;
  if (reading.alternatives[from]?.some(({ article }) => article) || (reading.matches[from]?.length ?? 0) > 0)
    return null;
  if (nameEnd(reading, cast, from) !== to) return null;
  const entity = entityOf(cast, { name: wordsOf(reading, from, to), kind: 'person' });
  mention(cast, entity, from, to);
  return { entities: [entity], from, to, by: 'name', acts: true };
}

/** What stands after a preposition is no subject: "the consensus in Tunisia must ...". */
export function isUnderPreposition(reading: Reading, cast: Cast, sentence: Sentence, from: number): boolean {
  return (
    from > sentence.from &&
    is(reading, from - 1, 'preposition') &&
    !cast.at[from - 1] &&
    !is(reading, from - 1, 'adverb')
  );
}

/** Skips time expressions that stand between subject and verb ("Trump on Monday said"). */
function skipTime(reading: Reading, sentence: Sentence, verb: number): number {
  for (let from = Math.max(sentence.from, verb - 5); from < verb; from++) {
    const time = matchAt(reading, from, 'time');
    if (time && time.to === verb) return skipTime(reading, sentence, from);
  }
  let at = verb;
  while (
    at > sentence.from &&
    (is(reading, at - 1, 'adverb') || is(reading, at - 1, 'negation') || is(reading, at - 1, 'auxiliary'))
  )
    at--;
  return at;
}

/** The token where a parenthesis that closes at `close` opens, or -1. */
function parenthesis(reading: Reading, sentence: Sentence, close: number): number {
  const mark = reading.tokens[close]?.norm ?? '';
  const opening = mark === ')' ? '(' : mark;
  for (let i = close - 1; i > sentence.from && close - i < 35; i--) if (reading.tokens[i]?.norm === opening) return i;
  return -1;
}

export function phraseStart(reading: Reading, cast: Cast, sentence: Sentence, to: number): number {
  let from = to;
  while (from > sentence.from && !endsPhrase(reading, cast, sentence, from - 1, to)) {
    const here = cast.at[from - 1];
    from = here && here.to <= to && here.from < from ? here.from : from - 1;
  }
  return trimStart(reading, cast, from, to);
}

function endsPhrase(reading: Reading, cast: Cast, sentence: Sentence, i: number, to: number): boolean {
  if (cast.at[i]) return false;
  const token = reading.tokens[i];
  if (!token) return true;
  if (token.kind === 'mark') {
    if (token.norm === ',' && cast.at[i - 1] && cast.at[i + 1] && listFollows(reading, cast, i + 1, to)) return false;
    return !(token.norm === '-' && i > sentence.from) && token.norm !== '&' && token.norm !== '.';
  }
  for (const name of [
    'relative',
    'complementiser',
    'subordinator',
    'conditional',
    'infinitive',
    'auxiliary',
    'be',
    'future',
  ]) {
    // "The adviser to the president": before a noun phrase it is the preposition.
    if (is(reading, i, name) && !(name === 'infinitive' && is(reading, i, 'preposition') && opensName(reading, i + 1)))
      return true;
  }
  if (reading.lexicon.pack.order === 'vso' && is(reading, i, 'preposition')) return true;
  // Where "and" is written onto its word, a conjunction that stands alone is a "but".
  if (reading.lexicon.clitics && is(reading, i, 'conjunction') && !is(reading, i, 'joint')) return true;
  if (is(reading, i, 'conjunction')) return !(cast.at[i - 1] && cast.at[i + 1]) && !joinsNouns(reading, sentence, i);
  // "... prescribed the drug": a past form before a noun phrase is a verb.
  return isFiniteVerb(reading, i) || (is(reading, i + 1, 'determiner') && isPastForm(reading, i));
}

function listFollows(reading: Reading, cast: Cast, from: number, to: number): boolean {
  const next = cast.at[from]?.to ?? from;
  const word = reading.tokens[next];
  return next < to && (word?.norm === ',' || is(reading, next, 'conjunction'));
}

/** "Researchers and doctors said": no verb stands between the clause's start and the conjunction. */
function joinsNouns(reading: Reading, sentence: Sentence, conjunction: number): boolean {
  for (let i = conjunction - 1; i >= sentence.from && conjunction - i < 6; i--) {
    if (/^[,،;:."“”()]$/u.test(reading.tokens[i]?.norm ?? '') || is(reading, i, 'complementiser')) return true;
    if (isFiniteVerb(reading, i) || is(reading, i, 'auxiliary') || is(reading, i, 'be')) return false;
  }
  return conjunction - sentence.from < 6;
}

export function isFiniteVerb(reading: Reading, i: number): boolean {
  if (is(reading, i - 1, 'determiner') || is(reading, i - 1, 'own')) return false;
  if (is(reading, i, 'people') || is(reading, i, 'body') || is(reading, i, 'text')) return false;
  return is(reading, i, 'verb') || isVerb(reading, i);
}

/** "Students staged ...": a word that nothing explains with the ending of a past tense, behind a word. */
export function isPastForm(reading: Reading, i: number): boolean {
  const word = reading.tokens[i];
  if (!word || word.capital || (reading.classes[i]?.size ?? 0) > 0 || reading.tokens[i - 1]?.kind !== 'word')
    return false;
  return (reading.lexicon.pack.words['past-ending'] ?? []).some((ending) => word.norm.endsWith(ending));
}

/** Cuts what does not belong to a subject off its front: adverbs, time, "In a statement". */
function trimStart(reading: Reading, cast: Cast, start: number, to: number): number {
  let from = start;
  while (from < to) {
    const time = matchAt(reading, from, 'time');
    if (time && time.to < to) from = time.to;
    else if (is(reading, from, 'conjunction') || is(reading, from, 'adverb') || reading.tokens[from]?.kind === 'mark')
      from++;
    else if (from < to - 1 && is(reading, from, 'question') && !is(reading, from, 'relative')) from++;
    else break;
  }
  if (!is(reading, from, 'preposition') || cast.at[from]) return from;
  // "Up to 1,000 people", "at least two men": a preposition before a count.
  const count = [from + 1, from + 2].find((i) => reading.tokens[i]?.kind === 'number' || is(reading, i, 'number-word'));
  if (count !== undefined && count < to - 1 && (count > from + 1 || !is(reading, from, 'where'))) return count;
  for (let i = from + 1; i < to; i++) {
    const here = cast.at[i];
    if (here && here.to === to && here.from >= i && !is(reading, here.from - 1, 'preposition')) return here.from;
    if (is(reading, i, 'determiner') && i > from + 2 && !is(reading, i - 1, 'preposition')) return i;
  }
  return to;
}
