import type { Managing } from '../core/command.ts';
import { CatchUp } from '../core/schedule.ts';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../core/topic.ts';
import { interfaceOf } from '../languages/interface.ts';
import { languageNamed, UNSEEN, wordsOf } from './options.ts';

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
  return {
    do: 'language',
    language,
    zone: zone ?? (unquoted(others) || null),
    of: all.some(whole) ? 'channel' : 'person',
  };
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
    .replace(
      /(?:\b(?:in|channel|role|group)\s*[=:：]?\s*)?<(#|!subteam\^)(\w+)(?:\|[^>]*)?>/giu,
      (_, kind, id: string) => {
        named[kind === '#' ? 'channel' : 'role'] ??= id;
        return ' ';
      },
    )
    .replace(OPTION, (_, name: string, quoted?: string, word?: string) => {
      const option = OPTION_NAMES[name.toLowerCase()] ?? 'zone';
      named.options[option] ??= (quoted ?? word ?? '').trim();
      return ' ';
    });
  return { ...named, words: wordsOf(others).join(' ') };
}

function unquoted(text: string): string {
  return text
    .replace(new RegExp(`[${QUOTES}]`, 'gu'), '')
    .replace(/^['‘’]+|['‘’]+$/gu, '')
    .trim();
}
