// Every page as people meet it: in two languages, on a phone and at a desk, in light and in dark.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  chromiumPath,
  DESK,
  goUnasked,
  PHONE,
  pictureAt,
  type Surf,
  startBrowser,
  type Visit,
  whySkipped,
} from './chromium.ts';
import { inTongue, openEstate, type Stop } from './estate.ts';
import { CANARY } from './nasty.ts';

// A machine that is busy takes its time over a browser, or over a hundred pages.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SIZES = { phone: PHONE, desk: DESK };
/** The rules that a change of colours may break. */
const COLOURS = ['color-contrast', 'link-in-text-block'];
const PAGES = [
  'topics',
  'first-run',
  'sign-in',
  'topic-one',
  'topic-many',
  'topic-hostile',
  'evidence',
  'evidence-long',
  'evidence-hostile',
  'evidence-earlier',
  'search',
  'search-none',
  'console',
  'console-card',
  'console-unknown',
  'console-managing',
  'not-found',
  'password',
  'too-many',
] as const;

let surf: Surf;
let estate: Awaited<ReturnType<typeof openEstate>>;

/** What axe finds wrong, by every rule of WCAG 2.2 AA and of good practice. */
async function violations(page: Page, rules: string[] | null): Promise<string[]> {
  const how = rules
    ? { runOnly: { type: 'rule', values: rules } }
    : { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
  const asked = JSON.stringify({ ...how, resultTypes: ['violations'] });
  return page.evaluate(`(async () => {
    if (!window.axe) { ${AXE} }
    const { violations } = await axe.run(document, ${asked});
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 200) + ' ' + failureSummary));
  })()`);
}

/** What sticks out of the window, and makes people scroll sideways. */
const overflow = (page: Page) =>
  page.evaluate<string[]>(`(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const out = [...document.body.querySelectorAll('*')].filter((one) => {
      const { left, right, width } = one.getBoundingClientRect();
      return width > 1 && (left < -1 || right > clientWidth + 1);
    });
    return ['the page is ' + scrollWidth + ' wide, of ' + clientWidth, ...out.slice(0, 5).map((one) => one.outerHTML.slice(0, 120))];
  })()`);

/** The browser tells of a status that is no success by itself: that of the page must be the one that is meant. */
function withoutStatus(faults: string[], { is = 200 }: Stop): string[] {
  const own = is === 200 ? -1 : faults.findIndex((one) => one.includes(`responded with a status of ${is} `));
  return faults.filter((_, i) => i !== own);
}

/** Looks at a page in light and in dark, and keeps a picture of each. Colours alone differ in the dark. */
async function look({ page, faults, go }: Visit, stop: Stop, language: string, size: string) {
  const path = inTongue(stop.path, language);
  const status = stop.is === 401 ? await goUnasked({ page, faults, go }, stop.base, path) : await go(stop.base, path);
  const found: Record<string, string[]> = {};
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const picture = pictureAt(`${stop.name}-${language}-${size}-${colorScheme}`);
    await page.screenshot({ path: picture, fullPage: true, type: 'jpeg', quality: 85 });
    found[colorScheme] = await violations(page, colorScheme === 'dark' ? COLOURS : null);
  }
  return {
    status,
    ...found,
    overflow: await overflow(page),
    faults: withoutStatus(faults, stop),
    canary: await page.evaluate(`typeof window.${CANARY}`),
  };
}

const sound = ({ is = 200 }: Stop) => ({
  status: is,
  light: [],
  dark: [],
  overflow: [],
  faults: [],
  canary: 'undefined',
});

describe.skipIf(chromiumPath === null)(`pages in a browser${whySkipped}`, () => {
  /** A window for each language and size, in which one page is opened after another. */
  const windows = new Map<string, Promise<Visit>>();
  const windowOf = (language: string, size: keyof typeof SIZES) => {
    const key = `${language} ${size}`;
    const opened = windows.get(key) ?? surf.open(SIZES[size]);
    windows.set(key, opened);
    return opened;
  };

  beforeAll(async () => {
    [surf, estate] = await Promise.all([startBrowser(), openEstate()]);
  });
  afterAll(async () => {
    await surf.close();
    await estate[Symbol.asyncDispose]();
  });

  test('those looked at are all there are', () => {
    expect(estate.stops.map(({ name }) => name).toSorted()).toEqual(PAGES.toSorted());
  });

  describe.each(PAGES)('%s', (name) => {
    const sizes = ['phone', 'desk'] as const;
    const all = sizes.flatMap((size) => ['ar', 'en'].map((language) => ({ size, language })));
    test.concurrent.each(all)('is sound on a $size in $language, light and dark', async ({ size, language }) => {
      const stop = estate.at(name);
      expect(await look(await windowOf(language, size), stop, language, size)).toEqual(sound(stop));
    });
  });

  describe.each(['evidence', 'topic-many', 'console'])('%s', (name) => {
    test.concurrent.each(['es', 'fr', 'ru', 'zh'])('is sound in %s', async (language) => {
      const stop = estate.at(name);
      expect(await look(await windowOf(language, 'phone'), stop, language, 'phone')).toEqual(sound(stop));
    });
  });

  test('what is not sound is seen', async () => {
    const visit = await surf.visit(estate.at('not-found').base, '/', DESK);
    const { page, faults } = visit;
    await page.evaluate(`(() => {
      const wide = document.createElement('div');
      wide.innerHTML = '<img src="data:,"><p>pale</p>';
      document.querySelector('main').append(wide);
      document.styleSheets[0].insertRule('main div { inline-size: 3000px; color: #ddd; background: #fff }');
    })()`);
    const seen = (await violations(page, null)).join('\n');
    expect(seen).toContain('image-alt');
    expect(seen).toContain('color-contrast');
    expect((await overflow(page))[0]).toMatch(/^the page is 3\d+ wide, of 1280$/);
    await page.evaluate(`(() => {
      document.querySelector('main').insertAdjacentHTML('beforeend', '<img src="https://evil.example/x.png" alt="">');
      document.querySelector('main').insertAdjacentHTML('beforeend', '<img src="x" alt="" onerror="window.${CANARY}=1">');
    })()`);
    await expect.poll(() => faults).toContain('policy: img-src https://evil.example/x.png');
    await expect.poll(() => faults).toContain('policy: script-src-attr inline');
    expect(faults).toContain('request: https://evil.example/x.png');
    expect(await page.evaluate(`typeof window.${CANARY}`)).toBe('undefined');
    await page.evaluate("setTimeout(() => { alert('hello'); missing() })");
    await expect.poll(() => faults).toContain('dialog: hello');
    await expect.poll(() => faults).toContain('missing is not defined');
  });
});
