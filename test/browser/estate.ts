// Every page there is, on sites as serve opens them: behind the door, with the true headers.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeptBriefing } from '../../src/core/store.ts';
import { drawAnswer as drawDiscord } from '../../src/discord/draw.ts';
import { brief } from '../../src/engine/brief.ts';
import { rehearseWith } from '../../src/flows/rehearse.ts';
import { parseCommand } from '../../src/slack/commands.ts';
import { drawAnswer as drawSlack } from '../../src/slack/draw.ts';
import { readEdition, readTopic } from '../../src/sources/folder.ts';
import { pagesOf } from '../../src/view/addresses.ts';
import { LONG_ARTICLE } from '../web/briefings.ts';
import { writeHarbour } from '../web/harbour.ts';
import { openTestSite, PASSWORD } from '../web/sites.ts';
import { withNastier, writeNasty } from './nasty.ts';

/** A page to look at. `is`: its status. */
export type Stop = { name: string; base: string; path: string; is?: number };

const pages = pagesOf({ publicUrl: 'https://readout.example', password: null });
const draw = { discord: drawDiscord, slack: drawSlack };
const rehearse = rehearseWith({ log: () => {}, pages, parse: parseCommand, draw });
const console_ = (command: string) => `/console?${new URLSearchParams({ command })}`;

/** An address in a language. */
export const inTongue = (path: string, language: string) =>
  `${path}${path.includes('?') ? '&' : '?'}language=${language}`;

/** Opens the sites, with topics of every sort; `stops` are all of their pages. */
export async function openEstate() {
  const kept = new Map<string, KeptBriefing>();
  const [open, fresh, locked, busy] = await Promise.all([
    openTestSite({ topics: {}, rehearse, keptBy: async (id) => kept.get(id) ?? null, over: withNastier }),
    openTestSite({ topics: {}, notice: 'no_platform' }),
    openTestSite({ topics: { talks: false, sealed: true }, web: { password: PASSWORD }, notice: 'sign_in' }),
    openTestSite({ rates: { ask: async () => 7, mayGuess: async () => 0, guessed: async () => 0 } }),
  ]);
  const { folder } = open;
  cpSync('briefings/china-russia', join(folder, 'china-russia'), { recursive: true });
  const [newest = ''] = writeHarbour(folder, 12);
  writeLong(folder);
  writeNasty(folder);
  const earlier = await correct(folder, newest, kept);

  const stops: Stop[] = [
    { name: 'topics', base: open.address, path: '/' },
    { name: 'first-run', base: fresh.address, path: '/' },
    { name: 'sign-in', base: locked.address, path: '/' },
    { name: 'topic-one', base: open.address, path: '/topics/china-russia' },
    { name: 'topic-many', base: open.address, path: '/topics/harbour' },
    { name: 'evidence', base: open.address, path: '/topics/china-russia/2021-02-04.ar' },
    { name: 'evidence-long', base: open.address, path: '/topics/rivers/2031-02-03.en' },
    { name: 'evidence-hostile', base: open.address, path: '/topics/nasty/2031-01-06.en' },
    { name: 'evidence-earlier', base: open.address, path: `/topics/harbour/${earlier}` },
    { name: 'topic-hostile', base: open.address, path: '/topics/nasty' },
    { name: 'search', base: open.address, path: `/search?words=${encodeURIComponent('vaccines')}` },
    { name: 'search-none', base: open.address, path: `/search?words=${encodeURIComponent('"><b>zebra</b>')}` },
    { name: 'console', base: open.address, path: '/console' },
    { name: 'console-card', base: open.address, path: console_('/briefing china-russia') },
    { name: 'console-unknown', base: open.address, path: console_('/brief <b>me</b>') },
    { name: 'console-managing', base: open.address, path: console_('/briefings pause ab3de') },
    { name: 'not-found', base: open.address, path: '/topics/china-russia/nothing', is: 404 },
    { name: 'password', base: locked.address, path: '/topics/sealed', is: 401 },
    { name: 'too-many', base: busy.address, path: '/', is: 429 },
  ];
  return {
    stops,
    at: (name: string) => stops.find((stop) => stop.name === name) as Stop,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([open, fresh, locked, busy].map((site) => site[Symbol.asyncDispose]()));
    },
  };
}

/** A topic of one article of which sixty points come out. */
function writeLong(briefings: string): void {
  const folder = join(briefings, 'rivers');
  mkdirSync(folder);
  const title =
    'title: { ar: مؤتمر الأنهار, en: The rivers conference, es: La conferencia de los ríos, fr: La conférence des fleuves, ru: Речная конференция, zh: 河流会议 }\n';
  writeFileSync(join(folder, 'topic.yaml'), title);
  const head =
    '---\ntitle: Sixty promises at the rivers conference\npublished: 2031-02-03\nlanguage: en\npublisher: The Coast Gazette\nurl: https://gazette.example/rivers\n---\n';
  writeFileSync(join(folder, '2031-02-03.en.txt'), head + LONG_ARTICLE);
}

/** Corrects an article, after its briefing was kept; gives that briefing's id. */
async function correct(briefings: string, id: string, kept: Map<string, KeptBriefing>): Promise<string> {
  const topic = await readTopic(briefings, 'harbour');
  const article = await readEdition(briefings, 'harbour', id);
  const briefing = brief(article, { id: 'harbour', topic });
  kept.set(briefing.id, { topic: 'harbour', article, briefing, keptAt: 0 });
  const file = join(briefings, 'harbour', `${id}.txt`);
  writeFileSync(file, readFileSync(file, 'utf8').replace('of the year', 'of that year'));
  return briefing.id;
}
