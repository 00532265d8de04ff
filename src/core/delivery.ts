import { z } from 'zod';
import { PAUSES, Target } from './schedule.ts';

/** Why a slot was passed over. */
const SKIPS = [
  /** Nothing ran when it came, and its grace is over. */
  'missed',
  /** Nothing ran when it came, and a later one is posted in its place. */
  'superseded',
  'paused',
  'removed',
  /** The topic has no briefing to post. */
  'no-briefing',
] as const;
export const SkipReason = z.enum(SKIPS);
export type SkipReason = z.infer<typeof SkipReason>;

/** Why a try failed that may pass by itself. */
export const RETRIES = ['rate-limited', 'server', 'network', 'timeout'] as const;
export const RetryReason = z.enum(RETRIES);
export type RetryReason = z.infer<typeof RetryReason>;

/**
 * Why nothing will be posted any more. `uncertain`: it may have been posted, and nobody could look; it is not posted
 * again. `gave-up`: what might have passed did not within the grace. Others are as for a paused schedule.
 */
const FAILURES = ['uncertain', 'gave-up', ...PAUSES.filter((one) => one !== 'asked')] as const;
export const FailReason = z.enum(FAILURES);
export type FailReason = z.infer<typeof FailReason>;

/** Moments are milliseconds since 1970, UTC. */
export const DeliveryState = z.discriminatedUnion('type', [
  z.object({ type: z.literal('planned'), dueAt: z.number() }),
  /** In the hands of the process `holder` until its lease ends; whoever finds it later cannot know what was posted. */
  z.object({ type: z.literal('claimed'), holder: z.string(), until: z.number() }),
  z.object({ type: z.literal('retrying'), dueAt: z.number(), reason: RetryReason }),
  z.object({ type: z.literal('sent'), at: z.number() }),
  z.object({ type: z.literal('skipped'), reason: SkipReason }),
  z.object({ type: z.literal('failed'), reason: FailReason }),
]);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** What is delivered: a slot's briefing, the correction of one that was posted, or a word to a schedule's owner. */
export const Cargo = z.discriminatedUnion('type', [
  /** `briefing`: pinned when the first try begins, so that all tries post the same. */
  z.object({ type: z.literal('post'), briefing: z.string().nullable() }),
  /** Makes the messages of the delivery `of` show `briefing`. */
  z.object({ type: z.literal('edit'), of: z.string(), briefing: z.string() }),
  z.object({ type: z.literal('notice'), reason: z.enum(PAUSES) }),
]);
export type Cargo = z.infer<typeof Cargo>;

/** One row of the ledger: one slot and target (or one correction, or one notice) and what became of it. */
export const Delivery = z.object({
  /** 25 characters at most: Discord takes it for a nonce. Unique for schedule, slot, target and cargo. */
  id: z.string().min(1).max(25),
  schedule: z.string(),
  topic: z.string(),
  slotAt: z.number(),
  target: Target,
  cargo: Cargo,
  /** Ids of the messages that were posted and recorded, in their order: a card may take several. */
  messages: z.array(z.string()),
  /** Tries begun. */
  tries: z.int(),
  /**
   * Since when a message may stand there that is not recorded: the beginning of a try of which the end is not known.
   * Null where there is no doubt.
   */
  doubtSince: z.number().nullable(),
  state: DeliveryState,
});
export type Delivery = z.infer<typeof Delivery>;

/** A delivery in our hands. `fence`: goes up with each claim, so that who was overtaken writes nothing any more. */
export type Claim = { delivery: Delivery; fence: number; until: number };
