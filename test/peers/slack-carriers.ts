// How payloads reach the bot: Socket Mode (https://docs.slack.dev/apis/events-api/using-socket-mode) or signed HTTP.
import { createHmac, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { isJson, type Json } from './slack-rules.ts';
import { timeOf, type Workspace } from './slack-workspace.ts';

export type Kind = 'slash_commands' | 'interactive' | 'events_api';

/** A try at delivering an event again: how many times before, and why. */
export type Retry = { attempt: number; reason: string };

/** What came of a delivery: the bot's acknowledgement, or why there was none. */
export type Delivery = { ack: unknown; ms: number } | { failure: string; ms: number };

export type Carrier = (kind: Kind, payload: Json, retry: Retry | null) => Promise<Delivery>;

export type DisconnectReason = 'warning' | 'refresh_requested' | 'too_many_websockets' | 'link_disabled';

/** `opened`, `pings`: connections and pings of the bot's so far. `deaf`: what the bot sends is not read, pings included, as on a dead network. */
export type Sockets = {
  open: Set<WebSocket>;
  opened: number;
  pings: number;
  deaf: boolean;
  send: Carrier;
  disconnect: (reason: DisconnectReason) => void;
  stop: () => void;
};

const MOST_SOCKETS = 10;
const PING_EVERY = 10_000;

type Waiting = { kind: Kind; socket: WebSocket; sent: number; settle: (delivery: Delivery) => void };

/** Serves Socket Mode beside an HTTP server; `within`: ms for an acknowledgement. */
export function serveSockets(workspace: Workspace, server: Server, within: number): Sockets {
  const accepting = new WebSocketServer({ server, autoPong: false });
  const waiting = new Map<string, Waiting>();
  const settled = new Set<string>();
  const takeAmiss = (error: string) => {
    workspace.faults.push({ where: 'socket', error, messages: [] });
    workspace.changes.emit('change');
  };

  const settle = (id: string, make: (ms: number) => Delivery) => {
    const one = waiting.get(id);
    waiting.delete(id);
    settled.add(id);
    one?.settle(make(Math.round(performance.now() - one.sent)));
  };

  const hear = (data: string) => {
    const message: unknown = JSON.parse(data);
    if (!isJson(message)) return;
    const id = String(message.envelope_id);
    const one = waiting.get(id);
    if (!one) return takeAmiss(settled.has(id) ? 'acknowledged late or twice' : 'acknowledged what was never sent');
    const said = isJson(message.payload) && Object.keys(message.payload).length > 0 ? message.payload : null;
    if (said && one.kind === 'events_api') takeAmiss('acknowledged an event with a payload');
    settle(id, (ms) => ({ ack: said, ms }));
  };

  const welcome = (socket: WebSocket) => {
    sockets.open.add(socket);
    sockets.opened += 1;
    const hello = {
      type: 'hello',
      num_connections: sockets.open.size,
      debug_info: { host: 'applink-test', build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: workspace.app },
    };
    socket.send(JSON.stringify(hello), () => workspace.changes.emit('change'));
    const pings = setInterval(() => sockets.deaf || socket.ping('Ping from Slack'), PING_EVERY);
    socket.on('ping', (data) => {
      if (sockets.deaf) return;
      sockets.pings += 1;
      socket.pong(data, false, () => workspace.changes.emit('change'));
    });
    socket.on('message', (data) => sockets.deaf || hear(String(data)));
    socket.on('close', () => {
      clearInterval(pings);
      sockets.open.delete(socket);
      for (const [id, one] of waiting)
        if (one.socket === socket) settle(id, (ms) => ({ failure: 'connection_closed', ms }));
      workspace.changes.emit('change');
    });
  };

  accepting.on('connection', (socket, request) => {
    // A reset connection is told twice, and 'close' suffices.
    socket.on('error', () => {});
    const ticket = new URL(request.url ?? '', 'ws://127.0.0.1').searchParams.get('ticket') ?? '';
    if (!workspace.tickets.delete(ticket)) return socket.close(4001, 'ticket');
    if (sockets.open.size >= MOST_SOCKETS) return part(socket, 'too_many_websockets');
    welcome(socket);
  });

  const part = (socket: WebSocket, reason: DisconnectReason) =>
    socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-test' } }));

  const send: Carrier = (kind, payload, retry) => {
    const ready = [...sockets.open].filter((socket) => socket.readyState === socket.OPEN);
    const socket = ready[workspace.last % Math.max(1, ready.length)];
    if (!socket) return Promise.resolve({ failure: 'no_connection', ms: 0 });
    const id = randomUUID();
    const about = { envelope_id: id, payload, type: kind, accepts_response_payload: kind !== 'events_api' };
    const again =
      kind === 'events_api' ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' } : {};
    return new Promise((resolve) => {
      const guard = setTimeout(() => settle(id, (ms) => ({ failure: 'timeout', ms })), within);
      const finish = (delivery: Delivery) => {
        clearTimeout(guard);
        resolve(delivery);
      };
      waiting.set(id, { kind, socket, sent: performance.now(), settle: finish });
      socket.send(JSON.stringify({ ...about, ...again }));
    });
  };

  const sockets: Sockets = {
    open: new Set(),
    opened: 0,
    pings: 0,
    deaf: false,
    send,
    disconnect: (reason) => {
      const [socket] = sockets.open;
      if (socket) part(socket, reason);
    },
    stop: () => {
      for (const id of waiting.keys()) settle(id, (ms) => ({ failure: 'stopped', ms }));
      for (const socket of accepting.clients) socket.terminate();
      accepting.close();
    },
  };
  return sockets;
}

/** How a request departs from a good one: `age` of its signature in seconds, another `signature`. */
export type PostOptions = { age?: number; signature?: string; retry?: Retry | null; within?: number };
export type Posted = { status: number; body: string; ms: number };

/** Signs a payload as Slack does (https://docs.slack.dev/authentication/verifying-requests-from-slack) and posts it. */
export async function postSigned(
  workspace: Workspace,
  url: string,
  secret: string,
  payload: Json,
  options: PostOptions = {},
): Promise<Posted> {
  const { command, type } = payload;
  const isEvent = type === 'event_callback' || type === 'url_verification';
  const form = typeof command === 'string' ? payload : { payload: JSON.stringify(payload) };
  const body = isEvent ? JSON.stringify(payload) : new URLSearchParams(form as Record<string, string>).toString();
  const timestamp = String(Math.floor(timeOf(workspace) / 1000) - (options.age ?? 0));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const { retry } = options;
  const again = retry ? { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason } : {};
  const headers = {
    'content-type': isEvent ? 'application/json' : 'application/x-www-form-urlencoded',
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': options.signature ?? signature,
    ...again,
  };
  const sent = performance.now();
  const signal = AbortSignal.timeout(options.within ?? 30_000);
  const response = await fetch(url, { method: 'POST', headers, body, signal });
  const text = await response.text();
  return { status: response.status, body: text, ms: Math.round(performance.now() - sent) };
}

/** Carries payloads by HTTP to a request URL. */
export function carryByHttp(workspace: Workspace, url: string, secret: string, within: number): Carrier {
  return async (_, payload, retry) => {
    const sent = performance.now();
    const about = retry ? { ...retry, reason: `http_${retry.reason}` } : null;
    const posted = await postSigned(workspace, url, secret, payload, { retry: about, within }).catch(() => null);
    if (!posted) return { failure: 'timeout', ms: Math.round(performance.now() - sent) };
    if (posted.status !== 200) return { failure: `error`, ms: posted.ms };
    const { body, ms } = posted;
    return { ack: body === '' ? null : body.startsWith('{') ? JSON.parse(body) : body, ms };
  };
}
