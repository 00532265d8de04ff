// The same cases on both platforms, through the real discord.js and bolt: what is seen, and that it is the same Document.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Document } from '../../src/core/document.ts';
import { INTERFACE_LANGUAGES } from '../../src/core/topic.ts';
import { interfaceOf, SECTIONS } from '../../src/languages/interface.ts';
import { type Chat, type Given, openDiscord, openSlack, type Seen, type Verb } from './chats.ts';

let chats: Chat[] = [];
beforeAll(async () => {
  chats = await Promise.all([openDiscord({ managed: true }), openSlack({ managed: true })]);
});
afterAll(async () => {
  await Promise.all(chats.map((chat) => chat[Symbol.asyncDispose]()));
});

/** Does the same on both; they make the same documents. */
async function both(walk: (chat: Chat) => Promise<Seen>): Promise<{ seen: Seen[]; documents: Document[] }> {
  const done = await Promise.all(
    chats.map(async (chat) => {
      const before = chat.documents.length;
      const seen = await walk(chat);
      return { seen, documents: chat.documents.slice(before) };
    }),
  );
  const [one, other] = done;
  expect(one?.documents.length).toBeGreaterThan(0);
  expect(one?.documents.map(unnamed)).toEqual(other?.documents.map(unnamed));
  for (const chat of chats) expect(chat.faults()).toEqual([]);
  return { seen: done.map(({ seen }) => seen), documents: one?.documents ?? [] };
}

/** A document without the platforms' own ids: those of its channels and roles. */
function unnamed(document: Document): unknown {
  return JSON.parse(JSON.stringify(document), (key, value) => (key === 'mention' ? { ...value, id: '' } : value));
}

const TOPIC = 'china-russia';
const QUESTION = 'what did Lavrov say about vaccines?';

type Case = { name: string; walk: (chat: Chat) => Promise<Seen>; sees: RegExp };
const CASES: Case[] = [
  { name: 'the card', walk: (chat) => chat.read(TOPIC), sees: /Key commitments/ },
  { name: 'a point', walk: (chat) => chat.read(TOPIC, '9'), sees: /Point 9/ },
  { name: 'a range', walk: (chat) => chat.read(TOPIC, '3-5'), sees: /Points/ },
  { name: 'a question in another language', walk: (chat) => chat.read(TOPIC, QUESTION), sees: /اللقاحات/ },
  { name: 'what is not said', walk: (chat) => chat.read(TOPIC, 'price of wheat?'), sees: /The article does not say/ },
  { name: 'an unknown topic', walk: (chat) => chat.read('chinarussia'), sees: /There is no topic .*Nearest: / },
  { name: 'point 99', walk: (chat) => chat.read(TOPIC, '99'), sees: /There is no point 99; .*1 to 27/ },
  {
    name: 'another language',
    walk: (chat) => chat.read(TOPIC, '', { language: 'ru' }),
    sees: /Ключевые обязательства/,
  },
  { name: 'the list', walk: (chat) => chat.list(), sees: /China and Russia/ },
  { name: 'a search', walk: (chat) => chat.search('vaccines'), sees: /China and Russia/ },
  { name: 'a search for nothing', walk: (chat) => chat.search('wheat'), sees: /Nothing found for/ },
];

test.each(CASES)('$name', async ({ walk, sees }) => {
  const { seen } = await both(walk);
  for (const { text, alone } of seen) {
    expect(text.replaceAll('\\', '')).toMatch(sees);
    expect(alone).toBe(true);
  }
});

test('what is shared is seen by all', async () => {
  const { seen } = await both((chat) => chat.read(TOPIC, '3', { share: true }));
  expect(seen.map(({ alone }) => alone)).toEqual([false, false]);
});

describe.each(INTERFACE_LANGUAGES)('sections in %s', (language) => {
  test.each(SECTIONS)('%s', async (section) => {
    for (const word of interfaceOf(language).sections[section]) {
      const { documents } = await both((chat) => chat.read(TOPIC, word, { language }));
      expect([word, documents[0]?.language, documents[0]?.tone === 'error']).toEqual([word, language, false]);
      // A word that is taken for a question is answered too, but as one.
      expect(documents[0]?.sections[0]?.id).not.toBe('answer');
    }
  });
});

describe('walks', () => {
  test('from the card to a point, and on', async () => {
    const { seen, documents } = await both(async (chat) => {
      await chat.read(TOPIC);
      await chat.choose('9');
      return chat.press('10');
    });
    expect(documents.map(({ title }) => title[0]?.text)).toEqual([expect.any(String), 'Point 9', 'Point 10']);
    for (const { text } of seen) expect(text).toMatch(/Point 10/);
  });

  test('to the positions', async () => {
    const { seen } = await both(async (chat) => {
      await chat.read(TOPIC);
      return chat.press('positions');
    });
    for (const { text } of seen) expect(text).toMatch(/Positions/);
  });

  test('to another language, which the controls keep', async () => {
    const { documents } = await both(async (chat) => {
      await chat.read(TOPIC);
      await chat.speak('fr');
      return chat.choose('3');
    });
    expect(documents.map(({ language }) => language)).toEqual(['en', 'fr', 'fr']);
  });

  test('to a question of one’s own', async () => {
    const { seen } = await both(async (chat) => {
      await chat.read(TOPIC);
      return chat.ask(QUESTION);
    });
    for (const { text, alone } of seen) {
      expect(text).toMatch(/اللقاحات/);
      expect(alone).toBe(true);
    }
  });
});

const TIMES = { topic: TOPIC, when: 'weekdays at 8', zone: 'Europe/Paris' };

describe('managing', () => {
  // Slack knows a person's zone, Discord does not.
  beforeAll(async () => {
    await both((chat) => chat.manage('language', { zone: 'Europe/Paris' }));
  });

  test('a schedule is proposed, confirmed, paused, resumed and removed', async () => {
    const { seen, documents } = await both(async (chat) => {
      await chat.manage('schedule', TIMES);
      await chat.act('confirm');
      await chat.act('pause');
      await chat.act('resume');
      await chat.act('remove');
      await chat.act('cancel');
      await chat.act('remove');
      return chat.act('remove-surely');
    });
    expect(documents.map(({ controls }) => controls.map((one) => (one.type === 'act' ? one.act : one.id)))).toEqual([
      ['confirm', 'cancel'],
      ['pause', 'remove'],
      ['resume', 'remove'],
      ['pause', 'remove'],
      ['remove-surely', 'cancel'],
      ['pause', 'remove'],
      ['remove-surely', 'cancel'],
      [],
    ]);
    for (const { text, alone } of seen) {
      expect(text).toMatch(/Removed/);
      expect(alone).toBe(true);
    }
    for (const { deck } of chats) expect(await deck.store.schedules.list()).toEqual([]);
  });

  test('by command and id too, and the status tells of it', async () => {
    for (const chat of chats) {
      await chat.manage('schedule', { ...TIMES, elsewhere: true, role: true, language: 'ar', catch_up: 'all' });
      await chat.act('confirm');
    }
    const [id = ''] = (await chats[0]?.deck.store.schedules.list())?.map((one) => one.id) ?? [];
    const { seen, documents } = await both(async (chat) => {
      await chat.manage('pause', { which: id });
      await chat.manage('resume', { which: id });
      await chat.manage('remove', { which: id });
      return chat.manage('status');
    });
    expect(documents.map(({ tone }) => tone)).toEqual(['notice', 'notice', 'notice', 'notice']);
    for (const { text } of seen) {
      expect(text).toContain(id);
      expect(text).toMatch(/Next posts/);
    }
    const [discord, slack] = await Promise.all(chats.map(async ({ deck }) => (await deck.store.schedules.list())[0]));
    expect(seen[0]?.text).toContain(`<#${discord?.target.channel}>`);
    expect(seen[1]?.text).toContain('<#C2OTHER>');
    expect(discord).toMatchObject({ language: 'ar', catchUp: 'all', form: { role: expect.stringMatching(/^\d+$/) } });
    expect(slack).toMatchObject({ language: 'ar', catchUp: 'all', form: { role: 'S1DESK' } });
    await both((chat) => chat.manage('remove', { which: id }));
    await both((chat) => chat.act('remove-surely'));
  });

  test('a preview, and settings of a channel and of one’s own', async () => {
    const { documents } = await both(async (chat) => {
      await chat.manage('preview', { topic: TOPIC, language: 'fr' });
      await chat.manage('language', { zone: 'Asia/Tokyo', for_channel: true });
      await chat.manage('language', { language: 'es' });
      const seen = await chat.manage('status');
      await chat.manage('language', { language: 'en' });
      return seen;
    });
    expect(documents.map(({ language }) => language)).toEqual(['fr', 'en', 'es', 'es', 'en']);
  });

  test.each<[string, Given, RegExp]>([
    ['a wrong zone', { ...TIMES, zone: 'Europe/Pariss' }, /no time zone .Europe\/Pariss.*Europe\/Paris/],
    ['an impossible cron', { ...TIMES, when: '0 25 * * *' }, /0 25 \S+ \S+ \S+. is not a time.*For example/],
    ['a day that never comes', { ...TIMES, when: '0 8 31 2 *' }, /never comes/],
    ['a time in the past', { ...TIMES, when: '2020-01-01 08:00' }, /has passed: it is now/],
    ['words that are no time', { ...TIMES, when: 'now and then' }, /now and then/],
    ['an unknown topic', { ...TIMES, topic: 'chinarussia' }, /There is no topic .*Nearest: /],
  ])('%s gets a helpful answer', async (_, given, sees) => {
    const { seen, documents } = await both((chat) => chat.manage('schedule', given));
    for (const { text } of seen) expect(text.replace(/[\\\u200B]/g, '')).toMatch(sees);
    expect(documents[0]?.tone).toBe('error');
  });

  test.each<[Verb, Given]>([
    ['schedule', TIMES],
    ['pause', { which: 's1' }],
    ['resume', { which: 's1' }],
    ['remove', { which: 's1' }],
    ['status', {}],
    ['preview', { topic: TOPIC }],
    ['language', { zone: 'Asia/Tokyo', for_channel: true }],
  ])('whoever has not the right is refused: %s', async (verb, given) => {
    for (const chat of chats) {
      const { alone } = await chat.manage(verb, given, 'reader');
      const document = chat.documents.at(-1);
      expect([document?.tone, alone]).toEqual(['error', true]);
      expect(JSON.stringify(document)).toMatch(/Manage Server|propriétaires/);
      expect(await chat.deck.store.schedules.list()).toEqual([]);
    }
  });
});
