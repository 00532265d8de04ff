// Who may manage on Slack, asked through the real web-api client.
import { webApi } from '@slack/bolt';
import { expect, test } from 'vitest';
import { askersOf } from '../../src/slack/people.ts';
import { type SlackPeer, startSlackPeer } from '../peers/slack.ts';
import type { Failure, SlackUser } from '../peers/slack-workspace.ts';

const WHERE = { place: 'T0TEAM', channel: 'C1NEWS' };

const users: SlackUser[] = [
  { id: 'U1ADMIN', name: 'admin', locale: 'en-US', admin: true, zone: 'Asia/Riyadh' },
  { id: 'U2OWNER', name: 'owner', locale: 'en-US', owner: true },
  { id: 'U3EDITOR', name: 'editor', locale: 'ar' },
  { id: 'U4READER', name: 'reader', locale: 'fr-FR' },
  { id: 'U5GUEST', name: 'guest', locale: 'fr-FR', admin: true, team: 'T9OTHER' },
];

function open(peer: SlackPeer, managers: string | null = 'S1DESK') {
  const complaints: string[] = [];
  const client = new webApi.WebClient(peer.workspace.tokens.bot, {
    slackApiUrl: peer.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: webApi.LogLevel.ERROR,
  });
  const askerOf = askersOf(client, managers, (unknown) => complaints.push(unknown));
  const mayManage = async (user: string) => (await askerOf(user, WHERE)).mayManage();
  const called = (method: string) => peer.calls.filter((call) => call.method === method).length;
  return { askerOf, mayManage, complaints, called };
}

const workspace = { users, groups: { S1DESK: ['U3EDITOR'] } };

test.each([
  ['U1ADMIN', 'S1DESK', true],
  ['U2OWNER', null, true],
  ['U3EDITOR', 'S1DESK', true],
  ['U3EDITOR', null, false],
  ['U3EDITOR', 'S9GONE', false],
  ['U4READER', 'S1DESK', false],
  ['U5GUEST', 'S1DESK', false],
  ['U9NOBODY', 'S1DESK', false],
  ['', 'S1DESK', false],
])('%s with the group %s may manage: %s', async (user, managers, may) => {
  await using peer = await startSlackPeer(workspace);
  expect(await open(peer, managers).mayManage(user)).toBe(may);
});

test('who asks is told with their zone, and the group is asked for once for many', async () => {
  await using peer = await startSlackPeer(workspace);
  const { askerOf, mayManage, called } = open(peer);
  expect(await askerOf('U1ADMIN', WHERE)).toMatchObject({ zone: 'Asia/Riyadh', platform: 'slack', place: 'T0TEAM' });
  for (const user of ['U3EDITOR', 'U4READER', 'U4READER', 'U3EDITOR']) await mayManage(user);
  expect([called('usergroups.users.list'), called('users.info')]).toEqual([1, 3]);
});

test.each<[string, string[], string]>([
  ['usergroups:read', ['users:read'], 'U3EDITOR'],
  ['users:read', ['usergroups:read'], 'U1ADMIN'],
])('without %s who only has it from there may not, and that is told', async (_, scopes, user) => {
  await using peer = await startSlackPeer({ ...workspace, scopes: new Set(scopes) });
  const { mayManage, complaints } = open(peer);
  expect(await mayManage(user)).toBe(false);
  expect(complaints.length).toBeGreaterThan(0);
});

test('without users:read the members of the group may all the same', async () => {
  await using peer = await startSlackPeer({ ...workspace, scopes: new Set(['usergroups:read']) });
  expect(await open(peer).mayManage('U3EDITOR')).toBe(true);
});

test.each<Failure>([{ status: 500 }, 'reset', { error: 'fatal_error' }])(
  'while Slack cannot tell (%j) nobody may, and then they may',
  async (failure) => {
    await using peer = await startSlackPeer(workspace);
    const { mayManage } = open(peer);
    peer.fail('usergroups.users.list', [failure]);
    expect(await mayManage('U3EDITOR')).toBe(false);
    expect(await mayManage('U3EDITOR')).toBe(true);
  },
);
