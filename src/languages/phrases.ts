import { type Token, tokensOf } from './stem.ts';

type Phrase<T> = { value: T; stems: string[]; exact: string | null };

/** Phrases by the stem of their first word, the longest first. */
export type Phrases<T> = ReadonlyMap<string, readonly Phrase<T>[]>;

/** A phrase where it stands: tokens `from` up to `to`. */
export type PhraseMatch<T> = { value: T; from: number; to: number };

/**
 * Makes phrases ready for `findPhrases`. Several may have the same words: all are found.
 * Short words in capitals (US, EU, UN) match only as they are written: folded they are other words.
 */
export function phrasesOf<T>(entries: readonly { value: T; words: readonly string[] }[], language: string): Phrases<T> {
  const phrases = new Map<string, Phrase<T>[]>();
  const add = (phrase: Phrase<T>) => {
    const [first] = phrase.stems;
    if (first === undefined) return;
    const same = phrases.get(first);
    if (same) same.push(phrase);
    else phrases.set(first, [phrase]);
  };
  for (const { value, words } of entries) {
    for (const text of words) {
      const tokens = tokensOf(text, language);
      const exact = tokens.length === 1 && /^\p{Lu}{2,3}$/u.test(text) ? text : null;
      const stems = tokens.map(ownStem);
      add({ value, stems, exact });
      // What the stemmer takes for an ending may belong to a name: Лавров, of which Лаврова is a form.
      const last = tokens.at(-1);
      if (last && last.word !== ownStem(last)) add({ value, stems: [...stems.slice(0, -1), last.word], exact });
    }
  }
  for (const list of phrases.values()) list.sort((a, b) => b.stems.length - a.stems.length);
  return phrases;
}

/**
 * Where phrases stand among tokens: from left to right, the longest at each place, none inside another. All phrases
 * of that length at a place are found, whichever list they come from.
 */
export function findPhrases<T>(tokens: readonly Token[], ...lists: readonly Phrases<T>[]): PhraseMatch<T>[] {
  const found: PhraseMatch<T>[] = [];
  for (let from = 0; from < tokens.length; ) {
    const { values, length } = longestAt(tokens, from, lists);
    for (const value of values) found.push({ value, from, to: from + length });
    from += Math.max(1, length);
  }
  return found;
}

function longestAt<T>(tokens: readonly Token[], from: number, lists: readonly Phrases<T>[]) {
  const values: T[] = [];
  let length = 0;
  for (const phrases of lists) {
    for (const key of tokens[from]?.stems ?? []) {
      for (const phrase of phrases.get(key) ?? []) {
        if (phrase.stems.length < length) break;
        if (!fits(tokens, from, phrase)) continue;
        if (phrase.stems.length > length) values.length = 0;
        length = phrase.stems.length;
        if (!values.includes(phrase.value)) values.push(phrase.value);
      }
    }
  }
  return { values, length };
}

function fits<T>(tokens: readonly Token[], from: number, { stems, exact }: Phrase<T>): boolean {
  if (exact !== null && tokens[from]?.raw !== exact) return false;
  for (let i = 0; i < stems.length; i++) {
    if (!tokens[from + i]?.stems.includes(stems[i] ?? '')) return false;
  }
  return true;
}

function ownStem(token: Token): string {
  return token.stems[0] ?? token.word;
}
