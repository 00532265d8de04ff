import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../core/topic.ts';
import { concepts } from '../languages/concepts.ts';
import { findPhrases, type Phrases, phrasesOf } from '../languages/phrases.ts';
import { tokensOf } from '../languages/stem.ts';

const byLanguage = new Map<string, Phrases<string>>();

function conceptPhrases(language: InterfaceLanguage): Phrases<string> {
  let phrases = byLanguage.get(language);
  if (!phrases) {
    const entries = Object.entries(concepts()).map(([value, words]) => ({ value, words: words[language] }));
    phrases = phrasesOf(entries, language);
    byLanguage.set(language, phrases);
  }
  return phrases;
}

/** The concepts of public affairs that a stretch of text names, in the order in which it names them. */
export function subjectsOf(text: string, language: string): string[] {
  const known = INTERFACE_LANGUAGES.find((code) => code === language);
  if (!known) return [];
  return [...new Set(findPhrases(tokensOf(text, known), conceptPhrases(known)).map(({ value }) => value))];
}
