/**
 * The matching fold: what makes two spellings of the same words equal. One table for every language, so that the
 * engine, the questions and the checks agree; the stored text itself is never folded.
 */

/** Characters that carry no letters: bidi controls, zero-width and soft hyphen, variation selectors, tatweel. */
const INVISIBLE = /[\p{Cf}\p{Variation_Selector}\u0640\u115F\u1160\u17B4\u17B5]|\u034F/gu;

/** Arabic vowel marks and Koranic signs, the combining hamza and maddah among them. */
const ARABIC_MARKS =
  /[\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E4\u06E7\u06E8\u06EA-\u06ED\u08D3-\u08FF]/gu;

const SAME: Record<string, string> = {
  // Arabic: alef, hamza seats, ya, ta marbuta, and the Persian and Urdu forms that news sites mix in.
  آ: 'ا',
  أ: 'ا',
  إ: 'ا',
  ٱ: 'ا',
  ؤ: 'و',
  ئ: 'ي',
  ى: 'ي',
  ی: 'ي',
  ې: 'ي',
  ة: 'ه',
  ە: 'ه',
  ک: 'ك',
  // Russian writes ё or е as it pleases.
  ё: 'е',
  // Quotation marks and apostrophes that only typography tells apart.
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '″': '"',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  ʼ: "'",
  ʹ: "'",
  '′': "'",
  '´': "'",
  '`': "'",
  '‐': '-',
  '‑': '-',
  '⁃': '-',
};

const ARABIC_DIGIT = /[\u0660-\u0669\u06F0-\u06F9]/gu;
const SPECIAL = new RegExp(`[${Object.keys(SAME).join('')}]`, 'gu');

const seen = new Map<string, string>();

/**
 * Folds one character: a code point, or a letter with the combining marks that follow it. May return nothing (a mark,
 * a control) or several characters (a ligature).
 */
export function foldChar(ch: string): string {
  const known = seen.get(ch);
  if (known !== undefined) return known;
  const folded = fold(ch);
  // Unusual clusters are endless; a cache of the common characters is what pays.
  if (seen.size < 20_000) seen.set(ch, folded);
  return folded;
}

function fold(ch: string): string {
  if (ch in SAME) return SAME[ch] ?? '';
  // A spacing accent or an isolated presentation form decomposes into a space and a mark: the space is not in the text.
  const plain = ch.normalize('NFKC').replace(/^ (?=\p{M})/u, '');
  return plain
    .toLowerCase()
    .replace(INVISIBLE, '')
    .replace(ARABIC_MARKS, '')
    .normalize('NFC')
    .replace(SPECIAL, (found) => SAME[found] ?? found)
    .replace(ARABIC_DIGIT, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
}

/** A base character with its combining marks, or marks that stand alone. */
export const CLUSTER = /\P{M}\p{M}*|\p{M}+/gu;

/** Characters that fold one by one and nothing else: line ends, ASCII but for the backtick, Latin-1, Cyrillic, Arabic, Han. */
const SIMPLE =
  /^[\n -_a-~\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u00FF\u0400-\u045F\u060C\u061B\u061F\u0621-\u063A\u0641-\u064A\u4E00-\u9FFF]*$/;

/**
 * Folds a text for matching: compatibility forms, case, Arabic marks and letter variants, digits, quotation marks;
 * invisible characters go. Offsets are not kept.
 */
export function foldText(text: string): string {
  if (SIMPLE.test(text)) return text.toLowerCase().replace(SPECIAL, (found) => SAME[found] ?? found);
  return text.replace(CLUSTER, foldChar);
}

/** Folds the words of a list, which hold no line ends, at once: a pack has thousands. */
export function foldList(words: readonly string[]): string[] {
  return words.length === 0 ? [] : foldText(words.join('\n')).split('\n');
}
