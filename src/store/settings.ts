import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Settings, SettingsStore } from '../core/store.ts';
import { InterfaceLanguage } from '../core/topic.ts';
import type { Tables } from './schema.ts';

const Row = z.object({ language: InterfaceLanguage.nullable(), zone: z.string().nullable() });
const NONE: Settings = { language: null, zone: null };

/** What people set for themselves, and administrators for channels. */
export function openSettings(db: Kysely<Tables>): SettingsStore {
  return {
    person: async (platform, person) => {
      const row = await db
        .selectFrom('people')
        .select(['language', 'zone'])
        .where('platform', '=', platform)
        .where('person', '=', person)
        .executeTakeFirst();
      return row ? Row.parse(row) : NONE;
    },
    keepPerson: async (platform, person, settings) => {
      await db
        .insertInto('people')
        .values({ platform, person, ...NONE, ...settings })
        .onConflict((conflict) => conflict.columns(['platform', 'person']).doUpdateSet({ platform, ...settings }))
        .execute();
    },
    channel: async (platform, channel) => {
      const row = await db
        .selectFrom('channels')
        .select(['language', 'zone'])
        .where('platform', '=', platform)
        .where('channel', '=', channel)
        .executeTakeFirst();
      return row ? Row.parse(row) : NONE;
    },
    keepChannel: async (platform, channel, settings) => {
      await db
        .insertInto('channels')
        .values({ platform, channel, ...NONE, ...settings })
        .onConflict((conflict) => conflict.columns(['platform', 'channel']).doUpdateSet({ platform, ...settings }))
        .execute();
    },
  };
}
