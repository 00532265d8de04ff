// Posts to Slack through the real web-api client, against a server that fails in every way.
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Document } from '../../src/core/document.ts';
import { DeliveryError } from '../../src/core/errors.ts';
import { PostForm } from '../../src/core/schedule.ts';
import type { Order, Outlet } from '../../src/core/seams.ts';
import { faultsOf } from '../../src/slack/limits.ts';
import { slackOutlet } from '../../src/slack/outlet.ts';
import { markOf } from '../../src/slack/search.ts';
import { type SlackPeer, type SlackPeerOptions, startSlackPeer } from '../peers/slack.ts';
import { keepMessage } from '../peers/slack-index.ts';
import { makeMessage } from '../peers/slack-methods.ts';
import type { Failure, SlackMessage } from '../peers/slack-workspace.ts';

/** A briefing of so many points, of which five fill a message. */
function documentOf(points: number, words = 'words '): Document {
  const said = { made: 'interface', language: 'en', direction: 'ltr', mark: null } as const;
  return {
    tone: 'briefing',
    language: 'en',
    direction: 'ltr',
    title: [{ ...said, text: 'Talks <!channel>' }],
    sections: [
      {
        id: 'points',
        heading: 'Points',
        folded: false,
        blocks: Array.from({ length: points }, (_, i) => ({
          type: 'point',
          number: i + 1,
          who: 'China',
          kind: 'intends',
          details: [],
          check: null,
          wordings: [{ ...said, text: `<!subteam^S9EVIL> ${words.repeat(380)}` }],
          link: null,
        })),
      },
    ],
    controls: [],
    footer: [],
    links: [],
  };
}
const [ONE, TWO, THREE] = [documentOf(1), documentOf(6), documentOf(11)];

type Given = Partial<Omit<Order, 'form'>> & { document?: Document; form?: Partial<PostForm> };

function orderOf({ document = ONE, form, ...given }: Given = {}): Order {
  return {
    delivery: 'd1',
    target: { platform: 'slack', place: 'T0TEAM', channel: 'C1NEWS', to: 'channel' },
    answered: { document, topic: 'china-russia', about: '', language: 'en' },
    made: [],
    mayStill: () => true,
    ...given,
    form: PostForm.parse(form ?? {}),
  };
}

/** `hasty`: an outlet that waits no longer than half a second. */
async function open(options: SlackPeerOptions = {}) {
  const peer = await startSlackPeer(options);
  const mode = { type: 'socket', appToken: peer.workspace.tokens.app } as const;
  const settings = { botToken: peer.workspace.tokens.bot, api: peer.apiUrl, managers: null, mode };
  const called = (method: string) => peer.calls.filter((call) => call.method === method).length;
  const outlet = slackOutlet(settings);
  return { peer, outlet, hasty: slackOutlet(settings, 500), called, [Symbol.asyncDispose]: peer.stop };
}

/** Takes every step of an order; what was made. */
async function sendAll(outlet: Outlet, order: Order): Promise<string[]> {
  const made: string[] = [];
  while (made.length < outlet.steps(order)) made.push(await outlet.send({ ...order, made }));
  return made;
}

/** What a DeliveryError says; anything else is thrown on. */
async function troubleIn(doing: Promise<unknown>): Promise<DeliveryError['trouble']> {
  try {
    await doing;
  } catch (error) {
    if (error instanceof DeliveryError) return error.trouble;
    throw error;
  }
  throw new Error('nothing failed');
}

const standing = (peer: SlackPeer) => peer.messages.filter(({ deleted }) => !deleted);
const stepsOf = (messages: SlackMessage[]) => messages.map(({ metadata }) => metadata?.event_payload);
const firstBlock = (message?: SlackMessage) => (message?.blocks[0]?.text as { text?: string } | undefined)?.text;
const PERSON = { platform: 'slack', place: 'T0TEAM', channel: 'U2LINA', to: 'person' } as const;

describe('a card is posted', () => {
  test.each(
    (['message', 'thread', 'forum'] as const).flatMap((as) =>
      [ONE, TWO, THREE].flatMap((document, i) => [null, 'S1DESK'].map((role) => [as, i + 1, role, document] as const)),
    ),
  )('as a %s, in %i messages, for %s', async (as, count, role, document) => {
    await using slack = await open();
    const order = orderOf({ document, form: { as, role, tags: ['t'], crosspost: true } });
    expect(slack.outlet.steps(order)).toBe(count);
    const made = await sendAll(slack.outlet, order);
    const posted = slack.peer.postsOf('d1');
    expect(posted.map(({ ts }) => ts)).toEqual(made);
    expect(posted.map(({ thread }) => thread)).toEqual([null, ...made.slice(1).map(() => made[0])]);
    expect(posted.map(({ metadata }) => metadata)).toEqual(made.map((_, step) => markOf('d1', step)));
    if (role) expect(firstBlock(posted[0])).toBe(`<!subteam^${role}>`);
    // Nothing else may mention, and nothing unfolds.
    const said = JSON.stringify(posted.map(({ text, blocks }) => [text, blocks]));
    expect(said.match(/<[!@#][^>]*>/g)).toEqual(role ? [`<!subteam^${role}>`] : null);
    const calls = slack.peer.calls.map((call) => call.arguments);
    expect(calls).toMatchObject(made.map(() => ({ unfurl_links: 'false', unfurl_media: 'false' })));
    expect(calls.flatMap(faultsOf)).toEqual([]);
    expect(slack.peer.faults).toEqual([]);
  });

  test('to a person, the rest in the thread of that message, and nobody is mentioned', async () => {
    await using slack = await open();
    const order = orderOf({ document: TWO, target: PERSON, form: { role: 'S1DESK' } });
    const made = await sendAll(slack.outlet, order);
    const posted = slack.peer.postsOf('d1');
    expect(made).toEqual(posted.map(({ channel, ts }) => `${channel}/${ts}`));
    expect(posted).toMatchObject([
      { channel: 'D2LINA', thread: null },
      { channel: 'D2LINA', thread: posted[0]?.ts },
    ]);
    expect(JSON.stringify(posted)).not.toContain('<!subteam');
    expect(await slack.outlet.edit({ ...order, made, answered: orderOf().answered })).toEqual(made.slice(0, 1));
  });

  test.each(['!channel', 'S1> <!here', 's1desk', '@editors', ''])(
    'a role that is none (%j) is refused, and nothing leaves',
    async (role) => {
      await using slack = await open();
      const order = orderOf({ form: { role } });
      expect(await troubleIn(slack.outlet.send(order))).toEqual({ type: 'permanent', reason: 'refused' });
      expect(slack.peer.calls).toEqual([]);
    },
  );

  test('at Slack’s pace, and never again unlooked for', async () => {
    await using slack = await open();
    expect(slack.outlet.allowance).toMatchObject({
      channel: { requests: 1, ms: 1_000 },
      place: { requests: 300, ms: 60_000 },
    });
    expect(slack.outlet.repeats(orderOf(), 0, 0)).toBe(false);
  });
});

describe('what fails', () => {
  const retry = (reason: string, mayBeDone: boolean, afterMs: number | null = null) => ({
    ...{ type: 'retry', reason, mayBeDone, afterMs },
  });
  const permanent = (reason: string) => ({ type: 'permanent', reason });

  test.each<[Failure, object, number]>([
    [{ status: 429, headers: { 'retry-after': '7' } }, retry('rate-limited', false, 7_000), 0],
    [{ status: 429 }, retry('rate-limited', false), 0],
    [{ error: 'ratelimited' }, retry('rate-limited', false), 0],
    [{ status: 500 }, retry('server', true), 0],
    [{ status: 502, done: true }, retry('server', true), 1],
    [{ status: 503, headers: { 'retry-after': '3' } }, retry('server', true, 3_000), 0],
    [{ error: 'internal_error' }, retry('server', true), 0],
    [{ error: 'fatal_error' }, retry('server', true), 0],
    [{ error: 'service_unavailable' }, retry('server', true), 0],
    ['reset', retry('network', true), 0],
    ['lost', retry('network', true), 1],
    ['half', retry('network', true), 1],
    ['deaf', retry('timeout', true), 0],
    ['silent', retry('timeout', true), 1],
    [{ late: 2_000 }, retry('timeout', true), 1],
    [{ error: 'channel_not_found' }, permanent('unknown-channel'), 0],
    [{ error: 'not_in_channel' }, permanent('no-access'), 0],
    [{ error: 'restricted_action' }, permanent('no-access'), 0],
    [{ error: 'missing_scope', needed: 'chat:write' }, permanent('no-access'), 0],
    [{ error: 'is_archived' }, permanent('archived'), 0],
    [{ error: 'token_revoked' }, permanent('token-revoked'), 0],
    [{ error: 'invalid_auth' }, permanent('token-revoked'), 0],
    [{ error: 'account_inactive' }, permanent('token-revoked'), 0],
    [{ error: 'token_expired' }, permanent('token-revoked'), 0],
    [{ error: 'invalid_blocks' }, permanent('refused'), 0],
    [{ error: 'msg_too_long' }, permanent('refused'), 0],
    [{ error: 'msg_blocks_too_long' }, permanent('refused'), 0],
  ])('%j', async (failure, trouble, posted) => {
    await using slack = await open();
    const slow = failure === 'deaf' || failure === 'silent' || Object.hasOwn(Object(failure), 'late');
    const outlet = slow ? slack.hasty : slack.outlet;
    for (const step of [0, 1]) {
      const made = await sendAll(slack.outlet, orderOf({ delivery: `before${step}` }));
      const order = orderOf({ document: TWO, delivery: `d${step}`, made: made.slice(0, step) });
      slack.peer.fail('chat.postMessage', [failure]);
      const since = Date.now();
      const { what: _, remedy: __, ...told } = (await troubleIn(outlet.send(order))) as Record<string, unknown>;
      expect(told).toEqual(trouble);
      expect(slack.peer.postsOf(`d${step}`)).toHaveLength(posted);
      // Whoever looks finds what stands there, and nothing else.
      const [there] = slack.peer.postsOf(`d${step}`);
      const found = await slack.outlet.find(order, since);
      expect(found).toMatchObject(there ? { type: 'found', made: there.ts } : { type: 'absent' });
      if (found.type === 'absent') await slack.outlet.send(order);
      expect(stepsOf(slack.peer.postsOf(`d${step}`))).toEqual([{ delivery: `d${step}`, step }]);
    }
  });

  test.each([
    ['C3OLD', 'archived'],
    ['C2OTHER', 'no-access'],
    ['C9GONE', 'unknown-channel'],
  ])('channel %s: %s, told without a secret', async (channel, reason) => {
    await using slack = await open();
    const order = orderOf({ target: { ...PERSON, to: 'channel', channel } });
    const failing = slack.outlet.send(order);
    await expect(failing).rejects.toThrow(`Slack channel ${channel}: Slack answered`);
    await expect(failing).rejects.not.toThrow(/xoxb/);
    expect(await troubleIn(failing)).toMatchObject({ type: 'permanent', reason });
  });

  test('a token that is revoked', async () => {
    await using slack = await open();
    slack.peer.revokeToken();
    for (const doing of [slack.outlet.send(orderOf()), slack.outlet.find(orderOf(), 0)])
      expect(await troubleIn(doing)).toMatchObject({ type: 'permanent', reason: 'token-revoked' });
  });

  test('a server that is not there took nothing', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const mode = { type: 'socket', appToken: 'xapp-1' } as const;
    const outlet = slackOutlet({ botToken: 'xoxb-1', api: `http://127.0.0.1:${port}/api/`, managers: null, mode });
    expect(await troubleIn(outlet.send(orderOf()))).toMatchObject(retry('network', false));
  });

  test('limits of a channel and of a workspace are told by their time', async () => {
    await using slack = await open({
      limits: { channel: { requests: 1, ms: 60_000 }, team: { requests: 2, ms: 120_000 } },
    });
    slack.peer.addChannels(2, (i) => ({ id: `C10${i}`, name: `many-${i}`, member: true }));
    const to = (channel: string) => slack.outlet.send(orderOf({ target: { ...orderOf().target, channel } }));
    await to('C1NEWS');
    expect(await troubleIn(to('C1NEWS'))).toMatchObject(retry('rate-limited', false, 60_000));
    await to('C100');
    expect(await troubleIn(to('C101'))).toMatchObject(retry('rate-limited', false, 120_000));
    expect(slack.peer.workspace.limited).toBe(2);
    slack.peer.advance(120_000);
    await to('C101');
    expect(slack.peer.postsOf('d1')).toHaveLength(3);
  });
});

describe('a claim that ran out', () => {
  test('sends nothing', async () => {
    await using slack = await open();
    const order = orderOf({ mayStill: () => false });
    expect(await troubleIn(slack.outlet.send(order))).toEqual({
      ...{ type: 'retry', reason: 'timeout', afterMs: null, mayBeDone: false },
    });
    expect(slack.peer.calls).toEqual([]);
  });

  test('changes nothing, from where it ran out', async () => {
    await using slack = await open();
    const made = await sendAll(slack.outlet, orderOf({ document: THREE }));
    let asked = 0;
    const order = orderOf({ document: THREE, made, mayStill: () => ++asked < 2 });
    expect(await troubleIn(slack.outlet.edit(order))).toMatchObject({ reason: 'timeout', mayBeDone: false });
    expect([asked, slack.called('chat.update')]).toEqual([2, 1]);
  });

  test('is asked of each of many at once by its own order', async () => {
    await using slack = await open();
    const orders = Array.from({ length: 300 }, (_, i) => orderOf({ delivery: `d${i}`, mayStill: () => i % 2 === 0 }));
    const ends = await Promise.allSettled(orders.map((order) => slack.outlet.send(order)));
    expect(ends.map(({ status }) => status === 'fulfilled')).toEqual(orders.map((_, i) => i % 2 === 0));
    expect(slack.peer.deliveries().toSorted()).toEqual(
      orders.flatMap(({ delivery }, i) => (i % 2 === 0 ? delivery : [])).toSorted(),
    );
  });
});

describe('find', () => {
  /** Messages of others in a channel or a thread. */
  const chatter = (peer: SlackPeer, count: number, thread: string | null = null) => {
    for (let i = 0; i < count; i++)
      keepMessage(
        peer.workspace,
        makeMessage(peer.workspace, { text: 'hi' }, { channel: 'C1NEWS', thread, by: 'U1ANNA' }),
      );
  };

  test.each([
    [450, 'found', 3],
    [2_500, 'unknown', 10],
  ])('behind %i newer messages: %s', async (count, type, pages) => {
    await using slack = await open();
    const made = await slack.outlet.send(orderOf());
    chatter(slack.peer, count);
    const found = await slack.outlet.find(orderOf(), Date.now());
    expect(found).toMatchObject(type === 'found' ? { type, made } : { type });
    expect(slack.called('conversations.history')).toBe(pages);
  });

  test('behind many replies in a thread', async () => {
    await using slack = await open();
    const first = await slack.outlet.send(orderOf({ document: TWO }));
    chatter(slack.peer, 450, first);
    const order = orderOf({ document: TWO, made: [first] });
    const made = await slack.outlet.send(order);
    expect(await slack.outlet.find(order, Date.now())).toMatchObject({ type: 'found', made });
    expect(await slack.outlet.find({ ...order, delivery: 'd2' }, Date.now())).toEqual({ type: 'absent' });
  });

  test('goes no further back than it must, and looks whatever the clock said', async () => {
    await using slack = await open();
    slack.peer.advance(-86_400_000);
    chatter(slack.peer, 900);
    slack.peer.advance(86_400_000);
    expect(await slack.outlet.find(orderOf(), Date.now())).toEqual({ type: 'absent' });
    expect(slack.called('conversations.history')).toBe(1);
    const made = await slack.outlet.send(orderOf());
    expect(await slack.outlet.find(orderOf(), Date.now() + 86_400_000)).toMatchObject({ type: 'found', made });
  });

  test('takes no other delivery or step, and no message that was deleted, for it', async () => {
    await using slack = await open();
    const [first = '', second = ''] = await sendAll(slack.outlet, orderOf({ document: TWO }));
    const absent = { type: 'absent' };
    expect(await slack.outlet.find(orderOf({ delivery: 'd2' }), 0)).toEqual(absent);
    expect(await slack.outlet.find(orderOf({ document: THREE, made: [first, second] }), 0)).toEqual(absent);
    for (const message of slack.peer.postsOf('d1')) message.deleted = true;
    expect(await slack.outlet.find(orderOf(), 0)).toEqual(absent);
  });

  test.each<[string, Partial<Order['target']>, string[]]>([
    ['no scope', {}, ['chat:write']],
    ['a private channel without its scope', { channel: 'C4PRIVATE' }, ['chat:write', 'channels:history']],
    ['a channel that the app is not in', { channel: 'C2OTHER' }, ['channels:history']],
    ['a channel that is not there', { channel: 'C9GONE' }, ['channels:history']],
    ['a person, without im:write', PERSON, ['channels:history', 'im:history']],
    ['a person, without im:history', PERSON, ['channels:history', 'im:write']],
  ])('%s: unknown', async (_, target, scopes) => {
    await using slack = await open({ scopes: new Set(scopes) });
    slack.peer.addChannels(1, () => ({ id: 'C4PRIVATE', name: 'private', member: true, private: true }));
    const order = orderOf({ target: { ...orderOf().target, ...target } });
    expect(await slack.outlet.find(order, 0)).toEqual({ type: 'unknown' });
  });

  test('a person’s, where the scopes allow it', async () => {
    await using slack = await open();
    const order = orderOf({ target: PERSON });
    expect(await slack.outlet.find(order, 0)).toEqual({ type: 'absent' });
    const made = await slack.outlet.send(order);
    expect(await slack.outlet.find(order, 0)).toMatchObject({ type: 'found', made });
  });

  test.each<Failure>([{ status: 500 }, 'reset', { status: 429, headers: { 'retry-after': '9' } }])(
    'a look that fails (%j) leaves the doubt',
    async (failure) => {
      await using slack = await open();
      slack.peer.fail('conversations.history', [failure]);
      expect(await troubleIn(slack.outlet.find(orderOf(), 0))).toMatchObject({ type: 'retry', mayBeDone: true });
    },
  );
});

describe('edit', () => {
  const NEW = [ONE, TWO, THREE].map((_, i) => documentOf(1 + i * 5, 'other '));
  const documents = [ONE, TWO, THREE];
  const sizes = [1, 2, 3];

  test.each(sizes.flatMap((from) => sizes.map((to) => [from, to] as const)))(
    'from %i messages to %i, and again',
    async (from, to) => {
      await using slack = await open();
      const made = await sendAll(slack.outlet, orderOf({ document: documents[from - 1] as Document }));
      const order = orderOf({ document: NEW[to - 1] as Document, made });
      const there = await slack.outlet.edit(order);
      const seen = () => standing(slack.peer).map(({ ts, thread, blocks, edits }) => ({ ts, thread, blocks, edits }));
      const once = seen();
      expect(there).toEqual(once.map(({ ts }) => ts));
      expect(there.slice(0, Math.min(from, to))).toEqual(made.slice(0, to));
      expect(once.map(({ thread }) => thread)).toEqual([null, ...there.slice(1).map(() => made[0])]);
      for (const { blocks } of once) expect(JSON.stringify(blocks)).toMatch(/other (?!.*words )/);
      // Whoever does not know how far it came does it again, by what they know.
      expect(await slack.outlet.edit(order)).toEqual(there);
      expect(await slack.outlet.edit({ ...order, made: there })).toEqual(there);
      expect(seen().map(({ ts }) => ts)).toEqual(there);
      expect(stepsOf(slack.peer.postsOf('d1'))).toEqual(there.map((_, step) => ({ delivery: 'd1', step })));
      expect(slack.peer.faults.filter(({ error }) => error !== 'message_not_found')).toEqual([]);
    },
  );

  test.each<[string, Failure]>(
    ['chat.update', 'chat.postMessage', 'chat.delete'].flatMap((method) =>
      (['lost', 'reset', 'half', { status: 500 }] as const).map((failure): [string, Failure] => [method, failure]),
    ),
  )('%s ends in %j, and it is done again', async (method, failure) => {
    await using slack = await open();
    const shrinks = method === 'chat.delete';
    const made = await sendAll(slack.outlet, orderOf({ document: shrinks ? THREE : ONE }));
    const order = orderOf({ document: shrinks ? ONE : THREE, made });
    slack.peer.fail(method, [failure]);
    expect(await troubleIn(slack.outlet.edit(order))).toMatchObject({ type: 'retry', mayBeDone: true });
    const there = await slack.outlet.edit(order);
    expect(standing(slack.peer).map(({ ts }) => ts)).toEqual(there);
    expect(there).toHaveLength(shrinks ? 1 : 3);
  });

  test('a limit that is soon over is waited for, and nothing comes twice even where we may not look', async () => {
    await using slack = await open({
      scopes: new Set(['chat:write']),
      limits: { channel: { requests: 1, ms: 200 }, team: null },
    });
    const first = await slack.outlet.send(orderOf());
    const there = await slack.outlet.edit(orderOf({ document: THREE, made: [first] }));
    expect(standing(slack.peer).map(({ ts }) => ts)).toEqual(there);
    expect(there).toHaveLength(3);
  });

  test.each([
    [0, 1],
    [1, 3],
  ])('what somebody deleted (message %i) stays away', async (gone, left) => {
    await using slack = await open();
    const made = await sendAll(slack.outlet, orderOf({ document: TWO }));
    const deleted = slack.peer.postsOf('d1')[gone];
    if (deleted) deleted.deleted = true;
    const there = await slack.outlet.edit(orderOf({ document: THREE, made }));
    expect(there.slice(0, 2)).toEqual(made);
    expect(there).toHaveLength(gone === 0 ? 2 : 3);
    expect(standing(slack.peer)).toHaveLength(left - (gone === 0 ? 0 : 1));
  });

  test('a workspace that lets nobody change it any more says so', async () => {
    await using slack = await open();
    const made = await sendAll(slack.outlet, orderOf());
    slack.peer.fail('chat.update', [{ error: 'edit_window_closed' }]);
    const failing = slack.outlet.edit(orderOf({ made }));
    await expect(failing).rejects.toThrow(/the message stays as it is/);
    expect(await troubleIn(failing)).toMatchObject({ type: 'permanent', reason: 'refused' });
  });
});
