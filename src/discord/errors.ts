import {
  DiscordAPIError,
  DiscordjsErrorCodes,
  GatewayCloseCodes,
  HTTPError,
  RateLimitError,
  RESTJSONErrorCodes,
} from 'discord.js';
import { DeliveryError, messageOf, type Trouble } from '../core/errors.ts';

/**
 * What a failure at Discord comes to. `permanent`: trying again will not help, somebody must do what `remedy` says.
 * `retry`: it may work after `afterMs` milliseconds, or whenever the caller thinks best where Discord names no time.
 * No text holds a token or an address.
 */
export type Failure =
  | { type: 'permanent'; what: string; remedy: string }
  | { type: 'retry'; afterMs: number | null; what: string };

type Told = readonly [what: string, remedy: string];

const TOKEN: Told = [
  'Discord does not accept the bot token',
  'copy the token anew from the developer portal (Bot, Reset Token)',
];
const INTENTS: Told = [
  'Discord does not allow the bot these gateway intents',
  'use this version of Readout unchanged: it needs no privileged intent',
];
const FAULT_OF_OURS = 'report it to Readout with this line: the person who asked cannot mend it';
const TOO_LATE: Told = [
  'the interaction is over: Discord waits 3 seconds for an answer and takes more for 15 minutes',
  'ask again; if it happens often, see why the machine or its network is slow',
];
const NO_MESSAGES: Told = ['the person takes no messages from the bot', 'ask in a server instead'];
const ARCHIVED: Told = ['the thread is archived', 'open it again, or choose another channel'];

/** https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
const TOLD: Readonly<Record<number, Told>> = {
  [RESTJSONErrorCodes.UnknownChannel]: ['the channel is gone', 'choose another channel'],
  [RESTJSONErrorCodes.UnknownGuild]: ['the server is gone, or the bot was removed from it', 'invite the bot again'],
  [RESTJSONErrorCodes.UnknownMessage]: ['the message is gone', 'ask again'],
  [RESTJSONErrorCodes.UnknownWebhook]: TOO_LATE,
  [RESTJSONErrorCodes.UnknownInteraction]: TOO_LATE,
  [RESTJSONErrorCodes.InvalidWebhookToken]: TOO_LATE,
  [RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged]: [
    'the interaction was answered by somebody else',
    'run Readout only once with this bot token',
  ],
  [RESTJSONErrorCodes.MissingAccess]: [
    'the bot cannot see this channel or server',
    'give it View Channel there, or invite it with the scopes bot and applications.commands',
  ],
  [RESTJSONErrorCodes.MissingPermissions]: [
    'the bot lacks a permission',
    'give it View Channel and Send Messages in the channel (Send Messages in Threads in a thread)',
  ],
  [RESTJSONErrorCodes.CannotSendMessagesToThisUser]: NO_MESSAGES,
  [RESTJSONErrorCodes.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds]: NO_MESSAGES,
  [RESTJSONErrorCodes.InvalidActionOnArchivedThread]: ARCHIVED,
  [RESTJSONErrorCodes.ThreadLocked]: ARCHIVED,
  [RESTJSONErrorCodes.InvalidFormBodyOrContentType]: ['Discord refuses what Readout sent', FAULT_OF_OURS],
};

type Reason = Extract<Trouble, { type: 'permanent' }>['reason'];

/** Why nothing can be posted there until somebody does something; whatever else Discord refuses is `refused`. */
const REASONS: Readonly<Record<number, Reason>> = {
  [RESTJSONErrorCodes.UnknownChannel]: 'unknown-channel',
  [RESTJSONErrorCodes.UnknownUser]: 'unknown-channel',
  [RESTJSONErrorCodes.UnknownGuild]: 'no-access',
  [RESTJSONErrorCodes.MissingAccess]: 'no-access',
  [RESTJSONErrorCodes.MissingPermissions]: 'no-access',
  [RESTJSONErrorCodes.CannotSendMessagesToThisUser]: 'no-access',
  [RESTJSONErrorCodes.CannotSendMessagesToThisUserDueToHavingNoMutualGuilds]: 'no-access',
  [RESTJSONErrorCodes.InvalidActionOnArchivedThread]: 'archived',
  [RESTJSONErrorCodes.ThreadLocked]: 'archived',
  [RESTJSONErrorCodes.Unauthorized]: 'token-revoked',
};

/** How the gateway closes for good: https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway */
const CLOSED: Readonly<Record<number, Told>> = {
  [GatewayCloseCodes.AuthenticationFailed]: TOKEN,
  [GatewayCloseCodes.InvalidShard]: ['Discord refuses the shard', FAULT_OF_OURS],
  [GatewayCloseCodes.ShardingRequired]: [
    'the bot is in too many servers for one connection',
    'let discord.js choose the shards',
  ],
  [GatewayCloseCodes.InvalidAPIVersion]: ['Discord no longer speaks this version of its gateway', 'update Readout'],
  [GatewayCloseCodes.InvalidIntents]: INTENTS,
  [GatewayCloseCodes.DisallowedIntents]: INTENTS,
};

/** The same, as discord.js says it: its login rejects with errors that have no code. */
const SAID: readonly (readonly [RegExp, Told])[] = [
  [/invalid token|token was unavailable|authentication failed/i, TOKEN],
  [/(?:disallowed|invalid|privileged) intent/i, INTENTS],
];

const NETWORK =
  /^(?:ECONN[A-Z]+|ENET[A-Z]+|EHOST[A-Z]+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EPROTO|UND_ERR_[A-Z_]+|ABORT_ERR)$/u;

/** Tells what a thrown value of discord.js, its REST client or the network means, and whether to try again. */
export function explain(error: unknown): Failure {
  if (error instanceof RateLimitError) return retry('Discord asks for patience: too many requests', error.retryAfter);
  if (error instanceof DiscordAPIError) return explainAnswer(error.status, error.code, redact(error.message));
  if (error instanceof HTTPError) return explainAnswer(error.status, null, redact(error.message));
  const told = toldOf(error);
  if (told) return permanent(told);
  const network = networkCodeOf(error);
  if (network !== null) return retry(`Discord cannot be reached (${network})`);
  return permanent([redact(messageOf(error)) || 'something failed without a message', FAULT_OF_OURS]);
}

/**
 * A failed post. `target`: what it was for, in words. `left`: whether the request had left, so that Discord may have done
 * it where nothing says otherwise.
 */
export function deliveryErrorOf(error: unknown, target: string, left: boolean): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const failure = explain(error);
  const words = failure.type === 'permanent' ? `${failure.what}; ${failure.remedy}` : failure.what;
  return new DeliveryError(`${target}: ${words}`, troubleOf(error, failure, left));
}

function troubleOf(error: unknown, failure: Failure, left: boolean): Trouble {
  const retry = (reason: Extract<Trouble, { type: 'retry' }>['reason'], mayBeDone: boolean): Trouble => {
    // Nought milliseconds is what discord.js makes of a limit without a time.
    const afterMs = failure.type === 'retry' ? failure.afterMs || null : null;
    return { type: 'retry', reason, afterMs, mayBeDone };
  };
  if (error instanceof RateLimitError) return retry('rate-limited', false);
  if (error instanceof DiscordAPIError || error instanceof HTTPError) {
    const { status } = error;
    if (status === 429) return retry('rate-limited', false);
    if (status === 408) return retry('timeout', left);
    if (status >= 500) return retry('server', left);
    if (status === 401) return { type: 'permanent', reason: 'token-revoked' };
    const code = error instanceof DiscordAPIError ? error.code : null;
    // A refusal without a code is not Discord's own: something on the way there says it, and it may pass.
    return typeof code === 'number'
      ? { type: 'permanent', reason: REASONS[code] ?? 'refused' }
      : retry('server', false);
  }
  if (failure.type === 'permanent') return { type: 'permanent', reason: 'refused' };
  return retry(isGivenUp(error) ? 'timeout' : 'network', left);
}

/** A text without what must not be told: addresses (those of webhooks and interactions hold tokens) and bot tokens. */
export function redact(text: string): string {
  return text
    .replace(/\b(?:https?|wss?):\/\/\S+/giu, '(address)')
    .replace(/\/?(?:webhooks|interactions)\/\d+\/\S+/gu, '(address)')
    .replace(/\b[\w-]{20,}\.[\w-]{5,}\.[\w-]{20,}/gu, '(token)')
    .replace(/\b[\w-]{50,}/gu, '(token)');
}

function explainAnswer(status: number, code: number | string | null, message: string): Failure {
  const said = `HTTP ${status}${code === null ? '' : `, code ${code}`}: ${message}`;
  if (status === 401) return permanent(TOKEN);
  if (status === 408 || status === 429 || status >= 500) return retry(`Discord is not well (${said})`);
  const told = TOLD[Number(code)];
  if (!told) return permanent([`Discord refuses (${said})`, FAULT_OF_OURS]);
  return permanent([`${told[0]} (${said})`, told[1]]);
}

function toldOf(error: unknown): Told | undefined {
  const code = codeOf(error);
  if (code === DiscordjsErrorCodes.TokenInvalid || code === DiscordjsErrorCodes.TokenMissing) return TOKEN;
  if (code === DiscordjsErrorCodes.DisallowedIntents || code === DiscordjsErrorCodes.InvalidIntents) return INTENTS;
  if (typeof code === 'number') return CLOSED[code];
  return SAID.find(([words]) => words.test(messageOf(error)))?.[1];
}

/** The name of a network fault, its own or its cause's: of an abandoned request, a reset socket, an unknown host. */
function networkCodeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (isGivenUp(error)) return 'given up after waiting';
  const code = codeOf(error);
  if (typeof code === 'string' && NETWORK.test(code)) return code;
  const inside = error instanceof AggregateError ? error.errors[0] : error.cause;
  return networkCodeOf(inside) ?? (/ECONNRESET|socket hang up|fetch failed/u.test(error.message) ? 'ECONNRESET' : null);
}

function isGivenUp(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
}

function permanent([what, remedy]: Told): Failure {
  return { type: 'permanent', what, remedy };
}

function retry(what: string, afterMs: number | null = null): Failure {
  return { type: 'retry', afterMs, what };
}
