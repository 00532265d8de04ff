import { DeliveryError, type Trouble as DeliveryTrouble } from '../core/errors.ts';
import { listenFailure } from '../core/listening.ts';
import { TAKE_SCOPES } from './permissions.ts';

/**
 * What became of a call to Slack, and what it means for a delivery. `permanent`: the same call will fail again until
 * somebody does what `remedy` says. `retry`: it may go well later; `afterMs`: Slack's own word on when, in milliseconds;
 * `mayBeDone`: Slack may have done it all the same. No text holds a token or an address that somebody could post to.
 */
export type Trouble = DeliveryTrouble &
  ({ type: 'permanent'; what: string; remedy: string } | { type: 'retry'; what: string });
type Reason = Extract<DeliveryTrouble, { type: 'permanent' }>['reason'];
type Passing = Extract<DeliveryTrouble, { type: 'retry' }>['reason'];

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
  cause?: unknown;
  errors?: unknown;
};

const TOKEN = 'Copy the bot token again (api.slack.com/apps, OAuth & Permissions) and set SLACK_BOT_TOKEN.';
const INSTALL = 'Install the app in the workspace again (api.slack.com/apps, Install App) and set SLACK_BOT_TOKEN.';
export const APP_TOKEN =
  'Make an app-level token with connections:write (api.slack.com/apps, Basic Information) and set SLACK_APP_TOKEN.';
export const INVITE = 'Invite the app to the channel: /invite @Readout.';
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
  missing_scope: TAKE_SCOPES,
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
  user_not_found: 'The person may have left the workspace.',
  edit_window_closed: 'The workspace lets nobody change a message so late; the message stays as it is.',
};

/** Why a delivery ends so, by the error of a platform's answer; what is not here is refused for what it is. */
const REASONS: readonly [Reason, RegExp][] = [
  ['token-revoked', /^(?:invalid_auth|not_authed|token_\w+|account_inactive|not_allowed_token_type)$/],
  ['unknown-channel', /^(?:channel|user)_not_found$/],
  ['archived', /^is_archived$/],
  ['no-access', /^(?:(?:user_)?not_in_channel|no_permission|missing_scope|messages_tab_disabled|cannot_dm_bot)$/],
  ['no-access', /^(?:restricted_action\w*|posting_to_channel_denied|accesslimited|enterprise_is_restricted)$/],
  ['no-access', /^(?:(?:ekm_)?access_denied|(?:app_access|team_access)_\w+|two_factor_setup_required)$/],
];

/** Passing states of Slack's, by the same name. */
const PASSING: Readonly<Record<string, { reason: Passing; mayBeDone: boolean }>> = {
  ratelimited: { reason: 'rate-limited', mayBeDone: false },
  rate_limited: { reason: 'rate-limited', mayBeDone: false },
  message_limit_exceeded: { reason: 'rate-limited', mayBeDone: false },
  internal_error: { reason: 'server', mayBeDone: true },
  fatal_error: { reason: 'server', mayBeDone: true },
  service_unavailable: { reason: 'server', mayBeDone: true },
  // Our request came truncated.
  request_timeout: { reason: 'timeout', mayBeDone: false },
  team_added_to_org: { reason: 'server', mayBeDone: false },
  org_login_required: { reason: 'server', mayBeDone: false },
};

/** What of Node's own goes by: a network that is away comes back. */
const NETWORK =
  /^(?:E(?:CONN(?:RESET|REFUSED|ABORTED)|TIMEDOUT|PIPE|AI_AGAIN|NOTFOUND|NOTCONN|HOSTUNREACH|NETUNREACH|HOSTDOWN|NETDOWN|AI_FAIL)|ENOTFOUND|UND_ERR_\w+|ABORT_ERR)$/;
/** Those of them after which nothing can have left: there was no connection. */
const UNCONNECTED = /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|UND_ERR_CONNECT_TIMEOUT)$/;
const UNSENT = new Set(['connect', 'getaddrinfo']);

/** What failed, for the ledger and the log; a DeliveryError stays what it is. */
export function deliveryErrorOf(error: unknown, target: string): DeliveryError {
  const cause = faultOf(error).original ?? error;
  if (cause instanceof DeliveryError) return cause;
  const trouble = troubleOf(error);
  const remedy = trouble.type === 'permanent' ? `; ${trouble.remedy}` : '';
  return new DeliveryError(`${target}: ${trouble.what}${remedy}`, trouble);
}

/** Turns whatever bolt, @slack/web-api, @slack/socket-mode or the network throws into what to do about it. */
export function troubleOf(error: unknown): Trouble {
  const fault = faultOf(error);
  switch (fault.code) {
    case 'slack_webapi_platform_error':
      return platformTrouble(fault);
    case 'slack_webapi_rate_limited_error':
      return limited(seconds(fault.retryAfter));
    case 'slack_webapi_http_error':
    case 'slack_bolt_respond_error':
      return httpTrouble(fault);
    case 'slack_webapi_request_error':
    case 'slack_socket_mode_websocket_error':
      return networkTrouble(fault.original);
    case 'slack_socket_mode_no_reply_received_error':
    case 'slack_socket_mode_send_while_disconnected_error':
    case 'slack_socket_mode_send_while_not_ready_error':
      return retry('network', true, 'The connection to Slack was lost');
    case 'slack_bolt_app_initialization_error':
      return permanent(`Slack cannot be set up: ${messageOf(fault)}`, 'Check SLACK_BOT_TOKEN and SLACK_APP_TOKEN.');
    default:
      return otherTrouble(fault);
  }
}

/** The same of a socket that was asked for: that is asked with the app-level token, and no other can be wrong. */
export function socketTroubleOf(error: unknown): Trouble {
  const trouble = troubleOf(error);
  if (trouble.type !== 'permanent') return trouble;
  const isToken = trouble.reason === 'token-revoked' || faultOf(error).data?.error === 'missing_scope';
  return isToken ? { ...trouble, remedy: APP_TOKEN } : trouble;
}

function platformTrouble({ data }: Fault): Trouble {
  const error = typeof data?.error === 'string' ? withoutSecrets(data.error) : 'unknown_error';
  const passing = Object.hasOwn(PASSING, error) ? PASSING[error] : undefined;
  if (passing !== undefined) {
    const afterMs = seconds(data?.response_metadata?.retryAfter);
    return { ...retry(passing.reason, passing.mayBeDone, `Slack answered ${error}`), afterMs };
  }
  // Not Slack's word but a page of whoever stands between, or half of an answer: the deed may be done.
  if (!/^[\w.-]+$/.test(error)) return retry('server', true, 'Slack answered what is no answer of its own');
  if (error === 'missing_scope' && typeof data?.needed === 'string') {
    const has = typeof data.provided === 'string' ? `, the token has ${data.provided}` : '';
    const what = `Slack answered ${error}: ${data.needed} is needed${has}`;
    return permanent(what, TAKE_SCOPES, 'no-access');
  }
  const messages = data?.response_metadata?.messages;
  const more = Array.isArray(messages) && messages.length > 0 ? `: ${withoutSecrets(messages.join('; '))}` : '';
  return permanent(
    `Slack answered ${error}${more}`,
    Object.hasOwn(REMEDIES, error) ? (REMEDIES[error] ?? REPORT) : REPORT,
    REASONS.find(([, errors]) => errors.test(error))?.[0],
  );
}

function httpTrouble({ statusCode, headers }: Fault): Trouble {
  const status = Number(statusCode);
  const what = `Slack answered with HTTP status ${statusCode}`;
  const afterMs = seconds(headers?.['retry-after']);
  if (status === 429) return { ...limited(afterMs), what };
  if (status === 408 || status >= 500) return { ...retry(status === 408 ? 'timeout' : 'server', true, what), afterMs };
  // An answer's own address is gone after 30 minutes or five uses: https://docs.slack.dev/interactivity/handling-user-interaction
  if (status === 404 || status === 410) return permanent(what, REMEDIES.expired_url ?? '');
  return permanent(what, 'Check SLACK_API_URL, and what stands between Readout and Slack (a proxy, a firewall).');
}

/** What wraps another error, what the network says, and what should not happen. */
function otherTrouble(fault: Fault): Trouble {
  const inner = Array.isArray(fault.originals) ? fault.originals[0] : fault.original;
  if (inner !== undefined && inner !== null) return troubleOf(inner);
  if (fault.syscall === 'listen') {
    const { what, remedy } = listenFailure("Slack's requests cannot be taken", fault);
    return permanent(what, remedy);
  }
  // A connection may also end in the middle of an answer, which fetch tells by a cause alone.
  const codes = [fault.code, faultOf(fault.cause).code].map(String);
  if (codes.some((code) => NETWORK.test(code)) || isTimeout(fault)) return networkTrouble(fault);
  // The library's own way to say 429 without a time.
  if (/^Retry header did not contain/.test(messageOf(fault))) return limited(null);
  return permanent(messageOf(fault), REPORT);
}

function networkTrouble(error: unknown): Trouble {
  const fault = faultOf(error);
  const cause = faultOf(fault.cause);
  const reason = isTimeout(fault) || isTimeout(cause) ? 'timeout' : 'network';
  return retry(reason, !isUnsent(fault) && !isUnsent(cause), `Slack cannot be reached (${reasonOf(error)})`);
}

function isTimeout({ name, code }: Fault): boolean {
  return name === 'AbortError' || name === 'TimeoutError' || /^UND_ERR_\w*TIMEOUT$/.test(String(code));
}

/** Whether it failed before there was a connection; of several addresses, at each. */
function isUnsent({ code, syscall, errors }: Fault): boolean {
  if (Array.isArray(errors) && errors.length > 0) return errors.every((one) => isUnsent(faultOf(one)));
  return UNCONNECTED.test(String(code)) || UNSENT.has(String(syscall));
}

function retry(reason: Passing, mayBeDone: boolean, what: string): Extract<Trouble, { type: 'retry' }> {
  return { type: 'retry', reason, afterMs: null, mayBeDone, what };
}

function limited(afterMs: number | null): Trouble {
  return { ...retry('rate-limited', false, 'Slack asks to be called less often'), afterMs };
}

function permanent(what: string, remedy: string, reason: Reason = 'refused'): Trouble {
  return { type: 'permanent', reason, what, remedy };
}

/** Why a request failed: the system's name for it, which never has an address in it, else the words. */
function reasonOf(error: unknown): string {
  const fault = faultOf(error);
  const cause = faultOf(fault.cause);
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
