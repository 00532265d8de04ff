import type { Article } from './article.ts';
import type { Briefing } from './briefing.ts';
import type { Answered, Asker, Command, Suggestion, Typing } from './command.ts';
import type { ConnectionState } from './connection.ts';
import type { PlatformName, PostForm, Target } from './schedule.ts';
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
export type TopicEntry = { id: string; title: Words; private: Topic['private'] };

/**
 * A briefing of a topic's article, with all that is needed to show it. `current`: whether it is of what the article's
 * file says now; a corrected article has a briefing of its own, and the earlier one stays what it was.
 */
export type Edition = {
  briefing: Briefing;
  article: Article;
  topic: Topic;
  current: boolean;
  /** The editor's translation for a reader of this language, where there is one. */
  translation: (reader: InterfaceLanguage) => Promise<Translation | null>;
};

/** The briefings that commands are about. What cannot be read is told as a UserError. */
export type Library = {
  topics: () => Promise<TopicEntry[]>;
  /** The ids of a topic's articles, the newest first. @throws UnknownTopic */
  editions: (topic: string) => Promise<string[]>;
  /**
   * Opens the newest edition, or the one that is named: by its article's id, which gives what the article says now, or
   * by its briefing's id, which gives what that briefing has always said.
   * @throws UnknownTopic, UnknownEdition
   */
  open: (topic: string, edition?: string) => Promise<Edition>;
};

/** A topic.yaml as it stands: the topic, or why it cannot be read. */
export type TopicFile = { id: string; topic: Topic } | { id: string; fault: string };

/** Every topic.yaml there is, those that cannot be read too. Throws where the folder itself cannot be read. */
export type TopicFiles = () => Promise<TopicFile[]>;

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

/** The time, and waiting for it: tests move both. `now`: milliseconds since 1970, UTC. */
export type Clock = {
  now: () => number;
  /** Resolves after so many milliseconds, or at once when the signal aborts; never rejects. */
  wait: (ms: number, signal?: AbortSignal) => Promise<void>;
};

/** At most `requests` within any `ms` milliseconds. */
export type Rate = { requests: number; ms: number };
/** What a platform allows: in all, to one server or workspace (null: no more than in all), and to one channel. */
export type Allowance = { all: Rate; place: Rate | null; channel: Rate };

/**
 * One delivery as a platform is given it. `made`: what its steps made so far, a message's id mostly. `mayStill`: asked
 * at the very moment of sending; false once the claim ran out, and then nothing is sent (it throws a DeliveryError that
 * is a retry).
 */
export type Order = {
  delivery: string;
  target: Target;
  answered: Answered;
  form: PostForm;
  made: readonly string[];
  mayStill: () => boolean;
};

/**
 * Where a platform's deliveries go out; needs no gateway and no socket. A delivery is a few steps, each of them one
 * request: the card's messages, a thread, a crosspost. Each message carries a mark of its delivery and step by which it
 * is known again. All throw DeliveryError.
 */
export type Outlet = {
  platform: PlatformName;
  allowance: Allowance;
  /** How many steps the order takes. The same order always takes the same ones. */
  steps: (order: Order) => number;
  /** Does step number `order.made.length`, and gives what to record of it. */
  send: (order: Order) => Promise<string>;
  /** Whether that step, though it may have been done `since`, can be sent again and make no second message. */
  repeats: (order: Order, since: number, now: number) => boolean;
  /** Looks for what that step may have made `since`; `unknown` where the platform does not let us look. */
  find: (order: Order, since: number) => Promise<{ type: 'found'; made: string } | { type: 'absent' | 'unknown' }>;
  /** Makes what was posted show this: changes, adds and removes messages; may be done again. Gives what there is then. */
  edit: (order: Order) => Promise<string[]>;
};

/** A platform that commands come from, and posts go to. */
export type Platform = {
  name: PlatformName;
  outlet: Outlet;
  /** The lease under which one process alone is connected; null where all may be at once. Posting needs no connection. */
  turn: string | null;
  /** Connects and stays connected, whatever the network does; resolves once it answers commands, or has told why not. */
  start: () => Promise<void>;
  /** Takes no more commands, finishes those in hand within `grace` milliseconds, and disconnects. May be started again. */
  stop: (grace: number) => Promise<void>;
  /** How it stands with its connection; `idle` before `start` and after `stop`. */
  state: () => ConnectionState;
};
