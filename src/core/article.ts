import { z } from 'zod';

/** One article as it is stored: the body exactly as it arrived (less front matter), with CRLF turned into LF. */
export const Article = z.object({
  /** Stable within its topic, e.g. "2021-02-04.ar"; a batch line's own id otherwise. */
  id: z.string().min(1),
  text: z.string(),
  title: z.string().nullable(),
  url: z.string().nullable(),
  publisher: z.string().nullable(),
  /** ISO 8601 date or date-time, as published. Without one no relative date is resolved. */
  publishedAt: z.string().nullable(),
  /** True where an editor inferred the date and the publisher did not print it. */
  publishedInferred: z.boolean().default(false),
  /** BCP 47 as declared by the source, or null: then it is identified. */
  language: z.string().nullable(),
  /** Lower-case hex SHA-256 of the stored text in UTF-8. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Article = z.infer<typeof Article>;
