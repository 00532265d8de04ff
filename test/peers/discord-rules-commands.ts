import {
  type Body,
  bodyOf,
  checkCount,
  checkLength,
  type Fault,
  fault,
  lengthOf,
  listOf,
  textOf,
} from './discord-fault.ts';
import { checkSelect, walk } from './discord-rules-components.ts';

/**
 * What Discord accepts of commands, of choices while somebody types, and of modals.
 * https://discord.com/developers/docs/interactions/application-commands
 */

type Path = (string | number)[];

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const GROUP = 2;
const SUB = 1;

/** Refuses what is wrong with a list of commands that replaces all others of its place. */
export function checkCommands(commands: Body[]): Fault[] {
  const faults = commands.flatMap((command, index) => checkCommand(command, [index]));
  const chat = commands.filter((command) => (command.type ?? 1) === 1);
  if (chat.length > 100) faults.push(fault([], 'BASE_TYPE_BAD_LENGTH', 'Must be 100 or fewer in length.'));
  return [...faults, ...checkNames(commands, [])];
}

/** Refuses what is wrong with one command. */
export function checkCommand(command: Body, path: Path = []): Fault[] {
  if ((command.type ?? 1) !== 1) return checkLength(command.name, [...path, 'name'], 1, 32);
  const faults = [...checkNaming(command, path), ...checkOptions(command.options, [...path, 'options'], 0)];
  if (weigh(command) > 8000) {
    const code = 'APPLICATION_COMMAND_TOO_LARGE';
    faults.push(fault(path, code, 'Command exceeds maximum size (8000)'));
  }
  return faults;
}

function checkNaming(one: Body, path: Path): Fault[] {
  const names = [one.name, ...Object.values(bodyOf(one.name_localizations))];
  const bad = names.some((name) => !NAME.test(textOf(name)) || textOf(name) !== textOf(name).toLowerCase());
  const faults = checkLength(one.description, [...path, 'description'], 1, 100);
  for (const [locale, text] of Object.entries(bodyOf(one.description_localizations))) {
    faults.push(...checkLength(text, [...path, 'description_localizations', locale], 1, 100));
  }
  if (bad) faults.push(fault([...path, 'name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid'));
  return faults;
}

function checkNames(list: Body[], path: Path): Fault[] {
  const names = list.map((one) => `${one.type} ${one.name}`);
  if (new Set(names).size === names.length) return [];
  return [fault(path, 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique')];
}

/** `depth`: 0 in a command, 1 in a group, 2 in a subcommand. */
function checkOptions(value: unknown, path: Path, depth: number): Fault[] {
  const options = listOf(value);
  const faults = [
    ...checkCount(value, path, 0, 25),
    ...checkNames(
      options.map(({ name }) => ({ name })),
      path,
    ),
  ];
  const subs = options.filter(({ type }) => type === SUB || type === GROUP);
  if (subs.length > 0 && subs.length < options.length) {
    const code = 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID';
    faults.push(
      fault(path, code, 'Sub-command and sub-command group option types are mutually exclusive to all other types'),
    );
  }
  let optional = false;
  for (const [index, option] of options.entries()) {
    const here = [...path, index];
    if (optional && option.required === true) {
      const words = 'Required options must be placed before non-required options';
      faults.push(fault(here, 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', words));
    }
    optional ||= option.required !== true;
    faults.push(...checkOption(option, here, depth));
  }
  return faults;
}

function checkOption(option: Body, path: Path, depth: number): Fault[] {
  const type = Number(option.type);
  const faults = checkNaming(option, path);
  if (type === SUB || type === GROUP) {
    if (depth > 1 || (depth === 1 && type === GROUP)) {
      faults.push(fault([...path, 'type'], 'BASE_TYPE_CHOICES', 'Subcommands may not be nested this deep'));
    }
    return [...faults, ...checkOptions(option.options, [...path, 'options'], type === SUB ? 2 : 1)];
  }
  if (option.autocomplete === true && listOf(option.choices).length > 0) {
    const words = 'Autocomplete and choices are mutually exclusive';
    faults.push(fault(path, 'APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES', words));
  }
  return [...faults, ...checkChoices(option.choices ?? [], type, [...path, 'choices'])];
}

/** Refuses choices of an option of this type (3 text, 4 whole number, 10 number): 25 at most, names of 1 to 100. */
export function checkChoices(value: unknown, type: number, path: Path = ['choices']): Fault[] {
  return [
    ...(value === undefined
      ? [fault(path, 'BASE_TYPE_REQUIRED', 'This field is required')]
      : checkCount(value, path, 0, 25)),
    ...listOf(value).flatMap((choice, index) => {
      const here = [...path, index];
      const faults = checkLength(choice.name, [...here, 'name'], 1, 100);
      if (type === 3) return [...faults, ...checkLength(choice.value, [...here, 'value'], 1, 100)];
      if (typeof choice.value === 'number') return faults;
      return [...faults, fault([...here, 'value'], 'NUMBER_TYPE_COERCE', `Value "${choice.value}" is not a number.`)];
    }),
  ];
}

/** Characters of a command that count towards its 8,000: of each text the longest of its languages. */
function weigh(one: Body): number {
  const longest = (key: string) =>
    Math.max(lengthOf(one[key]), ...Object.values(bodyOf(one[`${key}_localizations`])).map(lengthOf));
  const inside = [...listOf(one.options), ...listOf(one.choices)];
  return (
    longest('name') + longest('description') + lengthOf(one.value) + inside.reduce((sum, each) => sum + weigh(each), 0)
  );
}

/** Refuses what is wrong with a modal. https://discord.com/developers/docs/interactions/receiving-and-responding */
export function checkModal(modal: Body): Fault[] {
  const faults = [
    ...checkLength(modal.custom_id, ['custom_id'], 1, 100),
    ...checkLength(modal.title, ['title'], 1, 45),
    ...checkCount(modal.components, ['components'], 1, 5),
  ];
  const seen = new Set<unknown>();
  for (const { component, path } of walk(modal.components)) {
    const { type, custom_id: id } = component;
    if (path.length === 2 && ![1, 10, 18].includes(Number(type))) {
      faults.push(fault([...path, 'type'], 'UNION_TYPE_CHOICES', 'Value of field "type" must be one of (1, 10, 18).'));
    }
    if (type === 18) faults.push(...checkLabel(component, path));
    if (type === 4) faults.push(...checkInput(component, path));
    if (type === 3) faults.push(...checkSelect(component, path));
    if (id !== undefined && seen.has(id)) {
      faults.push(
        fault([...path, 'custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated'),
      );
    }
    seen.add(id);
  }
  return faults;
}

function checkLabel(label: Body, path: Path): Fault[] {
  return [
    ...checkLength(label.label, [...path, 'label'], 1, 45),
    ...checkLength(label.description, [...path, 'description'], 0, 100),
    ...(label.component === undefined
      ? [fault([...path, 'component'], 'BASE_TYPE_REQUIRED', 'This field is required')]
      : []),
  ];
}

function checkInput(input: Body, path: Path): Fault[] {
  // In a row of its own an input carries its label; inside a Label it must not.
  const inRow = path.at(-1) !== 'component';
  const range = (key: string, min: number) => {
    const value = input[key];
    if (value === undefined || (Number(value) >= min && Number(value) <= 4000)) return [];
    return [fault([...path, key], 'NUMBER_TYPE_RANGE', `int value should be between ${min} and 4000.`)];
  };
  return [
    ...checkLength(input.custom_id, [...path, 'custom_id'], 1, 100),
    ...checkLength(input.label, [...path, 'label'], inRow ? 1 : 0, inRow ? 45 : 0),
    ...checkLength(input.placeholder, [...path, 'placeholder'], 0, 100),
    ...checkLength(input.value, [...path, 'value'], 0, 4000),
    ...range('min_length', 0),
    ...range('max_length', 1),
  ];
}
