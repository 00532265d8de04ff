import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Article } from '../../src/core/article.ts';
import type { Briefing } from '../../src/core/briefing.ts';
import { UnknownEdition, UnknownTopic } from '../../src/core/errors.ts';
import type { TopicContext } from '../../src/core/seams.ts';
import type { KeptBriefing } from '../../src/core/store.ts';
import { brief } from '../../src/engine/brief.ts';
import { openLibrary } from '../../src/sources/library.ts';

let folder: string;
let kept: Map<string, KeptBriefing>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'readout-'));
  kept = new Map();
  cpSync('briefings/china-russia', join(folder, 'talks'), { recursive: true });
  writeFileSync(join(folder, 'talks', '2021-03-01.en.txt'), 'Canada and Chile agreed on Monday to share seeds.\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A library whose briefings are kept here. */
function library() {
  const briefingOf = async (article: Article, context: NonNullable<TopicContext>): Promise<Briefing> => {
    const briefing = brief(article, context);
    kept.set(briefing.id, { briefing, article, topic: context.id, keptAt: 1 });
    return briefing;
  };
  return openLibrary(folder, briefingOf, async (id) => kept.get(id) ?? null);
}

const correct = () => appendFileSync(join(folder, 'talks', '2021-03-01.en.txt'), 'Peru joined them.\n');

test('the newest edition is opened, or the one that is named', async () => {
  const { editions, open } = library();
  expect(await editions('talks')).toEqual(['2021-03-01.en', '2021-02-04.ar']);
  expect((await open('talks')).article.id).toBe('2021-03-01.en');
  expect((await open('talks', '2021-02-04.ar')).article.id).toBe('2021-02-04.ar');
});

test('a briefing is opened by its own id', async () => {
  const { open } = library();
  const { briefing } = await open('talks', '2021-02-04.ar');
  const again = await open('talks', briefing.id);
  expect(again).toMatchObject({ briefing: { id: briefing.id }, current: true });
  // Another process knows its id from the database alone.
  expect(await library().open('talks', briefing.id)).toMatchObject({ briefing: { id: briefing.id }, current: true });
});

test('a corrected article has a briefing of its own, and the earlier one stays what it was', async () => {
  const { open } = library();
  const before = await open('talks');
  correct();
  const after = await open('talks');
  expect(after.briefing.id).not.toBe(before.briefing.id);
  expect(after.current).toBe(true);
  const earlier = await open('talks', before.briefing.id);
  expect(earlier).toMatchObject({ briefing: before.briefing, article: before.article, current: false });
  expect(await library().open('talks', before.briefing.id)).toMatchObject({ article: before.article, current: false });
});

test('a translation of what the article says now is not shown beside what it said before', async () => {
  const { open } = library();
  const before = await open('talks', '2021-02-04.ar');
  expect(await before.translation('en')).not.toBeNull();
  writeFileSync(join(folder, 'talks', '2021-02-04.ar.txt'), 'نص آخر تماما عن محادثات الوزيرين في بكين يوم الخميس.\n');
  rmSync(join(folder, 'talks', '2021-02-04.ar.en.yaml'));
  const earlier = await open('talks', before.briefing.id);
  expect(earlier.current).toBe(false);
  expect(await earlier.translation('en')).toBeNull();
});

test('the briefing of another topic is none of this one', async () => {
  cpSync(join(folder, 'talks'), join(folder, 'other'), { recursive: true });
  const { open } = library();
  const { briefing } = await open('talks', '2021-02-04.ar');
  await expect(open('other', briefing.id)).rejects.toBeInstanceOf(UnknownEdition);
});

test.each([
  ['talks', '2021-02-05.ar', UnknownEdition],
  ['talks', '../talks/2021-02-04.ar', UnknownEdition],
  ['talks', '', UnknownEdition],
  ['tolks', undefined, UnknownTopic],
  ['..', undefined, UnknownTopic],
])('%s, edition %s: there is none', async (topic, edition, fault) => {
  await expect(library().open(topic, edition)).rejects.toBeInstanceOf(fault);
});
