// A chat without a network: an outlet that does what a test says, and what stands in its channels then.
import type { Article } from '../../src/core/article.ts';
import { DeliveryError, type Trouble } from '../../src/core/errors.ts';
import type { PlatformName, Schedule } from '../../src/core/schedule.ts';
import type { Clock, Edition, Log, Order, Outlet } from '../../src/core/seams.ts';
import type { DeliverDeps } from '../../src/flows/deliver.ts';
import { ARTICLE, sampleBriefing, sampleSchedule as schedule } from '../sample.ts';

/** What a request comes to: `done` it stands there, and `hears` is what we are told, nothing wrong or some trouble. */
export type Turn = { done: boolean; hears: Trouble | 'well' | 'crash'; ms?: number };

export const WELL: Turn = { done: true, hears: 'well' };
export const fails = (hears: Trouble, done = false, ms = 0): Turn => ({ done, hears, ms });

export type Post = { delivery: string; step: number; channel: string; to: 'channel' | 'person'; at: number };

export type FakeChat = {
  outlet: Outlet;
  posts: Post[];
  edits: string[];
  /** What the next requests come to; well, where nothing is left. */
  script: Turn[];
  /** Requests of each kind so far. */
  asked: { send: number; find: number; edit: number };
};

export type FakeOptions = {
  platform?: PlatformName;
  /** Messages of a delivery. */
  steps?: number;
  /** Whether one may look what stands there. */
  looks?: boolean;
  /** For how long a message may be sent again without being doubled, in ms. */
  repeats?: number;
  /** Called at a crash, which is then never come back from. */
  crash?: () => void;
};

const WIDE = { requests: 10_000, ms: 1_000 };

export function fakeChat(clock: Clock, options: FakeOptions = {}): FakeChat {
  const { platform = 'discord', steps = 1, looks = true, repeats = 0, crash = () => {} } = options;
  const posts: Post[] = [];
  const edits: string[] = [];
  const script: Turn[] = [];
  const asked = { send: 0, find: 0, edit: 0 };
  const idOf = ({ delivery }: { delivery: string }, step: number) => `${delivery}/${step}`;
  const hear = async ({ hears, ms = 0 }: Turn) => {
    if (ms > 0) await clock.wait(ms);
    if (hears === 'crash') {
      crash();
      await new Promise(() => {});
    }
    if (typeof hears !== 'string') throw new DeliveryError(`told: ${hears.reason}`, hears);
  };
  const allowed = ({ mayStill }: Order) => {
    if (mayStill()) return;
    throw new DeliveryError('too late', { type: 'retry', reason: 'timeout', afterMs: null, mayBeDone: false });
  };
  const outlet: Outlet = {
    platform,
    allowance: { all: WIDE, place: null, channel: WIDE },
    steps: () => steps,
    repeats: (_, since, now) => now - since < repeats,
    send: async (order) => {
      const step = order.made.length;
      allowed(order);
      asked.send += 1;
      const turn = script.shift() ?? WELL;
      const { channel, to } = order.target;
      const isThere = posts.some((one) => one.delivery === order.delivery && one.step === step);
      const at = clock.now();
      if (turn.done && !(repeats > 0 && isThere)) posts.push({ delivery: order.delivery, step, channel, to, at });
      await hear(turn);
      return idOf(order, step);
    },
    find: async (order) => {
      asked.find += 1;
      if (!looks) return { type: 'unknown' };
      await hear(script[0]?.done === false ? (script.shift() ?? WELL) : WELL);
      const step = order.made.length;
      const isThere = posts.some((one) => one.delivery === order.delivery && one.step === step);
      return isThere ? { type: 'found', made: idOf(order, step) } : { type: 'absent' };
    },
    edit: async (order) => {
      allowed(order);
      asked.edit += 1;
      const turn = script.shift() ?? WELL;
      if (turn.done) edits.push(order.delivery);
      await hear(turn);
      return [...order.made, 'one more'];
    },
  };
  return { outlet, posts, edits, script, asked };
}

export const sampleArticle: Article = {
  ...ARTICLE,
  url: 'https://example.org/talks',
  publisher: null,
  publishedAt: '2021-02-01',
  language: 'en',
  sha256: sampleBriefing().articles[0]?.sha256 ?? '',
} as Article;

export const sampleEdition: Edition = {
  briefing: sampleBriefing(),
  article: sampleArticle,
  current: true,
  topic: { title: {}, names: [] } as unknown as Edition['topic'],
  translation: async () => null,
};

/** What a schedule has unless a test says otherwise. */
export const sampleSchedule = (given: Partial<Schedule> = {}): Schedule =>
  schedule({
    id: 's1',
    topic: 'talks',
    target: { platform: 'discord', place: 'p1', channel: 'c1', to: 'channel' },
    owner: 'u1',
    nextAt: null,
    ...given,
  });

/** Deps of deliveries in which everything is there. */
export function deliverDeps(
  store: DeliverDeps['store'],
  clock: Clock,
  outlets: readonly Outlet[],
  log: Log = () => {},
): Omit<DeliverDeps, 'times'> {
  return {
    store,
    clock,
    outlets,
    log,
    holder: 'test',
    briefingFor: async () => sampleEdition,
    documentOf: async (_, { topic, language }) => ({
      document: { language, direction: 'ltr', tone: 'notice', title: null, sections: [], controls: [] } as never,
      topic,
      about: '',
      language,
    }),
  };
}
