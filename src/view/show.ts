import type { Briefing, Point } from '../core/briefing.ts';
import {
  type Block,
  type Control,
  type Document,
  type DocumentSection,
  messageDocument,
  type Wording,
} from '../core/document.ts';
import type { TopicEntry } from '../core/seams.ts';
import type { InterfaceLanguage, Topic } from '../core/topic.ts';
import { fill, interfaceOf, type SectionName } from '../languages/interface.ts';
import type { PageOf } from './addresses.ts';
import {
  cardParts,
  circumstance,
  footerOf,
  lineBlock,
  type Parts,
  pageLinks,
  pointsIn,
  section,
  whoBlock,
} from './card.ts';
import { clean, directionOf, isolate } from './direction.ts';
import { type Answer, pointsBetween, type Translate } from './find.ts';
import { glossOfLine } from './gloss.ts';
import { pointBlock, pointLines } from './points.ts';
import { type Showing, said } from './wording.ts';

/** What of a briefing is asked for. */
export type View =
  | { show: 'card' }
  | { show: 'point'; number: number }
  | { show: 'range'; from: number; to: number }
  | { show: 'section'; section: SectionName }
  | { show: 'answer'; question: string; answer: Answer };

/**
 * What is known beside the briefing. `quotes`: the article's words even where a translation stands for them. `page`:
 * where the briefing and its points are on the page, to link there; absent or null where people cannot reach one.
 */
export type Extras = { topic: Topic | null; translate: Translate | null; quotes?: boolean; page?: PageOf | null };

/** What a reader is shown of a briefing, in the reader's language. */
export function show(briefing: Briefing, view: View, language: InterfaceLanguage, extras: Extras): Document {
  const showing: Showing = { briefing, language, ...extras, quotes: extras.quotes ?? false, page: extras.page ?? null };
  switch (view.show) {
    case 'card':
      return documentOf(showing, cardParts(showing));
    case 'point':
      return showPoint(view.number, showing);
    case 'range':
      return showRange(view.from, view.to, showing);
    case 'section':
      return showSection(view.section, showing);
    case 'answer':
      return showAnswer(view.question, view.answer, { ...showing, quotes: true });
  }
}

/** What a topic's briefing holds of what was searched for. */
export type Hit = { id: string; briefing: Briefing; answer: Answer } & Extras;

/** A search over all topics shows this much of each, best first; asking the topic itself shows the rest. */
const MOST_OF_ONE = 5;

/** What was found, topic by topic. */
export function showHits(words: string, hits: readonly Hit[], language: InterfaceLanguage): Document {
  const { messages } = interfaceOf(language);
  const direction = directionOf(language);
  const asked = isolate(clean(words), direction);
  if (hits.length === 0) return showMessage('notice', fill(messages.nothing_found, { words: asked }), language);
  const sections = hits.map(({ id, briefing, answer, topic, translate, page = null }) => {
    const showing: Showing = { briefing, language, topic, translate, quotes: true, page };
    const heading =
      topic === null ? id : `${isolate(clean(topic.title[language]), direction)} · ${isolate(id, direction)}`;
    return section(id, heading, answerBlocks(answer, showing, messages.not_said).slice(0, MOST_OF_ONE));
  });
  return {
    ...showMessage('notice', '', language),
    tone: 'briefing',
    title: [{ made: 'interface', text: asked, language, direction, mark: null }],
    sections: withNotes(sections, language),
  };
}

/** The topics there are, by the names that commands know them by. */
export function showTopics(topics: readonly TopicEntry[], language: InterfaceLanguage): Document {
  const { labels, messages } = interfaceOf(language);
  const direction = directionOf(language);
  if (topics.length === 0) return showMessage('notice', messages.no_topics, language);
  const blocks = topics.map(({ id, title }): Block => {
    const name = isolate(id, direction);
    return { type: 'who', name, detail: isolate(clean(title[language]), direction), wordings: [] };
  });
  return {
    ...showMessage('notice', '', language),
    tone: 'briefing',
    title: [{ made: 'interface', text: labels.briefings, language, direction, mark: null }],
    sections: [section('topics', null, blocks)],
  };
}

/** A message that is no briefing: something to know (`notice`), or what went wrong and what to do (`error`). */
export function showMessage(tone: 'notice' | 'error', text: string, language: InterfaceLanguage): Document {
  return messageDocument(tone, text, language, directionOf(language));
}

function documentOf(showing: Showing, parts: Parts): Document {
  const { language } = showing;
  const sections = parts.sections.filter(({ blocks }) => blocks.length > 0);
  return {
    tone: 'briefing',
    language,
    direction: directionOf(language),
    controls: [],
    footer: [],
    links: [],
    ...parts,
    sections: withNotes(sections, language, parts.title),
  };
}

function wordingsIn(block: Block): Wording[] {
  return block.type === 'note' ? [] : block.wordings;
}

/** What the reader must know to read the rest: how far a gloss, or a doubtful point, is to be trusted. */
export function notesOn(
  blocks: readonly Block[],
  language: InterfaceLanguage,
  title: readonly Wording[] = [],
): string[] {
  const { messages } = interfaceOf(language);
  const wordings = [...title, ...blocks.flatMap(wordingsIn)];
  return [
    ...(blocks.some((block) => block.type === 'point' && block.check !== null) ? [messages.check_note] : []),
    ...(wordings.some(({ made }) => made === 'gloss') ? [messages.gloss_note] : []),
  ];
}

function withNotes(
  sections: DocumentSection[],
  language: InterfaceLanguage,
  title: readonly Wording[] = [],
): DocumentSection[] {
  const notes = notesOn(
    sections.flatMap(({ blocks }) => blocks),
    language,
    title,
  ).map((text): Block => ({ type: 'note', text }));
  return notes.length > 0 ? [...sections, section('notes', null, notes)] : sections;
}

function showPoint(number: number, showing: Showing): Document {
  const { points } = showing.briefing;
  const point = points.find((one) => one.number === number);
  if (!point) return showMessage('error', noSuchPoint(number, showing), showing.language);
  const { labels } = interfaceOf(showing.language);
  const before = points.findLast((one) => one.number < number);
  const after = points.find((one) => one.number > number);
  const button = (id: string, label: string, to: Point | undefined): Control[] =>
    to ? [{ type: 'button', id, label, about: String(to.number) }] : [];
  const { blocks, links } = pointLines(point, showing);
  return documentOf(showing, {
    title: [said(`${labels.point} ${number}`, showing)],
    sections: [section('point', null, blocks)],
    controls: [...button('previous', labels.previous, before), ...button('following', labels.following, after)],
    footer: footerOf(showing),
    links,
  });
}

function noSuchPoint(number: number, { briefing, language }: Showing): string {
  const { messages } = interfaceOf(language);
  const last = briefing.points.at(-1)?.number;
  return last === undefined ? messages.no_points : fill(messages.no_such_point, { number, last });
}

function showRange(from: number, to: number, showing: Showing): Document {
  const found = pointsBetween(showing.briefing, Math.min(from, to), Math.max(from, to));
  if (found.length === 0) return showMessage('error', noSuchPoint(Math.max(from, to), showing), showing.language);
  const { labels } = interfaceOf(showing.language);
  return listed(
    labels.points,
    section(
      'points',
      null,
      found.map((point) => pointBlock(point, showing)),
    ),
    showing,
  );
}

function listed(title: string, content: DocumentSection, showing: Showing): Document {
  return documentOf(showing, {
    title: [said(title, showing)],
    sections: [content],
    footer: footerOf(showing),
    links: pageLinks(showing),
  });
}

function showSection(name: SectionName, showing: Showing): Document {
  const { labels, messages } = interfaceOf(showing.language);
  const blocks = blocksOf(name, showing);
  if (blocks.length > 0) return listed(labels[name], section(name, null, blocks), showing);
  return showMessage('notice', fill(messages.empty_section, { section: labels[name] }), showing.language);
}

function blocksOf(name: SectionName, showing: Showing): Block[] {
  const { briefing } = showing;
  switch (name) {
    case 'headline':
      return [lineBlock(null, briefing.headline, glossOfLine(briefing.headline, showing), showing)];
    case 'who':
      return briefing.who.map((who) => whoBlock(who, showing));
    case 'what':
      return briefing.what.map((line) => lineBlock(null, line, glossOfLine(line, showing), showing));
    case 'when':
    case 'where':
    case 'how':
      return circumstance(name, showing);
    case 'commitments':
      return pointsIn('commitment', showing);
    case 'positions':
      return pointsIn('position', showing);
    case 'next':
      return pointsIn('next', showing);
  }
}

function showAnswer(question: string, answer: Answer, showing: Showing): Document {
  const { messages } = interfaceOf(showing.language);
  const title = isolate(clean(question), directionOf(showing.language));
  return listed(title, section('answer', null, answerBlocks(answer, showing, messages.not_said)), showing);
}

function answerBlocks(answer: Answer, showing: Showing, notSaid: string): Block[] {
  switch (answer.type) {
    case 'points':
      return answer.points.map((point) => pointBlock(point, showing));
    case 'who':
      return answer.who.map((who) => whoBlock(who, showing));
    case 'lines':
      return answer.of === 'what'
        ? answer.lines.map((line) => lineBlock(null, line, glossOfLine(line, showing), showing))
        : circumstance(answer.of, showing);
    case 'not-said':
      return [{ type: 'note', text: notSaid }];
  }
}
