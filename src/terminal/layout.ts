import type { Block, Document, DocumentSection } from '../core/document.ts';
import { marksOf, unmarked } from '../core/marks.ts';

/** A document whose repeated marks ("editor's translation") stand once, at the headings told by section id. */
export type Marked = { document: Document; headings: ReadonlyMap<string, string> };

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

/** How many digits the greatest number of a list of points has. */
export function numberWidth(blocks: readonly Block[]): number {
  const numbers = blocks.flatMap((block) => (block.type === 'point' ? [block.number] : []));
  return String(Math.max(0, ...numbers)).length;
}
