// What an older version of Readout left behind in the channels: nobody who uses it goes without an answer.
import { describe, expect, test } from 'vitest';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../../src/core/topic.ts';
import { wantedCommands } from '../../src/discord/commands.ts';
import { fill, interfaceOf } from '../../src/languages/interface.ts';
import type { Interaction } from '../peers/discord-interactions.ts';
import type { Message } from '../peers/discord-world.ts';
import { openDiscord, openSlack } from './chats.ts';

const TOPIC = 'china-russia';
const LOCALES: Record<InterfaceLanguage, string> = {
  ar: 'ar',
  en: 'en-GB',
  es: 'es-419',
  fr: 'fr',
  ru: 'ru',
  zh: 'zh-TW',
};

/** The message, and the command that it names, as it reads in this language. */
function told(language: InterfaceLanguage, command: string): string {
  return fill(interfaceOf(language).messages.outdated, { command });
}

/** A copy in which one control has another id. */
function withId<Value>(value: Value, from: string, to: string): Value {
  return JSON.parse(JSON.stringify(value).replaceAll(JSON.stringify(from), JSON.stringify(to)));
}

/** On a busy machine an answer is announced first. */
async function said(asked: Promise<Interaction>): Promise<Interaction> {
  const interaction = await asked;
  return interaction.settled(interaction.type === 5 ? 1 : 0);
}

/** The message that has the card's controls. */
async function cardOf(chat: Awaited<ReturnType<typeof openDiscord>>): Promise<Message | undefined> {
  await chat.read(TOPIC);
  return [...chat.peer.world.messages.values()].at(-1);
}

const idOf = (value: unknown, pattern: RegExp): string => pattern.exec(JSON.stringify(value))?.[1] ?? '';
/** What is written, with Discord's backslashes taken off. */
const written = (value: unknown) => JSON.stringify(value).replaceAll('\\\\', '');

describe('Discord', () => {
  test.each(INTERFACE_LANGUAGES)('an old button is answered in %s', async (language) => {
    await using chat = await openDiscord();
    const card = await cardOf(chat);
    const id = idOf(card, /"custom_id":"(b[^"]*)"/);
    const message = card && withId(card, id, 'page:3');
    const answer = await said(chat.peer.click('page:3', { ...(message && { message }), locale: LOCALES[language] }));
    expect(answer.ephemeral).toBe(true);
    expect(written(answer.messages)).toContain(told(language, `/${interfaceOf(language).command_names.briefing}`));
    expect(chat.faults()).toEqual([]);
  });

  test('so is one with a language or a topic that cannot be read, and the next good one as ever', async () => {
    await using chat = await openDiscord();
    const card = await cardOf(chat);
    const id = idOf(card, /"custom_id":"(s[^"]*)"/);
    for (const old of ['s0|xx|china-russia|', 's0|en|%zz|']) {
      const message = card && withId(card, id, old);
      const answer = await said(chat.peer.select(old, ['3'], message && { message }));
      expect(written(answer.messages)).toContain(told('en', '/briefing'));
    }
    expect(JSON.stringify((await said(chat.peer.select(id, ['3']))).messages)).toMatch(/Point 3/);
    expect(chat.faults()).toEqual([]);
  });

  test('a client in another language is told what the command is called there', async () => {
    await using chat = await openDiscord();
    const card = await cardOf(chat);
    const message = card && withId(card, idOf(card, /"custom_id":"(b[^"]*)"/), 'page:3');
    const answer = await said(chat.peer.click('page:3', { ...(message && { message }), locale: 'de' }));
    expect(written(answer.messages)).toContain(told('en', '/briefing'));
  });

  test.each([
    ['a form', (form: Record<string, unknown>) => withId(form, String(form.custom_id), 'ask:china-russia'), 'question'],
    ['a form with another field', (form: Record<string, unknown>) => withId(form, 'question', 'words'), 'words'],
  ])('%s of another version is answered', async (_, age, field) => {
    await using chat = await openDiscord();
    const card = await cardOf(chat);
    const opened = await chat.peer.click(idOf(card, /"custom_id":"(a[^"]*)"/));
    opened.modal = age(opened.modal ?? {});
    const answer = await said(chat.peer.submit(String(opened.modal.custom_id), { [field]: '3' }));
    expect(answer.ephemeral).toBe(true);
    expect(written(answer.messages)).toContain(told('en', '/briefing'));
    expect(chat.log.filter((line) => line.includes('was not delivered'))).toEqual([]);
  });

  test('a command that is gone but still shown is answered', async () => {
    await using chat = await openDiscord();
    const gone = { name: 'follow', description: 'Follow a topic', options: [] };
    chat.peer.world.commands.push({ ...wantedCommands()[0], ...gone, id: '1' });
    const answer = await said(chat.peer.command('follow'));
    expect(answer.ephemeral).toBe(true);
    expect(written(answer.messages)).toContain(told('en', '/briefing'));
    expect(chat.faults()).toEqual([]);
  });
});

describe('Slack', () => {
  test.each([
    ['U1ANNA', 'en'],
    ['U2LINA', 'fr'],
  ] as const)('an old control of %s’s is answered by its response URL, in %s', async (user, language) => {
    await using chat = await openSlack();
    const { peer } = chat;
    const [card] = (await peer.slash('/briefing', TOPIC, { user })).messages;
    const id = idOf(card?.blocks, /"action_id":"(show\/positions[^"]*)"/);
    for (const old of ['page-3', `show/positions/xx/${TOPIC}`]) {
      const { messages } = card ? await peer.action(withId(card, id, old), old, null, { user }) : { messages: [] };
      expect(messages).toMatchObject([{ by: 'response_url', seenBy: user }]);
      expect(JSON.stringify(messages)).toContain(told(language, '/briefing'));
    }
    expect(chat.faults()).toEqual([]);
  });

  test('an old button of the App Home, which has no response URL, says nothing', async () => {
    await using chat = await openSlack();
    const { peer } = chat;
    const [home] = (await peer.openHome()).views;
    const id = idOf(home?.view, /"action_id":"(show[^"]*)"/);
    if (!home) throw new Error('there is no home');
    const heard = await peer.action(withId(home, id, 'page-3'), 'page-3', null, { says: 0 });
    expect(heard).toMatchObject({ failure: null, messages: [] });
    expect(JSON.stringify((await peer.action(home, id)).messages)).toMatch(/Key commitments/);
    expect(chat.faults()).toEqual([]);
  });

  test('an old form says it where it stands; one with nothing but spaces only closes', async () => {
    await using chat = await openSlack();
    const { peer } = chat;
    const [card] = (await peer.slash('/briefing', TOPIC)).messages;
    const id = idOf(card?.blocks, /"action_id":"(ask\/[^"]*)"/);
    const [view] = card ? (await peer.action(card, id)).views : [];
    if (!view) throw new Error('no form was opened');
    const blank = await peer.submit(view, { question: '  ' });
    expect(blank).toMatchObject({ ack: null, messages: [], views: [] });
    const old = { ...view, view: { ...view.view, private_metadata: 'china-russia' } };
    const { views } = await peer.submit(old, { question: '3' }, { says: 1 });
    expect(JSON.stringify(views)).toContain(told('en', '/briefing'));
    expect(chat.faults()).toEqual([]);
  });
});
