import type { App } from '@slack/bolt';
import type { Asker } from '../core/command.ts';
import { inTime } from '../core/in-hand.ts';
import { troubleOf } from './errors.ts';

/** A person changes their language seldom; after so long it is asked again. */
const KEPT_MS = 3_600_000;
/** Who may manage is asked again sooner: a right that was taken away must not stay. */
const RIGHTS_KEPT_MS = 300_000;
const MOST_KEPT = 5_000;
/** An answer that waits longer for it goes without: Slack gives it three seconds in all. */
const PATIENCE_MS = 800;

/** What Slack tells of a person. `teams`: the workspaces that they belong to. */
type Person = Pick<Asker, 'locale' | 'zone'> & { administrates: boolean; teams: string[] };
const NOBODY: Person = { locale: null, zone: null, administrates: false, teams: [] };

/** Where somebody asks: the workspace and the channel. */
type Where = { place: string | null; channel: string | null };

/**
 * Who asks. Slash commands do not tell a person's locale and zone: they are asked for and kept, and null where Slack
 * does not tell them in time; then the next command has them. Owners and admins of the workspace may manage, and the
 * members of the user group `managers` where there is one; where Slack does not tell, nobody may. `complain`: told what
 * of people is not known, and why.
 */
export function askersOf(
  client: App['client'],
  managers: string | null,
  complain: (unknown: string, error: unknown) => void,
): (user: string, where: Where) => Promise<Asker> {
  const personOf = kept(NOBODY, async (user): Promise<Person> => {
    const { user: found } = await client.users.info({ user, include_locale: true });
    return {
      locale: found?.locale ?? null,
      zone: found?.tz ?? null,
      administrates: found?.is_admin === true || found?.is_owner === true,
      teams: [...(found?.team_id ? [found.team_id] : []), ...(found?.enterprise_user?.teams ?? [])],
    };
  });
  const ownTeam = kept('', async () => (await client.auth.test()).team_id ?? '');
  const membersOf = kept([], async (usergroup): Promise<string[]> => {
    const { users } = await client.usergroups.users.list({ usergroup });
    return users ?? [];
  });
  const languages = (error: unknown) => complain("people's languages are not known", error);
  const rights = (error: unknown) => complain('who may manage is not known', error);
  const mayManage = async (user: string): Promise<boolean> => {
    if (user === '') return false;
    const { administrates, teams } = await personOf(user, RIGHTS_KEPT_MS, rights);
    // In a channel that workspaces share, an admin may be of another one.
    if (administrates && teams.includes(await ownTeam('', KEPT_MS, rights))) return true;
    return managers !== null && (await membersOf(managers, RIGHTS_KEPT_MS, rights)).includes(user);
  };
  return async (user, { place, channel }) => {
    const told = user === '' ? null : await inTime(PATIENCE_MS, personOf(user, KEPT_MS, languages));
    const { locale, zone } = told ?? NOBODY;
    return {
      locale,
      zone,
      platform: 'slack',
      place,
      channel: channel === null ? null : { id: channel, kind: 'text' },
      user,
      mayManage: () => mayManage(user),
      tagsOf: async () => [],
    };
  };
}

/** Asks by an id, and again once the answer is older than `ms`; gives `none` where there is no answer. */
function kept<Value>(none: Value, ask: (id: string) => Promise<Value>) {
  const known = new Map<string, { at: number; value: Promise<Value> }>();
  return (id: string, ms: number, complain: (error: unknown) => void): Promise<Value> => {
    const before = known.get(id);
    if (before && performance.now() - before.at < ms) return before.value;
    const value = ask(id).catch((error: unknown) => {
      complain(error);
      // What a person must mend is not asked for at every command.
      if (troubleOf(error).type === 'retry') known.delete(id);
      return none;
    });
    if (known.size >= MOST_KEPT) known.clear();
    known.set(id, { at: performance.now(), value });
    return value;
  };
}
