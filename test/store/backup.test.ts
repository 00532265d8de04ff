import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../src/core/store.ts';
import { readBackup, writeBackup } from '../../src/store/backup.ts';
import { openStore } from '../../src/store/open.ts';
import { ARTICLE, sampleBriefing, sampleSchedule } from '../sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'readout-backup-'));
const path = (name: string) => join(folder, name);
const NOW = new Date('2026-11-23T08:00:00Z');

let full: Store;
let lines: string[] = [];
beforeAll(async () => {
  full = await openStore(path('full.db'));
  const briefing = sampleBriefing();
  const [{ sha256 = '' } = {}] = briefing.articles;
  const article = { ...ARTICLE, sha256, url: null, publisher: null, publishedAt: null, publishedInferred: false };
  await full.briefings.keep('talks', { ...article, language: 'en' }, briefing, 5);
  await full.settings.keepPerson('slack', 'U1', { language: 'ar' });
  const schedule = sampleSchedule({ topic: 'talks', nextAt: 1_000 });
  await full.schedules.add(schedule);
  const planned = {
    slotAt: 1_000,
    target: schedule.target,
    cargo: { type: 'post', briefing: null },
    state: { type: 'planned', dueAt: 1_000 },
  } as const;
  await full.ledger.turn(schedule, 1_000, 2_000, [planned]);
  await full.leases.take('clock', 'me', 0, 10);
  await writeBackup(full.archive, path('backup.jsonl'), NOW);
  lines = readFileSync(path('backup.jsonl'), 'utf8').trimEnd().split('\n');
});
afterAll(async () => {
  await full.close();
  rmSync(folder, { recursive: true });
});

async function rowsOf({ archive }: Store): Promise<string[]> {
  const rows: string[] = [];
  for await (const row of archive.dump()) rows.push(JSON.stringify(row));
  return rows.sort();
}

test('what is restored is what was kept', async () => {
  const other = await openStore(path('other.db'));
  expect(await readBackup(other.archive, path('backup.jsonl'), false)).toBe(lines.length - 2);
  expect(await rowsOf(other)).toEqual(await rowsOf(full));
  expect(await other.schedules.due(5_000, 10)).toHaveLength(1);
  await other.close();
});

test('a database that is not empty is replaced only when told to', async () => {
  const other = await openStore(path('taken.db'));
  await other.schedules.add(sampleSchedule({ id: 'theirs' }));
  await expect(readBackup(other.archive, path('backup.jsonl'), false)).rejects.toThrow(/not empty; --replace/);
  expect(await other.schedules.byId('theirs')).not.toBeNull();
  await readBackup(other.archive, path('backup.jsonl'), true);
  expect(await other.schedules.byId('theirs')).toBeNull();
  await other.close();
});

test('no backup is written over another', async () => {
  await expect(writeBackup(full.archive, path('backup.jsonl'), NOW)).rejects.toThrow(/is there already/);
});

describe('nothing is restored of', () => {
  const head = { format: 'readout.backup/1', version: '999', at: '' };
  test.each([
    ['a file that is cut off', () => lines.slice(0, -1), /is cut off after \d+ rows/],
    ['a file that lost a row', () => lines.toSpliced(2, 1), /is damaged: \d+ rows of \d+/],
    ['a broken line', () => lines.with(2, '{"table":'), /:3: is no line of a backup/],
    ['another file', () => ['{"name":"readout"}'], /is no backup of Readout's/],
    ['a newer version', () => lines.with(0, JSON.stringify(head)), /is of a newer Readout \(999\)/],
    ['an unknown table', () => lines.with(1, '{"table":"spoons","row":{"a":1}}'), /spoons/],
  ])('%s', async (name, change, message) => {
    const file = path(`${name}.jsonl`);
    writeFileSync(file, `${change().join('\n')}\n`);
    const store = await openStore(path(`${name}.db`));
    await expect(readBackup(store.archive, file, false)).rejects.toThrow(message);
    expect(await rowsOf(store)).toEqual([]);
    await store.close();
  });

  test('a file that is not there', async () => {
    await expect(readBackup(full.archive, path('gone'), true)).rejects.toThrow(/^cannot read .*ENOENT/);
    expect((await rowsOf(full)).length).toBeGreaterThan(3);
  });
});
