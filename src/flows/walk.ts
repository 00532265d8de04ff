import type { Briefing } from '../core/briefing.ts';
import type { Answered } from '../core/command.ts';
import type { Cargo, Delivery } from '../core/delivery.ts';
import { DeliveryError, messageOf, StoreError, type Trouble } from '../core/errors.ts';
import { PostForm, type Schedule } from '../core/schedule.ts';
import type { Edition, Order } from '../core/seams.ts';
import { graceOf } from './clock.ts';
import { type End, type EndDeps, finish, type Hand, kept, type Settled } from './ending.ts';

/*
 * One delivery, from its claim to its end. Each of its steps is one request. Before it leaves, the ledger notes that a
 * message may stand there from now on (`doubtSince`); after it, what was made. Whoever takes the delivery over in
 * between looks first.
 */

/** How long a word to an owner, or a correction, is tried; a post has the grace of its schedule. */
const DAY_MS = 24 * 60 * 60_000;

export type PostDeps = EndDeps & {
  /** The topic's newest briefing; null where it has none. */
  briefingFor: (topic: string) => Promise<Edition | null>;
  /** What a delivery shows. `briefing`: the one that is posted or corrected to; null for a word to a person. */
  documentOf: (briefing: Briefing | null, schedule: Schedule, cargo: Cargo) => Promise<Answered>;
};

/** Walks a claim to its end and writes that down. Rejects where the store is away; the claim then runs out. */
export async function deliverOne(hand: Hand, deps: PostDeps): Promise<void> {
  const { claim, stopping } = hand;
  if (stopping.aborted || !hasTime(hand, deps)) return deps.store.ledger.release(claim);
  const schedule = await deps.store.schedules.byId(claim.delivery.schedule);
  const end = schedule === null ? goneOf(claim.delivery) : await walk(hand, schedule, deps);
  await finish(end, hand, schedule, deps);
}

/** The schedule was removed while this was in hand: it ends so unless a message may stand there. */
function goneOf({ doubtSince }: Delivery): End {
  if (doubtSince !== null) return { type: 'settle', state: { type: 'failed', reason: 'uncertain' } };
  return { type: 'settle', state: { type: 'skipped', reason: 'removed' } };
}

async function walk(hand: Hand, schedule: Schedule, deps: PostDeps): Promise<End> {
  const { delivery } = hand.claim;
  const isInDoubt = delivery.doubtSince !== null;
  const lastMoment = lastMomentOf(delivery, schedule);
  try {
    const over = overOf(delivery, schedule, deps.clock.now() > lastMoment, delivery.messages);
    if (over && !isInDoubt) return { type: 'settle', state: over };
    const cargo = await cargoOf(delivery, deps);
    if (cargo === null) return { type: 'settle', state: { type: 'skipped', reason: 'no-briefing' } };
    const { briefing, pinned } = cargo;
    const answered = await deps.documentOf(briefing, schedule, pinned);
    const form = pinned.type === 'notice' ? PostForm.parse({}) : schedule.form;
    const draft = { delivery: delivery.id, target: delivery.target, answered, form };
    const step: Step = { ...hand, deps, schedule, lastMoment, pinned: pinned === delivery.cargo ? null : pinned };
    return pinned.type === 'edit' ? await edit(step, pinned.of, draft) : await post(step, draft);
  } catch (error) {
    return troubleOf(error, isInDoubt, lastMoment);
  }
}

/** Until when a delivery is tried. */
function lastMomentOf({ cargo, slotAt }: Delivery, schedule: Schedule): number {
  return slotAt + (cargo.type === 'post' ? graceOf(schedule) : DAY_MS);
}

/** What an error comes to; a store that is away is nobody's trouble but the store's. */
function troubleOf(error: unknown, isInDoubt: boolean, lastMoment: number): End {
  if (error instanceof StoreError) throw error;
  if (error instanceof DeliveryError) {
    return { type: 'trouble', trouble: error.trouble, why: error.message, isInDoubt, lastMoment };
  }
  // A fault of ours may be mended before the grace ends.
  const trouble: Trouble = { type: 'retry', reason: 'server', afterMs: null, mayBeDone: isInDoubt };
  return { type: 'trouble', trouble, why: `a fault of Readout's own: ${messageOf(error)}`, isInDoubt, lastMoment };
}

/** Why nothing may be posted any more: the time for it is over, or the schedule stands still. */
function overOf(
  { cargo, tries }: Delivery,
  { state }: Schedule,
  isLate: boolean,
  made: readonly string[],
): Settled | null {
  if (isLate && cargo.type === 'post' && tries <= 1) return { type: 'skipped', reason: 'missed' };
  if (isLate) return { type: 'failed', reason: 'gave-up' };
  // What was begun is finished: half a card is worth less than a whole one of a schedule that stands still.
  if (cargo.type !== 'post' || state.type !== 'paused' || made.length > 0) return null;
  return { type: 'skipped', reason: 'paused' };
}

/** What to show; null where there is no briefing to post. A post takes the newest at its first try, and keeps it. */
async function cargoOf(
  { cargo, topic }: Delivery,
  { store, briefingFor }: PostDeps,
): Promise<{ briefing: Briefing | null; pinned: Cargo } | null> {
  if (cargo.type === 'notice') return { briefing: null, pinned: cargo };
  const known = cargo.briefing === null ? null : await store.briefings.byId(cargo.briefing);
  if (known) return { briefing: known.briefing, pinned: cargo };
  const newest = await briefingFor(topic);
  if (newest === null) return null;
  const { briefing } = newest;
  return { briefing, pinned: briefing.id === cargo.briefing ? cargo : { ...cargo, briefing: briefing.id } };
}

type Draft = Omit<Order, 'made' | 'mayStill'>;
/** What the steps of a walk need. `pinned`: the cargo to note with the first of them. */
type Step = Hand & { deps: PostDeps; schedule: Schedule; lastMoment: number; pinned: Cargo | null };

async function post(step: Step, draft: Draft): Promise<End> {
  const { claim, outlet, deps, schedule, lastMoment, pinned } = step;
  const { delivery } = claim;
  const made = [...delivery.messages];
  /** A message of the next step may stand there since then. */
  let doubt = delivery.doubtSince;
  const order = (mayStill = () => true): Order => ({ ...draft, made: [...made], mayStill });
  const steps = outlet.steps(order());
  while (made.length < steps) {
    const over = overOf(delivery, schedule, deps.clock.now() > lastMoment, made);
    if (over && doubt === null) return { type: 'settle', state: over };
    const turn = await takeTurn(step, made.length > 0);
    if ('type' in turn) return turn;
    const mustLook = doubt !== null && (over !== null || !outlet.repeats(order(), doubt, deps.clock.now()));
    if (mustLook) {
      const found = await outlet.find(order(turn.mayStill), doubt ?? 0).finally(turn.back);
      if (found.type === 'unknown') return { type: 'settle', state: { type: 'failed', reason: 'uncertain' } };
      doubt = null;
      if (found.type !== 'found') continue;
      made.push(found.made);
    } else {
      const noted = { doubtSince: doubt ?? deps.clock.now(), ...(pinned ? { cargo: pinned } : {}) };
      let isNoted = false;
      try {
        isNoted = await note(step, noted);
      } finally {
        if (!isNoted) turn.back();
      }
      if (!isNoted) return { type: 'lost' };
      try {
        made.push(await outlet.send(order(turn.mayStill)).finally(turn.back));
      } catch (error) {
        const isInDoubt = doubt !== null || mayBeDone(error);
        if (!isInDoubt && !(await note(step, { doubtSince: null }))) return { type: 'lost' };
        return troubleOf(error, isInDoubt, lastMoment);
      }
      doubt = null;
    }
    if (!(await note(step, { messages: [...made], doubtSince: null }))) return { type: 'lost' };
  }
  return { type: 'settle', state: { type: 'sent', at: deps.clock.now() } };
}

function mayBeDone(error: unknown): boolean {
  if (!(error instanceof DeliveryError)) return true;
  return error.trouble.type === 'retry' && error.trouble.mayBeDone;
}

/** Makes what was posted show the corrected briefing. It may be done again, so that there is no doubt about it. */
async function edit(step: Step, of: string, draft: Draft): Promise<End> {
  const { claim, outlet, deps, schedule, lastMoment } = step;
  const over = overOf(claim.delivery, schedule, deps.clock.now() > lastMoment, []);
  if (over) return { type: 'settle', state: over };
  const posted = await deps.store.ledger.byId(of);
  if (posted === null || posted.messages.length === 0) {
    return { type: 'settle', state: { type: 'skipped', reason: 'removed' } };
  }
  const turn = await takeTurn(step, false);
  if ('type' in turn) return turn;
  const { mayStill, back } = turn;
  const messages = await outlet.edit({ ...draft, delivery: of, made: posted.messages, mayStill }).finally(back);
  const isSame = messages.join() === posted.messages.join();
  if (!isSame && !(await kept(claim, deps, () => deps.store.ledger.amend(claim, messages)))) return { type: 'lost' };
  return { type: 'settle', state: { type: 'sent', at: deps.clock.now() } };
}

/** A request's turn. `back` is called once its answer is there, or when it is given up. */
type Turn = { mayStill: () => boolean; back: () => void };

/** Waits until a request may leave; where that is not within the claim, gives how the walk ends for now. */
async function takeTurn(step: Step, begun: boolean): Promise<End | Turn> {
  const { claim, pace, stopping, lastly, deps } = step;
  const deadline = claim.until - deps.times.requestMs;
  const free = pace.mayGoAt(claim.delivery.target);
  if (free > deadline) return { type: 'settle', state: { type: 'planned', dueAt: free } };
  const late = new AbortController();
  const timer = new AbortController();
  void deps.clock.wait(Math.max(0, deadline - deps.clock.now()), timer.signal).then(() => late.abort());
  try {
    // What has messages already is finished as long as we are let; what has none can wait for the next process.
    const back = await pace.take(claim.delivery.target, AbortSignal.any([late.signal, begun ? lastly : stopping]));
    return { mayStill: () => hasTime(step, deps), back };
  } catch {
    return { type: 'release' };
  } finally {
    timer.abort();
  }
}

/** Whether a request that leaves now is back before the claim ends, by the clock and by the time that truly passed. */
function hasTime({ claim, since }: Hand, { clock, times }: PostDeps): boolean {
  const passed = performance.now() - since;
  return clock.now() + times.requestMs < claim.until && passed + times.requestMs < times.leaseMs;
}

function note({ claim, deps }: Step, made: Parameters<PostDeps['store']['ledger']['progress']>[1]): Promise<boolean> {
  return kept(claim, deps, () => deps.store.ledger.progress(claim, made));
}
