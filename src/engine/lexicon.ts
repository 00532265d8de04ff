import type { InterfaceLanguage, Term } from '../core/topic.ts';
import { foldText } from '../languages/fold.ts';
import { organisations } from '../languages/organisations.ts';
import { type Frame, type Pack, packOf } from '../languages/pack.ts';
import { roles } from '../languages/roles.ts';
import { stateAliases, stateNames } from '../languages/states.ts';
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

/** One way to read a written word: the word itself, less the clitics that are written onto it. */
export type Alternative = {
  form: string;
  conjunction: boolean;
  preposition: string;
  article: boolean;
  suffix: boolean;
};

/** A written word as the lexicon reads it. */
export type Word = { alternatives: Alternative[]; classes: ReadonlySet<string> };

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

/** A pack made ready: cues by their first word, words by class, the abbreviations. */
export type Lexicon = {
  language: string;
  pack: Pack;
  abbreviations: ReadonlySet<string>;
  classes: ReadonlyMap<string, readonly string[]>;
  cues: ReadonlyMap<string, Branch>;
  /** Classes that a cue begins with. */
  opening: ReadonlySet<string>;
  /** Words read before. */
  words: Map<string, Word>;
  clitics: Clitics | null;
  futureVerb: RegExp | null;
  notName: RegExp | null;
  verbal: RegExp | null;
  given: ReadonlySet<string>;
  /** ISO code -> the state's name in this language. */
  stateNames: Readonly<Record<string, string>>;
};

export type Clitics = {
  conjunctions: string[];
  prepositions: string[];
  articles: string[];
  contractions: { written: string; preposition: string; article: string }[];
  suffixes: string[];
};

const lexicons = new Map<string, Lexicon>();

/** The lexicon of a language that has a pack, compiled once. */
export function lexiconOf(language: string): Lexicon {
  let lexicon = lexicons.get(language);
  if (!lexicon) {
    lexicon = compile(packOf(language));
    lexicons.set(language, lexicon);
  }
  return lexicon;
}

/** Adds further cues (a topic's names) to a lexicon, leaving the shared one as it is. */
export function withCues(lexicon: Lexicon, entries: { cue: string; meaning: Meaning }[]): Lexicon {
  const cues = new Map([...lexicon.cues].map(([key, branch]) => [key, copyBranch(branch)]));
  const morphology = morphologyOf(lexicon.pack);
  for (const { cue, meaning } of entries) addCue(cues, parseCue(cue, meaning, morphology));
  return { ...lexicon, cues };
}

function copyBranch({ next, gapped, reach, others }: Branch): Branch {
  const copy = (cues: Map<string, Cue[]> | null) => cues && new Map([...cues].map(([key, list]) => [key, [...list]]));
  return { next: copy(next), gapped: copy(gapped), reach, others: [...others] };
}

function compile(pack: Pack): Lexicon {
  const morphology = morphologyOf(pack);
  const cues = new Map<string, Branch>();
  const add = (list: readonly string[], meaning: Meaning) => {
    for (const cue of list) addCue(cues, parseCue(cue, meaning, morphology));
  };
  add(pack.speech.verbs, { type: 'speech', how: 'verb' });
  add(pack.speech.about, { type: 'speech', how: 'about' });
  add(pack.speech.according, { type: 'speech', how: 'according' });
  add(pack.speech.not, { type: 'not', of: 'speech' });
  pack.frames.forEach((frame, number) => {
    add(frame.cue, { type: 'frame', frame, number });
    add(frame.not ?? [], { type: 'not', of: frame.kind });
  });
  add(pack.names.pairs, { type: 'pair' });
  add(pack.names.leaders, { type: 'leaders' });
  add(pack.names.ownState, { type: 'own-state' });
  add(pack.time.patterns, { type: 'time' });
  add(pack.events.how, { type: 'how' });
  add(pack.where.places, { type: 'place' });
  addNames(add, pack.language as InterfaceLanguage, pack.morphology.slots.nisba ?? ['*']);
  return {
    language: pack.language,
    pack,
    abbreviations: new Set(pack.script.abbreviations.map(foldText)),
    classes: wordClasses(pack, morphology),
    cues,
    opening: new Set([...cues.keys()].filter((key) => key.startsWith('<')).map((key) => key.slice(1, -1))),
    words: new Map(),
    clitics: cliticsOf(pack),
    futureVerb: patternOf(pack.script.futureVerb),
    notName: patternOf(pack.script.notName),
    verbal: patternOf(pack.script.verbal),
    given: new Set(pack.names.given.map(foldText)),
    stateNames: Object.fromEntries(
      Object.entries(stateNames()).map(([code, names]) => [code, names[pack.language as InterfaceLanguage] ?? code]),
    ),
  };
}

function patternOf(source: string | undefined): RegExp | null {
  return source === undefined ? null : new RegExp(source, 'u');
}

type Add = (list: readonly string[], meaning: Meaning) => void;

/** `nisba`: the forms of an adjective of a state (روسي، الروسية), where the list gives one of them. */
function addNames(add: Add, language: InterfaceLanguage, nisba: readonly string[]): void {
  const aliases = stateAliases(language);
  for (const [code, names] of Object.entries(stateNames())) {
    // A language's own list leaves out names that are everyday words (Mali in Arabic is "financial").
    if (!aliases[code]) add([names[language]], { type: 'state', code, as: 'name' });
  }
  for (const [code, alias] of Object.entries(aliases)) {
    add(alias.names, { type: 'state', code, as: 'name' });
    add(alias.capitals, { type: 'state', code, as: 'capital' });
    add(
      alias.adjectives.flatMap((word) => nisba.map((form) => form.replace('*', () => word))),
      { type: 'state', code, as: 'adjective' },
    );
  }
  for (const [id, entry] of Object.entries(organisations())) {
    const words = entry.words[language];
    add(words, { type: 'organisation', id, name: words[0] ?? id, state: entry.state, media: entry.media });
  }
  for (const [id, words] of Object.entries(roles())) add(words[language], { type: 'role', id });
}

function addCue(cues: Map<string, Branch>, cue: Cue): void {
  const [, second, third] = cue.elements;
  for (const key of firstKeys(cue.elements)) {
    let branch = cues.get(key);
    if (!branch) {
      branch = { next: null, gapped: null, reach: 0, others: [] };
      cues.set(key, branch);
    }
    if (second?.is === 'word') {
      branch.next ??= new Map();
      pushTo(branch.next, second.word, cue);
    } else if (second?.is === 'gap' && third?.is === 'word') {
      branch.gapped ??= new Map();
      branch.reach = Math.max(branch.reach, second.most);
      pushTo(branch.gapped, third.word, cue);
    } else branch.others.push(cue);
  }
}

function pushTo(cues: Map<string, Cue[]>, key: string, cue: Cue): void {
  const list = cues.get(key);
  if (list) list.push(cue);
  else cues.set(key, [cue]);
}

function firstKeys(elements: Element[]): string[] {
  const first = elements[0];
  if (!first) return [];
  if (first.is === 'word') return [first.word];
  if (first.is === 'words') return [...first.words];
  if (first.is === 'forms') return [...first.forms.keys()];
  if (first.is === 'class') return [`<${first.name}>`];
  throw new Error('a cue must begin with a word or a class');
}

// ---------------------------------------------------------------- cues and forms

type Morphology = {
  pack: Pack;
  table: Map<string, string[][]>;
  /** Folded affixes before and after the stem, by slot. */
  slots: [string, [string, string][]][];
  /** Forms made before, by lexeme and slots. */
  made: Map<string, Map<string, string>>;
};

function morphologyOf(pack: Pack): Morphology {
  const table = new Map<string, string[][]>();
  for (const line of pack.morphology.lexemes.split('\n')) {
    const slots = line.trim().split(/\s+/u);
    const lemma = slots[0]?.split('/')[0];
    if (lemma)
      table.set(
        foldText(lemma),
        slots.map((slot) => (slot === '-' ? [] : slot.split('/'))),
      );
  }
  const slots = Object.entries(pack.morphology.slots).map(([slot, patterns]): Morphology['slots'][number] => [
    slot,
    patterns.map((pattern) => foldText(pattern).split('*') as [string, string]),
  ]);
  return { pack, table, slots, made: new Map() };
}

/** Every form of a lexeme, folded, with the slot it fills. */
export function formsOf(lemma: string, only: string[] | null, morphology: Morphology): Map<string, string> {
  const key = `${lemma}:${only?.join('|') ?? ''}`;
  let forms = morphology.made.get(key);
  if (!forms) {
    forms = makeForms(lemma, only, morphology);
    morphology.made.set(key, forms);
  }
  return forms;
}

function makeForms(lemma: string, only: string[] | null, { pack, table, slots }: Morphology): Map<string, string> {
  const stems = table.get(foldText(lemma)) ?? regularStems(lemma, pack);
  const forms = new Map<string, string>();
  slots.forEach(([slot, affixes], i) => {
    if (only && !only.includes(slot)) return;
    for (const stem of stems[i] ?? []) {
      const folded = foldText(stem);
      for (const [before, after] of affixes) {
        const form = before + folded + after;
        if (!forms.has(form)) forms.set(form, slot);
      }
    }
  });
  if (forms.size === 0) forms.set(foldText(lemma), slots[0]?.[0] ?? '');
  return forms;
}

function regularStems(lemma: string, pack: Pack): string[][] {
  const rule = pack.morphology.rules.find(({ ending }) => new RegExp(`(?:${ending})$`, 'u').test(lemma));
  if (!rule) return [[lemma]];
  const stem = rule.cut ? lemma.slice(0, -rule.cut) : lemma;
  return [[lemma], ...rule.forms.map((form) => [form.replace('*', () => stem)])];
}

let serial = 0;

function parseCue(text: string, meaning: Meaning, morphology: Morphology): Cue {
  const elements = text.split(/\s+/u).flatMap((word): Element[] => {
    if (word === '*') return [{ is: 'gap', most: 3 }];
    if (word === '...') return [{ is: 'gap', most: morphology.pack.order === 'vso' ? 20 : 14 }];
    if (/^\(.+\)$/u.test(word)) return [{ is: 'words', words: new Set(word.slice(1, -1).split('|').map(foldText)) }];
    if (/^<.+>$/u.test(word)) return [{ is: 'class', name: word.slice(1, -1) }];
    if (/^\p{L}\+$/u.test(word)) return [{ is: 'clitic', letter: foldText(word.slice(0, -1)) }];
    if (word.startsWith('~')) {
      const [lemma = '', slots] = word.slice(1).split(':');
      return [{ is: 'forms', forms: formsOf(lemma, slots ? slots.split('|') : null, morphology) }];
    }
    return pieces(foldText(word)).map((piece) => ({ is: 'word', word: piece }));
  });
  const named = meaning.type === 'state' || meaning.type === 'organisation' || meaning.type === 'place';
  return {
    serial: serial++,
    elements,
    meaning,
    verbal: meaning.type === 'speech' || meaning.type === 'frame',
    letters: !named || !morphology.pack.script.cased ? 'any' : /^[A-Z.]{2,6}$/u.test(text) ? 'acronym' : 'capital',
    bare: meaning.type === 'place' || (meaning.type === 'state' && meaning.as !== 'adjective'),
    inflected: elements[0]?.is === 'forms',
  };
}

/** A written word as the tokens it becomes: "al-Assad" is three, "Russia's" two, "U.S." one. */
function pieces(word: string): string[] {
  return word.match(TOKEN) ?? [];
}

function wordClasses(pack: Pack, morphology: Morphology): Map<string, string[]> {
  const classes = new Map<string, string[]>();
  const add = (name: string, words: readonly string[]) => {
    for (const word of words) {
      const forms = word.startsWith('~') ? formsOf(word.slice(1), null, morphology) : new Map([[foldText(word), '']]);
      for (const [form, slot] of forms) {
        const names = classes.get(form);
        if (names) names.push(name);
        else classes.set(form, [name]);
        if (name === 'verb' && slot.startsWith('past')) classes.get(form)?.push('past-form');
      }
    }
  };
  for (const [name, words] of Object.entries(pack.words)) add(name, words);
  add('weekday', pack.time.weekdays.flat());
  add('month', pack.time.months.flat());
  add('honorific', pack.names.honorifics);
  add('particle', pack.names.particles);
  add('institution', pack.names.institutions);
  add('body', pack.names.organisations);
  add('people', pack.names.people);
  add('text', pack.names.texts);
  add('place-word', pack.names.places);
  add('where', pack.where.prepositions);
  return classes;
}

function cliticsOf(pack: Pack): Clitics | null {
  const clitics = pack.script.clitics;
  if (!clitics) return null;
  return {
    conjunctions: clitics.conjunctions.map(foldText),
    prepositions: clitics.prepositions.map(foldText),
    articles: clitics.articles.map(foldText),
    suffixes: clitics.suffixes.map(foldText).sort((a, b) => b.length - a.length),
    contractions: clitics.contractions.map((text) => {
      const [written = '', rest = ''] = text.split('=').map((s) => foldText(s.trim()));
      const [preposition = '', article = ''] = rest.split('+');
      return { written, preposition, article };
    }),
  };
}

/** A lexicon that knows no words: for a text too short to be sure of its language. */
export function neutralLexicon(language: string): Lexicon {
  const pack: Pack = {
    language,
    script: { cased: false, abbreviations: [] },
    order: 'svo',
    morphology: { slots: {}, rules: [], lexemes: '' },
    words: {},
    names: {
      given: [],
      spelt: [],
      particles: [],
      honorifics: [],
      institutions: [],
      organisations: [],
      people: [],
      texts: [],
      pairs: [],
      leaders: [],
      ownState: [],
      places: [],
    },
    speech: { verbs: [], about: [], according: [], not: [] },
    frames: [],
    events: { how: [] },
    time: { patterns: [], weekdays: [], months: [], relative: [] },
    where: { prepositions: [], places: [] },
  };
  return {
    language,
    pack,
    abbreviations: new Set(),
    classes: new Map(),
    cues: new Map(),
    opening: new Set(),
    words: new Map(),
    clitics: null,
    futureVerb: null,
    notName: null,
    verbal: null,
    given: new Set(),
    stateNames: {},
  };
}
