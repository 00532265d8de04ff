import { existsSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { z } from 'zod';
import type { InterfaceLanguage } from '../core/topic.ts';

/** The value of a data file beside this one, or null where there is no such file. */
export function loadYaml(path: string): unknown {
  const file = new URL(path, import.meta.url);
  if (!existsSync(file)) return null;
  // js-yaml reads a pack in a tenth of the time of `yaml`, which is for files whose faults are shown by line.
  return load(readFileSync(file, 'utf8'));
}

/** Checks a data file's value; a fault names the file and the place in it. */
export function check<T>(path: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Error(`src/languages/${path}: ${issue?.path.join('.')}: ${issue?.message}`, { cause: result.error });
}

/** Phrases in one scalar, with commas between them (Arabic and Chinese ones too) or on lines of their own. */
export const List = z.string().transform(splitList);

export function splitList(text: string): string[] {
  return text
    .split(/[,،，、\n]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Lists for each of the six languages, none of them empty. */
export const ListsByLanguage = z
  .strictObject({ ar: filled(), en: filled(), es: filled(), fr: filled(), ru: filled(), zh: filled() })
  .transform(lists);

function filled() {
  return z.string().regex(/[^\s,]/u, 'needs at least one word');
}

/** A run needs one or two of the languages: each is split when it is first asked for. */
export function lists(raw: Readonly<Record<InterfaceLanguage, string>>): Record<InterfaceLanguage, string[]> {
  const made = new Map<InterfaceLanguage, string[]>();
  const list = (language: InterfaceLanguage) => {
    const words = made.get(language) ?? splitList(raw[language]);
    made.set(language, words);
    return words;
  };
  return {
    get ar() {
      return list('ar');
    },
    get en() {
      return list('en');
    },
    get es() {
      return list('es');
    },
    get fr() {
      return list('fr');
    },
    get ru() {
      return list('ru');
    },
    get zh() {
      return list('zh');
    },
  };
}

/** The same value at every call after the first. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** As `once`, for each key. */
export function oncePer<K, T>(make: (key: K) => T): (key: K) => T {
  const made = new Map<K, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
