import { describe, expect, test } from 'vitest';
import { INTERFACE_LANGUAGES } from '../../src/core/topic.ts';
import { interfaceOf, SECTIONS } from '../../src/languages/interface.ts';
import { sectionNamed, sectionNames } from '../../src/view/about.ts';

describe('a section by its name', () => {
  test.each([
    ['who', 'en', 'who'],
    ['Commitments', 'en', 'commitments'],
    ['التعهدات', 'en', 'commitments'],
    [' التعهّدات ', 'zh', 'commitments'],
    ['gossip', 'en', null],
    ['', 'en', null],
  ] as const)('%s', (word, reader, name) => {
    expect(sectionNamed(word, reader)).toBe(name);
  });

  test.each(INTERFACE_LANGUAGES)('every word of %s names its section to a reader of it', (language) => {
    const { sections } = interfaceOf(language);
    for (const name of SECTIONS) for (const word of sections[name]) expect(sectionNamed(word, language)).toBe(name);
  });

  test('the names that are offered are understood', () => {
    for (const reader of INTERFACE_LANGUAGES) {
      expect(sectionNames(reader).map((word) => sectionNamed(word, reader))).toEqual([...SECTIONS]);
    }
  });
});
