// Modals and App Homes as a workspace keeps them (https://docs.slack.dev/surfaces/modals).
import { findViewFaults, isJson, type Json } from './slack-rules.ts';
import { nameBlocks, nextNumber, refuse, type SlackView, say, timeOf, type Workspace } from './slack-workspace.ts';

/** A trigger lives for three seconds and opens one view. */
const TRIGGER_LIFE = 3000;

/** Uses a trigger up; tells why it cannot be used, or null. */
function spendTrigger(workspace: Workspace, id: unknown): string | null {
  const trigger = workspace.triggers.get(String(id));
  if (!trigger) return 'invalid_trigger_id';
  if (trigger.used) return 'exchanged_trigger_id';
  if (timeOf(workspace) - trigger.issued > TRIGGER_LIFE) return 'expired_trigger_id';
  trigger.used = true;
  return null;
}

/** Puts a view in place of another, or makes it. */
export function keepView(workspace: Workspace, view: Json, user: string, old: SlackView | null): SlackView {
  const id = old?.id ?? `V${nextNumber(workspace)}`;
  const hash = `${Math.floor(timeOf(workspace) / 1000)}.${nextNumber(workspace)}`;
  const kept = old ?? { id, hash, user, view };
  kept.hash = hash;
  kept.view = {
    private_metadata: '',
    callback_id: '',
    external_id: '',
    clear_on_close: false,
    notify_on_close: false,
    submit: null,
    close: null,
    ...view,
    id,
    hash,
    team_id: workspace.team,
    app_id: workspace.app,
    app_installed_team_id: workspace.team,
    bot_id: workspace.bot.id,
    root_view_id: id,
    previous_view_id: null,
    state: { values: {} },
    blocks: nameBlocks(workspace, view.blocks),
  };
  if (!old) workspace.views.push(kept);
  return kept;
}

/** views.open, views.update and views.publish. */
export function answerView(workspace: Workspace, given: Json, method: string): Json {
  const no = (error: string, messages: string[] = []) => refuse(workspace, method, error, messages);
  if (!isJson(given.view)) return no('invalid_arguments', ['missing required field: view']);
  const wanted = method === 'views.publish' ? 'home' : 'modal';
  const faults = findViewFaults(given.view);
  if (given.view.type !== wanted && method !== 'views.update')
    faults.push('unsupported type [json-pointer:/view/type]');
  if (faults.length) return no('invalid_arguments', faults);
  const place = findPlace(workspace, given, method);
  if ('error' in place) return no(place.error);
  if (given.hash && place.old && given.hash !== place.old.hash) return no('hash_conflict');
  const kept = keepView(workspace, given.view, place.user, place.old);
  const cause = method === 'views.open' ? String(given.trigger_id) : null;
  say(workspace, method, cause, { view: kept });
  return { ok: true, view: kept.view };
}

type Place = { user: string; old: SlackView | null } | { error: string };

function findPlace(workspace: Workspace, given: Json, method: string): Place {
  if (method === 'views.open') {
    const error = spendTrigger(workspace, given.trigger_id);
    return error ? { error } : { user: workspace.triggers.get(String(given.trigger_id))?.user ?? '', old: null };
  }
  if (method === 'views.update') {
    const old = workspace.views.find(({ id }) => id === given.view_id);
    return old ? { user: old.user, old } : { error: 'not_found' };
  }
  const user = workspace.users.find(({ id }) => id === given.user_id)?.id;
  if (!user) return { error: 'user_not_found' };
  return { user, old: findHome(workspace, user) };
}

/** The App Home that was published to somebody. */
export function findHome(workspace: Workspace, user: string): SlackView | null {
  return workspace.views.find((kept) => kept.user === user && kept.view.type === 'home') ?? null;
}
