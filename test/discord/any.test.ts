import { ComponentType } from 'discord.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Briefing, Point } from '../../src/core/briefing.ts';
import type { Document } from '../../src/core/document.ts';
import { INTERFACE_LANGUAGES } from '../../src/core/topic.ts';
import { decode } from '../../src/discord/controls.ts';
import { type DiscordMessage, faultsOf } from '../../src/discord/limits.ts';
import { render } from '../../src/discord/render.ts';
import { SECTIONS } from '../../src/languages/interface.ts';
import { show, type View } from '../../src/view/show.ts';
import { anyBriefing, anyPage, markOf } from '../view/any-briefing.ts';
import { chinaRussiaTopic } from '../view/china-russia.ts';
import { checkAgainst, hasSpecification } from './openapi.ts';
import { textsOf } from './shown.ts';

/** What means something to Discord, and what takes room. */
const NASTY = [
  '<@123>',
  '<#123>',
  '<t:1:F>',
  '</cmd:1>',
  '<:name:123>',
  ':smile:',
  '@here',
  'discord.gg/abc',
  'https://evil.example/a_b_c',
  '||spoiler||',
  '-# small',
  '>>> quote',
  '1) one',
  '🇨🇳🇷🇺👨‍👩‍👧',
  '合作共赢，'.repeat(40),
  'تعاون '.repeat(60),
  'unbreakable'.repeat(50),
  '字'.repeat(5000),
  '*_~`|\\'.repeat(300),
];
const Words = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 20, unit: 'grapheme' })), { maxLength: 12 })
  .map((words) => words.join(' '));

/** As `anyBriefing`, with more points, longer words, and what only Discord would trip over. */
const longBriefing: fc.Arbitrary<Briefing> = fc
  .tuple(anyBriefing, fc.array(Words, { maxLength: 60 }), Words)
  .map(([briefing, texts, name]) => {
    const points = texts.flatMap((words, i): Point[] => {
      const [like] = briefing.points.slice(i % Math.max(1, briefing.points.length));
      if (like === undefined) return [];
      const text = `${markOf(i + 1)} ${words}`;
      const evidence: Point['evidence'] = [{ article: 'a', start: 0, end: text.length, quote: text }];
      return [{ ...like, number: i + 1, text, evidence }];
    });
    const who = briefing.who.map((one, i) => (i === 0 ? { ...one, name: `${one.name} ${name}` } : one));
    return { ...briefing, who, points };
  });

const anyView = (briefing: Briefing): fc.Arbitrary<View> => {
  const { points, who, what } = briefing;
  const Some = fc.integer({ min: 1, max: Math.max(1, points.length) });
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant<View>({ show: 'card' }) },
    fc.record({ show: fc.constant('point' as const), number: Some }),
    fc.record({ show: fc.constant('range' as const), from: Some, to: Some }),
    fc.record({ show: fc.constant('section' as const), section: fc.constantFrom(...SECTIONS) }),
    fc.record({
      show: fc.constant('answer' as const),
      question: Words,
      answer: fc.constantFrom(
        { type: 'points', points } as const,
        { type: 'who', who } as const,
        { type: 'lines', of: 'what', lines: what } as const,
        { type: 'not-said' } as const,
      ),
    }),
  );
};

const anyDocument: fc.Arbitrary<Document> = fc
  .tuple(longBriefing, fc.constantFrom(...INTERFACE_LANGUAGES), anyPage)
  .chain(([briefing, language, page]) =>
    anyView(briefing).map((view) => show(briefing, view, language, { topic: chinaRussiaTopic, translate: null, page })),
  );

const shown = (document: Document, topic: string | null) => {
  const language = INTERFACE_LANGUAGES.find((code) => code === document.language) ?? 'en';
  return render(document, { topic, language });
};

/** What Discord reads as markup in a text: with a blot for what a backslash took the meaning of. */
function unescaped(text: string): string {
  return text.replace(/\\[\p{P}\p{S}]/gu, '¤');
}

const LINK = /\[[^[\]\n]*\]\(<(https?:\/\/[^\s<>()]*)>\)/gu;

/** What is left of a text's markup when what Readout itself sets is taken off. */
function strangeMarkup(text: string): string[] {
  const rest = unescaped(text)
    .replace(LINK, '')
    .split('\n')
    .map((line) => line.replace(/^(?:#{2,3} |> |-# |- )/u, ''))
    .join('\n')
    .replace(/\*\*[^*\n]+\*\*|\*\([^*\n]*\)\*/gu, '');
  return [
    ...(rest.match(/[\\`*_~|<>[\]@#]/gu) ?? []),
    ...(rest.match(/:\/\/|\bwww\.|:\w+:|\p{L}\.\p{L}/gu) ?? []),
    ...(rest.match(/^[\s\u200E\u200F\u2066-\u2069]*(?:[-+=]|\d+[.)]).*/gmu) ?? []),
  ];
}

function linksOf({ sections, links }: Document): string[] {
  const points = sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.type === 'point' ? block.link : null)),
  );
  return [...points, ...links].flatMap((link) => (link === null ? [] : decodeURIComponent(link.url)));
}

function labelsOf(messages: DiscordMessage[]): string[] {
  return (JSON.stringify(messages).match(/"(?:label|placeholder)":"(?:[^"\\]|\\.)*"/g) ?? []).map(String);
}

function balanced(text: string): boolean {
  let depth = 0;
  for (const control of text.match(/[\u2066-\u2069]/gu) ?? []) {
    depth += control === '\u2069' ? -1 : 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** The numbers of the points that stand in a document, and of those which a button among the controls shows instead. */
function numbersOf(document: Document, messages: DiscordMessage[]): { open: number[]; folded: number[] } {
  const buttons = messages.flatMap(({ components }) =>
    components.flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : [])),
  );
  const abouts = buttons.flatMap((one) => ('custom_id' in one ? (decode(one.custom_id)?.about ?? []) : []));
  const numbers = (folded: boolean) =>
    document.sections
      .filter((section) => (section.folded && abouts.includes(section.id)) === folded)
      .flatMap(({ blocks }) => blocks.flatMap((block) => (block.type === 'point' ? block.number : [])));
  return { open: numbers(false), folded: numbers(true) };
}

test('whatever the briefing: Discord takes it, no point is lost, and nothing of the article means anything', () => {
  fc.assert(
    fc.property(anyDocument, fc.constantFrom('china-russia', null), (document, topic) => {
      const messages = shown(document, topic);
      expect(messages.flatMap(faultsOf)).toEqual([]);
      const texts = messages.flatMap(textsOf);

      const words = texts.join('\n').replace(LINK, '');
      const { open, folded } = numbersOf(document, messages);
      for (const number of open) expect(words.split(markOf(number)), markOf(number)).toHaveLength(2);
      for (const number of folded) {
        expect(words.split(markOf(number))).toHaveLength(open.length > 0 ? 1 : 2);
      }

      expect(texts.flatMap(strangeMarkup)).toEqual([]);
      const links = linksOf(document);
      for (const [, url = ''] of texts.join('\n').matchAll(LINK)) expect(links).toContain(decodeURIComponent(url));

      for (const line of texts.flatMap((text) => text.split('\n'))) expect(balanced(line), line).toBe(true);
      for (const label of labelsOf(messages)) expect(balanced(label), label).toBe(true);
      for (const message of messages.slice(0, -1)) expect(message.components).toHaveLength(1);
    }),
    { numRuns: 2_000 },
  );
}, 60_000);

test.skipIf(!hasSpecification)(
  "whatever the briefing: its messages are as Discord's specification says",
  () => {
    const create = checkAgainst('MessageCreateRequest');
    const answer = checkAgainst('IncomingWebhookInteractionRequest');
    fc.assert(
      fc.property(anyDocument, (document) => {
        for (const message of shown(document, 'china-russia')) {
          expect(create(message)).toBeNull();
          expect(answer(message)).toBeNull();
        }
      }),
      { numRuns: 25 },
    );
  },
  60_000,
);

test('a role to mention is in the first message of any card, which Discord takes all the same', () => {
  fc.assert(
    fc.property(anyDocument, fc.boolean(), (document, withControls) => {
      const language = INTERFACE_LANGUAGES.find((code) => code === document.language) ?? 'en';
      const messages = render(document, { topic: withControls ? 'a' : null, language, role: '210000000000000001' });
      expect(messages.flatMap(faultsOf)).toEqual([]);
      expect(messages.slice(0, 1).flatMap(textsOf)[0]).toMatch(/^<@&210000000000000001>/);
      expect(messages.slice(1).every(({ allowed_mentions: { roles } }) => roles === undefined)).toBe(true);
    }),
    { numRuns: 30 },
  );
});
