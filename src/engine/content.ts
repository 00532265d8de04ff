import type { Situated, Stretch } from './attribute.ts';
import type { Predicate } from './predicate.ts';
import { is, type Reading } from './reading.ts';
import type { Sentence } from './segment.ts';
import { trimEnd } from './speech.ts';

/** The clause begins with its subject where that stands just before the verb; a cue that is no verb has its clause about it. */
export function contentStart(
  reading: Reading,
  predicate: Predicate,
  within: Stretch | null,
  sentence: Sentence,
): number {
  const { subject } = predicate;
  if (predicate.match.slot === '' && (!subject || subject.carried) && reading.lexicon.pack.order === 'vso') {
    return clauseStart(reading, predicate.from, Math.max(sentence.from, within?.from ?? 0));
  }
  if (predicate.patient && predicate.from - predicate.patient.to <= 4) return predicate.patient.from;
  if (!subject || subject.carried || subject.from >= predicate.from) return predicate.from;
  // A longer apposition stays out: the content is the shortest stretch that carries cue and content.
  return predicate.from - subject.to <= FARTHEST_SUBJECT ? subject.from : predicate.from;
}

/** Tokens that may stand between a subject and its verb inside one content. */
const FARTHEST_SUBJECT = 8;

function clauseStart(reading: Reading, at: number, least: number): number {
  let from = at;
  while (from > least && reading.tokens[from - 1]?.kind !== 'mark' && !is(reading, from - 1, 'complementiser')) from--;
  return from;
}

/** Where the clause of a cue ends. */
export function clauseEnd(
  reading: Reading,
  sentenceEnd: number,
  predicate: Predicate,
  situated: Situated[],
  within: Stretch | null,
): number {
  const limit = Math.min(sentenceEnd, within ? within.to : sentenceEnd);
  const start = Math.max(predicate.to, predicate.inverted ? (predicate.subject?.to ?? 0) : 0);
  const next = situated
    .map((other) => other.predicate)
    .filter(
      (other) => other.from > start && other.from < limit && other.voice !== 'noun' && other.voice !== 'infinitive',
    )
    .sort((a, b) => a.from - b.from);
  let end = limit;
  for (let i = start; i < limit; i++) {
    if (stops(reading, i, start, next)) {
      end = i;
      break;
    }
  }
  return trimEnd(reading, start, end);
}

function stops(reading: Reading, i: number, start: number, next: Predicate[]): boolean {
  const token = reading.tokens[i];
  if (!token) return true;
  if (token.norm === ';' || token.norm === '؛') return true;
  const mark = token.norm === ',' || token.norm === '،';
  const follows = i + 1;
  if (mark) {
    if (is(reading, follows, 'relative') || is(reading, follows, 'subordinator')) return true;
    if (is(reading, follows, 'except') && is(reading, follows + 1, 'complementiser')) return true;
    if (reading.matches[follows]?.some(({ meaning }) => meaning.type === 'speech' && meaning.how === 'according'))
      return true;
    if (
      reading.lexicon.pack.order === 'svo' &&
      is(reading, follows, 'conjunction') &&
      opensSentence(reading, follows + 1)
    )
      return true;
    return next.some((other) => {
      const head = other.subject && !other.subject.carried ? Math.min(other.subject.from, other.from) : other.from;
      return head >= follows && head <= follows + 2;
    });
  }
  if (i <= start + 1) return false;
  // "... a freeze and Canada has begun its own": a name and its verb after "and".
  if (
    reading.lexicon.pack.order === 'svo' &&
    is(reading, i, 'conjunction') &&
    is(reading, follows, 'verb') &&
    is(reading, follows, 'past-form')
  )
    return true;
  if (
    reading.lexicon.pack.order === 'svo' &&
    is(reading, i, 'conjunction') &&
    reading.tokens[follows]?.capital &&
    opensSentence(reading, follows)
  )
    return true;
  const joint = is(reading, i, 'conjunction') || (reading.alternatives[i]?.some((word) => word.conjunction) ?? false);
  if (joint && reading.tokens[i]?.kind === 'word') {
    const clitic = !is(reading, i, 'conjunction');
    const at = clitic ? i : follows;
    const found = next.find((other) => {
      const head = other.subject && !other.subject.carried ? Math.min(other.subject.from, other.from) : other.from;
      return head === at || other.from === at;
    });
    if (found && found.voice === 'finite') return true;
  }
  return is(reading, i, 'subordinator') && i > start + 3;
}

/** Whether a clause of its own begins at `i`: a pronoun or a short noun phrase, and its verb. */
function opensSentence(reading: Reading, i: number): boolean {
  for (let at = i; at < i + 5; at++) {
    if (reading.tokens[at]?.kind === 'mark') return false;
    const finite = is(reading, at, 'auxiliary') || is(reading, at, 'be') || is(reading, at, 'future');
    if (at > i && finite) return true;
  }
  return false;
}
