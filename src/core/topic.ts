import { z } from 'zod';

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

/** topic.yaml: a title in each interface language and the names that its articles use. */
export const Topic = z.strictObject({
  title: Words,
  names: z.record(z.string().regex(/^[a-z0-9-]+$/, 'must be lower-case letters, digits and hyphens'), Term).default({}),
});
export type Topic = z.infer<typeof Topic>;
