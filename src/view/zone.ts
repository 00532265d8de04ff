import { distance } from 'fastest-levenshtein';
import type { InterfaceLanguage } from '../core/topic.ts';
import { foldText } from '../languages/fold.ts';
import { once, oncePer } from '../languages/load.ts';
import type { Week } from './read-times.ts';

/**
 * The time zone to propose: the person's own where it is known, else the one of their locale's region where that has
 * one alone (Saudi Arabia has, Russia has not), else the installation's. A zone that Node does not know counts for none.
 */
export function guessZone(of: { zone: string | null; locale: string | null; fallback: string }): string {
  const own = of.zone === null ? null : canonical(of.zone);
  if (own !== null) return own;
  const zones = of.locale === null ? [] : zonesOf(of.locale);
  return (zones.length === 1 ? zones[0] : undefined) ?? of.fallback;
}

/** A locale without a region says where a language is mostly spoken, and not where this person is. */
function zonesOf(locale: string): string[] {
  try {
    const { region } = new Intl.Locale(locale.replaceAll('_', '-'));
    return region === undefined ? [] : zonesOfRegion(region);
  } catch {
    return [];
  }
}

/** A zone that is meant, or names of those that come near. */
export type FoundZone = { zone: string } | { nearest: string[] };

/** Finds a zone by its IANA name, a city's name ("new york") or a distance from UTC ("UTC+3", "GMT-03:30"). */
export function findZone(words: string): FoundZone {
  const text = foldText(words).trim();
  const offset = /^(?:utc|gmt|z)?\s*([+\-−])\s*(\d{1,2})(?::?(\d{2}))?$/u.exec(text);
  if (offset) return atOffset(offset[1] === '+' ? '+' : '-', Number(offset[2]), Number(offset[3] ?? 0));
  if (/^(?:utc|gmt|z)$/u.test(text)) return { zone: 'UTC' };
  const key = keyOf(words);
  const exact = cities().get(key) ?? [];
  const [only] = exact;
  if (only !== undefined && exact.length === 1) return { zone: only };
  const named = canonical(key.replaceAll(' ', '_'));
  if (named !== null) return { zone: named };
  return { nearest: exact.length > 0 ? [...exact] : nearestTo(key) };
}

function atOffset(sign: '+' | '-', hours: number, minutes: number): FoundZone {
  if (hours > 14 || minutes > 59 || (hours === 14 && minutes > 0)) return { nearest: [] };
  const two = (number: number) => String(number).padStart(2, '0');
  return { zone: hours + minutes === 0 ? 'UTC' : `${sign}${two(hours)}:${two(minutes)}` };
}

const MOST_NEAREST = 3;

function nearestTo(key: string): string[] {
  if (key === '') return [];
  const near = [...cities().keys(), ...ids().keys()]
    .map((name) => ({ name, far: distance(name, key) }))
    .filter(({ name, far }) => far <= Math.max(1, Math.floor(Math.min(name.length, key.length) / 3)))
    .filter(({ far }, _i, all) => far === Math.min(...all.map((one) => one.far)))
    .flatMap(({ name }) => cities().get(name) ?? ids().get(name) ?? []);
  return [...new Set(near)].slice(0, MOST_NEAREST);
}

function keyOf(name: string): string {
  return foldText(name).normalize('NFD').replace(/\p{M}/gu, '').replaceAll('_', ' ').replace(/\s+/gu, ' ').trim();
}

/** A zone's name as IANA writes it; null where Node does not know it. */
function canonical(zone: string): string | null {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId;
  } catch {
    return null;
  }
}

/** Names that Node lists by their older form, and large cities that keep another's time. */
const ALSO: Readonly<Record<string, string>> = {
  kolkata: 'Asia/Kolkata',
  kathmandu: 'Asia/Kathmandu',
  yangon: 'Asia/Yangon',
  'ho chi minh': 'Asia/Ho_Chi_Minh',
  kyiv: 'Europe/Kyiv',
  kiev: 'Europe/Kyiv',
  nuuk: 'America/Nuuk',
  'buenos aires': 'America/Argentina/Buenos_Aires',
  beijing: 'Asia/Shanghai',
  shenzhen: 'Asia/Shanghai',
  guangzhou: 'Asia/Shanghai',
  delhi: 'Asia/Kolkata',
  'new delhi': 'Asia/Kolkata',
  mumbai: 'Asia/Kolkata',
  bangalore: 'Asia/Kolkata',
  islamabad: 'Asia/Karachi',
  hanoi: 'Asia/Ho_Chi_Minh',
  mecca: 'Asia/Riyadh',
  medina: 'Asia/Riyadh',
  jeddah: 'Asia/Riyadh',
  doha: 'Asia/Qatar',
  manama: 'Asia/Bahrain',
  'kuwait city': 'Asia/Kuwait',
  'abu dhabi': 'Asia/Dubai',
  sanaa: 'Asia/Aden',
  ankara: 'Europe/Istanbul',
  'saint petersburg': 'Europe/Moscow',
  'st petersburg': 'Europe/Moscow',
  geneva: 'Europe/Zurich',
  barcelona: 'Europe/Madrid',
  milan: 'Europe/Rome',
  frankfurt: 'Europe/Berlin',
  munich: 'Europe/Berlin',
  hamburg: 'Europe/Berlin',
  edinburgh: 'Europe/London',
  washington: 'America/New_York',
  boston: 'America/New_York',
  miami: 'America/New_York',
  atlanta: 'America/New_York',
  houston: 'America/Chicago',
  dallas: 'America/Chicago',
  'san francisco': 'America/Los_Angeles',
  seattle: 'America/Los_Angeles',
  montreal: 'America/Toronto',
  ottawa: 'America/Toronto',
  'rio de janeiro': 'America/Sao_Paulo',
  brasilia: 'America/Sao_Paulo',
  wellington: 'Pacific/Auckland',
  canberra: 'Australia/Sydney',
};

type Zones = ReadonlyMap<string, readonly string[]>;

const cities: () => Zones = once(() => {
  const found = new Map<string, string[]>(Object.entries(ALSO).map(([name, zone]) => [name, [zone]]));
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const key = keyOf(zone.slice(zone.lastIndexOf('/') + 1));
    if (!(key in ALSO)) found.set(key, [...(found.get(key) ?? []), zone]);
  }
  return found;
});

const ids: () => Zones = once(
  () => new Map([...Intl.supportedValuesOf('timeZone'), ...Object.values(ALSO)].map((zone) => [keyOf(zone), [zone]])),
);

/** How far a zone is from UTC at a moment (ms since 1970): "UTC+3", "UTC-3:30". */
export function offsetOf(zone: string, at: number): string {
  const offset = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offset;
  const [, sign = '+', hours = '0', minutes = '00'] = /^([+-])(\d+):(\d+)/.exec(offset) ?? [];
  if (Number(hours) + Number(minutes) === 0) return 'UTC';
  return `UTC${sign}${Number(hours)}${minutes === '00' ? '' : `:${minutes}`}`;
}

/** What a zone's time is called in a language: "Saudi Arabia Time"; null where it has no name but its distance from UTC. */
export function zoneName(zone: string, language: InterfaceLanguage): string | null {
  const short = nameIn(`${language} ${zone} shortGeneric`);
  // Letters alone (ET, CET) say nothing to who lives elsewhere.
  const named = /^[A-Z]+$/u.test(short) ? nameIn(`${language} ${zone} longGeneric`) : short;
  return /^(?:GMT|UTC)|\d/u.test(named) || named === '' ? null : named;
}

/** Whether a zone is a distance from UTC and no place. */
export function isOffset(zone: string): boolean {
  return /^(?:[+-]\d|UTC$)/u.test(zone);
}

/** In 1970 zones had no summer time, and so are called standard time where they are not any more. */
const A_WINTER = Date.UTC(2026, 0, 1);

const nameIn = oncePer((key: string): string => {
  const [language = '', timeZone = '', style] = key.split(' ');
  const timeZoneName = style === 'longGeneric' ? style : 'shortGeneric';
  const parts = new Intl.DateTimeFormat(language, { timeZone, timeZoneName }).formatToParts(A_WINTER);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
});

/**
 * The working week of a zone's region, from its first day on, and its weekend: the region's own where Friday is a day
 * off, else Monday to Friday, which is meant by "weekdays" also where many work on Saturday.
 */
export const weekOf: (zone: string) => Week = oncePer((zone: string) => {
  const weekend = fridaysOff().get(primary(zone)) ?? [6, 0];
  const first = ((weekend.at(-1) ?? 0) + 1) % 7;
  const days = Array.from({ length: 7 }, (_, i) => (first + i) % 7);
  return { work: days.filter((day) => !weekend.includes(day)), weekend };
});

/** The weekends that have a Friday, by zone. Which region a zone is in only the regions tell. */
const fridaysOff = once(() => {
  const found = new Map<string, number[]>();
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(65 + i));
  for (const region of letters.flatMap((one) => letters.map((other) => one + other))) {
    const { weekend } = new Intl.Locale('und', { region }).getWeekInfo();
    if (!weekend.includes(5)) continue;
    for (const zone of zonesOfRegion(region)) {
      found.set(
        zone,
        weekend.map((day) => day % 7),
      );
    }
  }
  return found;
});

function zonesOfRegion(region: string): string[] {
  return new Intl.Locale('und', { region }).getTimeZones() ?? [];
}

/** Of several names for a zone the one by which Node lists it. */
function primary(zone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
}
