// A drawing must not hide a fault of the renderer: what it shows is what Slack would. Nor may an article become HTML.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INTERFACE_LANGUAGES } from '../../src/core/topic.ts';
import { draw, textMarkup } from '../../src/slack/draw.ts';
import { render, type SlackMessage } from '../../src/slack/render.ts';
import { escapeEntities, inert } from '../../src/slack/text.ts';
import { show, showMessage, type View } from '../../src/view/show.ts';
import { leadsOf, lettersOf, scene, strangeIn, wordsOf } from '../drawn.ts';
import { anyBriefing, anyPage } from '../view/any-briefing.ts';
import { chinaRussia, chinaRussiaTopic } from '../view/china-russia.ts';

const extras = { topic: chinaRussiaTopic, translate: null };
const context = { topic: 'china-russia', language: 'en' } as const;
const drawn = (view: View, language: 'en' | 'ar' = 'en', about = '') =>
  draw(render(show(chinaRussia, view, language, extras), { ...context, language, about }), scene).html;

const HOSTILE = '<b>*not* _bold_</b> & [no](https://a.example)';

/** All that people read of messages, entities undone, addresses left out. */
function textsIn(messages: readonly SlackMessage[]): string[] {
  const texts = [...JSON.stringify(messages).matchAll(/"text":("(?:[^"\\]|\\.)*")/gu)].map(([, text = '']) =>
    JSON.parse(text),
  );
  return texts.map((text: string) =>
    text
      .replace(/<https?:[^|>]*\|/gu, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&'),
  );
}

describe('a text', () => {
  test('has its quotations and its inline markup, and its entities are undone', () => {
    const { html } = textMarkup('*Who* _(Gloss)_\n> quoted\n<https://a.example/?b&amp;c|Source>');
    expect(html).toContain('<b>Who</b> <i>(Gloss)</i><br><span class="chat-quote">quoted</span>');
    expect(html).toContain('<a class="chat-link" href="https://a.example/?b&amp;c">Source</a>');
    expect(textMarkup(inert(HOSTILE)).html).not.toMatch(/<[bi]>|<a /);
    expect(textMarkup(inert('a & <b>')).html).toContain('a &amp; &lt;b&gt;');
    expect(wordsOf(textMarkup(escapeEntities('&lt;')).html)).toBe('&lt;');
  });

  test('links only to the web', () => {
    const { html } = textMarkup('<javascript:alert(1)|a> <https://c.example/"x|c>');
    expect(leadsOf(html)).toEqual(['https://c.example/%22x']);
    expect(strangeIn(html)).toEqual([]);
  });
});

test('whatever the article says: no element and no attribute but ours, and every word is there', () => {
  const anyView = fc.constantFrom<View>(
    { show: 'card' },
    { show: 'point', number: 1 },
    { show: 'section', section: 'who' },
    { show: 'answer', question: '</p><script>alert(1)</script>" onclick="x', answer: { type: 'not-said' } },
  );
  fc.assert(
    fc.property(
      anyBriefing,
      anyView,
      fc.constantFrom(...INTERFACE_LANGUAGES),
      anyPage,
      (briefing, view, language, page) => {
        const messages = render(show(briefing, view, language, { ...extras, page }), { topic: 'a"><b', language });
        const { html } = draw(messages, scene);
        expect(strangeIn(html)).toEqual([]);
        const letters = lettersOf(wordsOf(html));
        for (const text of textsIn(messages)) expect(letters).toContain(lettersOf(text));
      },
    ),
    { numRuns: 500 },
  );
}, 60_000);

describe('controls', () => {
  test('lead to the commands that they stand for', () => {
    const leads = leadsOf(drawn({ show: 'card' }));
    expect(leads).toContain('/briefing china-russia positions');
    expect(leads).toContain('/briefing china-russia 16');
    expect(leads).toContain('/briefing china-russia language:fr');
    expect(leads).toContain('/briefing china-russia');
    expect(leads).toContain('/briefing china-russia ');
    expect(leadsOf(drawn({ show: 'point', number: 2 }))).toEqual([
      '/briefing china-russia 1',
      '/briefing china-russia 3',
    ]);
  });

  test('go on in the language of the answer; the page keeps its own', () => {
    const html = drawn({ show: 'point', number: 2 }, 'ar');
    expect(leadsOf(html)).toEqual(['/briefing china-russia 1 language:ar', '/briefing china-russia 3 language:ar']);
    expect(html).toContain('language=en&amp;on=slack');
  });

  test('a list of languages has the one in use chosen, and shows the same in another', () => {
    const html = drawn({ show: 'card' }, 'en', '3');
    expect(html).toContain('<option value="/briefing china-russia 3" selected>English</option>');
    expect(html).toContain('<option value="/briefing china-russia 3 language:zh">中文</option>');
  });

  test('do nothing on a picture, and nothing to a schedule', () => {
    const card = render(show(chinaRussia, { show: 'card' }, 'en', extras), context);
    const picture = draw(card, { ...scene, console: null }).html;
    expect(picture).not.toMatch(/<form|href/u);
    expect(wordsOf(picture)).toContain('Positions');
    const act = { type: 'act', id: 'pause', label: 'Pause', act: 'pause', schedule: 'k3x9', weight: 'danger' } as const;
    const notice = render({ ...showMessage('notice', 'Words', 'en'), controls: [act] }, context);
    expect(draw(notice, scene).html).toContain('<span class="chat-button chat-danger" dir="auto">Pause</span>');
  });
});

test('the notification stands first, then that an answer is for its asker alone, where it is', () => {
  const messages = render(showMessage('notice', 'Words', 'en'), context);
  expect(wordsOf(draw(messages, scene).html)).toMatch(/^Notification WordsOnly you can see thisRReadout APPWords/u);
  const shared = { ...scene, words: { ...scene.words, onlyYou: null } };
  expect(wordsOf(draw(messages, shared).html)).toMatch(/^Notification WordsRReadout APPWords/u);
});
