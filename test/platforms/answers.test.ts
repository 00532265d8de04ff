// The same cases on both platforms, through the real discord.js and bolt: what is seen, and that it is the same Document.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Document } from '../../src/core/document.ts';
import { INTERFACE_LANGUAGES } from '../../src/core/topic.ts';
import { interfaceOf, SECTIONS } from '../../src/languages/interface.ts';
import { type Chat, openDiscord, openSlack, type Seen } from './chats.ts';

let chats: Chat[] = [];
beforeAll(async () => {
  chats = await Promise.all([openDiscord(), openSlack()]);
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
  expect(one?.documents).toEqual(other?.documents);
  for (const chat of chats) expect(chat.faults()).toEqual([]);
  return { seen: done.map(({ seen }) => seen), documents: one?.documents ?? [] };
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
