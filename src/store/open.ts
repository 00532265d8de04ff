import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from '../core/store.ts';
import { openArchive } from './archive.ts';
import { openBriefings } from './briefings.ts';
import { isConflict, translate } from './errors.ts';
import { openLeases } from './leases.ts';
import { openLedger } from './ledger.ts';
import { MIGRATIONS, type Migrations, migrate } from './migrations.ts';
import { connectPostgres, unreachable } from './postgres.ts';
import { openSchedules } from './schedules.ts';
import type { Database } from './schema.ts';
import { openSettings } from './settings.ts';
import { connectSqlite, takeAlone } from './sqlite.ts';

/**
 * `alone`: takes a SQLite file for this process until it ends, and refuses it where another has it so. Those who only
 * look, or copy, open it without. Postgres serves many.
 */
export type OpenOptions = { alone?: boolean; migrations?: Migrations };

/**
 * Opens the store and brings its database to this version. `location`: a file's path, or a Postgres server's address,
 * `postgres://...`.
 * @throws UserError where it cannot be opened, with what to do.
 */
export function openStore(location: string, options: OpenOptions = {}): Promise<Store> {
  return /^postgres(?:ql)?:\/\//iu.test(location) ? openPostgres(location, options) : openSqlite(location, options);
}

async function openSqlite(location: string, { alone = false, migrations = MIGRATIONS }: OpenOptions): Promise<Store> {
  const database = await connectSqlite(location);
  let letGo = () => {};
  try {
    if (alone) letGo = await takeAlone(database);
    await insist(() => migrate(database.db, database.name, migrations));
    return storeOf(database, letGo);
  } catch (error) {
    await close(database);
    letGo();
    throw unreachable(database.name, error);
  }
}

async function openPostgres(url: string, { migrations = MIGRATIONS }: OpenOptions): Promise<Store> {
  const patient = await connectPostgres(url, true);
  try {
    await migrate(patient.db, patient.name, migrations);
  } catch (error) {
    throw unreachable(patient.name, error);
  } finally {
    await close(patient);
  }
  return storeOf(await connectPostgres(url));
}

/** The store over a database that is open and of this version. */
export function storeOf(database: Database, letGo = () => {}): Store {
  const { db, kind, name } = database;
  return {
    kind,
    briefings: guarded(openBriefings(db), name),
    settings: guarded(openSettings(db), name),
    schedules: guarded(openSchedules(db), name),
    ledger: guarded(openLedger(database), name),
    leases: guarded(openLeases(db), name),
    archive: openArchive(database),
    close: async () => {
      await close(database);
      letGo();
    },
  };
}

/** Ends the connections. A store that was never asked anything has none, and Kysely then ends nothing. */
async function close(database: Database): Promise<void> {
  await database.db.destroy();
  if (database.kind === 'sqlite') database.file.close();
}

/** For how long what another transaction stands in the way of is asked again before that is told. */
const CONFLICT_MS = 5_000;

/** The same functions, whose faults are told as the store's own. */
function guarded<Part extends object>(part: Part, name: string): Part {
  const guard = (ask: (...args: unknown[]) => Promise<unknown>) => {
    return async (...args: unknown[]) => {
      try {
        return await insist(() => ask(...args));
      } catch (error) {
        throw translate(error, name);
      }
    };
  };
  return Object.fromEntries(Object.entries(part).map(([key, ask]) => [key, guard(ask)])) as Part;
}

/** Asks again while others are in the way. SQLite's own waiting would block all that this process does. */
async function insist<Value>(ask: () => Promise<Value>): Promise<Value> {
  const since = performance.now();
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isConflict(error) || performance.now() - since > CONFLICT_MS) throw error;
      await wait(5 + Math.random() * 20);
    }
  }
}
