// The peer's HTTP: the Web API and response URLs.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { findMessageFault, METHODS, makeMessage, SCOPES } from './slack-methods.ts';
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

type Answer = { status: number; headers?: Record<string, string>; body: string } | 'reset';

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
  if (needed.length === 0 || needed.some((scope) => workspace.scopes.has(scope))) return null;
  return { error: 'missing_scope', more: { needed: needed[0] ?? '', provided: [...workspace.scopes].join(',') } };
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

function fail(failure: Exclude<Failure, 'lost'>): Answer {
  if (failure === 'reset') return 'reset';
  if ('status' in failure && typeof failure.status === 'number') {
    const headers = isJson(failure.headers) ? (failure.headers as Record<string, string>) : {};
    return {
      status: failure.status,
      headers,
      body: failure.status === 429 ? '{"ok":false,"error":"ratelimited"}' : '',
    };
  }
  return { status: 200, body: JSON.stringify({ ok: false, ...failure }) };
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
  const failure = workspace.failures.get(method)?.shift();
  const planned = failure === undefined || failure === 'lost' ? null : fail(failure);
  const answer = planned ? null : call(workspace, method, token, given);
  if (answer?.ok && method === 'apps.connections.open') answer.url = `${socketUrl}/link/?ticket=${String(answer.url)}`;
  const told = planned && planned !== 'reset' ? parse(planned.body) : answer;
  workspace.calls.push({ method, arguments: given, answer: failure === 'lost' || !isJson(told) ? null : told });
  workspace.changes.emit('change');
  if (failure === 'lost') return 'reset';
  const headers = {
    'x-oauth-scopes': [...workspace.scopes].join(','),
    'x-accepted-oauth-scopes': (SCOPES[method] ?? []).join(','),
  };
  return planned ?? { status: 200, headers, body: JSON.stringify(answer) };
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
  workspace.messages.push(made);
  url.message ??= made;
  say(workspace, 'response_url', cause, { message: made });
  return { status: 200, answer: { ok: true } };
}

function answerResponse(workspace: Workspace, id: string, body: string): Answer {
  const given = readArguments('application/json', body);
  const failure = workspace.failures.get('response_url')?.shift();
  if (failure !== undefined && failure !== 'lost') return fail(failure);
  const { status, answer } = respond(workspace, id, given);
  workspace.calls.push({ method: 'response_url', arguments: given, answer });
  workspace.changes.emit('change');
  return failure === 'lost' ? 'reset' : { status, body: JSON.stringify(answer) };
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
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=utf-8', ...answer.headers });
  response.end(answer.body);
}
