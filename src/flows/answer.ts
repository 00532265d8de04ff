import type { Briefing } from '../core/briefing.ts';
import { type Answered, type Asker, type Command, isManaging, type Managing } from '../core/command.ts';
import type { Document } from '../core/document.ts';
import { messageOf, UnknownTopic } from '../core/errors.ts';
import type { Answers, Edition, Library, Log } from '../core/seams.ts';
import type { Settings, SettingsStore } from '../core/store.ts';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../core/topic.ts';
import type { Translation } from '../core/translation.ts';
import { fill, interfaceOf } from '../languages/interface.ts';
import { parseAbout } from '../view/about.ts';
import type { PageOf, Pages } from '../view/addresses.ts';
import { directionOf, isolate } from '../view/direction.ts';
import { askIn, extrasOf, lookFor } from '../view/search.ts';
import { type Extras, type Hit, show, showHits, showMessage, showTopics, type View } from '../view/show.ts';

/**
 * What commands are answered from. `language`: of the installation, for those whose own is not known. `settings`: what
 * people and channels set. `pages`: what cards link to, if anything. `manage`: answers those who manage.
 */
export type AnswerDeps = {
  library: Library;
  language: InterfaceLanguage;
  log: Log;
  pages: Pages | null;
  settings: Pick<SettingsStore, 'person' | 'channel'>;
  manage: (command: Managing, asker: Asker, language: InterfaceLanguage) => Promise<Answered>;
};

/**
 * Answers commands. Here, and nowhere else, an error becomes a document. What the person can mend (another topic) is
 * told to them; what only the operator can (a file, a fault of ours) goes to the log, with its paths.
 */
export function answersFrom({ language: fallback, log, settings, manage, ...from }: AnswerDeps): Answers {
  return async (command, asker) => {
    const language = await readerOf(command, asker, settings, fallback);
    try {
      return isManaging(command) ? await manage(command, asker, language) : await answer(command, language, from);
    } catch (error) {
      if (!(error instanceof UnknownTopic)) log('error', `cannot answer: ${messageOf(error)}`, { command: command.do });
      return { document: showMessage('error', tellingOf(error, language), language), topic: null, about: '', language };
    }
  };
}

/**
 * The language to answer in: the one asked for, else the person's, the channel's, the client's where Readout speaks it,
 * the installation's.
 */
async function readerOf(
  command: Command,
  { platform, user, channel, locale }: Asker,
  settings: AnswerDeps['settings'],
  fallback: InterfaceLanguage,
): Promise<InterfaceLanguage> {
  const asked = 'language' in command && command.do !== 'schedule' ? command.language : null;
  if (asked !== null) return asked;
  // Without the database there are still the other languages.
  const set = async (one: Promise<Settings>) => (await one.catch(() => null))?.language ?? null;
  return (
    (await set(settings.person(platform, user))) ??
    (channel && (await set(settings.channel(platform, channel.id)))) ??
    spoken(locale) ??
    fallback
  );
}

/** Readout's language for a locale: "pt-BR" has none, "zh-TW" and "es-419" have. */
export function spoken(locale: string | null): InterfaceLanguage | null {
  const [language] = (locale ?? '').toLowerCase().split(/[-_]/);
  return INTERFACE_LANGUAGES.find((one) => one === language) ?? null;
}

type ReadDeps = Pick<AnswerDeps, 'library' | 'pages'>;

async function answer(
  command: Exclude<Command, Managing>,
  language: InterfaceLanguage,
  from: ReadDeps,
): Promise<Answered> {
  const { library, pages } = from;
  switch (command.do) {
    case 'read': {
      const edition = await library.open(command.topic);
      return {
        document: await read(edition, command.about, language, pageOf(pages, command.topic, edition, language)),
        topic: command.topic,
        about: command.about,
        language,
      };
    }
    case 'list':
      return { document: showTopics(await library.topics(), language), topic: null, about: '', language };
    case 'search':
      return { document: await search(command.words, language, from), topic: null, about: '', language };
  }
}

/** What was shown of a briefing before: the same to everybody who asks the same in the same language. */
const shown = new WeakMap<Briefing, Map<string, { translation: Translation | null; document: Document }>>();
/** Most are a card and its points in a few languages; questions are endless. */
const MOST_SHOWN = 500;

/** Where an edition of a topic is on the page, if people can see it there. */
export function pageOf(
  pages: Pages | null,
  topic: string,
  edition: Pick<Edition, 'briefing' | 'topic'>,
  language: InterfaceLanguage,
): PageOf | null {
  return pages?.({ topic, briefing: edition.briefing.id, language }, edition.topic) ?? null;
}

/** What of a topic's edition is asked for, as a document. `page`: where that edition is on the page. */
export async function read(
  edition: Edition,
  about: string,
  language: InterfaceLanguage,
  page: PageOf | null,
): Promise<Document> {
  const { briefing, topic } = edition;
  const translation = await edition.translation(language);
  const documents = shown.get(briefing) ?? new Map();
  shown.set(briefing, documents);
  const key = `${language} ${page?.(null) ?? ''} ${about.trim()}`;
  const known = documents.get(key);
  if (known?.translation === translation) return known.document;
  const document = make(briefing, about, language, extrasOf(topic, translation, page));
  if (documents.size >= MOST_SHOWN) documents.clear();
  documents.set(key, { translation, document });
  return document;
}

function make(briefing: Briefing, about: string, language: InterfaceLanguage, extras: Extras): Document {
  const asked = parseAbout(about, language);
  if (asked.show !== 'question') return show(briefing, asked, language, extras);
  const { question } = asked;
  const view: View = { show: 'answer', question, answer: askIn([null, language], briefing, question, extras) };
  return show(briefing, view, language, extras);
}

/** Asks every topic; one that cannot be read does not keep the others from answering. */
async function search(words: string, language: InterfaceLanguage, { library, pages }: ReadDeps): Promise<Document> {
  if (words.trim() === '') return showTopics(await library.topics(), language);
  const topics = await library.topics();
  const asked = await Promise.allSettled(
    topics.map(async ({ id }): Promise<Hit> => {
      const edition = await library.open(id);
      const page = pageOf(pages, id, edition, language);
      const extras = extrasOf(edition.topic, await edition.translation(language), page);
      const answer = lookFor(words, edition.briefing, language, extras);
      return { id, briefing: edition.briefing, ...extras, answer };
    }),
  );
  const hits = asked.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  return showHits(
    words,
    hits.filter((hit) => hit.answer.type !== 'not-said'),
    language,
  );
}

function tellingOf(error: unknown, language: InterfaceLanguage): string {
  const { messages } = interfaceOf(language);
  if (!(error instanceof UnknownTopic)) return messages.failed;
  const direction = directionOf(language);
  const listed = (names: readonly string[]) => names.map((name) => isolate(name, direction)).join(', ');
  const name = isolate(error.topic, direction);
  if (error.known.length === 0) return messages.no_topics;
  return error.nearest.length > 0
    ? fill(messages.unknown_topic, { name, nearest: listed(error.nearest) })
    : fill(messages.unknown_topic_of, { name, known: listed(error.known.slice(0, 10)) });
}
