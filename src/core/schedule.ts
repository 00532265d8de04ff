import { z } from 'zod';
import { InterfaceLanguage } from './topic.ts';

export const PlatformName = z.enum(['discord', 'slack']);
export type PlatformName = z.infer<typeof PlatformName>;

/** Where something is posted. `place`: the Discord server or the Slack workspace, whose members share its allowance. */
export const Target = z.strictObject({
  platform: PlatformName,
  place: z.string().min(1),
  /** A channel, a thread, a forum; for a word to one person, that person. */
  channel: z.string().min(1),
  to: z.enum(['channel', 'person']).default('channel'),
});
export type Target = z.infer<typeof Target>;

/** How a post is made, as its channel was when the schedule was saved. Slack posts are all messages. */
export const PostForm = z.strictObject({
  /** `thread`: a message, and a thread under it that the rest of the card goes into. `forum`: a post of its own. */
  as: z.enum(['message', 'thread', 'forum']).default('message'),
  /** Ids of a forum's tags. */
  tags: z.array(z.string()).max(5).default([]),
  /** Published to the servers that follow an announcement channel. */
  crosspost: z.boolean().default(false),
  /** The id of a role (Discord) or user group (Slack) to mention; set by who may manage alone. */
  role: z.string().nullable().default(null),
});
export type PostForm = z.infer<typeof PostForm>;

/** What becomes of slots that passed while nothing ran: the latest is posted, or all, or none; within the grace. */
export const CatchUp = z.enum(['latest', 'all', 'none']);
export type CatchUp = z.infer<typeof CatchUp>;

export const GRACE_MINUTES = 12 * 60;

/** Why a schedule stands still. The first is a person's will; the others are a platform's permanent answers. */
export const PAUSES = ['asked', 'unknown-channel', 'no-access', 'archived', 'token-revoked', 'refused'] as const;
export const PauseReason = z.enum(PAUSES);
export type PauseReason = z.infer<typeof PauseReason>;

export const ScheduleState = z.discriminatedUnion('type', [
  /** Made and not yet confirmed. */
  z.object({ type: z.literal('draft') }),
  z.object({ type: z.literal('active') }),
  z.object({ type: z.literal('paused'), reason: PauseReason }),
  /** It had one time and that has passed. */
  z.object({ type: z.literal('over') }),
]);
export type ScheduleState = z.infer<typeof ScheduleState>;

/** Posts a topic's newest briefing at its times. Moments are milliseconds since 1970, UTC. */
export const Schedule = z.object({
  id: z.string().min(1),
  topic: z.string().min(1),
  target: Target,
  /** A cron expression of five fields, or one local date and time, "2026-12-01T08:00". Both are read in `zone`. */
  when: z.string().min(1),
  /** IANA. */
  zone: z.string().min(1),
  language: InterfaceLanguage,
  form: PostForm,
  catchUp: CatchUp,
  graceMinutes: z.int().min(0),
  /** The platform's id of who made it, to be told when it is paused; null for those of a file. */
  owner: z.string().nullable(),
  /** Schedules of a topic.yaml are shown in chat and changed in the file alone. */
  source: z.enum(['chat', 'file']),
  state: ScheduleState,
  /** The slot to come; null where there is none. */
  nextAt: z.number().nullable(),
  createdAt: z.number(),
});
export type Schedule = z.infer<typeof Schedule>;
