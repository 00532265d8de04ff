import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Command } from '../../src/core/command.ts';
import type { Document } from '../../src/core/document.ts';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../../src/core/topic.ts';
import { brief } from '../../src/engine/brief.ts';
import { answersFrom } from '../../src/flows/answer.ts';
import { postOf } from '../../src/flows/post.ts';
import { suggestsFrom } from '../../src/flows/suggest.ts';
import { interfaceOf, SECTIONS } from '../../src/languages/interface.ts';
import { openLibrary } from '../../src/sources/library.ts';
import { pagesOf } from '../../src/view/addresses.ts';
import { noManaging, noSettings, sampleAsker } from '../sample.ts';

const folder = mkdtempSync(join(tmpdir(), 'readout-'));
const logged: string[] = [];
const deps = {
  library: openLibrary(folder, async (article, context) => brief(article, context)),
  language: 'en' as const,
  settings: noSettings,
  manage: noManaging,
  pages: null,
  log: (_level: string, message: string) => void logged.push(message),
};
const answer = answersFrom(deps);
const suggest = suggestsFrom({ ...deps, schedules: { list: async () => [] } });

beforeAll(() => {
  cpSync('briefings/china-russia', join(folder, 'china-russia'), { recursive: true });
  mkdirSync(join(folder, 'broken'));
  writeFileSync(join(folder, 'broken', 'topic.yaml'), 'title: [unclosed\n');
  writeFileSync(join(folder, 'broken', '2026-01-01.en.txt'), 'The minister said the talks will go on.\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (about: string, language: InterfaceLanguage | null = null, topic = 'china-russia'): Command => ({
  do: 'read',
  topic,
  about,
  language,
});
const blocksOf = ({ sections }: Document) => sections.flatMap(({ blocks }) => blocks);
const numbersOf = (document: Document) =>
  blocksOf(document).flatMap((block) => (block.type === 'point' ? [block.number] : []));
const notesOf = (document: Document) =>
  blocksOf(document).flatMap((block) => (block.type === 'note' ? [block.text] : []));

describe('reading', () => {
  test.each([
    ['', 27],
    ['3-5', 3],
    ['commitments', 15],
    ['التعهدات', 15],
    ['承诺', 15],
  ])('%j shows so many points', async (about, count) => {
    const { document, topic } = await answer(read(about), sampleAsker());
    expect(document.tone).toBe('briefing');
    expect(numbersOf(document)).toHaveLength(count);
    expect(topic).toBe('china-russia');
  });

  test('a number shows that point', async () => {
    const { document } = await answer(read('9'), sampleAsker());
    expect(document.title[0]?.text).toBe('Point 9');
    expect(document.controls.map((control) => ('about' in control ? control.about : control.id))).toEqual(['8', '10']);
  });

  test('a question in another language than the article’s is answered with its words', async () => {
    const { document } = await answer(read('what did Lavrov say about vaccines?'), sampleAsker({ locale: 'en-US' }));
    const points = blocksOf(document).filter((block) => block.type === 'point');
    expect(points.length).toBeGreaterThan(0);
    for (const point of points) expect(point.wordings.at(-1)).toMatchObject({ made: 'article', language: 'ar' });
  });

  test('what the article does not say is said not to be there', async () => {
    const { document } = await answer(read('What is the price of wheat?'), sampleAsker());
    expect(notesOf(document)).toEqual(['The article does not say.']);
  });

  test('point 99 tells which there are', async () => {
    const { document } = await answer(read('99'), sampleAsker());
    expect(document).toMatchObject({ tone: 'error' });
    expect(notesOf(document)).toEqual(['There is no point 99; this briefing has points 1 to 27.']);
  });

  test.each(INTERFACE_LANGUAGES)('every word for a section is known in %s', async (language) => {
    for (const name of SECTIONS) {
      for (const word of interfaceOf(language).sections[name]) {
        const { document } = await answer(read(word, language), sampleAsker());
        expect([word, document.language, document.tone]).not.toContain('error');
      }
    }
  });
});

describe('the reader’s language', () => {
  test.each([
    ['zh', 'fr-FR', 'zh'],
    [null, 'fr-FR', 'fr'],
    [null, 'es-419', 'es'],
    [null, 'zh-TW', 'zh'],
    [null, 'pt-BR', 'en'],
    [null, null, 'en'],
  ] as const)('asked %s, client %s: %s', async (asked, locale, language) => {
    const answered = await answer(read('', asked), sampleAsker({ locale }));
    expect([answered.language, answered.document.language]).toEqual([language, language]);
  });
});

describe('what goes wrong', () => {
  test('an unknown topic gets the nearest', async () => {
    const { document, topic } = await answer(read('', 'es', 'chinarussia'), sampleAsker());
    expect(topic).toBeNull();
    expect(notesOf(document)).toEqual(['No existe el tema «chinarussia». Los más parecidos: china-russia.']);
  });

  test('one that nothing comes near gets all', async () => {
    const { document } = await answer(read('', null, 'qqqqqqqqqqqqqqqqqqqqqqqqqq'), sampleAsker());
    expect(notesOf(document)[0]).toContain('There are: broken, china-russia.');
  });

  test('a path is no topic', async () => {
    const { document } = await answer(read('', null, '../china-russia'), sampleAsker());
    expect(document.tone).toBe('error');
  });

  test('a broken file is told to the log, with its path, and not to the person', async () => {
    logged.length = 0;
    const { document } = await answer(read('', null, 'broken'), sampleAsker());
    expect(document.tone).toBe('error');
    expect(notesOf(document).join()).not.toContain(folder);
    expect(logged.join()).toContain('topic.yaml:2');
  });

  test('a changed file is read again', async () => {
    const path = join(folder, 'mended');
    cpSync(join(folder, 'broken'), path, { recursive: true });
    expect((await answer(read('', null, 'mended'), sampleAsker())).document.tone).toBe('error');
    cpSync('briefings/china-russia', path, { recursive: true });
    expect((await answer(read('', null, 'mended'), sampleAsker())).document.tone).toBe('briefing');
    rmSync(path, { recursive: true });
  });
});

describe('over all topics', () => {
  test('the list has those that can be read', async () => {
    const { document } = await answer({ do: 'list' }, sampleAsker({ locale: 'ru' }));
    expect(blocksOf(document)).toEqual([{ type: 'who', name: 'china-russia', detail: 'Китай и Россия', wordings: [] }]);
  });

  test.each(['vaccines', 'вакцины', 'اللقاحات', '疫苗', 'vacunas', 'vaccins'])('search %s', async (words) => {
    const { document } = await answer({ do: 'search', words, language: null }, sampleAsker());
    expect(document.sections[0]).toMatchObject({ id: 'china-russia' });
    expect(numbersOf(document).length).toBeGreaterThan(0);
  });

  test('finding nothing is said', async () => {
    const { document } = await answer({ do: 'search', words: 'wheat', language: null }, sampleAsker());
    expect(notesOf(document)).toEqual(['Nothing found for “wheat”.']);
  });
});

describe('suggestions', () => {
  test.each([
    ['chi', ['china-russia']],
    ['ròssia', []],
    ['китай', ['china-russia']],
    ['russia', ['china-russia']],
    ['', ['china-russia']],
  ])('topic %j', async (typed, values) => {
    const found = await suggest({ of: 'topic', typed }, sampleAsker());
    expect(found.map(({ value }) => value)).toEqual(values);
  });

  test('points by number and by what they say, and sections', async () => {
    const about = async (typed: string, topic = 'china-russia') =>
      (await suggest({ of: 'about', topic, typed }, sampleAsker({ locale: 'en' }))).map(({ value }) => value);
    expect(await about('')).toHaveLength(27 + SECTIONS.length);
    expect((await about('2'))[0]).toBe('2');
    expect(await about('positions')).toEqual(['positions']);
    expect(await about('', 'no-such-topic')).toEqual([]);
  });
});

describe('links to the page', () => {
  const pages = pagesOf({ publicUrl: 'https://readout.example', password: null });
  const linked = answersFrom({ ...deps, pages });
  const urlsOf = ({ sections, links }: Document) => [
    ...links.map(({ url }) => url),
    ...sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.type === 'point' ? (block.link?.url ?? '') : [])),
    ),
  ];

  test('hold the topic, the briefing and the language of the answer; without a page the same question has none', async () => {
    for (const [answers, has] of [
      [linked, true],
      [answer, false],
      [linked, true],
    ] as const) {
      const { document } = await answers(read('3-4', 'fr'), sampleAsker());
      const [all, ...points] = urlsOf(document);
      expect(all?.startsWith('https://readout.example/topics/china-russia/') ?? false).toBe(has);
      if (has) expect(points).toEqual([`${all}#point-3`, `${all}#point-4`]);
      expect(all?.endsWith('?language=fr') ?? false).toBe(has);
    }
  });

  test('are those of what a search found', async () => {
    const { document } = await linked({ do: 'search', words: 'vaccines', language: 'en' }, sampleAsker());
    const urls = urlsOf(document);
    expect(urls.length).toBeGreaterThan(0);
    for (const url of urls) expect(url).toMatch(/\/topics\/china-russia\/[0-9a-f]+\?language=en#point-\d+$/u);
  });

  test('are on what is posted, and on its correction', async () => {
    const edition = await deps.library.open('china-russia');
    const post = await postOf({ library: deps.library, pages }, 'china-russia', edition.briefing, 'en');
    const corrected = await postOf({ library: deps.library, pages }, 'china-russia', edition.briefing, 'en', {
      ...edition.briefing,
      id: 'before',
    });
    for (const { document } of [post, corrected])
      expect(urlsOf(document)[0]).toBe(
        `https://readout.example/topics/china-russia/${edition.briefing.id}?language=en`,
      );
  });
});
