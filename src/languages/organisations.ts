import { z } from 'zod';
import type { InterfaceLanguage } from '../core/topic.ts';
import { check, lists, loadYaml, once } from './load.ts';

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

const Text = z.string().regex(/[^\s,]/u, 'needs at least one word');
const Entry = z
  .strictObject({
    ar: Text,
    en: Text,
    es: Text,
    fr: Text,
    ru: Text,
    zh: Text,
    state: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .nullable()
      .default(null),
    kind: z.enum(['media', 'company', 'generic']).nullable().default(null),
  })
  .transform(
    ({ state, kind, ...words }): Organisation => ({
      words: lists(words),
      state,
      media: kind === 'media',
      generic: kind === 'generic',
    }),
  );

/** The organisations by id. */
export const organisations: () => Record<string, Organisation> = once(() =>
  check('organisations.yaml', z.record(z.string(), Entry), loadYaml('organisations.yaml')),
);
