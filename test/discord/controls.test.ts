import { ButtonStyle, ComponentType } from 'discord.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ACTS, type Control } from '../../src/core/document.ts';
import { INTERFACE_LANGUAGES } from '../../src/core/topic.ts';
import {
  askForm,
  carried,
  controlRows,
  decode,
  decodeAct,
  encode,
  encodeAct,
  type Going,
  languageForm,
  QUESTION,
} from '../../src/discord/controls.ts';
import { faultsOf, faultsOfModal } from '../../src/discord/limits.ts';
import { checkAgainst, hasSpecification } from './openapi.ts';

const standing = { topic: 'china-russia', language: 'en', about: '' } as const;

function selectOf(count: number, label = 'China · intends'): Control {
  const options = Array.from({ length: count }, (_, i) => ({ about: String(i + 1), label: `${i + 1} · ${label}` }));
  return { type: 'select', id: 'point', label: 'Point', options };
}

const ask: Control = { type: 'form', id: 'ask', label: 'Ask' };
const button = (about: string): Control => ({ type: 'button', id: about, label: 'Go', about });

test('what a control goes on with comes back from its id, or the id would be too long', () => {
  const AnyGoing: fc.Arbitrary<Going> = fc.record({
    kind: fc.constantFrom('button', 'select', 'ask', 'language'),
    topic: fc.string({ minLength: 1, maxLength: 60 }),
    about: fc.string({ maxLength: 60, unit: 'grapheme' }),
    language: fc.constantFrom(...INTERFACE_LANGUAGES),
  });
  fc.assert(
    fc.property(AnyGoing, fc.nat(40), (going, place) => {
      const id = encode(going, place);
      if (id === null) return;
      expect(id.length).toBeLessThanOrEqual(100);
      expect(decode(id)).toEqual(going);
    }),
  );
});

test('so does what a button does to a schedule, and no control is taken for one of the other sort', () => {
  const AnyActing = fc.record({
    act: fc.constantFrom(...ACTS),
    schedule: fc.string({ minLength: 1, maxLength: 120, unit: 'grapheme' }),
  });
  fc.assert(
    fc.property(AnyActing, fc.nat(40), (acting, place) => {
      const id = encodeAct(acting, place);
      if (id === null) return expect(acting.schedule.length).toBeGreaterThan(60);
      expect(id.length).toBeLessThanOrEqual(100);
      expect(decodeAct(id)).toEqual(acting);
      expect(decode(id)).toBeNull();
    }),
  );
  const read = encode({ kind: 'button', topic: 't', about: '3', language: 'en' }, 0);
  expect(decodeAct(read ?? '')).toBeNull();
});

test.each(['', 'm0|pause', 'm0|pause|', 'm|pause|x', 'm0|explode|x', 'x0|pause|y'])(
  '%j does nothing to a schedule',
  (id) => {
    expect(decodeAct(id)).toBeNull();
  },
);

test('buttons on schedules need no topic; what reads does', () => {
  const act: Control = { type: 'act', id: 'remove', label: 'Remove', act: 'remove', schedule: 's1', weight: 'danger' };
  const rows = controlRows(carried([act, button('3'), selectOf(3)], { ...standing, topic: null }), {
    ...standing,
    topic: null,
  });
  expect(faultsOf({ flags: 32_768, components: rows })).toEqual([]);
  expect(rows).toMatchObject([{ components: [{ label: 'Remove', style: ButtonStyle.Danger }] }]);
  expect(rows[0]?.components).toHaveLength(1);
});

test.each(['', 'x0|en|t|', 'b|en|t|', 'b0|de|t|', 'b0|en||', 'b0|en|%zz|', 'b0|en', 'vote:3'])(
  'the id %j is none of ours',
  (id) => {
    expect(decode(id)).toBeNull();
  },
);

test('a control whose id would be too long is left out', () => {
  expect(carried([button('3'), button('x'.repeat(90)), ask], standing)).toEqual([button('3'), ask]);
  expect(carried([ask], { ...standing, topic: 't'.repeat(100) })).toEqual([]);
});

test('selects have their rows, 25 points each; buttons share theirs', () => {
  const rows = controlRows([selectOf(60), button('positions'), ask], standing);
  expect(faultsOf({ flags: 32_768, components: rows })).toEqual([]);
  expect(rows.map(({ components }) => components.length)).toEqual([1, 1, 1, 2]);
  const selects = rows.flatMap(({ components }) => components).filter((one) => one.type === ComponentType.StringSelect);
  expect(selects.map(({ options, placeholder }) => [options.length, placeholder])).toEqual([
    [25, 'Point 1–25'],
    [25, 'Point 26–50'],
    [10, 'Point 51–60'],
  ]);
  expect(controlRows([selectOf(25)], standing)[0]?.components[0]).toMatchObject({ placeholder: 'Point' });
});

test('the range of a select is not turned round by Arabic letters', () => {
  const select: Control = { ...selectOf(30), label: 'النقطة' };
  const rows = controlRows([select], { ...standing, language: 'ar' });
  expect(faultsOf({ flags: 32_768, components: rows })).toEqual([]);
  expect(rows.map(({ components: [one] }) => one && 'placeholder' in one && one.placeholder)).toEqual([
    'النقطة \u200E\u20661–25\u2069',
    'النقطة \u200E\u206626–30\u2069',
  ]);
  const [long] = controlRows([{ ...select, label: 'ن'.repeat(200) }], { ...standing, language: 'ar' });
  expect(faultsOf({ flags: 32_768, components: long ? [long] : [] })).toEqual([]);
  expect(JSON.stringify(long)).toContain('… \u200E\u20661–25\u2069');
});

test('long labels are cut, and more selects than a message takes are left out', () => {
  const rows = controlRows([selectOf(200, '数'.repeat(150)), ask], standing);
  expect(faultsOf({ flags: 32_768, components: rows })).toEqual([]);
  expect(rows.map(({ components }) => components[0]?.type)).toEqual([ComponentType.StringSelect, ComponentType.Button]);
});

test('more buttons than a row takes go on in another', () => {
  const rows = controlRows(['1', '2', '3', '4', '5', '6'].map(button), standing);
  expect(rows.map(({ components }) => components.length)).toEqual([5, 1]);
});

test.each(INTERFACE_LANGUAGES)('the forms in %s are within the limits, and go on where they were', (language) => {
  const form = askForm({ ...standing, language });
  expect(faultsOfModal(form)).toEqual([]);
  expect(decode(form?.custom_id ?? '')).toEqual({ kind: 'ask', topic: 'china-russia', about: '', language });
  expect(JSON.stringify(form)).toContain(`"custom_id":"${QUESTION}"`);
  const choice = languageForm({ ...standing, language, about: '3' });
  expect(faultsOf(choice)).toEqual([]);
  const [select] = choice?.components[1]?.type === ComponentType.ActionRow ? choice.components[1].components : [];
  if (select?.type !== ComponentType.StringSelect) throw new Error('no select');
  expect(decode(select.custom_id)).toEqual({ kind: 'language', topic: 'china-russia', about: '3', language });
  expect(select.options.map(({ label }) => label)).toEqual([
    'العربية',
    'English',
    'Español',
    'Français',
    'Русский',
    '中文',
  ]);
  expect(select.options.filter((option) => option.default).map(({ value }) => value)).toEqual([language]);
});

test.skipIf(!hasSpecification)("the forms are as Discord's specification says", () => {
  expect(checkAgainst('ModalInteractionCallbackRequestData')(askForm(standing))).toBeNull();
  expect(checkAgainst('IncomingWebhookInteractionRequest')(languageForm(standing))).toBeNull();
});
