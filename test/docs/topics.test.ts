// docs/topics.md and src/core/topic.ts say the same: every field, whether it is required, its default.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { Topic, TopicSchedule } from '../../src/core/topic.ts';
import { parseArticle } from '../../src/sources/front-matter.ts';
import { blocksOf, quotedIn, type Row, rowsOf } from './pages.ts';

const PAGE = 'docs/topics.md';

type Field = {
  default?: unknown;
  properties?: Record<string, Field>;
  required?: string[];
  anyOf?: Field[];
  enum?: string[];
};

const schema = z.toJSONSchema(Topic, { io: 'input' }) as Field;
const named = (field: Field | undefined, key: 'additionalProperties' | 'items') =>
  (field as unknown as Record<string, Field>)[key] ?? {};
const term = named(schema.properties?.names, 'additionalProperties');
const schedule = named(schema.properties?.schedules, 'items');

/** A field's name with those inside it, as the tables name them: "forum", "forum.tags". */
function fieldsOf({ properties = {} }: Field, inside = ''): [name: string, field: Field, required: boolean][] {
  return Object.entries(properties).flatMap(([key, field]) => {
    const object = [field, ...(field.anyOf ?? [])].find((one) => one.properties !== undefined);
    return [[inside + key, field, false], ...(object ? fieldsOf(object, `${inside + key}.`) : [])];
  });
}

/** How a table tells a default. */
const DEFAULTS = new Map<string, string>([
  ['undefined', 'none'],
  ['null', 'none'],
  ['[]', 'empty'],
  ['{}', 'empty'],
]);

function tellsDefault(field: Field): string {
  const json = JSON.stringify(field.default) ?? 'undefined';
  return DEFAULTS.get(json) ?? `\`${json.replaceAll('"', '')}\``;
}

function compare(rows: Row[], of: Field, elsewhere: Record<string, string> = {}): void {
  const fields = fieldsOf(of);
  const name = (row: Row) => quotedIn(Object.values(row)[0] ?? '')[0] ?? '';
  expect(rows.map(name)).toEqual(fields.map(([key]) => key));
  for (const [key, field] of fields) {
    const row = rows.find((one) => name(one) === key);
    const required = of.required?.includes(key) && field.default === undefined;
    expect(row?.default, row?.at).toBe(required ? 'required' : (elsewhere[key] ?? tellsDefault(field)));
    for (const value of field.enum ?? []) expect(quotedIn(row?.meaning ?? ''), row?.at).toContain(value);
  }
}

test('the tables hold every field of topic.yaml, with its default and all that it may be', () => {
  const [front, topic] = [rowsOf(PAGE, 'field').slice(0, 6), rowsOf(PAGE, 'field').slice(6, 10)];
  compare(topic, schema, { private: 'whoever may see the page' });
  compare(rowsOf(PAGE, 'field of a name'), term);
  compare(rowsOf(PAGE, 'field of a schedule'), schedule, { language: 'required' });
  expect(front.map(({ field = '' }) => quotedIn(field)[0])).toEqual([
    'title',
    'url',
    'publisher',
    'published',
    'published_inferred',
    'language',
  ]);
});

test('the front matter takes the fields of the table and no others', () => {
  const values: Record<string, string> = {
    title: 'Title',
    url: 'https://example.org/a',
    publisher: 'Publisher',
    published: '2026-03-02T09:30:00Z',
    published_inferred: 'true',
    language: 'en',
  };
  const names = rowsOf(PAGE, 'field')
    .slice(0, 6)
    .map(({ field = '' }) => quotedIn(field)[0] ?? '');
  const article = (keys: string[]) =>
    `---\n${keys.map((key) => `${key}: ${values[key] ?? 'x'}`).join('\n')}\n---\ntext`;
  expect(parseArticle(article(names), 'id', 'a.txt')).toMatchObject({
    title: 'Title',
    url: 'https://example.org/a',
    publisher: 'Publisher',
    publishedAt: '2026-03-02T09:30:00Z',
    publishedInferred: true,
    language: 'en',
  });
  expect(() => parseArticle(article([...names, 'author']), 'id', 'a.txt')).toThrow('"author" is not known here');
  const source = readFileSync('src/sources/front-matter.ts', 'utf8');
  const known = [...source.matchAll(/^ {2}(\w+): .*\.optional\(\),$/gm)].map(([, name]) => name);
  expect(names).toEqual(known);
});

test('the examples are topics', () => {
  for (const { at, text, language, marks } of [...blocksOf(PAGE), ...blocksOf('README.md')]) {
    if (language !== 'yaml') continue;
    expect(marks.test, at).toBe('topic');
    const { schedules } = parse(text) as { schedules: unknown[] };
    for (const one of schedules) expect(TopicSchedule.safeParse(one), at).toMatchObject({ success: true });
  }
});
