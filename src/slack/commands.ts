import type { Command, Managing } from '../core/command.ts';
import { CatchUp } from '../core/schedule.ts';
import { INTERFACE_LANGUAGES, InterfaceLanguage } from '../core/topic.ts';
import { interfaceOf } from '../languages/interface.ts';

/** What was asked, and whether the answer is for everybody in the channel. */
export type Asked = { command: Command; share: boolean };

/** What the app needs of a workspace. Each scope is used: https://docs.slack.dev/reference/scopes */
export const APP = {
  name: 'Readout',
  description: 'News briefings with proof for every line',
  color: '#1f3a5f',
  commands: [
    {
      command: '/briefing',
      description: 'Read the newest briefing of a topic',
      usage_hint: 'topic [3 | 3-5 | positions | a question] [language:ar] [--share]',
      should_escape: false,
    },
    {
      command: '/briefings',
      description: 'List the topics, search all briefings, post them on a schedule',
      usage_hint: '[list | search words | schedule topic "weekdays at 8" | status | pause | resume | remove | preview | language]',
      // Channels and user groups come by their ids.
      should_escape: true,
    },
  ],
  scopes: [
    // To be mentioned, to answer, to have commands, and to know a person's language (users.info, locale).
    'app_mentions:read',
    'chat:write',
    'commands',
    'users:read',
  ],
  events: ['app_home_opened', 'app_mention'],
} as const;

/** The app as Slack's form for new apps takes it: https://docs.slack.dev/reference/app-manifest */
export function manifest(): object {
  const { name, description, color, commands, scopes, events } = APP;
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: { name, description, background_color: color },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: name.toLowerCase(), always_online: true },
      slash_commands: commands.map((command) => ({ ...command })),
    },
    oauth_config: { scopes: { bot: [...scopes] } },
    settings: {
      event_subscriptions: { bot_events: [...events] },
      interactivity: { is_enabled: true },
      org_deploy_enabled: false,
      socket_mode_enabled: true,
      token_rotation_enabled: false,
    },
  };
}

/**
 * Reads what stands behind a slash command, or null for a command that is not ours:
 *
 *     /briefing                                the topics
 *     /briefing TOPIC [ABOUT] [OPTIONS]        ABOUT: nothing, "3", "3-5", a section's name or a question
 *     /briefings [list]                        the topics
 *     /briefings search WORDS [OPTIONS]
 *     /briefings VERB ...                      what those ask who manage: see `readManaging`
 *
 * Options stand last, in any order. `language:ar` (also `--language=ar`, or the language's own name) for another
 * language than one's own. `--share` has everybody in the channel see the answer; a bare `share` does where no more
 * than one word of ABOUT stands before it, for "what do they share" is a question.
 */
export function parseCommand(command: string, text: string): Asked | null {
  const managing = command === '/briefings' ? readManaging(text) : null;
  if (managing !== null) return { command: managing, share: false };
  const { words, language, share } = readOptions(wordsOf(text));
  if (command === '/briefing') return { command: readOrList(words, language), share };
  if (command === '/briefings') return { command: manage(words, language) ?? { do: 'list' }, share };
  return null;
}

/**
 * Reads a mention: "@Readout china-russia 3", with all that /briefing takes, and "list" and "search WORDS" too.
 * What a mention is answered with is seen by all, so `share` has no say.
 */
export function parseMention(text: string): Command {
  const { words, language } = readOptions(wordsOf(text));
  return manage(words, language) ?? readOrList(words, language);
}

function readOrList(words: readonly string[], language: InterfaceLanguage | null): Command {
  const [topic, ...about] = words;
  return topic === undefined ? { do: 'list' } : { do: 'read', topic, about: about.join(' '), language };
}

function manage([first, ...words]: readonly string[], language: InterfaceLanguage | null): Command | null {
  const verb = first?.toLowerCase();
  if (verb === 'list' && words.length === 0) return { do: 'list' };
  return verb === 'search' ? { do: 'search', words: words.join(' '), language } : null;
}

const VERBS = ['schedule', 'pause', 'resume', 'remove', 'status', 'preview', 'language'] as const;

/** A verb by its name in any of the six languages, as Discord has them too. */
function verbNamed(word: string): (typeof VERBS)[number] | null {
  const wanted = word.toLowerCase();
  const names = (verb: (typeof VERBS)[number]) =>
    INTERFACE_LANGUAGES.map((language) => interfaceOf(language).command_names[verb].toLowerCase());
  return VERBS.find((verb) => verb === wanted) ?? VERBS.find((verb) => names(verb).includes(wanted)) ?? null;
}

/**
 * Reads what those ask who manage; null for anything else:
 *
 *     schedule TOPIC "TIMES" [#channel] [@group] [zone=Asia/Riyadh] [language=ar] [missed=latest|all|none]
 *     pause | resume | remove ID
 *     status
 *     preview TOPIC [language=ar]
 *     language [LANGUAGE] [ZONE] [channel]     one's own, or the channel's
 *
 * Forgiving: options stand anywhere, quotes may be of any sort, unpaired or missing, and `=` may be `:`. What is missing
 * is empty in the command; its answer says how it goes.
 */
export function readManaging(text: string): Managing | null {
  const [, first = '', rest = ''] = /^\s*(\S+)(.*)$/su.exec(text.replace(UNSEEN, '')) ?? [];
  const verb = verbNamed(first);
  if (verb === null) return null;
  const { words, options, channel, role } = readNamed(rest);
  const language = languageNamed(options.language ?? '');
  const [one = '', ...others] = words.split(/\s+/u);
  switch (verb) {
    case 'schedule':
      return {
        do: verb,
        topic: unquoted(one),
        when: unquoted(others.join(' ')),
        zone: options.zone ?? null,
        language,
        channel: channel === null ? null : { id: channel, kind: 'text' },
        role,
        thread: false,
        tags: [],
        catchUp: CatchUp.safeParse(options.missed?.toLowerCase()).data ?? null,
      };
    case 'pause':
    case 'resume':
      return { do: verb, schedule: unquoted(one) };
    case 'remove':
      return { do: verb, schedule: unquoted(one), sure: false };
    case 'status':
      return { do: verb };
    case 'preview':
      return { do: verb, topic: unquoted(one), language };
    case 'language':
      return languageOf(words, language, options.zone ?? null);
  }
}

/** Of the words of `language` one may be a language, one "channel"; others are a zone. */
function languageOf(words: string, named: InterfaceLanguage | null, zone: string | null): Managing {
  const all = words.split(/\s+/u).filter((word) => word !== '');
  const whole = (word: string) => /^[-–—]{0,2}channel$/iu.test(word);
  const spoken = all.find((word) => languageNamed(word) !== null);
  const others = all.filter((word) => word !== spoken && !whole(word)).join(' ');
  const language = named ?? languageNamed(spoken ?? '');
  return { do: 'language', language, zone: zone ?? (unquoted(others) || null), of: all.some(whole) ? 'channel' : 'person' };
}

const QUOTES = '"“”„‟«»‹›「」『』＂';
const OPTION = new RegExp(
  `(?<=^|\\s)[-–—]{0,2}(zone|tz|timezone|language|lang|missed|catchup)\\s*[=:：]\\s*(?:[${QUOTES}]([^${QUOTES}]*)[${QUOTES}]|(\\S+))`,
  'giu',
);
const OPTION_NAMES: Readonly<Record<string, 'zone' | 'language' | 'missed'>> = {
  zone: 'zone',
  tz: 'zone',
  timezone: 'zone',
  language: 'language',
  lang: 'language',
  missed: 'missed',
  catchup: 'missed',
};

type Named = {
  words: string;
  options: { zone?: string; language?: string; missed?: string };
  channel: string | null;
  role: string | null;
};

/** Takes channels, user groups and options out of a text that Slack escaped, and gives them and the words that are left. */
function readNamed(text: string): Named {
  const named: Named = { words: '', options: {}, channel: null, role: null };
  const others = text
    .replace(/(?:\b(?:in|channel|role|group)\s*[=:：]?\s*)?<(#|!subteam\^)(\w+)(?:\|[^>]*)?>/giu, (_, kind, id: string) => {
      named[kind === '#' ? 'channel' : 'role'] ??= id;
      return ' ';
    })
    .replace(OPTION, (_, name: string, quoted?: string, word?: string) => {
      const option = OPTION_NAMES[name.toLowerCase()] ?? 'zone';
      named.options[option] ??= (quoted ?? word ?? '').trim();
      return ' ';
    });
  return { ...named, words: wordsOf(others).join(' ') };
}

function unquoted(text: string): string {
  return text.replace(new RegExp(`[${QUOTES}]`, 'gu'), '').replace(/^['‘’]+|['‘’]+$/gu, '').trim();
}

/** Marks that keyboards for right-to-left text write beside words. */
const UNSEEN = /[\u200B\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

/**
 * The words of a person's text. Slack writes &, < and > as entities and puts links, channels and people in angle brackets:
 * https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
 */
function wordsOf(text: string): string[] {
  const said = text
    .replace(/<@[^>]*>/gu, ' ')
    .replace(/<[#!]?[^|>]*\|([^>]*)>/gu, '$1')
    .replace(/<([^>]*)>/gu, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(UNSEEN, '');
  return said.split(/\s+/u).filter((word) => word !== '');
}

type Read = { words: string[]; language: InterfaceLanguage | null; share: boolean };

/** Takes the options off the end. A telephone makes a dash of "--". */
function readOptions(words: readonly string[]): Read {
  const last = words.at(-1) ?? '';
  const others = words.slice(0, -1);
  const named = /^[-–—]{0,2}(?:language|lang)[:：=](.+)$/iu.exec(last)?.[1];
  const language = named === undefined ? null : languageNamed(named);
  // A language that nobody can be answered in stays among the words, so that the answer names it.
  if (language !== null) return { ...readOptions(others), language };
  if (/^[-–—]{1,2}share$/iu.test(last)) return { ...readOptions(others), share: true };
  if (last.toLowerCase() === 'share' && others[0]?.toLowerCase() !== 'search') {
    const before = readOptions(others);
    if (before.words.length === 1 || before.words.length === 2) return { ...before, share: true };
  }
  return { words: [...words], language: null, share: false };
}

/** A language by its code ("zh-CN" is "zh") or its own name. */
function languageNamed(name: string): InterfaceLanguage | null {
  const code = InterfaceLanguage.safeParse(name.toLowerCase().split(/[-_]/u, 1)[0]);
  if (code.success) return code.data;
  return INTERFACE_LANGUAGES.find((one) => interfaceOf(one).name.toLowerCase() === name.toLowerCase()) ?? null;
}
