import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import {
  type APIChannel,
  type APIMessage,
  type APIThreadChannel,
  type APIThreadList,
  type APIUser,
  RESTJSONErrorCodes as Codes,
  DiscordAPIError,
  REST,
  type RESTOptions,
  Routes,
} from 'discord.js';
import type { Answered } from '../core/command.ts';
import { DeliveryError } from '../core/errors.ts';
import type { Allowance, Order, Outlet } from '../core/seams.ts';
import type { DiscordSettings } from '../core/settings.ts';
import { deliveryErrorOf } from './errors.ts';
import { type DiscordMessage, LIMITS } from './limits.ts';
import { render } from './render.ts';
import { cut } from './text.ts';

const ALLOWANCE: Allowance = {
  /** https://docs.discord.com/developers/topics/rate-limits#global-rate-limit */
  all: { requests: 50, ms: 1_000 },
  place: null,
  /** What the bucket's headers say of POST /channels/{id}/messages: https://docs.discord.com/developers/topics/rate-limits */
  channel: { requests: 5, ms: 5_000 },
};

/** Within the "past few minutes" in which a nonce makes no second message, on the safe side. */
const NONCE_KNOWN_MS = 120_000;
/** Discord's clock and ours may differ by so much. */
const CLOCKS_DIFFER_MS = 60_000;
/** Pages of messages, and threads of ours, that are looked through for one mark. */
const MOST_PAGES = 10;
const MOST_THREADS = 50;
/** Reading that is not allowed. */
const CLOSED: readonly number[] = [Codes.MissingAccess, Codes.MissingPermissions];

/** Where posts to Discord go out: over REST, with no gateway. A request that takes longer than `timeout` is given up. */
export function discordOutlet(settings: DiscordSettings, timeout = 10_000): Outlet {
  const ask = wireTo(settings, timeout);
  const place = placesOver(ask);
  return {
    platform: 'discord',
    allowance: ALLOWANCE,
    steps: (order) => stepsOf(order).length,
    send: async (order) => {
      const step = stepsOf(order)[order.made.length];
      if (step === undefined) throw new Error(`the delivery ${order.delivery} has no step ${order.made.length}`);
      return take(step, order, ask, place);
    },
    repeats: (order, since, now) => {
      const step = stepsOf(order)[order.made.length];
      if (step?.do === 'post') return now >= since && now - since < NONCE_KNOWN_MS;
      return step?.do !== 'forum';
    },
    find: async (order, since) => {
      const step = stepsOf(order)[order.made.length];
      const early = since - CLOCKS_DIFFER_MS;
      const after = snowflakeOf(early);
      const mark = markOf(order.delivery, order.made.length);
      if (step?.do === 'forum') return findForumPost(order, mark, early, ask);
      // Opened or published twice is opened or published once.
      if (step?.do !== 'post') return { type: 'absent' };
      const channel = await place(order, step.inside);
      const found = await look(ask, { channel, mark, after, from: 'oldest', mine: step.inside });
      return found.type === 'empty' ? judgeSilence(channel, after, ask) : found;
    },
    edit: (order) => edit(order, ask, place),
  };
}

// ---------------------------------------------------------------- the steps of an order

/** `inside`: in the thread that the order opened, not in the channel itself. */
type Post = { do: 'post'; page: number; inside: boolean };
type Step = Post | { do: 'thread' } | { do: 'forum' } | { do: 'crosspost'; page: number };

function stepsOf(order: Order): Step[] {
  const as = formOf(order);
  const posts = pagesOf(order).map((_, page): Post => ({ do: 'post', page, inside: as !== 'message' && page > 0 }));
  const [first, ...others] = posts;
  if (as === 'forum' || first === undefined) return [{ do: 'forum' }, ...others];
  const crossposts = posts.filter((post) => isPublic(post.inside, order));
  return [
    ...(as === 'thread' ? [first, { do: 'thread' as const }, ...others] : posts),
    ...crossposts.map(({ page }): Step => ({ do: 'crosspost', page })),
  ];
}

/** Whether a message is published to those who follow the channel: what stands in threads cannot be. */
function isPublic(inside: boolean, { form, target }: Order): boolean {
  return form.crosspost && target.to === 'channel' && !inside;
}

function formOf({ form, target }: Order): Order['form']['as'] {
  return target.to === 'person' ? 'message' : form.as;
}

/** The number of the step that posts this page: a thread is opened behind the first. */
function stepOf(page: number, order: Order): number {
  return formOf(order) === 'thread' && page > 0 ? page + 1 : page;
}

/**
 * By what a message is known again: the id of its outermost component. A positive 32-bit integer, far above those that
 * are counted up from 1 where a bot gives none (https://docs.discord.com/developers/components/reference).
 */
export function markOf(delivery: string, step: number): number {
  return (hashOf(delivery, step).readUInt32BE(0) & 0x3fff_ffff) | 0x4000_0000;
}

/** Unique for each step, which the delivery's own id alone would not be. */
function nonceOf(delivery: string, step: number): string {
  return step === 0 ? delivery : hashOf(delivery, step).toString('base64url').slice(0, LIMITS.nonce);
}

function hashOf(delivery: string, step: number): Buffer {
  return createHash('sha256').update(`${delivery} ${step}`).digest();
}

/** Cards that were rendered before: one goes to many channels. */
const rendered = new WeakMap<Answered, Map<string | null, DiscordMessage[]>>();

function pagesOf({ answered, form, target }: Order): DiscordMessage[] {
  const known = rendered.get(answered) ?? new Map<string | null, DiscordMessage[]>();
  rendered.set(answered, known);
  const role = target.to === 'person' ? null : form.role;
  const pages = known.get(role) ?? render(answered.document, { ...answered, role });
  known.set(role, pages);
  return pages;
}

/** A page of the card as it is posted, with its mark. */
function bodyOf(order: Order, page: number): DiscordMessage {
  const message = pagesOf(order)[page] ?? { flags: 0, components: [], allowed_mentions: { parse: [] } };
  const [outermost, ...others] = message.components;
  if (outermost === undefined) return message;
  return { ...message, components: [{ ...outermost, id: markOf(order.delivery, stepOf(page, order)) }, ...others] };
}

function withNonce(order: Order, page: number) {
  return { ...bodyOf(order, page), nonce: nonceOf(order.delivery, stepOf(page, order)), enforce_nonce: true };
}

function headlineOf({ answered }: Order): string {
  const title = answered.document.title[0]?.text ?? '';
  return cut(title.replace(/\s+/gu, ' ').trim(), LIMITS.threadName) || answered.topic || '…';
}

// ---------------------------------------------------------------- doing a step

type Place = (order: Order, inside: boolean) => Promise<string>;

/** The channel that a message of the order belongs to. With a person there is one to be opened, which shows nothing. */
function placesOver(ask: Ask): Place {
  const direct = new Map<string, string>();
  return async ({ target, made, mayStill }, inside) => {
    // The thread under a message, and a forum's post, has the id of its first message.
    if (inside) return made[0] ?? target.channel;
    if (target.to === 'channel') return target.channel;
    const known = direct.get(target.channel);
    if (known !== undefined) return known;
    const body = { recipient_id: target.channel };
    const opened = await ask<APIChannel>('POST', Routes.userChannels(), { body, mayStill, harmless: true });
    direct.set(target.channel, opened?.id ?? '');
    return opened?.id ?? '';
  };
}

async function take(step: Step, order: Order, ask: Ask, place: Place): Promise<string> {
  const { target, form, made, mayStill } = order;
  const [first = ''] = made;
  if (step.do === 'forum') {
    const body = { name: headlineOf(order), message: bodyOf(order, 0), applied_tags: form.tags };
    const opened = await ask<APIThreadChannel>('POST', Routes.threads(target.channel), { body, mayStill });
    return opened?.id ?? '';
  }
  if (step.do === 'thread') {
    const done = [Codes.ThreadAlreadyCreatedForMessage, Codes.UnknownMessage];
    await ask('POST', Routes.threads(target.channel, first), { body: { name: headlineOf(order) }, mayStill, done });
    return first;
  }
  if (step.do === 'crosspost') return publish(target.channel, made[stepOf(step.page, order)] ?? first, ask, mayStill);
  const channel = await place(order, step.inside);
  const sent = { body: withNonce(order, step.page), mayStill, done: step.inside ? GONE : [] };
  return (await ask<APIMessage>('POST', Routes.channelMessages(channel), sent))?.id ?? first;
}

/** Whoever took our message or thread away does not want the rest of it: there is nothing more to do. */
const GONE: readonly number[] = [Codes.UnknownMessage, Codes.UnknownChannel];

/** Ten an hour in a channel: https://support.discord.com/hc/en-us/articles/360032008192 */
async function publish(channel: string, message: string, ask: Ask, mayStill: () => boolean): Promise<string> {
  // A channel that is no longer for announcements has nobody who follows it.
  const done = [
    Codes.ThisMessageWasAlreadyCrossposted,
    Codes.UnknownMessage,
    Codes.CannotExecuteActionOnThisChannelType,
  ];
  await ask('POST', Routes.channelMessageCrosspost(channel, message), { mayStill, done });
  return message;
}

/** Messages that people took away stay away, and keep their place in the list for another edit. */
async function edit(order: Order, ask: Ask, place: Place): Promise<string[]> {
  const { mayStill } = order;
  const known = [...new Set(order.made)];
  const pages = pagesOf(order);
  const there: string[] = [];
  for (const page of pages.keys()) {
    const inside = (page > 0 && formOf(order) !== 'message') || formOf(order) === 'forum';
    const channel = await place(order, inside);
    const old = known[page];
    if (old !== undefined) {
      const done = inside ? GONE : [Codes.UnknownMessage];
      await ask('PATCH', Routes.channelMessage(channel, old), { body: bodyOf(order, page), mayStill, done });
      there.push(old);
      continue;
    }
    const mark = markOf(order.delivery, stepOf(page, order));
    // A try before this one may have come so far.
    const before = await look(ask, { channel, mark, after: known.at(-1) ?? '0', from: 'newest', mine: inside });
    const body = withNonce(order, page);
    const id =
      before.type === 'found'
        ? before.made
        : (await ask<APIMessage>('POST', Routes.channelMessages(channel), { body, mayStill, done: inside ? GONE : [] }))
            ?.id;
    if (id === undefined) continue;
    there.push(id);
    if (isPublic(inside, order)) await publish(channel, id, ask, mayStill);
  }
  for (const surplus of known.slice(pages.length)) {
    const channel = await place(order, formOf(order) !== 'message');
    await ask('DELETE', Routes.channelMessage(channel, surplus), { mayStill, done: GONE });
  }
  return there;
}

// ---------------------------------------------------------------- looking for what may be there

type Found = { type: 'found'; made: string } | { type: 'absent' | 'unknown' };
/** `from`: at which end to begin; `mine`: whether the channel is a thread of ours, which people may have taken away. */
type Search = { channel: string; mark: number; after: string; from: 'oldest' | 'newest'; mine: boolean };

/** Looks through what was said after a message for one with our mark; `empty` where nothing is shown at all. */
async function look(ask: Ask, { channel, mark, after, from, mine }: Search): Promise<Found | { type: 'empty' }> {
  let cursor: Record<string, string> = from === 'oldest' ? { after } : {};
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ limit: String(LIMITS.history), ...cursor });
    const done = mine ? [...CLOSED, Codes.UnknownChannel] : CLOSED;
    const messages = await ask<APIMessage[]>('GET', Routes.channelMessages(channel), { query, done });
    if (messages === null) return { type: 'unknown' };
    const found = messages.find((message) => isMarked(message, mark));
    if (found) return { type: 'found', made: found.id };
    if (page === 0 && messages.length === 0) return { type: 'empty' };
    const ids = messages.map(({ id }) => BigInt(id)).toSorted((a, b) => (a < b ? -1 : 1));
    const [oldest = 0n, newest = 0n] = [ids[0], ids.at(-1)];
    if (messages.length < LIMITS.history || (from === 'newest' && oldest <= BigInt(after))) return { type: 'absent' };
    cursor = from === 'oldest' ? { after: String(newest) } : { before: String(oldest) };
  }
  return { type: 'unknown' };
}

/**
 * What it means that no message is listed: whoever may not read the history gets an empty list too
 * (https://docs.discord.com/developers/resources/message#get-channel-messages). The channel itself tells its newest one.
 */
async function judgeSilence(channel: string, after: string, ask: Ask): Promise<Found> {
  const told = await ask<APIChannel>('GET', Routes.channel(channel), { done: [...CLOSED, Codes.UnknownChannel] });
  if (told === null || !('last_message_id' in told)) return { type: 'unknown' };
  return { type: BigInt(told.last_message_id ?? 0) <= BigInt(after) ? 'absent' : 'unknown' };
}

/** A forum takes no nonce. Its posts are threads of our own, the first message of which has the mark. */
async function findForumPost({ target }: Order, mark: number, since: number, ask: Ask): Promise<Found> {
  const done = [...CLOSED, Codes.UnknownGuild];
  const query = new URLSearchParams({ limit: String(LIMITS.history) });
  const open = await ask<APIThreadList>('GET', Routes.guildActiveThreads(target.place), { done });
  const archive = await ask<Archive>('GET', Routes.channelThreads(target.channel, 'public'), { query, done });
  const self = await ask<APIUser>('GET', Routes.user(), {});
  if (open === null || archive === null || self === null) return { type: 'unknown' };
  const after = BigInt(snowflakeOf(since));
  const ours = ([...open.threads, ...archive.threads] as APIThreadChannel[]).filter(
    ({ id, parent_id, owner_id }) => parent_id === target.channel && owner_id === self.id && BigInt(id) > after,
  );
  if (ours.length > MOST_THREADS) return { type: 'unknown' };
  for (const { id } of ours) {
    const first = await ask<APIMessage>('GET', Routes.channelMessage(id, id), { done: [...CLOSED, ...GONE] });
    // Whoever took a post of ours away saw it: it must not come again.
    if (first === null) return { type: 'unknown' };
    if (isMarked(first, mark)) return { type: 'found', made: id };
  }
  return { type: goesOn(archive, since) ? 'unknown' : 'absent' };
}

type Archive = APIThreadList & { has_more?: boolean };

/** Whether there are more threads in the archive, put there since: the newest are listed first. */
function goesOn({ threads, has_more }: Archive, since: number): boolean {
  const last = threads.at(-1) as APIThreadChannel | undefined;
  return has_more === true && Date.parse(last?.thread_metadata?.archive_timestamp ?? '') > since;
}

function isMarked({ author, components }: APIMessage, mark: number): boolean {
  return author.bot === true && components?.[0]?.id === mark;
}

/** The id that something made at that moment would have (https://docs.discord.com/developers/reference#snowflakes). */
function snowflakeOf(moment: number): string {
  return String(BigInt(Math.max(0, Math.floor(moment) - 1_420_070_400_000)) << 22n);
}

// ---------------------------------------------------------------- the wire

/** What discord.js knows of a bucket it waits for itself, up to so long; a refusal by Discord comes back to us at once. */
const PATIENCE_MS = 1_000;

/**
 * One request. `done`: codes of refusals that are as good as done, or tell what was asked: null is given for them.
 * `mayStill`: asked when it leaves; of reading nobody asks. `harmless`: nobody sees whether it was done.
 */
type Ask = <Answer>(method: Method, route: `/${string}`, how: How) => Promise<Answer | null>;
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
type How = {
  body?: unknown;
  query?: URLSearchParams;
  done?: readonly number[];
  mayStill?: () => boolean;
  harmless?: boolean;
};

/** A request on its way through discord.js's queues; `left`: it went out. */
type Flight = { mayStill: () => boolean; left: boolean };
const flights = new AsyncLocalStorage<Flight>();

function wireTo({ token, api }: DiscordSettings, timeout: number): Ask {
  const rest = new REST({
    ...(api === null ? {} : { api }),
    retries: 0,
    timeout,
    // The pace is kept before a delivery comes here.
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    rejectOnRateLimit: ({ timeToReset }) => flights.getStore()?.left === true || timeToReset > PATIENCE_MS,
    makeRequest: transport(),
  });
  return async <Answer>(method: Method, route: `/${string}`, { body, query, done = [], ...how }: How) => {
    const flight: Flight = { mayStill: how.mayStill ?? (() => true), left: false };
    // discord.js forgets a token that was refused once.
    rest.setToken(token);
    const request = { method: method as never, fullRoute: route, body, ...(query ? { query } : {}) };
    try {
      return (await flights.run(flight, () => rest.request(request))) as Answer;
    } catch (error) {
      if (error instanceof DiscordAPIError && done.includes(Number(error.code))) return null;
      const changes = method !== 'GET' && how.harmless !== true;
      throw deliveryErrorOf(error, `${method} ${route}`, changes && flight.left);
    }
  };
}

type Transport = RESTOptions['makeRequest'];

/**
 * Sends requests over sockets of our own. A request that waits for a connection has not left: whether it still may is
 * asked in the very tick that writes it, so that a process which was stopped meanwhile sends nothing late.
 */
function transport(): Transport {
  const plain = new http.Agent({ keepAlive: true });
  const secure = new https.Agent({ keepAlive: true });
  return (url, { method, headers, body, signal }) => {
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const isSecure = url.startsWith('https:');
    const options = {
      method: method ?? 'GET',
      headers: headers as http.OutgoingHttpHeaders,
      signal: signal as AbortSignal,
    };
    const request = isSecure
      ? https.request(url, { ...options, agent: secure })
      : http.request(url, { ...options, agent: plain });
    const flight = flights.getStore();
    const leave = () => {
      if (flight && !flight.mayStill()) {
        request.destroy(new DeliveryError('the claim ran out before the request left', LATE));
        return;
      }
      if (flight) flight.left = true;
      request.end(body ?? undefined);
    };
    request.on('socket', (socket) => {
      if (socket.connecting) socket.once(isSecure ? 'secureConnect' : 'connect', leave);
      else leave();
    });
    request.on('response', (response) => void received(response).then(resolve, reject));
    request.on('error', reject);
    return promise as unknown as ReturnType<Transport>;
  };
}

const LATE = { type: 'retry', reason: 'timeout', afterMs: null, mayBeDone: false } as const;

async function received(incoming: http.IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const status = incoming.statusCode ?? 500;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headersDistinct)) headers.set(name, value?.join(', ') ?? '');
  const body = chunks.length === 0 ? null : Buffer.concat(chunks);
  // Discord tells the time in both; discord.js reads the header alone.
  if (status === 429 && body !== null && !headers.get('retry-after')) headers.set('retry-after', secondsIn(body));
  return new Response(body, { status, statusText: incoming.statusMessage ?? '', headers });
}

function secondsIn(body: Buffer): string {
  return /"retry_after":\s*([\d.]+)/u.exec(body.toString())?.[1] ?? '0';
}
