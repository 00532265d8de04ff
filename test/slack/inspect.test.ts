import { describe, expect, test } from 'vitest';
import type { PostForm } from '../../src/core/schedule.ts';
import { SCOPES } from '../../src/slack/permissions.ts';
import { type Case, expectFinding, type Installation, openInstallation } from '../installation.ts';

const FORM: PostForm = { as: 'message', tags: [], crosspost: false, role: null };
const BOT = /^Slack bot token$/;
const APP_TOKEN = /^Slack app token$/;
const CHANNEL = /^Slack channel C\w+$/;
const without = ({ slack }: Installation, ...scopes: string[]) => {
  for (const scope of scopes) slack.workspace.scopes.delete(scope);
};

const CASES: Case[] = [
  [
    'a wrong bot token',
    ({ env }) => Object.assign(env, { SLACK_BOT_TOKEN: 'xoxb-wrong' }),
    'fault',
    BOT,
    /invalid_auth/,
    /Copy the bot token again/,
  ],
  [
    'a revoked bot token',
    ({ slack }) => slack.revokeToken(),
    'fault',
    BOT,
    /token_revoked/,
    /^Install the app in the workspace again/,
  ],
  [
    'a limit is no wrong token',
    ({ slack }) => slack.fail('auth.test', [{ status: 429, headers: { 'retry-after': '30' } }]),
    'fault',
    BOT,
    /^could not be looked at: Slack asks to be called less often/,
    /ask again soon/,
  ],
  [
    'a failing server is no wrong token',
    ({ slack }) => slack.fail('auth.test', [{ status: 502 }]),
    'fault',
    BOT,
    /^could not be looked at: Slack answered with HTTP status 502/,
    /slack-status\.com/,
  ],
  [
    'an API that does not answer',
    (deck) => {
      deck.patience = 300;
      deck.slack.fail('auth.test', ['deaf']);
    },
    'fault',
    BOT,
    /^could not be looked at: Slack cannot be reached/,
    /network/,
  ],
  [
    'a scope that is missing',
    (deck) => without(deck, 'users:read'),
    'fault',
    /^Slack scopes$/,
    /lacks users:read$/,
    /slack-manifest\.yaml.*install the app again/,
  ],
  [
    'an app token of another kind',
    ({ slack }) => slack.fail('apps.connections.open', [{ error: 'not_allowed_token_type' }]),
    'fault',
    APP_TOKEN,
    /not_allowed_token_type/,
    /Make an app-level token with connections:write/,
  ],
  [
    'a wrong app token',
    ({ env }) => Object.assign(env, { SLACK_APP_TOKEN: 'xapp-wrong' }),
    'fault',
    APP_TOKEN,
    /invalid_auth/,
    /^Make an app-level token with connections:write .* set SLACK_APP_TOKEN\.$/,
  ],
  [
    'an app token without connections:write',
    ({ slack }) => slack.workspace.appScopes.delete('connections:write'),
    'fault',
    APP_TOKEN,
    /missing_scope: connections:write is needed/,
    /^Make an app-level token with connections:write/,
  ],
  [
    'an app token of another app',
    ({ env, slack }) => {
      slack.workspace.tokens.app = 'xapp-1-A9OTHER-1-abc';
      env.SLACK_APP_TOKEN = slack.workspace.tokens.app;
    },
    'fault',
    APP_TOKEN,
    /is of the app A9OTHER, and the bot token of A0APP/,
    /^Take both tokens from one app/,
  ],
  [
    'a host of connections that cannot be reached',
    ({ slack }) => {
      slack.fail('apps.connections.open', [
        { ok: true, url: 'wss://127.0.0.1:1/link/?ticket=secret-ticket', error: '' },
      ]);
    },
    'fault',
    APP_TOKEN,
    /the host of its connections, 127\.0\.0\.1:1, cannot be reached/,
    /^let this machine reach https:\/\/127\.0\.0\.1:1\/$/,
  ],
  [
    'an archived channel',
    (deck) => deck.keep('slack', { channel: 'C3OLD' }),
    'fault',
    CHANNEL,
    /#old is archived \(schedule s3\)/,
    /Unarchive it/,
  ],
  [
    'a channel that the app is not in',
    (deck) => deck.keep('slack', { channel: 'C2OTHER' }),
    'fault',
    CHANNEL,
    /the app is not in #other/,
    /\/invite @Readout/,
  ],
  [
    'a deleted channel',
    ({ slack }) => slack.removeChannel('C1NEWS'),
    'fault',
    CHANNEL,
    /channel_not_found \(schedule s2\)/,
    /may also have been deleted/,
  ],
  [
    'managers that are no user group',
    ({ env }) => Object.assign(env, { SLACK_MANAGERS: 'S9GONE' }),
    'fault',
    /^Slack managers$/,
    /no_such_subteam/,
    /^Name the id of a user group/,
  ],
  [
    'managers that are nobody',
    ({ slack }) => Object.assign(slack.workspace.groups, { S1DESK: [] }),
    'warning',
    /^Slack managers$/,
    /S1DESK has no members/,
    /^Add members/,
  ],
  [
    'a user group to mention that is gone',
    (deck) => deck.keep('slack', { form: { ...FORM, role: 'S9GONE' } }),
    'fault',
    /^Slack user group S9GONE$/,
    /no_such_subteam/,
    /^Name the id of a user group/,
  ],
  [
    'another workspace in topic.yaml',
    (deck) =>
      deck.append(
        'briefings/china-russia/topic.yaml',
        'schedules:\n  - { platform: slack, place: T9ELSE, channel: C1NEWS, when: every day at 8, zone: UTC, language: en }\n',
      ),
    'warning',
    CHANNEL,
    /names the workspace T9ELSE, and the token is of T0TEAM/,
    /correct "place"/,
  ],
];

describe('readout check finds at Slack', { timeout: 20_000 }, () => {
  test.each(CASES)('%s', async (...one) => {
    await using deck = await openInstallation();
    const told = await expectFinding(deck, one);
    expect(told).not.toMatch(/xoxb-test|xapp-test|xoxb-wrong|xapp-wrong|secret-ticket/);
  });
});

test('the scopes of the manifest are enough for all that is looked at', async () => {
  await using deck = await openInstallation();
  deck.slack.workspace.scopes = new Set(SCOPES);
  expect(await deck.wrong()).toEqual([]);
  const channel = (await deck.run()).find(({ of }) => of === 'Slack channel C1NEWS');
  expect(channel?.what).toMatch(/^#news: the app may post there/);
});

test('an app that was installed with fewer scopes is told how it gets them', async () => {
  await using deck = await openInstallation();
  without(deck, 'channels:read', 'groups:read');
  const remedy = expect.stringMatching(/^Take the scopes .*install the app again/);
  expect(await deck.wrong()).toEqual([
    { is: 'fault', of: 'Slack scopes', what: 'the token lacks channels:read, groups:read', remedy },
    {
      is: 'fault',
      of: 'Slack channel C1NEWS',
      what: expect.stringMatching(/^Slack answered missing_scope: channels:read is needed.* \(schedule s2\)$/),
      remedy,
    },
  ]);
});

test('an address that is not Slack', async () => {
  await using deck = await openInstallation();
  deck.env.SLACK_API_URL = `${deck.discord.rest.api}/`;
  const remedy = expect.stringMatching(/^correct SLACK_API_URL/);
  const what = expect.stringMatching(/HTTP status 4\d\d/);
  expect(await deck.wrong()).toEqual([
    { is: 'fault', of: 'Slack bot token', what, remedy },
    { is: 'fault', of: 'Slack app token', what, remedy },
  ]);
});

test('by HTTP there is no app token to look at', async () => {
  await using deck = await openInstallation();
  const { SLACK_APP_TOKEN: _, ...env } = deck.env;
  deck.env = { ...env, SLACK_SIGNING_SECRET: 'secret' };
  const of = (await deck.run()).map((finding) => finding.of);
  expect(of).toContain('Slack signing secret');
  expect(of).not.toContain('Slack app token');
  expect(await deck.wrong()).toEqual([]);
});

test('no connection is opened, and nothing is posted', async () => {
  await using deck = await openInstallation();
  await deck.run();
  expect(deck.slack.connections()).toBe(0);
  expect(deck.slack.calls.map(({ method }) => method)).toEqual([
    'auth.test',
    'bots.info',
    'apps.connections.open',
    'usergroups.users.list',
    'conversations.info',
  ]);
  expect(deck.slack.faults).toEqual([]);
});
