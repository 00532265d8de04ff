import { createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { messageOf, UserError } from '../core/errors.ts';
import type { ArchiveStore } from '../core/store.ts';

/**
 * A backup is lines of JSON: what it is, then each row with its table, then how many rows there were, by which one that
 * was cut off is known. SQLite and Postgres write and read the same.
 */
const FORMAT = 'readout.backup/1';
const Head = z.object({ format: z.literal(FORMAT), version: z.string(), at: z.string() });
const Row = z.object({ table: z.string(), row: z.record(z.string(), z.unknown()) });
const Tail = z.object({ rows: z.int() });

/** Writes all that is kept, as of one moment, to a new file; gives the number of rows. It is whole or not there. */
export async function writeBackup(archive: ArchiveStore, path: string, now: Date): Promise<number> {
  if (existsSync(path)) throw new UserError(`${path} is there already; name another file, so that no backup is lost`);
  const part = `${path}.part`;
  let rows = 0;
  async function* lines() {
    yield line({ format: FORMAT, version: await archive.version(), at: now.toISOString() });
    for await (const row of archive.dump()) {
      rows += 1;
      yield line(row);
    }
    yield line({ rows });
  }
  try {
    // Nobody else reads it: what people wrote to their channels' schedules is in it.
    await pipeline(Readable.from(lines()), createWriteStream(part, { mode: 0o600, flush: true }));
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error instanceof UserError
      ? error
      : new UserError(`cannot write ${path}: ${messageOf(error)}`, { cause: error });
  }
  return rows;
}

/** Puts a backup's rows in place of all that is kept, or changes nothing; gives the number of rows. */
export async function readBackup(archive: ArchiveStore, path: string, replace: boolean): Promise<number> {
  if (!replace && !(await archive.isEmpty())) {
    throw new UserError('the database is not empty; --replace puts the backup in its place, and what is there is gone');
  }
  return archive.load(rowsOf(path, await archive.version()));
}

async function* rowsOf(path: string, version: string) {
  let at = 0;
  let rows = 0;
  let ended = false;
  for await (const text of linesOf(path)) {
    at += 1;
    const value = parse(text, path, at);
    if (at === 1) {
      const head = Head.safeParse(value);
      if (!head.success) throw new UserError(`${path} is no backup of Readout's (${FORMAT})`);
      if (head.data.version > version)
        throw new UserError(`${path} is of a newer Readout (${head.data.version}); update this one (${version})`);
      continue;
    }
    const tail = Tail.safeParse(value);
    if (tail.success && !('table' in (value as object))) {
      if (tail.data.rows !== rows) throw new UserError(`${path} is damaged: ${rows} rows of ${tail.data.rows}`);
      ended = true;
      continue;
    }
    const row = Row.safeParse(value);
    if (!row.success || ended) throw new UserError(`${path}:${at}: is no row of a backup`);
    rows += 1;
    yield row.data;
  }
  if (!ended) throw new UserError(`${path} is cut off after ${rows} rows; nothing was restored`);
}

async function* linesOf(path: string) {
  const file = await open(path).catch((error: unknown) => {
    throw new UserError(`cannot read ${path}: ${messageOf(error)}`, { cause: error });
  });
  yield* file.readLines();
}

function parse(text: string, path: string, at: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path}:${at}: is no line of a backup: ${messageOf(error)}`, { cause: error });
  }
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
