import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { Article } from '../core/article.ts';
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
    kept: async (id) => {
      const row = await db
        .selectFrom('briefings')
        .innerJoin('articles', (join) =>
          join.onRef('articles.topic', '=', 'briefings.topic').onRef('articles.sha256', '=', 'briefings.sha256'),
        )
        .select(['briefings.body', 'briefings.topic', 'briefings.kept_at', 'articles.body as article'])
        .where('briefings.id', '=', id)
        .executeTakeFirst();
      if (!row) return null;
      const article = Article.parse(JSON.parse(row.article));
      return { briefing: parse(row.body), article, topic: row.topic, keptAt: row.kept_at };
    },
    count: async () => {
      const { count } = await db
        .selectFrom('briefings')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
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
