import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { discordOutlet, markOf } from '../../src/discord/outlet.ts';
import type { DiscordPeer } from '../peers/discord.ts';
import { createUser } from '../peers/discord-describe.ts';
import { dropMessage } from '../peers/discord-history.ts';
import type { Failure } from '../peers/discord-http.ts';
import { putMessage } from '../peers/discord-world.ts';
import { cardOf, doAgain, FORMS, type FormName, finish, openOutlet, orderOf, PERSON, troubleOf } from './orders.ts';

const POST = 'POST /channels/{channel_id}/messages';
const HOUR = 3_600_000;

/** What was posted: where it stands, and what it is a part of. */
function shown(peer: DiscordPeer) {
  return peer.posted.map(({ channel }) => peer.world.channels.get(channel)?.type);
}

/** No message twice, none unlike those that Discord takes. */
function expectOnce(peer: DiscordPeer, pages: number) {
  expect(peer.posted).toHaveLength(pages);
  expect(new Set(peer.posted.map(({ mark }) => mark)).size).toBe(pages);
  expect(peer.faults).toEqual([]);
}

describe('a card goes out', () => {
  test.each<[FormName, number, string[], number[]]>([
    ['message', 1, ['messages'], [0]],
    ['message', 3, ['messages', 'messages', 'messages'], [0, 0, 0]],
    ['thread', 1, ['messages', 'threads'], [0]],
    ['thread', 3, ['messages', 'threads', 'messages', 'messages'], [0, 11, 11]],
    ['forum', 3, ['threads', 'messages', 'messages'], [11, 11, 11]],
    ['crosspost', 2, ['messages', 'messages', 'crosspost', 'crosspost'], [5, 5]],
    ['crossposted thread', 2, ['messages', 'threads', 'messages', 'crosspost'], [5, 10]],
    ['person', 2, ['channels', 'messages', 'messages'], [1, 1]],
  ])('%s of %i', async (form, pages, requests, types) => {
    await using open = await openOutlet();
    const { peer, outlet } = open;
    const order = orderOf(peer, form, pages);
    const made = await finish(outlet, order);
    expect(outlet.steps(order)).toBe(form === 'person' ? pages : requests.length);
    expect(peer.requests.map(({ path }) => path.split('/').at(-1))).toEqual(requests);
    expect(shown(peer)).toEqual(types);
    expect([...new Set(made)]).toEqual(peer.posted.map(({ message }) => message.id));
    expectOnce(peer, pages);
    const crossposted = peer.posted.filter(({ message }) => (message.flags & 1) !== 0);
    expect(crossposted).toHaveLength(form === 'crosspost' ? pages : form === 'crossposted thread' ? 1 : 0);
  });

  test('threads are named after the headline, forum posts have their tags', async () => {
    await using open = await openOutlet();
    const { peer, outlet } = open;
    const long = { ...cardOf(1), title: [{ ...cardOf(1).title[0], text: 'A very long headline '.repeat(9) }] } as never;
    const answered = { document: long, topic: 'talks', about: '', language: 'en' } as const;
    for (const form of ['thread', 'forum'] as const) {
      const order = orderOf(peer, form, 1, { answered, delivery: form });
      const [id = ''] = await finish(outlet, order);
      const thread = peer.world.channels.get(id);
      expect(thread?.name).toMatch(/^A very long headline .*…$/);
      expect(thread?.applied_tags).toEqual(order.form.tags);
    }
    expect(peer.faults).toEqual([]);
  });

  test('a role is mentioned where one is set, in the first line alone, and nobody else', async () => {
    await using open = await openOutlet();
    const { peer, outlet } = open;
    const role = String(peer.guild.roles[1]?.id);
    const plain = orderOf(peer, 'message', 2);
    const order = { ...plain, form: { ...plain.form, role } };
    await finish(outlet, order);
    await finish(outlet, { ...plain, delivery: 'other' });
    await finish(outlet, { ...orderOf(peer, 'person', 1), form: order.form, delivery: 'notice' });
    expect(peer.posted.map(({ message }) => message.mention_roles)).toEqual([[role], [], [], [], []]);
    expect(JSON.stringify(peer.posted[0]?.message.components)).toContain(`"content":"<@&${role}>\\n## Ministers`);
    const bodies = peer.requests.filter(({ path }) => path.endsWith('/messages')).map(({ body }) => body);
    expect(bodies).toMatchObject([
      { allowed_mentions: { parse: [], roles: [role] } },
      ...Array.from({ length: 4 }, () => ({ allowed_mentions: { parse: [] } })),
    ]);
  });

  test('a person is written to in a channel that is opened once', async () => {
    await using open = await openOutlet();
    const { peer, outlet } = open;
    for (const delivery of ['a', 'b']) await finish(outlet, orderOf(peer, 'person', 1, { delivery }));
    expect(peer.requests.filter(({ path }) => path === '/users/@me/channels')).toHaveLength(1);
    expectOnce(peer, 2);
  });
});

test('a mark is a positive 32-bit integer, another for each step, and so is a nonce', async () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 25 }), fc.nat({ max: 50 }), (delivery, step) => {
      const mark = markOf(delivery, step);
      expect(mark).toBe(markOf(delivery, step));
      expect(mark).not.toBe(markOf(delivery, step + 1));
      expect(Number.isInteger(mark) && mark >= 2 ** 30 && mark < 2 ** 31).toBe(true);
    }),
  );
  await using open = await openOutlet();
  await finish(open.outlet, orderOf(open.peer, 'message', 3));
  const nonces = open.peer.posted.map(({ nonce }) => nonce ?? '');
  expect(nonces[0]).toBe('delivery-of-25-characters');
  expect(nonces.every((nonce) => nonce.length <= 25)).toBe(true);
  expect(new Set(nonces).size).toBe(3);
  expect(open.peer.posted.map(({ mark }) => mark)).toEqual([0, 1, 2].map((step) => markOf(nonces[0] ?? '', step)));
});

describe.concurrent('a step that goes wrong is done once', () => {
  const faults: [string, Failure, object][] = [
    ['a reset', 'reset', { reason: 'network', mayBeDone: true }],
    ['a reset after', 'reset after', { reason: 'network', mayBeDone: true }],
    ['a cut after', 'cut after', { reason: 'network', mayBeDone: true }],
    ['silence', 'hang', { reason: 'timeout', mayBeDone: true }],
    ['silence after', 'hang after', { reason: 'timeout', mayBeDone: true }],
    ['a late answer', { late: 2_000 }, { reason: 'timeout', mayBeDone: true }],
    ['500', { status: 500 }, { reason: 'server', mayBeDone: true }],
    ['503 after', { status: 503, after: true }, { reason: 'server', mayBeDone: true }],
    ['429', { status: 429, headers: { 'Retry-After': '3' } }, { reason: 'rate-limited', mayBeDone: false }],
  ];
  const cases = FORMS.flatMap((form) => faults.map((fault) => [form, ...fault] as const));

  // Each step in turn goes wrong in a delivery of its own, and is done again: soon after, and when no nonce is
  // remembered any more.
  test.for(cases)('%s, %s', async ([form, , failure, trouble], { expect }) => {
    await using open = await openOutlet({ crossposts: { most: 100, ms: HOUR } });
    const { peer, outlet } = open;
    const hasty = discordOutlet({ token: peer.token, api: peer.rest.api, devGuild: null }, 400);
    const whole = orderOf(peer, form, 2);
    // What fails is the message, not the channel of two.
    if (form === 'person') await Promise.all([outlet, hasty].map((one) => one.send({ ...whole, delivery: 'before' })));
    const since = Date.now();
    const steps = outlet.steps(whole);
    for (const [step, wait] of Array.from({ length: steps }, (_, i) => [
      [i, 1_000] as const,
      [i, HOUR] as const,
    ]).flat()) {
      const order = { ...whole, delivery: `${step}-${wait}` };
      const made: string[] = [];
      while (made.length < step) made.push(await outlet.send({ ...order, made }));
      peer.fail('*', [failure]);
      expect(await troubleOf(hasty.send({ ...order, made }))).toMatchObject({ type: 'retry', ...trouble });
      if (wait === HOUR) peer.forgetNonces();
      const again = await doAgain(outlet, { ...order, made }, since, since + wait);
      expect(again).not.toBeNull();
      await finish(outlet, { ...order, made: [...made, String(again)] });
    }
    const mine = peer.posted.filter(({ nonce }) => nonce !== 'before');
    expect(mine).toHaveLength(2 * steps * 2);
    expect(new Set(mine.map(({ mark }) => mark)).size).toBe(2 * steps * 2);
  });
});

test('silence while the channel of two is opened leaves no doubt', async () => {
  await using open = await openOutlet();
  open.peer.fail('POST /users/@me/channels', ['reset after']);
  const trouble = await troubleOf(open.outlet.send(orderOf(open.peer, 'person')));
  expect(trouble).toMatchObject({ type: 'retry', mayBeDone: false });
});

describe('what Discord refuses', () => {
  type Spoil = (peer: DiscordPeer) => void;
  const inText =
    (...what: Parameters<DiscordPeer['deny']>[1][]) =>
    (peer: DiscordPeer) =>
      peer.deny(peer.channels.text.id, ...what);
  const refused = (status: number, code: number) => (peer: DiscordPeer) =>
    peer.fail(POST, [{ status, body: { code, message: 'No' } }]);

  test.each<[string, FormName, Spoil, string]>([
    ['a channel that is gone', 'message', (peer) => peer.dropChannel(peer.channels.text.id), 'unknown-channel'],
    ['a forum that is gone', 'forum', (peer) => peer.dropChannel(peer.channels.forum.id), 'unknown-channel'],
    ['a channel it cannot see', 'message', inText('view'), 'no-access'],
    ['a channel it cannot write in', 'thread', inText('send'), 'no-access'],
    ['a guild it left', 'message', refused(404, 10_004), 'no-access'],
    ['a person who takes no messages', 'person', (peer) => peer.deny(PERSON, 'dm'), 'no-access'],
    ['a person of no shared guild', 'person', refused(403, 50_278), 'no-access'],
    ['an archived thread', 'message', refused(400, 50_083), 'archived'],
    ['a revoked token', 'message', (peer) => peer.revokeToken(), 'token-revoked'],
    ['an unauthorized one', 'message', refused(401, 40_001), 'token-revoked'],
    ['a body it does not take', 'message', refused(400, 50_035), 'refused'],
    ['a channel of another kind', 'message', refused(400, 50_008), 'refused'],
    ['anything else', 'message', refused(403, 99_999), 'refused'],
  ])('%s', async (_, form, spoil, reason) => {
    await using open = await openOutlet();
    spoil(open.peer);
    expect(await troubleOf(open.outlet.send(orderOf(open.peer, form)))).toEqual({ type: 'permanent', reason });
    expect(open.peer.posted).toEqual([]);
  });

  test('a locked thread, to post in and to edit', async () => {
    await using open = await openOutlet();
    const { peer, outlet } = open;
    const order = orderOf(peer, 'thread', 3);
    const made = await finish({ ...outlet, steps: () => 3 }, order);
    peer.archive(made[0] ?? '', true);
    const archived = { type: 'permanent', reason: 'archived' };
    expect(await troubleOf(outlet.send({ ...order, made }))).toEqual(archived);
    expect(await troubleOf(outlet.edit({ ...order, made }))).toEqual(archived);
  });

  test('a refusal that is not of Discord may pass', async () => {
    await using open = await openOutlet();
    open.peer.fail(POST, [{ status: 403, body: {} }]);
    const trouble = await troubleOf(open.outlet.send(orderOf(open.peer, 'message')));
    expect(trouble).toEqual({ type: 'retry', reason: 'server', afterMs: null, mayBeDone: false });
  });

  test('a token that was refused once is sent again, and stands in no error', async () => {
    await using open = await openOutlet();
    const order = orderOf(open.peer, 'message');
    open.peer.fail(POST, [{ status: 401 }]);
    const error = await open.outlet.send(order).catch((reason: Error) => reason);
    expect(String(error)).not.toContain(open.peer.token);
    await finish(open.outlet, order);
    expectOnce(open.peer, 2);
  });

  test('a network that is not there leaves no doubt', async () => {
    await using open = await openOutlet();
    const order = orderOf(open.peer, 'message');
    await open.peer.stop();
    const trouble = await troubleOf(open.outlet.send(order));
    expect(trouble).toEqual({ type: 'retry', reason: 'network', afterMs: null, mayBeDone: false });
  });
});

describe('limits', () => {
  test.each<[string, Failure, number]>([
    ['by the header', { status: 429, headers: { 'Retry-After': '7' } }, 7_000],
    ['by the body', { status: 429, body: { retry_after: 9.5 }, headers: { 'Retry-After': '' } }, 9_500],
    ['for all', { status: 429, headers: { 'Retry-After': '4', 'X-RateLimit-Global': 'true' } }, 4_000],
  ])('the time is told %s', async (_, failure, ms) => {
    await using open = await openOutlet();
    open.peer.fail(POST, [failure]);
    const trouble = await troubleOf(open.outlet.send(orderOf(open.peer, 'message')));
    expect(trouble).toMatchObject({ type: 'retry', reason: 'rate-limited', mayBeDone: false });
    const { afterMs = 0 } = trouble as { afterMs?: number };
    expect(Math.abs(afterMs - ms)).toBeLessThanOrEqual(100);
  });

  test('what is known of a bucket is kept without a request, a short wait is waited', async () => {
    await using open = await openOutlet();
    const { peer, outlet } = open;
    const send = (delivery: string) => outlet.send(orderOf(peer, 'message', 1, { delivery }));
    peer.limit(POST, { limit: 2, seconds: 0.3 });
    await Promise.all(['a', 'b', 'c'].map(send));
    peer.limit(POST, { limit: 1, seconds: 60 });
    await outlet.send(orderOf(peer, 'crosspost', 1, { delivery: 'd' }));
    const asked = peer.requests.length;
    const trouble = await troubleOf(outlet.send(orderOf(peer, 'crosspost', 1, { delivery: 'e' })));
    expect(trouble).toMatchObject({ type: 'retry', reason: 'rate-limited', afterMs: expect.any(Number) });
    expect(peer.requests).toHaveLength(asked);
    expect(peer.requests.every(({ status }) => status === 200)).toBe(true);
  });

  test('a channel that was crossposted often enough keeps its messages, and is told when to go on', async () => {
    await using open = await openOutlet({ crossposts: { most: 1, ms: HOUR } });
    const { peer, outlet } = open;
    const order = orderOf(peer, 'crosspost', 2);
    const made: string[] = [];
    for (let step = 0; step < 3; step += 1) made.push(await outlet.send({ ...order, made }));
    const trouble = await troubleOf(outlet.send({ ...order, made }));
    expect(trouble).toMatchObject({ type: 'retry', reason: 'rate-limited', mayBeDone: false });
    expect((trouble as { afterMs: number }).afterMs).toBeGreaterThan(HOUR / 2);
    expectOnce(peer, 2);
  });
});

describe('nothing leaves', () => {
  const late = { type: 'retry', reason: 'timeout', afterMs: null, mayBeDone: false };

  test.each(FORMS)('once the claim ran out: %s', async (form) => {
    await using open = await openOutlet();
    const { peer, outlet } = open;
    for (let step = 0; step < outlet.steps(orderOf(peer, form)); step += 1) {
      const order = orderOf(peer, form, 2, { made: Array.from({ length: step }, () => '1'), mayStill: () => false });
      expect(await troubleOf(outlet.send(order))).toEqual(late);
    }
    expect(await troubleOf(outlet.edit(orderOf(peer, form, 2, { made: ['1'], mayStill: () => false })))).toEqual(late);
    expect(peer.requests).toEqual([]);
  });

  test('after it waited behind another', async () => {
    await using open = await openOutlet({}, 500);
    const { peer, outlet } = open;
    let mine = true;
    peer.fail(POST, ['hang']);
    const first = troubleOf(outlet.send(orderOf(peer, 'message', 1, { delivery: 'a' })));
    const second = troubleOf(outlet.send(orderOf(peer, 'message', 1, { delivery: 'b', mayStill: () => mine })));
    mine = false;
    expect(await first).toMatchObject({ mayBeDone: true });
    expect(await second).toEqual(late);
    expect(peer.requests).toHaveLength(1);
  });

  test('it is asked at the last moment, once the connection stands', async () => {
    await using open = await openOutlet();
    const asked: number[] = [];
    const order = orderOf(open.peer, 'message', 1, { mayStill: () => asked.push(open.peer.requests.length) > 0 });
    const sent = open.outlet.send(order);
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    expect(asked).toEqual([]);
    await sent;
    expect(asked).toEqual([0]);
  });
});

describe('looking for a message', () => {
  const since = () => Date.now() - 1_000;
  const chatter = (peer: DiscordPeer, channel: string, count: number) => {
    for (let i = 0; i < count; i += 1)
      putMessage(peer.world, channel, { content: 'x' }, { author: createUser('7', 'Ann') });
  };

  const closed = (peer: DiscordPeer, channel: string) => {
    chatter(peer, channel, 1);
    peer.deny(channel, 'history');
  };

  test('finds it among many, of this step alone', async () => {
    await using open = await openOutlet();
    const { peer, outlet } = open;
    const order = orderOf(peer, 'message', 2);
    chatter(peer, peer.channels.text.id, 250);
    const made = [await outlet.send(order)];
    chatter(peer, peer.channels.text.id, 250);
    expect(await outlet.find(order, since())).toEqual({ type: 'found', made: made[0] });
    expect(await outlet.find({ ...order, made }, since())).toEqual({ type: 'absent' });
    expect(await outlet.find({ ...order, delivery: 'other' }, since())).toEqual({ type: 'absent' });
  });

  test('gives up in a crowd', async () => {
    await using open = await openOutlet();
    chatter(open.peer, open.peer.channels.text.id, 1_001);
    expect(await open.outlet.find(orderOf(open.peer, 'message'), since())).toEqual({ type: 'unknown' });
  });

  test.each<[string, FormName, (peer: DiscordPeer, channel: string) => void, string]>([
    ['a channel in which nobody ever wrote', 'message', () => {}, 'absent'],
    ['a history that is closed', 'message', closed, 'unknown'],
    ['a closed one in which nobody ever wrote', 'message', (peer, id) => peer.deny(id, 'history'), 'absent'],
    ['a channel out of sight', 'message', (peer, id) => peer.deny(id, 'view'), 'unknown'],
    ['a forum without posts', 'forum', () => {}, 'absent'],
    ['a forum out of sight', 'forum', (peer, id) => peer.deny(id, 'view'), 'unknown'],
    ['a forum whose history is closed', 'forum', (peer, id) => peer.deny(id, 'history'), 'unknown'],
  ])('%s', async (_, form, prepare, type) => {
    await using open = await openOutlet();
    const order = orderOf(open.peer, form);
    prepare(open.peer, order.target.channel);
    expect(await open.outlet.find(order, since())).toEqual({ type });
  });

  test('a message that was read by nobody is not what a bot of another name wrote', async () => {
    await using open = await openOutlet();
    const { peer, outlet } = open;
    const order = orderOf(peer, 'message', 1);
    const components = [{ type: 10, content: 'x', id: markOf(order.delivery, 0) }];
    putMessage(peer.world, order.target.channel, { components, flags: 1 << 15 }, { author: createUser('7', 'Ann') });
    expect(await outlet.find(order, since())).toEqual({ type: 'absent' });
  });

  test('finds a forum post in the archive too', async () => {
    await using open = await openOutlet();
    const { peer, outlet } = open;
    const order = orderOf(peer, 'forum');
    await outlet.send({ ...order, delivery: 'other' });
    const made = await outlet.send(order);
    expect(await outlet.find(order, since())).toEqual({ type: 'found', made });
    peer.archive(made);
    expect(await outlet.find(order, since())).toEqual({ type: 'found', made });
    peer.dropChannel(made);
    expect(await outlet.find(order, since())).toEqual({ type: 'absent' });
  });
});

describe('editing', () => {
  const words = (peer: DiscordPeer) =>
    [...peer.world.messages.values()].map(({ components }) => /old|new/.exec(JSON.stringify(components))?.[0]);

  test.each(
    FORMS.flatMap((form) =>
      [
        [2, 2],
        [1, 3],
        [3, 1],
      ].map(([from = 0, to = 0]) => [form, from, to] as const),
    ),
  )('%s from %i to %i, and again', async (form, from, to) => {
    await using open = await openOutlet();
    const { peer, outlet } = open;
    const cards = { old: cardOf(from, 'old'), new: cardOf(to, 'new') };
    const shows = (age: 'old' | 'new') =>
      ({ document: cards[age], topic: 'talks', about: '', language: 'en' }) as const;
    const order = orderOf(peer, form, from, { answered: shows('old') });
    const made = await finish(outlet, order);
    const change = { ...order, answered: shows('new'), made };
    const there = await outlet.edit(change);
    peer.forgetNonces();
    // Once more as if nobody knew of it, and once more as if somebody did.
    expect(await outlet.edit(change)).toEqual(there);
    expect(await outlet.edit({ ...change, made: there })).toEqual(there);
    expect(words(peer)).toEqual(Array.from({ length: to }, () => 'new'));
    expect([...peer.world.messages.keys()]).toEqual(there);
    expect(peer.posted).toHaveLength(Math.max(from, to));
    const marks = [...peer.world.messages.values()].map(({ components }) => components[0]?.id);
    expect(marks).toEqual([...new Set(marks)]);
    expect(marks[0]).toBe(markOf(order.delivery, 0));
    if (form === 'crosspost')
      expect([...peer.world.messages.values()].every(({ flags }) => (flags & 1) !== 0)).toBe(true);
    expect(peer.faults.filter(({ code }) => code !== 40_033)).toEqual([]);
  });

  test('what people took away stays away', async () => {
    await using open = await openOutlet();
    const { peer, outlet } = open;
    const order = orderOf(peer, 'message', 3);
    const made = await finish(outlet, order);
    dropMessage(peer.world, peer.posted[1]?.message as never);
    expect(await outlet.edit({ ...order, made })).toEqual(made);
    expect([...peer.world.messages.keys()]).toEqual([made[0], made[2]]);
    const threaded = orderOf(peer, 'thread', 3, { delivery: 'thread' });
    const first = await outlet.send(threaded);
    dropMessage(peer.world, peer.posted.at(-1)?.message as never);
    expect(await finish(outlet, { ...threaded, made: [first] })).toEqual([first, first, first, first]);
  });
});
