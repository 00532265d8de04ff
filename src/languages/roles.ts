import { z } from 'zod';
import { InterfaceLanguage } from '../core/topic.ts';
import { check, List, loadYaml, once } from './load.ts';

const Roles = z.record(
  z.string(),
  z.record(
    InterfaceLanguage,
    List.refine((words) => words.length > 0),
  ),
);

/** Offices and titles by id, in the six languages; the first of each list is the form to show. */
export const roles: () => Record<string, Record<InterfaceLanguage, string[]>> = once(() =>
  check('roles.yaml', Roles, loadYaml('roles.yaml')),
);
