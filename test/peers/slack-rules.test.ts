// What the peer refuses: for each rule one message or view that breaks it, and one at its limit that does not.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SlackPeer, startSlackPeer } from './slack.ts';
import { findBlockFaults, findViewFaults, isJson, type Json } from './slack-rules.ts';
import { issueResponse, issueTrigger } from './slack-shapes.ts';
import { HAS_SPECS, readFixtures } from './slack-specs.ts';
import { ALL_SCOPES, APP_TOKEN, BOT_TOKEN } from './slack-workspace.ts';

let peer: SlackPeer;
beforeAll(async () => {
  peer = await startSlackPeer();
});
afterAll(() => peer.stop());

const call = async (method: string, given: Json, token = BOT_TOKEN): Promise<Json> => {
  const headers = { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${token}` };
  const response = await fetch(peer.apiUrl + method, { method: 'POST', headers, body: JSON.stringify(given) });
  const answer: unknown = await response.json();
  return isJson(answer) ? answer : {};
};

const letters = (count: number) => 'x'.repeat(count);
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const plain = (length: number) => ({ type: 'plain_text', text: letters(length) });
const marked = (length: number) => ({ type: 'mrkdwn', text: letters(length) });
const section = (length: number) => ({ type: 'section', text: marked(length) });
const button = (about: Json) => ({ type: 'button', text: plain(3), action_id: 'b', ...about });
const actions = (...elements: Json[]) => ({ type: 'actions', elements });
const option = (text: number, value: string) => ({ text: plain(text), value });
const select = (count: number, text = 3) =>
  actions({ type: 'static_select', action_id: 's', options: many(count, (i) => option(text, `v${i}`)) });
const overflow = (count: number) =>
  actions({ type: 'overflow', action_id: 'o', options: many(count, (i) => option(3, `v${i}`)) });
const input = { type: 'input', label: plain(3), element: { type: 'plain_text_input', action_id: 'i' } };

/** What is refused, where, and the like of it at the limit. */
const RULES: [string, Json[], string, Json[]][] = [
  ['51 blocks', many(51, () => ({ type: 'divider' })), '/blocks', many(50, () => ({ type: 'divider' }))],
  ['an unknown block', [{ type: 'paragraph' }], '/blocks/0/type', [{ type: 'divider' }]],
  ['a section of 3,001', [section(3001)], '/blocks/0/text/text', [section(3000)]],
  ['an empty section', [section(0)], '/blocks/0/text/text', [section(1)]],
  ['a section without text', [{ type: 'section' }], '/blocks/0', [{ type: 'section', fields: [plain(1)] }]],
  [
    '11 fields',
    [{ type: 'section', fields: many(11, () => plain(1)) }],
    '/blocks/0/fields',
    [{ type: 'section', fields: many(10, () => plain(1)) }],
  ],
  [
    'a field of 2,001',
    [{ type: 'section', fields: [plain(2001)] }],
    '/blocks/0/fields/0/text',
    [{ type: 'section', fields: [plain(2000)] }],
  ],
  [
    'a header of 151',
    [{ type: 'header', text: plain(151) }],
    '/blocks/0/text/text',
    [{ type: 'header', text: plain(150) }],
  ],
  [
    'a header in mrkdwn',
    [{ type: 'header', text: marked(3) }],
    '/blocks/0/text/type',
    [{ type: 'header', text: plain(3) }],
  ],
  [
    '11 context elements',
    [{ type: 'context', elements: many(11, () => marked(1)) }],
    '/blocks/0/elements',
    [{ type: 'context', elements: many(10, () => marked(1)) }],
  ],
  [
    '26 actions',
    [actions(...many(26, (i) => button({ action_id: `b${i}` })))],
    '/blocks/0/elements',
    [actions(...many(25, (i) => button({ action_id: `b${i}` })))],
  ],
  ['no actions', [actions()], '/blocks/0/elements', [actions(button({}))]],
  [
    'a button of 76',
    [actions(button({ text: plain(76) }))],
    '/blocks/0/elements/0/text/text',
    [actions(button({ text: plain(75) }))],
  ],
  [
    'a button in mrkdwn',
    [actions(button({ text: marked(3) }))],
    '/blocks/0/elements/0/text/type',
    [actions(button({}))],
  ],
  [
    'a value of 2,001',
    [actions(button({ value: letters(2001) }))],
    '/blocks/0/elements/0/value',
    [actions(button({ value: letters(2000) }))],
  ],
  [
    'a link of 3,001',
    [actions(button({ url: letters(3001) }))],
    '/blocks/0/elements/0/url',
    [actions(button({ url: letters(3000) }))],
  ],
  [
    'an action_id of 256',
    [actions(button({ action_id: letters(256) }))],
    '/blocks/0/elements/0/action_id',
    [actions(button({ action_id: letters(255) }))],
  ],
  [
    'an action_id twice in a block',
    [actions(button({}), button({}))],
    '/blocks/0/elements',
    [actions(button({})), actions(button({}))],
  ],
  [
    'a block_id twice',
    [
      { type: 'divider', block_id: 'd' },
      { type: 'divider', block_id: 'd' },
    ],
    '/blocks',
    [
      { type: 'divider', block_id: 'd' },
      { type: 'divider', block_id: 'e' },
    ],
  ],
  ['101 options', [select(101)], '/blocks/0/elements/0/options', [select(100)]],
  ['no options', [select(0)], '/blocks/0/elements/0/options', [select(1)]],
  ['an option of 76', [select(1, 76)], '/blocks/0/elements/0/options/0/text/text', [select(1, 75)]],
  ['an overflow of 6', [overflow(6)], '/blocks/0/elements/0/options', [overflow(5)]],
  [
    'markdown of 12,001',
    [{ type: 'markdown', text: letters(12_001) }],
    '/blocks/0/text',
    [{ type: 'markdown', text: letters(12_000) }],
  ],
  [
    'an image without a description',
    [{ type: 'image', image_url: 'https://example.org/a.png' }],
    '/blocks/0',
    [{ type: 'image', image_url: 'https://example.org/a.png', alt_text: '' }],
  ],
];

describe('blocks', () => {
  test.each(RULES)('%s', async (_, bad, where, good) => {
    const answer = await call('chat.postMessage', { channel: 'C1NEWS', text: 'x', blocks: bad });
    expect(answer).toMatchObject({ ok: false, error: 'invalid_blocks' });
    expect(JSON.stringify(answer.response_metadata)).toContain(`[json-pointer:${where}]`);
    expect(peer.faults.at(-1)).toMatchObject({ where: 'chat.postMessage', error: 'invalid_blocks' });
    expect(await call('chat.postMessage', { channel: 'C1NEWS', text: 'x', blocks: good })).toMatchObject({ ok: true });
  });

  test('all together too long', async () => {
    const blocks = many(5, () => section(2700));
    const given = { channel: 'C1NEWS', text: 'x', blocks };
    expect(await call('chat.postMessage', given)).toMatchObject({ error: 'msg_blocks_too_long' });
    expect(await call('chat.postMessage', { ...given, blocks: blocks.slice(1) })).toMatchObject({ ok: true });
  });

  test.skipIf(!HAS_SPECS)('whole messages that others hold to be valid are taken', () => {
    for (const { name, fixture } of readFixtures('messages')) {
      const faults = isJson(fixture) && fixture.blocks ? findBlockFaults(fixture.blocks, 'message') : [];
      // One names all its blocks alike, to have something to compare.
      expect([name, faults.filter((fault) => !fault.includes('fake_block_id'))]).toEqual([name, []]);
    }
  });

  test.skipIf(!HAS_SPECS)('blocks that others hold to be valid are taken', () => {
    for (const { name, fixture } of readFixtures('blocks')) {
      const surface = isJson(fixture) && fixture.type === 'input' ? 'modal' : 'message';
      if (!name.startsWith('data_') && !name.startsWith('plan_') && !name.startsWith('task_'))
        expect([name, findBlockFaults([fixture], surface)]).toEqual([name, []]);
    }
  });

  test.skipIf(!HAS_SPECS)('views that others hold to be valid are taken', () => {
    for (const { name, fixture } of readFixtures('views')) expect([name, findViewFaults(fixture)]).toEqual([name, []]);
  });
});

describe('views', () => {
  const modal = (about: Json): Json => ({ type: 'modal', title: plain(24), blocks: [section(3)], ...about });
  const open = (view: Json) => call('views.open', { trigger_id: issueTrigger(peer.workspace, 'U1ANNA'), view });

  test.each([
    ['a title of 25', modal({ title: plain(25) })],
    ['no title', modal({ title: undefined })],
    ['a submit of 25', modal({ submit: plain(25) })],
    ['inputs without submit', modal({ blocks: [input] })],
    ['101 blocks', modal({ blocks: many(101, () => section(1)) })],
    ['no blocks', modal({ blocks: [] })],
    ['metadata of 3,001', modal({ private_metadata: letters(3001) })],
    ['a callback_id of 256', modal({ callback_id: letters(256) })],
    ['a home', { type: 'home', blocks: [section(1)] }],
  ])('%s', async (_, view) => {
    expect(await open(view)).toMatchObject({ ok: false, error: 'invalid_arguments' });
  });

  test('a trigger opens one view, within three seconds', async () => {
    const trigger_id = issueTrigger(peer.workspace, 'U1ANNA');
    const view = modal({ blocks: [input], submit: plain(3) });
    expect(await call('views.open', { trigger_id, view })).toMatchObject({ ok: true });
    expect(await call('views.open', { trigger_id, view })).toMatchObject({ error: 'exchanged_trigger_id' });
    expect(await call('views.open', { trigger_id: 'x', view })).toMatchObject({ error: 'invalid_trigger_id' });
    const late = issueTrigger(peer.workspace, 'U1ANNA');
    peer.advance(3001);
    expect(await call('views.open', { trigger_id: late, view })).toMatchObject({ error: 'expired_trigger_id' });
  });

  test('an App Home is published over the one that was seen', async () => {
    const view = { type: 'home', blocks: [section(1)] };
    const first = await call('views.publish', { user_id: 'U1ANNA', view });
    const hash = isJson(first.view) ? first.view.hash : '';
    expect(await call('views.publish', { user_id: 'U1ANNA', view, hash })).toMatchObject({ ok: true });
    expect(await call('views.publish', { user_id: 'U1ANNA', view, hash })).toMatchObject({ error: 'hash_conflict' });
  });
});

describe('methods', () => {
  const post = (given: Json) => call('chat.postMessage', { text: 'x', ...given });

  test.each([
    ['channel_not_found', { channel: 'C0' }],
    ['not_in_channel', { channel: 'C2OTHER' }],
    ['is_archived', { channel: 'C3OLD' }],
    ['no_text', { channel: 'C1NEWS', text: '' }],
    ['invalid_blocks_format', { channel: 'C1NEWS', blocks: 'x' }],
    ['markdown_text_conflict', { channel: 'C1NEWS', markdown_text: 'x' }],
    ['invalid_metadata_schema', { channel: 'C1NEWS', metadata: { event_type: 'x' } }],
  ])('%s', async (error, given) => {
    expect(await post(given)).toMatchObject({ ok: false, error });
  });

  test('tokens', async () => {
    expect(await call('auth.test', {}, '')).toMatchObject({ error: 'not_authed' });
    expect(await call('auth.test', {}, 'xoxb-other')).toMatchObject({ error: 'invalid_auth' });
    expect(await call('auth.test', {}, APP_TOKEN)).toMatchObject({ error: 'not_allowed_token_type' });
    expect(await call('apps.connections.open', {})).toMatchObject({ error: 'not_allowed_token_type' });
    expect(await call('chat.shout', {})).toMatchObject({ error: 'unknown_method' });
  });

  test('scopes', async () => {
    peer.workspace.scopes.delete('users:read');
    const needed = { error: 'missing_scope', needed: 'users:read' };
    expect(await call('users.info', { user: 'U1ANNA' })).toMatchObject(needed);
    for (const scope of ALL_SCOPES) peer.workspace.scopes.add(scope);
    expect(await call('users.info', { user: 'U1ANNA' })).toMatchObject({ ok: true });
    expect(await call('users.info', { user: 'U0' })).toMatchObject({ error: 'user_not_found' });
  });

  test('a message is changed, found with its metadata, and deleted', async () => {
    const metadata = { event_type: 'delivery', event_payload: { id: '1' } };
    const { ts } = await post({ channel: 'C1NEWS', metadata });
    const reply = await post({ channel: 'C1NEWS', thread_ts: ts });
    expect(await call('chat.update', { channel: 'C1NEWS', ts, text: 'y' })).toMatchObject({ ok: true, text: 'y' });
    const read = { channel: 'C1NEWS', limit: 1, include_all_metadata: true };
    const { messages, has_more } = await call('conversations.history', read);
    expect(messages).toMatchObject([{ ts, text: 'y', metadata }]);
    expect(has_more).toBe(true);
    const replies = await call('conversations.replies', { channel: 'C1NEWS', ts });
    expect(replies.messages).toMatchObject([{ ts }, { ts: reply.ts }]);
    expect(await call('chat.delete', { channel: 'C1NEWS', ts })).toMatchObject({ ok: true });
    expect(await call('chat.update', { channel: 'C1NEWS', ts, text: 'z' })).toMatchObject({
      error: 'message_not_found',
    });
  });

  test('an ephemeral message is for one person, and not there for the API', async () => {
    const given = { channel: 'C1NEWS', text: 'x', user: 'U2LINA' };
    const { message_ts } = await call('chat.postEphemeral', given);
    expect(peer.messages.at(-1)?.seenBy).toBe('U2LINA');
    const missing = { error: 'message_not_found' };
    expect(await call('chat.update', { channel: 'C1NEWS', ts: message_ts, text: 'y' })).toMatchObject(missing);
    expect(await call('chat.postEphemeral', { ...given, user: 'U0' })).toMatchObject({ error: 'user_not_in_channel' });
  });

  test('channels are joined and listed', async () => {
    peer.workspace.channels.push({ id: 'C4NEW', name: 'new', member: false });
    expect(await call('conversations.join', { channel: 'C4NEW' })).toMatchObject({ ok: true });
    const listed = await call('users.conversations', { exclude_archived: true });
    expect(listed.channels).toMatchObject([{ id: 'C1NEWS' }, { id: 'C4NEW', is_member: true }]);
    expect(await call('conversations.join', { channel: 'C3OLD' })).toMatchObject({ error: 'is_archived' });
    expect(await call('conversations.info', { channel: 'C0' })).toMatchObject({ error: 'channel_not_found' });
    const group = await call('usergroups.users.list', { usergroup: 'S1DESK' });
    expect(group).toMatchObject({ users: ['U1ANNA'] });
  });

  test.skipIf(!HAS_SPECS)('an argument that the method does not have is noted', async () => {
    expect(await post({ channel: 'C1NEWS', chanel: 'C1NEWS' })).toMatchObject({ ok: true });
    expect(peer.faults.at(-1)).toMatchObject({ error: 'unknown_arguments', messages: ['chanel'] });
    expect(await call('chat.postMessage', { text: 'x' })).toMatchObject({ error: 'invalid_arguments' });
  });
});

describe('response URLs', () => {
  const respond = async (path: string, given: Json = { text: 'x' }): Promise<Json> => {
    const url = new URL(path, peer.apiUrl);
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(given) });
    return { status: response.status, ...((await response.json()) as Json) };
  };
  const issue = () => issueResponse(peer.workspace, 'C1NEWS', 'U1ANNA', null);

  test('five uses', async () => {
    const path = issue();
    for (let use = 1; use <= 5; use += 1) expect(await respond(path)).toMatchObject({ status: 200, ok: true });
    expect(await respond(path)).toMatchObject({ status: 404, error: 'used_url' });
    expect(peer.faults.at(-1)).toMatchObject({ where: 'response_url', error: 'used_url' });
  });

  test('thirty minutes', async () => {
    const path = issue();
    peer.advance(30 * 60_000 + 1);
    expect(await respond(path)).toMatchObject({ status: 404, error: 'expired_url' });
  });

  test('a message is replaced and deleted, and bad blocks are refused', async () => {
    const path = issue();
    await respond(path, { text: 'x', response_type: 'in_channel' });
    const message = peer.messages.at(-1);
    expect(message).toMatchObject({ text: 'x', seenBy: null });
    await respond(path, { text: 'y', replace_original: true });
    expect(message).toMatchObject({ text: 'y', edits: 1 });
    expect(await respond(path, { blocks: [{ type: 'header' }] })).toMatchObject({
      status: 400,
      error: 'invalid_blocks',
    });
    await respond(path, { delete_original: true });
    expect(message?.deleted).toBe(true);
  });
});
