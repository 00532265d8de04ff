// The one port by which requests come in.
import { once } from 'node:events';
import { Agent, get, type IncomingMessage, type RequestListener } from 'node:http';
import { connect, createServer } from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { keepOpen, openDoor } from '../../src/wire/door.ts';
import { eventually } from '../eventually.ts';
import { ask } from '../web/sites.ts';

const says =
  (words: string): RequestListener =>
  (_, response) =>
    void response.end(words);

async function opened(page: RequestListener = says('the page')) {
  const door = openDoor({ host: '127.0.0.1', port: 0, page });
  await door.open();
  const address = door.address() ?? '';
  return { ...door, address, [Symbol.asyncDispose]: () => door.close(1_000) };
}

/** Writes bytes and gives all that comes back until the connection ends. */
async function raw(address: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(address).port), '127.0.0.1');
  socket.on('error', () => {});
  const chunks: string[] = [];
  socket.on('data', (chunk) => chunks.push(chunk.toString('latin1')));
  socket.write(bytes);
  await once(socket, 'close');
  return chunks.join('');
}

describe('who gets a request', () => {
  test('a platform gets those to its path alone, until it gives them back; the page gets the others', async () => {
    await using door = await opened();
    const giveBack = door.take('/slack/events', says('the platform'));
    const textOf = async (path: string, method = 'POST') => (await ask(door.address, path, { method })).text;
    expect(await textOf('/slack/events')).toBe('the platform');
    expect(await textOf('/slack/events?retry=1')).toBe('the platform');
    for (const path of ['/', '/slack', '/slack/events/', '/slack/eventsx', '//slack/events', '/Slack/events']) {
      expect([path, await textOf(path)]).toEqual([path, 'the page']);
    }
    giveBack();
    expect(await textOf('/slack/events')).toBe('the page');
  });

  test('who takes a path after another keeps it when the other gives it back', async () => {
    await using door = await opened();
    const first = door.take('/a', says('first'));
    door.take('/a', says('second'));
    first();
    expect((await ask(door.address, '/a')).text).toBe('second');
  });

  test('one whose listener fails is told so, and nothing of why', async () => {
    await using door = await opened();
    door.take('/a', () => {
      throw new Error('secret');
    });
    expect(await ask(door.address, '/a')).toMatchObject({ status: 404, text: '' });
    expect((await ask(door.address, '/')).text).toBe('the page');
  });
});

describe('what is too much', () => {
  test('headers', async () => {
    await using door = await opened();
    const big = { headers: { 'x-big': 'x'.repeat(20_000) } };
    expect((await ask(door.address, '/', big)).status).toBe(431);
    expect((await ask(door.address, `/${'x'.repeat(20_000)}`)).status).toBe(431);
  });

  test('a body for the page is not read: the connection ends with the answer', async () => {
    await using door = await opened();
    const said = await raw(
      door.address,
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n${'x'.repeat(1_000)}`,
    );
    expect(said).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*Connection: close[\s\S]*the page$/);
    const chunked = await raw(
      door.address,
      'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n',
    );
    expect(chunked).toMatch(/Connection: close[\s\S]*the page$/);
  });

  test.each([
    ['no HTTP', 'hello\r\n\r\n', /^HTTP\/1\.1 400/],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400/],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', /^HTTP\/1\.1 400/],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      /^HTTP\/1\.1 400/,
    ],
    ['CONNECT', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n', /^$/],
  ])('%s is no request', async (_, bytes, answer) => {
    await using door = await opened();
    expect(await raw(door.address, bytes)).toMatch(answer);
  });
});

describe('the port', () => {
  test('that another program has is told once with what to do, and taken as soon as it is free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const door = openDoor({ host: '127.0.0.1', port, page: says('the page') });
    const log: string[] = [];
    const kept = keepOpen(door, (level, message) => void log.push(`${level} ${message}`), { first: 5, most: 20 });
    await kept.start();
    expect(log).toEqual([
      `error page: the page cannot be served at 127.0.0.1, port ${port}: another program has it; stop that program, or set READOUT_WEB to a free port (HOST:PORT)`,
    ]);
    other.close();
    await eventually(() => expect(log.at(-1)).toBe(`info page: http://127.0.0.1:${port}`));
    expect(log).toHaveLength(2);
    expect((await ask(door.address() ?? '', '/')).text).toBe('the page');
    await kept.stop(1_000);
    await expect(ask(`http://127.0.0.1:${port}`, '/')).rejects.toThrow(/ECONNREFUSED/);
    await expect(door.open()).rejects.toThrow(/closed/);
  });

  test('is opened once for all who ask for it', async () => {
    const door = openDoor({ host: 'localhost', port: 0, page: says('the page') });
    await Promise.all([door.open(), door.open()]);
    const address = door.address();
    await door.open();
    expect(door.address()).toBe(address);
    await door.close(0);
    expect(door.address()).toBeNull();
  });
});

describe('closing', () => {
  test('finishes what is in hand, takes nothing more, and waits for no idle connection', async () => {
    const asked = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const door = await opened(async (request, response) => {
      if (request.url === '/slow') {
        asked.resolve();
        await go.promise;
      }
      response.end('done');
    });
    const agent = new Agent({ keepAlive: true });
    const [idle] = (await once(get(door.address, { agent }), 'response')) as [IncomingMessage];
    idle.resume();
    await once(idle, 'end');
    const half = connect(Number(new URL(door.address).port), '127.0.0.1');
    half.on('error', () => {});
    await once(half, 'connect');
    half.write('GET / HTTP/1.1\r\nHo');
    const slow = ask(door.address, '/slow');
    await asked.promise;
    let closed = false;
    const closing = door.close(60_000).then(() => {
      closed = true;
    });
    await expect(ask(door.address, '/')).rejects.toThrow(/ECONNREFUSED/);
    expect(closed).toBe(false);
    go.resolve();
    expect(await slow).toMatchObject({ text: 'done', headers: { connection: 'close' } });
    await closing;
    agent.destroy();
  });

  test('does not wait for longer than it is given', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    try {
      const asked = Promise.withResolvers<void>();
      const door = await opened(() => asked.resolve());
      const never = ask(door.address, '/').catch((error: NodeJS.ErrnoException) => error.code);
      await asked.promise;
      const closing = door.close(8_000);
      await vi.advanceTimersByTimeAsync(8_000);
      await closing;
      expect(await never).toBe('ECONNRESET');
    } finally {
      vi.useRealTimers();
    }
  });
});
