import { describe, expect, test, vi } from 'vitest';
import { PassingError } from '../../src/core/errors.ts';
import { discordSetup } from '../../src/discord/setup.ts';
import { type DiscordPeer, startDiscordPeer } from '../peers/discord.ts';
import { finish, orderOf } from './orders.ts';

// The libraries and six languages are loaded by the first test, on however busy a machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const setupOf = (peer: DiscordPeer) => discordSetup(peer.rest.api);
const open = (peer: DiscordPeer) => setupOf(peer).open({ DISCORD_TOKEN: peer.token });

describe('the invitation', () => {
  test('is for the bot and its commands', async () => {
    await using peer = await startDiscordPeer();
    const { name, invite, notes } = await open(peer);
    expect({ name, notes }).toEqual({ name: 'readout', notes: [] });
    expect(invite.link).toBe(
      `https://discord.com/oauth2/authorize?client_id=${peer.world.application}&scope=bot+applications.commands&permissions=309237713920`,
    );
  });
});

describe('a token', () => {
  test('tells whose it is', async () => {
    await using peer = await startDiscordPeer();
    expect(await setupOf(peer).check('DISCORD_TOKEN', peer.token)).toBe('the bot readout');
  });

  test('that is wrong is told with what to do, and not repeated', async () => {
    await using peer = await startDiscordPeer();
    const told = setupOf(peer).check(
      'DISCORD_TOKEN',
      'AbCdEfGhIjKlMnOpQrStUvWx.YzAbCd.secret-and-long-enough-to-be-one',
    );
    await expect(told).rejects.toThrow(/^Discord does not accept the bot token; .*Reset Token/);
    await expect(told).rejects.not.toThrow(/AbCd|secret/);
  });

  test('that cannot be checked now may be good', async () => {
    await using peer = await startDiscordPeer();
    peer.fail('GET /applications/@me', ['cut'], 5);
    await expect(setupOf(peer).check('DISCORD_TOKEN', peer.token)).rejects.toThrow(PassingError);
  });
});

describe('channels', () => {
  test('are those that the bot may post in, by their server’s order; of others it is said what they lack', async () => {
    await using peer = await startDiscordPeer({ guilds: ['Newsroom', 'Desk'], texts: 3 });
    const bot = await open(peer);
    expect(await bot.places()).toEqual(peer.world.guilds.map(({ id, name }) => ({ id, name })));
    const [, , , first, second, third] = peer.guild.channels;
    peer.deny(first?.id ?? '', 'send');
    peer.deny(second?.id ?? '', 'view', 'history');
    peer.deny(peer.channels.forum.id, 'send');
    Object.assign(third ?? {}, { position: -1 });
    const { open: found, closed } = await bot.spots(peer.guild.id);
    const place = peer.guild.id;
    expect(found).toEqual([
      { id: third?.id, kind: 'text', place, name: '#text-3' },
      { id: peer.channels.text.id, kind: 'text', place, name: '#general' },
      { id: peer.channels.news.id, kind: 'announcement', place, name: '#news' },
    ]);
    expect(closed).toEqual([
      { name: '#forum', lacks: 'lacks Send Messages, Send Messages in Threads' },
      { name: '#text-1', lacks: 'lacks Send Messages' },
      { name: '#text-2', lacks: 'lacks View Channel, Read Message History' },
    ]);
    expect(peer.faults).toEqual([]);
  });

  test('of more servers than a page holds are all found', async () => {
    await using peer = await startDiscordPeer({ guilds: Array.from({ length: 205 }, (_, i) => `Server ${i}`) });
    expect((await (await open(peer)).places()).map(({ name }) => name)).toEqual(
      peer.world.guilds.map(({ name }) => name),
    );
  });

  test('named by an id are looked at likewise', async () => {
    await using peer = await startDiscordPeer();
    const bot = await open(peer);
    const { text, forum, news } = peer.channels;
    expect(await bot.spot(text.id)).toEqual({ id: text.id, kind: 'text', place: peer.guild.id, name: '#general' });
    peer.deny(news.id, 'send');
    await expect(bot.spot(news.id)).rejects.toThrow(
      'the bot cannot post in #news: it lacks Send Messages; allow it there',
    );
    Object.assign(forum, { flags: 1 << 4 });
    await expect(bot.spot(forum.id)).rejects.toThrow(/#forum: it wants a tag on each post/);
    Object.assign(text, { type: 2 });
    await expect(bot.spot(text.id)).rejects.toThrow(/#general takes no posts of a bot/);
    await expect(bot.spot('general')).rejects.toThrow(/"general" is no id of a Discord channel/);
    await expect(bot.spot('210000000000000099')).rejects.toThrow(/no channel 210000000000000099 on Discord/);
  });

  test('that are threads have the rights of theirs', async () => {
    await using peer = await startDiscordPeer();
    const bot = await open(peer);
    const { outlet } = await openOutletOn(peer);
    const [thread = ''] = await finish(outlet, orderOf(peer, 'thread', 1));
    expect(await bot.spot(thread)).toMatchObject({ id: thread, kind: 'thread' });
    peer.deny(peer.channels.text.id, 'send');
    await expect(bot.spot(thread)).rejects.toThrow(/lacks Send Messages in Threads/);
  });
});

async function openOutletOn(peer: DiscordPeer) {
  const { discordOutlet } = await import('../../src/discord/outlet.ts');
  return { outlet: discordOutlet({ token: peer.token, api: peer.rest.api, devGuild: null }) };
}

describe('the hello', () => {
  test.each(['text', 'news', 'forum'] as const)('is said once in %s, and again where it is asked for', async (name) => {
    await using peer = await startDiscordPeer();
    const bot = await open(peer);
    const spot = await bot.spot(peer.channels[name].id);
    expect(await bot.greeted(spot)).toBe(false);
    await bot.greet(spot, 'en', false);
    expect(JSON.stringify(peer.posted[0]?.message)).toContain(
      'Readout is set up here. /briefing shows the newest briefing of a topic, and /briefings list which topics there are.',
    );
    expect(await bot.greeted(spot)).toBe(true);
    await bot.greet(spot, 'fr', true);
    expect(JSON.stringify(peer.posted[1]?.message)).toContain('Readout est prêt ici.');
    expect(peer.posted).toHaveLength(2);
    expect(peer.faults).toEqual([]);
  });

  test('reads in each language, with the commands as they are called in it', async () => {
    await using peer = await startDiscordPeer();
    const bot = await open(peer);
    const spot = await bot.spot(peer.channels.text.id);
    for (const language of ['ar', 'es', 'ru', 'zh'] as const) await bot.greet(spot, language, true);
    const said = peer.posted.map(({ message }) => JSON.stringify(message));
    for (const [i, words] of ['/إحاطة', '/informe', '/сводка', '/简报'].entries()) expect(said[i]).toContain(words);
  });

  test('that stands where nobody may look is not known of; one that is refused says why', async () => {
    await using peer = await startDiscordPeer();
    const bot = await open(peer);
    const spot = await bot.spot(peer.channels.text.id);
    peer.fail('GET /channels/{channel_id}/messages', [
      { status: 403, body: { code: 50_001, message: 'Missing Access' } },
    ]);
    expect(await bot.greeted(spot)).toBeNull();
    peer.deny(spot.id, 'send');
    await expect(bot.greet(spot, 'en', false)).rejects.toThrow(/^no hello in #general: .*permission/);
    expect(peer.posted).toEqual([]);
  });
});
