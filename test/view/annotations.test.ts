import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { annotationsOf } from '../../src/view/annotations.ts';
import { ARTICLE, sampleBriefing } from '../sample.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const collection = annotationsOf(sampleBriefing(), [ARTICLE], sha256);
const items = collection.first.items;

test('there is one annotation a line, each with a name of its own', () => {
  expect(collection.total).toBe(9);
  expect(items).toHaveLength(9);
  const names = [collection.id, collection.first.id, ...items.map(({ id }) => id)];
  expect(new Set(names).size).toBe(names.length);
  for (const name of names)
    expect(name).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('the same briefing gives the same bytes', () => {
  expect(JSON.stringify(annotationsOf(sampleBriefing(), [ARTICLE], sha256))).toBe(JSON.stringify(collection));
});

describe('selectors', () => {
  const targets = items.flatMap(({ target }) => target);
  const texts = new Map(
    [ARTICLE.text, ARTICLE.title].map((text) => [
      `ni:///sha-256;${Buffer.from(sha256(text), 'hex').toString('base64url')}`,
      text,
    ]),
  );

  test('positions count code points, and select the quote', () => {
    for (const { source, selector } of targets) {
      const [position, quote] = selector;
      const characters = [...(texts.get(source.id) ?? '')];
      expect(characters.slice(position.start, position.end).join('')).toBe(quote.exact);
    }
  });

  test('a quote remembers what stands round it', () => {
    for (const { source, selector } of targets) {
      const { exact, prefix, suffix } = selector[1];
      expect(texts.get(source.id)).toContain(`${prefix}${exact}${suffix}`);
      expect([...prefix].length).toBeLessThanOrEqual(32);
    }
    expect(items[2]?.target[0]?.selector[1]).toMatchObject({ exact: 'on Monday', prefix: '🕊️ Talks: China said ' });
  });

  test('evidence in a title is of the title', () => {
    expect(texts.get(items[0]?.target[0]?.source.id ?? '')).toBe(ARTICLE.title);
  });

  test('the source tells the page it was on', () => {
    expect(targets[0]?.source).toMatchObject({ type: 'Text', language: 'en', via: 'https://example.org/talks' });
  });
});
