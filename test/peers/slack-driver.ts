// Drives the bot as people do: sends payloads, hears what came of them.
import type { Carrier, Delivery, Kind, Retry } from './slack-carriers.ts';
import { keepMessage } from './slack-index.ts';
import { findMessageFault, makeMessage } from './slack-methods.ts';
import { findViewFaults, isJson, type Json, listOf } from './slack-rules.ts';
import {
  isView,
  type Place,
  shapeAction,
  shapeEvent,
  shapeSlash,
  shapeSubmission,
  shapeSuggestion,
} from './slack-shapes.ts';
import { findStrangers, readSample } from './slack-specs.ts';
import { findHome, keepView } from './slack-views.ts';
import {
  refuse,
  type Said,
  type SlackMessage,
  type SlackView,
  say,
  tellMessage,
  until,
  type Workspace,
} from './slack-workspace.ts';

/** `says`: how many things the bot is to say or show before the drive resolves; 1 unless told. */
export type Expect = { says?: number };
export type Where = Expect & { user?: string; channel?: string };

/**
 * What came of driving the bot. `ack`: the payload of its acknowledgement, null where it was bare. `failure`: why there
 * was none, as a person is told it ("dispatch_failed", "operation_timeout"); events have "not_delivered".
 */
export type Heard = {
  ack: unknown;
  ms: number;
  failure: string | null;
  messages: SlackMessage[];
  views: SlackView[];
  tries: number;
};

export type Driver = {
  slash: (command: string, text: string, where?: Where) => Promise<Heard>;
  action: (place: Place, actionId: string, value?: string | null, where?: Where) => Promise<Heard>;
  suggest: (place: Place, actionId: string, typed: string, where?: Where) => Promise<Heard>;
  submit: (view: SlackView, values: Record<string, string>, expect?: Expect) => Promise<Heard>;
  mention: (text: string, where?: Where & { thread?: string }) => Promise<Heard>;
  openHome: (user?: string, expect?: Expect) => Promise<Heard>;
  event: (event: Json, expect?: Expect) => Promise<Heard>;
  /** Sends the last event again, with the same `event_id`, as Slack does where it is not sure of the first. */
  repeatLast: (expect?: Expect) => Promise<Heard>;
};

const MOST_TRIES = 4;

/** What the bot said since `from` in answer to this payload, told by trigger, response URL, channel or user. */
function saidFor(workspace: Workspace, payload: Json, from: number): Said[] {
  const event = isJson(payload.event) ? payload.event : {};
  const container = isJson(payload.container) ? payload.container : {};
  const person = isJson(payload.user) ? payload.user.id : (payload.user_id ?? event.user);
  const channel = payload.channel_id ?? event.channel ?? container.channel_id;
  const response = String(payload.response_url ?? '').replace(/^.*(?=\/response\/)/, '');
  return workspace.said.slice(from).filter(({ cause, message, view }) => {
    if (cause !== null) return cause === payload.trigger_id || cause === response;
    if (view) return view.user === person;
    return !message || channel === undefined || message.channel === channel || message.seenBy === person;
  });
}

/** Does with an acknowledgement's payload what Slack does: shows a slash command's message, a modal's next view. */
function takeAck(workspace: Workspace, payload: Json, ack: unknown): void {
  const cause = String(payload.trigger_id);
  if (typeof payload.command === 'string') {
    const given: Json | null = typeof ack === 'string' ? { text: ack } : isJson(ack) ? ack : null;
    if (!given) return;
    const fault = findMessageFault(given, false);
    if (fault) return void refuse(workspace, 'ack', fault.error, fault.messages);
    const seenBy = given.response_type === 'in_channel' ? null : String(payload.user_id);
    const message = makeMessage(workspace, given, { channel: String(payload.channel_id), seenBy, by: 'ack' });
    keepMessage(workspace, message);
    say(workspace, 'ack', cause, { message });
  } else if (payload.type === 'view_submission' && isJson(ack)) {
    takeViewAck(workspace, payload, ack);
  } else if (payload.type === 'block_suggestion') {
    if (!isJson(ack) || !Array.isArray(ack.options ?? ack.option_groups)) refuse(workspace, 'ack', 'no_options');
  } else if (payload.type === 'block_actions' && ack) {
    refuse(workspace, 'ack', 'ignored_payload');
  }
}

function takeViewAck(workspace: Workspace, payload: Json, ack: Json): void {
  const shown = isJson(payload.view) ? payload.view : {};
  const old = workspace.views.find(({ id }) => id === shown.id) ?? null;
  const action = ack.response_action;
  if (action === 'errors') {
    const inputs = new Set(listOf(shown.blocks).flatMap((block) => (block.type === 'input' ? [block.block_id] : [])));
    const unknown = Object.keys(isJson(ack.errors) ? ack.errors : {}).filter((id) => !inputs.has(id));
    if (unknown.length || !isJson(ack.errors)) refuse(workspace, 'ack', 'invalid_response_action', unknown);
  } else if ((action === 'update' || action === 'push') && isJson(ack.view)) {
    const faults = findViewFaults(ack.view);
    if (faults.length) return void refuse(workspace, 'ack', 'invalid_view', faults);
    const view = keepView(workspace, ack.view, old?.user ?? '', action === 'update' ? old : null);
    say(workspace, 'ack', String(payload.trigger_id), { view });
  } else if (action !== 'clear') {
    refuse(workspace, 'ack', 'invalid_response_action', [String(action)]);
  }
}

/** Sends a payload; an event that was not acknowledged is sent again, as soon as a connection is there. */
async function deliver(
  workspace: Workspace,
  carrier: () => Carrier,
  connected: () => Promise<void>,
  kind: Kind,
  payload: Json,
  repeated: boolean,
): Promise<{ delivery: Delivery; tries: number }> {
  let retry: Retry | null = repeated ? { attempt: 1, reason: 'timeout' } : null;
  for (let tries = 1; ; tries += 1) {
    const delivery = await carrier()(kind, payload, retry);
    const again = kind === 'events_api' && 'failure' in delivery && delivery.failure !== 'stopped';
    if (!again || tries === MOST_TRIES) return { delivery, tries };
    retry = { attempt: (retry?.attempt ?? 0) + 1, reason: delivery.failure === 'error' ? 'error' : 'timeout' };
    if (delivery.failure === 'no_connection' || delivery.failure === 'connection_closed') await connected();
    workspace.last += 1;
  }
}

const TOLD: Record<string, string> = { timeout: 'operation_timeout' };

/** What drives the bot as people do: each sends one payload and hears what came of it. */
export function makeDriver(
  workspace: Workspace,
  url: string,
  carrier: () => Carrier,
  connected: () => Promise<void>,
  within: number,
): Driver {
  let last: Json | null = null;
  const drive = async (kind: Kind, payload: Json, says: number, repeated = false): Promise<Heard> => {
    const sample = readSample(payload);
    // Forms carry it as text.
    const told = kind === 'slash_commands' ? { ...payload, is_enterprise_install: false } : payload;
    const strangers = sample ? findStrangers(told, sample) : [];
    if (strangers.length) throw new Error(`Slack peer: not as Slack sends it: ${strangers.join(', ')}`);
    const from = workspace.said.length;
    const { delivery, tries } = await deliver(workspace, carrier, connected, kind, payload, repeated);
    const { ms } = delivery;
    if ('failure' in delivery) {
      const failure = kind === 'events_api' ? 'not_delivered' : (TOLD[delivery.failure] ?? 'dispatch_failed');
      return { ack: null, ms, failure, messages: [], views: [], tries };
    }
    takeAck(workspace, payload, delivery.ack);
    const heard = () => saidFor(workspace, payload, from);
    await until(workspace, `the bot to say ${says} thing(s)`, () => heard().length >= says, within);
    const messages = heard().flatMap(({ message }) => message ?? []);
    const views = heard().flatMap(({ view }) => view ?? []);
    return { ack: delivery.ack, ms, failure: null, messages, views, tries };
  };
  const event: Driver['event'] = (given, { says = 1 } = {}) => {
    last = shapeEvent(workspace, given);
    return drive('events_api', last, says);
  };
  return {
    event,
    slash: (command, text, { user = 'U1ANNA', channel = 'C1NEWS', says = 1 } = {}) =>
      drive('slash_commands', shapeSlash(workspace, url, command, text, { user, channel }), says),
    action: async (place, actionId, value = null, { user = 'U1ANNA', says = 1 } = {}) =>
      drive(
        'interactive',
        shapeAction(workspace, url, place, actionId, value, isView(place) ? place.user : user),
        says,
      ),
    suggest: async (place, actionId, typed, { user = 'U1ANNA' } = {}) =>
      drive('interactive', shapeSuggestion(workspace, place, actionId, typed, user), 0),
    submit: async (view, values, { says = 0 } = {}) =>
      drive('interactive', shapeSubmission(workspace, view, values), says),
    mention: async (text, { user = 'U1ANNA', channel = 'C1NEWS', thread, says = 1 } = {}) => {
      if (!workspace.channels.find(({ id }) => id === channel)?.member)
        throw new Error(`Slack peer: the bot is not in ${channel}: Slack tells it of no mention there`);
      const given = { text: `<@${workspace.bot.user}> ${text}`, ...(thread ? { thread_ts: thread } : {}) };
      const message = makeMessage(workspace, given, { channel, by: user });
      keepMessage(workspace, message);
      const told = { ...tellMessage(workspace, message), type: 'app_mention', channel, event_ts: message.ts };
      return event(told, { says });
    },
    openHome: (user = 'U1ANNA', { says = 1 } = {}) => {
      const view = findHome(workspace, user)?.view;
      const about = { type: 'app_home_opened', user, channel: `D${user.slice(1)}`, tab: 'home' };
      return event({ ...about, event_ts: String(Date.now() / 1000), ...(view ? { view } : {}) }, { says });
    },
    repeatLast: async ({ says = 0 } = {}) => {
      if (!last) throw new Error('Slack peer: no event was sent yet');
      return drive('events_api', last, says, true);
    },
  };
}
