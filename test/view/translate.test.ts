import { describe, expect, test } from 'vitest';
import { translationOf } from '../../src/view/translate.ts';

const rendering = (start: number, end: number, text: string) => ({ start, end, text });
const translation = {
  article: 'talks',
  language: 'en' as const,
  renderings: [
    rendering(0, 100, 'all of it'),
    rendering(0, 40, 'the first part'),
    rendering(45, 100, 'the second part'),
    rendering(200, 240, 'one'),
    rendering(245, 290, 'two'),
    rendering(300, 310, 'a word'),
  ],
};
const evidence = (start: number, end: number, more = {}) => [{ article: 'talks', start, end, quote: '', ...more }];

describe('the editor’s words for a line', () => {
  test.each([
    ['the very stretch', evidence(0, 40), 'the first part'],
    ['a little less', evidence(3, 38), 'the first part'],
    ['the whole rather than its part', evidence(0, 98), 'all of it'],
    ['two pieces that make it up', evidence(199, 292), 'one; two'],
    ['two pieces rather than the longer of them', evidence(195, 292), 'one; two'],
    ['a stretch much longer than any', evidence(295, 400), null],
    ['a stretch much shorter than any', evidence(10, 20), null],
    ['words between', evidence(110, 190), null],
    ['a title', evidence(0, 40, { in: 'title' }), null],
    ['another article', evidence(0, 40, { article: 'gossip' }), null],
  ])('%s', (_, proof, words) => {
    expect(translationOf(proof, translation)).toBe(words);
  });

  test('none without a translation, or without evidence', () => {
    expect(translationOf(evidence(0, 40), null)).toBeNull();
    expect(translationOf([], translation)).toBeNull();
  });
});
