import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parsePlain } from '../../src/languages/plain.ts';

const folder = new URL('../../src/languages/', import.meta.url);
const files = globSync(['*.yaml', '*/{interface,states}.yaml'], { cwd: folder.pathname });

test.each(files)('%s is plain, and reads as the whole of YAML does', (file) => {
  const text = readFileSync(new URL(file, folder), 'utf8');
  expect(parsePlain(text)?.value).toEqual(parse(text));
});

describe('reads as YAML does', () => {
  test.each([
    'a: b',
    'a: "b, c" # a comment',
    "a: 'it''s'",
    'a:\n  b: 1\n  c: -2\nd: true\ne: null\nf: ~\ng:',
    'a: { b: "c, d", e: [f, "g h"], i: {} }',
    'a: []',
    'a:\n  - b\n  - c d\n  - "e: f"',
    'a:\n- b\n- c\nd: e',
    'a:\n  - b: 1\n    c: 2\n  - b: 3',
    '# only a comment',
    'a: b: c'.replace('b: c', 'b:c'),
    'ключ: значение',
    'a: العربية، نص',
    'a: x#y',
    'a: "say \\"so\\""',
  ])('%j', (text) => {
    expect(parsePlain(text)?.value).toEqual(parse(text));
  });
});

describe('leaves to the whole of YAML', () => {
  test.each([
    'a: |\n  b\n  c',
    'a: >\n  b',
    'a: &x b',
    'a: *x',
    'a: !t b',
    'a: "two\\nlines"',
    'a: b\n  c',
    'a: 1.5',
    'a: 0x1f',
    'a: {b: 1',
    '? a\n: b',
    '- a\nb: c',
    'a: b: c',
    'a: 1\na: 2',
    'a: @b',
  ])('%j', (text) => {
    expect(parsePlain(text)).toBeNull();
  });
});
