// People in front of the bot, on either platform: what they type, click and see, and the Documents behind it.
import type { Backoff } from '../../src/core/backoff.ts';
import type { Answered, Command } from '../../src/core/command.ts';
import type { Act, Document } from '../../src/core/document.ts';
import type { Desk, Platform } from '../../src/core/seams.ts';
import { discordPlatform } from '../../src/discord/client.ts';
import { decodeAct, decode as decodeDiscord } from '../../src/discord/controls.ts';
import { render as renderForDiscord } from '../../src/discord/render.ts';
import { brief } from '../../src/engine/brief.ts';
import { answersFrom } from '../../src/flows/answer.ts';
import { suggestsFrom } from '../../src/flows/suggest.ts';
import { slackPlatform } from '../../src/slack/client.ts';
import { render as renderForSlack } from '../../src/slack/render.ts';
import { openLibrary } from '../../src/sources/library.ts';
import { openManaging } from '../managing.ts';
import { type DiscordPeer, type DiscordPeerOptions, startDiscordPeer } from '../peers/discord.ts';
import type { Interaction } from '../peers/discord-interactions.ts';
import { type SlackPeer, type SlackPeerOptions, startSlackPeer } from '../peers/slack.ts';
import type { Heard } from '../peers/slack-driver.ts';
import { noManaging, noSettings } from '../sample.ts';

/** What somebody sees: everything that is written there, and whether they alone see it. */
export type Seen = { text: string; alone: boolean; messages: number };

/** How somebody asks: `language` for once, `share` with all. */
export type How = { language?: string; share?: boolean };

export type Verb = 'schedule' | 'pause' | 'resume' | 'remove' | 'status' | 'preview' | 'language';
/** What a command is given; `elsewhere`: a channel that is named. */
export type Given = {
  topic?: string;
  when?: string;
  which?: string;
  zone?: string;
  language?: string;
  catch_up?: string;
  elsewhere?: boolean;
  role?: boolean;
  for_channel?: boolean;
};

/** One person's chat with the bot. */
export type Chat = AsyncDisposable & {
  platform: Platform;
  log: string[];
  /** The documents that were made, in order. */
  documents: Document[];
  read: (topic: string, about?: string, how?: How) => Promise<Seen>;
  list: () => Promise<Seen>;
  search: (words: string) => Promise<Seen>;
  /** Presses the button of the newest message that shows this. */
  press: (about: string) => Promise<Seen>;
  choose: (about: string) => Promise<Seen>;
  speak: (language: string) => Promise<Seen>;
  ask: (question: string) => Promise<Seen>;
  /** What those who manage ask: `/briefings VERB`. `as`: somebody who may, or who may not. */
  manage: (verb: Verb, given?: Given, as?: 'manager' | 'reader') => Promise<Seen>;
  /** Presses the newest message's button that does this to a schedule. */
  act: (act: Act) => Promise<Seen>;
  deck: Deck;
  /** What the platform took amiss. */
  faults: () => unknown[];
};

/** An ordinary member's rights, and Manage Server. */
const MANAGER = 0x400n | 0x800n | 0x8000_0000n | 0x20n;

const LIBRARY = () => openLibrary('briefings', async (article, context) => brief(article, context));

export const QUICK = { first: 20, most: 100 };

/** Whether there is a store, for those who manage. */
type Managed = { managed?: boolean };
type Deck = Awaited<ReturnType<typeof openManaging>>;

/** A desk over the topics that come with Readout, which keeps what it answers; with a deck it manages schedules too. */
export function openDesk(slow = 0, deck: Deck | null = null) {
  const log: string[] = [];
  const answered: Answered[] = [];
  const deps = {
    library: LIBRARY(),
    language: 'en' as const,
    settings: deck?.store.settings ?? noSettings,
    schedules: deck?.store.schedules ?? { list: async () => [] },
    manage: deck?.manage ?? noManaging,
    pages: null,
    log: (level: string, message: string) => void log.push(`${level} ${message}`),
  };
  const answers = answersFrom(deps);
  const desk: Desk = {
    suggests: suggestsFrom(deps),
    topics: deps.library.topics,
    log: deps.log,
    answers: async (command: Command, asker) => {
      const made = await answers(command, asker);
      if (slow > 0) await new Promise((resolve) => setTimeout(resolve, slow));
      answered.push(made);
      return made;
    },
  };
  return { desk, log, answered };
}

/** A desk that answers once it is let. `asked` resolves when it has a command in hand. */
export function openSlowDesk() {
  const { desk, log } = openDesk();
  const asked = Promise.withResolvers<void>();
  const free = Promise.withResolvers<void>();
  const answers: Desk['answers'] = async (command, asker) => {
    asked.resolve();
    await free.promise;
    return desk.answers(command, asker);
  };
  return { desk: { ...desk, answers }, log, asked: asked.promise, go: () => free.resolve() };
}

/** All that is written in components or blocks. */
function writtenIn(value: unknown): string {
  if (Array.isArray(value)) return value.map(writtenIn).join('\n');
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, inner]) => (key === 'content' || key === 'text' || key === 'label' ? words(inner) : writtenIn(inner)))
    .join('\n');
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : writtenIn(value);
}

export async function openDiscord({
  managed = false,
  ...options
}: DiscordPeerOptions & Managed = {}): Promise<Chat & { peer: DiscordPeer }> {
  const peer = await startDiscordPeer(options);
  const deck = managed ? await openManaging(LIBRARY()) : null;
  const { desk, log, answered } = openDesk(0, deck);
  const platform = discordPlatform({ token: peer.token, api: peer.rest.api, devGuild: null }, desk, QUICK);
  await platform.start();
  const seen = async (interaction: Interaction): Promise<Seen> => {
    // On a busy machine an answer is announced first, and its messages are all still to come.
    const announced = interaction.type === 5 ? 1 : 0;
    await interaction.settled(announced);
    const last = answered.at(-1);
    const pages = last ? renderForDiscord(last.document, last).length : 1;
    if (interaction.type !== 9) await interaction.settled(pages - 1 + announced);
    const { messages, ephemeral } = interaction;
    const text = messages.map(({ components }) => writtenIn(components)).join('\n');
    return { text, alone: ephemeral, messages: messages.length };
  };
  let newest: Interaction | null = null;
  const keep = async (done: Promise<Interaction>) => {
    newest = await done;
    return seen(newest);
  };
  /** The id of the newest message's control of a kind. */
  const control = (fits: (going: NonNullable<ReturnType<typeof decodeDiscord>>) => boolean): string => {
    const ids = JSON.stringify(newest?.messages.at(-1)?.components ?? []).matchAll(/"custom_id":"((?:[^"\\]|\\.)*)"/g);
    for (const [, id] of ids) {
      const going = decodeDiscord(JSON.parse(`"${id}"`));
      if (going && fits(going)) return JSON.parse(`"${id}"`);
    }
    throw new Error('there is no such control');
  };
  return {
    peer,
    platform,
    log,
    get documents() {
      return answered.map(({ document }) => document);
    },
    read: (topic, about, { language, share } = {}) =>
      keep(
        peer.command('briefing', {
          topic,
          ...(about ? { about } : {}),
          ...(language ? { language } : {}),
          ...(share ? { share } : {}),
        }),
      ),
    list: () => keep(peer.command('briefings list')),
    search: (found) => keep(peer.command('briefings search', { words: found })),
    press: (about) => keep(peer.click(control((going) => going.kind === 'button' && going.about === about))),
    choose: async (about) => {
      const selects = JSON.stringify(newest?.messages.at(-1)?.components ?? []).matchAll(
        /"custom_id":"((?:[^"\\]|\\.)*)"[^[]*"options":\[([^\]]*)\]/g,
      );
      for (const [, id, options] of selects) {
        if (options?.includes(`"value":"${about}"`)) return keep(peer.select(JSON.parse(`"${id}"`), [about]));
      }
      throw new Error(`there is no ${about} to choose`);
    },
    speak: async (language) => {
      newest = await peer.click(control(({ kind }) => kind === 'language'));
      return keep(
        peer.select(
          control(({ kind }) => kind === 'language'),
          [language],
        ),
      );
    },
    ask: async (question) => {
      const id = control(({ kind }) => kind === 'ask');
      const opened = await peer.click(id);
      return keep(peer.submit(String(opened.modal?.custom_id), { question }));
    },
    get deck() {
      return deck ?? raise('nothing is managed in this chat');
    },
    manage: (verb, { elsewhere, role, ...given } = {}, as = 'manager') => {
      const { text: general } = peer.channels;
      const [, readers] = peer.guild.roles;
      const options = {
        ...given,
        ...(elsewhere ? { channel: general.id } : {}),
        ...(role && readers ? { role: String(readers.id) } : {}),
      };
      const who = {
        channel: general.id,
        ...(as === 'manager' ? { permissions: MANAGER } : {}),
      };
      return keep(peer.command(`briefings ${verb}`, options, who));
    },
    act: (act) => {
      const ids = JSON.stringify(newest?.messages.at(-1)?.components ?? []).matchAll(/"custom_id":"([^"]*)"/g);
      const found = [...ids].map(([, id = '']) => id).find((id) => decodeAct(id)?.act === act);
      return keep(peer.click(found ?? raise(`there is no button to ${act}`), { permissions: MANAGER }));
    },
    faults: () => peer.faults,
    [Symbol.asyncDispose]: async () => {
      await platform.stop(1_000);
      await peer.stop();
      await deck?.close();
    },
  };
}

export async function openSlack(
  { managed = false, ...options }: SlackPeerOptions & Managed = {},
  backoff: Backoff = QUICK,
): Promise<Chat & { peer: SlackPeer }> {
  const peer = await startSlackPeer(options);
  const deck = managed ? await openManaging(LIBRARY()) : null;
  const { desk, log, answered } = openDesk(0, deck);
  const { bot: botToken, app: appToken } = peer.workspace.tokens;
  const platform = slackPlatform(
    { botToken, api: peer.apiUrl, managers: null, mode: { type: 'socket', appToken } },
    desk,
    null,
    backoff,
  );
  await platform.start();
  let newest: Heard | null = null;
  /** Drives the bot, then waits until it has said all of the document that it made meanwhile. */
  const keep = async (drive: () => Promise<Heard>): Promise<Seen> => {
    const said = peer.workspace.said.length;
    newest = await drive();
    const last = answered.at(-1);
    const pages = last ? renderForSlack(last.document, last).length : 1;
    await peer.until('all messages', () => peer.workspace.said.length >= said + pages);
    const messages = peer.workspace.said.slice(said).flatMap(({ message }) => message ?? []);
    newest = { ...newest, messages };
    const text = messages.map(({ blocks }) => writtenIn(blocks)).join('\n');
    return { text, alone: messages.every(({ seenBy }) => seenBy !== null), messages: messages.length };
  };
  type Element = { action_id: string; value?: string; options?: { value: string }[] };
  const elements = (): Element[] =>
    (newest?.messages.at(-1)?.blocks ?? []).flatMap((block) =>
      block.type === 'actions' ? (block.elements as Element[]) : [],
    );
  const message = () => newest?.messages.at(-1) ?? raise('nothing was said yet');
  const find = (fits: (element: Element) => boolean) => elements().find(fits) ?? raise('there is no such control');
  return {
    peer,
    platform,
    log,
    get documents() {
      return answered.map(({ document }) => document);
    },
    read: (topic, about = '', { language, share } = {}) => {
      const options = `${language ? ` language:${language}` : ''}${share ? ' --share' : ''}`;
      return keep(() => peer.slash('/briefing', `${topic} ${about}${options}`.trim()));
    },
    list: () => keep(() => peer.slash('/briefings', 'list')),
    search: (found) => keep(() => peer.slash('/briefings', `search ${found}`)),
    press: (about) => {
      const { action_id } = find((one) => one.value === about && one.action_id.startsWith('show/'));
      return keep(() => peer.action(message(), action_id));
    },
    choose: (about) => {
      const { action_id } = find((one) => one.options?.some(({ value }) => value === about) ?? false);
      return keep(() => peer.action(message(), action_id, about));
    },
    speak: (language) => {
      const one = find(({ action_id }) => action_id.startsWith('language/'));
      const value = one.options?.find((option) => option.value.startsWith(`${language}/`))?.value ?? '';
      return keep(() => peer.action(message(), one.action_id, value));
    },
    ask: async (question) => {
      const [view] = (await peer.action(message(), find(({ action_id }) => action_id.startsWith('ask/')).action_id))
        .views;
      return keep(() => peer.submit(view ?? raise('no form was opened'), { question }));
    },
    get deck() {
      return deck ?? raise('nothing is managed in this chat');
    },
    manage: (verb, given = {}, as = 'manager') => {
      const { topic, when, which, zone, language, catch_up, elsewhere, role, for_channel } = given;
      const words = [
        verb,
        topic ?? which,
        verb === 'language' ? language : when && `"${when}"`,
        zone && `zone=${zone}`,
        verb !== 'language' && language && `language=${language}`,
        catch_up && `missed=${catch_up}`,
        elsewhere && '<#C2OTHER|other>',
        role && '<!subteam^S1DESK|@desk>',
        for_channel && 'channel',
      ];
      const user = as === 'manager' ? 'U1ANNA' : 'U2LINA';
      return keep(() => peer.slash('/briefings', words.filter(Boolean).join(' '), { user }));
    },
    act: (act) => {
      const { action_id } = find((one) => one.action_id.startsWith(`act/${act}/`));
      return keep(() => peer.action(message(), action_id));
    },
    faults: () => peer.faults,
    [Symbol.asyncDispose]: async () => {
      await platform.stop(1_000);
      await peer.stop();
      await deck?.close();
    },
  };
}

function raise(what: string): never {
  throw new Error(what);
}
