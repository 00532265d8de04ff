// The peer's HTTP: the Web API and response URLs.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { keepMessage, takeRate } from './slack-index.ts';
import { findChannel, findMessageFault, METHODS, makeMessage, SCOPES } from './slack-methods.ts';
import { isJson, type Json } from './slack-rules.ts';
import { readMethod } from './slack-specs.ts';
import { type Failure, nameBlocks, refuse, say, timeOf, type Workspace } from './slack-workspace.ts';

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const RESPONSE_USES = 5;
const RESPONSE_LIFE = 30 * 60_000;

/** Arguments that forms carry as JSON. */
const NESTED = ['blocks', 'view', 'metadata', 'attachments'];

/** Arguments that any method takes. */
const EVERYWHERE = new Set(['token', 'team_id']);

/** `late`: after how many ms it is sent; `half`: the connection is cut in its middle. */
type Reply = { status: number; headers?: Record<string, string>; body: string; late?: number; half?: boolean };
type Answer = Reply | 'reset' | 'silence';

/** Methods that post, and count for the limits of posting. */
const POSTS = ['chat.postMessage', 'chat.postEphemeral'];

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The arguments of a call, sent as JSON or as a form. */
function readArguments(type: string, body: string): Json {
  const given = type.startsWith('application/json') ? parse(body) : Object.fromEntries(new URLSearchParams(body));
  if (!isJson(given)) return {};
  const nested = Object.entries(given).map(([name, value]) => [
    name,
    NESTED.includes(name) && typeof value === 'string' ? parse(value) : value,
  ]);
  return Object.fromEntries(nested);
}

/** Why a token may not call a method; null where it may. */
function findTokenFault(workspace: Workspace, method: string, token: string): { error: string; more?: Json } | null {
  const { bot, app, revoked } = workspace.tokens;
  if (!token) return { error: 'not_authed' };
  if (revoked.has(token)) return { error: 'token_revoked' };
  if (token !== bot && token !== app) return { error: 'invalid_auth' };
  if ((method === 'apps.connections.open') !== (token === app)) return { error: 'not_allowed_token_type' };
  const needed = SCOPES[method] ?? [];
  const has = token === app ? workspace.appScopes : workspace.scopes;
  if (needed.length === 0 || needed.some((scope) => has.has(scope))) return null;
  return { error: 'missing_scope', more: { needed: needed[0] ?? '', provided: [...has].join(',') } };
}

/** Arguments that the method needs and lacks refuse the call; those it does not know are taken amiss in silence. */
function findArgumentFaults(workspace: Workspace, method: string, given: Json): string[] {
  const known = readMethod(method);
  if (!known) return [];
  // Slack ignores what it does not know, so whoever sends it is mistaken; the client libraries add the team to every call.
  const strangers = Object.keys(given).filter((name) => !EVERYWHERE.has(name) && !known.arguments.has(name));
  if (strangers.length) workspace.faults.push({ where: method, error: 'unknown_arguments', messages: strangers });
  return known.required.filter((name) => given[name] === undefined).map((name) => `missing required field: ${name}`);
}

function call(workspace: Workspace, method: string, token: string, given: Json): Json {
  const perform = METHODS[method];
  if (!perform) return refuse(workspace, method, 'unknown_method');
  const denied = method === 'api.test' ? null : findTokenFault(workspace, method, token);
  if (denied) return refuse(workspace, method, denied.error, [], denied.more);
  const missing = findArgumentFaults(workspace, method, given);
  if (missing.length) return refuse(workspace, method, 'invalid_arguments', missing);
  return perform(workspace, given, method);
}

/** Whether a call that fails so is done all the same. */
function isDone(failure: Failure): boolean {
  if (typeof failure === 'string') return failure === 'lost' || failure === 'half' || failure === 'silent';
  return 'late' in failure || ('status' in failure && failure.done === true);
}

/** What a failing call is answered with; `done`: what it would have been answered with. */
function fail(failure: Failure, done: Reply): Answer {
  if (failure === 'reset' || failure === 'lost') return 'reset';
  if (failure === 'deaf' || failure === 'silent') return 'silence';
  if (failure === 'half') return { ...done, half: true };
  if ('late' in failure) return { ...done, late: Number(failure.late) };
  if ('status' in failure && typeof failure.status === 'number') {
    const headers = isJson(failure.headers) ? (failure.headers as Record<string, string>) : {};
    return { status: failure.status, headers, body: failure.status === 429 ? LIMITED : '' };
  }
  return { status: 200, body: JSON.stringify({ ok: false, ...failure }) };
}

const LIMITED = '{"ok":false,"error":"ratelimited"}';

/** The 429 for a post that comes too soon. */
function limit(workspace: Workspace, method: string, given: Json): Reply | null {
  const channel = POSTS.includes(method) ? findChannel(workspace, given.channel) : null;
  const wait = channel === null ? 0 : takeRate(workspace, channel);
  if (wait <= 0) return null;
  workspace.limited += 1;
  return { status: 429, headers: { 'retry-after': String(Math.ceil(wait / 1000)) }, body: LIMITED };
}

function answerCall(
  workspace: Workspace,
  request: IncomingMessage,
  body: string,
  method: string,
  socketUrl: string,
): Answer {
  const given = readArguments(request.headers['content-type'] ?? '', body);
  const token = (request.headers.authorization ?? '').replace(/^Bearer ?/, '') || String(given.token ?? '');
  const failure = workspace.failures.get(method)?.shift() ?? workspace.failing?.(method, given);
  const undone = failure !== undefined && !isDone(failure);
  const limited = undone ? null : limit(workspace, method, given);
  const answer = undone || limited ? null : call(workspace, method, token, given);
  if (answer?.ok && method === 'apps.connections.open') answer.url = `${socketUrl}/link/?ticket=${String(answer.url)}`;
  const headers = {
    'x-oauth-scopes': [...workspace.scopes].join(','),
    'x-accepted-oauth-scopes': (SCOPES[method] ?? []).join(','),
  };
  const done: Reply = limited ?? { status: 200, headers, body: JSON.stringify(answer) };
  const reply = failure === undefined ? done : fail(failure, done);
  const told = typeof reply === 'string' || reply.half ? null : parse(reply.body);
  if (!workspace.forgetful)
    workspace.calls.push({ at: performance.now(), method, arguments: given, answer: isJson(told) ? told : null });
  workspace.changes.emit('change');
  return reply;
}

/** What a response URL does with a message: it posts, replaces or deletes, however often it may. */
function respond(workspace: Workspace, id: string, given: Json): { status: number; answer: Json } {
  const no = (status: number, error: string, messages: string[] = []) => ({
    status,
    answer: refuse(workspace, 'response_url', error, messages),
  });
  const url = workspace.responses.get(id);
  if (!url) return no(404, 'no_such_url');
  if (timeOf(workspace) - url.issued > RESPONSE_LIFE) return no(404, 'expired_url');
  if (url.uses >= RESPONSE_USES) return no(404, 'used_url');
  url.uses += 1;
  const cause = `/response/${id}`;
  const { message } = url;
  const replaces = given.replace_original === true && message;
  if (given.delete_original === true && message) {
    message.deleted = true;
    say(workspace, 'response_url', cause, { message });
    return { status: 200, answer: { ok: true } };
  }
  const fault = findMessageFault(given, false);
  if (fault) return no(400, fault.error, fault.messages);
  if (replaces) {
    Object.assign(message, { text: String(given.text ?? ''), blocks: nameBlocks(workspace, given.blocks) });
    message.edits += 1;
    say(workspace, 'response_url', cause, { message });
    return { status: 200, answer: { ok: true } };
  }
  const seenBy = given.response_type === 'in_channel' ? null : url.user;
  const made = makeMessage(workspace, given, { channel: url.channel, seenBy, by: 'response_url' });
  keepMessage(workspace, made);
  url.message ??= made;
  say(workspace, 'response_url', cause, { message: made });
  return { status: 200, answer: { ok: true } };
}

function answerResponse(workspace: Workspace, id: string, body: string): Answer {
  const given = readArguments('application/json', body);
  const failure = workspace.failures.get('response_url')?.shift();
  if (failure !== undefined && !isDone(failure)) return fail(failure, { status: 200, body: '' });
  const { status, answer } = respond(workspace, id, given);
  if (!workspace.forgetful)
    workspace.calls.push({ at: performance.now(), method: 'response_url', arguments: given, answer });
  workspace.changes.emit('change');
  const reply = { status, body: JSON.stringify(answer) };
  return failure === undefined ? reply : fail(failure, reply);
}

/** Answers a request to the Web API (`/api/METHOD`) or a response URL (`/response/ID`). */
export async function answerRequest(
  workspace: Workspace,
  request: IncomingMessage,
  response: ServerResponse,
  socketUrl: string,
): Promise<void> {
  const body = await readBody(request);
  const [, kind, name = ''] = (request.url ?? '').split(/[/?]/);
  const answer =
    kind === 'api'
      ? answerCall(workspace, request, body, name, socketUrl)
      : kind === 'response'
        ? answerResponse(workspace, name, body)
        : { status: 404, body: '' };
  if (answer === 'reset') return void request.socket.resetAndDestroy();
  if (answer === 'silence') return;
  if (answer.late) await sleep(answer.late, undefined, { ref: false });
  const length = Buffer.byteLength(answer.body);
  response.writeHead(answer.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': length,
    date: new Date(timeOf(workspace)).toUTCString(),
    ...answer.headers,
  });
  if (!answer.half) return void response.end(answer.body);
  response.write(answer.body.slice(0, length / 2), () => request.socket.resetAndDestroy());
}
