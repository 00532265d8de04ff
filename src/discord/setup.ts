import { randomUUID } from 'node:crypto';
import {
  type APIApplication,
  type APIChannel,
  type APIGuildChannel,
  type APIGuildForumChannel,
  type APIGuildMember,
  type APIOverwrite,
  type APIRole,
  ChannelFlags,
  ChannelType,
  PermissionFlagsBits as Flags,
  OAuth2Scopes,
  REST,
  type RESTAPIPartialCurrentUserGuild,
  RESTJSONErrorCodes,
  Routes,
} from 'discord.js';
import { DeliveryError, messageOf, PassingError, UserError } from '../core/errors.ts';
import type { Order } from '../core/seams.ts';
import type { DiscordSettings } from '../core/settings.ts';
import type { Closed, PlatformSetup, SetupBot, Spot } from '../core/setup.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import { greeting, interfaceOf } from '../languages/interface.ts';
import { explain } from './errors.ts';
import { LIMITS } from './limits.ts';
import { discordOutlet } from './outlet.ts';
import { kindOf } from './people.ts';
import { look, markOf } from './search.ts';
import { wireTo } from './wire.ts';

/** What the bot asks of a server, by the names that Discord's own pages have. Each is used by src/discord/outlet.ts. */
export const PERMISSIONS = [
  // Whatever is asked about a channel is refused without it.
  { name: 'View Channels', flag: Flags.ViewChannel },
  // Posts, posts of a forum, and publishing them to followers.
  { name: 'Send Messages', flag: Flags.SendMessages },
  // Looking whether a post arrived before it is sent again, so that none comes twice.
  { name: 'Read Message History', flag: Flags.ReadMessageHistory },
  // The thread under a post.
  { name: 'Create Public Threads', flag: Flags.CreatePublicThreads },
  // What of a card goes into that thread, or under a forum's post.
  { name: 'Send Messages in Threads', flag: Flags.SendMessagesInThreads },
] as const;

/** Without these nothing can be posted in a channel of the kind; all are needed where threads are. */
const ALWAYS: readonly bigint[] = [Flags.ViewChannel, Flags.SendMessages, Flags.ReadMessageHistory];
const IN_THREADS: readonly bigint[] = [Flags.ViewChannel, Flags.ReadMessageHistory, Flags.SendMessagesInThreads];
const NEEDED: Readonly<Record<Spot['kind'], readonly bigint[]>> = {
  text: ALWAYS,
  announcement: ALWAYS,
  thread: IN_THREADS,
  forum: PERMISSIONS.map(({ flag }) => flag),
};

const PORTAL = 'https://discord.com/developers/applications';
const TIMEOUT_MS = 10_000;

/** Discord as `setup` sees it. `api`: another REST root, for test servers and proxies. */
export function discordSetup(api: string | null): PlatformSetup {
  return {
    platform: 'discord',
    title: 'Discord',
    tokens: [{ setting: 'DISCORD_TOKEN', question: "The bot's token (Bot, Reset Token)", prefix: '' }],
    steps: async () => [
      { text: "Make an application in Discord's developer portal (New Application):", link: PORTAL },
      { text: 'Its page Bot gives the token (Reset Token). Leave the privileged intents off: none is needed.' },
    ],
    check: async (_, token) => `the bot ${(await whoIs({ token, api, devGuild: null })).name}`,
    open: ({ DISCORD_TOKEN: token = '' }) => openBot({ token, api, devGuild: null }),
  };
}

/** The link that brings the bot into a server: https://docs.discord.com/developers/topics/oauth2#bot-authorization-flow */
export function inviteLink(application: string): string {
  const permissions = PERMISSIONS.reduce((all, { flag }) => all | flag, 0n);
  const query = new URLSearchParams({
    client_id: application,
    scope: [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join(' '),
    permissions: String(permissions),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}

type Rest = <Answer>(route: `/${string}`, query?: URLSearchParams) => Promise<Answer>;

/** Reads of Discord's API. discord.js waits where Discord asks for patience, and tries once more what failed on the way. */
function restOf({ token, api }: DiscordSettings): Rest {
  const rest = new REST({ retries: 1, timeout: TIMEOUT_MS, ...(api === null ? {} : { api }) }).setToken(token);
  return async <Answer>(route: `/${string}`, query?: URLSearchParams) => {
    try {
      return (await rest.get(route, query ? { query } : {})) as Answer;
    } catch (error) {
      const failure = explain(error);
      if (failure.type === 'retry') throw new PassingError(`${failure.what}; try again`, { cause: error });
      throw new UserError(`${failure.what}; ${failure.remedy}`, { cause: error });
    }
  };
}

type Who = { application: string; user: string; name: string; codeGrant: boolean };

/** Whose token this is. */
async function whoIs(settings: DiscordSettings): Promise<Who> {
  const found = await restOf(settings)<APIApplication>(Routes.currentApplication());
  const { id, name, bot, bot_require_code_grant: codeGrant } = found;
  return { application: id, user: bot?.id ?? id, name: bot?.username ?? name, codeGrant };
}

async function openBot(settings: DiscordSettings): Promise<SetupBot> {
  const get = restOf(settings);
  const { application, user, name, codeGrant } = await whoIs(settings);
  const grant = `the application asks for a code grant, with which nobody can invite the bot; turn it off (${PORTAL}, Bot)`;
  return {
    name,
    invite: {
      text: 'This link invites the bot into a server, with the rights it needs:',
      link: inviteLink(application),
    },
    notes: codeGrant ? [grant] : [],
    places: () => placesOf(get),
    spots: (place) => spotsOf(place, user, get),
    spot: (channel) => spotOf(channel, user, get),
    greeted: (spot) => greeted(settings, spot),
    greet: async (spot, language, again) => {
      try {
        await discordOutlet(settings).send(hello(spot, language, again));
      } catch (error) {
        throw new UserError(`no hello in ${spot.name}: ${messageOf(error)}`, { cause: error });
      }
    },
  };
}

// ---------------------------------------------------------------- servers and channels

const PAGE = 200;

/** https://docs.discord.com/developers/resources/user#get-current-user-guilds */
async function placesOf(get: Rest): Promise<{ id: string; name: string }[]> {
  const all: { id: string; name: string }[] = [];
  for (;;) {
    const query = new URLSearchParams({ limit: String(PAGE), after: all.at(-1)?.id ?? '0' });
    const page = await get<RESTAPIPartialCurrentUserGuild[]>(Routes.userGuilds(), query);
    all.push(...page.map(({ id, name }) => ({ id, name })));
    if (page.length < PAGE) return all;
  }
}

/** What tells the bot's rights in a server. */
type Server = {
  id: string;
  name: string;
  roles: readonly Pick<APIRole, 'id' | 'permissions'>[];
  mine: readonly string[];
};

async function serverOf(id: string, user: string, get: Rest): Promise<Server> {
  const [{ name, roles }, member] = await Promise.all([
    get<{ name: string; roles: APIRole[] }>(Routes.guild(id)),
    get<APIGuildMember>(Routes.guildMember(id, user)),
  ]);
  return { id, name, roles, mine: member.roles };
}

/** What the bot may do in a channel: https://docs.discord.com/developers/topics/permissions#permission-overwrites */
export function permissionsIn(overwrites: readonly APIOverwrite[], user: string, { id, roles, mine }: Server): bigint {
  const held = roles.filter((role) => role.id === id || mine.includes(role.id));
  const base = held.reduce((all, { permissions }) => all | BigInt(permissions), 0n);
  if ((base & Flags.Administrator) !== 0n) return ~0n;
  const groups = [
    overwrites.filter((one) => one.id === id),
    overwrites.filter((one) => one.id !== id && mine.includes(one.id)),
    overwrites.filter((one) => one.id === user),
  ];
  return groups.reduce((granted, group) => {
    const denied = group.reduce((all, { deny }) => all | BigInt(deny), 0n);
    const allowed = group.reduce((all, { allow }) => all | BigInt(allow), 0n);
    return (granted & ~denied) | allowed;
  }, base);
}

type Listed = Extract<APIChannel, APIGuildChannel>;

const OFFERED: readonly ChannelType[] = [ChannelType.GuildText, ChannelType.GuildAnnouncement, ChannelType.GuildForum];

async function spotsOf(place: string, user: string, get: Rest): Promise<{ open: Spot[]; closed: Closed[] }> {
  const [server, channels] = await Promise.all([
    serverOf(place, user, get),
    get<Listed[]>(Routes.guildChannels(place)),
  ]);
  const open: Spot[] = [];
  const closed: Closed[] = [];
  for (const channel of channels.filter(({ type }) => OFFERED.includes(type)).toSorted(byPosition)) {
    const lacks = lacksIn(channel, channel, user, server);
    const name = `#${channel.name}`;
    if (lacks === null) open.push({ id: channel.id, kind: kindOf(channel.type), place, name });
    else closed.push({ name, lacks });
  }
  return { open, closed };
}

function byPosition(a: Listed, b: Listed): number {
  return ('position' in a ? a.position : 0) - ('position' in b ? b.position : 0);
}

/** What keeps the bot from posting there; null where nothing does. A thread has the rights of `parent`, its channel. */
function lacksIn(channel: Listed, parent: Listed, user: string, server: Server): string | null {
  const overwrites = 'permission_overwrites' in parent ? (parent.permission_overwrites ?? []) : [];
  const granted = permissionsIn(overwrites, user, server);
  const needed = NEEDED[kindOf(channel.type)];
  const lacking = PERMISSIONS.filter(({ flag }) => needed.includes(flag) && (granted & flag) === 0n);
  if (lacking.length > 0) return `lacks ${lacking.map(({ name }) => name).join(', ')}`;
  const { flags = 0 } = channel as Partial<APIGuildForumChannel>;
  const tagged = channel.type === ChannelType.GuildForum && (flags & ChannelFlags.RequireTag) !== 0;
  return tagged ? 'wants a tag on each post: schedule it in chat, with tags' : null;
}

async function spotOf(id: string, user: string, get: Rest): Promise<Spot> {
  if (!/^\d{15,20}$/.test(id))
    throw new UserError(`"${id}" is no id of a Discord channel, a number of 15 to 20 digits`);
  const channel = await get<Listed>(Routes.channel(id)).catch((error: unknown) => {
    const code = (error as { cause?: { code?: unknown } }).cause?.code;
    if (code !== RESTJSONErrorCodes.UnknownChannel && code !== RESTJSONErrorCodes.MissingAccess) throw error;
    throw new UserError(`there is no channel ${id} on Discord that the bot can see; check the id, and invite the bot`);
  });
  if (typeof channel.guild_id !== 'string')
    throw new UserError(`the channel ${id} is in no server; choose one that is`);
  const isThread = kindOf(channel.type) === 'thread';
  const parent = isThread ? await get<Listed>(Routes.channel(channel.parent_id ?? id)) : channel;
  const lacks = lacksIn(channel, parent, user, await serverOf(channel.guild_id, user, get));
  const name = `#${channel.name}`;
  if (!isThread && !OFFERED.includes(channel.type))
    throw new UserError(`${name} takes no posts of a bot; choose a text, announcement or forum channel, or a thread`);
  if (lacks !== null) throw new UserError(`the bot cannot post in ${name}: it ${lacks}; allow it there`);
  return { id, kind: kindOf(channel.type), place: channel.guild_id, name };
}

// ---------------------------------------------------------------- the hello

/** The hello as an order of the outlet's. The first has the same mark each time, by which it is known again. */
function hello({ id, place, kind }: Spot, language: InterfaceLanguage, again: boolean): Order {
  const { briefing, briefings, list } = interfaceOf(language).command_names;
  const document = greeting({ read: `/${briefing}`, list: `/${briefings} ${list}` }, language);
  return {
    delivery: again ? randomUUID().slice(0, LIMITS.nonce) : `hi${id}`,
    target: { platform: 'discord', place, channel: id, to: 'channel' },
    answered: { document, topic: null, about: '', language },
    form: { as: kind === 'forum' ? 'forum' : 'message', tags: [], crosspost: false, role: null },
    made: [],
    mayStill: () => true,
  };
}

async function greeted(settings: DiscordSettings, spot: Spot): Promise<boolean | null> {
  const order = hello(spot, 'en', false);
  const mark = markOf(order.delivery, 0);
  try {
    const found =
      spot.kind === 'forum'
        ? await discordOutlet(settings).find(order, 0)
        : await look(wireTo(settings, TIMEOUT_MS), { channel: spot.id, mark, after: '0', from: 'newest', mine: false });
    return found.type === 'unknown' ? null : found.type === 'found';
  } catch (error) {
    if (error instanceof DeliveryError) return null;
    throw error;
  }
}
