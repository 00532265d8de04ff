import { z } from 'zod';
import type { CatchUp, PlatformName } from './schedule.ts';

/** The languages of the interface and of the term base. */
export const INTERFACE_LANGUAGES = ['ar', 'en', 'es', 'fr', 'ru', 'zh'] as const;
export const InterfaceLanguage = z.enum(INTERFACE_LANGUAGES);
export type InterfaceLanguage = z.infer<typeof InterfaceLanguage>;

/** The same words in each interface language. */
export const Words = z.record(InterfaceLanguage, z.string().min(1));
export type Words = z.infer<typeof Words>;

/**
 * One entry of a topic's term base: somebody or something the topic is about, as each language writes the name.
 * `aliases` are further spellings that stand in articles, by language.
 */
export const Term = z.strictObject({
  kind: z.enum(['person', 'organisation', 'group', 'treaty']),
  /** Role id of roles.yaml, in order of importance. */
  roles: z.array(z.string()).default([]),
  /** ISO 3166-1 alpha-2. */
  state: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code such as CN')
    .nullable()
    .default(null),
  names: Words,
  aliases: z.partialRecord(InterfaceLanguage, z.array(z.string().min(1))).default({}),
});
export type Term = z.infer<typeof Term>;

/** An id of Discord's or of Slack's. YAML reads a number that is not in quotes, and loses digits of it. */
const PlatformId = z
  .string('must stand in quotes: an id is no number')
  .regex(
    /^(?:\d{15,20}|[A-Z][A-Z0-9]{5,24})$/,
    'must be an id such as "1180000000000000001" (Discord) or "C0123ABCD" (Slack)',
  );

/** A schedule of a topic.yaml. What of it may be wrong only in a language or a zone is looked at where it is used. */
export const TopicSchedule = z.strictObject({
  platform: z.enum(['discord', 'slack'] satisfies PlatformName[], 'must be discord or slack'),
  /** The Discord server, or the Slack workspace. */
  place: PlatformId,
  /** A channel, a thread or a forum. */
  channel: PlatformId,
  /** Plain words in any interface language ("weekdays at 8"), cron, or one date and time. */
  when: z.string('must be a time such as "weekdays at 8"').min(1),
  /** IANA. */
  zone: z.string('must be a time zone such as Asia/Riyadh').min(1),
  language: InterfaceLanguage,
  /** The rest of the card goes into a thread. */
  thread: z.boolean('must be true or false').default(false),
  /** Set where the channel is a forum: the ids of the tags of its posts, or none. */
  forum: z
    .strictObject({ tags: z.array(PlatformId).max(5, 'must be five tags at most').default([]) })
    .nullable()
    .default(null),
  /** Published to the servers that follow an announcement channel. */
  crosspost: z.boolean('must be true or false').default(false),
  /** A role or a user group to mention. */
  role: PlatformId.nullable().default(null),
  catchUp: z.enum(['latest', 'all', 'none'] satisfies CatchUp[], 'must be latest, all or none').default('latest'),
  /** How late a missed slot may still be posted. */
  graceMinutes: z
    .int('must be a whole number of minutes')
    .min(0)
    .max(7 * 24 * 60)
    .default(12 * 60),
});
export type TopicSchedule = z.infer<typeof TopicSchedule>;

/** topic.yaml: a title in each interface language, the names that its articles use, and its schedules. */
export const Topic = z.strictObject({
  title: Words,
  /**
   * Who may see it on the web page: true, whoever has the password alone (nobody where none is set); false, everybody,
   * also where the page has a password; absent, whoever may see the page. Commands in chat answer of it all the same.
   */
  private: z.boolean('must be true or false').optional(),
  names: z.record(z.string().regex(/^[a-z0-9-]+$/, 'must be lower-case letters, digits and hyphens'), Term).default({}),
  /** Where and when its briefings are posted, beside what is scheduled in chat. */
  schedules: z.array(TopicSchedule).default([]),
});
export type Topic = z.infer<typeof Topic>;
