// docs/schedules.md says what the program does: of words for times, of clocks that change, of every reason.
import { expect, test } from 'vitest';
import { DeliveryState, FailReason, RETRIES, SkipReason } from '../../src/core/delivery.ts';
import { PAUSES } from '../../src/core/schedule.ts';
import { INTERFACE_LANGUAGES } from '../../src/core/topic.ts';
import { nextSlot, slotsBetween } from '../../src/flows/slots.ts';
import { interfaceOf } from '../../src/languages/interface.ts';
import { parseWhen } from '../../src/view/when.ts';
import { quotedIn, rowsOf } from './pages.ts';

const PAGE = 'docs/schedules.md';
const NOW = Date.parse('2026-11-25T12:00:00Z');
const one = (text = '') => quotedIn(text)[0] ?? '';

test('every example of words means what stands beside it, and there is one of each language', () => {
  const examples = rowsOf(PAGE, 'words');
  const { languages } = interfaceOf('en');
  for (const { words, language, means, at } of examples) {
    // Whatever the language of who asks.
    for (const reader of INTERFACE_LANGUAGES) {
      expect(parseWhen(one(words), reader, { zone: 'Europe/Paris', now: NOW }), at).toEqual({ when: one(means) });
    }
    expect([...Object.values(languages), 'any'], at).toContain(language);
  }
  const spoken = new Set(examples.map(({ language }) => language));
  for (const code of INTERFACE_LANGUAGES) expect(spoken).toContain(languages[code]);
  expect(parseWhen('weekdays at 8', 'en', { zone: 'Asia/Riyadh', now: NOW })).toEqual({ when: '0 8 * * 0-4' });
});

test('posts come when the page says, also where the clocks change', () => {
  const rows = rowsOf(PAGE, 'when');
  for (const { when, zone, day = '', at, ...row } of rows) {
    const date = Temporal.PlainDate.from(day.slice(0, 10));
    const start = date.toZonedDateTime(one(zone)).epochMilliseconds;
    const end = date.add({ days: 1 }).toZonedDateTime(one(zone)).epochMilliseconds - 1;
    const slots = slotsBetween(one(when), one(zone), start, end, 100).map((moment) =>
      Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(one(zone)).toPlainTime().toString().slice(0, 5),
    );
    expect([slots.join(', '), `${slots.length} posts`], at).toContain(row['posts, in local time']);
  }
  expect(rows.length).toBeGreaterThan(4);
  expect(nextSlot('@daily', 'UTC', NOW)).toBeNull();
});

test('every state and every reason is told, and as status tells it', () => {
  const states = DeliveryState.options.map(({ shape }) => shape.type.value);
  expect(rowsOf(PAGE, 'state').map(({ state }) => one(state))).toEqual(states);
  const { skips, retries, failures, pauses } = interfaceOf('en');
  const told: Record<string, string> = { ...pauses, ...failures, ...retries, ...skips };
  const rows = rowsOf(PAGE, 'reason');
  expect(new Set(rows.map(({ reason }) => one(reason)))).toEqual(
    new Set([...SkipReason.options, ...RETRIES, ...FailReason.options, ...PAUSES]),
  );
  for (const { reason, at, ...row } of rows) expect(row['what `status` tells'], at).toBe(told[one(reason)]);
});
