import type SqliteFile from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { z } from 'zod';

/*
 * The tables, as rows of both databases: text and whole numbers alone. Moments are milliseconds since 1970, UTC. `body`
 * holds JSON, and columns beside it hold what queries ask for. Rows become the words of core on the way out, and are
 * checked there.
 */

const text = z.string();
const moment = z.int();

/** What a backup holds, in the order in which it can be put back. */
export const TABLES = {
  articles: z.strictObject({ topic: text, sha256: text, body: text, kept_at: moment }),
  briefings: z.strictObject({ id: text, topic: text, sha256: text, body: text, kept_at: moment }),
  people: z.strictObject({ platform: text, person: text, language: text.nullable(), zone: text.nullable() }),
  channels: z.strictObject({ platform: text, channel: text, language: text.nullable(), zone: text.nullable() }),
  schedules: z.strictObject({
    id: text,
    topic: text,
    platform: text,
    place: text,
    source: text,
    state: text,
    /** Why it is paused. */
    reason: text.nullable(),
    next_at: moment.nullable(),
    created_at: moment,
    body: text,
  }),
  deliveries: z.strictObject({
    id: text,
    schedule: text,
    topic: text,
    slot_at: moment,
    platform: text,
    place: text,
    channel: text,
    /** Whom the target is: a channel or a person. */
    addressee: text,
    cargo: text,
    briefing: text.nullable(),
    /** The delivery that a correction is of. */
    edits: text.nullable(),
    notice: text.nullable(),
    messages: text,
    tries: z.int(),
    doubt_since: moment.nullable(),
    fence: z.int(),
    state: text,
    holder: text.nullable(),
    /** When it may be claimed: when it is due, or when its lease ends. Null once it is closed. */
    wakes_at: moment.nullable(),
    /** When it was due; kept while it is claimed, for a claim may be given up. */
    due_at: moment.nullable(),
    /** Why it is tried again (kept while it is claimed), or was passed over, or failed. */
    reason: text.nullable(),
    sent_at: moment.nullable(),
  }),
} as const;

export type TableName = keyof typeof TABLES;

export type Tables = { [Name in TableName]: z.infer<(typeof TABLES)[Name]> } & {
  /** Turns of processes that live; no backup holds them. */
  leases: { name: string; holder: string; ends_at: number };
};

/** A database that is open. `name`: how messages call it, without what is secret in its address. */
export type Database = SqliteDatabase | PostgresDatabase;
/** `path`: where the file is in truth, links followed. */
export type SqliteDatabase = Opened & { kind: 'sqlite'; path: string; file: SqliteFile.Database };
export type PostgresDatabase = Opened & { kind: 'postgres' };
type Opened = { name: string; db: Kysely<Tables> };

/**
 * The clocks of two machines differ, and a clock is put back. A lease that ends later than this from now is none of
 * ours: all are far shorter, and no two clocks that serve are so far apart.
 */
export const LONGEST_LEASE_MS = 15 * 60_000;
