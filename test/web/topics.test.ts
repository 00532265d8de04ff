import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../../src/core/topic.ts';
import { webApp } from '../../src/web/app.ts';
import { layout } from '../../src/web/layout.ts';
import { topicCards, topicsPage } from '../../src/web/pages/topics.ts';
import { libraryOf, temporaryFolder } from '../browser/chromium.ts';
import { titled, writeTopic } from '../topics.ts';
import { articleOf, editionOf } from './briefings.ts';
import { attribute, dangersIn, elementsOf, hasClass, only, textOf, within } from './parsed.ts';
import { PLAIN } from './sites.ts';

// A machine that is busy takes its time over a browser, or over a hundred pages.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const { folder, remove } = temporaryFolder();
const library = libraryOf(folder);
const app = webApp({ ...PLAIN, library, language: 'en', log: () => {} });

const HOSTILE = '<script>alert(1)</script>" onload="alert(1)';
beforeAll(() => {
  cpSync('briefings/china-russia', join(folder, 'china-russia'), { recursive: true });
  writeTopic(folder, 'empty', titled('Nothing yet'));
  writeTopic(folder, 'broken', 'title: [unclosed\n');
  writeTopic(folder, 'hostile', titled(HOSTILE), {
    '2026-01-01.en.txt': `France agreed to ${HOSTILE} open its markets on Monday.\n`,
  });
});
afterAll(remove);

async function home(language: InterfaceLanguage, starting = false) {
  return elementsOf(
    String(await layout(topicsPage(await topicCards(library, language), language, starting), language)),
  );
}
const cards = (page: Awaited<ReturnType<typeof home>>) =>
  page.filter((one) => one.tagName === 'li' && hasClass(one, 'card'));

describe('the topics', () => {
  test('each with what is newest in it, in the reader’s language where it is known', async () => {
    const found = cards(await home('en')).map((one) => textOf(one).replace(/\s+/gu, ' '));
    expect(found).toHaveLength(3);
    const known = found.find((text) => text.startsWith('China and Russia'));
    expect(known).toContain('the principle of non-interference');
    expect(known).toContain('Editor’s translation');
    expect(known).toContain('4 February 2021');
    expect(known).toContain('Arabic');
    expect(known).toContain('Commitments: 15');
    expect(found.find((text) => text.startsWith('Nothing yet'))).toContain('no article yet');
  });

  test('count what the topic’s own page counts: what comes next too', async () => {
    const edition = editionOf(
      articleOf('France pledged to send two doctors, its minister said. The next summit will be held in Cairo in May.'),
    );
    expect(edition.briefing.points.map(({ section }) => section)).toEqual(['commitment', 'next']);
    const card = {
      entry: { id: 'a', title: edition.topic.title, private: undefined },
      newest: { edition, translation: null },
    };
    const page = elementsOf(String(await layout(topicsPage([card], 'en', false), 'en')));
    expect(textOf(only(page, (one) => hasClass(one, 'card')))).toContain('Commitments: 2');
  });

  test.each(INTERFACE_LANGUAGES)('lead to the topic and its newest edition, in %s', async (language) => {
    const page = await home(language);
    expect(dangersIn(page)).toEqual([]);
    const card = only(cards(page), (one) => textOf(one).includes('15') || textOf(one).includes('١٥'));
    const links = within(card).flatMap((one) => attribute(one, 'href') ?? []);
    expect(links[0]).toBe(`/topics/china-russia?language=${language}`);
    expect(links[1]).toMatch(new RegExp(`^/topics/china-russia/[0-9a-f]{16}\\?language=${language}$`, 'u'));
  });

  test('tell a newcomer how to connect a platform, where none is', async () => {
    const starts = async (starting: boolean) => (await home('en', starting)).filter((one) => hasClass(one, 'start'));
    expect(await starts(false)).toEqual([]);
    const [start] = await starts(true);
    const said = start ? textOf(start) : '';
    for (const name of ['readout setup', 'DISCORD_TOKEN', 'SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'readout serve'])
      expect(said).toContain(name);
    expect(said).not.toMatch(/[{}]/u);
  });

  test('say what a topic is where there is none', async () => {
    const page = elementsOf(String(await layout(topicsPage([], 'en', false), 'en')));
    expect(textOf(only(page, ({ tagName }) => tagName === 'main'))).toContain('There are no topics yet');
  });
});

describe('the frame', () => {
  const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });

  test.each([
    ['/?language=ar', {}, 'ar'],
    ['/', { 'accept-language': 'fr-CH, fr;q=0.9, en;q=0.8' }, 'fr'],
    ['/', { 'accept-language': 'de, ru;q=0.5, zh;q=0.7' }, 'zh'],
    ['/', { 'accept-language': 'fr;q=0, de' }, 'en'],
    ['/?language=xx', { 'accept-language': 'es' }, 'es'],
    ['/', { 'accept-language': ';;,,q=' }, 'en'],
    ['/', {}, 'en'],
  ])('%s of a browser that accepts %j is in %s', async (path, headers, language) => {
    const response = await get(path, headers);
    expect(response.headers.get('content-language')).toBe(language);
    expect(response.headers.get('vary')).toContain('Accept-Language');
    expect(await response.text()).toContain(`<html lang="${language}"`);
  });

  test('leads to the same page in each language, with the rest of its address', async () => {
    const page = elementsOf(await (await get('/search?words=a%26b%20%22c&language=en')).text());
    const links = page.filter((one) => attribute(one, 'hreflang') !== null);
    expect(links.map((one) => attribute(one, 'hreflang'))).toEqual([...INTERFACE_LANGUAGES]);
    for (const link of links) {
      const language = attribute(link, 'hreflang');
      expect(attribute(link, 'lang')).toBe(language);
      expect(attribute(link, 'href')).toBe(`/search?words=a%26b%20%22c&language=${language}`);
    }
  });

  test('has its headings in order, and one main part', async () => {
    for (const path of ['/', '/search?words=vaccines', '/topics/china-russia/2021-02-04.ar']) {
      const page = elementsOf(await (await get(path)).text());
      const levels = page.flatMap(({ tagName }) => /^h([1-6])$/u.exec(tagName)?.[1] ?? []).map(Number);
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      expect(levels.filter((level, i) => i > 0 && level > (levels[i - 1] ?? 0) + 1)).toEqual([]);
      only(page, ({ tagName }) => tagName === 'main');
    }
  });

  test('loads one style and one script, which may be kept for ever', async () => {
    const page = elementsOf(await (await get('/')).text());
    const style = only(page, (one) => attribute(one, 'rel') === 'stylesheet');
    const script = only(page, ({ tagName }) => tagName === 'script');
    const icon = only(page, (one) => attribute(one, 'rel') === 'icon');
    for (const [address, type] of [
      [attribute(style, 'href'), 'text/css'],
      [attribute(script, 'src'), 'text/javascript'],
      [attribute(icon, 'href'), 'image/svg+xml'],
    ] as const) {
      expect(address).toMatch(/^\/assets\/\w+\.[\w-]{12}\.\w+$/u);
      const response = await get(address ?? '');
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toContain(type);
      expect(response.headers.get('cache-control')).toContain('immutable');
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(100);
    }
    expect((await get('/assets/style.000000000000.css')).status).toBe(404);
    expect((await get('/assets/../app.ts')).status).toBe(404);
  });
});
