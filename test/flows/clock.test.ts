import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StoreError } from '../../src/core/errors.ts';
import type { Schedule } from '../../src/core/schedule.ts';
import type { Store } from '../../src/core/store.ts';
import { due, startClock, stepOf } from '../../src/flows/clock.ts';
import { freshPlace, type Place } from '../contract/stores.ts';
import { movedClock } from '../moved-clock.ts';
import { sampleSchedule } from './chat.ts';

/** 08:00 in Riyadh. */
const EIGHT = Date.UTC(2026, 5, 1, 5);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let place: Place;
let store: Store;
beforeEach(async () => {
  place = await freshPlace('sqlite');
  store = await place.open();
});
afterEach(() => place.remove());

const fates = async () =>
  (await store.ledger.recent('all', 100))
    .toReversed()
    .map(({ state }) => ('reason' in state ? state.reason : state.type));

describe('slots that passed while nothing ran', () => {
  test.each<[string, Partial<Schedule>, number, string[]]>([
    ['the minute itself', {}, 1_000, ['planned']],
    ['a late tick of one that catches nothing up', { catchUp: 'none' }, 90_000, ['planned']],
    ['too late for it', { catchUp: 'none' }, 3 * MINUTE, ['missed']],
    ['a late tick of one without grace', { graceMinutes: 0 }, 90_000, ['planned']],
    ['a night', {}, 10 * HOUR, ['planned']],
    ['longer than the grace', {}, 13 * HOUR, ['missed']],
    ['three days', {}, 3 * DAY + HOUR, ['missed', 'missed', 'missed', 'planned']],
    ['three days within the grace, latest', { graceMinutes: 4320 }, 2 * DAY, ['superseded', 'superseded', 'planned']],
    [
      'three days within the grace, all',
      { graceMinutes: 4320, catchUp: 'all' },
      2 * DAY,
      ['planned', 'planned', 'planned'],
    ],
    ['three days, none', { catchUp: 'none' }, 2 * DAY, ['missed', 'missed', 'planned']],
  ])('%s', async (_, given, late, expected) => {
    await store.schedules.add(sampleSchedule({ nextAt: EIGHT, ...given }));
    await due(EIGHT + late, { store, log: () => {} });
    expect(await fates()).toEqual(expected);
    expect((await store.schedules.byId('s1'))?.nextAt).toBeGreaterThan(EIGHT + late);
  });

  test('a schedule of one time is over with it', async () => {
    await store.schedules.add(sampleSchedule({ when: '2026-06-01T08:00', nextAt: EIGHT }));
    await due(EIGHT + 1_000, { store, log: () => {} });
    expect(await store.schedules.byId('s1')).toMatchObject({ state: { type: 'over' }, nextAt: null });
    expect(await fates()).toEqual(['planned']);
  });

  test('one whose times cannot be read stops nobody else, and is told', async () => {
    const log: string[] = [];
    await store.schedules.add(sampleSchedule({ id: 'broken', zone: 'Mars/Olympus', nextAt: EIGHT - HOUR }));
    await store.schedules.add(sampleSchedule({ id: 'sound', nextAt: EIGHT }));
    await due(EIGHT, { store, log: (level, message) => void log.push(`${level} ${message}`) });
    expect(await fates()).toEqual(['planned']);
    expect(log).toEqual([expect.stringMatching(/^error schedule broken: .*Mars\/Olympus.*remove it/)]);
  });

  test('a slot that was written under older rules of its zone is a slot', () => {
    const step = stepOf(sampleSchedule({ nextAt: EIGHT - 7 * MINUTE }), EIGHT - MINUTE);
    expect(step).toMatchObject({ to: EIGHT, planned: [{ slotAt: EIGHT - 7 * MINUTE, state: { type: 'planned' } }] });
  });
});

describe('the clock', () => {
  const run = (isOurs = () => true, part: Partial<Store> = {}) => {
    const clock = movedClock(EIGHT + 1_000);
    const log: string[] = [];
    const woken: number[] = [];
    const running = startClock({
      store: { ...store, ...part },
      clock,
      log: (level, message) => void log.push(`${level} ${message}`),
      isOurs,
      wake: () => woken.push(clock.now()),
      everyMinute: () => () => {},
    });
    return { clock, log, woken, running };
  };

  test('looks only while it is its turn, and wakes who delivers', async () => {
    await store.schedules.add(sampleSchedule({ nextAt: EIGHT }));
    let ours = false;
    const { running, woken } = run(() => ours);
    await running.tick();
    expect([await fates(), woken.length]).toEqual([[], 0]);
    ours = true;
    await running.tick();
    expect([await fates(), woken.length]).toEqual([['planned'], 1]);
    await running.stop();
    await running.tick();
    expect(woken).toHaveLength(1);
  });

  test('says once that the store is away, and goes on when it is back', async () => {
    await store.schedules.add(sampleSchedule({ nextAt: EIGHT }));
    let away = true;
    const schedules = new Proxy(store.schedules, {
      get: (of, name) =>
        away ? async () => Promise.reject(new StoreError('the database is away', 'wait')) : Reflect.get(of, name),
    });
    const { running, log } = run(() => true, { schedules });
    for (let i = 0; i < 3; i += 1) await running.tick();
    expect(log).toEqual(['error clock: the database is away']);
    away = false;
    await running.tick();
    expect(await fates()).toEqual(['planned']);
  });

  test('a clock that was a year ahead costs no slot that is still to come', async () => {
    await store.schedules.add(sampleSchedule({ nextAt: EIGHT + DAY }));
    const { running, clock } = run();
    await running.tick();
    await clock.set(EIGHT + 365 * DAY);
    await running.tick();
    expect((await store.schedules.byId('s1'))?.nextAt).toBeGreaterThan(EIGHT + 365 * DAY);
    await clock.set(EIGHT + 2_000);
    await running.tick();
    expect((await store.schedules.byId('s1'))?.nextAt).toBe(EIGHT + DAY);
    await clock.set(EIGHT + DAY + 1_000);
    await running.tick();
    const [row] = (await store.ledger.recent('all', 1_000)).filter(({ slotAt }) => slotAt === EIGHT + DAY);
    expect(row?.state).toEqual({ type: 'planned', dueAt: EIGHT + DAY });
  });
});
