import type { Attribution, Stretch } from './attribute.ts';
import type { Draft } from './frame.ts';
import { is, type Reading } from './reading.ts';
import { trimEnd } from './speech.ts';

/** How many points, or stretches, back and forth are looked at for one that overlaps or says the same. */
export const NEAR = 100;

/** What is said and is no commitment: the stretches, less the commitments that stand in them. */
export function positions(reading: Reading, attribution: Attribution, made: Draft[]): Draft[] {
  const found: Draft[] = [];
  const { stretches } = attribution;
  for (const [k, outer] of stretches.entries()) {
    const inner = retold(outer, stretches.slice(Math.max(0, k - NEAR), k + NEAR));
    const stretch = inner ?? outer;
    for (const [from, to] of remainders(reading, stretch, overlapping(made, stretch))) {
      if (found.slice(-NEAR).some((other) => Math.min(to, other.to) - Math.max(from, other.from) > 0.5 * (to - from)))
        continue;
      found.push({
        section: 'position',
        kind: 'says',
        actors: stretch.speaker,
        counterparts: [],
        speaker: outer.speaker,
        how: outer.how,
        from,
        to,
        cue: stretch.cue,
        subject: stretch.subject,
        sure: stretch.how === 'explicit',
        joined: false,
        addressed: false,
        told: null,
      });
    }
  }
  return found;
}

/** What somebody says that another has said: the inner words, where they are most of the outer ones. */
function retold(outer: Stretch, near: Stretch[]): Stretch | null {
  const inner = near.filter((other) => other !== outer && other.from >= outer.from && other.to <= outer.to);
  return inner.find(({ from, to }) => to - from >= 0.6 * (outer.to - outer.from)) ?? null;
}

const LEAST_WORDS = 3;

/** The drafts (in order of their beginnings) that share a token with a stretch. */
function overlapping(drafts: Draft[], stretch: Stretch): Draft[] {
  let low = 0;
  let high = drafts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((drafts[middle]?.from ?? 0) < stretch.to) low = middle + 1;
    else high = middle;
  }
  return drafts.slice(Math.max(0, low - NEAR), low).filter(({ to }) => to > stretch.from);
}

function remainders(reading: Reading, stretch: Stretch, inside: Draft[]): [number, number][] {
  const parts: [number, number][] = [];
  let from = stretch.from;
  for (const draft of inside) {
    parts.push([from, Math.min(draft.from, stretch.to)]);
    from = Math.max(from, draft.to);
  }
  parts.push([from, stretch.to]);
  return parts
    .map(([a, b]): [number, number] => tidy(reading, a, b))
    .filter(([a, b], k) => {
      const words = reading.tokens.slice(a, b).filter((token) => token.kind !== 'mark').length;
      return words >= (inside.length && k > 0 ? LEAST_WORDS + 1 : inside.length ? LEAST_WORDS + 1 : 2);
    });
}

/** Takes quotation marks, conjunctions and loose marks off both ends. */
function tidy(reading: Reading, start: number, end: number): [number, number] {
  let from = start;
  let to = trimEnd(reading, from, end);
  const quote = (i: number) => /^["“”«»]$/u.test(reading.tokens[i]?.norm ?? '');
  while (from < to && (loose(reading, from) || (quote(from) && !balanced(reading, from, to)))) from++;
  if (quote(from) && quote(to - 1) && to - from > 2 && !innerQuote(reading, from + 1, to - 1)) {
    from++;
    to--;
  }
  if (quote(to - 1) && !innerQuote(reading, from, to - 1)) to--;
  return [from, trimEnd(reading, from, to)];
}

function loose(reading: Reading, i: number): boolean {
  const token = reading.tokens[i];
  return token?.kind === 'mark'
    ? /[,،;:.\-–—)]/u.test(token.norm)
    : is(reading, i, 'conjunction') || is(reading, i, 'complementiser');
}

function balanced(reading: Reading, from: number, to: number): boolean {
  return innerQuote(reading, from + 1, to);
}

function innerQuote(reading: Reading, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (/^["“”«»]$/u.test(reading.tokens[i]?.norm ?? '')) return true;
  return false;
}
