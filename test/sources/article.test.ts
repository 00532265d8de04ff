import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { storedText, supplement } from '../../src/sources/article.ts';
import { parseArticle } from '../../src/sources/front-matter.ts';

const parse = (characters: string) => parseArticle(characters, 'story', 'story.txt');
const none = { title: null, published: null, language: null };

test('stored text: CRLF becomes LF and nothing else changes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (characters) => {
      const stored = storedText(characters);
      expect(stored).not.toContain('\r\n');
      expect(stored).toBe(characters.split('\r\n').join('\n'));
    }),
  );
});

describe('what a caller declares', () => {
  const article = parse('---\npublished: 2021-02-04\n---\nText.');

  test('fills gaps and may repeat what is known', () => {
    const declared = { title: 'Talks', published: '2021-02-04', language: 'en' };
    expect(supplement(article, declared, 'story.txt')).toMatchObject({
      title: 'Talks',
      publishedAt: '2021-02-04',
      language: 'en',
    });
    expect(supplement(article, none, 'story.txt')).toEqual(article);
  });

  test.each([
    [{ published: '2021-02-05' }, '--published "2021-02-05" contradicts story.txt, which says "2021-02-04"'],
    [{ published: 'yesterday' }, '--published "yesterday": must be an ISO 8601 date'],
    [{ language: '==' }, '--article-language "==": must be a BCP 47 language tag'],
    [{ title: ' ' }, '--title " ": must not be empty'],
  ])('%j is refused', (declared, message) => {
    expect(() => supplement(article, { ...none, ...declared }, 'story.txt')).toThrow(message);
  });
});
