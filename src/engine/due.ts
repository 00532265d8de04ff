import { dateOf } from '../languages/dates.ts';
import { is, matchAt, type Reading, wordsOf } from './reading.ts';

/**
 * When a commitment falls due: the last time expression of its content that tells a date which is not past at
 * publication. ISO 8601 date or interval, or null.
 */
export function dueOf(reading: Reading, from: number, to: number, publishedAt: string | null): string | null {
  let due: string | null = null;
  for (let i = from; i < to; i++) {
    const match = matchAt(reading, i, 'time');
    if (!match || match.to > to) continue;
    const date = dateOf(wordsOf(reading, i, match.to), reading.lexicon.language, publishedAt, isWeek(reading, i, match.to));
    if (date && !isPast(date, publishedAt)) due = date;
    i = match.to - 1;
  }
  return due;
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
