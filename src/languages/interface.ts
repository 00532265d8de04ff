import { z } from 'zod';
import { EntityKind, How, Kind } from '../core/briefing.ts';
import { FailReason, RetryReason, SkipReason } from '../core/delivery.ts';
import { type Document, messageDocument } from '../core/document.ts';
import { CatchUp, PauseReason } from '../core/schedule.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import { check, List, loadYaml, oncePer } from './load.ts';

const Text = z.string().min(1);

const LABELS = [
  'headline',
  'who',
  'what',
  'when',
  'where',
  'how',
  'commitments',
  'positions',
  'next',
  'points',
  'source',
  'evidence',
  'engine',
  'edition',
  'point',
  'actor',
  'with',
  'said_by',
  'how_we_know',
  'kind',
  'due',
  'topics',
  'confidence',
  'sure',
  'check',
  'gloss',
  'editors_translation',
  'published',
  'date_inferred',
  'quote',
  'translation',
  'answer',
  'role',
  'state',
  'language',
  'ask',
  'previous',
  'following',
  'more',
  'briefings',
] as const;

/** The parts of a briefing that can be asked for by name. */
export const SECTIONS = [
  'headline',
  'who',
  'what',
  'when',
  'where',
  'how',
  'commitments',
  'positions',
  'next',
] as const;
export type SectionName = (typeof SECTIONS)[number];

/** The words of commands, which have a name and say what they are for. */
const COMMANDS = [
  'briefing',
  'topic',
  'about',
  'language',
  'share',
  'briefings',
  'list',
  'search',
  'words',
  'schedule',
  'pause',
  'resume',
  'remove',
  'status',
  'preview',
  'which',
  'when',
  'zone',
  'channel',
  'role',
  'thread',
  'tags',
  'catch_up',
  'for_channel',
] as const;

const named = <const Name extends string>(names: readonly Name[]) => z.record(z.enum(names), Text);

/** What those see who manage schedules. */
const Managing = z.strictObject({
  /** Which of the slots that were missed are posted; also the choices of a command. */
  catch_up: z.record(CatchUp, Text),
  acts: named(['confirm', 'cancel', 'keep', 'pause', 'resume', 'remove', 'remove_surely']),
  labels: named([
    'proposed',
    'schedule',
    'topic',
    'channel',
    'times',
    'zone',
    'next',
    'form',
    'role',
    'missed',
    'state',
    'recent',
    'schedules',
    'own',
    'channels',
  ]),
  states: named(['draft', 'active', 'paused', 'over']),
  forms: named(['message', 'thread', 'forum', 'crosspost']),
  deliveries: named(['planned', 'claimed', 'retrying', 'sent', 'skipped', 'failed']),
  /** What a delivery is that is no slot's post. */
  cargos: named(['edit', 'notice']),
  messages: named([
    'no_right_discord',
    'no_right_slack',
    'no_place',
    'no_channel',
    'not_confirmed',
    'zone_guessed',
    'also',
    'scheduled',
    'running',
    'draft_gone',
    'cancelled',
    'kept',
    'paused',
    'resumed',
    'removed',
    'remove_ask',
    'over',
    'unknown_schedule',
    'which',
    'none_yet',
    'from_file',
    'how_schedule',
    'how_topic',
    'when_unknown',
    'when_never',
    'when_past',
    'when_often',
    'zone_unknown',
    'zone_unknown_alone',
    'tag_unknown',
    'tags_none',
    'settings_kept',
    'not_set',
  ]),
});

/** What the words of a time can mean. */
export const TIME_WORDS = [
  'every',
  'every_day',
  'every_hour',
  'every_two_hours',
  'workdays',
  'weekend',
  'hour',
  'minute',
  'of_month',
  'last_day',
  'today',
  'tomorrow',
  'after_tomorrow',
  'am',
  'pm',
  'night',
  'noon',
  'midnight',
  'half',
  'quarter',
  'oclock',
  'day_mark',
  'at',
  'until',
  'and',
  'filler',
  'prefixes',
] as const;
export type TimeWord = (typeof TIME_WORDS)[number];

const Weekdays = z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']);

const Interface = z.object({
  /** The language, in itself. */
  name: Text,
  direction: z.enum(['ltr', 'rtl']),
  /** Other languages, as they read inside a sentence. */
  languages: z.record(z.string(), Text),
  labels: z.record(z.enum(LABELS), Text),
  /** What stands after one name, after several, and the name of the kind itself. */
  kinds: z.record(Kind, Text),
  kinds_plural: z.record(Kind, Text),
  kind_nouns: z.record(Kind, Text),
  /** The head of a gloss. */
  kind_phrases: z.record(Kind, z.strictObject({ alone: Text, with: Text })),
  how: z.record(How, Text),
  /** Words by which a section is asked for. */
  sections: z.record(z.enum(SECTIONS), List),
  parts: z.record(z.enum(['speaker', 'party', 'mentioned']), Text),
  entity_kinds: z.record(EntityKind, Text),
  messages: z.record(
    z.enum([
      'not_said',
      'no_such_point',
      'no_points',
      'empty_section',
      'unknown_topic',
      'unknown_topic_of',
      'no_topics',
      'nothing_found',
      'failed',
      'outdated',
      'unsupported_language',
      'gloss_note',
      'check_note',
      'narrator',
      'corrected',
      'corrected_added',
      'corrected_gone',
      'hello',
    ]),
    Text,
  ),
  /** What the commands of a chat and what they are given are for, at most 100 characters; `question` heads a form, 45. */
  commands: z.record(z.enum([...COMMANDS, 'question', 'settings']), Text),
  /** What they are called: one word, lower case, at most 32 letters, no two alike beside each other. */
  command_names: z.record(z.enum(COMMANDS), z.string().regex(/^[-_\p{L}\p{M}\p{N}]{1,32}$/u)),
  managing: Managing,
  times: z.strictObject({
    words: z.record(z.enum(TIME_WORDS), List),
    numbers: List,
    weekdays: z.record(Weekdays, List),
    short: List,
    on_weekdays: List,
    says: z.record(
      z.enum([
        'at',
        'every_day',
        'workdays',
        'workdays_named',
        'month_day',
        'month_days',
        'last_day',
        'every_hour',
        'every_two_hours',
        'every_n',
        'once',
        'zone',
      ]),
      Text,
    ),
    faults: z.record(z.enum(['not_understood', 'no_time', 'different_minutes', 'examples']), Text),
    examples: List,
  }),
  /** Why a post was passed over, is tried again, failed for good; why a schedule stands still. What it is and what to do. */
  skips: z.record(SkipReason, Text),
  retries: z.record(RetryReason, Text),
  failures: z.record(FailReason, Text),
  pauses: z.record(PauseReason, Text),
  dates: z.strictObject({
    /** January first; as they stand in a date, and alone. */
    months: List,
    months_alone: List,
    /** Monday first. */
    weekdays: List,
    date: Text,
    date_with_weekday: Text,
    day_and_month: Text,
    month_and_year: Text,
    year: Text,
    interval: Text,
  }),
});
export type Interface = z.infer<typeof Interface>;

/** Readout's own words in one of the interface languages. */
export const interfaceOf: (language: InterfaceLanguage) => Interface = oncePer((language) => {
  const path = `${language}/interface.yaml`;
  return check(path, Interface, loadYaml(path));
});

/** A message with its blanks filled in: "{number}" by the value of that name. */
export function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (blank, name: string) => String(values[name] ?? blank));
}

/** What a control or a command of another version is answered with; `command`: what to begin anew with. */
export function outdated(command: string, language: InterfaceLanguage): Document {
  const { messages, direction } = interfaceOf(language);
  return messageDocument('notice', fill(messages.outdated, { command }), language, direction);
}

/** What a channel is told when Readout was set up for it. `read` and `list`: what those commands are called there. */
export function greeting(commands: { read: string; list: string }, language: InterfaceLanguage): Document {
  const { messages, direction } = interfaceOf(language);
  const title = { made: 'interface' as const, text: 'Readout', language, direction, mark: null };
  return { ...messageDocument('notice', fill(messages.hello, commands), language, direction), title: [title] };
}
