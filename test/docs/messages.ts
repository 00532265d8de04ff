// What the program says, read from its source: every text, with whatever it puts in where the texts have holes.
import { globSync, readFileSync } from 'node:fs';

/** A text of the source. `pattern`: "…" stands where the program puts something in. */
export type Said = { file: string; pattern: string };

const LITERAL = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/;
const LITERALS = new RegExp(LITERAL, 'g');

/** The code of a file without its comments. */
function codeOf(file: string): string {
  return readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(?<=^|\s)\/\/.*$/gm, '');
}

function patternsOf(literal: string): string[] {
  return literal
    .slice(1, -1)
    .replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…')
    .split('\\n')
    .map((line) => line.replace(/\\(.)/g, '$1').replace(/…+/g, '…'));
}

/** All texts of the source. */
export function allSaid(): Said[] {
  return [...globSync('src/**/*.ts'), ...globSync('tools/node/*.js')].flatMap((file) =>
    [...codeOf(file).matchAll(LITERALS)].flatMap(([literal]) =>
      patternsOf(literal).map((pattern) => ({ file, pattern })),
    ),
  );
}

/** The texts that a file says in a certain way: as an error for a person, or to the log. */
export function saidBy(file: string, how: RegExp): Said[] {
  const literal = new RegExp(`(?:${how.source})\\s*(${LITERAL.source})`, 'g');
  return [...codeOf(file).matchAll(literal)].map(([, text = '']) => ({ file, pattern: patternsOf(text)[0] ?? '' }));
}

/** The pairs of a file: what is wrong, and what is to be done. */
export function toldBy(file: string): (Said & { remedy: string })[] {
  const pair = new RegExp(`\\[\\s*(${LITERAL.source}),\\s*(${LITERAL.source}),?\\s*\\]`, 'g');
  return [...codeOf(file).matchAll(pair)].map(([, what = '', remedy = '']) => ({
    file,
    pattern: patternsOf(what)[0] ?? '',
    remedy: patternsOf(remedy)[0] ?? '',
  }));
}

/** Whether a message is this text, with something or "…" in its holes. */
export function isSaid(message: string, { pattern }: Said): boolean {
  if (pattern.replaceAll('…', '').length < 8) return false;
  return new RegExp(`^${pattern.split('…').map(RegExp.escape).join('.+')}$`, 'u').test(message);
}
