import type { InterfaceLanguage } from '../core/topic.ts';
import { fill, interfaceOf } from '../languages/interface.ts';
import { directionOf, isolate } from './direction.ts';
import type { Weekday } from './time-words.ts';
import { weekOf } from './zone.ts';

/** The comma between the parts of a sentence: the Chinese one for lists would join them. */
export function pauseOf(language: InterfaceLanguage): string {
  return { ar: '، ', zh: '，', en: ', ', es: ', ', fr: ', ', ru: ', ' }[language];
}

/** A field of cron with these numbers. */
export function listed(numbers: readonly number[]): string {
  return [...new Set(numbers)].toSorted((a, b) => a - b).join(',');
}

/** cron's field for days of the week: three and more in a row as a range. */
export function weekdayField(days: ReadonlySet<Weekday>): string {
  if (days.size === 0 || days.size === 7) return '*';
  const sorted = [...days].toSorted((a, b) => a - b);
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)];
  return days.size > 2 && last - first + 1 === days.size ? `${first}-${last}` : sorted.join(',');
}

/** Two digits. */
export const padded = (number: number) => String(number).padStart(2, '0');

/** An expression of a simple pattern in words, without its zone; null for any other. */
export function patternSaid(when: string, zone: string, language: InterfaceLanguage): string | null {
  const { says } = interfaceOf(language).times;
  const [minute = '', hour = '', date = '', month, weekday = ''] = when.split(' ');
  const days = daysSaid(weekday, zone, language);
  if (month !== '*' || days === null) return null;
  const often = repetitionSaid(minute, hour, language);
  if (often !== null) {
    if (date !== '*') return null;
    return weekday === '*' ? often : often + pauseOf(language) + days;
  }
  const hours = numbersOf(hour, 23);
  if (!/^[1-5]?\d$/.test(minute) || hours === null || hours.length > 6) return null;
  const time = (one: number) => isolate(`${padded(one)}:${padded(Number(minute))}`, directionOf(language));
  const times = joined(hours.map(time), language);
  if (date === '*') return fill(says.at, { days, times });
  const dates = date === 'L' ? says.last_day : monthDaysSaid(date, language);
  return weekday !== '*' || dates === null ? null : fill(says.at, { days: dates, times });
}

function repetitionSaid(minute: string, hour: string, language: InterfaceLanguage): string | null {
  const { says } = interfaceOf(language).times;
  if (minute === '0' && hour === '*') return says.every_hour;
  const hours = minute === '0' ? /^\*\/(\d+)$/.exec(hour)?.[1] : undefined;
  if (hours === '2') return says.every_two_hours;
  if (hours !== undefined) return fill(says.every_n, { amount: amountOf(Number(hours), 'hour', language) });
  const minutes = Number(hour === '*' ? /^\*\/(\d+)$/.exec(minute)?.[1] : 0);
  if (minutes < 5 || 60 % minutes !== 0) return null;
  return fill(says.every_n, { amount: amountOf(minutes, 'minute', language) });
}

/** "30 minutes", in the form that the number asks for. */
function amountOf(count: number, unit: 'hour' | 'minute', language: InterfaceLanguage): string {
  return new Intl.NumberFormat(`${language}-u-nu-latn`, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

function daysSaid(field: string, zone: string, language: InterfaceLanguage): string | null {
  const { times, dates } = interfaceOf(language);
  if (field === '*') return times.says.every_day;
  const days = numbersOf(field, 6);
  if (days === null) return null;
  const name = (day: Weekday | undefined) => dates.weekdays[((day ?? 0) + 6) % 7] ?? '';
  const range = (from: Weekday | undefined, to: Weekday | undefined) => `${name(from)} – ${name(to)}`;
  const { work } = weekOf(zone);
  if (listed(days) === listed(work)) {
    // Who lives by another week should see which is meant.
    if (field === '1-5') return times.says.workdays;
    return fill(times.says.workdays_named, { days: range(work[0], work.at(-1)) });
  }
  if (/^\d-\d$/.test(field)) return range(days[0], days.at(-1));
  const fromMonday = days.map((day) => (day + 6) % 7).toSorted((a, b) => a - b);
  return joined(
    fromMonday.map((day) => times.on_weekdays[day] ?? ''),
    language,
  );
}

function monthDaysSaid(field: string, language: InterfaceLanguage): string | null {
  const { says } = interfaceOf(language).times;
  const days = numbersOf(field, 31);
  if (days === null || days.includes(0) || days.length > 6) return null;
  const each = days.map((day) => fill(says.month_day, { day }));
  return fill(says.month_days, { days: joined(each, language) });
}

/** The numbers of a cron field of lists and ranges; null for any other. */
function numbersOf(field: string, most: number): number[] | null {
  const numbers: number[] = [];
  for (const part of field.split(',')) {
    const range = /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(part);
    const [first, last] = [Number(range?.[1]), Number(range?.[2] ?? range?.[1])];
    if (!range || first > last || last > most) return null;
    for (let one = first; one <= last; one += 1) numbers.push(one);
  }
  return numbers;
}

function joined(parts: readonly string[], language: InterfaceLanguage): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(parts);
}
