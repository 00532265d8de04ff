import { expressionBuilder, type Kysely } from 'kysely';
import type { Claim } from '../core/delivery.ts';
import type { ClaimRequest } from '../core/store.ts';
import { toDelivery } from './deliveries.ts';
import { type Database, LONGEST_LEASE_MS, type Tables } from './schema.ts';

/**
 * No try is put off for longer: backoff grows to minutes, and platforms ask for hours at most. What waits longer was
 * written by a clock that has been put back since.
 */
const LONGEST_WAIT_MS = 24 * 60 * 60_000;

/** Takes what is due; see `LedgerStore.claim`. */
export function claim({ db, kind }: Database, request: ClaimRequest): Promise<Claim[]> {
  if (request.platforms.length === 0 || request.limit < 1) return Promise.resolve([]);
  return db.transaction().execute(async (trx) => {
    const ids = await (kind === 'postgres' ? pickUnlocked(trx, request) : pick(trx, request)).execute();
    if (ids.length === 0) return [];
    const rows = await trx
      .updateTable('deliveries')
      .set((eb) => ({
        state: 'claimed',
        holder: request.holder,
        wakes_at: request.until,
        fence: eb('fence', '+', 1),
        tries: eb('tries', '+', 1),
      }))
      .where(
        'id',
        'in',
        ids.map(({ id }) => id),
      )
      .returningAll()
      .execute();
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap(({ id }) => {
      const row = found.get(id);
      return row ? [{ delivery: toDelivery(row), fence: row.fence, until: request.until }] : [];
    });
  });
}

/**
 * What is due, by its turn within its place: the first of each place, then the second of each. A place's turns go round
 * its channels likewise, for one channel takes a message now and then, and many take many at once; what is in hand
 * counts as a channel's first.
 */
function ranked(db: Kysely<Tables>, request: ClaimRequest) {
  return db
    .selectFrom(openByChannel(db, request).as('deliveries'))
    .select((eb) => [
      'id',
      'due_at',
      eb.fn
        .agg<number>('row_number')
        .over((over) => over.partitionBy(['platform', 'place']).orderBy('round').orderBy('due_at').orderBy('id'))
        .as('turn'),
    ])
    .where(isDue(request));
}

function openByChannel(db: Kysely<Tables>, request: ClaimRequest) {
  return db
    .selectFrom('deliveries')
    .select((eb) => [
      'id',
      'platform',
      'place',
      'due_at',
      'wakes_at',
      'state',
      eb.fn
        .agg<number>('row_number')
        .over((over) => over.partitionBy(['platform', 'place', 'channel']).orderBy('due_at').orderBy('id'))
        .as('round'),
    ])
    .where('wakes_at', 'is not', null)
    .where('platform', 'in', request.platforms);
}

/** SQLite: nobody else writes while we do. */
function pick(db: Kysely<Tables>, request: ClaimRequest) {
  return db
    .selectFrom(ranked(db, request).as('ranked'))
    .select('id')
    .orderBy('turn')
    .orderBy('due_at')
    .orderBy('id')
    .limit(request.limit);
}

/** Postgres: what another process takes at this moment is passed over, and the condition is looked at again once locked. */
function pickUnlocked(db: Kysely<Tables>, request: ClaimRequest) {
  return db
    .selectFrom('deliveries')
    .innerJoin(ranked(db, request).as('ranked'), 'ranked.id', 'deliveries.id')
    .select('deliveries.id')
    .where('deliveries.wakes_at', 'is not', null)
    .where(isDue(request))
    .orderBy('ranked.turn')
    .orderBy('ranked.due_at')
    .orderBy('deliveries.id')
    .limit(request.limit)
    .forUpdate('deliveries')
    .skipLocked();
}

/** Of a query of `deliveries`, or of what is called so. */
function isDue({ now, until }: ClaimRequest) {
  const eb = expressionBuilder<Tables, 'deliveries'>();
  const tooFar = { claimed: Math.max(until, now + LONGEST_LEASE_MS), waiting: now + LONGEST_WAIT_MS };
  return eb.or([
    eb('deliveries.wakes_at', '<=', now),
    eb.and([eb('deliveries.state', '=', 'claimed'), eb('deliveries.wakes_at', '>', tooFar.claimed)]),
    eb('deliveries.wakes_at', '>', tooFar.waiting),
  ]);
}
