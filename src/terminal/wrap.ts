import stringWidth from 'string-width';

const PDI = '\u2069';
const INITIATOR = /[\u2066\u2067\u2068]/u;
const ISOLATES = /[\u2066-\u2069]/gu;

const CJK = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}`;
/** What may not begin a line, and what may not end one, in Chinese and Japanese typesetting. */
const CLOSERS = String.raw`\u2069\p{Pe}\p{Pf}、。，．！？：；…”’％`;
const OPENERS = String.raw`\u2066-\u2068\p{Ps}\p{Pi}“‘`;
/** Where a line may break; not at a no-break space. */
const SPACE = String.raw`[^\S\u00A0\u202F]`;
/** A stretch that stays on one line: one Han character with its punctuation, or a word. */
const ATOM = new RegExp(`(${SPACE}*)([${OPENERS}]*[${CJK}][${CLOSERS}]*|(?:(?!${SPACE})[^${CJK}])+)`, 'gu');

/** The columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/**
 * Breaks a text into lines of at most `width` columns, at spaces and between Han characters; a longer word stands
 * alone and overflows. Isolates that a break cuts through are closed on the one line and opened again on the next.
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const [, space = '', atom = ''] of text.matchAll(ATOM)) {
    const columns = widthOf(atom);
    const gap = space === '' || line === '' ? '' : ' ';
    if (line !== '' && used + gap.length + columns > width) {
      lines.push(line);
      line = atom;
      used = columns;
    } else {
      line += gap + atom;
      used += gap.length + columns;
    }
  }
  if (line !== '') lines.push(line);
  return balance(lines);
}

function balance(lines: string[]): string[] {
  let open: string[] = [];
  return lines.map((line) => {
    const before = open.join('');
    for (const [control] of line.matchAll(ISOLATES)) {
      open = INITIATOR.test(control) ? [...open, control] : open.slice(0, -1);
    }
    return before + line + PDI.repeat(open.length);
  });
}

/** Fills a text up with spaces to a width. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}
