import { createHash } from 'node:crypto';
import { messageOf } from '../core/errors.ts';
import type { Schedule, Target } from '../core/schedule.ts';
import type { Clock, Log, TopicFile, TopicFiles } from '../core/seams.ts';
import type { ScheduleStore } from '../core/store.ts';
import type { TopicSchedule } from '../core/topic.ts';
import { parseWhen } from '../view/when.ts';
import { checkWhen, isZone, LEAST_MINUTES, nextSlot } from './slots.ts';

/** Where schedules as code come from, and where they are kept. */
export type SyncDeps = {
  files: TopicFiles;
  schedules: Pick<ScheduleStore, 'list' | 'sync'>;
  clock: Pick<Clock, 'now'>;
  log: Log;
};

/**
 * Gives what makes the store's schedules of files be those of the topic.yaml files; to be called at start, and again
 * and again. What cannot be read or understood leaves its schedules as they are, and is told in the log once. Throws
 * where the store cannot be reached.
 */
export function syncSchedules({ files, schedules, clock, log }: SyncDeps): () => Promise<void> {
  let said = new Map<string, string>();
  return async () => {
    const faults = new Map<string, string>();
    const read = await files().catch((error: unknown) => {
      faults.set('', `the schedules of topics stay as they are: ${messageOf(error)}`);
      return null;
    });
    if (read !== null) {
      const kept = (await schedules.list()).filter(({ source }) => source === 'file');
      const wanted = read.flatMap((file) => schedulesOf(file, kept, clock.now(), (at, what) => faults.set(at, what)));
      await schedules.sync(wanted);
    }
    for (const [at, what] of faults) if (said.get(at) !== what) log('error', what);
    said = faults;
  };
}

type Complain = (at: string, what: string) => void;

/** The schedules of a topic; those that are kept of it where it cannot be read. */
export function schedulesOf(file: TopicFile, kept: readonly Schedule[], now: number, complain: Complain): Schedule[] {
  if ('fault' in file) {
    complain(file.id, `the schedules of ${file.id} stay as they are: ${file.fault}`);
    return kept.filter(({ topic }) => topic === file.id);
  }
  const seen = new Map<string, number>();
  return file.topic.schedules.flatMap((given, i) => {
    const { platform, place, channel } = given;
    const target: Target = { platform, place, channel, to: 'channel' };
    // Among those of one target, so that a schedule stays itself when one of another channel goes in before it.
    const channelName = [platform, place, channel].join(' ');
    const position = seen.get(channelName) ?? 0;
    seen.set(channelName, position + 1);
    const id = idOf(file.id, channelName, position);
    const when = timeOf(given, now);
    if (typeof when === 'string') return [scheduleOf(given, { id, topic: file.id, target, when }, now)];
    const at = `${file.id}/topic.yaml: schedules.${i}`;
    complain(at, `${at}${when.fault}; this schedule stays as it is`);
    return kept.filter((one) => one.id === id);
  });
}

function scheduleOf(
  given: TopicSchedule,
  known: Pick<Schedule, 'id' | 'topic' | 'target' | 'when'>,
  now: number,
): Schedule {
  const { zone, language, thread, forum, crosspost, role, catchUp, graceMinutes } = given;
  const nextAt = nextSlot(known.when, zone, now);
  return {
    ...known,
    zone,
    language,
    form: {
      as: forum === null ? (thread ? 'thread' : 'message') : 'forum',
      tags: forum?.tags ?? [],
      crosspost,
      role,
    },
    catchUp,
    graceMinutes,
    owner: null,
    source: 'file',
    state: { type: nextAt === null ? 'over' : 'active' },
    nextAt,
    createdAt: now,
  };
}

/** The `when` of an entry, or what is wrong with it. A date that has passed is no fault: the schedule is over. */
function timeOf({ when: words, zone }: TopicSchedule, now: number): string | { fault: string } {
  if (!isZone(zone)) return { fault: `.zone: there is no time zone "${zone}"; write one such as Asia/Riyadh` };
  const parsed = parseWhen(words, 'en', { zone, now });
  if ('fault' in parsed) return { fault: `.when: ${parsed.fault}` };
  const fault = checkWhen(parsed.when, zone, now);
  if (fault === null || fault === 'past') return parsed.when;
  const told = {
    'not-a-time': 'is no time; write one such as "weekdays at 8" or "0 8 * * 1-5"',
    never: 'never comes',
    'too-often': `is more often than every ${LEAST_MINUTES} minutes`,
  };
  return { fault: `.when: "${words}" ${told[fault]}` };
}

/** The same for the same entry, on every machine. */
function idOf(topic: string, target: string, position: number): string {
  const hash = createHash('sha256').update([topic, target, position].join('\n')).digest('hex');
  return `file-${hash.slice(0, 8)}`;
}
