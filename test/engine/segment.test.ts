import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lexiconOf, neutralLexicon } from '../../src/engine/lexicon.ts';
import { segment, sentenceTiles, tokenize } from '../../src/engine/segment.ts';

const none = new Set<string>();

test('sentence tiles are the text, without gap or overlap', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('ar', 'en', 'zh', 'und'), (text, language) => {
      const tiles = sentenceTiles(text, language, none);
      expect(tiles.map(([from, to]) => text.slice(from, to)).join('')).toBe(text);
      for (const [from, to] of tiles) expect(from).toBeLessThan(to);
    }),
  );
});

test('tokens stand in order, apart, and are what the text has there', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      let last = 0;
      for (const token of tokenize(text)) {
        expect(token.start).toBeGreaterThanOrEqual(last);
        expect(token.end).toBeGreaterThan(token.start);
        last = token.end;
      }
      expect(last).toBeLessThanOrEqual(text.length);
    }),
  );
});

test('every token belongs to one sentence', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const { tokens, sentences } = segment(text, neutralLexicon('en'));
      let next = 0;
      for (const { from, to } of sentences) {
        expect(from).toBe(next);
        next = to;
      }
      expect(next).toBe(tokens.length);
    }),
  );
});

const sentencesOf = (text: string, language = 'en') => {
  const { sentences } = segment(text, lexiconOf(language));
  return sentences.map(({ start, end }) => text.slice(start, end).trim());
};

test.each([
  ['U.S. Sec. of State A. J. Blinken met Gen. M. A. Milley. They talked.', 2],
  ['Rep. Jason Chaffetz said so. "It is over," he said.', 2],
  ['the notes were dirty . the money was collected . it was tested .', 3],
  ['One line\nAnother line', 2],
  ['He asked: "Why? Who knows?" and left.', 2],
])('%s', (text, count) => {
  expect(sentencesOf(text)).toHaveLength(count);
});

test('Arabic sentences end at their own marks', () => {
  expect(sentencesOf('قال الوزير إن الاتفاق قريب. هل وافقت الصين؟ نعم.', 'ar')).toHaveLength(3);
});

test('words, possessives, initials and numbers are tokens', () => {
  expect(tokenize("Russia's U.S. envoy didn't pay 1,500.50.").map(({ norm }) => norm)).toEqual([
    'russia',
    "'s",
    'u.s.',
    'envoy',
    "didn't",
    'pay',
    '1,500.50',
    '.',
  ]);
});
