import { Kysely, PostgresDialect } from 'kysely';
import type { PoolClient } from 'pg';
import { messageOf, UserError } from '../core/errors.ts';
import { codeOf, translate } from './errors.ts';
import type { PostgresDatabase, Tables } from './schema.ts';

/** One process asks little at a time, and a server takes a hundred connections of all processes. */
const MOST_CONNECTIONS = 5;
const CONNECT_WITHIN_MS = 5_000;
/** A network that swallows everything fails no query: what takes longer is given up. */
const ANSWER_WITHIN_MS = 15_000;

/** The types that pg gives as strings: bigint, which counts are too. Ours are moments and counts, and no larger. */
const BIGINT = 20;

/** Connects to a Postgres server when first asked. `patient`: for work that may take long, on one connection. */
export async function connectPostgres(url: string, patient = false): Promise<PostgresDatabase> {
  const name = nameOf(url);
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'readout',
    max: patient ? 1 : MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    keepAlive: true,
    ...(patient ? {} : { statement_timeout: ANSWER_WITHIN_MS, query_timeout: ANSWER_WITHIN_MS + 1_000 }),
    types: {
      getTypeParser: (oid, format) => (oid === BIGINT ? Number : pg.types.getTypeParser(oid, format as 'text')),
    },
  });
  // A connection that is lost while nobody uses it: the pool makes another. Without a listener the process would end.
  pool.on('error', () => {});
  pool.on('connect', dropWhenSilent);
  return { kind: 'postgres', name, db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }) };
}

/** An answer that did not come in time may come later: a connection that still waits for one is not used again. */
function dropWhenSilent(client: PoolClient & { end?: () => Promise<void> }): void {
  const ask = client.query.bind(client) as (...query: unknown[]) => Promise<unknown>;
  const query = async (...asked: unknown[]) => {
    try {
      return await ask(...asked);
    } catch (error) {
      if (messageOf(error) === 'Query read timeout') client.end?.().catch(() => {});
      throw error;
    }
  };
  client.query = query as typeof client.query;
}

/** A database's first fault, at start, in words for who set DATABASE_URL. */
export function unreachable(name: string, error: unknown): unknown {
  if (error instanceof UserError) return error;
  const code = codeOf(error) ?? '';
  const remedy = REMEDIES.find(([codes]) => codes.test(code))?.[1];
  if (remedy) return new UserError(`${name}: ${remedy}`);
  const told = translate(error, name);
  return told instanceof Error && told !== error && 'remedy' in told
    ? new UserError(`${told.message}; ${told.remedy}`)
    : error;
}

const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/^28/u, 'the server does not accept this user and password; correct DATABASE_URL'],
  [/^3D000$/u, 'the server has no database of this name; create it, or correct DATABASE_URL'],
  [/^(?:ENOTFOUND|EAI_AGAIN)$/u, 'there is no host of this name; correct DATABASE_URL'],
  [/^ECONNREFUSED$/u, 'nothing answers there; start the database server, or correct DATABASE_URL'],
];

/** How messages call it: where it is, and neither the user nor the password. */
function nameOf(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `postgres://${hostname || 'localhost'}${port ? `:${port}` : ''}${pathname}`;
  } catch {
    // The URL's own error holds the address, and so the password: it is no cause of ours.
    throw new UserError('DATABASE_URL is no address; it looks like postgres://user:password@host:5432/database');
  }
}
