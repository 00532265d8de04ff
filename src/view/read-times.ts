import type { TimeWord } from '../languages/interface.ts';
import type { TimeToken, Weekday } from './time-words.ts';

type Half = 'am' | 'pm' | 'night';

/** A time of day; `half`: of the day, where words told it, so that it is not told again. */
type Time = { hour: number; minute: number; half: Half | null };

/** What the words of a time say. */
export type TimesRead = {
  times: readonly { hour: number; minute: number }[];
  days: ReadonlySet<Weekday>;
  monthDays: readonly (number | 'L')[];
  monthly: boolean;
  /** Whether it is said to come again: "every". */
  again: boolean;
  /** Days from today on: tomorrow is 1. */
  ahead: number | null;
  date: { year: number | null; month: number; day: number } | null;
  every: { count: number; of: 'hour' | 'minute' } | null;
  /** Whether the two times are the first and the last of a day. */
  span: boolean;
};

/** The working week and the weekend of where the schedule is. */
export type Week = { work: readonly Weekday[]; weekend: readonly Weekday[] };

/** Reads the words of a time in their order; null where they make none. */
export function readTimes(tokens: readonly TimeToken[], week: Week): TimesRead | null {
  const state = startState();
  for (let i = 0; i < tokens.length; ) {
    const used = step(tokens, i, state, week);
    if (used === 0) return null;
    i += used;
  }
  const { year, month, day } = state.date;
  if ((month === null) !== (day === null) || (year !== null && month === null)) return null;
  const date = month === null || day === null ? null : { year, month, day };
  const valid = state.times.every(({ hour, minute }) => hour < 24 && minute < 60);
  return valid && state.pastMinutes === 0 ? { ...state, date } : null;
}

type State = {
  times: Time[];
  days: Set<Weekday>;
  monthDays: (number | 'L')[];
  monthly: boolean;
  again: boolean;
  ahead: number | null;
  date: { year: number | null; month: number | null; day: number | null };
  every: TimesRead['every'];
  span: boolean;
  /** The last day named, where the word before is it; so for the last time. */
  afterDay: Weekday | null;
  afterTime: boolean;
  /** "to" stands between two days, or two times. */
  until: 'day' | 'time' | null;
  /** The half of the day for the times to come: 下午3点. */
  half: Half | null;
  /** "half past" eight. */
  pastMinutes: number;
};

function startState(): State {
  return {
    times: [],
    days: new Set(),
    monthDays: [],
    monthly: false,
    again: false,
    ahead: null,
    date: { year: null, month: null, day: null },
    every: null,
    span: false,
    afterDay: null,
    afterTime: false,
    until: null,
    half: null,
    pastMinutes: 0,
  };
}

const has = (token: TimeToken | undefined, word: TimeWord) => token?.means.has(word) ?? false;

/** Takes one or more words in; gives how many, 0 where they have no sense here. */
function step(tokens: readonly TimeToken[], i: number, state: State, week: Week): number {
  const token = tokens[i] as TimeToken;
  const { afterDay, afterTime, until } = state;
  Object.assign(state, { afterDay: null, afterTime: false });
  const dated = state.date.month !== null || state.ahead !== null;
  if (token.date) {
    if (dated) return 0;
    state.date = token.date;
    return 1;
  }
  if (token.clock) return addTime(state, token.clock.hour, token.clock.minute, until);
  if (token.weekday !== null && (token.number === null || isDay(tokens[i + 1], afterDay, until))) {
    return addDay(state, token.weekday, until);
  }
  if (token.month !== null) {
    if (dated) return 0;
    state.date.month = token.month;
    return 1;
  }
  if (has(token, 'every') && (tokens[i + 1]?.number ?? null) !== null) return repetition(tokens, i, state);
  if (token.number !== null) return number(tokens, i, state, until);
  // Two dates are more than one schedule keeps.
  if (dated && (has(token, 'today') || has(token, 'tomorrow') || has(token, 'after_tomorrow'))) return 0;
  if (has(token, 'every') || has(token, 'every_day')) state.again = true;
  const told = wholeWord(token, state, week) || timeWord(token, tokens[i + 1], state, afterTime);
  if (told) return 1;
  // "по понедельникам и по четвергам": only right after a day is it "to".
  const dayBefore = afterDay !== null && !has(tokens[i - 1], 'and');
  if (has(token, 'until') && (dayBefore || afterTime)) {
    Object.assign(state, { until: dayBefore ? 'day' : 'time', afterDay });
    return 1;
  }
  // A comma or an "and" does not end a list: 周一、三.
  if (has(token, 'and')) {
    state.afterDay = afterDay;
    return 1;
  }
  return has(token, 'at') || has(token, 'filler') || has(token, 'every') || has(token, 'oclock') ? 1 : 0;
}

/** In 周一三 the second is a day, in 周一三点 it is three o'clock. */
function isDay(next: TimeToken | undefined, afterDay: Weekday | null, until: State['until']): boolean {
  return (afterDay !== null || until === 'day') && !has(next, 'oclock');
}

function addDay(state: State, day: Weekday, until: State['until']): number {
  if (until === 'day') {
    const from = [...state.days].at(-1) ?? day;
    for (let one = from; one !== day; one = (one + 1) % 7) state.days.add(one);
  }
  // Once more at the end, for a range that begins with it.
  state.days.delete(day);
  state.days.add(day);
  Object.assign(state, { afterDay: day, until: null });
  return 1;
}

function addTime(state: State, hour: number, minute: number, until: State['until']): number {
  const time: Time = { hour, minute: minute + state.pastMinutes, half: null };
  if (state.half) inHalf(time, state.half);
  state.times.push(time);
  if (until === 'time') state.span = true;
  Object.assign(state, { afterTime: true, until: null, pastMinutes: 0 });
  return 1;
}

function inHalf(time: Time, said: Half): void {
  time.half = said;
  // Ten at night is 22:00, two at night 02:00, twelve at night midnight.
  const half = said !== 'night' ? said : time.hour >= 6 && time.hour < 12 ? 'pm' : 'am';
  if (half === 'pm' && time.hour < 12) time.hour += 12;
  if (half === 'am' && time.hour === 12) time.hour = 0;
}

/** "every 2 hours", "toutes les 30 minutes". */
function repetition(tokens: readonly TimeToken[], i: number, state: State): number {
  const [count, unit] = [tokens[i + 1]?.number ?? null, tokens[i + 2]];
  const of = has(unit, 'hour') ? 'hour' : 'minute';
  // Every 3 days is more than cron can say; the 3 is no hour.
  if (has(unit, 'day_mark') || (unit?.month ?? null) !== null) {
    state.again = true;
    return 1;
  }
  if (count === null || !(has(unit, 'hour') || has(unit, 'minute'))) return 0;
  state.every = { count, of };
  return 3;
}

function number(tokens: readonly TimeToken[], i: number, state: State, until: State['until']): number {
  const value = tokens[i]?.number ?? 0;
  // "1-го числа": two marks.
  let marked = 1;
  while (has(tokens[i + marked], 'day_mark')) marked += 1;
  if (value >= 1000) {
    state.date.year = value;
    return 1;
  }
  if (state.date.day === null && (tokens[i - 1]?.month || monthFollows(tokens, i + 1))) {
    state.date.day = value;
    return marked;
  }
  if (marked > 1 || (!has(tokens[i - 1], 'at') && ofMonthFollows(tokens, i + 1))) {
    state.monthDays.push(value);
    return marked;
  }
  let used = i + 1;
  let minute = 0;
  if (has(tokens[used], 'oclock')) {
    used += 1;
    const minutes = tokens[used]?.number ?? null;
    if (minutes !== null && minutes < 60 && !has(tokens[used + 1], 'oclock')) {
      minute = minutes;
      used += has(tokens[used + 1], 'minute') ? 2 : 1;
    }
  }
  addTime(state, value, minute, until);
  return used - i;
}

function monthFollows(tokens: readonly TimeToken[], from: number): boolean {
  let i = from;
  while (has(tokens[i], 'day_mark') || has(tokens[i], 'filler')) i += 1;
  return (tokens[i]?.month ?? null) !== null;
}

/** "the 1st and the 15th of each month" */
function ofMonthFollows(tokens: readonly TimeToken[], from: number): boolean {
  const between = (token: TimeToken | undefined) =>
    token !== undefined &&
    (token.number !== null || has(token, 'and') || has(token, 'filler') || has(token, 'day_mark'));
  let i = from;
  while (between(tokens[i]) && !has(tokens[i], 'of_month')) i += 1;
  return has(tokens[i], 'of_month');
}

/** Words that say which days, alone. */
function wholeWord(token: TimeToken, state: State, week: Week): boolean {
  if (has(token, 'workdays')) for (const day of week.work) state.days.add(day);
  else if (has(token, 'weekend')) for (const day of week.weekend) state.days.add(day);
  else if (has(token, 'every_hour')) state.every = { count: 1, of: 'hour' };
  else if (has(token, 'every_two_hours')) state.every = { count: 2, of: 'hour' };
  else if (has(token, 'of_month')) state.monthly = true;
  else if (has(token, 'last_day')) state.monthDays.push('L');
  else if (has(token, 'today')) state.ahead = 0;
  else if (has(token, 'tomorrow')) state.ahead = 1;
  else if (has(token, 'after_tomorrow')) state.ahead = 2;
  else return has(token, 'every_day');
  return true;
}

/** Words that belong to a time of day: before it or after it. */
function timeWord(token: TimeToken, next: TimeToken | undefined, state: State, afterTime: boolean): boolean {
  const half = has(token, 'am') ? 'am' : has(token, 'pm') ? 'pm' : has(token, 'night') ? 'night' : null;
  const beforeTime = next !== undefined && (next.clock !== null || next.number !== null || has(next, 'at'));
  if (half !== null && (afterTime || beforeTime || !has(token, 'noon'))) {
    if (!afterTime) state.half = half;
    else for (const time of state.times) if (time.half === null) inHalf(time, half);
    state.afterTime = afterTime;
    return true;
  }
  const hour = has(token, 'noon') ? 12 : has(token, 'midnight') ? 0 : null;
  if (hour !== null) {
    state.half = null;
    addTime(state, hour, 0, state.until);
    return true;
  }
  const minutes = has(token, 'half') ? 30 : has(token, 'quarter') ? 15 : null;
  if (minutes === null) return false;
  const last = afterTime ? state.times.at(-1) : undefined;
  if (last) last.minute += minutes;
  else state.pastMinutes = minutes;
  state.afterTime = afterTime;
  return true;
}
