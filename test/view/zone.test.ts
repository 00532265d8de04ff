import { describe, expect, test } from 'vitest';
import { INTERFACE_LANGUAGES } from '../../src/core/topic.ts';
import { findZone, guessZone, offsetOf, zoneName } from '../../src/view/zone.ts';

describe('the zone to propose', () => {
  test.each([
    ['their own', { zone: 'Asia/Tokyo', locale: 'ar-SA', fallback: 'UTC' }, 'Asia/Tokyo'],
    ['their own, as IANA writes it', { zone: 'asia/tokyo', locale: null, fallback: 'UTC' }, 'Asia/Tokyo'],
    ['no zone', { zone: 'Mars/Olympus', locale: 'ar-SA', fallback: 'UTC' }, 'Asia/Riyadh'],
    ['a region with one zone', { zone: null, locale: 'fr-FR', fallback: 'UTC' }, 'Europe/Paris'],
    ['written otherwise', { zone: null, locale: 'ar_SA', fallback: 'UTC' }, 'Asia/Riyadh'],
    ['a region with many', { zone: null, locale: 'en-US', fallback: 'Europe/Paris' }, 'Europe/Paris'],
    ['a language alone', { zone: null, locale: 'ar', fallback: 'UTC' }, 'UTC'],
    ['a region of many states', { zone: null, locale: 'es-419', fallback: 'UTC' }, 'UTC'],
    ['no locale', { zone: null, locale: 'not a locale', fallback: 'UTC' }, 'UTC'],
    ['nothing', { zone: null, locale: null, fallback: 'Asia/Dubai' }, 'Asia/Dubai'],
  ])('%s', (_what, of, zone) => {
    expect(guessZone(of)).toBe(zone);
  });
});

describe('a zone by its words', () => {
  test.each([
    ['Asia/Riyadh', 'Asia/Riyadh'],
    ['asia/riyadh', 'Asia/Riyadh'],
    ['America/New York', 'America/New_York'],
    ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['riyadh', 'Asia/Riyadh'],
    ['  New   York ', 'America/New_York'],
    ['São Paulo', 'America/Sao_Paulo'],
    ['Kyiv', 'Europe/Kyiv'],
    ['Kolkata', 'Asia/Kolkata'],
    ['Beijing', 'Asia/Shanghai'],
    ['UTC', 'UTC'],
    ['utc+0', 'UTC'],
    ['UTC+3', '+03:00'],
    ['GMT -3:30', '-03:30'],
    ['+0530', '+05:30'],
    ['UTC−5', '-05:00'],
    ['US/Eastern', 'US/Eastern'],
  ])('%j: %s', (words, zone) => {
    expect(findZone(words)).toEqual({ zone });
  });

  test.each([
    ['Europe/Lodnon', ['Europe/London']],
    ['new yrok', ['America/New_York']],
    ['Berln', ['Europe/Berlin']],
    ['Riyad', ['Asia/Riyadh']],
    ['qqqqqqqq', []],
    ['UTC+30', []],
    ['', []],
  ])('%j is none; near: %j', (words, nearest) => {
    expect(findZone(words)).toEqual({ nearest });
  });

  test('every zone that Node lists is found by its name', () => {
    for (const zone of Intl.supportedValuesOf('timeZone')) expect(findZone(zone)).toEqual({ zone });
  });

  test('whatever is found or proposed, Node knows', () => {
    for (const words of ['delhi', 'doha', 'washington', 'kuwait city', 'mecca', 'londn', 'par']) {
      const found = findZone(words);
      for (const zone of 'zone' in found ? [found.zone] : found.nearest) expect(offsetOf(zone, 0)).toMatch(/^UTC/);
    }
  });
});

test('the distance from UTC is that of the moment', () => {
  expect(offsetOf('America/New_York', Date.parse('2026-01-01T00:00Z'))).toBe('UTC-5');
  expect(offsetOf('America/New_York', Date.parse('2026-07-01T00:00Z'))).toBe('UTC-4');
  expect(offsetOf('America/St_Johns', Date.parse('2026-01-01T00:00Z'))).toBe('UTC-3:30');
  expect(offsetOf('Africa/Abidjan', 0)).toBe('UTC');
});

test('a zone has a name in every language, and an offset has none', () => {
  for (const language of INTERFACE_LANGUAGES) {
    expect(zoneName('Asia/Riyadh', language)).toBeTypeOf('string');
    expect(zoneName('America/New_York', language)).toMatch(/\p{L}{3}/u);
    expect(zoneName('+03:00', language)).toBeNull();
  }
});
