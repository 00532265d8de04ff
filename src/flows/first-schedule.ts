import { UserError } from '../core/errors.ts';
import { GRACE_MINUTES, type PlatformName, type Schedule } from '../core/schedule.ts';
import type { Clock, TopicEntry } from '../core/seams.ts';
import type { Prompter, SetupAnswers, Spot } from '../core/setup.ts';
import type { ScheduleStore } from '../core/store.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import { otherZone, sayRefusal } from '../view/refuse.ts';
import { sayLocal, sayWhen } from '../view/when.ts';
import { findZone } from '../view/zone.ts';
import { firstSlots, timeOf } from './propose.ts';
import { nextSlot } from './slots.ts';

/** The shell speaks English. */
const SHELL = 'en';

export type ScheduleDeps = {
  prompter: Prompter;
  topics: () => Promise<Pick<TopicEntry, 'id' | 'title'>[]>;
  /** Opens what schedules are kept in for one task; a `serve` that runs on it goes on. */
  withSchedules: <Value>(task: (schedules: Pick<ScheduleStore, 'list' | 'add'>) => Promise<Value>) => Promise<Value>;
  clock: Pick<Clock, 'now'>;
  /** The machine's zone. */
  zone: string;
  newId: () => string;
};

/** A channel of a platform that posts go to. */
export type Stop = Spot & { platform: PlatformName };

/** What is posted, and when. */
type Plan = Pick<Schedule, 'topic' | 'when' | 'zone' | 'language'>;

/**
 * Makes the first schedule, of one topic, for these channels; shows its next slots before it is saved. Gives those that
 * are new. A channel that has the very same schedule already keeps that one.
 */
export async function scheduleFirst(
  stops: readonly Stop[],
  language: InterfaceLanguage,
  answers: SetupAnswers,
  deps: ScheduleDeps,
): Promise<Stop[]> {
  const { prompter } = deps;
  if (prompter.attended ? !(await isWanted(answers, prompter)) : answers.when === null) return [];
  const topic = await topicOf(answers.topic, deps);
  if (topic === null) return [];
  const zone = await zoneOf(answers.zone, deps);
  const when = await whenOf(topic, zone, answers.when, deps);
  const plan = { topic, when, zone, language };
  const now = deps.clock.now();
  const next = firstSlots(plan, now).map((at) => `  ${sayLocal(at, zone, SHELL)}`);
  prompter.say([`${topic}, ${sayWhen(when, zone, SHELL, now)}. The next posts:`, ...next].join('\n'));
  return deps.withSchedules(async (schedules) => {
    const made: Stop[] = [];
    for (const stop of stops) {
      if (await mayAdd(plan, stop, await schedules.list(stop), answers, prompter)) {
        const schedule = scheduleOf(plan, stop, deps);
        await schedules.add(schedule);
        prompter.say(`Scheduled in ${stop.name}: ${schedule.id}.`, 'good');
        made.push(stop);
      }
    }
    return made;
  });
}

async function isWanted({ when, topic }: SetupAnswers, prompter: Prompter): Promise<boolean> {
  return when !== null || topic !== null || prompter.confirm('Post briefings there on a schedule?');
}

/** Asks until the answer can be read; what was given beforehand is the first answer, and the only one where nobody is there. */
async function settled<Value>(
  given: string | null,
  ask: () => Promise<string>,
  read: (words: string) => { value: Value } | { fault: string },
  prompter: Prompter,
): Promise<Value> {
  for (let words = given; ; words = null) {
    const found = read(words ?? (await ask()));
    if ('value' in found) return found.value;
    if (!prompter.attended) throw new UserError(found.fault);
    prompter.say(found.fault, 'warn');
  }
}

async function topicOf(given: string | null, { topics, prompter }: ScheduleDeps): Promise<string | null> {
  const all = await topics();
  const known = all.map(({ id }) => id).join(', ');
  const [first, ...others] = all;
  if (first === undefined) {
    const fault = 'there is no topic yet: a topic is a folder with a topic.yaml and its articles, in READOUT_BRIEFINGS';
    if (!prompter.attended) throw new UserError(fault);
    prompter.say(fault, 'warn');
    return null;
  }
  const only = others.length === 0 ? first.id : null;
  const options = all.map(({ id, title }) => ({ value: id, label: title[SHELL], hint: id }));
  const read = (id: string) =>
    all.some((one) => one.id === id) ? { value: id } : { fault: `there is no topic "${id}"; there are: ${known}` };
  return settled(given ?? only, () => prompter.choose('Which topic?', options), read, prompter);
}

async function zoneOf(given: string | null, { prompter, zone }: ScheduleDeps): Promise<string> {
  const read = (words: string) => {
    const found = findZone(words);
    if ('zone' in found) return { value: found.zone };
    const near = found.nearest.length > 0 ? `did you mean ${found.nearest.join(' or ')}?` : 'name one as Asia/Riyadh';
    return { fault: `there is no time zone "${words}"; ${near}` };
  };
  if (given === null && !prompter.attended) {
    prompter.say(`The time zone is this machine's, ${zone}; --zone ${otherZone(zone)} names another.`);
    return zone;
  }
  return settled(given, () => prompter.text("Time zone (this machine's, if you leave it)", zone), read, prompter);
}

async function whenOf(topic: string, zone: string, given: string | null, deps: ScheduleDeps): Promise<string> {
  const read = (when: string) => {
    const time = timeOf({ when, topic }, zone, deps.clock.now(), { language: SHELL });
    return typeof time === 'string' ? { value: time } : { fault: sayRefusal(time, SHELL) };
  };
  const question = 'When? In plain words of any of the six languages, or as cron';
  return settled(given, () => deps.prompter.text(question, 'weekdays at 8'), read, deps.prompter);
}

/** Whether it is to be added, beside what posts the topic there already. */
async function mayAdd(
  { topic, when, zone, language }: Plan,
  { id, name }: Stop,
  kept: readonly Schedule[],
  { also }: SetupAnswers,
  prompter: Prompter,
): Promise<boolean> {
  const beside = kept.filter((one) => one.state.type !== 'draft' && one.topic === topic && one.target.channel === id);
  const same = beside.find((one) => one.when === when && one.zone === zone && one.language === language);
  if (same !== undefined) {
    const state = same.state.type === 'active' ? '' : `, but ${same.state.type}`;
    prompter.say(`${name} has this very schedule already: ${same.id}${state}.`);
    return false;
  }
  if (also) return true;
  const told = beside.map((one) => `${one.id} (${sayWhen(one.when, one.zone, SHELL)})`).join(', ');
  if (prompter.attended) {
    if (told === '') return prompter.confirm(`Post it in ${name}?`);
    return prompter.confirm(`${name} gets ${topic} already: ${told}. Post it there at these times too?`, false);
  }
  if (told === '') return true;
  throw new UserError(`${name} gets ${topic} already: ${told}; add --also for one more, or change that one in chat`);
}

/** As one that was made and confirmed in chat. */
function scheduleOf(plan: Plan, { platform, place, id, kind }: Stop, { clock, newId }: ScheduleDeps): Schedule {
  const now = clock.now();
  const nextAt = nextSlot(plan.when, plan.zone, now);
  return {
    ...plan,
    id: newId(),
    target: { platform, place, channel: id, to: 'channel' },
    form: {
      as: kind === 'forum' ? 'forum' : 'message',
      tags: [],
      crosspost: kind === 'announcement',
      role: null,
    },
    catchUp: 'latest',
    graceMinutes: GRACE_MINUTES,
    owner: null,
    source: 'chat',
    // A time that came alone may have passed while it was looked at.
    state: { type: nextAt === null ? 'over' : 'active' },
    nextAt,
    createdAt: now,
  };
}
