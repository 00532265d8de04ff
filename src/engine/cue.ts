import type { Term } from '../core/topic.ts';
import { foldList } from '../languages/fold.ts';
import type { Frame, Pack } from '../languages/pack.ts';
import { formsOf, type Morphology } from './forms.ts';
import { TOKEN } from './segment.ts';

/** What a matched cue means. */
export type Meaning =
  | { type: 'speech'; how: 'verb' | 'about' | 'according' }
  | { type: 'frame'; frame: Frame; number: number }
  | { type: 'not'; of: string }
  | { type: 'state'; code: string; as: 'name' | 'capital' | 'adjective' }
  | { type: 'organisation'; id: string; name: string; state: string | null; media: boolean }
  | { type: 'role'; id: string }
  | { type: 'term'; id: string; kind: Term['kind']; state: string | null; name: string }
  | { type: 'pair' | 'leaders' | 'own-state' | 'time' | 'how' | 'place' };

type Element =
  | { is: 'word'; word: string }
  | { is: 'words'; words: ReadonlySet<string> }
  | { is: 'forms'; forms: ReadonlyMap<string, string> }
  | { is: 'class'; name: string }
  | { is: 'gap'; most: number }
  | { is: 'clitic'; letter: string };

export type Cue = {
  /** Its place among all cues: of two that match alike, the earlier is told first. */
  serial: number;
  elements: Element[];
  meaning: Meaning;
  /** A verb or noun of saying or committing, which bears no preposition. */
  verbal: boolean;
  /** How a name must be written where the text tells names by capitals. */
  letters: 'any' | 'capital' | 'acronym';
  /** A name that bears an article only where the cue does. */
  bare: boolean;
  /** Begins with any form of a lexeme. */
  inflected: boolean;
};

/**
 * The cues that begin with one word: those that a second word must follow, by that word; those that a word must follow
 * after a gap, by that word; and the others. `reach`: how many words on the last of the gapped ones may stand.
 */
export type Branch = {
  next: Map<string, Cue[]> | null;
  gapped: Map<string, Cue[]> | null;
  reach: number;
  others: Cue[];
};

/** A cue as the pack writes it; parsed when a text first has its first word, for most texts have few of them. */
type Written = { text: string; folded: string; meaning: Meaning; serial: number; parsed: Cue | null };

/** The cues of a lexicon by their first word (`<class>` for a class of words). */
export type Cues = {
  written: Map<string, Written[]>;
  /** Those of `written` that were asked for. */
  branches: Map<string, Branch>;
  count: number;
  pack: Pack;
  morphology: Morphology;
};

/** A language's cues, none yet. */
export function newCues(pack: Pack, morphology: Morphology): Cues {
  return { written: new Map(), branches: new Map(), count: 0, pack, morphology };
}

/** The same cues, to add others to. */
export function copyCues(cues: Cues): Cues {
  const written = new Map([...cues.written].map(([key, list]) => [key, [...list]]));
  return { ...cues, written, branches: new Map() };
}

/** Adds cues of one meaning, before any is asked for. */
export function addCues(cues: Cues, texts: readonly string[], meaning: Meaning): void {
  const all = foldList(texts);
  for (const [i, text] of texts.entries()) {
    const folded = all[i] ?? '';
    const cue: Written = { text, folded, meaning, serial: cues.count++, parsed: null };
    for (const key of firstWords(folded, cues.morphology)) {
      const list = cues.written.get(key);
      if (list) list.push(cue);
      else cues.written.set(key, [cue]);
    }
  }
}

/** The cues that begin with a word, if any. */
export function branchOf(cues: Cues, first: string): Branch | undefined {
  const known = cues.branches.get(first);
  if (known) return known;
  const written = cues.written.get(first);
  if (!written) return undefined;
  const branch: Branch = { next: null, gapped: null, reach: 0, others: [] };
  for (const cue of written) {
    cue.parsed ??= parseCue(cue, cues);
    grow(branch, cue.parsed);
  }
  cues.branches.set(first, branch);
  return branch;
}

function grow(branch: Branch, cue: Cue): void {
  const [, second, third] = cue.elements;
  if (second?.is === 'word') {
    branch.next ??= new Map();
    pushTo(branch.next, second.word, cue);
  } else if (second?.is === 'gap' && third?.is === 'word') {
    branch.gapped ??= new Map();
    branch.reach = Math.max(branch.reach, second.most);
    pushTo(branch.gapped, third.word, cue);
  } else branch.others.push(cue);
}

function pushTo(cues: Map<string, Cue[]>, key: string, cue: Cue): void {
  const list = cues.get(key);
  if (list) list.push(cue);
  else cues.set(key, [cue]);
}

/** What a cue can begin with. */
function firstWords(folded: string, morphology: Morphology): Iterable<string> {
  const space = folded.indexOf(' ');
  const word = space < 0 ? folded : folded.slice(0, space);
  if (PLAIN.test(word)) return [word];
  const [first] = elementsOf(word, morphology, 0);
  switch (first?.is) {
    case 'word':
      return [first.word];
    case 'words':
      return first.words;
    case 'forms':
      return first.forms.keys();
    case 'class':
      return [`<${first.name}>`];
    default:
      throw new Error(`the cue "${folded}" must begin with a word or a class`);
  }
}

function parseCue({ text, folded, meaning, serial }: Written, { pack, morphology }: Cues): Cue {
  const longGap = pack.order === 'vso' ? 20 : 14;
  const elements = folded.split(/\s+/u).flatMap((word) => elementsOf(word, morphology, longGap));
  const named = meaning.type === 'state' || meaning.type === 'organisation' || meaning.type === 'place';
  return {
    serial,
    elements,
    meaning,
    verbal: meaning.type === 'speech' || meaning.type === 'frame',
    letters: !named || !pack.script.cased ? 'any' : /^[A-Z.]{2,6}$/u.test(text) ? 'acronym' : 'capital',
    bare: meaning.type === 'place' || (meaning.type === 'state' && meaning.as !== 'adjective'),
    inflected: elements[0]?.is === 'forms',
  };
}

/** What one folded word of a cue stands for; `longGap`: how many words "..." may be. */
function elementsOf(word: string, morphology: Morphology, longGap: number): Element[] {
  if (PLAIN.test(word)) return [{ is: 'word', word }];
  if (word === '*') return [{ is: 'gap', most: 3 }];
  if (word === '...') return [{ is: 'gap', most: longGap }];
  if (word.startsWith('(') && word.endsWith(')')) {
    return [{ is: 'words', words: new Set(word.slice(1, -1).split('|')) }];
  }
  if (word.startsWith('<') && word.endsWith('>')) return [{ is: 'class', name: word.slice(1, -1) }];
  if (/^\p{L}\+$/u.test(word)) return [{ is: 'clitic', letter: word.slice(0, -1) }];
  if (word.startsWith('~')) {
    const [lemma = '', slots] = word.slice(1).split(':');
    return [{ is: 'forms', forms: formsOf(lemma, slots ? slots.split('|') : null, morphology) }];
  }
  // A written word as the tokens it becomes: "al-Assad" is three, "Russia's" two, "U.S." one.
  return (word.match(TOKEN) ?? []).map((piece) => ({ is: 'word', word: piece }));
}

const PLAIN = /^\p{L}+$/u;
