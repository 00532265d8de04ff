import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LONGEST_ARTICLE } from '../../src/sources/article.ts';
import { type BatchLine, batchLines } from '../../src/sources/lines.ts';

async function read(...chunks: (string | Uint8Array)[]): Promise<BatchLine[]> {
  async function* input() {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  return Array.fromAsync(batchLines(input()));
}

test('a line is an article', async () => {
  const line = { id: 'a', text: 'One.\r\nTwo.', title: 'T', language: 'en', publishedAt: '2021-02-04' };
  const [first] = await read(JSON.stringify(line));
  expect(first).toMatchObject({
    line: 1,
    id: 'a',
    article: { id: 'a', text: 'One.\nTwo.', title: 'T', language: 'en', publishedAt: '2021-02-04', url: null },
  });
});

test('what is not known of an article is left out, and the article is still read', async () => {
  const line = { id: 7, text: 'One.', title: null, language: '==', publishedAt: 'None', more: 1 };
  const [first] = await read(JSON.stringify(line));
  expect(first).toMatchObject({ id: 7, article: { id: '7', title: null, language: null, publishedAt: null } });
});

test('blank lines are passed over, and counted', async () => {
  const lines = await read('\n \r\n{"id":"a","text":"One."}\r\n\n');
  expect(lines.map(({ line, id }) => [line, id])).toEqual([[3, 'a']]);
});

describe('a bad line says why', () => {
  test.each<[string | Uint8Array, BatchLine]>([
    [
      '{"id":"a"',
      {
        line: 1,
        id: null,
        fault: "line 1 is not JSON: Expected ',' or '}' after property value in JSON at position 9 (line 1 column 10)",
      },
    ],
    ['[1]', { line: 1, id: null, fault: 'line 1 is not a JSON object with an "id" and a "text"' }],
    ['{"text":"One."}', { line: 1, id: null, fault: 'line 1 needs an "id" (a string or a number)' }],
    ['{"id":"a"}', { line: 1, id: 'a', fault: 'line 1 needs a "text" (a string)' }],
    ['{"id":"a","text":5}', { line: 1, id: 'a', fault: 'line 1 needs a "text" (a string)' }],
    ['{"id":"a","text":" \\n"}', { line: 1, id: 'a', fault: 'line 1 has no text to read' }],
    [
      Uint8Array.of(0x22, 0xff, 0x22),
      { line: 1, id: null, fault: 'line 1 is not UTF-8: The encoded data was not valid for encoding utf-8' },
    ],
    [
      JSON.stringify({ id: 'a', text: 'a'.repeat(2 * LONGEST_ARTICLE) }),
      { line: 1, id: 'a', fault: 'line 1 has 1.0 MB of text; the limit is 0.5 MB' },
    ],
  ])('%#', async (source, expected) => {
    expect(await read(source)).toEqual([expected]);
  });
});

test('a line without end is let go of, and the next is read', async () => {
  const chunks = Array.from({ length: 5 }, () => Buffer.alloc(1_000_000, 'a'));
  const lines = await read(...chunks, '\n{"id":"a","text":"One."}');
  expect(lines[0]).toEqual({ line: 1, id: null, fault: 'line 1 is longer than 4 MB' });
  expect(lines[1]).toMatchObject({ line: 2, id: 'a' });
});

test('however the bytes are cut, the lines are the same', async () => {
  const source = Buffer.from('{"id":"أ","text":"نص 🕊️"}\n\nbad\n{"id":"b","text":"Two."}\n');
  const whole = await read(source);
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat({ max: source.length })), async (cuts) => {
      const edges = [0, ...cuts.toSorted((a, b) => a - b), source.length];
      const chunks = edges.slice(1).map((end, index) => source.subarray(edges[index], end));
      expect(await read(...chunks)).toEqual(whole);
    }),
  );
});
