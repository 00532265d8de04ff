import { INTERFACE_LANGUAGES, InterfaceLanguage } from '../core/topic.ts';
import { interfaceOf } from '../languages/interface.ts';

/** Marks that keyboards for right-to-left text write beside words. */
export const UNSEEN = /[\u200B\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

/**
 * The words of a person's text. Slack writes &, < and > as entities and puts links, channels and people in angle brackets:
 * https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
 */
export function wordsOf(text: string): string[] {
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
export function readOptions(words: readonly string[]): Read {
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
export function languageNamed(name: string): InterfaceLanguage | null {
  const code = InterfaceLanguage.safeParse(name.toLowerCase().split(/[-_]/u, 1)[0]);
  if (code.success) return code.data;
  return INTERFACE_LANGUAGES.find((one) => interfaceOf(one).name.toLowerCase() === name.toLowerCase()) ?? null;
}
