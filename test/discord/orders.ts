// Orders for the outlet, of cards that take so many messages, and what whoever delivers them does.
import type { Document } from '../../src/core/document.ts';
import type { DeliveryError } from '../../src/core/errors.ts';
import type { PostForm, Target } from '../../src/core/schedule.ts';
import type { Order, Outlet } from '../../src/core/seams.ts';
import { discordOutlet } from '../../src/discord/outlet.ts';
import { type DiscordPeer, type DiscordPeerOptions, startDiscordPeer } from '../peers/discord.ts';

/** A card of so many messages; `words` stand in each. */
export function cardOf(pages: number, words = 'word'): Document {
  const wording = { made: 'interface', language: 'en', direction: 'ltr', mark: null } as const;
  const text = `${words} `.repeat(Math.floor(3500 / (words.length + 1)));
  return {
    tone: 'briefing',
    language: 'en',
    direction: 'ltr',
    title: [{ ...wording, text: 'Ministers meet in Geneva' }],
    sections: Array.from({ length: pages }, (_, i) => ({
      id: `part-${i}`,
      heading: `Part ${i + 1}`,
      folded: false,
      blocks: [{ type: 'note', text }],
    })),
    controls: [],
    footer: [],
    links: [],
  };
}

export const PERSON = '210000000000000007';

/** The forms that a post can have, each with its name. */
export const FORMS = ['message', 'thread', 'forum', 'crosspost', 'crossposted thread', 'person'] as const;
export type FormName = (typeof FORMS)[number];

/** The order of a card of `pages` messages in this form. */
export function orderOf(peer: DiscordPeer, name: FormName, pages = 2, more: Partial<Order> = {}): Order {
  const { text, news, forum } = peer.channels;
  const crosspost = name.startsWith('cross');
  const channel = crosspost ? news : name === 'forum' ? forum : text;
  const as: PostForm['as'] = name === 'forum' ? 'forum' : name.endsWith('thread') ? 'thread' : 'message';
  const tags = name === 'forum' ? (forum.available_tags as { id: string }[]).map(({ id }) => id) : [];
  const target: Target =
    name === 'person'
      ? { platform: 'discord', place: peer.guild.id, channel: PERSON, to: 'person' }
      : { platform: 'discord', place: peer.guild.id, channel: channel.id, to: 'channel' };
  return {
    delivery: 'delivery-of-25-characters',
    target,
    answered: { document: cardOf(pages), topic: 'talks', about: '', language: 'en' },
    form: { as, tags, crosspost, role: null },
    made: [],
    mayStill: () => true,
    ...more,
  };
}

/** Does what is left of an order; what all its steps made. */
export async function finish(outlet: Outlet, order: Order): Promise<string[]> {
  const made = [...order.made];
  while (made.length < outlet.steps(order)) made.push(await outlet.send({ ...order, made }));
  return made;
}

/** Does a step that nobody knows the end of, as whoever delivers does it; null where it is not known and not done again. */
export async function doAgain(outlet: Outlet, order: Order, since: number, now: number): Promise<string | null> {
  if (outlet.repeats(order, since, now)) return outlet.send(order);
  const found = await outlet.find(order, since);
  if (found.type === 'found') return found.made;
  return found.type === 'absent' ? outlet.send(order) : null;
}

export async function troubleOf(sent: Promise<unknown>): Promise<DeliveryError['trouble']> {
  const error = await sent.then(
    () => new Error('it did not fail'),
    (reason: DeliveryError) => reason,
  );
  if (!('trouble' in error)) throw error;
  return error.trouble;
}

export async function openOutlet(options: DiscordPeerOptions = {}, timeout?: number) {
  const peer = await startDiscordPeer(options);
  peer.limit('global', { limit: 1_000_000, seconds: 1 });
  const outlet = discordOutlet({ token: peer.token, api: peer.rest.api, devGuild: null }, timeout);
  return { peer, outlet, [Symbol.asyncDispose]: () => peer.stop() };
}
