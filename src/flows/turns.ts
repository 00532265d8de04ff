import { messageOf } from '../core/errors.ts';
import type { Clock, Log } from '../core/seams.ts';
import type { LeaseStore } from '../core/store.ts';

/** How long a lease holds, and how often it is renewed, in milliseconds: who dies is followed within the two together. */
export type LeaseTimes = { leaseMs: number; beatMs: number };
export const LEASE: LeaseTimes = { leaseMs: 15_000, beatMs: 5_000 };

/** The lease by which a living process is counted. */
const PROCESS = 'process:';
export const processLease = (holder: string): string => `${PROCESS}${holder}`;

export type TurnDeps = {
  leases: LeaseStore;
  /** This process, by a name of its own. */
  holder: string;
  clock: Clock;
  log: Log;
  times: LeaseTimes;
  /**
   * No other process can be there (SQLite). A store that cannot be written for a while then takes no turn away: nobody
   * else could have it.
   */
  alone: boolean;
};

/**
 * What follows a turn. Failures are their own to tell: neither may reject. `harmless`: two may have it for a while, as a
 * connection that answers each command once; then it is given up to another process alone, and not to a store that is
 * away.
 */
export type TurnEvents = { gained: () => Promise<void>; lost: () => Promise<void>; harmless?: boolean };

export type Turn = {
  /** Whether it is ours at this very moment; false as soon as the lease ran out, whoever noticed. */
  isOurs: () => boolean;
  /** Resolves when it was first asked for, and what followed is done. */
  asked: Promise<void>;
  /** Ends what it held and hands it over. */
  stop: () => Promise<void>;
};

/**
 * Asks for a turn until it is ours, and keeps it. What holds it is told at once when it is gained, and when it is lost:
 * because another process has it, or because it could not be renewed in time, as after a pause of this process.
 */
export function holdTurn(name: string, deps: TurnDeps, { gained, lost, harmless = false }: TurnEvents): Turn {
  const { leases, holder, clock, log, times, alone } = deps;
  const stopping = new AbortController();
  const asked = Promise.withResolvers<void>();
  let until: number | null = null;
  let ending: Promise<void> = Promise.resolve();
  let said = '';

  const isOurs = () => until !== null && (alone || clock.now() < until);
  const give = () => {
    if (until === null) return;
    until = null;
    ending = lost();
  };
  const keep = async (to: number) => {
    const isNew = until === null;
    until = to;
    if (!isNew) return;
    await ending;
    // It may have been lost again while the last one ended.
    if (isOurs()) await gained();
  };
  const take = async (now: number): Promise<boolean> => {
    const until = now + times.leaseMs;
    if (await leases.take(name, holder, now, until)) return true;
    if (!alone) return false;
    // Whoever has it was killed: nobody else has this database now.
    for (const dead of await leases.held(name, now)) await leases.release(dead.name, dead.holder);
    return leases.take(name, holder, now, until);
  };
  /** Asks once; gives no sooner than the lease that we have runs out, however long the store takes. */
  const beat = async () => {
    const began = clock.now();
    const taken = take(began).then(
      (is) => ({ is }),
      (error: unknown) => ({ error }),
    );
    if (until !== null && !alone && !harmless) {
      const late = new AbortController();
      const left = until - began;
      await Promise.race([taken, clock.wait(left, late.signal)]);
      late.abort();
      if (!isOurs()) give();
    }
    const answer = await taken;
    if ('error' in answer) {
      const what = messageOf(answer.error);
      if (what !== said) log('warn', `turn ${name}: cannot be renewed: ${what}`);
      said = what;
      return;
    }
    said = '';
    if (!answer.is) give();
    else if (alone || clock.now() < began + times.leaseMs) void keep(began + times.leaseMs).then(asked.resolve);
  };
  const run = async () => {
    while (!stopping.signal.aborted) {
      // We may have been stopped for so long that another process has it: nothing goes on before that is looked at.
      if (!harmless && !isOurs()) give();
      await beat();
      if (until === null) asked.resolve();
      await clock.wait(times.beatMs, stopping.signal);
    }
  };
  const running = run();
  return {
    isOurs,
    asked: asked.promise,
    stop: async () => {
      stopping.abort();
      await running;
      const had = until !== null;
      give();
      await ending;
      if (!had) return;
      await leases.release(name, holder).catch((error: unknown) => {
        log('warn', `turn ${name}: cannot be handed over and runs out by itself: ${messageOf(error)}`);
      });
    },
  };
}

/** How many processes live and share the work, this one among them. */
export async function countProcesses({ leases, clock }: Pick<TurnDeps, 'leases' | 'clock'>): Promise<number> {
  return Math.max(1, (await leases.held(PROCESS, clock.now())).length);
}
