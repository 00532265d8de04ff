import { z } from 'zod';
import type { Article } from '../core/article.ts';
import { Briefing } from '../core/briefing.ts';
import { messageOf, UserError } from '../core/errors.ts';
import { collect, decode, readFile } from './file.ts';
import { findEdition } from './folder.ts';
import { readSubject } from './subject.ts';

/** A briefing quotes its article, at most 1 MB, several times over. */
const LONGEST_BRIEFING = 50_000_000;

/** Reads a briefing that somebody sent, unchecked: the JSON of a file or of standard input, or a line of a batch. */
export async function readBriefing(path: string, stdin: AsyncIterable<Uint8Array>): Promise<unknown> {
  const name = path === '-' ? 'standard input' : path;
  const bytes = path === '-' ? await collect(stdin, LONGEST_BRIEFING, name) : await readFile(path, LONGEST_BRIEFING);
  try {
    const value: unknown = JSON.parse(decode(bytes, name).replace(/^\uFEFF/, ''));
    const line = z.object({ briefing: z.looseObject({}) }).safeParse(value);
    return line.success ? line.data.briefing : value;
  } catch (error) {
    throw error instanceof SyntaxError ? new UserError(`${name} is not JSON: ${messageOf(error)}`) : error;
  }
}

type Original = Pick<Article, 'id' | 'text' | 'title'>;

/** What of a briefing says where its articles are. */
const Head = Briefing.pick({ topic: true, articles: true });

/**
 * The articles that a briefing speaks of: the one that `word` names, else those of its topic's folder. None where it
 * does not say what they are: then its form is at fault, and that is told.
 *
 * A loose file may hold no title of its own: then the briefing's is all there is, and `unproven` gives it.
 */
export async function originalsOf(
  briefing: unknown,
  word: string | null,
  briefings: string,
  stdin: AsyncIterable<Uint8Array>,
): Promise<{ originals: Original[]; unproven: string | null }> {
  const head = Head.safeParse(briefing);
  if (!head.success) return { originals: [], unproven: null };
  const { topic, articles } = head.data;
  const [first, second] = articles;
  if (word === null) {
    if (topic === null)
      throw new UserError('the briefing is of no topic, so its article must be named: readout verify BRIEFING ARTICLE');
    const originals = await Promise.all(
      articles.map(async (one) => ({ ...(await findEdition(briefings, topic, one)), id: one.id })),
    );
    return { originals, unproven: null };
  }
  if (first === undefined || second !== undefined) {
    throw new UserError(
      `the briefing is of ${articles.length} articles; leave ARTICLE out, and they are found by its topic`,
    );
  }
  const { article, context } = await readSubject(word, first.id, briefings, stdin);
  const unproven = context === null && article.title === null ? first.title : null;
  return { originals: [{ id: first.id, text: article.text, title: article.title ?? unproven }], unproven };
}
