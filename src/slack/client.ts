import { setTimeout as sleep } from 'node:timers/promises';
import {
  App,
  type BlockAction,
  HTTPReceiver,
  LogLevel,
  type SlackViewAction,
  SocketModeReceiver,
  webApi,
} from '@slack/bolt';
import type { Backoff } from '../core/backoff.ts';
import { type Answered, type Command, commandOf } from '../core/command.ts';
import { type Connection, keepConnected, unlessAborted } from '../core/connection.ts';
import type { Document } from '../core/document.ts';
import { firstTime, type InHand, inTime, workInHand } from '../core/in-hand.ts';
import type { Desk, Platform } from '../core/seams.ts';
import type { SlackSettings } from '../core/settings.ts';
import { outdated } from '../languages/interface.ts';
import type { Requests } from '../wire/door.ts';
import { parseCommand, parseMention } from './commands.ts';
import { askView, decode, decodeAsked, homeView, isEmpty, noticeView, type Place } from './controls.ts';
import { socketTroubleOf, troubleOf, withoutSecrets } from './errors.ts';
import { slackOutlet } from './outlet.ts';
import { askersOf } from './people.ts';
import { render, type SlackMessage } from './render.ts';
import { lookFor } from './search.ts';

type Client = App['client'];

/**
 * What the handlers of every connection share. `isNew`: told of each payload's id, for Slack sends some twice; `unsaid`:
 * of each complaint, for what fails at every command is told once.
 */
type Hands = { desk: Desk; work: InHand; isNew: (id: string) => boolean; unsaid: (complaint: string) => boolean };

/** Calls are tried again this often where Slack or the network fails; how long, Slack says where it limits us. */
const RETRIES = { retries: 3, factor: 2, minTimeout: 200, maxTimeout: 2_000, randomize: true };
/** How long one call may take. Slack's library would wait for ever. */
const CALL_WITHIN_MS = 10_000;
/** An answer that takes longer comes behind its acknowledgement: Slack waits three seconds, and the way takes its part. */
const ACK_AFTER_MS = 1_500;

/** Where Slack's requests come, in HTTP mode. */
const REQUESTS_PATH = '/slack/events';

/**
 * Slack as a platform: answers slash commands, mentions, what is clicked, and the App Home. `door`: where requests come
 * in; without one, Socket Mode alone can be served.
 */
export function slackPlatform(
  settings: SlackSettings,
  desk: Desk,
  door: Requests | null = null,
  backoff: Backoff = { first: 1_000, most: 300_000 },
): Platform {
  const known = { desk, isNew: firstTime(), unsaid: firstTime(100) };
  const begin = () => {
    const hands: Hands = { ...known, work: workInHand() };
    const connection = keepConnected({
      name: 'slack',
      connect: (signal) => connect(settings, hands, door, signal),
      failureOf: (error) => (error instanceof NoSocket ? socketTroubleOf(error.cause) : troubleOf(error)),
      log: desk.log,
      backoff,
    });
    return { ...connection, work: hands.work };
  };
  let running: ReturnType<typeof begin> | null = null;
  return {
    name: 'slack',
    outlet: slackOutlet(settings),
    turn: null,
    start: () => {
      running ??= begin();
      return running.start();
    },
    stop: async (grace) => {
      const ending = running;
      await ending?.work.finish(grace);
      await ending?.stop();
      if (running === ending) running = null;
    },
    state: () => running?.state() ?? { type: 'idle' },
  };
}

/**
 * One connection, and no more than one: bolt's own way of coming back has no bound, and ends the process where Slack
 * refuses the token, so that is left to us.
 */
async function connect(
  settings: SlackSettings,
  hands: Hands,
  door: Requests | null,
  signal: AbortSignal,
): Promise<Connection> {
  const { botToken, api, managers, mode } = settings;
  const clientOptions = {
    retryConfig: RETRIES,
    timeout: CALL_WITHIN_MS,
    ...(api === null ? {} : { slackApiUrl: api }),
  };
  const logger = quiet(hands.desk);
  const way =
    mode.type === 'socket'
      ? bySocket(mode.appToken, logger, { clientOptions })
      : byRequests(mode.signingSecret, logger, door);
  const app = new App({ token: botToken, receiver: way.receiver, clientOptions, logger, deferInitialization: true });
  const once = { ...clientOptions, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
  listen(app, new webApi.WebClient(botToken, { ...once, logger }), hands, managers);
  const started = app.init().then(() => way.open(app));
  const close = () => way.close(app);
  try {
    await unlessAborted(signal, started);
  } catch (error) {
    // What comes up after all must not stand beside the next connection.
    started.then(close, () => {});
    await close();
    throw error;
  }
  return { lost: way.lost, close };
}

/** How what people do reaches us. */
type Way = {
  receiver: SocketModeReceiver | HTTPReceiver;
  open: (app: App) => Promise<unknown>;
  close: (app: App) => Promise<void>;
  lost: Promise<unknown>;
};
type Logger = ReturnType<typeof quiet>;

/** Slack gives no socket; `cause`: why. */
class NoSocket extends Error {}

/** Socket Mode: by a connection that we open. */
function bySocket(appToken: string, logger: Logger, installerOptions: object): Way {
  const receiver = new SocketModeReceiver({ appToken, autoReconnectEnabled: false, logger, installerOptions });
  const lost = Promise.withResolvers<unknown>();
  // bolt says that the socket is gone, and why only before that.
  let reason: unknown = Object.assign(new Error('the socket was closed'), {
    code: 'slack_socket_mode_no_reply_received_error',
  });
  receiver.client.on('error', (error: unknown) => {
    reason = error;
  });
  receiver.client.on('disconnected', () => lost.resolve(reason));
  const stop = (app: App) => app.stop().catch(() => {});
  return {
    receiver,
    // bolt may reject without a word.
    open: (app) =>
      app.start(0).catch((error: unknown) => {
        throw new NoSocket('no socket', { cause: error ?? reason });
      }),
    // bolt waits half a minute for a dead socket's farewell, unless it is told twice.
    close: async (app) => {
      if ((await inTime(FAREWELL_MS, stop(app))) === null) await stop(app);
    },
    lost: lost.promise,
  };
}

/** HTTP: by requests that Slack sends to the door. bolt checks that they are Slack's, and opens no port of its own. */
function byRequests(signingSecret: string, logger: Logger, door: Requests | null): Way {
  const receiver = new HTTPReceiver({ signingSecret, endpoints: REQUESTS_PATH, logger });
  let giveBack = () => {};
  let closed = false;
  return {
    receiver,
    open: async () => {
      if (door === null) throw new Error('READOUT_WEB is off, and Slack sends its requests there');
      await door.open();
      if (!closed) giveBack = door.take(REQUESTS_PATH, receiver.requestListener);
    },
    close: async () => {
      closed = true;
      giveBack();
    },
    lost: new Promise(() => {}),
  };
}

const FAREWELL_MS = 1_000;

/** bolt's own messages are for those who look for its faults; what matters of them comes as an error too. */
function quiet({ log }: Desk) {
  const say = (...words: unknown[]) => log('debug', `slack: ${withoutSecrets(words.join(' '))}`);
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

/** `poster`: a client that tries once, for what must not be said twice. */
function listen(app: App, poster: Client, { desk, work, isNew, unsaid }: Hands, managers: string | null): void {
  const askerOf = askersOf(app.client, managers, (unknown, error) => {
    const { what } = troubleOf(error);
    if (unsaid(unknown + what)) desk.log('warn', `slack: ${unknown}: ${what}`);
  });
  /** Does what was asked once, and tells what goes wrong. */
  const once = (id: string, doing: () => Promise<void>): void => {
    if (isNew(id)) work.take(() => doing().catch((error: unknown) => tell(error, desk)));
  };
  /** What this version does not know was made by another; the list is asked for what it tells of the reader's language. */
  const answerOutdated = async (user: string): Promise<Answered> => {
    const { language } = await desk.answers({ do: 'list' }, await askerOf(user, { place: null, channel: null }));
    return { document: outdated('/briefing', language), topic: null, about: '', language };
  };
  app.error(async (error) => tell(error, desk));

  app.command(/^\/briefings?$/, async ({ command, ack, client }) => {
    const asked = parseCommand(command.command, command.text);
    if (asked === null) return ack();
    once(command.trigger_id, async () => {
      const answering = askerOf(command.user_id, { place: command.team_id, channel: command.channel_id }).then(
        (asker) => desk.answers(asked.command, asker),
      );
      const soon = await inTime(ACK_AFTER_MS, answering);
      const [first, ...others] = soon === null ? [] : messagesOf(soon);
      const response_type = asked.share ? 'in_channel' : 'ephemeral';
      const took = await ack(first && { response_type, ...first }).then(
        () => first !== undefined,
        // The socket went: the response URL stands.
        () => false,
      );
      const messages = took ? others : messagesOf(soon ?? (await answering));
      const place: Place = { channel: command.channel_id, thread: null, response_url: command.response_url };
      await deliver(messages, place, { user: command.user_id, share: asked.share, replace: false, client, poster });
    });
  });

  app.action<BlockAction>(/./, async ({ body, action, ack, client }) => {
    await ack();
    const wanted = 'action_id' in action ? decode(action as never) : null;
    once(body.trigger_id, async () => {
      const place: Place = {
        channel: body.channel?.id ?? null,
        thread: threadOf(body),
        response_url: body.response_url ?? null,
      };
      const to = { user: body.user.id, share: false, client, poster };
      if (wanted === null) {
        if (place.response_url === null) return;
        await deliver(messagesOf(await answerOutdated(body.user.id)), place, { ...to, replace: false });
        return;
      }
      if (wanted.want === 'ask') {
        await client.views.open({ trigger_id: body.trigger_id, view: askView({ ...wanted, place }) });
        return;
      }
      const command: Command = wanted.want === 'act' ? commandOf(wanted) : { do: 'read', ...wanted };
      const asker = await askerOf(body.user.id, { place: body.team?.id ?? null, channel: place.channel });
      const answered = await desk.answers(command, asker);
      const messages = messagesOf(answered);
      // The asker's own message turns its pages, and what was answered is no longer asked; one that others see, and a
      // card to choose from, stay as they are.
      const turnsPage = wanted.want === 'read' && action.type === 'button' && /^\d+$/.test(wanted.about);
      const turns = wanted.want === 'act' || action.action_id.startsWith('language/') || turnsPage;
      const replace = turns && messages.length === 1 && body.container.is_ephemeral === true;
      await deliver(messages, place, { ...to, replace });
    });
  });

  app.view<SlackViewAction>(/./, async ({ body, view, ack, client }) => {
    const asking = decodeAsked(view as never);
    if (asking === null && !isEmpty(view as never)) {
      const { blocks } = messagesOf(await answerOutdated(body.user.id))[0] ?? { blocks: [] };
      // No response URL comes with a form: its words are said where it stands.
      return ack({ response_action: 'update', view: noticeView(blocks) });
    }
    await ack();
    if (asking === null) return;
    const { topic, language, question, place } = asking;
    once(view.id, async () => {
      const asker = await askerOf(body.user.id, { place: body.team?.id ?? null, channel: place.channel });
      const answered = await desk.answers({ do: 'read', topic, about: question, language }, asker);
      const to = { user: body.user.id, share: false, replace: false, client, poster };
      await deliver(messagesOf(answered), place, to);
    });
  });

  app.event('app_mention', async ({ event, body, client }) => {
    once(body.event_id, async () => {
      const command: Command = parseMention(event.text);
      const asker = await askerOf(event.user ?? '', { place: body.team_id, channel: event.channel });
      const answered = await desk.answers(command, asker);
      const { channel, ts } = event;
      const thread_ts = event.thread_ts ?? ts;
      for (const [page, message] of messagesOf(answered).entries()) {
        const metadata = { event_type: 'readout_answer', event_payload: { event: body.event_id, page } };
        await postOnce(poster, { channel, thread_ts, metadata, ...message }, async () => {
          const { type } = await lookFor(client, { channel, thread: thread_ts, after: ts }, metadata);
          if (type === 'unknown') throw new Error('the thread is too long to look through');
          return type === 'found';
        });
      }
    });
  });

  app.event('app_home_opened', async ({ event, body, client }) => {
    if (event.tab !== 'home') return;
    once(body.event_id, async () => {
      const asker = await askerOf(event.user, { place: body.team_id, channel: null });
      const { language } = await desk.answers({ do: 'list' }, asker);
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

/** Who a message is for, whether all of the channel see it, and whether it takes the place of the one that was clicked. */
type Recipient = { user: string; share: boolean; replace: boolean; client: Client; poster: Client };

/**
 * Shows messages where somebody asked: by the response URL, else in the channel, else in their own messages with the
 * app. A way that is refused (an address too old, a channel that the app is not in) gives way to the next.
 */
async function deliver(
  messages: readonly SlackMessage[],
  { channel, thread, response_url }: Place,
  { user, share, replace, client, poster }: Recipient,
): Promise<void> {
  const response_type = share ? 'in_channel' : 'ephemeral';
  const in_thread = thread === null ? {} : { thread_ts: thread };
  const byAddress = (url: string, message: SlackMessage, replace_original: boolean) =>
    post(url, { response_type, replace_original, ...in_thread, ...message });
  const inChannel = (id: string, message: SlackMessage): Promise<unknown> =>
    share
      ? postOnce(poster, { channel: id, ...in_thread, ...message }, null)
      : client.chat.postEphemeral({ channel: id, user, ...in_thread, ...message });
  for (const [i, message] of messages.entries()) {
    await firstOf([
      ...(response_url === null || i >= BY_RESPONSE_URL
        ? []
        : [() => byAddress(response_url, message, replace && i === 0)]),
      ...(channel === null ? [] : [() => inChannel(channel, message)]),
      () => postOnce(poster, { channel: user, ...message }, null),
    ]);
  }
}

/** Goes one way after another until one is not refused. One whose end is unknown is not followed: it may have worked. */
async function firstOf(ways: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const [i, go] of ways.entries()) {
    try {
      await go();
      return;
    } catch (error) {
      if (troubleOf(error).type === 'retry' || i === ways.length - 1) throw error;
    }
  }
}

/**
 * Posts what all see, and what must not stand there twice: Slack has no key to tell a repetition by, and a failure may
 * come behind the deed. So it is sent again where it cannot be done (a limit, no connection), or where `isPosted` looks
 * and does not find it. Where nobody can look, or Slack does not let us (an app that was installed without the scopes to
 * read channels, a message of several people), it is not: whoever got no answer asks again.
 */
async function postOnce(
  poster: Client,
  message: Parameters<Client['chat']['postMessage']>[0],
  isPosted: (() => Promise<boolean>) | null,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await poster.chat.postMessage(message);
      return;
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble.type === 'permanent' || attempt > RETRIES.retries) throw error;
      await sleep(trouble.afterMs ?? RETRIES.minTimeout * 2 ** attempt);
      if (!trouble.mayBeDone) continue;
      if (isPosted === null) throw error;
      const isThere = await isPosted().catch(() => Promise.reject(error));
      if (isThere) return;
    }
  }
}

/** Posts to a response URL, again after a failure: what one person sees twice is better than what they never see. The address is a secret: no error may hold it. */
async function post(url: string, message: object): Promise<void> {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  for (let attempt = 1; ; attempt++) {
    const signal = AbortSignal.timeout(CALL_WITHIN_MS);
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(message), signal }).catch(
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
    await sleep(RETRIES.minTimeout * 2 ** attempt);
  }
}
