import { z } from 'zod';
import type { InterfaceLanguage } from '../core/topic.ts';
import { check, ListsByLanguage, loadYaml, once } from './load.ts';

/** Offices and titles by id, in the six languages; the first of each list is the form to show. */
export const roles: () => Record<string, Record<InterfaceLanguage, string[]>> = once(() =>
  check('roles.yaml', z.record(z.string(), ListsByLanguage), loadYaml('roles.yaml')),
);
