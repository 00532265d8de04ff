import type { Briefing, Evidence, Line, Point, Who } from '../core/briefing.ts';
import type { Topic } from '../core/topic.ts';
import { type InterfaceLanguage, InterfaceLanguage as Interfaces } from '../core/topic.ts';
import { concepts, conceptsIn, events, eventsIn } from '../languages/concepts.ts';
import { fill, interfaceOf } from '../languages/interface.ts';
import { oncePer } from '../languages/load.ts';
import { organisations } from '../languages/organisations.ts';
import { officeName, roles } from '../languages/roles.ts';
import { stateNames } from '../languages/states.ts';
import { tokensOf } from '../languages/stem.ts';
import { dateOf, datesIn } from './dates.ts';
import { clean, commaOf, directionOf, isolate } from './direction.ts';
import {
  type Entity,
  entitiesIn,
  knownOffices,
  knownOrganisations,
  knownStates,
  officesOf,
  peopleIn,
  termOf,
} from './entities.ts';

/** A briefing before one reader. */
export type Reader = { briefing: Briefing; topic: Topic | null; language: InterfaceLanguage };

/** The most names, and the most subjects, that the gloss of a line tells. */
const MOST = 4;
/** How much of a body's name must be known for the name to be told in other words. */
const MOSTLY = 0.6;

/** Joins names as the language does: "China and Russia", الصين وروسيا. */
export function joinNames(names: readonly string[], language: InterfaceLanguage): string {
  return listFormat(language).format(names);
}

const listFormat = oncePer((language: string) => new Intl.ListFormat(language, { type: 'conjunction' }));

/** Somebody's name in the reader's language where that is known; else as the article writes it, isolated. */
export function nameOf(who: Who, reader: Reader): string {
  const { briefing, topic, language } = reader;
  const term = termOf(who, topic)?.term;
  if (term) return term.names[language];
  if (who.kind === 'state') return stateName(who.state ?? who.id, language) ?? verbatim(who.name, language);
  if (who.kind === 'person' || briefing.language === language) return verbatim(who.name, language);
  return bodyName(who.name, reader) ?? verbatim(who.name, language);
}

/**
 * A body or a group in the reader's language, where its name is made of what is known: "the Russian defence ministry".
 * A known word in a longer name does not make the name: US intelligence is not the United States.
 */
function bodyName(name: string, reader: Reader): string | null {
  const { language } = reader.briefing;
  const found = entitiesIn(name, language, knownStates, knownOrganisations, knownOffices);
  const bodies = found.filter(({ is }) => is !== 'state');
  const known = found.reduce((sum, { length }) => sum + length, 0);
  const words = tokensOf(name, language).length;
  return known === words || (bodies.length === 1 && known >= MOSTLY * words) ? entityNames(found, reader) : null;
}

/** The names of those with the ids given, joined; null where there are none. */
export function namesById(ids: readonly string[], reader: Reader): string | null {
  const who = ids.flatMap((id) => reader.briefing.who.find((one) => one.id === id) ?? []);
  return who.length > 0
    ? joinNames(
        who.map((one) => nameOf(one, reader)),
        reader.language,
      )
    : null;
}

function verbatim(text: string, language: InterfaceLanguage): string {
  return isolate(clean(text), directionOf(language));
}

function entityNames(entities: readonly Entity[], reader: Reader): string | null {
  const found = [...new Set(entities.flatMap((entity) => entityName(entity, reader) ?? []))];
  return found.length > 0 ? found.join(commaOf(reader.language)) : null;
}

function entityName(entity: Entity, { topic, language }: Reader): string | null {
  switch (entity.is) {
    case 'state':
      return stateName(entity.code, language);
    case 'organisation':
      return organisations()[entity.id]?.words[language][0] ?? null;
    case 'office':
      return roles()[entity.role]?.[language][0] ?? null;
    case 'name':
      return topic?.names[entity.id]?.names[language] ?? null;
  }
}

function stateName(code: string, language: InterfaceLanguage): string | null {
  return stateNames()[code]?.[language] ?? null;
}

/** What somebody is: offices in the reader's language (the article's words where it is the same), and the state. */
export function detailOf(who: Who, reader: Reader): string | null {
  if (who.kind === 'state') return null;
  const { briefing, topic, language } = reader;
  const same = briefing.language === language;
  const offices = same && who.role ? [verbatim(who.role, language)] : officeNames(who, reader);
  const state = who.state === null ? null : stateName(who.state, language);
  // A role in the article's own words often names the state already.
  const said = same
    ? entitiesIn(who.role ?? '', language, knownStates).some((e) => e.is === 'state' && e.code === who.state)
    : false;
  const parts = [offices.join(commaOf(language)), state === null || said ? '' : state].filter((part) => part !== '');
  if (parts.length > 0) return parts.join(' · ');
  return termOf(who, topic) === null ? null : interfaceOf(language).entity_kinds[who.kind];
}

function officeNames(who: Who, { briefing, topic, language }: Reader): string[] {
  const names = officesOf(who, briefing, topic).flatMap((role) => officeName(role, who.state, language) ?? []);
  return [...new Set(names)];
}

/** The words for subjects in the reader's language. */
export function subjectNames(ids: readonly string[], language: InterfaceLanguage): string[] {
  return ids.flatMap((id) => concepts()[id]?.[language][0] ?? []);
}

/** Subjects in a row: "non-interference; disinformation". */
export function joinSubjects(ids: readonly string[], language: InterfaceLanguage): string | null {
  const names = subjectNames(ids, language);
  return names.length > 0
    ? names.join({ ar: '؛ ', zh: '；', en: '; ', es: '; ', fr: '\u00A0; ', ru: '; ' }[language])
    : null;
}

/** "China: intention, with Russia — non-interference; disinformation", or null where nothing closed is known of a point. */
export function glossOfPoint(point: Point, reader: Reader): string | null {
  const { language } = reader;
  const phrases = interfaceOf(language).kind_phrases[point.kind];
  const actor = namesById(point.actors, reader);
  const counterpart = namesById(point.counterparts, reader);
  const subjects = joinSubjects(point.topics, language);
  if (actor === null) return subjects;
  const head = fill(counterpart === null ? phrases.alone : phrases.with, { actor, counterpart: counterpart ?? '' });
  return subjects === null ? head : head + dashOf(language) + subjects;
}

function dashOf(language: InterfaceLanguage): string {
  return language === 'zh' ? '：' : ' — ';
}

/**
 * The gloss of a line: of the point that it tells, where there is one; else the names and subjects in its words.
 * Null where it holds nothing that is known in the reader's language.
 */
export function glossOfLine(line: Line, reader: Reader): string | null {
  const told = reader.briefing.points.find((point) => holds(line.evidence, point.evidence));
  return told ? glossOfPoint(told, reader) : glossOfWords(line, reader);
}

function holds(line: readonly Evidence[], point: readonly Evidence[]): boolean {
  const [content] = point;
  return line.some(
    ({ start, end, in: where }) =>
      content !== undefined && where === content.in && start <= content.start && end >= content.end,
  );
}

function glossOfWords(line: Line, reader: Reader): string | null {
  const quotes = line.evidence.map(({ quote }) => quote).join('\n');
  const people = peopleIn(quotes, reader.briefing, reader.topic).map((who) => nameOf(who, reader));
  const others = entitiesIn(quotes, reader.briefing.language, knownStates, knownOrganisations).flatMap(
    (entity) => entityName(entity, reader) ?? [],
  );
  const names = [...new Set([...people, ...others])].slice(0, MOST).join(commaOf(reader.language));
  const subjects = joinSubjects(conceptsIn(quotes, reader.briefing.language).slice(0, MOST), reader.language);
  if (names === '') return subjects;
  return subjects === null ? names : names + dashOf(reader.language) + subjects;
}

/** The gloss of when: the days, months and years that its words name. */
export function glossOfWhen(line: Line, { briefing, language }: Reader): string | null {
  const from = Interfaces.safeParse(briefing.language);
  if (!from.success) return null;
  return datesIn(line.evidence.map(({ quote }) => quote).join('\n'), from.data, language);
}

/** The gloss of where: the states that its words name, or whose cities they name. */
export function glossOfWhere(line: Line, reader: Reader): string | null {
  const { language } = reader.briefing;
  const found = line.evidence.flatMap(({ quote }) => entitiesIn(quote, language, knownStates, knownOrganisations));
  return entityNames(found, reader);
}

/** The gloss of how: what sort of event. */
export function glossOfHow(line: Line, { briefing, language }: Reader): string | null {
  const quotes = line.evidence.map(({ quote }) => quote).join('\n');
  const names = eventsIn(quotes, briefing.language).flatMap((id) => events()[id]?.[language][0] ?? []);
  return names.length > 0
    ? names.join(commaOf(language))
    : joinSubjects(conceptsIn(quotes, briefing.language), language);
}

/** A due date or interval (ISO 8601) in the reader's words. */
export function dueOf(due: string, language: InterfaceLanguage): string {
  const [from = due, to] = due.split('/');
  if (to === undefined) return dateOf(from, language);
  return fill(interfaceOf(language).dates.interval, { from: dateOf(from, language), to: dateOf(to, language) });
}
