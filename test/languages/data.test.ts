import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { How, KINDS } from '../../src/core/briefing.ts';
import { INTERFACE_LANGUAGES } from '../../src/core/topic.ts';
import { splitList } from '../../src/languages/load.ts';

type Tree = { [key: string]: string | Tree };
type Entries = Record<string, Record<string, string>>;

const read = (path: string) => readFileSync(new URL(`../../src/languages/${path}`, import.meta.url), 'utf8');
const load = <T>(path: string): T => parse(read(path)) as T;

/** Every text of a tree with the path to it. */
const leaves = (tree: Tree, path = ''): [string, unknown][] =>
  Object.entries(tree).flatMap(([key, value]): [string, unknown][] =>
    typeof value === 'object' && value !== null ? leaves(value, `${path}/${key}`) : [[`${path}/${key}`, value]],
  );
const blanks = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

const twice = <T>(list: readonly T[]) => [...new Set(list.filter((item, i) => list.indexOf(item) !== i))];

describe('interface.yaml', () => {
  const english = leaves(load<Tree>('en/interface.yaml'));

  test.each(INTERFACE_LANGUAGES)('%s has every key, with words', (language) => {
    const own = leaves(load<Tree>(`${language}/interface.yaml`));
    expect(own.map(([path]) => path).sort()).toEqual(english.map(([path]) => path).sort());
    expect(own.filter(([, text]) => typeof text !== 'string' || text.trim() === '')).toEqual([]);
  });

  test.each(INTERFACE_LANGUAGES)('%s leaves the same blanks to fill', (language) => {
    const own = new Map(leaves(load<Tree>(`${language}/interface.yaml`)));
    for (const [path, text] of english) expect(blanks(String(own.get(path))), path).toEqual(blanks(String(text)));
  });

  test.each([
    ['ar', 'النقطة'],
    ['en', 'point'],
    ['es', 'Punto'],
    ['fr', 'Point'],
    ['ru', 'пункт'],
    ['zh', '条'],
  ])('%s calls what is before and what is behind alike, as a button has room for', (language, point) => {
    const { labels } = load<{ labels: Record<string, string> }>(`${language}/interface.yaml`);
    for (const label of [labels.previous, labels.following]) {
      expect(label).toContain(point);
      // Slack's buttons take 75 characters, Discord's 80.
      expect(label?.length).toBeLessThanOrEqual(75);
    }
  });

  test.each(INTERFACE_LANGUAGES)('%s names every kind, month, weekday and way of knowing', (language) => {
    const tree = load<Record<string, Record<string, string>>>(`${language}/interface.yaml`);
    for (const key of ['kinds', 'kinds_plural', 'kind_nouns', 'kind_phrases']) {
      expect(Object.keys(tree[key] ?? {}), key).toEqual([...KINDS]);
    }
    expect(Object.keys(tree.how ?? {})).toEqual(How.options);
    expect(splitList(tree.dates?.months ?? '')).toHaveLength(12);
    expect(splitList(tree.dates?.months_alone ?? '')).toHaveLength(12);
    expect(splitList(tree.dates?.weekdays ?? '')).toHaveLength(7);
  });

  test.each(INTERFACE_LANGUAGES)('%s has each section word once, and names all six languages', (language) => {
    const tree = load<Record<string, Record<string, string>>>(`${language}/interface.yaml`);
    expect(twice(Object.values(tree.sections ?? {}).flatMap(splitList))).toEqual([]);
    expect(Object.keys(tree.languages ?? {})).toEqual(expect.arrayContaining([...INTERFACE_LANGUAGES]));
  });
});

describe.each(['concepts.yaml', 'roles.yaml', 'organisations.yaml'])('%s', (path) => {
  const entries = load<Entries>(path);

  test('has the six languages in every entry', () => {
    for (const [id, words] of Object.entries(entries)) {
      const { state, kind, ...languages } = words;
      expect(Object.keys(languages), id).toEqual([...INTERFACE_LANGUAGES]);
      expect(state ?? 'XX', id).toMatch(/^[A-Z]{2}$/);
      expect(kind ?? 'generic', id).toMatch(/^(?:media|company|generic)$/);
      expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    }
  });

  test.each(INTERFACE_LANGUAGES)('%s has no empty, doubled or untrimmed word', (language) => {
    for (const [id, words] of Object.entries(entries)) {
      const text = words[language] ?? '';
      expect(text.split(', '), `${id}.${language}`).toEqual(splitList(text));
      expect(text.trim(), `${id}.${language}`).not.toBe('');
      expect(twice(splitList(text)), `${id}.${language}`).toEqual([]);
    }
  });

  test.each(INTERFACE_LANGUAGES)('%s gives no word to two entries', (language) => {
    const owners = new Map<string, string>();
    const shared: string[] = [];
    for (const [id, words] of Object.entries(entries)) {
      for (const word of splitList(words[language] ?? '')) {
        const key = word.toLowerCase();
        const owner = owners.get(key);
        if (owner !== undefined && owner !== id) shared.push(`${word}: ${owner}, ${id}`);
        owners.set(key, id);
      }
    }
    expect(shared).toEqual([]);
  });
});

describe('states', () => {
  const states = load<Entries>('states.json');
  const codes = Object.keys(states);

  test('has every state in the six languages', () => {
    expect(codes.length).toBeGreaterThan(195);
    expect(codes).toEqual([...codes].sort());
    expect(codes).toEqual(expect.arrayContaining(['CN', 'RU', 'US', 'PS', 'TW', 'HK', 'XK', 'VA']));
    expect(codes).not.toContain('EU');
    for (const code of codes) {
      expect(code).toMatch(/^[A-Z]{2}$/);
      expect(Object.keys(states[code] ?? {}), code).toEqual([...INTERFACE_LANGUAGES]);
      expect(
        Object.values(states[code] ?? {}).every((name) => name.trim() !== ''),
        code,
      ).toBe(true);
    }
  });

  test.each(INTERFACE_LANGUAGES)('%s gives no name to two states', (language) => {
    expect(twice(codes.map((code) => states[code]?.[language]))).toEqual([]);
  });

  test.each(['ar', 'en'])('%s/states.yaml knows every state, and no word stands for two', (language) => {
    const aliases = load<Entries>(`${language}/states.yaml`);
    expect(Object.keys(aliases).sort()).toEqual(codes);
    for (const [code, lists] of Object.entries(aliases)) {
      expect(Object.keys(lists), code).toEqual(['names', 'capitals', 'adjectives']);
      expect(splitList(lists.names ?? ''), code).not.toEqual([]);
    }
    expect(twice(Object.values(aliases).flatMap((lists) => Object.values(lists).flatMap(splitList)))).toEqual([]);
  });
});
