// The real command, as a process of its own, with both platforms.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { eventually } from '../eventually.ts';
import { type DiscordPeer, startDiscordPeer } from '../peers/discord.ts';
import type { Interaction } from '../peers/discord-interactions.ts';
import { type SlackPeer, startSlackPeer } from '../peers/slack.ts';

const PROGRAM = join(import.meta.dirname, '../../tools/node/program.js');
const BRIEFINGS = join(import.meta.dirname, '../../briefings');

/** Starts `readout serve`; `said` waits for a line of its log. */
function serve(environment: Record<string, string>) {
  const child = spawn(process.execPath, [PROGRAM, 'serve'], {
    cwd: mkdtempSync(join(tmpdir(), 'readout-')),
    env: {
      PATH: process.env.PATH ?? '',
      READOUT_BRIEFINGS: BRIEFINGS,
      READOUT_WEB: '127.0.0.1:0',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  createInterface(child.stderr).on('line', (line) => {
    lines.push(line);
    for (const look of waiting) look();
  });
  const said = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => lines.some((line) => pattern.test(line)) && resolve();
      waiting.add(look);
      child.once('exit', (code) => reject(new Error(`it ended with ${code}:\n${lines.join('\n')}`)));
      look();
    });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  /** Where its page is, once it says so. */
  const page = async () => {
    await said(PAGE);
    return PAGE.exec(lines.join('\n'))?.[1] ?? '';
  };
  return { child, lines, said, ended, page };
}

const PAGE = /page: (http:\/\/127\.0\.0\.1:\d+)/;

/** What Discord was answered. On a busy machine the answer is announced first, and comes behind that. */
async function answered(interaction: Interaction): Promise<string> {
  await interaction.settled(interaction.type === 5 ? 1 : 0);
  return JSON.stringify(interaction.messages);
}

const discordOf = (peer: DiscordPeer) => ({ DISCORD_TOKEN: peer.token, DISCORD_API_URL: peer.rest.api });
const slackOf = (peer: SlackPeer) => ({
  SLACK_BOT_TOKEN: peer.workspace.tokens.bot,
  SLACK_APP_TOKEN: peer.workspace.tokens.app,
  SLACK_API_URL: peer.apiUrl,
});

test('serve answers on both, and ends at SIGTERM once what it has in hand is done', async () => {
  await using discord = await startDiscordPeer();
  await using slack = await startSlackPeer();
  const { child, said, ended, lines } = serve({ ...discordOf(discord), ...slackOf(slack) });
  await said(/started in/);
  const [card, point] = await Promise.all([
    discord.command('briefing', { topic: 'china-russia', about: '9' }),
    slack.slash('/briefing', 'china-russia 9'),
  ]);
  expect(await answered(card)).toMatch(/Point 9/);
  expect(JSON.stringify(point.messages)).toMatch(/Point 9/);
  // Both are in hand for as long as the platforms ask for patience.
  const wait = { status: 429, headers: { 'retry-after': '1' } };
  discord.fail('POST /interactions/{id}/{token}/callback', [
    { ...wait, body: { message: 'slow', retry_after: 1, global: false } },
  ]);
  slack.fail('chat.postMessage', [wait]);
  const late = [discord.command('briefing', { topic: 'china-russia', about: '8' }), slack.mention('china-russia 8')];
  await slack.until('a first try', () => slack.calls.some(({ method }) => method === 'chat.postMessage'));
  await eventually(() => expect(discord.requests.some(({ status }) => status === 429)).toBe(true));
  child.kill('SIGTERM');
  for (const { messages } of await Promise.all(late)) expect(JSON.stringify(messages)).toMatch(/Point 8/);
  expect(await ended).toBe(0);
  expect(lines.at(-1)).toMatch(/stopped/);
  expect([discord.faults, slack.faults]).toEqual([[], []]);
}, 30_000);

test('a wrong token of one does not stop the other, and stands in no line', async () => {
  await using discord = await startDiscordPeer();
  await using slack = await startSlackPeer();
  const wrong = { SLACK_BOT_TOKEN: 'xoxb-not-this-one', SLACK_APP_TOKEN: 'xapp-nor-this', SLACK_API_URL: slack.apiUrl };
  const { child, said, ended, lines } = serve({ ...discordOf(discord), ...wrong });
  await said(/started in/);
  await said(/slack: .*token/i);
  const answer = await discord.command('briefing', { topic: 'china-russia', about: '9' });
  expect(await answered(answer)).toMatch(/Point 9/);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(lines.join('\n')).not.toMatch(/not-this-one|nor-this/);
}, 30_000);

test('a port that another program has is told with what to do, and does not stop the other platform', async () => {
  await using discord = await startDiscordPeer();
  await using slack = await startSlackPeer();
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const { child, said, ended, lines } = serve({
    ...discordOf(discord),
    SLACK_BOT_TOKEN: slack.workspace.tokens.bot,
    SLACK_SIGNING_SECRET: 'signing-secret',
    SLACK_API_URL: slack.apiUrl,
    READOUT_WEB: `127.0.0.1:${port}`,
  });
  await said(new RegExp(`slack: .*port ${port}.*READOUT_WEB`));
  await said(/started in/);
  const answer = await discord.command('briefing', { topic: 'china-russia', about: '9' });
  expect(await answered(answer)).toMatch(/Point 9/);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(lines.join('\n')).not.toMatch(/signing-secret|\n\s+at /);
  taken.close();
}, 30_000);

test('without a token it has its page, says how to connect, and no connection that is held open keeps it from ending', async () => {
  const { child, said, ended, lines, page } = serve({});
  const address = await page();
  await said(/started in/);
  expect(lines.join('\n')).toMatch(/no platform is connected: set DISCORD_TOKEN, or SLACK_BOT_TOKEN/);
  const agent = new Agent({ keepAlive: true });
  const [answer] = await once(get(address, { agent }), 'response');
  answer.resume();
  await once(answer, 'end');
  expect(answer.statusCode).toBe(200);
  // As of a proxy, or of somebody who never ends a request.
  const half = connect(Number(new URL(address).port), '127.0.0.1');
  await once(half, 'connect');
  half.on('error', () => {});
  half.write('GET / HTTP/1.1\r\nHost:');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(lines.at(-1)).toMatch(/stopped/);
  agent.destroy();
}, 30_000);

test('without a token and without a page there is nothing to serve', async () => {
  const { ended, lines } = serve({ READOUT_WEB: 'off' });
  expect(await ended).toBe(1);
  expect(lines.join('\n')).toMatch(/nothing to connect to: run readout setup, or set DISCORD_TOKEN/);
}, 30_000);

test('by HTTP: Slack’s requests and the page come in by one port; it is ready once all that is set up is connected', async () => {
  await using slack = await startSlackPeer();
  slack.fail('auth.test', [{ error: 'invalid_auth' }]);
  const signingSecret = 'signing-secret';
  const { child, said, ended, page } = serve({
    SLACK_BOT_TOKEN: slack.workspace.tokens.bot,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: slack.apiUrl,
    READOUT_WEB_PASSWORD: 'an open secret',
  });
  const address = await page();
  const headers = { authorization: `Basic ${btoa('anybody:an open secret')}` };
  await said(/slack: Slack answered invalid_auth/);
  await said(/started in/);
  const away = await fetch(`${address}/readyz`, { headers });
  expect([away.status, await away.json()]).toEqual([
    503,
    {
      status: 'not ready',
      database: { status: 'ok' },
      platforms: { slack: { status: 'failed', reason: expect.stringMatching(/invalid_auth; .*SLACK_BOT_TOKEN/) } },
    },
  ]);
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);

  const again = serve({
    SLACK_BOT_TOKEN: slack.workspace.tokens.bot,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: slack.apiUrl,
    READOUT_WEB_PASSWORD: 'an open secret',
  });
  const other = await again.page();
  await again.said(/slack: connected/);
  expect(await (await fetch(`${other}/readyz`)).json()).toMatchObject({
    status: 'ready',
    platforms: { slack: { status: 'connected' } },
  });
  // What Slack signed needs no password, and is no business of the page's.
  slack.useHttp(`${other}/slack/events`, signingSecret);
  expect(JSON.stringify((await slack.slash('/briefing', 'china-russia 9')).messages)).toMatch(/Point 9/);
  expect((await fetch(`${other}/topics/china-russia`)).status).toBe(401);
  expect((await fetch(`${other}/topics/china-russia`, { headers })).status).toBe(200);
  const metrics = await (await fetch(`${other}/metrics`, { headers })).text();
  expect(metrics).toMatch(/readout_commands_total\{platform="slack",command="read",outcome="answered"\} 1/);
  expect(metrics).toMatch(/readout_platform_connected\{platform="slack"\} 1/);
  expect(metrics).toMatch(/readout_briefings 1/);
  again.child.kill('SIGTERM');
  expect(await again.ended).toBe(0);
  expect(slack.faults).toEqual([]);
}, 30_000);
