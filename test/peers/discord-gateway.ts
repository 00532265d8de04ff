import { EventEmitter, once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { deflateSync } from 'node:zlib';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { type Body, bodyOf, textOf } from './discord-fault.ts';

/** A bot that identified itself or resumed: with what, where it came in, and the session that it got. */
export type Identify = { intents: number; shard: number[]; session: string };
/** `replayed`: how many events it had missed. `url`: the path that it came in by. */
export type Resume = { session: string; seq: number; replayed: number; url: string };

/** `events`: as they were sent, or would have been. */
type Session = { id: string; intents: number; shard: number[]; events: string[]; live: Connection | null };
type Connection = {
  socket: WebSocket;
  session: Session | null;
  muted: boolean;
  compress: boolean;
  url: string;
  sent: number;
};

export type GatewayOptions = {
  /** Milliseconds between heartbeats. */
  heartbeat: number;
  /** Privileged intents that the application has. */
  privileged: number;
  isToken: (token: string) => boolean;
  /** READY's data but for the session, and the events that follow it. */
  ready: (session: string, shard: number[]) => { ready: Body; after: { t: string; d: unknown }[] };
};

export type Gateway = {
  sessions: { identifies: Identify[]; resumes: Resume[]; closes: number[] };
  /** Sends an event to the newest session of the shard that a guild belongs to; one without a socket gets it on resuming. */
  dispatch: (t: string, d: unknown, guild: string | null, intent?: number) => boolean;
  /** Resolves once a bot is connected and ready. */
  connected: () => Promise<void>;
  nextIdentify: () => Promise<Identify>;
  nextResume: () => Promise<Resume>;
  dropSocket: () => void;
  reconnect: () => void;
  invalidate: (resumable: boolean) => void;
  muteHeartbeats: () => void;
  close: (code: number) => void;
  stop: () => void;
};

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes */
const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);
const INTENTS = ((1 << 17) - 1) | (3 << 20) | (3 << 24);
const IDENTIFY = 2;
const RESUME = 6;

/** The gateway, version 10 in JSON. https://discord.com/developers/docs/topics/gateway */
export function createGateway(server: Server, options: GatewayOptions): Gateway {
  const sockets = new WebSocketServer({ noServer: true });
  const connections = new Set<Connection>();
  const known = new Map<string, Session>();
  const records: Gateway['sessions'] = { identifies: [], resumes: [], closes: [] };
  const events = new EventEmitter();

  const identify = (connection: Connection, data: Body): number | null => {
    const shard = Array.isArray(data.shard) ? data.shard.map(Number) : [0, 1];
    const code = checkIdentify(data, shard, options);
    if (code !== null) return code;
    const id = `session-${known.size + 1}-${Date.now().toString(16)}`;
    const session: Session = { id, intents: Number(data.intents), shard, events: [], live: connection };
    known.set(id, session);
    Object.assign(connection, { session, compress: data.compress === true });
    records.identifies.push({ intents: session.intents, shard, session: id });
    const { ready, after } = options.ready(id, shard);
    emit(session, 'READY', ready);
    for (const { t, d } of after) emit(session, t, d);
    events.emit('identify', records.identifies.at(-1));
    return null;
  };
  const resume = (connection: Connection, data: Body): number | null => {
    if (!options.isToken(textOf(data.token))) return 4004;
    const session = known.get(textOf(data.session_id));
    if (session === undefined) {
      send(connection, { op: 9, d: false });
      return null;
    }
    const seq = Number(data.seq);
    if (!(seq <= session.events.length)) return 4007;
    session.live?.socket.terminate();
    session.live = connection;
    connection.session = session;
    const missed = session.events.slice(seq);
    for (const event of missed) sendText(connection, event);
    emit(session, 'RESUMED', {});
    records.resumes.push({ session: session.id, seq, replayed: missed.length, url: connection.url });
    events.emit('resume', records.resumes.at(-1));
    return null;
  };
  const receive = (connection: Connection, raw: RawData): number | null => {
    const text = raw.toString();
    if (text.length > 4096) return 4002;
    const { op, d } = parse(text);
    if (op === 1) {
      if (!connection.muted) send(connection, { op: 11 });
      return null;
    }
    // 120 a minute, which no test goes on for; heartbeats do not count here, as they are faster than Discord's.
    connection.sent += 1;
    if (connection.sent > 120) return 4008;
    if (op === IDENTIFY || op === RESUME) {
      if (connection.session !== null) return 4005;
      return op === IDENTIFY ? identify(connection, bodyOf(d)) : resume(connection, bodyOf(d));
    }
    if (connection.session === null) return 4003;
    return op === null ? 4002 : [3, 4, 8, 31].includes(op) ? null : 4001;
  };
  const open = (socket: WebSocket, url: string) => {
    const connection: Connection = { socket, session: null, muted: false, compress: false, url, sent: 0 };
    connections.add(connection);
    socket.on('message', (raw) => {
      const code = receive(connection, raw);
      if (code !== null) socket.close(code);
    });
    socket.on('close', (code) => {
      connections.delete(connection);
      records.closes.push(code);
      if (connection.session?.live !== connection) return;
      connection.session.live = null;
      // Whoever leaves in good order gives the session up.
      if (code === 1000 || code === 1001) known.delete(connection.session.id);
    });
    send(connection, { op: 10, d: { heartbeat_interval: options.heartbeat, _trace: [] } });
  };
  server.on('upgrade', (request: IncomingMessage, socket, head) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://peer');
    // No client of these tests asks for a compressed transport; one that did must not be sent plain text.
    const spoken =
      searchParams.get('v') === '10' && searchParams.get('encoding') === 'json' && !searchParams.has('compress');
    if (!spoken) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else sockets.handleUpgrade(request, socket, head, (opened) => open(opened, pathname));
  });
  const each = (act: (connection: Connection) => void) => () => {
    for (const connection of [...connections]) act(connection);
  };
  return {
    sessions: records,
    dispatch: (t, d, guild, intent = 0) => {
      const mine = [...known.values()].filter(({ shard: [id = 0, count = 1] }) => id === shardOf(guild, count)).at(-1);
      if (mine !== undefined && (intent === 0 || (mine.intents & intent) !== 0)) emit(mine, t, d);
      return mine !== undefined;
    },
    connected: async () => {
      while (![...known.values()].some((session) => session.live !== null)) {
        await Promise.race([once(events, 'identify'), once(events, 'resume')]);
      }
    },
    nextIdentify: async () => (await once(events, 'identify'))[0] as Identify,
    nextResume: async () => (await once(events, 'resume'))[0] as Resume,
    dropSocket: each((connection) => {
      if (connection.session !== null) connection.session.live = null;
      connection.socket.terminate();
    }),
    reconnect: each((connection) => send(connection, { op: 7, d: null })),
    invalidate: (resumable) => {
      if (!resumable) known.clear();
      each((connection) => {
        // Identified anew on the same socket or a new one: either is right.
        if (connection.session !== null && resumable) connection.session.live = null;
        connection.session = null;
        send(connection, { op: 9, d: resumable });
      })();
    },
    muteHeartbeats: each((connection) => {
      connection.muted = true;
    }),
    close: (code) => each(({ socket }) => socket.close(code))(),
    stop: each(({ socket }) => socket.terminate()),
  };
}

function emit(session: Session, t: string, d: unknown): void {
  const event = JSON.stringify({ op: 0, t, s: session.events.length + 1, d });
  session.events.push(event);
  if (session.live !== null) sendText(session.live, event);
}

function send(connection: Connection, payload: object): void {
  sendText(connection, JSON.stringify({ t: null, s: null, d: null, ...payload }));
}

function sendText({ socket, compress }: Connection, text: string): void {
  if (socket.readyState === socket.OPEN) socket.send(compress ? deflateSync(text) : text);
}

function parse(text: string): { op: number | null; d: unknown } {
  try {
    const { op, d } = bodyOf(JSON.parse(text));
    return { op: typeof op === 'number' ? op : null, d };
  } catch {
    return { op: null, d: null };
  }
}

/** The code that a connection is closed with for this IDENTIFY, null where it is right. */
function checkIdentify(data: Body, [id = 0, count = 1]: number[], options: GatewayOptions): number | null {
  const { intents } = data;
  if (!options.isToken(textOf(data.token))) return 4004;
  if (!(id >= 0 && id < count)) return 4010;
  if (typeof intents !== 'number' || !Number.isInteger(intents) || (intents & ~INTENTS) !== 0) return 4013;
  if ((intents & PRIVILEGED & ~options.privileged) !== 0) return 4014;
  return data.properties === undefined ? 4002 : null;
}

/** https://discord.com/developers/docs/topics/gateway#sharding */
export function shardOf(guild: string | null, count: number): number {
  return guild === null ? 0 : Number((BigInt(guild) >> 22n) % BigInt(count));
}
