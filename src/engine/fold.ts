import { CLUSTER, foldChar } from '../languages/fold.ts';

/**
 * A matching copy of a text with the way back. `starts[i]` and `ends[i]` are the UTF-16 offsets, in the original, of
 * the character cluster that folded unit `i` came from.
 */
export type Folded = { text: string; starts: Uint32Array; ends: Uint32Array };

/** Folds a text for matching (case, Arabic marks, letter variants, invisible characters) and keeps the offsets. */
export function fold(text: string): Folded {
  // NFKC makes at most 18 units of one (U+FDFA); growing on demand keeps the usual case small.
  let starts = new Uint32Array(text.length + 16);
  let ends = new Uint32Array(text.length + 16);
  const parts: string[] = [];
  let length = 0;
  for (const match of text.matchAll(CLUSTER)) {
    const cluster = match[0];
    const folded = foldChar(cluster);
    if (length + folded.length > starts.length) {
      starts = grow(starts, length + folded.length);
      ends = grow(ends, length + folded.length);
    }
    for (let i = 0; i < folded.length; i++) {
      starts[length] = match.index;
      ends[length] = match.index + cluster.length;
      length++;
    }
    parts.push(folded);
  }
  return { text: parts.join(''), starts: starts.subarray(0, length), ends: ends.subarray(0, length) };
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
