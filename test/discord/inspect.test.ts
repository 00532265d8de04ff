import { describe, expect, test } from 'vitest';
import type { PostForm } from '../../src/core/schedule.ts';
import { type Case, expectFinding, type Installation, openInstallation } from '../installation.ts';
import { bodyOf } from '../peers/discord-fault.ts';

const FORM: PostForm = { as: 'message', tags: [], crosspost: false, role: null };
const form = (given: Partial<PostForm>): PostForm => ({ ...FORM, ...given });
const roleOf = ({ discord }: Installation) => discord.guild.roles[1] ?? {};
const tagOf = ({ discord }: Installation) =>
  bodyOf((discord.channels.forum.available_tags as Record<string, unknown>[])[0]) as { id: string; moderated: boolean };

/** Opens a thread in #general, as people do. */
async function openThread({ discord }: Installation): Promise<string> {
  const { rest, token, channels } = discord;
  const answer = await fetch(`${rest.api}/v10/channels/${channels.text.id}/threads`, {
    method: 'POST',
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Talks', type: 11 }),
  });
  return ((await answer.json()) as { id: string }).id;
}

const CHANNEL = /^Discord channel \d+$/;

const CASES: Case[] = [
  [
    'a wrong token',
    ({ env }) => Object.assign(env, { DISCORD_TOKEN: `${env.DISCORD_TOKEN}x` }),
    'fault',
    /^Discord token$/,
    /does not accept the bot token/,
    /Bot, Reset Token/,
  ],
  [
    'a revoked token',
    ({ discord }) => discord.revokeToken(),
    'fault',
    /^Discord token$/,
    /does not accept the bot token/,
    /Bot, Reset Token/,
  ],
  [
    'a limit is no wrong token',
    ({ discord }) => discord.fail('GET /users/@me', [{ status: 429, headers: { 'retry-after': '60' } }]),
    'fault',
    /^Discord token$/,
    /^could not be looked at: Discord asks for patience/,
    /ask again soon/,
  ],
  [
    'a failing server is no wrong token',
    ({ discord }) => discord.fail('GET /users/@me', [{ status: 503 }]),
    'fault',
    /^Discord token$/,
    /^could not be looked at: Discord is not well \(HTTP 503/,
    /discordstatus\.com/,
  ],
  [
    'an API that does not answer',
    (deck) => {
      deck.patience = 300;
      deck.discord.fail('GET /users/@me', ['hang']);
    },
    'fault',
    /^Discord token$/,
    /^could not be looked at: Discord cannot be reached \(given up after waiting\)/,
    /network/,
  ],
  [
    'an address that is not Discord',
    ({ env, slack }) => Object.assign(env, { DISCORD_API_URL: slack.apiUrl }),
    'fault',
    /^Discord token$/,
    /is not Discord/,
    /^correct DISCORD_API_URL$/,
  ],
  [
    'an address with nothing of the API at it',
    ({ env }) => Object.assign(env, { DISCORD_API_URL: `${env.DISCORD_API_URL}/no` }),
    'fault',
    /^Discord token$/,
    /HTTP 404/,
    /^correct DISCORD_API_URL$/,
  ],
  [
    'no commands yet',
    ({ discord }) => void discord.world.commands.splice(0),
    'warning',
    /^Discord commands$/,
    /not registered yet/,
    /^start serve/,
  ],
  [
    'commands of another version',
    ({ discord }) => Object.assign(discord.world.commands[0] ?? {}, { description: 'Something else' }),
    'warning',
    /^Discord commands$/,
    /another version/,
    /^start serve/,
  ],
  [
    'a development server that the bot is not in',
    ({ env }) => Object.assign(env, { DISCORD_DEV_GUILD: '210000000000000777' }),
    'fault',
    /^Discord commands$/,
    /cannot see this channel or server/,
    /applications\.commands/,
  ],
  [
    'a deleted channel',
    ({ discord }) => discord.dropChannel(discord.channels.text.id),
    'fault',
    CHANNEL,
    /the channel is gone .*\(schedule s1\)/,
    /^choose another channel$/,
  ],
  [
    'a channel out of sight',
    ({ discord }) => discord.deny(discord.channels.text.id, 'view'),
    'fault',
    CHANNEL,
    /cannot see this channel/,
    /^give it View Channel there/,
  ],
  [
    'no Send Messages',
    ({ discord }) => discord.deny(discord.channels.text.id, 'send'),
    'fault',
    CHANNEL,
    /^#general of Newsroom: the bot lacks Send Messages \(schedule s1\)$/,
    /^give the bot Send Messages there/,
  ],
  [
    'no Read Message History',
    ({ discord }) => discord.deny(discord.channels.text.id, 'history'),
    'warning',
    CHANNEL,
    /lacks Read Message History/,
    /^give the bot Read Message History there/,
  ],
  [
    'no Create Public Threads, for a schedule with a thread',
    async (deck) => {
      await deck.keep('discord', { channel: deck.discord.channels.news.id, form: form({ as: 'thread' }) });
      deck.discord.deny(deck.discord.channels.news.id, 'threads');
    },
    'fault',
    CHANNEL,
    /lacks Create Public Threads \(/,
    /^give the bot Create Public Threads there/,
  ],
  [
    'no Send Messages in Threads, for a schedule in a thread',
    async (deck) => {
      await deck.keep('discord', { channel: await openThread(deck) });
      deck.discord.deny(deck.discord.channels.text.id, 'inThreads');
    },
    'fault',
    CHANNEL,
    /lacks Send Messages in Threads \(/,
    /^give the bot Send Messages in Threads there/,
  ],
  [
    'a locked thread',
    async (deck) => {
      const thread = await openThread(deck);
      await deck.keep('discord', { channel: thread });
      deck.discord.archive(thread, true);
    },
    'fault',
    CHANNEL,
    /the thread is locked/,
    /^unlock it/,
  ],
  [
    'a role that takes it away',
    ({ discord }) => {
      const role = { ...discord.guild.roles[1], id: '210000000000000555' };
      discord.guild.roles.push(role);
      discord.guild.me.roles = [role.id];
      const deny = String(1n << 11n);
      discord.channels.text.permission_overwrites = [{ id: role.id, type: 0, allow: '0', deny }];
    },
    'fault',
    CHANNEL,
    /^#general of Newsroom: the bot lacks Send Messages \(schedule s1\)$/,
    /Permissions/,
  ],
  [
    'a timeout',
    ({ discord }) => {
      discord.guild.me.communication_disabled_until = '2099-01-01T00:00:00.000Z';
    },
    'fault',
    CHANNEL,
    /timeout until 2099-01-01/,
    /^end the timeout/,
  ],
  [
    'a forum without the tag',
    (deck) =>
      deck.keep('discord', {
        channel: deck.discord.channels.forum.id,
        form: form({ as: 'forum', tags: ['210000000000000666'] }),
      }),
    'fault',
    CHANNEL,
    /no tag 210000000000000666/,
    /^choose among Briefing \(\d+\)$/,
  ],
  [
    'a forum that wants a tag',
    async (deck) => {
      deck.discord.channels.forum.flags = 1 << 4;
      await deck.keep('discord', { channel: deck.discord.channels.forum.id, form: form({ as: 'forum' }) });
    },
    'fault',
    CHANNEL,
    /wants a tag/,
    /^choose among Briefing/,
  ],
  [
    'a tag for moderators',
    async (deck) => {
      const tag = (deck.discord.channels.forum.available_tags as { id: string; moderated: boolean }[])[0];
      if (tag) tag.moderated = true;
      const tags = [tagOf(deck).id];
      await deck.keep('discord', { channel: deck.discord.channels.forum.id, form: form({ as: 'forum', tags }) });
    },
    'fault',
    CHANNEL,
    /only moderators may use the tag Briefing/,
    /Manage Threads/,
  ],
  [
    'messages for a forum',
    (deck) => deck.keep('discord', { channel: deck.discord.channels.forum.id }),
    'fault',
    CHANNEL,
    /is a forum/,
    /make it again/,
  ],
  [
    'a forum post for a channel',
    (deck) => deck.keep('discord', { form: form({ as: 'forum' }) }),
    'fault',
    CHANNEL,
    /is no forum/,
    /make it again/,
  ],
  [
    'publishing where nobody follows',
    (deck) => deck.keep('discord', { form: form({ crosspost: true }) }),
    'warning',
    CHANNEL,
    /no announcement channel/,
    /make it again/,
  ],
  [
    'a role that is gone',
    (deck) => deck.keep('discord', { form: form({ role: '210000000000000444' }) }),
    'fault',
    CHANNEL,
    /no role 210000000000000444/,
    /another role/,
  ],
  [
    'a role that the bot may not mention',
    async (deck) => {
      roleOf(deck).mentionable = false;
      await deck.keep('discord', { form: form({ role: String(roleOf(deck).id) }) });
    },
    'warning',
    CHANNEL,
    /may not mention the role Readers/,
    /let anyone mention the role/,
  ],
  [
    'a channel of another server',
    (deck) =>
      deck.keep('discord', {
        target: {
          platform: 'discord',
          place: deck.discord.world.guilds[1]?.id ?? '',
          channel: deck.discord.channels.text.id,
          to: 'channel',
        },
      }),
    'fault',
    CHANNEL,
    /^#general: is in another server, \d+ \(schedule s3\)$/,
    /^correct "place"/,
  ],
  [
    'a server that kicked the bot',
    ({ discord }) => discord.kick(discord.guild.id),
    'fault',
    /^Discord server \d+$/,
    /the bot was removed from it/,
    /^invite the bot again$/,
  ],
];

describe('readout check finds at Discord', { timeout: 20_000 }, () => {
  test.each(CASES)('%s', async (...one) => {
    await using deck = await openInstallation({ discord: { guilds: ['Newsroom', 'Other'] } });
    expect(await expectFinding(deck, one)).not.toContain(deck.discord.token);
  });
});

test('a bot that is in no server is told how it is invited', async () => {
  await using deck = await openInstallation();
  deck.discord.kick(deck.discord.guild.id);
  const servers = (await deck.wrong()).find(({ of }) => of === 'Discord servers');
  expect(servers).toMatchObject({ is: 'warning', what: 'the bot is in none' });
  const [, query = ''] = /authorize\?(\S+)$/.exec(servers?.is === 'warning' ? servers.remedy : '') ?? [];
  const asked = new URLSearchParams(query);
  expect(asked.get('client_id')).toBe(deck.discord.world.application);
  expect(asked.get('scope')).toBe('bot applications.commands');
  // View Channel, Send Messages, Read Message History, Create Public Threads, Send Messages in Threads.
  expect(BigInt(asked.get('permissions') ?? 0)).toBe(
    (1n << 10n) | (1n << 11n) | (1n << 16n) | (1n << 35n) | (1n << 38n),
  );
});

test('a server is told of once, however many channels of it are posted to', async () => {
  await using deck = await openInstallation({ discord: { guilds: ['Newsroom', 'Other'] } });
  await deck.keep('discord', { channel: deck.discord.channels.news.id });
  deck.discord.kick(deck.discord.guild.id);
  expect((await deck.wrong()).map(({ of }) => of)).toEqual([`Discord server ${deck.discord.guild.id}`]);
});

test('every form of a post is fine where all is allowed, and an administrator needs no more', async () => {
  await using deck = await openInstallation();
  const { news, forum, text } = deck.discord.channels;
  await deck.keep('discord', { channel: news.id, form: form({ as: 'thread', role: String(roleOf(deck).id) }) });
  await deck.keep('discord', { channel: news.id, form: form({ crosspost: true }) });
  await deck.keep('discord', { channel: forum.id, form: form({ as: 'forum', tags: [tagOf(deck).id] }) });
  await deck.keep('discord', { channel: await openThread(deck) });
  expect(await deck.wrong()).toEqual([]);
  const [everyone] = deck.discord.guild.roles;
  if (everyone) everyone.permissions = '8';
  text.permission_overwrites = [{ id: deck.discord.guild.id, type: 0, allow: '0', deny: String(1n << 11n) }];
  expect(await deck.wrong()).toEqual([]);
  if (everyone) everyone.permissions = String(1n << 10n);
  expect((await deck.wrong()).some(({ what }) => what.includes('the bot lacks Send Messages in Threads'))).toBe(true);
});

test('Discord hears of no connection, and nothing there is changed', async () => {
  await using deck = await openInstallation();
  const before = deck.discord.requests.length;
  await deck.run();
  expect(deck.discord.sessions.identifies).toEqual([]);
  expect(deck.discord.requests.slice(before).map(({ method }) => method)).not.toContain('PUT');
  expect(new Set(deck.discord.requests.slice(before).map(({ method }) => method))).toEqual(new Set(['GET']));
  expect(deck.discord.faults).toEqual([]);
});
