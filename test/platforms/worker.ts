// A process that delivers, for tests that kill it: the real walks, outlets and store, with leases as short as told.
import { systemClock } from '../../src/core/clock.ts';
import type { Allowance, Outlet, Platform } from '../../src/core/seams.ts';
import type { DiscordSettings, SlackSettings } from '../../src/core/settings.ts';
import { discordOutlet } from '../../src/discord/outlet.ts';
import { documentsFrom } from '../../src/flows/cargo.ts';
import type { ClaimTimes } from '../../src/flows/ending.ts';
import { serveUntil, startServing } from '../../src/flows/serve.ts';
import type { LeaseTimes } from '../../src/flows/turns.ts';
import { slackOutlet } from '../../src/slack/outlet.ts';
import { openStore } from '../../src/store/open.ts';
import { sampleArticle, sampleEdition } from '../flows/chat.ts';

/** What a worker is told, as JSON in its one argument. `allowance`: in place of the platforms' own. */
export type WorkerOrders = {
  location: string;
  discord: DiscordSettings;
  slack: SlackSettings;
  times: { lease: LeaseTimes; claim: ClaimTimes };
  allowance: Allowance;
};

const { location, discord, slack, times, allowance }: WorkerOrders = JSON.parse(process.argv[2] ?? '');
const log = (level: string, message: string) => {
  if (level !== 'debug') process.stderr.write(`${level} ${message}\n`);
};
const stopped = new Promise<string>((resolve) => process.once('SIGTERM', () => resolve('SIGTERM')));
const store = await openStore(location, { alone: true });
await store.briefings.keep('talks', sampleArticle, sampleEdition.briefing, Date.now());
const library = { topics: async () => [], editions: async () => [], open: async () => sampleEdition };
// Posting needs no connection.
const platformOf = (outlet: Outlet): Platform => ({
  name: outlet.platform,
  outlet: { ...outlet, allowance },
  turn: null,
  start: async () => {},
  stop: async () => {},
  state: () => ({ type: 'connected' }),
});
const within = times.claim.requestMs - 100;
const serving = startServing({
  store,
  platforms: [platformOf(discordOutlet(discord, within)), platformOf(slackOutlet(slack, within))],
  holder: `worker-${process.pid}-${Date.now()}`,
  clock: systemClock,
  log,
  briefingFor: () => library.open(),
  documentOf: documentsFrom({ library, store, clock: systemClock, pages: null }),
  times,
});
await serveUntil(stopped, [serving], log);
await store.close();
process.exit();
