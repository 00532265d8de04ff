import type { Briefing } from '../core/briefing.ts';
import type { Answered } from '../core/command.ts';
import type { Edition, Library } from '../core/seams.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import type { Pages } from '../view/addresses.ts';
import { correctionNote } from '../view/correction.ts';
import { pageOf, read } from './answer.ts';

/**
 * What is posted of a topic: the card of this briefing, in this language. `pages`: what it links to, if anything.
 * `before`: the briefing that the message showed until it was corrected; what has changed is told at the top.
 */
export async function postOf(
  { library, pages }: { library: Library; pages: Pages | null },
  topic: string,
  briefing: Briefing,
  language: InterfaceLanguage,
  before: Briefing | null = null,
): Promise<Answered> {
  const edition = await library.open(topic);
  // A briefing that is the newest is shown to many channels, and to those who ask, out of one drawing.
  const isNewest = edition.briefing.id === briefing.id;
  const own: Edition = isNewest
    ? edition
    : { ...edition, briefing, translation: (reader) => translationFor(edition, briefing, reader) };
  const card = await read(own, '', language, pageOf(pages, topic, own, language));
  const document =
    before === null ? card : { ...card, sections: [correctionNote(before, briefing, language), ...card.sections] };
  return { document, topic, about: '', language };
}

/** The editor's translation, where it is of the article that the briefing was made from. */
function translationFor(edition: Edition, briefing: Briefing, language: InterfaceLanguage) {
  return edition.briefing.articles[0]?.sha256 === briefing.articles[0]?.sha256
    ? edition.translation(language)
    : Promise.resolve(null);
}
