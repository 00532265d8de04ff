// An article full of script, markup and disorder, under the true policy: people handle its page, and nothing of it comes alive.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { chromiumPath, DESK, PHONE, type Surf, startBrowser, whySkipped } from './chromium.ts';
import { inTongue, openEstate } from './estate.ts';
import { CANARY, NASTY_TEXT } from './nasty.ts';

// A machine that is busy takes its time over a browser, or over a hundred pages.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let surf: Surf;
let estate: Awaited<ReturnType<typeof openEstate>>;

/** What stands on the page that is none of ours: elements, attributes, addresses. */
const strange = (page: Page) =>
  page.evaluate<string[]>(`[...document.querySelectorAll('*')].flatMap((one) => {
    const own = one.localName === 'script' ? new URL(one.src || 'about:blank').pathname.startsWith('/assets/')
      : !/^(style|iframe|object|embed|video|audio|base|img|animate|foreignObject|marquee|frame|applet|template)$/i.test(one.localName)
        && !(one.localName === 'meta' && one.httpEquiv) && !(one.localName === 'form' && new URL(one.action).origin !== location.origin);
    const attributes = [...one.attributes].filter(({ name, value }) => /^(on|style$|srcdoc$|autofocus$|formaction$)/i.test(name)
      || (/^(href|src|action|xlink:href)$/i.test(name) && !/^(https?:\\/\\/|\\/(?!\\/)|#)/.test(value))
      || (name === 'href' && value.includes('evil.example')));
    return [...(own ? [] : [one.outerHTML.slice(0, 100)]), ...attributes.map(({ name, value }) => one.localName + ' ' + name + '=' + value)];
  })`);

describe.skipIf(chromiumPath === null)(`a hostile article, in a browser${whySkipped}`, () => {
  beforeAll(async () => {
    [surf, estate] = await Promise.all([startBrowser(), openEstate()]);
  });
  afterAll(async () => {
    await surf.close();
    await estate[Symbol.asyncDispose]();
  });

  const PLACES = {
    topics: '/',
    topic: '/topics/nasty',
    evidence: '/topics/nasty/2031-01-06.en',
    search: `/search?${new URLSearchParams({ words: '<script>window.readoutCanary=1</script> plan' })}`,
    'a find': '/search?words=rivers',
    card: `/console?${new URLSearchParams({ command: '/briefing nasty' })}`,
    'every point': `/console?${new URLSearchParams({ command: '/briefing nasty 1-20' })}`,
    'a hostile command': `/console?${new URLSearchParams({ command: `/briefing "><svg onload=window.${CANARY}=1> \u202E` })}`,
  };

  test.each(Object.entries(PLACES))('%s: nothing of it is an element, an attribute or an address', async (_, path) => {
    const { base } = estate.at('topics');
    for (const [language, device] of [
      ['en', DESK],
      ['ar', PHONE],
    ] as const) {
      const { page, faults } = await surf.visit(base, inTongue(path, language), device);
      expect(await strange(page)).toEqual([]);
      expect(await page.evaluate('document.title')).toMatch(/Readout$/);
      expect(await page.evaluate(`typeof window.${CANARY}`)).toBe('undefined');
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      expect(faults).toEqual([]);
      await page.context().close();
    }
  });

  test('its page is handled: pointed at, tabbed through, clicked', async () => {
    const { base, path } = estate.at('evidence-hostile');
    const { page, faults } = await surf.visit(base, inTongue(path, 'en'), DESK);
    const count = await page.locator('.line').count();
    expect(count).toBeGreaterThan(25);
    for (let i = 0; i < count; i++) {
      const link = page.locator('.line').nth(i).locator('.to-words');
      await link.focus();
      await page.keyboard.press('Enter');
    }
    await page.locator('article').click({ position: { x: 40, y: 10 } });
    expect(new URL(page.url()).origin).toBe(base);
    expect(await page.evaluate(`typeof window.${CANARY}`)).toBe('undefined');
    expect(faults).toEqual([]);
  });

  test('its text is there to the letter, and stays in its own place', async () => {
    const { base, path } = estate.at('evidence-hostile');
    for (const device of [DESK, PHONE]) {
      const { page } = await surf.visit(base, inTongue(path, 'en'), device);
      // HTML has no NUL.
      expect(await page.evaluate("document.querySelector('article').textContent")).toBe(
        NASTY_TEXT.replaceAll('\0', '\uFFFD'),
      );
      const [wide, room] = await page.evaluate<[number, number]>(
        "const { scrollWidth, clientWidth } = document.getElementById('article'); [scrollWidth, clientWidth]",
      );
      expect(wide).toBeLessThanOrEqual(room);
      // Neither an override nor an isolate that is left open turns anything round after it.
      const sides = await page.evaluate<string[]>(
        "[...document.querySelectorAll('article p')].filter((one) => /^[A-Z]/.test(one.textContent)).map((one) => getComputedStyle(one).direction)",
      );
      expect(new Set(sides)).toEqual(new Set(['ltr']));
      const named = await page.locator('.control').evaluateAll((all) => all.map((one) => one.getAttribute('data-c')));
      expect(named.join(' ')).toContain('U+202E');
      expect(named.join(' ')).toContain('U+0000');
    }
  });
});
