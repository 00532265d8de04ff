// The console through the page: what people type, what they see of it, and what they may not.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Library } from '../../src/core/seams.ts';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../../src/core/topic.ts';
import { drawAnswer as drawDiscord } from '../../src/discord/draw.ts';
import { brief } from '../../src/engine/brief.ts';
import { rehearseWith } from '../../src/flows/rehearse.ts';
import { parseCommand } from '../../src/slack/commands.ts';
import { drawAnswer as drawSlack } from '../../src/slack/draw.ts';
import { openLibrary } from '../../src/sources/library.ts';
import { onlyTopics } from '../../src/sources/visible.ts';
import { pagesOf } from '../../src/view/addresses.ts';
import { webApp } from '../../src/web/app.ts';
import { leadsOf, strangeIn, wordsOf } from '../drawn.ts';
import { titled, writeTopic } from '../topics.ts';
import { PLAIN } from './sites.ts';

const folder = mkdtempSync(join(tmpdir(), 'readout-'));
const open = mkdtempSync(join(tmpdir(), 'readout-'));
const logged: string[] = [];
const log = (level: string, message: string) => void logged.push(`${level} ${message}`);
const all = openLibrary(folder, async (article, context) => brief(article, context));
const pages = pagesOf({ publicUrl: 'https://readout.example', password: null });
const draw = { discord: drawDiscord, slack: drawSlack };
const rehearse = rehearseWith({ log, pages, parse: parseCommand, draw });
const appOf = (library: Library) => webApp({ ...PLAIN, library, language: 'en', log, rehearse });
const app = appOf(all);

beforeAll(() => {
  for (const place of [folder, open])
    cpSync('briefings/china-russia', join(place, 'china-russia'), { recursive: true });
  writeTopic(folder, 'china-secrets', `private: true\n${titled('Sealed file')}`, {
    '2021-03-01.en.txt': 'Russia will supply vaccines to Freedonia, Foreign Minister Lavrov said.\n',
  });
});
afterAll(() => {
  for (const place of [folder, open]) rmSync(place, { recursive: true });
});

/** What stands on the page: the drawn messages of each platform (null: none), what is said instead, the field. */
async function tried(command: string | null, rest: Record<string, string> = {}, of: Hono = app) {
  const query = new URLSearchParams({ ...(command === null ? {} : { command }), ...rest });
  const response = await of.request(`/console?${query}`);
  const html = await response.text();
  const chat = (stage: string) =>
    new RegExp(`<section class="console-stage console-${stage}"[^>]*><h2[^>]*>[^<]*</h2>(.*?)</section>`, 'su').exec(
      html,
    )?.[1] ?? null;
  const note = /<p class="console-note"[^>]*>(.*?)<\/p>/su.exec(html)?.[1] ?? null;
  const field = /<input id="command"[^>]* value="([^"]*)"/u.exec(html)?.[1] ?? '';
  const examples = /<section class="console-examples".*?<\/section>/su.exec(html)?.[0] ?? '';
  expect(response.status).toBe(200);
  return {
    html,
    discord: chat('discord'),
    slack: chat('slack'),
    note: note && wordsOf(note),
    field: wordsOf(field),
    examples,
  };
}

describe('a command', () => {
  test.each([
    ['the card', '/briefing china-russia', /Key commitments.*Evidence/su],
    ['a point', '/briefing china-russia 9', /Point 9/u],
    ['a range', '/briefing china-russia 3-5', /Points/u],
    ['a section', '/briefing china-russia who', /Sergei Lavrov — foreign minister/u],
    ['a section in another language', '/briefing china-russia التعهدات', /Key commitments/u],
    ['a question', '/briefing china-russia what did Lavrov say about vaccines?', /23 · Russia · is ready/u],
    ['what is not said', '/briefing china-russia price of wheat?', /The article does not say/u],
    ['another language', '/briefing china-russia language:ru', /Ключевые обязательства/u],
    ['the list', '/briefings list', /china-russia — China and Russia/u],
    ['the list, by the command alone', '/briefings', /china-russia — China and Russia/u],
    ['a search', '/briefings search vaccines', /China and Russia · .?china-russia/u],
    ['a search for nothing', '/briefings search wheat', /Nothing found for/u],
    ['no such topic', '/briefing china-rusia', /There is no topic .*Nearest: china-russia/u],
    ['no such point', '/briefing china-russia 99', /There is no point 99; .*1 to 27/u],
    ['marks of direction before it, and capitals', '\u200F /Briefing china-russia 9', /Point 9/u],
  ])('%s: both platforms show it, and nothing but what is ours', async (_, command, sees) => {
    const { discord, slack, note, field } = await tried(command);
    for (const drawing of [discord, slack]) {
      expect(wordsOf(drawing ?? '')).toMatch(sees);
      expect(strangeIn(drawing ?? '')).toEqual([]);
    }
    expect(note).toBeNull();
    expect(field).toBe(command);
  });

  test('is answered for the asker alone, unless it is shared', async () => {
    expect((await tried('/briefing china-russia 3')).discord).toContain('Only you can see this');
    expect((await tried('/briefing china-russia 3 --share')).html).not.toContain('Only you can see this');
  });

  test('links to the page, and its controls to the next command', async () => {
    const { discord, slack } = await tried('/briefing china-russia 3');
    for (const drawing of [discord, slack]) {
      const leads = leadsOf(drawing ?? '');
      expect(leads).toContainEqual(
        expect.stringMatching(/^https:\/\/readout\.example\/topics\/china-russia\/.*#point-3$/u),
      );
      expect(leads).toEqual(expect.arrayContaining(['/briefing china-russia 2', '/briefing china-russia 4']));
    }
  });

  test.each(['discord', 'slack'])('leads on and on: every control of the card on %s is answered', async (stage) => {
    const card = await tried('/briefing china-russia');
    const leads = leadsOf((stage === 'discord' ? card.discord : card.slack) ?? '').filter((one) => one.startsWith('/'));
    expect(leads.length).toBeGreaterThan(30);
    for (const command of leads) {
      const { discord, note } = await tried(command);
      expect(note, command).toBeNull();
      expect(discord, command).toContain('chat-briefing');
    }
  });
});

describe('what is not done here', () => {
  test.each([
    '/briefings schedule china-russia "weekdays at 8" zone=Asia/Riyadh',
    '/briefings pause k3x9',
    '/briefings resume k3x9',
    '/briefings remove k3x9',
    '/briefings status',
    '/briefings preview china-russia',
    '/briefings language ar',
    '/briefings إيقاف k3x9',
  ])('%s', async (command) => {
    const { discord, slack, note } = await tried(command);
    expect([discord, slack]).toEqual([null, null]);
    expect(note).toMatch(/nothing was changed/u);
    expect(note).toContain(command.split(' ')[1]);
  });

  test.each(['hello', '/help', 'briefing china-russia', '/'])(
    '%s is no command, and which there are is said',
    async (command) => {
      const { discord, note } = await tried(command);
      expect(discord).toBeNull();
      expect(note).toBe(
        `There is no command ${command.split(' ')[0]}. Commands begin with /briefing and /briefings; the examples show how they go on.`,
      );
    },
  );

  test('nothing is sent but a GET is answered', async () => {
    expect((await app.request('/console', { method: 'POST' })).status).toBe(404);
  });
});

describe('words from elsewhere', () => {
  const HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
  test.each([
    HOSTILE,
    `/briefing ${HOSTILE}`,
    `/briefing china-russia ${HOSTILE}`,
    `/briefings search ${HOSTILE}`,
    `/briefings pause${HOSTILE}`,
  ])('%s stays text', async (command) => {
    const { html, field } = await tried(command, { on: HOSTILE, language: HOSTILE });
    expect(html).not.toMatch(/<script>|<img|onerror=alert\(1\)>/u);
    expect(field).toBe(command);
  });

  test('half a character and thousands of them are taken as they come', async () => {
    const { field } = await tried(`/briefing china-russia ${'word '.repeat(2_000)}`);
    expect(field).toHaveLength(500);
    expect((await app.request('/console?command=%ED%A0%80')).status).toBe(200);
    expect((await tried(`/briefing ${'\u202E'}\u0000x`)).html).not.toContain('\u202Ex');
  });
});

describe('examples', () => {
  test.each(INTERFACE_LANGUAGES)('in %s are answered, each of them', async (language) => {
    const { examples, html } = await tried(null, { language });
    expect(html).toContain(`<html lang="${language}"`);
    const commands = leadsOf(examples);
    expect(commands).toHaveLength(6);
    for (const command of commands) {
      const { discord, slack } = await tried(command, { language });
      for (const drawing of [discord, slack]) expect(drawing, command).not.toMatch(/chat-error|chat-notice/u);
      expect(discord, command).toContain('chat-briefing');
    }
  });

  test('one is shown to begin with', async () => {
    const { discord, field } = await tried(null);
    expect(field).toBe('/briefing china-russia 3');
    expect(wordsOf(discord ?? '')).toContain('Point 3');
  });

  test('without a topic there is still something to see', async () => {
    const none = appOf(onlyTopics(all, () => false));
    const { field, slack } = await tried(null, {}, none);
    expect(field).toBe('/briefings list');
    expect(wordsOf(slack ?? '')).toContain('There are no topics yet');
  });
});

describe('what a reader may not see', () => {
  const shut = appOf(onlyTopics(all, (topic) => topic.private !== true));
  const without = appOf(openLibrary(open, async (article, context) => brief(article, context)));
  const COMMANDS = [
    '/briefings list',
    '/briefings search Freedonia',
    '/briefings search vaccines',
    '/briefing china-secrets',
    '/briefing china-secrets 1',
    '/briefing china-secret',
    '/briefing secrets',
    '/briefing china',
    '/briefing',
    '',
  ];

  test.each(COMMANDS)('"%s": the page is the same as where there is no such topic', async (command) => {
    const { html } = await tried(command, {}, shut);
    expect(html).not.toMatch(/Sealed file|supply vaccines/u);
    expect(html).toBe((await tried(command, {}, without)).html);
  });

  test('to one who may, it is as any other', async () => {
    expect((await tried('/briefings list')).discord).toContain('Sealed file');
    expect((await tried('/briefings search Freedonia')).slack).toContain('Sealed file');
  });
});

test('the language of the page is kept, and the platform in front', async () => {
  const language: InterfaceLanguage = 'ar';
  const { html, slack } = await tried('/briefing china-russia 3', { language, on: 'slack' });
  expect(html).toContain('class="console-tab-slack" checked');
  expect(html).toContain('dir="rtl"');
  expect(slack).toContain('language=ar&amp;on=slack');
  expect(html).toMatch(/<a href="\/console\?command=[^"]*&amp;on=slack&amp;language=fr"/u);
});

test('nothing of all this was an error', () => {
  expect(logged).toEqual([]);
});
