import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LONGEST_ARTICLE } from '../../src/sources/article.ts';
import { decode, readArticle, readArticleFrom } from '../../src/sources/file.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'readout-file-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('an article in a file', () => {
  test('has the name of the file for its id', async () => {
    const article = await readArticle(write('2021-02-04.ar.txt', '---\nlanguage: ar\n---\nنص'));
    expect(article).toMatchObject({ id: '2021-02-04.ar', text: 'نص', language: 'ar' });
  });

  test.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'has no text to read'],
    ['white space', ' \n\t\u00A0\n', 'has no text to read'],
    ['only front matter', '---\ntitle: A\n---\n', 'has no text to read'],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0x0d), 'is not a text: byte 4 is NUL'],
    ['UTF-16', Buffer.from('\uFEFFtext', 'utf16le'), 'is UTF-16; save it as UTF-8'],
    ['Latin-1', Buffer.from('café au lait', 'latin1'), 'is not UTF-8: byte 3 (0xE9) belongs to no character'],
    ['a cut character', Buffer.from('نص').subarray(0, 3), 'is not UTF-8: byte 2 (0xD8) belongs to no character'],
    ['too much', 'a'.repeat(2 * LONGEST_ARTICLE), 'is 1 MB long; the limit is 0.5 MB'],
  ])('%s is refused', async (name, content, message) => {
    const path = write(`${name}.txt`, content);
    await expect(readArticle(path)).rejects.toThrow(`${path} ${message}`);
  });

  test('what cannot be opened is told in plain words', async () => {
    await expect(readArticle(folder)).rejects.toThrow(`${folder} is a folder, not a file`);
    await expect(readArticle(join(folder, 'gone.txt'))).rejects.toThrow('gone.txt: there is no such file');
    await expect(readArticle(join(write('plain.txt', 'a'), 'x.txt'))).rejects.toThrow('there is no such file');
  });
});

test('a stream is read no further than the limit', async () => {
  let given = 0;
  async function* endless() {
    for (;;) {
      given += 1;
      yield Buffer.alloc(100_000, 'a');
    }
  }
  await expect(readArticleFrom(endless(), 'stdin', 'standard input')).rejects.toThrow(
    'standard input is longer than 0.5 MB',
  );
  expect(given).toBe(6);
});

describe('the place of a broken byte', () => {
  test.each<[number[], number]>([
    [[0x61, 0xff], 1],
    [[0xef, 0xbf, 0xbd, 0x80], 3], // a replacement character of the file's own is no fault
    [[0xd9, 0x86, 0xed, 0xa0, 0x80], 2], // half of a surrogate pair
    [[0xf0, 0x9f, 0x95], 0],
    [[0xc0, 0xaf], 0],
  ])('%j', (bytes, at) => {
    expect(() => decode(Uint8Array.from(bytes), 'it')).toThrow(`byte ${at} (`);
  });
});
