import type { Briefing } from '../core/briefing.ts';
import { messageOf, UserError } from '../core/errors.ts';
import type { Library, Log } from '../core/seams.ts';
import type { Store } from '../core/store.ts';

/** A message older than this is no longer corrected. */
const CORRECTED_FOR_MS = 7 * 24 * 3_600_000;

/** Corrections are the newest rows of a schedule: so many posts of a week may have one. */
const LOOKED_THROUGH = 5_000;

/** No briefing's id: every message shows another. */
const ANY = '';

export type CorrectDeps = { library: Library; store: Pick<Store, 'briefings' | 'ledger' | 'schedules'>; log: Log };

/**
 * Plans corrections: messages of the last week that show a text of an article that is another now. An article that
 * replaces another (a new day's) corrects nothing. May be called as often as one likes: what is planned is not planned
 * again.
 *
 * @param now milliseconds since 1970, UTC
 */
export async function planCorrections(now: number, { library, store, log }: CorrectDeps): Promise<void> {
  for (const { id } of await library.topics()) {
    // A topic of which nothing was posted need not be read, let alone briefed.
    if ((await store.ledger.stale(id, ANY, now - CORRECTED_FOR_MS)).length === 0) continue;
    const edition = await library.open(id).catch((error: unknown) => {
      // Whoever asks for the topic is told too.
      if (!(error instanceof UserError)) throw error;
      log('debug', `${id}: cannot be read: ${messageOf(error)}`);
      return null;
    });
    if (edition !== null) await planFor(id, edition.briefing, now, store);
  }
}

async function planFor(topic: string, briefing: Briefing, now: number, store: CorrectDeps['store']): Promise<void> {
  for (const posted of await store.ledger.stale(topic, briefing.id, now - CORRECTED_FOR_MS)) {
    if (posted.cargo.type !== 'post' || posted.cargo.briefing === null) continue;
    const shown = await store.briefings.byId(posted.cargo.briefing);
    if (shown?.briefing.articles[0]?.id !== briefing.articles[0]?.id) continue;
    const schedule = await store.schedules.byId(posted.schedule);
    if (schedule === null) continue;
    // Whatever became of it: what could not be done is not begun again every minute.
    const last = (await store.ledger.recent({ schedule: schedule.id }, LOOKED_THROUGH)).find(
      ({ cargo }) => cargo.type === 'edit' && cargo.of === posted.id,
    );
    if (last?.cargo.type === 'edit' && last.cargo.briefing === briefing.id) continue;
    await store.ledger.plan(schedule, {
      // A text that comes back after another is a correction of its own.
      slotAt: now,
      target: posted.target,
      cargo: { type: 'edit', of: posted.id, briefing: briefing.id },
      state: { type: 'planned', dueAt: now },
    });
  }
}
