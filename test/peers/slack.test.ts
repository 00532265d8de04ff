// The peer against the real bolt, in both modes.
import { describe, expect, test } from 'vitest';
import { type SlackPeer, startSlackPeer } from './slack.ts';
import { type Bot, SECRET, startBot } from './slack-bot.ts';
import { HAS_SPECS, readMethod } from './slack-specs.ts';

const textsOf = (messages: { text: string }[]): string[] => messages.map(({ text }) => text);

describe.concurrent.each(['socket', 'http'] as const)('bolt by %s', (mode) => {
  test('a slash command is acknowledged with a message', async () => {
    await using peer = await startSlackPeer();
    await using _bot = await startBot(peer, mode);
    const { ack, messages } = await peer.slash('/echo', 'hello');
    expect(ack).toEqual(mode === 'http' ? 'said hello' : { text: 'said hello' });
    expect(messages).toMatchObject([{ text: 'said hello', by: 'ack', channel: 'C1NEWS', seenBy: 'U1ANNA' }]);
    expect(peer.faults).toEqual([]);
  });

  test('a slash command is answered in the language of who asks, buttons and selects work', async () => {
    await using peer = await startSlackPeer();
    await using _bot = await startBot(peer, mode);
    const { ack, messages } = await peer.slash('/say', 'bonjour', { user: 'U2LINA' });
    expect(ack).toBeNull();
    const [message] = messages;
    if (!message) throw new Error('no message');
    expect(message).toMatchObject({ text: 'fr-FR: bonjour', by: 'response_url', seenBy: 'U2LINA' });
    expect(textsOf((await peer.action(message, 'pick', 'b')).messages)).toEqual(['picked b']);
    expect(peer.messages.at(-1)?.seenBy).toBeNull();
    await peer.action(message, 'more');
    expect(message).toMatchObject({ text: 'one more', blocks: [], edits: 1 });
    await expect(peer.action(message, 'more')).rejects.toThrow('no more to act on');
    expect(peer.faults).toEqual([]);
  });

  test('a modal opens, refuses and takes what is typed', async () => {
    await using peer = await startSlackPeer();
    await using _bot = await startBot(peer, mode);
    const [message] = (await peer.slash('/say', 'hi')).messages;
    if (!message) throw new Error('no message');
    const [view] = (await peer.action(message, 'open')).views;
    if (!view) throw new Error('no view');
    expect(view.view).toMatchObject({ type: 'modal', callback_id: 'form' });
    await expect(peer.submit(view, {})).rejects.toThrow('about is required');
    const bad = await peer.submit(view, { words: 'bad' });
    expect(bad.ack).toEqual({ response_action: 'errors', errors: { about: 'Not this.' } });
    const { messages } = await peer.submit(view, { words: 'good' }, { says: 1 });
    expect(messages).toMatchObject([{ text: 'good', channel: 'D1ANNA' }]);
    expect(peer.faults).toEqual([]);
  });

  test('the App Home is published and published again', async () => {
    await using peer = await startSlackPeer();
    await using _bot = await startBot(peer, mode);
    const [first] = (await peer.openHome('U2LINA')).views;
    const hash = first?.hash;
    const [second] = (await peer.openHome('U2LINA')).views;
    expect(second).toBe(first);
    expect(second?.hash).not.toBe(hash);
    expect(peer.views).toHaveLength(1);
  });

  test('a mention is answered in its thread, and an event sent twice is handled twice', async () => {
    await using peer = await startSlackPeer();
    await using bot = await startBot(peer, mode);
    const [first] = (await peer.mention('hello')).messages;
    const thread = first?.thread ?? '';
    expect(peer.messages.map(({ ts }) => ts)).toContain(thread);
    const [second] = (await peer.mention('and now', { thread })).messages;
    expect(second?.thread).toBe(thread);
    await peer.repeatLast({ says: 1 });
    expect(bot.seen).toHaveLength(3);
    expect(bot.seen[2]).toBe(bot.seen[1]);
    await expect(peer.mention('hello', { channel: 'C2OTHER' })).rejects.toThrow('not in C2OTHER');
    expect(peer.faults).toEqual([]);
  });

  test('a command that is not acknowledged fails for who asked', async () => {
    await using peer = await startSlackPeer({ ackWithin: 200 });
    await using _bot = await startBot(peer, mode);
    expect(await peer.slash('/mute', '')).toMatchObject({ failure: 'operation_timeout', tries: 1 });
  });
});

describe.concurrent('HTTP', () => {
  const event = { type: 'event_callback', event_id: 'Ev1', team_id: 'T0TEAM', event: { type: 'app_home_opened' } };
  const post = async (send: (bot: Bot, peer: SlackPeer) => Promise<void>) => {
    await using peer = await startSlackPeer();
    await using bot = await startBot(peer, 'http');
    await send(bot, peer);
  };

  test('the URL is verified', () =>
    post(async ({ url }, peer) => {
      const posted = await peer.post(url, SECRET, { type: 'url_verification', challenge: 'abc' });
      expect(posted).toMatchObject({ status: 200, body: '{"challenge":"abc"}' });
    }));

  test.each([
    ['a stale timestamp', { age: 301 }],
    ['a wrong signature', { signature: 'v0=00' }],
  ])('%s is refused', (_, options) =>
    post(async ({ url }, peer) => {
      expect((await peer.post(url, SECRET, event, options)).status).toBe(401);
      expect((await peer.post(url, 'other', event)).status).toBe(401);
    }),
  );
});

describe('the reference', () => {
  test.skipIf(!HAS_SPECS)('Slack names every error that the peer gives to posting', () => {
    // These Slack gives to any method, listed or not.
    const { errors } = readMethod('chat.postMessage') ?? { errors: new Set<string>() };
    for (const error of ['channel_not_found', 'is_archived', 'not_in_channel', 'invalid_blocks', 'msg_blocks_too_long'])
      expect(errors).toContain(error);
    for (const error of ['invalid_blocks_format', 'no_text', 'markdown_text_conflict', 'invalid_metadata_format'])
      expect(errors).toContain(error);
    expect(readMethod('users.info')?.errors).toContain('user_not_found');
    for (const error of ['expired_trigger_id', 'exchanged_trigger_id', 'invalid_trigger_id'])
      expect(readMethod('views.open')?.errors).toContain(error);
  });
});
