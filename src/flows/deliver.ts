import { type Backoff, delayOf } from '../core/backoff.ts';
import type { Claim } from '../core/delivery.ts';
import { messageOf, StoreError } from '../core/errors.ts';
import { inTime } from '../core/in-hand.ts';
import type { PlatformName } from '../core/schedule.ts';
import type { Outlet } from '../core/seams.ts';
import type { ClaimTimes, Hand } from './ending.ts';
import { keepPace, type Pace } from './pace.ts';
import { deliverOne, type PostDeps } from './walk.ts';

export const CLAIM: ClaimTimes = { leaseMs: 25_000, requestMs: 12_000 };

/** Claims taken at once, and in hand in all: each waits for the platform most of its time. */
const BATCH = 50;
const MOST_IN_HAND = 200;
/** How long to sleep at most: another process may have planned something meanwhile. */
const IDLE_MOST_MS = 10_000;
/** How long to sleep at least where something is due and could not be had: another process takes it this moment. */
const IDLE_LEAST_MS = 200;
const STORE_AWAY: Backoff = { first: 1_000, most: 30_000 };

export type DeliverDeps = Omit<PostDeps, 'times'> & {
  outlets: readonly Outlet[];
  /** This process, by a name of its own. */
  holder: string;
  /** How many processes share the platforms' allowances. */
  processes?: () => number;
  times?: ClaimTimes;
  /** Nothing goes before this moment: the process before this one may just have sent all that is allowed. */
  notBefore?: number;
};

/** Deliveries on their way. `wake`: something may be due. `stop`: takes no more, and finishes what is in hand in time. */
export type Deliveries = { wake: () => void; stop: (grace: number) => Promise<void> };

type Walking = {
  deps: DeliverDeps;
  times: ClaimTimes;
  outlets: ReadonlyMap<PlatformName, { outlet: Outlet; pace: Pace }>;
  inHand: Set<Promise<void>>;
  /** What is under way to a channel: its deliveries go one after another. */
  channels: Map<string, Promise<void>>;
  /** `stopping`: nothing is begun any more; `lastly`: what still waits for its turn gives up. */
  stopping: AbortController;
  lastly: AbortController;
};

/** Delivers what is due now and resolves when all of it is settled or put off. Gives how many there were. */
export async function deliverDue(deps: DeliverDeps): Promise<number> {
  const walking = prepare(deps);
  let delivered = 0;
  for (;;) {
    const taken = await claimSome(walking);
    await Promise.all(walking.inHand);
    if (taken === 0) return delivered;
    delivered += taken;
  }
}

/** Delivers what is due, whenever it is, until it is stopped. */
export function startDeliveries(deps: DeliverDeps): Deliveries {
  const walking = prepare(deps);
  const { stopping, lastly, inHand } = walking;
  let waking = new AbortController();
  const wake = () => waking.abort();
  const run = async () => {
    let failed = 0;
    while (!stopping.signal.aborted) {
      waking = new AbortController();
      let sleep: number;
      try {
        sleep = await pass(walking, wake);
        failed = 0;
      } catch (error) {
        failed += 1;
        if (failed === 1) deps.log('error', `deliveries: ${messageOf(error)}`);
        sleep = delayOf(failed, STORE_AWAY, Math.random());
      }
      if (sleep > 0) await deps.clock.wait(sleep, AbortSignal.any([waking.signal, stopping.signal]));
    }
  };
  const running = run();
  return {
    wake,
    stop: async (grace) => {
      stopping.abort();
      await running;
      const done = await inTime(
        grace,
        Promise.all(inHand).then(() => true),
      );
      lastly.abort();
      if (done === null) await inTime(Math.min(grace, 500), Promise.all(inHand));
    },
  };
}

/** Takes what it can; gives how long to sleep then, in milliseconds. */
async function pass(walking: Walking, wake: () => void): Promise<number> {
  const { deps, outlets, inHand } = walking;
  if (inHand.size > MOST_IN_HAND - BATCH) {
    // Looking for one at a time would cost as much as looking for a whole batch.
    void roomFor(BATCH, inHand).then(wake);
    return IDLE_MOST_MS;
  }
  if ((await claimSome(walking)) > 0) return 0;
  const next = await deps.store.ledger.nextDue([...outlets.keys()]);
  const ahead = next === null ? IDLE_MOST_MS : next - deps.clock.now();
  return Math.min(IDLE_MOST_MS, Math.max(IDLE_LEAST_MS, ahead));
}

/** Resolves once there is room for so many more. */
async function roomFor(more: number, inHand: ReadonlySet<Promise<void>>): Promise<void> {
  while (inHand.size > MOST_IN_HAND - more) await Promise.race(inHand);
}

function prepare(deps: DeliverDeps): Walking {
  const { clock, processes = () => 1, times = CLAIM } = deps;
  const outlets = new Map(
    deps.outlets.map((outlet) => {
      const pace = keepPace({ clock, allowance: outlet.allowance, processes });
      pace.hold(null, deps.notBefore ?? 0);
      return [outlet.platform, { outlet, pace }] as const;
    }),
  );
  const [stopping, lastly] = [new AbortController(), new AbortController()];
  return { deps, times, outlets, inHand: new Set(), channels: new Map(), stopping, lastly };
}

/** Claims a batch and begins with it; gives how many there were. */
async function claimSome(walking: Walking): Promise<number> {
  const { deps, times, outlets, inHand } = walking;
  const now = deps.clock.now();
  const since = performance.now();
  const limit = Math.min(BATCH, MOST_IN_HAND - inHand.size);
  const claims = await deps.store.ledger.claim({
    holder: deps.holder,
    now,
    until: now + times.leaseMs,
    limit,
    platforms: [...outlets.keys()],
  });
  for (const claim of claims) begin(walking, claim, since);
  return claims.length;
}

/** Walks a claim to its end, after those of the same channel that were begun before. */
function begin(
  { deps, times, outlets, inHand, channels, stopping, lastly }: Walking,
  claim: Claim,
  since: number,
): void {
  const { platform, channel } = claim.delivery.target;
  const way = outlets.get(platform);
  if (!way) return;
  const key = `${platform} ${channel}`;
  const hand: Hand = { claim, since, ...way, stopping: stopping.signal, lastly: lastly.signal };
  const walk = async () => {
    await channels.get(key);
    await deliverOne(hand, { ...deps, times });
  };
  const done: Promise<void> = walk()
    .catch((error: unknown) => {
      // Its lease runs out, and then somebody looks what became of it. That the store is away is told once, by the loop.
      deps.log(error instanceof StoreError ? 'debug' : 'error', `delivery ${claim.delivery.id}: ${messageOf(error)}`);
    })
    .finally(() => {
      inHand.delete(done);
      if (channels.get(key) === done) channels.delete(key);
    });
  inHand.add(done);
  channels.set(key, done);
}
