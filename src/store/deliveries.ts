import { createHash } from 'node:crypto';
import { type Cargo, Delivery, type DeliveryState } from '../core/delivery.ts';
import type { Target } from '../core/schedule.ts';
import type { Planned } from '../core/store.ts';
import type { Tables } from './schema.ts';

type Row = Tables['deliveries'];

/** 128 bits in base 36 take 25 characters: as many as Discord's nonce may have. */
const ID_LENGTH = 25;

/**
 * The id of a delivery: always the same for the same schedule, slot, target and cargo, so that whatever is planned
 * twice is one row. The briefing of a post is no part of it: it is pinned later.
 */
function deliveryId(schedule: string, slotAt: number, target: Target, cargo: Cargo): string {
  const what = cargo.type === 'post' ? [] : cargo.type === 'edit' ? [cargo.of, cargo.briefing] : [cargo.reason];
  const key = [schedule, slotAt, target.platform, target.place, target.channel, target.to, cargo.type, ...what];
  const hash = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 32);
  return BigInt(`0x${hash}`).toString(36).padStart(ID_LENGTH, '0');
}

/** The row of a delivery that nobody has touched. */
export function newRow(schedule: { id: string; topic: string }, planned: Planned): Row {
  const { slotAt, target, cargo, state } = planned;
  return {
    id: deliveryId(schedule.id, slotAt, target, cargo),
    schedule: schedule.id,
    topic: schedule.topic,
    slot_at: slotAt,
    platform: target.platform,
    place: target.place,
    channel: target.channel,
    addressee: target.to,
    ...cargoColumns(cargo),
    messages: '[]',
    tries: 0,
    doubt_since: null,
    fence: 0,
    ...stateColumns(state),
  };
}

/** A delivery as its row says it. */
export function toDelivery(row: Row): Delivery {
  return Delivery.parse({
    id: row.id,
    schedule: row.schedule,
    topic: row.topic,
    slotAt: row.slot_at,
    target: { platform: row.platform, place: row.place, channel: row.channel, to: row.addressee },
    cargo: cargoOf(row),
    messages: JSON.parse(row.messages),
    tries: row.tries,
    doubtSince: row.doubt_since,
    state: stateOf(row),
  });
}

/** The columns that tell what is delivered. */
export function cargoColumns(cargo: Cargo): Pick<Row, 'cargo' | 'briefing' | 'edits' | 'notice'> {
  return {
    cargo: cargo.type,
    briefing: cargo.type === 'notice' ? null : cargo.briefing,
    edits: cargo.type === 'edit' ? cargo.of : null,
    notice: cargo.type === 'notice' ? cargo.reason : null,
  };
}

/** The columns that tell a state, but for that of a claim, which keeps why and when it was due. */
export function stateColumns(
  state: Exclude<DeliveryState, { type: 'claimed' }>,
): Pick<Row, 'state' | 'holder' | 'wakes_at' | 'due_at' | 'reason' | 'sent_at'> {
  const dueAt = state.type === 'planned' || state.type === 'retrying' ? state.dueAt : null;
  return {
    state: state.type,
    holder: null,
    wakes_at: dueAt,
    due_at: dueAt,
    reason: 'reason' in state ? state.reason : null,
    sent_at: state.type === 'sent' ? state.at : null,
  };
}

function cargoOf(row: Row): unknown {
  if (row.cargo === 'edit') return { type: 'edit', of: row.edits, briefing: row.briefing };
  if (row.cargo === 'notice') return { type: 'notice', reason: row.notice };
  return { type: row.cargo, briefing: row.briefing };
}

/** What is not asked for in a state is left out when it is parsed. */
function stateOf(row: Row): unknown {
  const until = row.state === 'claimed' ? row.wakes_at : null;
  return { type: row.state, dueAt: row.due_at, holder: row.holder, until, reason: row.reason, at: row.sent_at };
}
