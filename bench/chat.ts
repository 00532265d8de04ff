// How fast commands are answered with fifty in flight, and what the idle bot takes: the real `readout serve`, as a
// process of its own, against servers that speak the platforms' protocols, in this process.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDiscordPeer } from '../test/peers/discord.ts';
import { startSlackPeer } from '../test/peers/slack.ts';
import { startServe } from './serve.ts';

const IN_FLIGHT = 50;
const COMMANDS = 2_000;
/** The first ones are told apart: code is still being compiled, the article briefed and connections opened. */
const FIRST = 1_000;

/** Does a deed over and over, so many at a time; its milliseconds, in the order in which they ended. */
async function flood(deed: (i: number) => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const walk = async () => {
    while (next < FIRST + COMMANDS) times.push(await deed(next++));
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, walk));
  return times;
}

function tell(name: string, all: number[]): void {
  tellOf(`${name}, the first after a start`, all.slice(0, FIRST));
  tellOf(name, all.slice(FIRST));
}

function tellOf(name: string, unsorted: number[]): void {
  const times = unsorted.toSorted((a, b) => a - b);
  const at = (share: number) => (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(0);
  const late = times.filter((ms) => ms > 1_000).length;
  console.log(
    `${name}: ${times.length} commands, ${IN_FLIGHT} in flight, first response in ${at(0.5)} ms (median), ` +
      `${at(0.95)} ms (95th percentile), ${at(1)} ms (slowest); over 1 s: ${late}`,
  );
}

/** Prints what `serve` is held to: ready time, idle memory, and answers under load on both platforms. */
export async function benchChat(): Promise<void> {
  // A peer that checks every message against a specification would be what is measured.
  process.env.READOUT_SPECS = '/nowhere';
  await using discord = await startDiscordPeer();
  await using slack = await startSlackPeer();
  discord.limit('global', { limit: 1_000_000, seconds: 1 });
  const folder = mkdtempSync(join(tmpdir(), 'readout-bench-'));
  const serve = await startServe({
    READOUT_DATA: folder,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.rest.api,
    SLACK_BOT_TOKEN: slack.workspace.tokens.bot,
    SLACK_APP_TOKEN: slack.workspace.tokens.app,
    SLACK_API_URL: slack.apiUrl,
  });
  const idle = serve.resident();
  console.log(
    `serve: ready in ${serve.ready.toFixed(2)} s, ${idle === null ? '?' : idle.toFixed(0)} MB resident, idle, both connected`,
  );
  const about = (i: number) => ['', '3', 'commitments', 'what did Lavrov say about vaccines?'][i % 4] ?? '';
  tell(
    'discord',
    await flood(async (i) => {
      const words = about(i);
      const options = { topic: 'china-russia', ...(words ? { about: words } : {}) };
      return (await discord.command('briefing', options)).ms;
    }),
  );
  tell('slack', await flood(async (i) => (await slack.slash('/briefing', `china-russia ${about(i)}`)).ms));
  await serve.stop();
  rmSync(folder, { recursive: true });
}
