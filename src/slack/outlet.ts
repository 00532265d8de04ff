import { setTimeout as sleep } from 'node:timers/promises';
import { webApi } from '@slack/bolt';
import type { Document } from '../core/document.ts';
import { DeliveryError } from '../core/errors.ts';
import type { Allowance, Order, Outlet } from '../core/seams.ts';
import type { SlackSettings } from '../core/settings.ts';
import { deliveryErrorOf, troubleOf } from './errors.ts';
import { render, type SlackMessage } from './render.ts';

type Client = InstanceType<typeof webApi.WebClient>;

/** https://docs.slack.dev/apis/web-api/rate-limits */
const ALLOWANCE: Allowance = {
  // Slack sets none over all workspaces: so many never bind.
  all: { requests: 10_000, ms: 1_000 },
  // "Several hundred messages a minute" is all that Slack says: https://docs.slack.dev/reference/methods/chat.postMessage
  place: { requests: 300, ms: 60_000 },
  channel: { requests: 1, ms: 1_000 },
};

/** How long one request may take. Slack's library would wait for ever. */
const CALL_WITHIN_MS = 10_000;
const NOTHING = () => {};
const SILENT = {
  debug: NOTHING,
  info: NOTHING,
  warn: NOTHING,
  error: NOTHING,
  setLevel: NOTHING,
  getLevel: () => webApi.LogLevel.ERROR,
  setName: NOTHING,
};

/**
 * Where posts to Slack go out. A step is a message: the first in the channel, or in a person's own messages with the app,
 * the others in its thread. A message is recorded by its `ts`, and by channel and `ts` ("D123/1700000000.000100") in a
 * person's own messages, of which Slack alone knows the channel. `callWithin`: milliseconds that one request may take.
 */
export function slackOutlet(settings: SlackSettings, callWithin = CALL_WITHIN_MS): Outlet {
  const clientFor = clientsOf(settings, callWithin);
  const reader = clientFor(() => true);
  return {
    platform: 'slack',
    allowance: ALLOWANCE,
    steps: (order) => messagesOf(order).length,
    send: (order) => telling(order, () => post(clientFor(order.mayStill), order, order.made.length)),
    // Slack knows no key that tells a repetition.
    repeats: () => false,
    find: (order, since) => telling(order, () => find(reader, order, since)),
    edit: (order) => telling(order, () => edit(clientFor(order.mayStill), reader, order)),
  };
}

/** Clients that try once, and ask whether they may at the very moment of sending. They are light: no connection is theirs. */
function clientsOf({ botToken, api }: SlackSettings, timeout: number): (mayStill: () => boolean) => Client {
  const options = {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logger: SILENT,
    ...(api === null ? {} : { slackApiUrl: api }),
  };
  return (mayStill) =>
    new webApi.WebClient(botToken, {
      ...options,
      fetch: (url, init) => (mayStill() ? fetch(url, init) : Promise.reject(overtaken())),
    });
}

function overtaken(): DeliveryError {
  const trouble = { type: 'retry', reason: 'timeout', afterMs: null, mayBeDone: false } as const;
  return new DeliveryError('the claim ran out before the post was sent; nothing left', trouble);
}

/** Does something for an order, and tells what goes wrong as a DeliveryError that names where. */
async function telling<Value>({ target }: Order, doing: () => Promise<Value>): Promise<Value> {
  try {
    return await doing();
  } catch (error) {
    throw deliveryErrorOf(error, `Slack ${target.to} ${target.channel}`);
  }
}

// ---------------------------------------------------------------- messages and their marks

/** The metadata by which a message is known again: https://docs.slack.dev/messaging/message-metadata */
export function markOf(delivery: string, step: number): Mark {
  return { event_type: 'readout_delivery', event_payload: { delivery, step } };
}

export type Mark = { event_type: string; event_payload: Record<string, string | number> };

/** Documents that were rendered before, by the group that they mention: one goes to many channels. */
const rendered = new WeakMap<Document, Map<string | null, SlackMessage[]>>();

function messagesOf({ answered, form, target }: Order): SlackMessage[] {
  const { document, topic, about, language } = answered;
  const role = target.to === 'person' ? null : form.role;
  const known = rendered.get(document) ?? new Map<string | null, SlackMessage[]>();
  const messages =
    known.get(role) ?? render(document, { topic, about, language }, role === null ? null : groupOf(role));
  rendered.set(document, known.set(role, messages));
  return messages;
}

/** A user group's id: whatever else stood in a mention could be one of everybody. */
function groupOf(role: string): string {
  if (/^S[A-Z0-9]+$/.test(role)) return role;
  const trouble = { type: 'permanent', reason: 'refused' } as const;
  throw new DeliveryError(`"${role}" is no id of a user group of Slack's (S…); name another or none`, trouble);
}

/** Where a message stands, by what was recorded of it. */
function placeOf(made: string, { target }: Order): { channel: string; ts: string } {
  const [, channel = target.channel, ts = made] = /^(\w+)\/(.+)$/.exec(made) ?? [];
  return { channel, ts };
}

function recordOf(channel: string, ts: string, { target }: Order): string {
  return target.to === 'person' ? `${channel}/${ts}` : ts;
}

// ---------------------------------------------------------------- post

async function post(client: Client, order: Order, step: number): Promise<string> {
  const message = messagesOf(order)[step];
  if (message === undefined) throw new Error(`there is no step ${step} to send`);
  const [first] = order.made;
  const root = first === undefined ? null : placeOf(first, order);
  const answer = await client.chat.postMessage({
    ...message,
    channel: root?.channel ?? order.target.channel,
    ...(root === null ? {} : { thread_ts: root.ts }),
    metadata: markOf(order.delivery, step),
  });
  return recordOf(answer.channel ?? order.target.channel, answer.ts ?? '', order);
}

// ---------------------------------------------------------------- find

type Found = Awaited<ReturnType<Outlet['find']>>;

async function find(reader: Client, order: Order, since: number): Promise<Found> {
  const [first] = order.made;
  const mark = markOf(order.delivery, order.made.length);
  return looking(async () => {
    if (first !== undefined) return findInThread(reader, order, first, mark);
    const channel = await channelOf(reader, order);
    const found = await lookFor(reader, { channel, thread: null, after: null }, mark, since);
    return found.type === 'found' ? { ...found, made: recordOf(channel, found.ts, order) } : found;
  });
}

async function findInThread(reader: Client, order: Order, first: string, mark: Mark): Promise<Found> {
  const { channel, ts } = placeOf(first, order);
  const found = await lookFor(reader, { channel, thread: ts, after: ts }, mark);
  return found.type === 'found' ? { ...found, made: recordOf(channel, found.ts, order) } : found;
}

/** What Slack does not let us see is unknown. Whatever else fails leaves the post as doubtful as it was. */
async function looking(look: () => Promise<Found>): Promise<Found> {
  try {
    return await look();
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble.type === 'permanent' && trouble.reason !== 'token-revoked') return { type: 'unknown' };
    if (trouble.type === 'permanent') throw error;
    throw new DeliveryError(`could not look for what was posted: ${trouble.what}`, { ...trouble, mayBeDone: true });
  }
}

/** The channel of the target; a person's must be asked for (im:write). */
async function channelOf(reader: Client, { target }: Order): Promise<string> {
  if (target.to === 'channel') return target.channel;
  const { channel } = await reader.conversations.open({ users: target.channel });
  return channel?.id ?? target.channel;
}

const PAGE = 200;
const MOST_PAGES = 10;
/** How far our clock may go wrong by Slack's. The newest page is looked through whatever the clock says. */
const CLOCKS_APART_MS = 300_000;

/** A place to look for a message: the channel, or in it what stands in a thread after some message. */
export type LookedAt = { channel: string; thread: string | null; after: string | null };

/**
 * Looks for the message with a mark: in a channel from the newest back to `since`, in a thread through all of it;
 * `unknown` where that is too long. Throws where Slack does not let us look.
 */
export async function lookFor(
  client: Client,
  { channel, thread, after }: LookedAt,
  mark: Mark,
  since = 0,
): Promise<{ type: 'found'; ts: string } | { type: 'absent' | 'unknown' }> {
  let cursor: string | undefined;
  for (let page = 1; page <= MOST_PAGES; page++) {
    const asked = { channel, limit: PAGE, include_all_metadata: true, ...(cursor ? { cursor } : {}) };
    const from = after === null ? {} : { oldest: after };
    const { messages = [], response_metadata } =
      thread === null
        ? await client.conversations.history({ ...asked, ...from })
        : await client.conversations.replies({ ...asked, ...from, ts: thread });
    const found = messages.find(({ metadata }) => metadata !== undefined && isMark(metadata, mark));
    if (found?.ts !== undefined) return { type: 'found', ts: found.ts };
    cursor = response_metadata?.next_cursor;
    const oldest = Number(messages.at(-1)?.ts ?? 0) * 1000;
    if (!cursor || (thread === null && oldest < since - CLOCKS_APART_MS)) return { type: 'absent' };
  }
  return { type: 'unknown' };
}

function isMark(found: { event_type?: string; event_payload?: object }, { event_type, event_payload }: Mark): boolean {
  const given = { ...found.event_payload } as Record<string, unknown>;
  const equal = Object.entries(event_payload).every(([key, value]) => String(given[key]) === String(value));
  return found.event_type === event_type && equal;
}

// ---------------------------------------------------------------- edit

/**
 * Changes the messages there are, adds those that lack, unless an earlier try did, and takes away what is over. A message
 * that somebody deleted stays away, and nothing is added to a card whose first message is gone.
 */
async function edit(client: Client, reader: Client, order: Order): Promise<string[]> {
  const messages = messagesOf(order);
  const there: string[] = [];
  let stands = false;
  for (const [step, message] of messages.entries()) {
    const known = order.made[step];
    if (known !== undefined) {
      const { text, blocks } = message;
      const is = await unlessGone(() => client.chat.update({ ...placeOf(known, order), text, blocks }));
      stands ||= is && step === 0;
      there.push(known);
    } else if (stands) there.push(await add(client, reader, order, step));
  }
  for (const over of order.made.slice(messages.length)) {
    await unlessGone(() => client.chat.delete(placeOf(over, order)));
  }
  return there;
}

/** Where we may not look it is posted: a part that comes twice is better than a correction that lacks one. */
async function add(client: Client, reader: Client, order: Order, step: number): Promise<string> {
  const [first = ''] = order.made;
  const before = await looking(() => findInThread(reader, order, first, markOf(order.delivery, step)));
  return before.type === 'found' ? before.made : patiently(() => post(client, order, step));
}

/** Whether the message was there. */
async function unlessGone(change: () => Promise<unknown>): Promise<boolean> {
  try {
    await patiently(change);
    return true;
  } catch (error) {
    if ((error as { data?: { error?: unknown } }).data?.error === 'message_not_found') return false;
    throw error;
  }
}

const PATIENCE_MS = 5_000;

/** Several requests make one correction: a limit that is over soon is waited for, so that none is done anew. */
async function patiently<Value>(call: () => Promise<Value>): Promise<Value> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      const trouble = troubleOf(error);
      const limited = trouble.type === 'retry' && trouble.reason === 'rate-limited';
      if (!limited || tries > 5 || (trouble.afterMs ?? PATIENCE_MS) >= PATIENCE_MS) throw error;
      await sleep(trouble.afterMs ?? 0);
    }
  }
}
