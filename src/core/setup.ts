import type { Channel } from './command.ts';
import type { PlatformName } from './schedule.ts';
import type { InterfaceLanguage } from './topic.ts';

/*
 * What `readout setup` is made of: who asks the person, what a platform can tell and do, and the answers that were given
 * beforehand. Whatever fails throws a UserError that says what to do; a PassingError where trying again may help.
 */

/** Asks the person at the terminal. Each rejects with Cancelled where they press Ctrl-C, and where nobody is there to ask. */
export type Prompter = {
  /** Whether somebody is there to ask. */
  attended: boolean;
  /** Asks for words; `preset` stands there to be kept or changed. */
  text: (question: string, preset?: string) => Promise<string>;
  /** Asks for what nobody may see, not even as it is typed; empty where the person gives none. */
  secret: (question: string) => Promise<string>;
  choose: <Value extends string>(question: string, options: readonly Option<Value>[], preset?: Value) => Promise<Value>;
  confirm: (question: string, preset?: boolean) => Promise<boolean>;
  say: (text: string, tone?: Tone) => void;
  /** An address to open, alone on its line, so that it can be clicked and copied whole. */
  link: (address: string) => void;
  /** Shows what is being done for as long as it lasts. */
  during: <Value>(doing: string, task: () => Promise<Value>) => Promise<Value>;
};
export type Option<Value extends string> = { value: Value; label: string; hint?: string };
export type Tone = 'plain' | 'good' | 'warn';

/** A token as it is asked for. `setting`: its name in the environment. `prefix`: how each begins. */
export type Token = { setting: string; question: string; prefix: string };
/** The values of tokens by their settings' names. */
export type Tokens = Readonly<Record<string, string>>;
/** A setting as it was found, and where it is, or would be, set: an environment and NAME_FILE go before .env. */
export type Found = { value: string | null; where: 'the environment' | 'a file' | '.env' };

/** Something to do on a platform's own pages. */
export type Step = { text: string; link?: string };

/** A platform that is to be set up. */
export type PlatformSetup = {
  platform: PlatformName;
  title: string;
  tokens: readonly Token[];
  /** What to do before there are tokens. */
  steps: () => Promise<Step[]>;
  /** Checks one token; says whose it is. */
  check: (setting: string, value: string) => Promise<string>;
  /** What can be done with tokens that were checked. */
  open: (tokens: Tokens) => Promise<SetupBot>;
};

/** A channel that the bot may post in. `place`: its server or workspace. */
export type Spot = Channel & { place: string; name: string };
/** A channel that it may not post in, and what it lacks there. */
export type Closed = { name: string; lacks: string };

/** A bot whose tokens hold. */
export type SetupBot = {
  name: string;
  /** How it comes into a server or a channel. */
  invite: Step;
  /** What is not as it should be, and how it is mended. */
  notes: readonly string[];
  /** The servers or workspaces that it is in. */
  places: () => Promise<{ id: string; name: string }[]>;
  spots: (place: string) => Promise<{ open: Spot[]; closed: Closed[] }>;
  /** The channel with this id. @throws UserError where it may not post there */
  spot: (channel: string) => Promise<Spot>;
  /** Whether it said hello there; null where that cannot be seen. */
  greeted: (spot: Spot) => Promise<boolean | null>;
  /** Says hello there; `again`: although it did before. */
  greet: (spot: Spot, language: InterfaceLanguage, again: boolean) => Promise<void>;
};

/** What was answered before anything is asked; null where it is to be asked. No token is among them. */
export type SetupAnswers = {
  channels: Record<PlatformName, string | null>;
  topic: string | null;
  when: string | null;
  zone: string | null;
  language: InterfaceLanguage | null;
  /** True: also where it was said before. */
  hello: boolean | null;
  /** Also where the channel gets the topic already. */
  also: boolean;
  /** Whether tokens may be written to .env. */
  save: boolean;
};
