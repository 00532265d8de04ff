import { randomUUID } from 'node:crypto';
import { readServeConfig } from '../config.ts';
import { systemClock } from '../core/clock.ts';
import { messageOf, UnknownTopic, UserError } from '../core/errors.ts';
import { brief } from '../engine/brief.ts';
import { answersFrom } from '../flows/answer.ts';
import { documentsFrom } from '../flows/cargo.ts';
import { planCorrections } from '../flows/correct.ts';
import { findKept, keepBriefings } from '../flows/ingest.ts';
import { manageWith } from '../flows/manage.ts';
import { syncSchedules } from '../flows/schedules.ts';
import { type Serving, serveUntil, startServing } from '../flows/serve.ts';
import { suggestsFrom } from '../flows/suggest.ts';
import { openLibrary } from '../sources/library.ts';
import { openStore } from '../store/open.ts';
import { openLog } from '../terminal/log.ts';
import { pagesOf } from '../view/addresses.ts';
import { newId, ownZone } from './machine.ts';

/** Connects to the platforms, opens the page, and posts what is scheduled, until it is told to stop. */
export async function serve(version: string): Promise<number> {
  const { discord, slack, web, briefings, language, log: level, secrets, store: location } = readServeConfig();
  if (discord === null && slack === null && web === null) {
    throw new UserError(`nothing to connect to: run readout setup, or set ${TOKENS} (readout serve --help)`);
  }
  const log = openLog(level, secrets, process.stderr);
  const store = await openStore(location, { alone: true });
  const clock = systemClock;
  const keep = keepBriefings({ engine: brief, briefings: store.briefings, clock, log });
  const library = openLibrary(briefings, keep, findKept({ briefings: store.briefings, log }));
  const pages = pagesOf(web);
  // discord.js and bolt leave some failures of their own to nobody: they must not end the bot.
  process.on('unhandledRejection', (error) => log('error', `a library failed: ${messageOf(error)}`));
  process.removeAllListeners('SIGINT');
  const stopped = new Promise<string>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
  let serving: Serving | null = null;
  const states = () => serving?.platforms() ?? null;
  const connects = discord !== null || slack !== null;
  // Up before the platforms: whoever asks how it stands is told.
  const page =
    web &&
    (await (
      await import('./page.ts')
    ).openPage(web, { version, library, store, language, log, states, connects, pages }));
  const manage = manageWith({ library, store, clock, fallback: ownZone(), pages, newId });
  const sync = syncSchedules({ files: library.files, schedules: store.schedules, clock, log });
  const deps = { library, language, log, settings: store.settings, schedules: store.schedules, pages, manage };
  const answers = page?.counted(answersFrom(deps)) ?? answersFrom(deps);
  const desk = { answers, suggests: suggestsFrom(deps), topics: library.topics, log };
  const platforms = [
    ...(discord === null ? [] : [(await import('../discord/client.ts')).discordPlatform(discord, desk)]),
    ...(slack === null ? [] : [(await import('../slack/client.ts')).slackPlatform(slack, desk, page?.door ?? null)]),
  ];
  if (!connects) log('warn', `no platform is connected: set ${TOKENS} (readout serve --help)`);
  serving = startServing({
    store,
    platforms,
    holder: `${process.pid}-${randomUUID()}`,
    clock,
    log,
    briefingFor: (topic) => library.open(topic).catch(noneOf),
    documentOf: documentsFrom({ library, store, clock, pages }),
    also: async (now) => {
      await sync();
      await planCorrections(now, { library, store, log });
    },
  });
  await serveUntil(stopped, page === null ? [serving] : [page, serving], log);
  await store.close();
  // A timer that a library forgot must not hold us until we are killed.
  setTimeout(() => process.exit(), 500).unref();
  return 0;
}

/** What connects a platform. */
const TOKENS = 'DISCORD_TOKEN, or SLACK_BOT_TOKEN with SLACK_APP_TOKEN';

/** A topic that is gone has no briefing to post. Whatever else keeps it from being read may be mended in time. */
function noneOf(error: unknown): null {
  if (error instanceof UnknownTopic) return null;
  throw error;
}
