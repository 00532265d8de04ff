import { once } from 'node:events';
import { type Client, Events } from 'discord.js';
import { describe, type ExpectStatic, test } from 'vitest';
import { type DiscordPeer, startDiscordPeer } from './discord.ts';
import { connect } from './discord-client.ts';

const command = { name: 'ping', description: 'Pings' };

async function startBot(heartbeat?: number) {
  const peer = await startDiscordPeer(heartbeat === undefined ? {} : { heartbeat });
  const bot = await connect(peer, (interaction) => interaction.isRepliable() && interaction.reply('pong'));
  await bot.client.application.commands.set([command]);
  const [session] = peer.sessions.identifies;
  return {
    peer,
    client: bot.client,
    session: session?.session,
    [Symbol.asyncDispose]: async () => {
      await bot[Symbol.asyncDispose]();
      await peer.stop();
    },
  };
}

/** The bot comes back to its session by the address for resuming, and answers. */
async function expectResumed(expect: ExpectStatic, session: string | undefined, peer: DiscordPeer, fail: () => void) {
  const resumed = peer.nextResume();
  fail();
  expect(await resumed).toMatchObject({ session });
  expect((await peer.command('ping')).original?.content).toBe('pong');
  expect(peer.sessions.identifies).toHaveLength(1);
  expect(peer.faults).toEqual([]);
}

function textOf(peer: DiscordPeer, client: Client) {
  const channel = client.channels.cache.get(peer.channels.text.id);
  if (!channel?.isSendable()) throw new Error('No such channel.');
  return channel;
}

describe.concurrent('the gateway fails', () => {
  test('a dropped socket: resumes, and hears what it missed', async ({ expect }) => {
    await using bot = await startBot();
    const { peer } = bot;
    const resumed = peer.nextResume();
    peer.dropSocket();
    const missed = await peer.command('ping');
    expect(missed.original?.content).toBe('pong');
    expect(await resumed).toMatchObject({ session: bot.session, replayed: 1, url: '/resume' });
  });

  test('op 7: resumes', async ({ expect }) => {
    await using bot = await startBot();
    await expectResumed(expect, bot.session, bot.peer, () => bot.peer.reconnect());
  });

  test('op 9 true: resumes on the same socket', async ({ expect }) => {
    await using bot = await startBot();
    await expectResumed(expect, bot.session, bot.peer, () => bot.peer.invalidate(true));
  });

  test('no heartbeat ACK: resumes', async ({ expect }) => {
    await using bot = await startBot(200);
    await expectResumed(expect, bot.session, bot.peer, () => bot.peer.muteHeartbeats());
  });

  // discord.js leaves five seconds and a bit between two IDENTIFYs.
  test('op 9 false: identifies anew', async ({ expect }) => {
    await using bot = await startBot();
    const { peer } = bot;
    const identified = peer.nextIdentify();
    peer.invalidate(false);
    expect((await identified).session).not.toBe(bot.session);
    expect((await peer.command('ping')).original?.content).toBe('pong');
  });

  test('a revoked token: disconnected for good, and 401', async ({ expect }) => {
    await using bot = await startBot();
    const gone = once(bot.client, Events.ShardDisconnect);
    bot.peer.revokeToken();
    expect((await gone)[0]).toMatchObject({ code: 4004 });
    await expect(textOf(bot.peer, bot.client).send('x')).rejects.toMatchObject({ status: 401, code: 0 });
  });
});

describe.concurrent('a request fails', () => {
  const route = 'POST /channels/{channel_id}/messages';

  test('429: waits and sends again', async ({ expect }) => {
    await using bot = await startBot();
    bot.peer.fail(route, [{ status: 429 }]);
    await textOf(bot.peer, bot.client).send('x');
    const posts = bot.peer.requests.filter(({ path }) => path.endsWith('/messages'));
    expect(posts.map(({ status }) => status)).toEqual([429, 200]);
  });

  test('a limit of the route: discord.js keeps it, and whoever does not is refused', async ({ expect }) => {
    await using bot = await startBot();
    const { peer } = bot;
    peer.limit(route, { limit: 2, seconds: 0.3, scope: 'shared' });
    const channel = textOf(peer, bot.client);
    await Promise.all(['a', 'b', 'c'].map((content) => channel.send(content)));
    expect(peer.requests.some(({ status }) => status === 429)).toBe(false);
    peer.limit(route, { limit: 0, seconds: 60, scope: 'shared' });
    const answer = await fetch(`${peer.rest.api}/v10/channels/${channel.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${peer.token}` },
      body: JSON.stringify({ content: 'x' }),
    });
    expect([answer.status, answer.headers.get('x-ratelimit-scope')]).toEqual([429, 'shared']);
    expect(await answer.json()).toMatchObject({ global: false, retry_after: expect.any(Number) });
  });

  test('500 and 502: sends again at once; 503 five times: throws', async ({ expect }) => {
    await using bot = await startBot();
    const channel = textOf(bot.peer, bot.client);
    bot.peer.fail(route, [{ status: 500 }, { status: 502 }]);
    expect((await channel.send('x')).content).toBe('x');
    bot.peer.fail(route, [{ status: 503 }], 5);
    await expect(channel.send('x')).rejects.toMatchObject({ status: 503 });
  });

  test('a reset socket: sends again, which a nonce makes one message', async ({ expect }) => {
    await using bot = await startBot();
    bot.peer.fail(route, ['reset', 'reset after']);
    const sent = await textOf(bot.peer, bot.client).send({ content: 'x', nonce: '1', enforceNonce: true });
    const posts = bot.peer.requests.filter(({ path }) => path.endsWith('/messages'));
    expect(posts.map(({ status }) => status)).toEqual([null, null, 200]);
    expect([...bot.peer.world.messages.keys()]).toEqual([sent.id]);
  });

  test('a socket closed without an answer: throws, whether the message was posted or not', async ({ expect }) => {
    await using bot = await startBot();
    const { peer } = bot;
    const channel = textOf(peer, bot.client);
    peer.fail(route, ['cut', 'cut after']);
    await expect(channel.send('x')).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
    expect(peer.world.messages.size).toBe(0);
    await expect(channel.send('x')).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
    expect(peer.world.messages.size).toBe(1);
  });
});
