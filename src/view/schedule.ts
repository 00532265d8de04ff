import type { Block, Control, Document, DocumentSection, LineBlock, Mention } from '../core/document.ts';
import type { Schedule } from '../core/schedule.ts';
import type { InterfaceLanguage, Words } from '../core/topic.ts';
import { type Interface, interfaceOf } from '../languages/interface.ts';
import { clean, commaOf, directionOf, isolate } from './direction.ts';
import { showMessage } from './show.ts';
import { sayLocal, sayWhen } from './when.ts';

/**
 * A schedule with its topic's title, null where the topic is not there any more. `now`: ms since 1970; how far its zone is
 * from UTC changes with the seasons.
 */
export type Titled = { schedule: Schedule; title: Words | null; now: number };

/** What is shown of one schedule beside its own words: slots to come, what to know, and what to do from here. */
export type Extent = { slots?: readonly number[]; notes?: readonly string[]; controls?: Control[]; title?: string };

/** A name, an id, an address or a time of somebody's, safe and set apart in a sentence. */
export function set(text: string, language: InterfaceLanguage): string {
  const shown = clean(text);
  const direction = directionOf(language);
  // The fields of "0 8 * * 1" have no letter among them, and right to left they would stand in reverse.
  if (direction === 'rtl' && FIELDS.test(shown)) return FSI + shown + PDI;
  return isolate(shown, direction);
}

const FIELDS = /\d \S|\S \d/u;
const FSI = '\u2068';
const PDI = '\u2069';

/** Several of them. */
export function listed(names: readonly string[], language: InterfaceLanguage): string {
  return names.map((name) => set(name, language)).join(commaOf(language));
}

/** A labelled line of the interface's own words. */
export function line(label: string | null, text: string, language: InterfaceLanguage, mention?: Mention): LineBlock {
  const direction = directionOf(language);
  const wordings = text === '' ? [] : [{ made: 'interface' as const, text, language, direction, mark: null }];
  return { type: 'line', label, ...(mention ? { mention } : {}), wordings };
}

/** A document of Readout's own words: lines and notes under headings. */
export function pageOf(
  title: string | null,
  sections: DocumentSection[],
  language: InterfaceLanguage,
  controls: Control[] = [],
): Document {
  const direction = directionOf(language);
  return {
    ...showMessage('notice', '', language),
    title: title === null ? [] : [{ made: 'interface', text: title, language, direction, mark: null }],
    sections: sections.filter(({ blocks }) => blocks.length > 0),
    controls,
  };
}

/** One schedule, everything about it. */
export function showSchedule(titled: Titled, language: InterfaceLanguage, extent: Extent = {}): Document {
  const { managing } = interfaceOf(language);
  const { slots = [], notes = [], controls = [], title } = extent;
  const { schedule } = titled;
  const lines = [
    ...scheduleLines(titled, language),
    ...slots.map((at, i) =>
      line(i === 0 ? managing.labels.next : null, sayLocal(at, schedule.zone, language), language),
    ),
  ];
  const said = notes.map((text): Block => ({ type: 'note', text }));
  const heading = title ?? `${managing.labels.schedule} ${set(schedule.id, language)}`;
  return pageOf(
    heading,
    [
      { id: 'said', heading: null, folded: false, blocks: said },
      { id: 'schedule', heading: null, folded: false, blocks: lines },
    ],
    language,
    controls,
  );
}

/** What a schedule posts, where, when and how. */
export function scheduleLines({ schedule, title, now }: Titled, language: InterfaceLanguage): LineBlock[] {
  const { managing, labels, name } = interfaceOf(language);
  const { topic, target, when, zone, form, catchUp } = schedule;
  const its = managing.labels;
  const named = title === null ? set(topic, language) : `${set(title[language], language)} · ${set(topic, language)}`;
  const spoken = schedule.language === language ? name : interfaceOf(schedule.language).name;
  return [
    line(its.topic, named, language),
    line(its.channel, '', language, { of: 'channel', id: target.channel }),
    line(its.times, sayWhen(when, zone, language, now), language),
    line(labels.language, set(spoken, language), language),
    ...formLines(schedule, managing, language),
    ...(form.role === null ? [] : [line(its.role, '', language, { of: 'role', id: form.role })]),
    ...(catchUp === 'latest' ? [] : [line(its.missed, managing.catch_up[catchUp], language)]),
  ];
}

/** How it is posted, where that is not just a message. */
function formLines({ form }: Schedule, { labels, forms }: Interface['managing'], language: InterfaceLanguage) {
  if (form.as === 'message' && !form.crosspost) return [];
  const parts = [forms[form.as], ...(form.crosspost ? [forms.crosspost] : [])];
  return [line(labels.form, parts.join(commaOf(language)), language)];
}

type ActButton = Extract<Control, { type: 'act' }>;

/** The buttons on a schedule that chat may change. */
export function actsOn({ id, source, state }: Schedule, language: InterfaceLanguage): ActButton[] {
  const { acts } = interfaceOf(language).managing;
  const button = (act: 'pause' | 'resume' | 'remove'): ActButton => ({
    type: 'act',
    id: act,
    label: acts[act],
    act,
    schedule: id,
  });
  if (source === 'file') return [];
  switch (state.type) {
    case 'draft':
      return [
        { type: 'act', id: 'confirm', label: acts.confirm, act: 'confirm', schedule: id, weight: 'main' },
        { type: 'act', id: 'cancel', label: acts.cancel, act: 'cancel', schedule: id },
      ];
    case 'active':
      return [button('pause'), button('remove')];
    case 'paused':
      return [button('resume'), button('remove')];
    case 'over':
      return [button('remove')];
  }
}
