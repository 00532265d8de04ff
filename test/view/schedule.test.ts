import { expect, test } from 'vitest';
import { render as renderForDiscord } from '../../src/discord/render.ts';
import { render as renderForSlack } from '../../src/slack/render.ts';
import { renderMarkdown } from '../../src/view/markdown.ts';
import { line, listed, pageOf, set } from '../../src/view/schedule.ts';

test('what runs against a sentence, or has no letter to tell which way it runs, is set apart', () => {
  expect(set('0 8 * * 1', 'ar')).toBe('\u20680 8 * * 1\u2069');
  expect(set('Asia/Riyadh', 'ar')).toBe('\u2068Asia/Riyadh\u2069');
  expect(set('كل يوم', 'ar')).toBe('كل يوم');
  expect(set('كل يوم', 'en')).toBe('\u2068كل يوم\u2069');
  expect(set('a\u202Eb\n', 'en')).toBe('ab');
  expect(listed(['s1', 's2'], 'ar')).toBe('\u2068s1\u2069، \u2068s2\u2069');
});

const shown = (of: 'channel' | 'role', id: string) =>
  pageOf(
    null,
    [{ id: 'x', heading: null, folded: false, blocks: [line('Where', 'words <#1> <!channel>', 'en', { of, id })] }],
    'en',
  );

test.each([
  ['channel', '123', '<#123>', 'C1NEWS', '<#C1NEWS>'],
  ['role', '123', '<@&123>', 'S1DESK', '<!subteam^S1DESK>'],
] as const)(
  'a %s is shown as each platform shows it, and words are not',
  (of, discordId, inDiscord, slackId, inSlack) => {
    const discord = JSON.stringify(renderForDiscord(shown(of, discordId), { topic: null, language: 'en' }));
    expect(discord).toContain(`${inDiscord} — words \\\\<\\\\#1\\\\>`);
    const slack = JSON.stringify(renderForSlack(shown(of, slackId), { topic: null, language: 'en' }));
    expect(slack).toContain(`${inSlack} — words &lt;#1&gt; &lt;!channel&gt;`);
    expect(renderMarkdown(shown(of, slackId))).toContain(slackId);
  },
);

test.each(['1> <@&2', '<!everyone>', 'general', ''])('the id %j is none, and nothing', (id) => {
  const discord = JSON.stringify(renderForDiscord(shown('channel', id), { topic: null, language: 'en' }));
  expect(discord).not.toMatch(/[^\\]<[#@]/);
  const slack = JSON.stringify(renderForSlack(shown('role', id), { topic: null, language: 'en' }));
  expect(slack).not.toMatch(/<!|<#/);
});
