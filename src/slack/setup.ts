import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { parse, stringify } from 'yaml';
import { DeliveryError, messageOf, PassingError, UserError } from '../core/errors.ts';
import type { Order } from '../core/seams.ts';
import type { SlackSettings } from '../core/settings.ts';
import type { PlatformSetup, SetupBot, Spot, Step } from '../core/setup.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import { greeting } from '../languages/interface.ts';
import { manifest } from './commands.ts';
import { troubleOf } from './errors.ts';
import { slackOutlet } from './outlet.ts';
import { lackingScopes, TAKE_SCOPES } from './permissions.ts';
import { type Client, clientsOf } from './wire.ts';

const APPS = 'https://api.slack.com/apps';
const TIMEOUT_MS = 10_000;

const BOT_TOKEN = {
  setting: 'SLACK_BOT_TOKEN',
  question: 'The bot token (OAuth & Permissions, Bot User OAuth Token)',
  prefix: 'xoxb-',
};
const APP_TOKEN = {
  setting: 'SLACK_APP_TOKEN',
  question: 'The app-level token (Basic Information, App-Level Tokens, with connections:write)',
  prefix: 'xapp-',
};

/**
 * Slack as `setup` sees it. `api`: another Web API root, for test servers and proxies. `http`: requests come to us, so
 * that no app-level token is needed. `path`: where the manifest is put.
 */
export function slackSetup({ api, http, path }: { api: string | null; http: boolean; path: string }): PlatformSetup {
  return {
    platform: 'slack',
    title: 'Slack',
    tokens: http ? [BOT_TOKEN] : [BOT_TOKEN, APP_TOKEN],
    steps: async () => [
      { text: 'This link makes the app with all it needs; choose the workspace, Next, Create:', link: creationLink() },
      { text: keepManifest(path) },
      { text: 'Then install it (Install App), which gives the bot token.' },
    ],
    check: (setting, token) => check(setting, token, api),
    open: ({ SLACK_BOT_TOKEN: botToken = '', SLACK_APP_TOKEN: appToken = '' }) =>
      openBot({ botToken, api, managers: null, mode: { type: 'socket', appToken } }),
  };
}

/** Opens Slack's form for a new app, filled in: https://docs.slack.dev/app-manifests/configuring-apps-with-app-manifests */
export function creationLink(): string {
  return `${APPS}?${new URLSearchParams({ new_app: '1', manifest_json: JSON.stringify(manifest()) })}`;
}

const HEADING =
  '# Paste this where Slack asks for an app manifest: api.slack.com/apps, Create New App, From a manifest.\n';

/** The manifest as a file; the one that stands in the repository is this. */
export function manifestFile(): string {
  return HEADING + stringify(manifest(), { lineWidth: 0 });
}

/** Puts the manifest there, and says so. One that people changed stays as it is. */
function keepManifest(path: string): string {
  const paste = `The same stands in ${path}, to be pasted (Create New App, From a manifest).`;
  try {
    if (!existsSync(path)) writeFileSync(path, manifestFile(), { flag: 'wx' });
    else if (!isDeepStrictEqual(parse(readFileSync(path, 'utf8')), manifest()))
      return `${path} is another than this version's and stays as it is; move it away, and setup writes the new one.`;
    return paste;
  } catch (error) {
    return `${path} cannot be written (${messageOf(error)}); the link does without it.`;
  }
}

// ---------------------------------------------------------------- tokens

/** Does something with Slack; what goes wrong is told with `remedy`, where it gives one, in place of the usual. */
async function asking<Value>(
  call: () => Promise<Value>,
  remedy: (reason: string) => string | null = () => null,
): Promise<Value> {
  try {
    return await call();
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble.type === 'retry') throw new PassingError(`${trouble.what}; try again`, { cause: error });
    throw new UserError(`${trouble.what}; ${remedy(trouble.reason) ?? trouble.remedy}`, { cause: error });
  }
}

const clientOf = (token: string, api: string | null): Client =>
  clientsOf({ botToken: token, api }, TIMEOUT_MS)(() => true);

async function check(setting: string, token: string, api: string | null): Promise<string> {
  const client = clientOf(token, api);
  if (setting === APP_TOKEN.setting) {
    const remedy = `make one with the scope connections:write (${APPS}, Basic Information, App-Level Tokens)`;
    await asking(
      () => client.apps.connections.open({}),
      () => remedy,
    );
    return 'Socket Mode is open';
  }
  const { user, team } = await asking(
    () => client.auth.test(),
    () => `copy it again (${APPS}, OAuth & Permissions)`,
  );
  return `the bot ${user ?? ''} in the workspace ${team ?? ''}`;
}

async function openBot(settings: SlackSettings): Promise<SetupBot> {
  const client = clientOf(settings.botToken, settings.api);
  const found = await asking(() => client.auth.test());
  const { user: name = '', team = '', team_id: place = '' } = found;
  const lacking = lackingScopes(found.response_metadata?.scopes ?? null);
  return {
    name,
    invite: inviteOf(name),
    notes: lacking.length > 0 ? [`the app lacks ${lacking.join(', ')}. ${TAKE_SCOPES}`] : [],
    places: async () => [{ id: place, name: team }],
    spots: async () => ({ open: await spotsOf(client, place), closed: [] }),
    spot: (channel) => spotOf(client, channel, place, name),
    greeted: async (spot) => {
      try {
        const found = await slackOutlet(settings).find(hello(spot, 'en', false), 0);
        return found.type === 'unknown' ? null : found.type === 'found';
      } catch (error) {
        if (error instanceof DeliveryError) return null;
        throw error;
      }
    },
    greet: async (spot, language, again) => {
      try {
        await slackOutlet(settings).send(hello(spot, language, again));
      } catch (error) {
        throw new UserError(`no hello in ${spot.name}: ${messageOf(error)}`, { cause: error });
      }
    },
  };
}

function inviteOf(name: string): Step {
  return { text: `The bot posts where it was invited. Write in the channel: /invite @${name}` };
}

// ---------------------------------------------------------------- channels

const PAGE = 200;

/** The channels that the bot is in, by name: https://docs.slack.dev/reference/methods/users.conversations */
async function spotsOf(client: Client, place: string): Promise<Spot[]> {
  const spots: Spot[] = [];
  let cursor = '';
  do {
    const asked = { types: 'public_channel,private_channel', exclude_archived: true, limit: PAGE };
    const page = await asking(() => client.users.conversations({ ...asked, ...(cursor === '' ? {} : { cursor }) }));
    for (const { id = '', name = id } of page.channels ?? []) spots.push({ id, kind: 'text', place, name: `#${name}` });
    cursor = page.response_metadata?.next_cursor ?? '';
  } while (cursor !== '');
  return spots.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function spotOf(client: Client, id: string, place: string, bot: string): Promise<Spot> {
  if (!/^[CG][A-Z0-9]{2,}$/.test(id))
    throw new UserError(
      `"${id}" is no id of a Slack channel, such as C0123ABCD (in the channel's details, at their end)`,
    );
  const { channel } = await asking(
    () => client.conversations.info({ channel: id }),
    (reason) => (reason === 'unknown-channel' ? `check the id, and write in the channel: /invite @${bot}` : null),
  );
  const name = `#${channel?.name ?? id}`;
  if (channel?.is_archived) throw new UserError(`${name} is archived; choose another channel`);
  if (channel?.is_member === false) throw new UserError(`the bot is not in ${name}; write there: /invite @${bot}`);
  return { id, kind: 'text', place, name };
}

// ---------------------------------------------------------------- the hello

/** The hello as an order of the outlet's. The first has the same mark each time, by which it is known again. */
function hello({ id, place }: Spot, language: InterfaceLanguage, again: boolean): Order {
  const document = greeting({ read: '/briefing', list: '/briefings list' }, language);
  return {
    delivery: again ? randomUUID() : `hello ${id}`,
    target: { platform: 'slack', place, channel: id, to: 'channel' },
    answered: { document, topic: null, about: '', language },
    form: { as: 'message', tags: [], crosspost: false, role: null },
    made: [],
    mayStill: () => true,
  };
}
