import { readSetupConfig } from '../config.ts';
import { systemClock } from '../core/clock.ts';
import type { Store } from '../core/store.ts';
import { discordSetup } from '../discord/setup.ts';
import { missingFor, setUp, showInvites } from '../flows/setup.ts';
import { slackSetup } from '../slack/setup.ts';
import { readTopic, topicIds } from '../sources/folder.ts';
import { type SetupRequest, UsageError } from '../terminal/commands.ts';
import { keepInEnvFile } from '../terminal/env-file.ts';
import { plainPrompter, terminalPrompter } from '../terminal/prompts.ts';
import { newId, ownZone } from './machine.ts';
import { withStoreAt } from './store.ts';

/** Where the settings are kept, and Slack's manifest put: in the working directory. */
const ENV_FILE = '.env';
const MANIFEST_FILE = 'slack-manifest.yaml';

/** Walks through a first setup, or shows how the bots are invited. */
export async function setup({ yes, print: only, answers }: SetupRequest): Promise<number> {
  const { briefings, language, store: location, tokens, discordApi, slackApi } = readSetupConfig();
  const http = tokens.SLACK_SIGNING_SECRET.value !== null && tokens.SLACK_APP_TOKEN.value === null;
  const attended = !yes && process.stdin.isTTY && process.stdout.isTTY;
  const deps = {
    prompter: attended && !only ? terminalPrompter() : plainPrompter((text) => void process.stdout.write(text)),
    platforms: [discordSetup(discordApi), slackSetup({ api: slackApi, http, path: MANIFEST_FILE })],
    tokens,
    keep: (values: Record<string, string>) => keepInEnvFile(ENV_FILE, values),
    topics: async () => {
      const all = topicIds(briefings).map(async (id) => ({ id, title: (await readTopic(briefings, id)).title }));
      return (await Promise.allSettled(all)).flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    },
    withSchedules: <Value>(task: (schedules: Store['schedules']) => Promise<Value>) =>
      withStoreAt(location, { alone: false }, ({ schedules }) => task(schedules)),
    clock: systemClock,
    zone: ownZone(),
    newId,
    language,
  };
  if (only) {
    await showInvites(deps);
    return 0;
  }
  const missing = attended ? [] : missingFor(answers, deps);
  if (!attended && !yes) missing.unshift('--yes, for there is no terminal to ask at');
  if (missing.length > 0) throw new UsageError(`setup lacks:\n${missing.join('\n')}\n(readout setup --help)`);
  await setUp(answers, deps);
  return 0;
}
