// The test server itself: it must never outlive the tests.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';

/** A connection to the port; null where nobody listens any more. */
async function connected(port: string): Promise<Socket | null> {
  const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
  try {
    await once(socket, 'connect');
    return socket;
  } catch {
    return null;
  }
}

test.skipIf(process.platform === 'win32')(
  'stops when the process that started it is killed',
  async () => {
    const script = `import { startPostgres } from ${JSON.stringify(new URL('./postgres.ts', import.meta.url).href)};
      process.stdout.write((await startPostgres()).url);
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [url] = await once(child.stdout, 'data');
    const { port } = new URL(String(url));
    const first = await connected(port);
    expect(first).not.toBeNull();
    child.kill('SIGKILL');
    // A connection that nobody uses stays open for as long as the server runs, and the last one is not let in.
    for (let socket = first; socket; socket = await connected(port)) {
      // Cut off or ended, it is closed either way.
      const { promise, resolve } = Promise.withResolvers<void>();
      socket.resume().on('close', () => resolve());
      await promise;
    }
  },
  60_000,
);

test('leaves the exit status of who started it as it is', async () => {
  const script = `import { startPostgres } from ${JSON.stringify(new URL('./postgres.ts', import.meta.url).href)};
    await (await startPostgres()).close();
    process.exitCode = 3;`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  expect(await once(child, 'exit')).toEqual([3, null]);
}, 60_000);
