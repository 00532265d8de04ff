// The real command, as a process of its own: what it prints, when, and with which exit status.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Finding } from '../../src/core/seams.ts';
import { type Installation, openInstallation } from '../installation.ts';

vi.setConfig({ testTimeout: 60_000 });

const PROGRAM = join(import.meta.dirname, '../../tools/node/program.js');

function start(deck: Installation, ...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: deck.folder,
    env: { PATH: process.env.PATH ?? '', ...deck.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function run(deck: Installation, ...args: string[]) {
  const child = start(deck, ...args);
  let [out, err] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
  const [status] = await once(child, 'close');
  return { status, out, err };
}

test('beside a serve that runs all is well: exit status 0, a line each, and serve goes on', async () => {
  await using deck = await openInstallation();
  const serve = start(deck, 'serve');
  for await (const line of createInterface(serve.stderr as NodeJS.ReadableStream)) if (/started in/.test(line)) break;
  serve.stderr?.resume();
  const { status, out, err } = await run(deck, 'check');
  expect({ status, err }, out).toEqual({ status: 0, err: '' });
  const lines = out.trimEnd().split('\n');
  expect(lines.slice(0, -2).every((line) => /^ok {6}\S.*: \S/.test(line))).toBe(true);
  expect(lines.at(-1)).toMatch(/^\d\d ok, 0 warnings, 0 faults$/);
  expect(out).toMatch(/^ok {6}serve: is running$/m);
  expect(deck.discord.sessions.identifies).toHaveLength(1);
  expect(deck.slack.connections()).toBe(1);
  const card = await deck.discord.command('briefing', { topic: 'china-russia', about: '9' });
  expect(JSON.stringify(card.messages)).toMatch(/Point 9/);
  serve.kill('SIGTERM');
  expect(await once(serve, 'exit')).toEqual([0, null]);
});

test('faults: exit status 1, each with its remedy beneath, and no secret', async () => {
  await using deck = await openInstallation();
  const { DISCORD_TOKEN: _, ...env } = deck.env;
  deck.env = { ...env, SLACK_BOT_TOKEN: 'xoxb-not-this-one', READOUT_LANGUAGE: 'xx' };
  deck.write('.env', 'DISCORD_TOKEN=abcdefghijklmnopqrstuvwxyz.not-it.abcdefghijklmnopqrstuvwxyz-12345\n');
  const { status, out, err } = await run(deck, 'check');
  expect({ status, err }).toEqual({ status: 1, err: '' });
  expect(out).toMatch(
    /^fault {3}configuration: READOUT_LANGUAGE: "xx" is not one of .*\n {8}→ correct READOUT_LANGUAGE/m,
  );
  expect(out).toMatch(/^fault {3}Discord token: Discord does not accept the bot token\n {8}→ copy the token anew/m);
  expect(out).toMatch(/^fault {3}Slack bot token: Slack answered invalid_auth\n {8}→ Copy the bot token again/m);
  expect(out).toMatch(/\n\n\d+ ok, 0 warnings, 3 faults\n$/);
  expect(out).not.toMatch(/not-this-one|not-it/);
});

test('as JSON: the same, for a program', async () => {
  await using deck = await openInstallation();
  rmSync(join(deck.folder, 'briefings', 'china-russia', 'topic.yaml'));
  const { status, out } = await run(deck, 'check', '--json');
  const { findings, counts } = JSON.parse(out) as { findings: Finding[]; counts: Record<string, number> };
  expect(status).toBe(1);
  expect(counts).toEqual({ ok: findings.length - 1, warning: 0, fault: 1 });
  expect(findings.filter(({ is }) => is !== 'ok')).toEqual([
    {
      of: 'topic china-russia',
      is: 'fault',
      what: expect.stringMatching(/^cannot read .*topic\.yaml: there is no such file$/),
      remedy: expect.stringMatching(/^mend the file/),
    },
  ]);
});

test('a .env that cannot be read is one fault among the others', async () => {
  await using deck = await openInstallation();
  rmSync(join(deck.folder, '.env'));
  mkdirSync(join(deck.folder, '.env'), { mode: 0o700 });
  const { status, out } = await run(deck, 'check');
  expect(status).toBe(1);
  expect(out).toMatch(/^fault {3}configuration: \.env: cannot be read: .*\n {8}→ /m);
  expect(out).toMatch(/^ok {6}Slack bot token: /m);
});

test('lines come as soon as they are known', async () => {
  await using deck = await openInstallation();
  deck.discord.fail('GET /users/@me', ['hang']);
  const child = start(deck, 'check');
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout as NodeJS.ReadableStream)) {
    lines.push(line);
    if (line.includes('schedule s2')) break;
  }
  expect(child.exitCode).toBeNull();
  expect(lines.some((line) => line.includes('Discord token'))).toBe(false);
});

test('a topic cannot write on the terminal', async () => {
  await using deck = await openInstallation();
  writeFileSync(
    join(deck.folder, 'briefings', 'china-russia', 'topic.yaml'),
    'title: "\\e[31mred\\e[0m"\n\u001B[2J: 1\n',
  );
  const { status, out } = await run(deck, 'check');
  expect(status).toBe(1);
  expect(out).not.toContain('\u001B');
});
