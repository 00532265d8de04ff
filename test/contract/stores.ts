import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { Store } from '../../src/core/store.ts';
import { type OpenOptions, openStore } from '../../src/store/open.ts';

/** Both databases: what stores promise is tried on each, `describe.each(KINDS)`. */
export const KINDS = ['sqlite', 'postgres'] as const;
export type Kind = (typeof KINDS)[number];

/** An empty database that is nobody else's. */
export type Place = {
  kind: Kind;
  /** What `openStore` takes: a file that is not there yet, or an address. */
  location: string;
  /** Opens it, as one more process would. */
  open: (options?: OpenOptions) => Promise<Store>;
  /** Closes all that was opened, and takes the database away. */
  remove: () => Promise<void>;
};

/** Makes an empty database: a file in a folder of its own, or a database of its own on the run's Postgres server. */
export async function freshPlace(kind: Kind): Promise<Place> {
  const { location, drop } = kind === 'sqlite' ? freshFile() : await freshDatabase();
  const opened: Store[] = [];
  return {
    kind,
    location,
    open: async (options) => {
      const store = await openStore(location, options);
      opened.push(store);
      return store;
    },
    remove: async () => {
      for (const store of opened.splice(0)) await store.close();
      await drop();
    },
  };
}

/** One place of each database. */
export function freshPlaces(): Promise<Place[]> {
  return Promise.all(KINDS.map(freshPlace));
}

/** The address of the run's Postgres server: that of DATABASE_URL where it is set. */
export async function serverUrl(): Promise<string> {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL;
  const answer = await fetch(inject('postgresDesk'));
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}

function freshFile(): { location: string; drop: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'readout-store-'));
  return { location: join(folder, 'readout.db'), drop: () => rmSync(folder, { recursive: true, force: true }) };
}

let made = 0;

export async function freshDatabase(): Promise<{ location: string; drop: () => Promise<void> }> {
  const server = await serverUrl();
  made += 1;
  const name = `readout_test_${process.pid}_${Date.now()}_${made}`;
  await query(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { location: url.href, drop: () => query(server, `drop database if exists ${name} with (force)`) };
}

/** Asks a Postgres server one thing, over a connection of its own. */
export async function query(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
