import type { Library } from '../core/seams.ts';
import type { Store } from '../core/store.ts';
import { interfaceOf } from '../languages/interface.ts';
import { showMessage } from '../view/show.ts';
import { postOf } from './post.ts';
import type { PostDeps } from './walk.ts';

/** What deliveries show: a topic's card, its correction with what has changed, or why a schedule stands still. */
export function documentsFrom(library: Library, store: Pick<Store, 'briefings' | 'ledger'>): PostDeps['documentOf'] {
  return async (briefing, { topic, language }, cargo) => {
    if (cargo.type === 'notice' || briefing === null) {
      const text = cargo.type === 'notice' ? interfaceOf(language).pauses[cargo.reason] : '';
      return { document: showMessage('notice', text, language), topic: null, about: '', language };
    }
    if (cargo.type === 'post') return postOf(library, topic, briefing, language);
    const posted = (await store.ledger.byId(cargo.of))?.cargo;
    const shown =
      posted?.type === 'post' && posted.briefing !== null ? await store.briefings.byId(posted.briefing) : null;
    return postOf(library, topic, briefing, language, shown?.briefing ?? null);
  };
}
