import { type Branch, branchOf, type Cue, type Meaning } from './cue.ts';
import type { Alternative, Clitics, Lexicon, Word } from './lexicon.ts';
import type { Segments, Sentence, Token } from './segment.ts';

/** A cue found in the text: tokens `[from, to)`, what it means, the form of its first word. */
export type Match = {
  from: number;
  to: number;
  /** Where a gap of the cue begins, in which the verb's subject may stand; `to` where the cue has none. */
  gap: number;
  /** Where what follows the gap begins. */
  gapEnd: number;
  meaning: Meaning;
  slot: string;
  /** The first word as it was read. */
  word: Alternative;
};

/** A segmented text with everything the lexicon knows of its words. */
export type Reading = Segments & {
  lexicon: Lexicon;
  /** The text tells names by capitals (the language does, and this text does). */
  cased: boolean;
  alternatives: Alternative[][];
  classes: ReadonlySet<string>[];
  /** Matches by first token, longest first. */
  matches: Match[][];
  sentenceOf: Uint32Array;
};

const NONE: ReadonlySet<string> = new Set();

/** Reads a segmented text with a lexicon: the classes of its words and the cues that stand in it, in one pass. */
export function read(segments: Segments, lexicon: Lexicon): Reading {
  const { tokens, sentences } = segments;
  const known = tokens.map((token) =>
    wordOf(token, segments.text[token.end - 1] === lexicon.pack.script.feminine, lexicon),
  );
  const alternatives = known.map((word) => word.alternatives);
  const classes = known.map((word) => word.classes);
  const words = tokens.filter((token) => token.kind === 'word');
  const capitals = words.filter((token) => token.capital).length;
  const reading: Reading = {
    ...segments,
    lexicon,
    cased: lexicon.pack.script.cased && capitals > 0 && capitals < words.length * 0.8,
    alternatives,
    classes,
    matches: new Array(tokens.length).fill(NO_MATCHES),
    sentenceOf: new Uint32Array(tokens.length),
  };
  for (const sentence of sentences) {
    reading.sentenceOf.fill(sentence.index, sentence.from, sentence.to);
    for (let i = sentence.from; i < sentence.to; i++) {
      const opens = known[i]?.opens;
      if (opens?.length) reading.matches[i] = matchesAt(reading, i, opens, sentence);
    }
    dropDenied(reading, sentence);
  }
  return reading;
}

/** Whether a token has a class of the pack's `words`. */
export function is(reading: Reading, index: number, name: string): boolean {
  return reading.classes[index]?.has(name) ?? false;
}

/** The match of a type that begins at a token, if any. */
export function matchAt<T extends Meaning['type']>(
  reading: Reading,
  index: number,
  type: T,
): (Match & { meaning: Extract<Meaning, { type: T }> }) | undefined {
  const matches = reading.matches[index];
  // Asked of every token for every type: most have no match, and none is worth a closure.
  if (matches) for (const match of matches) if (match.meaning.type === type) return match as never;
  return undefined;
}

/** The stored words of tokens `[from, to)`. */
export function wordsOf(reading: Reading, from: number, to: number): string {
  return reading.text.slice(reading.tokens[from]?.start ?? 0, reading.tokens[to - 1]?.end ?? 0);
}

/**
 * What the lexicon makes of a word, kept: the same words come again in every article.
 * `feminine`: the word ends in ta marbuta, which the fold makes the letter of "his": no suffix is to be read off it.
 */
function wordOf(token: Token, feminine: boolean, lexicon: Lexicon): Word {
  const words = feminine ? lexicon.feminineWords : lexicon.words;
  let word = words.get(token.norm);
  if (!word) {
    const read = alternativesOf(token, lexicon.clitics);
    const alternatives = feminine ? read.filter(({ suffix }) => !suffix) : read;
    const classes = classesOf(token, alternatives, lexicon);
    word = { alternatives, classes, opens: opensOf(alternatives, classes, lexicon) };
    if (words.size < MOST_WORDS) words.set(token.norm, word);
  }
  return word;
}

const MOST_WORDS = 15_000;

// ---------------------------------------------------------------- clitics

function alternativesOf(token: Token, clitics: Clitics | null): Alternative[] {
  const whole = { form: token.norm, conjunction: false, preposition: '', article: false, suffix: false };
  if (!clitics || token.kind !== 'word') return [whole];
  const found = [whole];
  for (const clitic of clitics.conjunctions) {
    if (leaves(token.norm, clitic, 2))
      found.push({ ...whole, form: token.norm.slice(clitic.length), conjunction: true });
  }
  for (const base of [...found]) {
    for (const { written, preposition, article } of clitics.contractions) {
      if (leaves(base.form, written, 2)) {
        const form = base.form.slice(written.length);
        found.push({ ...base, form, preposition, article: article !== '' });
        // للأمم المتحدة is الأمم المتحدة too: names are listed with their article.
        found.push({ ...base, form: article + form, preposition });
      }
    }
    for (const clitic of clitics.prepositions) {
      if (leaves(base.form, clitic, 2))
        found.push({ ...base, form: base.form.slice(clitic.length), preposition: clitic });
    }
  }
  for (const base of [...found]) {
    const article = clitics.articles.find((clitic) => !base.article && leaves(base.form, clitic, 2));
    if (article) found.push({ ...base, form: base.form.slice(article.length), article: true });
  }
  for (const base of [...found]) {
    if (base.article) continue;
    const suffix = clitics.suffixes.find(
      (clitic) => base.form.endsWith(clitic) && base.form.length - clitic.length >= 2,
    );
    if (suffix) found.push({ ...base, form: base.form.slice(0, -suffix.length), suffix: true });
  }
  return found;
}

function leaves(word: string, prefix: string, least: number): boolean {
  return word.length - prefix.length >= least && word.startsWith(prefix);
}

function classesOf(token: Token, alternatives: Alternative[], lexicon: Lexicon): ReadonlySet<string> {
  if (token.kind === 'number') return new Set(['number']);
  if (token.kind === 'mark') return new Set(lexicon.classes.get(token.norm) ?? []);
  let found: Set<string> | null = null;
  for (const { form, suffix, preposition } of alternatives) {
    for (const name of lexicon.classes.get(form) ?? []) {
      // A suffixed particle (عليهما) keeps its class; other classes are of bare words.
      if (suffix && !WITH_SUFFIX.has(name)) continue;
      // "as" is no "not" with a preposition before it (كما, ما): grammar words take none.
      if (preposition && !WITH_PREPOSITION.has(name)) continue;
      found ??= new Set();
      found.add(name);
    }
  }
  if (futureForm(alternatives, lexicon)) {
    found ??= new Set();
    found.add(FUTURE_VERB);
  }
  // One spelling for "that" and "if": after folding, news nearly always means "that".
  if (found?.has('complementiser')) found.delete('conditional');
  return found ?? NONE;
}

const FUTURE_VERB = 'future-verb';

/** A word read as a verb in the future, by the pack's rule for its form; not where a list knows it for something else. */
function futureForm(alternatives: Alternative[], { futureVerb, classes, given }: Lexicon): Alternative | undefined {
  if (!futureVerb) return undefined;
  const verb = alternatives.find(({ form, preposition, article }) => !preposition && !article && futureVerb.test(form));
  if (!verb || given.has(verb.form)) return undefined;
  return classes.get(verb.form)?.some((name) => name !== 'verb') ? undefined : verb;
}

const WITH_SUFFIX = new Set(['preposition', 'complementiser', 'people']);
const WITH_PREPOSITION = new Set([
  'people',
  'text',
  'institution',
  'body',
  'place-word',
  'unit',
  'day-word',
  'weekday',
  'month',
  'honorific',
  'determiner',
  'former',
  'common',
  'verb',
]);

// ---------------------------------------------------------------- cues

/** The cues that begin with a word: with one of its readings, or with one of its classes. */
function opensOf(alternatives: Alternative[], classes: ReadonlySet<string>, lexicon: Lexicon): Word['opens'] {
  const opens: Word['opens'] = [];
  const open = (first: string, as: Alternative) => {
    const branch = branchOf(lexicon.cues, first);
    if (branch) opens.push({ branch, as });
  };
  for (const word of alternatives) open(word.form, word);
  const [whole] = alternatives;
  for (const name of classes) {
    if (!whole || !lexicon.opening.has(name)) continue;
    open(`<${name}>`, (name === FUTURE_VERB && futureForm(alternatives, lexicon)) || whole);
  }
  return opens;
}

function matchesAt(reading: Reading, index: number, opens: Word['opens'], sentence: Sentence): Match[] {
  let found: Match[] = NO_MATCHES;
  const add = (cue: Cue, word: Alternative) => {
    const to = cue.elements.length === 1 ? index + 1 : rest(reading, cue, 1, index + 1, sentence.to);
    if (to === 0 || !admits(reading, index, cue, word)) return;
    const slot = slotOf(cue, word.form);
    // A verb bears no article, nor does a participle that stands for one.
    if (cue.verbal && word.article && slot !== 'noun') return;
    if (found === NO_MATCHES) found = [];
    found.push({ from: index, to, ...gapOf(cue, index, to), meaning: cue.meaning, slot, word });
  };
  for (const { branch, as } of opens) {
    for (const cue of withGapped(reading, branch, index, sentence.to)) add(cue, as);
    if (!branch.next) continue;
    for (const { form } of reading.alternatives[index + 1] ?? []) {
      for (const cue of branch.next.get(form) ?? NO_CUES) add(cue, as);
    }
  }
  return found.length > 1 ? found.sort((a, b) => b.to - a.to) : found;
}

/** The cues of a branch that may follow at all: of those with a gap, only the ones whose next word stands within reach. */
function withGapped(reading: Reading, { gapped, reach, others }: Branch, index: number, end: number): readonly Cue[] {
  if (!gapped) return others;
  let hits: Set<Cue> | null = null;
  const last = Math.min(end - 1, index + 1 + reach);
  for (let at = index + 1; at <= last; at++) {
    for (const { form } of reading.alternatives[at] ?? []) {
      for (const cue of gapped.get(form) ?? NO_CUES) {
        hits ??= new Set();
        hits.add(cue);
      }
    }
  }
  return hits ? [...others, ...hits].sort((a, b) => a.serial - b.serial) : others;
}

const NO_MATCHES: Match[] = [];
const NO_CUES: readonly Cue[] = [];

/** Where a long gap inside a cue begins: the subject may stand there. */
function gapOf(cue: Cue, from: number, to: number): { gap: number; gapEnd: number } {
  const first = cue.elements.findIndex(({ is }) => is === 'gap');
  if (first < 1) return { gap: to, gapEnd: to };
  const after = cue.elements.slice(first).filter(({ is }) => is !== 'gap' && is !== 'clitic').length;
  return { gap: from + first, gapEnd: to - after };
}

function slotOf(cue: Cue, form: string): string {
  const first = cue.elements[0];
  if (first?.is === 'class' && first.name === FUTURE_VERB) return 'future';
  return first?.is === 'forms' ? (first.forms.get(form) ?? '') : '';
}

/** Whether a cue may stand in this form at this token: names need their capitals where the text has any. */
function admits(reading: Reading, index: number, cue: Cue, word: Alternative): boolean {
  if (word.suffix) {
    if (cue.verbal ? !cue.inflected || word.form.length < 4 : cue.meaning.type !== 'role') return false;
  }
  // المشهد, "the scene", is not Mashhad.
  if (cue.bare && word.article) return false;
  if (cue.letters === 'any') return true;
  const token = reading.tokens[index];
  return cue.letters === 'acronym' ? (token?.shouted ?? false) : !reading.cased || (token?.capital ?? false);
}

/** Where the rest of a cue ends when matched from `at`, or 0. */
function rest(reading: Reading, cue: Cue, element: number, at: number, end: number): number {
  const next = cue.elements[element];
  if (!next) return at;
  if (next.is === 'gap') {
    let most = next.most;
    for (let skipped = 0; skipped <= most && at + skipped <= end; skipped++) {
      if (skipped > 0 && stopsGap(reading, at + skipped - 1, next.most)) return 0;
      if (skipped > 0 && reading.tokens[at + skipped - 1]?.kind === 'mark') most++;
      const to = rest(reading, cue, element + 1, at + skipped, end);
      if (to > 0) return to;
    }
    return 0;
  }
  if (at >= end) return 0;
  if (next.is === 'clitic') {
    const fits = reading.alternatives[at]?.some((word) => word.preposition === next.letter);
    return fits ? rest(reading, cue, element + 1, at, end) : 0;
  }
  return fitsElement(reading, next, at) ? rest(reading, cue, element + 1, at + 1, end) : 0;
}

/** A short gap holds no mark; a long one, over a subject that stands inside the cue, may hold brackets and quotation marks. */
/** A verb or participle that begins another clause: after a mark, or with "and" written onto it. */
function opensVerb(reading: Reading, i: number): boolean {
  if (!is(reading, i, 'verb')) return false;
  const words = reading.alternatives[i] ?? [];
  return (
    reading.tokens[i - 1]?.kind === 'mark' ||
    words.some(({ form, conjunction }) => conjunction && (reading.lexicon.classes.get(form)?.includes('verb') ?? false))
  );
}

function stopsGap(reading: Reading, i: number, most: number): boolean {
  const token = reading.tokens[i];
  const vso = reading.lexicon.pack.order === 'vso';
  if (token?.kind !== 'mark') return vso && (is(reading, i, 'complementiser') || (most > 4 && opensVerb(reading, i)));
  if (most < 5) return !/^(?:[$€£¥%-]|'s)$/u.test(token.norm);
  return !(vso ? /^[()"«»“”،,-]$/u : /^[()"«»“”-]$/u).test(token.norm);
}

function fitsElement(reading: Reading, element: Cue['elements'][number], at: number): boolean {
  if (element.is === 'class') return is(reading, at, element.name);
  return (reading.alternatives[at] ?? []).some((word) => {
    if (element.is === 'word') return word.form === element.word;
    if (element.is === 'words') return element.words.has(word.form);
    return element.is === 'forms' && element.forms.has(word.form);
  });
}

/** Takes away the cues that a `not` pattern covers. */
function dropDenied(reading: Reading, sentence: Sentence): void {
  for (let i = sentence.from; i < sentence.to; i++) {
    for (const match of reading.matches[i] ?? []) {
      if (match.meaning.type !== 'not') continue;
      const kind = match.meaning.of;
      for (let j = match.from; j < match.to; j++) {
        reading.matches[j] = (reading.matches[j] ?? []).filter(
          ({ meaning }) =>
            !(kind === 'speech' ? meaning.type === 'speech' : meaning.type === 'frame' && meaning.frame.kind === kind),
        );
      }
    }
  }
}
