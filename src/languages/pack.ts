import { existsSync, readdirSync } from 'node:fs';
import { z } from 'zod';
import { Kind } from '../core/briefing.ts';
import { check, List, loadYaml, splitList } from './load.ts';

/**
 * A language pack: how news is told in one language, as strings that a speaker of the language can read and mend.
 *
 * Lists are one comma-separated scalar. A cue is a sequence of words:
 * - `word` stands for itself (folded: case, marks and clitic conjunctions do not matter);
 * - `~word` for any form of a lexeme, `~word:past` for the forms of one slot (several with `|`);
 * - `(word|word)` for any of these words;
 * - `<class>` for any word of a class under `words`, or `<number>`;
 * - `*` for up to three words, `...` for up to fourteen (a subject between verb and object); `b+` (with a letter of `clitics.prepositions`) for a preposition written onto the next word.
 */
const FrameExample = z.strictObject({
  text: z.string(),
  /** A part of the name of an actor that the sentence must yield; none where the actor is not named. */
  actor: z.string().optional(),
  /** Words that the content must hold. */
  content: z.string(),
});

/** A frame: words that announce a commitment, what kind it is, and where its parties and content stand. */
export const Frame = z.strictObject({
  kind: Kind,
  cue: List,
  /**
   * Whom the commitment binds: the cue's subject; for calls, the `addressee` between cue and content, or the
   * `speaker` where nobody is named; `with-subject`: the subject binds itself and is bound to the object too.
   */
  actor: z.enum(['subject', 'addressee', 'speaker']).default('subject'),
  /** What the content is: the clause about the cue (subject and all), what stands after it, or an infinitive that must follow. */
  object: z.enum(['clause', 'after', 'infinitive']).default('clause'),
  /** The subject says so itself by the act (calls, vows); else the article or the quoted speaker tells it. */
  speech: z.boolean().default(false),
  /** A cue that counts only in somebody's mouth (`must`, `will`): alone in the article's own voice it is no commitment. */
  voiced: z.boolean().default(false),
  /** What a negated cue becomes; dropped otherwise. */
  negated: Kind.optional(),
  /** Words that introduce the counterpart ("with"). */
  with: List.optional(),
  /** Cues that look like this one and are not: a match that one of these covers or follows is dropped. */
  not: List.optional(),
  confidence: z.enum(['sure', 'check']).default('sure'),
  /** `next`: a dated or announced event, not somebody's commitment. */
  section: z.enum(['commitment', 'next']).default('commitment'),
  examples: z.array(FrameExample).min(1),
});
export type Frame = z.infer<typeof Frame>;

export const Pack = z.strictObject({
  language: z.string(),
  script: z.strictObject({
    /** Upper and lower case tell names from words. */
    cased: z.boolean(),
    /** Abbreviations after whose full stop the sentence goes on, with the stop. */
    abbreviations: List.default([]),
    /** A regular expression for verbs in the future (folded), where a prefix makes it: they have the class `future-verb`. */
    futureVerb: z.string().optional(),
    /** A regular expression for written words whose form tells that they are no part of a name. */
    notName: z.string().optional(),
    /** A regular expression for words (folded) that look like a verb: alone they are no name. */
    verbal: z.string().optional(),
    /** The ending of feminine nouns, as written; and as folded, where that is the letter of a suffix. */
    feminine: z.string().optional(),
    clitics: z
      .strictObject({
        conjunctions: List,
        prepositions: List,
        articles: List,
        /** `written = preposition+article`, as لل is ل and ال. */
        contractions: List,
        suffixes: List,
      })
      .optional(),
  }),
  /** Where the subject stands: before its verb, or after it (and before it too in nominal sentences). */
  order: z.enum(['svo', 'vso']),
  morphology: z.strictObject({
    /** Slot name -> affix patterns around the stem `*`. */
    slots: z.record(z.string(), List),
    /** For a lexeme given by one form: the first rule whose ending (a regular expression) fits makes the other slots. */
    rules: z.array(z.strictObject({ ending: z.string(), cut: z.int().min(0).default(0), forms: List })).default([]),
    /** How forms tell whether a noun behind a verb is its subject: regular expressions, by slot of the verb. */
    agreement: z
      .strictObject({
        /** Verbs that have their subject in themselves. */
        closed: z.record(z.string(), z.string()),
        /** Verbs of a feminine subject; `cue` for a cue that is not inflected. */
        feminine: z.record(z.string(), z.string()),
        /** Nouns that are an object. */
        accusative: z.string(),
        /** Nouns (as written) that are feminine. */
        noun: z.string(),
      })
      .optional(),
    /** One lexeme a line: a form for each slot, in the order of `slots`; `-` for none, `a/b` for two. */
    lexemes: z.string().default(''),
  }),
  /** Grammar: classes of words. The engine knows the class names; the words are the pack's. */
  words: z.record(z.string(), List),
  names: z.strictObject({
    /** Common given names: they tell a person from other names. */
    given: List,
    /** Names that the fold makes small words ("Ali" and "on" in Arabic): as they are spelt, after a given name. */
    spelt: List.default([]),
    /** Small words inside names: de, van, bin. */
    particles: List.default([]),
    honorifics: List,
    /** Nouns that, with a state, stand for the state: government, foreign ministry. */
    institutions: List,
    /** Nouns that make a name an organisation's. */
    organisations: List,
    /** Nouns for people as a source or party: officials, sources, ministers. */
    people: List,
    /** Nouns for texts that speak: statement, report, poll. */
    texts: List,
    /** Expressions for the two parties, two leaders, own state. */
    pairs: List,
    leaders: List,
    ownState: List,
    /** Words that make the name before or after them a place: city, river. */
    places: List,
  }),
  speech: z.strictObject({
    /** Verbs with a clause or a quotation. */
    verbs: List,
    /** Verbs whose object is the thing said about: criticised, praised. */
    about: List,
    /** Postposed attribution: according to. */
    according: List,
    not: List.default([]),
  }),
  frames: z.array(Frame),
  events: z.strictObject({
    /** How it happened: the noun phrase itself is what is shown. */
    how: List,
  }),
  time: z.strictObject({
    /** Cues over the classes under `words`, longest first wins. */
    patterns: List,
    weekdays: z.string().transform((s) => s.split('|').map(splitList)),
    months: z.string().transform((s) => s.split('|').map(splitList)),
    /** Expression -> offset: `today = 0d`, `last week = -1w`. */
    relative: List,
  }),
  where: z.strictObject({
    /** Prepositions that put the event somewhere. */
    prepositions: List,
    /** Cities and regions in the news. */
    places: List,
  }),
});
export type Pack = z.infer<typeof Pack>;

const folder = new URL('./', import.meta.url);
const packs = new Map<string, Pack>();

let languages: readonly string[] | null = null;

/** The languages that have a pack, sorted. */
export function packLanguages(): readonly string[] {
  languages ??= readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/pack.yaml`, folder)))
    .map((entry) => entry.name)
    .sort();
  return languages;
}

/** The pack of a language; throws where there is none or where it breaks the schema (a fault of the program's own data). */
export function packOf(language: string): Pack {
  let pack = packs.get(language);
  if (!pack) {
    const path = `${language}/pack.yaml`;
    pack = check(path, Pack, loadYaml(path));
    packs.set(language, pack);
  }
  return pack;
}
