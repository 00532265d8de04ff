import { isUtf8 } from 'node:buffer';
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Article } from '../core/article.ts';
import { messageOf, UserError } from '../core/errors.ts';
import { LONGEST_ARTICLE, requireText } from './article.ts';
import { parseArticle } from './front-matter.ts';

/** Reads an article from a file; its id is the file's name without ".txt". */
export async function readArticle(path: string): Promise<Article> {
  const bytes = await readFile(path, LONGEST_ARTICLE);
  return requireText(parseArticle(decode(bytes, path), idOf(path), path), path);
}

/** Reads an article from standard input, or from whatever brings bytes. */
export async function readArticleFrom(input: AsyncIterable<Uint8Array>, id: string, name: string): Promise<Article> {
  const bytes = await collect(input, LONGEST_ARTICLE, name);
  return requireText(parseArticle(decode(bytes, name), id, name), name);
}

/** The id of the article that a file holds. */
export function idOf(path: string): string {
  return basename(path).replace(/\.txt$/i, '');
}

/** The bytes of a file of at most `most` bytes. What cannot be opened is told in plain words. */
export async function readFile(path: string, most: number): Promise<Buffer> {
  const stat = check(path);
  if (stat.isDirectory()) throw new UserError(`${path} is a folder, not a file`);
  if (stat.size > most) throw tooLong(path, most, stat.size);
  return collect(openFile(path), most, path);
}

/** The bytes of a file as they come, however many. */
export async function* openFile(path: string): AsyncGenerator<Buffer> {
  if (check(path).isDirectory()) throw new UserError(`${path} is a folder, not a file`);
  try {
    yield* createReadStream(path) as AsyncIterable<Buffer>;
  } catch (error) {
    throw unreadable(path, error);
  }
}

function check(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

const REASONS: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'you may not read it (permission denied)',
  EPERM: 'you may not read it (permission denied)',
};

function unreadable(path: string, error: unknown): UserError {
  if (error instanceof UserError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new UserError(`cannot read ${path}: ${REASONS[code] ?? messageOf(error)}`, { cause: error });
}

/** Reads to the end, or refuses as soon as there is too much: nothing unbounded is ever held. */
export async function collect(input: AsyncIterable<Uint8Array>, most: number, name: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of input) {
    size += chunk.length;
    if (size > most) throw tooLong(name, most, null);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLong(name: string, most: number, size: number | null): UserError {
  const long = size === null ? `is longer than ${megabytes(most)}` : `is ${megabytes(size)} long`;
  return new UserError(`${name} ${long}; the limit is ${megabytes(most)}. Cut it, or brief its articles one by one`);
}

function megabytes(bytes: number): string {
  return `${Number((bytes / 1e6).toFixed(1))} MB`;
}

/** The characters of a UTF-8 file, its byte-order mark among them. What is not UTF-8 text is refused. */
export function decode(bytes: Uint8Array, name: string): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new UserError(`${name} is UTF-16; save it as UTF-8`);
  }
  const nul = bytes.indexOf(0);
  if (nul >= 0)
    throw new UserError(`${name} is not a text: byte ${nul} is NUL. Give the article as plain text in UTF-8`);
  if (!isUtf8(bytes)) {
    const at = brokenAt(bytes);
    const byte = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0');
    throw new UserError(`${name} is not UTF-8: byte ${at} (0x${byte}) belongs to no character. Save it as UTF-8`);
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** Where the first byte stands that is not UTF-8: the first replacement character that was not in the file itself. */
function brokenAt(bytes: Uint8Array): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  let offset = 0;
  let from = 0;
  for (let index = text.indexOf('\uFFFD'); index >= 0; index = text.indexOf('\uFFFD', from)) {
    offset += Buffer.byteLength(text.slice(from, index));
    if (buffer.readUIntBE(offset, Math.min(3, buffer.length - offset)) !== 0xefbfbd) return offset;
    offset += 3;
    from = index + 1;
  }
  return offset;
}
