import type { Document } from './document.ts';
import type { InterfaceLanguage } from './topic.ts';

/** What a person asks of Readout, on any platform. */
export type Command =
  /** Shows something of a topic's newest briefing. `about`: nothing, "3", "3-5", a section's name or a question. */
  | { do: 'read'; topic: string; about: string; language: InterfaceLanguage | null }
  /** Shows which topics there are. */
  | { do: 'list' }
  /** Looks for something in the briefings of all topics. */
  | { do: 'search'; words: string; language: InterfaceLanguage | null };

/** What a platform tells of the person: the locale of their client (BCP 47), where it does. */
export type Asker = { locale: string | null };

/**
 * What a command is answered with, and what the document's controls go on with: the topic (null where there is none),
 * what of it was asked for, and the language of the answer.
 */
export type Answered = { document: Document; topic: string | null; about: string; language: InterfaceLanguage };

/** One of the values to choose from while a person types: what is sent, and how it reads. */
export type Suggestion = { value: string; label: string };

/** What a person is typing: a topic's name, or what to see of a topic. */
export type Typing = { of: 'topic'; typed: string } | { of: 'about'; topic: string; typed: string };
