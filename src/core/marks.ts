import type { Block, DocumentSection } from './document.ts';

/** What the wordings of a block are marked as, in order. */
export function marksOf(block: Block): string[] {
  return block.type === 'note' ? [] : block.wordings.flatMap(({ mark }) => mark ?? []);
}

/** A block without its marks, which something above it says. */
export function unmarked<Some extends Block>(block: Some): Some {
  return block.type === 'note'
    ? block
    : { ...block, wordings: block.wordings.map((wording) => ({ ...wording, mark: null })) };
}

/**
 * A mark that would stand again and again, and no other does: a heading says it for all that is under it, the title for
 * what has no heading. Null where each wording says its own.
 */
export function sharedMark({ heading, blocks }: DocumentSection, titleMark: string | null): string | null {
  const marks = blocks.flatMap(marksOf);
  const [first = null] = marks;
  const again = heading === null ? first === titleMark : marks.length > 1;
  return again && marks.every((one) => one === first) ? first : null;
}
