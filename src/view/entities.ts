import type { Briefing, Point, Who } from '../core/briefing.ts';
import type { Term, Topic } from '../core/topic.ts';
import { InterfaceLanguage } from '../core/topic.ts';
import { foldText } from '../languages/fold.ts';
import { oncePer } from '../languages/load.ts';
import { organisations } from '../languages/organisations.ts';
import { findPhrases, type Phrases, phrasesOf } from '../languages/phrases.ts';
import { roles } from '../languages/roles.ts';
import { stateAliases, stateNames } from '../languages/states.ts';
import { tokensOf } from '../languages/stem.ts';

/** Somebody or something that a question, a role or a text names; `name` is of the briefing or of the topic's term base. */
export type Entity =
  | { is: 'name'; id: string }
  | { is: 'state'; code: string }
  | { is: 'organisation'; id: string }
  | { is: 'office'; role: string; state: string | null };

type Known = (language: InterfaceLanguage) => Phrases<Entity>;

/** The states as one of the six languages writes them: by their names, their capitals, what is theirs. */
export const knownStates: Known = oncePer((language) => {
  const aliases = stateAliases(language);
  const entries = Object.entries(stateNames()).map(([code, names]) => {
    const more = aliases[code] ?? { names: [], capitals: [], adjectives: [] };
    const words = [names[language], ...more.names, ...more.capitals, ...more.adjectives];
    return { value: { is: 'state', code } as const, words };
  });
  return phrasesOf<Entity>(entries, language);
});

export const knownOrganisations: Known = oncePer((language) =>
  phrasesOf<Entity>(
    Object.entries(organisations()).map(([id, { words }]) => ({
      value: { is: 'organisation', id },
      words: words[language],
    })),
    language,
  ),
);

export const knownOffices: Known = oncePer((language) =>
  phrasesOf<Entity>(
    Object.entries(roles()).map(([role, words]) => ({
      value: { is: 'office', role, state: null },
      words: words[language],
    })),
    language,
  ),
);

/** The names of a briefing and of its topic, in every language they are known in, ready to be found in one language. */
export function namesOf(briefing: Briefing, topic: Topic | null, language: string): Phrases<Entity> {
  const entries: { value: Entity; words: string[] }[] = [];
  for (const [id, term] of Object.entries(topic?.names ?? {})) {
    entries.push({ value: { is: 'name', id }, words: spellings(term) });
  }
  for (const who of briefing.who) {
    const value: Entity = { is: 'name', id: termOf(who, topic)?.id ?? who.id };
    if (who.kind !== 'state') entries.push({ value, words: [who.name, ...shortNames(who)] });
  }
  return phrasesOf(merged(entries), language);
}

function merged(entries: { value: Entity; words: string[] }[]): { value: Entity; words: string[] }[] {
  const byId = new Map<string, { value: Entity; words: string[] }>();
  for (const { value, words } of entries) {
    const key = JSON.stringify(value);
    byId.set(key, { value, words: [...new Set([...(byId.get(key)?.words ?? []), ...words])] });
  }
  return [...byId.values()];
}

/** People are asked for by their last name; in a name of Han characters there is none to tell. */
function shortNames(who: Who): string[] {
  if (who.kind !== 'person') return [];
  const last = who.name.split(/[\s·]+/u).at(-1) ?? '';
  return last.length >= 3 ? [last] : [];
}

function spellings(term: Term): string[] {
  return [...Object.values(term.names), ...Object.values(term.aliases).flat()];
}

/** The term of the topic's term base that somebody is, by id or by name in any language. */
export function termOf(who: Who, topic: Topic | null): { id: string; term: Term } | null {
  const names = topic?.names ?? {};
  const own = names[who.id];
  if (own) return { id: who.id, term: own };
  const name = foldText(who.name);
  for (const [id, term] of Object.entries(names)) {
    if (spellings(term).some((spelling) => foldText(spelling) === name)) return { id, term };
  }
  return null;
}

/**
 * What a text of one of the six languages names, in text order: of states, organisations, offices those asked for.
 * `length` is the number of words it takes.
 */
export function entitiesIn(text: string, language: string, ...known: Known[]): (Entity & { length: number })[] {
  const own = InterfaceLanguage.safeParse(language);
  if (!own.success || text === '') return [];
  const lists = known.map((list) => list(own.data));
  return findPhrases(tokensOf(text, language), ...lists).map(({ value, from, to }) => ({
    ...value,
    length: to - from,
  }));
}

/** The offices that somebody holds: as the article's words say, else as the topic's term base does. */
export function officesOf(who: Who, briefing: Briefing, topic: Topic | null): string[] {
  const said = entitiesIn(who.role ?? '', briefing.language, knownOffices).flatMap((found) =>
    found.is === 'office' ? [found.role] : [],
  );
  return said.length > 0 ? [...new Set(said)] : (termOf(who, topic)?.term.roles ?? []);
}

/** Those of a briefing whom an entity means. A state means itself; with `own`, its people and bodies too. */
export function whoIs(entity: Entity, briefing: Briefing, topic: Topic | null, own = false): Who[] {
  return briefing.who.filter((who) => means(entity, who, briefing, topic, own));
}

function means(entity: Entity, who: Who, briefing: Briefing, topic: Topic | null, own: boolean): boolean {
  switch (entity.is) {
    case 'name':
      return who.id === entity.id || termOf(who, topic)?.id === entity.id;
    case 'state':
      return who.state === entity.code && (own || who.kind === 'state');
    case 'organisation':
      return who.kind !== 'person' && who.kind !== 'state' && isCalled(who, entity.id, briefing.language);
    case 'office':
      return (
        (entity.state === null || who.state === entity.state) &&
        officesOf(who, briefing, topic).some((role) => isA(role, entity.role))
      );
  }
}

function isCalled(who: Who, organisation: string, language: string): boolean {
  return entitiesIn(who.name, language, knownOrganisations, knownStates).some(
    (found) => found.is === 'organisation' && found.id === organisation,
  );
}

/** A foreign minister is a minister; a vice-president is no president. */
function isA(role: string, asked: string): boolean {
  return role === asked || (role.endsWith(`-${asked}`) && !/^(?:vice|deputy|former|acting)-/.test(role));
}

/** Whether a point is about an entity: as its actor, counterpart or speaker, or by its words. */
export function concerns(point: Point, entity: Entity, briefing: Briefing, topic: Topic | null): boolean {
  const ids = new Set(whoIs(entity, briefing, topic).map(({ id }) => id));
  if ([...point.actors, ...point.counterparts, ...point.saidBy.who].some((id) => ids.has(id))) return true;
  return point.evidence.some(({ quote }) => names(quote, entity, briefing, topic));
}

/** Whether words of the article name an entity. */
export function names(text: string, entity: Entity, briefing: Briefing, topic: Topic | null): boolean {
  const { language } = briefing;
  const inText = (known: Known, holds: (found: Entity) => boolean) => entitiesIn(text, language, known).some(holds);
  const hasState = (code: string) => inText(knownStates, (found) => found.is === 'state' && found.code === code);
  switch (entity.is) {
    case 'state':
      return hasState(entity.code);
    case 'organisation':
      return inText(knownOrganisations, (found) => found.is === 'organisation' && found.id === entity.id);
    case 'office':
      return (
        inText(knownOffices, (found) => found.is === 'office' && found.role === entity.role) &&
        (entity.state === null || hasState(entity.state))
      );
    case 'name':
      return peopleNamed(text, briefing, topic).includes(entity.id);
  }
}

function peopleNamed(text: string, briefing: Briefing, topic: Topic | null): string[] {
  const phrases = namesOf(briefing, topic, briefing.language);
  const found = findPhrases(tokensOf(text, briefing.language), phrases);
  return found.flatMap(({ value }) => (value.is === 'name' ? [value.id] : []));
}

/** Those of a briefing, other than states, whom words of the article name. */
export function peopleIn(text: string, briefing: Briefing, topic: Topic | null): Who[] {
  const found = findPhrases(tokensOf(text, briefing.language), namesOf(briefing, topic, briefing.language));
  return found.flatMap(({ value }) => whoIs(value, briefing, topic)[0] ?? []);
}
