import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TopicFile } from '../../src/core/seams.ts';
import { Topic } from '../../src/core/topic.ts';
import { brief } from '../../src/engine/brief.ts';
import { syncSchedules } from '../../src/flows/schedules.ts';
import { openLibrary } from '../../src/sources/library.ts';
import { openManaging } from '../managing.ts';

type Deck = Awaited<ReturnType<typeof openManaging>>;
let deck: Deck;
let files: TopicFile[] | Error = [];
let log: string[] = [];
let sync: () => Promise<void>;
beforeEach(async () => {
  deck = await openManaging(openLibrary('briefings', async (article, context) => brief(article, context)));
  log = [];
  files = [];
  sync = syncSchedules({
    files: async () => {
      if (files instanceof Error) throw files;
      return files;
    },
    schedules: deck.store.schedules,
    clock: deck.clock,
    log: (_, message) => void log.push(message),
  });
});
afterEach(() => deck.close());

const ENTRY = {
  platform: 'discord',
  place: '1180000000000000000',
  channel: '1180000000000000001',
  when: '0 8 * * 1-5',
  zone: 'Asia/Riyadh',
  language: 'ar',
};

function topic(id: string, ...schedules: object[]): TopicFile {
  const title = { ar: 'أ', en: 'A', es: 'A', fr: 'A', ru: 'А', zh: '甲' };
  return { id, topic: Topic.parse({ title, schedules }) };
}

const kept = async () => deck.store.schedules.list();

test('what files say is kept, changes with them, and goes with them', async () => {
  const slack = { ...ENTRY, platform: 'slack', place: 'T0123ABCD', channel: 'C0123ABCD', language: 'en' };
  files = [
    topic('a', ENTRY, slack),
    topic('b', { ...ENTRY, forum: { tags: ['1180000000000000002'] }, catchUp: 'none' }),
  ];
  await sync();
  const all = await kept();
  expect(all).toHaveLength(3);
  const nextAt = Date.parse('2026-11-26T05:00:00Z');
  expect(all.find(({ topic }) => topic === 'b')).toMatchObject({
    form: { as: 'forum', tags: ['1180000000000000002'] },
    catchUp: 'none',
    source: 'file',
    owner: null,
    state: { type: 'active' },
    nextAt,
  });
  const idOf = (place: string) => all.find((one) => one.topic === 'a' && one.target.place === place)?.id;
  files = [topic('a', { ...slack, when: '0 9 * * *' }, ENTRY)];
  await sync();
  const then = await kept();
  // Each stays itself, in whatever order the file has them.
  expect(then.map(({ id, when }) => [id, when]).sort()).toEqual(
    [
      [idOf(ENTRY.place), ENTRY.when],
      [idOf(slack.place), '0 9 * * *'],
    ].sort(),
  );
  files = [];
  await sync();
  expect(await kept()).toEqual([]);
  expect(log).toEqual([]);
});

test('a slot that has come and was not posted yet stays, however often the file is read', async () => {
  files = [topic('a', ENTRY)];
  await sync();
  const before = await kept();
  deck.time.now += 3 * 86_400_000;
  await sync();
  expect(await kept()).toEqual(before);
});

test('two of one channel are two', async () => {
  files = [topic('a', ENTRY, { ...ENTRY, when: '0 18 * * *' })];
  await sync();
  expect(new Set((await kept()).map(({ id }) => id)).size).toBe(2);
});

test('what cannot be read keeps its schedules, and is told once', async () => {
  files = [topic('a', ENTRY), topic('b', ENTRY)];
  await sync();
  const before = await kept();
  files = [{ id: 'a', fault: 'a/topic.yaml:2:1: broken' }, topic('b', ENTRY)];
  await sync();
  await sync();
  expect(log).toEqual(['the schedules of a stay as they are: a/topic.yaml:2:1: broken']);
  files = new Error('cannot read the folder');
  await sync();
  expect(await kept()).toEqual(before);
  expect(log.at(-1)).toContain('cannot read the folder');
  files = [topic('a', ENTRY), topic('b', ENTRY)];
  await sync();
  files = [{ id: 'a', fault: 'a/topic.yaml:2:1: broken' }, topic('b', ENTRY)];
  await sync();
  expect(log).toHaveLength(3);
});

test.each([
  [
    'a zone that is none',
    { zone: 'Asia/Riyad' },
    /a\/topic.yaml: schedules.1.zone: there is no time zone "Asia\/Riyad"/,
  ],
  ['an hour that is none', { when: '0 25 * * *' }, /schedules.1.when: "0 25 \* \* \*" is no time/],
  ['a day that never comes', { when: '0 8 31 2 *' }, /never comes/],
  ['too often', { when: '* * * * *' }, /more often than every 5 minutes/],
  ['words that are none', { when: 'whenever' }, /schedules.1.when: .*whenever/],
])('%s leaves that schedule as it was', async (_, fault, told) => {
  const second = { ...ENTRY, channel: '1180000000000000009' };
  files = [topic('a', ENTRY, second)];
  await sync();
  files = [topic('a', { ...ENTRY, language: 'fr' }, { ...second, ...fault })];
  await sync();
  expect((await kept()).map(({ language, when, zone }) => [language, when, zone]).sort()).toEqual([
    ['ar', ENTRY.when, ENTRY.zone],
    ['fr', ENTRY.when, ENTRY.zone],
  ]);
  expect(log).toEqual([expect.stringMatching(told)]);
});

test('a date that has passed is over, and no fault', async () => {
  files = [topic('a', { ...ENTRY, when: '2026-11-01T08:00' })];
  await sync();
  expect((await kept())[0]).toMatchObject({ state: { type: 'over' }, nextAt: null });
  expect(log).toEqual([]);
});

test('the topics that come with Readout can be read', async () => {
  const shipped = await openLibrary('briefings', async (article, context) => brief(article, context)).files();
  expect(shipped.filter((file) => 'fault' in file)).toEqual([]);
});
