import type { Answered, Asker, Managing } from '../core/command.ts';
import type { Control, Document } from '../core/document.ts';
import type { Schedule } from '../core/schedule.ts';
import type { Settings } from '../core/store.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import { fill, interfaceOf } from '../languages/interface.ts';
import { type Refusal, showRefusal } from '../view/refuse.ts';
import { actsOn, showSchedule, type Titled } from '../view/schedule.ts';
import { showSettings, showStatus } from '../view/status.ts';
import { sayMoment } from '../view/when.ts';
import { findZone } from '../view/zone.ts';
import { pageOf, read } from './answer.ts';
import { type ManageDeps, type Manager, schedulesOf, zoneOf } from './manager.ts';
import { propose } from './propose.ts';
import { LEAST_MINUTES, nextSlot, slotsBetween } from './slots.ts';

/** Slots that passed while a schedule was paused are told one by one, the newest of them so many. */
const MOST_TOLD = 100;
/** A place is told of so many deliveries. */
const RECENT = 10;
/** So many of all places' are looked through for those of schedules that are gone. */
const LOOKED_THROUGH = 200;

/** Answers those who manage. What cannot be done is a document too; what is no fault of the person's is thrown. */
export function manageWith(
  deps: ManageDeps,
): (command: Managing, asker: Asker, language: InterfaceLanguage) => Promise<Answered> {
  return async (command, asker, language) => {
    const answered = (document: Document): Answered => ({ document, topic: null, about: '', language });
    const refused = (refusal: Refusal) => answered(showRefusal(refusal, language));
    // One's own language is one's own: it needs no right and no place.
    if (command.do === 'language' && command.of === 'person')
      return answered(await setOwn(command, asker, language, deps));
    if (asker.place === null) return refused({ of: 'place' });
    if (!(await asker.mayManage())) return refused({ of: 'right', platform: asker.platform });
    const manager: Manager = { asker, place: asker.place, language };
    if (command.do === 'preview') return preview(command, manager, deps);
    return answered(await manage(command, manager, deps));
  };
}

async function manage(
  command: Exclude<Managing, { do: 'preview' }>,
  manager: Manager,
  deps: ManageDeps,
): Promise<Document> {
  switch (command.do) {
    case 'schedule':
      return propose(command, manager, deps);
    case 'status':
      return status(manager, deps);
    case 'language':
      return setChannels(command, manager, deps);
    case 'confirm':
    case 'cancel':
    case 'pause':
    case 'resume':
    case 'remove':
      return change(command, manager, deps);
  }
}

// ---------------------------------------------------------------- one schedule

type Change = Extract<Managing, { schedule: string }>;

async function change(command: Change, manager: Manager, deps: ManageDeps): Promise<Document> {
  const { language } = manager;
  const asked = command.schedule.trim();
  const of = await schedulesOf(manager, deps);
  const schedule = of.find(({ id }) => id === asked.toLowerCase() || id === asked);
  if (schedule === undefined) {
    const proposed = command.do === 'confirm' || command.do === 'cancel';
    const known = of.filter(({ state }) => state.type !== 'draft').map(({ id }) => id);
    return showRefusal(proposed ? { of: 'gone' } : { of: 'schedule', id: asked, known }, language);
  }
  if (schedule.source === 'file' && !mayBeResumed(command, schedule))
    return showRefusal({ of: 'file', id: schedule.id, topic: schedule.topic }, language);
  switch (command.do) {
    case 'confirm':
      return confirm(schedule, manager, deps);
    case 'cancel':
      return cancel(schedule, manager, deps);
    case 'pause':
      return pause(schedule, manager, deps);
    case 'resume':
      return resume(schedule, manager, deps);
    case 'remove':
      return remove(schedule, command.sure, manager, deps);
  }
}

/** A file cannot say that a channel may be written in again: whoever mended that resumes the schedule here. */
function mayBeResumed(command: Change, { state }: Schedule): boolean {
  return command.do === 'resume' && state.type === 'paused' && state.reason !== 'asked';
}

async function confirm(schedule: Schedule, manager: Manager, deps: ManageDeps): Promise<Document> {
  if (schedule.state.type !== 'draft') return shown(schedule, 'running', manager, deps);
  const now = deps.clock.now();
  const nextAt = nextSlot(schedule.when, schedule.zone, now);
  if (nextAt === null) {
    await deps.store.schedules.remove(schedule.id);
    const { when: words, zone } = schedule;
    return showRefusal({ of: 'when', fault: 'past', words, zone, now, minutes: LEAST_MINUTES }, manager.language);
  }
  const there = await deps.store.schedules.change(schedule.id, { type: 'active' }, nextAt);
  if (!there) return showRefusal({ of: 'gone' }, manager.language);
  return shown({ ...schedule, state: { type: 'active' }, nextAt }, 'scheduled', manager, deps);
}

async function cancel(schedule: Schedule, manager: Manager, deps: ManageDeps): Promise<Document> {
  if (schedule.state.type !== 'draft') return shown(schedule, 'kept', manager, deps);
  await deps.store.schedules.remove(schedule.id);
  return shown(schedule, 'cancelled', manager, deps, []);
}

async function pause(schedule: Schedule, manager: Manager, deps: ManageDeps): Promise<Document> {
  const { type } = schedule.state;
  if (type === 'draft') return shown(schedule, 'not_confirmed', manager, deps);
  if (type === 'over') return shown(schedule, 'over', manager, deps);
  if (type === 'paused') return shown(schedule, 'paused', manager, deps);
  // The slot to come stays: from it on is told, at the end of the pause, what was passed over.
  const state = { type: 'paused', reason: 'asked' } as const;
  await deps.store.schedules.change(schedule.id, state, schedule.nextAt);
  await deps.store.ledger.skipOpen(schedule.id, 'paused');
  return shown({ ...schedule, state }, 'paused', manager, deps);
}

async function resume(schedule: Schedule, manager: Manager, deps: ManageDeps): Promise<Document> {
  const { state, when, zone, id, target } = schedule;
  if (state.type === 'draft') return shown(schedule, 'not_confirmed', manager, deps);
  if (state.type === 'over') return shown(schedule, 'over', manager, deps);
  if (state.type === 'active') return shown(schedule, 'running', manager, deps);
  const { ledger, schedules } = deps.store;
  const now = deps.clock.now();
  for (const slotAt of slotsWhilePaused(schedule, now)) {
    const skipped = { type: 'skipped', reason: 'paused' } as const;
    await ledger.plan(schedule, { slotAt, target, cargo: { type: 'post', briefing: null }, state: skipped });
  }
  const nextAt = nextSlot(when, zone, now);
  const then = nextAt === null ? ({ type: 'over' } as const) : ({ type: 'active' } as const);
  await schedules.change(id, then, nextAt);
  return shown({ ...schedule, state: then, nextAt }, nextAt === null ? 'over' : 'resumed', manager, deps);
}

/** The newest slots that passed since the pause; a schedule of every five minutes may have slept for a year. */
function slotsWhilePaused({ when, zone, nextAt }: Schedule, now: number): number[] {
  if (nextAt === null || nextAt > now) return [];
  for (let span = MOST_TOLD * LEAST_MINUTES * 60_000; ; span *= 2) {
    const from = Math.max(nextAt, now - span);
    const slots = slotsBetween(when, zone, from, now, Number.POSITIVE_INFINITY);
    if (slots.length >= MOST_TOLD || from === nextAt) return slots.slice(-MOST_TOLD);
  }
}

async function remove(schedule: Schedule, sure: boolean, manager: Manager, deps: ManageDeps): Promise<Document> {
  // What nobody confirmed goes without a question.
  if (sure || schedule.state.type === 'draft') {
    await deps.store.schedules.remove(schedule.id);
    return shown(schedule, 'removed', manager, deps, []);
  }
  const { acts } = interfaceOf(manager.language).managing;
  const { id } = schedule;
  return shown(schedule, 'remove_ask', manager, deps, [
    { type: 'act', id: 'remove', label: acts.remove_surely, act: 'remove-surely', schedule: id, weight: 'danger' },
    { type: 'act', id: 'cancel', label: acts.keep, act: 'cancel', schedule: id },
  ]);
}

type Said = keyof ReturnType<typeof interfaceOf>['managing']['messages'];

/** A schedule with what just happened to it, and the buttons for what may come next. */
async function shown(
  schedule: Schedule,
  said: Said,
  { language }: Manager,
  deps: ManageDeps,
  controls: Control[] = actsOn(schedule, language),
): Promise<Document> {
  const { messages } = interfaceOf(language).managing;
  const at = schedule.nextAt === null ? '' : sayMoment(schedule.nextAt, schedule.zone, language);
  // What is about the next slot says nothing of one that has none.
  const text = said === 'running' && schedule.state.type !== 'active' ? messages.kept : fill(messages[said], { at });
  return showSchedule(await titled(schedule, deps), language, { notes: [text], controls });
}

// ---------------------------------------------------------------- all of a place

/** A schedule with its topic's title: without it where the topic went away or cannot be read. */
async function titled(schedule: Schedule, { library, clock }: ManageDeps): Promise<Titled> {
  const topics = await library.topics().catch(() => []);
  return { schedule, title: topics.find(({ id }) => id === schedule.topic)?.title ?? null, now: clock.now() };
}

async function status(manager: Manager, deps: ManageDeps): Promise<Document> {
  const { ledger } = deps.store;
  const { asker, place, language } = manager;
  const kept = (await schedulesOf(manager, deps)).filter(({ state }) => state.type !== 'draft');
  const topics = await deps.library.topics().catch(() => []);
  const schedules = kept.map((schedule) => ({
    schedule,
    title: topics.find(({ id }) => id === schedule.topic)?.title ?? null,
    now: deps.clock.now(),
  }));
  const own = await Promise.all(kept.map(({ id }) => ledger.recent({ schedule: id }, RECENT)));
  const gone = (await ledger.recent('all', LOOKED_THROUGH)).filter(
    ({ target }) => target.platform === asker.platform && target.place === place,
  );
  const all = new Map([...own.flat(), ...gone].map((delivery) => [delivery.id, delivery]));
  const deliveries = [...all.values()].toSorted((a, b) => b.slotAt - a.slotAt).slice(0, RECENT);
  return showStatus({ schedules, deliveries, zone: (await zoneOf(asker, deps)).zone }, language);
}

async function preview(
  { topic, language: asked }: Extract<Managing, { do: 'preview' }>,
  manager: Manager,
  deps: ManageDeps,
): Promise<Answered> {
  const edition = await deps.library.open(topic);
  const schedules = await schedulesOf(manager, deps);
  const here = schedules.filter((one) => one.topic === topic && one.state.type !== 'draft');
  const nearest = here.find(({ target }) => target.channel === manager.asker.channel?.id) ?? here[0];
  const language = asked ?? nearest?.language ?? manager.language;
  const page = pageOf(deps.pages, topic, edition, language);
  return { document: await read(edition, '', language, page), topic, about: '', language };
}

// ---------------------------------------------------------------- languages and zones

type Setting = Extract<Managing, { do: 'language' }>;

async function setOwn(
  command: Setting,
  asker: Asker,
  language: InterfaceLanguage,
  deps: ManageDeps,
): Promise<Document> {
  const { settings } = deps.store;
  const { platform, user } = asker;
  const keep = (given: Partial<Settings>) => settings.keepPerson(platform, user, given);
  return setting(command, language, keep, () => settings.person(platform, user));
}

async function setChannels(command: Setting, { asker, language }: Manager, deps: ManageDeps): Promise<Document> {
  const { settings } = deps.store;
  const { platform, channel } = asker;
  if (channel === null) return showRefusal({ of: 'channel' }, language);
  const keep = (given: Partial<Settings>) => settings.keepChannel(platform, channel.id, given);
  return setting(command, language, keep, () => settings.channel(platform, channel.id));
}

async function setting(
  { language: wanted, zone: words, of }: Setting,
  language: InterfaceLanguage,
  keep: (given: Partial<Settings>) => Promise<void>,
  now: () => Promise<Settings>,
): Promise<Document> {
  const found = words === null ? null : findZone(words);
  if (found !== null && 'nearest' in found)
    return showRefusal({ of: 'zone', words: words ?? '', nearest: found.nearest }, language);
  const given = { ...(wanted === null ? {} : { language: wanted }), ...(found === null ? {} : { zone: found.zone }) };
  const kept = Object.keys(given).length > 0;
  if (kept) await keep(given);
  return showSettings(await now(), of, language, kept);
}
