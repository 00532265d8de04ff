// How a Slack workspace finds channels and messages at once, however many there are, and counts what is posted.
import { isJson } from './slack-rules.ts';
import type { Rate, SlackChannel, SlackMessage, Workspace } from './slack-workspace.ts';

/** What a call must find without looking through everything. `rates`: when the last posts came, by what limits them. */
export type Index = {
  channels: Map<string, SlackChannel>;
  messages: Map<string, SlackMessage[]>;
  deliveries: Map<string, Set<SlackMessage>>;
  rates: Map<string, number[]>;
};

/** Keeps a message where it is found again. */
export function keepMessage(workspace: Workspace, message: SlackMessage): void {
  if (workspace.forgetful) message.blocks = [];
  workspace.messages.push(message);
  const { messages } = workspace.index;
  const there = messages.get(message.channel);
  if (there) there.push(message);
  else messages.set(message.channel, [message]);
  noteDelivery(workspace, message);
}

/** Notes what a message's metadata says it was delivered for. */
export function noteDelivery({ index }: Workspace, message: SlackMessage): void {
  const payload = message.metadata?.event_payload;
  if (!isJson(payload) || typeof payload.delivery !== 'string') return;
  const known = index.deliveries.get(payload.delivery);
  if (known) known.add(message);
  else index.deliveries.set(payload.delivery, new Set([message]));
}

/** The messages that stand there for a delivery, oldest first. */
export function postsOf({ index }: Workspace, delivery: string): SlackMessage[] {
  return [...(index.deliveries.get(delivery) ?? [])].filter(({ deleted }) => !deleted);
}

/** A channel by its id or its name. */
export function channelOf(workspace: Workspace, name: string): SlackChannel | null {
  const { channels } = workspace.index;
  const known = channels.get(name);
  if (known) return known;
  const found = workspace.channels.find((channel) => channel.id === name || channel.name === name);
  if (found) channels.set(name, found);
  return found ?? null;
}

/** Makes many channels that the bot is in, `make` of them by number. */
export function addChannels(workspace: Workspace, count: number, make: (i: number) => SlackChannel): SlackChannel[] {
  const made = Array.from({ length: count }, (_, i) => make(i));
  for (const channel of made) {
    workspace.channels.push(channel);
    workspace.index.channels.set(channel.id, channel);
  }
  return made;
}

/** Takes a channel away, as if it had been deleted. */
export function removeChannel({ channels, index }: Workspace, id: string): void {
  const at = channels.findIndex((channel) => channel.id === id);
  if (at >= 0) channels.splice(at, 1);
  for (const [name, channel] of index.channels) if (channel.id === id) index.channels.delete(name);
}

/** The messages of a channel that everybody in it sees, newest first. */
export function messagesIn({ index }: Workspace, channel: string): SlackMessage[] {
  return (index.messages.get(channel) ?? []).filter(({ deleted, seenBy }) => !deleted && seenBy === null).toReversed();
}

/** Counts a post for its channel and its team; after how many ms it may come again where that is too much, else 0. */
export function takeRate(workspace: Workspace, channel: SlackChannel): number {
  const { limits, index } = workspace;
  const now = performance.now() + workspace.ahead;
  const counted: [string, Rate | null][] = [
    [`channel ${channel.id}`, limits.channel],
    [`team ${channel.team ?? workspace.team}`, limits.team],
  ];
  const held = counted.flatMap(([key, rate]) => {
    if (rate === null) return [];
    const times = index.rates.get(key) ?? [];
    index.rates.set(key, times);
    return { rate, times, wait: times.length < rate.requests ? 0 : rate.ms - (now - (times[0] ?? 0)) };
  });
  const wait = Math.max(0, ...held.map((one) => one.wait));
  if (wait > 0) return wait;
  for (const { rate, times } of held) {
    times.push(now);
    if (times.length > rate.requests) times.shift();
  }
  return 0;
}
