import { fault, fine, sumUp, warning } from '../core/finding.ts';
import type { Schedule } from '../core/schedule.ts';
import type { Finding, Inspector } from '../core/seams.ts';
import type { SlackSettings } from '../core/settings.ts';
import { APP_TOKEN, INVITE, socketTroubleOf, type Trouble, troubleOf } from './errors.ts';
import { lackingScopes, SCOPES, TAKE_SCOPES } from './permissions.ts';
import { type Client, clientsOf } from './wire.ts';

const ASK_WITHIN_MS = 5_000;
const AGAIN = 'ask again soon; if it stays so, see the network, a proxy between, and https://slack-status.com';
const ELSEWHERE = 'correct SLACK_API_URL, or see what stands between Readout and Slack (a proxy, a firewall)';
const GROUP = 'Name the id of a user group of this workspace (S…), or none.';

/** Looks at Slack by its Web API; a connection for events is asked for, and not opened: serve keeps all it has. */
export function slackInspector(settings: SlackSettings, timeout = ASK_WITHIN_MS): Inspector {
  const client = clientsOf(settings, timeout)(() => true);
  return {
    platform: 'slack',
    anybody: `${settings.api ?? 'https://slack.com/api/'}api.test`,
    inspect: (schedules) => inspect(client, settings, schedules, timeout),
  };
}

/** What Slack tells of the bot's token. `app`: the app that it belongs to; null where Slack does not say. */
type Self = { team: string; workspace: string; user: string; app: string | null; scopes: readonly string[] | null };

async function* inspect(
  client: Client,
  { mode, managers }: SlackSettings,
  schedules: readonly Schedule[],
  timeout: number,
): AsyncGenerator<Finding> {
  let self: Self | null = null;
  try {
    self = await whoAmI(client);
    yield fine('Slack bot token', `is that of ${self.user} in the workspace ${self.workspace}`);
    if (self.scopes !== null) yield judgeScopes(self.scopes);
  } catch (error) {
    yield told('Slack bot token', error);
  }
  if (mode.type === 'socket') yield await inspectSocket(client, mode.appToken, self?.app ?? null, timeout);
  else yield fine('Slack signing secret', 'is set; Slack tells nobody whether it is the right one');
  // All else is asked with the bot's token.
  if (self === null) return;
  if (managers !== null) yield await inspectGroup(client, 'Slack managers', managers);
  yield* sumUp(inspectTargets(client, self, schedules), 'Slack channels');
}

/** What Slack did not answer as it should. `remedies`: for errors of which the usual one would mislead. */
function told(
  of: string,
  error: unknown,
  remedies: Readonly<Record<string, string>> = {},
  trouble: Trouble = troubleOf(error),
): Finding {
  if (trouble.type === 'retry') return fault(of, `could not be looked at: ${trouble.what}`, AGAIN);
  // Slack answers whatever it refuses with 200: this is somebody else.
  const isOdd = (error as { code?: unknown }).code === 'slack_webapi_http_error';
  return fault(of, trouble.what, isOdd ? ELSEWHERE : (remedies[errorOf(error)] ?? trouble.remedy));
}

/** Slack's own word for what it refused. */
function errorOf(error: unknown): string {
  return String((error as { data?: { error?: unknown } }).data?.error);
}

async function whoAmI(client: Client): Promise<Self> {
  const me = await client.auth.test();
  const { app = null } = me.bot_id === undefined ? {} : await appOf(client, me.bot_id);
  return {
    team: me.team_id ?? '',
    workspace: me.team ?? '',
    user: me.user ?? '',
    app,
    scopes: me.response_metadata?.scopes ?? null,
  };
}

/** Only a comparison needs it: without the scope for it there is none. */
async function appOf(client: Client, bot: string): Promise<{ app?: string }> {
  const known = await client.bots.info({ bot }).catch(() => null);
  return known?.bot?.app_id === undefined ? {} : { app: known.bot.app_id };
}

function judgeScopes(has: readonly string[]): Finding {
  const lacking = lackingScopes(has);
  if (lacking.length === 0) return fine('Slack scopes', `the token has all ${SCOPES.length} that Readout uses`);
  return fault('Slack scopes', `the token lacks ${lacking.join(', ')}`, TAKE_SCOPES);
}

/** Asks for a connection with the app's token. `app`: that of the bot's, which must be the same. */
async function inspectSocket(client: Client, token: string, app: string | null, timeout: number): Promise<Finding> {
  const of = 'Slack app token';
  const [, own = null] = /^xapp-\d-(A[A-Z0-9]+)-/u.exec(token) ?? [];
  if (app !== null && own !== null && own !== app) {
    return fault(
      of,
      `is of the app ${own}, and the bot token of ${app}`,
      `Take both tokens from one app. ${APP_TOKEN}`,
    );
  }
  let url: URL;
  try {
    const opened = await client.apiCall('apps.connections.open', { token });
    url = new URL('url' in opened ? String(opened.url) : '');
  } catch (error) {
    return told(of, error, {}, socketTroubleOf(error));
  }
  const host = `${url.protocol === 'ws:' ? 'http' : 'https'}://${url.host}/`;
  try {
    // Whatever is answered there, it can be reached; the address itself would open the connection.
    await fetch(host, { method: 'HEAD', signal: AbortSignal.timeout(timeout) });
    return fine(of, 'Slack gives a connection for it (Socket Mode), and its host answers');
  } catch {
    return fault(of, `the host of its connections, ${url.host}, cannot be reached`, `let this machine reach ${host}`);
  }
}

/** The very call by which serve looks who may manage. */
async function inspectGroup(client: Client, of: string, usergroup: string): Promise<Finding> {
  try {
    const { users = [] } = await client.usergroups.users.list({ usergroup });
    const count = users.length === 1 ? '1 member' : `${users.length} members`;
    if (users.length > 0) return fine(of, `the user group ${usergroup} has ${count}`);
    return warning(of, `the user group ${usergroup} has no members`, 'Add members to it, or name another group.');
  } catch (error) {
    return told(of, error, { no_such_subteam: GROUP, invalid_usergroup: GROUP, subteam_not_found: GROUP });
  }
}

// ---------------------------------------------------------------- channels

async function* inspectTargets(client: Client, self: Self, schedules: readonly Schedule[]): AsyncGenerator<Finding> {
  for (const [channel, same] of Map.groupBy(schedules, ({ target }) => target.channel)) {
    const ids = same.map(({ id }) => id);
    const by = `schedule ${ids.slice(0, 5).join(', ')}`;
    const of = `Slack channel ${channel}`;
    const stray = same.find(({ target, source }) => source === 'file' && target.place !== self.team);
    if (stray) {
      const what = `${by} names the workspace ${stray.target.place}, and the token is of ${self.team}`;
      yield warning(of, what, 'correct "place" in topic.yaml');
    }
    yield await inspectChannel(client, of, channel, by);
  }
  for (const role of new Set(schedules.flatMap(({ form }) => form.role ?? []))) {
    yield await inspectGroup(client, `Slack user group ${role}`, role);
  }
}

/** Whether the app may post in a channel. */
async function inspectChannel(client: Client, of: string, channel: string, by: string): Promise<Finding> {
  try {
    const { channel: found } = await client.conversations.info({ channel });
    const name = `#${found?.name ?? channel}`;
    if (found?.is_archived) return fault(of, `${name} is archived (${by})`, 'Unarchive it, or choose another channel.');
    if (found?.is_member) return fine(of, `${name}: the app may post there (${by})`);
    return fault(of, `the app is not in ${name} (${by})`, INVITE);
  } catch (error) {
    const finding = told(of, error);
    return { ...finding, what: `${finding.what} (${by})` };
  }
}
