import { KINDS } from '../core/briefing.ts';
import { commitmentsOf, type Mark } from './commitments.ts';
import type { Showing } from './wording.ts';

/** What somebody committed to. `actor`: null where the articles name nobody. */
export type TimelineRow = { actor: string | null; name: string | null; marks: Mark[] };

/** Commitments by actor. `dues`: those with a date by which they are due, each once. */
export type Timeline = { rows: TimelineRow[]; dues: Mark[] };

/** The commitments of a topic's editions by actor, those with most first, what has no actor last. */
export function timelineOf(showings: readonly Showing[]): Timeline {
  const rows = new Map<string | null, TimelineRow>();
  const dues: Mark[] = [];
  const add = (actor: string | null, name: string | null, mark: Mark) => {
    const row = rows.get(actor) ?? { actor, name, marks: [] };
    rows.set(actor, row);
    row.marks.push(mark);
  };
  for (const { mark, actors } of showings.flatMap(commitmentsOf)) {
    if (mark.due !== null) dues.push(mark);
    if (actors.length === 0) add(null, null, mark);
    for (const { id, name } of actors) add(id, name, mark);
  }
  const sorted = [...rows.values()].map((row) => ({ ...row, marks: row.marks.toSorted(byDate) }));
  return {
    rows: sorted.toSorted(
      (a, b) => Number(a.actor === null) - Number(b.actor === null) || b.marks.length - a.marks.length,
    ),
    dues: dues.toSorted((a, b) => compare(a.due ?? '', b.due ?? '') || byDate(a, b)),
  };
}

/** The oldest first, kinds in their order. */
function byDate(a: Mark, b: Mark): number {
  return (
    compare(a.date ?? '', b.date ?? '') ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    compare(a.edition, b.edition) ||
    a.number - b.number
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
