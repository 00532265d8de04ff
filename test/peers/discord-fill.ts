import { createUser } from './discord-describe.ts';
import { type Body, bodyOf, lengthOf, listOf, textOf } from './discord-fault.ts';
import { findChannel, findGuild, type World } from './discord-world.ts';

/** What a client fills in of commands, selects and modals, and what it does not let a person do. */

export type Value = string | number | boolean;

/** What an ordinary member may do: see, write, use commands. */
export const MEMBER = 0x400n | 0x800n | 0x8000_0000n;

/** What the ids chosen in a select of each type are resolved as. */
export const LABELS: Record<number, string> = { 5: 'users', 6: 'roles', 7: 'users', 8: 'channels' };

type Place = { guild?: string | null; permissions?: bigint };

/** A command's data as the client sends it, from what is registered; `focused`: the option that is being typed. */
export function fillCommand(
  world: World,
  words: string,
  options: Record<string, Value>,
  who: Place,
  focused: string | null,
) {
  const [name = '', ...inside] = words.split(' ');
  const guild = findGuild(world, who.guild) ?? world.guilds[0];
  const offered = [...(who.guild === null ? [] : (guild?.commands ?? [])), ...world.commands];
  const command = offered.find((one) => one.name === name);
  if (command === undefined)
    throw new Error(`No command is registered as /${name}: ${offered.map((one) => one.name)}.`);
  checkAllowed(command, who);
  let known = listOf(command.options);
  const path = inside.map((sub) => {
    const found = known.find((one) => one.name === sub && Number(one.type) <= 2);
    if (found === undefined) throw new Error(`/${name} has no subcommand ${sub}.`);
    known = listOf(found.options);
    return found;
  });
  if (known.some((one) => Number(one.type) <= 2)) throw new Error(`/${words} needs a subcommand.`);
  const filled = fillOptions(words, known, options, focused);
  const nested = path.reduceRight<Body[]>((leaf, { name: sub, type }) => [{ name: sub, type, options: leaf }], filled);
  const used = filled.map((one) => [Number(one.type) === 6 ? 5 : Number(one.type) === 7 ? 8 : 6, one] as const);
  const resolved = used
    .filter(([, one]) => [6, 7, 8].includes(Number(one.type)))
    .map(([type, one]) => resolve(world, type, [String(one.value)]));
  const data = {
    id: command.id,
    name,
    type: 1,
    options: nested,
    ...(resolved.length > 0 ? { resolved: Object.assign({}, ...resolved) } : {}),
  };
  return { data, option: Number(known.find((one) => one.name === focused)?.type ?? 3) };
}

function checkAllowed(
  { name, default_member_permissions: needed }: Body,
  { guild, permissions = MEMBER }: Place,
): void {
  const mask = typeof needed === 'string' ? BigInt(needed) : 0n;
  const administrator = (permissions & 8n) !== 0n;
  if (guild !== null && !administrator && (permissions & mask) !== mask)
    throw new Error(`/${name} is hidden from them.`);
}

function fillOptions(words: string, known: Body[], options: Record<string, Value>, focused: string | null): Body[] {
  for (const { name, required } of known) {
    if (required === true && focused === null && options[textOf(name)] === undefined)
      throw new Error(`/${words} needs ${name}.`);
  }
  return Object.entries(options).map(([name, value]) => {
    const option = known.find((one) => one.name === name);
    if (option === undefined) throw new Error(`/${words} has no option ${name}.`);
    const choices = listOf(option.choices);
    const offered = choices.length === 0 || choices.some((choice) => choice.value === value);
    if (!offered) throw new Error(`/${words} does not offer ${value} as ${name}.`);
    if (focused === name && option.autocomplete !== true) throw new Error(`${name} has no autocomplete.`);
    return { name, type: option.type, value, ...(focused === name ? { focused: true } : {}) };
  });
}

/** What ids stand for. `type`: that of the select which they were chosen in. */
export function resolve(world: World, type: number, ids: string[]): Body {
  const found = ids.map((id) => {
    if (type === 8) return [id, { ...findChannel(world, id), permissions: '0' }];
    if (type === 6) return [id, world.guilds.flatMap((guild) => guild.roles).find((role) => role.id === id)];
    return [id, createUser(id, `user-${id}`)];
  });
  return { [LABELS[type] ?? 'users']: Object.fromEntries(found) };
}

export function checkValues(select: Body, values: string[]): void {
  const known = listOf(select.options).map((option) => option.value);
  const unknown = select.type === 3 ? values.filter((value) => !known.includes(value)) : [];
  if (unknown.length > 0) throw new Error(`${select.custom_id} does not offer ${unknown}.`);
  const { min_values: min = 1, max_values: max = 1 } = select;
  if (values.length < Number(min) || values.length > Number(max))
    throw new Error(`${select.custom_id} takes ${min} to ${max}.`);
}

/** A field of a modal with what was typed, in the same shape that the modal has. */
export function fillField(field: Body, id: number, fields: Record<string, string | string[]>): Body {
  if (field.type === 10) return { type: 10, id };
  if (field.type === 18) return { type: 18, id, component: fillInput(bodyOf(field.component), id + 100, fields) };
  return { type: 1, id, components: listOf(field.components).map((input) => fillInput(input, id + 100, fields)) };
}

function fillInput(input: Body, id: number, fields: Record<string, string | string[]>): Body {
  const name = textOf(input.custom_id);
  const value = fields[name] ?? (input.type === 4 ? textOf(input.value) : []);
  const shared = { type: input.type, id, custom_id: name };
  if (input.type !== 4) {
    checkValues(input, [value].flat());
    return { ...shared, values: [value].flat() };
  }
  const min = Number(input.min_length ?? (input.required === false ? 0 : 1));
  const length = lengthOf(value);
  const left = length === 0 && input.required === false;
  if (!left && (length < min || length > Number(input.max_length ?? 4000)))
    throw new Error(`${name} is too short or too long.`);
  return { ...shared, value };
}
