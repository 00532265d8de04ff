import type { InterfaceLanguage } from '../core/topic.ts';
import { fill, type Interface, interfaceOf } from '../languages/interface.ts';
import { oncePer } from '../languages/load.ts';
import { findPhrases, type Phrases, phrasesOf } from '../languages/phrases.ts';
import { type Token, tokensOf } from '../languages/stem.ts';
import { commaOf } from './direction.ts';

type Parts = { year?: number; month?: number; day?: number; weekday?: number };

/** An ISO 8601 year, month, date or date-time in the words of a language; anything else as it stands. */
export function dateOf(iso: string, language: InterfaceLanguage): string {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T.*)?)?)?$/u.exec(iso);
  if (!match) return iso;
  const [year, month, day] = match.slice(1).map((digits) => (digits === undefined ? undefined : Number(digits)));
  return written({ ...(year && { year }), ...(month && { month }), ...(day && { day }) }, language) ?? iso;
}

/** A day (ISO 8601) in the words of a language, with its day of the week. */
export function dayOf(iso: string, language: InterfaceLanguage): string {
  const { year, month, day, dayOfWeek: weekday } = Temporal.PlainDate.from(iso);
  return written({ year, month, day, weekday }, language) ?? iso;
}

/** The dates that a text names, in another language's words: days of the week, days, months, years; null for none. */
export function datesIn(text: string, from: InterfaceLanguage, to: InterfaceLanguage): string | null {
  const tokens = tokensOf(text, from);
  const parts: Parts = {};
  for (const { value, from: at, to: end } of findPhrases(tokens, calendar(from))) {
    if (value.is === 'weekday') parts.weekday ??= value.number;
    else if (parts.month === undefined) {
      parts.month = value.number;
      const day = dayBeside(tokens, at, end);
      if (day !== null) parts.day = day;
    }
  }
  const year = tokens.map(({ word }) => /^(?:19|20)\d{2}$/u.exec(word)?.[0]).find((found) => found !== undefined);
  if (year !== undefined) parts.year = Number(year);
  return written(parts, to);
}

function dayBeside(tokens: readonly Token[], from: number, to: number): number | null {
  // "4 de febrero", "February 4th", 2月4日
  for (const i of [from - 1, from - 2, to]) {
    const digits = /^([0-2]?\d|3[01])(?:st|nd|rd|th|er|го)?$/u.exec(tokens[i]?.word ?? '')?.[1];
    if (digits !== undefined && Number(digits) > 0) return Number(digits);
  }
  return null;
}

type Named = { is: 'weekday' | 'month'; number: number };

const calendar: (language: InterfaceLanguage) => Phrases<Named> = oncePer((language) => {
  const { months, months_alone, weekdays } = interfaceOf(language).dates;
  const named = (is: Named['is'], words: string[]) =>
    words.map((word, i) => ({ value: { is, number: i + 1 }, words: [word] }));
  return phrasesOf<Named>(
    [...named('month', months), ...named('month', months_alone), ...named('weekday', weekdays)],
    language,
  );
});

function written(parts: Parts, language: InterfaceLanguage): string | null {
  const { dates } = interfaceOf(language);
  const weekday = dates.weekdays[(parts.weekday ?? 0) - 1];
  const template = templateOf(parts, dates);
  if (template === null) return weekday ?? monthOf(parts, dates) ?? null;
  const text = fill(template, {
    ...(parts.year && { year: parts.year }),
    ...(parts.day && { day: parts.day }),
    month: monthOf(parts, dates) ?? '',
    weekday: weekday ?? '',
  });
  return weekday !== undefined && !template.includes('{weekday}') ? weekday + commaOf(language) + text : text;
}

/** "4 февраля 2021", but "февраль 2021". */
function monthOf({ month, day }: Parts, dates: Interface['dates']): string | undefined {
  return (day === undefined ? dates.months_alone : dates.months)[(month ?? 0) - 1];
}

function templateOf({ year, month, day, weekday }: Parts, dates: Interface['dates']): string | null {
  if (month !== undefined && day !== undefined) {
    if (year === undefined) return dates.day_and_month;
    return weekday === undefined ? dates.date : dates.date_with_weekday;
  }
  if (year === undefined) return null;
  return month === undefined ? dates.year : dates.month_and_year;
}
