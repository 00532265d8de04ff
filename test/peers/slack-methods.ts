// The Web API's methods as a workspace answers them (https://docs.slack.dev/reference/methods).

import { channelOf, keepMessage, messagesIn, noteDelivery } from './slack-index.ts';
import { areTooLong, findBlockFaults, isJson, type Json } from './slack-rules.ts';
import { answerView } from './slack-views.ts';
import {
  nameBlocks,
  nextNumber,
  nextTs,
  refuse,
  type SlackChannel,
  type SlackMessage,
  say,
  tellMessage,
  type Workspace,
} from './slack-workspace.ts';

export type Method = (workspace: Workspace, given: Json, method: string) => Json;

/** The scope that a method needs; a list: for public and private channels. `app`: it takes the app's token. */
export const SCOPES: Record<string, string[]> = {
  'apps.connections.open': ['connections:write'],
  'bots.info': ['users:read'],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'conversations.open': ['im:write'],
  'conversations.join': ['channels:join'],
  'users.info': ['users:read'],
  'users.conversations': ['channels:read', 'groups:read'],
  'usergroups.users.list': ['usergroups:read'],
};

const LONGEST_TEXT = 40_000;
const LONGEST_UPDATE = 4000;

const isTrue = (value: unknown): boolean => value === true || value === 'true' || value === '1' || value === 1;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

export function findChannel(workspace: Workspace, given: unknown): SlackChannel | null {
  const name = text(given).replace(/^#/, '');
  const user = workspace.users.find(({ id }) => id === given || `D${id.slice(1)}` === given);
  if (user) return { id: `D${user.id.slice(1)}`, name: 'directmessage', member: true };
  return channelOf(workspace, name);
}

function tellChannel(channel: SlackChannel): Json {
  const isPrivate = channel.private ?? false;
  return {
    id: channel.id,
    name: channel.name,
    is_channel: !isPrivate,
    is_group: isPrivate,
    is_im: channel.id.startsWith('D'),
    is_private: isPrivate,
    is_archived: channel.archived ?? false,
    is_member: channel.member,
  };
}

/** What Slack has against a message's content; null where nothing. `alone`: with the limit of all blocks together. */
export function findMessageFault(given: Json, alone: boolean): { error: string; messages: string[] } | null {
  const { blocks } = given;
  if (typeof blocks === 'string' || (blocks !== undefined && !Array.isArray(blocks)))
    return { error: 'invalid_blocks_format', messages: [] };
  const faults = blocks === undefined ? [] : findBlockFaults(blocks, 'message');
  if (faults.length) return { error: 'invalid_blocks', messages: faults };
  if (alone && areTooLong(blocks)) return { error: 'msg_blocks_too_long', messages: [] };
  if (given.markdown_text !== undefined && (blocks !== undefined || given.text !== undefined))
    return { error: 'markdown_text_conflict', messages: [] };
  const empty = !text(given.text) && !text(given.markdown_text) && !given.attachments;
  return empty && !(Array.isArray(blocks) && blocks.length) ? { error: 'no_text', messages: [] } : null;
}

function findMetadataFault(metadata: unknown): string | null {
  if (metadata === undefined) return null;
  if (!isJson(metadata)) return 'invalid_metadata_format';
  return typeof metadata.event_type === 'string' && isJson(metadata.event_payload) ? null : 'invalid_metadata_schema';
}

/** The message of a call or a response URL, as people see it. */
export function makeMessage(workspace: Workspace, given: Json, about: Partial<SlackMessage>): SlackMessage {
  return {
    channel: '',
    ts: nextTs(workspace),
    text: (text(given.text) || text(given.markdown_text)).slice(0, LONGEST_TEXT),
    blocks: nameBlocks(workspace, given.blocks),
    thread: text(given.thread_ts) || null,
    seenBy: null,
    metadata: isJson(given.metadata) ? given.metadata : null,
    by: '',
    edits: 0,
    deleted: false,
    ...about,
  };
}

const post: Method = (workspace, given, method) => {
  const no = (error: string, messages: string[] = []) => refuse(workspace, method, error, messages);
  const channel = findChannel(workspace, given.channel);
  if (!channel) return no('channel_not_found');
  if (channel.archived) return no('is_archived');
  if (!channel.member && !workspace.scopes.has('chat:write.public')) return no('not_in_channel');
  const fault = findMessageFault(given, true);
  if (fault) return no(fault.error, fault.messages);
  const metadata = findMetadataFault(given.metadata);
  if (metadata) return no(metadata);
  const ephemeral = method === 'chat.postEphemeral';
  if (ephemeral && !workspace.users.some(({ id }) => id === given.user)) return no('user_not_in_channel');
  const seenBy = ephemeral ? text(given.user) : null;
  const message = makeMessage(workspace, given, { channel: channel.id, seenBy, by: method });
  keepMessage(workspace, message);
  say(workspace, method, null, { message });
  if (ephemeral) return { ok: true, message_ts: message.ts };
  return { ok: true, channel: channel.id, ts: message.ts, message: tellMessage(workspace, message, true) };
};

/** The bot's own message that a call names. An ephemeral one cannot be named: it is not there for the API. */
function findOwn(workspace: Workspace, given: Json): SlackMessage | null {
  return messagesIn(workspace, text(given.channel)).find(({ ts }) => ts === given.ts) ?? null;
}

const update: Method = (workspace, given, method) => {
  const no = (error: string, messages: string[] = []) => refuse(workspace, method, error, messages);
  if (!findChannel(workspace, given.channel)) return no('channel_not_found');
  const message = findOwn(workspace, given);
  if (!message) return no('message_not_found');
  if (!message.by.includes('.') && message.by !== 'response_url') return no('cant_update_message');
  const fault = findMessageFault(given, true);
  if (fault) return no(fault.error, fault.messages);
  if (text(given.text).length > LONGEST_UPDATE) return no('msg_too_long');
  if (given.text !== undefined) message.text = text(given.text);
  // Blocks that an update does not name stay; an empty list takes them away.
  if (given.blocks !== undefined) message.blocks = nameBlocks(workspace, given.blocks);
  if (findMetadataFault(given.metadata)) return no('invalid_metadata_format');
  if (isJson(given.metadata)) message.metadata = given.metadata;
  noteDelivery(workspace, message);
  message.edits += 1;
  say(workspace, method, null, { message });
  const { channel, ts } = message;
  return { ok: true, channel, ts, text: message.text, message: tellMessage(workspace, message, true) };
};

const remove: Method = (workspace, given, method) => {
  if (!findChannel(workspace, given.channel)) return refuse(workspace, method, 'channel_not_found');
  const message = findOwn(workspace, given);
  if (!message) return refuse(workspace, method, 'message_not_found');
  message.deleted = true;
  say(workspace, method, null, { message });
  return { ok: true, channel: message.channel, ts: message.ts };
};

/** A page of a list; the cursor is opaque to the bot. */
function page<T>(all: T[], given: Json, size: number): { items: T[]; next: string } {
  const start = Number(Buffer.from(text(given.cursor), 'base64').toString() || 0);
  const end = start + Math.min(Number(given.limit ?? size) || size, 999);
  return { items: all.slice(start, end), next: end < all.length ? Buffer.from(String(end)).toString('base64') : '' };
}

/** A page of messages: what is posted meanwhile moves none to another page, so the cursor is the last one's time. */
function tellPage(workspace: Workspace, all: SlackMessage[], given: Json): Json {
  const oldest = text(given.oldest) || '0';
  const latest = text(given.latest) || '9999999999';
  const equal = isTrue(given.inclusive);
  const within = all.filter(({ ts }) => (ts > oldest && ts < latest) || (equal && (ts === oldest || ts === latest)));
  const last = Buffer.from(text(given.cursor), 'base64').toString();
  const begin = last === '' ? 0 : within.findIndex(({ ts }) => ts === last) + 1;
  const items = within.slice(begin, begin + Math.min(Number(given.limit ?? 100) || 100, 999));
  const more = begin + items.length < within.length;
  const messages = items.map((message) => tellMessage(workspace, message, isTrue(given.include_all_metadata)));
  const next = more ? Buffer.from(items.at(-1)?.ts ?? '').toString('base64') : '';
  return { ok: true, messages, has_more: more, response_metadata: { next_cursor: next } };
}

const read: Method = (workspace, given, method) => {
  const channel = findChannel(workspace, given.channel);
  // A person is no channel to read, though one can post to them.
  if (!channel || text(given.channel).startsWith('U')) return refuse(workspace, method, 'channel_not_found');
  const needed = channel.id.startsWith('D') ? 'im:history' : channel.private ? 'groups:history' : 'channels:history';
  if (!workspace.scopes.has(needed))
    return refuse(workspace, method, 'missing_scope', [], { needed, provided: [...workspace.scopes].join(',') });
  if (!channel.member) return refuse(workspace, method, 'not_in_channel');
  const all = messagesIn(workspace, channel.id);
  if (method === 'conversations.history')
    return tellPage(
      workspace,
      all.filter(({ thread, ts }) => thread === null || thread === ts),
      given,
    );
  const thread = all.filter((message) => message.ts === given.ts || message.thread === given.ts);
  return thread.length
    ? tellPage(workspace, thread.toReversed(), given)
    : refuse(workspace, method, 'thread_not_found');
};

const openConversation: Method = (workspace, given, method) => {
  const user = workspace.users.find(({ id }) => id === given.users);
  return user
    ? { ok: true, channel: { id: `D${user.id.slice(1)}` } }
    : refuse(workspace, method, given.users === undefined ? 'users_list_not_supplied' : 'user_not_found');
};

const describeUser: Method = (workspace, given, method) => {
  const user = workspace.users.find(({ id }) => id === given.user);
  if (!user) return refuse(workspace, method, 'user_not_found');
  const { id, name, admin = false, owner = false, zone = 'Europe/Paris' } = user;
  const locale = isTrue(given.include_locale) ? { locale: user.locale } : {};
  const told = {
    id,
    team_id: user.team ?? workspace.team,
    name,
    real_name: name,
    is_admin: admin,
    is_owner: owner,
    is_bot: false,
  };
  return {
    ok: true,
    user: { ...told, deleted: false, tz: zone, profile: { display_name: name }, ...locale },
  };
};

const join: Method = (workspace, given, method) => {
  const channel = workspace.channels.find(({ id }) => id === given.channel);
  if (!channel || channel.private) return refuse(workspace, method, 'channel_not_found');
  if (channel.archived) return refuse(workspace, method, 'is_archived');
  channel.member = true;
  return { ok: true, channel: tellChannel(channel) };
};

const listConversations: Method = (workspace, given) => {
  const types = (text(given.types) || 'public_channel').split(',');
  const mine = workspace.channels.filter(
    (channel) =>
      channel.member &&
      !(channel.archived && isTrue(given.exclude_archived)) &&
      types.includes(channel.private ? 'private_channel' : 'public_channel'),
  );
  const { items, next } = page(mine, given, 100);
  return { ok: true, channels: items.map(tellChannel), response_metadata: { next_cursor: next } };
};

/** Every method the peer knows; any other is `unknown_method`. */
export const METHODS: Record<string, Method> = {
  'api.test': (_, given) => ({ ok: true, args: given }),
  'auth.test': ({ team, bot }) => ({
    ok: true,
    url: 'https://test.slack.com/',
    team: 'Test',
    user: 'readout',
    team_id: team,
    user_id: bot.user,
    bot_id: bot.id,
    is_enterprise_install: false,
  }),
  'apps.connections.open': (workspace) => {
    const ticket = `ticket-${nextNumber(workspace)}`;
    workspace.tickets.add(ticket);
    return { ok: true, url: ticket };
  },
  'bots.info': (workspace, given, method) => {
    const { app, bot } = workspace;
    if (given.bot !== bot.id) return refuse(workspace, method, 'bot_not_found');
    return { ok: true, bot: { id: bot.id, app_id: app, user_id: bot.user, name: 'readout', deleted: false } };
  },
  'chat.postMessage': post,
  'chat.postEphemeral': post,
  'chat.update': update,
  'chat.delete': remove,
  'conversations.info': (workspace, given, method) => {
    const channel = findChannel(workspace, given.channel);
    if (!channel || (channel.private && !channel.member)) return refuse(workspace, method, 'channel_not_found');
    return { ok: true, channel: tellChannel(channel) };
  },
  'conversations.history': read,
  'conversations.replies': read,
  'conversations.join': join,
  'conversations.open': openConversation,
  'users.info': describeUser,
  'users.conversations': listConversations,
  'usergroups.users.list': (workspace, given, method) => {
    const users = workspace.groups[text(given.usergroup)];
    return users ? { ok: true, users } : refuse(workspace, method, 'no_such_subteam');
  },
  'views.open': answerView,
  'views.update': answerView,
  'views.publish': answerView,
};
