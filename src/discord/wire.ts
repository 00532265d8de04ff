import { AsyncLocalStorage } from 'node:async_hooks';
import { DiscordAPIError, REST, type RESTOptions } from 'discord.js';
import type { DiscordSettings } from '../core/settings.ts';
import { openTransport, type Transport } from '../wire/transport.ts';
import { deliveryErrorOf } from './errors.ts';

const PATIENCE_MS = 1_000;

/**
 * One request. `done`: codes of refusals that are as good as done, or tell what was asked: null is given for them.
 * `mayStill`: asked when it leaves; of reading nobody asks. `harmless`: nobody sees whether it was done. `patience`: how
 * many milliseconds to wait for a bucket that discord.js knows to be empty; a refusal by Discord comes back at once.
 */
export type Ask = <Answer>(method: Method, route: `/${string}`, how: How) => Promise<Answer | null>;
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
type How = {
  body?: unknown;
  query?: URLSearchParams;
  done?: readonly number[];
  mayStill?: () => boolean;
  harmless?: boolean;
  patience?: number;
};

/** A request on its way through discord.js's queues; `left`: it went out. */
type Flight = { mayStill: () => boolean; patience: number; left: boolean };
const flights = new AsyncLocalStorage<Flight>();

/** Requests to Discord's REST API, each tried once. One that takes longer than `timeout` milliseconds is given up. */
export function wireTo({ token, api }: DiscordSettings, timeout: number): Ask {
  const rest = new REST({
    ...(api === null ? {} : { api }),
    retries: 0,
    timeout,
    // The pace is kept before a delivery comes here.
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    rejectOnRateLimit: ({ timeToReset }) => {
      const { left, patience } = flights.getStore() ?? { left: true, patience: 0 };
      return left || timeToReset > patience;
    },
    makeRequest: requestsBy(openTransport()),
  });
  return async <Answer>(method: Method, route: `/${string}`, { body, query, done = [], ...how }: How) => {
    const { mayStill = () => true, patience = PATIENCE_MS } = how;
    const flight: Flight = { mayStill, patience, left: false };
    // discord.js forgets a token that was refused once.
    rest.setToken(token);
    const request = { method: method as never, fullRoute: route, body, ...(query ? { query } : {}) };
    try {
      return (await flights.run(flight, () => rest.request(request))) as Answer;
    } catch (error) {
      if (error instanceof DiscordAPIError && done.includes(Number(error.code))) return null;
      const changes = method !== 'GET' && how.harmless !== true;
      throw deliveryErrorOf(error, `${method} ${route}`, changes && flight.left);
    }
  };
}

type MakeRequest = RESTOptions['makeRequest'];

/** How discord.js's requests go out: each asks, when it leaves, whether it still may. */
function requestsBy(send: Transport): MakeRequest {
  return async (url, { method, headers, body, signal }) => {
    const flight = flights.getStore();
    const request = {
      method: method ?? 'GET',
      headers: new Headers(headers as Record<string, string>),
      body: body as string | null,
      signal: (signal ?? null) as AbortSignal | null,
    };
    const leaving = {
      mayStill: flight?.mayStill ?? (() => true),
      left: () => {
        if (flight) flight.left = true;
      },
    };
    return (await patient(await send(url, request, leaving))) as unknown as Awaited<ReturnType<MakeRequest>>;
  };
}

/** Discord tells how long to wait in the header and in the body; discord.js reads the header alone. */
async function patient(response: Response): Promise<Response> {
  if (response.status !== 429 || response.headers.get('retry-after')) return response;
  const body = await response.text();
  const headers = new Headers(response.headers);
  headers.set('retry-after', /"retry_after":\s*([\d.]+)/u.exec(body)?.[1] ?? '0');
  return new Response(body, { status: 429, statusText: response.statusText, headers });
}
