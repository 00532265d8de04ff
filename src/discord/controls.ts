import {
  type APIButtonComponentWithCustomId,
  type APIModalInteractionResponseCallbackData,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
  TextInputStyle,
} from 'discord.js';
import { ACTS, type Act, type Control } from '../core/document.ts';
import { INTERFACE_LANGUAGES, InterfaceLanguage } from '../core/topic.ts';
import { interfaceOf } from '../languages/interface.ts';
import { type ControlRow, type DiscordMessage, LIMITS, weightOf } from './limits.ts';
import { bold, cut, directed } from './text.ts';

/**
 * What a control goes on with: all that is known when somebody uses it, which may be years later. `about`: of a button,
 * what it shows; of a form, what is shown now; of a select nothing, as what was chosen tells it.
 * `ask` and `language` are on the button that opens the form, and on the form itself.
 */
export type Going = { kind: Kind; topic: string; about: string; language: InterfaceLanguage };
type Kind = 'button' | 'select' | 'ask' | 'language';

/** What is shown: the topic that its controls go on with (null: none), in what language, and what of the topic. */
export type Standing = { topic: string | null; language: InterfaceLanguage; about: string };
/** What a button does to a schedule. */
export type Acting = { act: Act; schedule: string };

/** The id of the text input in the form for a question. */
export const QUESTION = 'question';
/** Longer questions are no questions. */
const LONGEST_QUESTION = 300;

const LETTERS: Record<Kind, string> = { button: 'b', select: 's', ask: 'a', language: 'l' };
const KINDS = new Map(Object.entries(LETTERS).map(([kind, letter]) => [letter, kind as Kind]));

/** The custom id of a control; `place` tells it from the others of its message. Null where it would be too long. */
export function encode({ kind, topic, about, language }: Going, place: number): string | null {
  const id = [LETTERS[kind] + place, language, topic.replace(/[%|]/g, encodeURIComponent), about].join('|');
  return id.length <= LIMITS.customId ? id : null;
}

/** What a custom id says; null where it is none of ours, or one of a version that is gone. */
export function decode(id: string): Going | null {
  const [, letter = '', code, topic = '', about = ''] = /^([a-z])\d+\|([^|]*)\|([^|]+)\|(.*)$/su.exec(id) ?? [];
  const kind = KINDS.get(letter);
  const language = InterfaceLanguage.safeParse(code);
  if (kind === undefined || !language.success || !/^(?:[^%]|%25|%7C)+$/u.test(topic)) return null;
  return { kind, topic: decodeURIComponent(topic), about, language: language.data };
}

/** The custom id of a button that does something to a schedule. Null where it would be too long. */
export function encodeAct({ act, schedule }: Acting, place: number): string | null {
  const id = `m${place}|${act}|${schedule}`;
  return schedule !== '' && id.length <= LIMITS.customId ? id : null;
}

/** What the id of such a button says; null for any other. */
export function decodeAct(id: string): Acting | null {
  const [, said, schedule] = /^m\d+\|([^|]+)\|(.+)$/su.exec(id) ?? [];
  const act = ACTS.find((one) => one === said);
  return act === undefined || schedule === undefined ? null : { act, schedule };
}

/** The controls that Discord can carry: those that have something to go on with, and whose ids are not too long. */
export function carried(controls: readonly Control[], standing: Standing): Control[] {
  return controls.filter((control, i) => control.label !== '' && idOf(control, standing, i) !== null);
}

/** Controls as rows: the selects one by one, then the buttons side by side. Selects past what a message takes are left out. */
export function controlRows(controls: readonly Control[], standing: Standing): ControlRow[] {
  const buttons = controls.flatMap((control, i) => (control.type === 'select' ? [] : [buttonOf(control, standing, i)]));
  const rows = chunks(buttons, LIMITS.row).map((components) => rowOf(...components));
  // Behind the buttons' places come those of the selects.
  const selects = controls
    .flatMap((control) => (control.type === 'select' ? selectsOf(control, standing) : []))
    .map((part, i) => rowOf(selectOf(part, standing, controls.length + i)));
  const fitting = selects.filter((_, i) => fits([...selects.slice(0, i + 1), ...rows]));
  return [...fitting, ...rows];
}

/** The components of rows, the rows counted. */
export function componentsOf(rows: readonly ControlRow[]): number {
  return rows.reduce((total, { components }) => total + 1 + components.length, 0);
}

/**
 * What rows weigh in a message. That Discord counts them is not documented; that many long options bring it down is
 * known: https://github.com/discord/discord-api-docs/issues/6965
 */
export function rowsWeight(rows: readonly ControlRow[]): number {
  return weightOf(rows.flatMap(({ components }) => components.flatMap(wordsOf)));
}

/** The form for a question; null where its id would be too long. */
export function askForm(standing: Standing): APIModalInteractionResponseCallbackData | null {
  const { labels, commands } = interfaceOf(standing.language);
  const id = idOf({ type: 'form', id: 'ask', label: '' }, standing, 0);
  if (id === null) return null;
  const component = {
    type: ComponentType.TextInput,
    custom_id: QUESTION,
    style: TextInputStyle.Paragraph,
    required: true,
    min_length: 1,
    max_length: LONGEST_QUESTION,
  } as const;
  return {
    custom_id: id,
    title: cut(labels.ask, LIMITS.modalTitle),
    components: [{ type: ComponentType.Label, label: cut(commands.question, LIMITS.fieldLabel), component }],
  };
}

/** The choice of a language, for the asker alone; each language is named in itself. Null where its id would be too long. */
export function languageForm(standing: Standing): DiscordMessage | null {
  const { language } = standing;
  const { labels } = interfaceOf(language);
  const id = idOf({ type: 'form', id: 'language', label: '' }, standing, 0);
  if (id === null) return null;
  const select: APIStringSelectComponent = {
    type: ComponentType.StringSelect,
    custom_id: id,
    placeholder: labels.language,
    options: INTERFACE_LANGUAGES.map((code) => ({
      label: interfaceOf(code).name,
      value: code,
      default: code === language,
    })),
  };
  return {
    flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral,
    components: [{ type: ComponentType.TextDisplay, content: bold(labels.language) }, rowOf(select)],
    allowed_mentions: { parse: [] },
  };
}

function idOf(control: Control, { topic, language, about }: Standing, place: number): string | null {
  if (control.type === 'act') return encodeAct(control, place);
  if (topic === null) return null;
  switch (control.type) {
    case 'button':
      return encode({ kind: 'button', topic, language, about: control.about }, place);
    case 'select':
      return encode({ kind: 'select', topic, language, about: '' }, place);
    case 'form':
      return encode({ kind: control.id, topic, language, about }, place);
  }
}

function buttonOf(control: Control, standing: Standing, place: number): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: styleOf(control),
    label: cut(control.label, LIMITS.buttonLabel),
    custom_id: idOf(control, standing, place) ?? '',
  };
}

function styleOf(control: Control) {
  if (control.type === 'act' && control.weight === 'danger') return ButtonStyle.Danger;
  const main = control.id === 'ask' || (control.type === 'act' && control.weight === 'main');
  return main ? ButtonStyle.Primary : ButtonStyle.Secondary;
}

type Select = Extract<Control, { type: 'select' }>;

/** A select as several, where it has more options than one can have. */
function selectsOf(select: Select, { language }: Standing): Select[] {
  const options = select.options.filter(({ about }) => about !== '' && about.length <= LIMITS.selectOption);
  return chunks(options, LIMITS.selectOptions).map((part, _, parts) => {
    const range = parts.length > 1 ? ` ${rangeOf(part, language)}` : '';
    return { ...select, label: cut(select.label, LIMITS.placeholder - range.length) + range, options: part };
  });
}

/** "1–25", which Arabic letters before it would turn round. */
function rangeOf(part: Select['options'], language: InterfaceLanguage): string {
  return directed(`${part[0]?.about}–${part.at(-1)?.about}`, 'ltr', interfaceOf(language).direction);
}

function selectOf(select: Select, standing: Standing, place: number): APIStringSelectComponent {
  return {
    type: ComponentType.StringSelect,
    custom_id: idOf(select, standing, place) ?? '',
    placeholder: select.label,
    options: select.options.map(({ about, label }) => ({
      label: cut(label, LIMITS.selectOption) || about,
      value: about,
    })),
  };
}

function rowOf(...components: ControlRow['components']): ControlRow {
  return { type: ComponentType.ActionRow, components };
}

function fits(rows: readonly ControlRow[]): boolean {
  return componentsOf(rows) <= LIMITS.components && rowsWeight(rows) <= LIMITS.weight;
}

function wordsOf(component: ControlRow['components'][number]): string[] {
  const own = 'custom_id' in component ? component.custom_id : '';
  if (component.type === ComponentType.Button) return [own + ('label' in component ? (component.label ?? '') : '')];
  if (component.type !== ComponentType.StringSelect) return [own];
  return [own + (component.placeholder ?? ''), ...component.options.map(({ label, value }) => label + value)];
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));
}
