import * as clack from '@clack/prompts';
import { Cancelled, UserError } from '../core/errors.ts';
import type { Prompter, Tone } from '../core/setup.ts';
import { wrap } from './wrap.ts';

/** A list that is longer is searched by typing. */
const LONG = 10;
const SHOWN = 12;
/** The columns that stand before each line. */
const GUTTER = 4;

const LOG: Record<Tone, (text: string) => void> = {
  plain: clack.log.message,
  good: clack.log.success,
  warn: clack.log.warn,
};

/** Asks at the terminal, by arrows and keys. What is typed as a secret is shown as dots. */
export function terminalPrompter(): Prompter {
  return {
    attended: true,
    text: async (message, preset) =>
      answered(
        await clack.text({
          message,
          ...(preset === undefined ? {} : { initialValue: preset }),
          validate: (value) => ((value ?? '').trim() === '' ? 'Write something, or press Ctrl-C to stop.' : undefined),
        }),
      ).trim(),
    secret: async (message) => (answered(await clack.password({ message })) ?? '').trim(),
    choose: async (message, options, preset) => {
      const asked = {
        message,
        maxItems: SHOWN,
        options: options.map(({ value, label, hint }) => ({
          value: value as string,
          label,
          ...(hint ? { hint } : {}),
        })),
        ...(preset === undefined ? {} : { initialValue: preset as string }),
      };
      for (;;) {
        const chosen = answered(await (options.length > LONG ? clack.autocomplete(asked) : clack.select(asked)));
        const option = options.find(({ value }) => value === chosen);
        // Words that nothing in a long list fits choose nothing.
        if (option !== undefined) return option.value;
      }
    },
    confirm: async (message, preset = true) => answered(await clack.confirm({ message, initialValue: preset })),
    say: (text, tone = 'plain') => {
      const width = (process.stdout.columns || 80) - GUTTER;
      const lines = text.split('\n').flatMap((line) => (line.startsWith(' ') ? [line] : wrap(line, width)));
      LOG[tone](lines.join('\n'));
    },
    link: (address) => void process.stdout.write(`\n${address}\n`),
    // clack's own spinner ends the whole program, as if all were well, at Ctrl-C.
    during: async (doing, task) => {
      process.stdout.write(`${clack.S_BAR}\n${clack.S_STEP_ACTIVE}  ${doing} …`);
      try {
        return await task();
      } finally {
        process.stdout.write('\r\u001B[2K\u001B[1A');
      }
    },
  };
}

function answered<Value>(value: Value): Exclude<Value, symbol> {
  if (clack.isCancel(value))
    throw new Cancelled('stopped; what was done so far stays: readout setup goes on from there');
  return value as Exclude<Value, symbol>;
}

/** For where nobody is to be asked: says what is done, line by line, and takes no answers. */
export function plainPrompter(write: (text: string) => void): Prompter {
  const nobody = (question: string) => Promise.reject(new UserError(`nobody is there to answer "${question}"`));
  return {
    attended: false,
    text: nobody,
    secret: nobody,
    choose: nobody,
    confirm: nobody,
    say: (text) => write(`${text}\n`),
    link: (address) => write(`${address}\n`),
    during: (_, task) => task(),
  };
}
