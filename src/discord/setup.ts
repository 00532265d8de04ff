import { randomUUID } from 'node:crypto';
import {
  type APIApplication,
  type APIChannel,
  type APIGuildChannel,
  type APIGuildForumChannel,
  ChannelFlags,
  ChannelType,
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
import { type Get, inviteLink, neededFor, type Place, permissionsIn, placeOf } from './permissions.ts';
import { look, markOf } from './search.ts';
import { wireTo } from './wire.ts';

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

/** Reads of Discord's API. discord.js waits where Discord asks for patience, and tries once more what failed on the way. */
function getOf({ token, api }: DiscordSettings): Get {
  const rest = new REST({ retries: 1, timeout: TIMEOUT_MS, ...(api === null ? {} : { api }) }).setToken(token);
  return async (route, query = {}) => {
    try {
      return (await rest.get(route, { query: new URLSearchParams(query) })) as never;
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
  const found = await getOf(settings)<APIApplication>(Routes.currentApplication());
  const { id, name, bot, bot_require_code_grant: codeGrant } = found;
  return { application: id, user: bot?.id ?? id, name: bot?.username ?? name, codeGrant };
}

async function openBot(settings: DiscordSettings): Promise<SetupBot> {
  const get = getOf(settings);
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
async function placesOf(get: Get): Promise<{ id: string; name: string }[]> {
  const all: { id: string; name: string }[] = [];
  for (;;) {
    const query = { limit: String(PAGE), after: all.at(-1)?.id ?? '0' };
    const page = await get<RESTAPIPartialCurrentUserGuild[]>(Routes.userGuilds(), query);
    all.push(...page.map(({ id, name }) => ({ id, name })));
    if (page.length < PAGE) return all;
  }
}

type Listed = Extract<APIChannel, APIGuildChannel>;

const OFFERED: readonly ChannelType[] = [ChannelType.GuildText, ChannelType.GuildAnnouncement, ChannelType.GuildForum];

async function spotsOf(place: string, user: string, get: Get): Promise<{ open: Spot[]; closed: Closed[] }> {
  const [server, channels] = await Promise.all([placeOf(get, place, user), get<Listed[]>(Routes.guildChannels(place))]);
  const open: Spot[] = [];
  const closed: Closed[] = [];
  for (const channel of channels.filter(({ type }) => OFFERED.includes(type)).toSorted(byPosition)) {
    const lacks = lacksIn(channel, channel, server);
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
function lacksIn(channel: Listed, parent: Listed, server: Place): string | null {
  const granted = permissionsIn(server, 'permission_overwrites' in parent ? parent.permission_overwrites : []);
  const kind = kindOf(channel.type);
  const needed = neededFor(kind, formIn(kind));
  const lacking = needed.filter(({ flag }) => (granted & flag) === 0n);
  if (lacking.length > 0) return `lacks ${lacking.map(({ name }) => name).join(', ')}`;
  const { flags = 0 } = channel as Partial<APIGuildForumChannel>;
  const tagged = channel.type === ChannelType.GuildForum && (flags & ChannelFlags.RequireTag) !== 0;
  return tagged ? 'wants a tag on each post: schedule it in chat, with tags' : null;
}

/** The form of a channel's first posts. */
function formIn(kind: Spot['kind']): Order['form']['as'] {
  return kind === 'forum' ? 'forum' : 'message';
}

async function spotOf(id: string, user: string, get: Get): Promise<Spot> {
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
  const lacks = lacksIn(channel, parent, await placeOf(get, channel.guild_id, user));
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
    form: { as: formIn(kind), tags: [], crosspost: false, role: null },
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
