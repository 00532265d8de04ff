import { messageOf, StoreError } from '../core/errors.ts';

type Told = readonly [what: string, remedy: string];

const AWAY: Told = ['cannot be reached', 'it is tried again; see that the database server runs and the network is up'];
const FULL: Told = ['has no room left', 'free some space on its disk; what was asked is tried again'];
const READ_ONLY: Told = ['cannot be written', 'let the user that runs Readout write the file and its folder'];
const LOCKED: Told = [
  'is busy with another process',
  'it is tried again; stop whatever else has the file open for long',
];
const DAMAGED: Told = ['is damaged', 'stop Readout, keep a copy of the file, and put the newest backup back'];
const DENIED: Told = ['refuses the user or the password', 'correct DATABASE_URL'];

/** By the beginning of SQLite's result code: https://www.sqlite.org/rescode.html */
const SQLITE: readonly (readonly [RegExp, Told])[] = [
  [/^SQLITE_FULL/u, FULL],
  [/^SQLITE_(?:READONLY|PERM|AUTH)/u, READ_ONLY],
  [/^SQLITE_(?:BUSY|LOCKED|PROTOCOL)/u, LOCKED],
  [/^SQLITE_CANTOPEN/u, ['cannot be opened', 'see that its folder is there and may be written']],
  [/^SQLITE_(?:CORRUPT|NOTADB)/u, DAMAGED],
  [/^SQLITE_(?:IOERR|NOLFS)/u, ['cannot be read or written', 'see whether its disk is well and has room']],
  [/^SQLITE_NOMEM/u, ['has no memory left', 'give the process more memory']],
];

/** By the beginning of Postgres's code: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const POSTGRES: readonly (readonly [RegExp, Told])[] = [
  [/^(?:08|57P0)/u, AWAY],
  [/^53100$/u, FULL],
  [/^53300$/u, ['takes no more connections', 'raise its max_connections, or run fewer processes of Readout']],
  [/^(?:53|58|XX00[12]$)/u, ['is not well', 'see the log of the database server']],
  [/^25006$/u, ['is read-only now', 'it may be a standby; point DATABASE_URL at the primary server']],
  [/^42501$/u, ['refuses what Readout does', 'let the user of DATABASE_URL own the tables']],
  [/^28/u, DENIED],
  [/^3D000$/u, ['is not there', 'create the database, or correct its name in DATABASE_URL']],
  [/^(?:40|55P03|57014)/u, ['did not finish in time', 'it is tried again']],
];

const NETWORK = /^(?:ECONN[A-Z]+|ENET[A-Z]+|EHOST[A-Z]+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EPROTO)$/u;
/** The same, as pg says it: these errors have no code. */
const LOST =
  /connection terminated|(?:connection error|was closed) and is not queryable|timeout exceeded when trying to connect|query read timeout|connection has been discarded|server closed the connection|connection ended/iu;

/** What a driver's error is to the store: a StoreError where the database cannot be used now, and else the same error. */
export function translate(error: unknown, name: string): unknown {
  const told = toldOf(error);
  if (!told) return error;
  // No message of a driver's: theirs hold addresses, and sometimes the row.
  const code = codeOf(error);
  return new StoreError(`${name} ${told[0]}${code ? ` (${code})` : ''}`, told[1], { cause: code ?? undefined });
}

/** Whether another transaction stood in the way: nothing was written, and the same may be asked again soon. */
export function isConflict(error: unknown): boolean {
  return /^(?:40001|40P01|SQLITE_BUSY.*|SQLITE_LOCKED.*)$/u.test(codeOf(error) ?? '');
}

/** The code by which a driver or the system tells a fault. */
export function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  const inside = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inside === undefined ? null : codeOf(inside);
}

function toldOf(error: unknown): Told | undefined {
  if (error instanceof StoreError) return undefined;
  const code = codeOf(error) ?? '';
  if (NETWORK.test(code)) return AWAY;
  const table = code.startsWith('SQLITE_') ? SQLITE : POSTGRES;
  const told = table.find(([beginning]) => beginning.test(code))?.[1];
  return told ?? (LOST.test(messageOf(error)) ? AWAY : undefined);
}
