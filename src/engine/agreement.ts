import type { Cast, Entity } from './cast.ts';
import { is, type Match, type Reading } from './reading.ts';
import type { Party } from './refer.ts';

type Gender = 'm' | 'f' | null;

const patterns = new Map<string, RegExp>();

function patternOf(source: string): RegExp {
  let pattern = patterns.get(source);
  if (!pattern) {
    pattern = new RegExp(source, 'u');
    patterns.set(source, pattern);
  }
  return pattern;
}

/** Whether a form of an Arabic verb can have its subject after it: "we ask", "they two ask" have theirs in their ending. */
export function takesSubject({ lexicon }: Reading, { slot, word }: Match): boolean {
  if (/dual|plural/u.test(slot)) return false;
  const closed = lexicon.pack.morphology.agreement?.closed[slot];
  return closed === undefined || !patternOf(closed).test(word.form);
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
  const definite = (i: number) =>
    reading.alternatives[i]?.some((word) => word.article && !word.preposition && !word.conjunction) ?? false;
  const next = reading.tokens[head + 1];
  return (
    definite(head) &&
    definite(head + 1) &&
    next !== undefined &&
    reading.text[next.end - 1] === reading.lexicon.pack.script.feminine
  );
}

function isAccusative(reading: Reading, cast: Cast, head: number): boolean {
  const here = cast.at[head];
  if (here && (here.entity.kind === 'person' || (here.entity.kind === 'state' && here.core === here.from)))
    return false;
  const { agreement } = reading.lexicon.pack.morphology;
  return agreement !== undefined && patternOf(agreement.accusative).test(reading.tokens[head]?.norm ?? '');
}

function verbGender(reading: Reading, { from, slot, word }: Match): Gender {
  const { form } = word;
  const feminine = reading.lexicon.pack.morphology.agreement?.feminine[slot === '' ? 'cue' : slot];
  if (feminine === undefined) return null;
  const fits = patternOf(feminine).test(form);
  if (slot === '') return fits ? 'f' : null;
  // The last letter of a verb such as لفت is its own.
  return fits && !(slot === 'past' && is(reading, from, 'masculine')) ? 'f' : 'm';
}

function nounGender(reading: Reading, cast: Cast, head: number): Gender {
  const here = cast.at[head];
  const token = reading.tokens[head];
  if (!token) return null;
  const written = reading.text.slice(token.start, token.end);
  if (here?.entity.kind === 'person') {
    const titled = here.from === head && here.core > here.from;
    return titled ? (written.endsWith(reading.lexicon.pack.script.feminine ?? ' ') ? 'f' : 'm') : null;
  }
  if (is(reading, head, 'feminine')) return 'f';
  if (is(reading, head, 'masculine')) return 'm';
  if (here?.entity.kind === 'state' && here.core === here.from) return 'f';
  const { agreement } = reading.lexicon.pack.morphology;
  if (agreement && patternOf(agreement.noun).test(written)) return 'f';
  if (isPluralOfThings(reading, head)) return 'f';
  return is(reading, head, 'body') && (here !== undefined || is(reading, head, 'institution')) ? 'm' : null;
}

/** Whether a verb can have somebody named before for its subject, as far as their genders are told. */
export function suits(reading: Reading, cast: Cast, match: Match, entity: Entity): boolean {
  if (!/^(?:past|present|participle)/u.test(match.slot)) return true;
  if (/dual|plural/u.test(match.slot) || !takesSubject(reading, match)) return true;
  const made = entity.mentions.find(({ from, core }) => core > from) ?? entity.mentions[0];
  const verb = verbGender(reading, match);
  const noun = made && cast.at[made.from] ? nounGender(reading, cast, made.from) : null;
  return verb === null || noun === null || verb === noun;
}
