import { z } from 'zod';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../core/topic.ts';
import { check, ListsByLanguage, loadYaml, once } from './load.ts';

/** Offices and titles by id, in the six languages; the first of each list is the form to show. */
export const roles: () => Record<string, Record<InterfaceLanguage, string[]>> = once(() =>
  check('roles.yaml', z.record(z.string(), ListsByLanguage), loadYaml('roles.yaml')),
);

/** What some states call an office, where a language has a word of its own for it. */
const stateTitles: () => Record<string, Record<string, Partial<Record<InterfaceLanguage, string>>>> = once(() =>
  check(
    'titles.yaml',
    z.record(
      z.string(),
      z.record(z.string().regex(/^[A-Z]{2}$/), z.partialRecord(z.enum(INTERFACE_LANGUAGES), z.string())),
    ),
    loadYaml('titles.yaml'),
  ),
);

/** An office in a language, as it is called for its state. */
export function officeName(role: string, state: string | null, language: InterfaceLanguage): string | null {
  return (state ? stateTitles()[role]?.[state]?.[language] : undefined) ?? roles()[role]?.[language][0] ?? null;
}
