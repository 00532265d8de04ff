import type { Evidence, Line } from '../core/briefing.ts';
import type { Wording } from '../core/document.ts';
import { interfaceOf } from '../languages/interface.ts';
import type { PageOf } from './addresses.ts';
import { clean, directionOf } from './direction.ts';
import type { Translate } from './find.ts';
import type { Reader } from './gloss.ts';

/**
 * A reader, the editor's translation if there is one in the reader's language, whether the article's words are always
 * shown, and where the briefing is on the page, if it is.
 */
export type Showing = Reader & { translate: Translate | null; quotes: boolean; page?: PageOf | null };

/** Readout's own words to the reader. */
export function said(text: string, reader: Reader): Wording {
  const { language } = reader;
  return { made: 'interface', text, language, direction: directionOf(language), mark: null };
}

/** The article's words. */
export function quoted(text: string, { briefing }: Reader): Wording {
  const { language } = briefing;
  return { made: 'article', text: clean(text), language, direction: directionOf(language), mark: null };
}

/** A gloss, marked as one. */
export function glossed(text: string, reader: Reader): Wording {
  return { ...said(text, reader), made: 'gloss', mark: interfaceOf(reader.language).labels.gloss };
}

/**
 * A line or a point as the reader gets it: the article's words in the article's language; else an editor's
 * translation, with the article's words where `quotes` asks for them; else the gloss, always beside the article's words.
 */
export function wordingsOf(line: Line, gloss: string | null, showing: Showing): Wording[] {
  const quote = quoted(line.text, showing);
  if (showing.briefing.language === showing.language) return [quote];
  const translation = translated(line.evidence, showing);
  if (translation) return showing.quotes ? [translation, quote] : [translation];
  return gloss === null ? [quote] : [glossed(gloss, showing), quote];
}

/** The editor's translation of evidence, marked as what it is. */
export function translated(evidence: readonly Evidence[], showing: Showing): Wording | null {
  const text = showing.translate?.(evidence) ?? null;
  if (text === null) return null;
  const mark = interfaceOf(showing.language).labels.editors_translation;
  return { ...said(clean(text), showing), made: 'translation', mark };
}
