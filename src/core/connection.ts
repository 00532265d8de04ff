import { type Backoff, delayOf } from './backoff.ts';
import { inTime } from './in-hand.ts';
import type { Log } from './seams.ts';

/** What went wrong with a platform: something that a person must mend, or something that passes. No secret is in it. */
export type Failure =
  | { type: 'permanent'; what: string; remedy: string }
  | { type: 'retry'; what: string; afterMs: number | null };

/**
 * A connection that stands. `lost` resolves with the reason once it is gone for good, and never rejects; `isUp`: whether
 * it stands at this moment, of one that mends itself; `at`: what the log says of it, if not that it is connected.
 */
export type Connection = {
  lost: Promise<unknown>;
  close: () => Promise<void>;
  isUp?: () => boolean;
  at?: string;
};

/** How it stands with a connection: not asked for, on its way, up, or away for a reason that holds no secret. */
export type ConnectionState = { type: 'idle' | 'connecting' | 'connected' } | { type: 'failed'; reason: string };

/** How it stands with a platform; `waiting`: another process has the turn to be connected. */
export type PlatformState = ConnectionState | { type: 'waiting' };

/** A connection that is kept up. */
export type Kept = { start: () => Promise<void>; stop: () => Promise<void>; state: () => ConnectionState };

export type ConnectionDeps = {
  /** How the log names it. */
  name: string;
  /** Told by the signal to give up, and then leaves nothing behind. */
  connect: (signal: AbortSignal) => Promise<Connection>;
  failureOf: (error: unknown) => Failure;
  log: Log;
  backoff: Backoff;
};

/**
 * Keeps a connection up, whatever happens: tries again after each failure, sooner for what passes, seldom for what a
 * person must mend, which is said once and not at every try. `start` resolves after the first try, however it ends.
 */
export function keepConnected(deps: ConnectionDeps): Kept {
  const stopping = new AbortController();
  const tried = Promise.withResolvers<void>();
  let running: Promise<void> | null = null;
  let state: () => ConnectionState = () => ({ type: 'idle' });
  const become = (next: () => ConnectionState): void => {
    state = next;
  };
  return {
    state: () => state(),
    start: () => {
      running ??= run(deps, stopping.signal, tried.resolve, become);
      return tried.promise;
    },
    stop: async () => {
      stopping.abort();
      await running;
      state = () => ({ type: 'idle' });
    },
  };
}

/** A network that swallows everything fails nobody: what takes longer is given up and tried again. */
const CONNECT_WITHIN_MS = 30_000;
/** A close that waits for the other side must not keep us from connecting anew, nor from ending. */
const CLOSE_WITHIN_MS = 1_500;

async function run(
  { name, connect, failureOf, log, backoff }: ConnectionDeps,
  stopped: AbortSignal,
  tried: () => void,
  become: (state: () => ConnectionState) => void,
) {
  const stop = new Promise<void>((resolve) => {
    stopped.addEventListener('abort', () => resolve(), { once: true });
  });
  let said = '';
  let attempt = 0;
  become(() => ({ type: 'connecting' }));
  while (!stopped.aborted) {
    let failure: Failure;
    try {
      const connection = await connect(AbortSignal.any([stopped, AbortSignal.timeout(CONNECT_WITHIN_MS)]));
      const since = performance.now();
      log('info', `${name}: ${connection.at ?? 'connected'}`);
      become(() => ({ type: (connection.isUp?.() ?? true) ? 'connected' : 'connecting' }));
      said = '';
      tried();
      const reason = await Promise.race([connection.lost, stop]);
      await inTime(CLOSE_WITHIN_MS, connection.close());
      // A connection that falls at once is no success: Discord takes the token away after 1,000 logins a day.
      if (performance.now() - since > backoff.most) attempt = 0;
      failure = failureOf(reason);
    } catch (error) {
      failure = failureOf(error);
    }
    tried();
    if (stopped.aborted) return;
    const told = failure.type === 'permanent' ? `${failure.what}; ${failure.remedy}` : failure.what;
    if (told !== said) log(failure.type === 'permanent' ? 'error' : 'warn', `${name}: ${told}`);
    said = told;
    become(() => ({ type: 'failed', reason: told }));
    attempt += 1;
    const delay =
      failure.type === 'permanent' ? backoff.most : (failure.afterMs ?? delayOf(attempt, backoff, Math.random()));
    await inTime(delay, stop);
  }
}

/** Waits for a promise until the signal aborts, and then rejects with its reason; the promise itself goes on. */
export async function unlessAborted<Value>(signal: AbortSignal, promise: Promise<Value>): Promise<Value> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
