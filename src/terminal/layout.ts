import type { Block, Document, DocumentSection, Wording } from '../core/document.ts';

/** A document whose repeated marks ("editor's translation") stand once, at the headings told by section id. */
export type Marked = { document: Document; headings: ReadonlyMap<string, string> };

/** Takes a mark that would stand at everything in a section off its parts: its heading, or the title, says it for all. */
export function sayMarksOnce(document: Document): Marked {
  const { title, sections } = document;
  const all = [...marksIn(title), ...sections.flatMap(({ blocks }) => blocks.flatMap(blockMarks))];
  const headings = new Map<string, string>();
  const said = sections.map((section): DocumentSection => {
    const own = section.blocks.flatMap(blockMarks);
    const [mark] = own;
    if (mark === undefined || !own.every((other) => other === mark)) return section;
    const only = all.every((other) => other === mark);
    if (section.heading === null) return only && marksIn(title).length > 0 ? unmarked(section) : section;
    if (own.length < 2 || !(only || own.length === section.blocks.length)) return section;
    headings.set(section.id, mark);
    return unmarked(section);
  });
  return { document: { ...document, sections: said }, headings };
}

function unmarked(section: DocumentSection): DocumentSection {
  const blocks = section.blocks.map((block) =>
    block.type === 'note'
      ? block
      : { ...block, wordings: block.wordings.map((wording) => ({ ...wording, mark: null })) },
  );
  return { ...section, blocks };
}

function blockMarks(block: Block): string[] {
  return block.type === 'note' ? [] : marksIn(block.wordings);
}

function marksIn(wordings: readonly Wording[]): string[] {
  return wordings.flatMap(({ mark }) => mark ?? []);
}

/** How many digits the greatest number of a list of points has. */
export function numberWidth(blocks: readonly Block[]): number {
  const numbers = blocks.flatMap((block) => (block.type === 'point' ? [block.number] : []));
  return String(Math.max(0, ...numbers)).length;
}
