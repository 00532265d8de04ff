import { Cron } from 'croner';

/*
 * When a schedule's slots are. `when` is a cron expression of five fields, or one local date and time,
 * "2026-12-01T08:00"; both are read in an IANA zone. Moments are milliseconds since 1970, UTC.
 *
 * Where the clocks change, one of two rules holds:
 * - An expression that names hours ("30 2 * * *") means the time on the wall. One that the spring gap swallows comes at
 *   the first moment after the gap, once, however many it swallows; one that autumn repeats comes the first time alone.
 *   Between two of them are therefore 23, 24 or 25 hours.
 * - An expression of every hour ("0 * * * *", "*\/30 * * * *", "0-23") means what goes by: each real minute at which the
 *   clock shows a matching time is a slot. The hour that autumn repeats has its slots twice, since it is two hours; the
 *   hour that spring leaves out has none, and nothing is moved.
 * A date and time alone goes by the first rule.
 */

/** Slots nearer than this are refused: nobody reads a briefing more often, and each takes a channel's allowance. */
export const LEAST_MINUTES = 5;

/**
 * Why a `when` cannot be used. `not-a-time`: neither a cron expression nor a date and time; `never`: no such day comes,
 * as 31 February; `too-often`: more than once in 5 minutes; `past`: its one time is over.
 */
export type WhenFault = 'not-a-time' | 'never' | 'too-often' | 'past';

/** Whether Node knows this zone: an IANA name in any case, an older name of one, or an offset ("+03:00"). */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Says why a `when` cannot be used; null where it can. Throws a RangeError for what is no zone. */
export function checkWhen(when: string, zone: string, now: number): WhenFault | null {
  const times = timesOf(when);
  if (typeof times === 'string') return times;
  if (times.type === 'once') return nextSlot(when, zone, now) === null ? 'past' : null;
  // On the wall, not in the zone: that a change of the clocks brings two slots together is no fault of the expression.
  let last = times.next(now);
  if (last === null) return 'never';
  for (let i = 0; i < CLOSE_LOOKS; i += 1) {
    const next = times.next(last + 1);
    if (next === null || next - last > DAY) return null;
    if (next - last < LEAST_MINUTES * MINUTE) return 'too-often';
    last = next;
  }
  return null;
}

/** The first slot after a moment; null where none comes, or `when` is no time. Throws a RangeError for what is no zone. */
export function nextSlot(when: string, zone: string, after: number): number | null {
  return slotsFrom(when, zone, after + 1).next().value ?? null;
}

/** The slots from a moment until another, both included, the first `limit` of them. Throws as `nextSlot`. */
export function slotsBetween(when: string, zone: string, from: number, until: number, limit: number): number[] {
  const slots: number[] = [];
  if (limit <= 0) return slots;
  for (const slot of slotsFrom(when, zone, from)) {
    if (slot > until) break;
    slots.push(slot);
    if (slots.length >= limit) break;
  }
  return slots;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Two days of slots at the least distance: whatever comes together does so within them. */
const CLOSE_LOOKS = 2 * 24 * (60 / LEAST_MINUTES) + 2;

/** Times on the wall, as milliseconds since 1970 of a clock that never changes. `next`: the first from there on. */
type Times = { type: 'once' | 'hours' | 'every-hour'; next: (wall: number) => number | null };

function timesOf(when: string): Times | 'not-a-time' | 'never' {
  const date = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})$/.exec(when);
  if (date) return onceAt(when, Number(date[2]), Number(date[3]));
  const fields = when.trim().split(/\s+/);
  // croner knows more than cron: nicknames, seconds, "?" for the moment it is asked at, "+" for "and".
  if (fields.length !== 5 || !fields.every((field) => /^[\dA-Za-z*,/#-]+$/.test(field))) return 'not-a-time';
  const cron = cronOf(fields.join(' '));
  if (cron === null) return 'not-a-time';
  return {
    type: /^(\*|0-23)(\/1)?$/.test(fields[1] ?? '') ? 'every-hour' : 'hours',
    next: (wall) => cron.nextRun(new Date(wall - 1))?.getTime() ?? null,
  };
}

/** croner tells times on the wall alone: a clock without changes has no gap for it to judge. */
function cronOf(expression: string): Cron | null {
  try {
    return new Cron(expression, { mode: '5-part', utcOffset: 0 });
  } catch {
    return null;
  }
}

function onceAt(when: string, hour: number, minute: number): Times | 'not-a-time' | 'never' {
  if (hour > 23 || minute > 59) return 'not-a-time';
  const wall = Date.parse(`${when}:00Z`);
  // 31 February is read as 3 March, or as nothing.
  if (Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(when)) return 'never';
  return { type: 'once', next: (from) => (wall >= from ? wall : null) };
}

/** A stretch of time in which a zone's clocks are not changed. Offsets are milliseconds ahead of UTC. */
type Stretch = { start: number; end: number; offset: number; offsetBefore: number };

function stretchAt(moment: number, zone: string): Stretch {
  const now = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
  const offset = offsetOf(now);
  const end = now.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
  // "Previous" leaves out the very moment: asked a little later, it finds a change that is just now.
  const start = now.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  if (start === null) return { start: Number.NEGATIVE_INFINITY, end, offset, offsetBefore: offset };
  const offsetBefore = offsetOf(start.subtract({ nanoseconds: 1 }));
  return { start: start.epochMilliseconds, end, offset, offsetBefore };
}

function offsetOf(moment: Temporal.ZonedDateTime): number {
  return moment.offsetNanoseconds / 1_000_000;
}

function* slotsFrom(when: string, zone: string, from: number): Generator<number, undefined, undefined> {
  const times = timesOf(when);
  if (typeof times === 'string') return;
  let at = from;
  while (Number.isFinite(at)) {
    const stretch = stretchAt(at, zone);
    const { start, end, offset, offsetBefore } = stretch;
    let wall = at + offset;
    if (times.type !== 'every-hour') {
      if (at === start && swallowed(times, stretch)) {
        yield start;
        wall += 1;
      }
      // What the wall has shown before it was put back.
      wall = Math.max(wall, start + offsetBefore);
    }
    let next = times.next(wall);
    while (next !== null && next - offset < end) {
      yield next - offset;
      next = times.next(next + 1);
    }
    if (next === null) return;
    at = end;
  }
}

/** Whether a time on the wall falls into the gap at the beginning of a stretch. */
function swallowed(times: Times, { start, offset, offsetBefore }: Stretch): boolean {
  const first = offset > offsetBefore ? times.next(start + offsetBefore) : null;
  return first !== null && first < start + offset;
}
