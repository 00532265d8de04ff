import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Library } from '../src/core/seams.ts';
import { manageWith } from '../src/flows/manage.ts';
import { openStore } from '../src/store/open.ts';

/** A Wednesday morning. */
export const NOON = Date.parse('2026-11-25T12:00:00Z');

/** A store of its own, a time that stands until it is set, and what answers those who manage from both. */
export async function openManaging(library: Library) {
  const folder = mkdtempSync(join(tmpdir(), 'readout-'));
  const store = await openStore(join(folder, 'readout.db'));
  const time = { now: NOON };
  let made = 0;
  const clock = { now: () => time.now };
  const newId = () => {
    made += 1;
    return `s${made}`;
  };
  return {
    store,
    time,
    clock,
    manage: manageWith({ library, store, clock, fallback: 'UTC', pages: null, newId }),
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}
