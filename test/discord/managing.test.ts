// What only Discord has: channels of several kinds, tags, and suggestions while somebody types.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDiscord } from '../platforms/chats.ts';

const MANAGER = { permissions: 0x20n };
const TIMES = { topic: 'china-russia', when: '0 8 * * 1-5', zone: 'Asia/Riyadh' };

let chat: Awaited<ReturnType<typeof openDiscord>>;
beforeAll(async () => {
  chat = await openDiscord({ managed: true });
});
afterAll(() => chat[Symbol.asyncDispose]());

const newest = async () => (await chat.deck.store.schedules.list()).at(-1);

test('an announcement channel gets posts that are passed on', async () => {
  const { news } = chat.peer.channels;
  await chat.peer.command('briefings schedule', { ...TIMES, channel: news.id }, MANAGER);
  expect(await newest()).toMatchObject({ target: { channel: news.id }, form: { as: 'message', crosspost: true } });
});

test('a forum gets posts with its tags, by their names', async () => {
  const { forum } = chat.peer.channels;
  const [tag] = forum.available_tags as { id: string; name: string }[];
  const options = { ...TIMES, channel: forum.id, tags: 'briefing' };
  await chat.peer.command('briefings schedule', options, MANAGER);
  expect(await newest()).toMatchObject({ target: { channel: forum.id }, form: { as: 'forum', tags: [tag?.id] } });
  const before = (await newest())?.id;
  await chat.peer.command('briefings schedule', { ...options, tags: 'Briefing، Sport' }, MANAGER);
  expect(JSON.stringify(chat.documents.at(-1))).toContain('no tag “Sport”. It has: Briefing');
  expect((await newest())?.id).toBe(before);
});

test('a thread is asked for', async () => {
  await chat.peer.command('briefings schedule', { ...TIMES, thread: true }, MANAGER);
  expect(await newest()).toMatchObject({ form: { as: 'thread' } });
});

test('schedules and zones complete while somebody types, schedules for those alone who may manage', async () => {
  await chat.peer.command('briefings schedule', TIMES, MANAGER);
  const id = (await newest())?.id ?? '';
  await chat.deck.store.schedules.change(id, { type: 'active' }, null);
  const choices = async (command: string, option: string, typed: string, who = MANAGER) => {
    const { choices } = await chat.peer.autocomplete(`briefings ${command}`, option, typed, {}, who);
    return choices.map(({ value }) => value);
  };
  expect(await choices('pause', 'which', 'china')).toEqual([id]);
  expect(await choices('remove', 'which', id, { permissions: 0n })).toEqual([]);
  expect(await choices('language', 'zone', 'new york')).toEqual(['America/New_York']);
  expect(await choices('schedule', 'zone', 'riy')).toEqual(['Asia/Riyadh']);
  expect(await choices('preview', 'topic', 'russia')).toEqual(['china-russia']);
  expect(chat.faults()).toEqual([]);
});
