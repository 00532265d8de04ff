import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Article } from '../core/article.ts';
import type { Briefing } from '../core/briefing.ts';
import { messageOf, UnknownEdition } from '../core/errors.ts';
import type { Edition, Library, TopicContext, TopicFile, TopicFiles } from '../core/seams.ts';
import type { KeptBriefing } from '../core/store.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import type { Translation } from '../core/translation.ts';
import { editionIds, readEdition, readTopic, topicIds } from './folder.ts';
import { readTranslation } from './translation.ts';

/** The briefing of an article of a topic: made anew, or the one that is kept. */
export type BriefingOf = (article: Article, context: NonNullable<TopicContext>) => Promise<Briefing>;

/** A briefing that was kept, by its id; of a database that is away it is none. */
export type KeptBy = (id: string) => Promise<KeptBriefing | null>;

/**
 * The topics of a folder of briefings. Each is read when it is first asked for, and again when one of its files has
 * changed since; a topic whose files cannot be read is left out of the list, and tells why when it is opened.
 */
export function openLibrary(
  briefings: string,
  briefingOf: BriefingOf,
  keptBy: KeptBy = async () => null,
): Library & { files: TopicFiles } {
  const topicOf = whileUnchanged(
    (id: string) => [join(briefings, id, 'topic.yaml')],
    (id) => readTopic(briefings, id),
  );
  const editionOf = whileUnchanged(
    ({ id, article }: Named) => [join(briefings, id, 'topic.yaml'), join(briefings, id, `${article}.txt`)],
    async ({ id, article: name }): Promise<Made> => {
      const [topic, article] = await Promise.all([topicOf(id), readEdition(briefings, id, name)]);
      return { topic, article, briefing: await briefingOf(article, { id, topic }) };
    },
    ({ id, article }) => `${id}/${article}`,
  );
  const translationOf = whileUnchanged(
    ({ id, article, reader }: Wanted) => [
      join(briefings, id, `${article.id}.txt`),
      join(briefings, id, `${article.id}.${reader}.yaml`),
    ],
    ({ id, article, reader }): Promise<Translation | null> => readTranslation(join(briefings, id), article, reader),
    ({ id, article, reader }) => `${id}/${article.sha256}.${reader}`,
  );
  /** Which article each briefing was made of, by the ids of both, as far as it was opened. */
  const articleOf = new Map<string, string>();
  return {
    files: () =>
      Promise.all(
        topicIds(briefings).map((id) =>
          topicOf(id).then(
            (topic): TopicFile => ({ id, topic }),
            (error: unknown): TopicFile => ({ id, fault: messageOf(error) }),
          ),
        ),
      ),
    topics: async () => {
      const read = await Promise.allSettled(topicIds(briefings).map(async (id) => ({ id, ...(await topicOf(id)) })));
      return read.flatMap((result) => {
        if (result.status === 'rejected') return [];
        const { id, title, private: closed } = result.value;
        return [{ id, title, private: closed }];
      });
    },
    editions: async (id) => editionIds(briefings, id),
    open: async (id, edition) => {
      const names = editionIds(briefings, id);
      if (edition === undefined || names.includes(edition)) return standing(id, edition ?? names[0]);
      const known = articleOf.get(`${id}/${edition}`);
      const opened = known === undefined ? null : await standing(id, known).catch(() => null);
      if (opened?.briefing.id === edition) return opened;
      const kept = await keptBy(edition);
      // No other topic's: that one may be private.
      if (kept?.topic === id) return again(id, kept);
      const newest = await standing(id, names[0]);
      if (newest.briefing.id === edition) return newest;
      throw new UnknownEdition(`the topic ${id} has no edition "${edition}"`);
    },
  };

  /** What an article's file says now. */
  async function standing(id: string, name: string | undefined): Promise<Edition> {
    const { topic, article, briefing } = await editionOf({ id, article: name });
    articleOf.set(`${id}/${briefing.id}`, article.id);
    return { topic, article, briefing, current: true, translation: (reader) => translationOf({ id, article, reader }) };
  }

  /** What a briefing has always said; where its article's file still says the same, that is one and the same edition. */
  async function again(id: string, { briefing, article }: KeptBriefing): Promise<Edition> {
    if (editionIds(briefings, id).includes(article.id)) {
      const now = await standing(id, article.id).catch(() => null);
      if (now?.briefing.id === briefing.id) return now;
    }
    const translation = async (reader: InterfaceLanguage) =>
      // It is of another text by now, mostly: then there is none.
      translationOf({ id, article, reader }).catch(() => null);
    return { topic: await topicOf(id), article, briefing, current: false, translation };
  }
}

/** `article`: its id; undefined in a topic that has none yet, which is a fault of its own. */
type Named = { id: string; article: string | undefined };
type Made = Pick<Edition, 'topic' | 'briefing'> & { article: Article };
type Wanted = { id: string; article: Article; reader: InterfaceLanguage };

/** What `make` gave for a key, as long as the files it comes from are the same; a failure is not kept. */
function whileUnchanged<Key, Value>(
  filesOf: (key: Key) => string[],
  make: (key: Key) => Promise<Value>,
  nameOf: (key: Key) => string = String,
): (key: Key) => Promise<Value> {
  const made = new Map<string, { stamp: string; value: Promise<Value> }>();
  return (key) => {
    const name = nameOf(key);
    const stamp = filesOf(key).map(stampOf).join(' ');
    const known = made.get(name);
    if (known?.stamp === stamp) return known.value;
    const value = make(key);
    made.set(name, { stamp, value });
    value.catch(() => made.delete(name));
    return value;
  };
}

function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs}:${stat.size}:${stat.ino}` : '-';
}
