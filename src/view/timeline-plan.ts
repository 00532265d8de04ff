import type { Kind } from '../core/briefing.ts';
import { KINDS } from '../core/briefing.ts';
import type { Direction } from '../core/document.ts';
import type { Mark } from './commitments.ts';
import { centredBaseline, fitLabel, heightOf, type Label, widestWord, widthOf } from './fit.ts';
import type { Timeline } from './timeline.ts';

/** The words of a drawing, in the reader's language. */
export type TimelineWords = {
  /** Headings of columns. */
  kind: (kind: Kind) => string;
  date: (date: string | null) => string;
  due: (due: string) => string;
  nobody: string;
  /** The heading of the part with due dates. */
  dueBy: string;
  more: (count: number) => string;
};

/** A mark at its place: the shape's middle, and where its number begins. */
export type PlacedMark = { mark: Mark; x: number; y: number; number: { x: number; y: number } };

/** A column of marks; with `kind` it is of one kind, whose sign stands over its heading at the height `signAt`. */
export type Column = { x: number; top: number; bottom: number; head: Label; kind: Kind | null; signAt: number };

/** A stripe over the whole width: an actor's, or the due dates'. */
export type Band = { name: Label; top: number; bottom: number };

/**
 * Where everything of a timeline stands: the names on one sheet and the marks on another beside it, so that the names
 * stay while the marks are scrolled. Lengths are in CSS pixels.
 */
export type TimelinePlan = {
  by: 'kinds' | 'dates';
  height: number;
  names: { width: number; labels: Label[] };
  plot: { width: number; bands: Pick<Band, 'top' | 'bottom'>[]; columns: Column[]; marks: PlacedMark[] };
};

/** The most actors that are drawn; the table tells them all. */
const MOST_ROWS = 20;

const NAME_SIZE = 13;
const NAME_WIDTH = 118;
const HEAD_SIZE = 11;
const HEAD_LINES = 3;
const GAP = 6;
const CELL = { width: 42, height: 26 };
/** A shape's radius. */
export const RADIUS = 7;
export const NUMBER_SIZE = 11;

/**
 * Lays out a timeline. Editions of several days stand in columns along time, a single day's marks in a column a kind.
 * Right to left is the same in a mirror.
 */
export function planTimeline(timeline: Timeline, words: TimelineWords, direction: Direction): TimelinePlan {
  const shown = timeline.rows.slice(0, MOST_ROWS);
  const rest = timeline.rows.length - shown.length;
  const names = shown.map(({ name }) => name ?? words.nobody);
  const all = [...names, ...(timeline.dues.length > 0 ? [words.dueBy] : []), ...(rest > 0 ? [words.more(rest)] : [])];
  const nameWidth = Math.min(NAME_WIDTH, Math.max(...all.map((name) => widthOf(name, NAME_SIZE))));
  const nameAt = (text: string, middle: number): Label => {
    const label = fitLabel(
      text,
      { width: nameWidth, size: NAME_SIZE, most: 3, direction },
      { x: 0, y: 0, anchor: 'start' },
    );
    return { ...label, y: centredBaseline(middle, label.lines.length, NAME_SIZE) };
  };
  const dates = new Set(shown.flatMap(({ marks }) => marks.map(({ date }) => date)));
  const by = dates.size > 1 ? 'dates' : 'kinds';
  const marks = part(
    shown.map((row) => row.marks),
    by === 'dates' ? byDates(words) : byKinds(words),
    direction,
  );
  const dues = part(timeline.dues.length > 0 ? [timeline.dues] : [], byDues(words), direction);

  const bands: Band[] = [];
  const columns: Column[] = [];
  const placed: PlacedMark[] = [];
  let y = 0;
  const put = (one: Part, labels: readonly string[]) => {
    if (one.rows.length === 0) return;
    const top = y + one.headHeight;
    y = top;
    one.rows.forEach((cells, i) => {
      const lines = nameAt(labels[i] ?? '', 0).lines.length;
      const deepest = Math.max(...cells.map(({ lines: deep }) => deep));
      const height = Math.max(heightOf(lines, NAME_SIZE) + 8, deepest * CELL.height + 6);
      bands.push({ name: nameAt(labels[i] ?? '', y + height / 2), top: y, bottom: y + height });
      placed.push(...cells.flatMap((cell) => placeCell(cell, y, height)));
      y += height;
    });
    const signAt = top - one.headHeight + RADIUS + 4;
    columns.push(
      ...one.columns.map((column) => ({ ...column, head: lifted(column.head, top), top, bottom: y, signAt })),
    );
  };
  put(marks, names);
  if (dues.rows.length > 0) y += 2 * GAP;
  put(dues, [words.dueBy]);
  const labels = bands.map(({ name }) => name);
  if (rest > 0) {
    labels.push(nameAt(words.more(rest), y + heightOf(1, NAME_SIZE)));
    y += heightOf((labels.at(-1)?.lines.length ?? 1) + 1, NAME_SIZE);
  }
  const width = Math.max(marks.width, dues.width);
  const plan: TimelinePlan = {
    by,
    height: Math.ceil(y + 2),
    names: { width: Math.ceil(nameWidth + 2 * GAP), labels },
    plot: { width, bands: bands.map(({ top, bottom }) => ({ top, bottom })), columns, marks: placed },
  };
  return direction === 'rtl' ? mirrored(plan) : plan;
}

/** How a part's columns are told apart and headed. `at`: where on the time axis, or null for one after another. */
type Grouping = {
  key: (mark: Mark) => string;
  order: (a: Mark, b: Mark) => number;
  head: (mark: Mark) => string;
  at: (mark: Mark) => number | null;
  kind: (mark: Mark) => Kind | null;
};

const byKinds = (words: TimelineWords): Grouping => ({
  key: ({ kind }) => kind,
  order: (a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind),
  head: ({ kind }) => words.kind(kind),
  at: () => null,
  kind: ({ kind }) => kind,
});

const byDates = (words: TimelineWords): Grouping => ({
  key: ({ date }) => date ?? '',
  order: (a, b) => compare(a.date ?? '', b.date ?? ''),
  head: ({ date }) => words.date(date),
  at: ({ date }) => momentOf(date),
  kind: () => null,
});

const byDues = (words: TimelineWords): Grouping => ({
  key: ({ due }) => due ?? '',
  order: (a, b) => compare(a.due ?? '', b.due ?? ''),
  head: ({ due }) => words.due(due ?? ''),
  at: ({ due }) => momentOf(due),
  kind: () => null,
});

type Cell = { marks: Mark[]; left: number; across: number; lines: number };
type Part = { width: number; headHeight: number; columns: Omit<Column, 'top' | 'bottom' | 'signAt'>[]; rows: Cell[][] };

/** Rows of marks under common columns, heads and tops still at nought. */
function part(rows: readonly (readonly Mark[])[], grouping: Grouping, direction: Direction): Part {
  const firsts = new Map<string, Mark>();
  for (const mark of rows.flat().toSorted(grouping.order)) {
    if (!firsts.has(grouping.key(mark))) firsts.set(grouping.key(mark), mark);
  }
  const sized = [...firsts].map(([key, first]) => {
    const most = Math.max(...rows.map((marks) => marks.filter((mark) => grouping.key(mark) === key).length));
    const across = acrossOf(most);
    const text = grouping.head(first);
    const width = Math.max(across * CELL.width, Math.min(120, Math.max(70, widestWord(text, HEAD_SIZE))));
    return { key, first, text, across, width, at: grouping.at(first) };
  });
  const centres = spread(sized);
  const columns = sized.map(({ text, width, first }, i) => {
    const x = centres[i] ?? 0;
    const head = fitLabel(text, { width, size: HEAD_SIZE, most: HEAD_LINES, direction }, { x, y: 0, anchor: 'middle' });
    return { x, head, kind: grouping.kind(first) };
  });
  const lines = Math.max(0, ...columns.map(({ head }) => head.lines.length));
  const sign = columns.some(({ kind }) => kind !== null) ? 3 * RADIUS : 0;
  const cells = rows.map((marks) =>
    sized.map(({ key, across }, i) => {
      const own = marks.filter((mark) => grouping.key(mark) === key);
      const left = (centres[i] ?? 0) - (Math.min(across, Math.max(1, own.length)) * CELL.width) / 2;
      return { marks: own, left, across, lines: Math.ceil(own.length / across) };
    }),
  );
  const right = Math.max(0, ...sized.map(({ width }, i) => (centres[i] ?? 0) + width / 2));
  return { width: Math.ceil(right + GAP), headHeight: heightOf(lines, HEAD_SIZE) + sign + 8, columns, rows: cells };
}

/** How many marks stand beside one another where there are so many: columns are kept narrow, for there are many. */
function acrossOf(most: number): number {
  return most <= 3 ? 1 : most <= 8 ? 2 : most <= 18 ? 3 : 4;
}

/** How much wider than others the gap of the longest time between two columns is. */
const LONGEST_GAP = 40;

/** The middles of columns, one after another; the longer the time between two, the wider their gap. */
function spread(columns: readonly { width: number; at: number | null }[]): number[] {
  const times = columns.map(({ at }, i) => Math.max(0, (at ?? 0) - (columns[i - 1]?.at ?? at ?? 0)));
  const longest = Math.max(...times, 1);
  let edge = 0;
  return columns.map(({ width }, i) => {
    const left = edge + GAP + ((times[i] ?? 0) / longest) * LONGEST_GAP;
    edge = left + width;
    return left + width / 2;
  });
}

function placeCell({ marks, left, across }: Cell, top: number, height: number): PlacedMark[] {
  const lines = Math.ceil(marks.length / across);
  const first = top + (height - lines * CELL.height) / 2 + CELL.height / 2;
  return marks.map((mark, i) => {
    const x = left + (i % across) * CELL.width + RADIUS + 3;
    const y = first + Math.floor(i / across) * CELL.height;
    return { mark, x, y, number: { x: x + RADIUS + 4, y: y + NUMBER_SIZE * 0.36 } };
  });
}

/** A heading that ends where its column's marks begin. */
function lifted(head: Label, top: number): Label {
  return { ...head, y: top - 6 - heightOf(head.lines.length, HEAD_SIZE) + HEAD_SIZE };
}

/** Text runs from where reading begins by itself, so that only places are turned round. */
function mirrored(plan: TimelinePlan): TimelinePlan {
  const { names, plot } = plan;
  const turn = <Placed extends { x: number }>(one: Placed): Placed => ({ ...one, x: plot.width - one.x });
  return {
    ...plan,
    names: { ...names, labels: names.labels.map((label) => ({ ...label, x: names.width - label.x })) },
    plot: {
      ...plot,
      columns: plot.columns.map((column) => ({ ...turn(column), head: turn(column.head) })),
      marks: plot.marks.map((placed) => ({ ...turn(placed), number: turn(placed.number) })),
    },
  };
}

/** Milliseconds of an ISO 8601 date, or of where an interval begins. */
function momentOf(iso: string | null): number | null {
  const at = Date.parse((iso ?? '').split('/')[0] ?? '');
  return Number.isNaN(at) ? null : at;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
