import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { LeaseStore } from '../core/store.ts';
import { LONGEST_LEASE_MS, type Tables } from './schema.ts';

/** Leases of processes that are long dead stay no longer than this. */
const FORGOTTEN_AFTER_MS = 24 * 60 * 60_000;

/** Turns that one process has at a time. */
export function openLeases(db: Kysely<Tables>): LeaseStore {
  return {
    take: async (name, holder, now, until) => {
      const furthest = Math.max(until, now + LONGEST_LEASE_MS);
      const row = await db
        .insertInto('leases')
        .values({ name, holder, ends_at: until })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ holder, ends_at: until })
            .where((eb) =>
              eb.or([
                eb('leases.holder', '=', holder),
                eb('leases.ends_at', '<=', now),
                eb('leases.ends_at', '>', furthest),
              ]),
            ),
        )
        .returning('name')
        .executeTakeFirst();
      if (row) await forgetOne(db, now - FORGOTTEN_AFTER_MS);
      return row !== undefined;
    },
    release: async (name, holder) => {
      await db.deleteFrom('leases').where('name', '=', name).where('holder', '=', holder).execute();
    },
    held: async (prefix, now) => {
      // Not `like`: it takes "_" for any letter, and in SQLite "a" for "A".
      const rows = await db
        .selectFrom('leases')
        .selectAll()
        .where(sql<string>`substr(name, 1, length(cast(${prefix} as text)))`, '=', prefix)
        .where('ends_at', '>', now)
        .where('ends_at', '<=', now + LONGEST_LEASE_MS)
        .orderBy('name')
        .execute();
      return rows.map(({ name, holder, ends_at }) => ({ name, holder, until: ends_at }));
    },
  };
}

/** One row at a time: two processes that take many away wait for one another, each for a row that the other has. */
async function forgetOne(db: Kysely<Tables>, before: number): Promise<void> {
  await db
    .deleteFrom('leases')
    .where('name', '=', (eb) => eb.selectFrom('leases').select('name').where('ends_at', '<', before).limit(1))
    .where('ends_at', '<', before)
    .execute();
}
