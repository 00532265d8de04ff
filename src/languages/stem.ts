import { foldText } from './fold.ts';
import { oncePer } from './load.ts';

/**
 * A word of a text, for matching words with words: where it stands (UTF-16 units of the text given), and its light
 * stems, in which plural, case and article no longer matter. There are several where the first letter of an Arabic
 * word may be a conjunction or preposition; the first is the word's own. Han characters stand one by one.
 */
export type Token = { raw: string; word: string; stems: readonly string[]; start: number; end: number };

const WORD = /\p{Script=Han}|[[\p{L}\p{M}\p{N}\u0640\u200B-\u200F\u00AD]--\p{Script=Han}]+/gv;
const FRENCH_ELISION = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)$/u;

/** The words of a text. A stem is comparable with stems of the same language only. */
export function tokensOf(text: string, language: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(WORD)) {
    const raw = match[0];
    const { word, stems } = stemmed(raw, language);
    const start = match.index;
    const end = start + raw.length;
    if (word === '' || isClitic(word, language, text[start - 1], text[end])) continue;
    tokens.push({ raw, word, stems, start, end });
  }
  return tokens;
}

type Stemmed = { word: string; stems: readonly string[] };

const seenIn = oncePer((_language: string) => new Map<string, Stemmed>());

function stemmed(raw: string, language: string): Stemmed {
  const seen = seenIn(language);
  let known = seen.get(raw);
  if (!known) {
    const word = foldText(raw);
    known = { word, stems: makeStems(word, language) };
    // The same words come again in every article; rare ones are not kept without end.
    if (seen.size < 10_000) seen.set(raw, known);
  }
  return known;
}

function makeStems(word: string, language: string): string[] {
  // Китая is of Китай, новая of новый.
  if (language === 'ru' && word.endsWith('ая')) return [stemRussian(word), word.slice(0, -1)];
  if (language !== 'ar') return [stem(word, language)];
  const rests = ARABIC_CLITICS.flatMap((clitic) => clitic.exec(word)?.[1] ?? []);
  return [...new Set([word, ...rests].map(stemArabic))];
}

/** "l’accord" is about an accord and "Lavrov’s" about Lavrov. */
function isClitic(word: string, language: string, before = '', after = ''): boolean {
  if (language === 'en') return word === 's' && /['’]/u.test(before);
  return language === 'fr' && /['’]/u.test(after) && FRENCH_ELISION.test(word);
}

/** The light stem of a folded word. */
export function stem(word: string, language: string): string {
  switch (language) {
    case 'ar':
      return stemArabic(word);
    case 'ru':
      return stemRussian(word);
    case 'en':
      return stemEnglish(plainLatin(word));
    case 'fr':
      return stemFrench(plainLatin(word));
    case 'es':
      return stemSpanish(plainLatin(word));
    default:
      return word;
  }
}

/** Without accents, which questions leave out. */
function plainLatin(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '');
}

/** Letters written onto a word that may as well be its own: a conjunction, a preposition, or both. */
const ARABIC_CLITICS = [/^[وف](.{3,})$/u, /^[وف]?[بلك](.{3,})$/u];
const ARABIC_SUFFIXES = ['هما', 'ها', 'هم', 'ان', 'ات', 'ون', 'ين', 'يه', 'ه', 'ي'];

/** Light stemming after Larkey, Ballesteros and Connell ("light10"): article and clitics off, then inflection. */
function stemArabic(word: string): string {
  let rest = word.replace(/^[وف]?(?:[بك]?ال|لل)(?=..)/u, '');
  const owned = /^(.{4,})ت(?:ها|هم|هما|نا|كم|ه)$/u.exec(rest);
  // Before a pronoun the ta marbuta is an open one: سيادتها is of سيادة.
  if (owned) rest = `${owned[1]}ه`;
  for (const suffix of ARABIC_SUFFIXES) {
    // The dual and plural endings are also how many roots end (تعاون).
    const least = suffix.endsWith('ن') ? 4 : 3;
    if (rest.endsWith(suffix) && rest.length - suffix.length >= least) rest = rest.slice(0, -suffix.length);
  }
  return rest;
}

const RUSSIAN_ENDINGS =
  /(?:иями|ями|ами|иях|ого|его|ому|ему|ыми|ими|ией|ией|иям|ием|ешь|ете|ыми|ая|яя|ую|юю|ое|ее|ие|ые|ый|ий|ой|ей|их|ых|им|ым|ом|ем|ам|ям|ах|ях|ов|ев|ия|ию|ии|ью|ья|ье|ю|я|а|о|у|е|и|ы|ь|й)$/u;

function stemRussian(word: string): string {
  // "Which" and "such" are no forms of "how" and "so".
  if (/^[кт]ак/u.test(word)) return word;
  const plain = word.length > 5 ? word.replace(/с[ья]$/u, '') : word;
  const stemmed = plain.replace(RUSSIAN_ENDINGS, '');
  return stemmed.length >= 3 ? stemmed : plain;
}

function stemEnglish(word: string): string {
  if (word.length <= 3) return word;
  const singular = word
    .replace(/ies$/u, 'y')
    .replace(/(ss|x|z|ch|sh)es$/u, '$1')
    .replace(/(?<![suia])s$/u, '');
  const bare = singular.replace(/(?<=[aeiouy].*[^e])(?:ing|ed)$/u, '').replace(/([b-df-hj-np-tv-z])\1$/u, '$1');
  return bare.length < 3 ? singular : bare.replace(/(?<=...)e$/u, '').replace(/(?<=..)y$/u, 'i');
}

function stemFrench(word: string): string {
  if (word.length <= 3) return word;
  return word
    .replace(/aux$/u, 'al')
    .replace(/[sx]$/u, '')
    .replace(/(?<=...)ee?$/u, '');
}

function stemSpanish(word: string): string {
  if (word.length <= 3) return word;
  return word
    .replace(/(?<=[lnrdzj])es$/u, '')
    .replace(/s$/u, '')
    .replace(/(?<=...)[aoe]$/u, '');
}
