// Deliveries while their processes are killed at random moments: none is lost, none doubled.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Store } from '../../src/core/store.ts';
import { freshPlace, KINDS, type Kind } from '../contract/stores.ts';
import { sampleSchedule } from '../flows/chat.ts';
import { type DiscordPeer, startDiscordPeer } from '../peers/discord.ts';
import { type SlackPeer, startSlackPeer } from '../peers/slack.ts';
import { postsOf } from '../peers/slack-index.ts';
import type { WorkerOrders } from './worker.ts';

const WORKER = join(import.meta.dirname, 'worker.ts');
const RUN = join(import.meta.dirname, '../../tools/node/run.js');
const DELIVERIES = 500;
/** Rounds on each database; all thirty take half an hour. */
const ROUNDS = Number(process.env.READOUT_KILLS ?? 1);
const TIMES: WorkerOrders['times'] = {
  lease: { leaseMs: 1_500, beatMs: 500 },
  claim: { leaseMs: 6_000, requestMs: 3_000 },
};
/** How often each worker is killed while it works; after that it is left alone until all is done. */
const KILLS = 3;
const WIDE = { requests: 60, ms: 1_000 };

/** A schedule for each channel, on both platforms, with a slot that is due. */
async function planAll(store: Store, discord: DiscordPeer, slack: SlackPeer): Promise<void> {
  const now = Date.now();
  const texts = discord.guild.channels.filter(({ type }) => type === 0).slice(0, DELIVERIES / 2);
  const rooms = slack.addChannels(DELIVERIES / 2, (i) => ({ id: `C9${i}`, name: `c${i}`, member: true }));
  const targets = [
    ...texts.map(({ id }) => ({ platform: 'discord' as const, place: discord.guild.id, channel: id })),
    ...rooms.map(({ id }) => ({ platform: 'slack' as const, place: 'T0TEAM', channel: id })),
  ];
  expect(targets).toHaveLength(DELIVERIES);
  for (const [index, at] of targets.entries()) {
    const target = { ...at, to: 'channel' as const };
    const schedule = sampleSchedule({ id: `s${index}`, target, nextAt: now });
    await store.schedules.add(schedule);
    await store.ledger.turn(schedule, now, now + 86_400_000, [
      { slotAt: now, target, cargo: { type: 'post', briefing: null }, state: { type: 'planned', dueAt: now } },
    ]);
  }
}

/** Processes that work until all is done, killed and stopped in between at random; gives how often each. */
async function harass(
  store: Store,
  orders: WorkerOrders,
  count: number,
): Promise<{ killed: number; stopped: number; said: string[] }> {
  const happened = { killed: 0, stopped: 0 };
  const said: string[] = [];
  const ended = Promise.withResolvers<void>();
  let done = false;
  const start = (): { child: ChildProcess; works: Promise<unknown>; exit: Promise<unknown> } => {
    const child = spawn(process.execPath, [RUN, WORKER, JSON.stringify(orders)], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // What runs is the child of what was started: they are killed together.
      detached: true,
    });
    const exit = once(child, 'exit');
    const works = Promise.withResolvers<void>();
    child.stderr?.on('data', (data) => {
      said.push(String(data));
      if (String(data).includes('started in')) works.resolve();
    });
    return { child, works: works.promise, exit };
  };
  const signal = (child: ChildProcess, name: NodeJS.Signals) => process.kill(-(child.pid ?? 0), name);
  const workers = Array.from({ length: count }, async (_, index) => {
    for (let lives = 0; !done; lives += 1) {
      const { child, works, exit } = start();
      // What was told to go on until the end is ended then.
      const over = Promise.race([exit, ended.promise]);
      await Promise.race([over, works]);
      await Promise.race([over, lives < KILLS ? wait(100 + Math.random() * 1_200) : over]);
      // One of several is stopped past its leases, goes on and works a while before it is killed.
      if (!done && index === 0 && count > 1 && child.exitCode === null) {
        signal(child, 'SIGSTOP');
        await wait(TIMES.claim.leaseMs + 500);
        signal(child, 'SIGCONT');
        happened.stopped += 1;
        await Promise.race([over, wait(100 + Math.random() * 1_200)]);
      }
      if (child.exitCode !== null) throw new Error(`a worker ended by itself:\n${said.slice(-40).join('')}`);
      signal(child, 'SIGKILL');
      if (!done) happened.killed += 1;
      await exit;
    }
  });
  const watch = async () => {
    const until = Date.now() + 120_000;
    while (!done) {
      await wait(300);
      done = (await store.ledger.nextDue(['discord', 'slack'])) === null || Date.now() > until;
    }
    ended.resolve();
  };
  await Promise.all([watch(), ...workers]);
  return { ...happened, said };
}

async function round(kind: Kind): Promise<void> {
  await using discord = await startDiscordPeer({ texts: DELIVERIES / 2 });
  await using slack = await startSlackPeer();
  discord.limit('global', { limit: 100_000, seconds: 1 });
  const place = await freshPlace(kind);
  const store = await place.open();
  await planAll(store, discord, slack);
  const { bot: botToken, app: appToken } = slack.workspace.tokens;
  const happened = await harass(
    store,
    {
      location: place.location,
      discord: { token: discord.token, api: discord.rest.api, devGuild: null },
      slack: { botToken, api: slack.apiUrl, mode: { type: 'socket', appToken }, managers: null },
      times: TIMES,
      allowance: { all: WIDE, place: null, channel: WIDE },
    },
    kind === 'sqlite' ? 1 : 3,
  );
  const rows = await store.ledger.recent('all', DELIVERIES * 2);
  const states = Object.entries(Object.groupBy(rows, ({ state }) => state.type)).map(([type, all]) => [
    type,
    all?.length,
  ]);
  expect(states, happened.said.slice(-30).join('')).toEqual([['sent', DELIVERIES]]);
  expect(Math.min(happened.killed, kind === 'sqlite' ? 1 : happened.stopped)).toBeGreaterThan(0);
  const perChannel = Map.groupBy(discord.posted, ({ channel }) => channel);
  expect([...perChannel.values()].filter(({ length }) => length > 1)).toEqual([]);
  expect(perChannel.size).toBe(DELIVERIES / 2);
  const doubled = rows.filter(({ id }) => postsOf(slack.workspace, id).length > 1);
  expect(doubled).toEqual([]);
  expect(slack.messages).toHaveLength(DELIVERIES / 2);
  await place.remove();
}

test.each(KINDS)('%s: killed at random moments, it posts each once', { timeout: 150_000 * ROUNDS }, async (kind) => {
  for (let i = 0; i < ROUNDS; i += 1) await round(kind);
});
