import { fold } from './fold.ts';
import type { Lexicon } from './lexicon.ts';

/** A word, a number or one punctuation mark. Offsets are UTF-16 units of the stored text. */
export type Token = {
  index: number;
  start: number;
  end: number;
  /** The folded words. */
  norm: string;
  kind: 'word' | 'number' | 'mark';
  /** The stored text has an upper-case first letter here. */
  capital: boolean;
  /** All letters upper case, two or more of them. */
  shouted: boolean;
};

/** One sentence: its tile of the text and the tokens `[from, to)` that stand in it. */
export type Sentence = { index: number; start: number; end: number; from: number; to: number; paragraph: number };

export type Segments = { text: string; tokens: Token[]; sentences: Sentence[] };

// Initials and "U.S."; a word with an inner apostrophe; a possessive; a number; any other visible character.
// English parts "we'll" and "they've"; two single quotation marks are one double.
export const TOKEN =
  /''|``|(?:\p{L}\.){2,}|\p{L}[\p{L}\p{M}\p{N}_]*(?:'(?!(?:s|ll|re|ve|d|m)(?![\p{L}\p{N}]))\p{L}+)*|'(?:s|ll|re|ve|d|m)(?![\p{L}\p{N}])|\p{N}+(?:[.,:]\p{N}+)*\p{L}*|[^\s]/gu;
const WORD = /^(?:[\p{L}\p{M}]|'s$)/u;
const NUMBER = /^\p{N}/u;
const CONTRACTED = /^'(?:ll|re|ve|d|m)$/u;

/** Words, numbers and marks of a text, in order. */
export function tokenize(text: string): Token[] {
  const folded = fold(text);
  const tokens: Token[] = [];
  // Without a match object for each token: from where the last one ended, what is no space is the next.
  TOKEN.lastIndex = 0;
  for (let from = 0; TOKEN.test(folded.text); from = TOKEN.lastIndex) {
    while (isSpace(folded.text.charCodeAt(from))) from++;
    const word = folded.text.slice(from, TOKEN.lastIndex);
    const norm = word === "''" || word === '``' ? '"' : word;
    const start = folded.starts[from] ?? 0;
    const end = folded.ends[TOKEN.lastIndex - 1] ?? 0;
    // One character may fold to several (½, ﷺ): they are one token.
    if (start < (tokens.at(-1)?.end ?? 0)) continue;
    const first = text[start] ?? '';
    const kind = kindOf(norm);
    const capital = kind === 'word' && first !== first.toLowerCase();
    const shouted = capital && norm.length > 1 && isShouted(text.slice(start, end));
    tokens.push({ index: tokens.length, start, end, norm, kind, capital, shouted });
  }
  return tokens;
}

/** What `\s` matches, of which no token has any. */
function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0xa0 && /\s/u.test(String.fromCharCode(code)));
}

function kindOf(norm: string): Token['kind'] {
  const code = norm.charCodeAt(0);
  // The letters of most words, without a regular expression for each.
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x621 && code <= 0x64a)) return 'word';
  return NUMBER.test(norm) ? 'number' : WORD.test(norm) || CONTRACTED.test(norm) ? 'word' : 'mark';
}

function isShouted(word: string): boolean {
  return word === word.toUpperCase() && word !== word.toLowerCase();
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string): Intl.Segmenter {
  let segmenter = segmenters.get(language);
  if (!segmenter) {
    segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
    segmenters.set(language, segmenter);
  }
  return segmenter;
}

// Tokenised corpora and some feeds set a space before the full stop, which no sentence rule of Unicode breaks at.
const SPACED_STOP = /(?<=\s[.!?؟]["')\]]*)\s+/gu;
const STOP = /[.!?؟。！？…]["'”’»)\]\s]*$/u;

/** Sentence tiles `[start, end)`: together they are the text, without gap or overlap. */
export function sentenceTiles(text: string, language: string, abbreviations: ReadonlySet<string>): [number, number][] {
  const tiles: [number, number][] = [];
  const wrapped = isHardWrapped(text);
  let glue = false;
  for (const { segment, index } of segmenterOf(language).segment(text)) {
    let from = index;
    const cuts = [...segment.matchAll(SPACED_STOP)].map((m) => index + m.index + m[0].length);
    for (const to of [...cuts.filter((cut) => cut < index + segment.length), index + segment.length]) {
      const last = tiles.at(-1);
      // `"Who knows?" and left`: what goes on in lower case after a quotation is the same sentence.
      if (
        last &&
        /^\p{Ll}/u.test(text.slice(from, from + 2)) &&
        /[.!?]["”»]\s*$/u.test(text.slice(last[1] - 6, last[1]))
      )
        glue = true;
      if (glue && last) last[1] = to;
      else tiles.push([from, to]);
      from = to;
      glue = false;
    }
    glue = endsOpen(wrapped ? segment.replace(/(?<!\n)\n$/u, '') : segment, abbreviations);
  }
  return tiles;
}

/** Whether lines are broken for width and not for sense: most are of one length and end without a stop. */
function isHardWrapped(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 4) return false;
  const broken = lines
    .slice(0, -1)
    .filter((line) => line.length >= 50 && line.length <= 100 && !STOP.test(line.trimEnd()));
  return broken.length > (lines.length - 1) * 0.6;
}

/** Whether a piece that Unicode's rules end here goes on: its last word is an abbreviation or an initial. */
function endsOpen(piece: string, abbreviations: ReadonlySet<string>): boolean {
  if (/\n\s*$/u.test(piece)) return false;
  const last = /(\S+)\s*$/u.exec(piece.slice(-40))?.[1];
  if (!last) return true;
  if (!STOP.test(last)) return !/[\n:]\s*$/u.test(piece);
  const word = last.replace(/^["'(“‘«[]+/u, '').toLowerCase();
  return /^\p{L}\.$/u.test(word) || abbreviations.has(word);
}

/** A sentence of more tokens, or a paragraph of more sentences, is read in parts: work stays in proportion to the text. */
const LONGEST_SENTENCE = 250;
const LONGEST_PARAGRAPH = 40;

/** Cuts a text into tokens and sentences. */
export function segment(text: string, lexicon: Lexicon): Segments {
  const tokens = tokenize(text);
  const sentences: Sentence[] = [];
  let at = 0;
  let paragraph = 0;
  let size = 0;
  for (const [start, end] of sentenceTiles(text, lexicon.language, lexicon.abbreviations)) {
    let from = at;
    while (at < tokens.length && (tokens[at]?.start ?? 0) < end) at++;
    let begins = start;
    while (from < at) {
      const to = at - from > LONGEST_SENTENCE ? partEnd(tokens, from) : at;
      const ends = to === at ? end : (tokens[to]?.start ?? end);
      sentences.push({ index: sentences.length, start: begins, end: ends, from, to, paragraph });
      begins = ends;
      from = to;
      size++;
    }
    if (text.slice(start, end).includes('\n') || size >= LONGEST_PARAGRAPH) {
      paragraph++;
      size = 0;
    }
  }
  return { text, tokens, sentences };
}

/** Where to cut a sentence that is too long: after its last mark that fits, else where it must be. */
function partEnd(tokens: Token[], from: number): number {
  for (let i = from + LONGEST_SENTENCE; i > from + LONGEST_SENTENCE / 2; i--) {
    if (/^[,،;؛:.]$/u.test(tokens[i - 1]?.norm ?? '')) return i;
  }
  return from + LONGEST_SENTENCE;
}
