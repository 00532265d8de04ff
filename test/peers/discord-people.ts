import { once } from 'node:events';
import { createMember, createUser } from './discord-describe.ts';
import { type Body, listOf, textOf } from './discord-fault.ts';
import { checkValues, fillCommand, fillField, LABELS, MEMBER, resolve, type Value } from './discord-fill.ts';
import type { Gateway } from './discord-gateway.ts';
import { createTicket, type Interaction, type Ticket } from './discord-interactions.ts';
import { walk } from './discord-rules-components.ts';
import { findChannel, findGuild, type Message, type World } from './discord-world.ts';

/**
 * Discord forgets an interaction after three seconds. A test that is not about that waits longer: how fast answers are
 * is measured in `npm run bench`, and a busy machine fails no test.
 */
const PATIENCE_MS = 30_000;

/** Who does something and where; what is left out is an ordinary member in the first guild's #general, in English. */
export type Who = {
  /** An id; another person for each. */
  user?: string;
  /** Of their client. */
  locale?: string;
  /** Null: in a direct message. */
  guild?: string | null;
  channel?: string;
  /** What they may do, as a bitfield. */
  permissions?: bigint;
  /** Milliseconds until Discord forgets an interaction without a callback; 0: it has. */
  deadline?: number;
};

/** What people do in the client; each resolves once the bot has answered, and throws where it does not in time. */
export type People = {
  /** `/name`, with a subcommand after a space: `briefings search`. Throws where the client would not offer it. */
  command: (name: string, options?: Record<string, Value>, who?: Who) => Promise<Interaction>;
  /** Types into the option `focused` of a command whose other options are filled in. */
  autocomplete: (
    name: string,
    focused: string,
    typed: string,
    options?: Record<string, Value>,
    who?: Who,
  ) => Promise<Interaction>;
  /** Presses a button; of the newest message that has it where none is given. */
  click: (customId: string, on?: Who & { message?: Message }) => Promise<Interaction>;
  select: (customId: string, values: string[], on?: Who & { message?: Message }) => Promise<Interaction>;
  /** Sends the modal that was shown last under this id, with what was typed or chosen in its fields. */
  submit: (customId: string, fields: Record<string, string | string[]>, who?: Who) => Promise<Interaction>;
};

export function createPeople(world: World, gateway: Gateway, tickets: Map<string, Ticket>): People {
  const dispatch = async (
    kind: Ticket['kind'],
    data: Body,
    who: Who,
    more: Partial<Ticket> = {},
  ): Promise<Interaction> => {
    const { message, ...place } = placeOf(world, who, more.source ?? null);
    const deadline = who.deadline ?? PATIENCE_MS;
    const about = {
      kind,
      channel: place.channel_id,
      guild: place.guild_id ?? null,
      user: place.person,
      source: null,
      option: 3,
    };
    const ticket = createTicket(world, { ...about, deadline, expired: deadline === 0, ...more });
    tickets.set(ticket.interaction.token, ticket);
    const { id, token } = ticket.interaction;
    const { person: _, ...where } = place;
    const answered = once(ticket.events, 'answered', {
      signal: AbortSignal.timeout(Math.max(deadline, PATIENCE_MS) + 1000),
    });
    // Whatever happens before somebody waits for it is told to them below.
    answered.catch(() => {});
    const create = { id, token, type: kind, data, application_id: world.application, version: 1, ...where, ...message };
    if (!gateway.dispatch('INTERACTION_CREATE', create, ticket.guild)) throw new Error('No bot is connected.');
    await answered.catch(() => {
      throw new Error(`The bot did not answer ${textOf(data.name) || textOf(data.custom_id)} in time.`);
    });
    return ticket.interaction;
  };
  const component = (customId: string, data: Body, types: number[], on: Who & { message?: Message }) => {
    const source = on.message ?? findMessage(world, customId);
    const found = [...walk(source.components)].find((one) => one.component.custom_id === customId)?.component;
    if (found === undefined || found.disabled === true || !types.includes(Number(found.type))) {
      throw new Error(`There is nothing to press named ${customId}.`);
    }
    if (found.type !== 2) checkValues(found, data.values as string[]);
    const type = Number(found.type);
    const resolved = type in LABELS ? { resolved: resolve(world, type, data.values as string[]) } : {};
    return dispatch(3, { custom_id: customId, component_type: type, id: found.id, ...resolved, ...data }, on, {
      source,
    });
  };
  return {
    command: (name, options = {}, who = {}) => dispatch(2, fillCommand(world, name, options, who, null).data, who),
    autocomplete: (name, focused, typed, options = {}, who = {}) => {
      const { data, option } = fillCommand(world, name, { ...options, [focused]: typed }, who, focused);
      return dispatch(4, data, who, { option });
    },
    click: async (customId, on = {}) => component(customId, {}, [2], on),
    select: async (customId, values, on = {}) => component(customId, { values }, [3, 5, 6, 7, 8], on),
    submit: async (customId, fields, who = {}) => {
      const shown = [...tickets.values()].findLast(({ interaction }) => interaction.modal?.custom_id === customId);
      if (shown === undefined) throw new Error(`No modal named ${customId} was shown.`);
      const components = listOf(shown.interaction.modal?.components).map((one, index) =>
        fillField(one, index + 1, fields),
      );
      return dispatch(5, { custom_id: customId, components, resolved: {} }, who, { source: shown.source });
    },
  };
}

/** Where something happens and who does it, as an interaction says it. */
function placeOf(world: World, who: Who, source: Message | null) {
  const person = createUser(who.user ?? '210000000000000001', `reader-${who.user ?? 1}`);
  const guild = who.guild === null ? undefined : (findGuild(world, who.guild) ?? world.guilds[0]);
  const id = who.channel ?? source?.channel_id ?? guild?.channels[0]?.id ?? '220000000000000001';
  const shared = {
    channel_id: id,
    person,
    locale: who.locale ?? 'en-US',
    entitlements: [],
    app_permissions: '2222085186637376',
    attachment_size_limit: 10_485_760,
    message: source === null ? {} : { message: source },
  };
  if (guild === undefined) {
    const channel = { id, type: 1, flags: 0, last_message_id: null, recipients: [person] };
    return {
      ...shared,
      guild_id: undefined,
      channel,
      user: person,
      context: 1,
      authorizing_integration_owners: { 0: '0' },
    };
  }
  return {
    ...shared,
    guild_id: guild.id,
    guild: { id: guild.id, locale: 'en-US', features: [] },
    guild_locale: 'en-US',
    channel: { ...findChannel(world, id), permissions: '2222085186637376' },
    member: createMember(person, who.permissions ?? MEMBER),
    context: 0,
    authorizing_integration_owners: { 0: guild.id },
  };
}

function findMessage(world: World, customId: string): Message {
  const all = [...world.messages.values()];
  const found = all.findLast((one) =>
    [...walk(one.components)].some(({ component }) => component.custom_id === customId),
  );
  if (found === undefined) throw new Error(`No message has a component named ${customId}.`);
  return found;
}
