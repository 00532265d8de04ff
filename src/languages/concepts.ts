import { z } from 'zod';
import { InterfaceLanguage } from '../core/topic.ts';
import { check, ListsByLanguage, loadYaml, once, oncePer } from './load.ts';
import { findPhrases, type Phrases, phrasesOf } from './phrases.ts';
import { tokensOf } from './stem.ts';

/** Subjects of public affairs by id, with their words in the six languages; the first is the form to show. */
export const concepts: () => Record<string, Record<InterfaceLanguage, string[]>> = once(() =>
  check('concepts.yaml', z.record(z.string(), ListsByLanguage), loadYaml('concepts.yaml')),
);

/** The ways in which things are said and done: phone call, summit, statement; the first word is the one to show. */
export const events: () => Record<string, Record<InterfaceLanguage, string[]>> = once(() =>
  check('events.yaml', z.record(z.string(), ListsByLanguage), loadYaml('events.yaml')),
);

/** Words too common to be subjects, that questions use all the same; see common.yaml. Their ids begin with "common:". */
export const commonWords: () => Record<string, Record<InterfaceLanguage, string[]>> = once(() => {
  const words = check('common.yaml', z.record(z.string(), ListsByLanguage), loadYaml('common.yaml'));
  return Object.fromEntries(Object.entries(words).map(([id, lists]) => [`common:${id}`, lists]));
});

type Words = () => Record<string, Record<InterfaceLanguage, string[]>>;
type PhrasesOf = (language: InterfaceLanguage) => Phrases<string>;

const phrases = phrasesFrom(concepts);
const commonPhrases = phrasesFrom(commonWords);
const eventPhrases = phrasesFrom(events);

function phrasesFrom(words: Words): PhrasesOf {
  return oncePer((language) => {
    const entries = Object.entries(words()).map(([id, lists]) => ({ value: id, words: lists[language] }));
    return phrasesOf(entries, language);
  });
}

/** The ids of the concepts that a text speaks of, each once, in the order of their first mention. */
export function conceptsIn(text: string, language: string): string[] {
  return idsIn(text, language, phrases);
}

/** The ids of the common words in a text. */
export function commonWordsIn(text: string, language: string): string[] {
  return idsIn(text, language, commonPhrases);
}

/** The ids of the events that a text speaks of. */
export function eventsIn(text: string, language: string): string[] {
  return idsIn(text, language, eventPhrases);
}

function idsIn(text: string, language: string, list: PhrasesOf): string[] {
  const known = InterfaceLanguage.safeParse(language);
  if (!known.success) return [];
  return [...new Set(findPhrases(tokensOf(text, language), list(known.data)).map(({ value }) => value))];
}
