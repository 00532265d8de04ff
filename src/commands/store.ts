import { readConfig, readStoreConfig } from '../config.ts';
import type { Store } from '../core/store.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import { readTopic, topicIds } from '../sources/folder.ts';
import { readBackup, writeBackup } from '../store/backup.ts';
import { openStore } from '../store/open.ts';
import { showStatus } from '../view/status.ts';
import { ownZone } from './machine.ts';
import { print, rendered } from './output.ts';

/** So many deliveries the shell shows. */
const SHOWN_DELIVERIES = 20;

/** What is scheduled anywhere, and what became of the last deliveries. */
export async function status(reader: InterfaceLanguage | null): Promise<number> {
  const { briefings, language } = readConfig();
  return withStore({ alone: false }, async (store) => {
    const kept = (await store.schedules.list()).filter(({ state }) => state.type !== 'draft');
    const titleOf = async (topic: string) =>
      topicIds(briefings).includes(topic) ? (await readTopic(briefings, topic)).title : null;
    const schedules = await Promise.all(
      kept.map(async (schedule) => ({
        schedule,
        title: await titleOf(schedule.topic).catch(() => null),
        now: Date.now(),
      })),
    );
    const deliveries = await store.ledger.recent('all', SHOWN_DELIVERIES);
    await print(await rendered(showStatus({ schedules, deliveries, zone: ownZone() }, reader ?? language)));
    return 0;
  });
}

/** Writes all that is kept to a new file. */
export async function backup(path: string): Promise<number> {
  return withStore({ alone: false }, async ({ archive }) => {
    const rows = await writeBackup(archive, path, new Date());
    await print(`${path} holds all that is kept: ${rows} rows\n`);
    return 0;
  });
}

/** Puts a backup back. */
export async function restore(path: string, replace: boolean): Promise<number> {
  return withStore({ alone: true }, async ({ archive }) => {
    const rows = await readBackup(archive, path, replace);
    await print(`restored ${rows} rows from ${path}\n`);
    return 0;
  });
}

/** Opens the database for one task. `alone`: refused while another process has it. */
async function withStore(how: { alone: boolean }, task: (store: Store) => Promise<number>): Promise<number> {
  return withStoreAt(readStoreConfig().store, how, task);
}

/** The same, of the database at this place. */
export async function withStoreAt<Value>(
  location: string,
  how: { alone: boolean },
  task: (store: Store) => Promise<Value>,
): Promise<Value> {
  const store = await openStore(location, how);
  try {
    return await task(store);
  } finally {
    await store.close();
  }
}
