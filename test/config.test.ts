import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inspectConfig, readConfig, readServeConfig, readSetupConfig, readStoreConfig } from '../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'readout-config-'));
const file = join(folder, 'language');
writeFileSync(file, 'fr\n');

test('what is not set has a default', () => {
  expect(readConfig({})).toEqual({ briefings: 'briefings', language: 'en' });
  expect(readConfig({ READOUT_BRIEFINGS: ' ', READOUT_LANGUAGE: '' })).toEqual(readConfig({}));
});

test('the environment decides', () => {
  expect(readConfig({ READOUT_BRIEFINGS: folder, READOUT_LANGUAGE: 'ar' })).toEqual({
    briefings: folder,
    language: 'ar',
  });
});

test('a value may stand in a file', () => {
  expect(readConfig({ READOUT_LANGUAGE_FILE: file })).toMatchObject({ language: 'fr' });
});

describe('faults', () => {
  test.each([
    [{ READOUT_LANGUAGE: 'xx' }, 'READOUT_LANGUAGE: "xx" is not one of ar, en, es, fr, ru, zh'],
    [{ READOUT_BRIEFINGS: '/no/such' }, 'READOUT_BRIEFINGS: there is no folder "/no/such"'],
    [{ READOUT_LANGUAGE_FILE: '/no/such' }, 'READOUT_LANGUAGE_FILE: cannot read the file it names'],
    [
      { READOUT_LANGUAGE: 'fr', READOUT_LANGUAGE_FILE: file },
      'READOUT_LANGUAGE and READOUT_LANGUAGE_FILE are both set',
    ],
  ])('%j', (environment, message) => {
    expect(() => readConfig(environment)).toThrow(message);
  });

  test('are told all at once', () => {
    const both = { READOUT_BRIEFINGS: '/no/such', READOUT_LANGUAGE: 'xx' };
    expect(() => readConfig(both)).toThrow(/^READOUT_BRIEFINGS: .*\nREADOUT_LANGUAGE: .*$/);
  });
});

describe('serve', () => {
  const socket = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-2' };

  test('connects to what is set up', () => {
    expect(readServeConfig({})).toMatchObject({ discord: null, slack: null, log: 'info', secrets: [] });
    const discord = { DISCORD_TOKEN: 'abc', DISCORD_API_URL: 'http://127.0.0.1:1/api' };
    expect(readServeConfig({ ...discord, ...socket })).toMatchObject({
      discord: { token: 'abc', devGuild: null, api: 'http://127.0.0.1:1/api' },
      slack: { botToken: 'xoxb-1', managers: null, mode: { type: 'socket', appToken: 'xapp-2' } },
      secrets: ['abc', 'xoxb-1', 'xapp-2'],
    });
    expect(
      readServeConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', READOUT_WEB: '0.0.0.0:80' }),
    ).toMatchObject({
      slack: { mode: { type: 'http', signingSecret: 's' } },
      web: { host: '0.0.0.0', port: 80 },
    });
  });

  test.each([
    [{ DISCORD_TOKEN: 'abc def' }, 'DISCORD_TOKEN: has a space or line break in it'],
    [{ DISCORD_TOKEN: 'abc', DISCORD_DEV_GUILD: 'mine' }, 'DISCORD_DEV_GUILD: must be a server'],
    [{ DISCORD_API_URL: 'ftp://x' }, 'DISCORD_API_URL: must be an address'],
    [{ ...socket, SLACK_MANAGERS: '@editors' }, 'SLACK_MANAGERS: must be the id of one user group'],
    [{ SLACK_BOT_TOKEN: 'xapp-secret' }, 'SLACK_BOT_TOKEN: must begin with "xoxb-"'],
    [{ SLACK_APP_TOKEN: 'xapp-2' }, 'SLACK_BOT_TOKEN: is missing'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_APP_TOKEN: is missing (Socket Mode)'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', READOUT_WEB: 'off' }, 'needs READOUT_WEB'],
    [{ READOUT_WEB: 'x' }, 'READOUT_WEB: must be HOST:PORT'],
    [{ READOUT_WEB_PROXIES: 'many' }, 'READOUT_WEB_PROXIES: must be how many proxies'],
    [{ READOUT_LOG: 'loud' }, 'READOUT_LOG: "loud" is not one of'],
  ])('%j is a fault', (environment, message) => {
    expect(() => readServeConfig(environment)).toThrow(message);
  });

  test.each([
    ['https://readout.example.org', 'https://readout.example.org'],
    ['https://Readout.example.org:8443/', 'https://readout.example.org:8443'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ])('the page may be reached at %s', (READOUT_PUBLIC_URL, publicUrl) => {
    expect(readServeConfig({ READOUT_PUBLIC_URL }).web).toMatchObject({ publicUrl });
  });

  test.each([
    'readout.example.org',
    'ftp://readout.example.org',
    'https://example.org/readout',
    'https://example.org/readout/',
    'https://example.org//',
    'https://example.org/?a=b',
    'https://example.org/#a',
    'https://me:secret@example.org',
  ])('and not at %s, from whose root no page links', (READOUT_PUBLIC_URL) => {
    expect(() => readServeConfig({ READOUT_PUBLIC_URL })).toThrow(/^READOUT_PUBLIC_URL: must be .*with no path/);
  });

  test.each([
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xoxb-2' }, /^SLACK_APP_TOKEN: must begin with "xapp-".*$/],
    [{ SLACK_BOT_TOKEN: 'xapp-2', SLACK_APP_TOKEN: 'xapp-2' }, /^SLACK_BOT_TOKEN: must begin with "xoxb-".*$/],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'a b' }, /^SLACK_SIGNING_SECRET: has a space.*$/],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_BOT_TOKEN_FILE: 'x' }, /^SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both.*$/],
  ])('a token that is wrong is told once, and not as missing: %j', (environment, told) => {
    expect(() => readServeConfig(environment)).toThrow(told);
    expect(inspectConfig(environment).faults).toHaveLength(1);
  });

  test('no fault holds a letter of a secret', () => {
    const secrets = { DISCORD_TOKEN: 'topsecret 1', SLACK_BOT_TOKEN: 'topsecret', SLACK_APP_TOKEN: 'topsecret' };
    expect(() => readServeConfig(secrets)).toThrow(/^(?!.*topsecret)/s);
    expect(() => readServeConfig(secrets)).toThrow(/DISCORD_TOKEN[\s\S]*SLACK_BOT_TOKEN[\s\S]*SLACK_APP_TOKEN/);
  });
});

describe('for who looks at each setting', () => {
  test('what is wrong is told by its name, and counts as unset; the rest is there', () => {
    const { value, faults } = inspectConfig({ DISCORD_TOKEN: 'abc', READOUT_LANGUAGE: 'xx', READOUT_WEB: 'x' });
    expect(faults.map(({ name }) => name).toSorted()).toEqual(['READOUT_LANGUAGE', 'READOUT_WEB']);
    expect(faults.every(({ name, what }) => what.startsWith(`${name}: `))).toBe(true);
    expect(value).toMatchObject({ language: 'en', discord: { token: 'abc' }, web: null });
  });

  test('where nothing is wrong it is what serve is given', () => {
    const environment = { DISCORD_TOKEN: 'abc', READOUT_WEB: '0.0.0.0:80' };
    expect(inspectConfig(environment)).toEqual({ value: readServeConfig(environment), faults: [] });
    expect(readServeConfig(environment).web).toEqual({
      host: '0.0.0.0',
      port: 80,
      publicUrl: null,
      password: null,
      proxies: 0,
    });
  });
});

describe('setup', () => {
  test('is told which tokens there are, and where each is set', () => {
    const outside = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: '' };
    const all = { ...outside, DISCORD_TOKEN_FILE: file, SLACK_APP_TOKEN: 'whatever it is' };
    expect(readSetupConfig(outside, all)).toMatchObject({
      store: 'data/readout.db',
      discordApi: null,
      slackApi: null,
      tokens: {
        DISCORD_TOKEN: { value: 'fr', where: 'a file' },
        SLACK_BOT_TOKEN: { value: 'xoxb-1', where: 'the environment' },
        SLACK_APP_TOKEN: { value: 'whatever it is', where: '.env' },
        SLACK_SIGNING_SECRET: { value: null, where: 'the environment' },
      },
    });
  });

  test('needs the rest to be right', () => {
    const both = { DISCORD_TOKEN: 'topsecret', DISCORD_TOKEN_FILE: file, SLACK_API_URL: 'x' };
    expect(() => readSetupConfig(both, both)).toThrow(
      /^DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set.*\nSLACK_API_URL/,
    );
  });
});

describe('the database', () => {
  test.each([
    [{}, 'data/readout.db'],
    [{ READOUT_DATA: '/srv/readout' }, '/srv/readout/readout.db'],
    [{ DATABASE_URL: 'postgres://me:pass@db/readout', READOUT_DATA: 'x' }, 'postgres://me:pass@db/readout'],
  ])('%j', (environment, store) => {
    expect(readStoreConfig(environment).store).toBe(store);
  });

  test('its password is a secret, and a wrong address is not repeated', () => {
    const url = 'postgres://me:open%20sesame@db/readout';
    expect(readServeConfig({ DATABASE_URL: url }).secrets).toEqual(['open sesame']);
    expect(() => readServeConfig({ DATABASE_URL: 'mysql://me:sesame@db/x' })).toThrow(/^DATABASE_URL: (?!.*sesame)/);
  });
});
