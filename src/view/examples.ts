import type { Briefing, Point } from '../core/briefing.ts';
import type { Edition } from '../core/seams.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import { fill, SECTIONS } from '../languages/interface.ts';
import { pageWordsOf } from '../languages/page.ts';
import { sectionNames } from './about.ts';
import { ask } from './find.ts';
import { nameOf, subjectNames } from './gloss.ts';

/** A command that is worth a try; `shows`: what of a briefing. */
export type Example = { shows: 'card' | 'point' | 'section' | 'question' | 'search' | 'list'; command: string };

/** A point from the middle of the first lines: it has one before it and one behind. */
const SHOWN_POINT = 3;
/** So many points are tried until one makes a question that is answered with it. */
const MOST_TRIED = 10;

/** What can be asked of a topic's edition, each once, in the reader's language; without one, what can be asked at all. */
export function examplesOf(topic: string, edition: Edition | null, language: InterfaceLanguage): Example[] {
  const list: Example = { shows: 'list', command: '/briefings list' };
  if (edition === null) return [list];
  const { points } = edition.briefing;
  const read = `/briefing ${topic}`;
  const point = points.find(({ number }) => number === SHOWN_POINT) ?? points[0];
  const section = sectionNames(language)[SECTIONS.indexOf('commitments')];
  const asked = askable(edition, language);
  return [
    { shows: 'card', command: read },
    ...(point === undefined ? [] : [{ shows: 'point', command: `${read} ${point.number}` } as const]),
    ...(section === undefined ? [] : [{ shows: 'section', command: `${read} ${section}` } as const]),
    ...(asked === null ? [] : [{ shows: 'question', command: `${read} ${asked.question}` } as const]),
    ...(asked === null ? [] : [{ shows: 'search', command: `/briefings search ${asked.subject}` } as const]),
    list,
  ];
}

/** A question that the briefing answers, and its subject. */
function askable(
  { briefing, topic }: Edition,
  language: InterfaceLanguage,
): { question: string; subject: string } | null {
  for (const point of candidates(briefing)) {
    const who = briefing.who.find(({ id }) => id === (point.saidBy.who[0] ?? point.actors[0]));
    const [subject] = subjectNames(point.topics, language);
    if (who === undefined || subject === undefined) continue;
    const name = nameOf(who, { briefing, topic, language }).replace(/[\u2066-\u2069]/gu, '');
    const question = fill(pageWordsOf(language).console.ask, { name, subject });
    const answer = ask(briefing, question, { language, topic, translate: null });
    if (answer.type === 'points' && answer.points.includes(point)) return { question, subject };
  }
  return null;
}

/** Points that are about something: those that people said first, then by what most are about. */
function candidates({ points, who }: Briefing): Point[] {
  const people = new Set(who.flatMap(({ id, kind }) => (kind === 'person' ? id : [])));
  const told = points.flatMap(({ topics }) => topics);
  const rank = ({ topics: [first], saidBy }: Point) =>
    (saidBy.who.some((id) => people.has(id)) ? 0 : told.length) - told.filter((one) => one === first).length;
  return points
    .filter(({ topics }) => topics.length > 0)
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, MOST_TRIED);
}
