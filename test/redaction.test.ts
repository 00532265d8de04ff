// No secret stands in anything that others may read: the log in both its forms, pages, metrics, errors, the backup.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { readServeConfig, SECRETS } from '../src/config.ts';
import { formsOf } from '../src/core/secrets.ts';
import { openLog } from '../src/terminal/log.ts';
import { startDiscordPeer } from './peers/discord.ts';
import { startSlackPeer } from './peers/slack.ts';
import { ask, basic } from './web/sites.ts';

vi.setConfig({ testTimeout: 60_000 });

const PROGRAM = join(import.meta.dirname, '../tools/node/program.js');
const BRIEFINGS = join(import.meta.dirname, '../briefings');

/**
 * A value for every setting that holds a secret, of the form that it has. Whoever adds a setting to SECRETS adds a value
 * here; that SECRETS names them all is held below.
 */
const VALUES: Record<(typeof SECRETS)[number], string> = {
  DISCORD_TOKEN: 'MTE4Zzzzzzzzzzzzzzzzzzzz.GqWeRt.discordSecretDiscordSecretDiscord',
  SLACK_BOT_TOKEN: 'xoxb-1111-2222-botSecretBotSecret',
  SLACK_APP_TOKEN: 'xapp-1-A0-3333-appSecretAppSecret',
  SLACK_SIGNING_SECRET: 'signingSecret+/0123456789abcdef',
  READOUT_WEB_PASSWORD: 'pass word "quoted" & كلمة',
  DATABASE_URL: 'postgres://reader:data%20base%2FSecret@127.0.0.1:1/readout?sslmode=disable',
};
/** What of those must stand nowhere. */
const HIDDEN = Object.entries(VALUES).map(([name, value]) => [
  name,
  name === 'DATABASE_URL' ? 'data base/Secret' : value,
]) as [string, string][];

/** The secrets that a text holds, in whatever form. */
function leaksIn(text: string): string[] {
  return HIDDEN.flatMap(([name, secret]) =>
    formsOf(secret).flatMap((form) => (text.includes(form) ? [`${name} as ${form}`] : [])),
  );
}

describe('the list of secrets', () => {
  const source = readFileSync('src/config.ts', 'utf8');

  test('is that of the configuration, each with a value here', () => {
    expect(Object.keys(VALUES).toSorted()).toEqual([...SECRETS].toSorted());
    // The database is asked for beside a socket's tokens: all are known to the log, in one configuration.
    expect(readServeConfig(VALUES).secrets.toSorted()).toEqual(HIDDEN.map(([, secret]) => secret).toSorted());
  });

  test('leaves out no setting that is read as one, or is named like one', () => {
    const asSecrets = [...source.matchAll(/read\('([A-Z_]+)', (?:secret\(|webPassword|databaseUrl)/g)];
    const named = [...source.matchAll(/'([A-Z_]*(?:TOKEN|SECRET|PASSWORD|KEY|CREDENTIAL)[A-Z_]*)'/g)];
    const found = new Set([...asSecrets, ...named].map((match) => match[1]));
    expect([...found].toSorted()).toEqual([...SECRETS].toSorted());
  });

  test('of a file is the same', () => {
    const folder = mkdtempSync(join(tmpdir(), 'readout-secrets-'));
    expect(readServeConfig(inFiles(folder)).secrets).toEqual(readServeConfig(VALUES).secrets);
  });

  test('an error of the configuration repeats none of them', () => {
    for (const [name, value] of Object.entries(VALUES)) {
      const wrong =
        name === 'READOUT_WEB_PASSWORD' ? 'tiny1' : name === 'DATABASE_URL' ? value.slice(3) : ` ${value} x`;
      const told = messageOfThrown(() => readServeConfig({ ...VALUES, [name]: wrong }));
      expect(told).toMatch(new RegExp(`^${name}: `, 'm'));
      expect(leaksIn(told)).toEqual([]);
      expect(told).not.toContain(wrong.trim());
    }
  });
});

describe('the log', () => {
  test.each([true, false])('on a terminal (%s) holds no secret, in no form', (isTTY) => {
    const lines: string[] = [];
    const { secrets } = readServeConfig(VALUES);
    const log = openLog('debug', secrets, { isTTY, write: (text) => lines.push(text) });
    for (const [, secret] of HIDDEN) {
      for (const form of formsOf(secret)) {
        log('error', `failed at https://x:${form}@host/?token=${form}: ${form}`, { cause: { deep: [`<${form}>`] } });
      }
      log('warn', 'a header', { authorization: basic(secret), bearer: `Bearer ${secret}` });
      log('warn', `a header: ${basic(secret)} and ${Buffer.from(`ab${secret}`).toString('base64url')}`);
    }
    expect(lines.length).toBeGreaterThan(20);
    expect(leaksIn(lines.join(''))).toEqual([]);
    // What is not secret is still to be read.
    expect(lines.join('')).toMatch(/failed at https:\/\/x:\[secret\]@host/);
  });
});

describe('serve', () => {
  test('with tokens that are refused, a password that is tried, and addresses made to be told of', async () => {
    await using discord = await startDiscordPeer();
    await using slack = await startSlackPeer();
    const folder = mkdtempSync(join(tmpdir(), 'readout-secrets-'));
    const { DATABASE_URL: _, ...tokens } = VALUES;
    const environment = {
      ...tokens,
      DISCORD_API_URL: discord.rest.api,
      SLACK_API_URL: slack.apiUrl,
      READOUT_DATA: folder,
    };
    const serve = start(['serve'], environment);
    const address = await serve.page();
    await serve.said(/discord: .*token/i);
    await serve.said(/slack: .*token/i);
    const shown = await visit(address);
    // Its password stands in what is asked for: that is the asker's own word, and goes into no log.
    const hostile = encodeURIComponent(VALUES.READOUT_WEB_PASSWORD);
    const paths = [`/topics/${hostile}`, `/?words=${hostile}`, `/topics/china-russia/${hostile}`, `/${'%'.repeat(40)}`];
    for (const path of paths) {
      for (const method of ['GET', 'POST']) await ask(address, path, { method, headers: { referer: `/${hostile}` } });
    }
    const after = await visit(address);
    const backup = join(folder, 'all.backup');
    const copied = start(['backup', backup], environment);
    expect(await copied.ended).toBe(0);
    serve.child.kill('SIGTERM');
    expect(await serve.ended).toBe(0);
    expect(shown).toMatch(/readout_platform_connected\{platform="slack"\} 0[\s\S]*"reason":"/);
    for (const text of [shown, after, serve.text(), copied.text(), readFileSync(backup, 'latin1')]) {
      expect(text).not.toBe('');
      expect(leaksIn(text)).toEqual([]);
    }
  });

  test('with secrets from files, requests that Slack did not sign, and an answer of Slack’s that repeats the token', async () => {
    await using slack = await startSlackPeer();
    const folder = mkdtempSync(join(tmpdir(), 'readout-secrets-'));
    const { DISCORD_TOKEN_FILE: _, SLACK_APP_TOKEN_FILE: __, DATABASE_URL_FILE: ___, ...files } = inFiles(folder);
    slack.fail('auth.test', [{ error: `invalid ${VALUES.SLACK_BOT_TOKEN}` }]);
    const serve = start(['serve'], { ...files, SLACK_API_URL: slack.apiUrl, READOUT_DATA: folder });
    const address = await serve.page();
    await serve.said(/slack: /);
    const body = `token=${VALUES.SLACK_BOT_TOKEN}&payload=${encodeURIComponent(VALUES.SLACK_SIGNING_SECRET)}`;
    for (const signature of ['v0=forged', VALUES.SLACK_SIGNING_SECRET]) {
      const headers = {
        'x-slack-signature': signature,
        'x-slack-request-timestamp': String(Math.floor(Date.now() / 1_000)),
        'content-type': 'application/x-www-form-urlencoded',
      };
      await ask(address, '/slack/events', { method: 'POST', headers, body });
    }
    const shown = await visit(address);
    serve.child.kill('SIGTERM');
    expect(await serve.ended).toBe(0);
    expect(leaksIn(shown + serve.text())).toEqual([]);
  });

  test.each(['refused', 'garbled', 'silent'] as const)(
    'with a database that is %s, which ends every command',
    async (how) => {
      const server = createServer((socket) => {
        socket.on('error', () => {});
        if (how === 'garbled') socket.end(`ERROR ${VALUES.DATABASE_URL}\u0000`);
        else socket.destroy();
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      if (how === 'refused') server.close();
      const DATABASE_URL = VALUES.DATABASE_URL.replace(':1/', `:${port}/`);
      const folder = mkdtempSync(join(tmpdir(), 'readout-secrets-'));
      for (const command of [['serve'], ['status'], ['backup', join(folder, 'none')]]) {
        const run = start(command, { DATABASE_URL });
        expect(await run.ended).toBe(1);
        expect(run.text()).toMatch(/^readout: postgres:\/\/127\.0\.0\.1/m);
        expect(leaksIn(run.text())).toEqual([]);
      }
      server.close();
    },
  );
});

/** Every sort of page and figure, as a stranger, as one who guesses and as a member see it: all that was sent back. */
async function visit(address: string): Promise<string> {
  const paths = [
    '/',
    '/topics/china-russia',
    '/topics/none',
    '/metrics',
    '/readyz',
    '/healthz',
    '/sign-in',
    '/nowhere',
  ];
  const readers = [{}, { authorization: basic('a guess') }, { authorization: basic(VALUES.READOUT_WEB_PASSWORD) }];
  const answers = await Promise.all(
    readers.flatMap((headers) =>
      paths.map((path) => ask(address, path, { headers: { ...headers, host: 'localhost' } })),
    ),
  );
  return answers.map(({ status, headers, text }) => `${status}\n${JSON.stringify(headers)}\n${text}`).join('\n');
}

/** The settings, each in a file that NAME_FILE names. */
function inFiles(folder: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(VALUES).map(([name, value]) => {
      const path = join(folder, name.toLowerCase());
      writeFileSync(path, `${value}\n`);
      chmodSync(path, 0o600);
      return [`${name}_FILE`, path];
    }),
  );
}

function start(words: string[], environment: Record<string, string>) {
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    cwd: mkdtempSync(join(tmpdir(), 'readout-secrets-')),
    env: {
      PATH: process.env.PATH ?? '',
      READOUT_BRIEFINGS: BRIEFINGS,
      READOUT_WEB: '127.0.0.1:0',
      READOUT_LOG: 'debug',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk;
      for (const look of waiting) look();
    });
  }
  const said = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(text);
        if (found) resolve(found[1] ?? found[0]);
      };
      waiting.add(look);
      child.once('exit', (code) => reject(new Error(`it ended with ${code}:\n${text}`)));
      look();
    });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, said, ended, text: () => text, page: () => said(/page: (http:\/\/127\.0\.0\.1:\d+)/) };
}

function messageOfThrown(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('nothing was thrown');
}
