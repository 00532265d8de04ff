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
  Status,
} from 'discord.js';
import { type Backoff, delayOf } from '../core/backoff.ts';
import { type Answered, type Command, commandOf } from '../core/command.ts';
import { type Connection, keepConnected, unlessAborted } from '../core/connection.ts';
import type { Document } from '../core/document.ts';
import { firstTime, inTime, workInHand } from '../core/in-hand.ts';
import type { Desk, Platform } from '../core/seams.ts';
import type { DiscordSettings } from '../core/settings.ts';
import { InterfaceLanguage } from '../core/topic.ts';
import { outdated } from '../languages/interface.ts';
import {
  commandNameIn,
  commandsDiffer,
  parseInteractionOptions,
  parseTyping,
  suggestionChoices,
  wantedCommands,
} from './commands.ts';
import { askForm, decode, decodeAct, languageForm, QUESTION } from './controls.ts';
import { explain } from './errors.ts';
import type { DiscordMessage } from './limits.ts';
import { discordOutlet } from './outlet.ts';
import { askerOf } from './people.ts';
import { render } from './render.ts';

/** An answer that takes longer is announced first: Discord waits three seconds, and the way there takes its part. */
const DEFER_AFTER_MS = 1_500;

/** How long we wait for our commands to be known before we call ourselves connected. */
const REGISTER_WITHIN_MS = 5_000;

/** Discord as a platform: answers `/briefing`, `/briefings` and what is clicked. */
export function discordPlatform(
  settings: DiscordSettings,
  desk: Desk,
  backoff: Backoff = { first: 1_000, most: 300_000 },
): Platform {
  const isNew = firstTime();
  const begin = () => {
    const work = workInHand();
    const take = (interaction: BaseInteraction): void => {
      // After a RESUME the gateway may send again what it sent before.
      if (!isNew(interaction.id)) return;
      work.take(() => handle(interaction, desk).catch((error: unknown) => tell(error, desk)));
    };
    const connection = keepConnected({
      name: 'discord',
      connect: (signal) => connect(settings, take, desk, signal),
      failureOf: explain,
      log: desk.log,
      backoff,
    });
    return { work, connection };
  };
  let running: ReturnType<typeof begin> | null = null;
  let ended = Promise.resolve();
  return {
    name: 'discord',
    outlet: discordOutlet(settings),
    turn: 'discord:gateway',
    start: async () => {
      // Never two connections at a time, however soon the turn comes back.
      await ended;
      running ??= begin();
      await running.connection.start();
    },
    stop: async (grace) => {
      const ending = running;
      running = null;
      ended = Promise.all([ended, ending?.work.finish(grace).then(() => ending.connection.stop())]).then(() => {});
      await ended;
    },
    state: () => running?.connection.state() ?? { type: 'idle' },
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
    // As many as Discord recommends: one up to 2,500 servers.
    shards: 'auto',
    allowedMentions: { parse: [] },
    // What we send has the API's own names already.
    jsonTransformer: (body: unknown) => body,
    // discord.js would send again at once and without a thought of what was done already; `persist` thinks.
    rest: { retries: 0, ...(api === null ? {} : { api }) },
  });
  const lost = Promise.withResolvers<unknown>();
  const ready = Promise.withResolvers<Client<true>>();
  // discord.js comes back by itself from all but these.
  client.on(Events.ShardDisconnect, (event) => lost.resolve(event));
  client.on(Events.Invalidated, () => lost.resolve(new Error('the session was invalidated')));
  // discord.js tries twice a second for as long as an outage lasts: it is told once, until all is well again.
  const said = new Set<string>();
  const say = (level: 'info' | 'warn', message: string) => {
    if (!said.has(message)) desk.log(level, `discord: ${message}`);
    said.add(message);
  };
  client.on(Events.Error, (error) => say('warn', explain(error).what));
  client.on(Events.ShardError, (error) => say('warn', explain(error).what));
  client.on(Events.ShardReconnecting, () => say('info', 'reconnecting'));
  client.on(Events.ShardResume, () => {
    said.clear();
    desk.log('info', 'discord: resumed');
  });
  client.on(Events.ShardReady, () => said.clear());
  client.on(Events.InteractionCreate, take);
  client.once(Events.ClientReady, ready.resolve);
  const close = () => client.destroy();
  const failed = lost.promise.then((reason) => Promise.reject(reason));
  failed.catch(() => {});
  try {
    const loggedIn = client.login(token).then(() => ready.promise);
    const connected = await unlessAborted(signal, Promise.race([loggedIn, failed]));
    // It goes on behind, where Discord asks for more patience than that.
    await inTime(REGISTER_WITHIN_MS, register(connected, devGuild, desk));
  } catch (error) {
    // Not waited for: a dead socket closes when it likes.
    close().catch(() => {});
    throw error;
  }
  const isUp = () => client.ws.shards.every(({ status }) => status === Status.Ready);
  return { lost: lost.promise, close, isUp };
}

/** Tells Discord our commands where those it has are others. What fails here is told, and the bot answers all the same. */
async function register(client: Client<true>, devGuild: string | null, { log }: Desk): Promise<void> {
  const id = client.application.id;
  const route = devGuild === null ? Routes.applicationCommands(id) : Routes.applicationGuildCommands(id, devGuild);
  try {
    const query = new URLSearchParams({ with_localizations: 'true' });
    const known = (await persist(() => client.rest.get(route, { query }))) as APIApplicationCommand[];
    if (!commandsDiffer(known)) return;
    await persist(() => client.rest.put(route, { body: wantedCommands() }));
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
    if (request === null) return answerOutdated(interaction, desk);
    const { command, share } = request;
    return reply(interaction, desk.answers(command, askerOf(interaction)), { share });
  }
  if (interaction.isMessageComponent()) return goOn(interaction, desk);
  if (interaction.isModalSubmit()) {
    const going = decode(interaction.customId);
    if (going === null || !interaction.fields.fields.has(QUESTION)) return answerOutdated(interaction, desk);
    const about = interaction.fields.getTextInputValue(QUESTION);
    const command: Command = { do: 'read', topic: going.topic, about, language: going.language };
    return reply(interaction, desk.answers(command, askerOf(interaction)), { share: false });
  }
}

async function complete(interaction: AutocompleteInteraction, desk: Desk): Promise<void> {
  const typing = parseTyping(givenIn(interaction));
  const found = typing === null ? [] : await desk.suggests(typing, askerOf(interaction));
  // Whoever types on has no use for it any more, and Discord no longer takes it: nothing to tell.
  await interaction.respond(suggestionChoices(found)).catch((error: unknown) => {
    desk.log('debug', `discord: a suggestion was not delivered: ${explain(error).what}`);
  });
}

/** The command and its options, as the API sends them: discord.js keeps the option in focus apart. */
function givenIn({ commandName, options }: ChatInputCommandInteraction | AutocompleteInteraction) {
  return { name: commandName, options: options.data };
}

/** A button or a select of a message of ours, however old. */
async function goOn(interaction: MessageComponentInteraction, desk: Desk): Promise<void> {
  const acting = decodeAct(interaction.customId);
  if (acting !== null) {
    // What was answered is no longer asked: the buttons go.
    const update = interaction.message.flags.has(MessageFlags.Ephemeral);
    return reply(interaction, desk.answers(commandOf(acting), askerOf(interaction)), { share: false, update });
  }
  const going = decode(interaction.customId);
  if (going === null) return answerOutdated(interaction, desk);
  const { kind, topic, language } = going;
  const chosen = interaction.isStringSelectMenu() ? interaction.values[0] : undefined;
  if (interaction.isButton() && kind === 'ask') {
    const form = askForm(going);
    if (form) await acknowledge(interaction, 'replied', () => interaction.showModal(form));
    return;
  }
  if (interaction.isButton() && kind === 'language') {
    const form = languageForm(going);
    if (form) await acknowledge(interaction, 'replied', () => interaction.reply(form as never));
    return;
  }
  const wanted = kind === 'language' ? (InterfaceLanguage.safeParse(chosen).data ?? language) : language;
  const about = kind === 'select' ? (chosen ?? '') : going.about;
  const command: Command = { do: 'read', topic, about, language: wanted };
  // The asker's own message turns its pages; one that others see, and a card to choose from, stay as they are.
  const turns = kind === 'language' || (kind === 'button' && /^\d+$/.test(about));
  const own = turns && interaction.message.flags.has(MessageFlags.Ephemeral);
  await reply(interaction, desk.answers(command, askerOf(interaction)), { share: false, update: own });
}

/** What this version does not know was made by another. Without an answer Discord would call it a failure. */
function answerOutdated(interaction: Repliable, desk: Desk): Promise<void> {
  const { locale } = interaction;
  // The list is asked for what it tells of the reader's language.
  const answering = desk.answers({ do: 'list' }, askerOf(interaction)).then(({ language }) => {
    const document = outdated(commandNameIn(locale), language);
    return { document, topic: null, about: '', language };
  });
  return reply(interaction, answering, { share: false });
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
  if (soon === null)
    await acknowledge(interaction, 'deferred', () => interaction.deferReply({ flags: hidden || undefined } as never));
  const [first, ...others] = messagesOf(soon ?? (await answering));
  if (first === undefined) return;
  if (soon === null) await persist(() => interaction.editReply(payload(first, 0)));
  else {
    const turns = update && others.length === 0 && interaction.isMessageComponent();
    await acknowledge(interaction, 'replied', () =>
      turns ? interaction.update(payload(first, 0)) : interaction.reply(payload(first, hidden)),
    );
  }
  for (const message of others) {
    const send = () => interaction.followUp(payload(message, hidden));
    // Discord has no nonce for these. What only the asker sees may come twice sooner than not at all; what all see may not.
    await (share ? send() : persist(send));
  }
}

const TRIES = 3;
const BETWEEN: Backoff = { first: 200, most: 1_000 };

/** Sends a first answer. One that came through though we were not told so is found, at the second try, already there. */
async function acknowledge(
  interaction: Repliable,
  state: 'replied' | 'deferred',
  send: () => Promise<unknown>,
): Promise<void> {
  let tries = 0;
  await persist(() => {
    tries += 1;
    return send().catch((error: unknown) => {
      if (tries === 1 || !isAcknowledged(error)) throw error;
      // discord.js refuses what follows unless it has heard so itself.
      interaction[state] = true;
    });
  });
}

/** Sends again what was lost on the way; for what does no harm when it is done twice. */
async function persist<Value>(send: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
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
