import type { Block } from '../core/document.ts';

/** How many digits the greatest number of a list of points has. */
export function numberWidth(blocks: readonly Block[]): number {
  const numbers = blocks.flatMap((block) => (block.type === 'point' ? [block.number] : []));
  return String(Math.max(0, ...numbers)).length;
}
