import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkWhen, isZone, nextSlot, slotsBetween } from '../../src/flows/slots.ts';
import { MODEL_ZONES, slotsByModel } from './slot-model.ts';

const at = (iso: string) => Date.parse(iso);
const iso = (moments: readonly number[]) => moments.map((one) => new Date(one).toISOString().slice(0, 16));

describe('a change of the clocks', () => {
  test.each([
    ['spring: at the first moment after the gap', '30 2 * * *', 'America/New_York', '2026-03-08', ['2026-03-08T07:00']],
    ['spring: once, however many are in it', '*/10 2 * * *', 'America/New_York', '2026-03-08', ['2026-03-08T07:00']],
    [
      'spring: once, with one that is there anyhow',
      '30 2,3 * * *',
      'Europe/Berlin',
      '2026-03-29',
      ['2026-03-29T01:00', '2026-03-29T01:30'],
    ],
    ['spring: the moment itself is no second slot', '0 2,3 * * *', 'Europe/Berlin', '2026-03-29', ['2026-03-29T01:00']],
    ['spring: half an hour', '15 2 * * *', 'Australia/Lord_Howe', '2026-10-03', ['2026-10-03T15:30']],
    ['spring: at midnight', '0 0 * * *', 'America/Santiago', '2026-09-06', ['2026-09-06T04:00']],
    ['autumn: the first of two', '30 1 * * *', 'America/New_York', '2026-11-01', ['2026-11-01T05:30']],
    ['autumn: half an hour', '45 1 * * *', 'Australia/Lord_Howe', '2026-04-04', ['2026-04-04T14:45']],
    ['a day left out', '0 8 30 12 *', 'Pacific/Apia', '2011-12-30', ['2011-12-30T10:00']],
    ['one time in the gap', '2026-03-08T02:30', 'America/New_York', '2026-03-08', ['2026-03-08T07:00']],
    ['one time that comes twice', '2026-11-01T01:30', 'America/New_York', '2026-11-01', ['2026-11-01T05:30']],
    [
      'every hour, spring: none moved',
      '30 * 8 3 *',
      'America/New_York',
      '2026-03-08',
      hours('2026-03-08', 5, 24, ':30'),
    ],
    [
      'every hour, autumn: none lost',
      '0 * 1 11 *',
      'America/New_York',
      '2026-11-01',
      hours('2026-11-01', 4, 24, ':00'),
    ],
  ])('%s', (_what, when, zone, day, slots) => {
    const from = at(`${day}T00:00Z`);
    expect(iso(slotsBetween(when, zone, from, from + 86_399_999, 100))).toEqual(slots);
  });
});

function hours(day: string, from: number, until: number, minutes: string): string[] {
  return Array.from({ length: until - from }, (_, i) => `${day}T${String(from + i).padStart(2, '0')}${minutes}`);
}

describe('as the model says', () => {
  test.each(MODEL_ZONES)('a year in %s', { timeout: 60_000 }, (zone) => {
    const from = at('2026-01-01T00:00Z');
    const until = at('2027-01-01T00:00Z');
    fc.assert(
      fc.property(cron(), (when) => {
        expect(difference(when, zone, from, until)).toBeNull();
      }),
      { numRuns: 3 },
    );
    // Close to the changes, where most of the faults would be.
    for (const when of ['0 * * * *', '*/30 0-3 * * *', '45 23,0,1 * * *', '30 2 * * *']) {
      expect(difference(when, zone, from, until)).toBeNull();
    }
  });

  test('the day that Apia left out, and days around changes in the past', () => {
    for (const [zone, day] of [
      ['Pacific/Apia', '2011-12-30'],
      ['Europe/Moscow', '2014-10-26'],
      ['Asia/Tehran', '2022-03-22'],
    ] as const) {
      const from = at(`${day}T00:00Z`) - 3 * 86_400_000;
      const until = from + 6 * 86_400_000;
      for (const when of ['0 8 * * *', '*/30 0 * * *', '0 * * * *', '0 0 30 12 *', `${day}T00:30`]) {
        expect(difference(when, zone, from, until)).toBeNull();
      }
    }
  });

  test('one after the other is as all at once, from any moment', () => {
    const year = { min: at('2026-01-01T00:00Z'), max: at('2027-01-01T00:00Z') };
    fc.assert(
      fc.property(cron(), fc.constantFrom(...MODEL_ZONES), fc.integer(year), (when, zone, from) => {
        const slots = slotsBetween(when, zone, from, from + 400 * 86_400_000, 5);
        let last = from - 1;
        for (const slot of slots) {
          expect(nextSlot(when, zone, last)).toBe(slot);
          expect(nextSlot(when, zone, slot - 1)).toBe(slot);
          last = slot;
        }
      }),
    );
  });
});

/** The first slot that is not as the model says; a comparison of long lists as such takes many times as long. */
function difference(when: string, zone: string, from: number, until: number) {
  const slots = slotsBetween(when, zone, from, until, Number.POSITIVE_INFINITY);
  const model = slotsByModel(when, zone, from, until);
  const i = [...slots, null].findIndex((slot, index) => slot !== (model[index] ?? null));
  return i < 0 ? null : { when, zone, slot: iso(slots.slice(i, i + 1)), model: iso(model.slice(i, i + 1)) };
}

/** Expressions that people write, and stranger ones. */
function cron(): fc.Arbitrary<string> {
  const field = (least: number, most: number) => {
    const value = fc.integer({ min: least, max: most });
    const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
    const list = fc.uniqueArray(fc.oneof(value.map(String), range), { minLength: 1, maxLength: 3 });
    const stepped = fc.tuple(
      fc.oneof(fc.constant('*'), range),
      fc.integer({ min: Math.ceil((most - least) / 6), max: Math.floor((most - least) / 2) }),
    );
    return fc.oneof(
      value.map(String),
      list.map((parts) => parts.join(',')),
      stepped.map(([from, step]) => `${from}/${step}`),
    );
  };
  const any = fc.constant('*');
  const mostly = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>) =>
    fc.oneof({ arbitrary: usual, weight: 3 }, { arbitrary: other, weight: 1 });
  const weekday = fc.oneof(field(0, 7), fc.constantFrom('mon-fri', 'SUN-THU', 'sat,sun', '1-5'));
  return fc
    .tuple(
      field(0, 59),
      mostly(field(0, 23), any),
      mostly(any, field(1, 31)),
      mostly(any, field(1, 12)),
      mostly(any, weekday),
    )
    .map((fields) => fields.join(' '));
}

describe('what a time is refused for', () => {
  const now = at('2026-06-01T00:00Z');
  test.each([
    ['0 8 * * 1-5', null],
    ['  0  8 * * MON-FRI ', null],
    ['*/5 * * * *', null],
    ['0 8 29 2 *', null],
    ['58 1,2 * * *', null],
    ['2026-12-01T08:00', null],
    ['2028-02-29T08:00', null],
    ['0 8 31 2 *', 'never'],
    ['0 8 30 2 *', 'never'],
    ['2027-02-29T08:00', 'never'],
    ['2026-13-01T08:00', 'never'],
    ['2026-06-01T02:59', 'past'],
    ['* * * * *', 'too-often'],
    ['*/4 * * * *', 'too-often'],
    ['*/7 * * * *', 'too-often'],
    ['0,58 0,23 * * *', 'too-often'],
    ['0,1 8 1 1 *', 'too-often'],
    ['', 'not-a-time'],
    ['weekdays at 8', 'not-a-time'],
    ['0 8 * *', 'not-a-time'],
    ['0 0 8 * * *', 'not-a-time'],
    ['@daily', 'not-a-time'],
    ['60 8 * * *', 'not-a-time'],
    ['0 24 * * *', 'not-a-time'],
    ['0 8 0 * *', 'not-a-time'],
    ['0 8 * * 8', 'not-a-time'],
    ['? 8 * * *', 'not-a-time'],
    ['0 8 1 * +1', 'not-a-time'],
    ['2026-12-01T24:00', 'not-a-time'],
    ['2026-12-01 08:00', 'not-a-time'],
    ['2026-12-01T08:00Z', 'not-a-time'],
  ])('%j: %s', (when, fault) => {
    expect(checkWhen(when, 'Asia/Riyadh', now)).toBe(fault);
    if (fault !== null && fault !== 'too-often') expect(nextSlot(when, 'Asia/Riyadh', now)).toBeNull();
  });

  test('one time is over at its moment, and has no slot after it', () => {
    const slot = at('2026-12-01T05:00Z');
    expect(nextSlot('2026-12-01T08:00', 'Asia/Riyadh', slot - 1)).toBe(slot);
    expect(nextSlot('2026-12-01T08:00', 'Asia/Riyadh', slot)).toBeNull();
    expect(checkWhen('2026-12-01T08:00', 'Asia/Riyadh', slot)).toBe('past');
  });

  test.each([
    ['Asia/Riyadh', true],
    ['asia/riyadh', true],
    ['UTC', true],
    ['US/Eastern', true],
    ['+05:30', true],
    ['', false],
    ['Riyadh', false],
    ['Europe/Lodnon', false],
    ['GMT+3', false],
  ])('%j is a zone: %s', (zone, is) => {
    expect(isZone(zone)).toBe(is);
    if (!is) expect(() => nextSlot('0 8 * * *', zone, now)).toThrow(RangeError);
  });

  test('both ends belong to it, and the limit holds', () => {
    const from = at('2026-06-01T05:00Z');
    expect(slotsBetween('0 8 * * *', 'Asia/Riyadh', from, from + 86_400_000, 9)).toEqual([from, from + 86_400_000]);
    expect(slotsBetween('0 8 * * *', 'Asia/Riyadh', from, from + 86_400_000, 1)).toEqual([from]);
    expect(slotsBetween('0 8 * * *', 'Asia/Riyadh', from, from + 86_400_000, 0)).toEqual([]);
    expect(slotsBetween('0 8 * * *', 'Asia/Riyadh', from + 1, from + 86_399_999, 9)).toEqual([]);
  });
});
