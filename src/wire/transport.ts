import * as http from 'node:http';
import * as https from 'node:https';
import { DeliveryError } from '../core/errors.ts';

/** What is asked and told when a request leaves. */
export type Leaving = { mayStill: () => boolean; left?: () => void };

export type Sent = { method: string; headers: Headers; body: string | Uint8Array | null; signal: AbortSignal | null };

/** Sends a request, as `fetch` does; rejects with a DeliveryError where it no longer may when it would leave. */
export type Transport = (url: string, request: Sent, leaving: Leaving) => Promise<Response>;

const LATE = { type: 'retry', reason: 'timeout', afterMs: null, mayBeDone: false } as const;

/**
 * Sends requests over sockets of our own. A request that waits for a connection has not left: whether it still may is
 * asked in the very tick that writes it, so that a process which was stopped meanwhile sends nothing late. `fetch` tells
 * nobody when that is.
 */
export function openTransport(): Transport {
  const plain = new http.Agent({ keepAlive: true });
  const secure = new https.Agent({ keepAlive: true });
  return (url, { method, headers, body, signal }, { mayStill, left }) => {
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const isSecure = url.startsWith('https:');
    const options = { method, headers: Object.fromEntries(headers), ...(signal ? { signal } : {}) };
    const request = isSecure
      ? https.request(url, { ...options, agent: secure })
      : http.request(url, { ...options, agent: plain });
    const leave = () => {
      if (!mayStill()) {
        request.destroy(new DeliveryError('the claim ran out before the request left; nothing was sent', LATE));
        return;
      }
      left?.();
      request.end(body ?? undefined);
    };
    request.on('socket', (socket) => {
      if (socket.connecting) socket.once(isSecure ? 'secureConnect' : 'connect', leave);
      else leave();
    });
    request.on('response', (response) => void received(response).then(resolve, reject));
    request.on('error', reject);
    return promise;
  };
}

async function received(incoming: http.IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headersDistinct)) headers.set(name, value?.join(', ') ?? '');
  const body = chunks.length === 0 ? null : Buffer.concat(chunks);
  return new Response(body, {
    status: incoming.statusCode ?? 500,
    statusText: incoming.statusMessage ?? '',
    headers,
  });
}
