import type { Delivery } from '../core/delivery.ts';
import type { Block, Control, Document, DocumentSection, LineBlock } from '../core/document.ts';
import type { Schedule } from '../core/schedule.ts';
import type { Settings } from '../core/store.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import { fill, interfaceOf } from '../languages/interface.ts';
import { labelled } from './direction.ts';
import { exampleOf } from './refuse.ts';
import { actsOn, line, pageOf, scheduleLines, set, type Titled } from './schedule.ts';
import { showMessage } from './show.ts';
import { sayLocal, sayMoment } from './when.ts';

/** What `status` tells. `zone`: the reader's, in which moments are told; `deliveries`: newest first. */
export type Status = { schedules: readonly Titled[]; deliveries: readonly Delivery[]; zone: string };

/** Buttons stand for so few schedules; of more, each is named by its id. */
const MOST_WITH_BUTTONS = 3;

/** Every schedule of a place, and what became of its last deliveries. */
export function showStatus({ schedules, deliveries, zone }: Status, language: InterfaceLanguage): Document {
  const { labels, messages } = interfaceOf(language).managing;
  if (schedules.length === 0 && deliveries.length === 0) {
    const text = fill(messages.none_yet, { example: exampleOf('china-russia', language) });
    return showMessage('notice', text, language);
  }
  const sections = schedules.map((titled) => scheduleSection(titled, zone, language));
  const recent = deliveries.map((delivery) => deliveryLine(delivery, zone, language));
  const buttons = schedules.length <= MOST_WITH_BUTTONS ? schedules.flatMap((one) => buttonsOf(one, language)) : [];
  const page = pageOf(
    labels.schedules,
    [...sections, { id: 'recent', heading: labels.recent, folded: false, blocks: recent }],
    language,
    buttons,
  );
  return { ...page, footer: [labelled(labels.zone, set(zone, language), language)] };
}

/** A button that says which schedule it is for: several stand together. */
function buttonsOf({ schedule }: Titled, language: InterfaceLanguage): Control[] {
  return actsOn(schedule, language).map((button) => ({
    ...button,
    id: `${button.id} ${schedule.id}`,
    label: `${button.label} · ${set(schedule.id, language)}`,
  }));
}

function scheduleSection(titled: Titled, zone: string, language: InterfaceLanguage): DocumentSection {
  const { schedule } = titled;
  return {
    id: `schedule ${schedule.id}`,
    heading: set(schedule.id, language),
    folded: false,
    blocks: [...scheduleLines(titled, language), ...stateLines(schedule, zone, language)],
  };
}

/** Its next slot in the reader's zone, or why there is none and what to do. */
function stateLines(schedule: Schedule, zone: string, language: InterfaceLanguage): Block[] {
  const { managing, pauses } = interfaceOf(language);
  const { labels, states, messages } = managing;
  const { state, nextAt } = schedule;
  const stateLine = line(labels.state, states[state.type], language);
  switch (state.type) {
    case 'active':
      return nextAt === null ? [stateLine] : [line(labels.next, sayMoment(nextAt, zone, language), language)];
    case 'paused':
      return [stateLine, { type: 'note', text: pauses[state.reason] }];
    case 'over':
      return [stateLine, { type: 'note', text: messages.over }];
    case 'draft':
      return [stateLine];
  }
}

/** What became of a delivery, and why where nothing was posted. */
function deliveryLine(delivery: Delivery, zone: string, language: InterfaceLanguage): LineBlock {
  const { managing } = interfaceOf(language);
  const { cargo, slotAt, target, topic } = delivery;
  const kind = cargo.type === 'post' ? [] : [managing.cargos[cargo.type]];
  const parts = [set(topic, language), ...kind, ...fateOf(delivery, zone, language)];
  const mention = target.to === 'channel' ? ({ of: 'channel', id: target.channel } as const) : undefined;
  return line(sayLocal(slotAt, zone, language), parts.join(' · '), language, mention);
}

function fateOf({ state }: Delivery, zone: string, language: InterfaceLanguage): string[] {
  const { managing, skips, retries, failures } = interfaceOf(language);
  const fate = managing.deliveries[state.type];
  switch (state.type) {
    case 'retrying': {
      const at = sayLocal(state.dueAt, zone, language);
      return [fill(fate, { at }), retries[state.reason]];
    }
    case 'skipped':
      return [fate, skips[state.reason]];
    case 'failed':
      return [fate, failures[state.reason]];
    case 'planned':
    case 'claimed':
    case 'sent':
      return [fate];
  }
}

/** The language and the zone that somebody, or a channel, has set. `kept`: just now. */
export function showSettings(
  { language: spoken, zone }: Settings,
  of: 'person' | 'channel',
  language: InterfaceLanguage,
  kept: boolean,
): Document {
  const { labels, managing } = interfaceOf(language);
  const none = managing.messages.not_set;
  const lines: Block[] = [
    ...(kept ? [{ type: 'note', text: managing.messages.settings_kept } as const] : []),
    line(labels.language, spoken === null ? none : set(interfaceOf(spoken).name, language), language),
    line(managing.labels.zone, zone === null ? none : set(zone, language), language),
  ];
  const title = of === 'person' ? managing.labels.own : managing.labels.channels;
  return pageOf(title, [{ id: 'settings', heading: null, folded: false, blocks: lines }], language);
}
