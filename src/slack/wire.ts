import { webApi } from '@slack/bolt';
import type { SlackSettings } from '../core/settings.ts';
import { openTransport, type Sent } from '../wire/transport.ts';

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
export function clientsOf(
  { botToken, api }: Pick<SlackSettings, 'botToken' | 'api'>,
  timeout: number,
): (mayStill: () => boolean) => Client {
  const options = {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logger: SILENT,
    ...(api === null ? {} : { slackApiUrl: api }),
  };
  const send = openTransport();
  return (mayStill) =>
    new webApi.WebClient(botToken, {
      ...options,
      fetch: async (url, init = {}) => send(String(url), sentOf(init), { mayStill }),
    });
}

function sentOf({ method = 'GET', headers, body, signal }: RequestInit): Sent {
  const given = new Headers(headers);
  if (body instanceof URLSearchParams && !given.has('content-type')) {
    given.set('content-type', 'application/x-www-form-urlencoded;charset=UTF-8');
  }
  return {
    method,
    headers: given,
    body: body === null || body === undefined ? null : String(body),
    signal: signal ?? null,
  };
}
