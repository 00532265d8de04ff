// Every page without a mouse: what can be done is reached, in the order in which it stands, and one sees where one is.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { chromiumPath, DESK, PHONE, type Surf, startBrowser, whySkipped } from './chromium.ts';
import { inTongue, openEstate } from './estate.ts';

// A machine that is busy takes its time over a browser, or over a hundred pages.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let surf: Surf;
let estate: Awaited<ReturnType<typeof openEstate>>;

/** All that Tab must reach, by its place among all elements: a group of radio buttons is one stop. */
const reachable = (page: Page) =>
  page.evaluate<number[]>(`(() => {
    window.all = [...document.querySelectorAll('*')];
    return all.flatMap((one, i) => {
      const isStop = one.matches('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]');
      const isOther = one.matches('[tabindex="-1"], [type=radio]:not(:checked)');
      return isStop && !isOther && one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) ? [i] : [];
    });
  })()`);

/** Where the focus is now: how it is shown, and whether anything lies over it. */
const stop = (page: Page) =>
  page.evaluate<{ at: number; what: string; ring: string; covered: boolean } | null>(`(() => {
    const one = document.activeElement;
    if (one === document.body || !one) return null;
    const rings = [one, one.parentElement].map((each) => {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(each);
      return outlineStyle === 'none' || parseFloat(outlineWidth) < 2 || /, 0\\)$/.test(outlineColor) ? '' : outlineWidth;
    });
    // A drawn link has gaps between its parts.
    const seen = [...one.getClientRects()].some((rect) => [0.2, 0.5, 0.8].some((part) => {
      const at = document.elementFromPoint(rect.left + part * rect.width, (rect.top + rect.bottom) / 2);
      return at && (one.contains(at) || at.contains(one));
    }));
    return { at: all.indexOf(one), what: one.outerHTML.slice(0, 120), ring: rings.find(Boolean) ?? '', covered: !seen };
  })()`);

describe.skipIf(chromiumPath === null)(`by keyboard alone, in a browser${whySkipped}`, () => {
  beforeAll(async () => {
    [surf, estate] = await Promise.all([startBrowser(), openEstate()]);
  });
  afterAll(async () => {
    await surf.close();
    await estate[Symbol.asyncDispose]();
  });

  test.concurrent.for([
    ['ar', DESK],
    ['en', DESK],
    ['en', PHONE],
  ] as const)('every stop is reached in order, seen, and not covered (%s)', async ([language, device], { expect }) => {
    const { page, go } = await surf.open(device);
    for (const { name, base, path, is } of estate.stops) {
      // The hostile page has the long one's parts, and ten thousand letters to scroll past.
      if (is === 401 || name === 'evidence-hostile') continue;
      await go(base, inTongue(path, language));
      const wanted = await reachable(page);
      const reached: number[] = [];
      for (let i = 0; i < wanted.length + 20; i++) {
        await page.keyboard.press('Tab');
        const now = await stop(page);
        // Past the last one, it begins again.
        if (now === null || now.at === reached[0]) break;
        reached.push(now.at);
        expect([name, now.what, now.ring, now.covered]).toEqual([name, now.what, expect.stringMatching(/px$/), false]);
      }
      expect([name, reached]).toEqual([name, reached.toSorted((a, b) => a - b)]);
      expect([name, wanted.filter((one) => !reached.includes(one))]).toEqual([name, []]);
    }
  });

  test.each(['topics', 'evidence', 'topic-many', 'console', 'not-found'])(
    'the first stop skips to what is read: %s',
    async (name) => {
      const { base, path } = estate.at(name);
      const { page } = await surf.visit(base, inTongue(path, 'en'), DESK);
      await page.keyboard.press('Tab');
      const skip = page.locator(':focus');
      expect(await skip.getAttribute('href')).toBe('#main');
      const { width = 0, height = 0 } = (await skip.boundingBox()) ?? {};
      expect(width).toBeGreaterThan(80);
      expect(height).toBeGreaterThan(24);
      await page.keyboard.press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('main');
      await page.keyboard.press('Tab');
      expect(await page.evaluate("document.querySelector('main').contains(document.activeElement)")).toBe(true);
    },
  );

  test('a language is chosen, and Escape closes the choice', async () => {
    const { base, path } = estate.at('evidence');
    const { page } = await surf.visit(base, `${inTongue(path, 'en')}#point-7`, DESK);
    await page.locator('.languages summary').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').getAttribute('lang')).toBe('ar');
    await page.keyboard.press('Escape');
    expect(await page.locator('.languages').getAttribute('open')).toBeNull();
    expect(await page.locator('summary:focus').count()).toBe(1);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await Promise.all([page.waitForURL(/language=ar#point-7$/), page.keyboard.press('Enter')]);
    expect(await page.evaluate('document.documentElement.dir')).toBe('rtl');
  });

  test('words are looked for, and a command is tried, with Enter', async () => {
    const { base } = estate.at('topics');
    const { page } = await surf.visit(base, '/?language=en', DESK);
    await page.locator('[role=search] input[type=search]').focus();
    await page.keyboard.type('vaccines');
    await Promise.all([page.waitForURL(/\/search\?words=vaccines&language=en$/), page.keyboard.press('Enter')]);
    await page.goto(`${base}/console?language=en`);
    await page.locator('#command').focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('/briefings list');
    await Promise.all([page.waitForURL(/command=%2Fbriefings\+list/), page.keyboard.press('Enter')]);
    expect(await page.locator('.console-discord').textContent()).toContain('The harbour accord');
  });
});
