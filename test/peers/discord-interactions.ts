import { EventEmitter, once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { judge, withFiles } from './discord-channels.ts';
import { type Body, bodyOf, fault, listOf } from './discord-fault.ts';
import { dropMessage } from './discord-history.ts';
import { type Call, type Deed, nothing, ok, type Reply, type Route, refuse, refuseForm } from './discord-reply.ts';
import { checkChoices, checkModal } from './discord-rules-commands.ts';
import { changeMessage, EPHEMERAL, LOADING, type Message, mergeBody, putMessage, type World } from './discord-world.ts';

/** Something that the bot did with an interaction; `message` as it was right then, null where there is none. */
export type Write = { did: 'answer' | 'edit' | 'follow-up' | 'delete'; message: Message | null };

/** An interaction and what the bot has answered so far; it goes on changing as the bot goes on. */
export type Interaction = {
  id: string;
  token: string;
  /** What sort of callback: 4 message, 5 deferred, 6 and 7 update, 8 choices, 9 modal; null where it was refused. */
  type: number | null;
  /** Discord's code for the refusal of the callback: 10062 where the interaction had expired. */
  refused: number | null;
  /** Milliseconds from the dispatch to the callback. */
  ms: number;
  ephemeral: boolean;
  choices: Body[];
  modal: Body | null;
  /** The response's message, or the one that was updated. */
  original: Message | null;
  /** Every message there is now: the original first, then follow-ups. */
  messages: Message[];
  writes: Write[];
  /** Waits for so many writes (edits, follow-ups, deletions) after the callback; throws after `within` ms (5,000). */
  settled: (writes: number, within?: number) => Promise<Interaction>;
  /** Makes Discord forget it, as it does after 15 minutes. */
  expire: () => void;
};

/** `kind`: 2 command, 3 component, 4 autocomplete, 5 modal. `option`: the type of what is being typed. */
export type Ticket = {
  interaction: Interaction;
  kind: 2 | 3 | 4 | 5;
  channel: string;
  guild: string | null;
  user: Body;
  source: Message | null;
  option: number;
  started: number;
  deadline: number;
  expired: boolean;
  events: EventEmitter;
};

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object */
const CALLBACKS = { 2: [4, 5, 9], 3: [4, 5, 6, 7, 9], 4: [8], 5: [4, 5, 6, 7] };

export function createTicket(world: World, about: Omit<Ticket, 'interaction' | 'started' | 'events'>): Ticket {
  const events = new EventEmitter();
  const interaction: Interaction = {
    id: world.id(),
    token: `aW50ZXJhY3Rpb246${world.id()}`,
    type: null,
    refused: null,
    ms: 0,
    ephemeral: false,
    choices: [],
    modal: null,
    original: null,
    messages: [],
    writes: [],
    settled: async (writes, within = 5000) => {
      const signal = AbortSignal.timeout(within);
      while (interaction.writes.length <= writes) {
        await once(events, 'write', { signal }).catch(() => {
          throw new Error(`${interaction.writes.length - 1} of ${writes} writes came within ${within} ms`);
        });
      }
      return interaction;
    },
    expire: () => {
      ticket.expired = true;
    },
  };
  const ticket: Ticket = { ...about, interaction, started: performance.now(), events };
  return ticket;
}

/** Callbacks, and the webhook of an interaction: its original response and its follow-ups. */
export function interactionRoutes(world: World, tickets: Map<string, Ticket>): Route[] {
  const webhook = '/webhooks/{webhook_id}/{webhook_token}';
  const withToken = (of: (call: Call, ticket: Ticket) => Reply | Deed) => (call: Call) => {
    const ticket = tickets.get(call.params.webhook_token ?? '');
    if (ticket === undefined || ticket.expired) return refuse(50_027);
    if (call.params.webhook_id !== world.application || ticket.interaction.type === null) return refuse(10_015);
    return of(call, ticket);
  };
  const onMessage = (of: (call: Call, ticket: Ticket, message: Message) => Reply | Deed) =>
    withToken((call, ticket) => {
      const { original, messages } = ticket.interaction;
      const id = call.params.message_id ?? original?.id;
      const message = messages.find((one) => one.id === id);
      return message === undefined ? refuse(10_008) : of(call, ticket, message);
    });
  const both = (method: string, handle: Route['handle']): Route[] =>
    ['@original', '{message_id}'].map((id) => ({ route: `${method} ${webhook}/messages/${id}`, open: true, handle }));
  return [
    {
      route: 'POST /interactions/{interaction_id}/{interaction_token}/callback',
      open: true,
      handle: (call) => answer(world, tickets, call),
    },
    { route: `POST ${webhook}`, open: true, handle: withToken((call, ticket) => followUp(world, call, ticket)) },
    ...both(
      'GET',
      onMessage((_call, _ticket, message) => ok(message)),
    ),
    ...both(
      'PATCH',
      onMessage((call, ticket, message) => edit(world, call, ticket, message)),
    ),
    ...both(
      'DELETE',
      onMessage((_, ticket, message) => () => remove(world, ticket, message)),
    ),
  ];
}

function answer(world: World, tickets: Map<string, Ticket>, call: Call): Reply | Deed {
  const ticket = tickets.get(call.params.interaction_token ?? '');
  if (ticket?.interaction.id !== call.params.interaction_id || ticket === undefined) return refuse(10_062);
  const { interaction, started, deadline } = ticket;
  if (interaction.type !== null) return refuse(40_060);
  interaction.ms = performance.now() - started;
  if (ticket.expired || interaction.ms > deadline) {
    interaction.refused = 10_062;
    ticket.events.emit('answered');
    return refuse(10_062);
  }
  const body = bodyOf(call.body);
  const type = Number(body.type);
  const refused = checkCallback(ticket, type, bodyOf(body.data), call.files.length);
  if (refused !== null) return refused;
  return () => {
    interaction.type = type;
    perform(world, ticket, withFiles(world, bodyOf(body.data), call.files));
    record(ticket, 'answer', interaction.original);
    ticket.events.emit('answered');
    return call.query.get('with_response') === 'true' ? ok(describe(ticket)) : nothing();
  };
}

function checkCallback(ticket: Ticket, type: number, data: Body, files: number): Reply | null {
  const allowed = CALLBACKS[ticket.kind].filter((one) => (one !== 6 && one !== 7) || ticket.source !== null);
  if (!allowed.includes(type)) {
    return refuseForm([fault(['type'], 'BASE_TYPE_CHOICES', `Value must be one of {${allowed.join(', ')}}.`)]);
  }
  if (type === 4) return judge(data, files, ['data']);
  if (type === 7) return judge(mergeBody(ticket.source, data), files, ['data']);
  const faults = type === 8 ? checkChoices(data.choices, ticket.option) : type === 9 ? checkModal(data) : [];
  return faults.length > 0 ? refuseForm(faults, ['data']) : null;
}

function perform(world: World, ticket: Ticket, data: Body): void {
  const { interaction, source } = ticket;
  const { type } = interaction;
  if (type === 8) interaction.choices = listOf(data.choices);
  if (type === 9) interaction.modal = data;
  if (type === 4) interaction.original = say(world, ticket, data);
  if (type === 5) {
    interaction.original = say(world, ticket, { flags: Number(data.flags ?? 0) & EPHEMERAL });
    interaction.original.flags |= LOADING;
  }
  if (type === 6 || type === 7) interaction.original = source;
  if (type === 7 && source !== null) changeMessage(world, source, data);
  interaction.ephemeral = ((interaction.original?.flags ?? 0) & EPHEMERAL) !== 0;
  if (interaction.original !== null) interaction.messages = [interaction.original];
}

/** Puts a message of the interaction's into its channel. */
function say(world: World, ticket: Ticket, data: Body): Message {
  const { interaction, kind, user, source, guild } = ticket;
  const id = { id: interaction.id, user, authorizing_integration_owners: guild === null ? {} : { 0: guild } };
  const command = { ...id, type: 2 };
  const metadata = {
    2: command,
    4: command,
    3: { ...id, type: 3, interacted_message_id: source?.id },
    5: { ...id, type: 5, triggering_interaction_metadata: command },
  };
  return putMessage(world, ticket.channel, data, {
    type: kind === 2 ? 20 : 0,
    flags: Number(data.flags ?? 0) & EPHEMERAL,
    webhook_id: world.application,
    application_id: world.application,
    interaction_metadata: metadata[kind],
  });
}

function followUp(world: World, call: Call, ticket: Ticket): Reply | Deed {
  const { interaction } = ticket;
  const body = bodyOf(call.body);
  // The first follow-up of a deferred response is that response, and as ephemeral as was said then.
  if (interaction.original !== null && (interaction.original.flags & LOADING) !== 0) {
    return edit(world, call, ticket, interaction.original);
  }
  const refused = judge(body, call.files.length);
  if (refused !== null) return refused;
  return () => {
    const message = say(world, ticket, withFiles(world, body, call.files));
    interaction.messages = [...interaction.messages, message];
    record(ticket, 'follow-up', message);
    return ok(message);
  };
}

function edit(world: World, call: Call, ticket: Ticket, message: Message): Reply | Deed {
  const body = bodyOf(call.body);
  const refused = judge(mergeBody(message, body), call.files.length);
  if (refused !== null) return refused;
  return () => {
    changeMessage(world, message, withFiles(world, body, call.files));
    record(ticket, 'edit', message);
    return ok(message);
  };
}

function remove(world: World, ticket: Ticket, message: Message): Reply {
  const { interaction } = ticket;
  dropMessage(world, message);
  interaction.messages = interaction.messages.filter((other) => other !== message);
  if (interaction.original === message) interaction.original = null;
  record(ticket, 'delete', message);
  return nothing();
}

function record({ interaction, events }: Ticket, did: Write['did'], message: Message | null): void {
  interaction.writes.push({ did, message: structuredClone(message) });
  events.emit('write');
}

function describe({ interaction, kind, channel, guild }: Ticket): Body {
  const { id, type, original, ephemeral } = interaction;
  const message = original === null ? {} : { response_message_id: original.id, response_message_ephemeral: ephemeral };
  const loading = original === null ? {} : { response_message_loading: (original.flags & LOADING) !== 0 };
  const where = { channel_id: channel, ...(guild === null ? {} : { guild_id: guild }) };
  const resource =
    original === null ? {} : { resource: { type: type === 5 ? 4 : type === 6 ? 7 : type, message: original } };
  return { interaction: { id, type: kind, ...message, ...loading, ...where }, ...resource };
}
