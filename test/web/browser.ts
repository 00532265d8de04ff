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
import { PLAIN } from './sites.ts';

const PLACES = [process.env.READOUT_CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'];

/** Where Chromium is; null where the machine has none, and then tests that need it are skipped. */
export const chromiumPath: string | null = PLACES.find((path) => path !== undefined && existsSync(path)) ?? null;

/** Added to the name of what is skipped without a browser. */
export const whySkipped = chromiumPath === null ? ' (skipped: no Chromium; READOUT_CHROMIUM names one)' : '';

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

/** A page of a browser, with what went wrong on it: errors, and requests to where they must not go. */
export type Visit = { page: Page; faults: string[] };

export type Surf = {
  visit: (base: string, path: string, options: BrowserContextOptions) => Promise<Visit>;
  close: () => Promise<void>;
};

/** Starts the browser, with a profile of its own that goes with it. */
export async function startBrowser(): Promise<Surf> {
  if (chromiumPath === null) throw new Error('no Chromium');
  const browser = await chromium.launch({ executablePath: chromiumPath, args: FLAGS });
  const contexts: BrowserContext[] = [];
  return {
    visit: async (base, path, options) => {
      const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
      contexts.push(context);
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) faults.push(message.text());
      });
      page.on('request', (request) => {
        if (!request.url().startsWith(base) && !request.url().startsWith('data:')) faults.push(request.url());
      });
      await page.goto(base + path);
      return { page, faults };
    },
    close: async () => {
      await Promise.all(contexts.map((context) => context.close()));
      await browser.close();
    },
  };
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
