import { once } from 'node:events';
import { Client, type ClientOptions, type Interaction } from 'discord.js';
import type { DiscordPeer } from './discord.ts';

/** Logs the real discord.js in to a peer and waits until it is ready; it leaves at the end of its block. */
export async function connect(
  peer: DiscordPeer,
  answer: (interaction: Interaction) => unknown = () => {},
  options: Partial<ClientOptions> = {},
): Promise<{ client: Client<true> } & AsyncDisposable> {
  const client = new Client({ intents: [1], ...options, rest: { ...peer.rest, ...options.rest } });
  client.on('interactionCreate', (interaction) => void answer(interaction));
  const ready = once(client, 'clientReady');
  await client.login(peer.token);
  await ready;
  return { client: client as Client<true>, [Symbol.asyncDispose]: () => client.destroy() };
}
