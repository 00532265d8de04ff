// A walk through the page of a real `readout serve`.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { chromiumPath, DESK, type Surf, startBrowser, whySkipped } from './chromium.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const PROGRAM = join(import.meta.dirname, '../../tools/node/program.js');
const BRIEFINGS = join(import.meta.dirname, '../../briefings');

describe.skipIf(chromiumPath === null)(`readout serve, in a browser${whySkipped}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'readout-served-'));
  let surf: Surf;
  let serve: ChildProcess;
  let base = '';

  beforeAll(async () => {
    serve = spawn(process.execPath, [PROGRAM, 'serve'], {
      cwd: folder,
      env: { PATH: process.env.PATH, READOUT_WEB: '127.0.0.1:0', READOUT_DATA: folder, READOUT_BRIEFINGS: BRIEFINGS },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    [surf, base] = await Promise.all([startBrowser(), addressOf(serve)]);
  });
  afterAll(async () => {
    await surf.close();
    serve.kill('SIGTERM');
    const [status] = serve.exitCode === null ? await once(serve, 'exit') : [serve.exitCode];
    rmSync(folder, { recursive: true });
    expect(status).toBe(0);
  });

  test.each(['ar', 'en'])(
    'from the topics to the words that prove a point, by what stands on the pages (%s)',
    async (language) => {
      const { page, faults } = await surf.visit(base, `/?language=${language}`, DESK);
      await page.locator('.start').waitFor();
      await page.locator('.topics h2 a').click();
      await page.waitForURL(/\/topics\/china-russia\?/);
      await page.locator('.spot').first().click();
      await page.waitForURL(/#point-\d+$/);
      const point = new URL(page.url()).hash;
      expect(await page.evaluate('document.documentElement.lang')).toBe(language);
      await expect.poll(() => page.locator('article [data-lit]').count()).toBeGreaterThan(0);
      await page.locator(`${point} .to-words`).click();
      await page.locator('.places a[href^="/console"]').click();
      await page.locator('.console-examples a').first().click();
      await page.locator('.console-discord .chat-card').first().waitFor();
      await page.locator('.languages summary').click();
      const other = language === 'ar' ? 'en' : 'ar';
      await page.locator(`.languages a[lang=${other}]`).click();
      await page.waitForURL(new RegExp(`language=${other}`));
      expect(await page.locator('#command').inputValue()).toBe('/briefing china-russia');
      expect(faults).toEqual([]);
    },
  );
});

/** The address that the log tells of. */
async function addressOf(serve: ChildProcess): Promise<string> {
  const said: string[] = [];
  for await (const line of createInterface({ input: (serve.stderr ?? serve.stdout) as NodeJS.ReadableStream })) {
    said.push(line);
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (address !== undefined) {
      serve.stderr?.resume();
      serve.stdout?.resume();
      return address;
    }
  }
  throw new Error(`serve told no address: ${said.join('\n')}`);
}
