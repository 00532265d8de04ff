// How a store is opened, brought to this version, kept for one process, and refused.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { MIGRATIONS, type Migrations } from '../../src/store/migrations.ts';
import { openStore } from '../../src/store/open.ts';
import { connectSqlite } from '../../src/store/sqlite.ts';
import { aPost, aSchedule } from '../contract/rows.ts';
import { freshPlace, KINDS, type Place, serverUrl } from '../contract/stores.ts';

// Databases are made and stopped here, on machines that do much else at the time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'readout-open-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What whoever starts Readout is told. */
async function refusal(location: string, options: Parameters<typeof openStore>[1] = {}): Promise<string> {
  const error = await openStore(location, options).then(
    (store) => store.close(),
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

describe.each(KINDS)('%s: the steps from version to version', (kind) => {
  let place: Place;
  beforeEach(async () => {
    place = await freshPlace(kind);
  });
  afterEach(() => place.remove());

  const newer: Migrations = {
    ...MIGRATIONS,
    '998': { up: (db) => db.schema.alterTable('schedules').addColumn('colour', 'text').execute() },
    '999': { up: (db) => db.schema.createTable('colours').addColumn('id', 'text').execute() },
  };

  test('a database of an older version is brought on, and keeps its rows', async () => {
    const old = await place.open();
    await old.schedules.add(aSchedule());
    await old.ledger.plan(aSchedule(), aPost(1_000));
    await old.close();
    const now = await place.open({ migrations: newer });
    expect(await now.archive.version()).toBe('999');
    expect(await now.schedules.list()).toEqual([aSchedule()]);
    expect(await now.ledger.recent('all', 9)).toHaveLength(1);
  });

  test('a database of a newer version is refused, and left alone', async () => {
    await (await place.open({ migrations: newer })).close();
    const told = await refusal(place.location);
    expect(told).toContain('update Readout');
    expect(told).not.toContain('a-test-password');
    expect(await (await place.open({ migrations: newer })).archive.version()).toBe('999');
  });

  test('steps that fail leave nothing behind', async () => {
    await (await place.open()).close();
    const failing: Migrations = {
      ...newer,
      '999': { up: () => Promise.reject(new Error('this step fails')) },
    };
    await expect(place.open({ migrations: failing })).rejects.toThrow('this step fails');
    expect(await (await place.open()).archive.version()).toBe(Object.keys(MIGRATIONS).at(-1));
    expect(await (await place.open({ migrations: newer })).archive.version()).toBe('999');
  });

  test('many that start at once bring it on once', async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => place.open()));
    await stores[0]?.schedules.add(aSchedule());
    for (const store of stores) expect(await store.schedules.list()).toHaveLength(1);
  });
});

test.each(Object.keys(MIGRATIONS))('the released step %s never changes: databases stand that it made', async (step) => {
  const location = join(folder, 'readout.db');
  const upTo = Object.entries(MIGRATIONS).filter(([name]) => name <= step);
  await (await openStore(location, { migrations: Object.fromEntries(upTo) })).close();
  const file = new Sqlite(location);
  const made = file
    .prepare<[], { sql: string }>(
      "select sql from sqlite_master where sql is not null and name not like 'kysely%' order by name",
    )
    .all()
    .map(({ sql }) => `${sql};\n`);
  file.close();
  await expect(made.join('')).toMatchFileSnapshot(`tables.${step}.sql`);
});

describe('a SQLite file', () => {
  test('is made with its folder', async () => {
    const location = join(folder, 'a', 'b', 'readout.db');
    const store = await openStore(location, { alone: true });
    expect(store.kind).toBe('sqlite');
    await store.close();
    expect(existsSync(location)).toBe(true);
  });

  test('is written so that a power cut loses nothing', async () => {
    const { db, file } = await connectSqlite(join(folder, 'readout.db'));
    const set = ['journal_mode', 'synchronous', 'foreign_keys'].map((name) => file.pragma(name, { simple: true }));
    expect(set).toEqual(['wal', 2, 1]);
    await db.destroy();
    file.close();
  });

  test.each<[string, (at: string) => string, string]>([
    ['a folder', (at) => at, 'cannot be opened'],
    [
      'no database',
      (at) => {
        writeFileSync(join(at, 'notes.txt'), 'These are notes, and they are no database at all. '.repeat(50));
        return join(at, 'notes.txt');
      },
      'is no SQLite database',
    ],
    [
      'under a file',
      (at) => {
        writeFileSync(join(at, 'file'), '');
        return join(at, 'file', 'readout.db');
      },
      'the folder of the database cannot be made',
    ],
  ])('that is %s is refused with what to do', async (_name, make, words) => {
    const location = make(folder);
    const told = await refusal(location);
    expect(told).toContain(location);
    expect(told).toContain(words);
  });

  // Root may write whatever it likes, and so it becomes somebody else for a while.
  const asAnybody = async <Value>(act: () => Promise<Value>): Promise<Value> => {
    const root = process.geteuid?.() === 0;
    if (root) process.seteuid?.(65_534);
    try {
      return await act();
    } finally {
      if (root) process.seteuid?.(0);
    }
  };

  test.skipIf(process.platform === 'win32').each<[string, number, number]>([
    ['a file that may only be read', 0o444, 0o555],
    ['a file that may not be read', 0o000, 0o755],
    ['a folder that may not be written', 0o644, 0o555],
  ])('%s is refused with what to do, and taken once that is done', async (_name, file, around) => {
    const data = join(folder, 'data');
    const location = join(data, 'readout.db');
    mkdirSync(data);
    await (await openStore(location)).close();
    const owner = process.getuid?.() === 0 ? 65_534 : (process.getuid?.() ?? 0);
    for (const path of [folder, data, location]) chownSync(path, owner, -1);
    chmodSync(location, file);
    chmodSync(data, around);
    expect(await asAnybody(() => refusal(location, { alone: true }))).toMatch(/readout\.db.* let your user write/);
    chmodSync(data, 0o755);
    chmodSync(location, 0o644);
    await asAnybody(async () => (await openStore(location, { alone: true })).close());
  });
});

describe('a SQLite file for one process alone', () => {
  test('is refused to a second one, whatever link leads to it, until the first lets go', async () => {
    const location = join(folder, 'readout.db');
    const first = await openStore(location, { alone: true });
    symlinkSync(location, join(folder, 'link.db'));
    for (const path of [location, join(folder, 'link.db')]) {
      expect(await refusal(path, { alone: true })).toMatch(/in use by another process of Readout.*DATABASE_URL/);
    }
    const looking = await openStore(location);
    await first.schedules.add(aSchedule());
    expect(await looking.schedules.list()).toHaveLength(1);
    expect(await Array.fromAsync(looking.archive.dump())).toHaveLength(1);
    await looking.close();
    expect(await refusal(location, { alone: true })).toContain('in use');
    await first.close();
    await (await openStore(location, { alone: true })).close();
  });

  test('is free again after a kill -9', async () => {
    const location = join(folder, 'readout.db');
    const script = `import { openStore } from ${JSON.stringify(new URL('../../src/store/open.ts', import.meta.url).href)};
      await openStore(${JSON.stringify(location)}, { alone: true });
      process.stdout.write('open');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    expect(await refusal(location, { alone: true })).toContain('in use');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (await openStore(location, { alone: true })).close();
  });
});

describe('a Postgres server that does not let us in', () => {
  const changed = async (change: (url: URL) => void) => {
    const url = new URL(await serverUrl());
    url.password = 'a-secret-of-mine';
    change(url);
    return url.href;
  };
  const closedPort = async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    server.close();
    await once(server, 'close');
    return port;
  };

  test.each<[string, () => Promise<string>, RegExp]>([
    ['a wrong password', () => changed(() => {}), /user and password; correct DATABASE_URL/],
    [
      'an unknown host',
      () =>
        changed((url) => {
          url.hostname = 'readout.invalid';
        }),
      /no host of this name/,
    ],
    [
      'a port where nothing is',
      async () => {
        const port = await closedPort();
        return changed((url) => {
          url.port = `${port}`;
        });
      },
      /start the database server/,
    ],
    [
      'an unknown database',
      async () => Object.assign(new URL(await serverUrl()), { pathname: '/nowhere' }).href,
      /create it, or correct DATABASE_URL/,
    ],
    ['no address', async () => 'postgres://user:a-secret-of-mine@:bad:port/x', /DATABASE_URL is no address/],
    [
      'a password that is wrongly written',
      () => Promise.resolve('postgres://user:a-secret-of-mine%zz@127.0.0.1:1/x'),
      /DATABASE_URL/,
    ],
  ])(
    '%s: told with what to do, and without the password',
    async (_name, url, words) => {
      const told = await refusal(await url());
      expect(told).toMatch(words);
      expect(told).not.toContain('a-secret-of-mine');
      expect(told).not.toContain('a-test-password');
    },
    60_000,
  );
});

test.runIf(process.platform === 'linux')(
  'a folder that the system will never have is told, and not tried for ever',
  async () => {
    await expect(openStore('/proc/no/such/readout.db')).rejects.toThrow(/the folder of the database cannot be made/);
  },
);
