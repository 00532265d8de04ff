import { type Cast, entityOf, mention } from './cast.ts';
import { nameEnd } from './name-uncased.ts';
import type { Predicate } from './predicate.ts';
import { is, matchAt, type Reading, wordsOf } from './reading.ts';
import { type Memory, type Party, resolve } from './refer.ts';
import type { Sentence } from './segment.ts';

/** Where a noun phrase that begins at `from` ends, to the right. */
export function phraseEnd(reading: Reading, cast: Cast, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const here = cast.at[at];
    if (here && here.to > at) {
      at = here.to;
      continue;
    }
    const token = reading.tokens[at];
    if (!token || (token.kind === 'mark' && !(token.norm === '"' && at === from))) break;
    if (
      at > from &&
      (is(reading, at, 'preposition') || is(reading, at, 'complementiser') || is(reading, at, 'relative'))
    )
      break;
    if (
      is(reading, at, 'subordinator') ||
      is(reading, at, 'infinitive') ||
      is(reading, at, 'auxiliary') ||
      is(reading, at, 'future')
    )
      break;
    if (at > from && is(reading, at, 'conjunction') && !cast.at[at + 1]) break;
    if (at > from && (is(reading, at, 'verb') || isVerb(reading, at)) && !is(reading, at, 'people')) break;
    at++;
  }
  return at;
}

export function isVerb(reading: Reading, i: number): boolean {
  return (reading.matches[i] ?? []).some(
    ({ meaning, slot }) => (meaning.type === 'speech' || meaning.type === 'frame') && slot !== 'noun',
  );
}

/** `said Smith`, `said the minister`: the subject after its verb in a language that puts it first. */
export function inverted(
  reading: Reading,
  cast: Cast,
  memory: Memory,
  sentence: Sentence,
  made: Predicate,
): Party | null {
  if (made.match.meaning.type !== 'speech') return null;
  const end = phraseEnd(reading, cast, made.to, sentence.to);
  if (end <= made.to || is(reading, made.to, 'complementiser')) return null;
  const party = resolve(reading, cast, memory, made.to, end);
  return party && (party.acts || party.by !== 'phrase') ? party : null;
}

/** The subject after its verb, where the language puts it there: in the gap of its cue, if it has one. */
export function subjectAfter(
  reading: Reading,
  cast: Cast,
  memory: Memory,
  whole: Sentence,
  made: Predicate,
): Party | null {
  const { gap, gapEnd, to } = made.match;
  // "signed the contract the minister": after a definite object the subject may follow.
  const shut = gap === gapEnd && gap < to && (reading.alternatives[to - 1]?.some((word) => word.article) ?? false);
  const sentence = gap < to && !shut ? { ...whole, to: gapEnd } : whole;
  let at = shut ? to : gap;
  // "It is planned that he meet": the subject is that of the verb inside.
  if (gap === to && is(reading, to - 1, 'complementiser') && (is(reading, to, 'verb') || isVerb(reading, to)))
    at = to + 1;
  while (at < sentence.to) {
    const time = matchAt(reading, at, 'time');
    if (time) at = time.to;
    else if (is(reading, at, 'preposition') && isSuffixed(reading, at)) at++;
    else if (
      is(reading, at, 'adverb') ||
      reading.tokens[at]?.norm === '"' ||
      /[«“]/u.test(reading.tokens[at]?.norm ?? '')
    )
      at++;
    else break;
  }
  if (at >= sentence.to || is(reading, at, 'complementiser') || is(reading, at, 'preposition')) return null;
  const first = reading.alternatives[at]?.find((word) => cast.at[at] || word.article);
  const here = cast.at[at];
  // "Kerry" is nobody under "as", though the rest of his name may be a word.
  const entire = here?.entity.aliases.has(reading.tokens[at]?.norm ?? '') ?? false;
  if (!entire && (first?.preposition || boundByPreposition(reading, at))) return null;
  if (here) return resolve(reading, cast, memory, at, joinedEnd(reading, cast, here.to, sentence.to));
  for (const type of ['pair', 'leaders', 'own-state'] as const) {
    const match = matchAt(reading, at, type);
    if (match) return resolve(reading, cast, memory, at, match.to);
  }
  if (is(reading, at, 'determiner') && is(reading, at + 1, 'preposition')) {
    const noun = cast.at[at + 2]?.from ?? at + 2;
    return resolve(
      reading,
      cast,
      memory,
      noun,
      Math.max(cast.at[noun]?.to ?? 0, phraseEnd(reading, cast, noun, sentence.to)),
    );
  }
  if (is(reading, at, 'determiner'))
    return resolve(reading, cast, memory, at, joinedEnd(reading, cast, cast.at[at + 1]?.to ?? at + 2, sentence.to));
  if (['people', 'text', 'institution', 'body'].some((name) => is(reading, at, name)) || matchAt(reading, at, 'role')) {
    return resolve(
      reading,
      cast,
      memory,
      at,
      Math.min(phraseEnd(reading, cast, at, sentence.to), definiteEnd(reading, cast, at)),
    );
  }
  return newName(reading, cast, at, sentence, made);
}

/** A preposition with its pronoun (فيه, له) is a phrase of its own. */
function isSuffixed(reading: Reading, i: number): boolean {
  return (
    reading.alternatives[i]?.some(
      (word) => word.suffix && (reading.lexicon.classes.get(word.form)?.includes('preposition') ?? false),
    ) ?? false
  );
}

/** Where a subject after its verb ends: a definite noun phrase ends before the first word without an article, its object. */
function definiteEnd(reading: Reading, cast: Cast, from: number): number {
  let definite = false;
  for (let at = from; at < from + 8; at++) {
    if (cast.at[at]) return cast.at[at]?.to ?? at;
    const article = reading.alternatives[at]?.some((word) => word.article && !word.preposition) ?? false;
    if (definite && !article) return at;
    // "the decision the companies": a second noun with its article is no adjective of the first.
    if (definite && isParty(reading, at) && !cast.at[at - 1]) return at;
    definite ||= article;
  }
  return from + 8;
}

function isParty(reading: Reading, i: number): boolean {
  return is(reading, i, 'people') || is(reading, i, 'body');
}

/** A preposition is written onto the word: it is no subject. */
function boundByPreposition(reading: Reading, i: number): boolean {
  if (reading.lexicon.given.has(reading.tokens[i]?.norm ?? '')) return false;
  const { classes } = reading.lexicon;
  const words = reading.alternatives[i] ?? [];
  const bare = words.some((word) => !word.preposition && !word.suffix && classes.has(word.form));
  return words.some((word) => word.preposition && (word.article || (!bare && !word.suffix && classes.has(word.form))));
}

function joinedEnd(reading: Reading, cast: Cast, from: number, end: number): number {
  let at = from;
  for (;;) {
    const next = cast.at[at];
    const joined = next && next.from === at && (reading.alternatives[at]?.some((word) => word.conjunction) ?? false);
    if (!joined || at >= end) return at;
    at = next.to;
  }
}

/** A name that no title announces, after its verb: words that nothing else explains, before a complementiser or mark. */
function newName(reading: Reading, cast: Cast, at: number, sentence: Sentence, made: Predicate): Party | null {
  // A family name may stand alone with its article.
  const definite = reading.alternatives[at]?.some((word) => word.article && !word.preposition) ?? false;
  const to = nameEnd(reading, cast, at, definite ? 1 : 0);
  if (to === at || to > sentence.to) return null;
  const next = reading.tokens[to];
  const opens = is(reading, to, 'complementiser') || next?.norm === ':';
  if (definite && (to - at > 1 || !is(reading, to, 'complementiser'))) return null;
  // What nothing tells to be a name is one only where it speaks.
  if (made.match.meaning.type !== 'speech' && !reading.lexicon.given.has(reading.tokens[at]?.norm ?? '')) return null;
  const closes =
    next === undefined || next.kind === 'mark' || is(reading, to, 'complementiser') || is(reading, to, 'preposition');
  if (!closes || (to - at === 1 && !opens)) return null;
  const entity = entityOf(cast, { name: wordsOf(reading, at, to), kind: 'person' });
  mention(cast, entity, at, to);
  return { entities: [entity], from: at, to, by: 'name', acts: true };
}
