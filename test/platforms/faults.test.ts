// What networks and platforms do to a bot, and that it answers again afterwards.
import { describe, expect, test } from 'vitest';
import { discordPlatform } from '../../src/discord/client.ts';
import { slackPlatform } from '../../src/slack/client.ts';
import { startDiscordPeer } from '../peers/discord.ts';
import { startSlackPeer } from '../peers/slack.ts';
import { openDesk, openDiscord, openSlack, QUICK } from './chats.ts';

const TOPIC = 'china-russia';

describe.concurrent('Discord', () => {
  test('a dropped socket is resumed', async () => {
    await using chat = await openDiscord();
    const resumed = chat.peer.nextResume();
    chat.peer.dropSocket();
    await resumed;
    await chat.peer.connected();
    expect((await chat.read(TOPIC, '9')).text).toMatch(/Point 9/);
  });

  test('RECONNECT is obeyed, INVALID_SESSION is answered by identifying anew', async () => {
    await using chat = await openDiscord();
    const resumed = chat.peer.nextResume();
    chat.peer.reconnect();
    await resumed;
    // discord.js fails on an INVALID_SESSION that comes on the heels of RESUMED.
    await expect.poll(() => chat.log.join('\n')).toMatch(/discord: resumed/);
    const identified = chat.peer.nextIdentify();
    chat.peer.invalidate(false);
    await identified;
    await chat.peer.connected();
    expect((await chat.read(TOPIC, '9')).text).toMatch(/Point 9/);
  }, 20_000);

  test('a reset or failing callback is sent again, and shown once', async () => {
    await using chat = await openDiscord();
    chat.peer.fail('POST /interactions', ['reset', { status: 503 }], 1);
    const seen = await chat.read(TOPIC, '9');
    expect(seen).toMatchObject({ messages: 1, text: expect.stringMatching(/Point 9/) });
  }, 20_000);

  test('a rate limit is waited for', async () => {
    await using chat = await openDiscord();
    const headers = { 'retry-after': '0.2', 'x-ratelimit-scope': 'shared' };
    chat.peer.fail(
      'POST /interactions',
      [{ status: 429, body: { message: 'slow', retry_after: 0.2, global: false }, headers }],
      1,
    );
    expect((await chat.read(TOPIC, '9')).text).toMatch(/Point 9/);
  }, 20_000);

  test('a wrong token is told once, without a letter of it, and tried again', async () => {
    await using peer = await startDiscordPeer();
    const { desk, log } = openDesk();
    const wrong = 'MTIz.wrong.token';
    const platform = discordPlatform({ token: wrong, api: peer.rest.api, devGuild: null }, desk, {
      first: 5,
      most: 20,
    });
    await platform.start();
    await expect.poll(() => peer.requests.length, { timeout: 5_000 }).toBeGreaterThan(3);
    await platform.stop(100);
    const told = log.filter((line) => line.startsWith('error'));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/token; copy the token anew/);
    expect(log.join()).not.toContain(wrong);
  });

  test('a token that is revoked while connected is told, and the bot stays up', async () => {
    await using chat = await openDiscord();
    chat.peer.revokeToken();
    await expect.poll(() => chat.log.join('\n'), { timeout: 5_000 }).toMatch(/error discord: .*token/);
  });

  test('an interaction that comes twice is answered once', async () => {
    await using chat = await openDiscord();
    await chat.read(TOPIC, '9');
    const callbacks = () => chat.peer.requests.filter(({ path }) => path.endsWith('/callback')).length;
    const before = callbacks();
    const resumed = chat.peer.nextResume();
    chat.peer.dropSocket();
    await resumed;
    await chat.read(TOPIC, '10');
    expect(callbacks()).toBe(before + 1);
  });

  test('commands are registered where they changed, and only then', async () => {
    await using peer = await startDiscordPeer();
    const settings = { token: peer.token, api: peer.rest.api, devGuild: null };
    for (const writes of [1, 1]) {
      const platform = discordPlatform(settings, openDesk().desk, QUICK);
      await platform.start();
      await platform.stop(100);
      expect(peer.requests.filter(({ method }) => method === 'PUT')).toHaveLength(writes);
    }
  });

  test('an answer that is slow is announced, and comes', async () => {
    await using peer = await startDiscordPeer();
    const platform = discordPlatform(
      { token: peer.token, api: peer.rest.api, devGuild: null },
      openDesk(1_700).desk,
      QUICK,
    );
    await platform.start();
    const interaction = await peer.command('briefing', { topic: TOPIC, about: '9' });
    expect(interaction.type).toBe(5);
    await interaction.settled(1);
    expect(JSON.stringify(interaction.messages)).toMatch(/Point 9/);
    expect(peer.faults).toEqual([]);
    await platform.stop(100);
  }, 10_000);
});

describe.concurrent('Slack', () => {
  test.each(['warning', 'refresh_requested', 'too_many_websockets'] as const)(
    '%s is followed by a new connection',
    async (reason) => {
      await using chat = await openSlack();
      const next = chat.peer.nextConnection();
      chat.peer.disconnect(reason);
      await next;
      expect((await chat.read(TOPIC, '9')).text).toMatch(/Point 9/);
    },
    20_000,
  );

  test('a dropped socket is followed by a new connection', async () => {
    await using chat = await openSlack();
    const next = chat.peer.nextConnection();
    chat.peer.dropSocket();
    await next;
    expect((await chat.read(TOPIC, '9')).text).toMatch(/Point 9/);
  }, 20_000);

  test('a wrong token is told once, without a letter of it, and tried again', async () => {
    await using peer = await startSlackPeer();
    const { desk, log } = openDesk();
    const mode = { type: 'socket', appToken: 'xapp-wrong' } as const;
    const platform = slackPlatform({ botToken: 'xoxb-wrong', api: peer.apiUrl, mode }, desk, { first: 5, most: 20 });
    await platform.start();
    await peer.until('some tries', () => peer.calls.length > 3);
    await platform.stop(100);
    expect(log.filter((line) => line.startsWith('error'))).toHaveLength(1);
    expect(log.join()).not.toMatch(/wrong/);
  });

  test('a token that is revoked and given back: told, and well again', async () => {
    await using chat = await openSlack();
    chat.peer.revokeToken();
    chat.peer.dropSocket();
    await expect.poll(() => chat.log.join('\n'), { timeout: 5_000 }).toMatch(/error slack: /);
    chat.peer.workspace.tokens.revoked.clear();
    await chat.peer.nextConnection();
    expect((await chat.read(TOPIC, '9')).text).toMatch(/Point 9/);
  }, 20_000);

  test('an event that comes twice is answered once', async () => {
    await using chat = await openSlack();
    await chat.peer.mention(`${TOPIC} 9`);
    const before = chat.peer.messages.length;
    await chat.peer.repeatLast();
    await chat.peer.mention(`${TOPIC} 10`);
    const answers = chat.peer.messages.slice(before).filter(({ by }) => by === 'chat.postMessage');
    expect(answers).toHaveLength(1);
    expect(JSON.stringify(answers)).toMatch(/Point 10/);
  });

  test('a mention is answered in its thread, the App Home lists the topics', async () => {
    await using chat = await openSlack();
    const [answer] = (await chat.peer.mention(`${TOPIC} 3`)).messages;
    expect(answer?.thread).not.toBeNull();
    const [home] = (await chat.peer.openHome('U2LINA')).views;
    expect(JSON.stringify(home)).toMatch(/Chine et Russie/);
    expect(chat.faults()).toEqual([]);
  });

  test('a failing post is sent again', async () => {
    await using chat = await openSlack();
    chat.peer.fail('chat.postMessage', [{ status: 500 }, { status: 429, headers: { 'retry-after': '1' } }]);
    const { messages } = await chat.peer.mention(`${TOPIC} 3`);
    expect(JSON.stringify(messages)).toMatch(/Point 3/);
  }, 20_000);
});
