import type { InterfaceLanguage } from '../core/topic.ts';
import { foldText } from '../languages/fold.ts';
import { interfaceOf, TIME_WORDS, type TimeWord } from '../languages/interface.ts';
import { oncePer } from '../languages/load.ts';

/** A day of the week, 0 (Sunday) to 6, as cron counts them. */
export type Weekday = number;

/** One word or number of a time, with all that it may mean: "a" is "at" and "to" in French. */
export type TimeToken = {
  means: ReadonlySet<TimeWord>;
  /** A number, in digits or in words. */
  number: number | null;
  clock: { hour: number; minute: number } | null;
  date: { year: number; month: number; day: number } | null;
  weekday: Weekday | null;
  /** January is 1. */
  month: number | null;
};

type Meaning = { means: Set<TimeWord>; number: number | null; weekday: Weekday | null; month: number | null };

/** The words of a time in a language; null where one of them has no meaning there. */
export function timeTokensOf(text: string, language: InterfaceLanguage): TimeToken[] | null {
  const tokens: TimeToken[] = [];
  let rest = plain(text);
  for (;;) {
    rest = rest.replace(/^[\s.;:()"'“”«»]+/u, '');
    if (rest === '') return tokens;
    const next = numeric(rest) ?? worded(rest, language);
    if (next === null) return null;
    tokens.push({ ...NOTHING, ...next.token });
    rest = rest.slice(next.length);
  }
}

const NOTHING: TimeToken = { means: new Set(), number: null, clock: null, date: null, weekday: null, month: null };

type Next = { token: Partial<TimeToken>; length: number };

/** Folded, and without accents: many leave them out. */
function plain(text: string): string {
  return foldText(text).normalize('NFD').replace(/\p{M}/gu, '').replace(/週/gu, '周').replace(/\s+/gu, ' ');
}

function numeric(rest: string): Next | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)(?:t(?=\d))?/u.exec(rest);
  if (iso) return { token: { date: dated(iso[1], iso[2], iso[3]) }, length: iso[0].length };
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/u.exec(rest);
  if (dotted) return { token: { date: dated(dotted[3], dotted[2], dotted[1]) }, length: dotted[0].length };
  const clock = /^(\d{1,2})[:.](\d{2})(?!\d)/u.exec(rest);
  if (clock) return { token: { clock: { hour: Number(clock[1]), minute: Number(clock[2]) } }, length: clock[0].length };
  // Chinese months are numbers with a word: they are words here.
  const number = /^(\d{1,4})(?![\d月])(?:-(?=\p{L}))?/u.exec(rest);
  return number && { token: { number: Number(number[1]) }, length: number[0].length };
}

function dated(year = '', month = '', day = '') {
  return { year: Number(year), month: Number(month), day: Number(day) };
}

function worded(rest: string, language: InterfaceLanguage): Next | null {
  if (/^[,،、，]/u.test(rest)) return { token: { means: new Set(['and']) }, length: 1 };
  if (/^[-–—~]/u.test(rest)) return { token: { means: new Set(['until']) }, length: 1 };
  const { meanings, longest, prefixes } = lexiconOf(language);
  const phraseAt = (from: number): Next | null => {
    for (let length = Math.min(longest, rest.length - from); length > 0; length -= 1) {
      const token = meanings.get(rest.slice(from, from + length));
      if (token && endsAt(rest, from + length)) return { token, length: from + length };
    }
    return null;
  };
  const prefix = prefixes.find((one) => rest.startsWith(one));
  return phraseAt(0) ?? (prefix === undefined ? null : (phraseAt(prefix.length) ?? beforeNumber(rest, prefix)));
}

/** "و15", "ب9": the prefix alone means what it means; the number comes next. */
function beforeNumber(rest: string, prefix: string): Next | null {
  return /^\d/u.test(rest.slice(prefix.length)) ? { token: { means: new Set(['and']) }, length: prefix.length } : null;
}

/** Whether a word ends here. Chinese is written without spaces. */
function endsAt(text: string, end: number): boolean {
  const [last = '', next = ''] = [text[end - 1], text[end]];
  return !/\p{L}/u.test(next) || !/\p{L}/u.test(last) || /\p{Script=Han}/u.test(last + next);
}

/** Monday first, as the data is. */
const DAYS: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 0];

const lexiconOf = oncePer((language: InterfaceLanguage) => {
  const { times, dates } = interfaceOf(language);
  const meanings = new Map<string, Meaning>();
  const add = (phrases: readonly string[], meaning: Partial<Omit<Meaning, 'means'>>, means?: TimeWord) => {
    for (const phrase of phrases.map(plain)) {
      const known = meanings.get(phrase) ?? { means: new Set(), number: null, weekday: null, month: null };
      if (means) known.means.add(means);
      meanings.set(phrase, { ...known, ...meaning });
    }
  };
  for (const word of TIME_WORDS) add(times.words[word], {}, word);
  for (const [i, word] of times.numbers.entries()) add([word], { number: i + 1 });
  for (const [i, words] of Object.values(times.weekdays).entries()) add(words, { weekday: DAYS[i] ?? 0 });
  for (const list of [times.short, dates.weekdays]) {
    for (const [i, word] of list.entries()) add([word], { weekday: DAYS[i] ?? 0 });
  }
  for (const list of [dates.months, dates.months_alone]) {
    for (const [i, word] of list.entries()) add([word], { month: i + 1 });
  }
  meanings.delete('~');
  const longest = Math.max(...[...meanings.keys()].map((phrase) => phrase.length));
  return { meanings, longest, prefixes: times.words.prefixes.map(plain).filter((one) => one !== '~') };
});
