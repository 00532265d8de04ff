import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { Evidence } from '../../src/core/briefing.ts';
import type { Edition } from '../../src/core/seams.ts';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../../src/core/topic.ts';
import { brief } from '../../src/engine/brief.ts';
import { evidenceView, linesOf } from '../../src/view/evidence.ts';
import { layout } from '../../src/web/layout.ts';
import { evidencePage } from '../../src/web/pages/evidence.ts';
import { chinaRussia, chinaRussiaText, chinaRussiaTopic } from '../view/china-russia.ts';
import {
  anyEdition,
  articleOf,
  editionOf,
  editionWith,
  HOSTILE_ARTICLE,
  HOSTILE_TITLE,
  LONG_ARTICLE,
} from './briefings.ts';
import { attribute, dangersIn, type Element, elementsOf, hasClass, only, textOf } from './parsed.ts';

// A machine that is busy takes its time over a browser, or over a hundred pages.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const chinaRussiaEdition = editionWith(
  chinaRussia,
  articleOf(chinaRussiaText, { id: '2021-02-04.ar', language: 'ar', publishedInferred: true }),
);

async function elements(edition: Edition, language: InterfaceLanguage = 'en'): Promise<Element[]> {
  return elementsOf(String(await layout(await evidencePage('any', edition, language), language)));
}

const bodyOf = (page: Element[]) => only(page, ({ tagName }) => tagName === 'article');
const titleOf = (page: Element[]) => page.find((one) => hasClass(one, 'title')) ?? null;

/** Where in the text of an element the words stand that prove each line, as offsets. */
function provenIn(element: Element | null): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>();
  if (element === null) return found;
  let at = 0;
  const walk = (node: Parameters<typeof textOf>[0], lines: string[]): void => {
    if ('tagName' in node) {
      const own = attribute(node, 'data-e')?.split(' ') ?? [];
      for (const child of node.childNodes) walk(child, [...lines, ...own]);
    } else {
      const end = at + textOf(node).length;
      for (const line of lines) for (let i = at; i < end; i++) found.set(line, (found.get(line) ?? new Set()).add(i));
      at = end;
    }
  };
  walk(element, []);
  return found;
}

const offsets = (evidence: readonly Evidence[], where: Evidence['in']) =>
  evidence.filter((one) => one.in === where).flatMap(({ start, end }) => range(start, end));
const range = (start: number, end: number) => Array.from({ length: end - start }, (_, i) => start + i);
const inOrder = (numbers: Iterable<number>) => [...new Set(numbers)].sort((a, b) => a - b);
/** HTML has no NUL. */
const shown = (text: string) => text.replaceAll('\0', '\uFFFD');

/** What must hold of every evidence page. */
function checkEvidence(page: Element[], edition: Edition, language: InterfaceLanguage): void {
  const { briefing, article, topic } = edition;
  expect(textOf(bodyOf(page))).toBe(shown(article.text));
  const title = titleOf(page);
  expect(title === null ? null : textOf(title)).toBe(article.title === null ? null : shown(article.title));

  const [inBody, inTitle] = [provenIn(bodyOf(page)), provenIn(title)];
  const lines = linesOf(evidenceView({ briefing, language, topic, translate: null, quotes: false }));
  for (const { anchor, evidence } of lines) {
    expect(inOrder(inBody.get(anchor) ?? [])).toEqual(inOrder(offsets(evidence, undefined)));
    expect(inOrder(inTitle.get(anchor) ?? [])).toEqual(inOrder(offsets(evidence, 'title')));
  }
  expect([...inBody.keys(), ...inTitle.keys()].filter((line) => !lines.some(({ anchor }) => anchor === line))).toEqual(
    [],
  );

  const ids = page.flatMap((one) => attribute(one, 'id') ?? []);
  expect(ids).toHaveLength(new Set(ids).size);
  const named = page.flatMap((one) => [
    ...(attribute(one, 'href')?.match(/^#.+/u) ?? []).map((href) => href.slice(1)),
    ...['aria-describedby', 'aria-labelledby'].flatMap((name) => attribute(one, name)?.split(' ') ?? []),
  ]);
  expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  expect(dangersIn(page)).toEqual([]);
}

describe('the evidence page', () => {
  test('holds, for any briefing of any article', async () => {
    await fc.assert(
      fc.asyncProperty(anyEdition, fc.constantFrom(...INTERFACE_LANGUAGES), async (edition, language) => {
        checkEvidence(await elements(edition, language), edition, language);
      }),
      { numRuns: 150 },
    );
  });

  test.each(INTERFACE_LANGUAGES)('holds for the first topic, read in %s', async (language) => {
    const edition = { ...chinaRussiaEdition, topic: chinaRussiaTopic };
    const page = await elements(edition, language);
    checkEvidence(page, edition, language);
    const html = only(page, ({ tagName }) => tagName === 'html');
    expect([attribute(html, 'lang'), attribute(html, 'dir')]).toEqual([language, language === 'ar' ? 'rtl' : 'ltr']);
    expect([attribute(bodyOf(page), 'lang'), attribute(bodyOf(page), 'dir')]).toEqual(['ar', 'rtl']);
  });

  test('a line leads to the words of its content, and those back to a line that they prove', async () => {
    const page = await elements(chinaRussiaEdition);
    const byId = new Map(page.map((one) => [attribute(one, 'id'), one]));
    const links = page.filter((one) => hasClass(one, 'to-words'));
    expect(links.length).toBeGreaterThan(25);
    const line = byId.get('point-16');
    const link = only(links, (one) => attribute(one, 'aria-label')?.endsWith('Point 16') ?? false);
    const words = byId.get(attribute(link, 'href')?.slice(1) ?? '');
    expect(line && words && textOf(words)).toBe(chinaRussia.points[15]?.evidence[0]?.quote);
    expect(words && attribute(words, 'data-e')?.split(' ')).toContain('point-16');
    expect(words && attribute(words, 'href')).toBe('#point-16');
  });

  test('says of an edition whose article has changed since that it has, and where it says what now', async () => {
    const note = (page: Element[]) => page.filter((one) => hasClass(one, 'warn'));
    expect(note(await elements(chinaRussiaEdition))).toEqual([]);
    const [old] = note(await elements({ ...chinaRussiaEdition, current: false }));
    expect(old && textOf(old)).toContain('has changed');
    const link = old?.childNodes.find((node) => 'tagName' in node && node.tagName === 'a');
    expect(link && 'attrs' in link && attribute(link, 'href')).toBe('/topics/any/2021-02-04.ar?language=en');
  });

  test('marks an editor’s translation and a gloss as what they are', async () => {
    const [content] = chinaRussia.points[0]?.evidence ?? [];
    const translation = {
      article: '2021-02-04.ar',
      language: 'en' as const,
      renderings: [{ start: content?.start ?? 0, end: content?.end ?? 0, text: 'Non-interference is a basic norm' }],
    };
    const page = await elements({ ...chinaRussiaEdition, translation: async () => translation });
    const said = (id: string) => {
      const line = only(page, (one) => attribute(one, 'id') === id);
      return textOf(line).replace(/\s+/gu, ' ');
    };
    expect(said('point-1')).toContain('Non-interference is a basic norm Editor’s translation');
    expect(said('point-2')).toContain('Gloss');
    expect(said('point-2')).toContain('تعهد الطرفان');
  });

  test('links to the very words at the source where the article has an address', async () => {
    const article = articleOf('China pledged to open its markets, the minister said on Monday.', {
      url: 'https://news.example/story',
    });
    const page = await elements(editionOf(article));
    const hrefs = page.filter((one) => hasClass(one, 'to-source')).map((one) => attribute(one, 'href'));
    expect(hrefs).toContainEqual(expect.stringMatching(/^https:\/\/news\.example\/story#:~:text=China/u));
  });
});

describe('a hostile article', () => {
  const article = articleOf(HOSTILE_ARTICLE, { title: HOSTILE_TITLE, url: 'javascript:alert(1)' });

  test('never becomes markup', async () => {
    const edition = editionOf(article);
    const page = await elements(edition);
    checkEvidence(page, edition, 'en');
    expect(edition.briefing.points.length).toBeGreaterThan(2);
    expect(page.filter(({ tagName }) => ['script', 'img', 'style'].includes(tagName))).toHaveLength(1);
  });

  test('shows its control characters by name, and lays none of them out', async () => {
    const page = await elements(editionOf(article));
    const controls = page.filter((one) => hasClass(one, 'control')).map((one) => attribute(one, 'data-c'));
    for (const name of ['U+202E', 'U+2066', 'U+0007', 'U+E0041 U+E0042']) expect(controls).toContain(name);
  });
});

describe('a long briefing', () => {
  test('says where each of its points stands', async () => {
    const article = articleOf(LONG_ARTICLE);
    const edition = editionWith(brief(article, null), article);
    expect(edition.briefing.points.length).toBeGreaterThanOrEqual(60);
    checkEvidence(await elements(edition), edition, 'en');
  });

  test('is small on the wire: under 50 KB with all its evidence', async () => {
    const article = articleOf(LONG_ARTICLE, { url: 'https://news.example/story' });
    const edition = editionWith(brief(article, null), article);
    for (const language of INTERFACE_LANGUAGES) {
      const page = String(await layout(await evidencePage('any', edition, language), language));
      expect(gzipSync(page).length).toBeLessThan(50 * 1024);
    }
  });
});
