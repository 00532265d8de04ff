import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Target } from '../../src/core/schedule.ts';
import type { Allowance, Rate } from '../../src/core/seams.ts';
import { keepPace, shareOf } from '../../src/flows/pace.ts';
import { movedClock } from '../moved-clock.ts';

const target = (channel: number, place = channel % 7): Target => ({
  platform: 'discord',
  place: `p${place}`,
  channel: `c${channel}`,
  to: 'channel',
});
const DISCORD: Allowance = { all: { requests: 50, ms: 1_000 }, place: null, channel: { requests: 5, ms: 5_000 } };
const SLACK: Allowance = {
  all: { requests: 200, ms: 1_000 },
  place: { requests: 20, ms: 1_000 },
  channel: { requests: 1, ms: 1_000 },
};

/** When a request reached the platform. */
type Arrived = { at: number; target: Target };

/** Sends to these targets as fast as the pace lets it; each request takes so long to arrive, and its answer to be back. */
async function sendAll(
  allowance: Allowance,
  targets: readonly Target[],
  { processes = 1, there = (_: number): number => 5, back = (_: number): number => 5 } = {},
): Promise<Arrived[]> {
  const clock = movedClock(1_000_000);
  const rest = clock.hurry();
  const pace = keepPace({ clock, allowance, processes: () => processes });
  const arrived: Arrived[] = [];
  await Promise.all(
    targets.map(async (to, index) => {
      const isBack = await pace.take(to, new AbortController().signal);
      await clock.wait(there(index));
      arrived.push({ at: clock.now(), target: to });
      await clock.wait(back(index));
      isBack();
    }),
  );
  rest();
  return arrived;
}

/** The most that falls within any window of these times. */
function mostWithin(times: readonly number[], ms: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  let [first, most] = [0, 0];
  for (let last = 0; last < sorted.length; last += 1) {
    while ((sorted[last] ?? 0) - (sorted[first] ?? 0) >= ms) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

function broken(arrived: readonly Arrived[], allowance: Allowance): string[] {
  const faults: string[] = [];
  const check = (name: string, of: (one: Arrived) => string, rate: Rate | null) => {
    if (rate === null) return;
    for (const [key, all] of Map.groupBy(arrived, of)) {
      const most = mostWithin(
        all.map(({ at }) => at),
        rate.ms,
      );
      if (most > rate.requests) faults.push(`${name} ${key}: ${most} within ${rate.ms} ms`);
    }
  };
  check('all', () => '', allowance.all);
  check('place', (one) => one.target.place, allowance.place);
  check('channel', (one) => one.target.channel, allowance.channel);
  return faults;
}

describe('pace', () => {
  test('keeps every rate, however requests are spread and however long each is on its way', async () => {
    const work = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 200 });
    // Some wait for a server that stands still for a while.
    const way = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 30 }) }, fc.integer({ min: 0, max: 3_000 }));
    const ways = fc.array(fc.tuple(way, way), { minLength: 1, maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(work, ways, fc.constantFrom(DISCORD, SLACK), async (channels, ms, allowance) => {
        const targets = channels.map((channel) => target(channel));
        const arrived = await sendAll(allowance, targets, {
          there: (index) => ms[index % ms.length]?.[0] ?? 0,
          back: (index) => ms[index % ms.length]?.[1] ?? 0,
        });
        expect(arrived).toHaveLength(channels.length);
        expect(broken(arrived, allowance)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('one that never comes back holds up its channel, and no other', async () => {
    const clock = movedClock(0);
    const pace = keepPace({ clock, allowance: SLACK, processes: () => 1 });
    const { signal } = new AbortController();
    const gone: string[] = [];
    const isBack = await pace.take(target(1), signal);
    void pace.take(target(1), signal).then(() => gone.push(`1 at ${clock.now()}`));
    void pace.take(target(2), signal).then(() => gone.push(`2 at ${clock.now()}`));
    await clock.advance(60_000);
    expect(gone).toEqual(['2 at 0']);
    isBack();
    await clock.advance(2_000);
    expect(gone).toEqual(['2 at 0', expect.stringMatching(/^1 at 6100\d$/)]);
  });

  test.each([
    { name: 'Discord, many channels', allowance: DISCORD, channels: 2_000, requests: 2_000, rate: DISCORD.all },
    { name: 'Discord, one channel', allowance: DISCORD, channels: 1, requests: 100, rate: DISCORD.channel },
    { name: 'Slack, one channel', allowance: SLACK, channels: 1, requests: 60, rate: SLACK.channel },
  ])('uses 95 % of what is allowed: $name', async ({ allowance, channels, requests, rate }) => {
    const targets = Array.from({ length: requests }, (_, index) => target(index % channels));
    const arrived = await sendAll(allowance, targets);
    const windows = Math.floor((requests - 1) / rate.requests);
    const took = (arrived[windows * rate.requests]?.at ?? 0) - (arrived[0]?.at ?? 0);
    expect((windows * rate.ms) / took).toBeGreaterThanOrEqual(0.95);
  });

  test('different channels of a place go at once, those of one channel in the order in which they asked', async () => {
    const clock = movedClock(0);
    const rest = clock.hurry();
    const pace = keepPace({ clock, allowance: SLACK, processes: () => 1 });
    const order: string[] = [];
    const go = async (to: Target, name: string) => {
      (await pace.take(to, new AbortController().signal))();
      order.push(name);
    };
    await Promise.all([go(target(1, 1), 'a1'), go(target(1, 1), 'a2'), go(target(1, 1), 'a3'), go(target(2, 1), 'b1')]);
    rest();
    expect(order).toEqual(['a1', 'b1', 'a2', 'a3']);
  });

  test('what is held waits, and all with it where it is held everywhere', async () => {
    const clock = movedClock(0);
    const pace = keepPace({ clock, allowance: DISCORD, processes: () => 1 });
    const gone: string[] = [];
    const go = (channel: number) =>
      pace.take(target(channel), new AbortController().signal).then(() => gone.push(`${channel} at ${clock.now()}`));
    pace.hold(target(1), 2_000);
    void go(1);
    void go(2);
    await clock.advance(1_000);
    expect(gone).toEqual(['2 at 0']);
    pace.hold(null, 7_000);
    expect(pace.mayGoAt(target(3))).toBe(7_000);
    void go(3);
    await clock.advance(10_000);
    expect(gone).toEqual(['2 at 0', '1 at 7000', '3 at 7000']);
  });

  test('who gives up waiting is not counted', async () => {
    const clock = movedClock(0);
    const pace = keepPace({ clock, allowance: SLACK, processes: () => 1 });
    (await pace.take(target(1), new AbortController().signal))();
    const impatient = new AbortController();
    const given = pace.take(target(1), impatient.signal);
    impatient.abort(new Error('enough'));
    await expect(given).rejects.toThrow('enough');
    expect(pace.mayGoAt(target(1))).toBeLessThan(1_100);
  });

  test('a clock that is put back makes nobody wait for the time that it had shown', async () => {
    const clock = movedClock(10_000_000);
    const pace = keepPace({ clock, allowance: DISCORD, processes: () => 1 });
    for (let i = 0; i < 4; i += 1) (await pace.take(target(1), new AbortController().signal))();
    await clock.set(1_000);
    const rest = clock.hurry();
    for (let i = 0; i < 4; i += 1) (await pace.take(target(1), new AbortController().signal))();
    rest();
    expect(clock.now()).toBeLessThan(20_000);
  });

  test.each([
    [{ requests: 50, ms: 1_000 }, 3],
    [{ requests: 5, ms: 5_000 }, 3],
    [{ requests: 1, ms: 1_000 }, 4],
  ])('%o is kept by %i processes together', (rate, share) => {
    const own = shareOf(rate, share);
    expect((own.requests * share) / own.ms).toBeLessThanOrEqual(rate.requests / rate.ms);
    expect(own.ms).toBeGreaterThanOrEqual(rate.ms);
  });
});
