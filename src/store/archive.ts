import { type Kysely, sql } from 'kysely';
import { messageOf, UserError } from '../core/errors.ts';
import type { ArchiveStore } from '../core/store.ts';
import { toDelivery } from './deliveries.ts';
import { translate } from './errors.ts';
import { newestOf } from './migrations.ts';
import { toSchedule } from './schedules.ts';
import { type Database, TABLES, type TableName, type Tables } from './schema.ts';
import { openFile } from './sqlite.ts';

type Row = Record<string, unknown>;
type Line = { table: string; row: Row };

/** Rows of one statement: SQLite binds 32,766 values at most, and Postgres 65,535. */
const ROWS_AT_ONCE = 200;

const NAMES = Object.keys(TABLES) as TableName[];

/** Everything that is kept, for a backup. Leases are left out: they are of processes that live. */
export function openArchive(database: Database): ArchiveStore {
  const { db, name } = database;
  const told = async <Value>(ask: () => Promise<Value>) => {
    try {
      return await ask();
    } catch (error) {
      throw translate(error, name);
    }
  };
  return {
    dump: async function* () {
      try {
        yield* database.kind === 'sqlite' ? dumpFile(database.path, name) : dumpServer(db);
      } catch (error) {
        throw translate(error, name);
      }
    },
    isEmpty: () =>
      told(async () => {
        for (const table of NAMES) {
          if (await db.selectFrom(table).select(sql.lit(1).as('one')).limit(1).executeTakeFirst()) return false;
        }
        return true;
      }),
    load: (rows) => told(() => db.transaction().execute((trx) => load(trx, rows))),
    version: () => told(async () => (await newestOf(db)) ?? ''),
  };
}

/** A connection of its own: it reads as of one moment, for as long as it takes, and nobody waits for it. */
async function* dumpFile(path: string, name: string): AsyncGenerator<Line> {
  const file = await openFile(path, name);
  try {
    file.pragma('query_only = ON');
    file.exec('BEGIN');
    for (const table of NAMES) {
      for (const row of file.prepare<[], Row>(`select * from ${table}`).iterate()) yield { table, row };
    }
  } finally {
    file.close();
  }
}

async function* dumpServer(db: Kysely<Tables>): AsyncGenerator<Line> {
  const trx = await db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute();
  try {
    for (const table of NAMES) {
      await sql`declare dump no scroll cursor for select * from ${sql.table(table)}`.execute(trx);
      for (;;) {
        const { rows } = await sql<Row>`fetch ${sql.lit(ROWS_AT_ONCE)} from dump`.execute(trx);
        if (rows.length === 0) break;
        for (const row of rows) yield { table, row };
      }
      await sql`close dump`.execute(trx);
    }
  } finally {
    await trx.rollback().execute();
  }
}

async function load(db: Kysely<Tables>, lines: AsyncIterable<Line>): Promise<number> {
  await db.deleteFrom('leases').execute();
  for (const table of NAMES.toReversed()) await db.deleteFrom(table).execute();
  let count = 0;
  let batch: { table: TableName; rows: Row[] } | null = null;
  const write = async () => {
    if (batch)
      await db
        .insertInto(batch.table)
        .values(batch.rows as never)
        .execute();
    batch = null;
  };
  for await (const line of lines) {
    count += 1;
    const { table, row } = check(line, count);
    if (batch && (batch.table !== table || batch.rows.length >= ROWS_AT_ONCE)) await write();
    batch ??= { table, rows: [] };
    batch.rows.push(row);
  }
  await write();
  return count;
}

/** A row as it may be put back: of a table of ours, and such as the rest can read. */
function check({ table, row }: Line, number: number): { table: TableName; row: Row } {
  try {
    const name = NAMES.find((one) => one === table);
    if (!name) throw new Error(`there is no table "${table}"`);
    const checked = TABLES[name].parse(row);
    if (name === 'schedules') toSchedule(TABLES.schedules.parse(row));
    if (name === 'deliveries') toDelivery(TABLES.deliveries.parse(row));
    return { table: name, row: checked };
  } catch (error) {
    throw new UserError(`the backup cannot be read: row ${number} is none of Readout's (${messageOf(error)})`);
  }
}
