// A year of schedules in 20 time zones, with nights of downtime, crashes, and clocks that are set ahead and back.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CatchUp, Schedule } from '../../src/core/schedule.ts';
import type { Store } from '../../src/core/store.ts';
import { due, startClock } from '../../src/flows/clock.ts';
import { deliverDue } from '../../src/flows/deliver.ts';
import { freshPlace, KINDS } from '../contract/stores.ts';
import { type MovedClock, movedClock } from '../moved-clock.ts';
import { deliverDeps, fakeChat, sampleSchedule, WELL } from './chat.ts';
import { MODEL_ZONES, slotsByModel } from './slot-model.ts';

const START = Date.UTC(2026, 0, 1);
const END = Date.UTC(2027, 0, 1);
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const TOLERANCE = 2 * MINUTE;
/** Years on each database: one takes a quarter of a minute. */
const YEARS = Number(process.env.READOUT_YEARS ?? 1);

/** What becomes of a slot by the rules, found out from a list of slots alone. */
type Fate = 'sent' | 'missed' | 'superseded';
type Expected = { schedule: Schedule; slots: number[]; handled: number; once: boolean; fates: Map<number, Fate> };

/** A look at the clock that shows `now`, by the rules. */
function look(expected: Expected, now: number): void {
  const { schedule, slots, once, fates } = expected;
  if (once && fates.size > 0) return;
  if (now < expected.handled) expected.handled = now;
  const passed = slots.filter((slot) => slot > expected.handled && slot <= now);
  for (const slot of passed) {
    const fate = fateOf(schedule, now - slot, slot === passed.at(-1));
    if (!fates.has(slot) || (fates.get(slot) !== 'sent' && fate === 'sent')) fates.set(slot, fate);
  }
  expected.handled = Math.max(expected.handled, now);
}

function fateOf({ catchUp, graceMinutes }: Schedule, late: number, isNewest: boolean): Fate {
  if (late > Math.max(catchUp === 'none' ? 0 : graceMinutes * MINUTE, TOLERANCE)) return 'missed';
  return catchUp === 'latest' && !isNewest ? 'superseded' : 'sent';
}

type Moment = { at: number; crash: 'no' | 'before' | 'after'; two: boolean };

/** What the clock shows at each look: each slot's minute, but for hours off, and hours that it was ahead. */
function momentsOf(slots: readonly number[], seed: () => number): Moment[] {
  const moments: Moment[] = [];
  const chance = (of: number) => seed() < of;
  let off = START;
  for (const slot of slots) {
    if (slot <= off) continue;
    // Never a whole minute: what is exactly as old as its grace may go either way.
    const at = slot + 1_000 + Math.floor(seed() * 56_000);
    const crash = chance(0.03) ? (chance(0.5) ? 'before' : 'after') : 'no';
    moments.push({ at, crash, two: chance(0.05) });
    off = at + (chance(0.02) ? Math.floor(seed() * 3 * DAY) : 0);
    if (chance(0.01)) moments.push({ at: at + Math.floor(seed() * 3 * DAY) + 500, crash: 'no', two: false });
  }
  return moments;
}

/** One process, which can be killed: whatever it asks for afterwards is never answered. */
function processOf(store: Store, clock: MovedClock, chat: ReturnType<typeof fakeChat>, killed: () => boolean) {
  const mortal = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get: (of, name) => (killed() ? () => new Promise(() => {}) : Reflect.get(of, name)),
    });
  const own = { schedules: mortal(store.schedules), ledger: mortal(store.ledger), briefings: mortal(store.briefings) };
  const log = (level: string, message: string) => {
    if (level === 'error') throw new Error(message);
  };
  const ticking = startClock({
    store: own,
    clock,
    log,
    isOurs: () => true,
    wake: () => {},
    everyMinute: () => () => {},
  });
  return { tick: ticking.tick, deliver: () => deliverDue(deliverDeps(own, clock, [chat.outlet], log)) };
}

async function live(store: Store, schedules: readonly Schedule[], numbers: () => number, steps: number) {
  const expected = schedules.map((schedule): Expected => {
    const slots = slotsByModel(schedule.when, schedule.zone, START, END + 4 * DAY);
    return { schedule, slots, handled: START - 1, once: schedule.when.includes('T'), fates: new Map() };
  });
  for (const { schedule, slots } of expected) await store.schedules.add({ ...schedule, nextAt: slots[0] ?? null });
  const all = expected.flatMap(({ slots }) => slots.filter((slot) => slot < END)).toSorted((a, b) => a - b);
  const clock = movedClock(START);
  const rest = clock.hurry();
  let crashed = Promise.withResolvers<void>();
  const chat = fakeChat(clock, { steps, crash: () => crashed.resolve() });
  const begin = () => {
    crashed = Promise.withResolvers<void>();
    let dead = false;
    const { promise } = crashed;
    void promise.then(() => {
      dead = true;
    });
    return processOf(store, clock, chat, () => dead);
  };
  let one = begin();
  for (const { at, crash, two } of momentsOf(all, numbers)) {
    await clock.set(at);
    if (numbers() < 0.05) one = begin();
    const now = clock.now();
    for (const each of expected) look(each, now);
    await Promise.all([one.tick(), ...(two ? [begin().tick()] : [])]);
    chat.script.length = 0;
    if (crash !== 'no') chat.script.push({ ...WELL, done: crash === 'after', hears: 'crash' });
    await Promise.race([one.deliver(), crashed.promise]);
    if (crash === 'no' || chat.script.length > 0) continue;
    // The next process finds what the last one had in hand as soon as its claims have run out.
    one = begin();
    await clock.set(clock.now() + 30_000);
    await one.deliver();
  }
  rest();
  return { expected, chat, last: clock.now() };
}

/** Where the ledger and the channels say something else than the rules. */
async function faultsOf(store: Store, { expected, chat }: Awaited<ReturnType<typeof live>>, steps: number) {
  const faults: string[] = [];
  for (const { schedule, fates } of expected) {
    const rows = await store.ledger.recent({ schedule: schedule.id }, 100_000);
    if (rows.length !== fates.size) faults.push(`${schedule.id}: ${rows.length} rows of ${fates.size} slots`);
    for (const { id, slotAt, state } of rows) {
      const is = state.type === 'skipped' ? state.reason : state.type;
      const posts = chat.posts.filter(({ delivery }) => delivery === id).map(({ step }) => step);
      const where = `${schedule.id} ${schedule.when} ${schedule.zone} at ${new Date(slotAt).toISOString()}`;
      if (is !== fates.get(slotAt)) faults.push(`${where}: is ${is}, not ${fates.get(slotAt)}`);
      if (posts.length !== (is === 'sent' ? steps : 0)) faults.push(`${where}: ${is}, with messages ${posts}`);
      if (new Set(posts).size !== posts.length) faults.push(`${where}: doubled`);
    }
  }
  return faults;
}

const numbersFrom = (seed: number) => {
  // mulberry32, public domain.
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

function anySchedule(zone: string, index: number): fc.Arbitrary<Schedule> {
  const minute = fc.integer({ min: 0, max: 59 });
  const hour = fc.integer({ min: 0, max: 23 });
  const days = fc.constantFrom('1', '1,4', '5', 'mon', '0', '2,6');
  const when = fc.oneof(
    fc.tuple(minute, hour, days).map(([m, h, d]) => `${m} ${h} * * ${d}`),
    fc.tuple(minute, hour, fc.integer({ min: 1, max: 31 })).map(([m, h, d]) => `${m} ${h} */${Math.max(5, d)} * *`),
    // The hours in which clocks are changed.
    fc
      .tuple(minute, fc.constantFrom(0, 1, 2, 3), fc.constantFrom('0', '6', '5'))
      .map(([m, h, d]) => `${m} ${h} * * ${d}`),
    fc.tuple(minute, hour).map(([m, h]) => `2026-${pad(1 + (m % 12))}-${pad(1 + h)}T${pad(h)}:${pad(m)}`),
  );
  const catchUp = fc.constantFrom<CatchUp>('latest', 'all', 'none');
  const graceMinutes = fc.constantFrom(0, 30, 720, 3 * 1440);
  return fc.tuple(when, catchUp, graceMinutes).map(([chosen, catches, grace]) =>
    sampleSchedule({
      id: `s${index}`,
      zone,
      when: chosen,
      catchUp: catches,
      graceMinutes: grace,
      target: { platform: 'discord', place: `p${index % 3}`, channel: `c${index}`, to: 'channel' },
    }),
  );
}

const pad = (number: number) => String(number).padStart(2, '0');

describe.each(KINDS)('%s', (kind) => {
  test('every slot of a year is sent once or skipped with its reason', async () => {
    const schedules = fc.tuple(...MODEL_ZONES.map(anySchedule));
    await fc.assert(
      fc.asyncProperty(schedules, fc.integer(), fc.constantFrom(1, 2), async (all, seed, steps) => {
        const place = await freshPlace(kind);
        const store = await place.open();
        try {
          const lived = await live(store, all, numbersFrom(seed), steps);
          expect(await faultsOf(store, lived, steps)).toEqual([]);
          expect(lived.chat.posts.length).toBeGreaterThan(100);
        } finally {
          await place.remove();
        }
      }),
      { numRuns: YEARS, endOnFailure: true },
    );
  }, 240_000);

  test('a year off with a slot every hour is written in steps, and ends right', async () => {
    const place = await freshPlace(kind);
    const store = await place.open();
    const [zone, when] = ['Europe/Berlin', '30 * * * *'];
    const slots = slotsByModel(when, zone, START, END);
    await store.schedules.add(sampleSchedule({ zone, when, nextAt: slots[0] ?? null, catchUp: 'all' }));
    await store.schedules.add(sampleSchedule({ id: 'draft', state: { type: 'draft' }, createdAt: START }));
    let most = 0;
    const ledger = {
      ...store.ledger,
      turn: (...all: Parameters<Store['ledger']['turn']>) => {
        most = Math.max(most, all[3].length);
        return store.ledger.turn(...all);
      },
    };
    const deps = { store: { ...store, ledger }, log: () => {} };
    // Many at once write no slot twice.
    await Promise.all([due(END, deps), due(END, deps), due(END, deps)]);
    expect(await due(END, deps)).toBe(0);
    const rows = await store.ledger.recent('all', 100_000);
    expect(rows.map(({ slotAt }) => slotAt)).toEqual(slots.toReversed());
    expect(rows.filter(({ state }) => state.type === 'planned')).toHaveLength(12);
    expect(rows.filter(({ state }) => state.type === 'skipped' && state.reason === 'missed')).toHaveLength(
      slots.length - 12,
    );
    expect(most).toBeLessThanOrEqual(500);
    expect(await store.schedules.list()).toMatchObject([{ id: 's1', nextAt: END + 30 * MINUTE }]);
    await place.remove();
  }, 60_000);
});
