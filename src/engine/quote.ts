import type { Reading } from './reading.ts';

/** A stretch in quotation marks: the tokens inside, `[from, to)`; the marks stand at `from - 1` and `to`. */
export type Quotation = { from: number; to: number; sentences: number };

const OPEN = new Set(['“', '«', '„', '‟', '「', '『', '《']);
const CLOSE = new Set(['”', '»', '」', '』', '》']);

/**
 * The quotations of a text, outermost only, in order. A mark that has a direction is believed; a straight one opens
 * where none is open and closes where one is. A quotation ends with its paragraph even where its mark is missing.
 */
export function quotations(reading: Reading): Quotation[] {
  const found: Quotation[] = [];
  let open = -1;
  let paragraph = -1;
  const close = (to: number) => {
    if (open >= 0 && to > open + 1) {
      const first = reading.sentenceOf[open + 1] ?? 0;
      found.push({ from: open + 1, to, sentences: (reading.sentenceOf[to - 1] ?? 0) - first + 1 });
    }
    open = -1;
  };
  for (const token of reading.tokens) {
    const here = reading.sentences[reading.sentenceOf[token.index] ?? 0]?.paragraph ?? 0;
    if (here !== paragraph) close(token.index);
    paragraph = here;
    const mark = markOf(reading, token.index);
    if (mark === 'open' && open < 0) open = token.index;
    else if (mark === 'close' && open >= 0) close(token.index);
    // A closing mark typed for an opening one: after a colon, where none is open.
    else if (mark === 'close' && reading.tokens[token.index - 1]?.norm === ':') open = token.index;
    else if (mark === 'either') {
      if (open < 0) open = token.index;
      else close(token.index);
    }
  }
  close(reading.tokens.length);
  return found;
}

function markOf(reading: Reading, i: number): 'open' | 'close' | 'either' | null {
  const token = reading.tokens[i];
  if (token?.kind !== 'mark') return null;
  const written = reading.text.slice(token.start, token.end);
  if (OPEN.has(written)) return written === '«' && standsClosed(reading, i) ? 'either' : 'open';
  if (CLOSE.has(written)) return 'close';
  return token.norm === '"' || written === '″' ? 'either' : null;
}

/** Some newsrooms type « for both sides: one with a space after it and none before is a closing one. */
function standsClosed(reading: Reading, i: number): boolean {
  const token = reading.tokens[i];
  if (!token) return false;
  const after = reading.text[token.end];
  return after === undefined || /[\s.,،]/u.test(after);
}

/** The quotation that covers a token, if any. */
export function quotationAt(quotes: Quotation[], i: number): Quotation | undefined {
  return quotes.find(({ from, to }) => i >= from && i < to);
}
