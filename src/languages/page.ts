import { z } from 'zod';
import type { InterfaceLanguage } from '../core/topic.ts';
import { check, loadYaml, oncePer } from './load.ts';

const named = <const Name extends string>(names: readonly Name[]) => z.record(z.enum(names), z.string().min(1));

/** What the web page says beside what every card says (interface.yaml), a block a page; `{name}` is filled in. */
export const PageWords = z.strictObject({
  /** Round every page. */
  shell: named(['topics', 'search', 'search_label', 'console', 'skip', 'places', 'language', 'promise']),
  /** The topics there are, and what a newcomer is told. */
  topics: named(['about', 'empty', 'start', 'start_text', 'start_setup', 'start_tokens', 'start_then']),
  /** A briefing beside its article. */
  evidence: named([
    'article',
    'briefing',
    'hint',
    'to_article',
    'outdated',
    'outdated_link',
    'back_to_briefing',
    'back_to_article',
    'in_article',
    'at_source',
    'data',
  ]),
  /** A topic with its editions. */
  topic: named([
    'editions',
    'earlier',
    'newer',
    'older',
    'no_article',
    'unreadable',
    'commitments',
    'timeline',
    'by_kinds',
    'by_dates',
    'no_commitments',
    'ties',
    'ties_about',
    'no_ties',
    'as_table',
    'skip_drawing',
    'nobody',
    'more',
    'undated',
    'to_whom',
    'tie',
    'to',
    'together',
    'calls',
    'feed',
    'also_as',
  ]),
  /** Commands to try. */
  console: named(['title']),
  /** What is not shown, and why. */
  faults: named([
    'not_found',
    'failed',
    'password',
    'wrong_password',
    'method',
    'too_long',
    'wrong_host',
    'too_many',
    'sign_in',
  ]),
});
export type PageWords = z.infer<typeof PageWords>;

/** The page's own words in one of the interface languages. */
export const pageWordsOf: (language: InterfaceLanguage) => PageWords = oncePer((language) => {
  const path = `${language}/page.yaml`;
  return check(path, PageWords, loadYaml(path));
});
