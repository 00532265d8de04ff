import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { InterfaceLanguage } from '../core/topic.ts';
import { check, List, loadYaml, once, oncePer } from './load.ts';

/** What one language calls a state: itself, the cities and seats that stand for it, what is its own. */
export type StateAliases = { names: string[]; capitals: string[]; adjectives: string[] };

const Code = z.string().regex(/^[A-Z]{2}$/);
const Aliases = z.record(Code, z.strictObject({ names: List, capitals: List, adjectives: List }));

/** The states by ISO 3166-1 alpha-2, as the interface names them in each language. */
export const stateNames: () => Record<string, Record<InterfaceLanguage, string>> = once(() =>
  // Made by tools/states.ts and held by a test: nothing to check again at every start.
  JSON.parse(readFileSync(new URL('states.json', import.meta.url), 'utf8')),
);

/** What a language (any with a folder here) calls the states in running text; nothing where it has no list. */
export const stateAliases: (language: string) => Record<string, StateAliases> = oncePer((language) => {
  if (!/^[a-z]{2,3}$/.test(language)) return {};
  const path = `${language}/states.yaml`;
  return check(path, Aliases, loadYaml(path) ?? {});
});
