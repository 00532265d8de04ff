import type { Outlet } from '../core/seams.ts';
import type { DiscordSettings } from '../core/settings.ts';

/** Where posts to Discord go out. */
export function discordOutlet(_: DiscordSettings): Outlet {
  const none = () => {
    throw new Error('not written yet');
  };
  const allowance = { all: { requests: 50, ms: 1_000 }, place: null, channel: { requests: 5, ms: 5_000 } };
  return { platform: 'discord', allowance, steps: none, send: none, repeats: none, find: none, edit: none };
}
