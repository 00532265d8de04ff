import fc from 'fast-check';
import type { Briefing, Evidence } from '../../src/core/briefing.ts';
import { EntityKind, How, KINDS, Section } from '../../src/core/briefing.ts';
import { conceptsIn } from '../../src/languages/concepts.ts';
import { type PageOf, pageAddress } from '../../src/view/addresses.ts';

/** What an article may bring: every script, markup, mentions, terminal and bidi control, things that nobody sees. */
const NASTY = [
  'تعاون',
  'الصين،',
  'שלום',
  '合作共赢，',
  'Сотрудничество',
  'COVID-19',
  '2021-02-04',
  '٢٠٢١',
  '👨‍👩‍👧',
  'e\u0301te\u0301',
  '*bold*',
  '_it_',
  '[x](http://evil.example)',
  '<b>',
  '</b>',
  '`code`',
  '@everyone',
  '<@U123>',
  '<!channel>',
  '#heading',
  '|',
  '\\',
  'https://evil.example/a?b=c',
  'www.evil.example',
  '\u001B[31mred',
  '\u0007',
  '\u202Eevil',
  '\u2066open',
  'shut\u2069',
  '\u200B',
  '\uD800',
  'a\nb',
  '- item',
  '1.',
  '---',
  '&amp;',
];

const Word = fc.oneof(fc.constantFrom(...NASTY), fc.string({ minLength: 1, maxLength: 9 }));
const Words = fc.array(Word, { minLength: 1, maxLength: 14 }).map((words) => words.join(' '));

function evidence(quote: string): [Evidence, ...Evidence[]] {
  return [{ article: 'a', start: 0, end: Math.max(1, quote.length), quote }];
}

const Line = Words.map((text) => ({ text, evidence: evidence(text) }));

const Who = fc.record({
  name: Words,
  kind: fc.constantFrom(...EntityKind.options),
  role: fc.option(Words),
  state: fc.option(fc.constantFrom('CN', 'RU', 'US')),
  part: fc.constantFrom('speaker' as const, 'party' as const, 'mentioned' as const),
});

const Point = fc.record({
  section: fc.constantFrom(...Section.options),
  kind: fc.constantFrom(...KINDS),
  actors: fc.array(fc.nat(3), { maxLength: 3 }),
  counterparts: fc.array(fc.nat(3), { maxLength: 2 }),
  how: fc.constantFrom(...How.options),
  speakers: fc.array(fc.nat(3), { maxLength: 2 }),
  words: Words,
  due: fc.constantFrom(null, '2021-02-04', '2021', '2021-03/2021-05', 'soon'),
  confidence: fc.constantFrom('sure' as const, 'check' as const),
});

/** The word by which a point of `anyBriefing` is found again in what is shown. */
export function markOf(number: number): string {
  return `pt${number}tp`;
}

/** Briefings such as no engine would make; every point has its mark in its words. */
export const anyBriefing: fc.Arbitrary<Briefing> = fc
  .record({
    language: fc.constantFrom('ar', 'en', 'zh', 'ru', 'he', 'pt'),
    headline: Line,
    what: fc.array(Line, { minLength: 1, maxLength: 3 }),
    when: fc.option(Line),
    where: fc.option(Line),
    how: fc.option(Line),
    publisher: fc.option(Words),
    url: fc.constantFrom(null, 'https://news.example/a?b=c#d', 'javascript:alert(1)', 'nonsense'),
    who: fc.array(Who, { maxLength: 4 }),
    points: fc.array(Point, { maxLength: 12 }),
  })
  .map(({ language, publisher, url, who, points, ...lines }) => ({
    format: 'readout.briefing/1' as const,
    id: 'any',
    topic: null,
    language,
    engine: { name: 'offline', version: '0' },
    articles: [{ id: 'a', title: null, url, publisher, publishedAt: '2021-02-04', language, sha256: '0'.repeat(64) }],
    ...lines,
    who: who.map((one, i) => ({ ...one, id: `w${i}`, evidence: evidence(one.name) })),
    points: points.map((point, i) => {
      const text = `${markOf(i + 1)} ${point.words}`;
      return {
        number: i + 1,
        section: point.section,
        kind: point.kind,
        actors: point.actors.map((n) => `w${n}`),
        counterparts: point.counterparts.map((n) => `w${n}`),
        saidBy: { who: point.speakers.map((n) => `w${n}`), how: point.how },
        text,
        topics: conceptsIn(text, language),
        due: point.due,
        evidence: evidence(text),
        confidence: point.confidence,
      };
    }),
  }));

/** Where a briefing is on the page: nowhere, or at an address of some length, of a topic whose name is no plain word. */
export const anyPage: fc.Arbitrary<PageOf | null> = fc.option(
  fc
    .tuple(
      fc.constantFrom('https://readout.example', `https://readout.example/${'under/'.repeat(300)}x`),
      fc.oneof(fc.constantFrom('china-russia', 'a)b>c|d*e', 'قمة'), fc.string({ maxLength: 12, unit: 'grapheme' })),
    )
    .map(
      ([base, topic]): PageOf =>
        (point) =>
          pageAddress(base, { topic: topic.toWellFormed(), briefing: 'any', point, language: 'en' }),
    ),
);
