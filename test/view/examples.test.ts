import { describe, expect, test } from 'vitest';
import type { Edition } from '../../src/core/seams.ts';
import { INTERFACE_LANGUAGES } from '../../src/core/topic.ts';
import { parseAbout } from '../../src/view/about.ts';
import { examplesOf } from '../../src/view/examples.ts';
import { ask } from '../../src/view/find.ts';
import { chinaRussia, chinaRussiaTopic } from './china-russia.ts';

const edition: Edition = {
  briefing: chinaRussia,
  article: {} as Edition['article'],
  topic: chinaRussiaTopic,
  current: true,
  translation: async () => null,
};

describe.each(INTERFACE_LANGUAGES)('in %s', (language) => {
  const examples = examplesOf('china-russia', edition, language);
  const commandOf = (wanted: string) => examples.find(({ shows }) => shows === wanted)?.command ?? '';
  const aboutOf = (wanted: string) =>
    parseAbout(commandOf(wanted).replace(/^\/briefing china-russia ?/u, ''), language);

  test('there is one of each, and each is what it says', () => {
    expect(examples.map(({ shows }) => shows)).toEqual(['card', 'point', 'section', 'question', 'search', 'list']);
    expect(aboutOf('card')).toEqual({ show: 'card' });
    expect(aboutOf('point')).toEqual({ show: 'point', number: 3 });
    expect(aboutOf('section')).toEqual({ show: 'section', section: 'commitments' });
    expect(commandOf('list')).toBe('/briefings list');
  });

  test('the question is understood as one, and so is what to search for', () => {
    const asked = aboutOf('question');
    const words = commandOf('search').replace('/briefings search ', '');
    for (const text of [asked.show === 'question' ? asked.question : '', words]) {
      const answer = ask(chinaRussia, text, { language, topic: chinaRussiaTopic, translate: null });
      expect(answer.type, text).toBe('points');
    }
  });
});

test('of a briefing without points there is less to ask, and of no topic only which there are', () => {
  const bare = { ...edition, briefing: { ...chinaRussia, points: [] } };
  expect(examplesOf('x', bare, 'en').map(({ shows }) => shows)).toEqual(['card', 'section', 'list']);
  expect(examplesOf('', null, 'en').map(({ shows }) => shows)).toEqual(['list']);
});
