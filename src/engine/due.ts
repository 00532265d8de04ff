import { dateOf } from '../languages/dates.ts';
import type { Draft } from './frame.ts';
import { is, matchAt, type Reading, wordsOf } from './reading.ts';

/**
 * When a commitment falls due: the last time expression in tokens `[from, to)` that tells a date which is not past at
 * publication. ISO 8601 date or interval, or null. After a verb in the past a time tells when it was said, unless an
 * infinitive or a clause stands between ("agreed on Monday to meet in May"), or it is a deadline ("by May").
 */
export function dueOf(
  reading: Reading,
  draft: Pick<Draft, 'from' | 'to' | 'told'>,
  publishedAt: string | null,
): string | null {
  const { from, to, told } = draft;
  const times: [from: number, to: number][] = [];
  let open = told === null;
  for (let i = from; i < to; i++) {
    if (told !== null && i >= told - 1 && opensClause(reading, i)) open = true;
    const match = matchAt(reading, i, 'time');
    if (!match || match.to > to) continue;
    const isDeadline = is(reading, i, 'deadline') || (i > from && is(reading, i - 1, 'deadline'));
    if (!open && !isDeadline) continue;
    const end = dateEnd(reading, i, match.to, to);
    times.push([i, end]);
    i = end - 1;
  }
  for (const [at, end] of times.reverse()) {
    const words = wordsOf(reading, at, end);
    const date = dateOf(words, reading.lexicon.language, publishedAt, isWeek(reading, at, end));
    if (date && !isPast(date, publishedAt)) return date;
  }
  return null;
}

function opensClause(reading: Reading, i: number): boolean {
  return (
    ['infinitive', 'complementiser', 'preposition', 'subordinator'].some((name) => is(reading, i, name)) &&
    !matchAt(reading, i, 'time')
  );
}

const YEAR = /^(?:19|20)\p{N}{2}$/u;

/**
 * Where a date ends whose day and year stand behind its month, however the pack's expression leads up to that: "by 1
 * March" goes on in "by 1 March 2022", "by March" in "by March 1st, 2022".
 */
function dateEnd(reading: Reading, from: number, end: number, most: number): number {
  const hasOne = (what: (i: number) => boolean) => {
    for (let i = from; i < end; i++) if (what(i)) return true;
    return false;
  };
  const isYear = (i: number) => YEAR.test(reading.tokens[i]?.norm ?? '');
  const isDay = (i: number) => is(reading, i, 'number') || is(reading, i, 'ordinal');
  if (!hasOne((i) => is(reading, i, 'month')) || hasOne(isYear)) return end;
  const day = end < most && !hasOne(isDay) && is(reading, end, 'ordinal') ? end + 1 : end;
  let at = /^[،,]$/u.test(reading.tokens[day]?.norm ?? '') ? day + 1 : day;
  while (at < day + 2 && is(reading, at, 'of-year')) at += 1;
  return at < most && isYear(at) ? at + 1 : day;
}

function isWeek(reading: Reading, from: number, to: number): boolean {
  let week = false;
  for (let i = from; i < to; i++) {
    if (is(reading, i, 'week')) week = true;
    if (is(reading, i, 'weekday') || is(reading, i, 'number')) return false;
  }
  return week;
}

function isPast(date: string, publishedAt: string | null): boolean {
  if (!publishedAt) return false;
  const last = date.split('/').at(-1) ?? date;
  return last < publishedAt.slice(0, last.length);
}
