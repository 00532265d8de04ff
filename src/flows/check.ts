import { statSync } from 'node:fs';
import { messageOf } from '../core/errors.ts';
import { fault, faultFrom, fine, PLATFORMS, sumUp, warning } from '../core/finding.ts';
import type { PlatformName } from '../core/schedule.ts';
import type { Clock, Finding, Inspector, StoreSight, TopicFile, TopicFiles } from '../core/seams.ts';
import { inspectMachineClock, inspectWeb, type WebAddress } from './check-machine.ts';
import { inspectSchedules, schedulesToCome } from './check-schedules.ts';
import { processLease } from './turns.ts';

/** One part may take so long in all; each of its requests far less. */
const PART_WITHIN_MS = 60_000;

/** What a check looks at. Where a setting is wrong what hangs on it is null, and is not looked at. */
export type CheckDeps = {
  /** What is wrong with the settings: which, and why. */
  faults: readonly { name: string; what: string }[];
  /** The file of settings, where people have one. */
  envFile: string;
  topics: AsyncIterable<Finding> | null;
  files: TopicFiles | null;
  store: (() => Promise<StoreSight>) | null;
  /** The platforms that are set up. */
  inspectors: readonly Inspector[];
  web: WebAddress | null;
  clock: Pick<Clock, 'now'>;
  withinMs?: number;
};

const UNSEEN: StoreSight = { findings: [], schedules: null, leases: [] };

/** Looks at all that `serve` needs, and tells it line by line. Nothing is changed, made or posted. Never throws. */
export async function* check(deps: CheckDeps): AsyncGenerator<Finding> {
  const { clock, withinMs = PART_WITHIN_MS } = deps;
  const within = (of: string, part: AsyncIterable<Finding>) => inTime(of, part, withinMs);
  yield* inspectSettings(deps);
  if (deps.topics) yield* within('topics', sumUp(deps.topics, 'topics'));
  const sight = (await deps.store?.()) ?? UNSEEN;
  yield* sight.findings;
  const processes = sight.leases.filter((name) => name.startsWith(processLease(''))).length;
  if (processes > 0) yield fine('serve', processes === 1 ? 'is running' : `runs in ${processes} processes`);
  const files = deps.files && (await filesOf(deps.files));
  const { schedules, findings } = schedulesToCome(files, sight.schedules ?? [], clock.now());
  yield* findings;
  const topics = files?.map(({ id }) => id) ?? null;
  yield* sumUp(inspectSchedules(schedules, { topics, processes, now: clock.now() }), 'schedules');
  for (const { platform, inspect } of deps.inspectors) {
    const posting = schedules.filter(
      ({ target, state }) =>
        target.platform === platform &&
        (state.type === 'active' || (state.type === 'paused' && state.reason !== 'asked')),
    );
    yield* within(PLATFORMS[platform], inspect(posting));
  }
  yield* inspectMissing(deps, new Set(schedules.map(({ target }) => target.platform)));
  if (deps.inspectors.length > 0) yield await inspectMachineClock(deps.inspectors, clock);
  if (deps.web) yield await inspectWeb(deps.web, processes > 0);
}

/** What cannot be read is told with the topics. */
async function filesOf(files: TopicFiles): Promise<TopicFile[] | null> {
  try {
    return await files();
  } catch {
    return null;
  }
}

const SETTINGS: Readonly<Record<PlatformName, string>> = {
  discord: 'set DISCORD_TOKEN',
  slack: 'set SLACK_BOT_TOKEN and SLACK_APP_TOKEN',
};

function* inspectSettings({ faults, envFile }: CheckDeps): Generator<Finding> {
  for (const { name, what } of faults) {
    yield faultFrom('configuration', what, `correct ${name} (readout serve --help tells of each setting)`);
  }
  if (faults.length === 0) yield fine('configuration', 'every setting can be used');
  const mode = statSync(envFile, { throwIfNoEntry: false })?.mode;
  if (mode === undefined || process.platform === 'win32') return;
  if ((mode & 0o077) === 0) yield fine(envFile, 'can be read by its owner alone');
  else yield warning(envFile, 'others on this machine can read the secrets in it', `chmod 600 ${envFile}`);
}

/** Platforms that are not set up: no fault, unless something is to be posted there. */
function* inspectMissing({ inspectors, faults }: CheckDeps, wanted: ReadonlySet<PlatformName>): Generator<Finding> {
  const isWrong = (platform: PlatformName) => faults.some(({ name }) => name.startsWith(`${platform.toUpperCase()}_`));
  const missing = (['discord', 'slack'] as const).filter(
    (name) => !inspectors.some(({ platform }) => platform === name) && !isWrong(name),
  );
  for (const name of missing) {
    if (wanted.has(name))
      yield fault(PLATFORMS[name], 'is not set up, and there are schedules that post there', SETTINGS[name]);
  }
  if (missing.length === 2 && wanted.size === 0) {
    yield warning('platforms', 'neither Discord nor Slack is set up', `${SETTINGS.discord}, or ${SETTINGS.slack}`);
  }
}

/** A part of the check, given up where it takes too long; what it threw is told. */
async function* inTime(of: string, part: AsyncIterable<Finding>, ms: number): AsyncGenerator<Finding> {
  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => late.resolve('late'), ms);
  const findings = part[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([findings.next(), late.promise]);
      if (next === 'late') {
        yield fault(
          of,
          `not all was looked at: it took longer than ${ms / 1000} s`,
          'see the network, and check again',
        );
        return;
      }
      if (next.done) return;
      yield next.value;
    }
  } catch (error) {
    yield fault(of, `could not be looked at: ${messageOf(error)}`, 'report this line as a fault of Readout');
  } finally {
    clearTimeout(timer);
  }
}
