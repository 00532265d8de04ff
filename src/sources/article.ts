import { hash } from 'node:crypto';
import { z } from 'zod';
import type { Article } from '../core/article.ts';
import { UserError } from '../core/errors.ts';

/** The longest article, in bytes of UTF-8: some 80,000 words of English. More is a book, or a mistake. */
export const LONGEST_ARTICLE = 500_000;

/** An ISO 8601 date, or a date and time. */
export const Published = z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })], {
  error: 'must be an ISO 8601 date such as 2021-02-04 or 2021-02-04T09:30:00Z',
});

/** A BCP 47 language tag. */
export const LanguageTag = z.string().refine(isLanguageTag, 'must be a BCP 47 language tag such as ar or zh-Hans');

/** An article of which only the text is known. */
export function articleOf({ id, text }: { id: string; text: string }): Article {
  return {
    id,
    text,
    title: null,
    url: null,
    publisher: null,
    publishedAt: null,
    publishedInferred: false,
    language: null,
    sha256: hash('sha256', text),
  };
}

/** The text as it is stored and as every offset counts it. */
export function storedText(characters: string): string {
  return characters.replaceAll('\r\n', '\n');
}

/** Refuses a text with nothing to read in it. */
export function requireText(article: Article, name: string): Article {
  if (article.text.trim() === '') throw new UserError(`${name} has no text to read`);
  return article;
}

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** What a caller says of an article beside its file. */
export type Declared = { title: string | null; published: string | null; language: string | null };

/**
 * Adds what a caller declares to what the article says of itself. It may fill a gap and repeat what stands there;
 * that which contradicts the article is refused, since a briefing must agree with the file it can be checked against.
 */
export function supplement(article: Article, declared: Declared, name: string): Article {
  return {
    ...article,
    title: agree('title', article.title, declared.title, z.string().regex(/\S/, 'must not be empty'), name),
    publishedAt: agree('published', article.publishedAt, declared.published, Published, name),
    language: agree('article-language', article.language, declared.language, LanguageTag, name),
  };
}

function agree(option: string, own: string | null, given: string | null, schema: z.ZodType<string>, name: string) {
  if (given === null) return own;
  const read = schema.safeParse(given);
  if (!read.success)
    throw new UserError(`--${option} "${given}": ${read.error.issues[0]?.message ?? 'cannot be read'}`);
  if (own === null || own === given) return given;
  throw new UserError(
    `--${option} "${given}" contradicts ${name}, which says "${own}"; leave the option out, or mend the file`,
  );
}
