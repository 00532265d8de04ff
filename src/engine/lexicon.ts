import type { InterfaceLanguage } from '../core/topic.ts';
import { foldList, foldText } from '../languages/fold.ts';
import { organisations } from '../languages/organisations.ts';
import { type Pack, packOf } from '../languages/pack.ts';
import { roles } from '../languages/roles.ts';
import { stateAliases, stateNames } from '../languages/states.ts';
import { addCues, type Branch, type Cues, copyCues, type Meaning, newCues } from './cue.ts';
import { formsOf, type Morphology, morphologyOf } from './forms.ts';

/** One way to read a written word: the word itself, less the clitics that are written onto it. */
export type Alternative = {
  form: string;
  conjunction: boolean;
  preposition: string;
  article: boolean;
  suffix: boolean;
};

/** A written word as the lexicon reads it. */
export type Word = {
  alternatives: Alternative[];
  classes: ReadonlySet<string>;
  /** The cues that may begin here, with the reading that they begin with. */
  opens: { branch: Branch; as: Alternative }[];
};

/** A pack made ready: cues by their first word, words by class, the abbreviations. */
export type Lexicon = {
  language: string;
  pack: Pack;
  abbreviations: ReadonlySet<string>;
  classes: ReadonlyMap<string, readonly string[]>;
  cues: Cues;
  /** Classes that a cue begins with. */
  opening: ReadonlySet<string>;
  /** Words read before, by their folded form; those that end in the letter of feminine nouns apart. */
  words: Map<string, Word>;
  feminineWords: Map<string, Word>;
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
    lexicon = compile(packOf(language), true);
    lexicons.set(language, lexicon);
  }
  return lexicon;
}

/** Adds further cues (a topic's names) to a lexicon, leaving the shared one as it is. */
export function withCues(lexicon: Lexicon, entries: { cue: string; meaning: Meaning }[]): Lexicon {
  const cues = copyCues(lexicon.cues);
  for (const { cue, meaning } of entries) addCues(cues, [cue], meaning);
  return { ...lexicon, cues, words: new Map(), feminineWords: new Map() };
}

/** `named`: with the states, organisations and offices, whose names all languages share the lists of. */
function compile(pack: Pack, named: boolean): Lexicon {
  const morphology = morphologyOf(pack);
  const cues = newCues(pack, morphology);
  const add: Add = (list, meaning) => addCues(cues, list, meaning);
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
  if (named) addNames(add, pack.language as InterfaceLanguage, pack.morphology.slots.nisba ?? ['*']);
  return {
    language: pack.language,
    pack,
    abbreviations: new Set(foldList(pack.script.abbreviations)),
    classes: wordClasses(pack, morphology),
    cues,
    opening: new Set([...cues.written.keys()].filter((key) => key.startsWith('<')).map((key) => key.slice(1, -1))),
    words: new Map(),
    feminineWords: new Map(),
    clitics: cliticsOf(pack),
    futureVerb: patternOf(pack.script.futureVerb),
    notName: patternOf(pack.script.notName),
    verbal: patternOf(pack.script.verbal),
    given: new Set(foldList(pack.names.given)),
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

const NO_CLASSES: readonly string[] = [];

function wordClasses(pack: Pack, morphology: Morphology): Map<string, readonly string[]> {
  const classes = new Map<string, readonly string[]>();
  // Thousands of verb forms share a few lists.
  const joined = new Map<readonly string[], Map<string, readonly string[]>>();
  const join = (names: readonly string[], name: string) => {
    let followers = joined.get(names);
    if (!followers) {
      followers = new Map();
      joined.set(names, followers);
    }
    let list = followers.get(name);
    if (!list) {
      list = [...names, name];
      followers.set(name, list);
    }
    return list;
  };
  const put = (form: string, slot: string, name: string) => {
    const names = join(classes.get(form) ?? NO_CLASSES, name);
    classes.set(form, name === 'verb' && slot.startsWith('past') ? join(names, 'past-form') : names);
  };
  const add = (name: string, words: readonly string[]) => {
    for (const word of foldList(words)) {
      if (!word.startsWith('~')) put(word, '', name);
      else for (const [form, slot] of formsOf(word.slice(1), null, morphology)) put(form, slot, name);
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
    conjunctions: foldList(clitics.conjunctions),
    prepositions: foldList(clitics.prepositions),
    articles: foldList(clitics.articles),
    suffixes: foldList(clitics.suffixes).sort((a, b) => b.length - a.length),
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
  return compile(pack, false);
}
