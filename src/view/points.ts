import type { Point } from '../core/briefing.ts';
import type { Block, LineBlock, Link, PointBlock, Wording } from '../core/document.ts';
import { interfaceOf } from '../languages/interface.ts';
import { labelled } from './direction.ts';
import { dueOf, glossOfPoint, joinSubjects, namesById } from './gloss.ts';
import { linkTo } from './source.ts';
import { glossed, quoted, type Showing, said, translated, wordingsOf } from './wording.ts';

/** A point as one of a list. */
export function pointBlock(point: Point, showing: Showing): PointBlock {
  const { labels } = interfaceOf(showing.language);
  return {
    type: 'point',
    number: point.number,
    who: namesById(point.actors, showing),
    kind: kindOf(point, showing),
    details: detailsOf(point, showing),
    check: point.confidence === 'check' ? labels.check : null,
    // Who and what kind stand before the words already: the gloss here is of the subjects.
    wordings: wordingsOf(point, joinSubjects(point.topics, showing.language), showing),
    // One link a point, which leads on to the source: of two, a card would have room for fewer points.
    link: evidenceLink(point, showing) ?? sourceLink(point, showing),
  };
}

/** A point in a few words, for a list to choose from. */
export function pointLabel(point: Point, showing: Showing): string {
  const who = namesById(point.actors, showing);
  const subjects = joinSubjects(point.topics, showing.language);
  return [String(point.number), who, kindOf(point, showing), subjects].filter((part) => part !== null).join(' · ');
}

/** "intends" after one name, "intend" after several, "intention" where nobody is named. */
function kindOf(point: Point, { briefing, language }: Showing): string {
  const { kinds, kinds_plural, kind_nouns } = interfaceOf(language);
  const actors = briefing.who.filter(({ id }) => point.actors.includes(id));
  if (actors.length === 0) return kind_nouns[point.kind];
  return actors.length > 1 || actors[0]?.kind === 'group' ? kinds_plural[point.kind] : kinds[point.kind];
}

function detailsOf(point: Point, showing: Showing): string[] {
  const { labels } = interfaceOf(showing.language);
  const details: string[] = [];
  const add = (label: string, value: string | null) => {
    if (value !== null) details.push(labelled(lowerFirst(label, showing.language), value, showing.language));
  };
  add(labels.with, namesById(point.counterparts, showing));
  const others = point.saidBy.who.filter((id) => !point.actors.includes(id));
  if (others.length > 0) add(labels.said_by, namesById(point.saidBy.who, showing));
  if (point.due !== null) add(labels.due, dueOf(point.due, showing.language));
  return details;
}

function lowerFirst(text: string, language: string): string {
  return text.charAt(0).toLocaleLowerCase(language) + text.slice(1);
}

/** All there is to know of one point, line by line, the words first. */
export function pointLines(point: Point, showing: Showing): { blocks: Block[]; links: Link[] } {
  const { labels, how, messages, kind_nouns } = interfaceOf(showing.language);
  const foreign = showing.briefing.language !== showing.language;
  const gloss = glossOfPoint(point, showing);
  const translation = foreign ? translated(point.evidence, showing) : null;
  const text = (label: string, value: string | null): LineBlock[] =>
    value === null ? [] : [line(label, [said(value, showing)])];
  const speakers = namesById(point.saidBy.who, showing) ?? (point.saidBy.how === 'narrator' ? messages.narrator : null);
  const blocks: LineBlock[] = [
    ...(translation ? [line(labels.editors_translation, [{ ...translation, mark: null }])] : []),
    ...(foreign && gloss !== null ? [line(labels.gloss, [{ ...glossed(gloss, showing), mark: null }])] : []),
    line(
      labels.quote,
      point.evidence.map(({ quote }) => quoted(quote, showing)),
    ),
    ...text(labels.kind, kind_nouns[point.kind]),
    ...text(labels.actor, namesById(point.actors, showing)),
    ...text(labels.with, namesById(point.counterparts, showing)),
    ...text(labels.said_by, speakers),
    ...text(labels.how_we_know, how[point.saidBy.how]),
    ...text(labels.due, point.due === null ? null : dueOf(point.due, showing.language)),
    ...text(labels.topics, joinSubjects(point.topics, showing.language)),
    ...text(labels.confidence, point.confidence === 'check' ? messages.check_note : labels.sure),
  ];
  const links = [evidenceLink(point, showing), sourceLink(point, showing)];
  return { blocks, links: links.filter((link) => link !== null) };
}

function line(label: string, wordings: Wording[]): LineBlock {
  return { type: 'line', label, wordings };
}

/** To the point on the page, beside the article. */
function evidenceLink({ number }: Point, { page, language }: Showing): Link | null {
  return !page ? null : { label: interfaceOf(language).labels.evidence, url: page(number) };
}

/** To its very words in the source. */
function sourceLink(point: Point, { briefing, language }: Showing): Link | null {
  const [content] = point.evidence;
  const article = briefing.articles.find(({ id }) => id === content?.article);
  const url = linkTo(article?.url ?? null, content?.quote ?? null);
  return url === null ? null : { label: interfaceOf(language).labels.source, url };
}
