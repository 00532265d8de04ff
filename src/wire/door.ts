import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Backoff } from '../core/backoff.ts';
import { keepConnected } from '../core/connection.ts';
import { inTime } from '../core/in-hand.ts';
import { bareHost, listenFailure } from '../core/listening.ts';
import type { Log } from '../core/seams.ts';

/** The one port by which requests come in. */
export type Door = {
  /** Listens, or goes on to. Rejects with the system's error where it cannot; may be asked again. */
  open: () => Promise<void>;
  /** Gives the requests to a path to this listener, from now until what it gives is called. */
  take: (path: string, listener: RequestListener) => () => void;
  /** Where it listens, as an address to open; null while it does not. */
  address: () => string | null;
  /** Takes no more requests, finishes those in hand within `grace` milliseconds, and lets go of the port. */
  close: (grace: number) => Promise<void>;
};

/** What a platform that requests come for needs of it. */
export type Requests = Pick<Door, 'open' | 'take'>;

/**
 * Whoever holds a socket must use it. A proxy keeps its connections longer than this and asks again; the headers and
 * the whole of a request come at once, or are somebody's who wants to hold the port.
 */
const TIMEOUTS = {
  keepAliveTimeout: 20_000,
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  // Node looks every half minute by itself, which would be how long such a socket holds.
  connectionsCheckingInterval: 5_000,
};
/** Of all headers together, the address among them. */
const MOST_HEADER_BYTES = 16 * 1024;
/** Beyond these, connections are refused; a browser opens six. */
const MOST_CONNECTIONS = 2_000;

/** Opens nothing yet. `page`: answers whatever no platform takes; it is never given a body to read. */
export function openDoor({ host, port, page }: { host: string; port: number; page: RequestListener }): Door {
  const taken = new Map<string, RequestListener>();
  const inHand = new Set<ServerResponse>();
  let closing: Promise<void> | null = null;
  let emptied = () => {};
  const server = createServer({ ...TIMEOUTS, maxHeaderSize: MOST_HEADER_BYTES }, (request, response) => {
    inHand.add(response);
    response.once('close', () => {
      inHand.delete(response);
      if (inHand.size === 0) emptied();
    });
    if (closing !== null) return refuse(response, 503);
    const [path = ''] = (request.url ?? '').split('?', 1);
    const listener = taken.get(path);
    const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length']) > 0;
    // Nothing that the page answers needs one, and none is read: the connection ends with the answer.
    if (listener === undefined && hasBody) response.shouldKeepAlive = false;
    try {
      (listener ?? page)(request, response);
    } catch {
      // Not what a platform sends there.
      refuse(response, 404);
    }
  });
  server.maxConnections = MOST_CONNECTIONS;
  // What fails while it listens must not end the process; `open` hears of what fails before.
  server.on('error', () => {});
  let opening: Promise<void> | null = null;
  return {
    open: () => {
      if (closing !== null) return Promise.reject(new Error('the port was closed'));
      opening ??= listen(server, host, port).catch((error: unknown) => {
        opening = null;
        throw error;
      });
      return opening;
    },
    take: (path, listener) => {
      taken.set(path, listener);
      return () => {
        if (taken.get(path) === listener) taken.delete(path);
      };
    },
    address: () => addressOf(server),
    close: (grace) => {
      closing ??= (async () => {
        // Idle connections end at once: a proxy's would be held open for as long as it likes.
        server.close();
        for (const response of inHand) response.shouldKeepAlive = false;
        const isEmpty = new Promise<void>((resolve) => {
          emptied = resolve;
        });
        if (inHand.size > 0) await inTime(grace, isEmpty);
        server.closeAllConnections();
      })();
      return closing;
    },
  };
}

/** Listens, and tells where; a port that another program has is told once, and taken as soon as it is free. */
export function keepOpen(
  door: Door,
  log: Log,
  backoff: Backoff = { first: 1_000, most: 15_000 },
): { start: () => Promise<void>; stop: (grace: number) => Promise<void> } {
  const kept = keepConnected({
    name: 'page',
    connect: async () => {
      await door.open();
      return { lost: new Promise(() => {}), close: async () => {}, at: door.address() ?? '' };
    },
    failureOf: (error) => listenFailure('the page cannot be served', error),
    log,
    backoff,
  });
  return {
    start: kept.start,
    stop: async (grace) => {
      await Promise.all([kept.stop(), door.close(grace)]);
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const failed = (error: Error) => reject(error);
  server.once('error', failed);
  server.listen({ host: bareHost(host), port }, () => {
    server.off('error', failed);
    resolve();
  });
  return promise;
}

function addressOf(server: Server): string | null {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') return null;
  const host = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
  return `http://${host}:${bound.port}`;
}

function refuse(response: ServerResponse, status: number): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.shouldKeepAlive = false;
  response.writeHead(status).end();
}
