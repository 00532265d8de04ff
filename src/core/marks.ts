import type { Block, Document, DocumentSection } from './document.ts';

/** What the wordings of a block are marked as, in order. */
function marksOf(block: Block): string[] {
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

/** A document whose repeated marks ("editor's translation") stand once, at the headings told by section id. */
type Marked = { document: Document; headings: ReadonlyMap<string, string> };

/** Takes a mark that would stand at everything in a section off its parts: its heading, or the title, says it for all. */
export function sayMarksOnce(document: Document): Marked {
  const { title, sections } = document;
  const titleMarks = title.flatMap(({ mark }) => mark ?? []);
  const all = [...titleMarks, ...sections.flatMap(({ blocks }) => blocks.flatMap(marksOf))];
  const headings = new Map<string, string>();
  const said = sections.map((section): DocumentSection => {
    const own = section.blocks.flatMap(marksOf);
    const [mark] = own;
    if (mark === undefined || !own.every((other) => other === mark)) return section;
    const plain = { ...section, blocks: section.blocks.map(unmarked) };
    const only = all.every((other) => other === mark);
    if (section.heading === null) return only && titleMarks.length > 0 ? plain : section;
    if (own.length < 2 || !(only || own.length === section.blocks.length)) return section;
    headings.set(section.id, mark);
    return plain;
  });
  return { document: { ...document, sections: said }, headings };
}
