import { type Backoff, delayOf } from '../core/backoff.ts';
import type { Claim, Delivery, DeliveryState } from '../core/delivery.ts';
import { StoreError, type Trouble } from '../core/errors.ts';
import type { Schedule } from '../core/schedule.ts';
import type { Clock, Log, Outlet } from '../core/seams.ts';
import type { Planned, Store } from '../core/store.ts';
import type { Pace } from './pace.ts';

/*
 * How the walk of a delivery ends, and what of that is written.
 */

const RETRY: Backoff = { first: 2_000, most: 5 * 60_000 };
/** What the store could not take is offered again after so long, while the claim lasts. */
const STORE_AGAIN_MS = 500;
/** A token that is refused once is refused to all, and Discord bans addresses that go on: the others wait for so long. */
const REVOKED_MS = 60_000;

/**
 * `leaseMs`: how long a claim holds. `requestMs`: how long a request may be on its way; none leaves under a claim that
 * ends sooner, so that whoever takes the delivery over finds what it made.
 */
export type ClaimTimes = { leaseMs: number; requestMs: number };

export type EndDeps = {
  store: Pick<Store, 'ledger' | 'schedules' | 'briefings'>;
  clock: Clock;
  log: Log;
  times: ClaimTimes;
};

/**
 * A claim with what is needed to walk it. `stopping`: nothing is begun any more; `lastly`: what still waits for its
 * turn gives up.
 */
export type Hand = {
  claim: Claim;
  /** When it was claimed, as performance.now() tells: that goes on whoever puts the clock back. */
  since: number;
  outlet: Outlet;
  pace: Pace;
  stopping: AbortSignal;
  lastly: AbortSignal;
};

export type Settled = Exclude<DeliveryState, { type: 'claimed' }>;

/** How a walk ended. `lost`: the claim is no longer ours, and nothing more is written. */
export type End =
  | { type: 'settle'; state: Settled }
  /** `isInDoubt`: a message may stand there. `lastMoment`: nothing is tried after it. */
  | { type: 'trouble'; trouble: Trouble; why: string; isInDoubt: boolean; lastMoment: number }
  | { type: 'release' }
  | { type: 'lost' };

/** Writes how a walk ended. */
export async function finish(end: End, hand: Hand, schedule: Schedule | null, deps: EndDeps): Promise<void> {
  const { claim } = hand;
  switch (end.type) {
    case 'lost':
      return;
    case 'release':
      return deps.store.ledger.release(claim);
    case 'settle':
      return settle(claim, end.state, '', deps);
    case 'trouble':
      if (end.trouble.type === 'retry') return putOff({ ...end, trouble: end.trouble }, hand, deps);
      return fail(end.trouble.reason, end.why, hand, schedule, deps);
  }
}

/** Writes what must not be lost: a store that is away is asked again for as long as the claim is ours. */
export async function kept(claim: Claim, { clock }: EndDeps, write: () => Promise<boolean>): Promise<boolean> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof StoreError) || clock.now() + STORE_AGAIN_MS >= claim.until) throw error;
      await clock.wait(STORE_AGAIN_MS);
    }
  }
}

async function settle(claim: Claim, state: Settled, why: string, deps: EndDeps): Promise<void> {
  if (await kept(claim, deps, () => deps.store.ledger.settle(claim, state))) tell(state, why, claim.delivery, deps.log);
}

/** How long a channel's limit holds up everything else to it, at most. */
const HOLD_MS = 60_000;

type Retry = Extract<Trouble, { type: 'retry' }>;

/** Tries again later what may pass; gives up where that would be too late. */
async function putOff(
  { trouble, why, isInDoubt, lastMoment }: Extract<End, { type: 'trouble' }> & { trouble: Retry },
  { claim, pace }: Hand,
  deps: EndDeps,
): Promise<void> {
  const { delivery } = claim;
  const now = deps.clock.now();
  const wait = trouble.afterMs ?? delayOf(delivery.tries, RETRY, Math.random());
  // An hour's patience is asked for one deed alone, a crosspost: other posts to the channel do not wait for that.
  const hold = trouble.everywhere ? wait : Math.min(wait, HOLD_MS);
  if (trouble.reason === 'rate-limited') pace.hold(trouble.everywhere ? null : delivery.target, now + hold);
  const state: Settled =
    now + wait > lastMoment
      ? { type: 'failed', reason: isInDoubt ? 'uncertain' : 'gave-up' }
      : { type: 'retrying', dueAt: now + wait, reason: trouble.reason };
  await settle(claim, state, why, deps);
}

type Permanent = Extract<Trouble, { type: 'permanent' }>['reason'];

/** Ends what no further try can mend, pauses its schedule and has the owner told. */
async function fail(
  reason: Permanent,
  why: string,
  { claim, pace }: Hand,
  schedule: Schedule | null,
  deps: EndDeps,
): Promise<void> {
  const { cargo, target } = claim.delivery;
  const now = deps.clock.now();
  if (reason === 'token-revoked') pace.hold(null, now + REVOKED_MS);
  const state: Settled = { type: 'failed', reason };
  // A message that cannot be corrected, gone perhaps, says nothing of the posts to come.
  const pauses = cargo.type === 'post' || (cargo.type === 'edit' && reason !== 'refused');
  if (!pauses || schedule === null) return settle(claim, state, why, deps);
  const owner: Planned | null = schedule.owner === null ? null : noticeTo(schedule.owner, reason, target, now);
  if (await kept(claim, deps, () => deps.store.ledger.pause(claim, reason, owner))) {
    tell(state, `${why}; the schedule is paused`, claim.delivery, deps.log);
  }
}

/** The word to a schedule's owner that it stands still. */
function noticeTo(owner: string, reason: Permanent, target: Delivery['target'], now: number): Planned {
  return {
    slotAt: now,
    target: { ...target, channel: owner, to: 'person' },
    cargo: { type: 'notice', reason },
    state: { type: 'planned', dueAt: now },
  };
}

/** One line for each end: what became of what, and why. */
function tell(state: Settled, why: string, { id, schedule, target, cargo }: Delivery, log: Log): void {
  const fields = { delivery: id, schedule, platform: target.platform, channel: target.channel, cargo: cargo.type };
  const what = `${target.platform}: ${cargo.type} to ${target.to} ${target.channel}`;
  const because = why === '' ? '' : `: ${why}`;
  if (state.type === 'sent') log('debug', `${what}: sent`, fields);
  else if (state.type === 'failed') log('error', `${what}: failed (${state.reason})${because}`, fields);
  else if (state.type === 'retrying') log('warn', `${what}: tried again later (${state.reason})${because}`, fields);
  else if (state.type === 'skipped') log('info', `${what}: skipped (${state.reason})${because}`, fields);
}
