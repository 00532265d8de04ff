// What the peer does with posts: limits, answers that never come, marks, pages, people's own messages.
import { expect, test } from 'vitest';
import { type SlackPeer, type SlackPeerOptions, startSlackPeer } from './slack.ts';
import { isJson, type Json, listOf } from './slack-rules.ts';
import { BOT_TOKEN, type Failure } from './slack-workspace.ts';

async function open(options: SlackPeerOptions = {}) {
  const peer = await startSlackPeer(options);
  const call = async (method: string, given: Json, signal: AbortSignal | null = null) => {
    const headers = { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${BOT_TOKEN}` };
    const response = await fetch(peer.apiUrl + method, {
      method: 'POST',
      headers,
      body: JSON.stringify(given),
      signal,
    });
    const answer: unknown = await response.json().catch(() => null);
    return { status: response.status, wait: response.headers.get('retry-after'), answer: isJson(answer) ? answer : {} };
  };
  const post = (given: Json = {}, signal?: AbortSignal) =>
    call('chat.postMessage', { channel: 'C1NEWS', text: 'x', ...given }, signal);
  return { peer, call, post, [Symbol.asyncDispose]: peer.stop };
}

const marked = (delivery: string, step = 0) => ({
  metadata: { event_type: 'readout_delivery', event_payload: { delivery, step } },
});

test('a channel takes so many posts, a workspace too, each by its own time', async () => {
  await using slack = await open({
    limits: { channel: { requests: 2, ms: 10_000 }, team: { requests: 3, ms: 30_000 } },
  });
  const channels = slack.peer.addChannels(2, (i) => ({ id: `C0${i}`, name: `c${i}`, member: true, team: `T${i}` }));
  const ends: unknown[] = [];
  for (const channel of ['C1NEWS', 'C1NEWS', 'C1NEWS', ...channels.map(({ id }) => id), 'U2LINA', 'U2LINA']) {
    const { status, wait } = await slack.post({ channel });
    ends.push(wait === null ? status : [status, Number(wait)]);
  }
  expect(ends).toEqual([200, 200, [429, 10], 200, 200, 200, [429, 30]]);
  expect([slack.peer.workspace.limited, slack.peer.messages.length]).toEqual([2, 5]);
  slack.peer.advance(30_000);
  expect((await slack.post()).status).toBe(200);
});

test.each<[Failure, boolean]>([
  ['reset', false],
  ['deaf', false],
  [{ status: 500 }, false],
  [{ error: 'fatal_error' }, false],
  ['lost', true],
  ['half', true],
  ['silent', true],
  [{ late: 20 }, true],
  [{ status: 500, done: true }, true],
])('a post that ends in %j: done %s', async (failure, done) => {
  await using slack = await open();
  slack.peer.fail('chat.postMessage', [failure]);
  const hangUp = new AbortController();
  const posted = slack.post(marked('d1'), hangUp.signal).catch(() => null);
  await slack.peer.until('the call', () => slack.peer.calls.length === 1);
  if (failure === 'deaf' || failure === 'silent') hangUp.abort();
  await posted;
  expect(slack.peer.postsOf('d1')).toHaveLength(done ? 1 : 0);
});

test('what fails may be chosen call by call', async () => {
  const failing = (_: string, given: Json) => (given.text === 'no' ? { error: 'is_archived' } : undefined);
  await using slack = await open({ failing });
  expect((await slack.post({ text: 'no' })).answer).toMatchObject({ error: 'is_archived' });
  expect((await slack.post()).answer).toMatchObject({ ok: true });
});

test('posts are counted by delivery, and what is deleted no longer stands there', async () => {
  await using slack = await open();
  const [, second] = [
    await slack.post(marked('d1')),
    await slack.post(marked('d1', 1)),
    await slack.post(marked('d2')),
  ];
  expect(slack.peer.deliveries()).toEqual(['d1', 'd2']);
  await slack.call('chat.delete', { channel: 'C1NEWS', ts: second.answer.ts });
  expect(slack.peer.postsOf('d1')).toMatchObject([marked('d1')]);
  slack.peer.removeChannel('C1NEWS');
  expect((await slack.post()).answer).toMatchObject({ error: 'channel_not_found' });
});

test('pages stay what they are while others post', async () => {
  await using slack = await open();
  for (let i = 0; i < 5; i++) await slack.post(marked(`d${i}`));
  const read = async (method: string, given: Json) => {
    const { answer } = await slack.call(method, { channel: 'C1NEWS', include_all_metadata: true, limit: 2, ...given });
    const metadata = isJson(answer.response_metadata) ? answer.response_metadata : {};
    const seen = listOf(answer.messages).map((message) => JSON.stringify(message.metadata).match(/d\d/)?.[0]);
    return { seen, cursor: String(metadata.next_cursor) };
  };
  const first = await read('conversations.history', {});
  await slack.post(marked('d5'));
  const second = await read('conversations.history', { cursor: first.cursor });
  const third = await read('conversations.history', { cursor: second.cursor });
  expect([first.seen, second.seen, third]).toEqual([['d4', 'd3'], ['d2', 'd1'], { seen: ['d0'], cursor: '' }]);
});

test.each<[string, Json, string, string[]]>([
  ['a public channel', { channel: 'C1NEWS' }, 'channels:history', ['groups:history', 'im:history']],
  ['a private channel', { channel: 'C4PRIVATE' }, 'groups:history', ['channels:history', 'im:history']],
  ['a person’s messages', { channel: 'D2LINA' }, 'im:history', ['channels:history', 'groups:history']],
])('%s is read by its own scope', async (_, given, needed, others) => {
  await using slack = await open({ scopes: new Set(['chat:write', ...others]) });
  slack.peer.addChannels(1, () => ({ id: 'C4PRIVATE', name: 'private', member: true, private: true }));
  expect((await slack.call('conversations.history', given)).answer).toMatchObject({ error: 'missing_scope', needed });
  slack.peer.workspace.scopes.add(needed);
  expect((await slack.call('conversations.history', given)).answer).toMatchObject({ ok: true });
});

test('a person’s messages are opened by their id, read by their channel', async () => {
  await using slack = await open();
  const { answer } = await slack.call('conversations.open', { users: 'U2LINA' });
  expect(answer).toMatchObject({ channel: { id: 'D2LINA' } });
  expect((await slack.post({ channel: 'U2LINA' })).answer).toMatchObject({ channel: 'D2LINA' });
  const refused = await slack.call('conversations.history', { channel: 'U2LINA' });
  expect(refused.answer).toMatchObject({ error: 'channel_not_found' });
  slack.peer.workspace.scopes.delete('im:write');
  expect((await slack.call('conversations.open', { users: 'U2LINA' })).answer).toMatchObject({ needed: 'im:write' });
});

/** Posts once to each of many channels, a hundred at a time. */
async function postToAll({ peer, post }: { peer: SlackPeer; post: (given: Json) => Promise<unknown> }, count: number) {
  const channels = peer.addChannels(count, (i) => ({ id: `C9${i}`, name: `c9${i}`, member: true }));
  for (let i = 0; i < count; i += 100)
    await Promise.all(channels.slice(i, i + 100).map(({ id }) => post({ channel: id, ...marked(id) })));
}

test('a forgetful peer keeps of a thousand posts what counts them', async () => {
  await using slack = await open({ forgetful: true });
  await postToAll(slack, 1_000);
  expect(slack.peer.deliveries()).toHaveLength(1_000);
  expect(slack.peer.postsOf('C9999')).toMatchObject([{ channel: 'C9999', blocks: [] }]);
  expect([slack.peer.calls, slack.peer.workspace.said]).toEqual([[], []]);
});
