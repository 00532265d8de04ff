import { ChannelType } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { CatchUp } from '../../src/core/schedule.ts';
import {
  commandsDiffer,
  type Given,
  parseInteractionOptions,
  parseTyping,
  suggestionChoices,
  wantedCommands,
} from '../../src/discord/commands.ts';
import { faultsOfCommand } from '../../src/discord/limits.ts';
import { checkAgainst, hasSpecification } from './openapi.ts';

describe('registration', () => {
  const wanted = wantedCommands();

  test('is within the limits', () => {
    expect(wanted.flatMap(faultsOfCommand)).toEqual([]);
    expect(wanted.map(({ name }) => name)).toEqual(['briefing', 'briefings']);
  });

  test('names and describes everything in every locale that Discord has of our languages', () => {
    // The choices of which missed posts are made up for have names alone.
    const described = 2 * (JSON.stringify(wanted).match(/"description":/g)?.length ?? 0) + CatchUp.options.length;
    for (const locale of ['ar', 'es-ES', 'es-419', 'fr', 'ru', 'zh-CN', 'zh-TW']) {
      expect(JSON.stringify(wanted).split(`"${locale}":`).length - 1, locale).toBe(described);
    }
  });

  test('calls no two things beside each other alike, in any locale, and all in lower case', () => {
    for (const beside of [wanted, ...wanted.map(({ options = [] }) => options)]) {
      for (const locale of ['ar', 'es-ES', 'fr', 'ru', 'zh-CN'] as const) {
        const names = beside.map(({ name_localizations }) => name_localizations?.[locale as 'fr'] ?? '');
        expect(new Set(names).size).toBe(names.length);
        expect(names.map((name) => name.toLowerCase())).toEqual(names);
      }
    }
  });

  test('offers the six languages by their own names', () => {
    const language = wanted[0]?.options?.find(({ name }) => name === 'language');
    expect(language).toMatchObject({
      choices: [
        { name: 'العربية', value: 'ar' },
        { name: 'English', value: 'en' },
        { name: 'Español', value: 'es' },
        { name: 'Français', value: 'fr' },
        { name: 'Русский', value: 'ru' },
        { name: '中文', value: 'zh' },
      ],
    });
  });

  test.skipIf(!hasSpecification)("is as Discord's specification says", () => {
    const check = checkAgainst('ApplicationCommandUpdateRequest');
    for (const command of wanted) expect(check(command)).toBeNull();
  });
});

describe('commandsDiffer', () => {
  /** Commands as Discord gives them back: in another order, with fields of its own and its defaults written out. */
  function registered() {
    return wantedCommands()
      .map((command, i) => ({
        id: `${i}`,
        application_id: '1',
        version: '2',
        default_member_permissions: null,
        dm_permission: true,
        nsfw: false,
        name_localizations: null,
        ...command,
        contexts: command.contexts?.toReversed(),
        description_localizations: Object.fromEntries(
          Object.entries(command.description_localizations ?? {}).toReversed(),
        ),
        options: command.options?.map((option) => ({ name_localizations: null, ...option })),
      }))
      .toReversed();
  }

  test('is content with what Discord gives back', () => {
    expect(commandsDiffer(registered())).toBe(false);
    expect(commandsDiffer(JSON.parse(JSON.stringify(registered())))).toBe(false);
  });

  test.each([
    ['nothing', () => []],
    ['one too few', () => registered().slice(1)],
    ['one too many', () => [...registered(), { name: 'old', description: 'Old' }]],
    ['another description', () => registered().map((one) => ({ ...one, description: 'Other' }))],
    ['a language missing', () => registered().map((one) => ({ ...one, description_localizations: { ar: 'x' } }))],
    ['another context', () => registered().map((one) => ({ ...one, contexts: [0] }))],
    ['an option gone', () => registered().map((one) => ({ ...one, options: one.options?.slice(1) }))],
    [
      'an option changed',
      () =>
        registered().map((one) => ({
          ...one,
          options: one.options?.map((option) => ({ ...option, required: false })),
        })),
    ],
  ])('sees %s', (_, make) => {
    expect(commandsDiffer(make())).toBe(true);
  });
});

const option = (name: string, value: string | boolean, rest = {}) => ({ name, value, ...rest });

const sub = (name: string, ...options: ReturnType<typeof option>[]): Given => ({
  name: 'briefings',
  options: [{ name, options }],
});
const SCHEDULE = {
  do: 'schedule',
  topic: 'x',
  zone: null,
  language: null,
  channel: null,
  role: null,
  thread: false,
  tags: [],
  catchUp: null,
};

test.each<[Given, unknown]>([
  [
    { name: 'briefing', options: [option('topic', 'china-russia')] },
    { command: { do: 'read', topic: 'china-russia', about: '', language: null }, share: false },
  ],
  [
    {
      name: 'briefing',
      options: [option('share', true), option('language', 'ar'), option('about', ' 3-5 '), option('topic', 'x')],
    },
    { command: { do: 'read', topic: 'x', about: '3-5', language: 'ar' }, share: true },
  ],
  [
    { name: 'briefing', options: [option('topic', 'x'), option('language', 'de')] },
    { command: { do: 'read', topic: 'x', about: '', language: null }, share: false },
  ],
  [{ name: 'briefing', options: [option('topic', ' ')] }, null],
  [{ name: 'briefing' }, null],
  [
    { name: 'briefings', options: [{ name: 'list' }] },
    { command: { do: 'list' }, share: false },
  ],
  [
    {
      name: 'briefings',
      options: [{ name: 'search', options: [option('words', 'vaccines'), option('language', 'fr')] }],
    },
    { command: { do: 'search', words: 'vaccines', language: 'fr' }, share: false },
  ],
  [{ name: 'briefings', options: [{ name: 'search' }] }, null],
  [{ name: 'briefings', options: [{ name: 'schedule' }] }, null],
  [{ name: 'briefings' }, null],
  [{ name: 'other' }, null],
  [
    sub('schedule', option('topic', 'x'), option('when', ' weekdays at 8 ')),
    { command: { ...SCHEDULE, when: 'weekdays at 8' }, share: false },
  ],
  [
    sub(
      'schedule',
      option('topic', 'x'),
      option('when', '0 8 * * *'),
      option('zone', 'Asia/Riyadh'),
      option('language', 'ar'),
      option('channel', '5', { channel: { type: ChannelType.GuildForum } }),
      option('role', '7'),
      option('thread', true),
      option('tags', 'News, صحافة، 新闻；'),
      option('catch_up', 'all'),
    ),
    {
      command: {
        ...SCHEDULE,
        when: '0 8 * * *',
        zone: 'Asia/Riyadh',
        language: 'ar',
        channel: { id: '5', kind: 'forum' },
        role: '7',
        thread: true,
        tags: ['News', 'صحافة', '新闻'],
        catchUp: 'all',
      },
      share: false,
    },
  ],
  [sub('schedule', option('topic', 'x')), null],
  [sub('pause', option('which', 's1')), { command: { do: 'pause', schedule: 's1' }, share: false }],
  [sub('resume', option('which', 's1')), { command: { do: 'resume', schedule: 's1' }, share: false }],
  [sub('remove', option('which', 's1')), { command: { do: 'remove', schedule: 's1', sure: false }, share: false }],
  [sub('status'), { command: { do: 'status' }, share: false }],
  [
    sub('preview', option('topic', 'x'), option('language', 'fr')),
    { command: { do: 'preview', topic: 'x', language: 'fr' }, share: false },
  ],
  [sub('preview'), null],
  [sub('language'), { command: { do: 'language', language: null, zone: null, of: 'person' }, share: false }],
  [
    sub('language', option('language', 'zh'), option('zone', 'UTC'), option('for_channel', true)),
    { command: { do: 'language', language: 'zh', zone: 'UTC', of: 'channel' }, share: false },
  ],
])('%j asks for %j', (given, expected) => {
  expect(parseInteractionOptions(given)).toEqual(expected);
});

test.each<[Given, unknown]>([
  [
    { name: 'briefing', options: [option('topic', 'chi', { focused: true })] },
    { of: 'topic', typed: 'chi' },
  ],
  [
    { name: 'briefing', options: [option('topic', 'x'), option('about', '', { focused: true })] },
    { of: 'about', topic: 'x', typed: '' },
  ],
  [
    { name: 'briefing', options: [option('about', '3', { focused: true })] },
    { of: 'about', topic: '', typed: '3' },
  ],
  [{ name: 'briefing', options: [option('topic', 'chi')] }, null],
  [{ name: 'briefings', options: [option('topic', 'chi', { focused: true })] }, null],
  [sub('preview', option('topic', 'chi', { focused: true })), { of: 'topic', typed: 'chi' }],
  [sub('schedule', option('topic', 'x'), option('zone', 'riy', { focused: true })), { of: 'zone', typed: 'riy' }],
  [sub('pause', option('which', 's', { focused: true })), { of: 'schedule', typed: 's' }],
  [sub('schedule', option('when', 'week', { focused: true })), null],
])('%j types %j', (given, expected) => {
  expect(parseTyping(given)).toEqual(expected);
});

test('suggestions are 25 at most; long labels are cut, and what cannot be sent is left out', () => {
  expect(suggestionChoices([{ value: '3', label: 'word '.repeat(40) }])).toEqual([
    { name: `${'word '.repeat(20).trim()}…`, value: '3' },
  ]);
  expect(
    suggestionChoices([
      { value: 'v'.repeat(101), label: 'x' },
      { value: '4', label: '' },
    ]),
  ).toEqual([{ name: '4', value: '4' }]);
  expect(suggestionChoices(Array.from({ length: 40 }, (_, i) => ({ value: `${i}`, label: `${i}` })))).toHaveLength(25);
});
