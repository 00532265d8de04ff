import type { Command } from '../core/command.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import { readManaging } from './managing.ts';
import { readOptions, wordsOf } from './options.ts';
import { SCOPES } from './permissions.ts';

/** What was asked, and whether the answer is for everybody in the channel. */
export type Asked = { command: Command; share: boolean };

/** What the app is in a workspace. */
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
      usage_hint:
        '[list | search words | schedule topic "weekdays at 8" | status | pause | resume | remove | preview | language]',
      // Channels and user groups come by their ids.
      should_escape: true,
    },
  ],
  events: ['app_home_opened', 'app_mention'],
} as const;

/** The app as Slack's form for new apps takes it: https://docs.slack.dev/reference/app-manifest */
export function manifest(): object {
  const { name, description, color, commands, events } = APP;
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: { name, description, background_color: color },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: name.toLowerCase(), always_online: true },
      slash_commands: commands.map((command) => ({ ...command })),
    },
    oauth_config: { scopes: { bot: SCOPES.toSorted() } },
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
