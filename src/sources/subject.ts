import { statSync } from 'node:fs';
import type { Article } from '../core/article.ts';
import { UserError } from '../core/errors.ts';
import type { TopicContext } from '../core/seams.ts';
import { readArticle, readArticleFrom } from './file.ts';
import { readEdition, readTopic, topicIds } from './folder.ts';

/** An article as a person named it, with its topic where it is one's. */
export type Subject = { article: Article; context: TopicContext };

/**
 * Reads what a word names: "-" is standard input; a word with "/" or "." in it is a path; any other is a topic where
 * the folder of briefings has it, else a file of that name.
 */
export async function readSubject(
  word: string,
  edition: string | null,
  briefings: string,
  stdin: AsyncIterable<Uint8Array>,
): Promise<Subject> {
  if (word === '-') return { article: await readArticleFrom(stdin, 'stdin', 'standard input'), context: null };
  if (/^https?:\/\//i.test(word)) {
    throw new UserError(`${word}: pages are not fetched yet; save the text of the article to a file and brief that`);
  }
  if (/[./\\]/.test(word) || (isFile(word) && !topicIds(briefings).includes(word))) {
    return { article: await readArticle(word), context: null };
  }
  const topic = await readTopic(briefings, word);
  return { article: await readEdition(briefings, word, edition ?? undefined), context: { id: word, topic } };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
