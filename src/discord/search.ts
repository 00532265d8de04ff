import { createHash } from 'node:crypto';
import {
  type APIChannel,
  type APIMessage,
  type APIThreadChannel,
  type APIThreadList,
  type APIUser,
  RESTJSONErrorCodes as Codes,
  Routes,
} from 'discord.js';
import type { Order, Outlet } from '../core/seams.ts';
import { LIMITS } from './limits.ts';
import type { Ask } from './wire.ts';

/** Pages of messages, and threads of ours, that are looked through for one mark. */
const MOST_PAGES = 10;
const MOST_THREADS = 50;

/** Reading that is not allowed. */
const CLOSED: readonly number[] = [Codes.MissingAccess, Codes.MissingPermissions];
/** What somebody took away. */
export const GONE: readonly number[] = [Codes.UnknownMessage, Codes.UnknownChannel];

/**
 * By what a message is known again: the id of its outermost component. A positive 32-bit integer, far above those that
 * are counted up from 1 where a bot gives none (https://docs.discord.com/developers/components/reference).
 */
export function markOf(delivery: string, step: number): number {
  return (hashOf(delivery, step).readUInt32BE(0) & 0x3fff_ffff) | 0x4000_0000;
}

/** A short name of something, always the same. */
export function hashOf(...parts: (string | number)[]): Buffer {
  return createHash('sha256').update(parts.join(' ')).digest();
}

type Found = Awaited<ReturnType<Outlet['find']>>;
/** `from`: at which end to begin; `mine`: whether the channel is a thread of ours, which people may have taken away. */
type Search = { channel: string; mark: number; after: string; from: 'oldest' | 'newest'; mine: boolean };

/** Looks through what was said after a message for one with our mark; `empty` where nothing is shown at all. */
export async function look(ask: Ask, { channel, mark, after, from, mine }: Search): Promise<Found | { type: 'empty' }> {
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
export async function judgeSilence(channel: string, after: string, ask: Ask): Promise<Found> {
  const told = await ask<APIChannel>('GET', Routes.channel(channel), { done: [...CLOSED, Codes.UnknownChannel] });
  if (told === null || !('last_message_id' in told)) return { type: 'unknown' };
  return { type: BigInt(told.last_message_id ?? 0) <= BigInt(after) ? 'absent' : 'unknown' };
}

/** A forum takes no nonce. Its posts are threads of our own, the first message of which has the mark. */
export async function findForumPost({ target }: Order, mark: number, since: number, ask: Ask): Promise<Found> {
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
export function snowflakeOf(moment: number): string {
  return String(BigInt(Math.max(0, Math.floor(moment) - 1_420_070_400_000)) << 22n);
}
