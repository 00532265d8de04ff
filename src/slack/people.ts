import type { App } from '@slack/bolt';
import type { Asker } from '../core/command.ts';
import { inTime } from '../core/in-hand.ts';
import { troubleOf } from './errors.ts';

/** A person changes their language seldom; after so long it is asked again. */
const KEPT_MS = 3_600_000;
const MOST_KEPT = 5_000;
/** An answer that waits longer for it goes without: Slack gives it three seconds in all. */
const PATIENCE_MS = 800;

/** What Slack tells of a person. */
type Person = Pick<Asker, 'locale' | 'zone'> & { administrates: boolean };
const NOBODY: Person = { locale: null, zone: null, administrates: false };

/** Where somebody asks: the workspace and the channel. */
type Where = { place: string | null; channel: string | null };

/**
 * Who asks. Slash commands do not tell a person's locale and zone: they are asked for and kept, and null where Slack
 * does not tell them in time; then the next command has them. `complain`: told why they are not known.
 */
export function askersOf(
  client: App['client'],
  complain: (error: unknown) => void,
): (user: string, where: Where) => Promise<Asker> {
  const known = new Map<string, { at: number; person: Promise<Person> }>();
  const asked = async (user: string): Promise<Person> => {
    const { user: found } = await client.users.info({ user, include_locale: true });
    return {
      locale: found?.locale ?? null,
      zone: found?.tz ?? null,
      administrates: found?.is_admin === true || found?.is_owner === true,
    };
  };
  const personOf = (user: string): Promise<Person> => {
    const kept = known.get(user);
    if (kept && performance.now() - kept.at < KEPT_MS) return kept.person;
    const person = asked(user).catch((error: unknown) => {
      complain(error);
      // What a person must mend is not asked for at every command.
      if (troubleOf(error).type === 'retry') known.delete(user);
      return NOBODY;
    });
    if (known.size >= MOST_KEPT) known.clear();
    known.set(user, { at: performance.now(), person });
    return person;
  };
  return async (user, { place, channel }) => {
    const { locale, zone } = (user === '' ? null : await inTime(PATIENCE_MS, personOf(user))) ?? NOBODY;
    return {
      locale,
      zone,
      platform: 'slack',
      place,
      channel: channel === null ? null : { id: channel, kind: 'text' },
      user,
      mayManage: async () => user !== '' && (await personOf(user)).administrates,
      tagsOf: async () => [],
    };
  };
}
