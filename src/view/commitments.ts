import type { Kind, Point, Who } from '../core/briefing.ts';
import { interfaceOf } from '../languages/interface.ts';
import { dateOf } from './dates.ts';
import { labelled } from './direction.ts';
import { termOf } from './entities.ts';
import { dueOf, nameOf } from './gloss.ts';
import { pointLabel } from './points.ts';
import type { Showing } from './wording.ts';

/** Somebody across the editions of a topic: under one id, in the reader's words. */
export type Actor = { id: string; name: string };

/** A commitment as a drawing or a table tells it. */
export type Mark = {
  /** The briefing's id, and the point's number in it. */
  edition: string;
  number: number;
  kind: Kind;
  /** When its article was published, an ISO 8601 date; null where nobody says. */
  date: string | null;
  due: string | null;
  check: boolean;
  /** All of it in a few words of the reader's. */
  label: string;
};

/** A commitment with those it concerns: whom it binds or calls on, to whom, and who says so. */
export type Commitment = { mark: Mark; actors: Actor[]; counterparts: Actor[]; speakers: Actor[] };

/** The commitments of a topic's editions, those that come next included; what people merely said is none. */
export function commitmentsOf(showings: readonly Showing[]): Commitment[] {
  return showings.flatMap((showing) => {
    const known = new Map(showing.briefing.who.map((who) => [who.id, actorOf(who, showing)]));
    const actors = (ids: readonly string[]) => actorsOf(ids, known);
    return showing.briefing.points
      .filter(({ section }) => section !== 'position')
      .map((point) => ({
        mark: markOf(point, showing),
        actors: actors(point.actors),
        counterparts: actors(point.counterparts),
        speakers: actors(point.saidBy.who),
      }));
  });
}

/** How many an edition has. */
export function countCommitments({ briefing }: Pick<Showing, 'briefing'>): number {
  return briefing.points.filter(({ section }) => section !== 'position').length;
}

/** The day an edition's newest article was published. */
function publishedOn({ briefing }: Pick<Showing, 'briefing'>): string | null {
  const dates = briefing.articles.flatMap(({ publishedAt }) => publishedAt?.slice(0, 10) ?? []);
  return dates.toSorted().at(-1) ?? null;
}

function markOf(point: Point, showing: Showing): Mark {
  const { briefing, language } = showing;
  const { labels } = interfaceOf(language);
  const date = publishedOn(showing);
  const said = [
    pointLabel(point, showing),
    ...(date === null ? [] : [dateOf(date, language)]),
    ...(point.due === null ? [] : [labelled(labels.due, dueOf(point.due, language), language)]),
    ...(point.confidence === 'check' ? [`? ${labels.check}`] : []),
  ];
  return {
    edition: briefing.id,
    number: point.number,
    kind: point.kind,
    date,
    due: point.due,
    check: point.confidence === 'check',
    label: said.join(' · '),
  };
}

/** Each once: two of a briefing may be one to the topic. */
function actorsOf(ids: readonly string[], known: ReadonlyMap<string, Actor>): Actor[] {
  const actors = ids.flatMap((id) => known.get(id) ?? []);
  return actors.filter(({ id }, i) => actors.findIndex((other) => other.id === id) === i);
}

/** The topic's term base knows people under one id whatever an article calls them; else the briefing's id has to do. */
function actorOf(who: Who, showing: Showing): Actor {
  return { id: termOf(who, showing.topic)?.id ?? who.id, name: nameOf(who, showing) };
}
