import { z } from 'zod';
import type { InterfaceLanguage } from '../core/topic.ts';
import { check, List, loadYaml, once } from './load.ts';

/**
 * A body that news everywhere names; `words` as each language writes it, the form to show first.
 * `generic` ones are bodies that every state has: the words round the name tell whose it is.
 */
export type Organisation = {
  words: Record<InterfaceLanguage, string[]>;
  state: string | null;
  media: boolean;
  generic: boolean;
};

const Words = List.refine((words) => words.length > 0, 'needs at least one word');
const Entry = z
  .strictObject({
    ar: Words,
    en: Words,
    es: Words,
    fr: Words,
    ru: Words,
    zh: Words,
    state: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .nullable()
      .default(null),
    kind: z.enum(['media', 'company', 'generic']).nullable().default(null),
  } satisfies Record<InterfaceLanguage | 'state' | 'kind', z.ZodType>)
  .transform(
    ({ state, kind, ...words }): Organisation => ({
      words,
      state,
      media: kind === 'media',
      generic: kind === 'generic',
    }),
  );

/** The organisations by id. */
export const organisations: () => Record<string, Organisation> = once(() =>
  check('organisations.yaml', z.record(z.string(), Entry), loadYaml('organisations.yaml')),
);
