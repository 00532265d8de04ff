import { describe, expect, test } from 'vitest';
import { dateOf, datesIn } from '../../src/view/dates.ts';

describe('dateOf', () => {
  test.each([
    ['2021-02-04', 'en', '4 February 2021'],
    ['2021-02-04T10:00:00Z', 'fr', '4 février 2021'],
    ['2021-02', 'ru', 'февраль 2021 г.'],
    ['2021-02-04', 'ru', '4 февраля 2021 г.'],
    ['2021', 'en', '2021'],
    ['2021-02-04', 'zh', '2021年2月4日'],
    ['2021-02-04', 'es', '4 de febrero de 2021'],
    ['2021-02-04', 'ar', '4 فبراير 2021'],
    ['soon', 'en', 'soon'],
  ] as const)('%s in %s', (iso, language, words) => {
    expect(dateOf(iso, language)).toBe(words);
  });
});

describe('datesIn', () => {
  test.each([
    ['يوم الخميس', 'ar', 'en', 'Thursday'],
    ['الخميس 4 فبراير 2021', 'ar', 'en', 'Thursday, 4 February 2021'],
    ['on Thursday', 'en', 'ar', 'الخميس'],
    ['February 4th, 2021', 'en', 'es', '4 de febrero de 2021'],
    ['in February', 'en', 'ru', 'февраль'],
    ['in 2019', 'en', 'zh', '2019年'],
    ['2月4日，星期四', 'zh', 'fr', 'jeudi, 4 février'],
    ['4 февраля', 'ru', 'en', '4 February'],
    ['el 4 de febrero', 'es', 'en', '4 February'],
    ['recently', 'en', 'fr', null],
  ] as const)('%s', (text, from, to, words) => {
    expect(datesIn(text, from, to)).toBe(words);
  });
});
