import { type Body, errorTree, type Fault } from './discord-fault.ts';

/** What a request is answered with. No body: none is sent, nor a content type. `late`: after so many milliseconds. */
export type Reply = { status: number; body?: unknown; headers?: Record<string, string>; late?: number };

/** A request as a route gets it. `params`: the parts of the path in braces. `files`: names of what was uploaded. */
export type Call = { params: Record<string, string>; query: URLSearchParams; body: unknown; files: string[] };

/** Something that can be asked of the API. `route` as in Discord's OpenAPI: `GET /channels/{channel_id}`. */
export type Route = {
  route: string;
  /** Whether it is for anybody, as the token in the path says enough. */
  open?: boolean;
  /** The answer where nothing is to be done or the request is refused; else the deed, which answers once it is done. */
  handle: (call: Call) => Reply | Deed;
};

/** What a request that was found right does. Apart from the finding, as the body is checked otherwise too in between. */
export type Deed = () => Reply;

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const nothing = (): Reply => ({ status: 204 });

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
const REFUSALS = {
  0: [401, '401: Unauthorized'],
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10007: [404, 'Unknown Member'],
  10008: [404, 'Unknown Message'],
  10015: [404, 'Unknown Webhook'],
  10062: [404, 'Unknown interaction'],
  10063: [404, 'Unknown application command'],
  20012: [403, 'You are not authorized to perform this action on this application'],
  40033: [400, 'This message has already been crossposted.'],
  40060: [400, 'Interaction has already been acknowledged.'],
  50001: [403, 'Missing Access'],
  50006: [400, 'Cannot send an empty message'],
  50007: [403, 'Cannot send messages to this user'],
  50008: [400, 'Cannot send messages in a non-text channel'],
  50013: [403, 'Missing Permissions'],
  50024: [400, 'Cannot execute action on this channel type'],
  50027: [401, 'Invalid Webhook Token'],
  50083: [400, 'Thread is archived'],
  50109: [400, 'The request body contains invalid JSON.'],
  160004: [400, 'A thread has already been created for this message'],
  160005: [400, 'Thread is locked'],
} as const;

/** Refuses with one of Discord's errors by its code. */
export function refuse(code: keyof typeof REFUSALS): Reply {
  const [status, message] = REFUSALS[code];
  return { status, body: { message, code } };
}

/** Refuses a body: 50035 with the tree of what is wrong in it. */
export function refuseForm(faults: Fault[], under: string[] = []): Reply {
  const errors: Body = errorTree(faults.map((one) => ({ ...one, path: [...under, ...one.path] })));
  return { status: 400, body: { message: 'Invalid Form Body', code: 50_035, errors } };
}

/** Discord's answer of this status where there is nothing more to say. */
export function failure(status: number): Reply {
  const words: Record<number, string> = {
    404: 'Not Found',
    500: 'Internal Server Error',
    502: 'Bad Gateway',
    503: 'Service Unavailable',
  };
  return { status, body: { message: `${status}: ${words[status] ?? 'Error'}`, code: 0 } };
}
