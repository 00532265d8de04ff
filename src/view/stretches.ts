/** Words that prove a line: offsets in a text, in UTF-16 units. */
export type Proof = { line: string; start: number; end: number };

/**
 * A stretch of a text that proves the same lines from end to end. `id`: what its element is called where it proves any.
 * `opens`: whether the words of one of its lines begin here. `gap`: the line breaks that part two paragraphs.
 */
export type Stretch = { id: string | null; start: number; end: number; lines: string[]; opens: boolean; gap: boolean };

/** Lines broken without a blank line between them are paragraphs; where blank lines part them, only those do. */
const BLANK_LINES = /\n[^\S\n]*\n\s*|\n+$/gu;
const LINE_BREAKS = /\n\s*/gu;

type Range = { start: number; end: number };

/**
 * Cuts a text at every boundary of its proofs and of its paragraphs. What comes out, joined, is the text; each proof is
 * a row of whole stretches. `first`: the number of the first stretch that gets an id.
 */
export function cut(text: string, proofs: readonly Proof[], first = 1): Stretch[][] {
  const sorted = proofs.toSorted((a, b) => a.start - b.start);
  const edges = sorted.flatMap(({ start, end }) => [start, end]);
  const paragraphs = paragraphsOf(text);
  const cuts = [...new Set([...edges, ...paragraphs.flatMap((one) => [one.end, one.next])])].sort((a, b) => a - b);
  let [number, at, opened] = [first, 0, 0];
  let open: Proof[] = [];
  const stretch = (start: number, end: number, gap: boolean): Stretch => {
    open = open.filter((proof) => proof.end > start);
    const before = opened;
    for (let next = sorted[opened]; next !== undefined && next.start <= start; next = sorted[++opened]) {
      if (next.end > start) open.push(next);
    }
    const lines = [...new Set(open.map(({ line }) => line))];
    const id = lines.length > 0 ? `w-${number++}` : null;
    return { id, start, end, lines, opens: opened > before, gap };
  };
  return paragraphs.map(({ start, end, next }) => {
    const stretches: Stretch[] = [];
    let from = start;
    for (; at < cuts.length && (cuts[at] ?? 0) <= next; at++) {
      const to = cuts[at] ?? 0;
      if (to > from) stretches.push(stretch(from, to, from >= end));
      from = Math.max(from, to);
    }
    return stretches;
  });
}

/** Where paragraphs begin and end, and where the next begins: the breaks between are no part of either. */
function paragraphsOf(text: string): (Range & { next: number })[] {
  const breaks = /\n[^\S\n]*\n/u.test(text) ? BLANK_LINES : LINE_BREAKS;
  const paragraphs: (Range & { next: number })[] = [];
  let start = 0;
  for (const { 0: gap, index } of text.matchAll(breaks)) {
    paragraphs.push({ start, end: index, next: index + gap.length });
    start = index + gap.length;
  }
  if (start < text.length) paragraphs.push({ start, end: text.length, next: text.length });
  return paragraphs;
}
