import { hash } from 'node:crypto';
import { z } from 'zod';
import type { Article } from '../core/article.ts';
import { UserError } from '../core/errors.ts';
import { readYaml } from './yaml.ts';

/** The longest article, in bytes of UTF-8: some 80,000 words of English. More is a book, or a mistake. */
export const LONGEST_ARTICLE = 500_000;

/** An ISO 8601 date, or a date and time. */
export const Published = z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })], {
  error: 'must be an ISO 8601 date such as 2021-02-04 or 2021-02-04T09:30:00Z',
});

/** A BCP 47 language tag. */
export const LanguageTag = z.string().refine(isLanguageTag, 'must be a BCP 47 language tag such as ar or zh-Hans');

const words = (what: string) =>
  z
    .string({ error: `must be ${what} (in quotes, where it looks like a number)` })
    .trim()
    .min(1);

/** What may stand between two lines of `---` above an article. */
const FrontMatter = z.strictObject({
  title: words('text').optional(),
  url: z.url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' }).optional(),
  publisher: words('text').optional(),
  published: Published.optional(),
  published_inferred: z.boolean({ error: 'must be true or false' }).optional(),
  language: LanguageTag.optional(),
});

const FENCED = /^\uFEFF?---[ \t]*\n((?:[^\n]*\n)*?)---[ \t]*(?:\n|$)/;

/** The fence of a front matter holds `key: value`; one that holds prose is a part of the article. */
const KEYED = /^(?:[ \t]*(?:#.*)?\n)*\w+[ \t]*:/;

/**
 * An article from the characters of a file: front matter and body, or a body alone. The stored text is the body as it
 * arrived with CRLF turned into LF and nothing else changed; a byte-order mark of a body without front matter is a
 * part of it (U+FEFF, which the engine reads over), since offsets must hold for whoever reads the file themselves.
 */
export function parseArticle(characters: string, id: string, name: string): Article {
  const whole = storedText(characters);
  const fence = FENCED.exec(whole);
  if (fence === null || !KEYED.test(fence[1] ?? '')) return articleOf({ id, text: whole });
  // The empty line stands for the fence's own, so that faults are told with the line they have in the file.
  const front = readYaml(`\n${fence[1] ?? ''}`, FrontMatter, name);
  return {
    ...articleOf({ id, text: whole.slice(fence[0].length) }),
    title: front.title ?? null,
    url: front.url ?? null,
    publisher: front.publisher ?? null,
    publishedAt: front.published ?? null,
    publishedInferred: front.published_inferred ?? false,
    language: front.language ?? null,
  };
}

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
