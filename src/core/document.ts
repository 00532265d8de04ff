/**
 * What to show, free of any platform's markup: the terminal, Markdown, Discord and Slack all render this.
 * Strings are plain text, already in the reader's language save where a Wording says otherwise; the only control
 * characters in them are balanced isolates (FSI ... PDI) round what runs the other way.
 */

export type Direction = 'ltr' | 'rtl';

/**
 * One way of wording something.
 * `made` says by whom: the interface (a label, a message), the article (verbatim), a gloss (put together from closed
 * parts: kinds, names, states, subjects), an editor's translation kept beside the article, or a model's.
 * `mark` is what the reader is told of it ("gloss"); the article's own words and the interface's need none.
 */
export type Wording = {
  made: 'interface' | 'article' | 'gloss' | 'translation';
  text: string;
  /** BCP 47. */
  language: string;
  direction: Direction;
  mark: string | null;
};

export type Link = { label: string; url: string };

/**
 * A channel or a role of the platform's own, which shows it by its name. The id comes from the platform or from who
 * manages there, never from an article, whose words are wordings and stay words.
 */
export type Mention = { of: 'channel' | 'role'; id: string };

/** Something labelled: "When — Thursday". A mention stands before the words. */
export type LineBlock = { type: 'line'; label: string | null; mention?: Mention; wordings: Wording[] };

/** Somebody or something of the briefing: "Sergei Lavrov — foreign minister, Russia"; with evidence where it is asked for. */
export type WhoBlock = { type: 'who'; name: string; detail: string | null; wordings: Wording[] };

/**
 * A point in a list: "3  China · intends · with: Russia — words". Renderers split what is too long between points, never
 * inside one.
 */
export type PointBlock = {
  type: 'point';
  number: number;
  /** Null where nobody is named. */
  who: string | null;
  kind: string;
  /** Whole phrases: "with: Russia", "said by: Wang Yi", "due: 1 March 2021". */
  details: string[];
  /** What the reader is told where the point is doubtful. */
  check: string | null;
  wordings: Wording[];
  /** To the point's evidence on the page, else to the very words in the source, where either has an address. */
  link: Link | null;
};

/** Something the reader should know: nothing found, how to read a gloss. */
export type NoteBlock = { type: 'note'; text: string };

export type Block = LineBlock | WhoBlock | PointBlock | NoteBlock;

/** Blocks under a heading. `folded`: a platform with buttons may keep them behind one (its control has the same id). */
export type DocumentSection = { id: string; heading: string | null; folded: boolean; blocks: Block[] };

/**
 * What a reader can do from here, where the platform has such things. `about` is what the command would be given:
 * "3", "positions", "" for the card.
 */
export type Control =
  | { type: 'select'; id: string; label: string; options: { about: string; label: string }[] }
  | { type: 'button'; id: string; label: string; about: string }
  /** Does something to a schedule; needs no topic to go on with. `weight`: what it does is the thing to do, or destroys. */
  | { type: 'act'; id: string; label: string; act: Act; schedule: string; weight?: 'main' | 'danger' }
  /** Opens the platform's own form for a question, or for the reader's language. */
  | { type: 'form'; id: 'ask' | 'language'; label: string };

/** What a button does to a schedule. `remove-surely`: without asking, as the button is the answer. */
export const ACTS = ['confirm', 'cancel', 'pause', 'resume', 'remove', 'remove-surely'] as const;
export type Act = (typeof ACTS)[number];

export type Document = {
  tone: 'briefing' | 'notice' | 'error';
  /** The reader's. */
  language: string;
  direction: Direction;
  title: Wording[];
  sections: DocumentSection[];
  controls: Control[];
  footer: string[];
  links: Link[];
};

/** A document that is one message. */
export function messageDocument(
  tone: Document['tone'],
  text: string,
  language: string,
  direction: Direction,
): Document {
  return {
    tone,
    language,
    direction,
    title: [],
    sections: [{ id: 'message', heading: null, folded: false, blocks: [{ type: 'note', text }] }],
    controls: [],
    footer: [],
    links: [],
  };
}
