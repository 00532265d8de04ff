import { z } from 'zod';
import { InterfaceLanguage } from '../core/topic.ts';
import { check, ListsByLanguage, loadYaml, once, oncePer } from './load.ts';
import { findPhrases, type Phrases, phrasesOf } from './phrases.ts';
import { tokensOf } from './stem.ts';

/** Subjects of public affairs by id, with their words in the six languages; the first is the form to show. */
export const concepts: () => Record<string, Record<InterfaceLanguage, string[]>> = once(() =>
  check('concepts.yaml', z.record(z.string(), ListsByLanguage), loadYaml('concepts.yaml')),
);

/** Words too common to be subjects, that questions use all the same; see common.yaml. Their ids begin with "common:". */
export const commonWords: () => Record<string, Record<InterfaceLanguage, string[]>> = once(() => {
  const words = check('common.yaml', z.record(z.string(), ListsByLanguage), loadYaml('common.yaml'));
  return Object.fromEntries(Object.entries(words).map(([id, lists]) => [`common:${id}`, lists]));
});

const commonPhrases: (language: InterfaceLanguage) => Phrases<string> = oncePer((language) =>
  phrasesOf(
    Object.entries(commonWords()).map(([id, words]) => ({ value: id, words: words[language] })),
    language,
  ),
);

const phrases: (language: InterfaceLanguage) => Phrases<string> = oncePer((language) =>
  phrasesOf(
    Object.entries(concepts()).map(([id, words]) => ({ value: id, words: words[language] })),
    language,
  ),
);

/** The ids of the concepts that a text speaks of, each once, in the order of their first mention. */
export function conceptsIn(text: string, language: string): string[] {
  return idsIn(text, language, phrases);
}

/** The ids of the common words in a text. */
export function commonWordsIn(text: string, language: string): string[] {
  return idsIn(text, language, commonPhrases);
}

function idsIn(text: string, language: string, list: (language: InterfaceLanguage) => Phrases<string>): string[] {
  const known = InterfaceLanguage.safeParse(language);
  if (!known.success) return [];
  return [...new Set(findPhrases(tokensOf(text, language), list(known.data)).map(({ value }) => value))];
}
