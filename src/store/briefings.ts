import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { Briefing } from '../core/briefing.ts';
import type { BriefingStore } from '../core/store.ts';
import type { Tables } from './schema.ts';

/** Keeps briefings as they were first made: nothing here changes a row. */
export function openBriefings(db: Kysely<Tables>): BriefingStore {
  const of = async (topic: string, sha256: string) => {
    const row = await db
      .selectFrom('briefings')
      .select('body')
      .where('topic', '=', topic)
      .where('sha256', '=', sha256)
      .executeTakeFirst();
    return row ? parse(row.body) : null;
  };
  return {
    of,
    byId: async (id) => {
      const row = await db.selectFrom('briefings').select(['body', 'topic']).where('id', '=', id).executeTakeFirst();
      return row ? { briefing: parse(row.body), topic: row.topic } : null;
    },
    keep: async (topic, article, briefing, now) => {
      const key = { topic, sha256: article.sha256, kept_at: now };
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto('articles')
          .values({ ...key, body: JSON.stringify(article) })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        const other = await trx
          .selectFrom('briefings')
          .select('topic')
          .where('id', '=', briefing.id)
          .where('topic', '!=', topic)
          .executeTakeFirst();
        const own = other ? { ...briefing, id: idIn(topic, briefing.id) } : briefing;
        await trx
          .insertInto('briefings')
          .values({ ...key, id: own.id, body: JSON.stringify(own) })
          .onConflict((conflict) => conflict.columns(['topic', 'sha256']).doNothing())
          .execute();
      });
      return (await of(topic, article.sha256)) ?? briefing;
    },
  };
}

/** An article may stand in two topics, with other names in each: two briefings, which the engine gives one id. */
function idIn(topic: string, id: string): string {
  return createHash('sha256').update(`${id} ${topic}`).digest('hex').slice(0, 16);
}

function parse(body: string): Briefing {
  return Briefing.parse(JSON.parse(body));
}
