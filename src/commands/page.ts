import { getRequestListener } from '@hono/node-server';
import { systemClock } from '../core/clock.ts';
import type { Library, Log, Rehearse, TopicFiles } from '../core/seams.ts';
import type { WebSettings } from '../core/settings.ts';
import type { Store } from '../core/store.ts';
import { findKept } from '../flows/ingest.ts';
import type { Running } from '../flows/serve.ts';
import { onlyTopics } from '../sources/visible.ts';
import type { Pages } from '../view/addresses.ts';
import { mayRead } from '../web/access.ts';
import { type WebDeps, webApp } from '../web/app.ts';
import type { Health } from '../web/health.ts';
import { noted } from '../web/kept.ts';
import { type Metrics, openMetrics } from '../web/metrics.ts';
import { openSite } from '../web/site.ts';
import { type Door, keepOpen, openDoor } from '../wire/door.ts';

/**
 * What the page shows and tells of. `connects`: whether a platform is set up; `states`: null while serve starts; `pages`:
 * what cards link to.
 */
type PageDeps = Pick<WebDeps, 'language' | 'log'> & {
  version: string;
  library: Library & { files: TopicFiles };
  store: Store;
  states: Health['platforms'];
  connects: boolean;
  pages: Pages | null;
};

/** Opens the port, with the page behind it. `counted`: the answers that platforms give, counted for its metrics. */
export async function openPage(
  web: WebSettings,
  { version, library, store, language, log, states, connects, pages }: PageDeps,
): Promise<Running & { door: Door; counted: Metrics['counted'] }> {
  const { now } = systemClock;
  const kept = findKept({ briefings: store.briefings, log });
  const keptAt = noted(async (briefing: string) => (await kept(briefing))?.keptAt ?? null);
  const startedAt = new Date(now()).toISOString();
  const rehearse = rehearsal(pages, log);
  const metrics = openMetrics({ store, topics: library.files, platforms: states, now });
  const site = openSite({
    web,
    language,
    log,
    metrics,
    health: {
      alive: () => ({ status: 'ok', version, startedAt }),
      platforms: states,
      database: () => store.leases.held('', now()),
    },
    // Whoever has the password sees all there is, and is told why a topic cannot be read.
    libraryFor: (reader) => (reader === 'member' ? library : onlyTopics(library, (topic) => mayRead(topic, reader))),
    pagesFor: (seen, reader) => {
      const notice = reader === 'stranger' ? 'sign_in' : connects ? null : 'no_platform';
      return webApp({ library: seen, language, log, keptAt, publicUrl: web.publicUrl, rehearse, notice });
    },
  });
  // Its own Request and Response would take the place of the whole process's.
  const door = openDoor({ ...web, page: getRequestListener(site.fetch, { overrideGlobalObjects: false }) });
  const { start, stop } = keepOpen(door, log);
  return { door, counted: metrics.counted, started: start(), stop };
}

/** Tries commands on the page. What both platforms' messages take is loaded when somebody first does. */
function rehearsal(pages: Pages | null, log: Log): Rehearse {
  const open = async () => {
    const { rehearseWith } = await import('../flows/rehearse.ts');
    const { parseCommand } = await import('../slack/commands.ts');
    const [discord, slack] = await Promise.all([import('../discord/draw.ts'), import('../slack/draw.ts')]);
    const draw = { discord: discord.drawAnswer, slack: slack.drawAnswer };
    return rehearseWith({ log, pages, parse: parseCommand, draw });
  };
  let opened: Promise<Rehearse> | null = null;
  return async (...asked) => {
    opened ??= open();
    return (await opened)(...asked);
  };
}
