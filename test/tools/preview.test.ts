// The preview must not hide a fault of the renderers: what it draws is what the platforms would.
import { expect, test } from 'vitest';
import { bold, inert as discordInert, italic, masked } from '../../src/discord/text.ts';
import { inert as slackInert } from '../../src/slack/text.ts';
import { textHtml } from '../../tools/preview/discord.ts';
import { mrkdwnHtml } from '../../tools/preview/slack.ts';

const HOSTILE = '<b>*not* _bold_</b> & [no](https://a.example)';

test('Discord: blocks, inline markup, escapes undone', () => {
  const link = masked({ label: 'Source [1]', url: 'https://a.example/?b&c' });
  const html = textHtml(`## Title\n-# small\n> ${italic('quoted')}\n- ${bold('who')} · ${link}`);
  expect(html).toContain('<h4 dir="auto">Title</h4><small dir="auto">small</small>');
  expect(html).toContain('<blockquote dir="auto"><i>quoted</i></blockquote>');
  expect(html).toContain('<li dir="auto"><b>who</b> · <a href="https://a.example/?b&amp;c">Source [1]</a></li>');
  expect(textHtml(discordInert(HOSTILE))).toContain(
    '>&lt;b&gt;*not* _bold_&lt;/b&gt; &amp; [no](https://a.example)</p>',
  );
});

test('Slack: quotations, inline markup, entities undone', () => {
  const html = mrkdwnHtml('*Who* _(Gloss)_\n> quoted\n<https://a.example/?b&amp;c|Source>');
  expect(html).toContain('<b>Who</b> <i>(Gloss)</i><br><blockquote>quoted</blockquote>');
  expect(html).toContain('<a href="https://a.example/?b&amp;c">Source</a>');
  expect(mrkdwnHtml(slackInert(HOSTILE))).not.toMatch(/<[bi]>|<a /);
  expect(mrkdwnHtml(slackInert('a & <b>'))).toContain('a &amp; &lt;b&gt;');
});
