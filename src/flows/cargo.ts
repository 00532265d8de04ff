import type { Clock, Library } from '../core/seams.ts';
import type { Store } from '../core/store.ts';
import { interfaceOf } from '../languages/interface.ts';
import type { Pages } from '../view/addresses.ts';
import { showSchedule } from '../view/schedule.ts';
import { postOf } from './post.ts';
import type { PostDeps } from './walk.ts';

export type CargoDeps = {
  library: Library;
  store: Pick<Store, 'briefings' | 'ledger'>;
  clock: Pick<Clock, 'now'>;
  /** What cards link to, if anything. */
  pages: Pages | null;
};

/** What deliveries show: a topic's card, its correction with what has changed, or which schedule stands still and why. */
export function documentsFrom({ library, store, clock, pages }: CargoDeps): PostDeps['documentOf'] {
  return async (briefing, schedule, cargo) => {
    const { topic, language } = schedule;
    if (cargo.type === 'notice' || briefing === null) {
      const titles = await library.topics().catch(() => []);
      const titled = { schedule, title: titles.find(({ id }) => id === topic)?.title ?? null, now: clock.now() };
      const notes = cargo.type === 'notice' ? [interfaceOf(language).pauses[cargo.reason]] : [];
      return { document: showSchedule(titled, language, { notes, controls: [] }), topic: null, about: '', language };
    }
    if (cargo.type === 'post') return postOf({ library, pages }, topic, briefing, language);
    const posted = (await store.ledger.byId(cargo.of))?.cargo;
    const shown =
      posted?.type === 'post' && posted.briefing !== null ? await store.briefings.byId(posted.briefing) : null;
    return postOf({ library, pages }, topic, briefing, language, shown?.briefing ?? null);
  };
}
