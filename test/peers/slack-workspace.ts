// What a Slack workspace holds: people, channels, messages, views, and what the bot was heard saying. Plain data.
import { EventEmitter } from 'node:events';
import type { Index } from './slack-index.ts';
import { isJson, type Json, listOf } from './slack-rules.ts';

/** `zone`: IANA; Europe/Paris where it is left out. `team`: their workspace, where it is another one. */
export type SlackUser = {
  id: string;
  name: string;
  locale: string;
  admin?: boolean;
  owner?: boolean;
  zone?: string;
  team?: string;
};

/** `member`: whether the bot is in it. `team`: the workspace whose limit its posts count for, where it is another one. */
export type SlackChannel = {
  id: string;
  name: string;
  member: boolean;
  archived?: boolean;
  private?: boolean;
  team?: string;
};

/** A message as people see it. `seenBy`: the one who sees an ephemeral one; `by`: the method, `response_url`, `ack` or a user's id. */
export type SlackMessage = {
  channel: string;
  ts: string;
  text: string;
  blocks: Json[];
  thread: string | null;
  seenBy: string | null;
  metadata: Json | null;
  by: string;
  edits: number;
  deleted: boolean;
};

/** A modal or an App Home. `user`: who sees it. */
export type SlackView = { id: string; hash: string; user: string; view: Json };

/** One thing that the bot did where people see it; `cause`: the trigger or response URL that it answered with. */
export type Said = { by: string; cause: string | null; message: SlackMessage | null; view: SlackView | null };

/** A call of the bot's: `at` is when, as performance.now() tells; `answer` what it got, null where the connection was cut. */
export type Call = { at: number; method: string; arguments: Json; answer: Json | null };

/** Something that Slack would refuse, or take amiss in silence. */
export type Fault = { where: string; error: string; messages: string[] };

/**
 * What a method is to fail with. Not done: an error, a status, `reset` (the connection is cut), `deaf` (no answer, ever).
 * Done: `lost` (the connection is cut before the answer), `half` (in the middle of it), `silent` (no answer, ever),
 * `late` (an answer after so many ms), `status` with `done`.
 */
export type Failure =
  | ({ error: string } & Json)
  | { status: number; headers?: Record<string, string>; done?: boolean }
  | { late: number }
  | 'reset'
  | 'deaf'
  | 'lost'
  | 'half'
  | 'silent';

/** At most `requests` within any `ms` milliseconds. */
export type Rate = { requests: number; ms: number };

export type ResponseUrl = { channel: string; user: string; message: SlackMessage | null; issued: number; uses: number };

export type Workspace = {
  team: string;
  app: string;
  bot: { user: string; id: string };
  scopes: Set<string>;
  /** Those of the app's own token. */
  appScopes: Set<string>;
  tokens: { bot: string; app: string; revoked: Set<string> };
  users: SlackUser[];
  channels: SlackChannel[];
  groups: Record<string, string[]>;
  messages: SlackMessage[];
  views: SlackView[];
  triggers: Map<string, { issued: number; used: boolean; user: string }>;
  responses: Map<string, ResponseUrl>;
  failures: Map<string, Failure[]>;
  /** Asked for each call that `failures` has nothing for. */
  failing: ((method: string, given: Json) => Failure | undefined) | null;
  /** How many posts a channel, and a team, takes; none are refused where it is null. */
  limits: { channel: Rate | null; team: Rate | null };
  /** How many posts were refused for that. */
  limited: number;
  /** Keeps neither calls nor what was said, and of messages only where and for what they stand. For benches. */
  forgetful: boolean;
  index: Index;
  tickets: Set<string>;
  said: Said[];
  calls: Call[];
  faults: Fault[];
  /** How far the clock was put forward, in ms. */
  ahead: number;
  /** The last number given: ids and timestamps never repeat. */
  last: number;
  changes: EventEmitter;
};

export const ALL_SCOPES = [
  'app_mentions:read',
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'commands',
  'groups:history',
  'groups:read',
  'im:history',
  'im:write',
  'usergroups:read',
  'users:read',
];

export const BOT_TOKEN = 'xoxb-test';
export const APP_TOKEN = 'xapp-test';

/** An empty workspace with two people, three channels and a group. */
export function makeWorkspace(given: Partial<Workspace> = {}): Workspace {
  return {
    team: 'T0TEAM',
    app: 'A0APP',
    bot: { user: 'U0BOT', id: 'B0BOT' },
    scopes: new Set(ALL_SCOPES),
    appScopes: new Set(['connections:write']),
    tokens: { bot: BOT_TOKEN, app: APP_TOKEN, revoked: new Set() },
    users: [
      { id: 'U1ANNA', name: 'anna', locale: 'en-US', admin: true },
      { id: 'U2LINA', name: 'lina', locale: 'fr-FR' },
    ],
    channels: [
      { id: 'C1NEWS', name: 'news', member: true },
      { id: 'C2OTHER', name: 'other', member: false },
      { id: 'C3OLD', name: 'old', member: true, archived: true },
    ],
    groups: { S1DESK: ['U1ANNA'] },
    messages: [],
    views: [],
    triggers: new Map(),
    responses: new Map(),
    failures: new Map(),
    failing: null,
    limits: { channel: null, team: null },
    limited: 0,
    forgetful: false,
    index: { channels: new Map(), messages: new Map(), deliveries: new Map(), rates: new Map() },
    tickets: new Set(),
    said: [],
    calls: [],
    faults: [],
    ahead: 0,
    last: 0,
    changes: new EventEmitter().setMaxListeners(0),
    ...given,
  };
}

/** The workspace's time in ms. */
export const timeOf = (workspace: Workspace): number => Date.now() + workspace.ahead;

/** A number that was not given before. */
export function nextNumber(workspace: Workspace): number {
  workspace.last += 1;
  return workspace.last;
}

/** A timestamp as messages carry it, which names the message in its channel. */
export function nextTs(workspace: Workspace): string {
  return `${Math.floor(timeOf(workspace) / 1000)}.${String(nextNumber(workspace)).padStart(6, '0')}`;
}

/** Notes a fault and answers it as Slack does. */
export function refuse(
  workspace: Workspace,
  where: string,
  error: string,
  messages: string[] = [],
  more: Json = {},
): Json {
  workspace.faults.push({ where, error, messages });
  const worded = messages.map((message) => `[ERROR] ${message}`);
  const detail = messages.length ? { errors: messages, response_metadata: { messages: worded } } : {};
  return { ok: false, error, ...detail, ...more };
}

/** Notes what the bot did, and wakes who waits for it. */
export function say(workspace: Workspace, by: string, cause: string | null, what: Partial<Said>): void {
  if (!workspace.forgetful) workspace.said.push({ by, cause, message: null, view: null, ...what });
  workspace.changes.emit('change');
}

/** Resolves once `holds` does, looked at after every change; rejects after `within` ms, saying what was awaited. */
export function until(workspace: Workspace, what: string, holds: () => boolean, within: number): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      workspace.changes.off('change', look);
      clearTimeout(guard);
      settle();
    };
    const look = () => holds() && end(resolve);
    const guard = setTimeout(
      () => end(() => reject(new Error(`Slack peer: ${what}: not within ${within} ms`))),
      within,
    );
    workspace.changes.on('change', look);
  });
}

/** Blocks as Slack keeps them: every block and every element that can act has an id. */
export function nameBlocks(workspace: Workspace, blocks: unknown): Json[] {
  const fresh = () => nextNumber(workspace).toString(36).padStart(5, '0');
  const named = (element: unknown) =>
    isJson(element) && element.type !== 'image' && !('text' in element && element.type === 'mrkdwn')
      ? { action_id: fresh(), ...element }
      : element;
  return listOf(blocks).map((block) => ({
    block_id: fresh(),
    ...block,
    ...(block.type === 'actions' ? { elements: listOf(block.elements).map(named) } : {}),
    ...(isJson(block.accessory) ? { accessory: named(block.accessory) } : {}),
    ...(isJson(block.element) ? { element: named(block.element) } : {}),
  }));
}

/** A message as the API and payloads tell it. */
export function tellMessage(workspace: Workspace, message: SlackMessage, metadata = false): Json {
  const { team, app, bot } = workspace;
  const byBot = !workspace.users.some((user) => user.id === message.by);
  const bots = { user: bot.user, bot_id: bot.id, app_id: app, team };
  return {
    type: 'message',
    ...(byBot ? bots : { user: message.by, team }),
    text: message.text,
    ts: message.ts,
    ...(message.blocks.length ? { blocks: message.blocks } : {}),
    ...(message.thread ? { thread_ts: message.thread } : {}),
    ...(metadata && message.metadata ? { metadata: message.metadata } : {}),
  };
}
