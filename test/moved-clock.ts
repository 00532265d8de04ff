import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../src/core/seams.ts';

/** A clock that a test moves. */
export type MovedClock = Clock & {
  /** Puts it to a moment, ahead or back; whoever waits for less goes on. */
  set: (to: number) => Promise<void>;
  /** Moves it on, through every moment that somebody waits for. */
  advance: (ms: number) => Promise<void>;
  /** From now on time passes by itself as fast as everybody has nothing else to do; until it is called. */
  hurry: () => () => void;
};

type Waiting = { at: number; go: () => void };

/** Makes a clock that stands still until it is moved. */
export function movedClock(start: number): MovedClock {
  let now = start;
  const waiting = new Set<Waiting>();
  const next = () => {
    let first: Waiting | null = null;
    for (const one of waiting) if (first === null || one.at < first.at) first = one;
    return first;
  };
  /** Lets everything that can go on without time do so. */
  const settle = async () => {
    for (let turns = 0; turns < 5; turns += 1) await turn();
  };
  const step = async (until: number): Promise<boolean> => {
    const first = next();
    if (first === null || first.at > until) return false;
    now = Math.max(now, first.at);
    first.go();
    await settle();
    return true;
  };
  return {
    now: () => now,
    wait: (ms, signal) => {
      if (signal?.aborted) return Promise.resolve();
      const { promise, resolve } = Promise.withResolvers<void>();
      const one: Waiting = {
        at: now + ms,
        go: () => {
          waiting.delete(one);
          signal?.removeEventListener('abort', one.go);
          resolve();
        },
      };
      waiting.add(one);
      signal?.addEventListener('abort', one.go, { once: true });
      return promise;
    },
    set: async (to) => {
      now = to;
      while (await step(now));
      await settle();
    },
    advance: async (ms) => {
      const until = now + ms;
      await settle();
      while (await step(until));
      now = until;
      await settle();
    },
    hurry: () => {
      let going = true;
      const run = async () => {
        while (going) if (!(await step(Number.POSITIVE_INFINITY))) await turn();
      };
      void run();
      return () => {
        going = false;
      };
    },
  };
}
