import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { UserError } from '../core/errors.ts';
import type { Tables } from './schema.ts';

/** Steps from an empty database to the newest, by number. */
export type Migrations = Readonly<Record<string, Migration>>;

// Numbered and append-only: what was released never changes, for databases stand that it made.
export const MIGRATIONS: Migrations = { '001': { up: createTables }, '002': { up: indexTally } };

/**
 * Brings a database to the newest step, under a lock: of several processes that start together one does it, and the
 * others wait. All steps are one transaction.
 * @throws UserError where a newer version was there before.
 */
export async function migrate(db: Kysely<Tables>, name: string, migrations: Migrations = MIGRATIONS): Promise<void> {
  await refuseNewer(db, name, migrations);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (!error) return;
  // Another process, of a newer version, may have been quicker.
  await refuseNewer(db, name, migrations);
  throw error;
}

/** The number of the newest step that a database has; null where it has none. */
export async function newestOf(db: Kysely<Tables>): Promise<string | null> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration')) return null;
  const found = await sql<{ name: string | null }>`select max(name) as name from kysely_migration`.execute(db);
  return found.rows[0]?.name ?? null;
}

/** Refuses a database that a newer version of Readout has used: UserError. */
export async function refuseNewer(
  db: Kysely<Tables>,
  name: string,
  migrations: Migrations = MIGRATIONS,
): Promise<void> {
  const [has, known] = [await newestOf(db), Object.keys(migrations).sort().at(-1) ?? ''];
  if (has === null || has <= known) return;
  throw new UserError(
    `${name}: a newer version of Readout has used this database (its step ${has}, this version knows ${known}); update Readout`,
  );
}

async function createTables(db: Kysely<Tables>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('articles')
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('kept_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('articles_key', ['topic', 'sha256'])
    .execute();
  await schema
    .createTable('briefings')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('kept_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('briefings_of_article', ['topic', 'sha256'])
    .addForeignKeyConstraint('briefings_article', ['topic', 'sha256'], 'articles', ['topic', 'sha256'])
    .execute();
  for (const [table, key] of [
    ['people', 'person'],
    ['channels', 'channel'],
  ] as const) {
    await schema
      .createTable(table)
      .addColumn('platform', 'text', (column) => column.notNull())
      .addColumn(key, 'text', (column) => column.notNull())
      .addColumn('language', 'text')
      .addColumn('zone', 'text')
      .addPrimaryKeyConstraint(`${table}_key`, ['platform', key])
      .execute();
  }
  await schema
    .createTable('leases')
    .addColumn('name', 'text', (column) => column.notNull().primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('ends_at', 'bigint', (column) => column.notNull())
    .execute();
  await createSchedules(db);
  await createDeliveries(db);
}

async function createSchedules({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('schedules')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('next_at', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('schedules_due').on('schedules').columns(['state', 'next_at']).execute();
  await schema.createIndex('schedules_of_place').on('schedules').columns(['platform', 'place']).execute();
}

async function createDeliveries({ schema }: Kysely<Tables>): Promise<void> {
  await schema
    .createTable('deliveries')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('schedule', 'text', (column) => column.notNull())
    .addColumn('topic', 'text', (column) => column.notNull())
    .addColumn('slot_at', 'bigint', (column) => column.notNull())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('place', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('addressee', 'text', (column) => column.notNull())
    .addColumn('cargo', 'text', (column) => column.notNull())
    .addColumn('briefing', 'text')
    .addColumn('edits', 'text')
    .addColumn('notice', 'text')
    .addColumn('messages', 'text', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('doubt_since', 'bigint')
    .addColumn('fence', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('holder', 'text')
    .addColumn('wakes_at', 'bigint')
    .addColumn('due_at', 'bigint')
    .addColumn('reason', 'text')
    .addColumn('sent_at', 'bigint')
    .execute();
  // Holds all that a claim asks for, in the order in which it counts each place's turns.
  await schema
    .createIndex('deliveries_open')
    .on('deliveries')
    .columns(['platform', 'place', 'channel', 'due_at', 'id', 'wakes_at', 'state'])
    .where(sql.ref('wakes_at'), 'is not', null)
    .execute();
  await schema
    .createIndex('deliveries_waking')
    .on('deliveries')
    .columns(['wakes_at'])
    .where(sql.ref('wakes_at'), 'is not', null)
    .execute();
  await schema.createIndex('deliveries_of_schedule').on('deliveries').columns(['schedule', 'slot_at']).execute();
  await schema.createIndex('deliveries_recent').on('deliveries').columns(['slot_at']).execute();
  await schema.createIndex('deliveries_sent').on('deliveries').columns(['topic', 'sent_at']).execute();
  await schema
    .createIndex('deliveries_edits')
    .on('deliveries')
    .columns(['edits'])
    .where(sql.ref('edits'), 'is not', null)
    .execute();
}

/** Counting a million deliveries at each scrape held SQLite, and with it the whole process, for half a second. */
async function indexTally(db: Kysely<Tables>): Promise<void> {
  await db.schema.createIndex('deliveries_tally').on('deliveries').columns(['state', 'platform']).execute();
}
