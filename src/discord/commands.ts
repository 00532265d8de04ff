import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOptionChoice,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Channel, Command, Managing, Suggestion, Typing } from '../core/command.ts';
import { CatchUp } from '../core/schedule.ts';
import { INTERFACE_LANGUAGES, InterfaceLanguage } from '../core/topic.ts';
import { type Interface, interfaceOf } from '../languages/interface.ts';
import { LIMITS } from './limits.ts';
import { kindOf } from './people.ts';
import { cut } from './text.ts';

/** What an interaction asks for. `share`: everybody in the channel sees the answer. */
export type Request = { command: Command; share: boolean };

/** The options of an interaction's data, as the API sends them. */
export type GivenOption = {
  name: string;
  value?: string | number | boolean;
  focused?: boolean;
  options?: readonly GivenOption[];
  /** Of an option that is a channel: what Discord tells of it. */
  channel?: { type: ChannelType } | null;
};
/** An interaction's data, as far as commands go. */
export type Given = { name: string; options?: readonly GivenOption[] };

/** Discord's locales of our languages; English is what stands where none fits. */
const LOCALES: Record<InterfaceLanguage, readonly string[]> = {
  ar: ['ar'],
  en: [],
  es: ['es-ES', 'es-419'],
  fr: ['fr'],
  ru: ['ru'],
  zh: ['zh-CN', 'zh-TW'],
};

type Words = keyof Interface['command_names'];

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
        ...managing(language),
      ],
    },
  ];
}

type Text = ReturnType<typeof text> & { choices: APIApplicationCommandOptionChoice<string>[] };

/** The subcommands of those who manage. That they may is looked at when they are used: Discord has it for whole commands alone. */
function managing(language: Text): APIApplicationCommandSubcommandOption[] {
  const topic = { ...text('topic'), required: true, autocomplete: true } as const;
  const zone = { ...text('zone'), autocomplete: true } as const;
  const which = { ...text('which'), required: true, autocomplete: true } as const;
  const choices = CatchUp.options.map((value) => ({
    name: interfaceOf('en').managing.catch_up[value],
    name_localizations: translated((code) => interfaceOf(code).managing.catch_up[value]),
    value,
  }));
  return [
    subcommand('schedule', [
      topic,
      { ...text('when'), required: true },
      { ...option('channel', ApplicationCommandOptionType.Channel), channel_types: CHANNELS },
      zone,
      language,
      option('role', ApplicationCommandOptionType.Role),
      option('thread', ApplicationCommandOptionType.Boolean),
      text('tags'),
      { ...text('catch_up'), choices },
    ]),
    subcommand('pause', [which]),
    subcommand('resume', [which]),
    subcommand('remove', [which]),
    subcommand('status', []),
    subcommand('preview', [topic, language]),
    {
      ...subcommand('language', [language, zone, option('for_channel', ApplicationCommandOptionType.Boolean)]),
      ...descriptionOf('settings'),
    },
  ];
}

const CHANNELS = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
] as const;

function subcommand(name: Words, options: unknown[]): APIApplicationCommandSubcommandOption {
  const type = ApplicationCommandOptionType.Subcommand;
  return { type, name, ...described(name), options: options as APIApplicationCommandBasicOption[] };
}

function option<Type extends ApplicationCommandOptionType>(name: Words, type: Type) {
  return { type, name, ...described(name) };
}

function text(name: Words) {
  return { type: ApplicationCommandOptionType.String as const, name, ...described(name) };
}

/**
 * A name's and a description's translations, where Discord has a locale for the language. Its library knows no Arabic;
 * its API does. What comes back from Discord has the English names all the same.
 */
function described(words: Words) {
  return {
    name_localizations: translated((code) => interfaceOf(code).command_names[words]),
    ...descriptionOf(words),
  };
}

function descriptionOf(words: keyof Interface['commands']) {
  return {
    description: interfaceOf('en').commands[words],
    description_localizations: translated((code) => interfaceOf(code).commands[words]),
  };
}

function translated(textIn: (code: InterfaceLanguage) => string): Record<string, string> {
  return Object.fromEntries(
    INTERFACE_LANGUAGES.flatMap((code) => LOCALES[code].map((locale) => [locale, textIn(code)] as const)),
  );
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

function managingIn(name: string, options: readonly GivenOption[]): Managing | null {
  const schedule = textOf(options, 'which') ?? '';
  const topic = textOf(options, 'topic');
  const language = languageOf(options);
  const zone = textOf(options, 'zone');
  switch (name) {
    case 'schedule': {
      const when = textOf(options, 'when');
      if (topic === null || when === null) return null;
      return {
        do: name,
        topic,
        when,
        zone,
        language,
        channel: channelOf(options),
        role: textOf(options, 'role'),
        thread: isSet(options, 'thread'),
        tags: listed(textOf(options, 'tags')),
        catchUp: CatchUp.safeParse(textOf(options, 'catch_up')).data ?? null,
      };
    }
    case 'pause':
    case 'resume':
      return { do: name, schedule };
    case 'remove':
      return { do: name, schedule, sure: false };
    case 'status':
      return { do: name };
    case 'preview':
      return topic === null ? null : { do: name, topic, language };
    case 'language':
      return { do: name, language, zone, of: isSet(options, 'for_channel') ? 'channel' : 'person' };
    default:
      return null;
  }
}

function channelOf(options: readonly GivenOption[]): Channel | null {
  const id = textOf(options, 'channel');
  if (id === null) return null;
  return { id, kind: kindOf(options.find(({ name }) => name === 'channel')?.channel?.type) };
}

function isSet(options: readonly GivenOption[], name: string): boolean {
  return options.some((option) => option.name === name && option.value === true);
}

/** Tags as a person lists them: between commas, of whatever script. */
function listed(text: string | null): string[] {
  return (text ?? '')
    .split(/[,،、，;；]/u)
    .map((one) => one.trim())
    .filter((one) => one !== '');
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

function textOf(options: readonly GivenOption[], name: string): string | null {
  const value = options.find((option) => option.name === name)?.value;
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function languageOf(options: readonly GivenOption[]): InterfaceLanguage | null {
  return InterfaceLanguage.safeParse(textOf(options, 'language')).data ?? null;
}
