import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Briefing } from '../../src/core/briefing.ts';
import type { Document, PointBlock } from '../../src/core/document.ts';
import { INTERFACE_LANGUAGES } from '../../src/core/topic.ts';
import { SECTIONS } from '../../src/languages/interface.ts';
import { faultsOf } from '../../src/slack/limits.ts';
import { render, type SlackMessage } from '../../src/slack/render.ts';
import { show, showMessage, type View } from '../../src/view/show.ts';
import { anyBriefing, anyPage, markOf } from '../view/any-briefing.ts';
import { chinaRussia, chinaRussiaTopic } from '../view/china-russia.ts';

const extras = { topic: chinaRussiaTopic, translate: null };

function card(language: 'en' | 'ar'): SlackMessage[] {
  return render(show(chinaRussia, { show: 'card' }, language, extras), { topic: 'china-russia', language });
}

function point(number: number, text: string): PointBlock {
  const wording = { made: 'interface', text, language: 'en', direction: 'ltr', mark: null } as const;
  return {
    type: 'point',
    number,
    who: 'China',
    kind: 'intends',
    details: ['with: Russia'],
    check: null,
    wordings: [wording],
    link: { label: 'Source', url: 'https://news.example/a?b=c&d=e' },
  };
}

function listOf(points: PointBlock[]): Document {
  const said = { made: 'interface', text: 'Title', language: 'en', direction: 'ltr', mark: null } as const;
  return {
    tone: 'briefing',
    language: 'en',
    direction: 'ltr',
    title: [said],
    sections: [{ id: 'points', heading: 'Points', folded: false, blocks: points }],
    controls: [{ type: 'button', id: 'positions', label: 'Positions', about: 'positions' }],
    footer: ['Engine: offline 1'],
    links: [],
  };
}

/** All mrkdwn of messages. */
function textsOf(messages: SlackMessage[]): string[] {
  return messages.flatMap(({ blocks }) =>
    blocks.flatMap((block) =>
      block.type === 'section'
        ? (block.text?.text ?? '')
        : block.type === 'context'
          ? block.elements.flatMap((element) => (element.type === 'mrkdwn' ? element.text : []))
          : [],
    ),
  );
}

test.each(['en', 'ar'] as const)('the card in %s', async (language) => {
  const messages = card(language);
  expect(messages.flatMap(faultsOf)).toEqual([]);
  // Block literals show the lines as people see them.
  await expect(stringify(messages, { lineWidth: 0, blockQuote: 'literal' })).toMatchFileSnapshot(
    `card.${language}.yaml`,
  );
});

test('a message is its text', () => {
  const [message, ...others] = render(showMessage('error', 'No topic <b>. Nearest: *x*', 'en'), {
    topic: null,
    language: 'en',
  });
  expect(others).toEqual([]);
  expect(message).toEqual({
    text: 'No topic &lt;b&gt;. Nearest: ∗x∗',
    blocks: [
      {
        type: 'section',
        expand: true,
        text: { type: 'mrkdwn', text: 'No topic &lt;b&gt;. Nearest: ∗x∗', verbatim: true },
      },
    ],
    unfurl_links: false,
    unfurl_media: false,
  });
});

test('a long list is parted between points, under its heading again, and the controls stand on the last', () => {
  const points = Array.from({ length: 60 }, (_, i) => point(i + 1, `begin${i + 1} ${'word '.repeat(100)}end${i + 1}`));
  const messages = render(listOf(points), { topic: 'x', language: 'en' });
  expect(messages.length).toBe(3);
  expect(messages.flatMap(faultsOf)).toEqual([]);
  for (const message of messages) {
    const all = textsOf([message]).join('\n');
    expect(all).toMatch(/^\*Points\*\n\*\d+\* · \*China\* · intends · with: Russia · <https:/);
    for (const { number } of points)
      expect(all.includes(`begin${number} `), `point ${number}`).toBe(
        all.includes(`end${number}\n`) || all.endsWith(`end${number}`),
      );
  }
  expect(messages.map(({ text }) => text)).toEqual(['Title (1/3)', 'Title (2/3)', 'Title (3/3)']);
  expect(messages.map(({ blocks }) => blocks.at(-1)?.type)).toEqual(['section', 'section', 'actions']);
});

test('a point of more than a section goes on in the next, in the same message', () => {
  const messages = render(listOf([point(1, `${'word '.repeat(1000)}end`), point(2, 'two')]), {
    topic: 'x',
    language: 'en',
  });
  expect(messages).toHaveLength(1);
  expect(messages.flatMap(faultsOf)).toEqual([]);
  expect(textsOf(messages).join(' ')).toContain('end\n\n*2*');
});

test('a point of more than a message is cut at a word and keeps its link', () => {
  const messages = render(listOf([point(1, 'word '.repeat(5000))]), { topic: 'x', language: 'en' });
  expect(messages.flatMap(faultsOf)).toEqual([]);
  const text = textsOf(messages).join('\n');
  expect(text).toContain('<https://news.example/a?b=c&amp;d=e|Source>');
  expect(text).toMatch(/ word…(\n|$)/);
  expect(text.match(/…/g)).toHaveLength(1);
});

test('what a button shows is left out, unless nothing would be left or there are no buttons', () => {
  const document = listOf([point(1, 'one')]);
  const folded = { id: 'positions', heading: 'Positions', folded: true, blocks: [point(2, 'two')] };
  const both = { ...document, sections: [...document.sections, folded] };
  const shown = (shownDocument: Document, topic: string | null) =>
    textsOf(render(shownDocument, { topic, language: 'en' })).join('\n');
  expect(shown(both, 'x')).not.toContain('two');
  expect(shown(both, null)).toContain('two');
  expect(shown({ ...document, sections: [folded] }, 'x')).toContain('two');
});

test('a title that is too long for a header is bold', () => {
  const long = 'word '.repeat(40).trim();
  const document = listOf([]);
  const [message] = render(
    { ...document, title: document.title.map((one) => ({ ...one, text: long, mark: 'Gloss' })) },
    { topic: 'x', language: 'en' },
  );
  expect(message?.blocks[0]).toMatchObject({ type: 'section', text: { text: `*${long}* _(Gloss)_` } });
});

const SEVERE = [
  ':smile:',
  '::a:b:',
  '＊wide＊',
  '＿wide＿',
  '>>> all',
  '＞ wide',
  '<@U0123ABCD>',
  '<#C0123ABCD|general>',
  '<!subteam^S0123>',
  '<!date^0^{date}|x>',
  '<https://evil.example|good>',
  'evil.example',
  'me@evil.example',
  '@here',
  '#general',
  '~struck~',
  '```fence```',
  '*',
  '_',
  '😀😀',
  '合作共赢，'.repeat(30),
  'x'.repeat(400),
  'a\u0301'.repeat(40),
];

const Words = fc.array(fc.oneof(fc.constantFrom(...SEVERE), fc.lorem({ maxCount: 40 })), {
  minLength: 1,
  maxLength: 30,
});

/** Briefings of up to 60 points, some of whose words are long; a few outgrow a message. */
const anyLongBriefing: fc.Arbitrary<Briefing> = fc
  .record({
    briefing: anyBriefing,
    texts: fc.array(Words, { maxLength: 60 }),
    huge: fc.option(fc.nat(59), { freq: 10 }),
    title: fc.option(Words),
  })
  .map(({ briefing, texts, huge, title }) => {
    const [first] = briefing.points;
    if (first === undefined) return briefing;
    const points = texts.map((words, i) => {
      const like = briefing.points[i % briefing.points.length] ?? first;
      const text = `${markOf(i + 1)} ${words.join(' ').repeat(i === huge ? 60 : 1)}`;
      return { ...like, number: i + 1, text, evidence: like.evidence.map((one) => ({ ...one, quote: text })) };
    });
    const headline = title === null ? briefing.headline : { ...briefing.headline, text: title.join(' ') };
    return { ...briefing, headline, points };
  });

const anyView: fc.Arbitrary<View> = fc.oneof(
  fc.constant({ show: 'card' as const }),
  fc.record({ show: fc.constant('point' as const), number: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ show: fc.constant('range' as const), from: fc.nat(60), to: fc.nat(60) }),
  fc.record({ show: fc.constant('section' as const), section: fc.constantFrom(...SECTIONS) }),
  Words.map((words) => ({ show: 'answer' as const, question: words.join(' '), answer: { type: 'not-said' as const } })),
);

/** The numbers of the points that must be shown: all but those behind a button. */
function expectedIn(document: Document): number[] {
  const behind = document.controls.flatMap((control) => (control.type === 'button' ? control.id : []));
  const open = document.sections.filter(({ id, folded }) => !(folded && behind.includes(id)));
  return open.flatMap(({ blocks }) => blocks.flatMap((block) => (block.type === 'point' ? block.number : [])));
}

function urlsIn({ sections, links }: Document): string[] {
  const blocks = sections.flatMap((section) => section.blocks);
  return [...links, ...blocks.flatMap((block) => (block.type === 'point' && block.link ? block.link : []))].flatMap(
    // The page itself, where the address of the very words is too long.
    ({ url }) => [url, url.replace(/:~:.*/u, '')],
  );
}

const anyReader = fc.constantFrom(...INTERFACE_LANGUAGES);
const anyGroup = fc.constantFrom(null, 'S1DESK');

/** Whether every isolate of a text is closed in it, and nothing is closed that was not open. */
function isBalanced(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if (/[\u2066-\u2068]/u.test(character)) open++;
    if (character === '\u2069' && --open < 0) return false;
  }
  return open === 0;
}

test('any briefing: every limit kept, every point once, nothing of the article is markup', () => {
  fc.assert(
    fc.property(anyLongBriefing, anyView, anyReader, anyGroup, anyPage, (briefing, view, language, group, page) => {
      const document = show(briefing, view, language, { ...extras, page });
      const messages = render(document, { topic: 'china-russia', language, about: 'positions' }, group);
      expect(messages.flatMap(faultsOf)).toEqual([]);
      // The mention is the first block, and all that may be one.
      const first = group === null ? [] : messages[0]?.blocks.splice(0, 1);
      expect(first).toMatchObject(group === null ? [] : [{ type: 'section', text: { text: `<!subteam^${group}>` } }]);

      const texts = textsOf(messages);
      for (const number of expectedIn(document))
        expect(texts.join('\n').split(markOf(number)).length, `point ${number}`).toBeGreaterThan(1);
      const heads = texts.flatMap((text) =>
        [...text.matchAll(/(?:^(?:[\u200E\u200F]\u200B)?|\n)\*(\d+)\*(?= · )/gu)].map((match) => Number(match[1])),
      );
      expect(heads).toEqual(expectedIn(document));

      const urls = urlsIn(document).map((url) => url.replaceAll('&', '&amp;'));
      for (const text of [...texts, ...messages.map((message) => message.text)]) {
        const linked = [...text.matchAll(/<([^>]*)>/gu)].map((match) => match[1]?.split('|', 1)[0]);
        expect(urls).toEqual(expect.arrayContaining(linked));
        expect(text.replace(/<[^>]*>/gu, '')).not.toMatch(/[<~`＊＿｀]|:[a-z]+:|&(?!amp;|lt;|gt;)/u);
        expect(text.replace(/^> /gmu, '')).not.toMatch(/^(?:&gt;|[>＞])/mu);
        for (const line of text.split('\n')) {
          expect(isBalanced(line), line).toBe(true);
          // Ours come in pairs that hold no other.
          expect(line.replace(/<[^>]*>/gu, '').replace(/\*[^*\s](?:[^*]*[^*\s])?\*|_\([^_]*\)_/gu, '')).not.toMatch(
            /[*_]/u,
          );
        }
      }
      for (const message of messages) expect(message.text).not.toMatch(/\w\.\w|:\/\/|@\w|[*_]/u);
    }),
    { numRuns: 2_000 },
  );
}, 60_000);
