// A database that cannot be used for a while: what is told, and that all goes on afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StoreError, UserError } from '../../src/core/errors.ts';
import type { Store } from '../../src/core/store.ts';
import { migrate } from '../../src/store/migrations.ts';
import { openStore, storeOf } from '../../src/store/open.ts';
import type { SqliteDatabase } from '../../src/store/schema.ts';
import { connectSqlite } from '../../src/store/sqlite.ts';
import { aPost, aRequest, aSchedule, aTarget } from '../contract/rows.ts';
import { freshPlace, type Place, query } from '../contract/stores.ts';
import { startPostgres } from '../peers/postgres.ts';

/** The store's own word for a fault, which all askers get. */
async function faultOf(ask: Promise<unknown>): Promise<StoreError> {
  const error = await ask.then(
    () => null,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(StoreError);
  const { message, remedy } = error as StoreError;
  expect(`${message} ${remedy} ${JSON.stringify(error)} ${String((error as StoreError).cause)}`).not.toContain(
    'a-test-password',
  );
  expect(remedy).not.toBe('');
  return error as StoreError;
}

/** One question to each part of a store that only reads, and one that writes. */
const readings: [string, (store: Store) => Promise<unknown>][] = [
  ['briefings', (store) => store.briefings.byId('b')],
  ['settings', (store) => store.settings.person('discord', '1')],
  ['schedules', (store) => store.schedules.list()],
  ['ledger', (store) => store.ledger.nextDue(['discord'])],
  ['leases', (store) => store.leases.held('process:', 1)],
  ['archive', (store) => store.archive.isEmpty()],
  ['a dump', (store) => Array.fromAsync(store.archive.dump())],
];

describe('a SQLite file', () => {
  let folder: string;
  let database: SqliteDatabase;
  let store: Store;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'readout-faults-'));
    database = await connectSqlite(join(folder, 'readout.db'));
    await migrate(database.db, database.name);
    store = storeOf(database);
    await store.schedules.add(aSchedule());
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const many = (slotAt: number) =>
    Array.from({ length: 2_000 }, (_, i) => aPost(slotAt, { target: aTarget({ channel: `channel-${i}` }) }));

  test('on a disk that is full: nothing is half written, and all goes on once there is room', async () => {
    const pages = database.file.pragma('page_count', { simple: true }) as number;
    database.file.pragma(`max_page_count = ${pages + 20}`);
    const fault = await faultOf(store.ledger.turn(aSchedule(), 1_000, 2_000, many(1_000)));
    expect(fault.message).toContain('has no room left');
    expect(fault.remedy).toContain('free some space');
    expect(await store.ledger.recent('all', 9)).toEqual([]);
    expect(await store.schedules.byId('schedule-1')).toEqual(aSchedule());
    database.file.pragma('max_page_count = 1000000');
    expect(await store.ledger.turn(aSchedule(), 1_000, 2_000, many(1_000))).toBe(true);
    expect(await store.ledger.claim(aRequest(1_000))).toHaveLength(50);
  });

  test('that becomes read-only: told so, still read, and written again later', async () => {
    database.file.pragma('query_only = ON');
    const fault = await faultOf(store.ledger.turn(aSchedule(), 1_000, 2_000, [aPost(1_000)]));
    expect(fault.message).toContain('cannot be written');
    await faultOf(store.leases.take('clock', 'a', 1, 2));
    expect(await store.schedules.list()).toEqual([aSchedule()]);
    database.file.pragma('query_only = OFF');
    expect(await store.ledger.turn(aSchedule(), 1_000, 2_000, [aPost(1_000)])).toBe(true);
  });

  test('that somebody else keeps locked: told so in time, and nothing is blocked meanwhile', async () => {
    const other = await connectSqlite(join(folder, 'readout.db'));
    other.file.exec('BEGIN IMMEDIATE');
    const turn = store.ledger.turn(aSchedule(), 1_000, 2_000, [aPost(1_000)]);
    // What only reads is not in its way.
    expect(await store.schedules.list()).toEqual([aSchedule()]);
    other.file.exec('COMMIT');
    expect(await turn).toBe(true);
    other.file.close();
  });

  test('that is damaged: told so', async () => {
    database.file.unsafeMode();
    database.file.pragma('writable_schema = ON');
    database.file.exec("update sqlite_master set rootpage = 1 where name = 'schedules'");
    database.file.pragma('writable_schema = RESET');
    const fault = await faultOf(store.schedules.list());
    expect(fault.message).toContain('is damaged');
    expect(fault.remedy).toContain('backup');
  });
});

describe('a Postgres server', () => {
  test('that goes away and comes back: told so, and all goes on', async () => {
    const server = await startPostgres();
    try {
      const store = await openStore(server.url);
      await store.schedules.add(aSchedule());
      await store.ledger.plan(aSchedule(), aPost(1_000));
      const [claim] = await store.ledger.claim(aRequest(1_000));
      await server.stop();
      for (const [, ask] of readings) expect((await faultOf(ask(store))).message).toContain('cannot be reached');
      await faultOf(store.ledger.turn(aSchedule(), 1_000, 2_000, [aPost(2_000)]));
      if (claim) await faultOf(store.ledger.settle(claim, { type: 'sent', at: 1_100 }));
      await expect(openStore(server.url)).rejects.toThrow(UserError);
      await server.start();
      for (const [, ask] of readings) await ask(store);
      expect(claim && (await store.ledger.settle(claim, { type: 'sent', at: 1_100 }))).toBe(true);
      expect(await store.ledger.turn(aSchedule(), 1_000, 2_000, [aPost(2_000)])).toBe(true);
      expect(await store.ledger.recent('all', 9)).toHaveLength(2);
      await store.close();
    } finally {
      await server.close();
    }
  }, 60_000);

  describe('whose database', () => {
    let place: Place;
    let store: Store;
    beforeEach(async () => {
      place = await freshPlace('postgres');
      store = await place.open();
      await store.schedules.add(aSchedule());
    }, 60_000);
    afterEach(() => place.remove());

    const name = () => new URL(place.location).pathname.slice(1);
    /** From another database of the server, so that nothing here is in the way. */
    const outside = (statement: string) =>
      query(Object.assign(new URL(place.location), { pathname: '/postgres' }).href, statement);
    /** Ends the store's connections, so that its next ones are under the new rules. */
    const cut = () => outside(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name()}'`);
    /** Until the pool has seen that its connections are gone, which each asking brings nearer. */
    const past = async (fault: RegExp): Promise<void> => {
      while (!fault.test((await faultOf(store.leases.take('clock', 'a', 1, 2))).message));
    };

    test('becomes read-only: told so, still read, and written again later', async () => {
      await outside(`alter database ${name()} set default_transaction_read_only = on`);
      await cut();
      await past(/read-only now/);
      expect(await store.schedules.list()).toEqual([aSchedule()]);
      await outside(`alter database ${name()} reset all`);
      await cut();
      while (!(await store.leases.take('clock', 'a', 1, 2).catch(() => false)));
      expect(await store.ledger.turn(aSchedule(), 1_000, 2_000, [aPost(1_000)])).toBe(true);
    });

    test('is taken away: told so', async () => {
      await outside(`drop database ${name()} with (force)`);
      await past(/is not there/);
    });
  });
});
