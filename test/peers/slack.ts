// A server that speaks Slack's protocol to the real client libraries, and refuses what Slack refuses.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerRequest } from './slack-api.ts';
import {
  type Carrier,
  carryByHttp,
  type DisconnectReason,
  type Posted,
  type PostOptions,
  postSigned,
  type Sockets,
  serveSockets,
} from './slack-carriers.ts';
import { type Driver, makeDriver } from './slack-driver.ts';
import { addChannels, postsOf, removeChannel } from './slack-index.ts';
import type { Json } from './slack-rules.ts';
import {
  type Failure,
  makeWorkspace,
  type SlackChannel,
  type SlackMessage,
  until,
  type Workspace,
} from './slack-workspace.ts';

/** Longer than Slack waits: how fast answers are is measured in `npm run bench`, and a busy machine fails no test. */
const PATIENCE_MS = 30_000;

/** `ackWithin`: ms that an acknowledgement may take (Slack's are 3,000). `within`: ms after which an awaited thing is given up. */
export type SlackPeerOptions = Partial<Workspace> & { ackWithin?: number; within?: number };

export type SlackPeer = AsyncDisposable &
  Driver & {
    /** `http://127.0.0.1:PORT/api/`: the bot's `slackApiUrl`. */
    apiUrl: string;
    workspace: Workspace;
    calls: Workspace['calls'];
    faults: Workspace['faults'];
    messages: Workspace['messages'];
    views: Workspace['views'];
    /** From now on, everything goes by signed HTTP to this URL. */
    useHttp: (url: string, signingSecret: string) => void;
    post: (url: string, signingSecret: string, payload: Json, options?: PostOptions) => Promise<Posted>;
    /** The next calls of a method (or of `response_url`) fail so, each of `failures` in turn, `times` over. */
    fail: (method: string, failures: Failure[], times?: number) => void;
    dropSocket: () => void;
    disconnect: (reason: DisconnectReason) => void;
    /** Stops reading what the bot sends, pings included, until told otherwise. */
    deafen: (deaf: boolean) => void;
    /** Makes many channels that the bot is in, each as told by its number. */
    addChannels: (count: number, make: (i: number) => SlackChannel) => SlackChannel[];
    removeChannel: (id: string) => void;
    /** The messages that stand there with this delivery's id in their metadata, oldest first. */
    postsOf: (delivery: string) => SlackMessage[];
    /** The ids of all deliveries of which something was posted. */
    deliveries: () => string[];
    revokeToken: () => void;
    /** Puts the clock forward: triggers, response URLs and timestamps follow. */
    advance: (ms: number) => void;
    /** How many connections are open. */
    connections: () => number;
    /** How many pings the bot sent. */
    pings: () => number;
    connected: () => Promise<void>;
    nextConnection: (within?: number) => Promise<void>;
    /** Resolves once something holds, looked at after each thing that happens. */
    until: (what: string, holds: () => boolean, within?: number) => Promise<void>;
    stop: () => Promise<void>;
  };

/** Starts a peer on a free port of 127.0.0.1. */
export async function startSlackPeer(options: SlackPeerOptions = {}): Promise<SlackPeer> {
  const { ackWithin = PATIENCE_MS, within = PATIENCE_MS, ...given } = options;
  const workspace = makeWorkspace(given);
  const server = createServer((request, response) => {
    answerRequest(workspace, request, response, url.replace('http', 'ws')).catch(() => request.socket.destroy());
  });
  const sockets: Sockets = serveSockets(workspace, server, ackWithin);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let carrier: Carrier = sockets.send;
  const wait: SlackPeer['until'] = (what, holds, most = within) => until(workspace, what, holds, most);
  const connected = (most = within) => wait('a connection', () => sockets.open.size > 0, most);
  const stop = async () => {
    sockets.stop();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return {
    apiUrl: `${url}/api/`,
    workspace,
    calls: workspace.calls,
    faults: workspace.faults,
    messages: workspace.messages,
    views: workspace.views,
    ...makeDriver(workspace, url, () => carrier, connected, within),
    useHttp: (to, secret) => {
      carrier = carryByHttp(workspace, to, secret, ackWithin);
    },
    post: (to, secret, payload, how) => postSigned(workspace, to, secret, payload, how),
    fail: (method, failures, times = 1) => {
      const all = Array.from({ length: times }, () => failures).flat();
      workspace.failures.set(method, [...(workspace.failures.get(method) ?? []), ...all]);
    },
    dropSocket: () => {
      for (const socket of sockets.open) socket.terminate();
    },
    disconnect: sockets.disconnect,
    deafen: (deaf) => {
      sockets.deaf = deaf;
    },
    addChannels: (count, make) => addChannels(workspace, count, make),
    removeChannel: (id) => removeChannel(workspace, id),
    postsOf: (delivery) => postsOf(workspace, delivery),
    deliveries: () => [...workspace.index.deliveries.keys()],
    revokeToken: () => {
      workspace.tokens.revoked.add(workspace.tokens.bot);
    },
    advance: (ms) => {
      workspace.ahead += ms;
    },
    connections: () => sockets.open.size,
    pings: () => sockets.pings,
    connected,
    nextConnection: (most) => {
      const before = sockets.opened;
      return wait('the next connection', () => sockets.opened > before, most);
    },
    until: wait,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
