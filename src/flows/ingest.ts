import type { Article } from '../core/article.ts';
import type { Briefing } from '../core/briefing.ts';
import { messageOf, StoreError } from '../core/errors.ts';
import type { Clock, Engine, Log, TopicContext } from '../core/seams.ts';
import type { BriefingStore, KeptBriefing } from '../core/store.ts';

export type IngestDeps = { engine: Engine; briefings: BriefingStore; clock: Clock; log: Log };

/**
 * Gives the briefing of a topic's article as it was first made, and makes and keeps it where there is none: what people
 * saw under a number stays under that number, whatever a later engine would make of the article. While the database is
 * away it is made and not kept; the engine makes the same of the same.
 */
export function keepBriefings({ engine, briefings, clock, log }: IngestDeps) {
  return async (article: Article, context: NonNullable<TopicContext>): Promise<Briefing> => {
    try {
      const known = await briefings.of(context.id, article.sha256);
      return known ?? (await briefings.keep(context.id, article, engine(article, context), clock.now()));
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      log('warn', `the briefing of ${context.id} is not kept: ${messageOf(error)}; ${error.remedy}`);
      return engine(article, context);
    }
  };
}

/** Finds a briefing that was kept, by its id; none while the database is away. */
export function findKept({ briefings, log }: Pick<IngestDeps, 'briefings' | 'log'>) {
  return async (id: string): Promise<KeptBriefing | null> => {
    try {
      return await briefings.kept(id);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      log('warn', `an earlier briefing cannot be looked for: ${messageOf(error)}; ${error.remedy}`);
      return null;
    }
  };
}
