// What the real bolt does when Slack fails, drops it or is not sure. Reconnections take seconds, so all run at once.
import { on } from 'node:events';
import { describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { type SlackPeer, startSlackPeer } from './slack.ts';
import { startBot } from './slack-bot.ts';
import type { DisconnectReason } from './slack-carriers.ts';
import type { Failure } from './slack-workspace.ts';

const postsOf = (peer: SlackPeer): string[] =>
  peer.messages.filter(({ by }) => by === 'chat.postMessage').map(({ text }) => text);

type Message = Record<string, unknown>;

/** A client of our own. `next`: its messages one by one, none missed between two questions. */
async function openSocket(peer: SlackPeer) {
  const headers = { authorization: `Bearer ${peer.workspace.tokens.app}` };
  const opened = await fetch(`${peer.apiUrl}apps.connections.open`, { method: 'POST', headers });
  const socket = new WebSocket(((await opened.json()) as { url: string }).url);
  const messages = on(socket, 'message');
  const next = async (): Promise<Message> => JSON.parse(String((await messages.next()).value?.[0]));
  return { socket, next };
}

describe.concurrent('a lost connection', () => {
  test('a dropped socket: bolt is back in some five seconds, and hears the event that was sent meanwhile', async () => {
    await using peer = await startSlackPeer({ within: 12_000 });
    await using bot = await startBot(peer, 'socket');
    const back = peer.nextConnection();
    const dropped = performance.now();
    peer.dropSocket();
    await peer.until('the socket to be gone', () => peer.connections() === 0);
    const slash = await peer.slash('/echo', 'hello');
    expect(slash).toMatchObject({ failure: 'dispatch_failed' });
    const mention = peer.mention('hello');
    await back;
    const gap = performance.now() - dropped;
    expect(gap).toBeGreaterThan(4500);
    expect(gap).toBeLessThan(9000);
    expect((await mention).tries).toBe(2);
    expect(bot.seen).toHaveLength(1);
    expect(peer.faults).toEqual([]);
  });

  test.each<DisconnectReason>(['warning', 'refresh_requested', 'too_many_websockets', 'link_disabled'])(
    'Slack disconnects with %s: bolt connects anew',
    async (reason) => {
      await using peer = await startSlackPeer();
      await using _bot = await startBot(peer, 'quick');
      const back = peer.nextConnection();
      peer.disconnect(reason);
      await back;
      expect(await peer.slash('/echo', reason)).toMatchObject({ ack: { text: `said ${reason}` } });
    },
    20_000,
  );

  test('a network that swallows everything: bolt notices by the pongs it misses', async () => {
    await using peer = await startSlackPeer({ within: 15_000, ackWithin: 500 });
    await using _bot = await startBot(peer, 'quick');
    // bolt tells a missing pong from a late one once it has had one.
    await peer.until('a first ping', () => peer.pings() > 0);
    const back = peer.nextConnection();
    peer.deafen(true);
    expect(await peer.slash('/echo', 'hello')).toMatchObject({ failure: 'operation_timeout' });
    await back;
    peer.deafen(false);
    expect(await peer.slash('/echo', 'hello')).toMatchObject({ failure: null });
  });

  test('an event that was not acknowledged is sent again, and says so', async () => {
    await using peer = await startSlackPeer();
    const { socket, next } = await openSocket(peer);
    expect(await next()).toMatchObject({ type: 'hello', num_connections: 1 });
    const mention = peer.mention('hello', { says: 0 });
    const first = await next();
    expect(first).toMatchObject({ type: 'events_api', retry_attempt: 0, accepts_response_payload: false });
    socket.terminate();
    const { socket: other, next: later } = await openSocket(peer);
    await later();
    const second = await later();
    expect(second).toMatchObject({ payload: first.payload, retry_attempt: 1, retry_reason: 'timeout' });
    other.send(JSON.stringify({ envelope_id: second.envelope_id }));
    expect((await mention).tries).toBe(2);
    other.send(JSON.stringify({ envelope_id: second.envelope_id }));
    other.send(JSON.stringify({ envelope_id: 'x' }));
    await peer.until('both to be taken amiss', () => peer.faults.length === 2);
    expect(peer.faults.map(({ error }) => error)).toEqual([
      'acknowledged late or twice',
      'acknowledged what was never sent',
    ]);
  });

  test('of several connections each event goes to one, and there are ten at most', async () => {
    await using peer = await startSlackPeer();
    const heard: number[] = [];
    for (let count = 1; count <= 10; count += 1) {
      const { socket, next } = await openSocket(peer);
      expect(await next()).toMatchObject({ type: 'hello', num_connections: count });
      socket.on('message', (data) => {
        heard.push(count);
        socket.send(JSON.stringify({ envelope_id: JSON.parse(String(data)).envelope_id }));
      });
    }
    for (let count = 0; count < 10; count += 1) await peer.mention('hello', { says: 0 });
    expect(heard).toHaveLength(10);
    expect(new Set(heard).size).toBeGreaterThan(1);
    const eleventh = await openSocket(peer);
    expect(await eleventh.next()).toMatchObject({ reason: 'too_many_websockets' });
  });

  test('a ticket opens one connection', async () => {
    await using peer = await startSlackPeer();
    const { socket, next } = await openSocket(peer);
    await next();
    const again = new WebSocket(socket.url);
    expect(await new Promise((resolve) => again.once('close', resolve))).toBe(4001);
  });
});

describe.concurrent('a failing method', () => {
  const post = async (failures: Failure[], times?: number) => {
    await using peer = await startSlackPeer();
    await using bot = await startBot(peer, 'http');
    peer.fail('chat.postMessage', failures, times);
    const [expected] = failures;
    const refused = typeof expected === 'object' && 'error' in expected;
    await peer.slash('/post', 'hello', { says: refused ? 0 : 1 });
    const calls = () => peer.calls.filter(({ method }) => method === 'chat.postMessage');
    if (refused) await peer.until('the handler to fail', () => bot.errors.length > 0);
    else await peer.until('the call to succeed', () => calls().at(-1)?.answer?.ok === true);
    return { posts: postsOf(peer), calls: calls().length, errors: bot.errors };
  };

  test('500 and 503 are tried again', async () => {
    const { posts, calls } = await post([{ status: 500 }, { status: 503 }]);
    expect(posts).toEqual(['hello']);
    expect(calls).toBe(3);
  });

  test('a reset is tried again', async () => {
    expect(await post(['reset'], 2)).toMatchObject({ posts: ['hello'], calls: 3 });
  });

  test('an answer that is lost makes a second message', async () => {
    expect(await post(['lost'])).toMatchObject({ posts: ['hello', 'hello'], calls: 2 });
  });

  test('429 is waited out', async () => {
    const start = performance.now();
    expect(await post([{ status: 429, headers: { 'retry-after': '1' } }])).toMatchObject({
      posts: ['hello'],
      calls: 2,
    });
    expect(performance.now() - start).toBeGreaterThan(950);
  });

  test.each(['is_archived', 'token_revoked', 'invalid_auth', 'missing_scope', 'invalid_blocks'])(
    '%s is final',
    async (error) => {
      expect(await post([{ error }])).toEqual({
        posts: [],
        calls: 1,
        errors: [`An API error occurred: ${error}`],
      });
    },
  );

  test('a revoked token', async () => {
    await using peer = await startSlackPeer();
    await using bot = await startBot(peer, 'http');
    await peer.slash('/post', 'hello');
    peer.revokeToken();
    await peer.slash('/post', 'hello', { says: 0 });
    await peer.until('the handler to fail', () => bot.errors.length > 0);
    expect(bot.errors).toEqual(['An API error occurred: token_revoked']);
    expect(peer.faults.at(-1)).toMatchObject({ where: 'chat.postMessage', error: 'token_revoked' });
  });

  test('a response URL that is down', async () => {
    await using peer = await startSlackPeer();
    await using bot = await startBot(peer, 'http');
    peer.fail('response_url', [{ status: 500 }]);
    await peer.slash('/say', 'hello', { says: 0 });
    await peer.until('the handler to fail', () => bot.errors.length > 0);
    expect(bot.errors[0]).toContain('500');
  });

  test('a connection that cannot be opened at first', async () => {
    await using peer = await startSlackPeer();
    peer.fail('apps.connections.open', [{ status: 500 }, 'reset']);
    await using _bot = await startBot(peer, 'quick');
    expect(await peer.slash('/echo', 'hello')).toMatchObject({ failure: null });
  });
});
