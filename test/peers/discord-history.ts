import { EPHEMERAL, type Message, type World } from './discord-world.ts';

/**
 * Messages of a channel that everybody sees, newest first: the `limit` that come next after `after`, else the newest
 * before `before`. https://discord.com/developers/docs/resources/message#get-channel-messages
 */
export function messagesIn(
  world: World,
  channel: string,
  { after, before, limit }: { after: string | null; before: string | null; limit: number },
): Message[] {
  const all = world.said.get(channel) ?? [];
  const shown: Message[] = [];
  const step = after === null ? -1 : 1;
  const start =
    after !== null
      ? placeOf(all, BigInt(after) + 1n)
      : before !== null
        ? placeOf(all, BigInt(before)) - 1
        : all.length - 1;
  for (let at = start; at >= 0 && at < all.length && shown.length < limit; at += step) {
    const message = all[at];
    if (message !== undefined && (message.flags & EPHEMERAL) === 0) shown.push(message);
  }
  return after === null ? shown : shown.toReversed();
}

/** The index of the first message with at least this id: ids go up. */
function placeOf(all: readonly Message[], id: bigint): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (BigInt(all[middle]?.id ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Takes a message away. */
export function dropMessage(world: World, message: Message): void {
  world.messages.delete(message.id);
  const said = world.said.get(message.channel_id) ?? [];
  const at = placeOf(said, BigInt(message.id));
  if (said[at] === message) said.splice(at, 1);
}
