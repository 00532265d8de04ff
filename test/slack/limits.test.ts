import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { faultsOf, LIMITS, sizeOf } from '../../src/slack/limits.ts';

const specs = process.env.READOUT_SPECS ?? '';
const json = (path: string) => JSON.parse(readFileSync(`${specs}/${path}`, 'utf8'));

const x = (length: number) => 'x'.repeat(length);
const text = (length: number) => ({ type: 'plain_text', text: x(length) });
const option = { text: text(1), value: 'x' };
const many = (length: number, one: object = option) => Array.from({ length }, () => one);
const button = { type: 'button', action_id: 'a', text: text(1) };
const input = { type: 'input', label: text(1), element: { type: 'plain_text_input', action_id: 'q' } };
const section = { type: 'section', text: text(1) };
const message = (...blocks: object[]) => ({ text: 'x', blocks });
const row = (element: object) => message({ type: 'actions', elements: [element] });
const select = (fields: object) => row({ type: 'static_select', action_id: 'a', ...fields });
const modal = (fields: object) => ({ type: 'modal', title: text(1), submit: text(1), blocks: [section], ...fields });

/** What breaks each limit, by the name that the catalogue of Block Kit's limits gives it. */
const BROKEN: Record<string, object> = {
  'text.min_length': message({ type: 'section', text: text(0) }),
  'text.max_length': message({ type: 'context', elements: [text(LIMITS.text + 1)] }),
  'action_id.max_length': row({ ...button, action_id: x(LIMITS.action_id + 1) }),
  'block_id.max_length': message({ ...section, block_id: x(LIMITS.block_id + 1) }),
  'button.text.max_length': row({ ...button, text: text(LIMITS.button.text + 1) }),
  'button.url.max_length': row({ ...button, url: x(LIMITS.button.url + 1) }),
  'button.value.max_length': row({ ...button, value: x(LIMITS.button.value + 1) }),
  'option.text.max_length': select({ options: [{ ...option, text: text(LIMITS.option.text + 1) }] }),
  'option.value.max_length': select({ options: [{ ...option, value: x(LIMITS.option.value + 1) }] }),
  'option_group.label.max_length': select({
    option_groups: [{ label: text(LIMITS.option_group.label + 1), options: [option] }],
  }),
  'option_group.options.min_items': select({ option_groups: [{ label: text(1), options: [] }] }),
  'option_group.options.max_items': select({
    option_groups: [{ label: text(1), options: many(LIMITS.option_group.options + 1) }],
  }),
  'select.placeholder.max_length': select({ options: [option], placeholder: text(LIMITS.select.placeholder + 1) }),
  'select.options.max_items': select({ options: many(LIMITS.select.options + 1) }),
  'select.option_groups.max_items': select({
    option_groups: many(LIMITS.select.option_groups + 1, { label: text(1), options: [option] }),
  }),
  'static_select.choice_source': select({
    options: [option],
    option_groups: [{ label: text(1), options: [option] }],
  }),
  'plain_text_input.max_length.max': modal({
    blocks: [{ ...input, element: { ...input.element, max_length: LIMITS.plain_text_input.max_length + 1 } }],
  }),
  'actions.elements.max_items': message({
    type: 'actions',
    elements: many(LIMITS.actions + 1).map((_, i) => ({ ...button, action_id: String(i) })),
  }),
  'context.elements.max_items': message({ type: 'context', elements: many(LIMITS.context + 1, text(1)) }),
  'header.text.max_length': message({ type: 'header', text: text(LIMITS.header + 1) }),
  'input.label.max_length': modal({ blocks: [{ ...input, label: text(LIMITS.input.label + 1) }] }),
  'input.hint.max_length': modal({ blocks: [{ ...input, hint: text(LIMITS.input.hint + 1) }] }),
  'section.text.max_length': message({ type: 'section', text: text(LIMITS.section + 1) }),
  'section.content': message({ type: 'section' }),
  'view.blocks.min_items': modal({ blocks: [] }),
  'view.blocks.max_items': modal({ blocks: many(LIMITS.view.blocks + 1, section) }),
  'view.private_metadata.max_length': modal({ private_metadata: x(LIMITS.view.private_metadata + 1) }),
  'view.callback_id.max_length': modal({ callback_id: x(LIMITS.view.callback_id + 1) }),
  'view.title.max_length': modal({ title: text(LIMITS.view.title + 1) }),
  'view.close.max_length': modal({ close: text(LIMITS.view.close + 1) }),
  'view.submit.max_length': modal({ submit: text(LIMITS.view.submit + 1) }),
};

test('what keeps the limits has no fault', () => {
  expect(faultsOf(message(section, { type: 'divider' }))).toEqual([]);
  expect(faultsOf(row({ ...button, text: text(LIMITS.button.text), value: x(LIMITS.button.value) }))).toEqual([]);
  expect(faultsOf(select({ options: many(LIMITS.select.options) }))).toEqual([]);
  expect(faultsOf(modal({ blocks: [input] }))).toEqual([]);
  expect(faultsOf({ type: 'home', blocks: [section] })).toEqual([]);
});

test.each(Object.entries(BROKEN))('%s', (_, payload) => {
  expect(faultsOf(payload)).not.toEqual([]);
});

test.each([
  ['51 blocks', message(...many(LIMITS.message.blocks + 1, { type: 'divider' })), ['blocks: 51 of 0 to 50']],
  ['long text', { text: x(LIMITS.message.text + 1) }, ['text: 4001 of 1 to 4000']],
  ['no text', {}, ['text: missing']],
  ['a block id twice', message({ ...section, block_id: 'a' }, { ...section, block_id: 'a' }), ['block_id twice: a']],
  ['an action id twice', message({ type: 'actions', elements: [button, button] }), ['blocks/0: action_id twice: a']],
  ['an input without submit', { type: 'modal', title: text(1), blocks: [input] }, [': an input without submit']],
])('%s', (_, payload, faults) => {
  expect(faultsOf(payload)).toEqual(faults);
});

test('the size of blocks is the bytes of their texts and what each block takes', () => {
  expect(sizeOf([{ type: 'divider' }, { type: 'section', text: { type: 'mrkdwn', text: 'нет' } }])).toBe(250 + 6);
  const full = many(5, { type: 'section', text: text(3000) });
  expect(faultsOf(message(...full))).toEqual(['blocks: size 15625 of 13200']);
});

describe.skipIf(!existsSync(`${specs}/slack-blockkit-limits.json`))('the catalogue of Block Kit', () => {
  test('has the numbers that we have', () => {
    const theirs = json('slack-blockkit-limits.json');
    const numbers = {
      text: theirs.text.max_length,
      action_id: theirs.action_id.max_length,
      block_id: theirs.block_id.max_length,
      header: theirs.header.text.max_length,
      section: theirs.section.text.max_length,
      actions: theirs.actions.elements.max_items,
      context: theirs.context.elements.max_items,
      button: {
        text: theirs.button.text.max_length,
        value: theirs.button.value.max_length,
        url: theirs.button.url.max_length,
      },
      option: { text: theirs.option.text.max_length, value: theirs.option.value.max_length },
      option_group: {
        label: theirs.option_group.label.max_length,
        options: theirs.option_group.options.max_items,
      },
      select: {
        placeholder: theirs.select.placeholder.max_length,
        options: theirs.select.options.max_items,
        option_groups: theirs.select.option_groups.max_items,
      },
      input: { label: theirs.input.label.max_length, hint: theirs.input.hint.max_length },
      plain_text_input: { max_length: theirs.plain_text_input.max_length.max },
      view: {
        blocks: theirs.view.blocks.max_items,
        title: theirs.view.title.max_length,
        submit: theirs.view.submit.max_length,
        close: theirs.view.close.max_length,
        private_metadata: theirs.view.private_metadata.max_length,
        callback_id: theirs.view.callback_id.max_length,
      },
    };
    expect(LIMITS).toMatchObject(numbers);
  });

  test('names each limit that we break on purpose', () => {
    const names = json('slack-blockkit-fixtures/invalid/manifest.json').cases.map(
      (one: { constraint: string }) => one.constraint,
    );
    expect(names).toEqual(expect.arrayContaining(Object.keys(BROKEN)));
  });

  const fixtures = globSync('slack-blockkit-fixtures/valid/{blocks,elements,views,messages}/*.json', { cwd: specs });
  test.each(fixtures)('%s is valid', (path) => {
    const fixture = json(path);
    const given = path.includes('/blocks/')
      ? message(...[fixture].flat())
      : path.includes('/elements/')
        ? message({ type: 'actions', elements: [fixture].flat() })
        : { text: 'x', ...fixture };
    // Its blocks all have the same made-up id.
    expect(faultsOf(given).filter((fault) => !fault.startsWith('block_id twice'))).toEqual([]);
  });
});
