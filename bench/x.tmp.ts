// How much of what the platforms allow a large fan-out uses, and whether it ever asks for too much: the real `readout
// serve`, as a process of its own with a real store, against servers that enforce the platforms' limits, in this process.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlatformName, Schedule } from '../src/core/schedule.ts';
import { openStore } from '../src/store/open.ts';
import { startDiscordPeer } from '../test/peers/discord.ts';
import { startSlackPeer } from '../test/peers/slack.ts';
import { type Serve, startServe } from './serve.ts';

/** Channels on Discord and the servers that they are on. */
const CHANNELS = 10_000;
const SERVERS = 500;
/** Workspaces on Slack, channels of each, and messages to each channel. */
const WORKSPACES = 50;
const CHANNELS_EACH = 2;
const MESSAGES_EACH = 30;

type Post = { platform: PlatformName; place: string; channel: string };

/** Prints how a fan-out to many channels goes, on Discord and then on Slack. Takes some five minutes. */
export async function benchFanout(): Promise<void> {
  // A peer that checks every message against a specification would be what is measured.
  process.env.READOUT_SPECS = '/nowhere';
  await toDiscord();
}

async function toDiscord(): Promise<void> {
  const guilds = Array.from({ length: SERVERS }, (_, i) => `Newsroom ${i}`);
  const each = CHANNELS / SERVERS;
  await using peer = await startDiscordPeer({ guilds, texts: each });
  peer.limit('POST /channels/:id/messages', { limit: 5, seconds: 5 });
  const posts = peer.world.guilds.flatMap(({ id: place, channels }) => {
    const texts = channels.filter(({ type }) => type === 0).slice(-each);
    return texts.map(({ id: channel }): Post => ({ platform: 'discord', place, channel }));
  });
  const arrived = () => peer.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages'));
  const memory = await deliver(posts, () => arrived().length, {
    DISCORD_TOKEN: peer.token,
    DISCORD_API_URL: peer.rest.api,
  });
  const refused = peer.requests.filter(({ status }) => status === 429).length;
  const times = arrived().map(({ at }) => at);
  tell(`discord, ${CHANNELS} channels of ${SERVERS} servers`, times, refused, 50, memory);
}

async function toSlack(): Promise<void> {
  const channel = { requests: 1, ms: 1_000 };
  await using peer = await startSlackPeer({ limits: { channel, team: { requests: 300, ms: 60_000 } } });
  const channels = peer.addChannels(WORKSPACES * CHANNELS_EACH, (i) => ({
    id: `C${String(i).padStart(9, '0')}`,
    name: `news-${i}`,
    member: true,
    team: `T${String(i % WORKSPACES).padStart(9, '0')}`,
  }));
  const posts = channels.flatMap(({ id, team = '' }) =>
    Array.from({ length: MESSAGES_EACH }, (): Post => ({ platform: 'slack', place: team, channel: id })),
  );
  const arrived = () => peer.calls.filter(({ method }) => method === 'chat.postMessage');
  const memory = await deliver(posts, () => arrived().length, {
    SLACK_BOT_TOKEN: peer.workspace.tokens.bot,
    SLACK_APP_TOKEN: peer.workspace.tokens.app,
    SLACK_API_URL: peer.apiUrl,
  });
  const rate = WORKSPACES * CHANNELS_EACH;
  const times = arrived().map(({ at }) => at);
  tell(`slack, ${rate} channels of ${WORKSPACES} workspaces`, times, peer.workspace.limited, rate, memory);
}

/**
 * Lets `serve` deliver posts that are all due, until so many have arrived and none comes any more; gives its megabytes
 * resident, each second.
 */
async function deliver(
  posts: readonly Post[],
  arrived: () => number,
  environment: Record<string, string>,
): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'readout-bench-'));
  await plan(posts, join(folder, 'readout.db'));
  const serve = await startServe({ ...environment, READOUT_DATA: folder, READOUT_LOG: 'info' });
  const memory = await watch(serve, posts.length, arrived);
  await serve.stop();
  rmSync(folder, { recursive: true });
  return memory;
}

async function plan(posts: readonly Post[], path: string): Promise<void> {
  const store = await openStore(path, { alone: true });
  const now = Date.now();
  for (const [i, { platform, place, channel }] of posts.entries()) {
    const schedule: Schedule = {
      id: `s${i}`,
      topic: 'china-russia',
      target: { platform, place, channel, to: 'channel' },
      when: '0 8 * * *',
      zone: 'UTC',
      // One message: a card in English takes two.
      language: 'ar',
      form: { as: 'message', tags: [], crosspost: false, role: null },
      catchUp: 'latest',
      graceMinutes: 720,
      owner: null,
      source: 'chat',
      state: { type: 'active' },
      nextAt: now,
      createdAt: now,
    };
    await store.schedules.add(schedule);
    const cargo = { type: 'post', briefing: null } as const;
    const state = { type: 'planned', dueAt: now } as const;
    await store.ledger.turn(schedule, now, null, [{ slotAt: now, target: schedule.target, cargo, state }]);
  }
  await store.close();
}

async function watch({ resident }: Serve, wanted: number, arrived: () => number): Promise<number[]> {
  const memory: number[] = [];
  for (let quiet = 0, before = -1; quiet < 5 && before < wanted; ) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    memory.push(resident() ?? 0);
    const now = arrived();
    quiet = now === before ? quiet + 1 : 0;
    before = now;
  }
  return memory;
}

/** Prints what a fan-out made of an allowance of `rate` requests a second. */
function tell(name: string, times: readonly number[], refused: number, rate: number, memory: readonly number[]): void {
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000;
  const share = ((times.length - 1) / seconds / rate) * 100;
  const at = (part: number) => memory[Math.floor((memory.length - 1) * part)]?.toFixed(0);
  console.log(
    `${name}: ${times.length} posts in ${seconds.toFixed(1)} s, ${share.toFixed(1)} % of the ${rate} a second that the ` +
      `limits allow; answered 429: ${refused}; resident: ${at(0.1)} MB after a tenth, ${at(0.5)} after half, ${at(1)} at the end`,
  );
}
await benchFanout();
