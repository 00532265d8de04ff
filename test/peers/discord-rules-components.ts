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

/**
 * What Discord accepts of components. https://discord.com/developers/docs/components/reference
 * Written from the documentation, apart from the bot's own limits, so that the one can prove the other.
 */

type Path = (string | number)[];

export const V2 = 1 << 15;
const TOP_V2 = [1, 9, 10, 12, 13, 14, 17];
const IN_CONTAINER = [1, 9, 10, 12, 13, 14];
const SELECTS = [3, 5, 6, 7, 8];

/** Every component of a list with its path, those inside others too: rows, containers, sections, accessories, labels. */
export function* walk(components: unknown, path: Path = ['components']): Generator<{ component: Body; path: Path }> {
  for (const [index, component] of listOf(components).entries()) {
    const here = [...path, index];
    yield { component, path: here };
    yield* walk(component.components, [...here, 'components']);
    for (const key of ['accessory', 'component']) {
      if (component[key] !== undefined) yield { component: bodyOf(component[key]), path: [...here, key] };
    }
  }
}

/** Refuses what is wrong with a message's components; `flags` say whether they are Components V2. */
export function checkComponents(components: unknown, flags: number): Fault[] {
  const v2 = (flags & V2) !== 0;
  const all = [...walk(components)];
  const faults = [...checkTop(components, v2), ...all.flatMap((one) => checkComponent(one.component, one.path))];
  faults.push(...checkUnique(all, 'custom_id'), ...checkUnique(all, 'id'));
  if (!v2) return faults;
  if (all.length > 40) {
    const code = 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED';
    faults.push(fault(['components'], code, 'The maximum number of components in a message is 40'));
  }
  if (sum(all, (one) => lengthOf(one.content)) > 4000) {
    const code = 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED';
    faults.push(fault(['components'], code, 'The displayable text of all components may not exceed 4000'));
  }
  return faults;
}

/**
 * Whether Discord answers these Components V2 with HTTP 500: UTF-8 bytes of all text displays and 12 for each of them
 * above 10,170 (https://github.com/discord/discord-api-docs/issues/8554).
 */
export function crashes(components: unknown): boolean {
  const texts = [...walk(components)].filter((one) => one.component.type === 10);
  return sum(texts, (one) => Buffer.byteLength(textOf(one.content)) + 12) > 10_170;
}

function sum(all: { component: Body }[], size: (component: Body) => number): number {
  return all.filter((one) => one.component.type === 10).reduce((total, one) => total + size(one.component), 0);
}

function checkTop(components: unknown, v2: boolean): Fault[] {
  const faults = v2 ? [] : checkCount(components, ['components'], 0, 5);
  for (const [index, { type }] of listOf(components).entries()) {
    faults.push(...checkType(type, v2 ? TOP_V2 : [1], ['components', index]));
  }
  return faults;
}

function checkType(type: unknown, allowed: number[], path: Path): Fault[] {
  if (allowed.includes(Number(type))) return [];
  return [
    fault([...path, 'type'], 'UNION_TYPE_CHOICES', `Value of field "type" must be one of (${allowed.join(', ')}).`),
  ];
}

function checkUnique(all: { component: Body; path: Path }[], key: 'custom_id' | 'id'): Fault[] {
  const seen = new Set<unknown>();
  return all.flatMap(({ component, path }) => {
    const value = component[key];
    // An id of 0 is one that Discord makes up.
    if (value === undefined || value === 0) return [];
    if (!seen.has(value)) {
      seen.add(value);
      return [];
    }
    const code = `COMPONENT_${key.toUpperCase()}_DUPLICATED`;
    return [fault([...path, key], code, `Component ${key.replace('_', ' ')} cannot be duplicated`)];
  });
}

function checkComponent(component: Body, path: Path): Fault[] {
  const type = Number(component.type);
  if (type === 1) return checkRow(component, path);
  if (type === 2) return checkButton(component, path);
  if (SELECTS.includes(type)) return checkSelect(component, path);
  if (type === 9) return checkSection(component, path);
  if (type === 10) return checkLength(component.content, [...path, 'content'], 1, 4000);
  if (type === 11) return checkMedia(component, path);
  if (type === 12) return checkGallery(component, path);
  if (type === 17) return checkContainer(component, path);
  return [];
}

function checkRow(row: Body, path: Path): Fault[] {
  const inside = listOf(row.components);
  const faults = checkCount(row.components, [...path, 'components'], 1, 5);
  let width = 0;
  for (const [index, { type }] of inside.entries()) {
    const here = [...path, 'components', index];
    faults.push(...checkType(type, [2, ...SELECTS, 4], here));
    // A select takes the whole row of five.
    width += type === 2 ? 1 : 5;
    if (width > 5) {
      faults.push(fault(here, 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'The specified component exceeds the maximum width'));
    }
  }
  return faults;
}

function checkButton(button: Body, path: Path): Fault[] {
  const style = Number(button.style);
  const faults = checkLength(button.label, [...path, 'label'], 0, 80);
  if (!(style >= 1 && style <= 6)) {
    faults.push(fault([...path, 'style'], 'BASE_TYPE_CHOICES', 'Value must be one of {1, 2, 3, 4, 5, 6}.'));
  }
  if (style === 5) faults.push(...checkLink(button, path));
  else if (style !== 6) {
    faults.push(...checkLength(button.custom_id, [...path, 'custom_id'], 1, 100));
    if (button.url !== undefined) {
      faults.push(fault(path, 'BUTTON_COMPONENT_CUSTOM_ID_AND_URL', 'A custom id and url cannot both be specified'));
    }
  }
  if (style !== 6 && !textOf(button.label) && !button.emoji) {
    const code = 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED';
    faults.push(fault(path, code, 'A button requires a label or an emoji'));
  }
  return faults;
}

function checkLink(button: Body, path: Path): Fault[] {
  const faults = checkLength(button.url, [...path, 'url'], 1, 512);
  if (button.custom_id !== undefined) {
    faults.push(fault(path, 'BUTTON_COMPONENT_CUSTOM_ID_AND_URL', 'A custom id and url cannot both be specified'));
  }
  return [...faults, ...checkUrl(button.url, [...path, 'url'], ['http:', 'https:', 'discord:'])];
}

/** Refuses what is no address of one of these schemes. */
export function checkUrl(value: unknown, path: Path, schemes: string[]): Fault[] {
  if (value === undefined || value === null) return [];
  const { protocol, host } = URL.parse(textOf(value)) ?? { protocol: '', host: '' };
  if (schemes.includes(protocol) && host !== '') return [];
  if (protocol !== '' && !schemes.includes(protocol)) {
    return [fault(path, 'URL_TYPE_INVALID_SCHEME', `Scheme "${protocol}" is not supported.`)];
  }
  return [fault(path, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.')];
}

/** Refuses what is wrong with a select of any kind. https://discord.com/developers/docs/components/reference#string-select */
export function checkSelect(select: Body, path: Path): Fault[] {
  const faults = [
    ...checkLength(select.custom_id, [...path, 'custom_id'], 1, 100),
    ...checkLength(select.placeholder, [...path, 'placeholder'], 0, 150),
    ...(select.type === 3
      ? checkOptions(select, path)
      : checkCount(select.default_values, [...path, 'default_values'], 0, 25)),
  ];
  const min = Number(select.min_values ?? 1);
  const max = Number(select.max_values ?? 1);
  const bad = (key: string, words: string) => faults.push(fault([...path, key], 'NUMBER_TYPE_RANGE', words));
  if (min < 0 || min > 25) bad('min_values', 'int value should be between 0 and 25.');
  if (max < 1 || max > 25) bad('max_values', 'int value should be between 1 and 25.');
  if (min > max) bad('min_values', 'The minimum may not exceed the maximum.');
  if (select.type === 3 && max > listOf(select.options).length)
    bad('max_values', 'More values than there are options.');
  return faults;
}

function checkOptions(select: Body, path: Path): Fault[] {
  const faults = checkCount(select.options, [...path, 'options'], 1, 25);
  const seen = new Set<unknown>();
  const options = listOf(select.options);
  for (const [index, option] of options.entries()) {
    const here = [...path, 'options', index];
    faults.push(...checkLength(option.label, [...here, 'label'], 1, 100));
    faults.push(...checkLength(option.value, [...here, 'value'], 1, 100));
    faults.push(...checkLength(option.description, [...here, 'description'], 0, 100));
    if (seen.has(option.value)) {
      const code = 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED';
      faults.push(fault([...here, 'value'], code, 'The specified option value is already used'));
    }
    seen.add(option.value);
  }
  if (options.filter((option) => option.default === true).length > Number(select.max_values ?? 1)) {
    faults.push(fault([...path, 'options'], 'SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES', 'Too many default options'));
  }
  return faults;
}

function checkSection(section: Body, path: Path): Fault[] {
  const faults = checkCount(section.components, [...path, 'components'], 1, 3);
  for (const [index, { type }] of listOf(section.components).entries()) {
    faults.push(...checkType(type, [10], [...path, 'components', index]));
  }
  if (section.accessory === undefined) {
    return [...faults, fault([...path, 'accessory'], 'BASE_TYPE_REQUIRED', 'This field is required')];
  }
  const accessory = bodyOf(section.accessory);
  return [...faults, ...checkType(accessory.type, [2, 11], [...path, 'accessory'])];
}

function checkMedia(item: Body, path: Path): Fault[] {
  const { url } = bodyOf(item.media);
  return [
    ...checkLength(url, [...path, 'media', 'url'], 1, 2048),
    ...checkUrl(url, [...path, 'media', 'url'], ['http:', 'https:', 'attachment:']),
    ...checkLength(item.description, [...path, 'description'], 0, 1024),
  ];
}

function checkGallery(gallery: Body, path: Path): Fault[] {
  const items = listOf(gallery.items).flatMap((item, index) => checkMedia(item, [...path, 'items', index]));
  return [...checkCount(gallery.items, [...path, 'items'], 1, 10), ...items];
}

function checkContainer(container: Body, path: Path): Fault[] {
  const inside = listOf(container.components);
  return [
    ...checkCount(container.components, [...path, 'components'], 1, 40),
    ...inside.flatMap(({ type }, index) => checkType(type, IN_CONTAINER, [...path, 'components', index])),
  ];
}
