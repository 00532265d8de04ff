import type { Briefing, Point } from '../core/briefing.ts';
import type { DocumentSection } from '../core/document.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import { fill, interfaceOf } from '../languages/interface.ts';
import { directionOf, isolate } from './direction.ts';

/** What a message is told to have changed of it since it was posted: by the numbers of its points, before and after. */
export type Change = { added: number[]; gone: number[] };

/** Which points have words that the other briefing's points have not, of the same kind. */
export function changeOf(before: Briefing, after: Briefing): Change {
  const lacking = (points: readonly Point[], others: readonly Point[]) => {
    const there = new Set(others.map(contentOf));
    return points.filter((point) => !there.has(contentOf(point))).map(({ number }) => number);
  };
  return { added: lacking(after.points, before.points), gone: lacking(before.points, after.points) };
}

/** Says at the head of a corrected card that it was corrected, and how. */
export function correctionNote(before: Briefing, after: Briefing, language: InterfaceLanguage): DocumentSection {
  const { messages } = interfaceOf(language);
  const direction = directionOf(language);
  const { added, gone } = changeOf(before, after);
  const listed = (numbers: readonly number[]) => isolate(numbers.join(', '), direction);
  const sentences = [
    messages.corrected,
    ...(added.length > 0 ? [fill(messages.corrected_added, { numbers: listed(added) })] : []),
    ...(gone.length > 0 ? [fill(messages.corrected_gone, { numbers: listed(gone) })] : []),
  ];
  return {
    id: 'correction',
    heading: null,
    folded: false,
    blocks: [{ type: 'note', text: sentences.join(' ') }],
  };
}

function contentOf({ section, kind, actors, evidence }: Point): string {
  return JSON.stringify([section, kind, actors, evidence.map(({ quote }) => quote)]);
}
