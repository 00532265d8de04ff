import { ButtonStyle, ComponentType, MessageFlags } from 'discord.js';
import { expect, test } from 'vitest';
import { faultsOf, faultsOfModal, LIMITS, weightOf } from '../../src/discord/limits.ts';

const text = (content: string) => ({ type: ComponentType.TextDisplay, content });
const row = (...components: unknown[]) => ({ type: ComponentType.ActionRow, components });
const button = (custom_id: string, label = 'Go') => ({
  type: ComponentType.Button,
  style: ButtonStyle.Primary,
  custom_id,
  label,
});
const option = (value: string, label = value) => ({ value, label });
const select = (options: unknown[], rest = {}) => ({
  type: ComponentType.StringSelect,
  custom_id: 's',
  options,
  ...rest,
});
const container = (...components: unknown[]) => ({ type: ComponentType.Container, components });
const message = (...components: unknown[]) => ({ flags: MessageFlags.IsComponentsV2, components });
const times = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));

test.each([
  ['a card', message(container(text('Hello')), row(button('a'), button('b')), row(select([option('1')])))],
  ['4,000 characters', message(text('x'.repeat(2000)), text('x'.repeat(2000)))],
  ['40 components, nested ones counted', message(container(...times(39, () => text('x'))))],
  ['the greatest weight', message(text('字'.repeat(3386)))],
  ['everything at its longest', message(row(button('i'.repeat(100), 'l'.repeat(80))))],
])('%s is taken', (_, payload) => {
  expect(faultsOf(payload)).toEqual([]);
});

test.each([
  ['no flag', { components: [text('x')] }, 'is not of Components V2'],
  ['content', { ...message(text('x')), content: 'x' }, 'has content beside its components'],
  ['embeds', { ...message(text('x')), embeds: [{}] }, 'has embeds beside its components'],
  ['nothing', message(), 'components: none'],
  ['41 components', message(container(...times(40, () => text('x')))), 'components: 41 of at most 40'],
  ['too much text', message(text('x'.repeat(4000)), text('x')), 'characters of text: 4001 of at most 4000'],
  ['too heavy', message(text(`${'字'.repeat(3386)}x`)), 'weight of text: 10171 of at most 10170'],
  ['an empty text', message(text(' ')), 'text: empty'],
  ['an empty container', message(container()), 'components of a container: none'],
  ['six buttons', message(row(...times(6, (i) => button(`${i}`)))), 'components of a row: 6 of at most 5'],
  ['a select beside a button', message(row(button('b'), select([option('1')]))), 'a select shares its row'],
  ['a long label', message(row(button('a', 'l'.repeat(81)))), 'length of button label: 81 of at most 80'],
  ['a long id', message(row(button('i'.repeat(101)))), 'length of custom_id: 101 of at most 100'],
  ['one id twice', message(row(button('a'), button('a'))), 'custom_id twice: a'],
  ['26 options', message(row(select(times(26, (i) => option(`${i}`))))), 'options: 26 of at most 25'],
  ['no option', message(row(select([]))), 'options: none'],
  ['an empty value', message(row(select([option('', 'x')]))), 'option value: empty'],
  ['a long option', message(row(select([option('1', 'l'.repeat(101))]))), 'length of option label: 101 of at most 100'],
  ['a value twice', message(row(select([option('1'), option('1')]))), 'two options of a select have one value'],
  [
    'a long placeholder',
    message(row(select([option('1')], { placeholder: 'p'.repeat(151) }))),
    'length of placeholder: 151 of at most 150',
  ],
])('%s is a fault', (_, payload, fault) => {
  expect(faultsOf(payload)).toEqual([fault]);
});

test('the fault of weight is as measured: bytes and 12 for each text', () => {
  expect(weightOf(['x'.repeat(10_158)])).toBe(LIMITS.weight);
  expect(weightOf(times(8, () => 'x'.repeat(10_074 / 8)).map((part, i) => (i < 2 ? `${part}x` : part)))).toBe(
    LIMITS.weight,
  );
});

test('a form has a short title and labels', () => {
  const input = { type: ComponentType.TextInput, custom_id: 'q', max_length: 4001 };
  const form = {
    title: 't'.repeat(46),
    custom_id: 'f',
    components: [{ type: ComponentType.Label, label: 'l'.repeat(46), component: input }],
  };
  expect(faultsOfModal(form)).toEqual([
    'length of title: 46 of at most 45',
    'length of field label: 46 of at most 45',
    'max_length: 4001 of at most 4000',
  ]);
});
