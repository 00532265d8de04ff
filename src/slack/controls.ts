import type { types } from '@slack/bolt';
import { ACTS, type Act, type Control } from '../core/document.ts';
import { INTERFACE_LANGUAGES, InterfaceLanguage } from '../core/topic.ts';
import { interfaceOf } from '../languages/interface.ts';
import { LIMITS } from './limits.ts';
import { cut, isolate, plain } from './text.ts';

/** What a document's controls go on with: its topic (null: it has none, and so no controls but those of schedules), its language, what it shows. */
export type Context = { topic: string | null; language: InterfaceLanguage; about?: string };

/** What somebody wants who used a control: to see something, the form for a question, to do something to a schedule. */
export type Wanted =
  | { want: 'act'; act: Act; schedule: string }
  | { want: 'read'; topic: string; about: string; language: InterfaceLanguage }
  | { want: 'ask'; topic: string; language: InterfaceLanguage };

/** A control as it comes back: of Slack's `block_actions` payload what we read. */
export type Used = { action_id: string; value?: string | undefined; selected_option?: { value?: string } | null };

/** Where the answer to a question goes. `thread`: the `ts` of the message that the thread belongs to. */
export type Place = { channel: string | null; thread: string | null; response_url: string | null };
export type Asking = { topic: string; language: InterfaceLanguage; place: Place };

/** Pages of a select of points; a longer briefing's other points are asked for by number. */
const MOST_SELECTS = 5;
/** Bytes that the labels of all options may take of a message's size. */
const OPTIONS_SIZE = 6000;
const QUESTION = { callback_id: 'ask', block_id: 'question', action_id: 'question', most: 300 } as const;

type Kind = 'show' | 'language' | 'ask';
type Carried = { kind: Kind; id: string; topic: string; language: InterfaceLanguage };

/**
 * The action id of a control: "show/positions/en/china-russia". What it shows is its value (of a language, the language
 * and then what it shows), so that a select of a hundred points names its topic once. Null where it grows too long.
 */
export function encode({ kind, id, language, topic }: Carried): string | null {
  const text = `${kind}/${id}/${language}/${topic}`;
  return text.length <= LIMITS.action_id ? text : null;
}

/** The action id of a button that does something to a schedule: "act/pause/k3x9". Null where it grows too long. */
export function encodeAct({ act, schedule }: { act: Act; schedule: string }): string | null {
  const text = `act/${act}/${schedule}`;
  return schedule !== '' && text.length <= LIMITS.action_id ? text : null;
}

/** What the user of a control wants; null for a control that is not ours, or older than this version. */
export function decode({ action_id, value, selected_option }: Used): Wanted | null {
  const [, said, schedule] = /^act\/([^/]*)\/(.+)$/su.exec(action_id) ?? [];
  const act = ACTS.find((one) => one === said);
  if (schedule !== undefined) return act === undefined ? null : { want: 'act', act, schedule };
  const [, kind, language, topic] = /^(show|language|ask)\/[^/]*\/([^/]*)\/(.+)$/su.exec(action_id) ?? [];
  const known = InterfaceLanguage.safeParse(language);
  if (topic === undefined || !known.success) return null;
  if (kind === 'ask') return { want: 'ask', topic, language: known.data };
  const about = selected_option?.value ?? value ?? '';
  if (kind === 'show') return { want: 'read', topic, about, language: known.data };
  const chosen = InterfaceLanguage.safeParse(about.split('/', 1)[0]);
  return chosen.success
    ? { want: 'read', topic, about: about.slice(chosen.data.length + 1), language: chosen.data }
    : null;
}

/** The controls of a document in rows of at most 25; without a topic only those that need none to go on with. */
export function controlBlocks(controls: readonly Control[], context: Context): types.ActionsBlock[] {
  const elements = controls.flatMap((control) => elementsOf(control, context));
  return rowsOf(elements, LIMITS.actions).map((row, i) => ({
    type: 'actions',
    block_id: `controls-${i + 1}`,
    elements: row,
  }));
}

/** Items in rows of so many. */
export function rowsOf<T>(items: readonly T[], length: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / length) }, (_, i) => items.slice(i * length, (i + 1) * length));
}

function elementsOf(control: Control, { topic, language, about }: Context): (types.Button | types.StaticSelect)[] {
  if (control.type === 'act') return actButtons(control);
  const kind: Kind = control.type === 'form' ? control.id : 'show';
  const id = topic === null ? null : encode({ kind, id: control.id, language, topic });
  // The second page of a select has the longer id: "…-2".
  if (id === null || id.length > LIMITS.action_id - 2) return [];
  switch (control.type) {
    case 'button':
      return [button(id, control.label, control.about)];
    case 'select':
      return selects(control, language, (page) => id.replace(control.id, page));
    case 'form':
      return [control.id === 'ask' ? button(id, control.label, '') : languages(id, control.label, language, about)];
  }
}

function actButtons(control: Extract<Control, { type: 'act' }>): types.Button[] {
  const id = encodeAct(control);
  if (id === null) return [];
  const style = control.weight === 'main' ? 'primary' : control.weight;
  return [{ ...button(id, control.label, ''), ...(style ? { style } : {}) }];
}

function button(action_id: string, label: string, value: string): types.Button {
  const given = value === '' ? {} : { value };
  return { type: 'button', action_id, text: plain(label, LIMITS.button.text), ...given };
}

function selects(
  { id, label, options }: Extract<Control, { type: 'select' }>,
  language: InterfaceLanguage,
  actionId: (id: string) => string,
): types.StaticSelect[] {
  const pages = rowsOf(options, LIMITS.select.options).slice(0, MOST_SELECTS);
  const room = Math.floor(OPTIONS_SIZE / Math.max(1, pages.flat().length));
  return pages.map((page, i) => ({
    type: 'static_select',
    action_id: actionId(i === 0 ? id : `${id}-${i + 1}`),
    placeholder: plain(pages.length === 1 ? label : `${label} ${rangeOf(page, language)}`, LIMITS.select.placeholder),
    options: page.map((option) => optionOf(option.label, option.about, room)),
  }));
}

/** "1–100", which Arabic letters before it would turn round. */
function rangeOf(page: readonly { about: string }[], language: InterfaceLanguage): string {
  return isolate(`${page[0]?.about}–${page.at(-1)?.about}`, 'ltr', interfaceOf(language).direction);
}

function optionOf(label: string, value: string, room: number): types.PlainTextOption {
  const short = cut(label, (text) => Buffer.byteLength(text) <= room);
  return { text: plain(short, LIMITS.option.text), value };
}

/** The six languages, each named in itself; the one in use is the one that is chosen. */
function languages(action_id: string, label: string, language: InterfaceLanguage, about = ''): types.StaticSelect {
  // What is too long to carry is not shown again: the card stands for it.
  const rest = about.length + 3 <= LIMITS.option.value ? about : '';
  const options = INTERFACE_LANGUAGES.map((one) => optionOf(interfaceOf(one).name, `${one}/${rest}`, 75));
  const initial_option = options[INTERFACE_LANGUAGES.indexOf(language)];
  return {
    type: 'static_select',
    action_id,
    placeholder: plain(label, LIMITS.select.placeholder),
    options,
    ...(initial_option ? { initial_option } : {}),
  };
}

/** The form for a question. */
export function askView({ topic, language, place }: Asking): types.ModalView {
  const { labels } = interfaceOf(language);
  return {
    type: 'modal',
    callback_id: QUESTION.callback_id,
    private_metadata: JSON.stringify({ topic, language, place }),
    title: plain(labels.ask, LIMITS.view.title),
    submit: plain(labels.ask, LIMITS.view.submit),
    blocks: [
      {
        type: 'input',
        block_id: QUESTION.block_id,
        label: plain(labels.ask, LIMITS.input.label),
        element: {
          type: 'plain_text_input',
          action_id: QUESTION.action_id,
          multiline: true,
          focus_on_load: true,
          max_length: QUESTION.most,
        },
      },
    ],
  };
}

/** Of a submitted view what we read. */
export type Submitted = {
  callback_id: string;
  private_metadata: string;
  state: { values: Record<string, Record<string, { value?: string | null }>> };
};

/** What was asked with the form; null for a form that is not ours, or that has no question. */
export function decodeAsked({
  callback_id,
  private_metadata,
  state,
}: Submitted): (Asking & { question: string }) | null {
  const question = state.values[QUESTION.block_id]?.[QUESTION.action_id]?.value?.trim();
  if (callback_id !== QUESTION.callback_id || !question) return null;
  try {
    const { topic, language, place } = JSON.parse(private_metadata) as Asking;
    const known = InterfaceLanguage.safeParse(language);
    return known.success && typeof topic === 'string' && place
      ? { topic, language: known.data, place, question }
      : null;
  } catch {
    return null;
  }
}

/** Whether our form came back with nothing but spaces, which asks for nothing. */
export function isEmpty({ callback_id, state }: Submitted): boolean {
  const question = state.values[QUESTION.block_id]?.[QUESTION.action_id]?.value;
  return callback_id === QUESTION.callback_id && question !== undefined && !question?.trim();
}

/** What stands where a form stood that cannot be read. */
export function noticeView(blocks: types.KnownBlock[]): types.ModalView {
  return { type: 'modal', title: plain('Readout', LIMITS.view.title), blocks };
}

/** The App Home: a row for each topic (its newest briefing, a question); bare buttons where there are more than fit. */
export function homeView(
  topics: readonly { id: string; title: string }[],
  language: InterfaceLanguage,
): types.HomeView {
  const { labels } = interfaceOf(language);
  const buttonsOf = ({ id, title }: { id: string; title: string }, kinds: readonly ('show' | 'ask')[]) =>
    kinds.flatMap((kind) => {
      const action_id = encode({ kind, id: kind === 'show' ? 'card' : kind, language, topic: id });
      return action_id === null ? [] : [button(action_id, kind === 'show' ? title : labels.ask, '')];
    });
  const room = LIMITS.view.blocks - 1;
  const rows =
    topics.length <= room
      ? topics.map((topic) => buttonsOf(topic, ['show', 'ask']))
      : rowsOf(
          topics.flatMap((topic) => buttonsOf(topic, ['show'])),
          LIMITS.actions,
        ).slice(0, room);
  const filled = rows.filter((row) => row.length > 0);
  return {
    type: 'home',
    blocks: [
      { type: 'header', text: plain('Readout', LIMITS.header) },
      ...filled.map((elements, i): types.ActionsBlock => ({ type: 'actions', block_id: `topics-${i + 1}`, elements })),
    ],
  };
}
