import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Connection, type Failure, keepConnected, unlessAborted } from '../../src/core/connection.ts';

const BACKOFF = { first: 1_000, most: 60_000 };

beforeEach(() => {
  vi.useFakeTimers();
  // Node's own timer, which does not wait for a made-up clock.
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const late = new AbortController();
    setTimeout(() => late.abort(new DOMException('too late', 'TimeoutError')), ms);
    return late.signal;
  });
  // The longest wait that jitter gives.
  vi.spyOn(Math, 'random').mockReturnValue(0.999_999);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** What a try comes to: no connection, or one that falls after so many milliseconds; null: never. */
type Fate = Failure | { falls: number | null; closes?: boolean } | 'hangs';

const PASSING: Failure = { type: 'retry', what: 'away', afterMs: null };
const OTHER: Failure = { type: 'retry', what: 'unwell', afterMs: null };
const FOR_GOOD: Failure = { type: 'permanent', what: 'the token is wrong', remedy: 'copy it anew' };

/** A connection that goes as told, try by try, and then as the last; `tries`: when each began. */
function connectionOf(...fates: Fate[]) {
  const tries: number[] = [];
  const log: string[] = [];
  let closed = 0;
  const connect = async (signal: AbortSignal): Promise<Connection> => {
    const fate = fates[Math.min(tries.length, fates.length - 1)] ?? 'hangs';
    tries.push(performance.now());
    if (fate === 'hangs') return unlessAborted(signal, new Promise<never>(() => {}));
    if ('type' in fate) throw fate;
    const { falls, closes = true } = fate;
    const lost = Promise.withResolvers<unknown>();
    if (falls === 0) lost.resolve(PASSING);
    else if (falls !== null) setTimeout(() => lost.resolve(PASSING), falls);
    const close = async () => {
      closed += 1;
      if (!closes) await new Promise<never>(() => {});
    };
    return { lost: lost.promise, close };
  };
  const kept = keepConnected({
    name: 'news',
    connect,
    failureOf: (error) =>
      error instanceof DOMException ? { type: 'retry', what: error.name, afterMs: null } : (error as Failure),
    log: (level, message) => void log.push(`${level} ${message}`),
    backoff: BACKOFF,
  });
  const gaps = () => tries.slice(1).map((at, i) => Math.round(at - (tries[i] ?? 0)));
  return { ...kept, tries, log, gaps, closed: () => closed };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('how long it waits', () => {
  test.each<[string, Fate]>([
    ['fails', PASSING],
    ['falls at once', { falls: 0 }],
  ])('a connection that %s again and again is tried ever more seldom', async (_, fate) => {
    const { start, stop, gaps } = connectionOf(fate);
    const started = start();
    await pass(240_000);
    await started;
    expect(gaps()).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    await stop();
  });

  test('a connection that stood for less than the longest wait was no success; one that stood for longer was', async () => {
    const { start, stop, gaps } = connectionOf(
      PASSING,
      PASSING,
      { falls: 59_000 },
      { falls: 61_000 },
      { falls: 0 },
      PASSING,
    );
    const started = start();
    await pass(140_000);
    await started;
    expect(gaps()).toEqual([1_000, 2_000, 59_000 + 4_000, 61_000 + 1_000, 2_000, 4_000]);
    await stop();
  });

  test('what a person must mend is tried seldom from the first', async () => {
    const { start, stop, gaps } = connectionOf(FOR_GOOD);
    const started = start();
    await pass(180_000);
    await started;
    expect(gaps()).toEqual([60_000, 60_000, 60_000]);
    await stop();
  });

  test('a platform that says how long is taken at its word', async () => {
    const { start, stop, gaps } = connectionOf({ ...PASSING, afterMs: 5_000 }, { falls: null });
    const started = start();
    await pass(90_000);
    await started;
    expect(gaps()).toEqual([5_000]);
    await stop();
  });
});

describe('what it does not wait for', () => {
  test('a try that comes to nothing is given up after 30 s', async () => {
    const { start, stop, tries, gaps, log } = connectionOf('hangs', { falls: null });
    let began = false;
    const started = start().then(() => {
      began = true;
    });
    await pass(29_999);
    expect({ began, log, tries: tries.length }).toEqual({ began: false, log: [], tries: 1 });
    await pass(1);
    await started;
    expect(log).toEqual(['warn news: TimeoutError']);
    await pass(1_000);
    expect(gaps()).toEqual([31_000]);
    expect(log.at(-1)).toBe('info news: connected');
    await stop();
  });

  test('a close that does not end keeps nobody from connecting anew', async () => {
    const { start, stop, gaps } = connectionOf({ falls: 0, closes: false }, { falls: null });
    await start();
    await pass(10_000);
    expect(gaps()).toEqual([1_500 + 1_000]);
    await stop();
  });

  test.each<[string, Fate, number]>([
    ['between two tries', PASSING, 0],
    ['in a try', 'hangs', 0],
    ['while connected', { falls: null }, 1],
  ])('it stops %s without waiting', async (_, fate, closes) => {
    const { start, stop, tries, closed } = connectionOf(fate);
    const started = start();
    await pass(10);
    await stop();
    await started;
    expect(closed()).toBe(closes);
    await pass(300_000);
    expect(tries).toHaveLength(1);
  });
});

describe('what it says', () => {
  test('an outage that lasts is said once, and again after a success', async () => {
    const { start, stop, log } = connectionOf(PASSING, PASSING, PASSING, { falls: 100 }, PASSING, PASSING);
    const started = start();
    await pass(200_000);
    await started;
    expect(log).toEqual(['warn news: away', 'info news: connected', 'warn news: away']);
    await stop();
  });

  test('another fault in the same outage is said too; what a person must mend, with the remedy', async () => {
    const { start, stop, log } = connectionOf(PASSING, PASSING, OTHER, OTHER, FOR_GOOD, FOR_GOOD, FOR_GOOD);
    const started = start();
    await pass(300_000);
    await started;
    expect(log).toEqual(['warn news: away', 'warn news: unwell', 'error news: the token is wrong; copy it anew']);
    await stop();
  });

  test('a start resolves with the first try, however it ends, and a second start begins nothing', async () => {
    for (const fate of [PASSING, { falls: null }]) {
      const { start, stop, tries } = connectionOf(fate);
      await Promise.all([start(), start()]);
      expect(tries).toHaveLength(1);
      await stop();
    }
  });
});

test('it tells how it stands: not asked for, on its way, up, mending itself, away with the reason, and over', async () => {
  const states: string[] = [];
  const lost = Promise.withResolvers<unknown>();
  let isUp = true;
  let tries = 0;
  const kept = keepConnected({
    name: 'news',
    connect: async () => {
      tries += 1;
      if (tries === 1) throw FOR_GOOD;
      return { lost: lost.promise, close: async () => {}, isUp: () => isUp };
    },
    failureOf: (error) => error as Failure,
    log: () => {},
    backoff: BACKOFF,
  });
  const note = () => {
    const state = kept.state();
    states.push(state.type === 'failed' ? `failed: ${state.reason}` : state.type);
  };
  note();
  const started = kept.start();
  note();
  await started;
  await pass(1);
  note();
  await pass(60_000);
  note();
  isUp = false;
  note();
  lost.resolve(PASSING);
  await pass(10);
  note();
  await kept.stop();
  note();
  expect(states).toEqual([
    'idle',
    'connecting',
    'failed: the token is wrong; copy it anew',
    'connected',
    'connecting',
    'failed: away',
    'idle',
  ]);
});
