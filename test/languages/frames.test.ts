import { describe, expect, test } from 'vitest';
import { KINDS } from '../../src/core/briefing.ts';
import { brief } from '../../src/engine/brief.ts';
import { packLanguages, packOf } from '../../src/languages/pack.ts';
import { articleOf } from '../../src/sources/article.ts';

const spoken = (language: string, text: string) => {
  const article = { ...articleOf({ id: 'example', text }), language };
  const briefing = brief(article, null);
  const name = (id: string) => briefing.who.find((who) => who.id === id)?.name ?? id;
  return briefing.points
    .filter((point) => point.section !== 'position')
    .map(({ kind, actors, saidBy, text: content }) => ({
      kind,
      content,
      parties: [...actors, ...saidBy.who].map(name),
    }));
};

describe.each(packLanguages().map((language) => [language, packOf(language)] as const))(
  'the frames of %s',
  (language, pack) => {
    const examples = pack.frames.flatMap((frame) =>
      frame.examples.map((example) => ({ kind: frame.kind, ...example })),
    );

    test('there are some of every kind of commitment', () => {
      const kinds = new Set(pack.frames.map((frame) => frame.kind));
      for (const kind of KINDS.filter((one) => one !== 'says')) {
        expect(kinds).toContain(kind);
      }
    });

    test.each(examples)('$kind: $text', ({ kind, text, actor, content }) => {
      const points = spoken(language, text);
      const point = points.find((one) => one.kind === kind && one.content.includes(content));
      expect(point, JSON.stringify(points)).toBeDefined();
      if (actor) expect(point?.parties.join('; ')).toContain(actor);
    });
  },
);
