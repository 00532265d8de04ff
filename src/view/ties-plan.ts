import type { Direction } from '../core/document.ts';
import type { Actor } from './commitments.ts';
import { centredBaseline, fitLabel, heightOf, type Label, widthOf } from './fit.ts';
import type { Tie, Ties } from './ties.ts';

/** An actor at its place: the dot where ties begin and end, and the name before it. */
export type PlacedActor = { actor: Actor; x: number; y: number; name: Label };

/**
 * A tie as a bow from one dot to another (a cubic curve, its handles at `handle`), with a badge at its farthest point.
 * `points`: where along the bow the badge's tip points, for many bows end at one dot and arrows there would tell nothing;
 * null for what has no direction.
 */
export type PlacedTie = {
  tie: Tie;
  from: { x: number; y: number };
  to: { x: number; y: number };
  handle: number;
  badge: { x: number; y: number };
  points: 'up' | 'down' | null;
};

export type TiesPlan = {
  width: number;
  height: number;
  actors: PlacedActor[];
  ties: PlacedTie[];
  /** How many actors are not drawn. */
  more: Label | null;
};

/** The most that are drawn; the table tells all. */
const MOST_ACTORS = 16;
const MOST_TIES = 40;

const NAME_SIZE = 13;
const NAME_WIDTH = 140;
const ROW = 42;
/** A badge's radius, how far its tip reaches, and how near its middle another's may come. */
export const BADGE = 10;
export const TIP = 15;
const APART = BADGE + TIP + 1;
export const DOT = 4;
/** How far the first bow swings, and how much further each next. */
const REACH = 40;
const STEP = 26;
/** How far a cubic curve swings of what its handles do. */
const SWING = 0.75;

/**
 * Lays out who committed to whom: the actors one under another, ties as bows beside them. Their order keeps bows short,
 * so that few cross; no two badges touch. Right to left is the same in a mirror.
 */
export function planTies({ actors, ties }: Ties, more: (count: number) => string, direction: Direction): TiesPlan {
  const kept = actors.slice(0, MOST_ACTORS);
  const has = (id: string) => kept.some((actor) => actor.id === id);
  const drawn = ties.filter(({ from, to }) => has(from.id) && has(to.id)).slice(0, MOST_TIES);
  const order = orderActors(
    kept.filter(({ id }) => drawn.some(({ from, to }) => from.id === id || to.id === id)),
    drawn,
  );
  const rest = actors.length - order.length;
  const words = [...order.map(({ name }) => name), ...(rest > 0 ? [more(rest)] : [])];
  const nameWidth = Math.min(NAME_WIDTH, Math.max(0, ...words.map((name) => widthOf(name, NAME_SIZE))));
  const nameAt = (text: string, middle: number): Label => {
    const label = fitLabel(text, { width: nameWidth, size: NAME_SIZE, most: 2, direction }, { x: 0, y: 0, anchor: 'start' });
    return { ...label, y: centredBaseline(middle, label.lines.length, NAME_SIZE) };
  };
  const x = nameWidth + 14;
  const placed = order.map((actor, i) => ({ actor, x, y: ROW * (i + 0.5), name: nameAt(actor.name, ROW * (i + 0.5)) }));
  const bows = placeTies(drawn, placed);
  const bottom = ROW * order.length;
  const plan: TiesPlan = {
    width: Math.ceil(Math.max(x + REACH, ...bows.map(({ badge }) => badge.x)) + BADGE + 4),
    height: Math.ceil(bottom + (rest > 0 ? heightOf(2, NAME_SIZE) : 0) + 2),
    actors: placed,
    ties: bows,
    more: rest > 0 ? nameAt(more(rest), bottom + heightOf(1, NAME_SIZE)) : null,
  };
  return direction === 'rtl' ? mirrored(plan) : plan;
}

/** The order in which the ties are shortest in all, as far as swapping two at a time finds it. */
function orderActors(actors: readonly Actor[], ties: readonly Tie[]): Actor[] {
  const order = [...actors];
  const length = () => {
    const places = new Map(order.map(({ id }, i) => [id, i]));
    return ties.reduce((sum, { from, to }) => sum + Math.abs((places.get(from.id) ?? 0) - (places.get(to.id) ?? 0)), 0);
  };
  const swap = (i: number, j: number) => {
    const [one, other] = [order[i], order[j]];
    if (one && other) [order[i], order[j]] = [other, one];
  };
  let best = length();
  for (let better = true; better; ) {
    better = false;
    for (let i = 0; i < order.length; i += 1) {
      for (let j = i + 1; j < order.length; j += 1) {
        swap(i, j);
        const now = length();
        if (now < best) {
          best = now;
          better = true;
        } else swap(i, j);
      }
    }
  }
  return order;
}

/** Short bows first and near, longer ones round them; each as far out as it must for its badge to stand alone. */
function placeTies(ties: readonly Tie[], actors: readonly PlacedActor[]): PlacedTie[] {
  const at = new Map(actors.map(({ actor, x, y }) => [actor.id, { x, y }]));
  const ends = ties.flatMap((tie) => {
    const [from, to] = [at.get(tie.from.id), at.get(tie.to.id)];
    return from && to ? [{ tie, from, to, span: Math.abs(from.y - to.y) / ROW }] : [];
  });
  const placed: PlacedTie[] = [];
  for (const { tie, from, to, span } of ends.toSorted((a, b) => a.span - b.span)) {
    const y = (from.y + to.y) / 2;
    let reach = REACH + STEP * (span - 1);
    const taken = () =>
      placed.some(({ badge }) => Math.hypot(badge.x - (from.x + reach * SWING), badge.y - y) < APART);
    while (taken()) reach += STEP / 2;
    const handle = from.x + reach;
    const points = tie.form === 'together' ? null : from.y > to.y ? 'up' : 'down';
    placed.push({ tie, from, to, handle, badge: { x: from.x + reach * SWING, y }, points });
  }
  return placed;
}

/** Text runs from where reading begins by itself, so that only places are turned round. */
function mirrored(plan: TiesPlan): TiesPlan {
  const turn = <Placed extends { x: number }>(one: Placed): Placed => ({ ...one, x: plan.width - one.x });
  return {
    ...plan,
    actors: plan.actors.map((actor) => ({ ...turn(actor), name: turn(actor.name) })),
    ties: plan.ties.map((bow) => ({
      ...bow,
      from: turn(bow.from),
      to: turn(bow.to),
      handle: plan.width - bow.handle,
      badge: turn(bow.badge),
    })),
    more: plan.more && turn(plan.more),
  };
}
