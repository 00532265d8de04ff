import { z } from 'zod';
import { KINDS } from '../core/briefing.ts';
import { InterfaceLanguage } from '../core/topic.ts';
import { check, List, loadYaml, once } from './load.ts';

/** What a word of a question does; see questions.yaml. */
export const QUESTION_WORDS = [
  'who',
  'what',
  'when',
  'where',
  'how',
  'why',
  'count',
  'about',
  'of',
  'and',
  'say',
  'promise',
  ...KINDS.filter((kind) => kind !== 'says'),
  'happened',
  'spoke',
  'part',
  'stop',
] as const;
export type QuestionWord = (typeof QUESTION_WORDS)[number];

const Questions = z.record(InterfaceLanguage, z.record(z.enum(QUESTION_WORDS), List));

/** The words with which people ask, by language. */
export const questionWords: () => Record<InterfaceLanguage, Record<QuestionWord, string[]>> = once(() =>
  check('questions.yaml', Questions, loadYaml('questions.yaml')),
);
