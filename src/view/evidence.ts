import type { Article } from '../core/article.ts';
import type { Briefing, Evidence, Line, Point } from '../core/briefing.ts';
import type { LineBlock, PointBlock, WhoBlock, Wording } from '../core/document.ts';
import { interfaceOf } from '../languages/interface.ts';
import { pointAnchor } from './addresses.ts';
import { footerOf, sayTheSame, whoBlock } from './card.ts';
import type { Answer } from './find.ts';
import { glossOfHow, glossOfLine, glossOfWhen, glossOfWhere } from './gloss.ts';
import { pointBlock } from './points.ts';
import { notesOn } from './show.ts';
import { linkTo } from './source.ts';
import { cut, type Proof, type Stretch } from './stretches.ts';
import { type Showing, wordingsOf } from './wording.ts';

/** One line of a briefing with the words that prove it. `anchor`: what its element is called, `#point-3`. */
export type Proved<Block> = { anchor: string; block: Block; evidence: readonly Evidence[]; source: string | null };

export type ProvedAny = Proved<LineBlock | WhoBlock | PointBlock>;

/** A briefing as it stands beside its article. */
export type EvidenceView = {
  headline: Proved<LineBlock>;
  /** What, when, where and how; those of one label follow one another. */
  facts: Proved<LineBlock>[];
  who: Proved<WhoBlock>[];
  points: { id: 'commitments' | 'positions' | 'next'; heading: string; lines: Proved<PointBlock>[] }[];
  notes: string[];
  footer: string[];
};

/** All lines of a briefing, each with its evidence. */
export function evidenceView(showing: Showing): EvidenceView {
  const { briefing, language } = showing;
  const { labels } = interfaceOf(language);
  const headline = provedLine('headline', null, briefing.headline, glossOfLine(briefing.headline, showing), showing);
  const who = briefing.who.map((one, i) => proved(`who-${i + 1}`, whoBlock(one, showing), one.evidence, showing));
  const pointsIn = (id: EvidenceView['points'][number]['id'], section: Point['section']) => ({
    id,
    heading: labels[id],
    lines: briefing.points.filter((point) => point.section === section).map((point) => provedPoint(point, showing)),
  });
  const points = [
    pointsIn('commitments', 'commitment'),
    pointsIn('positions', 'position'),
    pointsIn('next', 'next'),
  ].filter(({ lines }) => lines.length > 0);
  const facts = factsOf(headline.block.wordings, showing);
  const blocks = [headline, ...facts, ...points.flatMap(({ lines }) => lines)].map(({ block }) => block);
  return { headline, facts, who, points, notes: notesOn(blocks, language), footer: footerOf(showing) };
}

/** Every line of a view. */
export function linesOf({ headline, facts, who, points }: EvidenceView): ProvedAny[] {
  return [headline, ...facts, ...who, ...points.flatMap(({ lines }) => lines)];
}

/** The lines of a view that an answer consists of, best first. What only says the headline again is the headline. */
export function answeringLines(answer: Answer, briefing: Briefing, view: EvidenceView): ProvedAny[] {
  const lines = linesOf(view);
  const at = (anchor: string) => lines.find((line) => line.anchor === anchor) ?? [];
  switch (answer.type) {
    case 'points':
      return answer.points.flatMap(({ number }) => at(pointAnchor(number)));
    case 'who':
      return answer.who.flatMap((one) => at(`who-${briefing.who.indexOf(one) + 1}`));
    case 'lines':
      return answer.of === 'what'
        ? [view.headline, ...view.facts.filter(({ anchor }) => anchor.startsWith('what-'))]
        : [at(answer.of)].flat();
    case 'not-said':
      return [];
  }
}

function factsOf(title: readonly Wording[], showing: Showing): Proved<LineBlock>[] {
  const { briefing, language } = showing;
  const { labels } = interfaceOf(language);
  const fact = (of: 'when' | 'where' | 'how', gloss: typeof glossOfWhen) => {
    const line = briefing[of];
    return line === null ? [] : [provedLine(of, labels[of], line, gloss(line, showing), showing)];
  };
  return [
    ...briefing.what
      .map((line, i) => provedLine(`what-${i + 1}`, labels.what, line, glossOfLine(line, showing), showing))
      .filter(({ block }) => !sayTheSame(block.wordings.at(-1), title.at(-1))),
    ...fact('when', glossOfWhen),
    ...fact('where', glossOfWhere),
    ...fact('how', glossOfHow),
  ];
}

function provedLine(
  anchor: string,
  label: string | null,
  line: Line,
  gloss: string | null,
  showing: Showing,
): Proved<LineBlock> {
  return proved(anchor, { type: 'line', label, wordings: wordingsOf(line, gloss, showing) }, line.evidence, showing);
}

/** A point also says how it is known whose it is, where nobody is named with a verb of saying. */
function provedPoint(point: Point, showing: Showing): Proved<PointBlock> {
  const block = pointBlock(point, showing);
  const { how } = point.saidBy;
  const details = how === 'explicit' ? block.details : [...block.details, interfaceOf(showing.language).how[how]];
  return proved(pointAnchor(point.number), { ...block, details }, point.evidence, showing);
}

function proved<Block>(
  anchor: string,
  block: Block,
  evidence: readonly Evidence[],
  { briefing }: Showing,
): Proved<Block> {
  const [content] = evidence;
  const url = briefing.articles.find(({ id }) => id === content?.article)?.url ?? null;
  return { anchor, block, evidence, source: linkTo(url, content?.quote ?? null) };
}

/**
 * An article cut into what proves something and what does not, paragraph by paragraph. `first`: by line, the stretch
 * that its own content begins with.
 */
export type Cut = { title: Stretch[]; body: Stretch[][]; first: ReadonlyMap<string, string> };

/** Cuts an article at the boundaries of the evidence of these lines. */
export function cutArticle(
  { id, title, text }: Pick<Article, 'id' | 'title' | 'text'>,
  lines: readonly Pick<Proved<unknown>, 'anchor' | 'evidence'>[],
): Cut {
  const proofsIn = (where: Evidence['in']): Proof[] =>
    lines.flatMap(({ anchor, evidence }) =>
      evidence
        .filter((one) => one.article === id && one.in === where)
        .map(({ start, end }) => ({ line: anchor, start, end })),
    );
  const titled = cut(title ?? '', title === null ? [] : proofsIn('title')).flat();
  const body = cut(text, proofsIn(undefined), titled.filter((one) => one.id !== null).length + 1);
  const stretches = { title: titled, body: body.flat() };
  const first = lines.flatMap(({ anchor, evidence }): [string, string][] => {
    const content = evidence.find((one) => one.article === id);
    const among = stretches[content?.in ?? 'body'];
    const begins = among.find(({ start, end }) => content && start <= content.start && content.start < end);
    return begins?.id ? [[anchor, begins.id]] : [];
  });
  return { title: titled, body, first: new Map(first) };
}
