import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../../src/core/topic.ts';
import { interfaceOf } from '../../src/languages/interface.ts';
import { parseWhen, sayMoment, sayWhen } from '../../src/view/when.ts';

/** A Monday. */
const now = Date.parse('2026-11-23T10:00Z');
const berlin = { zone: 'Europe/Berlin', now };
const riyadh = { zone: 'Asia/Riyadh', now };
const CONTROLS = /\p{Cf}/gu;

const UNDERSTOOD: Record<InterfaceLanguage, [string, string][]> = {
  en: [
    ['weekdays at 8', '0 8 * * 1-5'],
    ['Every weekday 08:00', '0 8 * * 1-5'],
    ['every day at 08:30', '30 8 * * *'],
    ['daily 8pm', '0 20 * * *'],
    ['at 8', '0 8 * * *'],
    ['every day at 12 am', '0 0 * * *'],
    ['every day at 12 pm', '0 12 * * *'],
    ['every day at noon', '0 12 * * *'],
    ['daily at 10 at night', '0 22 * * *'],
    ['daily at 12 at night', '0 0 * * *'],
    ['every 1st of the month at 9', '0 9 1 * *'],
    ['half past eight every day', '30 8 * * *'],
    ['every monday at 9', '0 9 * * 1'],
    ['mondays and thursdays 7pm', '0 19 * * 1,4'],
    ['Mon, Wed and Fri at 7:15 a.m.', '15 7 * * 1,3,5'],
    ['monday to friday at 8am', '0 8 * * 1-5'],
    ['fri-mon 8:00', '0 8 * * 0,1,5,6'],
    ['weekends at 10', '0 10 * * 0,6'],
    ['every hour', '0 * * * *'],
    ['every hour on weekdays', '0 * * * 1-5'],
    ['every hour from 9 to 17 on weekdays', '0 9-17 * * 1-5'],
    ['every 2 hours', '0 */2 * * *'],
    ['every 30 minutes', '*/30 * * * *'],
    ['at 8 and 18 every day', '0 8,18 * * *'],
    ['every day at 8 and 10 pm', '0 20,22 * * *'],
    ['8am and 6pm on weekdays', '0 8,18 * * 1-5'],
    ['on the 1st of each month at 9', '0 9 1 * *'],
    ['on the 1st and 15th of every month at 9:30', '30 9 1,15 * *'],
    ['at 9 on the 1st of each month', '0 9 1 * *'],
    ['on the last day of each month at 18:00', '0 18 L * *'],
    ['tomorrow at 9', '2026-11-24T09:00'],
    ['today at 6 pm', '2026-11-23T18:00'],
    ['the day after tomorrow at 9', '2026-11-25T09:00'],
    ['2026-12-01 08:00', '2026-12-01T08:00'],
    ['2026-12-01T08:00', '2026-12-01T08:00'],
    ['on 2026-12-01 at 8am', '2026-12-01T08:00'],
    ['1 December at 8', '2026-12-01T08:00'],
    ['Tuesday, 1 December at 8', '2026-12-01T08:00'],
    ['January 5th 2027 at 8:30', '2027-01-05T08:30'],
    ['5 January at 8', '2027-01-05T08:00'],
    ['0 8 * * 1-5', '0 8 * * 1-5'],
    [' */30  9-17 * * mon-fri ', '*/30 9-17 * * mon-fri'],
    ['60 8 * * *', '60 8 * * *'],
  ],
  ar: [
    ['كل يوم الساعة ٨', '0 8 * * *'],
    ['كل يوم الساعة ٨:٣٠ مساءً', '30 20 * * *'],
    ['يوميا الساعة الثامنة والنصف صباحا', '30 8 * * *'],
    ['أيام العمل الساعة ٨ صباحا', '0 8 * * 1-5'],
    ['كل يوم اثنين الساعة 9', '0 9 * * 1'],
    ['يوم الاثنين والخميس الساعة ٧ مساء', '0 19 * * 1,4'],
    ['من الأحد إلى الخميس الساعة ٨', '0 8 * * 0-4'],
    ['كل ساعة', '0 * * * *'],
    ['كل ساعتين', '0 */2 * * *'],
    ['كل 30 دقيقة', '*/30 * * * *'],
    ['كل يوم الساعة 8 و18', '0 8,18 * * *'],
    ['يوم 1 من كل شهر الساعة 9', '0 9 1 * *'],
    ['غدًا الساعة ٩', '2026-11-24T09:00'],
    ['1 ديسمبر 2026 الساعة 8', '2026-12-01T08:00'],
  ],
  zh: [
    ['每天8点', '0 8 * * *'],
    ['每天八点半', '30 8 * * *'],
    ['每天早上８：３０', '30 8 * * *'],
    ['每个工作日上午8点半', '30 8 * * 1-5'],
    ['工作日8点30分', '30 8 * * 1-5'],
    ['每周一三五 9:00', '0 9 * * 1,3,5'],
    ['每周一、三、五9点', '0 9 * * 1,3,5'],
    ['周一三点', '0 3 * * 1'],
    ['每周一到周五8点', '0 8 * * 1-5'],
    ['周一至五8点', '0 8 * * 1-5'],
    ['每週日晚上8点', '0 20 * * 0'],
    ['每天上午8点和下午6点', '0 8,18 * * *'],
    ['每天中午12点', '0 12 * * *'],
    ['每天晚上12点', '0 0 * * *'],
    ['每天中午', '0 12 * * *'],
    ['每小时', '0 * * * *'],
    ['每2小时', '0 */2 * * *'],
    ['每30分钟', '*/30 * * * *'],
    ['每月1号9点', '0 9 1 * *'],
    ['每月1日和15日9点', '0 9 1,15 * *'],
    ['明天上午9点', '2026-11-24T09:00'],
    ['2026年12月1日8点', '2026-12-01T08:00'],
  ],
  fr: [
    ['tous les lundis à 9h', '0 9 * * 1'],
    ['en semaine à 8h30', '30 8 * * 1-5'],
    ['tous les jours à 8 h et 18 h', '0 8,18 * * *'],
    ['chaque jour à 8 heures', '0 8 * * *'],
    ['les jours ouvrables a 8h', '0 8 * * 1-5'],
    ['du lundi au vendredi à 8h', '0 8 * * 1-5'],
    ['le lundi et le jeudi à 7 heures du soir', '0 19 * * 1,4'],
    ['tous les jours à huit heures et demie', '30 8 * * *'],
    ['tous les jours à midi', '0 12 * * *'],
    ['toutes les heures', '0 * * * *'],
    ['toutes les 2 heures', '0 */2 * * *'],
    ['le 1er de chaque mois à 9h', '0 9 1 * *'],
    ['demain à 9h', '2026-11-24T09:00'],
    ['demain matin à 9h', '2026-11-24T09:00'],
    ['le 1er décembre à 8h', '2026-12-01T08:00'],
  ],
  ru: [
    ['каждый день в 8', '0 8 * * *'],
    ['ежедневно в 8:00', '0 8 * * *'],
    ['по будням в 8:30', '30 8 * * 1-5'],
    ['по рабочим дням в 8.30', '30 8 * * 1-5'],
    ['каждый понедельник в 9', '0 9 * * 1'],
    ['каждую среду в 7 вечера', '0 19 * * 3'],
    ['по понедельникам и четвергам в 19:00', '0 19 * * 1,4'],
    ['с понедельника по пятницу в 8 утра', '0 8 * * 1-5'],
    ['каждый час', '0 * * * *'],
    ['каждый день в 2 часа ночи', '0 2 * * *'],
    ['каждый день в 2 часа дня', '0 14 * * *'],
    ['каждые 2 часа', '0 */2 * * *'],
    ['каждые 30 минут', '*/30 * * * *'],
    ['каждый день в 8 и 18 часов', '0 8,18 * * *'],
    ['1-го числа каждого месяца в 9', '0 9 1 * *'],
    ['завтра в 9', '2026-11-24T09:00'],
    ['1 декабря в 8 утра', '2026-12-01T08:00'],
    ['01.12.2026 в 8:00', '2026-12-01T08:00'],
  ],
  es: [
    ['cada lunes a las 9', '0 9 * * 1'],
    ['los días laborables a las 8', '0 8 * * 1-5'],
    ['entre semana a las 8:30', '30 8 * * 1-5'],
    ['de lunes a viernes a las 8', '0 8 * * 1-5'],
    ['todos los dias a las ocho y media de la mañana', '30 8 * * *'],
    ['los lunes y los jueves a las 7 de la tarde', '0 19 * * 1,4'],
    ['todos los días a las 8 y a las 18', '0 8,18 * * *'],
    ['cada hora', '0 * * * *'],
    ['cada 2 horas', '0 */2 * * *'],
    ['cada 30 minutos', '*/30 * * * *'],
    ['el día 1 de cada mes a las 9', '0 9 1 * *'],
    ['mañana a las 9', '2026-11-24T09:00'],
    ['mañana por la mañana a las 9', '2026-11-24T09:00'],
    ['el 1 de diciembre a las 8', '2026-12-01T08:00'],
  ],
};

describe.each(INTERFACE_LANGUAGES)('plain words in %s', (language) => {
  test.each(UNDERSTOOD[language])('%s: %s', (words, when) => {
    expect(parseWhen(words, language, berlin)).toEqual({ when });
  });

  test('the examples are understood', () => {
    for (const example of interfaceOf(language).times.examples) {
      expect(parseWhen(example, language, berlin), example).toHaveProperty('when');
    }
  });

  test('what is said is understood again', () => {
    fc.assert(
      fc.property(
        simple(),
        fc.constantFrom('Europe/Berlin', 'Asia/Riyadh', 'America/New_York', 'UTC', '+05:30'),
        (when, zone) => {
          const said = sayWhen(when, zone, language, now);
          expect(parseWhen(said, language, { zone, now }), said).toEqual({ when });
          expect(parseWhen(said, 'en', { zone, now }), said).toEqual({ when });
        },
      ),
      { numRuns: 150 },
    );
  });
});

test('whatever the reader’s language, the words of another are understood', () => {
  for (const language of INTERFACE_LANGUAGES) {
    for (const reader of INTERFACE_LANGUAGES) {
      for (const [words, when] of UNDERSTOOD[language]) {
        expect(parseWhen(words, reader, berlin), `${words} (${reader})`).toEqual({ when });
      }
    }
  }
});

/** Patterns that are said in words, as they are written when they are read. */
function simple(): fc.Arbitrary<string> {
  const some = (least: number, most: number) =>
    fc
      .uniqueArray(fc.integer({ min: least, max: most }), { minLength: 1, maxLength: 4 })
      .map((all) => all.sort((a, b) => a - b).join(','));
  const days = fc
    .constantFrom('*', '1-5', '0-4', '1', '0', '6', '1,4', '0,6', '1,3,5', '2-4', '0,1,5,6', '1-6', '0-3,6')
    .map((one) => (one === '0-3,6' ? '0,1,2,3,6' : one));
  const minute = fc.integer({ min: 0, max: 59 });
  return fc.oneof(
    fc.tuple(minute, some(0, 23), days).map(([m, h, d]) => `${m} ${h} * * ${d}`),
    fc.tuple(minute, some(0, 23), fc.oneof(some(1, 31), fc.constant('L'))).map(([m, h, d]) => `${m} ${h} ${d} * *`),
    fc
      .tuple(fc.constantFrom('0 *', '0 */2', '0 */3', '0 */12', '*/5 *', '*/15 *', '*/30 *'), days)
      .map(([often, d]) => `${often} * * ${d}`),
    fc
      .date({ min: new Date('2026-11-24'), max: new Date('2040-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 16)),
  );
}

describe('the working week', () => {
  test.each([
    ['Asia/Riyadh', '0-4'],
    ['Africa/Cairo', '0-4'],
    ['Asia/Dubai', '1-5'],
    ['Asia/Kolkata', '1-5'],
    ['Europe/Paris', '1-5'],
    ['Asia/Tehran', '0-4,6'],
    ['UTC', '1-5'],
    ['+03:00', '1-5'],
  ])('in %s: %s', (zone, days) => {
    const when = `0 8 * * ${days === '0-4,6' ? '0,1,2,3,4,6' : days}`;
    expect(parseWhen('أيام العمل الساعة ٨', 'ar', { zone, now })).toEqual({ when });
    expect(parseWhen('weekdays at 8', 'ar', { zone, now })).toEqual({ when });
  });
});

describe('what is no time', () => {
  test.each([
    '',
    '   ',
    'whenever',
    'weekdays at 25',
    'every day at 8:75',
    'every 7 minutes',
    'the 1st at 9',
    'every 90 minutes',
    'every 3 days at 8',
    'tous les 3 jours à 8h',
    'каждые 3 дня в 8',
    'cada 3 días a las 8',
    'en 2 horas',
    'in 2 hours',
    'every other monday at 8',
    'every day except sunday at 8',
    'every 1 december at 8',
    'from 1 December every day at 8',
    'today and tomorrow at 9',
    '1 December and 5 December at 8',
    'today and 2026-12-01 at 8',
    'monday 9-17',
    'monday 2026-12-01 at 8',
    'tuesday tomorrow at 25',
    '2026-12 8:00',
    'monday 1 of each month at 8',
    '8',
    '<@U1> weekdays at 8',
  ])('%j is told, with examples', (words) => {
    const parsed = parseWhen(words, 'en', berlin);
    if (words === '8') expect(parsed).toEqual({ when: '0 8 * * *' });
    else expect(parsed).toEqual({ fault: expect.stringContaining('weekdays at 8') });
  });

  test.each(INTERFACE_LANGUAGES)('in %s', (language) => {
    const { faults, examples } = interfaceOf(language).times;
    for (const words of ['xyzzy', interfaceOf(language).times.says.every_day, '8:00 9:30']) {
      const parsed = parseWhen(words, language, berlin);
      const fault = 'fault' in parsed ? parsed.fault.replace(CONTROLS, '') : '';
      expect(fault).toContain(words);
      expect(fault).toContain(examples[0]);
    }
    expect(parseWhen(interfaceOf(language).times.says.every_day, language, berlin)).toEqual({
      fault: expect.stringContaining(faults.no_time.split('{words}')[1] ?? ''),
    });
  });

  test('no words break it, and what it gives is a cron expression or a date', () => {
    const words = INTERFACE_LANGUAGES.flatMap((language) => UNDERSTOOD[language].flatMap(([said]) => said.split(' ')));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'grapheme' })), { maxLength: 8 }),
        (all) => {
          const parsed = parseWhen(all.join(' '), 'en', riyadh);
          if ('when' in parsed) expect(parsed.when).toMatch(/^(?:\d{4}-\d{2}-\d{2}T\d{2}:\d{2}|\S+(?: \S+){4})$/);
          else expect(parsed.fault).not.toBe('');
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('said', () => {
  const bare = (text: string) => text.replace(CONTROLS, '');
  test.each<[string, string, InterfaceLanguage, string]>([
    ['0 8 * * 1-5', 'Europe/Berlin', 'en', 'weekdays at 08:00, Germany Time (Europe/Berlin, UTC+1)'],
    [
      '0 8 * * 0-4',
      'Asia/Riyadh',
      'en',
      'weekdays (Sunday – Thursday) at 08:00, Saudi Arabia Time (Asia/Riyadh, UTC+3)',
    ],
    ['0 8 * * 1-5', 'Asia/Riyadh', 'en', 'Monday – Friday at 08:00, Saudi Arabia Time (Asia/Riyadh, UTC+3)'],
    ['0 8,18 * * *', 'America/New_York', 'en', 'every day at 08:00 and 18:00, Eastern Time (America/New_York, UTC-5)'],
    ['0 8 * * 1', 'UTC', 'fr', 'le lundi à 08:00, UTC'],
    ['*/30 * * * *', '+05:30', 'ru', 'каждые 30 минут, UTC+5:30'],
    ['0 */3 * * *', 'Asia/Riyadh', 'ar', 'كل 3 ساعات، توقيت المملكة العربية السعودية (Asia/Riyadh، UTC+3)'],
    ['0 9 1,15 * *', 'Asia/Shanghai', 'zh', '每月1日和15日 09:00，中国时间（Asia/Shanghai，UTC+8）'],
    ['0 9 1 1 *', 'Europe/Madrid', 'es', '0 9 1 1 *, hora de Europa central (Europe/Madrid, UTC+1)'],
    [
      '2027-07-01T08:00',
      'Europe/London',
      'en',
      'Thursday, 1 July 2027 at 08:00, United Kingdom Time (Europe/London, UTC+1)',
    ],
  ])('%s in %s (%s)', (when, zone, language, said) => {
    expect(bare(sayWhen(when, zone, language, now))).toBe(said);
  });

  test('what is no day stands as it is', () => {
    expect(sayWhen('2026-02-31T08:00', 'UTC', 'en', now)).toBe('2026-02-31T08:00, UTC');
  });

  test('a moment has its day, its time and its zone', () => {
    expect(sayMoment(now, 'America/New_York', 'en')).toBe(
      'Monday, 23 November 2026 at 05:00, Eastern Time (America/New_York, UTC-5)',
    );
    expect(bare(sayMoment(now, 'Asia/Riyadh', 'zh'))).toBe(
      '2026年11月23日，星期一 13:00，沙特阿拉伯时间（Asia/Riyadh，UTC+3）',
    );
  });
});
