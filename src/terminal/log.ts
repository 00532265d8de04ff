import { styleText } from 'node:util';
import { pino } from 'pino';
import type { Log } from '../core/seams.ts';
import { formsOf } from '../core/secrets.ts';
import type { LogLevel } from '../core/settings.ts';

/** Where the log goes. On a terminal it reads as lines; elsewhere each is a JSON object. */
type Sink = { isTTY?: boolean | undefined; write: (text: string) => unknown };

/** Tokens and addresses that let whoever reads them act as the bot, whether or not we know them. */
const SECRETS = [
  /xox[a-z]-[\w-]+|xapp-[\w-]+/gu,
  /https?:\/\/hooks\.slack\.com\/\S+/gu,
  /(?<=\/(?:webhooks|interactions)\/\d+\/)[\w-]+/gu,
  /[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}/gu,
];

const COLOURS = { debug: 'dim', info: 'green', warn: 'yellow', error: 'red' } as const;
const ORDER = { debug: 0, info: 1, warn: 2, error: 3 } as const;

/** Gives what takes these secrets, and all that looks like one, out of a text. */
export function hiding(secrets: readonly string[]): (text: string) => string {
  const forms = secrets.flatMap(formsOf);
  return (text) =>
    [...forms, ...SECRETS].reduce<string>((hidden, secret) => hidden.replaceAll(secret, '[secret]'), text);
}

/** Opens the log. `secrets`: values that no line may hold. */
export function openLog(level: LogLevel, secrets: readonly string[], sink: Sink): Log {
  const hide = hiding(secrets);
  if (sink.isTTY) {
    return (of, message, fields) => {
      if (ORDER[of] < ORDER[level]) return;
      const time = new Date().toISOString().slice(11, 19);
      const rest = fields === undefined ? '' : ` ${styleText('dim', hide(JSON.stringify(fields)))}`;
      sink.write(`${styleText('dim', time)} ${styleText(COLOURS[of], of.padEnd(5))} ${hide(message)}${rest}\n`);
    };
  }
  const log = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line) => sink.write(hide(line)) },
  );
  return (of, message, fields) => log[of](fields ?? {}, message);
}
