/**
 * What became of a call to Slack. `permanent`: the same call will fail again until somebody does what `remedy` says.
 * `retry`: it may go well later; `afterMs`: Slack's own word on when, in milliseconds. No text holds a token or an address
 * that somebody could post to.
 */
export type Trouble =
  | { type: 'permanent'; what: string; remedy: string }
  | { type: 'retry'; afterMs: number | null; what: string };

/** Of the errors of bolt, @slack/web-api and @slack/socket-mode (each tells itself by `code`) what we read. */
type Fault = {
  code?: unknown;
  message?: unknown;
  name?: unknown;
  original?: unknown;
  originals?: unknown;
  data?: {
    error?: unknown;
    needed?: unknown;
    provided?: unknown;
    response_metadata?: { messages?: unknown; retryAfter?: unknown };
  };
  retryAfter?: unknown;
  statusCode?: unknown;
  syscall?: unknown;
  address?: unknown;
  port?: unknown;
  headers?: Record<string, unknown>;
};

const TOKEN = 'Copy the bot token again (api.slack.com/apps, OAuth & Permissions) and set SLACK_BOT_TOKEN.';
const INSTALL = 'Install the app in the workspace again (api.slack.com/apps, Install App) and set SLACK_BOT_TOKEN.';
const APP_TOKEN =
  'Make an app-level token with connections:write (api.slack.com/apps, Basic Information) and set SLACK_APP_TOKEN.';
const INVITE = 'Invite the app to the channel: /invite @Readout.';
const ADMIN = 'Ask an administrator of the workspace.';
const OTHER_CHANNEL = 'Choose another channel.';
const REPORT = 'Please report this as a fault of Readout.';

/** By the error of a platform's answer: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const REMEDIES: Readonly<Record<string, string>> = {
  invalid_auth: TOKEN,
  not_authed: TOKEN,
  token_expired: TOKEN,
  token_revoked: INSTALL,
  account_inactive: INSTALL,
  app_missing_action_url: 'Take the settings of slack-manifest.yaml (api.slack.com/apps, App Manifest).',
  not_allowed_token_type: `SLACK_BOT_TOKEN begins with xoxb-, SLACK_APP_TOKEN with xapp-. ${APP_TOKEN}`,
  missing_scope: 'Take the scopes of slack-manifest.yaml (api.slack.com/apps, App Manifest) and install the app again.',
  no_permission: INVITE,
  not_in_channel: INVITE,
  channel_not_found: `${INVITE} It may also have been deleted.`,
  user_not_in_channel: INVITE,
  is_archived: OTHER_CHANNEL,
  messages_tab_disabled: 'Take the settings of slack-manifest.yaml (api.slack.com/apps, App Manifest).',
  restricted_action: ADMIN,
  restricted_action_read_only_channel: OTHER_CHANNEL,
  restricted_action_thread_only_channel: OTHER_CHANNEL,
  restricted_action_non_threadable_channel: OTHER_CHANNEL,
  restricted_action_thread_locked: OTHER_CHANNEL,
  access_denied: ADMIN,
  accesslimited: ADMIN,
  app_access_restricted: ADMIN,
  ekm_access_denied: ADMIN,
  enterprise_is_restricted: ADMIN,
  team_access_not_granted: ADMIN,
  two_factor_setup_required: ADMIN,
  expired_trigger_id: 'Try again.',
  expired_url: 'Ask again: an answer can be sent for 30 minutes.',
  used_url: 'Ask again: five answers can be sent to one question.',
  cannot_dm_bot: 'Choose a person or a channel.',
  thread_not_found: OTHER_CHANNEL,
};

/** Passing states of Slack's, by the same name. */
const PASSING = new Set([
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'org_login_required',
]);

/** What of Node's own goes by: a network that is away comes back. */
const NETWORK =
  /^(?:E(?:CONN(?:RESET|REFUSED|ABORTED)|TIMEDOUT|PIPE|AI_AGAIN|NOTFOUND|NOTCONN|HOSTUNREACH|NETUNREACH|HOSTDOWN|NETDOWN|AI_FAIL)|ENOTFOUND|UND_ERR_\w+|ABORT_ERR)$/;

/** Why Slack's requests cannot be listened for: what is wrong with the address, and how it is mended. */
const LISTENING: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  EADDRINUSE: ['another program has it', 'Stop that program, or set READOUT_WEB to a free port (HOST:PORT).'],
  EACCES: ['the system does not allow it', 'Set READOUT_WEB to a port from 1024 on (HOST:PORT).'],
  EADDRNOTAVAIL: ['this machine has no such address', 'Set READOUT_WEB to an address of this machine (HOST:PORT).'],
};

/** Turns whatever bolt, @slack/web-api, @slack/socket-mode or the network throws into what to do about it. */
export function troubleOf(error: unknown): Trouble {
  const fault = faultOf(error);
  switch (fault.code) {
    case 'slack_webapi_platform_error':
      return platformTrouble(fault);
    case 'slack_webapi_rate_limited_error':
      return { type: 'retry', afterMs: seconds(fault.retryAfter), what: 'Slack asks to be called less often' };
    case 'slack_webapi_http_error':
    case 'slack_bolt_respond_error':
      return httpTrouble(fault);
    case 'slack_webapi_request_error':
    case 'slack_socket_mode_websocket_error':
      return { type: 'retry', afterMs: null, what: `Slack cannot be reached (${reasonOf(fault.original)})` };
    case 'slack_socket_mode_no_reply_received_error':
    case 'slack_socket_mode_send_while_disconnected_error':
    case 'slack_socket_mode_send_while_not_ready_error':
      return { type: 'retry', afterMs: null, what: 'The connection to Slack was lost' };
    case 'slack_bolt_app_initialization_error':
      return permanent(`Slack cannot be set up: ${messageOf(fault)}`, 'Check SLACK_BOT_TOKEN and SLACK_APP_TOKEN.');
    default:
      return otherTrouble(fault);
  }
}

function platformTrouble({ data }: Fault): Trouble {
  const error = typeof data?.error === 'string' ? withoutSecrets(data.error) : 'unknown_error';
  if (PASSING.has(error)) {
    const afterMs = seconds(data?.response_metadata?.retryAfter);
    return { type: 'retry', afterMs, what: `Slack answered ${error}` };
  }
  if (error === 'missing_scope' && typeof data?.needed === 'string') {
    const has = typeof data.provided === 'string' ? `, the token has ${data.provided}` : '';
    return permanent(`Slack answered ${error}: ${data.needed} is needed${has}`, REMEDIES.missing_scope ?? '');
  }
  const messages = data?.response_metadata?.messages;
  const more = Array.isArray(messages) && messages.length > 0 ? `: ${withoutSecrets(messages.join('; '))}` : '';
  return permanent(
    `Slack answered ${error}${more}`,
    Object.hasOwn(REMEDIES, error) ? (REMEDIES[error] ?? REPORT) : REPORT,
  );
}

function httpTrouble({ statusCode, headers }: Fault): Trouble {
  const status = Number(statusCode);
  const what = `Slack answered with HTTP status ${statusCode}`;
  if (status === 429 || status === 408 || status >= 500)
    return { type: 'retry', afterMs: seconds(headers?.['retry-after']), what };
  // An answer's own address is gone after 30 minutes or five uses: https://docs.slack.dev/interactivity/handling-user-interaction
  if (status === 404 || status === 410) return permanent(what, REMEDIES.expired_url ?? '');
  return permanent(what, 'Check SLACK_API_URL, and what stands between Readout and Slack (a proxy, a firewall).');
}

/** What wraps another error, what the network says, and what should not happen. */
function otherTrouble(fault: Fault): Trouble {
  const inner = Array.isArray(fault.originals) ? fault.originals[0] : fault.original;
  if (inner !== undefined && inner !== null) return troubleOf(inner);
  if (fault.syscall === 'listen') return listenTrouble(fault);
  if (NETWORK.test(String(fault.code)) || fault.name === 'AbortError' || fault.name === 'TimeoutError')
    return { type: 'retry', afterMs: null, what: `Slack cannot be reached (${reasonOf(fault)})` };
  return permanent(messageOf(fault), REPORT);
}

function listenTrouble(fault: Fault): Trouble {
  const { address, port, code } = fault;
  const at = address === undefined ? `port ${port}` : `${address}, port ${port}`;
  const [why, remedy] = LISTENING[String(code)] ?? [reasonOf(fault), 'Set READOUT_WEB to another HOST:PORT.'];
  return permanent(`Slack's requests cannot be taken at ${at}: ${why}`, remedy);
}

function permanent(what: string, remedy: string): Trouble {
  return { type: 'permanent', what, remedy };
}

/** Why a request failed: the system's name for it, which never has an address in it, else the words. */
function reasonOf(error: unknown): string {
  const fault = faultOf(error);
  const cause = faultOf((error as { cause?: unknown } | null | undefined)?.cause);
  const code = [fault.code, cause.code].find((one) => typeof one === 'string');
  return typeof code === 'string' ? code : messageOf(fault);
}

function faultOf(error: unknown): Fault {
  return typeof error === 'object' && error !== null ? error : { message: error };
}

function messageOf({ message }: Fault): string {
  return message === undefined || message === '' ? 'an error without words' : withoutSecrets(String(message));
}

/** Text without tokens, and with nothing of an address but its host: hooks and sockets are open to whoever has theirs. */
export function withoutSecrets(text: string): string {
  return text
    .replace(/\b(?:https?|wss?):\/\/[^\s"'<>]+/giu, (url) => (URL.canParse(url) ? `${hostOf(url)}/…` : '…'))
    .replace(/\bx(?:ox[a-z]|app|oxe\.xox[a-z])[-.][\w.%-]+/giu, 'x…');
}

function hostOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

/** Seconds, as Slack gives them, in milliseconds. */
function seconds(value: unknown): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? Math.ceil(number * 1000) : null;
}
