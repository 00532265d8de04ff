import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual, parseEnv } from 'node:util';
import { messageOf, UserError } from '../core/errors.ts';

/**
 * Puts settings into a .env file, which only its owner may read then: in one step, so that whoever reads it meanwhile, or
 * whatever ends us, finds it as it was or as it shall be. All else that stands in it stays.
 * @throws UserError where it cannot be read or written; no value is in its words.
 */
export function keepInEnvFile(path: string, values: Readonly<Record<string, string>>): void {
  try {
    const place = existsSync(path) ? realpathSync(path) : path;
    const before = existsSync(place) ? readFileSync(place, 'utf8') : '';
    const text = Object.entries(values).reduce((all, [name, value]) => withSetting(all, name, value), before);
    if (text === before && before !== '') chmodSync(place, MODE);
    else replace(place, text);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${path} cannot be written: ${messageOf(error)}; set the tokens in the environment instead`);
  }
}

/** Its owner's alone. */
const MODE = 0o600;

/** Without a wait in between, at which Ctrl-C could end us and leave the new file, with what is secret in it, beside. */
function replace(path: string, text: string): void {
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    writeFileSync(beside, text, { flag: 'wx', mode: MODE, flush: true });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/**
 * The text of a .env file with a setting in it: in place of the line that had it, else at the end. What comes of it is
 * read as Node reads such files, and must be all that was there before, and this.
 * @throws UserError where the file's form cannot hold it
 */
export function withSetting(text: string, name: string, value: string): string {
  const wanted = { ...parseEnv(text), [name]: value };
  const line = lineOf(name, value);
  const lines = text.split('\n');
  const begins = new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`, 'u');
  const places = [...lines.keys()].filter((at) => begins.test(lines[at] ?? '')).toReversed();
  const replaced = places.map((at) => lines.toSpliced(at, endOf(lines, at) - at + 1, line).join('\n'));
  const appended = `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`;
  const found = [...replaced, appended].find((one) => isDeepStrictEqual({ ...parseEnv(one) }, wanted));
  if (found !== undefined) return found;
  throw new UserError(`${name} cannot be written into .env: an open quotation mark stands in the file; close it`);
}

/** The last line of the value that begins in this one: a quotation may go on over several. */
function endOf(lines: readonly string[], at: number): number {
  const [, quote = '', rest = ''] = /^[^=]*=\s*(["'`])(.*)$/su.exec(lines[at] ?? '') ?? [];
  if (quote === '' || rest.includes(quote)) return at;
  const end = lines.findIndex((line, i) => i > at && line.includes(quote));
  return end === -1 ? at : end;
}

/** A setting as a line that Node reads as this very value. Files of this form have no way to write some. */
function lineOf(name: string, value: string): string {
  const plain = /^[\w.:/@%+,=-]*$/u.test(value);
  const forms = [...(plain ? [value] : []), `'${value}'`, `"${value}"`, `\`${value}\``, value];
  const line = forms
    .map((form) => `${name}=${form}`)
    .find((one) => isDeepStrictEqual({ ...parseEnv(`${one}\n`) }, { [name]: value }));
  if (line !== undefined) return line;
  throw new UserError(
    `${name} has characters that a .env file cannot hold together; put it into a file, and name that by ${name}_FILE`,
  );
}
