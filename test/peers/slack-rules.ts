// What Slack refuses of blocks and views, from its reference of Block Kit. Written apart from what the project sends.

/** Something of Slack's in JSON. */
export type Json = Record<string, unknown>;

/** Where blocks stand: each place has its own limits and its own kinds. */
export type Surface = 'message' | 'modal' | 'home';

type Check = (value: Json, at: string) => string[];

/** The JSON of one message's blocks that Slack takes; not documented, measured (github.com/slackapi/bolt-js/issues/2867). */
const BLOCKS_LENGTH = 13_200;

/** https://docs.slack.dev/reference/block-kit/blocks and https://docs.slack.dev/reference/views */
const MOST_BLOCKS: Record<Surface, number> = { message: 50, modal: 100, home: 100 };
const IDENTIFIER = 255;
const URL_LENGTH = 3000;

const INPUTS = [
  'plain_text_input',
  'number_input',
  'email_text_input',
  'url_text_input',
  'rich_text_input',
  'file_input',
];
const SELECTS = ['static_select', 'external_select', 'users_select', 'conversations_select', 'channels_select'];
const MULTI_SELECTS = SELECTS.map((type) => `multi_${type}`);
const CHOICES = ['checkboxes', 'radio_buttons'];
const PICKERS = ['datepicker', 'timepicker', 'datetimepicker'];
const ACTIVE = ['button', 'overflow', 'workflow_button', ...SELECTS, ...MULTI_SELECTS, ...CHOICES, ...PICKERS];

const fault = (what: string, at: string): string => `${what} [json-pointer:${at}]`;

/** Tells whether a value is an object. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list, whatever else it holds. */
export function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** Characters as Slack counts them: an emoji is one. */
const lengthOf = (text: string): number => Array.from(text).length;

function checkString(value: unknown, most: number, at: string): string[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'string') return [fault('must be a string', at)];
  return lengthOf(value) > most ? [fault(`must be less than ${most + 1} characters`, at)] : [];
}

function checkText(value: unknown, most: number, at: string, kinds = ['plain_text', 'mrkdwn']): string[] {
  if (!isJson(value)) return [fault('missing required field: text', at)];
  const { text, type } = value;
  if (!kinds.includes(String(type))) return [fault(`unsupported type: ${String(type)}`, `${at}/type`)];
  if (typeof text !== 'string') return [fault('missing required field: text', at)];
  if (text.length === 0) return [fault('must be more than 0 characters', `${at}/text`)];
  return checkString(text, most, `${at}/text`);
}

const checkPlain = (value: unknown, most: number, at: string): string[] => checkText(value, most, at, ['plain_text']);

const checkPlainIfAny = (value: unknown, most: number, at: string): string[] =>
  value === undefined ? [] : checkPlain(value, most, at);

function checkList(value: unknown, least: number, most: number, at: string, each: Check): string[] {
  if (!Array.isArray(value)) return [fault('must be an array', at)];
  if (value.length < least) return [fault(`no less than ${least} items allowed`, at)];
  if (value.length > most) return [fault(`no more than ${most} items allowed`, at)];
  return value.flatMap((item, index) =>
    isJson(item) ? each(item, `${at}/${index}`) : [fault('must be an object', `${at}/${index}`)],
  );
}

function checkUnique(values: unknown[], what: string, at: string): string[] {
  const given = values.filter((value) => typeof value === 'string');
  const twice = given.find((value, index) => given.indexOf(value) !== index);
  return twice === undefined ? [] : [fault(`\`${what}\` "${twice}" already exists`, at)];
}

function checkOptions(element: Json, most: number, at: string): string[] {
  const option =
    (kinds: string[]): Check =>
    (value, where) => [
      ...checkText(value.text, 75, `${where}/text`, kinds),
      ...(typeof value.value === 'string' ? [] : [fault('missing required field: value', where)]),
      ...checkString(value.value, 150, `${where}/value`),
      ...checkPlainOrMarked(value.description, 75, `${where}/description`),
    ];
  const kinds = CHOICES.includes(String(element.type)) ? ['plain_text', 'mrkdwn'] : ['plain_text'];
  if (element.option_groups !== undefined)
    return checkList(element.option_groups, 1, 100, `${at}/option_groups`, (group, where) => [
      ...checkPlain(group.label, 75, `${where}/label`),
      ...checkList(group.options, 1, most, `${where}/options`, option(kinds)),
    ]);
  return checkList(element.options, 1, most, `${at}/options`, option(kinds));
}

const checkPlainOrMarked = (value: unknown, most: number, at: string): string[] =>
  value === undefined ? [] : checkText(value, most, at);

function checkInitial(element: Json, at: string): string[] {
  const initial = [...listOf([element.initial_option]), ...listOf(element.initial_options)];
  const options = [element, ...listOf(element.option_groups)].flatMap((group) => listOf(group.options));
  const known = new Set(options.map((option) => option.value));
  const static_ = !String(element.type).includes('external');
  return static_ && initial.some((option) => !known.has(option.value))
    ? [fault('initial option must match one of the options', at)]
    : [];
}

const checkConfirm = (value: unknown, at: string): string[] =>
  !isJson(value)
    ? []
    : [
        ...checkPlain(value.title, 100, `${at}/title`),
        ...checkText(value.text, 300, `${at}/text`),
        ...checkPlain(value.confirm, 30, `${at}/confirm`),
        ...checkPlain(value.deny, 30, `${at}/deny`),
      ];

/** https://docs.slack.dev/reference/block-kit/block-elements */
function checkElement(element: Json, at: string): string[] {
  const type = String(element.type);
  return [
    ...checkString(element.action_id, IDENTIFIER, `${at}/action_id`),
    ...checkConfirm(element.confirm, `${at}/confirm`),
    ...checkPlainIfAny(element.placeholder, 150, `${at}/placeholder`),
    ...checkInitial(element, at),
    ...checkByType(type, element, at),
  ];
}

function checkByType(type: string, element: Json, at: string): string[] {
  if (type === 'button')
    return [
      ...checkPlain(element.text, 75, `${at}/text`),
      ...checkString(element.value, 2000, `${at}/value`),
      ...checkString(element.url, URL_LENGTH, `${at}/url`),
      ...checkString(element.accessibility_label, 75, `${at}/accessibility_label`),
      ...(element.style === undefined || element.style === 'primary' || element.style === 'danger'
        ? []
        : [fault('unsupported style', `${at}/style`)]),
    ];
  if (type === 'static_select' || type === 'multi_static_select') return checkOptions(element, 100, at);
  if (type === 'overflow') return checkOptions(element, 5, at);
  if (CHOICES.includes(type)) return checkOptions(element, 10, at);
  if (type === 'image') return checkImage(element, at);
  return [];
}

const checkImage: Check = (image, at) => [
  ...(image.image_url || image.slack_file ? [] : [fault('missing required field: image_url', at)]),
  ...checkString(image.image_url, URL_LENGTH, `${at}/image_url`),
  ...(typeof image.alt_text === 'string' ? [] : [fault('missing required field: alt_text', at)]),
  ...checkString(image.alt_text, 2000, `${at}/alt_text`),
];

const among =
  (types: string[]): Check =>
  (element, at) =>
    types.includes(String(element.type))
      ? checkElement(element, at)
      : [fault(`unsupported type: ${String(element.type)}`, `${at}/type`)];

const actionIds = (elements: unknown): unknown[] => listOf(elements).map((element) => element.action_id);

/** https://docs.slack.dev/reference/block-kit/blocks; the kinds Slack knows beyond these are taken as they are. */
const BLOCKS: Record<string, Check> = {
  section: (block, at) => [
    ...(block.text === undefined && block.fields === undefined
      ? [fault('missing required field: text or fields', at)]
      : []),
    ...(block.text === undefined ? [] : checkText(block.text, 3000, `${at}/text`)),
    ...(block.fields === undefined
      ? []
      : checkList(block.fields, 1, 10, `${at}/fields`, (field, where) => checkText(field, 2000, where))),
    ...(isJson(block.accessory) ? among([...ACTIVE, 'image'])(block.accessory, `${at}/accessory`) : []),
  ],
  header: (block, at) => checkPlain(block.text, 150, `${at}/text`),
  divider: () => [],
  context: (block, at) =>
    checkList(block.elements, 1, 10, `${at}/elements`, (element, where) =>
      element.type === 'image' ? checkImage(element, where) : checkText(element, 3000, where),
    ),
  actions: (block, at) => [
    ...checkList(block.elements, 1, 25, `${at}/elements`, among(ACTIVE)),
    ...checkUnique(actionIds(block.elements), 'action_id', `${at}/elements`),
  ],
  input: (block, at) => [
    ...checkPlain(block.label, 2000, `${at}/label`),
    ...checkPlainIfAny(block.hint, 2000, `${at}/hint`),
    ...(isJson(block.element)
      ? among([...INPUTS, ...SELECTS, ...MULTI_SELECTS, ...CHOICES, ...PICKERS])(block.element, `${at}/element`)
      : [fault('missing required field: element', at)]),
  ],
  image: (block, at) => [...checkImage(block, at), ...checkPlainIfAny(block.title, 2000, `${at}/title`)],
  markdown: (block, at) =>
    typeof block.text === 'string' && block.text.length > 0
      ? checkString(block.text, 12_000, `${at}/text`)
      : [fault('missing required field: text', at)],
  rich_text: (block, at) => (Array.isArray(block.elements) ? [] : [fault('must be an array', `${at}/elements`)]),
};

const OTHER_BLOCKS = [
  'video',
  'file',
  'table',
  'alert',
  'card',
  'carousel',
  'container',
  'context_actions',
  'data_table',
];
const NOT_IN_VIEWS = ['markdown', 'table', 'file'];

function checkBlock(block: Json, at: string, surface: Surface): string[] {
  const type = String(block.type);
  const check = BLOCKS[type];
  if (!check && !OTHER_BLOCKS.includes(type)) return [fault(`unsupported type: ${type}`, `${at}/type`)];
  if (surface !== 'message' && NOT_IN_VIEWS.includes(type)) return [fault(`unsupported type: ${type}`, `${at}/type`)];
  return [...checkString(block.block_id, IDENTIFIER, `${at}/block_id`), ...(check?.(block, at) ?? [])];
}

/** What is wrong with a message's or a view's blocks, as Slack words it; nothing where nothing is. */
export function findBlockFaults(blocks: unknown, surface: Surface): string[] {
  const at = surface === 'message' ? '/blocks' : '/view/blocks';
  const most = MOST_BLOCKS[surface];
  return [
    ...checkList(blocks, surface === 'message' ? 0 : 1, most, at, (block, where) => checkBlock(block, where, surface)),
    ...checkUnique(
      listOf(blocks).map((block) => block.block_id),
      'block_id',
      at,
    ),
  ];
}

/** Whether blocks, each within its limit, are too long together for chat.postMessage and chat.update. */
export function areTooLong(blocks: unknown): boolean {
  return Array.isArray(blocks) && lengthOf(JSON.stringify(blocks)) > BLOCKS_LENGTH;
}

/** What is wrong with a view (https://docs.slack.dev/reference/views). */
export function findViewFaults(view: unknown): string[] {
  if (!isJson(view)) return [fault('must be an object', '/view')];
  const surface = view.type;
  if (surface !== 'modal' && surface !== 'home') return [fault('unsupported type', '/view/type')];
  const inputs = listOf(view.blocks).some((block) => block.type === 'input');
  const modal = [
    ...checkPlain(view.title, 24, '/view/title'),
    ...checkPlainIfAny(view.close, 24, '/view/close'),
    ...checkPlainIfAny(view.submit, 24, '/view/submit'),
    ...(inputs && view.submit === undefined ? [fault('missing required field: submit', '/view')] : []),
  ];
  return [
    ...(surface === 'modal' ? modal : []),
    ...checkString(view.private_metadata, 3000, '/view/private_metadata'),
    ...checkString(view.callback_id, IDENTIFIER, '/view/callback_id'),
    ...checkString(view.external_id, IDENTIFIER, '/view/external_id'),
    ...findBlockFaults(view.blocks, surface),
  ];
}
