import type { Direction } from '../core/document.ts';
import type { InterfaceLanguage } from '../core/topic.ts';

const FSI = '\u2068';
const PDI = '\u2069';

const RIGHT_TO_LEFT = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

/** Letters that run right to left. */
const RTL_LETTER =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
const LETTER = /\p{L}/gu;
/** Digits that punctuation holds together: after Arabic letters a date or range would be set in reverse. */
const COMPOUND_NUMBER = /\d[-+/:.,\u2013]\d/u;

/** The direction in which a language (BCP 47) is written. */
export function directionOf(language: string): Direction {
  return RIGHT_TO_LEFT.has(language.split('-', 1)[0]?.toLowerCase() ?? '') ? 'rtl' : 'ltr';
}

/**
 * Wraps a name, number or quote that runs the other way than the text round it, so that neither reorders the other.
 * What runs the same way is left alone: a control character that does nothing can still disturb a bare terminal.
 */
export function isolate(text: string, around: Direction): string {
  return runsAgainst(text, around) ? FSI + text + PDI : text;
}

function runsAgainst(text: string, around: Direction): boolean {
  if (around === 'ltr') return RTL_LETTER.test(text);
  if (COMPOUND_NUMBER.test(text)) return true;
  return (text.match(LETTER) ?? []).some((letter) => !RTL_LETTER.test(letter));
}

const CONTROL_TO_SPACE = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;
/**
 * What an article must not bring into anything we print: terminal control, bidi controls and marks, zero-width and
 * tag characters (text that nobody sees). The Arabic number signs are of the same class and are seen.
 */
const NEVER_PRINTED = /(?![\u0600-\u0605\u06DD\u070F\u08E2\u200C\u200D])[\p{Cc}\p{Cf}]|\u034F/gu;
/** Joiners belong between letters (Persian, Indic scripts) and between the parts of an emoji; elsewhere they hide. */
const STRAY_JOINER =
  /(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200C\u200D]|[\u200C\u200D](?![\p{L}\p{M}\p{Extended_Pictographic}])/gu;

/** Text of an article made safe to show: one line, well-formed, nothing invisible. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(CONTROL_TO_SPACE, ' ')
    .replace(NEVER_PRINTED, '')
    .replace(STRAY_JOINER, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** The comma of a language, with its space. */
export function commaOf(language: InterfaceLanguage): string {
  return { ar: '، ', zh: '、', en: ', ', es: ', ', fr: ', ', ru: ', ' }[language];
}

/** "Said by: Wang Yi", with the colon as the language sets it. */
export function labelled(label: string, value: string, language: InterfaceLanguage): string {
  return label + { ar: ': ', zh: '：', en: ': ', es: ': ', fr: '\u00A0: ', ru: ': ' }[language] + value;
}
