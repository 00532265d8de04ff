import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOptionChoice,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Command, Suggestion, Typing } from '../core/command.ts';
import { INTERFACE_LANGUAGES } from '../core/topic.ts';
import { interfaceOf } from '../languages/interface.ts';
import { LIMITS } from './limits.ts';
import { managingIn, managingOptions } from './managing.ts';
import { described, type GivenOption, isSet, LOCALES, languageOf, text, textOf } from './options.ts';
import { cut } from './text.ts';

/** What an interaction asks for. `share`: everybody in the channel sees the answer. */
export type Request = { command: Command; share: boolean };

/** An interaction's data, as far as commands go. */
export type Given = { name: string; options?: readonly GivenOption[] };

const WHERE = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
};

/** The commands as Discord wants them registered: one to read, one for all that is about several briefings. */
export function wantedCommands(): RESTPostAPIChatInputApplicationCommandsJSONBody[] {
  const choices = INTERFACE_LANGUAGES.map((code) => ({ name: interfaceOf(code).name, value: code }));
  const language = { ...text('language'), choices };
  return [
    {
      type: ApplicationCommandType.ChatInput,
      name: 'briefing',
      ...described('briefing'),
      ...WHERE,
      options: [
        { ...text('topic'), required: true, autocomplete: true },
        { ...text('about'), autocomplete: true },
        language,
        { type: ApplicationCommandOptionType.Boolean, name: 'share', ...described('share') },
      ],
    },
    {
      type: ApplicationCommandType.ChatInput,
      name: 'briefings',
      ...described('briefings'),
      ...WHERE,
      options: [
        { type: ApplicationCommandOptionType.Subcommand, name: 'list', ...described('list') },
        {
          type: ApplicationCommandOptionType.Subcommand,
          name: 'search',
          ...described('search'),
          options: [{ ...text('words'), required: true }, language] as APIApplicationCommandBasicOption[],
        },
        ...managingOptions(language),
      ],
    },
  ];
}

/** What the command to read with is called in a client of this locale. */
export function commandNameIn(locale: string): string {
  const code = INTERFACE_LANGUAGES.find((one) => LOCALES[one].includes(locale)) ?? 'en';
  return `/${interfaceOf(code).command_names.briefing}`;
}

/**
 * Whether commands must be registered anew. Order does not matter, nor what Discord adds (ids, versions, defaults).
 * `registered` must hold all languages: `GET .../commands?with_localizations=true`.
 */
export function commandsDiffer(registered: readonly unknown[], wanted: readonly unknown[] = wantedCommands()): boolean {
  return JSON.stringify(canonical(registered)) !== JSON.stringify(canonical(wanted));
}

/** What we ever set, with what Discord takes where it is not set. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  type: ApplicationCommandType.ChatInput,
  name: '',
  value: null,
  description: '',
  name_localizations: {},
  description_localizations: {},
  required: false,
  autocomplete: false,
  options: [],
  choices: [],
  min_length: null,
  max_length: null,
  default_member_permissions: null,
  nsfw: false,
  contexts: null,
  channel_types: [],
  integration_types: [ApplicationIntegrationType.GuildInstall],
};

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(canonical).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== 'object' || value === null) return value;
  const one = value as Record<string, unknown>;
  return Object.entries(DEFAULTS).map(([key, fallback]) => {
    const own = one[key] ?? fallback;
    return key.endsWith('_localizations') ? Object.entries(own as object).sort() : canonical(own);
  });
}

/** What is asked for; null where the command is none of ours, or of a version that is gone. */
export function parseInteractionOptions({ name, options = [] }: Given): Request | null {
  if (name === 'briefing') {
    const topic = textOf(options, 'topic');
    if (topic === null) return null;
    const about = textOf(options, 'about') ?? '';
    const share = isSet(options, 'share');
    return { command: { do: 'read', topic, about, language: languageOf(options) }, share };
  }
  const [chosen] = options;
  if (name !== 'briefings' || chosen === undefined) return null;
  const command = commandIn(chosen.name, chosen.options ?? []);
  return command && { command, share: false };
}

function commandIn(name: string, options: readonly GivenOption[]): Command | null {
  if (name === 'list') return { do: 'list' };
  if (name !== 'search') return managingIn(name, options);
  const words = textOf(options, 'words');
  return words === null ? null : { do: 'search', words, language: languageOf(options) };
}

/** What somebody is typing; null where there is nothing to suggest. */
export function parseTyping({ name, options = [] }: Given): Typing | null {
  const given = name === 'briefings' ? (options[0]?.options ?? []) : options;
  const focused = given.find((option) => option.focused === true);
  if ((name !== 'briefing' && name !== 'briefings') || focused === undefined) return null;
  const typed = String(focused.value ?? '');
  switch (focused.name) {
    case 'topic':
    case 'zone':
      return { of: focused.name, typed };
    case 'which':
      return { of: 'schedule', typed };
    case 'about':
      return { of: 'about', topic: textOf(given, 'topic') ?? '', typed };
    default:
      return null;
  }
}

/** Suggestions as Discord takes them: those whose value is too long to be sent are left out. */
export function suggestionChoices(suggestions: readonly Suggestion[]): APIApplicationCommandOptionChoice<string>[] {
  return suggestions
    .filter(({ value }) => value !== '' && value.length <= LIMITS.suggestion)
    .slice(0, LIMITS.suggestions)
    .map(({ value, label }) => ({ name: cut(label, LIMITS.suggestion) || value, value }));
}
