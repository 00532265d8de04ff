import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { editionIds, findEdition, readEdition, readTopic, topicIds } from '../../src/sources/folder.ts';

const TITLE = '{ ar: أ, en: A, es: A, fr: A, ru: А, zh: 甲 }';
let briefings = '';

beforeAll(() => {
  briefings = mkdtempSync(join(tmpdir(), 'readout-folder-'));
  write('talks/topic.yaml', `title: ${TITLE}\n`);
  write('talks/2021-02-04.ar.txt', 'قديم');
  write('talks/2021-10-01.ar.txt', 'جديد');
  write('talks/2021-02-04.ar.en.yaml', '[]');
  write('empty/topic.yaml', `title: ${TITLE}\n`);
  write('notes.md', 'no topic');
});
afterAll(() => rmSync(briefings, { recursive: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(join(briefings, path)), { recursive: true });
  writeFileSync(join(briefings, path), content);
}

test('the topics are the folders', () => {
  expect(topicIds(briefings)).toEqual(['empty', 'talks']);
  expect(() => topicIds(join(briefings, 'gone'))).toThrow('cannot read the folder');
});

describe('editions', () => {
  test('the newest comes first and is the default', async () => {
    expect(editionIds(briefings, 'talks')).toEqual(['2021-10-01.ar', '2021-02-04.ar']);
    expect(await readEdition(briefings, 'talks')).toMatchObject({ id: '2021-10-01.ar', text: 'جديد' });
    expect(await readEdition(briefings, 'talks', '2021-02-04.ar')).toMatchObject({ text: 'قديم' });
  });

  test('an unknown one, or none at all, says what there is', async () => {
    const unknown = 'has no edition "../x"; the newest are: 2021-10-01.ar, 2021-02-04.ar';
    await expect(readEdition(briefings, 'talks', '../x')).rejects.toThrow(unknown);
    await expect(readEdition(briefings, 'empty')).rejects.toThrow('the topic empty has no article yet');
  });

  test('are found by id, else by hash', async () => {
    const { sha256 } = await readEdition(briefings, 'talks', '2021-02-04.ar');
    expect(await findEdition(briefings, 'talks', { id: '2021-10-01.ar', sha256 })).toMatchObject({ text: 'جديد' });
    expect(await findEdition(briefings, 'talks', { id: 'renamed', sha256 })).toMatchObject({ text: 'قديم' });
    await expect(findEdition(briefings, 'talks', { id: 'renamed', sha256: '' })).rejects.toThrow(
      'has no article "renamed"',
    );
  });
});

describe('an unknown topic', () => {
  test.each([
    ['talk', 'did you mean talks?'],
    ['Talks', 'did you mean talks?'],
    ['tlaks', 'did you mean talks?'],
    ['weather-report', 'it has: empty, talks'],
    ['../talks', 'there is no topic "../talks"'],
  ])('%s: %s', async (word, hint) => {
    await expect(readTopic(briefings, word)).rejects.toThrow(hint);
  });
});

const SCHEDULED = `title: ${TITLE}\nschedules:\n  - { platform: slack, place: T0123ABCD, when: daily at 8, zone: UTC, language: en`;

describe('a broken topic.yaml', () => {
  test.each([
    ['title: [', /topic\.yaml:1:9: Flow sequence/],
    ['title: A\n\tb: 1', /topic\.yaml:2:1: Tabs are not allowed as indentation/],
    ['', /topic\.yaml:1:1: the file: /],
    ['names: {}', /topic\.yaml:1:1: title is missing/],
    ['title: { ar: أ, en: A, es: A, ru: А, zh: 甲 }', /topic\.yaml:1:1: title\.fr is missing/],
    [`title: ${TITLE}\nschedule: daily`, /topic\.yaml:2:1: "schedule" is not known here/],
    [`title: ${TITLE}\nnames:\n  Wang Yi: {}`, /topic\.yaml:3:3: the key "Wang Yi" must be lower-case/],
    [`title: ${TITLE}\nnames:\n  wang:\n    kind: man\n    names: ${TITLE}`, /topic\.yaml:4:11: names\.wang\.kind: /],
    [
      `title: ${TITLE}\nnames:\n  wang:\n    kind: person\n    state: China\n    names: ${TITLE}\n    aliases: { en: [1, 2] }`,
      /topic\.yaml:5:12: names\.wang\.state: must be an ISO 3166-1 alpha-2 code such as CN\n\(2 more of the kind, on line 7\)/,
    ],
    [`title: &t ${TITLE}\nnames: *u`, /topic\.yaml:/],
    [`${SCHEDULED}, channel: 1180000000000000001 }`, /topic\.yaml:3:\d+: schedules\.0\.channel: must stand in quotes/],
    [`${SCHEDULED}, channel: "#news" }`, /schedules\.0\.channel: must be an id such as "1180000000000000001"/],
    [`${SCHEDULED} }`, /schedules\.0\.channel is missing/],
    [`${SCHEDULED}, channel: C0123ABCD, catchUp: some }`, /schedules\.0\.catchUp: must be latest, all or none/],
    [`${SCHEDULED}, channel: C0123ABCD, weekday: 1 }`, /"schedules\.0\.weekday" is not known here/],
    [`${SCHEDULED}, channel: C0123ABCD, thread: maybe }`, /schedules\.0\.thread: must be true or false/],
  ])('%j', async (source, message) => {
    write('broken/topic.yaml', source);
    await expect(readTopic(briefings, 'broken')).rejects.toThrow(message);
  });

  test('a folder without one', async () => {
    mkdirSync(join(briefings, 'bare'));
    await expect(readTopic(briefings, 'bare')).rejects.toThrow('topic.yaml: there is no such file');
  });
});
