import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf, UserError } from './core/errors.ts';
import {
  type DiscordSettings,
  LOG_LEVELS,
  type LogLevel,
  type SlackMode,
  type SlackSettings,
  type WebSettings,
} from './core/settings.ts';
import type { Found } from './core/setup.ts';
import { INTERFACE_LANGUAGES, InterfaceLanguage } from './core/topic.ts';

/** What the environment decides. This file alone reads it; everything else is given what it needs. */
export type Config = {
  /** READOUT_BRIEFINGS: the folder of topics. */
  briefings: string;
  /** READOUT_LANGUAGE: the language of a reader who named none. */
  language: InterfaceLanguage;
};

type Environment = Record<string, string | undefined>;

/** The topics that ship with the program, used where the working directory has none of its own. */
const SHIPPED = fileURLToPath(new URL('../briefings', import.meta.url));

/** Reads what every command needs, each setting also from the file that NAME_FILE names; tells all faults at once. */
export function readConfig(environment: Environment = ownEnvironment()): Config {
  return readAll(environment, baseOf);
}

/** What every command that reads or writes the database needs beside. */
export type StoreConfig = Config & {
  /** DATABASE_URL, a Postgres server's address (a secret: a password is in it), else the path of a file in READOUT_DATA. */
  store: string;
};

/** Reads what such a command needs, as `readConfig` does. */
export function readStoreConfig(environment: Environment = ownEnvironment()): StoreConfig {
  return readAll(environment, (read) => ({ ...baseOf(read), store: storeOf(read) }));
}

/** What `serve` needs beside: the platforms to connect to (null where none is set up) and the log. */
export type ServeConfig = StoreConfig & {
  /** DISCORD_TOKEN, DISCORD_DEV_GUILD, DISCORD_API_URL. */
  discord: DiscordSettings | null;
  /**
   * SLACK_BOT_TOKEN with SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP, on READOUT_WEB), SLACK_API_URL.
   * SLACK_MANAGERS: the id of a user group (S...) whose members may manage, beside owners and admins.
   */
  slack: SlackSettings | null;
  /** READOUT_WEB (null where it is off), READOUT_PUBLIC_URL, READOUT_WEB_PASSWORD, READOUT_WEB_PROXIES. */
  web: WebSettings | null;
  /** READOUT_LOG. */
  log: LogLevel;
  /** Every secret among the settings: no line of the log may hold one. */
  secrets: string[];
};

/** The settings that hold a secret, or an address with one in it. */
export const SECRETS = [
  'DISCORD_TOKEN',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'READOUT_WEB_PASSWORD',
  'DATABASE_URL',
] as const;

/** Reads all settings, as `readConfig` does. */
export function readServeConfig(environment: Environment = ownEnvironment()): ServeConfig {
  return rightOf(inspectServeConfig(environment));
}

/** A setting that is wrong: which, and what is wrong with it, in words that hold no secret. */
export type SettingFault = { name: string; what: string };

/** All settings for who looks at each of them: those that are wrong are told, and count as unset. */
export function inspectConfig(given?: Environment): Inspected<ServeConfig> {
  const unread: SettingFault[] = [];
  const environment = given ?? ownEnvironment((fault) => unread.push(fault));
  const { value, faults } = inspectServeConfig(environment);
  return { value, faults: [...unread, ...faults] };
}

function inspectServeConfig(environment: Environment): Inspected<ServeConfig> {
  return readEach(environment, (read) => {
    const token = read('DISCORD_TOKEN', secret());
    const devGuild = read('DISCORD_DEV_GUILD', snowflake);
    const discordApi = read('DISCORD_API_URL', address);
    const botToken = read('SLACK_BOT_TOKEN', secret('xoxb-'));
    const appToken = read('SLACK_APP_TOKEN', secret('xapp-'));
    const signingSecret = read('SLACK_SIGNING_SECRET', secret());
    const slackApi = read('SLACK_API_URL', address);
    const managers = read('SLACK_MANAGERS', userGroup) ?? null;
    const web = read('READOUT_WEB', webAddress);
    const mode = read('SLACK_BOT_TOKEN', () => slackMode(botToken, appToken, signingSecret, web));
    const publicUrl = read('READOUT_PUBLIC_URL', publicAddress) ?? null;
    const password = read('READOUT_WEB_PASSWORD', webPassword) ?? null;
    const proxies = read('READOUT_WEB_PROXIES', proxyCount) ?? 0;
    const store = storeOf(read);
    return {
      ...baseOf(read),
      store,
      discord: token ? { token, devGuild: devGuild ?? null, api: discordApi ?? null } : null,
      slack: botToken && mode ? { botToken, mode, managers, api: slackApi ?? null } : null,
      web: web === undefined || web === 'off' ? null : { ...web, publicUrl, password, proxies },
      log: read('READOUT_LOG', logLevel) ?? 'info',
      secrets: SECRETS.flatMap((name) =>
        secretsIn(
          name,
          read(name, (value) => value),
        ),
      ),
    };
  });
}

/** The settings that `setup` asks for, or keeps as they are. */
const TOKENS = ['DISCORD_TOKEN', 'SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'] as const;

/** What `setup` needs: the tokens there are so far, not looked at yet, and the platforms' addresses. */
export type SetupConfig = StoreConfig & {
  tokens: Record<(typeof TOKENS)[number], Found>;
  discordApi: string | null;
  slackApi: string | null;
};

/** Reads what `setup` needs, as `readConfig` does. `outside`: the environment as it is without a .env file. */
export function readSetupConfig(
  outside: Environment = { ...process.env },
  environment: Environment = ownEnvironment(),
): SetupConfig {
  const foundOf = (read: Read, name: string): Found => {
    const where = environment[`${name}_FILE`]?.trim() ? 'a file' : name in outside ? 'the environment' : '.env';
    return { value: read(name, (value) => value) ?? null, where };
  };
  return readAll(environment, (read) => ({
    ...baseOf(read),
    store: storeOf(read),
    tokens: Object.fromEntries(TOKENS.map((name) => [name, foundOf(read, name)])) as SetupConfig['tokens'],
    discordApi: read('DISCORD_API_URL', address) ?? null,
    slackApi: read('SLACK_API_URL', address) ?? null,
  }));
}

/** The process's environment, with what a `.env` file in the working directory adds to it. */
function ownEnvironment(unreadable: (fault: SettingFault) => void = refuse): Environment {
  try {
    if (existsSync('.env')) process.loadEnvFile('.env');
  } catch (error) {
    unreadable({ name: '.env', what: `.env: cannot be read: ${messageOf(error)}` });
  }
  return process.env;
}

function refuse({ what }: SettingFault): never {
  throw new UserError(what);
}

type Read = <Value>(name: string, parse: (value: string | undefined, name: string) => Value) => Value | undefined;

/** Reads all; throws what faults there were. */
function readAll<Value>(environment: Environment, make: (read: Read) => Value): Value {
  return rightOf(readEach(environment, make));
}

type Inspected<Value> = { value: Value; faults: SettingFault[] };

function rightOf<Value>({ value, faults }: Inspected<Value>): Value {
  if (faults.length > 0) throw new UserError(faults.map(({ what }) => what).join('\n'));
  return value;
}

/** Reads with a function that keeps each fault and goes on. */
function readEach<Value>(environment: Environment, make: (read: Read) => Value): Inspected<Value> {
  // A setting that is read for two ends has one fault.
  const faults = new Map<string, SettingFault>();
  const value = make((name, parse) => {
    try {
      return parse(settingOf(name, environment), name);
    } catch (error) {
      const what = messageOf(error);
      faults.set(what, { name, what });
      return undefined;
    }
  });
  return { value, faults: [...faults.values()] };
}

function baseOf(read: Read): Config {
  return {
    briefings: read('READOUT_BRIEFINGS', folder) ?? '',
    language: read('READOUT_LANGUAGE', interfaceLanguage) ?? 'en',
  };
}

function storeOf(read: Read): string {
  const url = read('DATABASE_URL', databaseUrl) ?? null;
  const folder = read('READOUT_DATA', (value = 'data') => value) ?? 'data';
  return url ?? join(folder, 'readout.db');
}

const DATABASE = /^postgres(?:ql)?:$/;

/** The URL is told to nobody, not even where it is wrong: there is a password in it. */
function databaseUrl(value: string | undefined, name: string): string | null {
  if (value === undefined) return null;
  if (isDatabase(value)) return value;
  throw new UserError(
    `${name}: must be an address such as postgres://USER:PASSWORD@HOST:5432/NAME; without it a SQLite file is used`,
  );
}

/** What of a setting is secret: all of it, and of the database's address the password alone. */
function secretsIn(name: (typeof SECRETS)[number], value: string | undefined): string[] {
  if (value === undefined || name !== 'DATABASE_URL') return value === undefined ? [] : [value];
  if (!isDatabase(value)) return [];
  const { password: written, searchParams } = new URL(value);
  const password = decoded(written);
  const asWritten = written === encodeURIComponent(password) ? [] : [written];
  return [password, ...asWritten, ...searchParams.getAll('password')].filter((one) => one !== '');
}

function isDatabase(value: string): boolean {
  return URL.canParse(value) && DATABASE.test(new URL(value).protocol);
}

/** A percent sign that begins no escape is itself: what is wrong with an address is told elsewhere, and not repeated. */
function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

/** NAME, else the content of the file that NAME_FILE names (a secret of Docker's, say). Empty is unset. */
function settingOf(name: string, environment: Environment): string | undefined {
  const direct = environment[name]?.trim() || undefined;
  const file = environment[`${name}_FILE`]?.trim() || undefined;
  if (file === undefined) return direct;
  if (direct !== undefined) throw new UserError(`${name} and ${name}_FILE are both set; keep one of them`);
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch (error) {
    throw new UserError(`${name}_FILE: cannot read the file it names: ${messageOf(error)}`);
  }
}

function folder(value: string | undefined, name: string): string {
  if (value === undefined) return isFolder('briefings') ? 'briefings' : SHIPPED;
  if (isFolder(value)) return value;
  throw new UserError(`${name}: there is no folder "${value}"; make it, or name the one that holds your topics`);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function interfaceLanguage(value: string | undefined, name: string): InterfaceLanguage {
  if (value === undefined) return 'en';
  const language = InterfaceLanguage.safeParse(value);
  if (language.success) return language.data;
  throw new UserError(`${name}: "${value}" is not one of ${INTERFACE_LANGUAGES.join(', ')}`);
}

/** A secret; what is wrong with one is told without a letter of it. */
function secret(prefix = '') {
  return (value: string | undefined, name: string): string | null => {
    if (value === undefined) return null;
    if (/\s/.test(value)) throw new UserError(`${name}: has a space or line break in it; copy it again`);
    if (!value.startsWith(prefix))
      throw new UserError(`${name}: must begin with "${prefix}"; this is another sort of token`);
    return value;
  };
}

function snowflake(value: string | undefined, name: string): string | null {
  if (value === undefined || /^\d{15,20}$/.test(value)) return value ?? null;
  throw new UserError(`${name}: must be a server's id, a number of 15 to 20 digits`);
}

function userGroup(value: string | undefined, name: string): string | null {
  if (value === undefined || /^S[A-Z0-9]{2,}$/.test(value)) return value ?? null;
  throw new UserError(`${name}: must be the id of one user group, which begins with S (Slack shows it in the address)`);
}

function address(value: string | undefined, name: string): string | null {
  if (value === undefined) return null;
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value;
  throw new UserError(`${name}: must be an address that begins with http:// or https://`);
}

function logLevel(value: string | undefined, name: string): LogLevel {
  const level = LOG_LEVELS.find((one) => one === (value ?? 'info'));
  if (level !== undefined) return level;
  throw new UserError(`${name}: "${value}" is not one of ${LOG_LEVELS.join(', ')}`);
}

/** An origin: pages link to one another from the root. */
function publicAddress(value: string | undefined, name: string): string | null {
  if (value === undefined) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin;
  throw new UserError(
    `${name}: must be an address such as https://readout.example.org, with no path: the page wants a host name of its own`,
  );
}

/** People type it, and a short one is soon guessed. */
const SHORTEST_PASSWORD = 8;

function webPassword(value: string | undefined, name: string): string | null {
  if (value === undefined || value.length >= SHORTEST_PASSWORD) return value ?? null;
  throw new UserError(`${name}: is too short; take ${SHORTEST_PASSWORD} characters or more`);
}

function proxyCount(value: string | undefined, name: string): number {
  if (value === undefined || /^\d$/.test(value)) return Number(value ?? 0);
  throw new UserError(`${name}: must be how many proxies stand before the page, 0 to 9`);
}

type WebAddress = { host: string; port: number } | 'off';

function webAddress(value = '127.0.0.1:8080', name: string): WebAddress {
  if (value === 'off') return value;
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(value) ?? [];
  if (host !== '' && Number(port) < 65_536) return { host, port: Number(port) };
  throw new UserError(`${name}: must be HOST:PORT such as 127.0.0.1:8080, or off`);
}

/** A setting as it was read: null where it is not set, undefined where it is wrong and that was told. */
type Given<Value> = Value | null | undefined;

/** How Slack reaches us; null where Slack is not set up. */
function slackMode(
  botToken: Given<string>,
  appToken: Given<string>,
  signingSecret: Given<string>,
  web: WebAddress | undefined,
): SlackMode | null {
  // A token that is there and wrong is not missing.
  if (botToken === undefined || appToken === undefined || signingSecret === undefined) return null;
  if (botToken === null) {
    if (appToken === null && signingSecret === null) return null;
    throw new UserError('SLACK_BOT_TOKEN: is missing; Slack needs it beside the other token');
  }
  if (appToken !== null) return { type: 'socket', appToken };
  if (signingSecret === null) {
    throw new UserError(
      'SLACK_APP_TOKEN: is missing (Socket Mode), and so is SLACK_SIGNING_SECRET (HTTP); set one of them',
    );
  }
  if (web === 'off')
    throw new UserError('SLACK_SIGNING_SECRET: needs READOUT_WEB, which is off, for Slack to reach us');
  return { type: 'http', signingSecret };
}
