import type { Article } from './article.ts';
import type { Briefing } from './briefing.ts';
import type { Answered, Asker, Command, Suggestion, Typing } from './command.ts';
import type { InterfaceLanguage, Topic, Words } from './topic.ts';
import type { Translation } from './translation.ts';

/** Where an article comes from: its topic's id and term base, or neither for a loose file. */
export type TopicContext = { id: string; topic: Topic } | null;

/**
 * Turns an article into its briefing; throws a UserError where it cannot (empty text, unsupported language).
 * With `attended`, somebody is there to correct a wrong guess: a text whose language looks unsupported is refused
 * however short it is.
 */
export type Engine = (article: Article, context: TopicContext, attended?: boolean) => Briefing;

/** A topic as a list names it. */
export type TopicEntry = { id: string; title: Words };

/** A topic's newest briefing, with all that is needed to show it. */
export type Edition = {
  briefing: Briefing;
  topic: Topic;
  /** The editor's translation for a reader of this language, where there is one. */
  translation: (reader: InterfaceLanguage) => Promise<Translation | null>;
};

/** The briefings that commands are about. What cannot be read is told as a UserError. */
export type Library = {
  topics: () => Promise<TopicEntry[]>;
  /** @throws UnknownTopic */
  open: (topic: string) => Promise<Edition>;
};

/** Answers a command. Never throws: what goes wrong is a document too. */
export type Answers = (command: Command, asker: Asker) => Promise<Answered>;

/** What might complete the words that somebody is typing, best first; nothing where nothing fits. */
export type Suggests = (typing: Typing, asker: Asker) => Promise<Suggestion[]>;

/** Says something in the log; `fields` are for machines. No secret and no text of a person's goes in. */
export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  fields?: Record<string, unknown>,
) => void;

/** What a platform needs of the rest. */
export type Desk = { answers: Answers; suggests: Suggests; topics: Library['topics']; log: Log };

/** A platform that commands come from. */
export type Platform = {
  name: 'discord' | 'slack';
  /** Connects and stays connected, whatever the network does; resolves once it answers commands, or has told why not. */
  start: () => Promise<void>;
  /** Takes no more commands, finishes those in hand within `grace` milliseconds, and disconnects. */
  stop: (grace: number) => Promise<void>;
};
