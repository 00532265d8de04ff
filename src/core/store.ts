import type { Article } from './article.ts';
import type { Briefing } from './briefing.ts';
import type { Cargo, Claim, Delivery, DeliveryState, SkipReason } from './delivery.ts';
import type { PlatformName, Schedule, ScheduleState, Target } from './schedule.ts';
import type { InterfaceLanguage } from './topic.ts';

/*
 * What is kept, in one database: a SQLite file or a Postgres server. Moments are milliseconds since 1970, UTC, and come
 * from the caller's clock. A database that cannot be reached is told as a StoreError; it passes, and what was asked may
 * be asked again.
 */

/** Briefings never change once kept, and so neither do the numbers of their points. */
export type BriefingStore = {
  /** The briefing of this topic's article with this text, as it was first made; null where there is none. */
  of: (topic: string, sha256: string) => Promise<Briefing | null>;
  /** Keeps an article and its briefing; gives the one that was first, where another process was quicker. */
  keep: (topic: string, article: Article, briefing: Briefing, now: number) => Promise<Briefing>;
  byId: (id: string) => Promise<{ briefing: Briefing; topic: string } | null>;
  /** The same, with the article it was made from and when it was kept. */
  kept: (id: string) => Promise<KeptBriefing | null>;
  /** How many there are. */
  count: () => Promise<number>;
};

/** A briefing as it was kept, with the article it was made from. */
export type KeptBriefing = { briefing: Briefing; article: Article; topic: string; keptAt: number };

/** What somebody set for themselves, or an administrator for a channel. */
export type Settings = { language: InterfaceLanguage | null; zone: string | null };
export type SettingsStore = {
  person: (platform: PlatformName, user: string) => Promise<Settings>;
  keepPerson: (platform: PlatformName, user: string, settings: Partial<Settings>) => Promise<void>;
  channel: (platform: PlatformName, channel: string) => Promise<Settings>;
  keepChannel: (platform: PlatformName, channel: string, settings: Partial<Settings>) => Promise<void>;
};

export type ScheduleStore = {
  add: (schedule: Schedule) => Promise<void>;
  byId: (id: string) => Promise<Schedule | null>;
  /** Those of a place, or all; drafts too. Oldest first. */
  list: (of?: { platform: PlatformName; place: string }) => Promise<Schedule[]>;
  /** Active ones whose slot has come, the longest overdue first. */
  due: (now: number, limit: number) => Promise<Schedule[]>;
  /** Changes the state, and the slot to come with it; false where it is gone. */
  change: (id: string, state: ScheduleState, nextAt: number | null) => Promise<boolean>;
  /** Takes it away; its open deliveries become skipped ("removed"), and its history stays. */
  remove: (id: string) => Promise<boolean>;
  /** Makes those with source `file` be these, by id: adds, changes what differs (a paused one stays so), removes. */
  sync: (schedules: readonly Schedule[]) => Promise<void>;
  /** Takes away drafts made before this. */
  dropDrafts: (before: number) => Promise<void>;
};

export type Planned = {
  slotAt: number;
  target: Target;
  cargo: Cargo;
  state: Extract<DeliveryState, { type: 'planned' | 'skipped' }>;
};

export type ClaimRequest = {
  holder: string;
  now: number;
  /** The claim's end. */
  until: number;
  limit: number;
  platforms: readonly PlatformName[];
};

export type LedgerStore = {
  /**
   * Writes the deliveries of a schedule's slots and moves it from the slot `from` to `to` (null: it is over), all at
   * once. False, and nothing is written, where another process was quicker. A slot that is there already stays as it is,
   * but for one that was passed over ("missed", "superseded") by a clock that was ahead: that comes again.
   */
  turn: (schedule: Schedule, from: number, to: number | null, planned: readonly Planned[]) => Promise<boolean>;
  /** Writes one more delivery of a schedule (a correction, a notice) unless it is there already. */
  plan: (schedule: Schedule, planned: Planned) => Promise<void>;
  /**
   * Takes deliveries that are due, or whose lease has run out, in turn among places so that none waits for a larger one.
   * One that was claimed before and never settled comes with `doubtSince` as its holder noted it: null where that one
   * had begun no request. A lease or a due time further away than any we set (the clock was put back) counts as run out.
   */
  claim: (request: ClaimRequest) => Promise<Claim[]>;
  /** Notes what a claim pinned or posted; false where the claim is no longer ours. */
  progress: (
    claim: Claim,
    made: { cargo?: Cargo; messages?: string[]; doubtSince?: number | null },
  ) => Promise<boolean>;
  /** Notes which messages the delivery has that a claim corrects (`cargo.of`); false where the claim is no longer ours. */
  amend: (claim: Claim, messages: string[]) => Promise<boolean>;
  /** Ends a claim; false where it is no longer ours. */
  settle: (claim: Claim, state: Exclude<DeliveryState, { type: 'claimed' }>) => Promise<boolean>;
  /**
   * Ends a claim for good, pauses its schedule for the same reason, skips what else of it is open ("paused") and plans
   * the notice, all at once; false where the claim is no longer ours.
   */
  pause: (
    claim: Claim,
    reason: Extract<ScheduleState, { type: 'paused' }>['reason'],
    notice: Planned | null,
  ) => Promise<boolean>;
  /** Gives a claim up as it was, when we are told to stop before its try began. */
  release: (claim: Claim) => Promise<void>;
  /** When the next delivery is due or runs out; null where nothing is open. */
  nextDue: (platforms: readonly PlatformName[]) => Promise<number | null>;
  byId: (id: string) => Promise<Delivery | null>;
  /** The newest of a schedule, or of all; newest slot first. */
  recent: (of: { schedule: string } | 'all', limit: number) => Promise<Delivery[]>;
  /** What was posted of a topic since then and shows another briefing than this. */
  stale: (topic: string, briefing: string, since: number) => Promise<Delivery[]>;
  /** Skips what is open of a schedule and in nobody's hands; what is claimed is its holder's to end. Gives how many. */
  skipOpen: (schedule: string, reason: SkipReason) => Promise<number>;
  /** How many there are of each state and platform, and since when the oldest that is open has been due. */
  tally: (now: number) => Promise<Tally>;
};

export type Tally = {
  counts: { state: DeliveryState['type']; platform: PlatformName; count: number }[];
  oldestDueAt: number | null;
};

/** Turns that one process has at a time: the clock's, a gateway shard's. */
export type LeaseStore = {
  /** Takes or renews; false while another holds it. */
  take: (name: string, holder: string, now: number, until: number) => Promise<boolean>;
  release: (name: string, holder: string) => Promise<void>;
  /** Who holds leases whose names begin so, and until when. */
  held: (prefix: string, now: number) => Promise<{ name: string; holder: string; until: number }[]>;
};

/** Everything that is kept, line by line, for a backup: portable between SQLite and Postgres. */
export type ArchiveStore = {
  /** All rows as of one moment. */
  dump: () => AsyncIterable<{ table: string; row: Record<string, unknown> }>;
  isEmpty: () => Promise<boolean>;
  /** Puts rows back, in place of all that is there; all or nothing. */
  load: (rows: AsyncIterable<{ table: string; row: Record<string, unknown> }>) => Promise<number>;
  /** The number of the newest migration. */
  version: () => Promise<string>;
};

export type Store = {
  kind: 'sqlite' | 'postgres';
  briefings: BriefingStore;
  settings: SettingsStore;
  schedules: ScheduleStore;
  ledger: LedgerStore;
  leases: LeaseStore;
  archive: ArchiveStore;
  close: () => Promise<void>;
};
