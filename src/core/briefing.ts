import { z } from 'zod';

/** What a point does. `says` stands only in section `position`; the others are commitments. */
export const KINDS = [
  'pledged',
  'agreed',
  'intends',
  'ready',
  'supports',
  'calls-for',
  'proposes',
  'affirms',
  'rejects',
  'says',
] as const;
export const Kind = z.enum(KINDS);
export type Kind = z.infer<typeof Kind>;

export const Section = z.enum(['commitment', 'position', 'next']);
export type Section = z.infer<typeof Section>;

/** How the engine knows who says a point; from the surest to the least sure, then the article itself. */
export const How = z.enum(['explicit', 'carried', 'implied', 'quoted', 'narrator']);
export type How = z.infer<typeof How>;

/**
 * A stretch of an article's stored text (or of its title, with `in: "title"`).
 * `start` and `end` are UTF-16 code units; `text.slice(start, end) === quote`, always.
 */
export const Evidence = z.object({
  article: z.string(),
  start: z.int().min(0),
  end: z.int().min(1),
  quote: z.string().min(1),
  in: z.literal('title').optional(),
});
export type Evidence = z.infer<typeof Evidence>;

const Proof = z.array(Evidence).min(1);

export const Line = z.object({ text: z.string().min(1), evidence: Proof });
export type Line = z.infer<typeof Line>;

export const EntityKind = z.enum(['person', 'state', 'organisation', 'group']);
export type EntityKind = z.infer<typeof EntityKind>;

export const Who = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  kind: EntityKind,
  role: z.string().nullable(),
  /** ISO 3166-1 alpha-2. */
  state: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  part: z.enum(['speaker', 'party', 'mentioned']),
  evidence: Proof,
});
export type Who = z.infer<typeof Who>;

export const Point = z.object({
  number: z.int().min(1),
  section: Section,
  kind: Kind,
  /** Who ids: whom it binds, whom a call addresses, or whose view it is. */
  actors: z.array(z.string()),
  counterparts: z.array(z.string()),
  saidBy: z.object({ who: z.array(z.string()), how: How }),
  /** What is shown; from the offline engine the words of the evidence. */
  text: z.string().min(1),
  /** Concept ids: "trade", "vaccines", ... */
  topics: z.array(z.string()),
  /** ISO 8601 date or interval, where the text gives one. */
  due: z.string().nullable(),
  /** First the content, then the cue and the actor where they stand apart. */
  evidence: Proof,
  confidence: z.enum(['sure', 'check']),
});
export type Point = z.infer<typeof Point>;

/** The briefing of one article (or, later, of several): the format "readout.briefing/1". */
export const Briefing = z.object({
  format: z.literal('readout.briefing/1'),
  id: z.string().min(1),
  topic: z.string().nullable(),
  /** BCP 47, of the article. */
  language: z.string().min(2),
  engine: z.object({ name: z.string(), version: z.string() }),
  articles: z
    .array(
      z.object({
        id: z.string(),
        title: z.string().nullable(),
        url: z.string().nullable(),
        publisher: z.string().nullable(),
        publishedAt: z.string().nullable(),
        /** Present and true where an editor inferred the date. */
        publishedInferred: z.literal(true).optional(),
        language: z.string(),
        sha256: z.string(),
      }),
    )
    .min(1),
  headline: Line,
  what: z.array(Line).min(1).max(3),
  when: Line.nullable(),
  where: Line.nullable(),
  how: Line.nullable(),
  who: z.array(Who),
  points: z.array(Point),
});
export type Briefing = z.infer<typeof Briefing>;
