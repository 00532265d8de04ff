import type { Cast } from './cast.ts';
import { is, type Match, type Reading } from './reading.ts';
import type { Party } from './refer.ts';

type Gender = 'm' | 'f' | null;

/** Whether a form of an Arabic verb can have its subject after it: "we ask", "they two ask" have theirs in their ending. */
export function takesSubject({ slot, word }: Match): boolean {
  if (/dual|plural/u.test(slot)) return false;
  if (slot === 'present') return !/^[نا]/u.test(word.form);
  if (slot === 'future') return !/^س[نا]/u.test(word.form) && !/[وا]ن$/u.test(word.form);
  return slot !== 'past' || !/\p{L}{3}نا$/u.test(word.form);
}

/**
 * Whether the noun phrase after a verb can be its subject as far as its endings show: "he called the government" has a
 * feminine noun after a masculine verb, "calls the Houthis" an accusative plural.
 */
export function agrees(reading: Reading, cast: Cast, match: Match, party: Party): boolean {
  let head = party.from;
  while (is(reading, head, 'determiner') && head < party.to - 1) head++;
  if (match.slot !== '' && isAccusative(reading, cast, head)) return false;
  const verb = verbGender(reading, match);
  const noun = nounGender(reading, cast, head);
  return verb === null || noun === null || verb === noun;
}

/** "The judicial bodies": the plural of things has an adjective in the feminine. */
function isPluralOfThings(reading: Reading, head: number): boolean {
  const definite = (i: number) => reading.alternatives[i]?.some((word) => word.article && !word.preposition && !word.conjunction) ?? false;
  const next = reading.tokens[head + 1];
  return definite(head) && definite(head + 1) && next !== undefined && reading.text[next.end - 1] === reading.lexicon.pack.script.feminine;
}

function isAccusative(reading: Reading, cast: Cast, head: number): boolean {
  const here = cast.at[head];
  if (here && (here.entity.kind === 'person' || (here.entity.kind === 'state' && here.core === here.from)))
    return false;
  return /\p{L}{4}ين$/u.test(reading.tokens[head]?.norm ?? '');
}

function verbGender(reading: Reading, { from, slot, word }: Match): Gender {
  const { form } = word;
  if (slot === 'present') return form.startsWith('ي') ? 'm' : 'f';
  if (slot === 'future') return form.startsWith('سي') ? 'm' : 'f';
  if (slot !== 'past') return slot === '' && /\p{L}{2}ت$/u.test(form) ? 'f' : null;
  // The last letter of a verb such as لفت is its own.
  return form.endsWith('ت') && !is(reading, from, 'masculine') ? 'f' : 'm';
}

function nounGender(reading: Reading, cast: Cast, head: number): Gender {
  const here = cast.at[head];
  const token = reading.tokens[head];
  if (!token) return null;
  const written = reading.text.slice(token.start, token.end);
  if (here?.entity.kind === 'person') {
    const titled = here.from === head && here.core > here.from;
    return titled ? (written.endsWith('ة') ? 'f' : 'm') : null;
  }
  if (is(reading, head, 'feminine')) return 'f';
  if (is(reading, head, 'masculine')) return 'm';
  if (here?.entity.kind === 'state' && here.core === here.from) return 'f';
  if (/(?:ة|ات)$/u.test(written)) return 'f';
  if (isPluralOfThings(reading, head)) return 'f';
  return is(reading, head, 'body') && (here !== undefined || is(reading, head, 'institution')) ? 'm' : null;
}
