import type { Frame } from '../languages/pack.ts';
import type { Cast, Entity } from './cast.ts';
import type { Predicate } from './predicate.ts';
import { is, matchAt, type Reading } from './reading.ts';
import { lastPair, newMemory, resolve } from './refer.ts';
import { phraseEnd } from './subject-after.ts';

function isDefinite(reading: Reading, i: number): boolean {
  return reading.alternatives[i]?.some((word) => word.article && !word.preposition && !word.conjunction) ?? false;
}

export const PARTIES = ['people', 'institution', 'body'];

/** Whom a call addresses: the noun phrase between cue and content. */
export function addressee(reading: Reading, cast: Cast, predicate: Predicate, end: number): Entity[] {
  const from = predicate.inverted && predicate.subject ? Math.max(predicate.to, predicate.subject.to) : predicate.to;
  const two = reading.lexicon.pack.words['suffix-two'] ?? [];
  const last = reading.tokens[predicate.to - 1]?.norm ?? '';
  if (is(reading, predicate.to - 1, 'preposition') && two.some((suffix) => last.endsWith(suffix)))
    return lastPair(reading, cast, predicate.from);
  const charged = chargedBetween(reading, cast, predicate);
  if (charged) return charged.length ? charged : clauseSubject(reading, cast, predicate.to, end);
  let at = from;
  // A cue that ends with whom it binds ("that upon the states").
  if (
    predicate.match.slot === '' &&
    reading.lexicon.pack.order === 'vso' &&
    predicate.match.gap === predicate.match.to &&
    from - predicate.match.from > 2 &&
    PARTIES.some((name) => is(reading, from - 1, name))
  )
    at = from - 1;
  while (
    at < end &&
    (is(reading, at, 'adverb') || reading.tokens[at]?.norm === ',' || reading.tokens[at]?.norm === '،')
  )
    at++;
  if (reading.lexicon.pack.order === 'vso' && is(reading, at, 'preposition') && !cast.at[at]) {
    // "called in a statement on the parties": past the circumstance; "called for a strike": nobody is addressed.
    if (is(reading, at, 'where')) at = phraseEnd(reading, cast, at + 1, end);
    else if (is(reading, at, 'upon')) at++;
    else return [];
  }
  // "called the attendants to join", "urged the parties to stop": a definite noun phrase ends before its first word without an article.
  if (reading.lexicon.pack.order === 'vso' && !cast.at[at] && isDefinite(reading, at)) {
    let stop = at + 1;
    while (isDefinite(reading, stop) && !cast.at[stop]) stop++;
    const linked =
      is(reading, stop, 'preposition') || (reading.alternatives[stop]?.some((word) => word.preposition) ?? false);
    const pair = matchAt(reading, at, 'pair') || matchAt(reading, at, 'leaders') || matchAt(reading, at, 'own-state');
    if (!pair && stop <= end && (linked || PARTIES.some((name) => is(reading, at, name))))
      return resolve(reading, cast, newMemory(), at, stop)?.entities ?? [];
  }
  // "demanded with an increase": a preposition is written onto the word, which is no party.
  const bound =
    !cast.at[at] &&
    !is(reading, at, 'determiner') &&
    (reading.alternatives[at]?.some((word) => word.preposition) ?? false);
  // "appealed to the citizens to beware": the party under the preposition ends before what it is to do.
  if (bound && reading.lexicon.pack.order === 'vso' && PARTIES.some((name) => is(reading, at, name))) {
    let stop = at + 1;
    while (stop < end && isDefinite(reading, stop) && !cast.at[stop]) stop++;
    return resolve(reading, cast, newMemory(), at, stop)?.entities ?? [];
  }
  if (bound && reading.lexicon.pack.order === 'vso' && !PARTIES.some((name) => is(reading, at, name)))
    return clauseSubject(reading, cast, predicate.to, end);
  const to = Math.min(phraseEnd(reading, cast, at, end), end);
  if (to <= at) return clauseSubject(reading, cast, predicate.to, end);
  const named = new Set<Entity>();
  for (let i = at; i < to; i++) {
    const here = cast.at[i];
    if (here && reading.tokens[here.to]?.norm !== "'s") named.add(here.entity);
  }
  if (named.size) return [...named];
  for (const type of ['pair', 'leaders', 'own-state'] as const) {
    if (matchAt(reading, at, type)) return resolve(reading, cast, newMemory(), at, to)?.entities ?? [];
  }
  const people = ['people', 'institution', 'body'].some((name) => is(reading, to - 1, name) || is(reading, at, name));
  // "called the judicial bodies to play their part": who stands before a further preposition is addressed.
  const definite = reading.alternatives[at]?.some((word) => word.article && !word.preposition) ?? false;
  const addressed =
    reading.lexicon.pack.order === 'vso' &&
    at === from &&
    definite &&
    to - at <= 4 &&
    is(reading, to, 'preposition') &&
    is(reading, to + 1, 'complementiser');
  if (people || addressed) return resolve(reading, cast, newMemory(), at, to)?.entities ?? [];
  return clauseSubject(reading, cast, predicate.to, end);
}

/**
 * "The president charged the government with preparing a plan": whom a cue that ends with the task itself, under a
 * preposition, addresses between its subject and that task; null where the cue ends otherwise.
 */
function chargedBetween(reading: Reading, cast: Cast, { match, subject, inverted }: Predicate): Entity[] | null {
  if (reading.lexicon.pack.order !== 'vso' || match.slot === '' || match.gap >= match.to - 1) return null;
  const bound = (i: number) =>
    reading.alternatives[i]?.some(({ preposition, form }) => preposition && form.length > 3) ?? false;
  const told = bound(match.to - 1) || is(reading, match.to - 2, 'preposition');
  const task = told ? match.to - 1 : match.to;
  if (is(reading, task, 'preposition') || (!told && !bound(task))) return null;
  const from = inverted && subject ? subject.to : match.gap;
  for (let at = from; at < task; at++) {
    const here = cast.at[at];
    if (here && here.from === at && (told || here.to === task)) return [here.entity];
    if (isDefinite(reading, at) && PARTIES.some((name) => is(reading, at, name)))
      return (
        resolve(reading, cast, newMemory(), at, Math.min(task, phraseEnd(reading, cast, at, task)))?.entities ?? []
      );
  }
  return told ? [] : null;
}

/** "demanded that Israel ease restrictions": the subject of the clause that is demanded. */
export function clauseSubject(reading: Reading, cast: Cast, from: number, end: number): Entity[] {
  for (let i = from - 1; i < end - 1; i++) {
    if (!is(reading, i, 'complementiser')) continue;
    if (
      reading.lexicon.pack.order === 'vso' &&
      (is(reading, i + 1, 'verb') ||
        reading.lexicon.verbal?.test(reading.tokens[i + 1]?.norm ?? '') ||
        reading.matches[i + 1]?.some(({ slot }) => slot.startsWith('present')))
    )
      return subjectInside(reading, cast, i + 2, end);
    const at = is(reading, i + 1, 'determiner') ? i + 2 : i + 1;
    const here = cast.at[at];
    return here && here.from <= at && reading.tokens[here.to]?.norm !== "'s" ? [here.entity] : [];
  }
  return [];
}

/** "It is necessary that act the states": who stands behind the verb of the clause. */
function subjectInside(reading: Reading, cast: Cast, at: number, end: number): Entity[] {
  const here = cast.at[at];
  if (here && here.from === at && here.to <= end) return [here.entity];
  if (!isDefinite(reading, at) || !PARTIES.some((name) => is(reading, at, name))) return [];
  let stop = at + 1;
  while (stop < end && isDefinite(reading, stop) && !cast.at[stop]) stop++;
  return resolve(reading, cast, newMemory(), at, stop)?.entities ?? [];
}

/** Those whom a word like "with" brings into the content. */
export function counterparts(
  cast: Cast,
  reading: Reading,
  frame: Frame,
  from: number,
  to: number,
  actors: Entity[],
): Entity[] {
  const found = new Set<Entity>();
  for (const word of frame.with ?? []) {
    for (let i = from; i < to - 1; i++) {
      if (reading.tokens[i]?.norm !== word) continue;
      const entity = cast.at[i + 1]?.entity ?? (is(reading, i + 1, 'determiner') ? cast.at[i + 2]?.entity : undefined);
      // "the treaty between China and Russia" names a side of its own, nobody beside it.
      if (entity && !actors.some((actor) => actor === entity || (actor.state !== null && actor.state === entity.state)))
        found.add(entity);
    }
  }
  return [...found];
}
