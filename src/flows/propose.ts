import type { Channel, Managing } from '../core/command.ts';
import type { Document } from '../core/document.ts';
import { GRACE_MINUTES, type PostForm, type Schedule } from '../core/schedule.ts';
import { foldText } from '../languages/fold.ts';
import { fill, interfaceOf } from '../languages/interface.ts';
import { otherZone, type Refusal, showRefusal } from '../view/refuse.ts';
import { actsOn, listed, set, showSchedule } from '../view/schedule.ts';
import { parseWhen } from '../view/when.ts';
import { findZone } from '../view/zone.ts';
import { type ManageDeps, type Manager, zoneOf } from './manager.ts';
import { checkWhen, LEAST_MINUTES, nextSlot } from './slots.ts';

type Asked = Extract<Managing, { do: 'schedule' }>;

/** So many slots are shown before a schedule is confirmed. */
const SHOWN = 3;

/** Makes the draft of a schedule and shows it with its next slots, to be confirmed; or says what is wrong with it. */
export async function propose(asked: Asked, manager: Manager, deps: ManageDeps): Promise<Document> {
  const { asker, language } = manager;
  const refused = (refusal: Refusal) => showRefusal(refusal, language);
  if (asked.topic.trim() === '')
    return refused({ of: 'topic', known: (await deps.library.topics()).map(({ id }) => id) });
  const { topic } = await deps.library.open(asked.topic);
  const channel = asked.channel ?? asker.channel;
  if (channel === null) return refused({ of: 'channel' });
  const zone = asked.zone === null ? await zoneOf(asker, deps) : { ...findZone(asked.zone), guessed: false };
  if ('nearest' in zone) return refused({ of: 'zone', words: asked.zone ?? '', nearest: zone.nearest });
  const now = deps.clock.now();
  const time = timeOf(asked, zone.zone, now, manager);
  if (typeof time !== 'string') return refused(time);
  const form = await formOf(asked, channel, manager);
  if ('of' in form) return refused(form);
  const schedule: Schedule = {
    id: deps.newId(),
    topic: asked.topic,
    target: { platform: asker.platform, place: manager.place, channel: channel.id, to: 'channel' },
    when: time,
    zone: zone.zone,
    language: asked.language ?? (await deps.store.settings.channel(asker.platform, channel.id)).language ?? language,
    form,
    catchUp: asked.catchUp ?? 'latest',
    graceMinutes: GRACE_MINUTES,
    owner: asker.user,
    source: 'chat',
    state: { type: 'draft' },
    nextAt: null,
    createdAt: now,
  };
  const beside = await sameIn(schedule, deps);
  await deps.store.schedules.add(schedule);
  const { messages, labels } = interfaceOf(language).managing;
  const notes = [
    messages.not_confirmed,
    ...(zone.guessed ? [fill(messages.zone_guessed, { example: set(otherZone(zone.zone), language) })] : []),
    ...(beside.length > 0 ? [fill(messages.also, { known: listed(beside, language) })] : []),
  ];
  return showSchedule({ schedule, title: topic.title, now }, language, {
    title: labels.proposed,
    slots: firstSlots(schedule, now),
    notes,
    controls: actsOn(schedule, language),
  });
}

/** The next slots of a schedule. */
export function firstSlots({ when, zone }: Pick<Schedule, 'when' | 'zone'>, now: number): number[] {
  const slots: number[] = [];
  for (let at = nextSlot(when, zone, now); at !== null && slots.length < SHOWN; at = nextSlot(when, zone, at)) {
    slots.push(at);
  }
  return slots;
}

/** A schedule's `when` for the words that were given, or what is wrong with them. */
export function timeOf(
  { when: words, topic }: Pick<Asked, 'when' | 'topic'>,
  zone: string,
  now: number,
  { language }: Pick<Manager, 'language'>,
): string | Refusal {
  if (words.trim() === '') return { of: 'no-when', topic };
  const refusal = { of: 'when', words, zone, now, minutes: LEAST_MINUTES } as const;
  const parsed = parseWhen(words, language, { zone, now });
  if ('fault' in parsed) return { of: 'said', text: parsed.fault };
  const fault = checkWhen(parsed.when, zone, now);
  if (fault === null) return parsed.when;
  return { ...refusal, fault: fault === 'not-a-time' ? 'unknown' : fault };
}

/** How a channel's kind has a post made; a tag that is none of the forum's is refused. */
async function formOf(
  { thread, tags, role }: Asked,
  { id, kind }: Channel,
  { asker }: Manager,
): Promise<PostForm | Refusal> {
  const chosen = { as: 'message', tags: [], crosspost: kind === 'announcement', role } as const;
  if (kind !== 'forum') return { ...chosen, as: thread && kind !== 'thread' ? 'thread' : 'message', tags: [] };
  if (tags.length === 0) return { ...chosen, as: 'forum', tags: [] };
  const known = await asker.tagsOf(id);
  const ids: string[] = [];
  for (const tag of tags) {
    const found = known.find((one) => one.id === tag || foldText(one.name) === foldText(tag));
    if (found === undefined) return { of: 'tag', tag, known: known.map(({ name }) => name) };
    ids.push(found.id);
  }
  return { ...chosen, as: 'forum', tags: ids.slice(0, 5) };
}

/** The schedules that post the same topic in the same channel already. */
async function sameIn({ target, topic }: Schedule, { store }: ManageDeps): Promise<string[]> {
  const all = await store.schedules.list({ platform: target.platform, place: target.place });
  return all
    .filter((one) => one.state.type !== 'draft' && one.topic === topic && one.target.channel === target.channel)
    .map(({ id }) => id);
}
