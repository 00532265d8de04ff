// The whole way on both platforms, through the real libraries: an article in a folder, a schedule from its topic.yaml,
// the slot, the post, the article's correction, the post corrected; and a channel that is gone.
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src/core/clock.ts';
import type { Outlet } from '../../src/core/seams.ts';
import type { Store } from '../../src/core/store.ts';
import { discordOutlet } from '../../src/discord/outlet.ts';
import { brief } from '../../src/engine/brief.ts';
import { documentsFrom } from '../../src/flows/cargo.ts';
import { due } from '../../src/flows/clock.ts';
import { planCorrections } from '../../src/flows/correct.ts';
import { deliverDue } from '../../src/flows/deliver.ts';
import { keepBriefings } from '../../src/flows/ingest.ts';
import { syncSchedules } from '../../src/flows/schedules.ts';
import { slackOutlet } from '../../src/slack/outlet.ts';
import { openLibrary } from '../../src/sources/library.ts';
import { openStore } from '../../src/store/open.ts';
import { type DiscordPeer, startDiscordPeer } from '../peers/discord.ts';
import { type SlackPeer, startSlackPeer } from '../peers/slack.ts';

const ARTICLE = '2021-02-04.ar.txt';

let folder: string;
let store: Store;
let discord: DiscordPeer;
let slack: SlackPeer;
const logged: string[] = [];
const log = (level: string, message: string) => {
  if (level !== 'debug') logged.push(`${level} ${message}`);
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'readout-scheduled-'));
  logged.length = 0;
  [store, discord, slack] = await Promise.all([
    openStore(join(folder, 'readout.db'), { alone: true }),
    startDiscordPeer(),
    startSlackPeer(),
  ]);
  const topic = join(folder, 'briefings', 'china-russia');
  cpSync('briefings/china-russia', topic, { recursive: true });
  const [channel = ''] = slack.workspace.channels.filter(({ member }) => member).map(({ id }) => id);
  appendFileSync(
    join(topic, 'topic.yaml'),
    [
      'schedules:',
      `  - { platform: discord, place: "${discord.guild.id}", channel: "${discord.channels.text.id}", when: every day at 8, zone: Asia/Riyadh, language: en }`,
      `  - { platform: slack, place: "${slack.workspace.team}", channel: "${channel}", when: "0 8 * * *", zone: Asia/Riyadh, language: en }`,
      '',
    ].join('\n'),
  );
});
afterEach(async () => {
  await Promise.all([store.close(), discord.stop(), slack.stop()]);
  rmSync(folder, { recursive: true });
});

/** What a process of `serve` does, minute by minute; `minute` is one of them. */
function process() {
  const keep = keepBriefings({ engine: brief, briefings: store.briefings, clock: systemClock, log });
  const library = openLibrary(join(folder, 'briefings'), keep);
  const sync = syncSchedules({ files: library.files, schedules: store.schedules, clock: systemClock, log });
  const outlets: Outlet[] = [
    discordOutlet({ token: discord.token, devGuild: null, api: discord.rest.api }),
    slackOutlet({
      botToken: slack.workspace.tokens.bot,
      api: slack.apiUrl,
      managers: null,
      mode: { type: 'socket', appToken: slack.workspace.tokens.app },
    }),
  ];
  const deps = {
    store,
    outlets,
    holder: 'me',
    clock: systemClock,
    log,
    briefingFor: (topic: string) => library.open(topic),
    documentOf: documentsFrom({ library, store, clock: systemClock, pages: null }),
  };
  return {
    minute: async () => {
      await sync();
      await due(Date.now(), deps);
      await planCorrections(Date.now(), { library, store, log });
      await deliverDue(deps);
    },
  };
}

/** As if the slot of every schedule had just come. */
async function letSlotsCome(): Promise<void> {
  for (const { id, state } of await store.schedules.list()) await store.schedules.change(id, state, Date.now() - 1_000);
}

const written = (value: unknown) => JSON.stringify(value).replaceAll(/[\u2066-\u2069\\]/g, '');
const posts = () => [...discord.world.messages.values()];
const slackPosts = () => slack.messages.filter(({ deleted }) => !deleted);

test('from the folder to both platforms, once; and a correction where it stands', async () => {
  const { minute } = process();
  await minute();
  expect(posts()).toEqual([]);
  await letSlotsCome();
  await minute();
  await minute();
  expect(logged).toEqual([]);
  expect(written(posts())).toMatch(/China and Russia/);
  expect(written(slackPosts())).toMatch(/China and Russia/);
  const before = { discord: posts().map(({ id }) => id), slack: slackPosts().map(({ ts }) => ts) };
  const deliveries = await store.ledger.recent('all', 10);
  expect(deliveries.map(({ state }) => state.type)).toEqual(['sent', 'sent']);

  const path = join(folder, 'briefings', 'china-russia', ARTICLE);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, `${text.trimEnd()}\n\nوقال لافروف إن روسيا ستزود الصين بالغاز.\n`);
  utimesSync(path, new Date(), new Date(Date.now() + 5_000));
  await minute();
  expect(logged).toEqual([]);
  expect(posts().map(({ id }) => id)).toEqual(expect.arrayContaining(before.discord));
  expect(slackPosts().map(({ ts }) => ts)).toEqual(expect.arrayContaining(before.slack));
  expect(written(posts())).toMatch(/This briefing was corrected.*New or changed points/);
  expect(written(slackPosts())).toMatch(/This briefing was corrected.*New or changed points/);
  const edits = (await store.ledger.recent('all', 10)).filter(({ cargo }) => cargo.type === 'edit');
  expect(edits.map(({ state }) => state.type)).toEqual(['sent', 'sent']);
  await minute();
  expect((await store.ledger.recent('all', 10)).length).toBe(4);

  // The first text again, and then the second: each is a correction.
  const corrected = readFileSync(path, 'utf8');
  for (const [i, words] of [text, corrected].entries()) {
    writeFileSync(path, words);
    utimesSync(path, new Date(), new Date(Date.now() + 10_000 * (i + 1)));
    await minute();
  }
  const all = await store.ledger.recent('all', 10);
  expect(all.map(({ cargo, state }) => `${cargo.type} ${state.type}`).toSorted()).toEqual([
    ...Array.from({ length: 6 }, () => 'edit sent'),
    ...Array.from({ length: 2 }, () => 'post sent'),
  ]);
  expect(posts().map(({ id }) => id)).toEqual(expect.arrayContaining(before.discord));
  expect([discord.faults, slack.faults]).toEqual([[], []]);
});

test('a channel that is gone pauses its schedule, with the reason, and holds up no other', async () => {
  const { minute } = process();
  await minute();
  discord.dropChannel(discord.channels.text.id);
  await letSlotsCome();
  await minute();
  const [there, gone] = ['slack', 'discord'].map(async (platform) =>
    (await store.schedules.list()).find(({ target }) => target.platform === platform),
  );
  expect((await there)?.state).toEqual({ type: 'active' });
  expect((await gone)?.state).toEqual({ type: 'paused', reason: 'unknown-channel' });
  expect(written(slackPosts())).toMatch(/China and Russia/);
  expect(logged.filter((line) => line.startsWith('error'))).toEqual([
    expect.stringMatching(/^error discord: post to channel .*failed \(unknown-channel\).*the schedule is paused/),
  ]);
});
