// A real browser before the page: Chromium, where the machine has one, and an app at a port of its own.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Library } from '../../src/core/seams.ts';
import { brief } from '../../src/engine/brief.ts';
import { openLibrary } from '../../src/sources/library.ts';
import { webApp } from '../../src/web/app.ts';
import { PLAIN } from '../web/sites.ts';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** A path of Chromium, or `required`: then there must be one. */
const { READOUT_CHROMIUM: wanted = '', READOUT_ARTEFACTS: artefacts = 'test-artefacts' } = process.env;

/** Where Chromium is; null where the machine has none, and then tests that need it are skipped. */
export const chromiumPath: string | null = findChromium();

/** Added to the name of what is skipped without a browser. */
export const whySkipped = chromiumPath === null ? ' (skipped: no Chromium; READOUT_CHROMIUM names one)' : '';

function findChromium(): string | null {
  const given = wanted !== '' && wanted !== 'required';
  const found = (given ? [wanted] : PLACES).find((path) => existsSync(path)) ?? null;
  if (found === null && wanted !== '') {
    throw new Error(
      `READOUT_CHROMIUM is ${wanted}, and there is no Chromium ${given ? 'there' : `at ${PLACES.join(', ')}`}`,
    );
  }
  return found;
}

/** Where a picture of a page is kept for people to look at: in READOUT_ARTEFACTS, or test-artefacts/. */
export function pictureAt(name: string): string {
  return join(artefacts, 'pages', `${name}.jpg`);
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A phone and a desk; each test names what else it needs. */
export const DESK: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };
export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/**
 * A page of a browser. `faults`: what went wrong on it: errors, dialogs, what the policy of the page kept from happening,
 * and requests to where they must not go. `go`: opens an address, and gives its status.
 */
export type Visit = { page: Page; faults: string[]; go: (base: string, path: string) => Promise<number> };

export type Surf = {
  /** An empty page of its own, as on a machine that was never here. */
  open: (options: BrowserContextOptions) => Promise<Visit>;
  visit: (base: string, path: string, options: BrowserContextOptions) => Promise<Visit>;
  close: () => Promise<void>;
};

/** Starts the browser, with a profile of its own that goes with it. */
export async function startBrowser(): Promise<Surf> {
  if (chromiumPath === null) throw new Error('no Chromium');
  const browser = await chromium.launch({ executablePath: chromiumPath, args: FLAGS });
  const contexts: BrowserContext[] = [];
  const open = async (options: BrowserContextOptions): Promise<Visit> => {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    contexts.push(context);
    const page = await context.newPage();
    // A machine that is busy takes its time over a picture of a long page.
    page.setDefaultTimeout(100_000);
    const faults: string[] = [];
    let home = '';
    watch(page, faults, () => home);
    // The browser tells of what the policy forbids, to whoever listens before anything else of the page is there.
    await page.addInitScript(
      "addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))",
    );
    const go = async (base: string, path: string): Promise<number> => {
      home = base;
      faults.length = 0;
      return (await page.goto(base + path))?.status() ?? 0;
    };
    return { page, faults, go };
  };
  return {
    open,
    visit: async (base, path, options) => {
      const visit = await open(options);
      await visit.go(base, path);
      return visit;
    },
    close: async () => {
      await Promise.all(contexts.map((context) => context.close()));
      await browser.close();
    },
  };
}

/** Notes what goes wrong on a page. `home`: where all that it loads must come from. */
function watch(page: Page, faults: string[], home: () => string): void {
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(message.text());
  });
  page.on('request', (request) => {
    const url = request.url();
    if (new URL(url).origin !== home() && !url.startsWith('data:')) faults.push(`request: ${url}`);
  });
  page.on('requestfailed', (request) => faults.push(`failed: ${request.url()}`));
  page.on('popup', (popup) => faults.push(`popup: ${popup.url()}`));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
}

/** Opens an address behind a password as somebody sees it who gives none: the browser alone would show no page at all. */
export async function goUnasked({ page, go }: Visit, base: string, path: string): Promise<number> {
  await page.route(base + path, async (route) => {
    const response = await route.fetch();
    const { 'www-authenticate': _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  const status = await go(base, path);
  await page.unroute(base + path);
  return status;
}

/** A library of a folder of briefings, briefed as they are read. */
export function libraryOf(folder: string): Library {
  return openLibrary(folder, async (article, context) => brief(article, context));
}

/** Serves the page of a library on a port that is free. */
export async function startApp(
  library: Library,
): Promise<{ base: string; logged: string[]; close: () => Promise<void> }> {
  const logged: string[] = [];
  const app = webApp({ ...PLAIN, library, language: 'en', log: (_level, message) => void logged.push(message) });
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) =>
      resolve({
        base: `http://127.0.0.1:${port}`,
        logged,
        close: () => new Promise((done) => server.close(() => done())),
      }),
    );
  });
}

/** A folder for one test file's topics. */
export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'readout-'));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
