import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  type APIContainerComponent,
  type APITextDisplayComponent,
  ComponentType,
  MessageFlags,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';

/** A message as Discord's API takes it: to a channel, as an interaction's answer, or as its follow-up. */
export type DiscordMessage = {
  flags: number;
  components: (APIContainerComponent | APITextDisplayComponent | ControlRow)[];
  allowed_mentions: { parse: []; roles?: string[] };
};

export type ControlRow = APIActionRowComponent<APIComponentInMessageActionRow>;

/** What Discord takes at most. Lengths are UTF-16 units, which are never fewer than what Discord counts. */
export const LIMITS = {
  /** Components in a message, nested ones counted: https://docs.discord.com/developers/components/reference */
  components: 40,
  /** Characters over all text displays of a message: https://github.com/discord/discord-api-docs/pull/8562 */
  text: 4000,
  /**
   * Bytes of UTF-8 over all text displays, each of which weighs `display` more; past it the answer is HTTP 500:
   * https://github.com/discord/discord-api-docs/issues/8554
   */
  weight: 10_170,
  display: 12,
  /** Buttons in a row, one select otherwise: https://docs.discord.com/developers/components/reference#action-row */
  row: 5,
  /** https://docs.discord.com/developers/components/reference#button */
  buttonLabel: 80,
  customId: 100,
  /** https://docs.discord.com/developers/components/reference#string-select */
  selectOptions: 25,
  /** An option's label, value and description each. */
  selectOption: 100,
  placeholder: 150,
  /** https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal */
  modalTitle: 45,
  /** https://docs.discord.com/developers/components/reference#label */
  fieldLabel: 45,
  /** https://docs.discord.com/developers/components/reference#text-input */
  textInput: 4000,
  /** https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-autocomplete */
  suggestions: 25,
  /** A suggestion's name and value each; as every choice: https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-choice-structure */
  suggestion: 100,
  /** https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-structure */
  commandName: 32,
  commandDescription: 100,
  commandOptions: 25,
  commandChoices: 25,
  /** Names, descriptions and values of a command and all its options, the longest of each one's languages. */
  command: 8000,
  /** https://docs.discord.com/developers/resources/message#create-message */
  nonce: 25,
  /** Messages that are listed at once: https://docs.discord.com/developers/resources/message#get-channel-messages */
  history: 100,
  /** https://docs.discord.com/developers/resources/channel#start-thread-from-message */
  threadName: 100,
  /** Milliseconds to the first answer, and in which there may be more: https://docs.discord.com/developers/interactions/receiving-and-responding#responding-to-an-interaction */
  responseTime: 3000,
  tokenTime: 15 * 60 * 1000,
} as const;

type Tree = Record<string, unknown>;

/** All that Discord would refuse of a message's payload, or fall over; nothing where it would take it. */
export function faultsOf(message: unknown): string[] {
  const payload = asTree(message);
  if ((Number(payload.flags ?? 0) & MessageFlags.IsComponentsV2) === 0) return ['is not of Components V2'];
  const beside = ['content', 'embeds', 'poll', 'sticker_ids'].filter((key) => present(payload[key]));
  const all = componentsIn(payload);
  const contents = all.filter(({ type }) => type === ComponentType.TextDisplay).map((one) => String(one.content));
  const ids = all.flatMap((one) => (typeof one.custom_id === 'string' ? one.custom_id : []));
  return [
    ...beside.map((key) => `has ${key} beside its components`),
    ...atLeastOne('components', all.length),
    ...atMost('components', all.length, LIMITS.components),
    ...atMost('characters of text', sum(contents.map((text) => text.length)), LIMITS.text),
    ...atMost('weight of text', weightOf(contents), LIMITS.weight),
    ...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `custom_id twice: ${id}`),
    ...all.flatMap(faultsOfComponent),
  ];
}

/** All that Discord would refuse of a form. */
export function faultsOfModal(modal: unknown): string[] {
  const form = asTree(modal);
  const all = componentsIn(form);
  return [
    ...lengthOf('title', form.title, 1, LIMITS.modalTitle),
    ...lengthOf('custom_id', form.custom_id, 1, LIMITS.customId),
    ...atLeastOne('components', all.length),
    ...all.flatMap(faultsOfComponent),
  ];
}

/** All that Discord would refuse of a command's registration for its lengths and numbers. */
export function faultsOfCommand(command: RESTPostAPIApplicationCommandsJSONBody): string[] {
  const all = [command as unknown as Tree, ...optionsIn(command as unknown as Tree)];
  return [
    ...atMost('characters of the command', sum(all.map(lettersOf)), LIMITS.command),
    ...all.flatMap((one) => [
      ...lengthOf('name', one.name, 1, LIMITS.commandName),
      ...textsOf(one, 'description').flatMap((text) => lengthOf('description', text, 1, LIMITS.commandDescription)),
      ...atMost('options', treesIn(one.options).length, LIMITS.commandOptions),
      ...atMost('choices', treesIn(one.choices).length, LIMITS.commandChoices),
      ...treesIn(one.choices).flatMap(({ name, value }) => [
        ...lengthOf('choice name', name, 1, LIMITS.suggestion),
        ...lengthOf('choice value', value, 1, LIMITS.suggestion),
      ]),
    ]),
  ];
}

/** What texts in displays of their own weigh, as Discord counts it. */
export function weightOf(contents: readonly string[]): number {
  return sum(contents.map((text) => Buffer.byteLength(text) + LIMITS.display));
}

function faultsOfComponent(one: Tree): string[] {
  switch (one.type) {
    case ComponentType.TextDisplay:
      return lengthOf('text', String(one.content).trim(), 1, LIMITS.text);
    case ComponentType.Container:
      return atLeastOne('components of a container', treesIn(one.components).length);
    case ComponentType.ActionRow:
      return faultsOfRow(treesIn(one.components));
    case ComponentType.Button:
      return [
        ...lengthOf('custom_id', one.custom_id, 1, LIMITS.customId),
        ...lengthOf('button label', one.label, 1, LIMITS.buttonLabel),
      ];
    case ComponentType.StringSelect:
      return faultsOfSelect(one);
    case ComponentType.Label:
      return lengthOf('field label', one.label, 1, LIMITS.fieldLabel);
    case ComponentType.TextInput:
      return [
        ...lengthOf('custom_id', one.custom_id, 1, LIMITS.customId),
        ...atMost('max_length', Number(one.max_length ?? 0), LIMITS.textInput),
      ];
    default:
      return [];
  }
}

function faultsOfRow(row: Tree[]): string[] {
  const mixed = row.length > 1 && row.some(({ type }) => type !== ComponentType.Button);
  return [
    ...atLeastOne('components of a row', row.length),
    ...atMost('components of a row', row.length, LIMITS.row),
    ...(mixed ? ['a select shares its row'] : []),
  ];
}

function faultsOfSelect(select: Tree): string[] {
  const options = treesIn(select.options);
  const values = options.map(({ value }) => value);
  return [
    ...lengthOf('custom_id', select.custom_id, 1, LIMITS.customId),
    ...lengthOf('placeholder', select.placeholder ?? '', 0, LIMITS.placeholder),
    ...atLeastOne('options', options.length),
    ...atMost('options', options.length, LIMITS.selectOptions),
    ...options.flatMap(({ label, value, description }) => [
      ...lengthOf('option label', label, 1, LIMITS.selectOption),
      ...lengthOf('option value', value, 1, LIMITS.selectOption),
      ...lengthOf('option description', description ?? '', 0, LIMITS.selectOption),
    ]),
    ...(new Set(values).size < values.length ? ['two options of a select have one value'] : []),
  ];
}

/** Every component of a payload, the nested ones too. */
function componentsIn(parent: Tree): Tree[] {
  const children = [...treesIn(parent.components), ...treesIn([parent.component]), ...treesIn([parent.accessory])];
  return children.flatMap((child) => [child, ...componentsIn(child)]);
}

function optionsIn(parent: Tree): Tree[] {
  return treesIn(parent.options).flatMap((option) => [option, ...optionsIn(option)]);
}

function lettersOf(one: Tree): number {
  const longest = (key: string) => Math.max(0, ...textsOf(one, key).map((text) => text.length));
  const choices = treesIn(one.choices).map(({ name, value }) => String(name).length + String(value).length);
  return longest('name') + longest('description') + sum(choices);
}

/** A text in all its languages. */
function textsOf(one: Tree, key: string): string[] {
  return [one[key], ...Object.values(asTree(one[`${key}_localizations`]))].map((text) => String(text ?? ''));
}

function treesIn(value: unknown): Tree[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : [];
}

function asTree(value: unknown): Tree {
  return typeof value === 'object' && value !== null ? (value as Tree) : {};
}

function present(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function atMost(what: string, number: number, most: number): string[] {
  return number > most ? [`${what}: ${number} of at most ${most}`] : [];
}

function atLeastOne(what: string, number: number): string[] {
  return number === 0 ? [`${what}: none`] : [];
}

function lengthOf(what: string, text: unknown, least: number, most: number): string[] {
  if (typeof text !== 'string') return [`${what}: no text`];
  return text.length < least ? [`${what}: empty`] : atMost(`length of ${what}`, text.length, most);
}
