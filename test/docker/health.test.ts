// The image's health probe, as Docker runs it, against servers on a port of their own.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

/** How the probe ends, by itself: nothing here ends it. */
function probe(environment: Record<string, string>): Promise<{ status: number | null; says: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['tools/docker/health.js'], { env: environment }, (_, out, err) =>
      resolve({ status: child.exitCode, says: (out + err).trim() }),
    );
  });
}

/** Listens on a port of its own until the test is over. */
async function listening(server: Server, host = '127.0.0.1'): Promise<number> {
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function page(listener: RequestListener, host?: string): Promise<number> {
  const server = createServer(listener);
  onTestFinished(() => server.closeAllConnections());
  return listening(server, host);
}

test('a page that is well: status 0, and nothing but /healthz was asked for', async () => {
  const asked: string[] = [];
  const port = await page((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.host}`);
    response.end('{"status":"ok"}');
  });
  expect(await probe({ READOUT_WEB: `127.0.0.1:${port}` })).toEqual({ status: 0, says: '/healthz answers 200' });
  expect(asked).toEqual([`GET /healthz localhost:${port}`]);
});

test.each([
  ['0.0.0.0', '0.0.0.0'],
  ['[::]', '::'],
])('a page on all addresses (%s) is asked on loopback', async (setting, host) => {
  const port = await page((_, response) => response.end(), host);
  expect(await probe({ READOUT_WEB: `${setting}:${port}` })).toMatchObject({ status: 0 });
});

test('the setting may stand in a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'readout-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'web');
  writeFileSync(file, `127.0.0.1:${await page((_, response) => response.end())}\n`);
  expect(await probe({ READOUT_WEB_FILE: file })).toMatchObject({ status: 0 });
});

test('without a page there is nothing to ask', async () => {
  expect(await probe({ READOUT_WEB: 'off' })).toEqual({
    status: 0,
    says: 'there is no page to ask: READOUT_WEB is off',
  });
});

test.each([503, 500, 404, 302])('an answer of %i: status 1', async (status) => {
  const port = await page((_, response) => response.writeHead(status).end());
  expect(await probe({ READOUT_WEB: `127.0.0.1:${port}` })).toEqual({
    status: 1,
    says: `/healthz answers ${status}`,
  });
});

test('nobody there: status 1', async () => {
  const server = createSocketServer();
  const port = await listening(server);
  server.close();
  await once(server, 'close');
  const { status, says } = await probe({ READOUT_WEB: `127.0.0.1:${port}` });
  expect(status).toBe(1);
  expect(says).toContain(`cannot reach 127.0.0.1:${port}: connect ECONNREFUSED`);
});

test('a page that hangs: status 1, before Docker would end the probe', async () => {
  const port = await page(() => {});
  const { status, says } = await probe({ READOUT_WEB: `127.0.0.1:${port}` });
  expect(status).toBe(1);
  const [, seconds] = /^no answer from [\d.:]+ within (\d+) s$/.exec(says) ?? [];
  const [, allowed] = /^HEALTHCHECK .*--timeout=(\d+)s /m.exec(readFileSync('Dockerfile', 'utf8')) ?? [];
  expect(Number(seconds)).toBeLessThan(Number(allowed));
});

test.each([
  ['closes at once', '', 'closed the connection without an answer'],
  ['speaks no HTTP', 'SSH-2.0-other\r\n', 'something that is not HTTP'],
])('a server that %s: status 1', async (_, greeting, says) => {
  const port = await listening(createSocketServer((socket) => socket.on('error', () => {}).end(greeting)));
  const result = await probe({ READOUT_WEB: `127.0.0.1:${port}` });
  expect(result.status).toBe(1);
  expect(result.says).toMatch(new RegExp(`${says}|ECONNRESET|EPIPE`));
});
