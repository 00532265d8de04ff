import { CommanderError } from 'commander';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type BriefRequest, commandLine, statusOf, UsageError } from '../../src/terminal/commands.ts';

let told = '';
beforeEach(() => {
  told = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += text;
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

/** What the command line makes of its words: the calls it makes, and the exit status. */
async function run(...args: string[]) {
  const calls: unknown[] = [];
  let status = -1;
  const call =
    (name: string) =>
    (...given: unknown[]) => {
      calls.push([name, ...given]);
      return Promise.resolve(0);
    };
  const done = (given: number): void => {
    status = given;
  };
  try {
    await commandLine(
      {
        brief: call('brief'),
        batch: call('batch'),
        verify: call('verify'),
        serve: call('serve'),
        check: call('check'),
        status: call('status'),
        backup: call('backup'),
        restore: call('restore'),
        setup: call('setup'),
      },
      '1.2.3',
      done,
    ).parseAsync(args, {
      from: 'user',
    });
  } catch (error) {
    if (error instanceof CommanderError) status = statusOf(error);
    else if (error instanceof UsageError) [status, told] = [2, `readout: ${error.message}`];
    else throw error;
  }
  return { calls, status };
}

const plain: BriefRequest = {
  subject: 'china-russia',
  edition: null,
  about: { view: 'card' },
  output: 'card',
  reader: null,
  declared: { title: null, published: null, language: null },
};

describe('what is asked', () => {
  test.each<[string[], Partial<BriefRequest>]>([
    [[], {}],
    [['--point', '3'], { about: { view: 'points', first: 3, last: 3 } }],
    [['--point', '3-5'], { about: { view: 'points', first: 3, last: 5 } }],
    [['--section', 'التعهدات'], { about: { view: 'section', word: 'التعهدات' } }],
    [['--ask', 'what did Lavrov promise'], { about: { view: 'answer', question: 'what did Lavrov promise' } }],
    [
      ['--ask', 'vaccines', '--markdown', '--language', 'zh'],
      { about: { view: 'answer', question: 'vaccines' }, output: 'markdown', reader: 'zh' },
    ],
    [['--json'], { output: 'json' }],
    [['--annotations', '--edition', '2021-02-04.ar'], { output: 'annotations', edition: '2021-02-04.ar' }],
    [
      ['--title', 'Talks', '--published', '2021-02-04', '--article-language', 'en'],
      { declared: { title: 'Talks', published: '2021-02-04', language: 'en' } },
    ],
  ])('brief china-russia %j', async (args, expected) => {
    expect(await run('brief', 'china-russia', ...args)).toEqual({
      calls: [['brief', { ...plain, ...expected }]],
      status: 0,
    });
  });

  test.each([
    [
      ['brief', '--jsonl'],
      ['batch', '-'],
    ],
    [
      ['brief', 'articles.jsonl', '--jsonl'],
      ['batch', 'articles.jsonl'],
    ],
    [
      ['verify', 'b.json'],
      ['verify', 'b.json', null],
    ],
    [
      ['verify', '-', 'a.txt'],
      ['verify', '-', 'a.txt'],
    ],
  ])('%j', async (args, call) => {
    expect(await run(...args)).toEqual({ calls: [call], status: 0 });
  });
});

const nothing = {
  channels: { discord: null, slack: null },
  topic: null,
  when: null,
  zone: null,
  language: null,
  hello: null,
  also: false,
  save: true,
};

test.each<[string[], object]>([
  [[], { yes: false, print: false, answers: nothing }],
  [['--print'], { yes: false, print: true, answers: nothing }],
  [
    ['--yes', '--no-hello', '--no-save', '--also'],
    { yes: true, print: false, answers: { ...nothing, hello: false, save: false, also: true } },
  ],
  [
    [
      '--discord-channel',
      '1',
      '--slack-channel',
      'C1',
      '--topic',
      'a',
      '--when',
      'at 8',
      '--zone',
      'Riyadh',
      '--language',
      'ar',
      '--hello',
    ],
    {
      yes: false,
      print: false,
      answers: {
        ...nothing,
        channels: { discord: '1', slack: 'C1' },
        topic: 'a',
        when: 'at 8',
        zone: 'Riyadh',
        language: 'ar',
        hello: true,
      },
    },
  ],
])('setup %j', async (args, request) => {
  expect(await run('setup', ...args)).toEqual({ calls: [['setup', request]], status: 0 });
});

describe('wrong usage is told in a line or two, and nothing is done', () => {
  test.each<[string[], RegExp]>([
    [['brief'], /brief what\?/],
    [['brief', 'a.txt', 'b.txt'], /too many arguments/],
    [['brief', 'a.txt', '--json', '--markdown'], /'--markdown' cannot be used with option '--json'/],
    [['brief', 'a.txt', '--json', '--annotations'], /cannot be used with/],
    [['brief', 'a.txt', '--json', '--jsonl'], /cannot be used with/],
    [['brief', 'a.txt', '--json', '--point', '1'], /'--json' cannot be used with option '--point/],
    [['brief', 'a.txt', '--annotations', '--ask', 'x'], /cannot be used with/],
    [['brief', 'a.txt', '--point', '1', '--ask', 'x'], /cannot be used with/],
    [['brief', 'a.txt', '--section', 'who', '--ask', 'x'], /cannot be used with/],
    [['brief', '--jsonl', '--point', '1'], /cannot be used with/],
    [['brief', '--jsonl', '--title', 'x'], /cannot be used with/],
    [['brief', 'a.txt', '--language', 'xx'], /'xx' is invalid\. Allowed choices are ar, en, es, fr, ru, zh/],
    [['brief', 'a.txt', '--point', '0'], /Write a number or a range: 3 or 3-5/],
    [['brief', 'a.txt', '--point', '-1'], /Write a number or a range|argument missing/],
    [['brief', 'a.txt', '--point', '5-3'], /Write a number or a range/],
    [['brief', 'a.txt', '--point', 'x'], /Write a number or a range/],
    [['brief', 'a.txt', '--ask', ' '], /It is empty/],
    [['brief', 'a.txt', '--jsn'], /unknown option '--jsn'\n\(Did you mean --json\?\)/],
    [['breif'], /unknown command 'breif'/],
    [['verify'], /missing required argument 'briefing'/],
    [['verify', 'a', 'b', 'c'], /too many arguments/],
    [['setup', '--token', 'x'], /unknown option '--token'/],
    [['setup', '--yes', '--print'], /cannot be used with/],
    [['setup', '--language', 'de'], /'de' is invalid/],
  ])('%j', async (args, message) => {
    expect(await run(...args)).toEqual({ calls: [], status: 2 });
    expect(told).toMatch(message);
    expect(told).toMatch(/^readout: /);
    expect(told.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
  });

  test('no command at all: the help, as an error', async () => {
    expect(await run()).toEqual({ calls: [], status: 2 });
    expect(told).toContain('Usage: readout');
  });
});
