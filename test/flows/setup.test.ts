// The walk of `readout setup`, with somebody who answers by a script, against both test servers.
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readSetupConfig } from '../../src/config.ts';
import { Cancelled } from '../../src/core/errors.ts';
import type { Prompter, SetupAnswers } from '../../src/core/setup.ts';
import type { Store } from '../../src/core/store.ts';
import { discordSetup } from '../../src/discord/setup.ts';
import { missingFor, setUp, showInvites } from '../../src/flows/setup.ts';
import { SCOPES } from '../../src/slack/permissions.ts';
import { slackSetup } from '../../src/slack/setup.ts';
import { openStore } from '../../src/store/open.ts';
import { keepInEnvFile } from '../../src/terminal/env-file.ts';
import { plainPrompter } from '../../src/terminal/prompts.ts';
import { type DiscordPeer, startDiscordPeer } from '../peers/discord.ts';
import { type SlackPeer, startSlackPeer } from '../peers/slack.ts';

// The libraries and six languages are loaded by the first test, on however busy a machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

/** Monday, 23 November 2026, 10:00 in Riyadh. */
const NOW = Date.UTC(2026, 10, 23, 7);

const NOTHING: SetupAnswers = {
  channels: { discord: null, slack: null },
  topic: null,
  when: null,
  zone: null,
  language: null,
  hello: null,
  also: false,
  save: true,
};

/** What somebody does at a question that has these words; `stop` presses Ctrl-C there. A function does something first. */
type Answer = string | boolean | 'stop' | (() => string | boolean);
type Script = [RegExp, Answer][];

let discord: DiscordPeer;
let slack: SlackPeer;
let store: Store;
let folder = '';
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'readout-setup-'));
  discord = await startDiscordPeer();
  slack = await startSlackPeer({ scopes: new Set(SCOPES) });
  store = await openStore(join(folder, 'readout.db'));
});
afterEach(() => Promise.all([discord.stop(), slack.stop(), store.close()]));

const envFile = () => join(folder, '.env');
const envText = () => readFileSync(envFile(), 'utf8');
const slackTokens = () => ({
  SLACK_BOT_TOKEN: slack.workspace.tokens.bot,
  SLACK_APP_TOKEN: slack.workspace.tokens.app,
});

/** Somebody who answers what is asked in this order, and nothing else; `heard`: all that they read. */
function person(script: Script) {
  const heard: string[] = [];
  const left = [...script];
  const answer = async (question: string): Promise<string | boolean> => {
    heard.push(`? ${question}`);
    const [expected, given] = left.shift() ?? [/^$/, ''];
    if (!expected.test(question)) throw new Error(`asked "${question}" instead of ${expected}\n${heard.join('\n')}`);
    if (given === 'stop') throw new Cancelled('stopped');
    return typeof given === 'function' ? given() : given;
  };
  const words = async (question: string, preset = '') => String((await answer(question)) || preset);
  const prompter: Prompter = {
    attended: true,
    text: words,
    secret: words,
    choose: async (question, options, preset) => {
      heard.push(...options.map(({ label }) => `- ${label}`));
      const label = await answer(question);
      const chosen = options.find((one) => one.label === label)?.value ?? (label === '' ? preset : undefined);
      if (chosen === undefined) throw new Error(`"${label}" is none of ${options.map((one) => one.label)}`);
      return chosen;
    },
    confirm: async (question) => (await answer(question)) === true,
    say: (text) => void heard.push(text),
    link: (address) => void heard.push(address),
    during: (_, task) => task(),
  };
  return { prompter, left, told: () => heard.join('\n') };
}

/** Everything that setup needs, with what is set in .env and outside. */
function depsOf(prompter: Prompter, outside: Record<string, string> = {}) {
  let file: NodeJS.Dict<string> = {};
  try {
    file = parseEnv(envText());
  } catch {}
  const config = readSetupConfig(outside, { ...file, ...outside });
  let ids = 0;
  return {
    prompter,
    platforms: [
      discordSetup(discord.rest.api),
      slackSetup({ api: slack.apiUrl, http: false, path: join(folder, 'slack-manifest.yaml') }),
    ],
    tokens: config.tokens,
    keep: (values: Record<string, string>) => keepInEnvFile(envFile(), values),
    topics: async () =>
      ['china-russia', 'talks'].map((id) => ({
        id,
        title: { ar: id, en: `Of ${id}`, es: id, fr: id, ru: id, zh: id },
      })),
    withSchedules: <Value>(task: (schedules: Store['schedules']) => Promise<Value>) => task(store.schedules),
    clock: { now: () => NOW },
    zone: 'Europe/Paris',
    newId: () => `id${Date.now().toString(36)}${ids++}`,
    language: 'en' as const,
  };
}

/** Runs the walk with a script, all of which must be asked. */
async function walk(script: Script, answers: Partial<SetupAnswers> = {}, outside = {}) {
  const { prompter, left, told } = person(script);
  await setUp({ ...NOTHING, ...answers }, depsOf(prompter, outside));
  expect(left).toEqual([]);
  return told();
}

/** Runs it with nobody there. */
async function alone(answers: Partial<SetupAnswers>, outside: Record<string, string>) {
  let told = '';
  const deps = depsOf(
    plainPrompter((text) => {
      told += text;
    }),
    outside,
  );
  const missing = missingFor({ ...NOTHING, ...answers }, deps);
  await setUp({ ...NOTHING, ...answers }, deps);
  return { told, missing };
}

const give = (value: () => string): Answer => value;
const DISCORD: Script = [
  [/Set up Discord/, true],
  [/bot's token/, give(() => discord.token)],
  [/Which channel of Discord/, '#general'],
];
const SLACK: Script = [
  [/Set up Slack/, true],
  [/bot token/, give(() => slack.workspace.tokens.bot)],
  [/app-level token/, give(() => slack.workspace.tokens.app)],
  [/Which channel of Slack/, '#news'],
];
const SCHEDULE: Script = [
  [/language/, 'English'],
  [/on a schedule/, true],
  [/Which topic/, 'Of china-russia'],
  [/Time zone/, 'Riyadh'],
  [/When/, 'weekdays at 8'],
];
const NO_SCHEDULE: Script = [
  [/language/, 'English'],
  [/on a schedule/, false],
];

test('all is given right: both platforms, a schedule, a hello, and .env for oneself alone', async () => {
  const told = await walk([
    ...DISCORD,
    ...SLACK,
    ...SCHEDULE,
    [/Post it in #general \(Discord\)\?/, true],
    [/Post it in #news \(Slack\)\?/, true],
    [/hello in #general/, true],
    [/hello in #news/, true],
  ]);
  expect(parseEnv(envText())).toEqual({ DISCORD_TOKEN: discord.token, ...slackTokens() });
  expect(statSync(envFile()).mode & 0o777).toBe(0o600);
  for (const token of [discord.token, ...Object.values(slackTokens())]) expect(told).not.toContain(token);
  expect(told).toContain('https://discord.com/oauth2/authorize?client_id=');
  expect(told).toContain('https://api.slack.com/apps?new_app=1&manifest_json=');
  expect(told).toContain('china-russia, weekdays (Sunday – Thursday) at 08:00, Saudi Arabia Time (Asia/Riyadh, UTC+3)');
  expect(told).toMatch(/Tuesday, 24 November 2026 at 08:00\n.*Wednesday, 25 .*\n.*Thursday, 26 /);
  const when = { when: '0 8 * * 0-4', zone: 'Asia/Riyadh', nextAt: Date.UTC(2026, 10, 24, 5) };
  const common = { topic: 'china-russia', language: 'en', source: 'chat', state: { type: 'active' }, ...when };
  expect(await store.schedules.list()).toMatchObject([
    { ...common, target: { platform: 'discord', place: discord.guild.id, channel: discord.channels.text.id } },
    { ...common, target: { platform: 'slack', place: 'T0TEAM', channel: 'C1NEWS' } },
  ]);
  expect([discord.posted.length, slack.messages.length]).toEqual([1, 1]);
  expect([discord.faults, slack.faults]).toEqual([[], []]);
});

test('again: what is set is checked and shown as set, nothing is asked twice, and no hello is said twice', async () => {
  await walk([
    ...DISCORD,
    ...SLACK.slice(0, 1).map(([of]): [RegExp, Answer] => [of, false]),
    ...SCHEDULE,
    [/Post it/, true],
    [/hello/, true],
  ]);
  const before = envText();
  const told = await walk([[/Which channel/, '#general'], [/Set up Slack/, false], ...SCHEDULE]);
  expect(told).toMatch(/DISCORD_TOKEN: set in \.env, the bot readout/);
  expect(told).toMatch(/#general \(Discord\) has this very schedule already: id/);
  expect(told).toMatch(/The hello stands in #general \(Discord\)/);
  expect(envText()).toBe(before);
  expect(await store.schedules.list()).toHaveLength(1);
  expect(discord.posted).toHaveLength(1);
  await walk([[/Which channel/, '#general'], [/Set up Slack/, false], ...NO_SCHEDULE], { hello: true });
  expect(discord.posted).toHaveLength(2);
});

test('other times for a topic that the channel gets are asked about', async () => {
  const noSlack: Script = [[/Set up Slack/, false]];
  await walk([...DISCORD, ...noSlack, ...SCHEDULE, [/Post it/, true]], { hello: false });
  const more = (yes: boolean): Script => [
    [/Which channel/, '#general'],
    ...noSlack,
    ...SCHEDULE.slice(0, -1),
    [/When/, 'every day at 9'],
    [/#general \(Discord\) gets china-russia already: id\S+ \(weekdays .*Post it there at these times too/, yes],
  ];
  await walk(more(false), { hello: false });
  expect(await store.schedules.list()).toHaveLength(1);
  await walk(more(true), { hello: false });
  expect((await store.schedules.list()).map(({ when }) => when)).toEqual(['0 8 * * 0-4', '0 9 * * *']);
});

describe('tokens', () => {
  test('that are wrong are told, and asked for again; none is shown', async () => {
    const told = await walk(
      [
        [/Set up Discord/, true],
        [/bot's token/, 'two words'],
        [/bot's token/, 'wrong-token-1'],
        ...DISCORD.slice(1),
        [/Set up Slack/, true],
        [/bot token/, 'xapp-wrong-2'],
        [/bot token/, 'xoxb-wrong-3'],
        ...SLACK.slice(1, 2),
        [/app-level token/, 'xapp-wrong-4'],
        ...SLACK.slice(2),
        ...NO_SCHEDULE,
      ],
      { hello: false },
    );
    expect(told).toMatch(/DISCORD_TOKEN: has a space/);
    expect(told).toMatch(/DISCORD_TOKEN: Discord does not accept the bot token; .*Reset Token/);
    expect(told).toMatch(/SLACK_BOT_TOKEN: must begin with "xoxb-"/);
    expect(told).toMatch(/SLACK_BOT_TOKEN: Slack answered invalid_auth; copy it again/);
    expect(told).toMatch(/SLACK_APP_TOKEN: .*connections:write/);
    expect(told).not.toMatch(/wrong-|two words/);
    expect(parseEnv(envText())).toEqual({ DISCORD_TOKEN: discord.token, ...slackTokens() });
  });

  test('that cannot be checked now are checked again', async () => {
    discord.fail('GET /applications/@me', ['cut']);
    await walk(
      [...DISCORD.slice(0, 2), [/Try again/, true], ...DISCORD.slice(2), [/Set up Slack/, false], ...NO_SCHEDULE],
      { hello: false },
    );
    expect(parseEnv(envText())).toEqual({ DISCORD_TOKEN: discord.token });
  });

  test('of .env that were revoked are asked for anew, and all else there stays', async () => {
    writeFileSync(envFile(), '# mine\nREADOUT_LANGUAGE=fr\nDISCORD_TOKEN="old" # of May\nSLACK_BOT_TOKEN=\n');
    const told = await walk([...DISCORD.slice(1), [/Set up Slack/, false], ...NO_SCHEDULE], { hello: false });
    expect(told).toMatch(/DISCORD_TOKEN: Discord does not accept/);
    expect(envText()).toBe(`# mine\nREADOUT_LANGUAGE=fr\nDISCORD_TOKEN=${discord.token}\nSLACK_BOT_TOKEN=\n`);
  });

  test('of the environment may be written to .env; wrong ones are mended there alone', async () => {
    const outside = { DISCORD_TOKEN: discord.token };
    const rest: Script = [[/Which channel/, '#general'], [/Set up Slack/, false], ...NO_SCHEDULE];
    await walk([[/DISCORD_TOKEN: set in the environment alone/, false], ...rest], { hello: false }, outside);
    expect(() => envText()).toThrow('ENOENT');
    await walk([[/DISCORD_TOKEN: set in the environment alone/, true], ...rest], { hello: false }, outside);
    expect(parseEnv(envText())).toEqual(outside);
    await expect(walk([], {}, { DISCORD_TOKEN: 'wrong' })).rejects.toThrow(
      'DISCORD_TOKEN is set in the environment, which goes before .env; mend it there',
    );
  });

  test('that a file of their own holds stay there', async () => {
    writeFileSync(join(folder, 'token'), `${discord.token}\n`);
    const outside = { DISCORD_TOKEN_FILE: join(folder, 'token') };
    const told = await walk(
      [[/Which channel/, '#general'], [/Set up Slack/, false], ...NO_SCHEDULE],
      { hello: false },
      outside,
    );
    expect(told).toMatch(/DISCORD_TOKEN: set in a file, the bot readout/);
    expect(() => envText()).toThrow('ENOENT');
  });

  test('none at all: nothing is set up, and nothing written', async () => {
    const told = await walk([
      [/Set up Discord/, true],
      [/bot's token/, ''],
      [/Set up Slack/, false],
    ]);
    expect(told).toMatch(/Nothing was set up/);
    expect(() => envText()).toThrow('ENOENT');
  });
});

describe('no channel', () => {
  test('of Discord: it says what is lacking, and looks again when it is there', async () => {
    const { guild, world, channels } = discord;
    world.guilds.splice(0);
    for (const { id } of Object.values(channels)) discord.deny(id, 'send');
    const told = await walk([
      ...DISCORD.slice(0, 2),
      [/Look again/, () => world.guilds.push(guild) > 0],
      [/Look again/, () => discord.deny(channels.news.id) === undefined],
      [/Which channel of Discord/, '#news'],
      [/Set up Slack/, false],
      ...NO_SCHEDULE,
      [/hello in #news/, true],
    ]);
    expect(told).toMatch(/no channel of Discord yet in which readout may post/);
    expect(told).toMatch(/#general: lacks Send Messages\n/);
    expect(discord.posted.map(({ channel }) => channel)).toEqual([channels.news.id]);
  });

  test('of Slack: it says how the bot is invited, and goes on without', async () => {
    for (const channel of slack.workspace.channels) channel.member = false;
    const told = await walk([[/Set up Discord/, false], ...SLACK.slice(0, 3), [/Look again/, false]]);
    expect(told).toContain('/invite @readout');
    expect(told).toMatch(/Done\. Start it: npx readout serve/);
    expect(parseEnv(envText())).toEqual(slackTokens());
  });

  test('of Slack that an older app may list: it says how that is mended', async () => {
    slack.workspace.scopes = new Set(['chat:write', 'commands']);
    const told = await walk([[/Set up Discord/, false], ...SLACK.slice(0, 3), [/Look again/, false]]);
    expect(told).toMatch(/the app lacks app_mentions:read/);
    expect(told).toMatch(/missing_scope: channels:read/);
  });

  test('given right beforehand is not asked for; given wrong, it is', async () => {
    const spots = (id: string) => ({ channels: { discord: id, slack: null }, hello: false });
    const around = (more: Script): Script => [...DISCORD.slice(0, 2), ...more, [/Set up Slack/, false], ...NO_SCHEDULE];
    const told = await walk(around([[/Which channel/, '#news']]), spots('general'));
    expect(told).toMatch(/"general" is no id of a Discord channel/);
    const next: Script = [[/Set up Slack/, false], ...NO_SCHEDULE];
    expect(await walk(next, spots(discord.channels.news.id))).not.toMatch(/oauth2/);
  });
});

describe('times', () => {
  test.each([
    ['every 30 minutes from 9 to 17', '*/30 9-17 * * *'],
    ['كل يوم الساعة 8', '0 8 * * *'],
    ['每天8点', '0 8 * * *'],
    ['30 7 * * 1', '30 7 * * 1'],
  ])('%s', async (words, when) => {
    await walk([...DISCORD, [/Set up Slack/, false], ...SCHEDULE.slice(0, -1), [/When/, words], [/Post it/, true]], {
      hello: false,
    });
    expect(await store.schedules.list()).toMatchObject([{ when }]);
  });

  test('that cannot be understood, zones and topics that are not there, are told and asked for again', async () => {
    const script: Script = [
      ...DISCORD,
      [/Set up Slack/, false],
      [/language/, 'العربية'],
      [/Which topic/, 'Of talks'],
      [/Time zone/, 'Nowhere'],
      [/Time zone/, ''],
      [/When/, '* * * * *'],
      [/When/, 'yesterday'],
      [/When/, ''],
      [/Post it/, false],
    ];
    const told = await walk(script, { topic: 'news', when: 'whenever', hello: false });
    expect(told).toMatch(/there is no topic "news"; there are: china-russia, talks/);
    expect(told).toMatch(/there is no time zone "Nowhere"/);
    expect(told).toMatch(/talks, weekdays at 08:00, France Time \(Europe\/Paris, UTC\+1\)/);
    expect(told.match(/For example|every 5 minutes/g)).toHaveLength(3);
    expect(await store.schedules.list()).toEqual([]);
  });
});

test('Ctrl-C at any question leaves all that was done before, and nothing half done', async () => {
  const whole: Script = [
    ...DISCORD,
    ...SLACK,
    ...SCHEDULE,
    [/Post it in #general \(Discord\)\?/, true],
    [/Post it in #news \(Slack\)\?/, true],
    [/hello/, true],
    [/hello/, true],
  ];
  for (const at of whole.keys()) {
    folder = mkdtempSync(join(tmpdir(), 'readout-setup-'));
    for (const { id } of await store.schedules.list()) await store.schedules.remove(id);
    const { prompter } = person([...whole.slice(0, at), [whole[at]?.[0] ?? /^/, 'stop']]);
    await expect(setUp(NOTHING, depsOf(prompter))).rejects.toThrow(Cancelled);
    const kept = await Promise.resolve()
      .then(() => parseEnv(envText()))
      .catch(() => ({}));
    // A token is kept once it was checked, those of Slack together: serve could not start with one of the two.
    const wanted = { ...(at >= 2 ? { DISCORD_TOKEN: discord.token } : {}), ...(at >= 6 ? slackTokens() : {}) };
    expect(kept).toEqual(wanted);
    expect(await store.schedules.list()).toHaveLength(Math.min(2, Math.max(0, at - 12)));
  }
});

test('what others named does nothing to the terminal', async () => {
  Object.assign(discord.channels.text, { name: 'evil\u001B[2J\u202Ename' });
  const told = await walk([
    ...DISCORD.slice(0, 2),
    [/Which channel/, '#evil[2Jname'],
    [/Set up Slack/, false],
    ...NO_SCHEDULE,
    [/hello in #evil\[2Jname/, true],
  ]);
  expect(told).toContain('Said hello in #evil[2Jname (Discord).');
  expect(told).not.toContain('\u001B');
});

describe('with nobody there', () => {
  const all = () => ({ DISCORD_TOKEN: discord.token, ...slackTokens() });
  const given = (): Partial<SetupAnswers> => ({
    channels: { discord: discord.channels.text.id, slack: 'C1NEWS' },
    topic: 'china-russia',
    when: 'weekdays at 8',
    zone: 'Riyadh',
    language: 'ar',
  });

  test('all that is given is done, once', async () => {
    const { told, missing } = await alone(given(), all());
    expect(missing).toEqual([]);
    expect(told).toMatch(/DISCORD_TOKEN: set in the environment, the bot readout\n/);
    expect(parseEnv(envText())).toEqual(all());
    expect(await store.schedules.list()).toMatchObject([{ language: 'ar' }, { language: 'ar' }]);
    expect([discord.posted.length, slack.messages.length]).toEqual([1, 1]);
    const again = await alone(given(), all());
    expect(again.told).toMatch(
      /has this very schedule already[\s\S]*The hello stands in #general \(Discord\); none is posted without --hello/,
    );
    expect(await store.schedules.list()).toHaveLength(2);
    expect([discord.posted.length, slack.messages.length]).toEqual([1, 1]);
    await alone({ ...given(), hello: true }, all());
    expect([discord.posted.length, slack.messages.length]).toEqual([2, 2]);
  });

  test('.env stays as it is where that is asked for', async () => {
    await alone({ ...given(), save: false, hello: false }, all());
    expect(() => envText()).toThrow('ENOENT');
  });

  test('other times for what is posted there already need a word', async () => {
    await alone({ ...given(), hello: false }, all());
    const other = { ...given(), when: 'every day at 9', hello: false };
    await expect(alone(other, all())).rejects.toThrow(/#general \(Discord\) gets china-russia already: .*add --also/);
    await alone({ ...other, also: true }, all());
    expect(await store.schedules.list()).toHaveLength(4);
  });

  test('a hello that cannot be seen any more is not said again, unless the schedule is new', async () => {
    discord.fail('GET /channels/{channel_id}/messages', [{ status: 403, body: { code: 50_001, message: 'no' } }], 2);
    await alone({ ...given(), channels: { discord: discord.channels.text.id, slack: null } }, all());
    expect(discord.posted).toHaveLength(1);
    const { told } = await alone({ ...given(), channels: { discord: discord.channels.text.id, slack: null } }, all());
    expect(told).toMatch(
      /Whether a hello stands there cannot be seen in #general \(Discord\); none is posted without --hello/,
    );
    expect(discord.posted).toHaveLength(1);
  });

  test('what fails is told, and what was done stays', async () => {
    await expect(alone(given(), { ...all(), SLACK_BOT_TOKEN: 'xoxb-wrong' })).rejects.toThrow(
      /^SLACK_BOT_TOKEN: Slack answered invalid_auth; (?!.*wrong)/,
    );
    expect(parseEnv(envText())).toEqual({ DISCORD_TOKEN: discord.token });
    await expect(alone({ ...given(), when: 'whenever' }, all())).rejects.toThrow(/whenever/);
    await expect(alone({ ...given(), topic: 'news' }, all())).rejects.toThrow(/there is no topic "news"/);
    await expect(alone({ ...given(), channels: { discord: null, slack: 'C2OTHER' } }, all())).rejects.toThrow(
      /\/invite @readout/,
    );
    slack.fail('chat.postMessage', [{ error: 'restricted_action' }]);
    await expect(alone(given(), all())).rejects.toThrow(/^no hello in #news \(Slack\): .*restricted_action/);
    expect(await store.schedules.list()).toHaveLength(2);
    expect(discord.posted).toHaveLength(1);
  });

  test('what is missing is told at once', () => {
    const missing = (answers: Partial<SetupAnswers>, outside: Record<string, string>) =>
      missingFor(
        { ...NOTHING, ...answers },
        depsOf(
          plainPrompter(() => {}),
          outside,
        ),
      );
    expect(missing({}, {})).toEqual([
      expect.stringMatching(/^a token, in the environment: DISCORD_TOKEN, or SLACK_BOT_TOKEN/),
    ]);
    expect(missing({ topic: 'talks', channels: { discord: null, slack: 'C1' } }, { DISCORD_TOKEN: 'x' })).toEqual([
      'SLACK_BOT_TOKEN, in the environment',
      'SLACK_APP_TOKEN, in the environment',
      '--when, for --topic',
    ]);
    expect(missing({ when: 'at 8' }, { SLACK_APP_TOKEN: 'x' })).toEqual([
      'SLACK_BOT_TOKEN, in the environment',
      '--discord-channel or --slack-channel, for --when',
    ]);
    expect(missing({}, { DISCORD_TOKEN: 'x' })).toEqual([]);
  });
});

test('the links alone: Discord’s once there is a token, and Slack’s', async () => {
  const shown = async (outside: Record<string, string>) => {
    let told = '';
    await showInvites(
      depsOf(
        plainPrompter((text) => {
          told += text;
        }),
        outside,
      ),
    );
    return told;
  };
  const bare = await shown({});
  expect(bare).toMatch(/discord\.com\/developers\/applications\n[\s\S]*With DISCORD_TOKEN set/);
  expect(bare).toMatch(/api\.slack\.com\/apps\?new_app=1[\s\S]*slack-manifest\.yaml/);
  const whole = await shown({ DISCORD_TOKEN: discord.token });
  expect(whole).toContain(
    `client_id=${discord.world.application}&scope=bot+applications.commands&permissions=309237713920\n`,
  );
  expect(whole).not.toContain(discord.token);
});
