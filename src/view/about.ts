import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../core/topic.ts';
import { foldText } from '../languages/fold.ts';
import { interfaceOf, SECTIONS, type SectionName } from '../languages/interface.ts';

/** The section that a word names in any of the six languages; where two languages differ, in the reader's. */
export function sectionNamed(word: string, reader: InterfaceLanguage): SectionName | null {
  const wanted = foldText(word.trim());
  for (const language of [reader, ...INTERFACE_LANGUAGES]) {
    const { sections } = interfaceOf(language);
    const found = SECTIONS.find((name) => sections[name].some((own) => foldText(own) === wanted));
    if (found !== undefined) return found;
  }
  return null;
}

/** The names of the sections in a language, as a reader may write them. */
export function sectionNames(language: InterfaceLanguage): string[] {
  const { sections } = interfaceOf(language);
  return SECTIONS.map((name) => sections[name][0] ?? name);
}
