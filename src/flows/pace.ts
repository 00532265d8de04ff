import type { Target } from '../core/schedule.ts';
import type { Allowance, Clock, Rate } from '../core/seams.ts';

/*
 * Lets as many requests go to a platform as it allows, and no more. What counts is when they arrive, which nobody here
 * knows: some time between when they leave and when their answer is back. So a request counts from when it leaves until
 * a whole window after its answer, and no window of the platform's ever holds more than it allows, however long requests
 * take on their way. What that costs is one way there and back in each window; where many may go in one, they follow
 * each other evenly, so that it costs as little.
 */

/** How much longer than the platform's a window is kept here, in milliseconds: clocks count whole ones. */
const MARGIN_MS = 2;
/** How many may go together after an idle moment; it makes up for timers that are late. */
const TOGETHER = 4;
/** How long to sleep at most; whoever comes back wakes us. */
const LONGEST_SLEEP_MS = 60_000;
/** Lines that nothing waits in are forgotten after so many requests. */
const FORGET_EVERY = 500;

/**
 * What went out under one rate. `out`: how many have left and are not back. `back`: when the others were, oldest first, no
 * more of them than the rate allows. `even`: when the next would be due if all followed each other evenly. `held`:
 * nothing goes before.
 */
export type Line = { out: number; back: number[]; even: number; held: number };

const emptyLine = (): Line => ({ out: 0, back: [], even: 0, held: 0 });

/** A rate as each of `share` processes keeps it. */
export function shareOf({ requests, ms }: Rate, share: number): Rate {
  const own = Math.max(1, Math.floor(requests / share));
  return { requests: own, ms: Math.ceil(Math.max(ms, (ms * own * share) / requests)) + MARGIN_MS };
}

/**
 * The earliest moment from `now` on when one more request keeps the rate, at most `requests` within any `ms`; never
 * (infinity) before one that is out is back.
 */
export function mayGoAt(now: number, { out, back, even, held }: Line, { requests, ms }: Rate): number {
  if (out >= requests) return Number.POSITIVE_INFINITY;
  const oldest = back.at(out - requests);
  const inWindow = oldest === undefined ? now : oldest + ms;
  const evenly = requests > TOGETHER ? even - TOGETHER * (ms / requests) : now;
  return Math.max(now, held, inWindow, evenly);
}

/** Counts a request that goes now. */
export function leave(line: Line, now: number, { requests, ms }: Rate): void {
  line.out += 1;
  line.even = Math.max(line.even, now) + ms / requests;
}

/** Counts its answer, or that it is given up. */
function comeBack(line: Line, now: number, { requests }: Rate): void {
  line.out -= 1;
  line.back.push(now);
  if (line.back.length > requests) line.back.splice(0, line.back.length - requests);
}

/** The clock was put back: what came back in its future counts as just back, so that nobody waits for that. */
function rewind(line: Line, now: number): void {
  line.back = line.back.map((at) => Math.min(at, now));
  line.even = Math.min(line.even, now);
  line.held = Math.min(line.held, now);
}

export type PaceDeps = {
  clock: Clock;
  allowance: Allowance;
  /** How many processes share the allowance. */
  processes: () => number;
};

export type Pace = {
  /**
   * Resolves when a request to this target may go, and counts it; those of one channel go in the order in which they
   * asked. What it gives is to be called, once, when the answer is back or the request is given up. Rejects with the
   * signal's reason when that aborts, and then counts nothing.
   */
  take: (target: Target, signal: AbortSignal) => Promise<() => void>;
  /** When a request to this target may go if nobody waits before it, and those that are out are back at once. */
  mayGoAt: (target: Target) => number;
  /** Lets nothing go to this channel, or anywhere (null), until a moment. */
  hold: (target: Target | null, until: number) => void;
};

type Waiting = { target: Target; go: (back: () => void) => void };

/** Keeps the allowance of one outlet. */
export function keepPace({ clock, allowance, processes }: PaceDeps): Pace {
  const all = emptyLine();
  const lines = new Map<string, Line>();
  const waiting = new Set<Waiting>();
  let sleeping: AbortController | null = null;
  let last = 0;
  let counted = 0;

  const lineOf = (key: string): Line => {
    const line = lines.get(key) ?? emptyLine();
    lines.set(key, line);
    return line;
  };
  const rules = ({ place, channel }: Target): { line: Line; rate: Rate }[] => [
    { line: all, rate: shareOf(allowance.all, processes()) },
    ...(allowance.place ? [{ line: lineOf(`place ${place}`), rate: shareOf(allowance.place, processes()) }] : []),
    { line: lineOf(`channel ${channel}`), rate: shareOf(allowance.channel, processes()) },
  ];
  const forget = (now: number) => {
    const longest = Math.max(allowance.place?.ms ?? 0, allowance.channel.ms) * processes() + MARGIN_MS;
    for (const [key, { out, back, held }] of lines) {
      if (out === 0 && held <= now && (back.at(-1) ?? 0) + longest <= now) lines.delete(key);
    }
  };
  const go = ({ target, go }: Waiting, now: number) => {
    const mine = rules(target);
    for (const { line, rate } of mine) leave(line, now, rate);
    counted += 1;
    if (counted % FORGET_EVERY === 0) forget(now);
    go(() => {
      for (const { line, rate } of mine) comeBack(line, clock.now(), rate);
      look();
    });
  };
  /** Lets go whoever may, in the order in which they came; gives the next moment to look, null where nobody waits. */
  const letGo = (): number | null => {
    const now = clock.now();
    if (now < last) for (const line of [all, ...lines.values()]) rewind(line, now);
    last = now;
    let next: number | null = null;
    for (const one of waiting) {
      const overall = mayGoAt(now, all, shareOf(allowance.all, processes()));
      if (overall > now) return overall;
      const at = Math.max(...rules(one.target).map(({ line, rate }) => mayGoAt(now, line, rate)));
      if (at <= now) {
        waiting.delete(one);
        go(one, now);
      } else next = Math.min(next ?? at, at);
    }
    return next;
  };
  const run = async () => {
    for (;;) {
      sleeping = new AbortController();
      const next = letGo();
      if (next === null) break;
      await clock.wait(Math.max(1, Math.ceil(Math.min(next - clock.now(), LONGEST_SLEEP_MS))), sleeping.signal);
    }
    sleeping = null;
  };
  const look = () => {
    if (sleeping) sleeping.abort();
    else void run();
  };
  return {
    take: async (target, signal) => {
      signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<() => void>();
      const one = { target, go: resolve };
      const abort = () => {
        if (waiting.delete(one)) reject(signal.reason);
      };
      signal.addEventListener('abort', abort, { once: true });
      waiting.add(one);
      look();
      return promise.finally(() => signal.removeEventListener('abort', abort));
    },
    mayGoAt: (target) => {
      const now = clock.now();
      const soonest = ({ line, rate }: { line: Line; rate: Rate }) => {
        const at = mayGoAt(now, line, rate);
        return Number.isFinite(at) ? at : now + rate.ms;
      };
      return Math.max(...rules(target).map(soonest));
    },
    hold: (target, until) => {
      const line = target === null ? all : lineOf(`channel ${target.channel}`);
      line.held = Math.max(line.held, until);
    },
  };
}
