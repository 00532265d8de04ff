import { App, type BlockAction, HTTPReceiver, LogLevel, type SlackViewAction, SocketModeReceiver } from '@slack/bolt';
import type { Backoff } from '../core/backoff.ts';
import type { Answered, Command } from '../core/command.ts';
import { type Connection, keepConnected } from '../core/connection.ts';
import type { Document } from '../core/document.ts';
import { firstTime, type InHand, inTime, workInHand } from '../core/in-hand.ts';
import type { Desk, Platform } from '../core/seams.ts';
import type { SlackSettings } from '../core/settings.ts';
import { parseCommand, parseMention } from './commands.ts';
import { askView, decode, decodeAsked, homeView, type Place } from './controls.ts';
import { troubleOf } from './errors.ts';
import { render, type SlackMessage } from './render.ts';

type Client = App['client'];

/** What the handlers of one connection need. `isNew`: told of each payload's id, for Slack sends some twice. */
type Hands = { desk: Desk; work: InHand; isNew: (id: string) => boolean };

/** Calls are tried again this often where Slack or the network fails; how long, Slack says where it limits us. */
const RETRIES = { retries: 3, factor: 2, minTimeout: 200, maxTimeout: 2_000, randomize: true };

/** Slack as a platform: answers slash commands, mentions, what is clicked, and the App Home. */
export function slackPlatform(
  settings: SlackSettings,
  desk: Desk,
  backoff: Backoff = { first: 1_000, most: 300_000 },
): Platform {
  const hands: Hands = { desk, work: workInHand(), isNew: firstTime() };
  const { start, stop } = keepConnected({
    name: 'slack',
    connect: () => connect(settings, hands),
    failureOf: troubleOf,
    log: desk.log,
    backoff,
  });
  return {
    name: 'slack',
    start,
    stop: async (grace) => {
      await hands.work.finish(grace);
      await stop();
    },
  };
}

/**
 * One connection, and no more than one: bolt's own way of coming back has no bound, and ends the process where Slack
 * refuses the token, so that is left to us.
 */
async function connect({ botToken, api, mode }: SlackSettings, hands: Hands): Promise<Connection> {
  const clientOptions = { retryConfig: RETRIES, ...(api === null ? {} : { slackApiUrl: api }) };
  const logger = quiet(hands.desk);
  const socket =
    mode.type === 'socket'
      ? new SocketModeReceiver({
          appToken: mode.appToken,
          autoReconnectEnabled: false,
          logger,
          installerOptions: { clientOptions },
        })
      : null;
  const receiver =
    socket ??
    new HTTPReceiver({
      signingSecret: mode.type === 'http' ? mode.signingSecret : '',
      endpoints: '/slack/events',
      logger,
    });
  const app = new App({ token: botToken, receiver, clientOptions, logger, deferInitialization: true });
  listen(app, hands);
  const lost = Promise.withResolvers<unknown>();
  socket?.client.on('disconnected', (reason: unknown) => lost.resolve(reason ?? new Error('the socket was closed')));
  await app.init();
  await app.start(mode.type === 'http' ? { host: mode.host, port: mode.port } : 0);
  return { lost: lost.promise, close: async () => void (await app.stop().catch(() => {})) };
}

/** bolt's own messages are for those who look for its faults; what matters of them comes as an error too. */
function quiet({ log }: Desk) {
  const say = (...words: unknown[]) => log('debug', `slack: ${words.join(' ')}`);
  return {
    debug: () => {},
    info: say,
    warn: say,
    error: say,
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

// ---------------------------------------------------------------- what people do

function listen(app: App, { desk, work, isNew }: Hands): void {
  const localeOf = localesOf(app.client);
  /** Does what was asked once, and tells what goes wrong. */
  const once = (id: string, doing: () => Promise<void>): void => {
    if (isNew(id)) work.take(() => doing().catch((error: unknown) => tell(error, desk)));
  };
  app.error(async (error) => tell(error, desk));

  app.command(/^\/briefings?$/, async ({ command, ack, respond }) => {
    const asked = parseCommand(command.command, command.text);
    if (asked === null) return ack();
    once(command.trigger_id, async () => {
      const answered = await desk.answers(asked.command, { locale: await localeOf(command.user_id) });
      const [first, ...others] = messagesOf(answered);
      const response_type = asked.share ? 'in_channel' : 'ephemeral';
      await ack(first === undefined ? undefined : { response_type, ...first });
      for (const message of others) await respond({ response_type, ...message });
    });
  });

  app.action<BlockAction>(/./, async ({ body, action, ack, client }) => {
    await ack();
    const wanted = 'action_id' in action ? decode(action as never) : null;
    if (wanted === null) return;
    once(body.trigger_id, async () => {
      const place: Place = {
        channel: body.channel?.id ?? null,
        thread: threadOf(body),
        response_url: body.response_url ?? null,
      };
      if (wanted.want === 'ask') {
        await client.views.open({ trigger_id: body.trigger_id, view: askView({ ...wanted, place }) });
        return;
      }
      const { topic, about, language } = wanted;
      const answered = await desk.answers({ do: 'read', topic, about, language }, { locale: null });
      const messages = messagesOf(answered);
      // The asker's own message turns its pages; one that others see, and a card to choose from, stay as they are.
      const turns = action.action_id.startsWith('language/') || (action.type === 'button' && /^\d+$/.test(about));
      const replace = turns && messages.length === 1 && body.container.is_ephemeral === true;
      await deliver(messages, place, body.user.id, client, replace);
    });
  });

  app.view<SlackViewAction>(/./, async ({ body, view, ack, client }) => {
    await ack();
    const asking = decodeAsked(view as never);
    if (asking === null) return;
    const { topic, language, question, place } = asking;
    once(view.id, async () => {
      const answered = await desk.answers({ do: 'read', topic, about: question, language }, { locale: null });
      await deliver(messagesOf(answered), place, body.user.id, client, false);
    });
  });

  app.event('app_mention', async ({ event, body, client }) => {
    once(body.event_id, async () => {
      const command: Command = parseMention(event.text);
      const answered = await desk.answers(command, { locale: event.user ? await localeOf(event.user) : null });
      const thread_ts = event.thread_ts ?? event.ts;
      for (const message of messagesOf(answered)) {
        await client.chat.postMessage({ channel: event.channel, thread_ts, ...message });
      }
    });
  });

  app.event('app_home_opened', async ({ event, body, client }) => {
    if (event.tab !== 'home') return;
    once(body.event_id, async () => {
      const { language } = await desk.answers({ do: 'list' }, { locale: await localeOf(event.user) });
      const topics = (await desk.topics()).map(({ id, title }) => ({ id, title: title[language] }));
      await client.views.publish({ user_id: event.user, view: homeView(topics, language) });
    });
  });
}

/** Answers that were rendered before: many ask the same. */
const rendered = new WeakMap<Document, SlackMessage[]>();

function messagesOf({ document, topic, about, language }: Answered): SlackMessage[] {
  const known = rendered.get(document);
  if (known) return known;
  const messages = render(document, { topic, about, language });
  rendered.set(document, messages);
  return messages;
}

/** The thread that a message with controls stands in, if any. */
function threadOf({ container, message }: BlockAction): string | null {
  const thread: unknown = container.thread_ts ?? message?.thread_ts;
  return typeof thread === 'string' ? thread : null;
}

function tell(error: unknown, { log }: Desk): void {
  const trouble = troubleOf(error);
  const remedy = trouble.type === 'permanent' ? `; ${trouble.remedy}` : '';
  log('warn', `slack: an answer was not delivered: ${trouble.what}${remedy}`);
}

/** Slack takes five messages by a response URL: https://docs.slack.dev/interactivity/handling-user-interaction */
const BY_RESPONSE_URL = 5;

/** Shows messages to one person: where they clicked, else in the channel, else in their own messages with the app. */
async function deliver(
  messages: readonly SlackMessage[],
  { channel, thread, response_url }: Place,
  user: string,
  client: Client,
  replace: boolean,
): Promise<void> {
  for (const [i, message] of messages.entries()) {
    const in_thread = thread === null ? {} : { thread_ts: thread };
    if (response_url !== null && i < BY_RESPONSE_URL) {
      const how = { response_type: 'ephemeral', replace_original: replace && i === 0 };
      await post(response_url, { ...how, ...in_thread, ...message });
    } else if (channel !== null) await client.chat.postEphemeral({ channel, user, ...in_thread, ...message });
    else await client.chat.postMessage({ channel: user, ...message });
  }
}

/** Posts to a response URL. The address is a secret: no error may hold it. */
async function post(url: string, message: object): Promise<void> {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(message) }).catch(
      (error: unknown) => ({ ok: false, status: 0, error }) as const,
    );
    if (response.ok) return;
    const passes = response.status === 0 || response.status === 429 || response.status >= 500;
    if (!passes || attempt > RETRIES.retries) {
      throw Object.assign(new Error(`the response URL answered ${response.status || 'nothing'}`), {
        code: 'slack_bolt_respond_error',
        statusCode: response.status,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, RETRIES.minTimeout * 2 ** attempt));
  }
}

// ---------------------------------------------------------------- people's languages

/** A person changes their language seldom; after so long it is asked again. */
const KEPT_MS = 3_600_000;
/** An answer that waits longer for it goes without: Slack gives it three seconds in all. */
const PATIENCE_MS = 800;

/**
 * The locale of a person's client (BCP 47), which slash commands do not tell. Kept, and null where Slack does not tell
 * it in time: then the next command has it.
 */
function localesOf(client: Client): (user: string) => Promise<string | null> {
  const known = new Map<string, { at: number; locale: Promise<string | null> }>();
  const asked = async (user: string): Promise<string | null> => {
    const { user: found } = await client.users.info({ user, include_locale: true });
    return found?.locale ?? null;
  };
  return (user) => {
    const kept = known.get(user);
    if (kept && performance.now() - kept.at < KEPT_MS) return inTime(PATIENCE_MS, kept.locale);
    const locale = asked(user).catch(() => {
      known.delete(user);
      return null;
    });
    known.set(user, { at: performance.now(), locale });
    return inTime(PATIENCE_MS, locale);
  };
}
