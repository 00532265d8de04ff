// From nothing to a scheduled post on both platforms, by docs/discord.md and docs/slack.md alone.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodeAct } from '../../src/discord/controls.ts';
import { writeBackup } from '../../src/store/backup.ts';
import { openStore } from '../../src/store/open.ts';
import { eventually } from '../eventually.ts';
import { type DiscordPeer, startDiscordPeer } from '../peers/discord.ts';
import type { Interaction } from '../peers/discord-interactions.ts';
import { type SlackPeer, startSlackPeer } from '../peers/slack.ts';
import type { Heard } from '../peers/slack-driver.ts';
import { follow } from './follow.ts';
import { MANAGER, typeIn } from './typed.ts';

const TITLE = /principle of non-interference/;

/** All that is written in what somebody sees. */
const written = (value: unknown) => JSON.stringify(value).replaceAll(/[\u2066-\u2069\\]/g, '');

/** Presses "Schedule it". */
async function confirmOn(peer: DiscordPeer, { messages }: Interaction): Promise<Interaction>;
async function confirmOn(peer: SlackPeer, heard: Heard): Promise<Heard>;
async function confirmOn(
  peer: DiscordPeer | SlackPeer,
  { messages }: Interaction | Heard,
): Promise<Interaction | Heard> {
  if ('guild' in peer) {
    const ids = [...JSON.stringify(messages).matchAll(/"custom_id":"([^"]*)"/g)].map(([, id = '']) => id);
    const id = ids.find((one) => decodeAct(one)?.act === 'confirm') ?? 'there is no such button';
    const pressed = await peer.click(id, { permissions: MANAGER });
    return pressed.settled(0);
  }
  const message = (messages as Heard['messages']).at(-1);
  const [, action = ''] = /"action_id":"(act\/confirm\/[^"]*)"/.exec(JSON.stringify(message?.blocks)) ?? [];
  if (message === undefined) throw new Error('nothing was said');
  return peer.action(message, action);
}

test('both pages are followed to the letter, and the post comes on both', { timeout: 120_000 }, async () => {
  await using discord = await startDiscordPeer();
  await using slack = await startSlackPeer();
  const [channel = ''] = slack.workspace.channels.filter(({ member }) => member).map(({ id }) => id);
  const seen: string[] = [];
  const began = performance.now();
  await using walk = await follow(['docs/discord.md', 'docs/slack.md'], {
    npx: true,
    environment: { DISCORD_API_URL: discord.rest.api, SLACK_API_URL: slack.apiUrl },
    words: {
      'PASTE-THE-TOKEN-HERE': discord.token,
      'PASTE-THE-BOT-TOKEN-HERE': slack.workspace.tokens.bot,
      'PASTE-THE-APP-TOKEN-HERE': slack.workspace.tokens.app,
      '210000000000000003': discord.channels.text.id,
      C0123ABCD: channel,
      S0123ABCD: Object.keys(slack.workspace.groups)[0] ?? '',
    },
    chat: async (platform, line) => {
      const peer = platform === 'discord' ? discord : slack;
      let heard = await typeIn(peer, line);
      seen.push(written(heard.messages));
      if (!/ schedule /.test(line)) return;
      expect(seen.at(-1), line).toMatch(/Nothing is posted before you confirm/);
      heard =
        peer === discord ? await confirmOn(discord, heard as Interaction) : await confirmOn(slack, heard as Heard);
      seen.push(written(heard.messages));
      expect(seen.at(-1), line).toMatch(/Scheduled\. First post/);
    },
  });
  const took = (performance.now() - began) / 1000;
  expect(seen.filter((one) => TITLE.test(one)).length).toBeGreaterThan(1);

  const posted = () => ({
    discord: discord.posted
      .filter(({ channel: at }) => at === discord.channels.text.id)
      .map(({ message }) => written(message)),
    slack: slack.messages
      .filter((one) => one.seenBy === null && one.channel === channel)
      .map(({ blocks }) => written(blocks)),
  });
  const before = posted();
  // The hour comes: nobody waits for a morning here.
  await walk.again(async () => {
    const store = await openStore(join(walk.folder, 'data/readout.db'));
    const schedules = await store.schedules.list();
    expect(schedules.map(({ target }) => target.platform).toSorted()).toEqual(['discord', 'discord', 'slack', 'slack']);
    for (const { id, state } of schedules) await store.schedules.change(id, state, Date.now() - 1_000);
    await store.close();
  });
  for (const platform of ['discord', 'slack'] as const) {
    const fresh = () => posted()[platform].slice(before[platform].length);
    await eventually(() => expect(fresh().filter((one) => TITLE.test(one)).length).toBe(2));
  }
  expect([discord.faults, slack.faults]).toEqual([[], []]);

  // What is kept and what was logged is for others to see, some day: no token is in it.
  await walk.serving?.stop();
  const secrets = [discord.token, ...Object.values(slack.workspace.tokens).filter((one) => typeof one === 'string')];
  const store = await openStore(join(walk.folder, 'data/readout.db'));
  const backup = join(walk.folder, 'readout.jsonl');
  expect(await writeBackup(store.archive, backup, new Date())).toBeGreaterThan(4);
  await store.close();
  expect(statSync(backup).mode & 0o077).toBe(0);
  const kept = [backup, join(walk.folder, 'data/readout.db')].map((path) => readFileSync(path, 'latin1'));
  for (const text of [...kept, ...(walk.serving?.lines ?? [])]) {
    for (const secret of secrets) expect(text.includes(secret)).toBe(false);
  }
  console.log(`the walk: ${walk.steps} things to type, ${took.toFixed(0)} s of machine time`);
});
