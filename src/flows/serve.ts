import type { PlatformState } from '../core/connection.ts';
import { messageOf } from '../core/errors.ts';
import { inTime } from '../core/in-hand.ts';
import type { PlatformName } from '../core/schedule.ts';
import type { Clock, Log, Platform } from '../core/seams.ts';
import type { Store } from '../core/store.ts';
import { startClock } from './clock.ts';
import { CLAIM, type DeliverDeps, startDeliveries } from './deliver.ts';
import type { ClaimTimes } from './ending.ts';
import { countProcesses, holdTurn, LEASE, type LeaseTimes, processLease, type Turn, type TurnDeps } from './turns.ts';

/** How long work in hand may take to finish once we are told to stop: Docker kills after ten seconds, and closing takes some. */
const GRACE_MS = 8_000;
/** What it may take beyond that to hand turns over. */
const CLOSE_MS = 500;
/** A connection whose turn is another process's now must be gone before that one has it up. */
const GONE_WITHIN_MS = 1_000;

/** What serving needs. `holder`: a name of this process's own, that no other and no earlier one has. */
export type ServeDeps = Pick<DeliverDeps, 'briefingFor' | 'documentOf'> & {
  store: Store;
  platforms: readonly Platform[];
  holder: string;
  clock: Clock;
  log: Log;
  /** What else is looked at every minute, in one process at a time: corrections. */
  also?: (now: number) => Promise<void>;
  /** How long leases hold; shorter ones are for tests. */
  times?: { lease: LeaseTimes; claim: ClaimTimes };
};

/** What runs until it is stopped. `started`: resolves when it is up, or has told why not; never rejects. */
export type Running = { started: Promise<unknown>; stop: (grace: number) => Promise<void> };

/** What runs: `wake` has deliveries looked for at once, as after a correction was planned. */
export type Serving = Running & { wake: () => void; platforms: () => Partial<Record<PlatformName, PlatformState>> };

/**
 * Serves until `stopped` resolves, then lets everything finish what it has in hand. What cannot start does not keep the
 * rest from working.
 */
export async function serveUntil(stopped: Promise<string>, parts: readonly Running[], log: Log): Promise<void> {
  const began = performance.now();
  // A platform that cannot be reached takes its time to say so; whoever stops us does not wait for that.
  const first = await Promise.race([Promise.all(parts.map(({ started }) => started)), stopped]);
  if (typeof first !== 'string') log('info', `started in ${((performance.now() - began) / 1000).toFixed(2)} s`);
  log('info', `stopping: ${await stopped}`);
  await Promise.all(parts.map(({ stop }) => stop(GRACE_MS)));
  log('info', 'stopped');
}

/** Starts all that a process of Readout does: its part of the deliveries, and what it has the turn for. */
export function startServing(deps: ServeDeps): Serving {
  const { store, platforms, holder, clock, log, times = { lease: LEASE, claim: CLAIM } } = deps;
  const turns: TurnDeps = {
    leases: store.leases,
    holder,
    clock,
    log,
    times: times.lease,
    alone: store.kind === 'sqlite',
  };
  const crowd = startCounting(turns);
  const deliveries = startDeliveries({
    ...deps,
    outlets: platforms.map(({ outlet }) => outlet),
    processes: crowd.processes,
    times: times.claim,
    notBefore: clock.now() + Math.max(0, ...platforms.map(({ outlet }) => outlet.allowance.all.ms)),
  });
  const clockTurn = startTurns(turns, deps, deliveries.wake);
  const connections = platforms.map((platform) => connect(platform, turns, log));
  return {
    wake: deliveries.wake,
    platforms: () => Object.fromEntries(connections.map(({ name, state }) => [name, state()])),
    started: Promise.all([clockTurn.asked, ...connections.map(({ started }) => started)]).then(() => {}),
    stop: async (grace) => {
      const parts = [clockTurn.stop(), deliveries.stop(grace), ...connections.map(({ stop }) => stop(grace))];
      // A store that does not answer must not keep us from ending: leases run out by themselves.
      await inTime(grace + CLOSE_MS, Promise.allSettled(parts));
      await inTime(CLOSE_MS, crowd.stop());
    },
  };
}

/** Counts this process among the living, and knows how many there are. */
function startCounting(turns: TurnDeps): { processes: () => number; stop: () => Promise<void> } {
  const { holder, clock, log, times } = turns;
  let processes = 1;
  const stopping = new AbortController();
  const alive = holdTurn(processLease(holder), turns, { gained: async () => {}, lost: async () => {} });
  const count = async () => {
    await alive.asked;
    while (!stopping.signal.aborted) {
      try {
        processes = await countProcesses(turns);
      } catch (error) {
        // The lease, which is renewed as often, tells that the store is away.
        log('debug', `cannot count the processes: ${messageOf(error)}`);
      }
      await clock.wait(times.beatMs, stopping.signal);
    }
  };
  const counting = turns.alone ? Promise.resolve() : count();
  return {
    processes: () => processes,
    stop: async () => {
      stopping.abort();
      await counting;
      await alive.stop();
    },
  };
}

/** The clock, which turns schedules into deliveries in one process at a time. */
function startTurns(turns: TurnDeps, deps: ServeDeps, wake: () => void): Pick<Turn, 'asked' | 'stop'> {
  const isOurs = () => turn.isOurs();
  const ticking = startClock({ ...deps, isOurs, wake });
  const turn = holdTurn('clock', turns, { gained: ticking.tick, lost: async () => {} });
  return {
    asked: turn.asked,
    stop: async () => {
      await ticking.stop();
      await turn.stop();
    },
  };
}

/** A platform that is connected, or will be. */
type Connecting = Running & { name: PlatformName; state: () => PlatformState };

/** Connects a platform: at once, or while it is this process's turn. */
function connect({ name, turn: lease, start, stop, state }: Platform, turns: TurnDeps, log: Log): Connecting {
  const begin = async () => {
    try {
      await start();
    } catch (error) {
      log('error', `${name}: failed to start, by a fault of ours: ${messageOf(error)}`);
    }
  };
  const end = async (grace: number) => {
    try {
      await stop(grace);
    } catch (error) {
      log('error', `${name}: failed to stop, by a fault of ours: ${messageOf(error)}`);
    }
  };
  if (lease === null) return { name, state, started: begin(), stop: end };
  let grace = GONE_WITHIN_MS;
  let asked = false;
  const turn = holdTurn(lease, turns, { gained: begin, lost: () => end(grace), harmless: true });
  void turn.asked.then(() => {
    asked = true;
  });
  return {
    name,
    state: () => {
      const own = state();
      if (own.type !== 'idle') return own;
      return { type: asked && !turn.isOurs() ? 'waiting' : 'connecting' };
    },
    started: turn.asked,
    stop: async (most) => {
      grace = most;
      await turn.stop();
    },
  };
}
