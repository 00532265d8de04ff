// `readout setup` itself, as a process of its own, with nobody there, against both platforms.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { SCOPES } from '../../src/slack/permissions.ts';
import { type DiscordPeer, startDiscordPeer } from '../peers/discord.ts';
import { type SlackPeer, startSlackPeer } from '../peers/slack.ts';

// Many processes at once, on however few cores.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const PROGRAM = join(import.meta.dirname, '../../tools/node/program.js');
const BRIEFINGS = join(import.meta.dirname, '../../briefings');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'readout-setup-'));
});

function start(args: string[], environment: Record<string, string>) {
  return spawn(process.execPath, [PROGRAM, ...args], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      READOUT_BRIEFINGS: BRIEFINGS,
      READOUT_LANGUAGE: 'en',
      TZ: 'UTC',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function readout(args: string[], environment: Record<string, string>) {
  const child = start(args, environment);
  const ran = { status: -1, out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (ran.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (ran.err += text));
  const [status] = await once(child, 'close');
  return { ...ran, status: status as number };
}

const addressesOf = (discord: DiscordPeer, slack: SlackPeer) => ({
  DISCORD_API_URL: discord.rest.api,
  SLACK_API_URL: slack.apiUrl,
});
const tokensOf = (discord: DiscordPeer, slack: SlackPeer) => ({
  DISCORD_TOKEN: discord.token,
  SLACK_BOT_TOKEN: slack.workspace.tokens.bot,
  SLACK_APP_TOKEN: slack.workspace.tokens.app,
});
const slackPeer = () => startSlackPeer({ scopes: new Set(SCOPES) });
const TIMES = ['--topic', 'china-russia', '--when', 'weekdays at 8', '--zone', 'Asia/Riyadh'];

test('one command sets up both: tokens in .env, a schedule that status shows, a hello; then serve needs nothing else', async () => {
  await using discord = await startDiscordPeer();
  await using slack = await slackPeer();
  const addresses = addressesOf(discord, slack);
  const tokens = tokensOf(discord, slack);
  const channels = ['--discord-channel', discord.channels.text.id, '--slack-channel', 'C1NEWS'];
  const done = await readout(['setup', '--yes', ...channels, ...TIMES], { ...addresses, ...tokens });
  expect(done).toMatchObject({ status: 0, err: '' });
  for (const token of Object.values(tokens)) expect(done.out).not.toContain(token);
  expect(parseEnv(readFileSync(join(folder, '.env'), 'utf8'))).toEqual(tokens);
  expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
  expect([discord.posted.length, slack.messages.length]).toEqual([1, 1]);
  const status = await readout(['status'], {});
  expect(status.out.match(/weekdays \(Sunday – Thursday\) at 08:00/g)).toHaveLength(2);
  expect(status.out).toMatch(/china-russia/);
  // All that serve needs is in .env now.
  const child = start(['serve'], addresses);
  const lines: string[] = [];
  const started = new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      lines.push(text);
      if (/started in/.test(lines.join(''))) resolve();
    });
    child.once('exit', () => reject(new Error(lines.join(''))));
  });
  await started;
  const told = JSON.stringify((await discord.command('briefings status', {}, { permissions: 1n << 5n })).messages);
  expect(told).toMatch(/weekdays/);
  // Beside a running serve, on the same SQLite file: the schedule is there for it at once.
  const more = ['--discord-channel', discord.channels.news.id, ...TIMES, '--language', 'ar'];
  const beside = await readout(['setup', '--yes', ...more], addresses);
  expect(beside).toMatchObject({ status: 0, err: '' });
  const then = JSON.stringify((await discord.command('briefings status', {}, { permissions: 1n << 5n })).messages);
  expect(then).toContain(discord.channels.news.id);
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
  expect(lines.join('')).not.toMatch(/"level":(?:40|50)/);
  expect([discord.faults, slack.faults]).toEqual([[], []]);
}, 120_000);

describe('exit status', () => {
  test('2 for what is missing, all of it at once', async () => {
    const bare = await readout(['setup'], {});
    expect(bare).toMatchObject({ status: 2, out: '' });
    expect(bare.err).toBe(
      'readout: setup lacks:\n--yes, for there is no terminal to ask at\n' +
        'a token, in the environment: DISCORD_TOKEN, or SLACK_BOT_TOKEN and SLACK_APP_TOKEN\n(readout setup --help)\n',
    );
    const half = await readout(['setup', '--yes', '--topic', 'china-russia'], { SLACK_BOT_TOKEN: 'xoxb-secret' });
    expect(half.status).toBe(2);
    expect(half.err).toMatch(/SLACK_APP_TOKEN, in the environment\n--when, for --topic/);
    expect(half.err).not.toMatch(/secret/);
  });

  test('1 for what failed, with what to do and without the token', async () => {
    await using discord = await startDiscordPeer();
    await using slack = await slackPeer();
    const wrong = { ...addressesOf(discord, slack), DISCORD_TOKEN: 'secret-and-wrong' };
    const ran = await readout(['setup', '--yes'], wrong);
    expect(ran.status).toBe(1);
    expect(ran.err).toMatch(/^readout: DISCORD_TOKEN: Discord does not accept the bot token; .*Reset Token/);
    expect(ran.out + ran.err).not.toMatch(/secret/);
  });

  test('0 for the links alone', async () => {
    await using discord = await startDiscordPeer();
    await using slack = await slackPeer();
    const set = { ...addressesOf(discord, slack), DISCORD_TOKEN: discord.token };
    const { status, out } = await readout(['setup', '--print'], set);
    expect(status).toBe(0);
    expect(out).toContain(`client_id=${discord.world.application}&`);
    expect(readFileSync(join(folder, 'slack-manifest.yaml'), 'utf8')).toContain('slash_commands');
  });
});
