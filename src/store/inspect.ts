import { mkdtempSync, rmdirSync, statfsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { sql } from 'kysely';
import { messageOf } from '../core/errors.ts';
import { fault, faultFrom, fine, warning } from '../core/finding.ts';
import type { Finding, StoreSight } from '../core/seams.ts';
import { codeOf } from './errors.ts';
import { openLeases } from './leases.ts';
import { MIGRATIONS, newestOf, refuseNewer } from './migrations.ts';
import { connectPostgres, unreachable } from './postgres.ts';
import { openSchedules } from './schedules.ts';
import type { Database, PostgresDatabase } from './schema.ts';
import { lookAtSqlite } from './sqlite.ts';

const MB = 1_000_000;
/** Beneath this SQLite may soon not write its log of changes any more. */
const LEAST_ROOM = 20 * MB;
const LITTLE_ROOM = 200 * MB;

/** The free bytes of the disk that a folder is on. */
export type Room = (folder: string) => number;
const roomOf: Room = (folder) => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

/** Looks at the database that `openStore` would open, and makes and migrates nothing. Never throws. */
export async function inspectStore(location: string, now: number, room = roomOf): Promise<StoreSight> {
  if (/^postgres(?:ql)?:\/\//iu.test(location)) return inspectPostgres(location, now);
  const folder: Finding[] = [];
  try {
    folder.push(inspectFolder(dirname(resolve(location)), room));
    if (folder.some(({ is }) => is === 'fault')) return { findings: folder, schedules: null, leases: [] };
    if (!statSync(location, { throwIfNoEntry: false })) {
      const made = fine('database', `${location} is not there yet: serve makes it when it starts`);
      return { findings: [...folder, made], schedules: [], leases: [] };
    }
    const { findings, ...sight } = await inspectTables(await lookAtSqlite(location), now);
    return { findings: [...folder, ...findings], ...sight };
  } catch (error) {
    return { findings: [...folder, unopened(error)], schedules: null, leases: [] };
  }
}

async function inspectPostgres(url: string, now: number): Promise<StoreSight> {
  try {
    const database = await connectPostgres(url);
    try {
      const refused = await inspectRights(database);
      if (refused) return { findings: [refused], schedules: null, leases: [] };
    } catch (error) {
      await database.db.destroy();
      throw unreachable(database.name, error);
    }
    return await inspectTables(database, now);
  } catch (error) {
    return { findings: [unopened(error)], schedules: null, leases: [] };
  }
}

function unopened(error: unknown): Finding {
  return faultFrom('database', messageOf(error), 'set DATABASE_URL or READOUT_DATA to a database that Readout may use');
}

/** Its version, its schedules, and who has leases; then it is closed. */
async function inspectTables(database: Database, now: number): Promise<StoreSight> {
  const { db, name } = database;
  try {
    await refuseNewer(db, name);
    const has = await newestOf(db);
    const newest = Object.keys(MIGRATIONS).sort().at(-1);
    if (has !== newest) {
      const step = has === null ? 'is empty' : `is of step ${has}`;
      const finding = fine('database', `${name} ${step}: serve brings it to step ${newest} when it starts`);
      return { findings: [finding], schedules: has === null ? [] : null, leases: [] };
    }
    const [schedules, leases] = await Promise.all([openSchedules(db).list(), openLeases(db).held('', now)]);
    const finding = fine('database', `${name} opens, at step ${has}`);
    return { findings: [finding], schedules, leases: leases.map((lease) => lease.name) };
  } catch (error) {
    throw unreachable(name, error);
  } finally {
    await db.destroy();
    if (database.kind === 'sqlite') database.file.close();
  }
}

type Rights = { standby: boolean; schema: string | null; creates: boolean | null };

/** What a Postgres server would refuse once serve runs; null where nothing. Then its connections stay open. */
async function inspectRights({ db, name }: PostgresDatabase): Promise<Finding | null> {
  const asked = sql<Rights>`select pg_is_in_recovery() as standby, current_schema() as schema,
    has_schema_privilege(current_schema(), 'CREATE') as creates`;
  const { standby, creates } = (await asked.execute(db)).rows[0] ?? { standby: false, creates: false };
  if (!standby && creates === true) return null;
  await db.destroy();
  if (standby) return fault('database', `${name} is a standby, read-only`, 'point DATABASE_URL at the primary server');
  return fault(
    'database',
    `${name}: the user of DATABASE_URL may make no tables there`,
    'let that user own the database, or grant it CREATE on its schema (grant create on schema public to USER)',
  );
}

/** Whether the folder of a SQLite file can be written, or made, and has room. */
function inspectFolder(folder: string, room: Room): Finding {
  const of = 'data folder';
  const remedy = 'let your user write there, or set READOUT_DATA to another folder';
  const nearest = nearestOf(folder);
  try {
    // As root, what may be written shows only when it is.
    rmdirSync(mkdtempSync(join(nearest, '.readout-check-')));
  } catch (error) {
    const isFile = codeOf(error) === 'ENOTDIR';
    const why = isFile ? `${nearest} is no folder` : `nothing can be written into ${nearest} (${codeOf(error)})`;
    const does = nearest === folder ? 'cannot be used' : 'cannot be made';
    return fault(of, `${folder} ${does}: ${why}`, isFile ? 'move that file away, or set READOUT_DATA' : remedy);
  }
  const free = room(nearest);
  const left = `${folder}: ${Math.floor(free / MB)} MB free`;
  if (free < LEAST_ROOM) return fault(of, left, 'free some space on that disk, or set READOUT_DATA to another');
  if (free < LITTLE_ROOM) return warning(of, left, 'free some space on that disk before it is full');
  return fine(of, nearest === folder ? `${left}, can be written` : `${left}; serve makes it when it starts`);
}

/** The folder, or of those above it the first that is there. */
function nearestOf(path: string): string {
  return statSync(path, { throwIfNoEntry: false }) || dirname(path) === path ? path : nearestOf(dirname(path));
}
