import { afterEach, beforeEach, expect, test } from 'vitest';
import { StoreError } from '../../src/core/errors.ts';
import type { LeaseStore, Store } from '../../src/core/store.ts';
import { countProcesses, holdTurn, LEASE, processLease, type Turn } from '../../src/flows/turns.ts';
import { freshPlace, type Place } from '../contract/stores.ts';
import { type MovedClock, movedClock } from '../moved-clock.ts';

let place: Place;
let store: Store;
let clock: MovedClock;
const turns: Turn[] = [];
beforeEach(async () => {
  place = await freshPlace('sqlite');
  store = await place.open();
  clock = movedClock(1_000_000);
});
afterEach(async () => {
  await Promise.all(turns.splice(0).map((turn) => turn.stop()));
  await place.remove();
});

type How = { alone?: boolean; leases?: LeaseStore; on?: MovedClock; harmless?: boolean };

/** A process that wants the turn; `story` tells what became of it. */
function hold(
  holder: string,
  story: string[],
  { alone = false, leases = store.leases, on = clock, harmless = false }: How = {},
): Turn {
  const turn = holdTurn(
    'gateway',
    { leases, holder, clock: on, log: (_, message) => void story.push(message), times: LEASE, alone },
    {
      gained: async () => void story.push(`${holder} gained`),
      lost: async () => void story.push(`${holder} lost`),
      harmless,
    },
  );
  turns.push(turn);
  return turn;
}

/** The leases, as long as they are not cut off. */
function wire() {
  let cut: 'no' | 'refuses' | 'hangs' = 'no';
  const leases: LeaseStore = {
    ...store.leases,
    take: (...all) => {
      if (cut === 'refuses') return Promise.reject(new StoreError('the database is away', 'wait'));
      return cut === 'hangs' ? new Promise(() => {}) : store.leases.take(...all);
    },
  };
  return { leases, cut: (how: typeof cut) => (cut = how) };
}

test('one has it at a time, keeps it, and the next has it soon after it is handed over', async () => {
  const story: string[] = [];
  const first = hold('a', story);
  await first.asked;
  const second = hold('b', story);
  await second.asked;
  await clock.advance(60_000);
  expect(story).toEqual(['a gained']);
  expect([first.isOurs(), second.isOurs()]).toEqual([true, false]);
  await first.stop();
  await clock.advance(LEASE.beatMs);
  expect(story).toEqual(['a gained', 'a lost', 'b gained']);
});

test('of one that died, another has it within 30 s', async () => {
  const story: string[] = [];
  await store.leases.take('gateway', 'dead', clock.now(), clock.now() + LEASE.leaseMs);
  hold('b', story);
  await clock.advance(14_000);
  expect(story).toEqual([]);
  await clock.advance(16_000);
  expect(story).toEqual(['b gained']);
});

test('one that was stopped past its lease ends what it held before it goes on', async () => {
  const story: string[] = [];
  const stopped = movedClock(clock.now());
  const first = hold('a', story, { on: stopped });
  await first.asked;
  hold('b', story);
  await clock.advance(25_000);
  expect(story).toEqual(['a gained', 'b gained']);
  // Its own timers did not run; the time went on.
  await stopped.set(clock.now());
  expect(first.isOurs()).toBe(false);
  expect(story).toEqual(['a gained', 'b gained', 'a lost']);
});

test.each(['refuses', 'hangs'] as const)(
  'one whose store %s gives it up when the lease ends, not later',
  async (how) => {
    const story: string[] = [];
    const line = wire();
    const turn = hold('a', story, line);
    await turn.asked;
    line.cut(how);
    await clock.advance(14_000);
    expect(turn.isOurs()).toBe(true);
    await clock.advance(6_000);
    expect(turn.isOurs()).toBe(false);
    expect(story.filter((line) => line.startsWith('a '))).toEqual(['a gained', 'a lost']);
    line.cut('no');
    if (how === 'hangs') return void turns.splice(0);
    await clock.advance(5_000);
    expect(story.at(-1)).toBe('a gained');
  },
);

test('one that is alone keeps it while its store cannot be written, and takes it over at once from who was killed', async () => {
  const story: string[] = [];
  const line = wire();
  await store.leases.take('gateway', 'killed', clock.now(), clock.now() + LEASE.leaseMs);
  const turn = hold('a', story, { ...line, alone: true });
  await turn.asked;
  expect(story).toEqual(['a gained']);
  line.cut('refuses');
  await clock.advance(60_000);
  expect(turn.isOurs()).toBe(true);
  expect(story).toEqual(['a gained', expect.stringContaining('cannot be renewed')]);
});

test('living processes are counted', async () => {
  for (const name of ['a', 'b', 'c']) {
    await store.leases.take(processLease(name), name, clock.now(), clock.now() + LEASE.leaseMs);
  }
  expect(await countProcesses({ leases: store.leases, clock })).toBe(3);
  await clock.advance(LEASE.leaseMs + 1);
  expect(await countProcesses({ leases: store.leases, clock })).toBe(1);
});

test('what does no harm where two have it is kept while the store is away, and given up to another', async () => {
  const story: string[] = [];
  const { leases, cut } = wire();
  const first = hold('a', story, { leases, harmless: true });
  await first.asked;
  cut('refuses');
  await clock.advance(120_000);
  expect(story).toEqual(['a gained', expect.stringMatching(/cannot be renewed: the database is away/)]);
  cut('no');
  await clock.advance(10_000);
  expect(first.isOurs()).toBe(true);
  cut('refuses');
  await clock.advance(20_000);
  const second = hold('b', story, { harmless: true });
  await second.asked;
  cut('no');
  await clock.advance(10_000);
  expect(story.slice(2)).toEqual([expect.any(String), 'b gained', 'a lost']);
});
