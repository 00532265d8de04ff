import {
  type APIApplicationCommand,
  type AutocompleteInteraction,
  type BaseInteraction,
  type ChatInputCommandInteraction,
  Client,
  DiscordAPIError,
  Events,
  type MessageComponentInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  RESTJSONErrorCodes,
  Routes,
} from 'discord.js';
import { type Backoff, delayOf } from '../core/backoff.ts';
import type { Answered, Command } from '../core/command.ts';
import { type Connection, keepConnected } from '../core/connection.ts';
import type { Document } from '../core/document.ts';
import { firstTime, inTime, workInHand } from '../core/in-hand.ts';
import type { Desk, Platform } from '../core/seams.ts';
import type { DiscordSettings } from '../core/settings.ts';
import { InterfaceLanguage } from '../core/topic.ts';
import { commandsDiffer, parseInteractionOptions, parseTyping, suggestionChoices, wantedCommands } from './commands.ts';
import { askForm, decode, languageForm, QUESTION } from './controls.ts';
import { explain } from './errors.ts';
import type { DiscordMessage } from './limits.ts';
import { render } from './render.ts';

/** An answer that takes longer is announced first: Discord waits three seconds, and the way there takes its part. */
const DEFER_AFTER_MS = 1_500;

/** How long discord.js may take to have its first READY. */
const READY_WITHIN_MS = 30_000;

/** Discord as a platform: answers `/briefing`, `/briefings` and what is clicked. */
export function discordPlatform(
  settings: DiscordSettings,
  desk: Desk,
  backoff: Backoff = { first: 1_000, most: 300_000 },
): Platform {
  const work = workInHand();
  const isNew = firstTime();
  const take = (interaction: BaseInteraction): void => {
    // After a RESUME the gateway may send again what it sent before.
    if (!isNew(interaction.id)) return;
    work.take(() => handle(interaction, desk).catch((error: unknown) => tell(error, desk)));
  };
  const { start, stop } = keepConnected({
    name: 'discord',
    connect: (signal) => connect(settings, take, desk, signal),
    failureOf: explain,
    log: desk.log,
    backoff,
  });
  return {
    name: 'discord',
    start,
    stop: async (grace) => {
      await work.finish(grace);
      await stop();
    },
  };
}

function tell(error: unknown, { log }: Desk): void {
  const failure = explain(error);
  const remedy = failure.type === 'permanent' ? `; ${failure.remedy}` : '';
  log('warn', `discord: an answer was not delivered: ${failure.what}${remedy}`);
}

async function connect(
  { token, api, devGuild }: DiscordSettings,
  take: (interaction: BaseInteraction) => void,
  desk: Desk,
  signal: AbortSignal,
): Promise<Connection> {
  const client = new Client({
    intents: [],
    allowedMentions: { parse: [] },
    ...(api === null ? {} : { rest: { api } }),
  });
  const lost = Promise.withResolvers<unknown>();
  const ready = Promise.withResolvers<Client<true>>();
  // discord.js comes back by itself from all but these.
  client.on(Events.ShardDisconnect, (event) => lost.resolve(event));
  client.on(Events.Invalidated, () => lost.resolve(new Error('the session was invalidated')));
  client.on(Events.Error, (error) => desk.log('warn', `discord: ${explain(error).what}`));
  client.on(Events.ShardError, (error) => desk.log('warn', `discord: ${explain(error).what}`));
  client.on(Events.ShardReconnecting, () => desk.log('info', 'discord: reconnecting'));
  client.on(Events.ShardResume, () => desk.log('info', 'discord: resumed'));
  client.on(Events.InteractionCreate, take);
  client.once(Events.ClientReady, ready.resolve);
  const close = () => client.destroy();
  const timeout = AbortSignal.timeout(READY_WITHIN_MS);
  const gaveUp = rejection(AbortSignal.any([signal, timeout]));
  try {
    await Promise.race([client.login(token), gaveUp]);
    const connected = await Promise.race([
      ready.promise,
      lost.promise.then((reason) => Promise.reject(reason)),
      gaveUp,
    ]);
    await register(connected, devGuild, desk);
  } catch (error) {
    await close();
    throw error;
  }
  return { lost: lost.promise, close };
}

/** Rejects when the signal does; is never unhandled. */
function rejection(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  return aborted;
}

/** Tells Discord our commands where those it has are others. What fails here is told, and the bot answers all the same. */
async function register(client: Client<true>, devGuild: string | null, { log }: Desk): Promise<void> {
  const id = client.application.id;
  const route = devGuild === null ? Routes.applicationCommands(id) : Routes.applicationGuildCommands(id, devGuild);
  try {
    const query = new URLSearchParams({ with_localizations: 'true' });
    const known = (await client.rest.get(route, { query })) as APIApplicationCommand[];
    if (!commandsDiffer(known)) return;
    await client.rest.put(route, { body: wantedCommands() });
    log('info', `discord: commands registered${devGuild === null ? '' : ' in the development server'}`);
  } catch (error) {
    const failure = explain(error);
    const remedy = failure.type === 'permanent' ? `; ${failure.remedy}` : '';
    log('error', `discord: the commands could not be registered: ${failure.what}${remedy}`);
  }
}

// ---------------------------------------------------------------- what people do

async function handle(interaction: BaseInteraction, desk: Desk): Promise<void> {
  if (interaction.isAutocomplete()) return complete(interaction, desk);
  if (interaction.isChatInputCommand()) {
    const request = parseInteractionOptions(givenIn(interaction));
    if (request === null) return;
    const { command, share } = request;
    return reply(interaction, desk.answers(command, { locale: interaction.locale }), { share });
  }
  if (interaction.isMessageComponent()) return goOn(interaction, desk);
  if (interaction.isModalSubmit()) {
    const going = decode(interaction.customId);
    if (going === null) return;
    const about = interaction.fields.getTextInputValue(QUESTION);
    const command: Command = { do: 'read', topic: going.topic, about, language: going.language };
    return reply(interaction, desk.answers(command, { locale: interaction.locale }), { share: false });
  }
}

async function complete(interaction: AutocompleteInteraction, desk: Desk): Promise<void> {
  const typing = parseTyping(givenIn(interaction));
  const found = typing === null ? [] : await desk.suggests(typing, { locale: interaction.locale });
  await interaction.respond(suggestionChoices(found));
}

/** The command and its options, as the API sends them: discord.js keeps the option in focus apart. */
function givenIn({ commandName, options }: ChatInputCommandInteraction | AutocompleteInteraction) {
  return { name: commandName, options: options.data };
}

/** A button or a select of a message of ours, however old. */
async function goOn(interaction: MessageComponentInteraction, desk: Desk): Promise<void> {
  const going = decode(interaction.customId);
  if (going === null) return;
  const { kind, topic, language } = going;
  const chosen = interaction.isStringSelectMenu() ? interaction.values[0] : undefined;
  if (interaction.isButton() && kind === 'ask') {
    const form = askForm(going);
    if (form) await interaction.showModal(form);
    return;
  }
  if (interaction.isButton() && kind === 'language') {
    const form = languageForm(going);
    if (form) await interaction.reply(form as never);
    return;
  }
  const wanted = kind === 'language' ? (InterfaceLanguage.safeParse(chosen).data ?? language) : language;
  const about = kind === 'select' ? (chosen ?? '') : going.about;
  const command: Command = { do: 'read', topic, about, language: wanted };
  // The asker's own message turns its pages; one that others see, and a card to choose from, stay as they are.
  const turns = kind === 'language' || (kind === 'button' && /^\d+$/.test(about));
  const own = turns && interaction.message.flags.has(MessageFlags.Ephemeral);
  await reply(interaction, desk.answers(command, { locale: interaction.locale }), { share: false, update: own });
}

type Repliable = ChatInputCommandInteraction | MessageComponentInteraction | ModalSubmitInteraction;

/** Sends an answer: the first message at once, or after a word that it will come; the others behind it. */
async function reply(
  interaction: Repliable,
  answering: Promise<Answered>,
  { share, update = false }: { share: boolean; update?: boolean },
): Promise<void> {
  const hidden = share ? 0 : MessageFlags.Ephemeral;
  const soon = await inTime(DEFER_AFTER_MS, answering);
  if (soon === null) await persist(() => interaction.deferReply({ flags: hidden || undefined } as never));
  const [first, ...others] = messagesOf(soon ?? (await answering));
  if (first === undefined) return;
  await persist((): Promise<unknown> => {
    if (soon === null) return interaction.editReply(payload(first, 0));
    const turns = update && others.length === 0 && interaction.isMessageComponent();
    return turns ? interaction.update(payload(first, 0)) : interaction.reply(payload(first, hidden));
  });
  for (const message of others) await persist(() => interaction.followUp(payload(message, hidden)));
}

const TRIES = 3;
const BETWEEN: Backoff = { first: 200, most: 1_000 };

/**
 * Sends again what was lost on the way: discord.js gives up at a reset socket, and retries others without a pause. A
 * first answer that came through though we were not told so is taken at the second try as already there.
 */
async function persist(send: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await send();
      return;
    } catch (error) {
      if (attempt > 1 && isAcknowledged(error)) return;
      const failure = explain(error);
      if (failure.type === 'permanent' || attempt === TRIES) throw error;
      const delay = failure.afterMs ?? delayOf(attempt, BETWEEN, Math.random());
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
}

function isAcknowledged(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged;
}

/** Answers that were rendered before: many ask the same. */
const rendered = new WeakMap<Document, DiscordMessage[]>();

function messagesOf({ document, topic, about, language }: Answered): DiscordMessage[] {
  const known = rendered.get(document);
  if (known) return known;
  const messages = render(document, { topic, about, language });
  rendered.set(document, messages);
  return messages;
}

/** A message for discord.js, which takes the API's own components. */
function payload({ flags, components, allowed_mentions }: DiscordMessage, more: number) {
  return { flags: flags | more, components, allowedMentions: allowed_mentions } as never;
}
