import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { messageOf, UserError } from './core/errors.ts';
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

/** Reads every setting, each also from the file that NAME_FILE names, and tells all faults at once. */
export function readConfig(environment: Environment = process.env): Config {
  const faults: string[] = [];
  const read = <Value>(name: string, parse: (value: string | undefined, name: string) => Value): Value | undefined => {
    try {
      return parse(settingOf(name, environment), name);
    } catch (error) {
      faults.push(messageOf(error));
      return undefined;
    }
  };
  const briefings = read('READOUT_BRIEFINGS', folder);
  const language = read('READOUT_LANGUAGE', interfaceLanguage);
  if (briefings === undefined || language === undefined) throw new UserError(faults.join('\n'));
  return { briefings, language };
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
