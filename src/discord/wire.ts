import { AsyncLocalStorage } from 'node:async_hooks';
import * as http from 'node:http';
import * as https from 'node:https';
import { DiscordAPIError, REST, type RESTOptions } from 'discord.js';
import { DeliveryError } from '../core/errors.ts';
import type { DiscordSettings } from '../core/settings.ts';
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
    makeRequest: transport(),
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

type Transport = RESTOptions['makeRequest'];

/**
 * Sends requests over sockets of our own. A request that waits for a connection has not left: whether it still may is
 * asked in the very tick that writes it, so that a process which was stopped meanwhile sends nothing late.
 */
function transport(): Transport {
  const plain = new http.Agent({ keepAlive: true });
  const secure = new https.Agent({ keepAlive: true });
  return (url, { method, headers, body, signal }) => {
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const isSecure = url.startsWith('https:');
    const options = {
      method: method ?? 'GET',
      headers: headers as http.OutgoingHttpHeaders,
      signal: signal as AbortSignal,
    };
    const request = isSecure
      ? https.request(url, { ...options, agent: secure })
      : http.request(url, { ...options, agent: plain });
    const flight = flights.getStore();
    const leave = () => {
      if (flight && !flight.mayStill()) {
        request.destroy(new DeliveryError('the claim ran out before the request left', LATE));
        return;
      }
      if (flight) flight.left = true;
      request.end(body ?? undefined);
    };
    request.on('socket', (socket) => {
      if (socket.connecting) socket.once(isSecure ? 'secureConnect' : 'connect', leave);
      else leave();
    });
    request.on('response', (response) => void received(response).then(resolve, reject));
    request.on('error', reject);
    return promise as unknown as ReturnType<Transport>;
  };
}

const LATE = { type: 'retry', reason: 'timeout', afterMs: null, mayBeDone: false } as const;

async function received(incoming: http.IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const status = incoming.statusCode ?? 500;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headersDistinct)) headers.set(name, value?.join(', ') ?? '');
  const body = chunks.length === 0 ? null : Buffer.concat(chunks);
  // Discord tells the time in both; discord.js reads the header alone.
  if (status === 429 && body !== null && !headers.get('retry-after')) headers.set('retry-after', secondsIn(body));
  return new Response(body, { status, statusText: incoming.statusMessage ?? '', headers });
}

function secondsIn(body: Buffer): string {
  return /"retry_after":\s*([\d.]+)/u.exec(body.toString())?.[1] ?? '0';
}
