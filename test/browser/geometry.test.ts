// Where things stand: which side reading begins at, in what order letters come, narrow windows, large letters, paper.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { chromiumPath, DESK, PHONE, pictureAt, type Surf, startBrowser, whySkipped } from './chromium.ts';
import { inTongue, openEstate } from './estate.ts';

// A machine that is busy takes its time over a browser, or over a hundred pages.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let surf: Surf;
let estate: Awaited<ReturnType<typeof openEstate>>;

const LANGUAGES = ['ar', 'en'] as const;
type Box = { left: number; right: number; top: number; bottom: number };

/** The boxes of all that a selector finds, in the order of the document. */
const boxes = (page: Page, selector: string) =>
  page.evaluate<Box[]>(
    `[...document.querySelectorAll(${JSON.stringify(selector)})].map((one) => one.getBoundingClientRect().toJSON())`,
  );
const box = async (page: Page, selector: string) => {
  const [first, ...others] = await boxes(page, selector);
  if (first === undefined || others.length > 0) throw new Error(`${others.length} others of ${selector}`);
  return first;
};

/** How far a box comes before another in the direction of reading. */
const before = (one: Box, other: Box, language: string) =>
  language === 'ar' ? one.left - other.right : other.left - one.right;

/** For each line of text in these elements: how far it begins from the side where it must, `from`. */
const starts = (page: Page, selector: string, from: 'left' | 'right') =>
  page.evaluate<number[]>(`[...document.querySelectorAll(${JSON.stringify(selector)})].flatMap((one) => {
    const range = new Range();
    range.selectNodeContents(one);
    const { left, right } = one.getBoundingClientRect();
    const { paddingLeft, paddingRight } = getComputedStyle(one);
    const lines = [];
    for (const rect of range.getClientRects()) {
      if (rect.width < 1) continue;
      const line = lines.find((other) => Math.abs(other.middle - (rect.top + rect.bottom) / 2) < rect.height / 2);
      if (!line) lines.push({ middle: (rect.top + rect.bottom) / 2, left: rect.left, right: rect.right });
      else Object.assign(line, { left: Math.min(line.left, rect.left), right: Math.max(line.right, rect.right) });
    }
    return lines.map((line) => ${from === 'left' ? 'line.left - left - parseFloat(paddingLeft)' : 'right - parseFloat(paddingRight) - line.right'});
  })`);

/** Runs of letters of one direction that do not stand in the order in which they are read. */
const disorder = (page: Page) =>
  page.evaluate<{ wrong: string[]; latin: number; arabic: number }>(`(() => {
    const count = { latin: 0, arabic: 0 };
    const wrong = [];
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = new Range();
    const at = (node, i) => (range.setStart(node, i), range.setEnd(node, i + 1), range.getBoundingClientRect());
    const look = (node, run, name, isInOrder) => {
      let last = null;
      for (let i = run.index; i < run.index + run[0].length; i++) {
        const rect = at(node, i);
        if (rect.width < 1 || rect.height < 4) continue;
        const middle = { x: (rect.left + rect.right) / 2, y: (rect.top + rect.bottom) / 2 };
        if (last && Math.abs(last.y - middle.y) < 2) {
          count[name] += 1;
          if (!isInOrder(last.x, middle.x)) return wrong.push(name + ': ' + run[0]);
        }
        last = middle;
      }
    };
    while (nodes.nextNode()) {
      const { currentNode: node } = nodes;
      if (!node.parentElement.checkVisibility()) continue;
      for (const run of node.data.matchAll(/[A-Za-z0-9]+(?:[ _.:/-]?[A-Za-z0-9]+)*/g)) look(node, run, 'latin', (a, b) => a < b);
      for (const run of node.data.matchAll(/[\\u0621-\\u063A\\u0641-\\u064A]+(?: [\\u0621-\\u063A\\u0641-\\u064A]+)*/g))
        look(node, run, 'arabic', (a, b) => a >= b);
    }
    return { wrong, ...count };
  })()`);

/** What is cut off or sticks out where the window is narrow. */
const lost = (page: Page) =>
  page.evaluate<string[]>(`(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const cut = [...document.body.querySelectorAll('*')].filter((one) => {
      const { overflowX, display, position } = getComputedStyle(one);
      const isHidden = one.matches('input, .visually-hidden, .skip, .control *') || one.closest('svg') || display === 'none';
      return !isHidden && /hidden|clip/.test(overflowX) && one.scrollWidth > one.clientWidth + 1;
    });
    return [...(scrollWidth > clientWidth ? ['the page is ' + scrollWidth + ' wide'] : []), ...cut.map((one) => one.outerHTML.slice(0, 160))];
  })()`);

describe.skipIf(chromiumPath === null)(`the layout, in a browser${whySkipped}`, () => {
  beforeAll(async () => {
    [surf, estate] = await Promise.all([startBrowser(), openEstate()]);
  });
  afterAll(async () => {
    await surf.close();
    await estate[Symbol.asyncDispose]();
  });
  const open = async (name: string, language: string, options = DESK) => {
    const { base, path } = estate.at(name);
    return (await surf.visit(base, inTongue(path, language), options)).page;
  };

  describe.each(LANGUAGES)('in %s', (language) => {
    const side = language === 'ar' ? 'right' : 'left';

    test('the frame, the briefing and the article stand in the order of reading', async () => {
      const page = await open('evidence', language);
      const order = ['.brand', '.places', '[role=search]', '.languages'];
      const frame = await Promise.all(order.map((one) => box(page, one)));
      for (const [i, one] of frame.slice(1).entries())
        expect(before(frame[i] as Box, one, language)).toBeGreaterThan(0);
      const [briefing, article] = [await box(page, '.briefing'), await box(page, '#article')];
      expect(before(briefing, article, language)).toBeGreaterThan(16);
      // All pages begin under the mark.
      expect(Math.abs((frame[0] as Box)[side] - briefing[side])).toBeLessThan(1);
      const [numbers, words] = [await boxes(page, '.point > .number'), await boxes(page, '.point > .said')];
      expect(numbers.length).toBe(27);
      const tools = await boxes(page, '.point > .tools');
      for (const [i, number] of numbers.entries()) {
        expect(before(number, words[i] as Box, language)).toBeGreaterThanOrEqual(0);
        expect(before(words[i] as Box, tools[i] as Box, language)).toBeGreaterThanOrEqual(0);
      }
    });

    test('lines of text begin where reading begins', async () => {
      const page = await open('evidence', language);
      for (const selector of ['.head', 'h2', 'h1', '.hint', `.said > p:not([lang])`]) {
        const found = await starts(page, `.briefing ${selector}`, side);
        expect(found.length).toBeGreaterThan(0);
        for (const one of found) expect(Math.abs(one)).toBeLessThan(3);
      }
    });

    test('lines of the Arabic article begin at the right, of the English one at the left', async () => {
      for (const [name, from] of [
        ['evidence', 'right'],
        ['evidence-long', 'left'],
      ] as const) {
        const found = await starts(await open(name, language), 'article p', from);
        expect(found.length).toBeGreaterThan(20);
        for (const one of found) expect(Math.abs(one)).toBeLessThan(3);
      }
    });

    test('time runs in the direction of reading, names before it', async () => {
      const page = await open('topic-many', language);
      const [names, plot] = [await boxes(page, 'svg.names'), await boxes(page, 'svg.plot')];
      expect(before(names[0] as Box, plot[0] as Box, language)).toBeGreaterThanOrEqual(-1);
      const heads = await boxes(page, 'figure:has(svg.names) svg.plot .column-head');
      const [first] = heads;
      const days = heads
        .filter(({ top }) => Math.abs(top - (first as Box).top) < 2)
        .map(({ left, right }) => (left + right) / 2);
      expect(days.length).toBe(12);
      expect(days).toEqual(days.toSorted((a, b) => (language === 'ar' ? b - a : a - b)));
      const [signs, numbers] = [await boxes(page, '.spot .sign'), await boxes(page, '.spot text')];
      expect(signs.length).toBeGreaterThan(30);
      for (const [i, sign] of signs.entries()) expect(before(sign, numbers[i] as Box, language)).toBeGreaterThan(-2);
      const [legend] = await boxes(page, '.legend');
      const [key] = await boxes(page, '.legend li');
      expect(Math.abs((legend as Box)[side] - (key as Box)[side])).toBeLessThan(1);
    });

    test.each(['evidence', 'evidence-earlier', 'topic-many', 'search', 'console-card', 'first-run'])(
      'letters and numbers of either direction stand in their order: %s',
      async (name) => {
        for (const device of [DESK, PHONE]) {
          const { wrong, latin, arabic } = await disorder(await open(name, language, device));
          expect(wrong).toEqual([]);
          expect(latin).toBeGreaterThan(10);
          if (language === 'ar') expect(arabic).toBeGreaterThan(50);
        }
      },
    );
  });

  test('disorder is seen', async () => {
    const page = await open('topics', 'ar');
    await page.evaluate("document.querySelector('h1').textContent = 'من \\u202Eabcdef\\u202C إلى'");
    expect((await disorder(page)).wrong).toEqual(['latin: abcdef']);
  });

  const WINDOWS = {
    'a window 320 wide': { viewport: { width: 320, height: 640 } },
    'twice the size': { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 },
  };
  describe.each(Object.entries(WINDOWS))('in %s', (_, device) => {
    test.each(LANGUAGES)('nothing is lost (%s)', async (language) => {
      const { page, go } = await surf.open(device);
      for (const { name, base, path, is } of estate.stops) {
        if (is === 401) continue;
        await go(base, inTongue(path, language));
        expect([name, await lost(page)]).toEqual([name, []]);
      }
    });
  });

  test('nothing is lost where letters are twice as large', async () => {
    const { page, go } = await surf.open(DESK);
    for (const { name, base, path, is } of estate.stops) {
      if (is === 401) continue;
      await go(base, inTongue(path, 'en'));
      await page.evaluate(
        "document.styleSheets[0].insertRule('html { font-size: 200% !important }', document.styleSheets[0].cssRules.length)",
      );
      expect([name, await lost(page)]).toEqual([name, []]);
    }
  });

  test.each(LANGUAGES)('on paper: what is to be read, and no controls (%s)', async (language) => {
    const { page, go } = await surf.open({ ...DESK, colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    for (const { name, base, path, is } of estate.stops) {
      if (is === 401) continue;
      await go(base, inTongue(path, language));
      const controls = await page.evaluate<
        string[]
      >(`[...document.querySelectorAll('button, .button, input, select, summary, nav, form, .tools, .back, .skip')]
        .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height > 1).map((one) => one.outerHTML.slice(0, 100))`);
      expect([name, controls]).toEqual([name, []]);
      const [ink, paper] = await page.evaluate<[string, string]>(
        'const { color, backgroundColor } = getComputedStyle(document.documentElement); [color, backgroundColor]',
      );
      expect([ink, paper]).toEqual(['rgb(17, 17, 17)', 'rgb(255, 255, 255)']);
      // Nor is anything large dark, whatever the screen has.
      const dark = await page.evaluate<string[]>(`[...document.querySelectorAll('body *')].filter((one) => {
        const { width, height } = one.getBoundingClientRect();
        const { backgroundColor, fill } = getComputedStyle(one);
        const colour = one.localName === 'rect' ? fill : backgroundColor;
        const [red, green, blue, alpha = 1] = colour.match(/[\\d.]+/g)?.map(Number) ?? [255, 255, 255];
        return width * height > 3000 && alpha > 0.1 && red + green + blue < 600;
      }).map((one) => one.outerHTML.slice(0, 100))`);
      expect([name, dark]).toEqual([name, []]);
      await page.screenshot({
        path: pictureAt(`${name}-${language}-paper`),
        fullPage: true,
        type: 'jpeg',
        quality: 80,
      });
    }
    await go(estate.at('evidence').base, inTongue(estate.at('evidence').path, language));
    const [briefing, article] = [await box(page, '.briefing'), await box(page, 'article')];
    // One under the other, and the whole of both.
    expect(article.top).toBeGreaterThan(briefing.bottom);
    const [height, all] = await page.evaluate<[number, number]>(
      "const { clientHeight, scrollHeight } = document.getElementById('article'); [clientHeight, scrollHeight]",
    );
    expect(all - height).toBeLessThan(2);
    for (const one of [...(await boxes(page, '.line')), ...(await boxes(page, 'article p'))]) {
      expect(one.bottom - one.top).toBeGreaterThan(10);
    }
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(20_000);
  });
});
