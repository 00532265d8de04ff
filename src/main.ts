#!/usr/bin/env node
// The `readout` command: wires everything and runs it. What a run may not need is imported only when it does.
import { hash, randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { z } from 'zod';
import manifest from '../package.json' with { type: 'json' };
import { type Config, readConfig } from './config.ts';
import type { Article } from './core/article.ts';
import type { Briefing } from './core/briefing.ts';
import { systemClock } from './core/clock.ts';
import type { Document } from './core/document.ts';
import { messageOf, UnknownTopic, UserError } from './core/errors.ts';
import type { Library, TopicContext, TopicFiles } from './core/seams.ts';
import type { WebSettings } from './core/settings.ts';
import type { Store } from './core/store.ts';
import type { InterfaceLanguage, Topic } from './core/topic.ts';
import { printable } from './engine/excerpt.ts';
import type { Running, Serving } from './flows/serve.ts';
import { type About, type BriefRequest, commandLine, statusOf, UsageError } from './terminal/commands.ts';
import type { Translate } from './view/find.ts';
import type { View } from './view/show.ts';
import type { WebDeps } from './web/app.ts';
import type { Health } from './web/health.ts';
import type { Metrics } from './web/metrics.ts';
import type { Door } from './wire/door.ts';

async function brief(request: BriefRequest): Promise<number> {
  const config = readConfig();
  const { readSubject } = await import('./sources/subject.ts');
  const subject = await readSubject(request.subject, request.edition, config.briefings, process.stdin);
  const article = await declare(subject.article, subject.context, request);
  const { brief } = await import('./engine/brief.ts');
  const briefing = brief(article, subject.context, true);
  switch (request.output) {
    case 'json':
      await print(json(briefing));
      break;
    case 'annotations': {
      const { annotationsOf } = await import('./view/annotations.ts');
      await print(json(annotationsOf(briefing, [article], (text) => hash('sha256', text))));
      break;
    }
    default:
      await print(await shown(briefing, article, subject.context, request, config));
  }
  return 0;
}

/** What of the briefing was asked for, for people to read. */
async function shown(
  briefing: Briefing,
  article: Article,
  context: TopicContext,
  { about, output, reader }: BriefRequest,
  { briefings, language }: Config,
): Promise<string> {
  const { show } = await import('./view/show.ts');
  const reads = reader ?? language;
  const topic = context?.topic ?? null;
  const translate = context === null ? null : await translator(join(briefings, context.id), article, reads);
  const document = show(briefing, await viewOf(about, briefing, topic, translate, reads), reads, { topic, translate });
  if (document.tone === 'error') {
    throw new UserError(
      document.sections.flatMap(({ blocks }) => blocks.map((block) => ('text' in block ? block.text : ''))).join(' '),
    );
  }
  if (output === 'markdown') {
    const { renderMarkdown } = await import('./view/markdown.ts');
    return renderMarkdown(document);
  }
  return rendered(document);
}

/** A document as the terminal shows it. */
async function rendered(document: Document): Promise<string> {
  const { renderDocument } = await import('./terminal/render.ts');
  const { isTTY, columns } = process.stdout;
  return renderDocument(document, { width: columns || 80, colour: isTTY && process.stdout.hasColors() });
}

/** So many deliveries the shell shows. */
const SHOWN_DELIVERIES = 20;

/** The zone of this machine, for whom no better is known. */
function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The editor's translation beside a topic's article, as a function of what it renders. */
async function translator(folder: string, article: Article, reader: InterfaceLanguage): Promise<Translate | null> {
  const { readTranslation } = await import('./sources/translation.ts');
  const translation = await readTranslation(folder, article, reader);
  if (translation === null) return null;
  const { translationOf } = await import('./view/translate.ts');
  return (evidence) => translationOf(evidence, translation);
}

async function viewOf(
  about: About,
  briefing: Briefing,
  topic: Topic | null,
  translate: Translate | null,
  reader: InterfaceLanguage,
): Promise<View> {
  switch (about.view) {
    case 'card':
      return { show: 'card' };
    case 'points':
      return about.first === about.last
        ? { show: 'point', number: about.first }
        : { show: 'range', from: about.first, to: about.last };
    case 'section': {
      const { sectionNamed, sectionNames } = await import('./view/about.ts');
      const section = sectionNamed(about.word, reader);
      if (section !== null) return { show: 'section', section };
      throw new UsageError(`there is no section "${about.word}"; there are: ${sectionNames(reader).join(', ')}`);
    }
    case 'answer': {
      const { ask } = await import('./view/find.ts');
      const answer = ask(briefing, about.question, { language: null, topic, translate });
      return { show: 'answer', question: about.question, answer };
    }
  }
}

/** The article with what the options say of it, where that agrees with what it says itself. */
async function declare(article: Article, context: TopicContext, request: BriefRequest): Promise<Article> {
  const { subject, edition, declared } = request;
  if (context === null && edition !== null) throw new UsageError('--edition chooses among the articles of a topic');
  if (context !== null && declared.title !== null) {
    throw new UsageError(`--title is for a file; the articles of ${context.id} say their titles themselves`);
  }
  const { supplement } = await import('./sources/article.ts');
  try {
    return supplement(article, declared, context === null ? subject : article.id);
  } catch (error) {
    throw error instanceof UserError ? new UsageError(error.message) : error;
  }
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

async function batch(path: string): Promise<number> {
  readConfig();
  const { batchLines } = await import('./sources/lines.ts');
  const { answerBatch } = await import('./flows/batch.ts');
  const { startProgress } = await import('./terminal/progress.ts');
  const { brief } = await import('./engine/brief.ts');
  const total = path === '-' ? null : (statSync(path, { throwIfNoEntry: false })?.size ?? null);
  const progress = startProgress(process.stderr, total, process.stdout.isTTY);
  let read = 0;
  async function* counted(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of input) {
      read += chunk.length;
      yield chunk;
    }
  }
  const input = counted(path === '-' ? process.stdin : (await import('./sources/file.ts')).openFile(path));
  for await (const answer of answerBatch(batchLines(input), brief)) {
    await print(`${JSON.stringify(answer)}\n`);
    progress.step(read);
  }
  progress.end();
  return 0;
}

async function verify(path: string, article: string | null): Promise<number> {
  if (path === '-' && article === '-')
    throw new UsageError('only one of the briefing and the article can be standard input');
  const config = readConfig();
  const { readBriefing, originalsOf } = await import('./sources/briefing.ts');
  const { verify } = await import('./engine/verify.ts');
  const briefing = await readBriefing(path, process.stdin);
  const { originals, unproven } = await originalsOf(briefing, article, config.briefings, process.stdin);
  const faults = verify(briefing, originals);
  await print(faults.map(({ where, what }) => `${where}: ${what}\n`).join(''));
  const name = path === '-' ? 'the briefing' : path;
  if (faults.length > 0)
    throw new UserError(`${name} does not hold: ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`);
  await print(`${name} holds: every line stands in ${originals.map(({ id }) => id).join(', ')}\n`);
  if (unproven !== null) tell(`the title "${printable(unproven)}" is the briefing's own word: ${article} has none`);
  return 0;
}

async function serve(): Promise<number> {
  const { readServeConfig } = await import('./config.ts');
  const { discord, slack, web, briefings, language, log: level, secrets, store: location } = readServeConfig();
  if (discord === null && slack === null && web === null) {
    throw new UserError(`nothing to connect to: set ${TOKENS} (readout serve --help)`);
  }
  const { openLog } = await import('./terminal/log.ts');
  const { openLibrary } = await import('./sources/library.ts');
  const { answersFrom } = await import('./flows/answer.ts');
  const { suggestsFrom } = await import('./flows/suggest.ts');
  const { documentsFrom } = await import('./flows/cargo.ts');
  const { planCorrections } = await import('./flows/correct.ts');
  const { findKept, keepBriefings } = await import('./flows/ingest.ts');
  const { manageWith } = await import('./flows/manage.ts');
  const { syncSchedules } = await import('./flows/schedules.ts');
  const { serveUntil, startServing } = await import('./flows/serve.ts');
  const { openStore } = await import('./store/open.ts');
  const { brief } = await import('./engine/brief.ts');
  const { pagesOf } = await import('./view/addresses.ts');
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
  const page = web && (await openPage(web, { library, store, language, log, states, connects }));
  const manage = manageWith({ library, store, clock, fallback: ownZone(), pages, newId });
  const sync = syncSchedules({ files: library.files, schedules: store.schedules, clock, log });
  const deps = { library, language, log, settings: store.settings, schedules: store.schedules, pages, manage };
  const answers = page?.counted(answersFrom(deps)) ?? answersFrom(deps);
  const desk = { answers, suggests: suggestsFrom(deps), topics: library.topics, log };
  const platforms = [
    ...(discord === null ? [] : [(await import('./discord/client.ts')).discordPlatform(discord, desk)]),
    ...(slack === null ? [] : [(await import('./slack/client.ts')).slackPlatform(slack, desk, page?.door ?? null)]),
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

/** What the page shows and tells of. `connects`: whether a platform is set up; `states`: null while serve starts. */
type PageDeps = Pick<WebDeps, 'language' | 'log'> & {
  library: Library & { files: TopicFiles };
  store: Store;
  states: Health['platforms'];
  connects: boolean;
};

/** Opens the port, with the page behind it. `counted`: the answers that platforms give, counted for its metrics. */
async function openPage(
  web: WebSettings,
  { library, store, language, log, states, connects }: PageDeps,
): Promise<Running & { door: Door; counted: Metrics['counted'] }> {
  const { getRequestListener } = await import('@hono/node-server');
  const { onlyTopics } = await import('./sources/visible.ts');
  const { mayRead } = await import('./web/access.ts');
  const { webApp } = await import('./web/app.ts');
  const { openMetrics } = await import('./web/metrics.ts');
  const { openSite } = await import('./web/site.ts');
  const { keepOpen, openDoor } = await import('./wire/door.ts');
  const { findKept } = await import('./flows/ingest.ts');
  const { now } = systemClock;
  const kept = findKept({ briefings: store.briefings, log });
  const keptAt = async (briefing: string) => (await kept(briefing))?.keptAt ?? null;
  const startedAt = new Date(now()).toISOString();
  const metrics = openMetrics({ store, topics: library.files, platforms: states, now });
  const site = openSite({
    web,
    language,
    log,
    metrics,
    health: {
      alive: () => ({ status: 'ok', version: manifest.version, startedAt }),
      platforms: states,
      database: () => store.leases.held('', now()),
    },
    // Whoever has the password sees all there is, and is told why a topic cannot be read.
    libraryFor: (reader) => (reader === 'member' ? library : onlyTopics(library, (topic) => mayRead(topic, reader))),
    pagesFor: (seen, reader) => {
      const notice = reader === 'stranger' ? 'sign_in' : connects ? null : 'no_platform';
      return webApp({ library: seen, language, log, keptAt, publicUrl: web.publicUrl, notice });
    },
  });
  // Its own Request and Response would take the place of the whole process's.
  const door = openDoor({ ...web, page: getRequestListener(site.fetch, { overrideGlobalObjects: false }) });
  const { start, stop } = keepOpen(door, log);
  return { door, counted: metrics.counted, started: start(), stop };
}

/** A topic that is gone has no briefing to post. Whatever else keeps it from being read may be mended in time. */
function noneOf(error: unknown): null {
  if (error instanceof UnknownTopic) return null;
  throw error;
}

/** A schedule's id, which people type: five letters and digits that are not taken for others. */
function newId(): string {
  const letters = '23456789abcdefghjkmnpqrstuvwxyz';
  return Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('');
}

/** What is scheduled anywhere, and what became of the last deliveries. */
async function status(reader: InterfaceLanguage | null): Promise<number> {
  const { briefings, language } = readConfig();
  return withStore({ alone: false }, async (store) => {
    const { topicIds, readTopic } = await import('./sources/folder.ts');
    const { showStatus } = await import('./view/status.ts');
    const kept = (await store.schedules.list()).filter(({ state }) => state.type !== 'draft');
    const titleOf = async (topic: string) =>
      topicIds(briefings).includes(topic) ? (await readTopic(briefings, topic)).title : null;
    const schedules = await Promise.all(
      kept.map(async (schedule) => ({
        schedule,
        title: await titleOf(schedule.topic).catch(() => null),
        now: Date.now(),
      })),
    );
    const deliveries = await store.ledger.recent('all', SHOWN_DELIVERIES);
    await print(await rendered(showStatus({ schedules, deliveries, zone: ownZone() }, reader ?? language)));
    return 0;
  });
}

async function backup(path: string): Promise<number> {
  return withStore({ alone: false }, async ({ archive }) => {
    const { writeBackup } = await import('./store/backup.ts');
    const rows = await writeBackup(archive, path, new Date());
    await print(`${path} holds all that is kept: ${rows} rows\n`);
    return 0;
  });
}

async function restore(path: string, replace: boolean): Promise<number> {
  return withStore({ alone: true }, async ({ archive }) => {
    const { readBackup } = await import('./store/backup.ts');
    const rows = await readBackup(archive, path, replace);
    await print(`restored ${rows} rows from ${path}\n`);
    return 0;
  });
}

/** Opens the database for one task. `alone`: refused while another process has it. */
async function withStore(how: { alone: boolean }, task: (store: Store) => Promise<number>): Promise<number> {
  const { readStoreConfig } = await import('./config.ts');
  const { openStore } = await import('./store/open.ts');
  const store = await openStore(readStoreConfig().store, how);
  try {
    return await task(store);
  } finally {
    await store.close();
  }
}

/** Writes to standard output, and waits where the reader is slower than we are. */
async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** Says something to the person, beside the output. What came from a file is made harmless to the terminal. */
function tell(message: string): void {
  const lines = message.split('\n').map((line) => printable(line, 400));
  process.stderr.write(`readout: ${lines.join('\n')}\n`);
}

/** The exit status for what went wrong, once the person was told. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return statusOf(error);
  tell(error instanceof UserError ? error.message : `failed, by a fault of its own: ${messageOf(error)}`);
  return error instanceof UsageError ? 2 : 1;
}

// zod would compile each schema to code of its own, which pays off after more checks than a run makes.
z.config({ jitless: true });

// A reader that went away (`| head`) and Ctrl-C end the run without a word.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : explain(error)));
process.on('SIGINT', () => process.exit(130));

const done = (status: number): void => {
  process.exitCode = status;
};
try {
  await commandLine({ brief, batch, verify, serve, status, backup, restore }, manifest.version, done).parseAsync();
} catch (error) {
  done(explain(error));
}
