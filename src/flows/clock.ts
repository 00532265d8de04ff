import { schedule as tickAt } from 'node-cron';
import type { SkipReason } from '../core/delivery.ts';
import { messageOf } from '../core/errors.ts';
import type { Schedule } from '../core/schedule.ts';
import type { Clock, Log } from '../core/seams.ts';
import type { Planned, Store } from '../core/store.ts';
import { nextSlot, slotsBetween } from './slots.ts';

/** How late the minute's tick may come and still be in time. */
const TOLERANCE_MS = 2 * 60_000;
/** A draft that nobody confirmed goes after a day. */
const DRAFT_MS = 24 * 60 * 60_000;
/** Schedules looked at together. */
const BATCH = 200;
/** Slots written in one transaction: a year off must not hold the database for long. */
const SLOTS = 500;

export type DueDeps = {
  store: Pick<Store, 'schedules' | 'ledger'>;
  log: Log;
  /** Asked between transactions; false once somebody else has the clock's turn, or we are told to stop. */
  mayGoOn?: () => boolean;
};

/** How long after its slot something may still be posted, in milliseconds. */
export function graceOf({ catchUp, graceMinutes }: Pick<Schedule, 'catchUp' | 'graceMinutes'>): number {
  return Math.max(catchUp === 'none' ? 0 : graceMinutes * 60_000, TOLERANCE_MS);
}

/**
 * Writes what became due: a row for every slot that passed of every active schedule. May be called at any time, by any
 * number of processes at once: each slot is written once. Gives the number of rows. Throws a StoreError.
 */
export async function due(now: number, { store, log, mayGoOn = () => true }: DueDeps): Promise<number> {
  await store.schedules.dropDrafts(now - DRAFT_MS);
  const broken = new Set<string>();
  let written = 0;
  while (mayGoOn()) {
    // One that cannot be turned stays in front; the others are found behind it.
    const found = await store.schedules.due(now, BATCH + broken.size);
    const schedules = found.filter(({ id }) => !broken.has(id));
    if (schedules.length === 0) break;
    for (const schedule of schedules) {
      if (!mayGoOn()) break;
      const step = stepOf(schedule, now);
      if ('fault' in step) {
        broken.add(schedule.id);
        log('error', `schedule ${schedule.id}: ${step.fault}; remove it and make it anew`);
      } else if (await store.ledger.turn(schedule, step.from, step.to, step.planned)) {
        written += step.planned.length;
      }
    }
  }
  return written;
}

/**
 * Puts slots to come back to where they belong, of schedules that are further on than the time: the clock was ahead and
 * was put back. What was posted meanwhile is in the ledger and not posted again.
 */
async function putBack(now: number, { store, mayGoOn = () => true }: DueDeps): Promise<number> {
  let moved = 0;
  for (const schedule of await store.schedules.list()) {
    if (!mayGoOn()) break;
    const { state, nextAt, when, zone } = schedule;
    if (state.type !== 'active' || nextAt === null || nextAt <= now) continue;
    const next = slotOrNull(when, zone, now);
    if (next !== null && next < nextAt && (await store.ledger.turn(schedule, nextAt, next, []))) moved += 1;
  }
  return moved;
}

type Step = { from: number; to: number | null; planned: Planned[] };

/** The next step of a schedule whose slot has come: what to write of its slots until now, and where it stands then. */
export function stepOf(schedule: Schedule, now: number): Step | { fault: string } {
  const { when, zone, nextAt, target, catchUp } = schedule;
  if (nextAt === null) return { fault: 'is active and has no slot to come' };
  try {
    const slots = slotsBetween(when, zone, nextAt, now, SLOTS);
    // Rules of zones change: a slot that was written under older ones is a slot all the same.
    if (slots[0] !== nextAt) slots.unshift(nextAt);
    const newest = slots.at(-1) ?? nextAt;
    const to = nextSlot(when, zone, newest);
    const isLatest = (slot: number) => slot === newest && (to === null || to > now);
    const planned = slots.map((slotAt): Planned => {
      const reason = skipOf(now - slotAt, graceOf(schedule), catchUp === 'latest' && !isLatest(slotAt));
      const state: Planned['state'] = reason ? { type: 'skipped', reason } : { type: 'planned', dueAt: slotAt };
      return { slotAt, target, cargo: { type: 'post', briefing: null }, state };
    });
    return { from: nextAt, to, planned };
  } catch (error) {
    return { fault: `its times "${when}" in ${zone} cannot be read (${messageOf(error)})` };
  }
}

function skipOf(late: number, grace: number, hasLater: boolean): SkipReason | null {
  if (late > grace) return 'missed';
  return hasLater ? 'superseded' : null;
}

function slotOrNull(when: string, zone: string, after: number): number | null {
  try {
    return nextSlot(when, zone, after);
  } catch {
    return null;
  }
}

export type ClockDeps = DueDeps & {
  clock: Clock;
  /** Whether this process has the clock's turn, at this moment. */
  isOurs: () => boolean;
  /** Told when something was written that may go out. */
  wake: () => void;
  /** What else is looked at every minute, in one process at a time. */
  also?: (now: number) => Promise<void>;
  /** Calls back every minute; gives what ends that. node-cron's, but for tests. */
  everyMinute?: (tick: () => Promise<void>) => () => void;
};

/** A running clock. `tick`: looks now, as when the turn was just won. */
export type RunningClock = { tick: () => Promise<void>; stop: () => Promise<void> };

/** Looks every minute for what became due, while it is this process's turn. */
export function startClock(deps: ClockDeps): RunningClock {
  const { clock, isOurs, wake, log, also, everyMinute = eachMinute } = deps;
  let running: Promise<void> | null = null;
  let stopped = false;
  let said = '';
  /** The time of the last look; null where another process may have looked since. */
  let last: number | null = null;
  const mayGoOn = () => !stopped && isOurs();
  const look = async () => {
    if (!mayGoOn()) {
      last = null;
      return;
    }
    try {
      const now = clock.now();
      if (last === null || now < last) await putBack(now, { ...deps, mayGoOn });
      await due(now, { ...deps, mayGoOn });
      last = now;
      wake();
      if (also && mayGoOn()) {
        await also(now);
        wake();
      }
      said = '';
    } catch (error) {
      // The next tick tries again; what did not pass by then is not said twice.
      const what = messageOf(error);
      if (what !== said) log('error', `clock: ${what}`);
      said = what;
    }
  };
  const tick = () => {
    running ??= look().finally(() => {
      running = null;
    });
    return running;
  };
  const end = everyMinute(tick);
  return {
    tick,
    stop: async () => {
      stopped = true;
      end();
      await running;
    },
  };
}

function eachMinute(tick: () => Promise<void>): () => void {
  const quiet = { info: () => {}, warn: () => {}, error: () => {}, debug: () => {} };
  const task = tickAt('* * * * *', tick, { timezone: 'UTC', noOverlap: true, logger: quiet });
  return () => void task.destroy();
}
