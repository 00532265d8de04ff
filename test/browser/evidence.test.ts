import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Evidence } from '../../src/core/briefing.ts';
import type { Edition } from '../../src/core/seams.ts';
import { evidenceView, linesOf } from '../../src/view/evidence.ts';
import { chromiumPath, DESK, libraryOf, PHONE, type Surf, startApp, startBrowser, whySkipped } from './chromium.ts';

// A machine that is busy takes its time over a browser, or over a hundred pages.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const library = libraryOf('briefings');
let edition: Edition;
let evidenceOf: Map<string, readonly Evidence[]>;
let surf: Surf;
let app: Awaited<ReturnType<typeof startApp>>;

/** What comes to be so, though not at once: the page scrolls. */
const eventually = <Value>(read: () => Promise<Value>) => expect.poll(read, { timeout: 30_000 });

const path = (language: string, hash = '') => `/topics/china-russia/2021-02-04.ar?language=${language}${hash}`;

/** What must be lit when these lines are: their words in the article, each once, in the order of the text. */
function wordsOf(lines: readonly string[]): string {
  const at = new Set(
    lines.flatMap((line) => (evidenceOf.get(line) ?? []).flatMap(({ start, end }) => range(start, end))),
  );
  return range(0, edition.article.text.length)
    .filter((i) => at.has(i))
    .map((i) => edition.article.text[i])
    .join('');
}
const range = (start: number, end: number) => Array.from({ length: end - start }, (_, i) => start + i);

const litWords = (page: Page) =>
  page.locator('article [data-lit]').evaluateAll((all) => all.map((one) => one.textContent).join(''));
const litLines = (page: Page) => page.locator('.line[data-lit]').evaluateAll((all) => all.map(({ id }) => id));
const scrolled = (page: Page) =>
  page.evaluate<{ page: number; article: number }>(
    '({ page: scrollY, article: document.querySelector(".pane").scrollTop })',
  );

/** Whether the first of the words that are lit can be seen, in the window and in the article's own frame. */
const seesWords = (page: Page) =>
  page.evaluate<boolean>(`(() => {
    const words = document.querySelector('article [data-lit]')?.getClientRects()[0];
    const frame = document.querySelector('.pane').getBoundingClientRect();
    return !!words && words.top >= Math.max(0, frame.top) && words.bottom <= Math.min(innerHeight, frame.bottom);
  })()`);

/** Whether any of these elements is in the window from top to bottom. */
const sees = (page: Page, selector: string) =>
  page.evaluate<boolean>(`[...document.querySelectorAll('${selector}')].some((one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  })`);

describe.skipIf(chromiumPath === null)(`in a browser${whySkipped}`, () => {
  beforeAll(async () => {
    edition = await library.open('china-russia');
    const { briefing, topic } = edition;
    const view = evidenceView({ briefing, language: 'en', topic, translate: null, quotes: false });
    evidenceOf = new Map(linesOf(view).map(({ anchor, evidence }) => [anchor, evidence]));
    [surf, app] = await Promise.all([startBrowser(), startApp(library)]);
  });
  afterAll(async () => {
    await surf.close();
    await app.close();
  });

  test.each(['ar', 'en'])('every line lights its own words, to the letter (%s)', async (language) => {
    const { page, faults } = await surf.visit(app.base, path(language), DESK);
    expect(await page.locator('article').evaluate((one) => one.textContent)).toBe(edition.article.text);
    const lines = await page.locator('.line').evaluateAll((all) => all.map(({ id }) => id));
    expect(lines.length).toBeGreaterThan(35);
    for (const line of lines) {
      await page.locator(`[id="${line}"]`).hover();
      expect([line, await litLines(page)]).toEqual([line, [line]]);
      expect(await litWords(page)).toBe(wordsOf([line]));
    }
    await page.mouse.move(2, 2);
    expect(await litWords(page)).toBe('');
    expect(faults).toEqual([]);
  });

  test('pointing at a line scrolls the article and not the page', async () => {
    const { page } = await surf.visit(app.base, path('en', '#point-23'), DESK);
    await eventually(() => seesWords(page)).toBe(true);
    const before = await scrolled(page);
    await page.locator('#point-24').hover();
    await eventually(() => seesWords(page)).toBe(true);
    await page.locator('#point-27').hover();
    await eventually(() => seesWords(page)).toBe(true);
    const after = await scrolled(page);
    expect(after.page).toBe(before.page);
    expect(after.article).toBeGreaterThan(before.article);
  });

  test.each(['ar', 'en'])(
    'pointing at words lights the lines that they prove, and shows one (%s)',
    async (language) => {
      const { page } = await surf.visit(app.base, path(language), DESK);
      for (const id of ['w-2', 'w-9', 'w-40']) {
        const words = page.locator(`[id="${id}"]`);
        const lines = (await words.getAttribute('data-e'))?.split(' ') ?? [];
        await words.hover();
        await eventually(() => litLines(page).then((ids) => ids.toSorted())).toEqual(lines.toSorted());
        expect(await litWords(page)).toBe(wordsOf(lines));
        await eventually(() => sees(page, '.line[data-lit]')).toBe(true);
      }
    },
  );

  test('by keyboard: a line, its words, and back', async () => {
    const { page } = await surf.visit(app.base, path('en'), DESK);
    await page.locator('#point-1 .number').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    expect(await litWords(page)).toBe(wordsOf(['point-1']));
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await litLines(page)).toEqual(['point-6']);
    expect(await litWords(page)).toBe(wordsOf(['point-6']));
    await page.keyboard.press('k');
    expect(await litLines(page)).toEqual(['point-2']);

    await page.keyboard.press('Enter');
    const words = page.locator('article :focus');
    const proved = (await words.getAttribute('data-e'))?.split(' ') ?? [];
    expect(proved).toContain('point-2');
    expect(await litLines(page).then((ids) => ids.toSorted())).toEqual(proved.toSorted());
    await eventually(() => seesWords(page)).toBe(true);
    expect(new URL(page.url()).hash).toBe('#point-2');

    await page.keyboard.press('Escape');
    expect(await page.locator('#point-2 .to-words:focus').count()).toBe(1);
    expect(await litWords(page)).toBe(wordsOf(['point-2']));

    await page.locator('article a[data-e]').nth(4).focus();
    await page.keyboard.press('Enter');
    const lead = await page.locator('article a[data-e]').nth(4).getAttribute('href');
    expect(await page.evaluate('document.activeElement.closest(".line")?.id')).toBe(lead?.slice(1));
  });

  test.each(['ar', 'en'])('on a phone: a tap goes to the words, and back (%s)', async (language) => {
    const { page, faults } = await surf.visit(app.base, path(language), PHONE);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    const line = page.locator('#point-23');
    await line.locator('.head').tap();
    expect(await litLines(page)).toEqual(['point-23']);
    expect(await litWords(page)).toBe(wordsOf(['point-23']));
    await line.locator('.to-words').tap();
    await eventually(() => seesWords(page)).toBe(true);
    expect(await litWords(page)).toBe(wordsOf(['point-23']));
    await page.locator('.back').tap();
    await eventually(() => sees(page, '#point-23')).toBe(true);
    expect(await page.locator('.back').isVisible()).toBe(false);
    expect(faults).toEqual([]);
  });

  test.each([DESK, PHONE])('a permalink lights its point', async (device) => {
    const { page } = await surf.visit(app.base, path('en', '#point-7'), device);
    expect(await litLines(page)).toEqual(['point-7']);
    expect(await litWords(page)).toBe(wordsOf(['point-7']));
    await page.locator('#point-9 .number').click();
    await eventually(() => litWords(page)).toBe(wordsOf(['point-9']));
    expect(new URL(page.url()).hash).toBe('#point-9');
  });

  test('without the script, links lead from a line to its words and back', async () => {
    const { page } = await surf.visit(app.base, path('en'), { ...DESK, javaScriptEnabled: false });
    await page.locator('#point-23 .to-words').click();
    const words = page.locator('article :target');
    expect(await words.textContent()).toBe(
      'بلاده مستعدة لتعزيز التعاون مع الصين بشأن بحث وتطوير وإنتاج اللقاحات، وكذلك الوقاية والسيطرة، للقضاء على تأثير الجائحة على التعاون العملي',
    );
    await words.click();
    expect(new URL(page.url()).hash).toBe('#point-23');
  });
});
