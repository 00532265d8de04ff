// A line of a chat, as a person types it on a platform.
import type { DiscordPeer } from '../peers/discord.ts';
import type { Interaction } from '../peers/discord-interactions.ts';
import type { SlackPeer } from '../peers/slack.ts';
import type { Heard } from '../peers/slack-driver.ts';

/** An ordinary member's rights, and Manage Server. */
export const MANAGER = 0x400n | 0x800n | 0x8000_0000n | 0x20n;

/** "/briefings schedule topic:china-russia when:weekdays at 8": the command, and what its options are given. */
export function readTyped(line: string): { command: string; options: Record<string, string | boolean> } {
  const [, command = '', rest = ''] = /^\/(briefings? ?(?:(?!\w+:)\w+)?)(.*)$/.exec(line.trim()) ?? [];
  const given = rest.matchAll(/(\w+):((?:(?!\s\w+:\S).)*)/g);
  const options = [...given].map(([, name = '', value = '']) => {
    const words = value.trim();
    return [name, /^(?:true|false)$/i.test(words) ? words.toLowerCase() === 'true' : words] as const;
  });
  return { command: command.trim(), options: Object.fromEntries(options) };
}

/** Types a line as somebody who may manage, and waits for what is answered. */
export async function typeIn(peer: DiscordPeer | SlackPeer, line: string): Promise<Interaction | Heard> {
  if ('guild' in peer) {
    const { command, options } = readTyped(line);
    const asked = await peer.command(command, options, { channel: peer.channels.text.id, permissions: MANAGER });
    await asked.settled(asked.type === 5 ? 1 : 0);
    return asked;
  }
  const [, command = '', text = ''] = /^(\/\S+)\s*(.*)$/.exec(line.trim()) ?? [];
  return peer.slash(command, text, { user: 'U1ANNA' });
}
