import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean, directionOf, isolate } from '../../src/view/direction.ts';

test.each([
  ['ar', 'rtl'],
  ['he-IL', 'rtl'],
  ['FA', 'rtl'],
  ['en', 'ltr'],
  ['zh-Hans', 'ltr'],
])('%s is written %s', (language, direction) => {
  expect(directionOf(language)).toBe(direction);
});

test.each([
  ['لافروف', 'ltr', true],
  ['Lavrov', 'ltr', false],
  ['Lavrov', 'rtl', true],
  ['لافروف', 'rtl', false],
  ['2021-02-04', 'rtl', true],
  ['2021', 'rtl', false],
  ['2021-02-04', 'ltr', false],
  ['王毅', 'rtl', true],
] as const)('%s in text that runs %s is isolated: %s', (text, around, isolated) => {
  expect(isolate(text, around)).toBe(isolated ? `\u2068${text}\u2069` : text);
});

test.each([
  ['a\u202Eb\u2066c\u2069', 'abc'],
  ['a\u200Bb\uFEFF\u00AD', 'ab'],
  ['a\u001B[31mb\u0007', 'a[31mb'],
  ['a\r\n\tb\u2028c', 'a b c'],
  ['  a   b ', 'a b'],
  ['\u{E0041}a', 'a'],
  ['a\uD800b', 'a\uFFFDb'],
  ['👨‍👩‍👧 می‌خواهم', '👨‍👩‍👧 می‌خواهم'],
  ['a\u200D b\u200C', 'a b'],
  ['\u06DD1', '\u06DD1'],
])('%j is shown as %j', (text, shown) => {
  expect(clean(text)).toBe(shown);
});

test('what is clean stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(clean(clean(text))).toBe(clean(text));
      expect(clean(text)).not.toMatch(/[\p{Cc}\p{Cs}\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069]/u);
    }),
  );
});
