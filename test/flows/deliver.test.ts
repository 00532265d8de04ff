import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/core/delivery.ts';
import { StoreError, type Trouble } from '../../src/core/errors.ts';
import type { Schedule } from '../../src/core/schedule.ts';
import type { Store } from '../../src/core/store.ts';
import { deliverDue, startDeliveries } from '../../src/flows/deliver.ts';
import { freshPlace, type Place } from '../contract/stores.ts';
import { movedClock } from '../moved-clock.ts';
import { deliverDeps, type FakeOptions, fails, fakeChat, sampleSchedule, type Turn, WELL } from './chat.ts';

const START = Date.UTC(2026, 5, 1, 5);
const HOUR = 3_600_000;
const retry = (reason: 'rate-limited' | 'server' | 'network' | 'timeout', more: Partial<Trouble> = {}): Trouble =>
  ({ type: 'retry', reason, afterMs: null, mayBeDone: false, ...more }) as Trouble;
const gone = (reason: Extract<Trouble, { type: 'permanent' }>['reason']): Trouble => ({ type: 'permanent', reason });
const maybe = { mayBeDone: true };

let place: Place;
let store: Store;
beforeEach(async () => {
  place = await freshPlace('sqlite');
  store = await place.open();
});
afterEach(() => place.remove());

/** A schedule with one slot that is due now, and what follows until nothing is open any more. */
async function run(script: readonly Turn[], options: FakeOptions = {}, given: Partial<Schedule> = {}) {
  const clock = movedClock(START);
  const chat = fakeChat(clock, options);
  chat.script.push(...script);
  const log: string[] = [];
  const deps = deliverDeps(store, clock, [chat.outlet], (level, message) => void log.push(`${level} ${message}`));
  await plan(given);
  const rest = clock.hurry();
  let rounds = 0;
  for (let next = await nextDue(); next !== null; next = await nextDue()) {
    if (next > clock.now()) await clock.set(next);
    await deliverDue(deps);
    rounds += 1;
    if (rounds > 500) throw new Error('it does not end');
  }
  rest();
  const rows = await store.ledger.recent('all', 100);
  return { chat, clock, log, rows, post: rows.find(({ cargo }) => cargo.type === 'post') as Delivery };
}

const nextDue = () => store.ledger.nextDue(['discord', 'slack']);

async function plan(given: Partial<Schedule> = {}, count = 1) {
  const schedule = sampleSchedule({ nextAt: START, ...given });
  await store.schedules.add(schedule);
  const planned = Array.from({ length: count }, (_, index) => ({
    slotAt: START + index,
    target: schedule.target,
    cargo: { type: 'post', briefing: null } as const,
    state: { type: 'planned', dueAt: START } as const,
  }));
  await store.ledger.turn(schedule, START, START + 24 * HOUR, planned);
  return schedule;
}

const many = (turn: Turn, times: number) => Array.from({ length: times }, () => turn);

describe('what a platform answers, and what the ledger says then', () => {
  const cases: {
    name: string;
    script: Turn[];
    options?: FakeOptions;
    given?: Partial<Schedule>;
    state: Partial<Delivery['state']>;
    posts: number;
    finds?: number;
  }[] = [
    { name: 'it takes it', script: [], state: { type: 'sent' }, posts: 1, finds: 0 },
    { name: 'a card of three messages', script: [], options: { steps: 3 }, state: { type: 'sent' }, posts: 3 },
    {
      name: '429, then well',
      script: [fails(retry('rate-limited', { afterMs: 7_000 }))],
      state: { type: 'sent', at: START + 7_000 },
      posts: 1,
      finds: 0,
    },
    {
      name: 'a 429 for everything',
      script: [fails(retry('rate-limited', { afterMs: 60_000, everywhere: true }))],
      state: { type: 'sent', at: START + 60_000 },
      posts: 1,
    },
    { name: '500 five times', script: many(fails(retry('server')), 5), state: { type: 'sent' }, posts: 1, finds: 0 },
    {
      name: '500 in the middle of a card',
      script: [WELL, fails(retry('server')), WELL, fails(retry('network'))],
      options: { steps: 3 },
      state: { type: 'sent' },
      posts: 3,
    },
    {
      name: '500 until its time is over',
      script: many(fails(retry('server')), 500),
      given: { graceMinutes: 60 },
      state: { type: 'failed', reason: 'gave-up' },
      posts: 0,
    },
    {
      name: 'a reset before it was taken',
      script: [fails(retry('network', maybe))],
      state: { type: 'sent' },
      posts: 1,
      finds: 1,
    },
    {
      name: 'a timeout after it was taken: it is found',
      script: [fails(retry('timeout', maybe), true)],
      state: { type: 'sent' },
      posts: 1,
      finds: 1,
    },
    {
      name: 'the same where nobody may look: it is not posted again',
      script: [fails(retry('timeout', maybe), true)],
      options: { looks: false },
      state: { type: 'failed', reason: 'uncertain' },
      posts: 1,
    },
    {
      name: 'the same where it may be sent again',
      script: [fails(retry('timeout', maybe), true)],
      options: { looks: false, repeats: 120_000 },
      state: { type: 'sent' },
      posts: 1,
      finds: 0,
    },
    {
      name: 'a timeout in the middle of a card',
      script: [WELL, fails(retry('timeout', maybe), true)],
      options: { steps: 3 },
      state: { type: 'sent' },
      posts: 3,
      finds: 1,
    },
    {
      name: 'looking fails as well, for a while',
      script: [fails(retry('timeout', maybe), true), ...many(fails(retry('server')), 3)],
      state: { type: 'sent' },
      posts: 1,
      finds: 4,
    },
    {
      name: 'ten minutes of silence',
      script: many(fails(retry('timeout', maybe), false, 10_000), 60),
      state: { type: 'sent' },
      posts: 1,
    },
    {
      name: 'silence until its time is over: nobody knows',
      script: many(fails(retry('timeout', maybe), false, 10_000), 500),
      given: { graceMinutes: 30 },
      state: { type: 'failed', reason: 'uncertain' },
      posts: 0,
    },
    {
      name: 'no patience: one try is made',
      script: many(fails(retry('server')), 500),
      given: { catchUp: 'none', graceMinutes: 0 },
      state: { type: 'failed', reason: 'gave-up' },
      posts: 0,
    },
  ];
  test.each(cases)('$name', async ({ script, options, given, state, posts, finds }) => {
    const { chat, post } = await run(script, options, given);
    expect(post.state).toMatchObject(state);
    expect(chat.posts).toHaveLength(posts);
    expect(new Set(chat.posts.map(({ step }) => step)).size).toBe(posts);
    if (finds !== undefined) expect(chat.asked.find).toBe(finds);
    expect(await store.schedules.byId('s1')).toMatchObject({ state: { type: 'active' } });
  });

  test.each(['unknown-channel', 'no-access', 'archived', 'token-revoked', 'refused'] as const)(
    '%s: the schedule stands still, and its owner is told once',
    async (reason) => {
      const { chat, post, rows, log } = await run([fails(gone(reason))]);
      expect(post.state).toEqual({ type: 'failed', reason });
      expect(await store.schedules.byId('s1')).toMatchObject({ state: { type: 'paused', reason } });
      expect(rows).toHaveLength(2);
      expect(chat.posts).toMatchObject([{ channel: 'u1', to: 'person' }]);
      expect(log.filter((line) => line.startsWith('error'))).toHaveLength(1);
    },
  );

  test('a schedule of a file has nobody to tell', async () => {
    const { rows } = await run([fails(gone('no-access'))], {}, { owner: null, source: 'file' });
    expect(rows).toHaveLength(1);
  });

  test('a word that cannot be said is said to nobody else', async () => {
    const { rows } = await run([fails(gone('no-access')), fails(gone('refused'))]);
    expect(rows.map(({ state }) => state.type)).toEqual(['failed', 'failed']);
  });

  test('what else is open of a schedule that stands still is skipped', async () => {
    const clock = movedClock(START);
    const chat = fakeChat(clock);
    chat.script.push(fails(gone('archived')));
    await plan({ owner: null }, 5);
    const rest = clock.hurry();
    await deliverDue(deliverDeps(store, clock, [chat.outlet]));
    rest();
    const states = (await store.ledger.recent('all', 10)).map(({ state }) => ('reason' in state ? state.reason : ''));
    expect(states.toSorted()).toEqual(['archived', 'paused', 'paused', 'paused', 'paused']);
    expect(chat.posts).toEqual([]);
  });
});

describe('what is not posted', () => {
  const deliver = async (
    given: Partial<Schedule>,
    at: number,
    change: Partial<ReturnType<typeof deliverDeps>> = {},
  ) => {
    const clock = movedClock(at);
    const chat = fakeChat(clock);
    const rest = clock.hurry();
    await deliverDue({ ...deliverDeps(store, clock, [chat.outlet]), ...change });
    rest();
    return { ...(await store.ledger.recent('all', 1))[0], posts: chat.posts.length, given };
  };

  test('a topic without a briefing', async () => {
    await plan();
    const ended = await deliver({}, START, { briefingFor: async () => null });
    expect(ended).toMatchObject({ state: { type: 'skipped', reason: 'no-briefing' }, posts: 0 });
  });

  test('a slot that was planned before a long night', async () => {
    await plan();
    expect(await deliver({}, START + 13 * HOUR)).toMatchObject({ state: { reason: 'missed' }, posts: 0 });
  });

  test('a topic that cannot be read now is tried again', async () => {
    await plan();
    const briefingFor = async () => Promise.reject(new Error('cannot read talks/topic.yaml'));
    expect(await deliver({}, START, { briefingFor })).toMatchObject({ state: { type: 'retrying' }, posts: 0 });
  });
});

describe('corrections', () => {
  test('change the messages of what was posted, and are done again where they fail', async () => {
    const { chat, post, clock } = await run([]);
    const schedule = (await store.schedules.byId('s1')) as Schedule;
    const cargo = { type: 'edit', of: post.id, briefing: 'sample' } as const;
    await store.ledger.plan(schedule, {
      slotAt: post.slotAt,
      target: post.target,
      cargo,
      state: { type: 'planned', dueAt: clock.now() },
    });
    chat.script.push(fails(retry('timeout', maybe)), fails(retry('server')));
    const rest = clock.hurry();
    for (let next = await nextDue(); next !== null; next = await nextDue()) {
      if (next > clock.now()) await clock.set(next);
      await deliverDue(deliverDeps(store, clock, [chat.outlet]));
    }
    rest();
    expect(chat.edits).toEqual([post.id]);
    expect(await store.ledger.byId(post.id)).toMatchObject({ messages: [...post.messages, 'one more'] });
  });
});

describe('a process that ends', () => {
  test('what it had sent and not recorded is found by the next', async () => {
    const clock = movedClock(START);
    const crashed = Promise.withResolvers<void>();
    const chat = fakeChat(clock, { crash: crashed.resolve });
    chat.script.push({ done: true, hears: 'crash' });
    await plan();
    void deliverDue(deliverDeps(store, clock, [chat.outlet]));
    await crashed.promise;
    await clock.set(START + 26_000);
    const rest = clock.hurry();
    await deliverDue({ ...deliverDeps(store, clock, [chat.outlet]), holder: 'next' });
    rest();
    expect((await store.ledger.recent('all', 1))[0]?.state).toMatchObject({ type: 'sent' });
    expect([chat.posts.length, chat.asked.send, chat.asked.find]).toEqual([1, 1, 1]);
  });

  test('one that was overtaken while a request was under way writes nothing and sends nothing more', async () => {
    const clock = movedClock(START);
    const answer = Promise.withResolvers<void>();
    const sent = Promise.withResolvers<void>();
    const chat = fakeChat(clock, { steps: 2 });
    const slow = {
      ...chat.outlet,
      send: async (order: Parameters<typeof chat.outlet.send>[0]) => {
        const made = await chat.outlet.send(order);
        sent.resolve();
        await answer.promise;
        return made;
      },
    };
    await plan();
    const first = deliverDue(deliverDeps(store, clock, [slow]));
    await sent.promise;
    await clock.set(START + 26_000);
    const rest = clock.hurry();
    await deliverDue({ ...deliverDeps(store, clock, [chat.outlet]), holder: 'next' });
    answer.resolve();
    await first;
    rest();
    expect(chat.posts.map(({ step }) => step)).toEqual([0, 1]);
    expect((await store.ledger.recent('all', 1))[0]).toMatchObject({ tries: 2, state: { type: 'sent' } });
  });

  test('told to stop, it finishes what is under way and gives the rest back', async () => {
    const clock = movedClock(START);
    const begun = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    const chat = fakeChat(clock);
    const slow = {
      ...chat.outlet,
      send: async (order: Parameters<typeof chat.outlet.send>[0]) => {
        const made = await chat.outlet.send(order);
        begun.resolve();
        await answer.promise;
        return made;
      },
    };
    await plan({}, 3);
    const deliveries = startDeliveries(deliverDeps(store, clock, [slow]));
    await begun.promise;
    const stopped = deliveries.stop(5_000);
    answer.resolve();
    await stopped;
    const rows = await store.ledger.recent('all', 10);
    expect(rows.map(({ state, tries }) => `${state.type} ${tries}`).toSorted()).toEqual([
      'planned 0',
      'planned 0',
      'sent 1',
    ]);
  });

  test('a store that goes away is told once, and what was sent is recorded when it is back', async () => {
    const clock = movedClock(START);
    const chat = fakeChat(clock);
    let away = false;
    const flaky = <Part extends object>(part: Part): Part =>
      new Proxy(part, {
        get: (of, name) =>
          away ? async () => Promise.reject(new StoreError('it is away', 'wait')) : Reflect.get(of, name),
      });
    const shaky = { ledger: flaky(store.ledger), schedules: flaky(store.schedules), briefings: store.briefings };
    const log: string[] = [];
    await plan();
    const outlet = {
      ...chat.outlet,
      send: async (order: Parameters<typeof chat.outlet.send>[0]) => {
        away = true;
        return chat.outlet.send(order);
      },
    };
    const deps = deliverDeps(shaky, clock, [outlet], (level, message) => void log.push(`${level} ${message}`));
    const deliveries = startDeliveries(deps);
    await clock.advance(5_000);
    away = false;
    await clock.advance(5_000);
    expect((await store.ledger.recent('all', 1))[0]?.state.type).toBe('sent');
    away = true;
    await clock.advance(60_000);
    away = false;
    await clock.advance(60_000);
    await deliveries.stop(1_000);
    expect(chat.posts).toHaveLength(1);
    expect(log.filter((line) => line.startsWith('error'))).toHaveLength(1);
  });
});
