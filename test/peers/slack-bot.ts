// A small bot on the real bolt, for the peer's own tests.
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { SlackPeer } from './slack.ts';
import { APP_TOKEN, BOT_TOKEN } from './slack-workspace.ts';

export const SECRET = 'signing secret';

const silent = (): Logger => ({
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  getLevel: () => LogLevel.ERROR,
  setLevel: () => {},
  setName: () => {},
});

/** `errors`: what handlers threw; `seen`: the ids of the events handled. */
export type Bot = AsyncDisposable & { app: App; errors: string[]; seen: string[]; url: string };

const button = (id: string, value: string) => ({
  type: 'button' as const,
  action_id: id,
  value,
  text: { type: 'plain_text' as const, text: value },
});
const option = (value: string) => ({ value, text: { type: 'plain_text' as const, text: value } });
const plain = (text: string) => ({ type: 'plain_text' as const, text });

const controls = [
  { type: 'actions' as const, elements: [button('more', 'one'), button('open', 'form')] },
  {
    type: 'actions' as const,
    elements: [{ type: 'static_select' as const, action_id: 'pick', options: [option('a'), option('b')] }],
  },
];

const form = {
  type: 'modal' as const,
  callback_id: 'form',
  title: plain('Form'),
  submit: plain('Save'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'about',
      label: plain('About'),
      element: { type: 'plain_text_input' as const, action_id: 'words' },
    },
  ],
};

function answerCommands(app: App): void {
  app.command('/echo', ({ ack, command }) => ack(`said ${command.text}`));
  app.command('/say', async ({ ack, respond, command, client }) => {
    await ack();
    const { user } = await client.users.info({ user: command.user_id, include_locale: true });
    const text = `${user?.locale}: ${command.text}`;
    await respond({ text, blocks: [{ type: 'section', text: plain(text) }, ...controls] });
  });
  app.command('/post', async ({ ack, client, command }) => {
    await ack();
    await client.chat.postMessage({ channel: command.channel_id, text: command.text });
  });
  app.command('/mute', () => Promise.resolve());
  app.action('more', async ({ ack, respond }) => {
    await ack();
    await respond({ replace_original: true, text: 'one more' });
  });
  app.action('pick', async ({ ack, respond, action }) => {
    await ack();
    const picked = action.type === 'static_select' ? action.selected_option.value : '';
    await respond({ replace_original: false, response_type: 'in_channel', text: `picked ${picked}` });
  });
  app.action('open', async ({ ack, client, body }) => {
    await ack();
    await client.views.open({ trigger_id: 'trigger_id' in body ? body.trigger_id : '', view: form });
  });
}

function answerViewsAndEvents(app: App, seen: string[]): void {
  app.view('form', async ({ ack, view, client, body }) => {
    const words = view.state.values.about?.words?.value ?? '';
    if (words === 'bad') return ack({ response_action: 'errors', errors: { about: 'Not this.' } });
    await ack();
    await client.chat.postMessage({ channel: body.user.id, text: words });
  });
  app.event('app_mention', async ({ event, body, say }) => {
    seen.push(body.event_id);
    await say({ text: 'yes?', thread_ts: event.thread_ts ?? event.ts });
  });
  app.event('app_home_opened', async ({ event, client, body }) => {
    seen.push(body.event_id);
    const blocks = [{ type: 'section' as const, text: plain('Home') }];
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
  });
}

/** Starts the bot: as people do over Socket Mode, `quick` with short waits, or by HTTP, where it puts the peer on HTTP too. */
export async function startBot(peer: SlackPeer, mode: 'socket' | 'quick' | 'http' = 'quick'): Promise<Bot> {
  const logger = silent();
  const retryConfig = { retries: 3, minTimeout: 10, maxTimeout: 20 };
  const clientOptions = { slackApiUrl: peer.apiUrl, retryConfig };
  const quick = { appToken: APP_TOKEN, clientPingTimeout: 1500, logger, installerOptions: { clientOptions } };
  const how =
    mode === 'socket'
      ? { appToken: APP_TOKEN, socketMode: true }
      : {
          receiver:
            mode === 'http' ? new HTTPReceiver({ signingSecret: SECRET, logger }) : new SocketModeReceiver(quick),
        };
  const app = new App({ token: BOT_TOKEN, logger, clientOptions, ...how });
  const errors: string[] = [];
  const seen: string[] = [];
  app.error(async (error) => {
    errors.push(error.message);
    peer.workspace.changes.emit('change');
  });
  answerCommands(app);
  answerViewsAndEvents(app, seen);
  const started = mode === 'http' ? await app.start({ port: 0, host: '127.0.0.1' }) : await app.start();
  let url = '';
  if (mode === 'http') {
    url = `http://127.0.0.1:${((started as { address: () => unknown }).address() as AddressInfo).port}/slack/events`;
    peer.useHttp(url, SECRET);
  }
  return { app, errors, seen, url, [Symbol.asyncDispose]: () => app.stop().then(() => {}) };
}
