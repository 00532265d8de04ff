import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { distance } from 'fastest-levenshtein';
import type { Article } from '../core/article.ts';
import { messageOf, UnknownEdition, UnknownTopic, UserError } from '../core/errors.ts';
import { Topic } from '../core/topic.ts';
import { decode, readArticle, readFile } from './file.ts';
import { readYaml } from './yaml.ts';

/** A topic.yaml beyond this was not written by hand. */
const LONGEST_YAML = 1_000_000;

/** The ids of the topics in a folder of briefings: its own folders, by name. */
export function topicIds(briefings: string): string[] {
  return entries(briefings)
    .filter((entry) => !entry.name.startsWith('.') && !entry.name.includes('.') && !entry.isFile())
    .map(({ name }) => name)
    .toSorted();
}

/** Reads a topic's title and term base. An id that is no topic is answered with the nearest that are. */
export async function readTopic(briefings: string, id: string): Promise<Topic> {
  // Ids come from people and from briefings that others sent: only what the folder lists is ever opened.
  if (!topicIds(briefings).includes(id)) throw unknownTopic(briefings, id);
  const path = join(briefings, id, 'topic.yaml');
  return readYaml(decode(await readFile(path, LONGEST_YAML), path), Topic, path);
}

/** The ids of a topic's articles, the newest first: their files are named by date, "2021-02-04.ar.txt". */
export function editionIds(briefings: string, topic: string): string[] {
  if (!topicIds(briefings).includes(topic)) throw unknownTopic(briefings, topic);
  return entries(join(briefings, topic))
    .filter(({ name }) => name.endsWith('.txt'))
    .map(({ name }) => name.slice(0, -'.txt'.length))
    .toSorted()
    .toReversed();
}

/** Reads one of a topic's articles: the newest, or the one that is asked for. */
export async function readEdition(briefings: string, topic: string, edition?: string): Promise<Article> {
  const ids = editionIds(briefings, topic);
  const id = edition ?? ids[0];
  if (id === undefined) {
    throw new UserError(
      `the topic ${topic} has no article yet; put one into ${join(briefings, topic)} as DATE.LANGUAGE.txt`,
    );
  }
  if (!ids.includes(id)) {
    throw new UnknownEdition(
      `the topic ${topic} has no edition "${id}"; the newest are: ${ids.slice(0, 5).join(', ') || 'none'}`,
    );
  }
  return readArticle(join(briefings, topic, `${id}.txt`));
}

function unknownTopic(briefings: string, id: string): UnknownTopic {
  const known = topicIds(briefings);
  const near = nearest(id, known);
  const hint =
    near.length > 0
      ? `did you mean ${near.join(' or ')}?`
      : `it has: ${known.slice(0, 8).join(', ') || 'none (a topic is a folder with a topic.yaml)'}`;
  const message = `there is no topic "${id}" in ${briefings}; ${hint}\n(a file is named by its path, such as ./${id}.txt)`;
  return new UnknownTopic(message, { topic: id, nearest: near, known });
}

/** At most three names that somebody may have meant: not more than half of their letters differ. */
export function nearest(word: string, names: readonly string[]): string[] {
  const lower = word.toLowerCase();
  return names
    .map((name) => ({ name, away: name.startsWith(lower) ? 0 : distance(lower, name.toLowerCase()) }))
    .filter(({ name, away }) => away <= Math.max(lower.length, name.length) / 2)
    .toSorted((a, b) => a.away - b.away)
    .slice(0, 3)
    .map(({ name }) => name);
}

function entries(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new UserError(`cannot read the folder ${folder}: ${messageOf(error)}`, { cause: error });
  }
}

/** The article of a topic that a briefing was made from: by its id, else by the hash of its text under another name. */
export async function findEdition(briefings: string, topic: string, wanted: { id: string; sha256: string }) {
  const ids = editionIds(briefings, topic);
  if (ids.includes(wanted.id)) return readEdition(briefings, topic, wanted.id);
  for (const id of ids) {
    const article = await readEdition(briefings, topic, id);
    if (article.sha256 === wanted.sha256) return article;
  }
  throw new UserError(
    `the topic ${topic} has no article "${wanted.id}", nor one with its hash; name the article's file`,
  );
}
