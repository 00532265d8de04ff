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
import { INTERFACE_LANGUAGES, InterfaceLanguage } from '../core/topic.ts';
import { type Interface, interfaceOf } from '../languages/interface.ts';
import { LIMITS } from './limits.ts';
import { cut } from './text.ts';

/** What an interaction asks for. `share`: everybody in the channel sees the answer. */
export type Request = { command: Command; share: boolean };

/** The options of an interaction's data, as the API sends them. */
export type GivenOption = {
  name: string;
  value?: string | number | boolean;
  focused?: boolean;
  options?: readonly GivenOption[];
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
      ],
    },
  ];
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
    description: interfaceOf('en').commands[words],
    description_localizations: translated((code) => interfaceOf(code).commands[words]),
  };
}

/** What the command to read with is called in a client of this locale. */
export function commandNameIn(locale: string): string {
  const code = INTERFACE_LANGUAGES.find((one) => LOCALES[one].includes(locale)) ?? 'en';
  return `/${interfaceOf(code).command_names.briefing}`;
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
    const share = options.some((option) => option.name === 'share' && option.value === true);
    return { command: { do: 'read', topic, about, language: languageOf(options) }, share };
  }
  const [chosen] = options;
  if (name !== 'briefings' || chosen === undefined) return null;
  if (chosen.name === 'list') return { command: { do: 'list' }, share: false };
  const words = textOf(chosen.options ?? [], 'words');
  if (chosen.name !== 'search' || words === null) return null;
  return { command: { do: 'search', words, language: languageOf(chosen.options ?? []) }, share: false };
}

/** What somebody is typing; null where there is nothing to suggest. */
export function parseTyping({ name, options = [] }: Given): Typing | null {
  const focused = options.find((option) => option.focused === true);
  if (name !== 'briefing' || focused === undefined) return null;
  const typed = String(focused.value ?? '');
  if (focused.name === 'topic') return { of: 'topic', typed };
  return focused.name === 'about' ? { of: 'about', topic: textOf(options, 'topic') ?? '', typed } : null;
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
