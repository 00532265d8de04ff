import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { bodyOf, type Fault } from './discord-fault.ts';
import { type Limits, patternOf, refuseFor } from './discord-limits.ts';
import { type Call, failure, type Reply, type Route, refuse, refuseForm } from './discord-reply.ts';
import type { Spec } from './discord-spec.ts';

/** A request that came, in the order of arrival. `status`: what it was answered with, null until it was or for a reset. */
export type Asked = {
  /** When it came, as performance.now() tells. */
  at: number;
  method: string;
  path: string;
  query: string;
  body: unknown;
  files: string[];
  status: number | null;
};

/** Something that Discord would not have accepted (`by: 'bot'`), or that this peer answers unlike Discord (`by: 'peer'`). */
export type PeerFault = { by: 'bot' | 'peer'; request: string; code: number; message: string; faults: Fault[] };

/**
 * How a request goes wrong: an answer of Discord's, a socket that is reset (discord.js sends again) or closed without an
 * answer (it throws), or no answer ever. With `after`, what was asked is done all the same, and only the answer is lost;
 * it is `late` where it comes after so many milliseconds.
 */
export type Failure =
  | { status: number; body?: unknown; headers?: Record<string, string>; after?: boolean }
  | { late: number }
  | 'reset'
  | 'reset after'
  | 'cut'
  | 'cut after'
  | 'hang'
  | 'hang after';

export type Api = {
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  fail: (pattern: string | RegExp, failures: Failure[], times?: number) => void;
  requests: Asked[];
  faults: PeerFault[];
};

type Parsed = { call: Call; asked: Asked; route: Route | null };
type Answer = Reply | 'reset' | 'cut' | 'hang';

/** What a failure with a deed leaves of the answer. */
const AFTER = { 'reset after': 'reset', 'cut after': 'cut', 'hang after': 'hang' } as const;

/** The REST side: finds the route, checks token, limits and body, does what was asked, checks its own answer. */
export function createApi(
  routes: Route[],
  limits: Limits,
  spec: Spec | null,
  isToken: (token: string) => boolean,
  ahead = 0,
): Api {
  const requests: Asked[] = [];
  const faults: PeerFault[] = [];
  const plans: { matches: RegExp; failures: Failure[] }[] = [];
  const table = routes.map((route) => ({ route, matches: matcherOf(route.route) }));

  const note = (by: 'bot' | 'peer', { method, path }: Asked, reply: Reply, found: Fault[]) => {
    const { code = 0, message = '' } = bodyOf(reply.body);
    faults.push({ by, request: `${method} ${path}`, code: Number(code), message: String(message), faults: found });
  };
  const perform = ({ call, asked, route }: Parsed): Reply => {
    if (route === null) {
      note('bot', asked, failure(404), []);
      return failure(404);
    }
    const planned = route.handle(call);
    const found = typeof planned === 'function' ? (spec?.request(route.route, call.body) ?? []) : [];
    const refused = found.length > 0 ? refuseForm(found) : null;
    const reply = typeof planned === 'function' ? (refused ?? planned()) : planned;
    if (reply.status === 400 || reply.status === 500) note('bot', asked, reply, found);
    const wrong = spec?.response(route.route, reply.status, reply.body) ?? [];
    if (wrong.length > 0) note('peer', asked, reply, wrong);
    return reply;
  };
  const answer = (parsed: Parsed, authorization: string): Answer => {
    const { asked, route } = parsed;
    const failing = plans.find((plan) => plan.failures.length > 0 && matchesAny(plan.matches, asked, route));
    const failed = failing?.failures.shift();
    if (failed === 'reset' || failed === 'cut' || failed === 'hang') return failed;
    if (failed === 'reset after' || failed === 'cut after' || failed === 'hang after') {
      perform(parsed);
      return AFTER[failed];
    }
    if (failed !== undefined && 'late' in failed) return { ...perform(parsed), late: failed.late };
    if (failed !== undefined) {
      if (failed.after === true) perform(parsed);
      return fill(failed);
    }
    if (route !== null && route.open !== true && !isToken(authorization)) return refuse(0);
    const { headers, refused } = limits.take(route?.route ?? asked.path, majorOf(asked.path), route?.open === true);
    const reply = refused ?? perform(parsed);
    return { ...reply, headers: { ...headers, ...reply.headers } };
  };
  return {
    requests,
    faults,
    fail: (pattern, failures, times = 1) => {
      const matches = typeof pattern === 'string' ? patternOf(pattern) : pattern;
      plans.push({ matches, failures: Array.from({ length: times }, () => failures).flat() });
    },
    handle: async (request, response) => {
      const parsed = await parse(request, table);
      if (parsed !== null) requests.push(parsed.asked);
      const authorization = /^Bot (.*)$/u.exec(request.headers.authorization ?? '')?.[1] ?? '';
      const reply = parsed === null ? refuse(50_109) : answer(parsed, authorization);
      if (reply === 'hang') return;
      if (reply === 'reset') (request.socket as Socket).resetAndDestroy();
      else if (reply === 'cut') request.socket.end();
      else {
        if (parsed !== null) parsed.asked.status = reply.status;
        if (reply.late !== undefined) await new Promise((resolve) => setTimeout(resolve, reply.late));
        if (ahead !== 0) response.setHeader('Date', new Date(Date.now() + ahead).toUTCString());
        send(response, reply);
      }
    },
  };
}

function send(response: ServerResponse, { status, body, headers = {} }: Reply): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.statusCode = status;
  if (body === undefined) {
    response.end();
    return;
  }
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(body));
}

/** A failure with the body and the headers that Discord would send with it. */
function fill({ status, body, headers }: Extract<Failure, { status: number }>): Reply {
  const usual = status === 429 ? refuseFor(50, 'user') : status === 401 ? refuse(0) : failure(status);
  return { status, body: body ?? usual.body, headers: { ...usual.headers, ...headers } };
}

function matchesAny(matches: RegExp, { method, path }: Asked, route: Route | null): boolean {
  return matches.test(`${method} ${path}`) || (route !== null && matches.test(route.route));
}

function matcherOf(route: string): RegExp {
  return new RegExp(`^${route.replace(/\{(\w+)\}/gu, '(?<$1>[^/]+)')}$`, 'u');
}

/** What a rate limit counts by beside the route: the channel, the guild, the webhook or the interaction with its token. */
function majorOf(path: string): string {
  return /^\/(?:channels|guilds)\/\d+|^\/(?:webhooks|interactions)\/\d+\/[^/]+/u.exec(path)?.[0] ?? '';
}

async function parse(request: IncomingMessage, table: { route: Route; matches: RegExp }[]): Promise<Parsed | null> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://peer');
  const path = decodeURIComponent(pathname).replace(/^\/api\/v10/u, '');
  const method = request.method ?? 'GET';
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const read = await readBody(Buffer.concat(chunks), request.headers['content-type'] ?? '');
  if (read === null) return null;
  const found = table.find(({ matches }) => matches.test(`${method} ${path}`)) ?? null;
  const params = { ...found?.matches.exec(`${method} ${path}`)?.groups };
  const asked: Asked = { at: performance.now(), method, path, query: searchParams.toString(), ...read, status: null };
  return { call: { params, query: searchParams, ...read }, asked, route: found?.route ?? null };
}

/** Reads JSON, or a form with files beside it; null where it is neither. */
async function readBody(raw: Buffer, type: string): Promise<{ body: unknown; files: string[] } | null> {
  if (raw.length === 0) return { body: undefined, files: [] };
  try {
    if (!type.startsWith('multipart/form-data')) return { body: JSON.parse(raw.toString()), files: [] };
    const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': type } }).formData();
    const files = [...form.values()].flatMap((value) => (typeof value === 'string' ? [] : [value.name]));
    return { body: JSON.parse(String(form.get('payload_json') ?? '{}')), files };
  } catch {
    return null;
  }
}
