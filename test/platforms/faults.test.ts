// What networks and platforms do to a bot, and that it answers again afterwards.
import type { ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { discordPlatform } from '../../src/discord/client.ts';
import { slackPlatform } from '../../src/slack/client.ts';
import { openDoor } from '../../src/wire/door.ts';
import { eventually } from '../eventually.ts';
import { type DiscordPeer, startDiscordPeer } from '../peers/discord.ts';
import { type SlackPeer, startSlackPeer } from '../peers/slack.ts';
import { keepMessage } from '../peers/slack-index.ts';
import { makeMessage } from '../peers/slack-methods.ts';
import type { Failure } from '../peers/slack-workspace.ts';
import { openDesk, openDiscord, openSlack, openSlowDesk, QUICK } from './chats.ts';

const TOPIC = 'china-russia';
const CALLBACK = 'POST /interactions/{id}/{token}/callback';
const FOLLOW_UP = 'POST /webhooks/{id}/{token}';
/** More than one message holds. */
const LONG = '1-40';

/** How the callbacks, or the requests of another ending, were answered; null: not at all. */
const answersTo = (peer: DiscordPeer, path: RegExp) =>
  peer.requests.filter((one) => one.method === 'POST' && path.test(one.path)).map(({ status }) => status);
const undelivered = (log: string[]) => log.filter((line) => line.includes('was not delivered'));

const noPage = (_: unknown, response: ServerResponse) => void response.end('the page');

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
    await eventually(() => expect(chat.log.join('\n')).toMatch(/discord: resumed/));
    const identified = chat.peer.nextIdentify();
    chat.peer.invalidate(false);
    await identified;
    await chat.peer.connected();
    expect((await chat.read(TOPIC, '9')).text).toMatch(/Point 9/);
  });

  test('a reset or failing callback is sent again, and shown once', async () => {
    await using chat = await openDiscord();
    chat.peer.fail(CALLBACK, ['reset', { status: 503 }]);
    const seen = await chat.read(TOPIC, '9');
    expect(seen).toMatchObject({ messages: 1, text: expect.stringMatching(/Point 9/) });
    expect(answersTo(chat.peer, /callback$/)).toEqual([null, 503, 204]);
  });

  test.each(['global', 'user', 'shared'] as const)('a rate limit (%s) is waited for', async (scope) => {
    await using chat = await openDiscord();
    const global = scope === 'global';
    const headers: Record<string, string> = { 'retry-after': '0.2', 'x-ratelimit-scope': scope };
    if (global) headers['x-ratelimit-global'] = 'true';
    chat.peer.fail(CALLBACK, [{ status: 429, body: { message: 'slow', retry_after: 0.2, global }, headers }]);
    expect((await chat.read(TOPIC, '9')).text).toMatch(/Point 9/);
    expect(answersTo(chat.peer, /callback$/)).toEqual([429, 204]);
  });

  test('an INVALID_SESSION that can be resumed, and a heartbeat without an answer, are resumed', async () => {
    await using chat = await openDiscord({ heartbeat: 200 });
    for (const fail of [() => chat.peer.invalidate(true), () => chat.peer.muteHeartbeats()]) {
      const resumed = chat.peer.nextResume();
      fail();
      await resumed;
      expect((await chat.read(TOPIC, '9')).text).toMatch(/Point 9/);
    }
    expect(chat.peer.sessions.identifies).toHaveLength(1);
  });

  test('a close for good is told, and a new login follows', async () => {
    await using chat = await openDiscord();
    const identified = chat.peer.nextIdentify();
    chat.peer.close(4014);
    await identified;
    expect(chat.log.filter((line) => /error discord: .*intents/.test(line))).toHaveLength(1);
    expect((await chat.read(TOPIC, '9')).text).toMatch(/Point 9/);
  });

  test('500 and 502 are tried again', async () => {
    await using chat = await openDiscord();
    chat.peer.fail(CALLBACK, [{ status: 500 }, { status: 502 }]);
    expect((await chat.read(TOPIC, '9')).text).toMatch(/Point 9/);
    expect(answersTo(chat.peer, /callback$/)).toEqual([500, 502, 204]);
  });

  test.each([
    ['503 for good', Array.from({ length: 5 }, () => ({ status: 503 })), 3],
    ['a missing permission', [{ status: 403, body: { message: 'Missing Permissions', code: 50_013 } }], 1],
  ])('%s: told once, and the next one is answered', async (_, failures, tries) => {
    await using chat = await openDiscord();
    chat.peer.fail(CALLBACK, failures);
    // Nobody answers it, and nobody waits for that here.
    chat.read(TOPIC, '9', { share: true }).catch(() => {});
    await eventually(() => expect(undelivered(chat.log)).toHaveLength(1));
    expect(answersTo(chat.peer, /callback$/)).toEqual(failures.slice(0, tries).map(({ status }) => status));
    expect((await chat.read(TOPIC, '10')).text).toMatch(/Point 10/);
  });

  test('an interaction that is over is told, and the next one is answered', async () => {
    await using chat = await openDiscord();
    const late = await chat.peer.command('briefing', { topic: TOPIC, about: '9' }, { deadline: 0 });
    expect(late.refused).toBe(10_062);
    await eventually(() => expect(undelivered(chat.log)).toEqual([expect.stringMatching(/the interaction is over/)]));
    expect((await chat.read(TOPIC, '10')).text).toMatch(/Point 10/);
  });

  test.each(['reset after', 'cut after'] as const)(
    'a callback whose answer is lost (%s) is shown once',
    async (how) => {
      await using chat = await openDiscord();
      chat.peer.fail(CALLBACK, [how]);
      expect(await chat.read(TOPIC, '9')).toMatchObject({ messages: 1 });
      await eventually(() => expect(answersTo(chat.peer, /callback$/)).toEqual([null, 400]));
      expect((await chat.read(TOPIC, '10')).text).toMatch(/Point 10/);
      expect(undelivered(chat.log)).toEqual([]);
    },
  );

  test('what follows a callback whose answer is lost comes too', async () => {
    await using chat = await openDiscord();
    chat.peer.fail(CALLBACK, ['cut after']);
    expect(await chat.read(TOPIC, LONG)).toMatchObject({ messages: 2 });
    expect(undelivered(chat.log)).toEqual([]);
  });

  test('a follow-up that is lost is sent again where only the asker sees it', async () => {
    await using chat = await openDiscord();
    chat.peer.fail(FOLLOW_UP, ['reset']);
    const { messages, alone } = await chat.read(TOPIC, LONG);
    expect({ messages, alone }).toEqual({ messages: 2, alone: true });
    expect(answersTo(chat.peer, /webhooks/)).toEqual([null, 200]);
  });

  test.each(['reset after', 'cut after'] as const)('a shared follow-up (%s) does not come twice', async (how) => {
    await using chat = await openDiscord();
    chat.peer.fail(FOLLOW_UP, [how]);
    expect(await chat.read(TOPIC, LONG, { share: true })).toMatchObject({ messages: 2 });
    await eventually(() => expect(undelivered(chat.log)).toHaveLength(1));
    expect((await chat.read(TOPIC, '10')).text).toMatch(/Point 10/);
    expect(answersTo(chat.peer, /webhooks/)).toEqual([null]);
  });

  test('a command in hand is finished before we leave', async () => {
    await using peer = await startDiscordPeer();
    const { desk, asked, go } = openSlowDesk();
    const platform = discordPlatform({ token: peer.token, api: peer.rest.api, devGuild: null }, desk, QUICK);
    await platform.start();
    const answer = peer.command('briefing', { topic: TOPIC, about: '9' });
    await asked;
    const left = platform.stop(5_000);
    go();
    expect(JSON.stringify((await answer).messages)).toMatch(/Point 9/);
    await left;
    await eventually(() => expect(peer.sessions.closes).toEqual([1000]));
  });

  test('one that left comes back, and is never there twice', async () => {
    await using peer = await startDiscordPeer();
    const { desk } = openDesk();
    const platform = discordPlatform({ token: peer.token, api: peer.rest.api, devGuild: null }, desk, QUICK);
    await platform.start();
    const left = platform.stop(1_000);
    const back = platform.start();
    await Promise.all([left, back]);
    expect(peer.sessions.closes).toEqual([1000]);
    expect(peer.sessions.identifies).toHaveLength(2);
    expect(JSON.stringify(await peer.command('briefing', { topic: TOPIC, about: '9' }))).toMatch(/Point 9/);
    await platform.stop(1_000);
    await platform.stop(1_000);
    await eventually(() => expect(peer.sessions.closes).toEqual([1000, 1000]));
  });

  test('a network that swallows everything does not keep us from leaving', async () => {
    await using hole = await openHole();
    const platform = discordPlatform(
      { token: 'MTIz.a.token', api: `${hole.url}/api`, devGuild: null },
      openDesk().desk,
    );
    const tried = platform.start();
    await hole.reached;
    await platform.stop(100);
    await tried;
  });

  test('a wrong token is told once, without a letter of it, and tried again', async () => {
    await using peer = await startDiscordPeer();
    const { desk, log } = openDesk();
    const wrong = 'MTIz.wrong.token';
    const platform = discordPlatform({ token: wrong, api: peer.rest.api, devGuild: null }, desk, {
      first: 5,
      most: 20,
    });
    await platform.start();
    await eventually(() => expect(peer.requests.length).toBeGreaterThan(3));
    await platform.stop(100);
    const told = log.filter((line) => line.startsWith('error'));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/token; copy the token anew/);
    expect(log.join()).not.toContain(wrong);
  });

  test('a token that is revoked while connected is told, and the bot stays up', async () => {
    await using chat = await openDiscord();
    chat.peer.revokeToken();
    await eventually(() => expect(chat.log.join('\n')).toMatch(/error discord: .*token/));
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
  });
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
  );

  test('a dropped socket is followed by a new connection, and soon', async () => {
    await using chat = await openSlack({}, { first: 20, most: 600_000 });
    const next = chat.peer.nextConnection();
    chat.peer.dropSocket();
    await next;
    expect((await chat.read(TOPIC, '9')).text).toMatch(/Point 9/);
  });

  test('a wrong token is told once, without a letter of it, and tried again', async () => {
    await using peer = await startSlackPeer();
    const { desk, log } = openDesk();
    const mode = { type: 'socket', appToken: 'xapp-wrong' } as const;
    const platform = slackPlatform({ botToken: 'xoxb-wrong', api: peer.apiUrl, managers: null, mode }, desk, null, {
      first: 5,
      most: 20,
    });
    await platform.start();
    await peer.until('some tries', () => peer.calls.length > 3);
    await platform.stop(100);
    expect(log.filter((line) => line.startsWith('error'))).toHaveLength(1);
    expect(log.join()).not.toMatch(/wrong/);
  });

  test('a wrong app-level token is told as that, beside a bot token that is right', async () => {
    await using peer = await startSlackPeer();
    const { desk, log } = openDesk();
    const { bot } = peer.workspace.tokens;
    const mode = { type: 'socket', appToken: 'xapp-wrong' } as const;
    const platform = slackPlatform({ botToken: bot, api: peer.apiUrl, managers: null, mode }, desk, null, {
      first: 5,
      most: 20,
    });
    await platform.start();
    await platform.stop(100);
    const told = log.filter((line) => line.startsWith('error'));
    expect(told).toEqual([expect.stringMatching(/invalid_auth; Make an app-level token .*SLACK_APP_TOKEN/)]);
  });

  test('a token that is revoked and given back: told, and well again', async () => {
    await using chat = await openSlack();
    chat.peer.revokeToken();
    chat.peer.dropSocket();
    await eventually(() => expect(chat.log.join('\n')).toMatch(/error slack: /));
    chat.peer.workspace.tokens.revoked.clear();
    await chat.peer.nextConnection();
    expect((await chat.read(TOPIC, '9')).text).toMatch(/Point 9/);
  });

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
  });

  test('a network that went dead is noticed', async () => {
    await using chat = await openSlack({ ackWithin: 500, within: 25_000 });
    await chat.peer.until('a first ping', () => chat.peer.pings() > 0);
    const next = chat.peer.nextConnection();
    chat.peer.deafen(true);
    expect(await chat.peer.slash('/briefing', `${TOPIC} 9`)).toMatchObject({ failure: 'operation_timeout' });
    await next;
    chat.peer.deafen(false);
    expect((await chat.read(TOPIC, '9')).text).toMatch(/Point 9/);
  });

  const points = (peer: SlackPeer) => peer.messages.filter(({ by }) => by === 'chat.postMessage');

  test.each<Failure>([{ status: 500 }, 'reset', 'lost'])(
    'a post that ends in %s stands there once',
    async (failure) => {
      await using chat = await openSlack();
      chat.peer.fail('chat.postMessage', [failure]);
      await chat.peer.mention(`${TOPIC} 3`);
      await chat.peer.until('a look', () => chat.peer.calls.some(({ method }) => method === 'conversations.replies'));
      await chat.peer.mention(`${TOPIC} 4`);
      expect(points(chat.peer).map(({ blocks }) => /Point \d/.exec(JSON.stringify(blocks))?.[0])).toEqual([
        'Point 3',
        'Point 4',
      ]);
      expect(undelivered(chat.log)).toEqual([]);
    },
  );

  test.each<[Failure, number]>([
    ['reset', 0],
    ['lost', 1],
  ])('a post that ends in %s is not repeated where we may not look', async (failure, posted) => {
    await using chat = await openSlack({
      scopes: new Set(['app_mentions:read', 'chat:write', 'commands', 'users:read']),
    });
    chat.peer.fail('chat.postMessage', [failure]);
    await chat.peer.mention(`${TOPIC} 3`, { says: posted });
    await eventually(() => expect(undelivered(chat.log)).toHaveLength(1));
    expect(points(chat.peer)).toHaveLength(posted);
    expect(JSON.stringify((await chat.peer.mention(`${TOPIC} 4`)).messages)).toMatch(/Point 4/);
  });

  test('without users:read it answers all the same, and says so once', async () => {
    await using chat = await openSlack({ scopes: new Set(['app_mentions:read', 'chat:write', 'commands']) });
    for (const user of ['U1ANNA', 'U2LINA', 'U1ANNA']) {
      const { messages } = await chat.peer.slash('/briefing', `${TOPIC} 9`, { user });
      expect(JSON.stringify(messages)).toMatch(/Point 9/);
    }
    expect(chat.log.filter((line) => /users:read/.test(line))).toHaveLength(1);
  });

  test.each([
    ['C1NEWS', 'chat.postEphemeral', 'C1NEWS'],
    ['C2OTHER', 'chat.postMessage', 'D1ANNA'],
  ])('an answer whose address is too old comes in %s by %s', async (channel, by, shown) => {
    await using chat = await openSlack();
    const { peer } = chat;
    const [card] = (await peer.slash('/briefing', TOPIC, { channel })).messages;
    const asking = /ask\/[^"]*/.exec(JSON.stringify(card?.blocks))?.[0] ?? '';
    const [view] = card ? (await peer.action(card, asking)).views : [];
    peer.advance(31 * 60_000);
    const { messages } = view ? await peer.submit(view, { question: '3' }, { says: 1 }) : { messages: [] };
    expect(messages).toMatchObject([{ by, channel: shown }]);
    expect(undelivered(chat.log)).toEqual([]);
  });

  test('a failing response URL is tried again', async () => {
    await using chat = await openSlack();
    await chat.read(TOPIC, '9');
    chat.peer.fail('response_url', [{ status: 500 }]);
    expect((await chat.press('10')).text).toMatch(/Point 10/);
  });

  test('an archived channel is told, and another one is answered', async () => {
    await using chat = await openSlack();
    await chat.peer.mention(`${TOPIC} 3`, { channel: 'C3OLD', says: 0 });
    await eventually(() =>
      expect(undelivered(chat.log)).toEqual([expect.stringMatching(/is_archived; Choose another/)]),
    );
    expect(JSON.stringify((await chat.peer.mention(`${TOPIC} 4`)).messages)).toMatch(/Point 4/);
  });

  test('an answer that is slow is announced, and comes; a command in hand is finished before we leave', async () => {
    await using peer = await startSlackPeer();
    const { desk, asked, go } = openSlowDesk();
    const { bot: botToken, app: appToken } = peer.workspace.tokens;
    const platform = slackPlatform(
      { botToken, api: peer.apiUrl, managers: null, mode: { type: 'socket', appToken } },
      desk,
      null,
      QUICK,
    );
    await platform.start();
    const acknowledged = peer.slash('/briefing', `${TOPIC} 9`, { says: 0 });
    await asked;
    const left = platform.stop(5_000);
    expect(await acknowledged).toMatchObject({ ack: null, failure: null, messages: [] });
    go();
    await left;
    expect(peer.messages).toMatchObject([{ by: 'response_url', seenBy: 'U1ANNA' }]);
    await peer.until('the socket to be closed', () => peer.connections() === 0);
    expect(peer.faults).toEqual([]);
  });

  test('it may be started again after it was stopped, and answers once', async () => {
    await using chat = await openSlack();
    for (let times = 0; times < 2; times++) {
      await chat.platform.stop(1_000);
      await chat.peer.until('the socket to be closed', () => chat.peer.connections() === 0);
      await chat.platform.start();
      expect((await chat.read(TOPIC, '9')).text).toMatch(/Point 9/);
      expect(chat.peer.connections()).toBe(1);
    }
    expect(chat.log.filter((line) => /connected/.test(line))).toHaveLength(3);
  });

  test('a mention far up in a long thread is answered once', async () => {
    await using chat = await openSlack();
    const [first] = (await chat.peer.mention(`${TOPIC} 3`)).messages;
    const thread = first?.thread ?? '';
    for (let i = 0; i < 300; i++) {
      const about = { channel: 'C1NEWS', thread, by: 'U2LINA' };
      keepMessage(chat.peer.workspace, makeMessage(chat.peer.workspace, { text: 'hi' }, about));
    }
    chat.peer.fail('chat.postMessage', ['lost']);
    await chat.peer.mention(`${TOPIC} 4`, { thread });
    await chat.peer.until('a look', () => chat.peer.calls.some(({ method }) => method === 'conversations.replies'));
    await chat.peer.mention(`${TOPIC} 5`, { thread });
    expect(points(chat.peer)).toHaveLength(3);
    expect(undelivered(chat.log)).toEqual([]);
  });

  test('a network that swallows everything does not keep us from leaving', async () => {
    await using hole = await openHole();
    const mode = { type: 'socket', appToken: 'xapp-a' } as const;
    const platform = slackPlatform(
      { botToken: 'xoxb-a', api: `${hole.url}/api/`, managers: null, mode },
      openDesk().desk,
    );
    const tried = platform.start();
    await hole.reached;
    await platform.stop(100);
    await tried;
  });

  test('by HTTP, a port that another program has is told once, and taken as soon as it is free', async () => {
    const hole = await openHole();
    await using peer = await startSlackPeer();
    const { desk, log } = openDesk();
    const port = Number(new URL(hole.url).port);
    const mode = { type: 'http', signingSecret: 'a signing secret' } as const;
    const botToken = peer.workspace.tokens.bot;
    const door = openDoor({ host: '127.0.0.1', port, page: noPage });
    const platform = slackPlatform({ botToken, api: peer.apiUrl, managers: null, mode }, desk, door, {
      first: 5,
      most: 20,
    });
    await platform.start();
    const tries = () => peer.calls.filter(({ method }) => method === 'auth.test').length;
    await peer.until('some tries', () => tries() > 3);
    expect(log).toEqual([expect.stringMatching(new RegExp(`^error slack: .*port ${port}: .*; .*READOUT_WEB`))]);
    await hole[Symbol.asyncDispose]();
    await eventually(() => expect(log.at(-1)).toBe('info slack: connected'));
    peer.useHttp(`http://127.0.0.1:${port}/slack/events`, 'a signing secret');
    expect(JSON.stringify((await peer.slash('/briefing', `${TOPIC} 9`)).messages)).toMatch(/Point 9/);
    await platform.stop(100);
    await door.close(100);
  });

  test('by HTTP: what Slack signed is answered, what is stale or signed otherwise is not', async () => {
    await using peer = await startSlackPeer();
    const { desk, answered } = openDesk();
    const signingSecret = 'a signing secret';
    const mode = { type: 'http', signingSecret } as const;
    const botToken = peer.workspace.tokens.bot;
    const door = openDoor({ host: '127.0.0.1', port: 0, page: noPage });
    const platform = slackPlatform({ botToken, api: peer.apiUrl, managers: null, mode }, desk, door, QUICK);
    await platform.start();
    const url = `${door.address()}/slack/events`;
    peer.useHttp(url, signingSecret);
    expect(JSON.stringify((await peer.slash('/briefing', `${TOPIC} 9`)).messages)).toMatch(/Point 9/);
    expect(JSON.stringify((await peer.mention(`${TOPIC} 3`)).messages)).toMatch(/Point 3/);
    const before = answered.length;
    const payload = { command: '/briefing', text: TOPIC, user_id: 'U1ANNA', trigger_id: '1', channel_id: 'C1NEWS' };
    const stale = await peer.post(url, signingSecret, payload, { age: 600 });
    const forged = await peer.post(url, 'another secret', payload);
    expect([stale.status, forged.status, answered.length - before]).toEqual([401, 401, 0]);
    // Anything else at that address is no business of Slack's, and beside it stands the page.
    expect((await fetch(url)).status).toBe(404);
    expect(await (await fetch(`${door.address()}/`)).text()).toBe('the page');
    await platform.stop(100);
    expect(await (await fetch(url, { method: 'POST' })).text()).toBe('the page');
    await door.close(100);
    expect(peer.faults).toEqual([]);
  });
});

/** A server that takes connections and says nothing. `reached` resolves with the first. */
async function openHole() {
  const open = new Set<Socket>();
  const reached = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    reached.resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of open) socket.destroy();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${port}`, reached: reached.promise, [Symbol.asyncDispose]: close };
}
