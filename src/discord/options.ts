import { ApplicationCommandOptionType, type ChannelType } from 'discord.js';
import { INTERFACE_LANGUAGES, InterfaceLanguage } from '../core/topic.ts';
import { type Interface, interfaceOf } from '../languages/interface.ts';

/** The options of an interaction's data, as the API sends them. */
export type GivenOption = {
  name: string;
  value?: string | number | boolean;
  focused?: boolean;
  options?: readonly GivenOption[];
  /** Of an option that is a channel: what Discord tells of it. */
  channel?: { type: ChannelType } | null;
};

/** Discord's locales of our languages; English is what stands where none fits. */
export const LOCALES: Record<InterfaceLanguage, readonly string[]> = {
  ar: ['ar'],
  en: [],
  es: ['es-ES', 'es-419'],
  fr: ['fr'],
  ru: ['ru'],
  zh: ['zh-CN', 'zh-TW'],
};

export type Words = keyof Interface['command_names'];

export function text(name: Words) {
  return { type: ApplicationCommandOptionType.String as const, name, ...described(name) };
}

/**
 * A name's and a description's translations, where Discord has a locale for the language. Its library knows no Arabic;
 * its API does. What comes back from Discord has the English names all the same.
 */
export function described(words: Words) {
  return {
    name_localizations: translated((code) => interfaceOf(code).command_names[words]),
    ...descriptionOf(words),
  };
}

export function descriptionOf(words: keyof Interface['commands']) {
  return {
    description: interfaceOf('en').commands[words],
    description_localizations: translated((code) => interfaceOf(code).commands[words]),
  };
}

export function translated(textIn: (code: InterfaceLanguage) => string): Record<string, string> {
  return Object.fromEntries(
    INTERFACE_LANGUAGES.flatMap((code) => LOCALES[code].map((locale) => [locale, textIn(code)] as const)),
  );
}

/** Whether a switch is on. */
export function isSet(options: readonly GivenOption[], name: string): boolean {
  return options.some((option) => option.name === name && option.value === true);
}

export function textOf(options: readonly GivenOption[], name: string): string | null {
  const value = options.find((option) => option.name === name)?.value;
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

export function languageOf(options: readonly GivenOption[]): InterfaceLanguage | null {
  return InterfaceLanguage.safeParse(textOf(options, 'language')).data ?? null;
}
