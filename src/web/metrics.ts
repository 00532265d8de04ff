import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { PlatformState } from '../core/connection.ts';
import { inTime } from '../core/in-hand.ts';
import type { PlatformName } from '../core/schedule.ts';
import type { Answers, TopicFile } from '../core/seams.ts';
import type { Store } from '../core/store.ts';

/** Where the figures come from that are read when they are asked for. */
export type Figures = {
  store: {
    ledger: Pick<Store['ledger'], 'tally'>;
    schedules: Pick<Store['schedules'], 'list'>;
    briefings: Pick<Store['briefings'], 'count'>;
  };
  topics: () => Promise<TopicFile[]>;
  platforms: () => Partial<Record<PlatformName, PlatformState>> | null;
  now: () => number;
};

/** What is counted, and told at /metrics in Prometheus' own form. */
export type Metrics = {
  /** The figures as of now; those of a database that is away are missing. */
  text: () => Promise<string>;
  contentType: string;
  request: (request: { route: string; status: number; seconds: number }) => void;
  /** The same answers, counted and timed. */
  counted: (answers: Answers) => Answers;
};

/** A database is asked once in this time at most, and for no longer than that. */
const KEPT_MS = 5_000;
const WITHIN_MS = 2_000;

const COMMAND_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** Opens a registry of our own. Every label has few values: templates of addresses, names of commands, states. */
export function openMetrics(figures: Figures): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const commands = new Counter({
    name: 'readout_commands_total',
    help: 'Commands that were answered.',
    labelNames: ['platform', 'command', 'outcome'],
    registers,
  });
  const commandSeconds = new Histogram({
    name: 'readout_command_duration_seconds',
    help: 'From a command to its answer, without the way to the platform.',
    labelNames: ['platform', 'command', 'outcome'],
    buckets: COMMAND_SECONDS,
    registers,
  });
  const requestSeconds = new Histogram({
    name: 'readout_http_request_duration_seconds',
    help: 'Requests to the page, by the template of their address.',
    labelNames: ['route', 'status'],
    buckets: REQUEST_SECONDS,
    registers,
  });
  gauges(figures, registry);
  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    request: ({ route, status, seconds }) => requestSeconds.observe({ route, status }, seconds),
    counted: (answers) => async (command, asker) => {
      const began = performance.now();
      const answered = await answers(command, asker);
      const outcome = answered.document.tone === 'error' ? 'error' : 'answered';
      const labels = { platform: asker.platform, command: command.do, outcome };
      commands.inc(labels);
      commandSeconds.observe(labels, (performance.now() - began) / 1_000);
      return answered;
    },
  };
}

/** What is read when it is asked for. */
function gauges({ store, topics, platforms, now }: Figures, registry: Registry): void {
  const tally = remembered(() => store.ledger.tally(now()));
  const schedules = remembered(() => store.schedules.list());
  const count = remembered(store.briefings.count);
  const files = remembered(topics);
  gauge(registry, 'readout_briefings', 'Briefings that are kept.', [], async () => [[{}, await count()]]);
  gauge(registry, 'readout_deliveries', 'Deliveries, by what became of them.', ['state', 'platform'], async () =>
    (await tally()).counts.map(({ state, platform, count }) => [{ state, platform }, count]),
  );
  const age = 'For how long the oldest delivery has been due that is not done; 0 where none is.';
  gauge(registry, 'readout_delivery_queue_age_seconds', age, [], async () => {
    const { oldestDueAt } = await tally();
    return [[{}, oldestDueAt === null ? 0 : Math.max(0, now() - oldestDueAt) / 1_000]];
  });
  gauge(registry, 'readout_schedules', 'Schedules, by their state.', ['state'], async () => {
    const all = (await schedules()).map(({ state }) => state.type);
    return (['active', 'paused', 'over'] as const).map((state) => [
      { state },
      all.filter((one) => one === state).length,
    ]);
  });
  gauge(registry, 'readout_topics', 'Topics, by whether their topic.yaml can be read.', ['state'], async () => {
    const all = await files();
    const faulty = all.filter((one) => 'fault' in one).length;
    return [
      [{ state: 'readable' }, all.length - faulty],
      [{ state: 'faulty' }, faulty],
    ];
  });
  const connected = '1 where this process is connected to the platform; 0 also where that is the turn of another.';
  gauge(registry, 'readout_platform_connected', connected, ['platform'], async () =>
    Object.entries(platforms() ?? {}).map(([platform, { type }]) => [{ platform }, type === 'connected' ? 1 : 0]),
  );
}

type Sample = [labels: Record<string, string>, value: number];

/** A gauge that is missing rather than wrong where its figure cannot be had. */
function gauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: string[],
  read: () => Promise<Sample[]>,
): void {
  registry.registerMetric(
    new Gauge({
      name,
      help,
      labelNames,
      registers: [],
      async collect() {
        const samples = await read().catch(() => []);
        this.reset();
        // prom-client begins one without labels at 0.
        if (samples.length === 0 && labelNames.length === 0) this.remove();
        for (const [labels, value] of samples) this.set(labels, value);
      },
    }),
  );
}

/** What `ask` gave, for some seconds; rejects where it takes too long. */
function remembered<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let last: { at: number; value: Promise<Value> } | null = null;
  return () => {
    const at = performance.now();
    if (last === null || at - last.at > KEPT_MS) last = { at, value: bounded(ask()) };
    return last.value;
  };
}

async function bounded<Value>(asked: Promise<Value>): Promise<Value> {
  const answer = await inTime(
    WITHIN_MS,
    asked.then((value) => ({ value })),
  );
  if (answer === null) throw new Error(`no answer within ${WITHIN_MS / 1_000} s`);
  return answer.value;
}
