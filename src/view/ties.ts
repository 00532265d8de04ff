import { KINDS, type Kind } from '../core/briefing.ts';
import { type Actor, type Commitment, commitmentsOf, type Mark } from './commitments.ts';
import type { Showing } from './wording.ts';

/**
 * What ties two actors: one commits to the other (`to`), both commit to something with one another (`together`, which
 * has no direction), or one calls on the other (`calls`).
 */
export const FORMS = ['to', 'together', 'calls'] as const;
export type TieForm = (typeof FORMS)[number];

export type Tie = { from: Actor; to: Actor; form: TieForm; kinds: Kind[]; marks: Mark[] };

/** Who committed to whom in a topic's editions: the actors, the most tied first, and their ties, the strongest first. */
export type Ties = { actors: Actor[]; ties: Tie[] };

export function tiesOf(showings: readonly Showing[]): Ties {
  const ties = new Map<string, Tie>();
  for (const commitment of showings.flatMap(commitmentsOf)) {
    for (const { from, to, form } of pairsOf(commitment)) {
      // Together is the same in both directions.
      const ends = form === 'together' ? [from.id, to.id].toSorted() : [from.id, to.id];
      const key = JSON.stringify([form, ...ends]);
      const tie = ties.get(key) ?? { from, to, form, kinds: [], marks: [] };
      ties.set(key, { ...tie, marks: [...tie.marks, commitment.mark] });
    }
  }
  const found = [...ties.values()].map((tie) => ({ ...tie, kinds: kindsOf(tie.marks) }));
  return { actors: actorsIn(found), ties: found.toSorted((a, b) => b.marks.length - a.marks.length) };
}

type Pair = Pick<Tie, 'from' | 'to' | 'form'>;

function pairsOf({ mark, actors, counterparts, speakers }: Commitment): Pair[] {
  const between = (from: readonly Actor[], to: readonly Actor[], form: TieForm): Pair[] =>
    from.flatMap((one) => to.filter(({ id }) => id !== one.id).map((other) => ({ from: one, to: other, form })));
  // Who is called on has committed to nothing: it is the caller who has a say.
  if (mark.kind === 'calls-for') return between(speakers, actors, 'calls');
  if (counterparts.length > 0) return between(actors, counterparts, 'to');
  return actors.flatMap((one, i) => between([one], actors.slice(i + 1), 'together'));
}

function kindsOf(marks: readonly Mark[]): Kind[] {
  return KINDS.filter((kind) => marks.some((mark) => mark.kind === kind));
}

function actorsIn(ties: readonly Tie[]): Actor[] {
  const actors = new Map<string, { actor: Actor; marks: number }>();
  for (const { from, to, marks } of ties) {
    for (const actor of [from, to]) {
      const known = actors.get(actor.id)?.marks ?? 0;
      actors.set(actor.id, { actor: actors.get(actor.id)?.actor ?? actor, marks: known + marks.length });
    }
  }
  return [...actors.values()].toSorted((a, b) => b.marks - a.marks).map(({ actor }) => actor);
}
