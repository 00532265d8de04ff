import { CLUSTER, foldChar } from '../languages/fold.ts';

/**
 * A matching copy of a text with the way back. `starts[i]` and `ends[i]` are the UTF-16 offsets, in the original, of
 * the character cluster that folded unit `i` came from.
 */
export type Folded = { text: string; starts: Uint32Array; ends: Uint32Array };

/** Letters of the blocks that news is written in, folded once: Basic Latin and Arabic. */
const LATIN = Array.from({ length: 0x80 }, (_, code) => foldChar(String.fromCharCode(code)));
const ARABIC = Array.from({ length: 0x100 }, (_, i) => foldChar(String.fromCharCode(0x600 + i)));

/** The fold of a character that no mark follows, where a table has it. */
function simple(code: number, next: number): string | undefined {
  const alone = next < 0x300 || (next >= 0x620 && next < 0x64b) || next === 0x60c || Number.isNaN(next);
  if (!alone) return undefined;
  if (code < 0x80) return LATIN[code];
  return code >= 0x620 && code < 0x64b ? ARABIC[code - 0x600] : undefined;
}

/** Folds a text for matching (case, Arabic marks, letter variants, invisible characters) and keeps the offsets. */
export function fold(text: string): Folded {
  // NFKC makes at most 18 units of one (U+FDFA); growing on demand keeps the usual case small.
  let starts = new Uint32Array(text.length + 16);
  let ends = new Uint32Array(text.length + 16);
  const cluster = new RegExp(CLUSTER.source, 'uy');
  let folded = '';
  let length = 0;
  // What folds to itself is taken over in whole runs, from here.
  let from = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    let to = at + 1;
    let piece = simple(code, text.charCodeAt(to));
    if (piece === undefined) {
      cluster.lastIndex = at;
      const found = cluster.exec(text)?.[0] ?? text.slice(at, to);
      to = at + found.length;
      piece = foldChar(found);
    }
    if (length + piece.length > starts.length) {
      starts = grow(starts, length + piece.length);
      ends = grow(ends, length + piece.length);
    }
    for (let i = 0; i < piece.length; i++) {
      starts[length] = at;
      ends[length] = to;
      length++;
    }
    if (to - at > 1 || piece.length !== 1 || piece.charCodeAt(0) !== code) {
      folded += text.slice(from, at) + piece;
      from = to;
    }
    at = to;
  }
  return { text: folded + text.slice(from), starts: starts.subarray(0, length), ends: ends.subarray(0, length) };
}

function grow(array: Uint32Array, least: number): Uint32Array<ArrayBuffer> {
  const bigger = new Uint32Array(Math.max(least, array.length * 2));
  bigger.set(array);
  return bigger;
}

/** The original span behind a folded one: `[start, end)` in UTF-16 units of the original text. */
export function unfold(folded: Folded, from: number, to: number): { start: number; end: number } {
  return { start: folded.starts[from] ?? 0, end: to > from ? (folded.ends[to - 1] ?? 0) : (folded.starts[from] ?? 0) };
}
