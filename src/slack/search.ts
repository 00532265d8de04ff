import { DeliveryError } from '../core/errors.ts';
import type { Order, Outlet } from '../core/seams.ts';
import { troubleOf } from './errors.ts';
import type { Client } from './wire.ts';

/** The metadata by which a message is known again: https://docs.slack.dev/messaging/message-metadata */
export function markOf(delivery: string, step: number): Mark {
  return { event_type: 'readout_delivery', event_payload: { delivery, step } };
}

export type Mark = { event_type: string; event_payload: Record<string, string | number> };

/** Where a message stands, by what was recorded of it. */
export function placeOf(made: string, { target }: Order): { channel: string; ts: string } {
  const [, channel = target.channel, ts = made] = /^(\w+)\/(.+)$/.exec(made) ?? [];
  return { channel, ts };
}

/** What is recorded of a message that stands there. */
export function recordOf(channel: string, ts: string, { target }: Order): string {
  return target.to === 'person' ? `${channel}/${ts}` : ts;
}

type Found = Awaited<ReturnType<Outlet['find']>>;

/** Looks for what an order's next step may have made since then. */
export async function find(reader: Client, order: Order, since: number): Promise<Found> {
  const [first] = order.made;
  const mark = markOf(order.delivery, order.made.length);
  return looking(async () => {
    if (first !== undefined) return findInThread(reader, order, first, mark);
    const channel = await channelOf(reader, order);
    const found = await lookFor(reader, { channel, thread: null, after: null }, mark, since);
    return found.type === 'found' ? { ...found, made: recordOf(channel, found.ts, order) } : found;
  });
}

/** Looks through the thread under an order's first message. */
export async function findInThread(reader: Client, order: Order, first: string, mark: Mark): Promise<Found> {
  const { channel, ts } = placeOf(first, order);
  const found = await lookFor(reader, { channel, thread: ts, after: ts }, mark);
  return found.type === 'found' ? { ...found, made: recordOf(channel, found.ts, order) } : found;
}

/** What Slack does not let us see is unknown. Whatever else fails leaves the post as doubtful as it was. */
export async function looking(look: () => Promise<Found>): Promise<Found> {
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
