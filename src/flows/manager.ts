import type { Asker } from '../core/command.ts';
import type { Schedule } from '../core/schedule.ts';
import type { Clock, Library } from '../core/seams.ts';
import type { Store } from '../core/store.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import type { Pages } from '../view/addresses.ts';
import { guessZone } from '../view/zone.ts';

/** What those who manage are answered from. `fallback`: the installation's zone, for whom nothing better is known. */
export type ManageDeps = {
  library: Library;
  store: Pick<Store, 'settings' | 'schedules' | 'ledger'>;
  clock: Pick<Clock, 'now'>;
  fallback: string;
  /** What the cards of a preview link to, if anything. */
  pages: Pages | null;
  /** A fresh id for a schedule, short enough to be typed. */
  newId: () => string;
};

/** Who asks, in what language they are answered, and in which server or workspace they are. */
export type Manager = { asker: Asker; place: string; language: InterfaceLanguage };

/** The schedules of the place that somebody is in; those of others are none of theirs. */
export async function schedulesOf({ asker, place }: Manager, { store }: ManageDeps): Promise<Schedule[]> {
  return store.schedules.list({ platform: asker.platform, place });
}

/** The zone to tell somebody the time in: their own, else their channel's, else a guess. */
export async function zoneOf(asker: Asker, deps: ManageDeps): Promise<{ zone: string; guessed: boolean }> {
  const { settings } = deps.store;
  const { platform, user, channel, zone, locale } = asker;
  const own = (await settings.person(platform, user)).zone;
  const channels = channel === null ? null : (await settings.channel(platform, channel.id)).zone;
  const set = own ?? channels;
  if (set !== null) return { zone: set, guessed: false };
  return { zone: guessZone({ zone, locale, fallback: deps.fallback }), guessed: true };
}
