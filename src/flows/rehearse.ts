import { type Answered, type Asker, type Command, isManaging } from '../core/command.ts';
import type { Scene } from '../core/drawing.ts';
import type { Markup } from '../core/html.ts';
import type { Log, Rehearse } from '../core/seams.ts';
import { pageWordsOf } from '../languages/page.ts';
import type { Pages } from '../view/addresses.ts';
import { answersFrom } from './answer.ts';

/** `parse`: what a command and the words behind it ask, null for none of ours. `draw`: an answer as each platform shows it. */
export type RehearseDeps = {
  log: Log;
  pages: Pages | null;
  parse: (command: string, text: string) => { command: Command; share: boolean } | null;
  draw: { discord: (answered: Answered, scene: Scene) => Markup; slack: (answered: Answered, scene: Scene) => Markup };
};

/** Somebody of whom nothing is known, who is nowhere and may do nothing. */
const NOBODY: Asker = {
  locale: null,
  zone: null,
  platform: 'slack',
  place: null,
  channel: null,
  user: '',
  mayManage: async () => false,
  tagsOf: async () => [],
};
const NO_SETTINGS = { language: null, zone: null };

/** Shows what commands are answered with, without a platform: reads, and changes nothing. */
export function rehearseWith({ log, pages, parse, draw }: RehearseDeps): Rehearse {
  return async (typed, { language, library, console }) => {
    // Keyboards for right-to-left text write marks of direction before the words.
    const [, name = '', text = ''] = /^[\s\p{Cf}]*(\/\S*)\s*(.*)$/su.exec(typed) ?? [];
    const asked = parse(name.toLowerCase(), text);
    if (asked === null) return { type: 'unknown' };
    if (isManaging(asked.command)) return { type: 'managing' };
    const answers = answersFrom({
      library,
      language,
      log,
      pages,
      settings: { person: async () => NO_SETTINGS, channel: async () => NO_SETTINGS },
      manage: () => Promise.reject(new Error('nothing is managed here')),
    });
    const answered = await answers(asked.command, NOBODY);
    const { choose, notification, only_you } = pageWordsOf(language).console;
    const words = { choose, notification, onlyYou: asked.share ? null : only_you };
    const scene: Scene = { language, console, words };
    return { type: 'answered', discord: draw.discord(answered, scene), slack: draw.slack(answered, scene) };
  };
}
