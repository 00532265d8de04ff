// A drawing must not hide a fault of the renderer: what it shows is what Discord would. Nor may an article become HTML.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INTERFACE_LANGUAGES } from '../../src/core/topic.ts';
import { draw, textMarkup } from '../../src/discord/draw.ts';
import { ACCENTS, render } from '../../src/discord/render.ts';
import { bold, inert, italic, masked } from '../../src/discord/text.ts';
import { show, showMessage, type View } from '../../src/view/show.ts';
import { leadsOf, lettersOf, scene, strangeIn, wordsOf } from '../drawn.ts';
import { anyBriefing, anyPage } from '../view/any-briefing.ts';
import { chinaRussia, chinaRussiaTopic } from '../view/china-russia.ts';
import { textsOf } from './shown.ts';

const extras = { topic: chinaRussiaTopic, translate: null };
const context = { topic: 'china-russia', language: 'en' } as const;
const style = readFileSync('src/web/style.css', 'utf8');
const drawn = (view: View, language: 'en' | 'ar' = 'en', about = '') =>
  draw(render(show(chinaRussia, view, language, extras), { ...context, language, about }), scene).html;

const HOSTILE = '<b>*not* _bold_</b> & [no](https://a.example)';

describe('a text', () => {
  test('has its blocks and its inline markup, and its escapes are undone', () => {
    const link = masked({ label: 'Source [1]', url: 'https://a.example/?b&c' });
    const { html } = textMarkup(`## Title\n-# small\n> ${italic('quoted')}\n- ${bold('who')} · ${link}`);
    expect(html).toContain('<p class="chat-title" dir="auto">Title</p><p class="chat-small" dir="auto">small</p>');
    expect(html).toContain('<p class="chat-quote" dir="auto"><i>quoted</i></p>');
    expect(html).toContain(
      '<p class="chat-item" dir="auto"><b>who</b> · <a class="chat-link" href="https://a.example/?b&amp;c">Source [1]</a></p>',
    );
    expect(textMarkup(inert(HOSTILE)).html).toContain(
      '>&lt;b&gt;*not* _bold_&lt;/b&gt; &amp; [no](https://a.example)</p>',
    );
  });

  test('links only to the web', () => {
    const { html } = textMarkup('[a](<javascript:alert(1)>) [b](<data:text/html,x>) [c](<https://c.example/"x>)');
    expect(leadsOf(html)).toEqual(['https://c.example/%22x']);
    expect(wordsOf(html)).toBe('a b c');
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
        for (const text of messages.flatMap(textsOf))
          expect(letters).toContain(lettersOf(text.replace(/\]\(<[^>]*>\)/gu, ']')));
        for (const [, label = ''] of JSON.stringify(messages).matchAll(/"(?:label|placeholder)":("(?:[^"\\]|\\.)*")/gu))
          expect(letters).toContain(lettersOf(JSON.parse(label)));
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
    expect(html).toContain('language=en&amp;on=discord');
  });

  test('have their question be written where commands are typed', () => {
    expect(drawn({ show: 'card' })).toMatch(
      /<a class="chat-button chat-main" dir="auto" href="\/console\?command=%2Fbriefing\+china-russia\+&amp;language=en&amp;on=discord#command">Ask<\/a>/u,
    );
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

describe('looks', () => {
  test.each(['briefing', 'notice', 'error'] as const)('the bar of a %s has its colour, by a class', (tone) => {
    const document = { ...showMessage('notice', 'Words', 'en'), tone };
    expect(draw(render(document, context), scene).html).toContain(`class="chat-card chat-${tone}"`);
    const colour = `#${ACCENTS[tone].toString(16).padStart(6, '0')}`;
    expect(style).toMatch(new RegExp(`\\.chat-${tone} \\{\\s*border-left-color: ${colour};`, 'u'));
  });

  test('that an answer is for its asker alone is told where it is so', () => {
    const messages = render(showMessage('notice', 'Words', 'en'), context);
    expect(wordsOf(draw(messages, scene).html)).toMatch(/Only you can see this$/u);
    const shared = { ...scene, words: { ...scene.words, onlyYou: null } };
    expect(wordsOf(draw(messages, shared).html)).toMatch(/Words$/u);
  });
});
