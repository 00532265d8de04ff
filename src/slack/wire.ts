import { webApi } from '@slack/bolt';
import { DeliveryError } from '../core/errors.ts';
import type { SlackSettings } from '../core/settings.ts';

export type Client = InstanceType<typeof webApi.WebClient>;

const NOTHING = () => {};
const SILENT = {
  debug: NOTHING,
  info: NOTHING,
  warn: NOTHING,
  error: NOTHING,
  setLevel: NOTHING,
  getLevel: () => webApi.LogLevel.ERROR,
  setName: NOTHING,
};

/** Clients that try once, and ask whether they may at the very moment of sending. They are light: no connection is theirs. */
export function clientsOf({ botToken, api }: SlackSettings, timeout: number): (mayStill: () => boolean) => Client {
  const options = {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logger: SILENT,
    ...(api === null ? {} : { slackApiUrl: api }),
  };
  return (mayStill) =>
    new webApi.WebClient(botToken, {
      ...options,
      fetch: (url, init) => (mayStill() ? fetch(url, init) : Promise.reject(overtaken())),
    });
}

function overtaken(): DeliveryError {
  const trouble = { type: 'retry', reason: 'timeout', afterMs: null, mayBeDone: false } as const;
  return new DeliveryError('the claim ran out before the post was sent; nothing left', trouble);
}
