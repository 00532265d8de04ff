import { describe, expect, test } from 'vitest';
import { INTERFACE_LANGUAGES } from '../../src/core/topic.ts';
import { interfaceOf, SECTIONS } from '../../src/languages/interface.ts';
import { type Asked, parseAbout, sectionNamed, sectionNames } from '../../src/view/about.ts';

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

describe('parseAbout', () => {
  test.each<[string, Asked]>([
    ['', { show: 'card' }],
    ['  ', { show: 'card' }],
    ['3', { show: 'point', number: 3 }],
    ['#12', { show: 'point', number: 12 }],
    ['٣', { show: 'point', number: 3 }],
    ['3-5', { show: 'range', from: 3, to: 5 }],
    ['5 – 3', { show: 'range', from: 3, to: 5 }],
    ['3 to 5', { show: 'range', from: 3, to: 5 }],
    ['3 إلى 5', { show: 'range', from: 3, to: 5 }],
    ['3 至 5', { show: 'range', from: 3, to: 5 }],
    ['commitments', { show: 'section', section: 'commitments' }],
    ['التعهدات', { show: 'section', section: 'commitments' }],
    ['Quién', { show: 'section', section: 'who' }],
    ['何时', { show: 'section', section: 'when' }],
    ['what did Lavrov say about vaccines?', { show: 'question', question: 'what did Lavrov say about vaccines?' }],
    ['2021-02-04', { show: 'question', question: '2021-02-04' }],
  ])('%j', (text, asked) => {
    expect(parseAbout(text, 'en')).toEqual(asked);
  });
});
