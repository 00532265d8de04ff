// The payloads that Slack sends, in the shapes of its samples.
import { isJson, type Json, listOf } from './slack-rules.ts';
import {
  nextNumber,
  nextTs,
  type SlackMessage,
  type SlackView,
  tellMessage,
  timeOf,
  type Workspace,
} from './slack-workspace.ts';

/** What an interaction happens in: a message or a view. */
export type Place = SlackMessage | SlackView;

export const isView = (place: Place): place is SlackView => 'view' in place;
export const blocksOf = (place: Place): Json[] => (isView(place) ? listOf(place.view.blocks) : place.blocks);

/** Gives out a trigger, for one view within three seconds. */
export function issueTrigger(workspace: Workspace, user: string): string {
  const id = `${nextNumber(workspace)}.${nextNumber(workspace)}.trigger`;
  workspace.triggers.set(id, { issued: timeOf(workspace), used: false, user });
  return id;
}

/** Gives out the path of a response URL, for five uses within thirty minutes. */
export function issueResponse(
  workspace: Workspace,
  channel: string,
  user: string,
  message: SlackMessage | null,
): string {
  const id = `R${nextNumber(workspace)}`;
  workspace.responses.set(id, { channel, user, message, issued: timeOf(workspace), uses: 0 });
  return `/response/${id}`;
}

const nameOf = (workspace: Workspace, id: string): string =>
  [...workspace.users, ...workspace.channels].find((one) => one.id === id)?.name ?? 'directmessage';

/** https://docs.slack.dev/interactivity/implementing-slash-commands */
export function shapeSlash(
  workspace: Workspace,
  url: string,
  command: string,
  text: string,
  where: { user: string; channel: string },
): Json {
  return {
    token: 'verification',
    team_id: workspace.team,
    team_domain: 'test',
    channel_id: where.channel,
    channel_name: nameOf(workspace, where.channel),
    user_id: where.user,
    user_name: nameOf(workspace, where.user),
    command,
    text,
    api_app_id: workspace.app,
    is_enterprise_install: 'false',
    response_url: url + issueResponse(workspace, where.channel, where.user, null),
    trigger_id: issueTrigger(workspace, where.user),
  };
}

/** What every interaction carries. */
function shapeInteraction(workspace: Workspace, type: string, user: string): Json {
  const name = nameOf(workspace, user);
  return {
    type,
    user: { id: user, username: name, name, team_id: workspace.team },
    api_app_id: workspace.app,
    token: 'verification',
    team: { id: workspace.team, domain: 'test' },
    enterprise: null,
    is_enterprise_install: false,
  };
}

function shapeContainer(workspace: Workspace, place: Place): Json {
  if (isView(place)) return { container: { type: 'view', view_id: place.id }, view: place.view };
  const container = {
    type: 'message',
    message_ts: place.ts,
    channel_id: place.channel,
    is_ephemeral: place.seenBy !== null,
    ...(place.thread ? { thread_ts: place.thread } : {}),
  };
  const channel = { id: place.channel, name: nameOf(workspace, place.channel) };
  // An ephemeral message is not kept: its interactions come without it.
  return { container, channel, ...(place.seenBy === null ? { message: tellMessage(workspace, place) } : {}) };
}

/** The elements that can act in a message or a view, each with its block's id. */
export function elementsOf(place: Place): { block: string; element: Json }[] {
  return blocksOf(place).flatMap((block) =>
    [...listOf(block.elements), ...listOf([block.accessory]), ...listOf([block.element])]
      .filter((element) => typeof element.action_id === 'string')
      .map((element) => ({ block: String(block.block_id), element })),
  );
}

const SELECTED: Record<string, string> = {
  users_select: 'selected_user',
  channels_select: 'selected_channel',
  conversations_select: 'selected_conversation',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
};
const SEVERAL = ['checkboxes', 'multi_static_select'];
const optionsOf = (element: Json): Json[] =>
  [element, ...listOf(element.option_groups)].flatMap((group) => listOf(group.options));

/** What an element carries once somebody gave it this value; throws where it offers no such value. */
export function shapeValue(element: Json, value: string | null): Json {
  const type = String(element.type);
  const pick = (wanted: string): Json => {
    const option = optionsOf(element).find((one) => one.value === wanted);
    if (option) return option;
    if (type === 'external_select') return { text: { type: 'plain_text', text: wanted, emoji: true }, value: wanted };
    throw new Error(`Slack peer: ${String(element.action_id)} offers no "${wanted}"`);
  };
  if (type === 'button') return element.value === undefined ? {} : { value: element.value };
  if (SEVERAL.includes(type)) return { selected_options: value ? value.split(',').map(pick) : [] };
  if (SELECTED[type]) return { [SELECTED[type]]: value };
  if (type.includes('input')) return { value };
  return { selected_option: value === null ? null : pick(value) };
}

/** The state of all inputs: what was given, else what they began with. */
export function shapeState(place: Place, given: Record<string, string>): Json {
  const values: Record<string, Json> = {};
  for (const { block, element } of elementsOf(place)) {
    if (element.type === 'button' || element.type === 'overflow') continue;
    const id = String(element.action_id);
    const initial = isJson(element.initial_option) ? String(element.initial_option.value) : null;
    const begun = listOf(element.initial_options).map((option) => String(option.value));
    const named = Object.entries(element).find(([key]) => key.startsWith('initial_') && !key.includes('option'))?.[1];
    const value = given[id] ?? initial ?? (begun.join(',') || (typeof named === 'string' ? named : null));
    values[block] = { ...values[block], [id]: { type: element.type, ...shapeValue(element, value) } };
  }
  return { values };
}

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload; throws where the place has no such element. */
export function shapeAction(
  workspace: Workspace,
  url: string,
  place: Place,
  actionId: string,
  value: string | null,
  user: string,
): Json {
  const found = elementsOf(place).find(
    ({ element }) =>
      element.action_id === actionId && (element.type !== 'button' || value === null || element.value === value),
  );
  if (!found) throw new Error(`Slack peer: no ${actionId}${value === null ? '' : ` of value "${value}"`} to act on`);
  const { block, element } = found;
  const { type, text, action_id, placeholder, style } = element;
  const shown = { type, action_id, block_id: block, ...(text ? { text } : {}), ...(style ? { style } : {}) };
  const asked = placeholder ? { placeholder } : {};
  return {
    ...shapeInteraction(workspace, 'block_actions', user),
    ...shapeContainer(workspace, place),
    trigger_id: issueTrigger(workspace, user),
    state: shapeState(place, value === null || type === 'button' ? {} : { [actionId]: value }),
    ...(isView(place) ? {} : { response_url: url + issueResponse(workspace, place.channel, user, place) }),
    actions: [{ ...shown, ...asked, ...shapeValue(element, value), action_ts: nextTs(workspace) }],
  };
}

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload; throws where Slack's client would not send. */
export function shapeSubmission(workspace: Workspace, view: SlackView, values: Record<string, string>): Json {
  const inputs = listOf(view.view.blocks).filter((block) => block.type === 'input');
  const state = shapeState(view, values);
  const unknown = Object.keys(values).find((id) => !elementsOf(view).some(({ element }) => element.action_id === id));
  if (unknown) throw new Error(`Slack peer: the view has no ${unknown}`);
  for (const block of inputs) {
    const kept = isJson(state.values) ? state.values[String(block.block_id)] : null;
    const answers = isJson(kept) ? Object.values(kept).filter(isJson) : [];
    const empty = answers.every(({ type, ...rest }) => Object.values(rest).every((value) => !value));
    if (empty && block.optional !== true) throw new Error(`Slack peer: ${String(block.block_id)} is required`);
  }
  return {
    ...shapeInteraction(workspace, 'view_submission', view.user),
    trigger_id: issueTrigger(workspace, view.user),
    view: { ...view.view, state },
  };
}

/** What a person types into a select whose options come from the bot (`block_suggestion`). */
export function shapeSuggestion(
  workspace: Workspace,
  place: Place,
  actionId: string,
  typed: string,
  user: string,
): Json {
  const found = elementsOf(place).find(({ element }) => element.action_id === actionId);
  if (found?.element.type !== 'external_select') throw new Error(`Slack peer: ${actionId} asks for no options`);
  return {
    ...shapeInteraction(workspace, 'block_suggestion', user),
    ...shapeContainer(workspace, place),
    action_id: actionId,
    block_id: found.block,
    value: typed,
  };
}

/** The envelope of an event (https://docs.slack.dev/apis/events-api). */
export function shapeEvent(workspace: Workspace, event: Json): Json {
  return {
    token: 'verification',
    team_id: workspace.team,
    api_app_id: workspace.app,
    event,
    type: 'event_callback',
    event_id: `Ev${nextNumber(workspace)}`,
    event_time: Math.floor(timeOf(workspace) / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: workspace.team,
        user_id: workspace.bot.user,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${nextNumber(workspace)}`,
  };
}
