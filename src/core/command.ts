import type { Act, Document } from './document.ts';
import type { CatchUp, PlatformName } from './schedule.ts';
import type { InterfaceLanguage } from './topic.ts';

/** What a person asks of Readout, on any platform. */
export type Command =
  /** Shows something of a topic's newest briefing. `about`: nothing, "3", "3-5", a section's name or a question. */
  | { do: 'read'; topic: string; about: string; language: InterfaceLanguage | null }
  /** Shows which topics there are. */
  | { do: 'list' }
  /** Looks for something in the briefings of all topics. */
  | { do: 'search'; words: string; language: InterfaceLanguage | null }
  | Managing;

/** What whoever manages a server or workspace asks. `schedule`: the id that `status` shows. */
export type Managing =
  /**
   * Proposes a schedule for the channel that it is asked in, or for `channel`: shows its next slots, to be confirmed.
   * `when`: cron, or plain words in any interface language; `zone`: IANA, null to be guessed.
   */
  | {
      do: 'schedule';
      topic: string;
      when: string;
      zone: string | null;
      language: InterfaceLanguage | null;
      channel: Channel | null;
      role: string | null;
      thread: boolean;
      tags: string[];
      catchUp: CatchUp | null;
    }
  | { do: 'confirm' | 'cancel' | 'pause' | 'resume'; schedule: string }
  /** Asks first, unless they are `sure`. */
  | { do: 'remove'; schedule: string; sure: boolean }
  /** Each schedule of this place with its next slot, and what became of its last. */
  | { do: 'status' }
  /** Shows the asker alone what would be posted. */
  | { do: 'preview'; topic: string; language: InterfaceLanguage | null }
  /** Sets the language, and the time zone, of the asker or of the channel. Null: shows what is set. */
  | { do: 'language'; language: InterfaceLanguage | null; zone: string | null; of: 'person' | 'channel' };

const READING: readonly string[] = ['read', 'list', 'search'] satisfies Command['do'][];

/** Whether a command is one of those who manage. */
export function isManaging(command: Command): command is Managing {
  return !READING.includes(command.do);
}

/** What a button on a schedule asks. */
export function commandOf({ act, schedule }: { act: Act; schedule: string }): Managing {
  if (act === 'remove' || act === 'remove-surely') return { do: 'remove', schedule, sure: act === 'remove-surely' };
  return { do: act, schedule };
}

/** A channel, as far as a post's form depends on it. */
export type Channel = { id: string; kind: 'text' | 'announcement' | 'forum' | 'thread' };

/**
 * What a platform tells of the person and of where they ask.
 * `locale`: of their client (BCP 47), `zone`: their own (IANA), where it tells them. `place`: the server or workspace;
 * null where there is none, as in messages of two.
 */
export type Asker = {
  locale: string | null;
  zone: string | null;
  platform: PlatformName;
  place: string | null;
  channel: Channel | null;
  user: string;
  /** Whether they may manage here; asked only where it matters. */
  mayManage: () => Promise<boolean>;
  /** The tags that a forum has; none where it has none, or where they cannot be read. */
  tagsOf: (channel: string) => Promise<Tag[]>;
};

/** What posts of a forum are sorted by. */
export type Tag = { id: string; name: string };

/**
 * What a command is answered with, and what the document's controls go on with: the topic (null where there is none),
 * what of it was asked for, and the language of the answer.
 */
export type Answered = { document: Document; topic: string | null; about: string; language: InterfaceLanguage };

/** One of the values to choose from while a person types: what is sent, and how it reads. */
export type Suggestion = { value: string; label: string };

/** What a person is typing: a topic's name, what to see of a topic, the id of a schedule of theirs, a time zone. */
export type Typing =
  | { of: 'topic'; typed: string }
  | { of: 'schedule'; typed: string }
  | { of: 'zone'; typed: string }
  | { of: 'about'; topic: string; typed: string };
