import { setTimeout as sleep } from 'node:timers/promises';
import type { Document } from '../core/document.ts';
import { DeliveryError } from '../core/errors.ts';
import type { Allowance, Order, Outlet } from '../core/seams.ts';
import type { SlackSettings } from '../core/settings.ts';
import { deliveryErrorOf, troubleOf } from './errors.ts';
import { render, type SlackMessage } from './render.ts';
import { find, findInThread, looking, markOf, placeOf, recordOf } from './search.ts';
import { type Client, clientsOf } from './wire.ts';

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

/** Does something for an order, and tells what goes wrong as a DeliveryError that names where. */
async function telling<Value>({ target }: Order, doing: () => Promise<Value>): Promise<Value> {
  try {
    return await doing();
  } catch (error) {
    throw deliveryErrorOf(error, `Slack ${target.to} ${target.channel}`);
  }
}

// ---------------------------------------------------------------- messages

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
