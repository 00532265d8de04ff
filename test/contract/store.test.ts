// What every store promises, tried on both databases.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Claim, DeliveryState } from '../../src/core/delivery.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Schedule } from '../../src/core/schedule.ts';
import type { Planned, Store } from '../../src/core/store.ts';
import { aBriefing, anArticle, aPost, aRequest, aSchedule, aTarget } from './rows.ts';
import { freshPlace, KINDS, type Place } from './stores.ts';

// Databases are made and stopped here, on machines that do much else at the time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe.each(KINDS)('%s', (kind) => {
  let place: Place;
  let store: Store;

  beforeEach(async () => {
    place = await freshPlace(kind);
    store = await place.open();
  });
  afterEach(() => place.remove());

  /** One delivery in our hands, of a schedule that is there. */
  async function claimed(planned: Partial<Planned> = {}, schedule = aSchedule()): Promise<Claim> {
    if (!(await store.schedules.byId(schedule.id))) await store.schedules.add(schedule);
    await store.ledger.plan(schedule, aPost(1_000, planned));
    const [claim] = await store.ledger.claim(aRequest(1_000, { limit: 1 }));
    if (!claim) throw new Error('nothing was due');
    return claim;
  }
  const stateOf = async (claim: Claim): Promise<DeliveryState | undefined> =>
    (await store.ledger.byId(claim.delivery.id))?.state;

  describe('briefings', () => {
    const article = anArticle('نص\u0000 with a lone \ud800 and a NUL');
    const briefing = aBriefing('b1', article);

    test('are kept as they were first made', async () => {
      expect(await store.briefings.of('t', article.sha256)).toBeNull();
      expect(await store.briefings.keep('t', article, briefing, 1)).toEqual(briefing);
      expect(await store.briefings.keep('t', article, aBriefing('b2', article, 'Another'), 2)).toEqual(briefing);
      expect(await store.briefings.of('t', article.sha256)).toEqual(briefing);
      expect(await store.briefings.byId('b1')).toEqual({ briefing, topic: 't' });
      expect(await store.briefings.byId('b2')).toBeNull();
      expect(await store.briefings.kept('b1')).toEqual({ briefing, article, topic: 't', keptAt: 1 });
      expect(await store.briefings.kept('b2')).toBeNull();
      expect(await store.briefings.count()).toBe(1);
    });

    test('of one article in two topics are two, each with an id of its own', async () => {
      await store.briefings.keep('t', article, briefing, 1);
      const other = await store.briefings.keep('u', article, briefing, 2);
      expect(other.id).not.toBe('b1');
      expect(await store.briefings.byId(other.id)).toEqual({ briefing: other, topic: 'u' });
      expect(await store.briefings.keep('u', article, briefing, 3)).toEqual(other);
      expect((await store.briefings.byId('b1'))?.topic).toBe('t');
    });

    test('made by many at once are one', async () => {
      const stores = [store, await place.open()];
      const kept = await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          (stores[i % 2] ?? store).briefings.keep('t', article, aBriefing(`b${i}`, article), i),
        ),
      );
      expect(new Set(kept.map(({ id }) => id)).size).toBe(1);
    });
  });

  test.each([
    ['person', 'keepPerson'],
    ['channel', 'keepChannel'],
  ] as const)('settings of a %s: what is set changes, and nothing else', async (read, keep) => {
    const { settings } = store;
    expect(await settings[read]('discord', '1')).toEqual({ language: null, zone: null });
    await settings[keep]('discord', '1', { language: 'ar' });
    await settings[keep]('discord', '1', { zone: 'Asia/Riyadh' });
    await settings[keep]('discord', '1', {});
    await settings[keep]('slack', '1', { zone: 'UTC' });
    expect(await settings[read]('discord', '1')).toEqual({ language: 'ar', zone: 'Asia/Riyadh' });
    await settings[keep]('discord', '1', { language: null });
    expect(await settings[read]('discord', '1')).toEqual({ language: null, zone: 'Asia/Riyadh' });
    expect(await settings[read]('slack', '1')).toEqual({ language: null, zone: 'UTC' });
  });

  describe('schedules', () => {
    test.each<[string, Partial<Schedule>]>([
      ['a draft', { state: { type: 'draft' }, nextAt: null }],
      ['an active one', {}],
      ['a paused one', { state: { type: 'paused', reason: 'no-access' } }],
      ['one that is over', { state: { type: 'over' }, nextAt: null }],
      [
        'one of a file, with all that a form has',
        {
          source: 'file',
          owner: null,
          form: { as: 'forum', tags: ['1', '2'], crosspost: true, role: '9' },
          target: aTarget({ platform: 'slack', to: 'person' }),
          nextAt: 1_700_000_000_000,
        },
      ],
    ])('%s comes back as it was put', async (_name, some) => {
      const schedule = aSchedule(some);
      await store.schedules.add(schedule);
      expect(await store.schedules.byId(schedule.id)).toEqual(schedule);
      expect(await store.schedules.byId('none')).toBeNull();
    });

    test('are listed by place, the oldest first', async () => {
      await store.schedules.add(aSchedule({ id: 'b', createdAt: 2 }));
      await store.schedules.add(aSchedule({ id: 'a', createdAt: 3, state: { type: 'draft' } }));
      await store.schedules.add(aSchedule({ id: 'c', createdAt: 1, target: aTarget({ place: 'other' }) }));
      const idsOf = (schedules: Schedule[]) => schedules.map(({ id }) => id);
      expect(idsOf(await store.schedules.list())).toEqual(['c', 'b', 'a']);
      expect(idsOf(await store.schedules.list({ platform: 'discord', place: 'place-1' }))).toEqual(['b', 'a']);
      expect(await store.schedules.list({ platform: 'slack', place: 'place-1' })).toEqual([]);
    });

    test('are due when active and their slot has come, the longest overdue first', async () => {
      await store.schedules.add(aSchedule({ id: 'a', nextAt: 300 }));
      await store.schedules.add(aSchedule({ id: 'b', nextAt: 100 }));
      await store.schedules.add(aSchedule({ id: 'c', nextAt: 200 }));
      await store.schedules.add(aSchedule({ id: 'd', nextAt: 100, state: { type: 'paused', reason: 'asked' } }));
      await store.schedules.add(aSchedule({ id: 'e', nextAt: null, state: { type: 'over' } }));
      expect((await store.schedules.due(299, 9)).map(({ id }) => id)).toEqual(['b', 'c']);
      expect((await store.schedules.due(300, 2)).map(({ id }) => id)).toEqual(['b', 'c']);
    });

    test('change, and tell where they are gone', async () => {
      await store.schedules.add(aSchedule());
      expect(await store.schedules.change('schedule-1', { type: 'paused', reason: 'asked' }, null)).toBe(true);
      expect(await store.schedules.byId('schedule-1')).toMatchObject({
        state: { type: 'paused', reason: 'asked' },
        nextAt: null,
      });
      expect(await store.schedules.change('schedule-1', { type: 'active' }, 5)).toBe(true);
      expect(await store.schedules.byId('schedule-1')).toEqual(aSchedule({ nextAt: 5 }));
      expect(await store.schedules.change('none', { type: 'active' }, 5)).toBe(false);
    });

    test('when removed skip what is open, leave what is in hand to its holder, and keep their history', async () => {
      const inHand = await claimed();
      await store.ledger.plan(aSchedule(), aPost(2_000));
      await store.ledger.plan(aSchedule({ id: 'other' }), aPost(2_000));
      expect(await store.schedules.remove('schedule-1')).toBe(true);
      expect(await store.schedules.remove('schedule-1')).toBe(false);
      const history = await store.ledger.recent({ schedule: 'schedule-1' }, 9);
      expect(history.map(({ state }) => state.type)).toEqual(['skipped', 'claimed']);
      expect(history[0]?.state).toEqual({ type: 'skipped', reason: 'removed' });
      expect(await store.ledger.settle(inHand, { type: 'sent', at: 1_500 })).toBe(true);
      expect((await store.ledger.recent({ schedule: 'other' }, 9))[0]?.state.type).toBe('planned');
    });

    test('drafts are dropped when they are old, and nothing else is', async () => {
      await store.schedules.add(aSchedule({ id: 'old', state: { type: 'draft' }, createdAt: 1 }));
      await store.schedules.add(aSchedule({ id: 'new', state: { type: 'draft' }, createdAt: 5 }));
      await store.schedules.add(aSchedule({ id: 'active', createdAt: 1 }));
      await store.schedules.dropDrafts(5);
      expect((await store.schedules.list()).map(({ id }) => id)).toEqual(['active', 'new']);
    });
  });

  describe('schedules of a file', () => {
    const file = (some: Partial<Schedule> = {}) => aSchedule({ id: 'f', source: 'file', ...some });
    const after = async (...steps: Schedule[][]) => {
      for (const step of steps) await store.schedules.sync(step);
      return store.schedules.byId('f');
    };

    test('are added, and removed with what is open of them; those of chat stay', async () => {
      await store.schedules.add(aSchedule({ id: 'chat' }));
      expect(await after([file()])).toEqual(file());
      await store.ledger.plan(file(), aPost(1_000));
      expect(await after([])).toBeNull();
      expect((await store.ledger.recent('all', 9))[0]?.state).toEqual({ type: 'skipped', reason: 'removed' });
      expect((await store.schedules.list()).map(({ id }) => id)).toEqual(['chat']);
    });

    test('that say the same stay as they are: slots that passed are still to be told of', async () => {
      expect(await after([file({ nextAt: 5 })], [file({ nextAt: 9, createdAt: 7 })])).toEqual(file({ nextAt: 5 }));
    });

    test('keep their slot when their times stay, and take the new one when these change', async () => {
      expect(await after([file({ nextAt: 5 })], [file({ nextAt: 9, language: 'fr' })])).toEqual(
        file({ nextAt: 5, language: 'fr' }),
      );
      expect(await after([file({ nextAt: 9, when: '0 9 * * *' })])).toEqual(file({ nextAt: 9, when: '0 9 * * *' }));
      expect(await after([file({ nextAt: 11, when: '0 9 * * *', zone: 'UTC' })])).toMatchObject({ nextAt: 11 });
    });

    test('that are paused stay so, and those that are over begin again with new times', async () => {
      await after([file()]);
      await store.schedules.change('f', { type: 'paused', reason: 'archived' }, 5);
      expect(await after([file({ when: '0 9 * * *', nextAt: 9 })])).toMatchObject({
        state: { type: 'paused', reason: 'archived' },
        nextAt: 9,
      });
      await store.schedules.change('f', { type: 'over' }, null);
      expect(await after([file({ when: '0 9 * * *', nextAt: 9, language: 'fr' })])).toMatchObject({
        state: { type: 'over' },
        nextAt: null,
      });
      expect(await after([file({ when: '0 10 * * *', nextAt: 9 })])).toMatchObject({ state: { type: 'active' } });
    });

    test('never take the place of one from chat', async () => {
      await store.schedules.add(aSchedule({ id: 'f' }));
      expect(await after([file({ language: 'ru' })])).toEqual(aSchedule({ id: 'f' }));
    });

    test('synced by many at once are each there once', async () => {
      const stores = [store, await place.open()];
      const all = Array.from({ length: 20 }, (_, i) => file({ id: `f${i}` }));
      await Promise.all(
        Array.from({ length: 6 }, (_, i) => (stores[i % 2] ?? store).schedules.sync(i % 3 ? all : all.toReversed())),
      );
      expect(await store.schedules.list()).toHaveLength(20);
    });
  });

  describe('the ledger: planning', () => {
    test('a turn writes the deliveries and moves the schedule on, once', async () => {
      await store.schedules.add(aSchedule());
      const planned = [aPost(900, { state: { type: 'skipped', reason: 'superseded' } }), aPost(1_000)];
      expect(await store.ledger.turn(aSchedule(), 1_000, 2_000, planned)).toBe(true);
      expect(await store.ledger.turn(aSchedule(), 1_000, 2_000, [aPost(1_500)])).toBe(false);
      expect((await store.schedules.byId('schedule-1'))?.nextAt).toBe(2_000);
      expect((await store.ledger.recent('all', 9)).map(({ slotAt, state }) => [slotAt, state])).toEqual([
        [1_000, { type: 'planned', dueAt: 1_000 }],
        [900, { type: 'skipped', reason: 'superseded' }],
      ]);
    });

    test('the last turn ends the schedule', async () => {
      await store.schedules.add(aSchedule());
      expect(await store.ledger.turn(aSchedule(), 1_000, null, [aPost(1_000)])).toBe(true);
      expect(await store.schedules.byId('schedule-1')).toMatchObject({ state: { type: 'over' }, nextAt: null });
    });

    test.each<[string, Partial<Schedule> | null]>([
      ['paused', { state: { type: 'paused', reason: 'asked' } }],
      ['gone', null],
      ['elsewhere', { nextAt: 1_001 }],
    ])('a schedule that is %s takes no turn', async (_name, some) => {
      if (some) await store.schedules.add(aSchedule(some));
      expect(await store.ledger.turn(aSchedule(), 1_000, 2_000, [aPost(1_000)])).toBe(false);
      expect(await store.ledger.recent('all', 9)).toEqual([]);
    });

    test('what is planned twice is one row, with the first state', async () => {
      const [schedule, edit] = [aSchedule(), { type: 'edit', of: 'd', briefing: 'b' } as const];
      for (const cargo of [
        aPost(1).cargo,
        edit,
        { ...edit, briefing: 'c' },
        { type: 'notice', reason: 'archived' } as const,
      ]) {
        await store.ledger.plan(schedule, aPost(1_000, { cargo }));
        await store.ledger.plan(schedule, aPost(1_000, { cargo, state: { type: 'skipped', reason: 'missed' } }));
      }
      await store.ledger.plan(schedule, aPost(1_000, { target: aTarget({ channel: 'channel-2' }) }));
      await store.ledger.plan(schedule, aPost(1_000, { target: aTarget({ to: 'person' }) }));
      await store.ledger.plan({ ...schedule, id: 'schedule-2' }, aPost(1_000));
      await store.ledger.plan(schedule, aPost(1_001));
      const all = await store.ledger.recent('all', 99);
      expect(all).toHaveLength(8);
      expect(new Set(all.map(({ id }) => id)).size).toBe(8);
      expect(all.every(({ id, state }) => id.length <= 25 && state.type === 'planned')).toBe(true);
      expect(all.map(({ cargo }) => cargo)).toContainEqual(edit);
    });

    test('thousands of deliveries of one slot are written at once', async () => {
      await store.schedules.add(aSchedule());
      const planned = Array.from({ length: 2_500 }, (_, i) => aPost(1_000, { target: aTarget({ channel: `${i}` }) }));
      expect(await store.ledger.turn(aSchedule(), 1_000, 2_000, planned)).toBe(true);
      expect(await store.ledger.skipOpen('schedule-1', 'missed')).toBe(2_500);
    });

    test('are counted by state and platform; the oldest that is open and due is known', async () => {
      expect(await store.ledger.tally(10_000)).toEqual({ counts: [], oldestDueAt: null });
      const slack = aTarget({ platform: 'slack' });
      await store.schedules.add(aSchedule());
      for (const slotAt of [2_000, 3_000, 50_000]) await store.ledger.plan(aSchedule(), aPost(slotAt));
      await store.ledger.plan(aSchedule(), aPost(1_000, { target: slack }));
      await store.ledger.plan(aSchedule(), aPost(500, { target: slack, state: { type: 'skipped', reason: 'missed' } }));
      expect(await store.ledger.tally(10_000)).toEqual({
        counts: [
          { state: 'planned', platform: 'discord', count: 3 },
          { state: 'planned', platform: 'slack', count: 1 },
          { state: 'skipped', platform: 'slack', count: 1 },
        ],
        oldestDueAt: 1_000,
      });
      // In somebody's hands it is open still; once it is sent, the next is the oldest.
      const [claim] = await store.ledger.claim(aRequest(10_000, { limit: 1, platforms: ['slack'] }));
      if (!claim) throw new Error('nothing was due');
      expect((await store.ledger.tally(10_000)).oldestDueAt).toBe(1_000);
      await store.ledger.settle(claim, { type: 'sent', at: 10_000 });
      const after = await store.ledger.tally(10_000);
      expect(after.oldestDueAt).toBe(2_000);
      expect(after.counts).toContainEqual({ state: 'sent', platform: 'slack', count: 1 });
      expect((await store.ledger.tally(1_999)).oldestDueAt).toBeNull();
    });
  });

  describe('the ledger: claiming', () => {
    test('takes what is due, once', async () => {
      const claim = await claimed();
      expect(claim).toMatchObject({ fence: 1, until: 1_000 + MINUTE });
      expect(claim.delivery).toMatchObject({
        schedule: 'schedule-1',
        topic: 'china-russia',
        target: aTarget(),
        cargo: { type: 'post', briefing: null },
        messages: [],
        tries: 1,
        doubtSince: null,
        state: { type: 'claimed', holder: 'process-1', until: 1_000 + MINUTE },
      });
      expect(await store.ledger.claim(aRequest(2_000))).toEqual([]);
    });

    test('takes nothing early, nothing of other platforms, and no more than asked for', async () => {
      for (const slotAt of [1_000, 1_001, 1_002]) await store.ledger.plan(aSchedule(), aPost(slotAt));
      const slotsOf = async (request: Parameters<typeof aRequest>) =>
        (await store.ledger.claim(aRequest(...request))).map(({ delivery }) => delivery.slotAt);
      expect(await slotsOf([999])).toEqual([]);
      expect(await slotsOf([2_000, { platforms: ['slack'] }])).toEqual([]);
      expect(await slotsOf([2_000, { platforms: [] }])).toEqual([]);
      expect(await slotsOf([2_000, { limit: 0 }])).toEqual([]);
      expect(await slotsOf([1_001, { limit: 5 }])).toEqual([1_000, 1_001]);
    });

    test('serves places in turn, so that none waits for a larger one', async () => {
      const plan = (place: string, count: number, slotAt: number) =>
        Promise.all(
          Array.from({ length: count }, (_, i) =>
            store.ledger.plan(aSchedule(), aPost(slotAt + i, { target: aTarget({ place, channel: `${place}-${i}` }) })),
          ),
        );
      await plan('large', 40, 1_000);
      await plan('small', 2, 1_500);
      await plan('one', 1, 1_600);
      const claims = await store.ledger.claim(aRequest(2_000, { limit: 6 }));
      expect(claims.map(({ delivery }) => delivery.target.channel)).toEqual([
        'large-0',
        'small-0',
        'one-0',
        'large-1',
        'small-1',
        'large-2',
      ]);
    });

    test('takes over what was not settled in time, with the doubt that was noted, and none else', async () => {
      const first = await claimed();
      const quiet = await claimed({ target: aTarget({ channel: 'quiet' }) });
      expect(await store.ledger.progress(first, { doubtSince: 1_200 })).toBe(true);
      expect(await store.ledger.claim(aRequest(first.until - 1))).toEqual([]);
      const again = await store.ledger.claim(aRequest(first.until, { holder: 'process-2' }));
      const byId = new Map(again.map((claim) => [claim.delivery.id, claim]));
      expect(byId.get(first.delivery.id)).toMatchObject({ fence: 2, delivery: { tries: 2, doubtSince: 1_200 } });
      expect(byId.get(quiet.delivery.id)).toMatchObject({ fence: 2, delivery: { tries: 2, doubtSince: null } });
    });

    test.each<[string, (store: Store, claim: Claim) => Promise<unknown>]>([
      ['progress', (store, claim) => store.ledger.progress(claim, { messages: ['late'] })],
      ['progress of nothing', (store, claim) => store.ledger.progress(claim, {})],
      ['settle', (store, claim) => store.ledger.settle(claim, { type: 'sent', at: 1 })],
      ['pause', (store, claim) => store.ledger.pause(claim, 'no-access', null)],
    ])('%s: who was overtaken writes nothing', async (_name, write) => {
      const late = await claimed();
      const [now] = await store.ledger.claim(aRequest(late.until));
      const before = await store.ledger.byId(late.delivery.id);
      expect(await write(store, late)).toBe(false);
      await store.ledger.release(late);
      expect(await store.ledger.byId(late.delivery.id)).toEqual(before);
      expect(await store.schedules.byId('schedule-1')).toEqual(aSchedule());
      expect(now && (await write(store, now))).toBe(true);
    });

    test('a lease or a due time that the clock cannot have set counts as run out', async () => {
      const far = 10 * DAY;
      await store.ledger.plan(aSchedule(), aPost(far));
      await store.ledger.claim(aRequest(far));
      await store.ledger.plan(aSchedule(), aPost(far + 1));
      // The clock is put back by an hour and a half, within which both wait; then by days.
      expect(await store.ledger.claim(aRequest(far - 60_000))).toEqual([]);
      expect(await store.ledger.claim(aRequest(1_000))).toHaveLength(2);
    });
  });

  describe('the ledger: a claim', () => {
    test('notes what was pinned and posted', async () => {
      const claim = await claimed();
      expect(await store.ledger.progress(claim, { cargo: { type: 'post', briefing: 'b' } })).toBe(true);
      expect(await store.ledger.progress(claim, { messages: ['1', '2'], doubtSince: 1_300 })).toBe(true);
      expect(await store.ledger.progress(claim, {})).toBe(true);
      expect(await store.ledger.byId(claim.delivery.id)).toMatchObject({
        cargo: { type: 'post', briefing: 'b' },
        messages: ['1', '2'],
        doubtSince: 1_300,
      });
      expect(await store.ledger.progress(claim, { doubtSince: null })).toBe(true);
      expect((await store.ledger.byId(claim.delivery.id))?.doubtSince).toBeNull();
    });

    test.each<[Exclude<DeliveryState, { type: 'claimed' }>, number | null]>([
      [{ type: 'sent', at: 1_500 }, null],
      [{ type: 'failed', reason: 'uncertain' }, 1_200],
      [{ type: 'retrying', dueAt: 3_000, reason: 'server' }, 1_200],
      [{ type: 'planned', dueAt: 3_000 }, 1_200],
      [{ type: 'skipped', reason: 'no-briefing' }, 1_200],
    ])('ends as %j', async (state, doubtSince) => {
      const claim = await claimed();
      await store.ledger.progress(claim, { doubtSince: 1_200, messages: ['1'] });
      expect(await store.ledger.settle(claim, state)).toBe(true);
      expect(await store.ledger.byId(claim.delivery.id)).toMatchObject({ state, doubtSince, messages: ['1'] });
      expect(await store.ledger.settle(claim, { type: 'sent', at: 1 })).toBe(false);
      const open = 'dueAt' in state;
      expect(await store.ledger.nextDue(['discord'])).toBe(open ? 3_000 : null);
      expect(await store.ledger.claim(aRequest(2_999))).toEqual([]);
      expect(await store.ledger.claim(aRequest(3_000))).toHaveLength(open ? 1 : 0);
    });

    test('given up is as it was, whoever had it before', async () => {
      const claim = await claimed();
      await store.ledger.release(claim);
      expect(await stateOf(claim)).toEqual({ type: 'planned', dueAt: 1_000 });
      expect((await store.ledger.byId(claim.delivery.id))?.tries).toBe(0);
      const [second] = await store.ledger.claim(aRequest(1_000));
      const retrying = { type: 'retrying', dueAt: 3_000, reason: 'timeout' } as const;
      await store.ledger.settle(second as Claim, retrying);
      const [third] = await store.ledger.claim(aRequest(3_000));
      const [fourth] = await store.ledger.claim(aRequest(third?.until ?? 0));
      await store.ledger.release(fourth as Claim);
      expect(await stateOf(claim)).toEqual(retrying);
      expect((await store.ledger.byId(claim.delivery.id))?.tries).toBe(2);
    });

    test('paused with its schedule: what is open is skipped, and the owner told', async () => {
      const notice = aPost(1_000, {
        target: aTarget({ to: 'person' }),
        cargo: { type: 'notice', reason: 'no-access' },
      });
      const claim = await claimed();
      const other = await claimed({ target: aTarget({ channel: 'channel-2' }) });
      await store.ledger.plan(aSchedule(), aPost(2_000));
      expect(await store.ledger.pause(claim, 'no-access', notice)).toBe(true);
      expect(await store.schedules.byId('schedule-1')).toMatchObject({
        state: { type: 'paused', reason: 'no-access' },
      });
      const stated = (await store.ledger.recent('all', 9)).map(({ cargo, slotAt, state }) => [
        cargo.type,
        slotAt,
        state,
      ]);
      expect(stated).toHaveLength(4);
      expect(stated).toEqual(
        expect.arrayContaining([
          ['post', 1_000, { type: 'failed', reason: 'no-access' }],
          ['post', 1_000, { type: 'claimed', holder: 'process-1', until: other.until }],
          ['post', 2_000, { type: 'skipped', reason: 'paused' }],
          ['notice', 1_000, { type: 'planned', dueAt: 1_000 }],
        ]),
      );
      // Another slot that was in hand fails likewise: the owner knows.
      expect(await store.ledger.pause(other, 'archived', { ...notice, slotAt: 1_001 })).toBe(true);
      expect(await stateOf(other)).toEqual({ type: 'failed', reason: 'archived' });
      expect(await store.schedules.byId('schedule-1')).toMatchObject({
        state: { type: 'paused', reason: 'no-access' },
      });
      expect(await store.ledger.recent('all', 9)).toHaveLength(4);
    });

    test('paused when its schedule is gone: nobody is told', async () => {
      const claim = await claimed();
      await store.schedules.remove('schedule-1');
      const notice = aPost(1_000, { cargo: { type: 'notice', reason: 'no-access' } });
      expect(await store.ledger.pause(claim, 'no-access', notice)).toBe(true);
      expect(await store.ledger.recent('all', 9)).toHaveLength(1);
    });
  });

  describe('the ledger: asking', () => {
    test('when something is due or runs out', async () => {
      expect(await store.ledger.nextDue(['discord', 'slack'])).toBeNull();
      const claim = await claimed();
      expect(await store.ledger.nextDue(['discord', 'slack'])).toBe(claim.until);
      await store.ledger.plan(aSchedule(), aPost(2_000));
      expect(await store.ledger.nextDue(['discord', 'slack'])).toBe(2_000);
      expect(await store.ledger.nextDue(['slack'])).toBeNull();
      expect(await store.ledger.nextDue([])).toBeNull();
    });

    test('what there was last', async () => {
      for (const slotAt of [1, 3, 2]) await store.ledger.plan(aSchedule(), aPost(slotAt));
      await store.ledger.plan(aSchedule({ id: 'other' }), aPost(4));
      const slots = async (...of: Parameters<typeof store.ledger.recent>) =>
        (await store.ledger.recent(...of)).map(({ slotAt }) => slotAt);
      expect(await slots('all', 3)).toEqual([4, 3, 2]);
      expect(await slots({ schedule: 'schedule-1' }, 2)).toEqual([3, 2]);
      expect(await store.ledger.byId('none')).toBeNull();
    });

    test('what shows an older briefing', async () => {
      const post = await claimed({ cargo: { type: 'post', briefing: 'b1' } });
      const staleFor = async (briefing: string, since = 0) =>
        (await store.ledger.stale('china-russia', briefing, since)).map(({ id }) => id);
      expect(await staleFor('b2')).toEqual([]);
      await store.ledger.settle(post, { type: 'sent', at: 1_500 });
      expect(await staleFor('b1')).toEqual([]);
      expect(await staleFor('b2')).toEqual([post.delivery.id]);
      expect(await staleFor('b2', 1_501)).toEqual([]);
      expect(await store.ledger.stale('other', 'b2', 0)).toEqual([]);
      const edit = await claimed({ cargo: { type: 'edit', of: post.delivery.id, briefing: 'b2' } });
      expect(await staleFor('b2')).toEqual([post.delivery.id]);
      await store.ledger.settle(edit, { type: 'sent', at: 1_600 });
      expect(await staleFor('b2')).toEqual([]);
      expect(await staleFor('b1')).toEqual([post.delivery.id]);
      const back = await claimed({ cargo: { type: 'edit', of: post.delivery.id, briefing: 'b1' } });
      await store.ledger.settle(back, { type: 'sent', at: 1_700 });
      expect(await staleFor('b1')).toEqual([]);
    });
  });

  describe('leases', () => {
    test('are had by one at a time, renewed, let go and taken over', async () => {
      const { leases } = store;
      expect(await leases.take('clock', 'a', 1_000, 16_000)).toBe(true);
      expect(await leases.take('clock', 'b', 1_001, 16_001)).toBe(false);
      expect(await leases.take('clock', 'a', 5_000, 20_000)).toBe(true);
      expect(await leases.take('clock', 'b', 19_999, 35_000)).toBe(false);
      expect(await leases.take('clock', 'b', 20_000, 35_000)).toBe(true);
      await leases.release('clock', 'a');
      expect(await leases.take('clock', 'a', 20_001, 35_001)).toBe(false);
      await leases.release('clock', 'b');
      expect(await leases.take('clock', 'a', 20_002, 35_002)).toBe(true);
    });

    test('of a clock that was put back since hold nobody up', async () => {
      await store.leases.take('clock', 'a', DAY, DAY + 15_000);
      expect(await store.leases.take('clock', 'b', DAY - 5_000, DAY + 10_000)).toBe(false);
      expect(await store.leases.held('clock', 1_000)).toEqual([]);
      expect(await store.leases.take('clock', 'b', 1_000, 16_000)).toBe(true);
    });

    test('are told by the beginning of their names, to the letter', async () => {
      for (const name of ['process:b', 'process:a', 'Process:c', 'process_d', 'clock']) {
        await store.leases.take(name, `holder of ${name}`, 1_000, 16_000);
      }
      await store.leases.take('process:e', 'gone', 500, 1_000);
      expect(await store.leases.held('process:', 1_000)).toEqual([
        { name: 'process:a', holder: 'holder of process:a', until: 16_000 },
        { name: 'process:b', holder: 'holder of process:b', until: 16_000 },
      ]);
      expect(await store.leases.held('process_', 1_000)).toHaveLength(1);
    });

    test('of processes long gone are forgotten', async () => {
      for (let i = 0; i < 5; i += 1) await store.leases.take(`process:${i}`, `${i}`, i, i + 15_000);
      for (let i = 0; i < 5; i += 1) await store.leases.take('clock', 'a', 3 * DAY + i, 3 * DAY + 15_000);
      expect(await store.leases.held('process:', 1_000)).toEqual([]);
    });
  });

  describe('the archive', () => {
    type Line = { table: string; row: Record<string, unknown> };
    const linesOf = async (from: Store): Promise<Line[]> => Array.fromAsync(from.archive.dump());
    async function* given(lines: Line[]) {
      yield* lines;
    }
    async function fill() {
      const article = anArticle('Text');
      await store.briefings.keep('t', article, aBriefing('b1', article), 1);
      await store.settings.keepPerson('discord', '1', { language: 'ar' });
      await store.settings.keepChannel('slack', '2', { zone: 'UTC' });
      await claimed();
      await store.ledger.plan(aSchedule(), aPost(2_000));
      await store.leases.take('clock', 'a', 1, 2);
    }

    test.each(KINDS)('is put back into %s, row by row, in place of what is there', async (other) => {
      await fill();
      const lines = await linesOf(store);
      expect(new Set(lines.map(({ table }) => table))).toEqual(
        new Set(['articles', 'briefings', 'people', 'channels', 'schedules', 'deliveries']),
      );
      const target = await freshPlace(other);
      try {
        const there = await target.open();
        expect(await there.archive.isEmpty()).toBe(true);
        await there.schedules.add(aSchedule({ id: 'in the way' }));
        expect(await there.archive.isEmpty()).toBe(false);
        expect(await there.archive.load(given(JSON.parse(JSON.stringify(lines))))).toBe(lines.length);
        expect(await linesOf(there)).toEqual(lines);
        expect(await there.schedules.list()).toEqual(await store.schedules.list());
        expect(await there.ledger.recent('all', 9)).toEqual(await store.ledger.recent('all', 9));
      } finally {
        await target.remove();
      }
    });

    test.each<[string, Line]>([
      ['a table that is none', { table: 'sqlite_master', row: {} }],
      [
        'a column that is none',
        { table: 'people', row: { platform: 'discord', person: '1', language: null, zone: null, more: 1 } },
      ],
      [
        'a row that nobody can read',
        { table: 'people', row: { platform: 'discord', person: 1, language: null, zone: null } },
      ],
    ])('with %s is refused, and all is as it was', async (_name, line) => {
      await fill();
      const lines = await linesOf(store);
      await expect(store.archive.load(given([...lines, line]))).rejects.toThrow(UserError);
      expect(await linesOf(store)).toEqual(lines);
    });

    test('whose file breaks off is not put back', async () => {
      await fill();
      const lines = await linesOf(store);
      async function* broken() {
        yield* lines;
        throw new Error('the file breaks off');
      }
      await expect(store.archive.load(broken())).rejects.toThrow('the file breaks off');
      expect(await linesOf(store)).toEqual(lines);
    });

    test('is as of one moment, and keeps nobody waiting', async () => {
      await store.schedules.add(aSchedule());
      for (let i = 0; i < 3; i += 1) await store.ledger.plan(aSchedule(), aPost(1_000 + i));
      let count = 0;
      for await (const { table } of store.archive.dump()) {
        count += 1;
        if (table === 'schedules') await store.ledger.plan(aSchedule(), aPost(5_000));
      }
      expect(count).toBe(4);
      expect(await store.ledger.recent('all', 9)).toHaveLength(4);
    });

    test('knows the number of its newest step', async () => {
      expect(await store.archive.version()).toMatch(/^\d{3}$/);
    });
  });
});
