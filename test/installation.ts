// A Readout that is set up and finds nothing wrong, between test servers: what is set wrong in it, `check` must find.
import { appendFileSync, chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { checkDeps } from '../src/commands/check.ts';
import { inspectConfig } from '../src/config.ts';
import { systemClock } from '../src/core/clock.ts';
import type { Schedule } from '../src/core/schedule.ts';
import type { Clock, Finding } from '../src/core/seams.ts';
import { wantedCommands } from '../src/discord/commands.ts';
import { check } from '../src/flows/check.ts';
import type { Room } from '../src/store/inspect.ts';
import { openStore } from '../src/store/open.ts';
import { type DiscordPeer, type DiscordPeerOptions, startDiscordPeer } from './peers/discord.ts';
import { type SlackPeer, type SlackPeerOptions, startSlackPeer } from './peers/slack.ts';
import { sampleSchedule } from './sample.ts';

export type Installation = {
  folder: string;
  discord: DiscordPeer;
  slack: SlackPeer;
  /** The environment: each setting may be set otherwise. */
  env: Record<string, string>;
  /** What cannot be set wrong from outside in a test: the machine's clock, and the room on its disk. */
  clock: Pick<Clock, 'now'>;
  room: Room | undefined;
  /** How long the platforms are waited for, in milliseconds. */
  patience: number;
  withinMs: number;
  /** Keeps one more schedule, as somebody in chat would. */
  keep: (platform: 'discord' | 'slack', how?: Partial<Schedule> & { channel?: string }) => Promise<Schedule>;
  write: (path: string, text: string) => void;
  append: (path: string, text: string) => void;
  run: () => Promise<Finding[]>;
  /** All that is not as it should be. */
  wrong: () => Promise<Finding[]>;
};

/** Sets one up: both platforms, a topic, a database with a schedule for each platform. */
export async function openInstallation(
  of: { discord?: DiscordPeerOptions; slack?: SlackPeerOptions } = {},
): Promise<Installation & AsyncDisposable> {
  const folder = mkdtempSync(join(tmpdir(), 'readout-check-'));
  const [discord, slack] = await Promise.all([startDiscordPeer(of.discord), startSlackPeer(of.slack)]);
  cpSync('briefings/china-russia', join(folder, 'briefings', 'china-russia'), { recursive: true });
  const env = {
    READOUT_BRIEFINGS: join(folder, 'briefings'),
    READOUT_DATA: join(folder, 'data'),
    READOUT_WEB: `127.0.0.1:${await freePort()}`,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.rest.api,
    SLACK_BOT_TOKEN: slack.workspace.tokens.bot,
    SLACK_APP_TOKEN: slack.workspace.tokens.app,
    SLACK_API_URL: slack.apiUrl,
    SLACK_MANAGERS: 'S1DESK',
  };
  const envFile = join(folder, '.env');
  writeFileSync(envFile, '', { mode: 0o600 });
  chmodSync(envFile, 0o600);
  await register(discord);
  let made = 0;
  const installation: Installation = {
    folder,
    discord,
    slack,
    env,
    clock: systemClock,
    room: undefined,
    patience: 2_000,
    withinMs: 30_000,
    keep: async (platform, { channel, ...how } = {}) => {
      made += 1;
      const place = platform === 'discord' ? discord.guild.id : slack.workspace.team;
      const usual = platform === 'discord' ? discord.channels.text.id : 'C1NEWS';
      const schedule = sampleSchedule({
        id: `s${made}`,
        target: { platform, place, channel: channel ?? usual, to: 'channel' },
        nextAt: Date.now() + 3_600_000,
        ...how,
      });
      const store = await openStore(join(folder, 'data', 'readout.db'));
      await store.schedules.add(schedule);
      await store.close();
      return schedule;
    },
    write: (path, text) => writeFileSync(join(folder, path), text),
    append: (path, text) => appendFileSync(join(folder, path), text),
    run: async () => {
      const findings: Finding[] = [];
      const { env, clock, room, patience, withinMs } = installation;
      const deps = await checkDeps(inspectConfig(env), { envFile, clock, room, patience });
      for await (const finding of check({ ...deps, withinMs })) findings.push(finding);
      return findings;
    },
    wrong: async () => (await installation.run()).filter(({ is }) => is !== 'ok'),
  };
  await installation.keep('discord');
  await installation.keep('slack');
  return Object.assign(installation, {
    [Symbol.asyncDispose]: async () => {
      await Promise.all([discord.stop(), slack.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

/** Registers the commands, as serve does. */
async function register({ rest, token, world }: DiscordPeer): Promise<void> {
  const answer = await fetch(`${rest.api}/v10/applications/${world.application}/commands`, {
    method: 'PUT',
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(wantedCommands()),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The path of the topic's article, and its text. */
export const ARTICLE = 'briefings/china-russia/2021-02-04.ar.txt';
export const articleOf = ({ folder }: Installation): string => readFileSync(join(folder, ARTICLE), 'utf8');

/** Something that is set wrong, and the one finding that tells it. */
export type Case = [
  name: string,
  setUp: (deck: Installation) => unknown,
  is: 'fault' | 'warning',
  of: RegExp,
  what: RegExp,
  remedy: RegExp,
];

/** Sets it wrong, and expects that finding and no other. Gives what was told. */
export async function expectFinding(deck: Installation, [, setUp, is, of, what, remedy]: Case): Promise<string> {
  await setUp(deck);
  const wrong = await deck.wrong();
  expect(wrong).toEqual([
    {
      is,
      of: expect.stringMatching(of),
      what: expect.stringMatching(what),
      remedy: expect.stringMatching(remedy),
    },
  ]);
  return JSON.stringify(wrong);
}
