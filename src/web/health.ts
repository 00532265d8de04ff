import type { PlatformState } from '../core/connection.ts';
import { messageOf } from '../core/errors.ts';
import { inTime } from '../core/in-hand.ts';
import type { PlatformName } from '../core/schedule.ts';

/**
 * What of this process its keepers ask for. `platforms`: null while it starts; `database`: asks it something small, and
 * rejects where it is away.
 */
export type Health = {
  alive: () => { status: 'ok'; version: string; startedAt: string };
  platforms: () => Partial<Record<PlatformName, PlatformState>> | null;
  database: () => Promise<unknown>;
};

/** How it stands with one thing that is needed. */
type Standing = { status: string; reason?: string };
export type Readiness = { ready: boolean; database: Standing; platforms: Record<string, Standing> };

const DATABASE_WITHIN_MS = 2_000;

/**
 * Whether this process can do all that it is for: its database answers, and each platform is connected, or is another
 * process's turn. `why`: with the reasons, which hold no secret but tell what stands where.
 */
export async function healthOf({ platforms, database }: Health, why: boolean): Promise<Readiness> {
  const told = (status: string, reason: string): Standing => (why ? { status, reason } : { status });
  const states = platforms();
  const answered = await inTime<Standing>(
    DATABASE_WITHIN_MS,
    database().then(
      () => ({ status: 'ok' }),
      (error: unknown) => told('away', messageOf(error)),
    ),
  );
  const standing = answered ?? told('away', `no answer within ${DATABASE_WITHIN_MS / 1_000} s`);
  const isUp = Object.values(states ?? {}).every(({ type }) => type === 'connected' || type === 'waiting');
  return {
    ready: states !== null && isUp && standing.status === 'ok',
    database: standing,
    platforms: Object.fromEntries(
      Object.entries(states ?? {}).map(([name, state]) => [
        name,
        state.type === 'failed' ? told(state.type, state.reason) : { status: state.type },
      ]),
    ),
  };
}
