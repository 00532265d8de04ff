import { bodyOf, checkCount, checkLength, type Fault, fault, listOf } from './discord-fault.ts';
import {
  type Call,
  type Deed,
  failure,
  nothing,
  ok,
  type Reply,
  type Route,
  refuse,
  refuseForm,
} from './discord-reply.ts';
import { checkMessage, isEmpty } from './discord-rules.ts';
import { crashes } from './discord-rules-components.ts';
import {
  type Channel,
  changeMessage,
  EPHEMERAL,
  findChannel,
  type Message,
  mergeBody,
  putMessage,
  type World,
} from './discord-world.ts';

/** What happened that the gateway tells too. */
export type Tell = (event: string, data: unknown, guild: string) => void;

/** Discord's refusal of a message as it would be; null where it accepts it. `under`: where in the body it stands. */
export function judge(message: Record<string, unknown>, files: number, under: string[] = []): Reply | null {
  const faults = checkMessage(message, files);
  if (faults.length > 0) return refuseForm(faults, under);
  if (isEmpty(message, files)) return refuse(50_006);
  return crashes(message.components) ? failure(500) : null;
}

/** Channels, their messages and their threads. https://discord.com/developers/docs/resources/channel */
export function channelRoutes(world: World, tell: Tell): Route[] {
  const channel = '/channels/{channel_id}';
  const message = `${channel}/messages/{message_id}`;
  const nonces = new Map<string, Message>();
  const inChannel = (of: (call: Call, channel: Channel) => Reply | Deed) => (call: Call) => {
    const found = findChannel(world, call.params.channel_id);
    return found === undefined ? refuse(10_003) : of(call, found);
  };
  const onMessage = (of: (call: Call, message: Message, channel: Channel) => Reply | Deed) =>
    inChannel((call, where) => {
      const found = world.messages.get(call.params.message_id ?? '');
      // An ephemeral message is there for webhooks only.
      if (found?.channel_id !== where.id || (found.flags & EPHEMERAL) !== 0) return refuse(10_008);
      return of(call, found, where);
    });
  return [
    { route: `GET ${channel}`, handle: inChannel((_, found) => ok(found)) },
    { route: `GET ${channel}/messages`, handle: inChannel((call, found) => ok(listMessages(world, call, found))) },
    { route: `POST ${channel}/messages`, handle: inChannel((call, found) => post(world, tell, nonces, call, found)) },
    { route: `GET ${message}`, handle: onMessage((_, found) => ok(found)) },
    { route: `PATCH ${message}`, handle: onMessage((call, found) => edit(world, call, found)) },
    { route: `DELETE ${message}`, handle: onMessage((_, found) => () => remove(world, found)) },
    { route: `POST ${message}/crosspost`, handle: onMessage((_, found, where) => crosspost(found, where)) },
    {
      route: `POST ${message}/threads`,
      handle: onMessage((call, found, where) => fork(world, tell, call, where, found)),
    },
    { route: `POST ${channel}/threads`, handle: inChannel((call, found) => fork(world, tell, call, found, null)) },
  ];
}

function listMessages(world: World, { query }: Call, { id }: Channel): Message[] {
  const after = BigInt(query.get('after') ?? 0);
  const before = BigInt(query.get('before') ?? 2n ** 64n);
  const shown = [...world.messages.values()].filter((one) => one.channel_id === id && (one.flags & EPHEMERAL) === 0);
  const within = shown.filter((one) => BigInt(one.id) > after && BigInt(one.id) < before);
  return within.toReversed().slice(0, Number(query.get('limit') ?? 50));
}

function post(world: World, tell: Tell, nonces: Map<string, Message>, call: Call, channel: Channel): Reply | Deed {
  if (![0, 5, 10, 11, 12].includes(channel.type)) return refuse(50_008);
  const body = bodyOf(call.body);
  const refused = judge(body, call.files.length);
  if (refused !== null) return refused;
  return () => {
    const key = `${channel.id} ${body.nonce}`;
    const once = body.enforce_nonce === true && body.nonce !== undefined && body.nonce !== null;
    const first = once ? nonces.get(key) : undefined;
    if (first !== undefined) return ok(first);
    const message = putMessage(world, channel.id, withFiles(world, body, call.files));
    if (once) nonces.set(key, message);
    channel.last_message_id = message.id;
    tell('MESSAGE_CREATE', { ...message, guild_id: channel.guild_id }, channel.guild_id);
    return ok(message);
  };
}

/** A body with the files that came beside it as its attachments. */
export function withFiles(world: World, body: Record<string, unknown>, files: string[]): Record<string, unknown> {
  if (files.length === 0) return body;
  const attachments = files.map((filename) => {
    const id = world.id();
    const url = `https://cdn.discordapp.com/attachments/${id}/${filename}`;
    return { id, filename, size: 1, url, proxy_url: url };
  });
  return { ...body, attachments };
}

function edit(world: World, call: Call, message: Message): Reply | Deed {
  const body = bodyOf(call.body);
  const refused = judge(mergeBody(message, body), call.files.length);
  return refused ?? (() => ok(changeMessage(world, message, withFiles(world, body, call.files))));
}

function remove(world: World, message: Message): Reply {
  world.messages.delete(message.id);
  return nothing();
}

function crosspost(message: Message, channel: Channel): Reply | Deed {
  if (channel.type !== 5) return refuse(50_024);
  if ((message.flags & 1) !== 0) return refuse(40_033);
  return () => {
    message.flags |= 1;
    return ok(message);
  };
}

/** Opens a thread: from a message, or by itself, in a forum with its first message. */
function fork(world: World, tell: Tell, call: Call, channel: Channel, from: Message | null): Reply | Deed {
  const body = bodyOf(call.body);
  const forum = channel.type === 15 || channel.type === 16;
  if (!forum && channel.type !== 0 && channel.type !== 5) return refuse(50_024);
  if (from !== null && from.thread !== undefined) return refuse(160_004);
  const faults = [...checkLength(body.name, ['name'], 1, 100), ...(forum ? checkTags(body.applied_tags, channel) : [])];
  if (faults.length > 0) return refuseForm(faults);
  const refused = forum ? judge(bodyOf(body.message), call.files.length, ['message']) : null;
  if (refused !== null) return refused;
  return () => {
    const thread = createThread(world, channel, from?.id ?? world.id(), body);
    if (from !== null) from.thread = thread;
    tell('THREAD_CREATE', { ...thread, newly_created: true }, channel.guild_id);
    if (!forum) return { status: 201, body: thread };
    // The first message of a forum's thread has the thread's own id.
    const message = putMessage(world, thread.id, withFiles(world, bodyOf(body.message), call.files), { id: thread.id });
    return { status: 201, body: { ...thread, message } };
  };
}

function checkTags(value: unknown, forum: Channel): Fault[] {
  const known = listOf(forum.available_tags).map((tag) => tag.id);
  const tags: unknown[] = Array.isArray(value) ? value : [];
  return [
    ...checkCount(value, ['applied_tags'], 0, 5),
    ...tags.flatMap((tag, index) =>
      known.includes(tag) ? [] : [fault(['applied_tags', index], 'TAG_INVALID', 'Invalid tag')],
    ),
  ];
}

function createThread(world: World, parent: Channel, id: string, body: Record<string, unknown>): Channel {
  const thread: Channel = {
    id,
    type: parent.type === 5 ? 10 : Number(body.type ?? 11),
    name: String(body.name),
    guild_id: parent.guild_id,
    parent_id: parent.id,
    owner_id: world.bot.id,
    flags: 0,
    last_message_id: null,
    rate_limit_per_user: 0,
    message_count: 0,
    member_count: 1,
    total_message_sent: 0,
    applied_tags: Array.isArray(body.applied_tags) ? body.applied_tags : [],
    thread_metadata: {
      archived: false,
      archive_timestamp: new Date().toISOString(),
      auto_archive_duration: Number(body.auto_archive_duration ?? 4320),
      locked: false,
      create_timestamp: new Date().toISOString(),
    },
  };
  world.guilds.find((guild) => guild.id === parent.guild_id)?.channels.push(thread);
  return thread;
}
