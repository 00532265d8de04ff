import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { Direction } from '../../src/core/document.ts';
import { commitmentsOf } from '../../src/view/commitments.ts';
import { fitLabel, widthOf } from '../../src/view/fit.ts';
import { timelineOf } from '../../src/view/timeline.ts';
import {
  NUMBER_SIZE,
  planTimeline,
  RADIUS,
  type TimelinePlan,
  type TimelineWords,
} from '../../src/view/timeline-plan.ts';
import {
  anyShowings,
  anyTimeline,
  boxes,
  boxOf,
  numberLabel,
  outside,
  overlapping,
  rounded,
  turned,
} from './any-timeline.ts';
import { chinaRussia, chinaRussiaTopic } from './china-russia.ts';

// Many runs, on however few cores.
vi.setConfig({ testTimeout: 60_000 });

const WORDS: TimelineWords = {
  kind: (kind) => `the kind ${kind}`,
  date: (date) => date ?? 'no date',
  due: (due) => `by ${due}`,
  nobody: 'Nobody named',
  dueBy: 'Due',
  more: (count) => `and ${count} more`,
};

const showing = {
  briefing: chinaRussia,
  topic: chinaRussiaTopic,
  language: 'en',
  translate: null,
  quotes: false,
} as const;

/** Everything on the sheet of marks that has a place of its own. */
function plotBoxes({ plot }: TimelinePlan, direction: Direction) {
  const signs = plot.marks.map(({ x, y }) => ({
    left: x - RADIUS,
    right: x + RADIUS,
    top: y - RADIUS,
    bottom: y + RADIUS,
  }));
  const numbers = plot.marks.map(({ mark, number }) => numberLabel(number, mark.number, NUMBER_SIZE));
  const heads = plot.columns.map(({ head }) => head);
  const keys = plot.columns
    .filter(({ kind }) => kind !== null)
    .map(({ x, signAt: y }) => ({ left: x - RADIUS, right: x + RADIUS, top: y - RADIUS, bottom: y + RADIUS }));
  return [...signs, ...keys, ...boxes([...numbers, ...heads], direction)];
}

describe('what stands in a timeline', () => {
  test('every commitment stands once with each of its actors, or with nobody', () => {
    fc.assert(
      fc.property(anyShowings, (showings) => {
        const told = timelineOf(commitmentsOf(showings)).rows.flatMap(({ actor, marks }) =>
          marks.map(({ edition, number }) => `${edition} ${number} ${actor}`),
        );
        const wanted = showings.flatMap(({ briefing }) =>
          briefing.points
            .filter(({ section }) => section !== 'position')
            .flatMap(({ number, actors }) => {
              const known = [...new Set(actors.filter((id) => briefing.who.some((who) => who.id === id)))];
              return (known.length > 0 ? known : [null]).map((actor) => `${briefing.id} ${number} ${actor}`);
            }),
        );
        expect(told.toSorted()).toEqual(wanted.toSorted());
      }),
    );
  });

  test('what is due stands once among the due dates, the soonest first', () => {
    fc.assert(
      fc.property(anyShowings, (showings) => {
        const { dues } = timelineOf(commitmentsOf(showings));
        const due = showings.flatMap(({ briefing }) =>
          briefing.points.filter((point) => point.section !== 'position' && point.due !== null),
        );
        expect(dues).toHaveLength(due.length);
        expect(dues.map((mark) => mark.due)).toEqual(dues.map((mark) => mark.due).toSorted());
      }),
    );
  });

  test('an actor whom the topic knows has one row, whatever articles call them', () => {
    const other = {
      ...chinaRussia,
      id: 'other',
      who: chinaRussia.who.map((who) => ({ ...who, ...(who.id === 'lavrov' ? { id: 'x', name: 'Lavrov' } : {}) })),
      points: chinaRussia.points.map((point) => ({
        ...point,
        actors: point.actors.map((id) => (id === 'lavrov' ? 'x' : id)),
      })),
    };
    const { rows } = timelineOf(commitmentsOf([{ ...showing, briefing: other }, showing]));
    expect(rows.map(({ actor }) => actor)).not.toContain('x');
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  });

  test('a mark says in words what its place says', () => {
    const { rows } = timelineOf(commitmentsOf([showing]));
    const china = rows.find(({ actor }) => actor === 'CN');
    expect(china?.name).toBe('China');
    expect(china?.marks[0]?.label).toMatch(/^\d+ · China.* · pledged? · .*4 February 2021/);
  });
});

describe('where it stands', () => {
  const directions = ['ltr', 'rtl'] as const;

  test('nothing is outside its sheet, and nothing lies over anything else', () => {
    fc.assert(
      fc.property(anyTimeline, fc.constantFrom(...directions), (timeline, direction) => {
        const plan = planTimeline(timeline, WORDS, direction);
        const plotted = plotBoxes(plan, direction);
        const names = boxes(plan.names.labels, direction);
        expect(outside(plotted, plan.plot.width, plan.height)).toEqual([]);
        expect(outside(names, plan.names.width, plan.height)).toEqual([]);
        expect(overlapping(plotted)).toBeNull();
        expect(overlapping(names)).toBeNull();
      }),
    );
  });

  test('right to left is left to right in a mirror', () => {
    fc.assert(
      fc.property(anyTimeline, (timeline) => {
        const [ltr, rtl] = [planTimeline(timeline, WORDS, 'ltr'), planTimeline(timeline, WORDS, 'rtl')];
        expect([rtl.height, rtl.plot.width, rtl.names.width]).toEqual([ltr.height, ltr.plot.width, ltr.names.width]);
        expect(rounded(plotBoxes(rtl, 'rtl'))).toEqual(rounded(turned(plotBoxes(ltr, 'ltr'), ltr.plot.width)));
        const [names, mirrored] = [boxes(ltr.names.labels, 'ltr'), boxes(rtl.names.labels, 'rtl')];
        expect(rounded(mirrored)).toEqual(rounded(turned(names, ltr.names.width)));
      }),
    );
  });

  test('what is shortened says so and is told in full; what is not drawn is counted', () => {
    fc.assert(
      fc.property(anyTimeline, (timeline) => {
        const { names, plot } = planTimeline(timeline, WORDS, 'ltr');
        for (const { lines, whole } of [...names.labels, ...plot.columns.map(({ head }) => head)]) {
          if (whole !== null) expect(lines.at(-1)?.replace(/\u2069$/, '')).toMatch(/…$/);
        }
        const drawn = timeline.rows.slice(0, 20);
        const marks = drawn.flatMap((row) => row.marks).length + timeline.dues.length;
        expect(plot.marks).toHaveLength(marks);
        const last = names.labels.at(-1)?.lines.join(' ');
        if (timeline.rows.length > 20) expect(last).toBe(`and ${timeline.rows.length - 20} more`);
        else expect(last).not.toContain('more');
      }),
    );
  });

  test('editions of several days stand along time, those of one day by kind', () => {
    const { rows } = timelineOf(commitmentsOf([showing]));
    const one = planTimeline({ rows, dues: [] }, WORDS, 'ltr');
    expect(one.by).toBe('kinds');
    expect(one.plot.columns.every(({ kind }) => kind !== null)).toBe(true);

    const dates = ['2031-01-01', '2031-01-02', '2031-03-01'];
    const [mark] = rows[0]?.marks ?? [];
    if (mark === undefined) throw new Error('the sample has no commitment');
    const several = planTimeline(
      { rows: [{ actor: 'a', name: 'A', marks: dates.map((date) => ({ ...mark, date })) }], dues: [] },
      WORDS,
      'ltr',
    );
    expect(several.by).toBe('dates');
    const xs = several.plot.columns.map(({ x }) => x);
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
    const [first = 0, second = 0, third = 0] = xs;
    expect(third - second).toBeGreaterThan(second - first);
  });
});

describe('text that has to fit', () => {
  test('no line is wider than its room, and no letter is lost but behind an ellipsis', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 40, max: 200 }),
        fc.integer({ min: 1, max: 4 }),
        (text, width, most) => {
          const label = fitLabel(text, { width, size: 12, most, direction: 'ltr' }, { x: 0, y: 0, anchor: 'start' });
          const { left, right } = boxOf(label, 'ltr');
          expect(right - left).toBeLessThanOrEqual(width + 0.01);
          expect(label.lines.length).toBeLessThanOrEqual(most);
          const letters = (words: string) => words.replace(/[\s\u2068\u2069]/gu, '');
          const said = fitLabel(
            text,
            { width: 1e6, size: 12, most: 1, direction: 'ltr' },
            { x: 0, y: 0, anchor: 'start' },
          );
          const shown = letters(label.lines.join(''));
          const full = letters(said.lines.join(''));
          if (label.whole === null) expect(shown).toBe(full);
          else expect(full.startsWith(shown.replace(/…$/, ''))).toBe(true);
        },
      ),
    );
  });

  test('a wide letter is wider, and what nobody sees takes no room', () => {
    expect(widthOf('中国', 10)).toBe(20);
    expect(widthOf('il', 10)).toBeLessThan(widthOf('mw', 10));
    expect(widthOf('\u2068China\u2069', 10)).toBe(widthOf('China', 10));
  });
});
