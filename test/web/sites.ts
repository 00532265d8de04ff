// The site behind its door, as serve opens it, over a folder of topics that tests change.
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Library, Rehearse } from '../../src/core/seams.ts';
import type { WebSettings } from '../../src/core/settings.ts';
import { brief } from '../../src/engine/brief.ts';
import { type KeptBy, openLibrary } from '../../src/sources/library.ts';
import { onlyTopics } from '../../src/sources/visible.ts';
import { mayRead } from '../../src/web/access.ts';
import { webApp } from '../../src/web/app.ts';
import type { Notice } from '../../src/web/faults.ts';
import type { Health } from '../../src/web/health.ts';
import { type Metrics, openMetrics } from '../../src/web/metrics.ts';
import { openSite, type SiteDeps } from '../../src/web/site.ts';
import { openDoor } from '../../src/wire/door.ts';
import { titled, writeTopic } from '../topics.ts';

/** A page that nobody else reaches, of which nothing was kept, and where no command is tried. */
export const PLAIN = {
  keptAt: async () => null,
  publicUrl: null,
  rehearse: async () => ({ type: 'unknown' as const }),
};

export const PASSWORD = 'open sesame, please';
export const basic = (password: string, user = 'anybody') =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

const STORY = `WASHINGTON, March 3 - France pledged on Tuesday to send ten doctors to Kenya.\n
Germany promised to pay for two hospitals, the German foreign ministry said.\n`;

/** Writes a topic of one article. `more`: further lines of its topic.yaml. */
export function writeStory(folder: string, id: string, { title = id, more = '', story = STORY } = {}): void {
  writeTopic(folder, id, `${titled(title)}${more}\n`, { '2026-03-03.en.txt': story });
}

export type Answer = { status: number; headers: IncomingMessage['headers']; bytes: Buffer; text: string };
export type Ask = { method?: string; headers?: Record<string, string>; body?: string };

type Options = {
  web?: Partial<WebSettings>;
  health?: Partial<Health>;
  metrics?: Metrics;
  /** The topics there are, by id; `private` of each. */
  topics?: Record<string, boolean | undefined>;
  /** Wraps the library, to count what is asked of it. */
  over?: (library: Library) => Library;
  /** Told of the pages that are made. */
  onPages?: (pages: Hono) => void;
  /** Briefings that were kept, by their id. */
  keptBy?: KeptBy;
  rehearse?: Rehearse;
  notice?: Notice;
} & Pick<Partial<SiteDeps>, 'rates' | 'pagesFor'>;

/** Opens the site on a port of its own. */
export async function openTestSite({
  topics = { talks: undefined },
  over = (one) => one,
  onPages = () => {},
  ...options
}: Options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'readout-site-'));
  for (const [id, closed] of Object.entries(topics)) {
    writeStory(folder, id, closed === undefined ? {} : { more: `private: ${closed}` });
  }
  const files = openLibrary(folder, async (article, context) => brief(article, context), options.keptBy);
  const library = over(files);
  const log: string[] = [];
  const web = { host: '127.0.0.1', port: 0, publicUrl: null, password: null, proxies: 0, ...options.web };
  const none = async () => Promise.reject(new Error('no database here'));
  const site = openSite({
    web,
    language: 'en',
    log: (level, message) => void log.push(`${level} ${message}`),
    metrics:
      options.metrics ??
      openMetrics({
        store: { ledger: { tally: none }, schedules: { list: none }, briefings: { count: none } },
        topics: files.files,
        platforms: () => ({}),
        now: Date.now,
      }),
    health: {
      alive: () => ({ status: 'ok', version: '1.2.3', startedAt: '2026-01-01T00:00:00.000Z' }),
      platforms: () => ({}),
      database: async () => {},
      ...options.health,
    },
    libraryFor: (reader) => (reader === 'member' ? library : onlyTopics(library, (topic) => mayRead(topic, reader))),
    pagesFor: (seen) => {
      const { rehearse = PLAIN.rehearse, notice = null } = options;
      const pages = webApp({ library: seen, language: 'en', log: () => {}, ...PLAIN, rehearse, notice });
      onPages(pages);
      return pages;
    },
    ...(options.rates ? { rates: options.rates } : {}),
    ...(options.pagesFor ? { pagesFor: options.pagesFor } : {}),
  });
  const door = openDoor({ ...web, page: getRequestListener(site.fetch, { overrideGlobalObjects: false }) });
  await door.open();
  const address = door.address() ?? '';
  return {
    folder,
    log,
    address,
    door,
    ask: (path: string, how: Ask = {}) => ask(address, path, how),
    [Symbol.asyncDispose]: async () => {
      await door.close(1_000);
      rmSync(folder, { recursive: true });
    },
  };
}

/** Asks as it is told and in no other way: no header is added, and the path is sent as it stands. */
export async function ask(
  address: string,
  path: string,
  { method = 'GET', headers = {}, body }: Ask = {},
): Promise<Answer> {
  const { hostname, port } = new URL(address);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const asking = request({ hostname, port, path, method, headers, agent: false }, resolve);
  asking.on('error', reject);
  asking.end(body);
  const incoming = await promise;
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, bytes, text: bytes.toString('utf8') };
}
