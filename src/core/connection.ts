import { type Backoff, delayOf } from './backoff.ts';
import type { Log } from './seams.ts';

/** What went wrong with a platform: something that a person must mend, or something that passes. No secret is in it. */
export type Failure =
  | { type: 'permanent'; what: string; remedy: string }
  | { type: 'retry'; what: string; afterMs: number | null };

/** A connection that stands. `lost` resolves with the reason once it is gone for good, and never rejects. */
export type Connection = { lost: Promise<unknown>; close: () => Promise<void> };

export type ConnectionDeps = {
  /** How the log names it. */
  name: string;
  /** Told by the signal to give up. */
  connect: (signal: AbortSignal) => Promise<Connection>;
  failureOf: (error: unknown) => Failure;
  log: Log;
  backoff: Backoff;
};

/**
 * Keeps a connection up, whatever happens: tries again after each failure, sooner for what passes, seldom for what a
 * person must mend, which is said once and not at every try. `start` resolves after the first try, however it ends.
 */
export function keepConnected(deps: ConnectionDeps): { start: () => Promise<void>; stop: () => Promise<void> } {
  const stopping = new AbortController();
  const tried = Promise.withResolvers<void>();
  let running: Promise<void> | null = null;
  return {
    start: () => {
      running ??= run(deps, stopping.signal, tried.resolve);
      return tried.promise;
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function run(
  { name, connect, failureOf, log, backoff }: ConnectionDeps,
  stopped: AbortSignal,
  tried: () => void,
) {
  let said = '';
  for (let attempt = 1; !stopped.aborted; attempt++) {
    let failure: Failure;
    try {
      const connection = await connect(stopped);
      log('info', `${name}: connected`);
      attempt = 0;
      said = '';
      tried();
      const reason = await Promise.race([connection.lost, aborted(stopped)]);
      await connection.close();
      if (stopped.aborted) return;
      failure = failureOf(reason);
    } catch (error) {
      failure = failureOf(error);
    }
    const told = failure.type === 'permanent' ? `${failure.what}; ${failure.remedy}` : failure.what;
    if (told !== said) log(failure.type === 'permanent' ? 'error' : 'warn', `${name}: ${told}`);
    said = told;
    tried();
    const delay =
      failure.type === 'permanent' ? backoff.most : (failure.afterMs ?? delayOf(attempt, backoff, Math.random()));
    await pause(delay, stopped);
  }
}

/** Waits, unless told to stop. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
