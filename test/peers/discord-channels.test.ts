import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DiscordPeer, type DiscordPeerOptions, startDiscordPeer } from './discord.ts';
import { dropMessage, messagesIn } from './discord-history.ts';
import { createWorld, EPHEMERAL, putMessage } from './discord-world.ts';

async function open(options: DiscordPeerOptions = {}) {
  const peer = await startDiscordPeer(options);
  peer.limit('global', { limit: 1_000_000, seconds: 1 });
  const ask = async (method: string, path: string, body?: object, signal?: AbortSignal) => {
    const answer = await fetch(`${peer.rest.api}/v10${path}`, {
      method,
      headers: { authorization: `Bot ${peer.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) };
  };
  return { peer, ask, [Symbol.asyncDispose]: () => peer.stop() };
}

/** Discord's code of a refusal, or the status where there is none. */
const codeOf = ({ status, body }: { status: number; body: { code?: number } | null }) => body?.code ?? status;
const messagesOf = (id: string) => `/channels/${id}/messages`;
const textIn = (peer: DiscordPeer) => messagesOf(peer.channels.text.id);

test('history is listed newest first, before and after a message, as far as it is asked for', () => {
  const message = fc.record({ channel: fc.constantFrom('a', 'b'), hidden: fc.boolean(), dropped: fc.boolean() });
  const asked = {
    at: fc.nat(),
    limit: fc.integer({ min: 1, max: 5 }),
    side: fc.constantFrom('after', 'before', 'none'),
  };
  fc.assert(
    fc.property(fc.array(message, { maxLength: 30 }), fc.record(asked), (messages, { at, limit, side }) => {
      const world = createWorld(['x']);
      const all = messages.map(({ channel, hidden }) =>
        putMessage(world, channel, {}, { flags: hidden ? EPHEMERAL : 0 }),
      );
      for (const [i, one] of all.entries()) if (messages[i]?.dropped) dropMessage(world, one);
      const pivot = all[at % Math.max(1, all.length)]?.id ?? '1';
      const left = all.filter((one, i) => one.channel_id === 'a' && one.flags === 0 && !messages[i]?.dropped);
      const model = {
        after: left.filter(({ id }) => BigInt(id) > BigInt(pivot)).slice(0, limit),
        before: left.filter(({ id }) => BigInt(id) < BigInt(pivot)).slice(-limit),
        none: left.slice(-limit),
      }[side];
      const query = { after: side === 'after' ? pivot : null, before: side === 'before' ? pivot : null, limit };
      expect(messagesIn(world, 'a', query)).toEqual(model.toReversed());
    }),
  );
});

test('messages round one, and no more than a hundred', async () => {
  await using own = await open();
  const { peer, ask } = own;
  const sent: string[] = [];
  for (let i = 0; i < 7; i += 1) sent.push((await ask('POST', textIn(peer), { content: `${i}` })).body.id);
  const round = (await ask('GET', `${textIn(peer)}?around=${sent[3]}&limit=3`)).body as { id: string }[];
  expect(round.map(({ id }) => id)).toEqual([sent[4], sent[3], sent[2]]);
  const after = (await ask('GET', `${textIn(peer)}?after=${sent[1]}&limit=2`)).body as { id: string }[];
  expect(after.map(({ id }) => id)).toEqual([sent[3], sent[2]]);
  expect(codeOf(await ask('GET', `${textIn(peer)}?limit=101`))).toBe(50_035);
  expect((await ask('GET', `/channels/${peer.channels.text.id}`)).body.last_message_id).toBe(sent.at(-1));
});

test('a nonce is remembered for as long as is said, and every post is counted', async () => {
  const body = { content: 'x', nonce: 'n', enforce_nonce: true };
  await using own = await open();
  await using short = await open({ nonceWindow: 0 });
  for (const { peer, ask } of [own, short]) {
    await ask('POST', textIn(peer), body);
    await ask('POST', textIn(peer), body);
  }
  expect(short.peer.posted).toHaveLength(2);
  expect(own.peer.posted).toMatchObject([{ channel: own.peer.channels.text.id, nonce: 'n' }]);
  own.peer.forgetNonces();
  const { body: again } = await own.ask('POST', textIn(own.peer), body);
  await own.ask('DELETE', `${textIn(own.peer)}/${again.id}`);
  expect(own.peer.posted).toHaveLength(2);
  expect(own.peer.world.messages.size).toBe(1);
});

test('what the bot may not do is refused, in the threads of a channel too', async () => {
  await using own = await open();
  const { peer, ask } = own;
  const { id } = peer.channels.text;
  const first = (await ask('POST', textIn(peer), { content: 'x' })).body.id;
  const thread = (await ask('POST', `${textIn(peer)}/${first}/threads`, { name: 'talk' })).body.id;
  const tried = async () => [
    codeOf(await ask('GET', `/channels/${id}`)),
    codeOf(await ask('POST', textIn(peer), { content: 'x' })),
    codeOf(await ask('POST', messagesOf(thread), { content: 'x' })),
    codeOf(await ask('POST', `/channels/${id}/threads`, { name: 'x' })),
    codeOf(await ask('GET', `${textIn(peer)}/${first}`)),
    (await ask('GET', textIn(peer))).body.length ?? null,
  ];
  expect(await tried()).toEqual([200, 200, 200, 201, 200, 2]);
  peer.deny(id, 'view');
  expect(await tried()).toEqual([50_001, 50_001, 50_001, 50_001, 50_001, null]);
  peer.deny(id, 'send', 'history');
  expect(await tried()).toEqual([200, 50_013, 50_013, 50_013, 50_013, 0]);
  peer.deny(id);
  expect(await tried()).toEqual([200, 200, 200, 201, 200, 3]);
  peer.dropChannel(id);
  expect(codeOf(await ask('POST', textIn(peer), { content: 'x' }))).toBe(10_003);
  expect(peer.faults).toEqual([]);
});

test('archived threads are listed apart, open again when somebody writes, and refuse once they are locked', async () => {
  await using own = await open();
  const { peer, ask } = own;
  const body = { name: 'post', message: { content: 'x' } };
  const thread = (await ask('POST', `/channels/${peer.channels.forum.id}/threads`, body)).body.id;
  const lists = async () =>
    Promise.all(
      [`/guilds/${peer.guild.id}/threads/active`, `/channels/${peer.channels.forum.id}/threads/archived/public`].map(
        async (path) => (await ask('GET', path)).body.threads.map(({ id }: { id: string }) => id),
      ),
    );
  expect(await lists()).toEqual([[thread], []]);
  peer.archive(thread);
  expect(await lists()).toEqual([[], [thread]]);
  expect(codeOf(await ask('PATCH', `${messagesOf(thread)}/${thread}`, { content: 'y' }))).toBe(50_083);
  expect(codeOf(await ask('POST', messagesOf(thread), { content: 'x' }))).toBe(200);
  expect(await lists()).toEqual([[thread], []]);
  peer.archive(thread, true);
  expect(codeOf(await ask('POST', messagesOf(thread), { content: 'x' }))).toBe(160_005);
  expect(peer.faults.filter(({ by }) => by === 'peer')).toEqual([]);
});

test('a channel of two is opened once, and closed by the person', async () => {
  await using own = await open();
  const { peer, ask } = own;
  const recipient_id = '210000000000000007';
  const first = await ask('POST', '/users/@me/channels', { recipient_id });
  const second = await ask('POST', '/users/@me/channels', { recipient_id });
  expect(second.body).toEqual(first.body);
  expect(codeOf(await ask('POST', messagesOf(first.body.id), { content: 'x' }))).toBe(200);
  peer.deny(recipient_id, 'dm');
  expect(codeOf(await ask('POST', messagesOf(first.body.id), { content: 'x' }))).toBe(50_007);
  expect(codeOf(await ask('POST', '/users/@me/channels', { recipient_id: 'Ann' }))).toBe(50_035);
  expect(peer.faults.filter(({ code }) => code !== 50_035)).toEqual([]);
});

test('ten messages of a channel are crossposted in an hour', async () => {
  await using own = await open();
  const { peer, ask } = own;
  const news = messagesOf(peer.channels.news.id);
  const statuses: number[] = [];
  for (let i = 0; i < 11; i += 1) {
    const { id } = (await ask('POST', news, { content: 'x' })).body;
    statuses.push((await ask('POST', `${news}/${id}/crosspost`)).status);
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
  expect(peer.faults).toEqual([]);
});

test('a deed whose answer is late or never comes', async () => {
  await using own = await open();
  const { peer, ask } = own;
  peer.fail('POST /channels/{channel_id}/messages', [{ late: 50 }, 'hang after']);
  expect((await ask('POST', textIn(peer), { content: 'late' })).body.content).toBe('late');
  const given = ask('POST', textIn(peer), { content: 'never' }, AbortSignal.timeout(100));
  await expect(given).rejects.toThrow();
  expect(peer.posted.map(({ message }) => message.content)).toEqual(['late', 'never']);
});

test('five posts in five seconds a channel, where that is set, and the headers say so', async () => {
  await using own = await open({ texts: 1 });
  const { peer, ask } = own;
  peer.limit('POST /channels/{channel_id}/messages', { limit: 5, seconds: 5 });
  const other = peer.guild.channels.find(({ name }) => name === 'text-1')?.id ?? '';
  const given = [];
  for (let i = 0; i < 6; i += 1) given.push(await ask('POST', textIn(peer), { content: 'x' }));
  given.push(await ask('POST', messagesOf(other), { content: 'x' }));
  expect(given.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 200]);
  expect(given.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual(['4', '3', '2', '1', '0', '0', '4']);
  expect(Number(given[5]?.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('ten thousand channels over five hundred guilds', async () => {
  await using own = await open({ guilds: Array.from({ length: 500 }, (_, i) => `guild-${i}`), texts: 20 });
  const { peer, ask } = own;
  expect(peer.world.channels.size).toBe(500 * 23);
  const last = peer.world.guilds.at(-1)?.channels.at(-1)?.id ?? '';
  expect(codeOf(await ask('POST', messagesOf(last), { content: 'x' }))).toBe(200);
});
