import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { PassingError } from '../../src/core/errors.ts';
import { manifest } from '../../src/slack/commands.ts';
import { SCOPES } from '../../src/slack/permissions.ts';
import { creationLink, manifestFile, slackSetup } from '../../src/slack/setup.ts';
import { type SlackPeer, type SlackPeerOptions, startSlackPeer } from '../peers/slack.ts';

// The libraries and six languages are loaded by the first test, on however busy a machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

/** A workspace whose app has the manifest's scopes, and no more. */
const start = (options: SlackPeerOptions = {}) => startSlackPeer({ scopes: new Set(SCOPES), ...options });
const manifestPath = () => join(mkdtempSync(join(tmpdir(), 'readout-')), 'slack-manifest.yaml');
const setupOf = (peer: SlackPeer, path = manifestPath()) => slackSetup({ api: peer.apiUrl, http: false, path });
const open = (peer: SlackPeer) => {
  const { bot, app } = peer.workspace.tokens;
  return setupOf(peer).open({ SLACK_BOT_TOKEN: bot, SLACK_APP_TOKEN: app });
};

describe('the manifest', () => {
  test('is in the link that makes the app', () => {
    const { origin, pathname, searchParams } = new URL(creationLink());
    expect(origin + pathname).toBe('https://api.slack.com/apps');
    expect(searchParams.get('new_app')).toBe('1');
    expect(JSON.parse(searchParams.get('manifest_json') ?? '')).toEqual(manifest());
  });

  test('is written where there is none, and left as it is where somebody changed it', async () => {
    await using peer = await start();
    const path = manifestPath();
    const told = async () => (await setupOf(peer, path).steps()).map(({ text }) => text).join('\n');
    expect(await told()).toContain(`The same stands in ${path}`);
    expect(readFileSync(path, 'utf8')).toBe(manifestFile());
    expect(parse(manifestFile())).toEqual(manifest());
    expect(await told()).toContain(`The same stands in ${path}`);
    writeFileSync(path, 'display_information: { name: Ours }\n');
    expect(await told()).toContain('stays as it is');
    expect(readFileSync(path, 'utf8')).toBe('display_information: { name: Ours }\n');
  });

  test('that cannot be written is told; the link does without', async () => {
    await using peer = await start();
    const steps = await setupOf(peer, join(manifestPath(), 'no/such/folder.yaml')).steps();
    expect(steps.map(({ text }) => text).join('\n')).toMatch(/cannot be written .*the link does without it/);
    expect(steps[0]?.link).toBe(creationLink());
  });
});

describe('tokens', () => {
  test('tell whose they are', async () => {
    await using peer = await start();
    const { tokens } = peer.workspace;
    const setup = setupOf(peer);
    expect(await setup.check('SLACK_BOT_TOKEN', tokens.bot)).toBe('the bot readout in the workspace Test');
    expect(await setup.check('SLACK_APP_TOKEN', tokens.app)).toBe('Socket Mode is open');
    expect(setup.tokens.map(({ setting }) => setting)).toEqual(['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']);
    expect(slackSetup({ api: null, http: true, path: '' }).tokens.map(({ setting }) => setting)).toEqual([
      'SLACK_BOT_TOKEN',
    ]);
  });

  test('that are wrong are told with what to do, and not repeated', async () => {
    await using peer = await start();
    const setup = setupOf(peer);
    const bot = setup.check('SLACK_BOT_TOKEN', 'xoxb-secret');
    await expect(bot).rejects.toThrow(/^Slack answered invalid_auth; copy it again \(.*OAuth & Permissions\)/);
    await expect(bot).rejects.not.toThrow(/secret/);
    await expect(setup.check('SLACK_APP_TOKEN', 'xapp-secret')).rejects.toThrow(/connections:write .*App-Level Tokens/);
    peer.revokeToken();
    await expect(setup.check('SLACK_BOT_TOKEN', peer.workspace.tokens.bot)).rejects.toThrow(/token_revoked/);
  });

  test('that cannot be checked now may be good', async () => {
    await using peer = await start();
    const setup = setupOf(peer);
    peer.fail('auth.test', ['reset', { status: 503 }, { status: 429, headers: { 'retry-after': '1' } }]);
    for (let i = 0; i < 3; i++) {
      await expect(setup.check('SLACK_BOT_TOKEN', peer.workspace.tokens.bot)).rejects.toThrow(PassingError);
    }
  });

  test('of an app that lacks scopes are good, and it is said which', async () => {
    await using peer = await start({ scopes: new Set(['chat:write', 'commands', 'channels:read', 'groups:read']) });
    const { notes } = await open(peer);
    expect(notes).toEqual([
      expect.stringMatching(/^the app lacks app_mentions:read, channels:history, groups:history, /),
    ]);
    await using whole = await start();
    expect((await open(whole)).notes).toEqual([]);
  });
});

describe('channels', () => {
  test('are those that the bot is in, and not archived', async () => {
    await using peer = await start();
    peer.addChannels(450, (i) => ({
      id: `C9X${i}`,
      name: `x${String(i).padStart(3, '0')}`,
      member: true,
      private: i % 2 === 0,
    }));
    const bot = await open(peer);
    expect(await bot.places()).toEqual([{ id: 'T0TEAM', name: 'Test' }]);
    const { open: found, closed } = await bot.spots('T0TEAM');
    expect(found).toHaveLength(451);
    expect(found.slice(0, 2)).toEqual([
      { id: 'C1NEWS', kind: 'text', place: 'T0TEAM', name: '#news' },
      { id: 'C9X0', kind: 'text', place: 'T0TEAM', name: '#x000' },
    ]);
    expect(closed).toEqual([]);
    expect(bot.invite.text).toContain('/invite @readout');
    expect(peer.faults).toEqual([]);
  });

  test('named by an id are looked at likewise', async () => {
    await using peer = await start();
    const bot = await open(peer);
    expect(await bot.spot('C1NEWS')).toEqual({ id: 'C1NEWS', kind: 'text', place: 'T0TEAM', name: '#news' });
    await expect(bot.spot('C2OTHER')).rejects.toThrow('the bot is not in #other; write there: /invite @readout');
    await expect(bot.spot('C3OLD')).rejects.toThrow('#old is archived; choose another channel');
    await expect(bot.spot('C0NOWHERE')).rejects.toThrow(/channel_not_found; check the id, and .*\/invite @readout/);
    await expect(bot.spot('#news')).rejects.toThrow(/"#news" is no id of a Slack channel/);
  });

  test('that an older app may not list are told with what to do', async () => {
    await using peer = await start({ scopes: new Set(['chat:write']) });
    await expect((await open(peer)).spots('T0TEAM')).rejects.toThrow(
      /missing_scope: channels:read .*install the app again/,
    );
  });
});

describe('the hello', () => {
  test('is said once, and again where it is asked for', async () => {
    await using peer = await start();
    const bot = await open(peer);
    const spot = await bot.spot('C1NEWS');
    expect(await bot.greeted(spot)).toBe(false);
    await bot.greet(spot, 'en', false);
    expect(JSON.stringify(peer.messages[0]?.blocks)).toContain(
      'Readout is set up here. /briefing shows the newest briefing of a topic, and /briefings list which topics there are.',
    );
    expect(await bot.greeted(spot)).toBe(true);
    for (const language of ['ar', 'es', 'fr', 'ru', 'zh'] as const) await bot.greet(spot, language, true);
    expect(peer.messages).toHaveLength(6);
    expect(peer.faults).toEqual([]);
  });

  test('that stands where nobody may look is not known of; one that is refused says why', async () => {
    await using peer = await start();
    const bot = await open(peer);
    const spot = await bot.spot('C1NEWS');
    peer.fail('conversations.history', [{ error: 'not_in_channel' }, 'reset']);
    expect(await bot.greeted(spot)).toBeNull();
    expect(await bot.greeted(spot)).toBeNull();
    peer.removeChannel('C1NEWS');
    await expect(bot.greet(spot, 'en', false)).rejects.toThrow(/^no hello in #news: .*channel_not_found/);
    expect(peer.messages).toEqual([]);
  });
});
