import { createRole, createUser } from './discord-describe.ts';
import { type Body, listOf, textOf } from './discord-fault.ts';
import { walk } from './discord-rules-components.ts';

/** A message as Discord returns it; what is not named here is there too. */
export type Message = Body & {
  id: string;
  channel_id: string;
  content: string;
  embeds: Body[];
  components: Body[];
  attachments: Body[];
  flags: number;
  mentions: Body[];
  mention_roles: string[];
  mention_everyone: boolean;
};

/** `guild_id`: absent in a channel of two. */
export type Channel = Body & { id: string; type: number; name: string; guild_id?: string };

export type Guild = { id: string; name: string; channels: Channel[]; roles: Body[]; commands: Body[] };

/** A message that the bot posted by itself; `mark`: the id of its outermost component. One that is deleted stays here. */
export type Posted = { channel: string; nonce: string | null; mark: number | null; message: Message };

/** Everything there is: one application, its guilds and channels, and what was said in them. */
export type World = {
  application: string;
  bot: Body & { id: string };
  guilds: Guild[];
  commands: Body[];
  messages: Map<string, Message>;
  /** Every channel and thread, those of two as well, by id. */
  channels: Map<string, Channel>;
  /** What was said in each channel, oldest first. */
  said: Map<string, Message[]>;
  /** What the bot may not do, by channel; `dm` by person. A thread has its parent's. */
  denied: Map<string, ReadonlySet<Denial>>;
  /** A fresh snowflake. */
  id: () => string;
};

/** `view`: 50001 for everything. `send`: 50013. `history`: no messages are listed. `dm`: a person takes none, 50007. */
export type Denial = 'view' | 'send' | 'history' | 'dm';

export const EPHEMERAL = 1 << 6;
export const LOADING = 1 << 7;

/** The day from which snowflakes count: https://discord.com/developers/docs/reference#snowflakes */
const EPOCH = 1_420_070_400_000;

/** Makes a world with a guild for each name: #general (text), #news (announcements), #forum with a tag, a role. */
export function createWorld(names: string[], texts = 0): World {
  let count = 0n;
  const id = () => String((BigInt(Date.now() - EPOCH) << 22n) + count++);
  const bot = { ...createUser(id(), 'readout'), bot: true };
  const guilds = names.map((name) => createGuild(name, id, texts));
  const channels = new Map(guilds.flatMap((guild) => guild.channels.map((channel) => [channel.id, channel] as const)));
  const nothing = { commands: [], messages: new Map(), said: new Map(), denied: new Map() };
  return { application: bot.id, bot, guilds, channels, ...nothing, id };
}

/** `texts`: how many text channels there are besides. */
function createGuild(name: string, id: () => string, texts: number): Guild {
  const guild = id();
  const channel = (type: number, title: string, more: Body = {}): Channel => ({
    id: id(),
    type,
    name: title,
    guild_id: guild,
    flags: 0,
    position: 0,
    permission_overwrites: [],
    parent_id: null,
    nsfw: false,
    topic: null,
    last_message_id: null,
    rate_limit_per_user: 0,
    ...more,
  });
  const tag = { id: id(), name: 'Briefing', moderated: false, emoji_id: null, emoji_name: null };
  const forum = {
    available_tags: [tag],
    default_reaction_emoji: null,
    default_sort_order: null,
    default_forum_layout: 0,
  };
  const more = Array.from({ length: texts }, (_, i) => channel(0, `text-${i + 1}`));
  const channels = [channel(0, 'general'), channel(5, 'news'), channel(15, 'forum', forum), ...more];
  return {
    id: guild,
    name,
    channels,
    roles: [createRole(guild, '@everyone'), createRole(id(), 'Readers')],
    commands: [],
  };
}

export const findGuild = (world: World, id: unknown): Guild | undefined =>
  world.guilds.find((guild) => guild.id === id);

/** The channel or thread with this id, of any guild or of none. */
export const findChannel = (world: World, id: unknown): Channel | undefined => world.channels.get(textOf(id));

/** Puts a channel or a thread into its guild. */
export function putChannel(world: World, channel: Channel): void {
  world.channels.set(channel.id, channel);
  findGuild(world, channel.guild_id)?.channels.push(channel);
}

/** Takes a channel away, as whoever manages the guild can. */
export function dropChannel(world: World, id: string): void {
  const guild = findGuild(world, findChannel(world, id)?.guild_id);
  if (guild !== undefined) guild.channels = guild.channels.filter((channel) => channel.id !== id);
  world.channels.delete(id);
}

/** Whether the bot may not do this in a channel or the channel that a thread belongs to. */
export function isDenied(world: World, channel: Channel, denial: Denial): boolean {
  const [mine, above] = [world.denied.get(channel.id), world.denied.get(textOf(channel.parent_id))];
  return (mine?.has(denial) ?? false) || (above?.has(denial) ?? false);
}

const DENIED: Partial<Record<Denial, bigint>> = {
  view: 1n << 10n,
  send: (1n << 11n) | (1n << 38n),
  history: 1n << 16n,
};

/** A channel as Discord tells it: what is denied the bot there is an overwrite of its own. A thread has none. */
export function withDenials(world: World, channel: Channel): Channel {
  const denied = [...(world.denied.get(channel.id) ?? [])].reduce((all, one) => all | (DENIED[one] ?? 0n), 0n);
  if (denied === 0n || channel.permission_overwrites === undefined) return channel;
  const overwrite = { id: world.bot.id, type: 1, allow: '0', deny: String(denied) };
  return { ...channel, permission_overwrites: [...listOf(channel.permission_overwrites), overwrite] };
}

/** Puts a message that was found right into a channel. `more`: what a message of an interaction has besides. */
export function putMessage(world: World, channel: string, body: Body, more: Body = {}): Message {
  const message: Message = {
    id: world.id(),
    type: 0,
    channel_id: channel,
    author: world.bot,
    content: '',
    embeds: [],
    components: [],
    attachments: [],
    flags: 0,
    timestamp: new Date().toISOString(),
    edited_timestamp: null,
    pinned: false,
    tts: body.tts === true,
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    ...(body.nonce === undefined || body.nonce === null ? {} : { nonce: body.nonce }),
    ...more,
  };
  applyBody(world, message, body);
  world.messages.set(message.id, message);
  const said = world.said.get(channel);
  if (said === undefined) world.said.set(channel, [message]);
  else said.push(message);
  const where = findChannel(world, channel);
  if (where !== undefined) where.last_message_id = message.id;
  return message;
}

/** Edits a message as a body that was found right says; whether it is ephemeral stays. */
export function changeMessage(world: World, message: Message, body: Body): Message {
  applyBody(world, message, body);
  message.flags &= ~LOADING;
  message.edited_timestamp = new Date().toISOString();
  return message;
}

/** What a message would be after this body: what its rules are checked against. Components V2 never go away again. */
export function mergeBody(message: Message | null, body: Body): Body {
  const kept: Body = message === null ? {} : { content: message.content, embeds: message.embeds };
  const merged = { ...kept, ...(message === null ? {} : { components: message.components }), ...body };
  return { ...merged, flags: Number(body.flags ?? 0) | (message?.flags ?? 0) };
}

function applyBody(world: World, message: Message, body: Body): void {
  if (body.content !== undefined) message.content = textOf(body.content);
  if (body.embeds !== undefined) message.embeds = listOf(body.embeds).map((embed) => ({ type: 'rich', ...embed }));
  if (body.components !== undefined) message.components = fillComponents(body.components);
  if (body.attachments !== undefined) message.attachments = listOf(body.attachments);
  const settable = 4 | 4096 | (1 << 15);
  message.flags |= Number(body.flags ?? 0) & settable;
  Object.assign(message, findMentions(world, message, body.allowed_mentions));
}

const SELECT = { min_values: 1, max_values: 1, disabled: false };

/** What Discord fills in of components that leave it out, by their type. */
const FILLED: Record<number, Body> = {
  2: { disabled: false },
  ...Object.fromEntries([3, 5, 6, 7, 8].map((type) => [type, SELECT])),
  11: { description: null, spoiler: false },
  14: { spacing: 1, divider: true },
  17: { accent_color: null, spoiler: false },
};

/** Gives every component an id, as Discord does where a body has none, and what else it left out. */
function fillComponents(components: unknown): Body[] {
  const copy = structuredClone(listOf(components));
  let next = 1;
  for (const { component } of walk(copy)) {
    Object.assign(component, { ...FILLED[Number(component.type)], ...component });
    component.id ??= next++;
  }
  return copy;
}

/** Whom a message pings: without `allowed_mentions` everybody it names. */
function findMentions(world: World, message: Message, allowed: unknown): Body {
  const { parse, roles, users } = {
    parse: ['everyone', 'roles', 'users'],
    roles: [],
    users: [],
    ...Object(allowed ?? {}),
  };
  const shown = [...walk(message.components)].map(({ component }) => textOf(component.content));
  const text = [message.content, ...shown].join('\n');
  const named = (pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
  const everyone = /@(?:everyone|here)/u.test(text) && parse.includes('everyone');
  return {
    mention_everyone: everyone,
    mention_roles: named(/<@&(\d+)>/gu).filter((id) => parse.includes('roles') || roles.includes(id)),
    mentions: named(/<@!?(\d+)>/gu)
      .filter((id) => parse.includes('users') || users.includes(id))
      .map((id) => (id === world.bot.id ? world.bot : createUser(id, `user-${id}`))),
  };
}
