import { dateOf } from '../languages/dates.ts';
import type { Draft } from './frame.ts';
import { is, matchAt, type Reading, wordsOf } from './reading.ts';

/**
 * When a commitment falls due: the last time expression in tokens `[from, to)` that tells a date which is not past at
 * publication. ISO 8601 date or interval, or null. After a verb in the past a time tells when it was said, unless an
 * infinitive or a clause stands between ("agreed on Monday to meet in May").
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
    if (!open) continue;
    const match = matchAt(reading, i, 'time');
    if (!match || match.to > to) continue;
    times.push([i, match.to]);
    i = match.to - 1;
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
