import { createUser } from './discord-describe.ts';
import { bodyOf, fault, listOf } from './discord-fault.ts';
import { dropMessage, messagesIn } from './discord-history.ts';
import { refuseFor } from './discord-limits.ts';
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
import { archive, fork, isArchived, isLocked, markIn } from './discord-threads.ts';
import {
  type Channel,
  changeMessage,
  EPHEMERAL,
  findChannel,
  isDenied,
  type Message,
  mergeBody,
  type Posted,
  putChannel,
  putMessage,
  type World,
  withDenials,
} from './discord-world.ts';

/** What happened that the gateway tells too. */
export type Tell = (event: string, data: unknown, guild: string | null) => void;

/** Discord's refusal of a message as it would be; null where it accepts it. `under`: where in the body it stands. */
export function judge(message: Record<string, unknown>, files: number, under: string[] = []): Reply | null {
  const faults = checkMessage(message, files);
  if (faults.length > 0) return refuseForm(faults, under);
  if (isEmpty(message, files)) return refuse(50_006);
  return crashes(message.components) ? failure(500) : null;
}

/** What the routes keep of what was posted. `directs`: channels of two by person. */
export type Rules = {
  nonces: Nonces;
  crossposts: ReturnType<typeof createHourly>;
  posted: Posted[];
  directs: Map<string, string>;
};

export type Nonces = {
  find: (key: string) => Message | null;
  keep: (key: string, message: Message) => void;
  /** Forgets all that it has seen, as it does in time. */
  forget: () => void;
};

/** Nonces are remembered for so many milliseconds: "the past few minutes", as the documentation says. */
export function createNonces(window: number): Nonces {
  const kept = new Map<string, { message: Message; until: number }>();
  return {
    find: (key) => {
      const found = kept.get(key);
      return found !== undefined && found.until > Date.now() ? found.message : null;
    },
    keep: (key, message) => void kept.set(key, { message, until: Date.now() + window }),
    forget: () => kept.clear(),
  };
}

/** At most `most` in a channel within `ms` milliseconds. */
export function createHourly({ most, ms }: { most: number; ms: number }) {
  const done = new Map<string, number[]>();
  const recent = (channel: string) => (done.get(channel) ?? []).filter((at) => at > Date.now() - ms);
  return {
    /** Milliseconds until there may be another; 0: now. */
    wait: (channel: string) => {
      const times = recent(channel);
      return times.length < most ? 0 : (times[0] ?? 0) + ms - Date.now();
    },
    count: (channel: string) => void done.set(channel, [...recent(channel), Date.now()]),
  };
}

/** Channels, their messages and their threads. https://discord.com/developers/docs/resources/channel */
export function channelRoutes(world: World, tell: Tell, rules: Rules): Route[] {
  const channel = '/channels/{channel_id}';
  const message = `${channel}/messages/{message_id}`;
  const inChannel = (of: (call: Call, channel: Channel) => Reply | Deed) => (call: Call) => {
    const found = findChannel(world, call.params.channel_id);
    if (found === undefined) return refuse(10_003);
    return isDenied(world, found, 'view') ? refuse(50_001) : of(call, found);
  };
  const onMessage = (of: (call: Call, message: Message, channel: Channel) => Reply | Deed) =>
    inChannel((call, where) => {
      const found = world.messages.get(call.params.message_id ?? '');
      // An ephemeral message is there for webhooks only.
      if (found?.channel_id !== where.id || (found.flags & EPHEMERAL) !== 0) return refuse(10_008);
      return of(call, found, where);
    });
  const opens = (of: (call: Call, channel: Channel) => Reply | Deed) =>
    inChannel((call, where) => (isDenied(world, where, 'send') ? refuse(50_013) : of(call, where)));
  return [
    { route: `GET ${channel}`, handle: inChannel((_, found) => ok(withDenials(world, found))) },
    { route: `GET ${channel}/messages`, handle: inChannel((call, found) => listMessages(world, call, found)) },
    { route: `POST ${channel}/messages`, handle: inChannel((call, found) => post(world, tell, rules, call, found)) },
    {
      route: `GET ${message}`,
      handle: onMessage((_, found, where) => (isDenied(world, where, 'history') ? refuse(50_013) : ok(found))),
    },
    { route: `PATCH ${message}`, handle: onMessage((call, found, where) => edit(world, call, found, where)) },
    { route: `DELETE ${message}`, handle: onMessage((_, found) => () => remove(world, found)) },
    {
      route: `POST ${message}/crosspost`,
      handle: onMessage((_, found, where) => crosspost(world, rules, found, where)),
    },
    {
      route: `POST ${message}/threads`,
      handle: onMessage((call, found, where) =>
        isDenied(world, where, 'send') ? refuse(50_013) : fork(world, tell, rules.posted, call, where, found),
      ),
    },
    {
      route: `POST ${channel}/threads`,
      handle: opens((call, found) => fork(world, tell, rules.posted, call, found, null)),
    },
    { route: 'POST /users/@me/channels', handle: (call) => openDirect(world, rules, call) },
  ];
}

/** https://discord.com/developers/docs/resources/message#get-channel-messages */
function listMessages(world: World, { query }: Call, channel: Channel): Reply {
  const limit = Number(query.get('limit') ?? 50);
  if (!(limit >= 1 && limit <= 100)) {
    return refuseForm([fault(['limit'], 'NUMBER_TYPE_RANGE', 'int value should be between 1 and 100.')]);
  }
  // Whoever may not read history is told that there is none.
  if (isDenied(world, channel, 'history')) return ok([]);
  const [after, before, around] = ['after', 'before', 'around'].map((key) => query.get(key));
  if (around === null || around === undefined) {
    return ok(messagesIn(world, channel.id, { after: after ?? null, before: before ?? null, limit }));
  }
  const half = Math.floor(limit / 2);
  const behind = messagesIn(world, channel.id, { after: String(BigInt(around) - 1n), before: null, limit: half + 1 });
  return ok(
    [...behind, ...messagesIn(world, channel.id, { after: null, before: around, limit: half })].slice(0, limit),
  );
}

function post(world: World, tell: Tell, rules: Rules, call: Call, channel: Channel): Reply | Deed {
  if (![0, 1, 5, 10, 11, 12].includes(channel.type)) return refuse(50_008);
  if (isDenied(world, channel, 'send')) return refuse(50_013);
  if (channel.type === 1 && world.denied.get(String(listOf(channel.recipients)[0]?.id))?.has('dm'))
    return refuse(50_007);
  if (isArchived(channel) && isLocked(channel)) return refuse(160_005);
  const body = bodyOf(call.body);
  const refused = judge(body, call.files.length);
  if (refused !== null) return refused;
  return () => {
    const nonce = body.nonce === undefined || body.nonce === null ? null : String(body.nonce);
    const once = body.enforce_nonce === true && nonce !== null ? `${channel.id} ${nonce}` : null;
    const first = once === null ? null : rules.nonces.find(once);
    if (first !== null) return ok(first);
    // A message takes a thread out of the archive.
    if (isArchived(channel)) archive(channel, false);
    const message = putMessage(world, channel.id, withFiles(world, body, call.files));
    if (once !== null) rules.nonces.keep(once, message);
    rules.posted.push({ channel: channel.id, nonce, mark: markIn(message), message });
    tell('MESSAGE_CREATE', { ...message, guild_id: channel.guild_id }, channel.guild_id ?? null);
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

function edit(world: World, call: Call, message: Message, channel: Channel): Reply | Deed {
  if (isArchived(channel)) return refuse(50_083);
  const body = bodyOf(call.body);
  const refused = judge(mergeBody(message, body), call.files.length);
  return refused ?? (() => ok(changeMessage(world, message, withFiles(world, body, call.files))));
}

function remove(world: World, message: Message): Reply {
  dropMessage(world, message);
  return nothing();
}

/** Ten an hour in a channel: https://support.discord.com/hc/en-us/articles/360032008192-Announcement-Channels-FAQ */
function crosspost(world: World, { crossposts }: Rules, message: Message, channel: Channel): Reply | Deed {
  if (channel.type !== 5) return refuse(50_024);
  if (isDenied(world, channel, 'send')) return refuse(50_013);
  if ((message.flags & 1) !== 0) return refuse(40_033);
  const wait = crossposts.wait(channel.id);
  if (wait > 0) return refuseFor(wait, 'user');
  return () => {
    crossposts.count(channel.id);
    message.flags |= 1;
    return ok(message);
  };
}

/** Opens a channel of two, or gives the one that there is. https://discord.com/developers/docs/resources/user#create-dm */
function openDirect(world: World, rules: Rules, call: Call): Reply | Deed {
  const person = String(bodyOf(call.body).recipient_id);
  if (!/^\d{17,20}$/u.test(person)) {
    return refuseForm([fault(['recipient_id'], 'NUMBER_TYPE_COERCE', `Value "${person}" is not snowflake.`)]);
  }
  return () => {
    const known = findChannel(world, rules.directs.get(person));
    if (known !== undefined) return ok(known);
    const recipients = [createUser(person, `user-${person}`)];
    const channel = { id: world.id(), type: 1, flags: 0, last_message_id: null, recipients } as unknown as Channel;
    rules.directs.set(person, channel.id);
    putChannel(world, channel);
    return ok(channel);
  };
}
