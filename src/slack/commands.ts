import type { Command } from '../core/command.ts';
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
    },
    {
      command: '/briefings',
      description: 'List the topics, or search all briefings',
      usage_hint: '[list | search words] [language:ar] [--share]',
    },
  ],
  scopes: [
    // To be mentioned, to look whether a post arrived before it is sent again, to answer and post, to have commands, to
    // know who may manage (usergroups.users.list), and a person's language (users.info, locale).
    'app_mentions:read',
    'channels:history',
    'chat:write',
    'commands',
    'groups:history',
    'usergroups:read',
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
      slash_commands: commands.map((command) => ({ ...command, should_escape: false })),
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
 *
 * Options stand last, in any order. `language:ar` (also `--language=ar`, or the language's own name) for another
 * language than one's own. `--share` has everybody in the channel see the answer; a bare `share` does where no more
 * than one word of ABOUT stands before it, for "what do they share" is a question.
 */
export function parseCommand(command: string, text: string): Asked | null {
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
