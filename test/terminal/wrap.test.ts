import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pad, widthOf, wrap } from '../../src/terminal/wrap.ts';

describe('wrap', () => {
  test.each<[string, number, string[]]>([
    ['', 10, []],
    ['one two three', 7, ['one two', 'three']],
    ['one  two\nthree', 40, ['one two three']],
    ['a verylongword b', 6, ['a', 'verylongword', 'b']],
    ['中俄两国承诺维护稳定，“反对”干涉。', 12, ['中俄两国承诺', '维护稳定，', '“反对”干涉。']],
    ['Lavrov说，中国', 8, ['Lavrov', '说，中国']],
    ['وَزِير الخارجية', 8, ['وَزِير', 'الخارجية']],
    ['👨‍👩‍👧 👨‍👩‍👧 👨‍👩‍👧', 5, ['👨‍👩‍👧 👨‍👩‍👧', '👨‍👩‍👧']],
    ['accord\u00A0: oui', 10, ['accord\u00A0:', 'oui']],
    ['by \u2068سيرغي لافروف\u2069 in', 9, ['by \u2068سيرغي\u2069', '\u2068لافروف\u2069 in']],
  ])('%j at %i', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });

  test('loses nothing but spaces, and overflows only with a single word', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 4, max: 40 }), (text, width) => {
        const lines = wrap(text, width);
        expect(lines.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
        for (const line of lines) if (widthOf(line) > width) expect(line).not.toMatch(/ /u);
      }),
    );
  });
});

test('pad fills up by columns, not by characters', () => {
  expect(pad('中', 4)).toBe('中  ');
  expect(pad('\u001B[1mab\u001B[22m', 3)).toBe('\u001B[1mab\u001B[22m ');
  expect(pad('abcd', 2)).toBe('abcd');
});
