import { z } from 'zod';
import type { Article } from '../core/article.ts';
import { messageOf } from '../core/errors.ts';
import { articleOf, LanguageTag, LONGEST_ARTICLE, Published, storedText } from './article.ts';

/** One line of a batch: an article, or why there is none. `line` counts from 1, `id` is the line's own. */
export type BatchLine =
  | { line: number; id: string | number; article: Article }
  | { line: number; id: string | number | null; fault: string };

/** The longest article with every character escaped as \uXXXX, and room for its title. */
const LONGEST_LINE = 8 * LONGEST_ARTICLE;

/** A title, language or date that is missing, null, empty or unreadable is simply not known: the article still is. */
const Known = <Schema extends z.ZodType<string>>(schema: Schema) => schema.nullish().catch(null);

const Line = z.object({
  id: z.union([z.string().min(1), z.number()], { error: 'needs an "id" (a string or a number)' }),
  text: z.string({ error: 'needs a "text" (a string)' }),
  title: Known(z.string().regex(/\S/)),
  language: Known(LanguageTag),
  publishedAt: Known(Published),
});

/** Reads `{id, text, title?, language?, publishedAt?}` lines as they come. A bad line says why; blank ones are passed over. */
export async function* batchLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<BatchLine> {
  let line = 0;
  for await (const bytes of splitLines(input)) {
    line += 1;
    const read = bytes === null ? { id: null, fault: `is longer than ${LONGEST_LINE / 1e6} MB` } : parseLine(bytes);
    if (read === null) continue;
    yield 'fault' in read ? { line, id: read.id, fault: `line ${line} ${read.fault}` } : { line, ...read };
  }
}

type Read = { id: string | number; article: Article } | { id: string | number | null; fault: string } | null;

function parseLine(bytes: Uint8Array): Read {
  let value: unknown;
  try {
    const source = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (source.trim() === '') return null;
    value = JSON.parse(source);
  } catch (error) {
    const reason = error instanceof SyntaxError ? `is not JSON: ${error.message}` : `is not UTF-8: ${messageOf(error)}`;
    return { id: null, fault: reason };
  }
  const read = Line.safeParse(value);
  if (!read.success) return { id: idOf(value), fault: reasonOf(read.error, value) };
  const { id, text, title, language, publishedAt } = read.data;
  if (text.trim() === '') return { id, fault: 'has no text to read' };
  if (Buffer.byteLength(text) > LONGEST_ARTICLE) {
    return {
      id,
      fault: `has ${(Buffer.byteLength(text) / 1e6).toFixed(1)} MB of text; the limit is ${LONGEST_ARTICLE / 1e6} MB`,
    };
  }
  const known = { title: title ?? null, language: language ?? null, publishedAt: publishedAt ?? null };
  return { id, article: { ...articleOf({ id: String(id), text: storedText(text) }), ...known } };
}

function idOf(value: unknown): string | number | null {
  const read = Line.pick({ id: true }).safeParse(value);
  return read.success ? read.data.id : null;
}

function reasonOf(error: z.ZodError, value: unknown): string {
  const object = typeof value === 'object' && value !== null && !Array.isArray(value);
  return object ? (error.issues[0]?.message ?? 'cannot be read') : 'is not a JSON object with an "id" and a "text"';
}

/**
 * The lines of a stream of bytes, without their ends. One that is too long comes as null, and is let go of as it
 * passes, so that memory stays flat whatever is fed in.
 */
async function* splitLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | null> {
  let pending: Uint8Array[] = [];
  let size = 0;
  const take = (): Uint8Array | null => {
    const line = size > LONGEST_LINE ? null : pending.length === 1 ? (pending[0] ?? null) : Buffer.concat(pending);
    pending = [];
    size = 0;
    return line;
  };
  const add = (bytes: Uint8Array): void => {
    size += bytes.length;
    if (size > LONGEST_LINE) pending = [];
    else pending.push(bytes);
  };
  for await (const chunk of input) {
    let from = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
      add(chunk.subarray(from, end));
      yield take();
      from = end + 1;
    }
    if (from < chunk.length) add(chunk.subarray(from));
  }
  if (size > 0) yield take();
}
