import { mkdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type SqliteFile from 'better-sqlite3';
import { type Dialect, Kysely, SqliteAdapter, SqliteDialect } from 'kysely';
import { messageOf, UserError } from '../core/errors.ts';
import { codeOf } from './errors.ts';
import type { SqliteDatabase, Tables } from './schema.ts';

/** How long opening waits for another process; it blocks. */
const OPEN_WITHIN_MS = 2_000;
/** How long a statement waits likewise, later: who needs longer asks again (see open.ts) and blocks nothing. */
const BUSY_MS = 10;

/**
 * Opens a SQLite file; makes it, and its folder, where it is absent.
 * @throws UserError where that cannot be, with what to do.
 */
export async function connectSqlite(location: string): Promise<SqliteDatabase> {
  const path = pathOf(location);
  const file = await openFile(path, location);
  try {
    // WAL: readers and the writer do not wait for one another. FULL: what was told as done survives a power cut.
    file.pragma('journal_mode = WAL');
    file.pragma('synchronous = FULL');
    file.pragma('foreign_keys = ON');
    file.pragma(`busy_timeout = ${BUSY_MS}`);
  } catch (error) {
    file.close();
    throw unusable(location, error);
  }
  return { kind: 'sqlite', name: location, path, file, db: new Kysely<Tables>({ dialect: dialectOf(file) }) };
}

/**
 * Opens a SQLite file that is there as it is, whoever else has it open, and changes nothing.
 * @throws UserError where it is none, or cannot be written.
 */
export async function lookAtSqlite(location: string): Promise<SqliteDatabase> {
  const path = realpathSync(location);
  const file = await openFile(path, location, BUSY_MS);
  try {
    // SQLite opens a file that it may only read without a word: the right to write is taken, and given back.
    file.exec('BEGIN IMMEDIATE; ROLLBACK');
  } catch (error) {
    // Who waits for another that writes would be let write.
    if (!codeOf(error)?.startsWith('SQLITE_BUSY')) {
      file.close();
      throw unusable(location, error);
    }
  }
  return { kind: 'sqlite', name: location, path, file, db: new Kysely<Tables>({ dialect: dialectOf(file) }) };
}

/** Takes a SQLite file for this process alone until it ends, however it ends: the system lets go of the lock. */
export async function takeAlone({ path, name, file }: SqliteDatabase): Promise<() => void> {
  const lock = await openFile(`${path}.lock`, `${name}.lock`, 0);
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (codeOf(error)?.startsWith('SQLITE_BUSY')) {
      throw new UserError(
        `${name} is in use by another process of Readout; stop that one first, or let many share a Postgres server: set DATABASE_URL`,
      );
    }
    throw unusable(name, error);
  }
  try {
    // SQLite opens a file that it may only read without a word; who is to work with it must know at once.
    file.pragma(`user_version = ${file.pragma('user_version', { simple: true })}`);
  } catch (error) {
    lock.close();
    throw unusable(name, error);
  }
  return () => lock.close();
}

/** Opens a file of SQLite's; makes it where it is absent. */
export async function openFile(path: string, name: string, timeout = OPEN_WITHIN_MS): Promise<SqliteFile.Database> {
  const { default: Sqlite } = await import('better-sqlite3');
  try {
    return new Sqlite(path, { timeout });
  } catch (error) {
    throw unusable(name, error);
  }
}

/** Makes a folder and those above it. Node's own way to make all of them turns for ever where /proc refuses one. */
function makeFolder(path: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isDirectory()) return;
  if (!there) makeFolder(dirname(path));
  mkdirSync(path);
}

/** Where a file is in truth, so that one file has one lock, whatever the links that lead to it. */
function pathOf(location: string): string {
  const path = resolve(location);
  try {
    makeFolder(dirname(path));
  } catch (error) {
    throw new UserError(
      `${location}: the folder of the database cannot be made (${messageOf(error)}); make it, or choose another place`,
    );
  }
  try {
    return realpathSync(path);
  } catch {
    return join(realpathSync(dirname(path)), basename(path));
  }
}

function unusable(name: string, error: unknown): UserError {
  const code = codeOf(error) ?? '';
  if (code.startsWith('SQLITE_NOTADB'))
    return new UserError(`${name} is no SQLite database; choose another place, or move that file away`);
  if (/^SQLITE_(?:READONLY|CANTOPEN|PERM|IOERR)/u.test(code))
    return new UserError(`${name} cannot be opened and written (${code}); let your user write the file and its folder`);
  if (code.startsWith('SQLITE_FULL')) return new UserError(`${name}: the disk is full; free some space`);
  return new UserError(`${name} cannot be opened: ${messageOf(error)}`);
}

/** Kysely's own dialect, but for how transactions begin and end. */
/** So many statements are kept; lists in them have all lengths. */
const MOST_PREPARED = 300;

/** Prepares a statement once: parsing one takes as long as running it. One that is still giving rows is not shared. */
function preparedOnce(file: SqliteFile.Database): (sql: string) => SqliteFile.Statement {
  const known = new Map<string, SqliteFile.Statement>();
  return (sql) => {
    const kept = known.get(sql);
    if (kept && !kept.busy) return kept;
    const statement = file.prepare(sql);
    if (known.size >= MOST_PREPARED) known.clear();
    known.set(sql, statement);
    return statement;
  };
}

function dialectOf(file: SqliteFile.Database): Dialect {
  const nothing = { reader: false, all: () => [], run: () => ({ changes: 0, lastInsertRowid: 0 }), iterate: neverAny };
  const prepared = preparedOnce(file);
  const dialect = new SqliteDialect({
    database: {
      close: () => {
        file.close();
      },
      prepare: (statement) => {
        // A transaction that reads first and writes then would fail where another process wrote between.
        if (statement === 'begin') return prepared('begin immediate');
        // SQLite has rolled back by itself, for instance when the disk is full; another rollback would hide why.
        if (statement === 'rollback' && !file.inTransaction) return nothing;
        return prepared(statement);
      },
    },
  });
  // Changes of tables are part of a transaction in SQLite too: half a migration is never left behind.
  const adapter = Object.defineProperty(new SqliteAdapter(), 'supportsTransactionalDdl', { value: true });
  return {
    createDriver: () => dialect.createDriver(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createAdapter: () => adapter,
  };
}

function* neverAny(): Generator<never> {}
