import type { Direction } from '../core/document.ts';
import type { Actor } from './commitments.ts';
import { centredBaseline, fitLabel, heightOf, type Label, widthOf } from './fit.ts';
import type { Tie, Ties } from './ties.ts';

/** An actor at its place: a bar (`half`: half its height) where its ties begin and end, and the name before it. */
export type PlacedActor = { actor: Actor; x: number; y: number; half: number; name: Label };

/**
 * A tie as a bow from one bar to another (a cubic curve, its handles at `handle`), with a badge at its farthest point.
 * `points`: where along the bow the badge's tip points, for many bows end at one bar, where arrows would tell nothing;
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
/** Half the width of the bar where an actor's bows end, and how far apart they end there at most. */
export const BAR = 3;
const PORT = 6;
/** How far the first bow swings, and how much further each next. */
const REACH = 60;
const STEP = 34;
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
    const label = fitLabel(
      text,
      { width: nameWidth, size: NAME_SIZE, most: 2, direction },
      { x: 0, y: 0, anchor: 'start' },
    );
    return { ...label, y: centredBaseline(middle, label.lines.length, NAME_SIZE) };
  };
  const x = nameWidth + 14;
  const ends = endsOf(drawn, order);
  const placed = order.map((actor, i): PlacedActor => {
    const y = ROW * (i + 0.5);
    const half = (portGap(ends, actor) * (ends.filter(touches(actor)).length - 1)) / 2 + BAR + 1;
    return { actor, x, y, half, name: nameAt(actor.name, y) };
  });
  const bows = placeTies(ends, x);
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

/** A tie with the heights where it begins and ends, and over how many rows it goes. */
type Ends = { tie: Tie; from: number; to: number; span: number };

const touches =
  ({ id }: Actor) =>
  ({ tie }: Pick<Ends, 'tie'>) =>
    tie.from.id === id || tie.to.id === id;

function portGap(ends: readonly Pick<Ends, 'tie'>[], actor: Actor): number {
  return Math.min(PORT, (ROW * 0.7) / ends.filter(touches(actor)).length);
}

/**
 * Where on the bars ties begin and end, the shortest tie first: those that go up above those that go down, and the
 * shorter nearer to where they go, so that bows lie in one another and do not cross at the bar.
 */
function endsOf(ties: readonly Tie[], order: readonly Actor[]): Ends[] {
  const rowOf = new Map(order.map(({ id }, i) => [id, i]));
  const row = (actor: Actor) => rowOf.get(actor.id) ?? 0;
  const sorted = ties
    .map((tie) => ({ tie, span: Math.abs(row(tie.from) - row(tie.to)) }))
    .toSorted((a, b) => a.span - b.span);
  const portOf = (actor: Actor, tie: Tie): number => {
    const goesUp = ({ tie: one }: { tie: Tie }) => row(one.from.id === actor.id ? one.to : one.from) < row(actor);
    const own = sorted.filter(touches(actor));
    const ports = [...own.filter(goesUp), ...own.filter((one) => !goesUp(one)).toReversed()];
    const place = ports.findIndex((one) => one.tie === tie) - (ports.length - 1) / 2;
    return ROW * (row(actor) + 0.5) + place * portGap(own, actor);
  };
  return sorted.map(({ tie, span }) => ({ tie, span, from: portOf(tie.from, tie), to: portOf(tie.to, tie) }));
}

/** Short bows near, longer ones round them; each as far out as it must for its badge to stand alone. */
function placeTies(ends: readonly Ends[], x: number): PlacedTie[] {
  const placed: PlacedTie[] = [];
  for (const { tie, from, to, span } of ends) {
    const y = (from + to) / 2;
    let reach = REACH + STEP * (span - 1);
    const taken = () => placed.some(({ badge }) => Math.hypot(badge.x - (x + reach * SWING), badge.y - y) < APART);
    while (taken()) reach += STEP / 2;
    const points = tie.form === 'together' ? null : from > to ? 'up' : 'down';
    const badge = { x: x + reach * SWING, y };
    placed.push({ tie, from: { x, y: from }, to: { x, y: to }, handle: x + reach, badge, points });
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
