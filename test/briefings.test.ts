// The topics that ship with the program are data that a person wrote: this holds them to what the code knows.
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { roles } from '../src/languages/roles.ts';
import { stateNames } from '../src/languages/states.ts';
import { editionIds, readEdition, readTopic, topicIds } from '../src/sources/folder.ts';

const briefings = fileURLToPath(new URL('../briefings', import.meta.url));

describe.each(topicIds(briefings))('%s', (id) => {
  test('names roles and states that there are', async () => {
    const terms = Object.values((await readTopic(briefings, id)).names);
    const known = { roles: Object.keys(roles()), states: Object.keys(stateNames()) };
    expect(terms.flatMap((term) => term.roles).filter((role) => !known.roles.includes(role))).toEqual([]);
    expect(terms.flatMap(({ state }) => state ?? []).filter((state) => !known.states.includes(state))).toEqual([]);
  });

  test.each(editionIds(briefings, id))('%s can be read, and says when and in what language it is', async (edition) => {
    const article = await readEdition(briefings, id, edition);
    expect(article.language).not.toBeNull();
    expect(edition.startsWith(article.publishedAt?.slice(0, 10) ?? 'dated')).toBe(true);
  });
});

test('the first article is as it was published, to the byte, and its date is marked as inferred', async () => {
  const article = await readEdition(briefings, 'china-russia', '2021-02-04.ar');
  expect(article.sha256).toBe('a0e408a2f7e2b1413bd1c3c894c3cf16f8f69f8b1efd99f7a93c38d3bf1774cb');
  expect(article).toMatchObject({ publishedAt: '2021-02-04', publishedInferred: true, title: null, publisher: null });
});
