import type { Evidence } from '../core/briefing.ts';
import type { Rendering, Translation } from '../core/translation.ts';

/**
 * How much of the two stretches together must be common to both. Below it the editor rendered something else, or so
 * much more or less than the line quotes that showing it would put words beside a quote that does not hold them.
 */
const LEAST_OVERLAP = 0.6;

/** A shorter rendering is a piece of a line when this much of it lies inside the line's words. */
const INSIDE = 0.9;

/** Words that render a line, and how well they cover it. */
type Candidate = { overlap: number; text: string };

/**
 * The editor's words for a line: the rendering that overlaps its content best, or the shorter renderings that make it
 * up where together they cover more of it; null where neither covers enough. The content is the line's first evidence;
 * a title is never translated here.
 */
export function translationOf(evidence: readonly Evidence[], translation: Translation | null): string | null {
  const content = evidence[0];
  if (translation === null || content === undefined) return null;
  if (content.in === 'title' || content.article !== translation.article) return null;
  const whole = best(content, translation.renderings);
  const pieces = pieced(content, translation.renderings);
  const chosen = pieces.overlap > whole.overlap ? pieces : whole;
  return chosen.overlap >= LEAST_OVERLAP ? chosen.text : null;
}

type Stretch = { start: number; end: number };

function best(content: Stretch, renderings: readonly Rendering[]): Candidate {
  let found: Candidate = { overlap: 0, text: '' };
  for (const rendering of renderings) {
    const overlap = overlapOf(content, rendering);
    if (overlap > found.overlap) found = { overlap, text: rendering.text };
  }
  return found;
}

/** Renderings inside the content, one after another. */
function pieced(content: Stretch, renderings: readonly Rendering[]): Candidate {
  const inside = renderings
    .filter((rendering) => common(content, rendering) >= INSIDE * lengthOf(rendering))
    // Of two that begin together the longer one: it holds the other.
    .toSorted((a, b) => a.start - b.start || b.end - a.end);
  const row: Rendering[] = [];
  for (const rendering of inside) {
    if (rendering.start >= (row.at(-1)?.end ?? 0)) row.push(rendering);
  }
  const covered = row.reduce((sum, rendering) => sum + common(content, rendering), 0);
  return { overlap: covered / lengthOf(content), text: row.map(({ text }) => text).join('; ') };
}

function overlapOf(a: Stretch, b: Stretch): number {
  const shared = common(a, b);
  return shared / (lengthOf(a) + lengthOf(b) - shared);
}

function common(a: Stretch, b: Stretch): number {
  return Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
}

function lengthOf(stretch: Stretch): number {
  return stretch.end - stretch.start;
}
