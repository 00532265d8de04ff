// Who has a delivery in hand: against a model, and with several processes at once.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Claim, Delivery } from '../../src/core/delivery.ts';
import type { Store } from '../../src/core/store.ts';
import { aPost, aRequest, aSchedule, aTarget } from './rows.ts';
import { freshPlace, KINDS, type Place } from './stores.ts';

// Databases are made and stopped here, on machines that do much else at the time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** What may happen to a ledger. `claim`: which of all claims that were ever made, the late ones too. */
type Act =
  | { do: 'plan'; place: number; slotAt: number }
  | { do: 'claim'; holder: number; limit: number; lease: number }
  | { do: 'progress'; claim: number; doubtSince: number | null }
  | { do: 'settle'; claim: number; as: 'sent' | 'retrying' | 'failed' }
  | { do: 'release'; claim: number }
  | { do: 'pass'; ms: number };

const which = fc.nat({ max: 20 });
const acts = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('plan' as const), place: fc.nat({ max: 2 }), slotAt: fc.nat({ max: 300 }) }),
    fc.record({
      do: fc.constant('claim' as const),
      holder: fc.nat({ max: 2 }),
      limit: fc.integer({ min: 1, max: 4 }),
      lease: fc.integer({ min: 1, max: 200 }),
    }),
    fc.record({ do: fc.constant('progress' as const), claim: which, doubtSince: fc.option(fc.nat({ max: 300 })) }),
    fc.record({
      do: fc.constant('settle' as const),
      claim: which,
      as: fc.constantFrom('sent' as const, 'retrying' as const, 'failed' as const),
    }),
    fc.record({ do: fc.constant('release' as const), claim: which }),
    fc.record({ do: fc.constant('pass' as const), ms: fc.nat({ max: 150 }) }),
  ),
  { minLength: 5, maxLength: 40 },
);

/** A delivery as the model has it. `back`: what it is again when its claim is given up. */
type Known = { delivery: Delivery; fence: number; back: Delivery['state'] };

const wakesAt = ({ state }: Delivery) =>
  state.type === 'claimed' ? state.until : 'dueAt' in state ? state.dueAt : Number.POSITIVE_INFINITY;
const dueAt = ({ back }: Known) => ('dueAt' in back ? back.dueAt : 0);

/** The next turn: the first of each place, then the second of each; within one turn the longest overdue. */
function expected(known: Known[], now: number, limit: number): string[] {
  const byDue = (a: Known, b: Known) => dueAt(a) - dueAt(b) || (a.delivery.id < b.delivery.id ? -1 : 1);
  const seen = new Map<string, number>();
  return known
    .filter(({ delivery }) => wakesAt(delivery) <= now)
    .sort(byDue)
    .map((one) => {
      const turn = (seen.get(one.delivery.target.place) ?? 0) + 1;
      seen.set(one.delivery.target.place, turn);
      return { one, turn };
    })
    .sort((a, b) => a.turn - b.turn || byDue(a.one, b.one))
    .slice(0, limit)
    .map(({ one }) => one.delivery.id);
}

/** Does all of it to the store and to the model, and holds each answer of the one against the other. */
async function run(store: Store, script: Act[]): Promise<void> {
  await store.archive.load((async function* () {})());
  const known = new Map<string, Known>();
  const claims: Claim[] = [];
  let now = 1_000;
  let made = 0;
  for (const act of script) {
    if (act.do === 'pass') now += act.ms;
    if (act.do === 'plan') {
      made += 1;
      const target = aTarget({ place: `place-${act.place}`, channel: `channel-${made}` });
      await store.ledger.plan(aSchedule(), aPost(1_000 + act.slotAt, { target }));
      const delivery = (await store.ledger.recent('all', 99)).find((one) => one.target.channel === target.channel);
      if (!delivery) throw new Error('what was planned is not there');
      known.set(delivery.id, { delivery, fence: 0, back: delivery.state });
    }
    if (act.do === 'claim') {
      const request = aRequest(now, { holder: `${act.holder}`, limit: act.limit, until: now + act.lease });
      const taken = await store.ledger.claim(request);
      expect(taken.map(({ delivery }) => delivery.id)).toEqual(expected([...known.values()], now, act.limit));
      for (const claim of taken) {
        const one = known.get(claim.delivery.id) as Known;
        one.fence += 1;
        const state = { type: 'claimed', holder: request.holder, until: request.until } as const;
        one.delivery = { ...one.delivery, tries: one.delivery.tries + 1, state };
        expect(claim).toEqual({ delivery: one.delivery, fence: one.fence, until: request.until });
      }
      claims.push(...taken);
    }
    if (act.do === 'progress' || act.do === 'settle' || act.do === 'release') {
      const claim = claims[act.claim % Math.max(1, claims.length)];
      if (claim) await end(store, act, claim, known.get(claim.delivery.id) as Known, now);
    }
  }
  const rows = await store.ledger.recent('all', 999);
  expect(new Map(rows.map((row) => [row.id, row]))).toEqual(
    new Map([...known].map(([id, { delivery }]) => [id, delivery])),
  );
}

async function end(
  store: Store,
  act: Extract<Act, { claim: number }>,
  claim: Claim,
  one: Known,
  now: number,
): Promise<void> {
  const ours = one.fence === claim.fence && one.delivery.state.type === 'claimed';
  if (act.do === 'progress') {
    expect(await store.ledger.progress(claim, { doubtSince: act.doubtSince, messages: [`${now}`] })).toBe(ours);
    if (ours) one.delivery = { ...one.delivery, doubtSince: act.doubtSince, messages: [`${now}`] };
  } else if (act.do === 'settle') {
    const state = {
      sent: { type: 'sent', at: now } as const,
      retrying: { type: 'retrying', dueAt: now + 30, reason: 'server' } as const,
      failed: { type: 'failed', reason: 'gave-up' } as const,
    }[act.as];
    expect(await store.ledger.settle(claim, state)).toBe(ours);
    if (!ours) return;
    one.delivery = { ...one.delivery, state, ...(act.as === 'sent' ? { doubtSince: null } : {}) };
    one.back = state;
  } else {
    await store.ledger.release(claim);
    if (ours) one.delivery = { ...one.delivery, tries: one.delivery.tries - 1, state: one.back };
  }
}

describe.each(KINDS)('%s', (kind) => {
  let place: Place;
  let stores: Store[];

  beforeAll(async () => {
    place = await freshPlace(kind);
    stores = await Promise.all(Array.from({ length: 4 }, () => place.open()));
  });
  afterAll(() => place.remove());

  const empty = () => (stores[0] as Store).archive.load((async function* () {})());

  test('a claim, its fence and its end are as the model says', async () => {
    await fc.assert(
      fc.asyncProperty(acts, (script) => run(stores[0] as Store, script)),
      { numRuns: 60 },
    );
  });

  test('of many that turn a schedule at once, one does', async () => {
    await empty();
    await stores[0]?.schedules.add(aSchedule({ nextAt: 0 }));
    for (let slot = 0; slot < 10; slot += 1) {
      const turns = stores.map((store) => store.ledger.turn(aSchedule(), slot, slot + 1, [aPost(slot)]));
      expect((await Promise.all(turns)).filter(Boolean)).toHaveLength(1);
    }
    expect(await stores[0]?.ledger.recent('all', 99)).toHaveLength(10);
  });

  test('many that claim at once have each something else, and leave nothing', async () => {
    await empty();
    const planned = Array.from({ length: 300 }, (_, i) =>
      aPost(1_000, { target: aTarget({ place: `place-${i % 7}`, channel: `channel-${i}` }) }),
    );
    await stores[0]?.schedules.add(aSchedule());
    await stores[0]?.ledger.turn(aSchedule(), 1_000, 2_000, planned);
    const drain = async (store: Store, holder: string) => {
      const taken: string[] = [];
      for (;;) {
        const claims = await store.ledger.claim(aRequest(1_000, { holder, limit: 9 }));
        if (claims.length === 0) return taken;
        for (const claim of claims) {
          taken.push(claim.delivery.id);
          expect(await store.ledger.settle(claim, { type: 'sent', at: 1_000 })).toBe(true);
        }
      }
    };
    const taken = (await Promise.all(stores.map((store, i) => drain(store, `${i}`)))).flat();
    expect(taken).toHaveLength(300);
    expect(new Set(taken).size).toBe(300);
  });

  test('claims, pauses, removals and skips at once never end in one another’s way', async () => {
    await empty();
    for (let round = 0; round < 3; round += 1) {
      const schedules = Array.from({ length: 4 }, (_, i) => aSchedule({ id: `schedule-${round}-${i}` }));
      for (const schedule of schedules) {
        await stores[0]?.schedules.add(schedule);
        const planned = Array.from({ length: 20 }, (_, i) => aPost(1_000, { target: aTarget({ channel: `${i}` }) }));
        await stores[0]?.ledger.turn(schedule, 1_000, 2_000, planned);
      }
      await Promise.all(
        stores.map(async (store, i) => {
          const claims = await store.ledger.claim(aRequest(1_000, { holder: `${i}`, limit: 12 }));
          const notice = aPost(1_000, { cargo: { type: 'notice', reason: 'refused' } });
          await Promise.all([
            ...claims.map((claim) => store.ledger.pause(claim, 'refused', notice)),
            store.ledger.skipOpen(schedules[i]?.id ?? '', 'paused'),
            store.schedules.remove(schedules[(i + 1) % 4]?.id ?? ''),
          ]);
        }),
      );
    }
    const rows = (await stores[0]?.ledger.recent('all', 999)) ?? [];
    const open = rows.filter(
      ({ cargo, state }) => cargo.type === 'post' && !['failed', 'skipped'].includes(state.type),
    );
    expect(open).toEqual([]);
    const notices = rows.filter(({ cargo }) => cargo.type === 'notice').map(({ schedule }) => schedule);
    expect(new Set(notices).size).toBe(notices.length);
  });
});
