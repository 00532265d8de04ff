import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { withFewColours } from './png.ts';

/** What browsers of this kind are called where they are installed. */
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Which card of the preview's page becomes which picture. */
const PICTURES = [
  { file: 'card-discord.png', card: '#china-russia-card-en .chat-discord' },
  { file: 'card-slack.png', card: '#china-russia-card-ar .chat-slack' },
];
/** CSS pixels. A card goes on below its picture, which ends between two lines. */
const WIDTH = 680;
const TALLEST = 940;

/** Takes pictures of cards on the preview's page, at twice the size; gives their paths, or why there are none. */
export async function takePictures(page: string, folder: string): Promise<string[]> {
  const browserPath = installed();
  if (browserPath === null) return [`no pictures: none of ${BROWSERS.join(', ')} is installed`];
  // Root may not have the sandbox; the page is our own.
  const sandbox = process.getuid?.() !== 0;
  const browser = await chromium.launch({ executablePath: browserPath, args: FLAGS, chromiumSandbox: sandbox });
  try {
    // Alone in its row, a card is as wide as the picture.
    const opened = await browser.newPage({ viewport: { width: WIDTH, height: 900 }, deviceScaleFactor: 2 });
    await opened.goto(pathToFileURL(page).href);
    await opened.addStyleTag({ content: '.pair { display: block } .chat-notification { display: none }' });
    const paths: string[] = [];
    for (const { file, card } of PICTURES) paths.push(await takePicture(opened, card, join(folder, file)));
    return paths;
  } finally {
    await browser.close();
  }
}

async function takePicture(page: Page, card: string, path: string): Promise<string> {
  const box = await page
    .locator(card)
    .first()
    .evaluate((chat, tallest) => {
      const { x, y, width, height } = chat.getBoundingClientRect();
      if (height <= tallest) return { x, y, width, height };
      // Between two points: where a line is empty.
      const gaps = [...chat.querySelectorAll('hr, p:empty, br')].filter(
        (gap) => gap.tagName !== 'BR' || gap.previousSibling?.nodeName === 'BR',
      );
      const ends = gaps.map((gap) => gap.getBoundingClientRect().bottom - y);
      return { x, y, width, height: Math.max(...ends.filter((end) => end <= tallest)) };
    }, TALLEST);
  const picture = withFewColours(await page.screenshot({ clip: box, fullPage: true }));
  writeFileSync(path, picture);
  return `${path} (${Math.ceil(picture.length / 1000)} kB)`;
}

function installed(): string | null {
  const paths = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => BROWSERS.map((name) => join(folder, name)));
  return paths.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
