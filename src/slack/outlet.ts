import type { Outlet } from '../core/seams.ts';
import type { SlackSettings } from '../core/settings.ts';

/** Where posts to Slack go out. */
export function slackOutlet(_: SlackSettings): Outlet {
  const none = () => {
    throw new Error('not written yet');
  };
  const allowance = { all: { requests: 50, ms: 1_000 }, place: null, channel: { requests: 5, ms: 5_000 } };
  return { platform: 'slack', allowance, steps: none, send: none, repeats: none, find: none, edit: none };
}
