import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Article } from '../core/article.ts';
import type { Briefing } from '../core/briefing.ts';
import { messageOf } from '../core/errors.ts';
import type { Edition, Library, TopicContext, TopicFile, TopicFiles } from '../core/seams.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import type { Translation } from '../core/translation.ts';
import { editionIds, readEdition, readTopic, topicIds } from './folder.ts';
import { readTranslation } from './translation.ts';

/** The briefing of an article of a topic: made anew, or the one that is kept. */
export type BriefingOf = (article: Article, context: NonNullable<TopicContext>) => Promise<Briefing>;

/**
 * The topics of a folder of briefings. Each is read when it is first asked for, and again when one of its files has
 * changed since; a topic whose files cannot be read is left out of the list, and tells why when it is opened.
 */
export function openLibrary(briefings: string, briefingOf: BriefingOf): Library & { files: TopicFiles } {
  const topicOf = whileUnchanged(
    (id: string) => [join(briefings, id, 'topic.yaml')],
    (id) => readTopic(briefings, id),
  );
  const editionOf = whileUnchanged(
    (id: string) => [join(briefings, id, 'topic.yaml'), join(briefings, id, `${editionIds(briefings, id)[0]}.txt`)],
    async (id): Promise<Made> => {
      const [topic, article] = await Promise.all([topicOf(id), readEdition(briefings, id)]);
      return { topic, article, briefing: await briefingOf(article, { id, topic }) };
    },
  );
  const translationOf = whileUnchanged(
    ({ id, article, reader }: Wanted) => [
      join(briefings, id, `${article.id}.txt`),
      join(briefings, id, `${article.id}.${reader}.yaml`),
    ],
    ({ id, article, reader }): Promise<Translation | null> => readTranslation(join(briefings, id), article, reader),
    ({ id, article, reader }) => `${id}/${article.id}.${reader}`,
  );
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
      return read.flatMap((result) =>
        result.status === 'fulfilled' ? [{ id: result.value.id, title: result.value.title }] : [],
      );
    },
    open: async (id): Promise<Edition> => {
      const { topic, article, briefing } = await editionOf(id);
      return { topic, briefing, translation: (reader) => translationOf({ id, article, reader }) };
    },
  };
}

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
