import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLUSTER, foldChar, foldText } from '../../src/languages/fold.ts';

test.each([
  ['Trade', 'trade'],
  ['وَأَشَارَ', 'واشار'],
  ['العـــلاقات', 'العلاقات'],
  ['مسؤول', 'مسوول'],
  ['قائد', 'قايد'],
  ['إلى', 'الي'],
  ['دولة', 'دوله'],
  ['ﻻ', 'لا'],
  ['ﹰا', 'ا'],
  ['٢٠٢١ ۴', '2021 4'],
  ['Ёлка й', 'елка й'],
  ['“l’été”', '"l\'été"'],
  ['e\u0301', 'é'],
  ['ＡＢＣ', 'abc'],
  ['a\u202Eb\u200Bc\u00AD\u2069d', 'abcd'],
  ['a\u00A0b', 'a b'],
  ['', ''],
])('%j folds to %j', (text, folded) => {
  expect(foldText(text)).toBe(folded);
});

test('the fold of a text is the folds of its clusters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      expect(foldText(text)).toBe(text.replace(CLUSTER, foldChar));
    }),
  );
  // The letters that the quick way takes, one by one.
  for (let code = 0x20; code < 0x9fff; code++) {
    const char = String.fromCharCode(code);
    if (foldText(char) !== char.replace(CLUSTER, foldChar)) expect.fail(`U+${code.toString(16)}`);
  }
});
