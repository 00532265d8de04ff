import type { Evidence } from '../core/briefing.ts';
import type { Rendering, Translation } from '../core/translation.ts';

/**
 * How much of the two stretches together must be common to both. Below it the editor rendered something else, or so
 * much more or less than the line quotes that showing it would put words beside a quote that does not hold them.
 */
const LEAST_OVERLAP = 0.5;

/** A piece of an editor's rendering belongs to a line when this much of it lies inside the line's words. */
const INSIDE = 0.9;

/**
 * The editor's words for a line: the rendering that overlaps its content best, else the shorter renderings that
 * together make it up, else null. The content is the line's first evidence; a title is never translated here.
 */
export function translationOf(evidence: readonly Evidence[], translation: Translation | null): string | null {
  const content = evidence[0];
  if (translation === null || content === undefined) return null;
  if (content.in === 'title' || content.article !== translation.article) return null;
  return best(content, translation.renderings) ?? pieced(content, translation.renderings);
}

type Stretch = { start: number; end: number };

function best(content: Stretch, renderings: readonly Rendering[]): string | null {
  let found: string | null = null;
  let most = LEAST_OVERLAP;
  for (const rendering of renderings) {
    const overlap = overlapOf(content, rendering);
    if (overlap <= most) continue;
    most = overlap;
    found = rendering.text;
  }
  return found;
}

/** Renderings inside the content, one after another, where together they cover enough of it. */
function pieced(content: Stretch, renderings: readonly Rendering[]): string | null {
  const inside = renderings
    .filter((rendering) => common(content, rendering) >= INSIDE * lengthOf(rendering))
    // Of two that begin together the longer one: it holds the other.
    .toSorted((a, b) => a.start - b.start || b.end - a.end);
  const row: Rendering[] = [];
  for (const rendering of inside) {
    if (rendering.start >= (row.at(-1)?.end ?? 0)) row.push(rendering);
  }
  const covered = row.reduce((sum, rendering) => sum + common(content, rendering), 0);
  return covered > LEAST_OVERLAP * lengthOf(content) ? row.map((rendering) => rendering.text).join('; ') : null;
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
