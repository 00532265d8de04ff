import { Command, type CommanderError, InvalidArgumentError, Option } from 'commander';
import { UserError } from '../core/errors.ts';
import type { SetupAnswers } from '../core/setup.ts';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../core/topic.ts';

/** The command was called in a way that it cannot be: exit status 2, where a task that failed has 1. */
export class UsageError extends UserError {}

/** What of a briefing to show. */
export type About =
  | { view: 'card' }
  | { view: 'points'; first: number; last: number }
  | { view: 'section'; word: string }
  | { view: 'answer'; question: string };

export type BriefRequest = {
  /** A topic, a path, or "-". */
  subject: string;
  edition: string | null;
  about: About;
  output: 'card' | 'markdown' | 'json' | 'annotations';
  reader: InterfaceLanguage | null;
  /** What the caller says of an article that does not say it itself. */
  declared: { title: string | null; published: string | null; language: string | null };
};

/** What the commands do; each gives the exit status. */
export type Handlers = {
  brief: (request: BriefRequest) => Promise<number>;
  /** Briefs a batch of JSON lines from a file, or from "-". */
  batch: (path: string) => Promise<number>;
  verify: (briefing: string, article: string | null) => Promise<number>;
  serve: () => Promise<number>;
  /** Looks at all that serve needs; as JSON where asked. */
  check: (json: boolean) => Promise<number>;
  /** What is scheduled, and what became of what was. */
  status: (reader: InterfaceLanguage | null) => Promise<number>;
  backup: (path: string) => Promise<number>;
  restore: (path: string, replace: boolean) => Promise<number>;
  setup: (request: SetupRequest) => Promise<number>;
};

/** `yes`: nobody is asked. `print`: nothing is set up, and the links alone are shown. */
export type SetupRequest = { yes: boolean; print: boolean; answers: SetupAnswers };

type BriefOptions = {
  point?: { first: number; last: number };
  section?: string;
  ask?: string;
  language?: InterfaceLanguage;
  markdown?: true;
  json?: true;
  jsonl?: true;
  annotations?: true;
  edition?: string;
  articleLanguage?: string;
  title?: string;
  published?: string;
};

const OUTPUTS = ['markdown', 'json', 'jsonl', 'annotations'];
const VIEWS = ['point', 'section', 'ask'];
const OF_ONE_ARTICLE = ['edition', 'articleLanguage', 'title', 'published'];

const BRIEF_HELP = `
ARTICLE is a topic's name, the path of a text file (UTF-8), or - for standard input. A word with "/" or "." in it is a
path. Any other is a topic where the briefings folder has one of that name, else a file of that name.

Examples:
  readout brief china-russia                        the card of the newest edition
  readout brief china-russia --point 3              one point, with the words that prove it
  readout brief china-russia --ask "vaccines"       what the article says of something
  readout brief story.txt --published 2021-02-04    a file; its date lets "yesterday" be resolved
  readout brief --jsonl < articles.jsonl            many articles: {"id", "text", "title"?, "language"?, "publishedAt"?}
                                                    a line in, {"id", "briefing"} or {"id", "error"} a line out`;

const VERIFY_HELP = `
Without ARTICLE it is looked for in the briefings folder, by the topic, id and hash that the briefing gives.
Exit status: 0 where every line holds, 1 where one does not: each fault is told on a line of its own.`;

const SERVE_HELP = `
Settings come from the environment or a .env file, each also from a file that NAME_FILE names:
  DISCORD_TOKEN                          the bot's token
  DISCORD_DEV_GUILD                      registers the commands in this server only, at once
  SLACK_BOT_TOKEN, SLACK_APP_TOKEN       Slack by Socket Mode: nothing need reach this machine
  SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET  Slack by requests to READOUT_WEB (127.0.0.1:8080), under /slack/events
  SLACK_MANAGERS                         a user group (S...) that may manage beside owners and admins
  DISCORD_API_URL, SLACK_API_URL         other roots of their APIs, for a proxy or a test server
  DATABASE_URL                           a Postgres server that several processes share; without it a SQLite file
  READOUT_DATA                           the folder of that file (./data)
  READOUT_BRIEFINGS, READOUT_LANGUAGE    the folder of topics; the language where a reader's is not known
  READOUT_WEB                            where the page listens (127.0.0.1:8080), or off
  READOUT_PUBLIC_URL                     the address under which people reach it, with no path; links go there
  READOUT_WEB_PASSWORD                   the password that opens it; without one it is open to whoever reaches it
  READOUT_WEB_PROXIES                    how many proxies stand before it and tell in X-Forwarded-For who asks (0)
  READOUT_LOG                            debug, info, warn or error`;

const CHECK_HELP = `
Nothing is changed, registered or posted, and a serve that runs is not disturbed. What is wrong comes with what to do.
Exit status: 0 where there is no fault (warnings are none), 1 where there is one.`;

type SetupOptions = {
  yes?: true;
  print?: true;
  discordChannel?: string;
  slackChannel?: string;
  topic?: string;
  when?: string;
  zone?: string;
  language?: InterfaceLanguage;
  hello?: boolean;
  also?: true;
  save: boolean;
};

const SETUP_HELP = `
Asks for what is not given, and checks each token at once. What was done so far stays: run it again to go on.

Tokens are no options, for a command line is seen by others (ps) and kept by the shell: they are asked for, or come from
the environment, a .env file or a file that NAME_FILE names (DISCORD_TOKEN; SLACK_BOT_TOKEN and SLACK_APP_TOKEN).

Examples:
  readout setup                                     asks for everything
  readout setup --print                             the link that invites the bot to Discord, and Slack's manifest
  readout setup --yes --discord-channel 210000000000000003 --topic china-russia --when "weekdays at 8" \\
    --zone Asia/Riyadh                              asks for nothing`;

/** The `readout` command: its options, what may not go together, and its help. */
export function commandLine(handlers: Handlers, version: string, done: (status: number) => void): Command {
  const program = new Command('readout')
    .description('Turns a news article into a briefing that proves every line.')
    .version(version, '-V, --version', 'print the version')
    .helpCommand(false)
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'readout: ')) })
    .exitOverride();
  program.addCommand(briefCommand(handlers, done).copyInheritedSettings(program));
  program
    .command('verify')
    .description('check every line of a briefing against its article')
    .argument('<briefing>', 'a briefing as JSON (a file, or - for standard input)')
    .argument('[article]', 'its article: a file or a topic')
    .addHelpText('after', VERIFY_HELP)
    .action(async (briefing: string, article?: string) => done(await handlers.verify(briefing, article ?? null)));
  program
    .command('serve')
    .description('connect to Discord and Slack, answer /briefing there and post what is scheduled')
    .addHelpText('after', SERVE_HELP)
    .action(async () => done(await handlers.serve()));
  program
    .command('check')
    .description('look at all that serve needs: settings, tokens, permissions in each channel, database, clock')
    .option('--json', 'print it as JSON')
    .addHelpText('after', CHECK_HELP)
    .action(async ({ json }: { json?: true }) => done(await handlers.check(json === true)));
  program
    .command('status')
    .description('show what is scheduled, and why something was not posted')
    .addOption(new Option('--language <code>', 'the language to read it in').choices(INTERFACE_LANGUAGES))
    .action(async ({ language }: { language?: InterfaceLanguage }) => done(await handlers.status(language ?? null)));
  program
    .command('backup')
    .description('write all that is kept to a file, also while serve is running')
    .argument('<file>', 'a new file')
    .action(async (path: string) => done(await handlers.backup(path)));
  program
    .command('restore')
    .description('put a backup back, into SQLite or Postgres alike; stop serve before')
    .argument('<file>', 'what backup wrote')
    .option('--replace', 'although the database is not empty: what is there is gone')
    .action(async (path: string, { replace }: { replace?: true }) =>
      done(await handlers.restore(path, replace === true)),
    );
  program.addCommand(setupCommand(handlers, done).copyInheritedSettings(program));
  return program;
}

function setupCommand(handlers: Handlers, done: (status: number) => void): Command {
  return new Command('setup')
    .description('connect to Discord and Slack for the first time: tokens, a channel, a schedule, a hello')
    .option('--yes', 'ask for nothing: all that is needed is given')
    .addOption(new Option('--print', 'only show how the bots are made and invited').conflicts('yes'))
    .option('--discord-channel <id>', 'the channel of Discord to post in')
    .option('--slack-channel <id>', 'the channel of Slack to post in')
    .option('--topic <id>', 'the topic to post (default: the only one)')
    .option('--when <time>', 'when: plain words of any of the six languages ("weekdays at 8"), or cron')
    .option('--zone <zone>', "the time zone of that: Asia/Riyadh, a city, UTC+3 (default: this machine's)")
    .addOption(new Option('--language <code>', 'the language of what is posted').choices(INTERFACE_LANGUAGES))
    .option('--also', 'although the channel gets the topic already')
    .option('--hello', 'say hello in the channel, also where that was done before')
    .option('--no-hello', 'say none')
    .option('--no-save', 'leave .env as it is')
    .addHelpText('after', SETUP_HELP)
    .action(async (options: SetupOptions) => {
      const { yes = false, print = false, discordChannel, slackChannel, topic, when, zone, language } = options;
      const answers = {
        channels: { discord: discordChannel ?? null, slack: slackChannel ?? null },
        topic: topic ?? null,
        when: when ?? null,
        zone: zone ?? null,
        language: language ?? null,
        hello: options.hello ?? null,
        also: options.also ?? false,
        save: options.save,
      };
      done(await handlers.setup({ yes, print, answers }));
    });
}

function briefCommand(handlers: Handlers, done: (status: number) => void): Command {
  return new Command('brief')
    .description('brief an article')
    .argument('[article]', 'a topic, a file, or - for standard input')
    .addOption(option('--point <number>', 'show one point, or some: 3 or 3-5').argParser(parsePoints))
    .addOption(option('--section <name>', 'show one section: who, commitments, positions, next ... in any language'))
    .addOption(option('--ask <question>', 'answer from the article, or say that it does not say').argParser(parseWords))
    .addOption(option('--language <code>', 'the language of labels, names and glosses').choices(INTERFACE_LANGUAGES))
    .addOption(option('--markdown', 'print Markdown'))
    .addOption(option('--json', 'print the whole briefing as JSON').conflicts(VIEWS))
    .addOption(option('--annotations', 'print the evidence as W3C Web Annotations (JSON-LD)').conflicts(VIEWS))
    .addOption(option('--jsonl', 'brief a batch, a JSON object a line').conflicts([...VIEWS, ...OF_ONE_ARTICLE]))
    .addOption(option('--edition <id>', "which of the topic's articles (default: the newest)"))
    .addOption(option('--title <text>', 'the title of an article that has none'))
    .addOption(option('--published <date>', 'the ISO 8601 date of an article that has none'))
    .addOption(option('--article-language <tag>', 'the language the article is in (default: identified)'))
    .addHelpText('after', BRIEF_HELP)
    .action(async (article: string | undefined, options: BriefOptions) => {
      if (options.jsonl) return done(await handlers.batch(article ?? '-'));
      if (article === undefined) {
        throw new UsageError('brief what? Name a topic, a file, or - for standard input (readout brief --help)');
      }
      done(await handlers.brief(requestOf(article, options)));
    });
}

/** An option that excludes the others of its group: a briefing is printed in one form, and one part of it is shown. */
function option(flags: string, description: string): Option {
  const made = new Option(flags, description);
  for (const group of [OUTPUTS, VIEWS]) {
    if (group.includes(made.name())) made.conflicts(group.filter((name) => name !== made.name()));
  }
  return made;
}

function requestOf(subject: string, options: BriefOptions): BriefRequest {
  const { point, section, ask, title, published, articleLanguage } = options;
  const about: About =
    point !== undefined
      ? { view: 'points', ...point }
      : section !== undefined
        ? { view: 'section', word: section }
        : ask !== undefined
          ? { view: 'answer', question: ask }
          : { view: 'card' };
  const output = options.json ? 'json' : options.annotations ? 'annotations' : options.markdown ? 'markdown' : 'card';
  const declared = { title: title ?? null, published: published ?? null, language: articleLanguage ?? null };
  return { subject, edition: options.edition ?? null, about, output, reader: options.language ?? null, declared };
}

function parsePoints(value: string): { first: number; last: number } {
  const [, first = '', last = first] = /^([1-9]\d{0,5})(?:-([1-9]\d{0,5}))?$/.exec(value) ?? [];
  if (first === '' || Number(last) < Number(first))
    throw new InvalidArgumentError('Write a number or a range: 3 or 3-5.');
  return { first: Number(first), last: Number(last) };
}

function parseWords(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('It is empty.');
  return value;
}

/** The exit status of what commander stopped at, having told the person: its help is no fault, a bad option is usage. */
export function statusOf(error: CommanderError): number {
  return error.exitCode === 0 ? 0 : 2;
}
