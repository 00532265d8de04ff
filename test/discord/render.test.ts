import { ComponentType, MessageFlags } from 'discord.js';
import { describe, expect, test } from 'vitest';
import type { Block, Document, Wording } from '../../src/core/document.ts';
import { decode } from '../../src/discord/controls.ts';
import { faultsOf } from '../../src/discord/limits.ts';
import { render } from '../../src/discord/render.ts';
import { show, showMessage } from '../../src/view/show.ts';
import { chinaRussia, chinaRussiaTopic } from '../view/china-russia.ts';
import { pageOf, textsOf } from './shown.ts';

const extras = { topic: chinaRussiaTopic, translate: null };
const context = { topic: 'china-russia', language: 'en' } as const;

/** The briefing with some of its points only, which is enough to see how a card looks. */
const short = {
  ...chinaRussia,
  points: chinaRussia.points.filter(({ number }) => [1, 3, 11, 12, 16].includes(number)),
};

test.each(['en', 'ar'] as const)('the card in %s', async (language) => {
  const messages = render(show(short, { show: 'card' }, language, extras), { ...context, language });
  await expect(pageOf(messages)).toMatchFileSnapshot(`card.${language}.txt`);
});

test('a message is a container with its colour, then its controls, and mentions nobody', () => {
  const [message, ...others] = render(show(chinaRussia, { show: 'card' }, 'en', extras), context);
  expect(others).toEqual([]);
  expect(message?.flags).toBe(MessageFlags.IsComponentsV2);
  expect(message?.allowed_mentions).toEqual({ parse: [] });
  expect(message?.components.map(({ type }) => type)).toEqual([
    ComponentType.Container,
    ComponentType.ActionRow,
    ComponentType.ActionRow,
  ]);
  const colours = (['notice', 'error'] as const).map((tone) => {
    const [container] = render(showMessage(tone, 'Words', 'en'), context)[0]?.components ?? [];
    return container?.type === ComponentType.Container ? container.accent_color : null;
  });
  const [container] = message?.components ?? [];
  if (container?.type === ComponentType.Container) colours.push(container.accent_color);
  expect(new Set(colours).size).toBe(3);
});

test('a role is mentioned in the first line of the first message', () => {
  const document = show(short, { show: 'card' }, 'en', extras);
  const [message] = render(document, { ...context, role: '123' });
  expect(pageOf(message ? [message] : [])).toContain('<@&123>');
  expect(message?.allowed_mentions).toEqual({ parse: [], roles: ['123'] });
  expect(JSON.stringify(message?.components)).toMatch(/^\S+?"content":"<@&123>\\n## /);
});

test('without a topic there are no controls, and nothing is behind a button', () => {
  const page = pageOf(render(show(short, { show: 'card' }, 'en', extras), { topic: null, language: 'en' }));
  expect(page).toContain('### Positions');
  expect(page).not.toContain('[Ask]');
});

test('what is folded is shown where no other points are', () => {
  const positions = chinaRussia.points.filter(({ section }) => section === 'position');
  const page = pageOf(render(show({ ...chinaRussia, points: positions }, { show: 'card' }, 'en', extras), context));
  expect(page).toContain('### Positions');
});

test('the form for the language goes on with what is shown', () => {
  const document = show(chinaRussia, { show: 'card' }, 'en', extras);
  const [message] = render(document, { ...context, about: '3' });
  const ids = JSON.stringify(message?.components).match(/l\d[^"]*/g) ?? [];
  expect(ids.map(decode)).toEqual([{ kind: 'language', topic: 'china-russia', about: '3', language: 'en' }]);
});

const said = (text: string, rest: Partial<Wording> = {}): Wording => ({
  made: 'interface',
  text,
  language: 'en',
  direction: 'ltr',
  mark: null,
  ...rest,
});

function point(number: number, wordings: Wording[], rest = {}): Block {
  const base = { who: 'China', kind: 'intends', details: [], check: null, link: null };
  return { type: 'point', number, wordings, ...base, ...rest };
}

function documentOf(blocks: Block[], rest: Partial<Document> = {}): Document {
  const sections = [{ id: 'points', heading: 'Points', folded: false, blocks }];
  const base = { tone: 'briefing', language: 'en', direction: 'ltr', title: [], controls: [], footer: [], links: [] };
  return { ...base, sections, ...rest } as Document;
}

const textOf = (document: Document) => render(document, context).flatMap(textsOf).join('\n');

describe('a point', () => {
  const quote = said('والعبرة', { made: 'article', language: 'ar', direction: 'rtl' });

  test('has all that is told of it, and its words below', () => {
    const block = point(3, [said('peace', { made: 'gloss', mark: 'Gloss' }), quote], {
      details: ['with: Russia', 'due: 2021'],
      check: 'check',
      link: { label: 'Source', url: 'https://a.example/b' },
    });
    expect(textOf(documentOf([block]))).toBe(
      '### Points\n**3** · **China** · intends · with: Russia · due: 2021 · ⚠️\u00A0**check** · [Source](<https://a.example/b>)\npeace *(Gloss)*\n> \u200F\u2067والعبرة\u2069',
    );
  });

  test('has its mark said once by the heading, where no other is', () => {
    const translation = said('Peace', { made: 'translation', mark: 'Translation' });
    const text = textOf(documentOf([point(1, [translation]), point(2, [translation]), point(3, [quote])]));
    expect(text).toMatch(/^### Points\n-# Translation\n/);
    expect(text.split('Translation')).toHaveLength(2);
  });

  test('that outgrows a message keeps its link; its words are cut, the longest first', () => {
    const link = { label: 'Source', url: 'https://a.example/b' };
    const messages = render(documentOf([point(1, [said('kept'), said('word '.repeat(2000))], { link })]), context);
    expect(messages.flatMap(faultsOf)).toEqual([]);
    const text = messages.flatMap(textsOf).join('');
    expect(text).toContain('[Source](<https://a.example/b>)\nkept\nword word');
    expect(text).toMatch(/ word…$/);
    expect(text.length).toBeGreaterThan(3900);
  });
});

test('what has no heading does not say the mark of the title again, and says any other', () => {
  const translation = said('Peace', { made: 'translation', mark: 'Translation' });
  const facts = (mark: string): Partial<Document> => ({
    title: [translation],
    sections: [
      {
        id: 'facts',
        heading: null,
        folded: false,
        blocks: [{ type: 'line', label: 'What', wordings: [{ ...translation, mark }] }],
      },
    ],
  });
  const head = '## Peace\n-# Translation\n**What** — Peace';
  expect(textOf(documentOf([], facts('Translation')))).toBe(head);
  expect(textOf(documentOf([], facts('Gloss')))).toBe(`${head} *(Gloss)*`);
});

test('a list of a right-to-left page has its bullets with its words', () => {
  const who: Block = { type: 'who', name: 'روسيا', detail: null, wordings: [] };
  expect(textOf(documentOf([who]))).toContain('\n- **روسيا**');
  expect(textOf(documentOf([who], { direction: 'rtl' }))).toContain('\n\u200F\u2067• **روسيا**\u2069');
});

test('a document goes on between its points, under its heading again', () => {
  const points = Array.from({ length: 12 }, (_, i) => point(i + 1, [said(`${i + 1} ${'word '.repeat(150)}`.trim())]));
  const messages = render(
    documentOf(points, { controls: [{ type: 'form', id: 'ask', label: 'Ask' }], footer: ['Engine: x'] }),
    context,
  );
  expect(messages.flatMap(faultsOf)).toEqual([]);
  const firstLines = messages.map((message) => textsOf(message)[0]?.split('\n')[0]);
  expect(firstLines).toEqual(['### Points', '### Points …', '### Points …']);
  expect(messages.map((message) => message.components.length)).toEqual([1, 1, 2]);
  expect(messages.flatMap(textsOf).join('\n')).not.toMatch(/word…/);
});

test('controls that weigh too much for the last message move on, with what still fits beside them', () => {
  const options = Array.from({ length: 60 }, (_, i) => ({ about: `${i + 1}`, label: '承诺'.repeat(20) }));
  const points = Array.from({ length: 3 }, (_, i) => point(i + 1, [said('字'.repeat(900))]));
  const messages = render(
    documentOf(points, { controls: [{ type: 'select', id: 'point', label: 'Point', options }], footer: ['Engine: x'] }),
    context,
  );
  expect(messages.flatMap(faultsOf)).toEqual([]);
  expect(messages.map((message) => message.components.length)).toEqual([1, 4]);
  expect(textsOf(messages[1] as never).at(-1)).toBe('-# Engine: x');
});

test('a line without words of its own is no line', () => {
  const blocks: Block[] = [
    { type: 'line', label: null, wordings: [] },
    { type: 'who', name: '', detail: null, wordings: [] },
    { type: 'note', text: 'Heard' },
  ];
  expect(textOf(documentOf(blocks))).toBe('Heard');
  expect(textOf(documentOf([]))).toBe('…');
});
