import { foldText } from '../languages/fold.ts';
import type { Cast, Entity } from './cast.ts';
import { entityOf, mention } from './cast.ts';
import { is, matchAt, type Reading, wordsOf } from './reading.ts';

/** Who was spoken of last: what pronouns, "the minister" and "both sides" point back to. */
export type Memory = {
  /** The subject of the last predicate that had one. */
  subject: Entity[];
  person: Entity | null;
  /** The last organisation, state or group that did something. */
  body: Entity | null;
  plural: Entity[];
  speaker: Entity[];
};

export function newMemory(): Memory {
  return { subject: [], person: null, body: null, plural: [], speaker: [] };
}

/** Takes note of a subject. */
export function remember(memory: Memory, entities: Entity[]): void {
  if (entities.length === 0) return;
  memory.subject = entities;
  const person = entities.find((entity) => entity.kind === 'person');
  const one = entities.length === 1 ? entities[0] : undefined;
  // "Her lawyer said he ...": somebody without a name can be "he" too.
  if (one && (person || (one.human && !one.plural))) memory.person = one;
  const body = entities.find((entity) => entity.kind !== 'person');
  if (body && entities.length === 1) memory.body = body;
  if (entities.length > 1 || entities[0]?.plural) memory.plural = entities;
}

/** What a noun phrase stands for, and whether a name, a reference or the phrase itself said so. */
export type Party = {
  entities: Entity[];
  from: number;
  to: number;
  by: 'name' | 'reference' | 'phrase';
  /** A phrase whose head noun is nobody who could speak or act ("the plan") is false. */
  acts: boolean;
};

/** Resolves the noun phrase `[from, to)`; null where it is nobody (a clause, a thing that does not act). */
export function resolve(reading: Reading, cast: Cast, memory: Memory, from: number, to: number): Party | null {
  if (from >= to) return null;
  const pronoun = pronounAt(reading, memory, from, to);
  if (pronoun) return pronoun.length ? { entities: pronoun, from, to, by: 'reference', acts: true } : null;
  const two = pairAt(reading, cast, from) ?? pairAt(reading, cast, from + 1);
  if (two?.entities.length && two.to >= to - 2) return party(two.entities, from, to);
  const own = matchAt(reading, from, 'own-state');
  if (own && own.to >= to - 1) return party(ownState(cast, memory), from, to);
  const named = namedIn(reading, cast, from, to);
  if (named) return { entities: named, from, to, by: 'name', acts: true };
  const titled = titledIn(reading, cast, from, to);
  if (titled) return { entities: [titled], from, to, by: 'name', acts: true };
  const unknown = unknownName(reading, cast, from, to);
  if (unknown) return { entities: [unknown], from, to, by: 'name', acts: true };
  const back = backReference(reading, cast, memory, from, to);
  if (back) return { entities: [back], from, to, by: 'reference', acts: true };
  return phrase(reading, cast, from, to);
}

/** "Both sides", "the two leaders" at a token: who they are so far. */
function pairAt(reading: Reading, cast: Cast, i: number): { entities: Entity[]; to: number } | null {
  const leaders = matchAt(reading, i, 'leaders');
  const pair = matchAt(reading, i, 'pair');
  if (leaders && leaders.to >= (pair?.to ?? 0))
    return { entities: leadersBefore(reading, cast, i, leaders.to), to: leaders.to };
  return pair ? { entities: pairOf(cast, i), to: pair.to } : null;
}

/** The pair spoken of last before a token, for a dual verb without a subject. */
export function lastPair(reading: Reading, cast: Cast, before: number): Entity[] {
  for (let i = before - 1; i >= Math.max(0, before - 60); i--) {
    const pair = pairAt(reading, cast, i);
    if (pair?.entities.length === 2) return pair.entities;
  }
  return pairOf(cast, before);
}

function party(entities: Entity[], from: number, to: number): Party | null {
  return entities.length ? { entities, from, to, by: 'reference', acts: true } : null;
}

function pronounAt(reading: Reading, memory: Memory, from: number, to: number): Entity[] | null {
  if (to - from > 2) return null;
  const at = to - from === 1 ? from : from + 1;
  const says = (name: string) => is(reading, from, name) && (to - from === 1 || is(reading, at, name));
  if (says('pronoun-he') || says('pronoun-she')) return memory.person ? [memory.person] : [];
  if (says('pronoun-they')) return memory.plural.length ? memory.plural : memory.body ? [memory.body] : memory.subject;
  if (says('pronoun-it')) return memory.body ? [memory.body] : [];
  if (says('pronoun-we') || says('pronoun-i')) return memory.speaker;
  if (says('pronoun-you')) return [];
  return null;
}

/** The two parties that an article is about, as far as it has named them: the two states it names most, in its own order. */
function pairOf(cast: Cast, before: number): Entity[] {
  const states = cast.entities
    .filter((entity) => entity.kind === 'state' && !entity.generic)
    .map((entity) => ({
      entity,
      count: entity.mentions.filter(({ from }) => from < before).length,
      first: entity.mentions[0]?.from ?? 0,
    }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.first - b.first)
    .slice(0, 2)
    .sort((a, b) => a.first - b.first)
    .map(({ entity }) => entity);
  return states.length === 2 ? states : twoBodies(cast, before);
}

const HEADS = new Set([
  'president',
  'prime-minister',
  'king',
  'queen',
  'emir',
  'sultan',
  'chancellor',
  'leader',
  'head-of-state',
  'premier',
  'crown-prince',
]);

/** "The two ministers", "the two leaders": the last two people of that office; of "leaders", the last two heads. */
function leadersBefore(reading: Reading, cast: Cast, from: number, to: number): Entity[] {
  const people = cast.entities.filter(
    (entity) => entity.kind === 'person' && entity.mentions.some((mention) => mention.from < from),
  );
  const words = formsIn(reading, from, to);
  const ofOffice = people.filter((entity) =>
    roleWords(reading, entity).some((role) => role.length > 3 && words.some((word) => word.startsWith(role))),
  );
  if (ofOffice.length >= 2) return lastTwo(ofOffice, from);
  const heads = people.filter((entity) => roleIds(reading, entity).some((id) => HEADS.has(id)));
  if (heads.length >= 2) return lastTwo(heads, from);
  return lastTwo(
    people.filter((entity) => entity.role !== null),
    from,
  );
}

function roleIds(reading: Reading, entity: Entity): string[] {
  return entity.mentions.flatMap(({ from, core }) => {
    const ids: string[] = [];
    for (let i = from; i < core; i++) {
      const role = matchAt(reading, i, 'role');
      if (role) ids.push(role.meaning.id);
    }
    return ids;
  });
}

function lastTwo(people: Entity[], before: number): Entity[] {
  return people
    .map((entity) => ({
      entity,
      last: Math.max(...entity.mentions.filter(({ from }) => from < before).map(({ from }) => from)),
    }))
    .sort((a, b) => b.last - a.last)
    .slice(0, 2)
    .sort((a, b) => a.last - b.last)
    .map(({ entity }) => entity);
}

function twoBodies(cast: Cast, before: number): Entity[] {
  const bodies = cast.entities.filter(
    (entity) =>
      (entity.kind === 'organisation' || entity.kind === 'state') &&
      !entity.media &&
      (entity.mentions[0]?.from ?? before) < before,
  );
  return bodies.length >= 2 ? bodies.slice(0, 2) : [];
}

export function ownState(cast: Cast, memory: Memory): Entity[] {
  // Whose country it is: the person who is speaking now, before whoever spoke last.
  const of =
    [...memory.subject, ...memory.speaker].find(({ kind }) => kind === 'person') ?? memory.person ?? memory.speaker[0];
  const state = of?.state ? cast.byId.get(of.state) : undefined;
  return state ? [state] : of ? [of] : [];
}

/**
 * The names in a phrase that are its head: a title and a name, names joined by "and". A name under a preposition or a
 * possessive ("Trump's campaign", "officials in Kyiv") is not the head.
 */
function namedIn(reading: Reading, cast: Cast, from: number, to: number): Entity[] | null {
  const found: Entity[] = [];
  let at = from;
  let sawHead = false;
  while (at < to) {
    const mentioned = cast.at[at];
    if (mentioned && mentioned.from >= from - 1) {
      const end = mentioned.to;
      // What a name possesses is the head, and may be a name too: "the company's chairman Lee".
      if (reading.tokens[end]?.norm === "'s") {
        at = end + 1;
        continue;
      }
      const lowerNext = end < to && reading.tokens[end]?.kind === 'word' && !continues(reading, end);
      // "The G7 delegates", "NATO leaders": those who speak for a body are the body.
      if (lowerNext && mentioned.entity.kind === 'organisation' && end === to - 1 && is(reading, end, 'people'))
        return [mentioned.entity];
      if (lowerNext && reading.lexicon.pack.order === 'svo') return null;
      // "The deputy head of parliament" is not parliament.
      const office =
        mentioned.from > from &&
        mentioned.entity.kind !== 'person' &&
        reading.lexicon.pack.order === 'vso' &&
        !sawHead &&
        is(reading, from, 'official') &&
        !is(reading, from, 'institution');
      if (office) return null;
      if (!sawHead || mentioned.entity.kind === 'person' || found.length) found.push(mentioned.entity);
      sawHead = true;
      at = end;
      continue;
    }
    if (sawHead && is(reading, at, 'preposition')) break;
    if (!sawHead && is(reading, at, 'preposition')) return null;
    if (sawHead && reading.tokens[at]?.norm === ',' && !cast.at[at + 1]) break;
    if (
      reading.tokens[at]?.kind === 'word' &&
      !is(reading, at, 'conjunction') &&
      !is(reading, at, 'determiner') &&
      sawHead &&
      !cast.at[at]
    ) {
      if (reading.lexicon.pack.order === 'svo') break;
    }
    at++;
  }
  return found.length ? [...new Set(found)] : null;
}

/** "Party home affairs spokesman John Smith": a person's name right behind a noun for people ends the phrase and is who it is. */
function titledIn(reading: Reading, cast: Cast, from: number, to: number): Entity | null {
  const last = cast.at[to - 1];
  if (reading.lexicon.pack.order !== 'svo' || last?.entity.kind !== 'person' || last.to !== to || last.from <= from)
    return null;
  for (let i = from; i < last.from; i++) if (reading.tokens[i]?.kind === 'mark') return null;
  return is(reading, last.from, 'people') || is(reading, last.from - 1, 'people') ? last.entity : null;
}

function continues(reading: Reading, i: number): boolean {
  return (
    is(reading, i, 'conjunction') ||
    is(reading, i, 'preposition') ||
    is(reading, i, 'determiner') ||
    is(reading, i, 'relative')
  );
}

/** A phrase of capitalised words alone is a name, even one that nothing else tells. */
function unknownName(reading: Reading, cast: Cast, from: number, to: number): Entity | null {
  const start = is(reading, from, 'determiner') ? from + 1 : from;
  if (!reading.cased || to - start < 1 || to - start > 4) return null;
  for (let i = start; i < to; i++) {
    const token = reading.tokens[i];
    const plain = [
      'common',
      'people',
      'text',
      'pronoun-he',
      'pronoun-she',
      'pronoun-it',
      'pronoun-they',
      'pronoun-we',
      'pronoun-i',
      'pronoun-you',
      'question',
      'weekday',
      'month',
      'day-word',
    ];
    if (!token?.capital || plain.some((name) => is(reading, i, name))) return null;
  }
  const name = wordsOf(reading, start, to);
  const known = cast.entities.find((entity) => entity.name === name);
  const entity = known ?? entityOf(cast, { name, kind: 'organisation' });
  entity.generic = false;
  mention(cast, entity, from, to, start);
  return entity;
}

/** "The minister", "the committee", "the statement": somebody or something named before. */
function backReference(reading: Reading, cast: Cast, memory: Memory, from: number, to: number): Entity | null {
  if (!isDefinite(reading, from)) return null;
  const head = headOf(reading, from, to);
  if (head < 0) return null;
  const before = cast.entities.filter((entity) => (entity.mentions[0]?.from ?? from) < from);
  if (matchAt(reading, head, 'role') || is(reading, head, 'honorific') || is(reading, head, 'people')) {
    const forms = new Set((reading.alternatives[head] ?? []).map((word) => word.form));
    // "The French president" is none of another state.
    const land = reading.lexicon.pack.order === 'vso' ? landIn(reading, head + 1, to) : null;
    const holder = latest(
      before.filter(
        (entity) =>
          entity.kind === 'person' &&
          (land === null || entity.state === land) &&
          roleWords(reading, entity).some((word) => forms.has(word)),
      ),
      from,
    );
    if (holder) return holder;
    const unnamed = latest(
      before.filter(
        (entity) => entity.generic && entity.human && nameWords(reading, entity).some((word) => forms.has(word)),
      ),
      from,
    );
    if (unnamed) return unnamed;
    // "The official", with no office told before: whoever has been speaking.
    const speaker = memory.speaker.length === 1 ? memory.speaker[0] : undefined;
    const official =
      reading.lexicon.pack.words.official === undefined ||
      is(reading, head, 'official') ||
      (matchAt(reading, head, 'role') !== undefined && !is(reading, head, 'people'));
    if (
      speaker?.kind === 'person' &&
      official &&
      !(is(reading, from, 'own') || (reading.lexicon.pack.order === 'svo' && is(reading, head, 'body'))) &&
      (land === null || speaker.state === null || speaker.state === land) &&
      !is(reading, head, 'honorific') &&
      isSingular(reading, head)
    )
      return speaker;
  }
  if (head === to - 1 && head - from === 1 && is(reading, head, 'realm')) {
    const state = stateSpokenOf(before, from);
    if (state) return state;
  }
  if (head === to - 1 && head - from === 1 && is(reading, head, 'firm')) {
    const firm = firmSpokenOf(reading, before, from);
    if (firm) return firm;
  }
  if (is(reading, head, 'body') || is(reading, head, 'institution')) {
    const forms = new Set((reading.alternatives[head] ?? []).map((word) => word.form));
    const body = latest(
      before.filter(
        (entity) => entity.kind === 'organisation' && nameWords(reading, entity).some((word) => forms.has(word)),
      ),
      from,
    );
    if (body) return body;
  }
  if (is(reading, head, 'utterance') && to - from <= 3) return memory.speaker[0] ?? null;
  return null;
}

/** Words behind a name in which its office is looked for: "John Smith, the long-serving chief executive of Acme, ...". */
const OFFICE_LENGTH = 14;

/** The body that a person speaks for: named in the title before the name, or in the apposition behind it. */
export function bodyOf(reading: Reading, cast: Cast, person: Entity): Entity | null {
  const isBody = ({ kind, generic, media }: Entity) => kind === 'organisation' && !generic && !media;
  const role = person.role ? ` ${foldText(person.role)} ` : '';
  const titled = role && cast.entities.find((other) => isBody(other) && role.includes(` ${foldText(other.name)} `));
  if (titled) return titled;
  for (const { to } of person.mentions.slice(0, 3)) {
    if (reading.tokens[to]?.norm !== ',') continue;
    for (let i = to + 1; i < to + OFFICE_LENGTH && reading.tokens[i]?.kind !== 'mark'; i++) {
      const here = cast.at[i];
      if (here?.from !== i || !isBody(here.entity)) continue;
      if (is(reading, i - 1, 'preposition') || is(reading, i - 2, 'preposition')) return here.entity;
    }
  }
  return null;
}

/** "The government": of the one state that the text has named so far, or has named far more often than any other. */
function stateSpokenOf(before: Entity[], from: number): Entity | null {
  const [first, second] = before
    .filter(({ kind, generic }) => kind === 'state' && !generic)
    .map((entity) => ({ entity, count: countBefore(entity, from) }))
    .sort((a, b) => b.count - a.count);
  return first && first.count >= 2 * (second?.count ?? 0) ? first.entity : null;
}

/** "The company", "the airline": the body by name that was spoken of most, the last of them where two were alike. */
function firmSpokenOf(reading: Reading, before: Entity[], from: number): Entity | null {
  const named = before.filter(
    ({ kind, media, mentions }) =>
      (kind === 'organisation' || kind === 'group') &&
      !media &&
      mentions.some(({ core }) => reading.tokens[core]?.capital && !is(reading, core, 'common')),
  );
  const last = (entity: Entity) => entity.mentions.findLast((mention) => mention.from < from)?.from ?? 0;
  const sorted = named
    .map((entity) => ({ entity, count: countBefore(entity, from), at: last(entity) }))
    .sort((a, b) => b.count - a.count || b.at - a.at);
  return sorted[0]?.entity ?? null;
}

/** How often somebody was named before a token; a phrase that was read twice counts once. */
function countBefore({ mentions }: Entity, from: number): number {
  return new Set(mentions.flatMap((mention) => (mention.from < from ? [mention.from] : []))).size;
}

function landIn(reading: Reading, from: number, to: number): string | null {
  for (let i = from; i < to; i++) {
    const match = matchAt(reading, i, 'state');
    if (match) return match.meaning.code;
  }
  return null;
}

/** Whether a noun is not in the plural, as far as its ending tells. */
function isSingular(reading: Reading, i: number): boolean {
  const word = reading.tokens[i]?.norm ?? '';
  const endings = reading.lexicon.pack.words['plural-ending'] ?? [];
  return !endings.some((ending) => word.endsWith(ending) && !word.endsWith(ending + ending));
}

function isDefinite(reading: Reading, i: number): boolean {
  if (is(reading, i, 'determiner')) return !/^an?$/u.test(reading.tokens[i]?.norm ?? '');
  return is(reading, i, 'own') || (reading.alternatives[i]?.some((word) => word.article) ?? false);
}

function latest(entities: Entity[], before: number): Entity | null {
  let best: Entity | null = null;
  let at = -1;
  for (const entity of entities) {
    for (const { from } of entity.mentions) {
      if (from < before && from > at) {
        at = from;
        best = entity;
      }
    }
  }
  return best;
}

function roleWords(reading: Reading, entity: Entity): string[] {
  const words = entity.mentions.flatMap(({ from, core }) => formsIn(reading, from, core));
  // A title that stands behind the name.
  return entity.role ? [...words, ...foldText(entity.role).split(' ')] : words;
}

function nameWords(reading: Reading, entity: Entity): string[] {
  // "International" is no "states" with a suffix.
  return entity.mentions
    .slice(0, 2)
    .flatMap(({ from, to }) =>
      reading.alternatives
        .slice(from, to)
        .flatMap((words) => words.filter(({ suffix }) => !suffix).map(({ form }) => form)),
    );
}

function formsIn(reading: Reading, from: number, to: number): string[] {
  return reading.alternatives.slice(from, to).flatMap((words) => words.map((word) => word.form));
}

/** The head noun: the last word before a preposition in languages that put adjectives first, else the first noun. */
function headOf(reading: Reading, from: number, to: number): number {
  let head = -1;
  for (let i = from; i < to; i++) {
    // "30 countries", "some 500 workers": a count stands before its noun.
    if (reading.tokens[i]?.kind === 'number' && reading.lexicon.pack.order === 'svo') continue;
    if (reading.tokens[i]?.kind !== 'word') break;
    if (i > from && is(reading, i, 'preposition')) break;
    if (is(reading, i, 'determiner') || is(reading, i, 'own') || is(reading, i, 'former')) {
      // "Thousands of Nigerians", "some of the ministers": a count alone before its preposition is the head.
      if (reading.lexicon.pack.order === 'svo' && head < 0 && i + 1 < to && is(reading, i + 1, 'preposition')) return i;
      continue;
    }
    if (reading.lexicon.pack.order === 'vso') return i;
    head = i;
  }
  return head;
}

/** "Thousands of Nigerians", "some 200 supporters of ...": people stand at the head, or behind a count of them. */
function isPeople(reading: Reading, from: number, to: number): boolean {
  if (reading.lexicon.pack.order === 'vso') return false;
  for (let i = from; i < to; i++) {
    const adjective = matchAt(reading, i, 'state');
    if (
      adjective?.meaning.as === 'adjective' &&
      /[^s]s$/u.test(reading.tokens[i]?.norm ?? '') &&
      adjective.to === i + 1
    )
      return true;
    if (is(reading, i, 'people')) return true;
    if (is(reading, i, 'preposition') && !/^of$/u.test(reading.tokens[i]?.norm ?? '')) return false;
  }
  return false;
}

/** A phrase that names nobody but can speak or act: "officials", "a source close to the talks", "the study". */
function phrase(reading: Reading, cast: Cast, from: number, to: number): Party | null {
  const head = headOf(reading, from, to);
  if (head < 0 || to - from > 12) return null;
  const acts =
    ['people', 'text', 'institution', 'body', 'number-word'].some((name) => is(reading, head, name)) ||
    isPeople(reading, from, to);
  const role =
    matchAt(reading, head, 'role') !== undefined ||
    [...Array(head - from).keys()].some((k) => {
      const match = matchAt(reading, from + k, 'role');
      return match !== undefined && match.to === head + 1;
    });
  const start = is(reading, from, 'determiner') && !is(reading, from + 1, 'preposition') ? from + 1 : from;
  if (start >= to) return null;
  const name = freeName(reading, start, to);
  const same = cast.entities.find((entity) => entity.generic && entity.name.toLowerCase() === name.toLowerCase());
  let state: string | null = null;
  for (let i = from; i <= head; i++) state ??= matchAt(reading, i, 'state')?.meaning.code ?? null;
  const entity =
    same ??
    entityOf(cast, {
      name,
      kind: is(reading, head, 'realm') && isDefinite(reading, from) ? 'state' : 'group',
      generic: true,
      state,
      human:
        (is(reading, head, 'people') || role) &&
        !is(reading, head, 'body') &&
        !is(reading, head, 'text') &&
        (role || !is(reading, head, 'institution')),
      plural: !isSingular(reading, head),
    });
  mention(cast, entity, from, to, start);
  return { entities: [entity], from, to, by: 'phrase', acts: acts || role };
}

/** The words of a phrase, less a preposition that is written onto its article ("to the citizens"). */
function freeName(reading: Reading, from: number, to: number): string {
  const written = wordsOf(reading, from, to);
  const token = reading.tokens[from];
  const bound = reading.alternatives[from]?.find(({ preposition, article }) => preposition && article);
  if (!token || !bound || token.end - token.start !== token.norm.length) return written;
  const article = reading.lexicon.clitics?.articles[0] ?? '';
  return article + written.slice(token.norm.length - bound.form.length);
}

/** The people of a phrase that tells no more of who they are ("both sides"): the same ones each time it stands. */
export function groupOf(reading: Reading, cast: Cast, from: number, to: number): Entity {
  const name = wordsOf(reading, from, to);
  const entity =
    cast.entities.find((one) => one.generic && one.name === name) ??
    entityOf(cast, { name, kind: 'group', generic: true, human: true, plural: true });
  mention(cast, entity, from, to);
  return entity;
}
