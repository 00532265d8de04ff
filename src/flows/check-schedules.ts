import { fault, faultFrom, fine, PLATFORMS, warning } from '../core/finding.ts';
import type { Schedule } from '../core/schedule.ts';
import type { Finding, TopicFile } from '../core/seams.ts';
import { interfaceOf } from '../languages/interface.ts';
import { sayMoment } from '../view/when.ts';
import { schedulesOf } from './schedules.ts';
import { isZone } from './slots.ts';

/** The clock turns slots every minute; a slot that is this old was turned by nobody. */
const OVERDUE_MS = 5 * 60_000;

/**
 * The schedules that serve would have: those that are kept, with those of files as the files have them now, and what is
 * wrong with these. What a file says of a topic that cannot be read is told with the topic. `files`: null where they
 * cannot be read.
 */
export function schedulesToCome(
  files: readonly TopicFile[] | null,
  kept: readonly Schedule[],
  now: number,
): { schedules: Schedule[]; findings: Finding[] } {
  if (files === null) return { schedules: kept.filter(isMeant), findings: [] };
  const findings: Finding[] = [];
  const complain = (at: string, what: string) => {
    findings.push(faultFrom(at.replace(/: /u, ' '), what.replace(`${at}.`, ''), 'correct it in topic.yaml'));
  };
  const known = new Map(kept.map((schedule) => [schedule.id, schedule]));
  const ofFiles = files.flatMap((file) => {
    const own = kept.filter(({ source, topic }) => source === 'file' && topic === file.id);
    return 'fault' in file ? own : schedulesOf(file, own, now, complain);
  });
  const synced = ofFiles.map((schedule) => {
    const before = known.get(schedule.id);
    if (before === undefined || before.when !== schedule.when || before.zone !== schedule.zone) return schedule;
    return { ...schedule, state: before.state, nextAt: before.nextAt };
  });
  return { schedules: [...kept.filter(({ source }) => source === 'chat'), ...synced].filter(isMeant), findings };
}

/** Drafts were never confirmed, and what is over posts no more. */
function isMeant({ state }: Schedule): boolean {
  return state.type === 'active' || state.type === 'paused';
}

/** `topics`: those there are, null where that is not known; `processes`: how many of serve run. */
type Around = { topics: readonly string[] | null; processes: number; now: number };

/** Says of each schedule when it posts next, or why it does not. */
export function* inspectSchedules(schedules: readonly Schedule[], around: Around): Generator<Finding> {
  for (const schedule of schedules) yield inspectSchedule(schedule, around);
}

function inspectSchedule(schedule: Schedule, { topics, processes, now }: Around): Finding {
  const { id, topic, target, zone, state, nextAt } = schedule;
  const of = `schedule ${id}`;
  const what = `${topic} to ${PLATFORMS[target.platform]} channel ${target.channel}`;
  if (topics !== null && !topics.includes(topic)) {
    const remedy = `put its folder back, or remove the schedule (/briefings remove ${id})`;
    return fault(of, `${what}: there is no topic ${topic}`, remedy);
  }
  if (!isZone(zone)) {
    const remedy = `remove it and schedule it anew, in a zone such as Asia/Riyadh (/briefings remove ${id})`;
    return fault(of, `${what}: there is no time zone "${zone}"`, remedy);
  }
  if (state.type === 'paused') {
    const { pauses } = interfaceOf('en');
    if (state.reason === 'asked') return fine(of, `${what}: is paused, as somebody asked`);
    return warning(of, `${what}: is paused. ${pauses[state.reason]}`, `/briefings resume ${id}, once that is mended`);
  }
  if (nextAt === null) return fine(of, `${what}: posts no more`);
  const next = sayMoment(nextAt, zone, 'en');
  if (nextAt > now - OVERDUE_MS) return fine(of, `${what}: next on ${next}`);
  const why = processes === 0 ? 'start serve' : 'see the log of serve, which runs and does not post it';
  return warning(of, `${what}: was to be posted on ${next}`, why);
}
