// Which words are lit, and which lines: by where they stand in the article and by how they are painted, not by what the
// page calls them.
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
let evidenceOf: ReadonlyMap<string, readonly Evidence[]>;
let surf: Surf;
let app: Awaited<ReturnType<typeof startApp>>;

const path = (language: string, hash = '') => `/topics/china-russia/2021-02-04.ar?language=${language}${hash}`;
/** What comes to be so, though not at once: the page scrolls. */
const SOON = { timeout: 30_000 };

/** A range of the article with its words. */
type Lit = { start: number; end: number; words: string };

/** What the browser paints in another colour than its surroundings in the article, as ranges of the article's text. */
const LIT_WORDS = `(() => {
  const host = document.querySelector('article');
  const nodes = document.createTreeWalker(host, NodeFilter.SHOW_TEXT);
  const found = [];
  let at = 0;
  while (nodes.nextNode()) {
    const { currentNode: node } = nodes;
    const [start, end] = [at, at + node.length];
    at = end;
    let painted = false;
    for (let one = node.parentElement; one !== host; one = one.parentElement)
      painted ||= getComputedStyle(one).backgroundColor !== 'rgba(0, 0, 0, 0)';
    if (!painted) continue;
    const last = found.at(-1);
    if (last?.end === start) Object.assign(last, { end, words: last.words + node.data });
    else found.push({ start, end, words: node.data });
  }
  return found;
})()`;
const litWords = (page: Page) => page.evaluate<Lit[]>(LIT_WORDS);

/** The lines that the browser paints on a ground of their own. */
const litLines = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll('.briefing [id]')]
    .filter((one) => evidenceLines.has(one.id) && getComputedStyle(one).backgroundColor !== 'rgba(0, 0, 0, 0)')
    .map((one) => one.id).sort()`);

/** What must be lit for these lines: the union of their evidence, and nothing else of the article. */
function wordsOf(lines: readonly string[]): Lit[] {
  const ranges = lines.flatMap((line) => evidenceOf.get(line) ?? []).toSorted((a, b) => a.start - b.start);
  const union: { start: number; end: number }[] = [];
  for (const { start, end } of ranges) {
    const last = union.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else union.push({ start, end });
  }
  return union.map(({ start, end }) => ({ start, end, words: edition.article.text.slice(start, end) }));
}

/** The lines that a range of the article proves. */
function linesAt(start: number, end: number): string[] {
  const proves = ([, evidence]: [string, readonly Evidence[]]) =>
    evidence.some((one) => one.start < end && one.end > start);
  return [...evidenceOf]
    .filter(proves)
    .map(([line]) => line)
    .toSorted();
}

/** Where the focus is: in the line of this id, or on this range of the article. */
const focused = (page: Page) =>
  page.evaluate<{ line: string | null; start: number; end: number } | null>(`(() => {
    const one = document.activeElement;
    const host = document.querySelector('article');
    if (!host.contains(one)) {
      const line = [...evidenceLines].find((id) => document.getElementById(id).contains(one));
      return line ? { line, start: 0, end: 0 } : null;
    }
    const range = new Range();
    range.setStart(host, 0);
    range.setEndBefore(one);
    const start = range.toString().length;
    return { line: null, start, end: start + one.textContent.length };
  })()`);

/** Whether the first of the painted words is seen: in the window, and in the article's own box. */
const seesWords = (page: Page) =>
  page.evaluate<boolean>(`(() => {
    const [first] = ${LIT_WORDS};
    const host = document.querySelector('article');
    if (!first) return false;
    const nodes = document.createTreeWalker(host, NodeFilter.SHOW_TEXT);
    let at = 0;
    while (nodes.nextNode() && at + nodes.currentNode.length <= first.start) at += nodes.currentNode.length;
    const range = new Range();
    range.setStart(nodes.currentNode, first.start - at);
    range.setEnd(nodes.currentNode, first.start - at + 1);
    const { top, bottom } = range.getBoundingClientRect();
    const pane = document.getElementById('article');
    const box = pane.getBoundingClientRect();
    const head = pane.firstElementChild.getBoundingClientRect();
    const isBeside = getComputedStyle(pane).overflowY === 'auto';
    return top >= Math.max(0, isBeside ? head.bottom : box.top) && bottom <= Math.min(innerHeight, box.bottom);
  })()`);

async function open(language: string, options: Parameters<Surf['visit']>[2], hash = '') {
  const visit = await surf.visit(app.base, path(language, hash), options);
  await visit.page.evaluate(`evidenceLines = new Set(${JSON.stringify([...evidenceOf.keys()])})`);
  return visit;
}

describe.skipIf(chromiumPath === null)(`what is lit, in a browser${whySkipped}`, () => {
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

  test('the text of the article is the text that offsets count in', async () => {
    const { page } = await open('en', DESK);
    expect(await page.evaluate("document.querySelector('article').textContent")).toBe(edition.article.text);
    for (const evidence of evidenceOf.values()) {
      for (const { start, end, quote } of evidence) expect(edition.article.text.slice(start, end)).toBe(quote);
    }
    expect(await litWords(page)).toEqual([]);
    expect(await litLines(page)).toEqual([]);
  });

  test.concurrent.for(['ar', 'en'])('by mouse: each line lights its evidence (%s)', async (language, { expect }) => {
    const { page, faults } = await open(language, DESK);
    for (const line of evidenceOf.keys()) {
      await page.locator(`[id="${line}"]`).hover();
      expect([line, await litLines(page), await litWords(page)]).toEqual([line, [line], wordsOf([line])]);
    }
    await page.mouse.move(2, 2);
    expect(await litWords(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  test.concurrent.for(['ar', 'en'])(
    'by mouse: each word lights the lines that it proves (%s)',
    async (language, { expect }) => {
      const { page, faults } = await open(language, DESK);
      // One place in each stretch of the article that proves the same, found by evidence alone.
      const edges = [...evidenceOf.values()].flat().flatMap(({ start, end }) => [start, end]);
      const starts = [...new Set(edges)].toSorted((a, b) => a - b);
      const { text } = edition.article;
      let tried = 0;
      for (const [i, start] of starts.entries()) {
        const lines = linesAt(start, start + 1);
        const words = text.slice(start, starts[i + 1] ?? text.length).split('\n', 1)[0] ?? '';
        if (lines.length === 0 || words.trim().length < 2) continue;
        const letter = start + words.search(/\S/u);
        await expect.poll(() => pointAt(page, letter).then(() => litLines(page)), SOON).toEqual(lines);
        expect(await litWords(page)).toEqual(wordsOf(lines));
        tried += 1;
      }
      expect(tried).toBeGreaterThan(40);
      expect(faults).toEqual([]);
    },
  );

  test.concurrent.for(['ar', 'en'])(
    'by keyboard: each stop lights what it belongs to (%s)',
    async (language, { expect }) => {
      const { page, faults } = await open(language, DESK);
      const [lines, proved] = [new Set<string>(), new Set<string>()];
      await page.locator('main').focus();
      for (let i = 0; i < 400; i++) {
        await page.keyboard.press('Tab');
        const at = await focused(page);
        if (at === null && proved.size > 0) break;
        if (at === null) continue;
        const lit = at.line === null ? linesAt(at.start, at.end) : [at.line];
        expect([at, await litLines(page), await litWords(page)]).toEqual([at, lit.toSorted(), wordsOf(lit)]);
        if (at.line === null) for (const one of lit) proved.add(one);
        else {
          lines.add(at.line);
          await expect.poll(() => seesWords(page), SOON).toBe(true);
        }
      }
      // Every line is reached from the keyboard, and so is something that proves it.
      expect([...lines].toSorted()).toEqual([...evidenceOf.keys()].toSorted());
      expect([...proved].toSorted()).toEqual([...evidenceOf.keys()].toSorted());
      expect(faults).toEqual([]);
    },
  );

  test.concurrent.for(['ar', 'en'])(
    'by touch: a tap on a line lights its evidence (%s)',
    async (language, { expect }) => {
      const { page, faults } = await open(language, PHONE);
      for (const line of evidenceOf.keys()) {
        const at = page.locator(`[id="${line}"]`);
        // Beside its links: those lead to the words.
        await at
          .locator('p, .said, .quiet')
          .first()
          .or(at)
          .first()
          .tap({ position: { x: 3, y: 3 } });
        const now = await litLines(page);
        if (now[0] !== line) await at.locator('a').first().tap();
        expect([line, await litLines(page), await litWords(page)]).toEqual([line, [line], wordsOf([line])]);
      }
      expect(faults).toEqual([]);
    },
  );

  test.concurrent.for(['headline', 'who-3', 'point-3', 'point-27'])(
    'the permalink of %s lights it',
    async (line, { expect }) => {
      for (const device of [DESK, PHONE]) {
        const { page } = await open('ar', device, `#${line}`);
        expect([await litLines(page), await litWords(page)]).toEqual([[line], wordsOf([line])]);
        await page.keyboard.press('Escape');
        expect(await litWords(page)).toEqual([]);
      }
    },
  );

  test('without the script, each line leads to where its words begin, and they are lit', async () => {
    const { page } = await open('en', { ...DESK, javaScriptEnabled: false });
    for (const [line, evidence] of evidenceOf) {
      await page.locator(`[id="${line}"] a[href^="#w"]`).click();
      const [first, ...others] = await litWords(page);
      expect([line, others]).toEqual([line, []]);
      expect(evidence.some(({ start, end }) => first?.start === start && first.end <= end)).toBe(true);
      expect(await seesWords(page)).toBe(true);
      const back = page.locator(`article a[href="#${line}"]`).first();
      if ((await back.count()) === 0) continue;
      await back.click();
      expect(await litLines(page)).toEqual([line]);
    }
  });

  test('whoever wants no motion gets none', async () => {
    for (const reducedMotion of ['reduce', 'no-preference'] as const) {
      const { page } = await open('en', { ...DESK, reducedMotion });
      await page.evaluate(`(() => {
        window.ways = [];
        for (const name of ['scrollBy', 'scrollIntoView', 'scrollTo']) {
          const own = Element.prototype[name];
          Element.prototype[name] = function (how) { ways.push(how.behavior); return own.call(this, how); };
        }
      })()`);
      await page.locator('#point-26').hover();
      await expect.poll(() => page.evaluate<string[]>('ways'), SOON).not.toEqual([]);
      const ways = [...new Set(await page.evaluate<string[]>('ways'))];
      expect(ways).toEqual([reducedMotion === 'reduce' ? 'auto' : 'smooth']);
      const slow = await page.evaluate<string[]>(
        "[...document.querySelectorAll('*')].filter((one) => getComputedStyle(one).transitionDuration !== '0s').map((one) => one.tagName)",
      );
      expect(slow.length > 0).toBe(reducedMotion === 'no-preference');
    }
  });
});

/** Puts the pointer on a letter of the article, after scrolling there as a reader would. */
async function pointAt(page: Page, offset: number): Promise<void> {
  const [x = 0, y = 0] = await page.evaluate<[number, number]>(`(() => {
    const host = document.querySelector('article');
    const nodes = document.createTreeWalker(host, NodeFilter.SHOW_TEXT);
    let at = 0;
    while (nodes.nextNode() && at + nodes.currentNode.length <= ${offset}) at += nodes.currentNode.length;
    nodes.currentNode.parentElement.scrollIntoView({ block: 'center' });
    const range = new Range();
    range.setStart(nodes.currentNode, ${offset} - at);
    range.setEnd(nodes.currentNode, ${offset} - at + 1);
    const { x, y, width, height } = range.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  })()`);
  await page.mouse.move(x + 1, y);
  await page.mouse.move(x, y);
}
