import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ACTS, type Control } from '../../src/core/document.ts';
import { INTERFACE_LANGUAGES } from '../../src/core/topic.ts';
import {
  askView,
  controlBlocks,
  decode,
  decodeAsked,
  encode,
  encodeAct,
  homeView,
  type Used,
  type Wanted,
} from '../../src/slack/controls.ts';
import { faultsOf } from '../../src/slack/limits.ts';

const context = { topic: 'china-russia', language: 'en', about: 'positions' } as const;

const points = (length: number): Control => ({
  type: 'select',
  id: 'point',
  label: 'Point',
  options: Array.from({ length }, (_, i) => ({
    about: String(i + 1),
    label: `${i + 1} · الصين وروسيا · ${'ت'.repeat(90)}`,
  })),
});

const CONTROLS: Control[] = [
  points(3),
  { type: 'button', id: 'positions', label: 'Positions', about: 'positions' },
  { type: 'button', id: 'card', label: 'Card', about: '' },
  { type: 'form', id: 'language', label: 'Language' },
  { type: 'form', id: 'ask', label: 'Ask' },
];

/** Every way of using the controls, as Slack would send it. */
function usesOf(controls: readonly Control[]): Used[] {
  return controlBlocks(controls, context)
    .flatMap((block) => block.elements)
    .flatMap((element): Used[] => {
      if (element.type === 'button') return [{ action_id: element.action_id ?? '', value: element.value }];
      if (element.type !== 'static_select') return [];
      return (element.options ?? []).map((option) => ({
        action_id: element.action_id ?? '',
        selected_option: { value: option.value ?? '' },
      }));
    });
}

test('a control comes back with what it goes on with', () => {
  const read = (about: string, language: 'en' | 'ar' | 'es' | 'fr' | 'ru' | 'zh' = 'en'): Wanted => ({
    want: 'read',
    topic: 'china-russia',
    about,
    language,
  });
  expect(usesOf(CONTROLS).map(decode)).toEqual([
    read('1'),
    read('2'),
    read('3'),
    read('positions'),
    read(''),
    ...INTERFACE_LANGUAGES.map((language) => read('positions', language)),
    { want: 'ask', topic: 'china-russia', language: 'en' },
  ]);
});

test('what a button does to a schedule comes back from its id', () => {
  const AnyActing = fc.record({
    act: fc.constantFrom(...ACTS),
    schedule: fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' }),
  });
  fc.assert(
    fc.property(AnyActing, (acting) => {
      const action_id = encodeAct(acting);
      if (action_id === null) return expect(acting.schedule.length).toBeGreaterThan(200);
      expect(action_id.length).toBeLessThanOrEqual(255);
      expect(decode({ action_id })).toEqual({ want: 'act', ...acting });
    }),
  );
});

test('buttons on schedules need no topic', () => {
  const act: Control = { type: 'act', id: 'confirm', label: 'Yes', act: 'confirm', schedule: 's1', weight: 'main' };
  const blocks = controlBlocks([act, ...CONTROLS], { ...context, topic: null });
  expect(faultsOf({ text: 'x', blocks })).toEqual([]);
  expect(blocks).toMatchObject([{ elements: [{ action_id: 'act/confirm/s1', style: 'primary' }] }]);
  expect(blocks[0]?.elements).toHaveLength(1);
});

test.each([
  ['an unknown deed', { action_id: 'act/explode/s1' }],
  ['a deed to nothing', { action_id: 'act/pause/' }],
  ['another app’s', { action_id: 'approve', value: '1' }],
  ['an unknown language', { action_id: 'show/point/xx/china-russia', value: '1' }],
  ['no topic', { action_id: 'show/point/en/', value: '1' }],
  ['an unknown choice', { action_id: 'language/language/en/x', selected_option: { value: 'xx/3' } }],
])('%s control is not ours', (_, used) => {
  expect(decode(used)).toBeNull();
});

test('a topic may have any name that fits', () => {
  const id = encode({ kind: 'show', id: 'point', language: 'zh', topic: 'a/b c' }) ?? '';
  expect(decode({ action_id: id, value: '3' })).toEqual({ want: 'read', topic: 'a/b c', about: '3', language: 'zh' });
  expect(encode({ kind: 'show', id: 'point', language: 'zh', topic: 'x'.repeat(250) })).toBeNull();
  expect(controlBlocks(CONTROLS, { ...context, topic: 'x'.repeat(250) })).toEqual([]);
});

test('without a topic there is nothing to go on with', () => {
  expect(controlBlocks(CONTROLS, { ...context, topic: null })).toEqual([]);
});

test.each([1, 60, 100, 101, 400, 900])('a select of %d points keeps the limits', (length) => {
  const blocks = controlBlocks([points(length), ...CONTROLS.slice(1)], context);
  expect(faultsOf({ text: 'x', blocks })).toEqual([]);
  const selects = blocks.flatMap(({ elements }) => elements).filter(({ type }) => type === 'static_select');
  expect(selects).toHaveLength(Math.min(5, Math.ceil(length / 100)) + 1);
});

test('pages of a select say which points they have', () => {
  const [first, second] = controlBlocks([points(150)], context)[0]?.elements ?? [];
  expect(first).toMatchObject({ action_id: 'show/point/en/china-russia', placeholder: { text: 'Point 1–100' } });
  expect(second).toMatchObject({ action_id: 'show/point-2/en/china-russia', placeholder: { text: 'Point 101–150' } });
});

test('the range of a page is not turned round by Arabic letters', () => {
  const select = { ...points(150), label: 'النقطة' };
  const [first, second] = controlBlocks([select], { ...context, language: 'ar' })[0]?.elements ?? [];
  expect(first).toMatchObject({ placeholder: { text: 'النقطة \u20661–100\u2069' } });
  expect(second).toMatchObject({ placeholder: { text: 'النقطة \u2066101–150\u2069' } });
});

test('many buttons stand in rows of 25', () => {
  const buttons = Array.from(
    { length: 30 },
    (_, i): Control => ({ type: 'button', id: `b${i}`, label: 'x', about: 'x' }),
  );
  const blocks = controlBlocks(buttons, context);
  expect(blocks.map(({ elements }) => elements.length)).toEqual([25, 5]);
  expect(faultsOf({ text: 'x', blocks })).toEqual([]);
});

test.each(INTERFACE_LANGUAGES)('the form for a question in %s comes back with where the answer goes', (language) => {
  const place = { channel: 'C1', thread: '1.2', response_url: null };
  const view = askView({ topic: 'china-russia', language, place });
  expect(faultsOf(view)).toEqual([]);
  const submitted = (value: string | null, private_metadata = view.private_metadata ?? '') =>
    decodeAsked({ callback_id: 'ask', private_metadata, state: { values: { question: { question: { value } } } } });
  expect(submitted(' vaccines? ')).toEqual({ topic: 'china-russia', language, place, question: 'vaccines?' });
  expect(submitted(' ')).toBeNull();
  expect(submitted(null)).toBeNull();
  expect(submitted('x', 'no JSON')).toBeNull();
  expect(submitted('x', 'null')).toBeNull();
});

test.each([0, 3, 99, 100, 3000])('the home of %d topics keeps the limits', (length) => {
  const topics = Array.from({ length }, (_, i) => ({ id: `topic-${i}`, title: `Topic ${i}` }));
  const view = homeView(topics, 'en');
  expect(faultsOf(view)).toEqual([]);
  expect(JSON.stringify(view).includes('Topic 0')).toBe(length > 0);
});

test('a topic on the home opens its card, or asks', () => {
  const [, row] = homeView([{ id: 'china-russia', title: 'China and Russia' }], 'fr').blocks;
  const elements = row && 'elements' in row ? (row.elements as Used[]) : [];
  expect(elements.map(decode)).toEqual([
    { want: 'read', topic: 'china-russia', about: '', language: 'fr' },
    { want: 'ask', topic: 'china-russia', language: 'fr' },
  ]);
});
