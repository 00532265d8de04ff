import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Platform } from '../../src/core/seams.ts';
import type { Store } from '../../src/core/store.ts';
import { type Serving, startServing } from '../../src/flows/serve.ts';
import { freshPlace, type Place } from '../contract/stores.ts';
import { type MovedClock, movedClock } from '../moved-clock.ts';
import { deliverDeps, fakeChat, sampleSchedule } from './chat.ts';

const EIGHT = Date.UTC(2026, 5, 1, 5);

let place: Place;
let store: Store;
let clock: MovedClock;
beforeEach(async () => {
  place = await freshPlace('sqlite');
  store = await place.open();
  clock = movedClock(EIGHT - 500);
});
afterEach(() => place.remove());

/** A process with a Discord that one alone is connected to, and a Slack that all are. `kind`: as if on such a store. */
function process(name: string, story: string[], kind: Store['kind'], startDiscord = async () => {}) {
  const chats = { discord: fakeChat(clock), slack: fakeChat(clock, { platform: 'slack' }) };
  const platform = (of: 'discord' | 'slack'): Platform => ({
    name: of,
    outlet: chats[of].outlet,
    turn: of === 'discord' ? 'discord:gateway' : null,
    start: async () => {
      story.push(`${name} starts ${of}`);
      if (of === 'discord') await startDiscord();
    },
    stop: async () => void story.push(`${name} stops ${of}`),
    state: () => ({ type: 'idle' }),
  });
  const serving: Serving = startServing({
    ...deliverDeps(store, clock, [], (level, message) => {
      if (level === 'error') story.push(`${name} says ${message}`);
    }),
    store: { ...store, kind },
    platforms: [platform('discord'), platform('slack')],
    holder: name,
  });
  return { serving, chats };
}

test('of two processes one is connected to Discord, both to Slack, and the other follows', async () => {
  const story: string[] = [];
  const first = process('a', story, 'postgres');
  await first.serving.started;
  const second = process('b', story, 'postgres');
  await second.serving.started;
  expect(story.toSorted()).toEqual(['a starts discord', 'a starts slack', 'b starts slack']);
  story.length = 0;
  await Promise.all([first.serving.stop(1_000), clock.advance(1_000)]);
  await clock.advance(30_000);
  expect(story.filter((line) => line.includes('discord'))).toEqual(['a stops discord', 'b starts discord']);
  await Promise.all([second.serving.stop(1_000), clock.advance(1_000)]);
});

test('a slot that came while nothing ran goes out as soon as a process is there', async () => {
  await store.schedules.add(sampleSchedule({ nextAt: EIGHT - 60_000 }));
  const { serving, chats } = process('a', [], 'sqlite');
  await serving.started;
  await clock.advance(2_000);
  expect(chats.discord.posts).toHaveLength(1);
  await Promise.all([serving.stop(1_000), clock.advance(1_000)]);
});

test('a platform that cannot start is told, and keeps nothing else from working', async () => {
  const story: string[] = [];
  await store.schedules.add(sampleSchedule({ nextAt: EIGHT - 60_000 }));
  const failing = async () => Promise.reject(new Error('no gateway'));
  const { serving, chats } = process('a', story, 'sqlite', failing);
  await serving.started;
  await clock.advance(2_000);
  expect(story).toContain('a says discord: failed to start, by a fault of ours: no gateway');
  expect(chats.discord.posts).toHaveLength(1);
  await Promise.all([serving.stop(1_000), clock.advance(1_000)]);
});
