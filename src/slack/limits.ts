/**
 * Every number of Slack's that we can hit, in characters unless it says otherwise. Pages under https://docs.slack.dev:
 * blocks and elements: /reference/block-kit/blocks/<name>-block and /reference/block-kit/block-elements/<name>-element,
 * options and text: /reference/block-kit/composition-objects/<name>-object, views: /reference/views,
 * messages: /reference/methods/chat.postMessage.
 */
export const LIMITS = {
  text: 3000,
  action_id: 255,
  block_id: 255,
  header: 150,
  section: 3000,
  /** Elements. */
  actions: 25,
  context: 10,
  button: { text: 75, value: 2000, url: 3000 },
  option: { text: 75, value: 150 },
  option_group: { label: 75, options: 100 },
  select: { placeholder: 150, options: 100, option_groups: 100 },
  input: { label: 2000, hint: 2000 },
  plain_text_input: { max_length: 3000, placeholder: 150 },
  view: { blocks: 100, title: 24, submit: 24, close: 24, private_metadata: 3000, callback_id: 255 },
  message: {
    /** /reference/block-kit/blocks */
    blocks: 50,
    /** Beside blocks it is what notifications and screen readers say; from 4,000 on Slack may part it. */
    text: 4000,
    /**
     * Over all blocks; above it `msg_blocks_too_long`. Undocumented, about 13,200 with some 125 for each block:
     * https://github.com/slackapi/bolt-js/issues/2509 and https://github.com/slackapi/bolt-js/issues/2867.
     * Nobody outside knows whether letters or bytes are counted, so we count the bytes of UTF-8, which are never fewer.
     */
    size: 13_200,
    sizeOfBlock: 125,
  },
  /** /interactivity/handling-user-interaction */
  response_url: { uses: 5, minutes: 30 },
  /** /interactivity/handling-user-interaction: an interaction must be acknowledged within this, in seconds. */
  acknowledge: 3,
  /** /reference/app-manifest */
  manifest: { name: 35, description: 140, bot: 80, command: 32, commandDescription: 2000, hint: 1000 },
} as const;

type Json = Readonly<Record<string, unknown>>;
/** A field of a thing of Block Kit, and how long it may be: letters of a text, members of a list. */
type Rule = readonly [field: string, least: number, most: number];

const SELECT: Rule[] = [
  ['placeholder', 0, LIMITS.select.placeholder],
  ['options', 0, LIMITS.select.options],
  ['option_groups', 0, LIMITS.select.option_groups],
];
const VIEW: Rule[] = [
  ['blocks', 1, LIMITS.view.blocks],
  ['private_metadata', 0, LIMITS.view.private_metadata],
  ['callback_id', 0, LIMITS.view.callback_id],
];

/** By `type`; what is not here is not measured. */
const RULES: Readonly<Record<string, readonly Rule[]>> = {
  mrkdwn: [['text', 1, LIMITS.text]],
  plain_text: [['text', 1, LIMITS.text]],
  header: [['text', 1, LIMITS.header]],
  section: [
    ['text', 1, LIMITS.section],
    ['fields', 1, 10],
  ],
  actions: [['elements', 1, LIMITS.actions]],
  context: [['elements', 1, LIMITS.context]],
  button: [
    ['text', 1, LIMITS.button.text],
    ['value', 0, LIMITS.button.value],
    ['url', 0, LIMITS.button.url],
  ],
  static_select: SELECT,
  multi_static_select: SELECT,
  option: [
    ['text', 1, LIMITS.option.text],
    ['value', 0, LIMITS.option.value],
  ],
  option_group: [
    ['label', 1, LIMITS.option_group.label],
    ['options', 1, LIMITS.option_group.options],
  ],
  input: [
    ['label', 1, LIMITS.input.label],
    ['hint', 1, LIMITS.input.hint],
  ],
  plain_text_input: [['placeholder', 1, LIMITS.plain_text_input.placeholder]],
  home: VIEW,
  modal: [...VIEW, ['title', 1, LIMITS.view.title], ['submit', 1, LIMITS.view.submit], ['close', 1, LIMITS.view.close]],
};

/** What a thing in a list is that does not say so itself. */
const UNTYPED: Readonly<Record<string, string>> = { options: 'option', option_groups: 'option_group' };

/** What of a message, or of a view, goes beyond Slack's limits, each by its path; nothing where all is well. */
export function faultsOf(payload: object): string[] {
  const whole = payload as Json;
  const faults = faultsWithin(whole, '');
  if (whole.type === 'home' || whole.type === 'modal') return faults;
  return [...messageFaults(whole), ...faults];
}

/** How much of a message's budget (`LIMITS.message.size`) blocks take up. */
export function sizeOf(blocks: readonly unknown[]): number {
  return LIMITS.message.sizeOfBlock * blocks.length + textBytes(blocks);
}

function textBytes(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + textBytes(one), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce((sum, [field, inner]) => {
    const counts = typeof inner === 'string' && (field === 'text' || field === 'value' || field === 'url');
    return sum + (counts ? Buffer.byteLength(inner) : textBytes(inner));
  }, 0);
}

function messageFaults({ text, blocks, attachments }: Json): string[] {
  const faults = within('text', text, blocks || attachments ? 0 : 1, LIMITS.message.text);
  if (!Array.isArray(blocks)) return faults;
  const ids = blocks.flatMap((block) => (isObject(block) && typeof block.block_id === 'string' ? block.block_id : []));
  return [
    ...faults,
    ...within('blocks', blocks, 0, LIMITS.message.blocks),
    ...repeated('block_id', ids),
    ...(sizeOf(blocks) > LIMITS.message.size ? [`blocks: size ${sizeOf(blocks)} of ${LIMITS.message.size}`] : []),
  ];
}

/** The faults of a thing and of what is in it. `as`: its type, where it does not say so itself. */
function faultsWithin(thing: Json, path: string, as = String(thing.type)): string[] {
  const at = (field: string) => (path === '' ? field : `${path}/${field}`);
  const own = (Object.hasOwn(RULES, as) ? (RULES[as] ?? []) : []).flatMap(([field, least, most]) =>
    within(at(field), thing[field], least, most),
  );
  const ids = (['action_id', 'block_id'] as const).flatMap((id) => within(at(id), thing[id], 1, LIMITS[id]));
  const inner = Object.entries(thing).flatMap(([field, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((one, i) =>
      isObject(one) ? faultsWithin(one, at(Array.isArray(value) ? `${field}/${i}` : field), UNTYPED[field]) : [],
    ),
  );
  return [...own, ...ids, ...ruleFaults(thing, as).map((fault) => `${path}: ${fault}`), ...inner];
}

/** What no length says. */
function ruleFaults(thing: Json, as: string): string[] {
  if (as === 'section' && !thing.text && !thing.fields) return ['neither text nor fields'];
  if (as === 'static_select' && !thing.options === !thing.option_groups) return ['either options or option_groups'];
  if (as === 'plain_text_input' && Number(thing.max_length ?? 1) > LIMITS.plain_text_input.max_length)
    return [`max_length ${thing.max_length} of ${LIMITS.plain_text_input.max_length}`];
  if (as === 'modal' && !thing.submit && JSON.stringify(thing.blocks ?? []).includes('"type":"input"'))
    return ['an input without submit'];
  if (as !== 'actions' || !Array.isArray(thing.elements)) return [];
  return repeated(
    'action_id',
    thing.elements.map((element: Json) => element.action_id),
  );
}

function repeated(name: string, values: unknown[]): string[] {
  const twice = values.filter((value, i) => value !== undefined && values.indexOf(value) < i);
  return twice.map((value) => `${name} twice: ${value}`);
}

/** Slack counts characters as Unicode does (code points). A list or a view's blocks must be there where `least` is 1. */
function within(path: string, value: unknown, least: number, most: number): string[] {
  const measured = isObject(value) && typeof value.text === 'string' ? value.text : value;
  if (value === undefined && least === 1 && /(^|\/)(blocks|elements)$|^text$/.test(path)) return [`${path}: missing`];
  if (typeof measured !== 'string' && !Array.isArray(measured)) return [];
  const length = typeof measured === 'string' ? [...measured].length : measured.length;
  return length < least || length > most ? [`${path}: ${length} of ${least} to ${most}`] : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
