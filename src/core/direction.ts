import type { Direction } from './document.ts';

const LETTER = /\p{L}/u;
/** The blocks that Unicode keeps for scripts that run right to left. */
const RTL_LETTER = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** Whether a text's first letter is of the other direction: a client that orders a line by its first letter errs there. */
export function beginsAgainst(text: string, direction: Direction): boolean {
  const [letter] = LETTER.exec(text) ?? [];
  return letter !== undefined && RTL_LETTER.test(letter) !== (direction === 'rtl');
}
