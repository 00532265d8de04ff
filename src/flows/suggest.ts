import type { Asker, Suggestion, Typing } from '../core/command.ts';
import { messageOf, UserError } from '../core/errors.ts';
import type { Suggests } from '../core/seams.ts';
import type { ScheduleStore } from '../core/store.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import { foldText } from '../languages/fold.ts';
import { interfaceOf } from '../languages/interface.ts';
import { once } from '../languages/load.ts';
import { sectionNames } from '../view/about.ts';
import { show } from '../view/show.ts';
import { sayWhen } from '../view/when.ts';
import { type AnswerDeps, spoken } from './answer.ts';

/** What there is to choose from. */
export type SuggestDeps = Pick<AnswerDeps, 'library' | 'language' | 'log'> & {
  schedules: Pick<ScheduleStore, 'list'>;
};

/** What completes the words that somebody types: topics by id or title, a topic's points and sections, schedules, zones. */
export function suggestsFrom({ language: fallback, log, ...from }: SuggestDeps): Suggests {
  return async (typing, asker) => {
    const language = spoken(asker.locale) ?? fallback;
    try {
      return fitting(typing.typed, await choicesOf(typing, asker, language, from));
    } catch (error) {
      // Half a topic's name is no topic: nothing to complete it with, and nothing wrong.
      if (!(error instanceof UserError)) log('error', `cannot suggest: ${messageOf(error)}`);
      return [];
    }
  };
}

type Choice = Suggestion & { words: string[] };

async function choicesOf(
  typing: Typing,
  asker: Asker,
  language: InterfaceLanguage,
  { library, schedules }: Pick<SuggestDeps, 'library' | 'schedules'>,
): Promise<Choice[]> {
  if (typing.of === 'zone') return zoneChoices();
  if (typing.of === 'schedule') return scheduleChoices(asker, language, schedules);
  if (typing.of === 'topic') {
    const topics = await library.topics();
    return topics.map(({ id, title }) => ({
      value: id,
      label: `${id} · ${title[language]}`,
      words: [id, ...Object.values(title)],
    }));
  }
  const edition = await library.open(typing.topic);
  const card = show(edition.briefing, { show: 'card' }, language, { topic: edition.topic, translate: null });
  const points = card.controls.flatMap((control) => (control.type === 'select' ? control.options : []));
  return [
    ...points.map(({ about, label }) => ({ value: about, label, words: [label] })),
    ...sectionNames(language).map((name) => ({ value: name, label: name, words: [name] })),
  ];
}

/** Every time zone, "New York" found as "America/New_York". */
const zoneChoices = once(() =>
  Intl.supportedValuesOf('timeZone').map((zone): Choice => {
    const city = zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
    return { value: zone, label: zone, words: [city, zone.replaceAll('_', ' '), zone] };
  }),
);

/** The schedules of a place, for those who may do something with them. */
async function scheduleChoices(
  asker: Asker,
  language: InterfaceLanguage,
  schedules: SuggestDeps['schedules'],
): Promise<Choice[]> {
  const { platform, place } = asker;
  if (place === null || !(await asker.mayManage())) return [];
  const all = (await schedules.list({ platform, place })).filter(({ state }) => state.type !== 'draft');
  const { states } = interfaceOf(language).managing;
  return all.map(({ id, topic, zone, when, state }) => ({
    value: id,
    label: `${id} · ${topic} · ${sayWhen(when, zone, language)} · ${states[state.type]}`,
    words: [id, topic],
  }));
}

/** Those that begin with what is typed, then those that hold it. */
function fitting(typed: string, choices: readonly Choice[]): Suggestion[] {
  const wanted = foldText(typed.trim());
  const rank = ({ words }: Choice) => {
    const folded = words.map(foldText);
    if (folded.some((word) => word.startsWith(wanted))) return 0;
    return folded.some((word) => word.includes(wanted)) ? 1 : 2;
  };
  return choices
    .map((choice) => ({ choice, rank: rank(choice) }))
    .filter((one) => one.rank < 2)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ choice: { value, label } }) => ({ value, label }));
}
