import { hash } from 'node:crypto';
import type { Article } from '../core/article.ts';
import { Briefing, type Evidence, type Line, type Point } from '../core/briefing.ts';
import { difference, printable } from './excerpt.ts';

/** What is wrong with a briefing: on which line, and what was expected there. */
export type Fault = { where: string; what: string };

/** An article as it truly is; `title` null where it has none. */
export type Original = Pick<Article, 'id' | 'text' | 'title'>;

/**
 * Checks that a briefing has the form "readout.briefing/1" and that every line of it stands in the articles it names:
 * each quote at its offsets, each article by the hash of its text, and the words of the offline engine by their quotes.
 * Nothing is mended, and no fault means that everything holds. Where the form itself is broken nothing else is compared.
 */
export function verify(briefing: unknown, originals: readonly Original[]): Fault[] {
  const parsed = Briefing.safeParse(briefing);
  if (!parsed.success) return parsed.error.issues.map(formFault);
  return faultsIn(parsed.data, originals);
}

/** What does not hold of a briefing whose form is known to be right. */
export function faultsIn(good: Briefing, originals: readonly Original[]): Fault[] {
  const sources = sourcesOf(good, originals);
  return [
    ...sources.faults,
    ...provable(good).flatMap(({ where, evidence }) =>
      evidence.flatMap((one, index) =>
        evidenceFault(one, sources).map((what) => ({ where: nth(where, index, evidence.length), what })),
      ),
    ),
    ...lineFaults(good),
    ...wordingFaults(good, sources),
    ...whoFaults(good),
    ...pointFaults(good),
  ];
}

type Issue = { path: PropertyKey[]; message: string; code?: string; input?: unknown };

function formFault(issue: Issue): Fault {
  const [first, second, ...rest] = issue.path;
  const listed = typeof second === 'number';
  const where = first === undefined ? 'briefing' : listed ? placeOf(String(first), second) : String(first);
  const field = (listed || second === undefined ? rest : [second, ...rest]).map(String).join('.');
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  const what = missing ? 'is missing' : issue.message;
  if (field === 'evidence' && (missing || issue.code === 'too_small'))
    return { where, what: 'has no evidence; every line needs some' };
  return { where, what: field === '' ? what : `${field}: ${what}` };
}

function placeOf(list: string, index: number): string {
  return `${list === 'points' ? 'point' : list === 'articles' ? 'article' : list} ${index + 1}`;
}

function nth(where: string, index: number, count: number): string {
  return count === 1 ? where : `${where}, evidence ${index + 1}`;
}

/** The texts that quotes may be compared with: those of the articles listed, where their hash holds. */
type Sources = { texts: Map<string, string>; titles: Map<string, string | null>; listed: Set<string>; faults: Fault[] };

function sourcesOf(briefing: Briefing, originals: readonly Original[]): Sources {
  const sources: Sources = { texts: new Map(), titles: new Map(), listed: new Set(), faults: [] };
  for (const { id, sha256, title } of briefing.articles) {
    const where = `article ${printable(id)}`;
    const original = originals.find((one) => one.id === id);
    if (sources.listed.has(id)) sources.faults.push({ where, what: 'is listed twice' });
    sources.listed.add(id);
    sources.titles.set(id, title);
    if (original === undefined) {
      sources.faults.push({ where, what: 'its text was not given, so nothing it proves can be checked' });
      continue;
    }
    const actual = hash('sha256', original.text);
    if (actual === sha256) sources.texts.set(id, original.text);
    else
      sources.faults.push({
        where,
        what: `expected a text with sha256 ${printable(sha256)}, but this one has ${actual}: it is another text`,
      });
    if (original.title !== title) {
      sources.faults.push({
        where,
        what: `expected the title ${quoted(original.title)}, but the briefing has ${quoted(title)}`,
      });
    }
  }
  return sources;
}

function quoted(text: string | null): string {
  return text === null ? 'none' : `"${printable(text)}"`;
}

/** Everything that must carry evidence, with its name. */
function provable(briefing: Briefing): { where: string; evidence: Evidence[] }[] {
  return [
    ...linesOf(briefing).map(({ where, line }) => ({ where, evidence: line.evidence })),
    ...briefing.who.map((who, index) => ({ where: placeOf('who', index), evidence: who.evidence })),
    ...briefing.points.map((point, index) => ({ where: placeOf('points', index), evidence: point.evidence })),
  ];
}

function linesOf(briefing: Briefing): { where: string; line: Line }[] {
  const { headline, what, when, where, how } = briefing;
  return [
    { where: 'headline', line: headline },
    ...what.map((line, index) => ({ where: placeOf('what', index), line })),
    ...Object.entries({ when, where, how }).flatMap(([name, line]) => (line === null ? [] : [{ where: name, line }])),
  ];
}

/** The text that evidence stands in: undefined where it is not known, null where it is a title that there is not. */
function textOf({ article, in: place }: Evidence, { texts, titles }: Sources): string | null | undefined {
  return place === 'title' ? titles.get(article) : texts.get(article);
}

function placed(evidence: Evidence, sources: Sources): string | undefined {
  return textOf(evidence, sources)?.slice(evidence.start, evidence.end);
}

function evidenceFault(evidence: Evidence, sources: Sources): string[] {
  const { article, start, end, quote } = evidence;
  if (!sources.listed.has(article))
    return [`cites the article "${printable(article)}", which the briefing does not list`];
  const text = textOf(evidence, sources);
  if (text === undefined) return []; // the article's own fault is told already
  if (text === null) return ['cites the title of an article that has none'];
  const place = evidence.in === 'title' ? 'the title' : 'the article';
  if (start >= end) return [`runs from ${start} to ${end}: the end must lie behind the start`];
  if (end > text.length) return [`runs from ${start} to ${end}, but ${place} ends at ${text.length}`];
  const found = text.slice(start, end);
  if (found === quote) return [];
  const elsewhere = text.indexOf(quote);
  const hint = elsewhere < 0 ? '' : ` (the quote stands at ${elsewhere}-${elsewhere + quote.length})`;
  return [`at ${start}-${end} ${place} has other words: ${difference(quote, found)}${hint}`];
}

/**
 * The offline engine words nothing itself: what it shows of a line are words of the line's evidence, on one line. A
 * text that says anything else was put there by another hand, however good its quotes are.
 */
function wordingFaults(briefing: Briefing, sources: Sources): Fault[] {
  if (briefing.engine.name !== 'offline') return [];
  const points = briefing.points.map((line, index) => ({ where: placeOf('points', index), line }));
  return [...linesOf(briefing), ...points]
    .filter(({ line: { text, evidence } }) => {
      // A quote that is not the article's is told already: here its place counts as well as its words.
      const words = evidence.flatMap((one) => [one.quote, placed(one, sources) ?? '']);
      return !words.some((quote) => squeezed(quote).includes(squeezed(text)));
    })
    .map(({ where, line }) => ({ where, what: `says "${printable(line.text)}", which is not what its evidence says` }));
}

function squeezed(text: string): string {
  return text.replace(/\s+/gu, '');
}

function lineFaults(briefing: Briefing): Fault[] {
  const blank = linesOf(briefing)
    .filter(({ line }) => line.text.trim() === '')
    .map(({ where }) => ({ where, what: 'has no words' }));
  const broken = briefing.headline.text.includes('\n') ? [{ where: 'headline', what: 'must be one line' }] : [];
  return [...blank, ...broken];
}

function whoFaults(briefing: Briefing): Fault[] {
  const seen = new Set<string>();
  return briefing.who.flatMap(({ id, name }, index) => {
    const where = placeOf('who', index);
    const faults: Fault[] = [];
    if (name.trim() === '') faults.push({ where, what: 'has no name' });
    if (seen.has(id)) faults.push({ where, what: `has the id "${printable(id)}", which another has too` });
    seen.add(id);
    return faults;
  });
}

/** A year, a day, a moment, an interval of them, or a duration. */
const DUE = /^(?:\d{4}(?:-\d\d(?:-\d\d(?:T[\d:.Z+-]+)?)?)?(?:\/.*)?$|\/\d{4}|P\d)/;

function pointFaults(briefing: Briefing): Fault[] {
  const known = new Set(briefing.who.map(({ id }) => id));
  const last = new Map<string, number>();
  return briefing.points.flatMap((point, index) => {
    const faults = [...singleFaults(point, index), ...strangers(point, known)];
    const content = point.evidence.find((one) => one.in !== 'title');
    if (content !== undefined) {
      const before = last.get(content.article) ?? -1;
      if (content.start < before) {
        faults.push(`begins at ${content.start}, before the point above it (${before}): points stand in article order`);
      }
      last.set(content.article, Math.max(before, content.start));
    }
    return faults.map((what) => ({ where: placeOf('points', index), what }));
  });
}

function singleFaults({ number, section, kind, text, due }: Point, index: number): string[] {
  const faults: string[] = [];
  if (number !== index + 1) faults.push(`has the number ${number}, expected ${index + 1}`);
  if ((kind === 'says') !== (section === 'position')) faults.push(`is a "${kind}" in section "${section}"`);
  if (text.trim() === '') faults.push('has no words');
  if (due !== null && !DUE.test(due)) faults.push(`is due "${printable(due)}", which is no ISO 8601 date or interval`);
  return faults;
}

function strangers({ actors, counterparts, saidBy }: Point, known: ReadonlySet<string>): string[] {
  return [...actors, ...counterparts, ...saidBy.who]
    .filter((id) => !known.has(id))
    .map((id) => `names "${printable(id)}", who is not in "who"`);
}
