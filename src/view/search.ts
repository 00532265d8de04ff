import type { Briefing } from '../core/briefing.ts';
import type { Topic } from '../core/topic.ts';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../core/topic.ts';
import type { Translation } from '../core/translation.ts';
import type { PageOf } from './addresses.ts';
import { type Answer, ask } from './find.ts';
import type { Extras } from './show.ts';
import { translationOf } from './translate.ts';

/** What is known beside a briefing, of its topic and of an editor's translation. */
export function extrasOf(
  topic: Topic,
  translation: Translation | null,
  page: PageOf | null = null,
): Extras & { page: PageOf | null } {
  return { topic, translate: translation && ((evidence) => translationOf(evidence, translation)), page };
}

/** Asks in one language after another until there is an answer; null is the language that the words themselves tell. */
export function askIn(
  languages: readonly (string | null)[],
  briefing: Briefing,
  words: string,
  extras: Extras,
): Answer {
  for (const language of languages) {
    const answer = ask(briefing, words, { language, ...extras });
    if (answer.type !== 'not-said') return answer;
  }
  return { type: 'not-said' };
}

/** Looks for words, which seldom tell their language where they are one or two. */
export function lookFor(words: string, briefing: Briefing, reader: InterfaceLanguage, extras: Extras): Answer {
  return askIn([null, reader, ...INTERFACE_LANGUAGES], briefing, words, extras);
}
