import { UnknownTopic } from '../core/errors.ts';
import type { Library, TopicEntry } from '../core/seams.ts';
import { nearest } from './folder.ts';

/**
 * The library with those topics alone that somebody may see. Any other is unknown there, and nothing tells it from one
 * that is not there at all: the same is looked at for both, and no message names it.
 */
export function onlyTopics(library: Library, maySee: (entry: TopicEntry) => boolean): Library {
  const topics = async () => (await library.topics()).filter(maySee);
  const known = async (topic: string): Promise<void> => {
    const ids = (await topics()).map(({ id }) => id);
    if (ids.includes(topic)) return;
    throw new UnknownTopic(`there is no topic "${topic}"`, { topic, nearest: nearest(topic, ids), known: ids });
  };
  return {
    topics,
    editions: async (topic) => {
      await known(topic);
      return library.editions(topic);
    },
    open: async (topic, edition) => {
      await known(topic);
      return library.open(topic, edition);
    },
  };
}
