import type { Line, Point, Who } from '../core/briefing.ts';
import type { Block, Control, Document, DocumentSection, Link, WhoBlock, Wording } from '../core/document.ts';
import { foldText } from '../languages/fold.ts';
import { interfaceOf } from '../languages/interface.ts';
import { dateOf } from './dates.ts';
import { clean, directionOf, isolate, labelled } from './direction.ts';
import { detailOf, glossOfHow, glossOfLine, glossOfWhen, glossOfWhere, nameOf } from './gloss.ts';
import { pointBlock, pointLabel } from './points.ts';
import { linkTo } from './source.ts';
import { quoted, type Showing, said, wordingsOf } from './wording.ts';

/** What tells one document from another; the rest is the same for all. */
export type Parts = Pick<Document, 'title' | 'sections'> & Partial<Pick<Document, 'controls' | 'footer' | 'links'>>;

/** A card names this many; a longer list ends in how many more there are. */
const MOST_WHO = 10;

/** Blocks under a heading. */
export function section(id: string, heading: string | null, blocks: Block[], folded = false): DocumentSection {
  return { id, heading, folded, blocks };
}

/** The whole briefing at a glance. */
export function cardParts(showing: Showing): Parts {
  const { briefing, language } = showing;
  const { labels } = interfaceOf(language);
  const title = wordingsOf(briefing.headline, glossOfLine(briefing.headline, showing), showing);
  return {
    title,
    sections: [
      section('facts', null, [
        ...whatLines(title, showing),
        ...(['when', 'where', 'how'] as const).flatMap((of) => circumstance(of, showing)),
        sourceLine(showing),
      ]),
      section('who', labels.who, whoBlocks(showing)),
      ...pointSections(showing),
    ],
    controls: cardControls(showing),
    footer: footerOf(showing),
    links: [...pageLinks(showing), ...sourceLinks(showing)],
  };
}

function pointSections(showing: Showing): DocumentSection[] {
  const { labels } = interfaceOf(showing.language);
  return [
    section('commitments', labels.commitments, pointsIn('commitment', showing)),
    section('positions', labels.positions, pointsIn('position', showing), true),
    section('next', labels.next, pointsIn('next', showing)),
  ];
}

export function pointsIn(name: Point['section'], showing: Showing): Block[] {
  return showing.briefing.points.filter((point) => point.section === name).map((point) => pointBlock(point, showing));
}

/** What happened, save what only says the headline again. */
function whatLines(title: readonly Wording[], showing: Showing): Block[] {
  const { labels } = interfaceOf(showing.language);
  const lines = showing.briefing.what
    .map((line) => wordingsOf(line, glossOfLine(line, showing), showing))
    .filter((wordings) => !sayTheSame(wordings.at(-1), title.at(-1)));
  return lines.map((wordings, i) => ({ type: 'line', label: i === 0 ? labels.what : null, wordings }));
}

/** Compares words by their letters: a full stop makes no difference. */
export function sayTheSame(a: Wording | undefined, b: Wording | undefined): boolean {
  const letters = (wording: Wording | undefined) => foldText(wording?.text ?? '').replace(/[^\p{L}\p{N}]/gu, '');
  return letters(a) === letters(b);
}

/** Those who count most; the section has them all. */
function whoBlocks(showing: Showing): Block[] {
  const { who } = showing.briefing;
  const first = who.length > MOST_WHO ? who.slice(0, MOST_WHO - 1) : who;
  const blocks = first.map((one) => whoBlock(one, showing));
  const rest = who.length - first.length;
  if (rest === 0) return blocks;
  const more = labelled(interfaceOf(showing.language).labels.more, String(rest), showing.language);
  return [...blocks, { type: 'who', name: more, detail: null, wordings: [] }];
}

export function circumstance(of: 'when' | 'where' | 'how', showing: Showing): Block[] {
  const line = showing.briefing[of];
  if (line === null) return [];
  const gloss = { when: glossOfWhen, where: glossOfWhere, how: glossOfHow }[of](line, showing);
  return [lineBlock(interfaceOf(showing.language).labels[of], line, gloss, showing)];
}

export function lineBlock(label: string | null, line: Line, gloss: string | null, showing: Showing): Block {
  return { type: 'line', label, wordings: wordingsOf(line, gloss, showing) };
}

export function whoBlock(who: Who, showing: Showing): WhoBlock {
  const wordings = showing.quotes ? [quoted(who.evidence[0]?.quote ?? who.name, showing)] : [];
  return { type: 'who', name: nameOf(who, showing), detail: detailOf(who, showing), wordings };
}

/** Publisher, language and date of the articles. */
function sourceLine(showing: Showing): Block {
  const { labels, languages } = interfaceOf(showing.language);
  const direction = directionOf(showing.language);
  const wordings = showing.briefing.articles.map((article) => {
    const parts = [
      article.publisher === null ? [] : isolate(clean(article.publisher), direction),
      languages[article.language] ?? article.language,
      article.publishedAt === null ? [] : isolate(dateOf(article.publishedAt, showing.language), direction),
      article.publishedInferred ? labels.date_inferred : [],
    ];
    return said(parts.flat().join(' · '), showing);
  });
  return { type: 'line', label: labels.source, wordings };
}

/** To the briefing beside its article, where people can reach the page. */
export function pageLinks({ page, language }: Showing): Link[] {
  return !page ? [] : [{ label: interfaceOf(language).labels.evidence, url: page(null) }];
}

function sourceLinks(showing: Showing): Link[] {
  const { labels } = interfaceOf(showing.language);
  const direction = directionOf(showing.language);
  return showing.briefing.articles.flatMap(({ url: address, publisher }) => {
    const url = linkTo(address, null);
    return url === null
      ? []
      : [{ label: publisher === null ? labels.source : isolate(clean(publisher), direction), url }];
  });
}

export function footerOf({ briefing, language }: Showing): string[] {
  const { labels } = interfaceOf(language);
  const direction = directionOf(language);
  const { name, version } = briefing.engine;
  return [
    labelled(labels.engine, isolate(clean(`${name} ${version}`), direction), language),
    labelled(labels.edition, isolate(clean(briefing.id), direction), language),
  ];
}

function cardControls(showing: Showing): Control[] {
  const { labels } = interfaceOf(showing.language);
  const { points } = showing.briefing;
  const options = points.map((point) => ({ about: String(point.number), label: pointLabel(point, showing) }));
  return [
    ...(options.length > 0 ? [{ type: 'select', id: 'point', label: labels.point, options } as const] : []),
    ...(points.some((point) => point.section === 'position')
      ? [{ type: 'button', id: 'positions', label: labels.positions, about: 'positions' } as const]
      : []),
    { type: 'form', id: 'language', label: labels.language },
    { type: 'form', id: 'ask', label: labels.ask },
  ];
}
