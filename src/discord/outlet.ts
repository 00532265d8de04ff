import {
  type APIChannel,
  type APIMessage,
  type APIThreadChannel,
  RESTJSONErrorCodes as Codes,
  Routes,
} from 'discord.js';
import type { Answered } from '../core/command.ts';
import { DeliveryError } from '../core/errors.ts';
import type { Allowance, Order, Outlet } from '../core/seams.ts';
import type { DiscordSettings } from '../core/settings.ts';
import { type DiscordMessage, LIMITS } from './limits.ts';
import { render } from './render.ts';
import { findForumPost, GONE, hashOf, judgeSilence, look, markOf, snowflakeOf } from './search.ts';
import { cut } from './text.ts';
import { type Ask, wireTo } from './wire.ts';

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
/** Discord gives back the right to five edits after five seconds. */
const EDIT_PATIENCE_MS = 6_000;

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
    // Several requests make one correction: a limit that is over soon is waited for, so that none is done anew.
    edit: (order) =>
      edit(order, (method, route, how) => ask(method, route, { ...how, patience: EDIT_PATIENCE_MS }), place),
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

/** Unique for each step, which the delivery's own id alone would not be. */
function nonceOf(delivery: string, step: number): string {
  return step === 0 ? delivery : hashOf(delivery, step).toString('base64url').slice(0, LIMITS.nonce);
}

/** Cards that were rendered before: one goes to many channels. */
const rendered = new WeakMap<Answered, Map<string | null, DiscordMessage[]>>();

function pagesOf({ answered, form, target }: Order): DiscordMessage[] {
  const known = rendered.get(answered) ?? new Map<string | null, DiscordMessage[]>();
  rendered.set(answered, known);
  const role = target.to === 'person' || form.role === null ? null : roleOf(form.role);
  const pages = known.get(role) ?? render(answered.document, { ...answered, role });
  known.set(role, pages);
  return pages;
}

/** A role's id: whatever else stood in a mention would be words of its own. */
function roleOf(role: string): string {
  if (/^\d{1,20}$/u.test(role)) return role;
  throw new DeliveryError(`"${role}" is no id of a role of Discord's; name another or none`, REFUSED);
}

const REFUSED = { type: 'permanent', reason: 'refused' } as const;

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

/** A page that a correction adds: the step's own nonce might bring back a message that an earlier one took away. */
function withNonceOfItsOwn(order: Order, page: number) {
  const body = bodyOf(order, page);
  const nonce = hashOf(order.delivery, page, JSON.stringify(body.components)).toString('base64url');
  return { ...body, nonce: nonce.slice(0, LIMITS.nonce), enforce_nonce: true };
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
  const sent = { body: withNonce(order, step.page), mayStill, done: step.inside ? [...GONE, ...SHUT] : [] };
  return (await ask<APIMessage>('POST', Routes.channelMessages(channel), sent))?.id ?? first;
}

/** Whoever took our message or thread away, or shut it, does not want the rest of it: there is nothing more to do. */
const SHUT: readonly number[] = [Codes.ThreadLocked, Codes.InvalidActionOnArchivedThread];

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
    const inside = isInside(page, order);
    const channel = await place(order, inside);
    const old = known[page];
    const made = old === undefined ? await add(order, page, known.at(-1) ?? '0', ask, place) : old;
    if (old !== undefined) {
      const how = { body: bodyOf(order, page), mayStill, done: inside ? GONE : [Codes.UnknownMessage] };
      await inOurThread(inside, ask('PATCH', Routes.channelMessage(channel, old), how));
    }
    if (made !== null) there.push(made);
  }
  for (const [page, surplus] of known.entries()) {
    if (page < pages.length) continue;
    const inside = isInside(page, order);
    const channel = await place(order, inside);
    await inOurThread(inside, ask('DELETE', Routes.channelMessage(channel, surplus), { mayStill, done: GONE }));
  }
  return there;
}

/** Whether a page stands in the thread that the order opened. */
function isInside(page: number, order: Order): boolean {
  const as = formOf(order);
  return as === 'forum' || (as === 'thread' && page > 0);
}

/** Posts a page that a card has more than before, unless an earlier try came so far; null where nobody wants it. */
async function add(order: Order, page: number, after: string, ask: Ask, place: Place): Promise<string | null> {
  const { mayStill, delivery } = order;
  const inside = isInside(page, order);
  const channel = await place(order, inside);
  const mark = markOf(delivery, stepOf(page, order));
  // Where the history is closed, the nonce alone keeps it from coming twice.
  const found = await look(ask, { channel, mark, after, from: 'newest', mine: inside });
  const how = { body: withNonceOfItsOwn(order, page), mayStill, done: inside ? [...GONE, ...SHUT] : [] };
  const made =
    found.type === 'found'
      ? found.made
      : ((await ask<APIMessage>('POST', Routes.channelMessages(channel), how))?.id ?? null);
  if (made !== null && isPublic(inside, order)) await publish(channel, made, ask, mayStill);
  return made;
}

/** A thread that opened and fell asleep says nothing of its channel: what stands there cannot be changed, and no more. */
async function inOurThread<Value>(inside: boolean, asked: Promise<Value>): Promise<Value> {
  try {
    return await asked;
  } catch (error) {
    const isAsleep = error instanceof DeliveryError && 'reason' in error.trouble && error.trouble.reason === 'archived';
    if (!inside || !isAsleep) throw error;
    throw new DeliveryError(error.message, REFUSED);
  }
}
