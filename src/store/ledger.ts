import type { Kysely } from 'kysely';
import { z } from 'zod';
import { type Claim, DeliveryState, type SkipReason } from '../core/delivery.ts';
import { type PauseReason, Target } from '../core/schedule.ts';
import type { LedgerStore, Planned } from '../core/store.ts';
import { claim } from './claim.ts';
import { cargoColumns, newRow, stateColumns, toDelivery } from './deliveries.ts';
import { skipOpen } from './schedules.ts';
import type { Database, Tables } from './schema.ts';

/** Rows of one statement: SQLite binds 32,766 values at most, and Postgres 65,535. */
const ROWS_AT_ONCE = 500;

/** The ledger of deliveries: what is planned, who has it in hand, and what became of it. */
export function openLedger(database: Database): LedgerStore {
  const { db } = database;
  return {
    turn: (schedule, from, to, planned) =>
      db.transaction().execute(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('schedules')
          .set({ next_at: to, ...(to === null ? { state: 'over' } : {}) })
          .where('id', '=', schedule.id)
          .where('state', '=', 'active')
          .where('next_at', '=', from)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        await insert(trx, schedule, planned);
        return true;
      }),
    plan: (schedule, planned) => insert(db, schedule, [planned]),
    claim: (request) => claim(database, request),
    progress: async (held, { cargo, messages, doubtSince }) => {
      const made = {
        ...(cargo ? cargoColumns(cargo) : {}),
        ...(messages ? { messages: JSON.stringify(messages) } : {}),
        ...(doubtSince === undefined ? {} : { doubt_since: doubtSince }),
      };
      // With nothing to note it is still told whether the claim is ours.
      return touched(ours(db, held).set({ holder: (eb) => eb.ref('holder'), ...made }));
    },
    amend: (held, messages) =>
      db.transaction().execute(async (trx) => {
        const { cargo } = held.delivery;
        // Touched first: a claim that was overtaken meanwhile waits here, and then changes nothing.
        if (cargo.type !== 'edit' || !(await touched(ours(trx, held).set({ holder: (eb) => eb.ref('holder') }))))
          return false;
        await trx
          .updateTable('deliveries')
          .set({ messages: JSON.stringify(messages) })
          .where('id', '=', cargo.of)
          .execute();
        return true;
      }),
    settle: (held, state) => touched(ours(db, held).set(ended(state))),
    pause: (held, reason, notice) =>
      db.transaction().execute(async (trx) => {
        if (!(await touched(ours(trx, held).set(ended(stoppedBy(reason)))))) return false;
        const schedule = await pauseSchedule(trx, held.delivery.schedule, reason);
        await skipOpen(trx, held.delivery.schedule, 'paused');
        // Once: the owner of a schedule that stands still already has been told, or paused it.
        if (schedule && notice) await insert(trx, schedule, [notice]);
        return true;
      }),
    release: async (held) => {
      await ours(db, held)
        .set((eb) => ({
          state: eb.case().when('reason', 'is', null).then('planned').else('retrying').end(),
          holder: null,
          wakes_at: eb.ref('due_at'),
          tries: eb('tries', '-', 1),
        }))
        .execute();
    },
    skipOpen: (schedule, reason) => skipOpen(db, schedule, reason),
    ...readings(db),
  };
}

/** What the ledger tells and does not change. */
function readings(db: Kysely<Tables>): Pick<LedgerStore, 'nextDue' | 'byId' | 'recent' | 'stale' | 'tally'> {
  return {
    tally: async (now) => {
      const counted = await db
        .selectFrom('deliveries')
        .select(['state', 'platform', ({ fn }) => fn.countAll<number>().as('count')])
        .groupBy(['state', 'platform'])
        .orderBy('state')
        .orderBy('platform')
        .execute();
      const oldest = await db
        .selectFrom('deliveries')
        .select(({ fn }) => fn.min('due_at').as('due_at'))
        .where('wakes_at', 'is not', null)
        .where('due_at', '<=', now)
        .executeTakeFirst();
      const counts = counted.map(({ count, ...of }) => ({ ...Counted.parse(of), count: Number(count) }));
      return { counts, oldestDueAt: oldest?.due_at ?? null };
    },
    nextDue: async (platforms) => {
      if (platforms.length === 0) return null;
      const row = await db
        .selectFrom('deliveries')
        .select('wakes_at')
        .where('wakes_at', 'is not', null)
        .where('platform', 'in', platforms)
        .orderBy('wakes_at')
        .limit(1)
        .executeTakeFirst();
      return row?.wakes_at ?? null;
    },
    byId: async (id) => {
      const row = await db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? toDelivery(row) : null;
    },
    recent: async (of, limit) => {
      const all = db.selectFrom('deliveries').selectAll().orderBy('slot_at', 'desc').orderBy('id').limit(limit);
      const rows = await (of === 'all' ? all : all.where('schedule', '=', of.schedule)).execute();
      return rows.map(toDelivery);
    },
    stale: async (topic, briefing, since) => {
      const rows = await db
        .selectFrom('deliveries as post')
        .selectAll('post')
        .where('post.topic', '=', topic)
        .where('post.sent_at', '>=', since)
        .where('post.state', '=', 'sent')
        .where('post.cargo', '=', 'post')
        .where(({ eb, fn, selectFrom }) => {
          const shownSince = selectFrom('deliveries as edit')
            .select('edit.briefing')
            .whereRef('edit.edits', '=', 'post.id')
            .where('edit.state', '=', 'sent')
            .orderBy('edit.sent_at', 'desc')
            .orderBy('edit.id')
            .limit(1);
          return eb(fn.coalesce(shownSince, 'post.briefing'), '!=', briefing);
        })
        .orderBy('post.sent_at')
        .orderBy('post.id')
        .execute();
      return rows.map(toDelivery);
    },
  };
}

const Counted = z.object({
  state: z.enum(DeliveryState.options.map((one) => one.shape.type.value)),
  platform: Target.shape.platform,
});

/** The row of a claim, as long as it is ours: whoever claimed it later raised the fence. */
function ours(db: Kysely<Tables>, { delivery, fence }: Claim) {
  return db
    .updateTable('deliveries')
    .where('id', '=', delivery.id)
    .where('fence', '=', fence)
    .where('state', '=', 'claimed');
}

async function touched(update: { executeTakeFirst: () => Promise<{ numUpdatedRows: bigint }> }): Promise<boolean> {
  return (await update.executeTakeFirst()).numUpdatedRows > 0n;
}

/** What is sent is in no doubt; what failed or is tried again stays in the doubt that it was in. */
function ended(state: Exclude<DeliveryState, { type: 'claimed' }>) {
  return { ...stateColumns(state), ...(state.type === 'sent' ? { doubt_since: null } : {}) };
}

/** What a claim ends as when its schedule is paused. */
function stoppedBy(reason: PauseReason): Exclude<DeliveryState, { type: 'claimed' }> {
  return reason === 'asked' ? { type: 'skipped', reason: 'paused' } : { type: 'failed', reason };
}

/** Pauses a schedule; null where it is gone or stands still already. */
async function pauseSchedule(db: Kysely<Tables>, id: string, reason: PauseReason) {
  const row = await db
    .updateTable('schedules')
    .set({ state: 'paused', reason })
    .where('id', '=', id)
    .where('state', '!=', 'paused')
    .returning(['id', 'topic'])
    .executeTakeFirst();
  return row ?? null;
}

/** Skipped because the time had gone on; a clock that was put back brings their slots again. */
const PASSED_OVER: readonly SkipReason[] = ['missed', 'superseded'];

/** Writes deliveries that are not there yet. */
async function insert(
  db: Kysely<Tables>,
  schedule: { id: string; topic: string },
  planned: readonly Planned[],
): Promise<void> {
  for (let from = 0; from < planned.length; from += ROWS_AT_ONCE) {
    await db
      .insertInto('deliveries')
      .values(planned.slice(from, from + ROWS_AT_ONCE).map((one) => newRow(schedule, one)))
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet((eb) => ({
            state: eb.ref('excluded.state'),
            reason: eb.ref('excluded.reason'),
            wakes_at: eb.ref('excluded.wakes_at'),
            due_at: eb.ref('excluded.due_at'),
          }))
          .where('deliveries.state', '=', 'skipped')
          .where('deliveries.reason', 'in', PASSED_OVER)
          .where('excluded.state', '=', 'planned'),
      )
      .execute();
  }
}
