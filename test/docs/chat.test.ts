// Every command of a chat that the documentation shows is taken by its platform and answered without an error.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Schedule } from '../../src/core/schedule.ts';
import { openDiscord, openSlack } from '../platforms/chats.ts';
import { linesOf } from './follow.ts';
import { blocksOf, PAGES, proseOf, quotedIn } from './pages.ts';
import { typeIn } from './typed.ts';

/** The id by which the pages name a schedule. */
const EXAMPLE = 'k7m2p';

const typed = PAGES.flatMap((page) => [
  ...blocksOf(page).flatMap(({ at, marks, text }) =>
    marks.chat === undefined ? [] : linesOf(text).map((line) => ({ at, platform: marks.chat ?? '', line })),
  ),
  // In the text: Discord names what is given, Slack takes it in order.
  ...quotedIn(proseOf(page))
    .filter((quoted) => /^\/briefings? \w/.test(quoted))
    .map((line) => ({ at: page, platform: /\s\w+:\S/.test(line) ? 'discord' : 'slack', line })),
]);

let discord: Awaited<ReturnType<typeof openDiscord>>;
let slack: Awaited<ReturnType<typeof openSlack>>;

beforeAll(async () => {
  [discord, slack] = await Promise.all([openDiscord({ managed: true }), openSlack({ managed: true })]);
  const places = { discord: discord.peer.guild.id, slack: slack.peer.workspace.team };
  for (const chat of [discord, slack]) {
    const platform = chat === discord ? 'discord' : 'slack';
    const schedule: Schedule = {
      id: EXAMPLE,
      topic: 'china-russia',
      target: { platform, place: places[platform], channel: '1', to: 'channel' },
      when: '0 8 * * *',
      zone: 'UTC',
      language: 'en',
      form: { as: 'message', tags: [], crosspost: false, role: null },
      catchUp: 'latest',
      graceMinutes: 720,
      owner: null,
      source: 'chat',
      state: { type: 'active' },
      nextAt: chat.deck.clock.now() + 60_000,
      createdAt: 0,
    };
    await chat.deck.store.schedules.add(schedule);
  }
});
afterAll(async () => {
  await discord?.[Symbol.asyncDispose]();
  await slack?.[Symbol.asyncDispose]();
});

describe('is answered', () => {
  test.each(typed)('$at: $line', async ({ platform, line, at }) => {
    const chat = platform === 'discord' ? discord : slack;
    expect(['discord', 'slack'], at).toContain(platform);
    const before = chat.documents.length;
    await typeIn(platform === 'discord' ? discord.peer : slack.peer, line);
    const answers = chat.documents.slice(before);
    expect(answers, `${at}: nothing was answered`).toHaveLength(1);
    expect(answers[0]?.tone, `${at}: ${JSON.stringify(answers[0]?.sections)}`).not.toBe('error');
    expect(chat.faults()).toEqual([]);
  });

  test('and there are enough of them on both', () => {
    const on = (platform: string) => typed.filter((one) => one.platform === platform).length;
    expect(Math.min(on('discord'), on('slack'))).toBeGreaterThan(5);
  });
});
