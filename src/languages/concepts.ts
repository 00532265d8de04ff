import { z } from 'zod';
import { InterfaceLanguage } from '../core/topic.ts';
import { check, ListsByLanguage, loadYaml, once, oncePer } from './load.ts';
import { findPhrases, type PhraseMatch, type Phrases, phrasesOf } from './phrases.ts';
import { type Token, tokensOf } from './stem.ts';

/** Subjects of public affairs by id, with their words in the six languages; the first is the form to show. */
export const concepts: () => Record<string, Record<InterfaceLanguage, string[]>> = once(() =>
  check('concepts.yaml', z.record(z.string(), ListsByLanguage), loadYaml('concepts.yaml')),
);

const phrases: (language: InterfaceLanguage) => Phrases<string> = oncePer((language) =>
  phrasesOf(
    Object.entries(concepts()).map(([id, words]) => ({ value: id, words: words[language] })),
    language,
  ),
);

/** The concepts that tokens of one of the six languages speak of, in text order; the longest words win. */
export function conceptsAmong(tokens: readonly Token[], language: string): PhraseMatch<string>[] {
  const known = InterfaceLanguage.safeParse(language);
  return known.success ? findPhrases(tokens, phrases(known.data)) : [];
}

/** The ids of the concepts that a text speaks of, each once, in the order of their first mention. */
export function conceptsIn(text: string, language: string): string[] {
  return [...new Set(conceptsAmong(tokensOf(text, language), language).map(({ value }) => value))];
}
