import fc from 'fast-check';
import { KINDS } from '../../src/core/briefing.ts';
import { INTERFACE_LANGUAGES } from '../../src/core/topic.ts';
import type { Actor, Mark } from '../../src/view/commitments.ts';
import { heightOf, type Label, widthOf } from '../../src/view/fit.ts';
import { FORMS, type Tie, type Ties } from '../../src/view/ties.ts';
import type { Timeline } from '../../src/view/timeline.ts';
import type { Showing } from '../../src/view/wording.ts';
import { anyBriefing } from './any-briefing.ts';
import { chinaRussiaTopic } from './china-russia.ts';

const DATES = [null, '2031', '2031-01-06', '2031-01-07', '2031-03-30', '2032-02-29', '2031-05-01/2031-05-09', 'soon'];

/** Some editions of a topic such as no engine would make, before one reader, each with an id of its own. */
export const anyShowings: fc.Arbitrary<Showing[]> = fc
  .record({
    briefings: fc.array(fc.tuple(anyBriefing, fc.constantFrom(null, '2031-01-06', '2031-01-07T08:00:00Z', '2032')), {
      maxLength: 5,
    }),
    language: fc.constantFrom(...INTERFACE_LANGUAGES),
  })
  .map(({ briefings, language }) =>
    briefings.map(([briefing, publishedAt], i) => ({
      briefing: {
        ...briefing,
        id: `any-${i}`,
        articles: briefing.articles.map((article) => ({ ...article, publishedAt })),
      },
      topic: chinaRussiaTopic,
      language,
      translate: null,
      quotes: false,
    })),
  );

const name = fc.oneof(
  fc.constantFrom(
    'China',
    'شي جين بينغ',
    '上海合作组织秘书处办公室',
    'Совет по координации',
    'Llanfairpwllgwyngyllgogerychwyrn',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  fc
    .array(fc.constantFrom('Northern', 'Board', 'of', 'مجلس', '委员会', 'Coordination'), { minLength: 1, maxLength: 9 })
    .map((words) => words.join(' ')),
);

const mark: fc.Arbitrary<Mark> = fc.record({
  edition: fc.constantFrom('a', 'b', 'c'),
  number: fc.integer({ min: 1, max: 999 }),
  kind: fc.constantFrom(...KINDS),
  date: fc.constantFrom(...DATES),
  due: fc.constantFrom(...DATES),
  check: fc.boolean(),
  label: fc.string(),
});

/** Timelines larger than any briefing's. */
export const anyTimeline: fc.Arbitrary<Timeline> = fc.record({
  rows: fc
    .array(fc.record({ name: fc.option(name), marks: fc.array(mark, { minLength: 1, maxLength: 24 }) }), {
      minLength: 1,
      maxLength: 26,
    })
    .map((rows) => rows.map((row, i) => ({ ...row, actor: row.name === null ? null : `w${i}` }))),
  dues: fc.array(mark, { maxLength: 24 }),
});

/** Ties among more actors than are drawn; every actor has one. */
export const anyTies: fc.Arbitrary<Ties> = fc
  .record({
    names: fc.array(name, { minLength: 2, maxLength: 24 }),
    pairs: fc.array(
      fc.record({
        from: fc.nat(23),
        to: fc.nat(23),
        form: fc.constantFrom(...FORMS),
        marks: fc.array(mark, { minLength: 1, maxLength: 9 }),
      }),
      { minLength: 1, maxLength: 60 },
    ),
  })
  .map(({ names, pairs }) => {
    const all = names.map((one, i): Actor => ({ id: `w${i}`, name: one }));
    const ties = pairs.flatMap(({ from, to, form, marks }): Tie[] => {
      const [one, other] = [all[from % all.length], all[to % all.length]];
      return one && other && one !== other ? [{ from: one, to: other, form, kinds: [], marks }] : [];
    });
    return { actors: all.filter((actor) => ties.some(({ from, to }) => from === actor || to === actor)), ties };
  });

/** A rectangle of a drawing. */
export type Box = { left: number; right: number; top: number; bottom: number };

/** The room that a label takes. */
export function boxOf(label: Label, direction: 'ltr' | 'rtl'): Box {
  const { x, y, anchor, size, lines } = label;
  const width = Math.max(0, ...lines.map((line) => widthOf(line, size)));
  const start = anchor === 'middle' ? x - width / 2 : direction === 'ltr' ? x : x - width;
  const top = y - size * 0.95;
  return { left: start, right: start + width, top, bottom: top + heightOf(lines.length, size) };
}

/** The room of a line of text, or of a mark with its number. */
export const boxes = (labels: readonly Label[], direction: 'ltr' | 'rtl'): Box[] =>
  labels.map((label) => boxOf(label, direction)).filter(({ left, right }) => right > left);

/** The number beside a mark, as a label. */
export function numberLabel(number: { x: number; y: number }, text: number, size: number): Label {
  return { ...number, anchor: 'start', size, lines: [String(text)], whole: null };
}

export function overlap(a: Box, b: Box): boolean {
  const hair = 0.01;
  return a.left < b.right - hair && b.left < a.right - hair && a.top < b.bottom - hair && b.top < a.bottom - hair;
}

/** The first two that lie over one another. */
export function overlapping(all: readonly Box[]): [Box, Box] | null {
  for (const [i, one] of all.entries()) {
    const other = all.slice(i + 1).find((next) => overlap(one, next));
    if (other) return [one, other];
  }
  return null;
}

/** Those that reach over the edges of a sheet. */
export function outside(all: readonly Box[], width: number, height: number): Box[] {
  const hair = 0.01;
  return all.filter(
    (box) => box.left < -hair || box.top < -hair || box.right > width + hair || box.bottom > height + hair,
  );
}

/** The same in a mirror. */
export function turned(boxes: readonly Box[], width: number): Box[] {
  return boxes.map(({ left, right, ...heights }) => ({ left: width - right, right: width - left, ...heights }));
}

/** For comparing lengths that were added up in another order. */
export function rounded(boxes: readonly Box[]): Box[] {
  const near = (length: number) => Math.round(length * 1000) / 1000 + 0;
  return boxes.map(({ left, right, top, bottom }) => ({
    left: near(left),
    right: near(right),
    top: near(top),
    bottom: near(bottom),
  }));
}
