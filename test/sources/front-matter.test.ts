import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseArticle } from '../../src/sources/front-matter.ts';

const parse = (characters: string) => parseArticle(characters, 'story', 'story.txt');

describe('front matter', () => {
  test('is read, and is no part of the text', () => {
    const article = parse(
      [
        '---',
        '# a note',
        'title: "Talks: the third round"',
        'url: https://example.org/talks',
        'publisher: The Daily',
        'published: 2021-02-04',
        'published_inferred: true',
        'language: ar',
        '---',
        'First line.',
        '---',
        'Last line.',
      ].join('\n'),
    );
    expect(article).toEqual({
      id: 'story',
      text: 'First line.\n---\nLast line.',
      title: 'Talks: the third round',
      url: 'https://example.org/talks',
      publisher: 'The Daily',
      publishedAt: '2021-02-04',
      publishedInferred: true,
      language: 'ar',
      sha256: createHash('sha256').update('First line.\n---\nLast line.').digest('hex'),
    });
  });

  test.each([
    ['none', 'Text.', 'Text.'],
    ['a rule that never closes', '---\nText.', '---\nText.'],
    ['prose between rules', '---\nThe talks\n---\nText.', '---\nThe talks\n---\nText.'],
    ['a byte-order mark before it', '\uFEFF---\ntitle: A\n---\nText.', 'Text.'],
    ['a byte-order mark without it', '\uFEFFText.', '\uFEFFText.'],
    ['line ends of Windows', '---\r\ntitle: A\r\n---\r\nOne.\r\nTwo.\rThree.', 'One.\nTwo.\rThree.'],
    ['an empty line below it', '---\ntitle: A\n---\n\nText.\n', '\nText.\n'],
  ])('%s', (_, characters, text) => {
    expect(parse(characters).text).toBe(text);
  });

  test.each([
    ['title: 2021', 'story.txt:2:8: title: must be text (in quotes, where it looks like a number)'],
    ['# a note\ntitel: Talks', 'story.txt:3:1: "titel" is not known here'],
    [
      'published: 2021-02-31',
      'story.txt:2:12: published: must be an ISO 8601 date such as 2021-02-04 or 2021-02-04T09:30:00Z',
    ],
    ['url: javascript:alert(1)', 'story.txt:2:6: url: must be an address that begins with http:// or https://'],
    ['language: not a language', 'story.txt:2:11: language: must be a BCP 47 language tag such as ar or zh-Hans'],
    ['title: "Talks', 'story.txt:3:1: Missing closing "quote'],
    ['title: A\ntitle: B', 'story.txt:3:1: Map keys must be unique'],
  ])('%j is refused with its place', (block, message) => {
    expect(() => parse(`---\n${block}\n---\nText.`)).toThrow(message);
  });
});
