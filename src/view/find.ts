import type { Briefing, Evidence, Line, Point, Who } from '../core/briefing.ts';
import type { Topic } from '../core/topic.ts';
import { commonWordsIn, conceptsIn } from '../languages/concepts.ts';
import { oncePer } from '../languages/load.ts';
import { type Token, tokensOf } from '../languages/stem.ts';
import { concerns, type Entity, names, whoIs } from './entities.ts';
import { type Need, type Question, understand } from './question.ts';

/** What a briefing answers to a question; always something with evidence, or that the article does not say. */
export type Answer =
  | { type: 'points'; points: Point[] }
  | { type: 'lines'; of: 'what' | 'when' | 'where' | 'how'; lines: Line[] }
  | { type: 'who'; who: Who[] }
  | { type: 'not-said' };

/** The words of evidence in another language (an editor's translation), where there are any. */
export type Translate = (evidence: readonly Evidence[]) => string | null;

export type AskContext = {
  /** Of the question; told from its words where null. */
  language: string | null;
  topic: Topic | null;
  translate: Translate | null;
};

/** The points with these numbers, in their order; those that the briefing does not have are left out. */
export function pointsBetween(briefing: Briefing, from: number, to: number): Point[] {
  return briefing.points.filter(({ number }) => number >= from && number <= to);
}

/**
 * Answers a question from a briefing, without a model: by names, states, offices, subjects, kinds and the words
 * themselves. Everything that the question names must be met by what is answered; else the article does not say.
 */
export function ask(briefing: Briefing, text: string, context: AskContext): Answer {
  const question = understand(text, context.language, briefing, context.topic);
  const scope = scopeOf(briefing, context, question);
  const { words, needs } = question;
  // Nothing in a briefing gives a reason or a number as such.
  if (words.has('why') || words.has('count')) return { type: 'not-said' };
  const found = askedLine(scope) ?? askedWho(scope) ?? askedEvent(scope) ?? foundPoints(scope, needs);
  return found.type === 'not-said' ? (onlyNamed(scope) ?? found) : found;
}

type Scope = AskContext & {
  briefing: Briefing;
  question: Question;
  subjectsOf: (point: Point) => ReadonlySet<string>;
  tokensOf: (point: Point) => ReadonlySet<string>;
  /** What the article reports as a whole: its lines, apart from the points. */
  event: { lines: Line[]; subjects: ReadonlySet<string>; tokens: ReadonlySet<string> };
};

function scopeOf(briefing: Briefing, context: AskContext, question: Question): Scope {
  const { when, where, how } = briefing;
  const lines = [briefing.headline, ...briefing.what, when, where, how].filter((line) => line !== null);
  // Circumstances hold for every point; what happened may be one point among others.
  const circumstances = [when, where, how].filter((line) => line !== null);
  const read = (evidence: readonly Evidence[]) => tokensIn(evidence, briefing, question, context.translate);
  return {
    ...context,
    briefing,
    question,
    subjectsOf: oncePer((point) => new Set([...point.topics, ...subjectsIn(point.evidence, briefing)])),
    tokensOf: oncePer((point) => read(point.evidence)),
    event: {
      lines,
      subjects: new Set(circumstances.flatMap(({ evidence }) => subjectsIn(evidence, briefing))),
      tokens: new Set(circumstances.flatMap(({ evidence }) => [...read(evidence)])),
    },
  };
}

function subjectsIn(evidence: readonly Evidence[], briefing: Briefing): string[] {
  return evidence.flatMap(({ quote }) => [
    ...conceptsIn(quote, briefing.language),
    ...commonWordsIn(quote, briefing.language),
  ]);
}

/** Stems of the evidence where the question is in its language, the words as written, and the translation's stems. */
function tokensIn(
  evidence: readonly Evidence[],
  briefing: Briefing,
  question: Question,
  translate: Translate | null,
): Set<string> {
  const own = evidence.flatMap(({ quote }) => tokensOf(quote, briefing.language));
  const same = question.language === briefing.language;
  const translated = same ? [] : tokensOf(translate?.(evidence) ?? '', question.language);
  return new Set([...own.map(({ word }) => word), ...(same ? own : translated).flatMap(({ stems }) => stems)]);
}

// ---------------------------------------------------------------- whether a need is met

function meets(point: Point, need: Need, scope: Scope): boolean {
  switch (need.is) {
    case 'kind':
      return need.kinds.includes(point.kind);
    case 'concept':
      return scope.subjectsOf(point).has(need.id) || scope.event.subjects.has(need.id);
    case 'word':
      return hasWord(scope.tokensOf(point), need.token) || hasWord(scope.event.tokens, need.token);
    case 'entity':
      return need.subject
        ? isSubject(point, need.entity, scope)
        : concerns(point, need.entity, scope.briefing, scope.topic);
  }
}

function hasWord(tokens: ReadonlySet<string>, token: Token): boolean {
  return tokens.has(token.word) || token.stems.some((stem) => tokens.has(stem));
}

/** Whether an entity said or did what a point holds; a state also through its people. */
function isSubject(point: Point, entity: Entity, scope: Scope): boolean {
  const own = whoIs(entity, scope.briefing, scope.topic, true);
  const ids = new Set(own.map(({ id }) => id));
  const spoke = point.saidBy.who.some((id) => ids.has(id));
  // The actors of a call are those whom it addresses.
  if (point.kind === 'calls-for') return spoke;
  if (point.actors.some((id) => ids.has(id))) return true;
  if (!spoke) return false;
  // A minister who promises speaks for the state; a minister who tells of others' promises has promised nothing.
  const commits = scope.question.needs.flat().some((need) => need.is === 'kind');
  const states = new Set(own.flatMap(({ state }) => state ?? []));
  return (
    !commits ||
    scope.briefing.who.some((who) => point.actors.includes(who.id) && who.state !== null && states.has(who.state))
  );
}

/** Whether the event as a whole meets a need: its parties, its time, place and manner, what happened. */
function eventMeets(need: Need, scope: Scope): boolean {
  const { briefing, topic, event, question } = scope;
  const evidence = event.lines.flatMap((line) => line.evidence);
  switch (need.is) {
    case 'kind':
      return briefing.points.some((point) => need.kinds.includes(point.kind) && overlaps(point, evidence));
    case 'concept':
      return subjectsIn(evidence, briefing).includes(need.id);
    case 'word':
      return hasWord(tokensIn(evidence, briefing, question, scope.translate), need.token);
    case 'entity':
      return (
        whoIs(need.entity, briefing, topic).some(({ part }) => part !== 'mentioned') ||
        evidence.some(({ quote }) => names(quote, need.entity, briefing, topic))
      );
  }
}

function overlaps(point: Point, evidence: readonly Evidence[]): boolean {
  return point.evidence.some((own) =>
    evidence.some((other) => own.in === other.in && own.start < other.end && other.start < own.end),
  );
}

// ---------------------------------------------------------------- the sorts of questions

/** "When was the call?" is answered by the line for it, where all that the question names belongs to the event. */
function askedLine(scope: Scope): Answer | null {
  const { briefing, question } = scope;
  const of = (['when', 'where', 'how'] as const).find((word) => question.words.has(word));
  if (of === undefined) return null;
  if (question.needs.every((group) => group.some((need) => eventMeets(need, scope)))) {
    const line = briefing[of];
    return line ? { type: 'lines', of, lines: [line] } : { type: 'not-said' };
  }
  if (of === 'how') return null;
  const found = foundPoints(scope, question.needs);
  if (of === 'where' || found.type !== 'points') return { type: 'not-said' };
  const dated = found.points.filter(({ due }) => due !== null);
  return dated.length > 0 ? { type: 'points', points: dated } : { type: 'not-said' };
}

/** "Who took part?", "Who is Lavrov?": people. "Who called for more trade?" asks for points. */
function askedWho(scope: Scope): Answer | null {
  const { briefing, question, topic } = scope;
  if (!question.words.has('who')) return null;
  const needs = question.needs.flat();
  if (needs.length === 0) {
    const active = (['part', 'spoke', 'say'] as const).some((word) => question.words.has(word));
    const who = briefing.who.filter(({ part }) => !active || part !== 'mentioned');
    return who.length > 0 ? { type: 'who', who } : { type: 'not-said' };
  }
  if (question.words.has('say') || needs.some((need) => need.is !== 'entity')) return null;
  const entities = needs.flatMap((need) => (need.is === 'entity' ? [need.entity] : []));
  const meant = entities.flatMap((entity) => whoIs(entity, briefing, topic));
  const who = briefing.who.filter((one) => meant.includes(one));
  return who.length > 0 ? { type: 'who', who } : { type: 'not-said' };
}

/** "Is the United States mentioned?": those whom no point is about are still named. */
function onlyNamed({ briefing, question, topic }: Scope): Answer | null {
  const entities = question.needs.flatMap((group) => group.flatMap((need) => (need.is === 'entity' ? [need] : [])));
  if (entities.length === 0 || entities.length < question.needs.length) return null;
  if (entities.some(({ subject }) => subject) || question.words.has('when') || question.words.has('where')) return null;
  const meant = question.needs.map((group) =>
    group.flatMap((need) => (need.is === 'entity' ? whoIs(need.entity, briefing, topic) : [])),
  );
  if (meant.some((group) => group.length === 0)) return null;
  return { type: 'who', who: briefing.who.filter((one) => meant.flat().includes(one)) };
}

/** "What happened?" */
function askedEvent({ briefing, question }: Scope): Answer | null {
  if (question.needs.length > 0 || question.words.has('say') || !question.words.has('happened')) return null;
  return { type: 'lines', of: 'what', lines: briefing.what };
}

function foundPoints(scope: Scope, needs: Need[][]): Answer {
  const { words } = scope.question;
  // "What did they say?" "What did they talk about?"
  const all = words.has('say') || (words.has('what') && words.has('spoke'));
  if (needs.length === 0 && !all) return { type: 'not-said' };
  const found = scope.briefing.points
    .filter((point) => needs.every((group) => group.some((need) => meets(point, need, scope))))
    .map((point) => ({ point, score: scoreOf(point, scope) }))
    .sort((a, b) => b.score - a.score || a.point.number - b.point.number);
  return found.length > 0 ? { type: 'points', points: found.map(({ point }) => point) } : { type: 'not-said' };
}

/** Best first: what is said of exactly the kind asked for, by the very one asked about, and beyond doubt. */
function scoreOf(point: Point, scope: Scope): number {
  const { briefing, question, topic } = scope;
  let score = point.confidence === 'sure' ? 1 : 0;
  for (const need of question.needs.flat()) {
    if (need.is === 'kind' && need.kinds[0] === point.kind) score += 2;
    if (need.is !== 'entity' || !need.subject) continue;
    const ids = whoIs(need.entity, briefing, topic).map(({ id }) => id);
    if ([...point.actors, ...point.saidBy.who].some((id) => ids.includes(id))) score += 2;
  }
  return score;
}
