import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/core/command.ts';
import { APP, parseCommand, parseMention } from '../../src/slack/commands.ts';
import { LIMITS } from '../../src/slack/limits.ts';
import { manifestFile } from '../../src/slack/setup.ts';

const read = (topic: string, about = '', language: Extract<Command, { do: 'read' }>['language'] = null): Command => ({
  do: 'read',
  topic,
  about,
  language,
});
const search = (words: string): Command => ({ do: 'search', words, language: null });

describe('/briefing', () => {
  test.each<[string, Command, boolean]>([
    ['', { do: 'list' }, false],
    ['   ', { do: 'list' }, false],
    ['china-russia', read('china-russia'), false],
    ['china-russia 3-5', read('china-russia', '3-5'), false],
    ['china-russia  what of   vaccines?', read('china-russia', 'what of vaccines?'), false],
    ['china-russia language:ar', read('china-russia', '', 'ar'), false],
    ['china-russia 3 --language=zh-CN --share', read('china-russia', '3', 'zh'), true],
    ['china-russia —share lang:ru', read('china-russia', '', 'ru'), true],
    ['china-russia language:العربية', read('china-russia', '', 'ar'), false],
    ['china-russia \u200Flanguage:ar\u200F', read('china-russia', '', 'ar'), false],
    ['china-russia language:xx', read('china-russia', 'language:xx'), false],
    ['china-russia share', read('china-russia'), true],
    ['china-russia positions share', read('china-russia', 'positions'), true],
    ['china-russia what do they share', read('china-russia', 'what do they share'), false],
    ['china-russia what do they share --share', read('china-russia', 'what do they share'), true],
    ['china-russia R&amp;D &lt;2021&gt;', read('china-russia', 'R&D <2021>'), false],
    ['china-russia &amp;lt;', read('china-russia', '&lt;'), false],
    ['share', read('share'), false],
  ])('%j', (text, command, share) => {
    expect(parseCommand('/briefing', text)).toEqual({ command, share });
  });
});

test.each<[string, Command]>([
  ['', { do: 'list' }],
  ['list', { do: 'list' }],
  ['LIST', { do: 'list' }],
  ['search vaccines in 2021', search('vaccines in 2021')],
  ['search share', search('share')],
  ['search list', search('list')],
  ['search', search('')],
  ['what', { do: 'list' }],
])('/briefings %j', (text, command) => {
  expect(parseCommand('/briefings', text)).toEqual({ command, share: false });
});

const schedule = (given: Partial<Extract<Command, { do: 'schedule' }>> = {}): Command => ({
  do: 'schedule',
  topic: 'china-russia',
  when: 'weekdays at 8',
  zone: null,
  language: null,
  channel: null,
  role: null,
  thread: false,
  tags: [],
  catchUp: null,
  ...given,
});
const settings = (given: Partial<Extract<Command, { do: 'language' }>> = {}): Command => ({
  do: 'language',
  language: null,
  zone: null,
  of: 'person',
  ...given,
});
const riyadh = { zone: 'Asia/Riyadh' };

describe('managing', () => {
  test.each<[string, Command]>([
    ['schedule china-russia "weekdays at 8"', schedule()],
    ['Schedule china-russia “weekdays at 8”', schedule()],
    ['schedule china-russia «weekdays at 8»', schedule()],
    ['schedule china-russia "weekdays at 8', schedule()],
    ['schedule china-russia weekdays  at 8', schedule()],
    ['schedule "china-russia" weekdays at 8', schedule()],
    ['schedule zone=Asia/Riyadh china-russia weekdays at 8', schedule(riyadh)],
    ['schedule china-russia "weekdays at 8" zone=Asia/Riyadh', schedule(riyadh)],
    ['schedule china-russia "weekdays at 8" --zone: Asia/Riyadh', schedule(riyadh)],
    ['schedule china-russia "weekdays at 8" tz="New York"', schedule({ zone: 'New York' })],
    ['schedule china-russia “weekdays at 8” timezone=“New York”', schedule({ zone: 'New York' })],
    ['schedule china-russia "weekdays at 8" language=ar missed=all', schedule({ language: 'ar', catchUp: 'all' })],
    ['schedule china-russia "weekdays at 8" lang:العربية', schedule({ language: 'ar' })],
    ['schedule china-russia "weekdays at 8" in &lt;#C1|x&gt;', schedule({ when: 'weekdays at 8 in <#C1|x>' })],
    [
      'schedule china-russia "weekdays at 8" <#C123|general> <!subteam^S12|@desk>',
      schedule({ channel: { id: 'C123', kind: 'text' }, role: 'S12' }),
    ],
    [
      'schedule china-russia in <#C123|> "weekdays at 8" role=<!subteam^S12>',
      schedule({ channel: { id: 'C123', kind: 'text' }, role: 'S12' }),
    ],
    ['schedule china-russia 0 8 * * 1-5 zone=Asia/Riyadh', schedule({ when: '0 8 * * 1-5', ...riyadh })],
    ['schedule china-russia 2026-12-01 08:00', schedule({ when: '2026-12-01 08:00' })],
    ['جدولة china-russia "كل يوم الساعة ٨"', schedule({ when: 'كل يوم الساعة ٨' })],
    ['schedule china-russia cada día a las 8 language=es', schedule({ when: 'cada día a las 8', language: 'es' })],
    ['schedule', schedule({ topic: '', when: '' })],
    ['schedule china-russia', schedule({ when: '' })],
    ['pause s1', { do: 'pause', schedule: 's1' }],
    ['pause', { do: 'pause', schedule: '' }],
    ['resume "s1"', { do: 'resume', schedule: 's1' }],
    ['remove s1', { do: 'remove', schedule: 's1', sure: false }],
    ['status', { do: 'status' }],
    ['état', { do: 'status' }],
    ['preview china-russia language=fr', { do: 'preview', topic: 'china-russia', language: 'fr' }],
    ['language', settings()],
    ['language ar', settings({ language: 'ar' })],
    ['language Русский Asia/Riyadh', settings({ language: 'ru', ...riyadh })],
    ['language zone=Asia/Riyadh channel', settings({ ...riyadh, of: 'channel' })],
    ['language New York', settings({ zone: 'New York' })],
    ['language --channel language=zh', settings({ language: 'zh', of: 'channel' })],
  ])('%s', (text, command) => {
    expect(parseCommand('/briefings', text)).toEqual({ command, share: false });
  });

  test('whatever is typed is read as something', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('schedule', 'language', 'pause', 'preview'),
        fc.string({ unit: 'grapheme' }),
        (verb, text) => {
          expect(parseCommand('/briefings', `${verb} ${text}`)).toMatchObject({ command: { do: verb }, share: false });
        },
      ),
    );
  });
});

test('another command is not ours', () => {
  expect(parseCommand('/other', 'x')).toBeNull();
});

test.each<[string, Command]>([
  ['<@U0> china-russia 3', read('china-russia', '3')],
  ['hey <@U0|readout>', read('hey')],
  ['<@U0>', { do: 'list' }],
  ['<@U0> list', { do: 'list' }],
  ['<@U0> search vaccines', search('vaccines')],
  [
    '<@U0> china-russia what of <#C1|general> and <https://a.example|a.example>',
    read('china-russia', 'what of general and a.example'),
  ],
  ['<@U0> china-russia language:es', read('china-russia', '', 'es')],
])('mentioned as %j', (text, command) => {
  expect(parseMention(text)).toEqual(command);
});

test('the manifest of the repository is the one that the code needs (vitest run -u test/slack writes it)', async () => {
  const path = fileURLToPath(new URL('../../slack-manifest.yaml', import.meta.url));
  await expect(manifestFile()).toMatchFileSnapshot(path);
});

test('the manifest keeps Slack’s limits', () => {
  expect(APP.name.length).toBeLessThanOrEqual(LIMITS.manifest.name);
  expect(APP.description.length).toBeLessThanOrEqual(LIMITS.manifest.description);
  for (const { command, description, usage_hint } of APP.commands) {
    expect(command.length).toBeLessThanOrEqual(LIMITS.manifest.command);
    expect(description.length).toBeLessThanOrEqual(LIMITS.manifest.commandDescription);
    expect(usage_hint.length).toBeLessThanOrEqual(LIMITS.manifest.hint);
  }
});
