/*
 * What slots should be, found another way than in src/flows/slots.ts: without croner and without a table of changes,
 * by walking minute for minute and looking at the clock on the wall (Intl).
 */

/** The zones that tests go through: half and quarter hours, changes of half an hour, of a month, of a whole day. */
export const MODEL_ZONES = [
  'Asia/Riyadh',
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Casablanca',
  'America/Santiago',
  'Asia/Tehran',
  'Europe/Berlin',
  'Europe/Moscow',
  'Asia/Shanghai',
  'Asia/Kolkata',
  'Asia/Beirut',
  'Africa/Cairo',
  'America/Havana',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'America/Nuuk',
] as const;

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY = 1440 * MINUTE;

/** The slots from a moment until another, both included, in milliseconds since 1970. Takes cron's plain fields alone. */
export function slotsByModel(when: string, zone: string, from: number, until: number): number[] {
  const matches = matcherOf(when);
  const everyHour = when.split(' ')[1] === '*';
  const slots: number[] = [];
  // Beginning earlier, it knows what the wall has shown before; a zone has left out a whole day.
  const start = Math.floor((from - 3 * DAY) / MINUTE) * MINUTE;
  let shown = start + offsetAt(start, zone);
  for (let moment = start + MINUTE; moment <= until; moment += MINUTE) {
    const wall = moment + offsetAt(moment, zone);
    let slot = false;
    if (everyHour) slot = matches(wall);
    else for (let minute = shown + MINUTE; minute <= wall && !slot; minute += MINUTE) slot = matches(minute);
    shown = Math.max(shown, wall);
    if (slot && moment >= from) slots.push(moment);
  }
  return slots;
}

const clocks = new Map<string, { format: Intl.DateTimeFormat; offsets: Map<number, number> }>();

/** How far a zone's clock is ahead of UTC, in milliseconds: looked at each quarter of an hour, as all change at one. */
function offsetAt(moment: number, zone: string): number {
  const known = clocks.get(zone) ?? { format: formatOf(zone), offsets: new Map<number, number>() };
  clocks.set(zone, known);
  const quarter = Math.floor(moment / QUARTER) * QUARTER;
  let offset = known.offsets.get(quarter);
  if (offset === undefined) {
    const digits = known.format.format(quarter).match(/\d+/g) ?? [];
    const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = digits.map(Number);
    offset = Date.UTC(year, month - 1, day, hour, minute, second) - quarter;
    known.offsets.set(quarter, offset);
  }
  return offset;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const number = '2-digit';
  const fields = { year: 'numeric', month: number, day: number, hour: number, minute: number, second: number } as const;
  return new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...fields });
}

const MONTHS = ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Whether a time on the wall, given as if it were UTC, is one of `when`. */
function matcherOf(when: string): (wall: number) => boolean {
  if (!when.includes(' ')) {
    const only = Date.parse(`${when}Z`);
    return (wall) => wall === only;
  }
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = when.split(' ');
  const minutes = valuesOf(minute, 0, 59);
  const hours = valuesOf(hour, 0, 23);
  const days = valuesOf(day, 1, 31);
  const months = valuesOf(month, 1, 12, MONTHS);
  const weekdays = new Set([...valuesOf(weekday, 0, 7, DAYS)].map((one) => one % 7));
  const memo = new Map<number, boolean>();
  const dayMatches = (date: Date) => {
    if (!months.has(date.getUTCMonth() + 1)) return false;
    const byDay = days.has(date.getUTCDate());
    const byWeekday = weekdays.has(date.getUTCDay());
    // cron's old rule: where both are given, either will do.
    return day !== '*' && weekday !== '*' ? byDay || byWeekday : byDay && byWeekday;
  };
  return (wall) => {
    const ofDay = ((wall % DAY) + DAY) % DAY;
    if (!minutes.has((ofDay / MINUTE) % 60) || !hours.has(Math.floor(ofDay / (60 * MINUTE)))) return false;
    const dayAt = wall - ofDay;
    const known = memo.get(dayAt) ?? dayMatches(new Date(dayAt));
    memo.set(dayAt, known);
    return known;
  };
}

function valuesOf(field: string, least: number, most: number, names: readonly string[] = []): Set<number> {
  const values = new Set<number>();
  const number = (word: string) => (/^\d+$/.test(word) ? Number(word) : names.indexOf(word.toLowerCase()));
  for (const part of field.split(',')) {
    const [range = '', step = '1'] = part.split('/');
    const [first = '', last = first] = range === '*' ? [String(least), String(most)] : range.split('-');
    for (let value = number(first); value <= number(last); value += Number(step)) values.add(value);
  }
  return values;
}
