import { describe, expect, test, vi } from 'vitest';
import type { Library } from '../../src/core/seams.ts';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../../src/core/topic.ts';
import { evidenceView, linesOf } from '../../src/view/evidence.ts';
import { layout } from '../../src/web/layout.ts';
import { searchPage } from '../../src/web/pages/search.ts';
import { libraryOf } from '../browser/chromium.ts';
import { attribute, dangersIn, elementsOf, hasClass, only, textOf, within } from './parsed.ts';

// A machine that is busy takes its time over a browser, or over a hundred pages.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const library = libraryOf('briefings');

async function search(words: string, language: InterfaceLanguage = 'en', over: Library = library) {
  const page = elementsOf(String(await layout(await searchPage(words, over, language), language)));
  const hits = page.filter((one) => one.tagName === 'li' && hasClass(one, 'card'));
  const links = hits.map((hit) => within(hit).flatMap((one) => attribute(one, 'href') ?? [])[0]);
  return { page, hits: hits.map((hit) => textOf(hit).replace(/\s+/gu, ' ')), links };
}

describe('a search over all topics', () => {
  test.each([
    ['vaccines', 'en', 'point-23'],
    ['لقاحات', 'ar', 'point-23'],
    ['疫苗', 'zh', 'point-23'],
    ['vaccins', 'fr', 'point-23'],
    ['вакцины', 'ru', 'point-23'],
    ['vacunas', 'es', 'point-23'],
  ] as const)('%s leads to its point beside the article (%s)', async (words, language, anchor) => {
    const { links, page } = await search(words, language);
    expect(links[0]).toMatch(new RegExp(`^/topics/china-russia/[0-9a-f]{16}\\?language=${language}#${anchor}$`, 'u'));
    expect(dangersIn(page)).toEqual([]);
  });

  test('shows the article’s words with a translation', async () => {
    const { hits } = await search('vaccines');
    expect(hits[0]).toContain('His country is ready');
    expect(hits[0]).toContain('Editor’s translation');
    expect(hits[0]).toContain('بلاده مستعدة');
  });

  test('leads to people and to what is said of the whole', async () => {
    expect((await search('who is Lavrov?')).links[0]).toMatch(/#who-\d+$/u);
    expect((await search('when was the call?')).links[0]).toMatch(/#when$/u);
    expect((await search('what happened?')).links).toEqual(
      expect.arrayContaining([expect.stringMatching(/#headline$/u), expect.stringMatching(/#what-\d$/u)]),
    );
  });

  test('every link of a hit leads to a line that is there', async () => {
    const { briefing, topic } = await library.open('china-russia');
    const anchors = linesOf(evidenceView({ briefing, language: 'en', topic, translate: null, quotes: false })).map(
      ({ anchor }) => anchor,
    );
    for (const words of ['Lavrov', 'China', 'what happened?', 'who took part?', 'trade']) {
      const { links } = await search(words);
      expect(links.length).toBeGreaterThan(0);
      for (const link of links) expect(anchors).toContain(link?.split('#')[1]);
    }
  });

  test.each(['', '   ', '\u202E'])('of nothing (%j) finds nothing and says nothing', async (words) => {
    const { hits, page } = await search(words);
    expect(hits).toEqual([]);
    expect(textOf(only(page, ({ tagName }) => tagName === 'main'))).not.toContain('Nothing found');
  });

  test.each(INTERFACE_LANGUAGES)('of what is nowhere says so, and escapes what was asked (%s)', async (language) => {
    const words = '<img src=x onerror=alert(1)>"\'&';
    const { hits, page } = await search(words, language);
    expect(hits).toEqual([]);
    expect(dangersIn(page)).toEqual([]);
    expect(textOf(only(page, (one) => hasClass(one, 'note')))).toContain(words);
    const input = only(page, (one) => attribute(one, 'name') === 'words');
    expect(attribute(input, 'value')).toBe(words);
  });

  test('goes on where one topic cannot be read', async () => {
    const topics = await library.topics();
    const broken: Library = {
      ...library,
      topics: async () => [{ id: 'gone', title: topics[0]?.title ?? fail(), private: undefined }, ...topics],
    };
    expect((await search('vaccines', 'en', broken)).links).toHaveLength(1);
  });

  test('takes words of any length', async () => {
    const { page } = await search('x'.repeat(100_000));
    expect(
      JSON.stringify(
        attribute(
          only(page, (one) => attribute(one, 'name') === 'words'),
          'value',
        ),
      ).length,
    ).toBe(202);
  });
});

function fail(): never {
  throw new Error('there is no topic');
}
