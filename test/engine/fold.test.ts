import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold, unfold } from '../../src/engine/fold.ts';
import { foldText } from '../../src/languages/fold.ts';

/** Text as it arrives: any code points, and the marks and controls that make offsets hard. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(
        'أَكَّدَ',
        'الخـــارجية',
        'ﷺ',
        'ﻻ',
        '\u200f',
        '\u00ad',
        '\u202b',
        'İ',
        'ß',
        'ﬁ',
        '👩‍👩‍👧',
        '𠮷',
        'e\u0301',
        '\r\n',
        ' ',
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

test('the folded text is the fold of the text', () => {
  fc.assert(
    fc.property(text, (original) => {
      expect(fold(original).text).toBe(foldText(original));
    }),
  );
});

test('offsets never go back and never leave the text', () => {
  fc.assert(
    fc.property(text, (original) => {
      const { text: folded, starts, ends } = fold(original);
      expect(starts.length).toBe(folded.length);
      for (let i = 0; i < folded.length; i++) {
        expect(starts[i]).toBeLessThan(ends[i] ?? 0);
        expect(ends[i]).toBeLessThanOrEqual(original.length);
        if (i > 0) expect(starts[i]).toBeGreaterThanOrEqual(starts[i - 1] ?? 0);
      }
    }),
  );
});

test('every folded span leads back to words that fold to it', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(), (original, a, b) => {
      const folded = fold(original);
      if (folded.text.length === 0) return;
      const from = Math.min(a, b) % folded.text.length;
      const to = from + 1 + (Math.max(a, b) % (folded.text.length - from));
      const { start, end } = unfold(folded, from, to);
      expect(foldText(original.slice(start, end))).toContain(folded.text.slice(from, to));
    }),
  );
});

test.each([
  ['أَكَّدَ الرَّئِيسُ', 'اكد الرييس'],
  ['الخـــارجية', 'الخارجيه'],
  ['ﺃﻋﻠﻦ ﺍﻟﻮﺯﻳﺮ', 'اعلن الوزير'],
  ['Chi\u200bna and Rus\u00adsia', 'china and russia'],
  ['“Quoted” ‘too’', '"quoted" \'too\''],
  ['٢٠٢١', '2021'],
])('%s folds to %s', (original, folded) => {
  expect(fold(original).text).toBe(folded);
});
