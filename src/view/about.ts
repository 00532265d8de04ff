import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../core/topic.ts';
import { foldText } from '../languages/fold.ts';
import { interfaceOf, SECTIONS, type SectionName } from '../languages/interface.ts';

/** What somebody wants to see, as they put it in one line of text. */
export type Asked =
  | { show: 'card' }
  | { show: 'point'; number: number }
  | { show: 'range'; from: number; to: number }
  | { show: 'section'; section: SectionName }
  | { show: 'question'; question: string };

const NUMBER = /^(?:#|№|n[.°º]?\s*)?(\d{1,4})$/iu;
/** "3-5", "3 – 5", "3..5", "3 to 5" in the six languages. */
const RANGE = /^(\d{1,4})\s*(?:-|‐|‑|–|—|~|～|\.\.|…|to|a|à|al|до|по|至|到|الي)\s*(\d{1,4})$/iu;

/** Reads what is asked: nothing (the card), a number, a range, a section in any of the six languages, else a question. */
export function parseAbout(text: string, reader: InterfaceLanguage): Asked {
  const wanted = text.trim();
  if (wanted === '') return { show: 'card' };
  const folded = foldText(wanted);
  const number = NUMBER.exec(folded)?.[1];
  if (number !== undefined) return { show: 'point', number: Number(number) };
  const range = RANGE.exec(folded);
  if (range) {
    const [from, to] = [Number(range[1]), Number(range[2])];
    return { show: 'range', from: Math.min(from, to), to: Math.max(from, to) };
  }
  const section = sectionNamed(wanted, reader);
  return section === null ? { show: 'question', question: wanted } : { show: 'section', section };
}

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
