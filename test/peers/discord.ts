import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { applicationRoutes } from './discord-application.ts';
import { channelRoutes, createHourly, createNonces, type Rules } from './discord-channels.ts';
import { describeGuild } from './discord-describe.ts';
import { createGateway, type Gateway, shardOf } from './discord-gateway.ts';
import { type Api, createApi } from './discord-http.ts';
import { interactionRoutes, type Ticket } from './discord-interactions.ts';
import { createLimits, type Limit } from './discord-limits.ts';
import { createPeople, type People } from './discord-people.ts';
import { loadSpec } from './discord-spec.ts';
import { archive, isThread, threadRoutes } from './discord-threads.ts';
import {
  type Channel,
  createWorld,
  type Denial,
  deny,
  dropChannel,
  findChannel,
  findGuild,
  type Guild,
  leaveGuild,
  type Posted,
  type World,
} from './discord-world.ts';

export type DiscordPeerOptions = {
  /** Milliseconds between heartbeats; 41,250, as Discord's. */
  heartbeat?: number;
  /** Names of the guilds that the bot is in; one. */
  guilds?: string[];
  /** Text channels that each guild has besides; none. */
  texts?: number;
  /** Milliseconds for which a nonce is remembered; five minutes. */
  nonceWindow?: number;
  /** How many messages of a channel may be crossposted in how many milliseconds; ten an hour, as Discord's. */
  crossposts?: { most: number; ms: number };
  /** Milliseconds by which its clock is ahead of this machine's, as its answers tell the time; 0. */
  ahead?: number;
  /** Privileged intents that the application has been given, as a bitfield; none. */
  privileged?: number;
};

/** A Discord of one's own: https://discord.com/developers/docs, as far as a bot such as this one uses it. */
export type DiscordPeer = AsyncDisposable &
  People &
  Pick<Api, 'fail' | 'requests' | 'faults'> &
  Pick<
    Gateway,
    | 'sessions'
    | 'connected'
    | 'nextIdentify'
    | 'nextResume'
    | 'dropSocket'
    | 'reconnect'
    | 'invalidate'
    | 'muteHeartbeats'
    | 'close'
  > & {
    port: number;
    /** What `new Client({ rest })` takes. */
    rest: { api: string; version: '10' };
    token: string;
    /** Whether Discord's OpenAPI is present and everything is checked against it. */
    specified: boolean;
    world: World;
    guild: Guild;
    channels: { text: Channel; news: Channel; forum: Channel };
    /** What the bot posted by itself, in order, what was deleted too: nobody may be told the same twice. */
    posted: readonly Posted[];
    /** Forbids the bot these things in a channel (`dm`: to a person), or allows all again. */
    deny: (id: string, ...what: Denial[]) => void;
    /** Puts a thread into the archive, where nobody but a moderator may write once it is locked. */
    archive: (thread: string, locked?: boolean) => void;
    dropChannel: (id: string) => void;
    /** Kicks the bot out of a guild. */
    kick: (guild: string) => void;
    /** Forgets all nonces, as Discord does after some minutes. */
    forgetNonces: () => void;
    /** Limits the routes that match, or all together as `global`. */
    limit: (pattern: string, limit: Limit) => void;
    /** Makes the token wrong from here on: 401 for requests, 4004 for the gateway. */
    revokeToken: () => void;
    stop: () => Promise<void>;
  };

/** Starts a Discord on a free port of 127.0.0.1. Point discord.js at it: `new Client({ intents, rest: peer.rest })`. */
export async function startDiscordPeer(options: DiscordPeerOptions = {}): Promise<DiscordPeer> {
  const world = createWorld(options.guilds ?? ['Newsroom'], options.texts);
  const guild = world.guilds[0] ?? raise('A bot is in one guild at least.');
  const tickets = new Map<string, Ticket>();
  const token = `${Buffer.from(world.application).toString('base64url')}.peer.${world.id()}`;
  let revoked = false;
  const isToken = (given: string) => given === token && !revoked;
  const limits = createLimits();
  const spec = loadSpec();
  const server = createServer((request, response) => void api.handle(request, response));
  const gateway = createGateway(server, {
    heartbeat: options.heartbeat ?? 41_250,
    privileged: options.privileged ?? 0,
    isToken,
    ready: (session, shard) => greet(world, `ws://127.0.0.1:${port}/resume`, session, shard),
  });
  const tell = (event: string, data: unknown, where: string | null) => {
    gateway.dispatch(event, data, where, event === 'MESSAGE_CREATE' ? 1 << 9 : 1);
  };
  const addresses = { gateway: () => `ws://127.0.0.1:${port}`, identifies: () => gateway.sessions.identifies.length };
  const rules: Rules = {
    nonces: createNonces(options.nonceWindow ?? 300_000),
    crossposts: createHourly(options.crossposts ?? { most: 10, ms: 3_600_000 }),
    posted: [],
    directs: new Map(),
  };
  const routes = [
    ...applicationRoutes(world, addresses),
    ...channelRoutes(world, tell, rules),
    ...threadRoutes(world),
    ...interactionRoutes(world, tickets),
  ];
  const api = createApi(routes, limits, spec, isToken, options.ahead);
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  const stop = () =>
    new Promise<void>((resolve) => {
      gateway.stop();
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const channelOf = (type: number) => guild.channels.find((one) => one.type === type) ?? raise('No such channel.');
  return {
    ...createPeople(world, gateway, tickets),
    ...gateway,
    ...api,
    port,
    rest: { api: `http://127.0.0.1:${port}/api`, version: '10' },
    token,
    specified: spec !== null,
    world,
    guild,
    channels: { text: channelOf(0), news: channelOf(5), forum: channelOf(15) },
    posted: rules.posted,
    deny: (id, ...what) => deny(world, id, what),
    archive: (id, locked) => archive(findChannel(world, id) ?? raise('No such thread.'), true, locked),
    dropChannel: (id) => dropChannel(world, id),
    kick: (id) => leaveGuild(world, id),
    forgetNonces: rules.nonces.forget,
    limit: limits.set,
    revokeToken: () => {
      revoked = true;
      gateway.close(4004);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function raise(message: string): never {
  throw new Error(message);
}

/** READY and the guilds that follow it. https://discord.com/developers/docs/events/gateway-events#ready */
function greet(world: World, resume: string, session: string, shard: number[]) {
  const [id = 0, count = 1] = shard;
  const mine = world.guilds.filter((guild) => shardOf(guild.id, count) === id);
  const ready = {
    v: 10,
    user_settings: {},
    user: { ...world.bot, verified: true, mfa_enabled: true, email: null },
    session_type: 'normal',
    session_id: session,
    resume_gateway_url: resume,
    shard,
    guilds: mine.map((guild) => ({ id: guild.id, unavailable: true })),
    application: { id: world.application, flags: 0 },
    relationships: [],
    private_channels: [],
    presences: [],
    guild_join_requests: [],
    geo_ordered_rtc_regions: [],
    _trace: [],
  };
  return { ready, after: mine.map((guild) => ({ t: 'GUILD_CREATE', d: openGuild(world, guild) })) };
}

/** https://discord.com/developers/docs/events/gateway-events#guild-create */
function openGuild(world: World, { id }: Guild) {
  const guild = findGuild(world, id) ?? raise('No such guild.');
  return {
    ...describeGuild(guild),
    joined_at: '2026-01-01T00:00:00.000000+00:00',
    large: false,
    unavailable: false,
    member_count: 2,
    voice_states: [],
    members: [guild.me],
    channels: guild.channels.filter((channel) => !isThread(channel)),
    threads: guild.channels.filter(isThread),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
