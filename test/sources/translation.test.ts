import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { INTERFACE_LANGUAGES } from '../../src/core/topic.ts';
import { articleOf } from '../../src/sources/article.ts';
import { editionIds, readEdition, topicIds } from '../../src/sources/folder.ts';
import { parseTranslation, readTranslation } from '../../src/sources/translation.ts';

const briefings = fileURLToPath(new URL('../../briefings', import.meta.url));
const article = articleOf({ id: 'talks', text: 'نحن مستعدون. نحن نرفض ذلك.' });
const parse = (source: string) => parseTranslation(source, article, 'en', 'talks.en.yaml');

test('each entry is placed where its words stand', () => {
  expect(parse('- evidence: نرفض ذلك\n  en: We reject that\n')).toEqual({
    article: 'talks',
    language: 'en',
    renderings: [{ start: 17, end: 25, text: 'We reject that' }],
  });
});

test.each([
  [
    '- evidence: لا شيء\n  en: Nothing',
    'talks.en.yaml: the words of entry 1 ("لا شيء…") does not stand in the article',
  ],
  ['- evidence: نحن\n  en: We', 'stands in the article more than once'],
  ['- evidence: نحن\n  fr: Nous', 'talks.en.yaml:1:3: 0.en is missing'],
  ['evidence: نحن', 'talks.en.yaml:1:1: the file: '],
])('%j is refused', (source, message) => {
  expect(() => parse(source)).toThrow(message);
});

test('an article without a translation has none', async () => {
  expect(await readTranslation(briefings, article, 'fr')).toBeNull();
});

describe('the translations that ship', () => {
  const editions = topicIds(briefings).flatMap((topic) => editionIds(briefings, topic).map((id) => ({ topic, id })));
  const files = editions.flatMap(({ topic, id }) =>
    INTERFACE_LANGUAGES.filter((language) =>
      readdirSync(join(briefings, topic)).includes(`${id}.${language}.yaml`),
    ).map((language) => ({ topic, id, language })),
  );

  test.each(files)(
    '$topic/$id.$language.yaml: every key stands in its article, once',
    async ({ topic, id, language }) => {
      const translation = await readTranslation(
        join(briefings, topic),
        await readEdition(briefings, topic, id),
        language,
      );
      expect(translation?.renderings.length).toBeGreaterThan(0);
    },
  );

  test('are there at all', () => {
    expect(files).toContainEqual({ topic: 'china-russia', id: '2021-02-04.ar', language: 'en' });
  });
});
