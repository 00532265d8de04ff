import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../core/topic.ts';
import { fill, interfaceOf } from '../languages/interface.ts';
import { dayOf } from './dates.ts';
import { clean, directionOf, isolate } from './direction.ts';
import { listed, padded, patternSaid, pauseOf, weekdayField } from './pattern.ts';
import { readTimes, type TimesRead } from './read-times.ts';
import { timeTokensOf } from './time-words.ts';
import { isOffset, offsetOf, weekOf, zoneName } from './zone.ts';

/** Where and when the words are said: `zone` (IANA) tells the working week, and with `now` (ms since 1970) what tomorrow is. */
export type Around = { zone: string; now: number };

/** A schedule's `when`, or why the words are none, in the reader's language and with examples. */
export type Parsed = { when: string } | { fault: string };

/**
 * Reads when something shall be posted: a cron expression, a date and time, or plain words in any of the six languages,
 * the reader's first. Cron is given back as it is, to be checked by whoever knows slots. "Weekdays" in any language are
 * the working week of the zone's region: Sunday to Thursday in Riyadh and Cairo, else mostly Monday to Friday. A time of
 * day alone is meant daily.
 */
export function parseWhen(words: string, language: InterfaceLanguage, around: Around): Parsed {
  const said = withoutZone(clean(words.replace(/\p{Cf}/gu, '')));
  if (isCron(said)) return { when: said.replace(/\s+/g, ' ') };
  let fault: Fault = 'not_understood';
  for (const one of [language, ...INTERFACE_LANGUAGES.filter((other) => other !== language)]) {
    const tokens = timeTokensOf(said, one);
    const read = tokens && tokens.length > 0 ? readTimes(tokens, weekOf(around.zone)) : null;
    const when = read && whenOf(read, around);
    if (when !== null && typeof when !== 'string') return when;
    if (fault === 'not_understood' && when !== null) fault = when;
  }
  return { fault: faultOf(said, fault, language) };
}

type Fault = 'not_understood' | 'no_time' | 'different_minutes';

function faultOf(words: string, fault: Fault, language: InterfaceLanguage): string {
  const { faults, examples } = interfaceOf(language).times;
  const direction = directionOf(language);
  const listed = examples.map((one) => isolate(one, direction)).join(' · ');
  const space = language === 'zh' ? '' : ' ';
  return (
    fill(faults[fault], { words: isolate(words.slice(0, 100), direction) }) +
    space +
    fill(faults.examples, { examples: listed })
  );
}

function isCron(text: string): boolean {
  const fields = text.split(/\s+/);
  const name = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|sun|mon|tue|wed|thu|fri|sat)';
  const field = new RegExp(`^(?:[\\d*,/#LW?-]|${name})+$`, 'i');
  return fields.length === 5 && fields.every((one) => field.test(one)) && /^[\d*]/.test(fields[1] ?? '');
}

/** What `sayWhen` adds about the zone is not part of the time. */
function withoutZone(text: string): string {
  return text
    .replace(/[,，،][^,，،(（]*[(（][^()（）]*UTC[^()（）]*[)）]$/u, '')
    .replace(/[,，،]\s*UTC[\d+:-]*$/u, '')
    .trim();
}

function whenOf(read: TimesRead, around: Around): { when: string } | Fault | null {
  const { times, days, monthDays, monthly, every } = read;
  if (monthly !== monthDays.length > 0 && !monthDays.includes('L')) return null;
  const ofDays = monthDays.length > 0 ? null : weekdayField(days);
  if (every) {
    const field = repeated(read);
    return field === null || ofDays === null ? null : { when: `${field} * * ${ofDays}` };
  }
  const [first] = times;
  if (first === undefined) return 'no_time';
  if (read.span) return null;
  if (read.date || read.ahead !== null) {
    const day = times.length === 1 && monthDays.length === 0 && !read.again ? dayMeant(read, around) : null;
    if (day !== null && days.size > 0 && !days.has(weekdayOf(day))) return null;
    return day === null ? null : { when: `${day}T${padded(first.hour)}:${padded(first.minute)}` };
  }
  if (times.some(({ minute }) => minute !== first.minute)) return 'different_minutes';
  if (monthDays.length > 0 && days.size > 0) return null;
  const dates = monthDays.length === 0 ? '*' : listed(monthDays.map((one) => (one === 'L' ? 32 : one)));
  const time = `${first.minute} ${listed(times.map(({ hour }) => hour))}`;
  return { when: `${time} ${dates.replace('32', 'L')} * ${ofDays ?? '*'}` };
}

/** "0 * ", "30 9-17", "0 *\/2": minutes and hours of what comes again and again. */
function repeated({ every, times, span }: TimesRead): string | null {
  if (every === null || (times.length > 0 && !(span && times.length === 2))) return null;
  const { count, of } = every;
  const [first, last] = times;
  const range = first && last ? `${first.hour}-${last.hour}` : '*';
  if (first && last && (first.hour > last.hour || last.minute > 0 || first.minute > 0)) return null;
  if (of === 'hour' || count === 60) {
    const hours = of === 'hour' ? count : 1;
    if (hours < 1 || hours > 12) return null;
    return `0 ${hours === 1 ? range : `${range}/${hours}`}`;
  }
  return count >= 1 && 60 % count === 0 ? `*/${count} ${range}` : null;
}

function dayMeant({ date, ahead }: TimesRead, { zone, now }: Around): string | null {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  if (!date) return today.add({ days: ahead ?? 0 }).toString();
  if (date.month > 12 || date.day > 31) return null;
  const iso = (year: number) => `${String(year).padStart(4, '0')}-${padded(date.month)}-${padded(date.day)}`;
  if (date.year !== null) return iso(date.year);
  return iso(today.toString() <= iso(today.year) ? today.year : today.year + 1);
}

// ---------------------------------------------------------------- back into words

/**
 * A schedule's `when` in words, with its zone: "weekdays at 08:00, Germany Time (Europe/Berlin, UTC+1)". An expression
 * that is no simple pattern stands as it is. The offset is the one at `now`, or at the date for one time.
 */
export function sayWhen(when: string, zone: string, language: InterfaceLanguage, now = Date.now()): string {
  const once = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})$/.exec(when);
  const { says } = interfaceOf(language).times;
  // There is no 31 February to be named.
  if (once && isDate(once[1] ?? '')) {
    const at = Temporal.PlainDateTime.from(when).toZonedDateTime(zone).epochMilliseconds;
    const date = dayOf(once[1] ?? '', language);
    return withZone(fill(says.once, { date, time: isolate(once[2] ?? '', directionOf(language)) }), zone, language, at);
  }
  return withZone(patternSaid(when, zone, language) ?? isolate(when, directionOf(language)), zone, language, now);
}

/** The weekday of a date; none for a day that does not come. */
function weekdayOf(iso: string): number {
  return isDate(iso) ? new Date(iso).getUTCDay() : -1;
}

function isDate(iso: string): boolean {
  const at = Date.parse(iso);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(iso);
}

/** A moment (ms since 1970) as date and time in a zone, which is named: "Monday, 23 November 2026 at 08:00, ...". */
export function sayMoment(at: number, zone: string, language: InterfaceLanguage): string {
  return withZone(sayLocal(at, zone, language), zone, language, at);
}

/** The same without the zone, for where that is told beside. */
export function sayLocal(at: number, zone: string, language: InterfaceLanguage): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const { says } = interfaceOf(language).times;
  const time = isolate(`${padded(local.hour)}:${padded(local.minute)}`, directionOf(language));
  const date = dayOf(local.toPlainDate().toString(), language);
  return fill(says.once, { date, time });
}

function withZone(said: string, zone: string, language: InterfaceLanguage, at: number): string {
  const direction = directionOf(language);
  const offset = isolate(offsetOf(zone, at), direction);
  if (isOffset(zone)) return said + pauseOf(language) + offset;
  const name = zoneName(zone, language) ?? '';
  const parts = { name, zone: isolate(zone, direction), offset };
  return said + pauseOf(language) + fill(interfaceOf(language).times.says.zone, parts).trim();
}
