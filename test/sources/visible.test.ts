import { expect, test } from 'vitest';
import { UnknownTopic } from '../../src/core/errors.ts';
import type { Library } from '../../src/core/seams.ts';
import { onlyTopics } from '../../src/sources/visible.ts';

const ids = ['summit', 'summit-b', 'talks'];
const title = { ar: 'x', en: 'x', es: 'x', fr: 'x', ru: 'x', zh: 'x' };
const opened: string[] = [];
const library = {
  topics: async () => ids.map((id) => ({ id, title, private: id === 'summit-b' })),
  editions: async (topic: string) => [`${topic}-1`],
  open: async (topic: string) => {
    opened.push(topic);
    return { topic } as never;
  },
} satisfies Library;
const visible = onlyTopics(library, ({ private: closed }) => !closed);

test('those that may be seen are as they are', async () => {
  expect((await visible.topics()).map(({ id }) => id)).toEqual(['summit', 'talks']);
  expect(await visible.editions('talks')).toEqual(['talks-1']);
  expect(await visible.open('talks')).toEqual({ topic: 'talks' });
});

test('any other is unknown, is not opened, and no word of the error names it', async () => {
  opened.length = 0;
  const errorOf = (asking: Promise<unknown>) => asking.then(() => null).catch((error: unknown) => error);
  const hidden = await errorOf(visible.open('summit-b'));
  const absent = await errorOf(visible.open('summit-c'));
  expect(hidden).toBeInstanceOf(UnknownTopic);
  expect(hidden).toMatchObject({ topic: 'summit-b', nearest: ['summit'], known: ['summit', 'talks'] });
  expect(absent).toMatchObject({ topic: 'summit-c', nearest: ['summit'], known: ['summit', 'talks'] });
  expect(await errorOf(visible.editions('summit-b'))).toMatchObject({ nearest: ['summit'] });
  const mistyped = await errorOf(visible.open('summit-'));
  expect(JSON.stringify(mistyped)).not.toMatch(/summit-b/);
  expect(opened).toEqual([]);
});
