import { z } from 'zod';
import type { Article } from '../core/article.ts';
import { articleOf, LanguageTag, Published, storedText } from './article.ts';
import { readYaml } from './yaml.ts';

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
