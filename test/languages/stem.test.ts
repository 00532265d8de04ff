import { describe, expect, test } from 'vitest';
import { findPhrases, phrasesOf } from '../../src/languages/phrases.ts';
import { tokensOf } from '../../src/languages/stem.ts';

describe('forms of a word meet', () => {
  test.each([
    ['ar', 'لقاح', 'اللقاحات واللقاح ولقاح للقاحات بلقاح'],
    ['ar', 'سيادة', 'السيادة سيادتها وسيادته لسيادتهم'],
    ['ar', 'تعاون', 'التعاون والتعاون بالتعاون للتعاون لتعاون'],
    ['ar', 'وزير', 'الوزير ووزير للوزير والوزير'],
    ['en', 'policy', "policies Policy's"],
    ['en', 'vaccine', 'vaccines VACCINE’s'],
    ['en', 'trade', 'trading traded trades'],
    ['es', 'sanción', 'sanciones SANCION'],
    ['es', 'vacuna', 'vacunas'],
    ['fr', 'accord', 'accords l’accord d’accords'],
    ['fr', 'régional', 'régionaux régionale'],
    ['ru', 'вакцина', 'вакцины вакцин вакцинам вакциной'],
    ['ru', 'Китай', 'Китая Китаю Китаем'],
    ['ru', 'Лавров', 'Лаврова Лаврову Лавровым'],
  ])('%s: %s', (language, word, forms) => {
    const phrases = phrasesOf([{ value: word, words: [word] }], language);
    for (const form of forms.split(' ')) {
      expect.soft(findPhrases(tokensOf(form, language), phrases), form).toHaveLength(1);
    }
  });
});

describe('other words do not', () => {
  test.each([
    ['ar', 'بحث', 'حث'],
    ['en', 'policy', 'police'],
    ['en', 'US', 'us'],
    ['ru', 'как', 'какие'],
    ['zh', '应', '供'],
  ])('%s: %s and %s', (language, word, other) => {
    const phrases = phrasesOf([{ value: word, words: [word] }], language);
    expect(findPhrases(tokensOf(other, language), phrases)).toEqual([]);
  });
});

test('the longest phrase at a place wins, and all of that length are found', () => {
  const phrases = phrasesOf(
    [
      { value: 1, words: ['minister'] },
      { value: 2, words: ['foreign minister'] },
      { value: 3, words: ['Foreign Ministers'] },
    ],
    'en',
  );
  expect(findPhrases(tokensOf('the foreign minister', 'en'), phrases)).toEqual([
    { value: 2, from: 1, to: 3 },
    { value: 3, from: 1, to: 3 },
  ]);
});

test('Han characters are words one by one, what stands beside them is not cut', () => {
  expect(tokensOf('2月4日Lavrov说', 'zh').map(({ raw }) => raw)).toEqual(['2', '月', '4', '日', 'Lavrov', '说']);
});

test('tokens stand where they say', () => {
  const text = 'قال "لافروف" إن COVID-19 …';
  for (const { raw, start, end } of tokensOf(text, 'ar')) expect(text.slice(start, end)).toBe(raw);
});
