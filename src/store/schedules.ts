import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import type { SkipReason } from '../core/delivery.ts';
import { Schedule, type ScheduleState } from '../core/schedule.ts';
import type { ScheduleStore } from '../core/store.ts';
import type { Tables } from './schema.ts';

type Row = Tables['schedules'];

/** Schedules, and what becomes of their deliveries when they go. */
export function openSchedules(db: Kysely<Tables>): ScheduleStore {
  return {
    add: async (schedule) => {
      await db.insertInto('schedules').values(toRow(schedule)).execute();
    },
    byId: async (id) => {
      const row = await db.selectFrom('schedules').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? toSchedule(row) : null;
    },
    list: async (of) => {
      const all = db.selectFrom('schedules').selectAll().orderBy('created_at').orderBy('id');
      const rows = await (of ? all.where('platform', '=', of.platform).where('place', '=', of.place) : all).execute();
      return rows.map(toSchedule);
    },
    due: async (now, limit) => {
      const rows = await db
        .selectFrom('schedules')
        .selectAll()
        .where('state', '=', 'active')
        .where('next_at', '<=', now)
        .orderBy('next_at')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(toSchedule);
    },
    change: async (id, state, nextAt) => {
      const { numUpdatedRows } = await db
        .updateTable('schedules')
        .set({ ...stateColumns(state), next_at: nextAt })
        .where('id', '=', id)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    remove: (id) => db.transaction().execute((trx) => remove(trx, id)),
    sync: (schedules) => db.transaction().execute((trx) => sync(trx, schedules)),
    dropDrafts: async (before) => {
      await db.deleteFrom('schedules').where('state', '=', 'draft').where('created_at', '<', before).execute();
    },
  };
}

/**
 * Skips what is open of a schedule and in nobody's hands; gives how many. What is claimed is its holder's to end: a
 * message may go out this moment, and must not be told as skipped.
 */
export async function skipOpen(db: Kysely<Tables>, schedule: string, reason: SkipReason): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({ state: 'skipped', reason, wakes_at: null, due_at: null })
    .where('schedule', '=', schedule)
    .where('state', 'in', ['planned', 'retrying'])
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** A schedule as its row says it. */
export function toSchedule(row: Row): Schedule {
  return Schedule.parse({
    ...JSON.parse(row.body),
    id: row.id,
    topic: row.topic,
    source: row.source,
    state: row.state === 'paused' ? { type: 'paused', reason: row.reason } : { type: row.state },
    nextAt: row.next_at,
    createdAt: row.created_at,
  });
}

/** The columns that tell a state. */
export function stateColumns(state: ScheduleState): Pick<Row, 'state' | 'reason'> {
  return { state: state.type, reason: state.type === 'paused' ? state.reason : null };
}

function toRow(schedule: Schedule): Row {
  const { id, topic, source, state, nextAt, createdAt, ...body } = schedule;
  return {
    id,
    topic,
    source,
    platform: schedule.target.platform,
    place: schedule.target.place,
    ...stateColumns(state),
    next_at: nextAt,
    created_at: createdAt,
    body: JSON.stringify(body),
  };
}

async function remove(db: Kysely<Tables>, id: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('schedules').where('id', '=', id).executeTakeFirst();
  if (numDeletedRows === 0n) return false;
  await skipOpen(db, id, 'removed');
  return true;
}

async function sync(db: Kysely<Tables>, schedules: readonly Schedule[]): Promise<void> {
  const rows = await db.selectFrom('schedules').selectAll().where('source', '=', 'file').orderBy('id').execute();
  const wanted = new Map(schedules.map((schedule) => [schedule.id, schedule]));
  for (const row of rows) if (!wanted.has(row.id)) await remove(db, row.id);
  const there = new Map(rows.map((row) => [row.id, toSchedule(row)]));
  // In one order for all: two processes that do this at once never wait for one another crosswise.
  for (const schedule of [...wanted.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const old = there.get(schedule.id);
    const changed = old ? changeOf(old, schedule) : schedule;
    if (!changed) continue;
    await db
      .insertInto('schedules')
      .values(toRow(changed))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet(toRow(changed)).where('schedules.source', '=', 'file'),
      )
      .execute();
  }
}

/**
 * What a schedule becomes when its file says something else; null where it says the same. The slot to come stays while
 * its times do: slots that passed are still to be told of.
 */
function changeOf(old: Schedule, schedule: Schedule): Schedule | null {
  const same = isDeepStrictEqual(told(old), told(schedule));
  if (same) return null;
  const { state, nextAt, createdAt } = old;
  const sameTimes = old.when === schedule.when && old.zone === schedule.zone;
  if (sameTimes) return { ...schedule, state, nextAt, createdAt };
  return { ...schedule, state: state.type === 'paused' ? state : schedule.state, createdAt };
}

/** What a file says of a schedule. */
function told({ state: _state, nextAt: _nextAt, createdAt: _createdAt, ...rest }: Schedule): unknown {
  return rest;
}
