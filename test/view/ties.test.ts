import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Point } from '../../src/core/briefing.ts';
import type { Direction } from '../../src/core/document.ts';
import { tiesOf } from '../../src/view/ties.ts';
import { BADGE, BAR, planTies, TIP, type TiesPlan } from '../../src/view/ties-plan.ts';
import { anyShowings, anyTies, boxes, outside, overlapping, rounded, turned } from './any-timeline.ts';
import { chinaRussia, chinaRussiaTopic } from './china-russia.ts';

const more = (count: number) => `and ${count} more`;
const showing = {
  briefing: chinaRussia,
  topic: chinaRussiaTopic,
  language: 'en',
  translate: null,
  quotes: false,
} as const;

/** The ties of one commitment between China, Russia and Lavrov. */
function tiesOfPoint(point: Partial<Point>) {
  const [sample] = chinaRussia.points;
  if (sample === undefined) throw new Error('the sample has no point');
  const points = [{ ...sample, section: 'commitment' as const, actors: [], counterparts: [], ...point }];
  return tiesOf([{ ...showing, briefing: { ...chinaRussia, points } }]).ties.map(
    ({ from, to, form }) => `${from.name} ${form} ${to.name}`,
  );
}

const said = (...who: string[]) => ({ who, how: 'explicit' as const });

describe('who is tied to whom', () => {
  test('who commits to somebody is tied to them', () => {
    expect(tiesOfPoint({ kind: 'ready', actors: ['RU'], counterparts: ['CN'] })).toEqual(['Russia to China']);
  });

  test('those who commit together are tied without a direction, and once', () => {
    const both = tiesOfPoint({ kind: 'pledged', actors: ['CN', 'RU'] });
    expect(both).toEqual(['China together Russia']);
    const points = [
      ['CN', 'RU'],
      ['RU', 'CN'],
    ].map(
      (actors, i) =>
        ({
          ...chinaRussia.points[0],
          number: i + 1,
          section: 'commitment',
          kind: 'agreed',
          counterparts: [],
          actors,
        }) as Point,
    );
    const { ties } = tiesOf([{ ...showing, briefing: { ...chinaRussia, points } }]);
    expect(ties.map(({ marks }) => marks.length)).toEqual([2]);
  });

  test('who is called on committed to nothing: the caller is tied to them', () => {
    expect(tiesOfPoint({ kind: 'calls-for', actors: ['CN', 'RU'], saidBy: said('lavrov') })).toEqual([
      'Sergei Lavrov calls China',
      'Sergei Lavrov calls Russia',
    ]);
    expect(tiesOfPoint({ kind: 'calls-for', actors: ['CN', 'RU'], saidBy: { who: [], how: 'narrator' } })).toEqual([]);
  });

  test('nobody is tied to themselves, and what was merely said ties nobody', () => {
    expect(tiesOfPoint({ kind: 'calls-for', actors: ['lavrov'], saidBy: said('lavrov') })).toEqual([]);
    expect(tiesOfPoint({ kind: 'says', section: 'position', actors: ['RU'], counterparts: ['CN'] })).toEqual([]);
  });

  test('every tie has its kinds and its points, every actor a tie', () => {
    fc.assert(
      fc.property(anyShowings, (showings) => {
        const { actors, ties } = tiesOf(showings);
        for (const { from, to, kinds, marks } of ties) {
          expect(from.id).not.toBe(to.id);
          expect(new Set(kinds)).toEqual(new Set(marks.map(({ kind }) => kind)));
        }
        const tied = new Set(ties.flatMap(({ from, to }) => [from.id, to.id]));
        expect(new Set(actors.map(({ id }) => id))).toEqual(tied);
        expect(actors).toHaveLength(tied.size);
      }),
    );
  });
});

describe('where it stands', () => {
  /** Badges with their tips, bars, names. */
  function drawn(plan: TiesPlan, direction: Direction) {
    const badges = plan.ties.map(({ badge: { x, y }, points }) => ({
      left: x - BADGE,
      right: x + BADGE,
      top: y - (points === 'up' ? TIP : BADGE),
      bottom: y + (points === 'down' ? TIP : BADGE),
    }));
    const bars = plan.actors.map(({ x, y, half }) => ({
      left: x - BAR,
      right: x + BAR,
      top: y - half,
      bottom: y + half,
    }));
    const names = boxes([...plan.actors.map(({ name }) => name), ...(plan.more ? [plan.more] : [])], direction);
    return { badges, rest: [...bars, ...names] };
  }

  test('nothing is outside, no name lies over another, no badge touches another', () => {
    fc.assert(
      fc.property(anyTies, fc.constantFrom('ltr' as const, 'rtl' as const), (ties, direction) => {
        const plan = planTies(ties, more, direction);
        const { badges, rest } = drawn(plan, direction);
        expect(outside([...badges, ...rest], plan.width, plan.height)).toEqual([]);
        expect(overlapping(rest)).toBeNull();
        for (const [i, { badge }] of plan.ties.entries()) {
          for (const { badge: other } of plan.ties.slice(i + 1)) {
            expect(Math.hypot(badge.x - other.x, badge.y - other.y)).toBeGreaterThanOrEqual(BADGE + TIP);
          }
        }
      }),
    );
  });

  test('right to left is left to right in a mirror', () => {
    fc.assert(
      fc.property(anyTies, (ties) => {
        const [ltr, rtl] = [planTies(ties, more, 'ltr'), planTies(ties, more, 'rtl')];
        const [one, other] = [drawn(ltr, 'ltr'), drawn(rtl, 'rtl')];
        expect(rtl.width).toBe(ltr.width);
        expect(rounded(other.badges)).toEqual(rounded(turned(one.badges, ltr.width)));
        expect(rounded(other.rest)).toEqual(rounded(turned(one.rest, ltr.width)));
        expect(rtl.ties.map(({ handle }) => Math.round(ltr.width - handle))).toEqual(
          ltr.ties.map(({ handle }) => Math.round(handle)),
        );
      }),
    );
  });

  test('a tie ends on the bars of its two, and its tip points from one to the other', () => {
    fc.assert(
      fc.property(anyTies, (ties) => {
        const { actors, ties: bows } = planTies(ties, more, 'ltr');
        for (const { tie, from, to, points } of bows) {
          for (const [end, actor] of [
            [from, tie.from],
            [to, tie.to],
          ] as const) {
            const bar = actors.find((one) => one.actor.id === actor.id);
            expect(Math.abs(end.y - (bar?.y ?? Number.NaN))).toBeLessThanOrEqual(bar?.half ?? 0);
          }
          expect(points).toBe(tie.form === 'together' ? null : from.y < to.y ? 'down' : 'up');
        }
      }),
    );
  });

  test('what is not drawn is counted, and the same ties give the same drawing', () => {
    fc.assert(
      fc.property(anyTies, (ties) => {
        const plan = planTies(ties, more, 'ltr');
        const rest = ties.actors.length - plan.actors.length;
        expect(plan.actors.length).toBeLessThanOrEqual(16);
        expect(plan.more?.lines.join(' ') ?? null).toBe(rest > 0 ? more(rest) : null);
        expect(planTies(structuredClone(ties), more, 'ltr')).toEqual(plan);
      }),
    );
  });
});
