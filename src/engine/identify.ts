import { UserError } from '../core/errors.ts';

/** What language a text is in, and whether that is beyond doubt. */
export type Identified = { language: string; certain: boolean };

const SCRIPTS: [string, RegExp][] = [
  ['th', /\p{Script=Thai}/u],
  ['he', /\p{Script=Hebrew}/u],
  ['el', /\p{Script=Greek}/u],
  ['ko', /\p{Script=Hangul}/u],
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['zh', /\p{Script=Han}/u],
  ['hi', /\p{Script=Devanagari}/u],
  ['bn', /\p{Script=Bengali}/u],
  ['ta', /\p{Script=Tamil}/u],
  ['ka', /\p{Script=Georgian}/u],
  ['hy', /\p{Script=Armenian}/u],
  ['am', /\p{Script=Ethiopic}/u],
];

/** Letters that Persian, Urdu and their neighbours have and Arabic has not. */
const NOT_ARABIC = /[پچژگکیےٹڈڑں]/gu;
const CYRILLIC_OTHER: [string, RegExp][] = [
  ['uk', /[іїєґ]/iu],
  ['be', /[ўі]/iu],
  ['sr', /[ђћџљњј]/iu],
];

/** How many letters a text needs before its language alone is ground to refuse it. */
const ENOUGH_LETTERS = 150;

/**
 * Identifies the language of a text by its script, and among Latin-script languages by letter statistics.
 * @param detect Latin-script identification: language code and whether it is reliable, or null where it has no idea.
 */
export function identify(text: string, detect: (text: string) => Identified | null): Identified {
  const sample = text.slice(0, 20_000);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return { language: 'und', certain: false };
  const count = (pattern: RegExp) => sample.match(new RegExp(pattern.source, 'gu'))?.length ?? 0;
  const latin = count(/\p{Script=Latin}/u);
  const arabic = count(/\p{Script=Arabic}/u);
  const cyrillic = count(/\p{Script=Cyrillic}/u);
  const enough = letters >= ENOUGH_LETTERS;
  if (arabic * 2 > letters) return { language: arabicScript(sample, arabic), certain: enough };
  if (cyrillic * 2 > letters) {
    const other = CYRILLIC_OTHER.find(([, pattern]) => count(pattern) > cyrillic * 0.01);
    return { language: other?.[0] ?? 'ru', certain: enough };
  }
  for (const [language, pattern] of SCRIPTS) {
    const own = count(pattern);
    // A few kana make a text Japanese however many Han characters it has.
    if (own * 2 > letters || (language === 'ja' && own > letters * 0.1)) return { language, certain: enough };
  }
  const found = latin > 0 ? detect(sample.slice(0, 4000)) : null;
  return found ? { language: found.language, certain: found.certain && enough } : { language: 'und', certain: false };
}

function arabicScript(sample: string, letters: number): string {
  const foreign = sample.match(NOT_ARABIC)?.length ?? 0;
  if (foreign <= letters * 0.02) return 'ar';
  return /[ٹڈڑےں]/u.test(sample) ? 'ur' : 'fa';
}

/** The name of a language in English, for messages. */
function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** The refusal of a language that has no pack. */
export function unsupported(code: string, packs: readonly string[]): UserError {
  const reads = packs.map(languageName).join(', ');
  const known = code === 'und' ? 'in a language that Readout could not identify' : `in ${languageName(code)} (${code})`;
  return new UserError(
    `The article is ${known}, which Readout cannot read yet; it reads ${reads}. If that is wrong, name the language with --article-language.`,
  );
}
