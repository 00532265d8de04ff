import type { EntityKind } from '../core/briefing.ts';
import type { Reading } from './reading.ts';

/** Somebody or something that the article names, or speaks of as a party. */
export type Entity = {
  key: number;
  /** Stable id where one is known: an ISO code, an organisation's or a term's id. */
  id: string | null;
  name: string;
  kind: EntityKind;
  role: string | null;
  /** ISO 3166-1 alpha-2. */
  state: string | null;
  /** A common noun phrase ("officials"), not a name. */
  generic: boolean;
  media: boolean;
  plural: boolean;
  /** A common noun for one person ("her lawyer"): can be "he" or "she". */
  human: boolean;
  feminine: boolean | null;
  /** Folded words of its shorter names. */
  aliases: Set<string>;
  mentions: Mention[];
};

/** Tokens `[from, to)` that name an entity; `core` is where the bare name begins, after titles. */
export type Mention = { from: number; to: number; core: number; entity: Entity };

/** Everybody found so far, and which token belongs to which mention. */
export type Cast = {
  entities: Entity[];
  /** The mention that covers a token. */
  at: (Mention | undefined)[];
  /** Tokens that belong to a place's name. */
  places: { from: number; to: number }[];
  byId: Map<string, Entity>;
};

export function newCast(reading: Reading): Cast {
  return { entities: [], at: new Array(reading.tokens.length), places: [], byId: new Map() };
}

type EntityFields = Partial<Omit<Entity, 'key' | 'mentions' | 'aliases'>> & { name: string; kind: EntityKind };

/** Adds an entity, or gives the one that has this id. */
export function entityOf(cast: Cast, fields: EntityFields): Entity {
  const known = fields.id ? cast.byId.get(fields.id) : undefined;
  if (known) return known;
  const entity: Entity = {
    id: null,
    role: null,
    state: null,
    generic: false,
    media: false,
    plural: false,
    human: false,
    feminine: null,
    ...fields,
    key: cast.entities.length,
    aliases: new Set(),
    mentions: [],
  };
  cast.entities.push(entity);
  if (entity.id) cast.byId.set(entity.id, entity);
  return entity;
}

/** Records that tokens `[from, to)` name an entity; tokens that are taken stay with whom they have. */
export function mention(cast: Cast, entity: Entity, from: number, to: number, core = from): Mention {
  const made = { from, to, core, entity };
  entity.mentions.push(made);
  for (let i = from; i < to; i++) cast.at[i] ??= made;
  return made;
}

/** Whether all of the tokens `[from, to)` are still free. */
export function isFree(cast: Cast, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (cast.at[i]) return false;
  return true;
}
