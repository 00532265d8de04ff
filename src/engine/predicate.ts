import type { Match } from './reading.ts';
import type { Party } from './refer.ts';

export type Voice = 'finite' | 'participle' | 'infinitive' | 'passive' | 'noun';

/** A verb of saying or committing in its clause. Token ranges are `[from, to)`. */
export type Predicate = {
  match: Match;
  /** The cue with its auxiliaries and negation. */
  from: number;
  to: number;
  voice: Voice;
  negated: boolean;
  conditional: boolean;
  /** Whose act it is; `carried` where an earlier predicate's subject goes on. */
  subject: (Party & { carried: boolean }) | null;
  /** Of a passive: who it is done to. */
  patient: Party | null;
  /** The subject stands after its verb. */
  inverted: boolean;
  /** Joined to the predicate before it by a conjunction, without a subject of its own. */
  joined: boolean;
};

/** Whether a cue is an act of speech: a verb of saying, or a frame by which somebody speaks (calls, vows). */
export function speaks(match: Match): boolean {
  return match.meaning.type === 'speech' || (match.meaning.type === 'frame' && match.meaning.frame.speech);
}
