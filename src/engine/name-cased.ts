import { type Cast, type Entity, entityOf, isFree, mention } from './cast.ts';
import { is, type Match, matchAt, type Reading, wordsOf } from './reading.ts';

/** Names in scripts with capitals: runs of capitalised words, told apart by titles, given names and head nouns. */
export function namesByCapitals(reading: Reading, cast: Cast): void {
  const context = { reading, cast, solo: soloNames(reading), roleEnd: roleEnds(reading), lower: lowerWords(reading) };
  for (let i = 0; i < reading.tokens.length; ) {
    i = startsName(context, i) ? nameRun(context, i) : i + 1;
  }
}

type Context = {
  reading: Reading;
  cast: Cast;
  /** Words that stand capitalised alone: family names on second mention. */
  solo: ReadonlyMap<string, number>;
  /** Role matches by the token that follows them. */
  roleEnd: ReadonlyMap<number, Match>;
  /** Words that the text writes in lower case somewhere. */
  lower: ReadonlySet<string>;
};

const FUNCTION = [
  'determiner',
  'preposition',
  'auxiliary',
  'conjunction',
  'complementiser',
  'subordinator',
  'relative',
  'conditional',
  'negation',
  'question',
  'adverb',
  'own',
  'pronoun-he',
  'pronoun-she',
  'pronoun-it',
  'pronoun-they',
  'pronoun-we',
  'pronoun-i',
  'pronoun-you',
  'weekday',
  'month',
  'day-word',
  'this-last-next',
  'number-word',
];

/** A grammar word, which is no part of a name however it is written. */
export function isFunctionWord(reading: Reading, i: number): boolean {
  return FUNCTION.some((name) => is(reading, i, name));
}

/** Whether token `i` is the first word of its sentence or of a quotation, where a capital says nothing. */
function isInitial(reading: Reading, i: number): boolean {
  const sentence = reading.sentences[reading.sentenceOf[i] ?? 0];
  if (sentence?.from === i) return true;
  const before = reading.tokens[i - 1];
  return before?.kind === 'mark' && /["':(\-–—•*|]/u.test(before.norm);
}

function lowerWords(reading: Reading): Set<string> {
  return new Set(reading.tokens.filter((t) => t.kind === 'word' && !t.capital).map((t) => t.norm));
}

function soloNames(reading: Reading): Map<string, number> {
  const solo = new Map<string, number>();
  for (const token of reading.tokens) {
    const i = token.index;
    if (!token.capital || isInitial(reading, i) || reading.tokens[i + 1]?.capital || reading.tokens[i - 1]?.capital)
      continue;
    solo.set(token.norm, (solo.get(token.norm) ?? 0) + 1);
  }
  return solo;
}

function roleEnds(reading: Reading): Map<number, Match> {
  const ends = new Map<number, Match>();
  for (let i = 0; i < reading.tokens.length; i++) {
    const role = matchAt(reading, i, 'role');
    if (role && !ends.has(role.to)) ends.set(role.to, role);
  }
  return ends;
}

function startsName({ reading, cast, solo, lower }: Context, i: number): boolean {
  const token = reading.tokens[i];
  if (!token?.capital || cast.at[i]) return false;
  if (isFunctionWord(reading, i)) return false;
  if (!reading.cased) return false;
  if (!isInitial(reading, i)) return true;
  if (reading.lexicon.given.has(token.norm) || solo.has(token.norm)) return true;
  if (matchAt(reading, i, 'state') || matchAt(reading, i, 'organisation') || matchAt(reading, i, 'term')) return true;
  if (matchAt(reading, i, 'role') || is(reading, i, 'honorific')) return true;
  if (is(reading, i, 'common') || is(reading, i, 'verb') || is(reading, i, 'people')) return false;
  if (matchAt(reading, i, 'speech') || matchAt(reading, i, 'frame')) return false;
  return !lower.has(token.norm);
}

/** Reads the run of name words at `i`, records whom it names, and gives the token after it. */
function nameRun(context: Context, i: number): number {
  const { reading, cast } = context;
  const end = runEnd(context, i);
  const found = matchAt(reading, i, 'term') ?? matchAt(reading, i, 'organisation');
  if (found && found.to >= end && isFree(cast, i, found.to)) return found.to; // the general pass takes it
  const { core: behind, state, office } = titles(context, i, end);
  const core = givenName(context, behind, end);
  const before = roleBefore(context, i);
  const start = before?.from ?? i;
  if (core >= end) return stateOrRole(context, i, end);
  const named = matchAt(reading, i, 'state');
  if (named && named.to >= end) return named.to; // the general pass takes it
  const place = matchAt(reading, i, 'place');
  if (place && place.to >= end) {
    cast.places.push({ from: i, to: place.to });
    return place.to;
  }
  const titled = (office || before !== null) && !isCommonWord(context, core, end);
  if (isOrganisation(context, core, end)) return organisation(context, i, organisationEnd(context, core, end), state);
  if (titled || isPerson(context, core, end) || namesAgain(context, core, end)) {
    person(context, start, core, end, state ?? before?.state ?? null);
    return end;
  }
  return unclassified(context, i, end);
}

/** "Labour MP John Smith", "Springfield Attorney Jane Doe": behind a word that is no name, a given name begins the bare name. */
function givenName({ reading }: Context, core: number, end: number): number {
  for (let at = core + 1; at < end - 1; at++) {
    const before = reading.tokens[at - 1];
    const title = (before?.shouted === true && before.norm.length > 1) || is(reading, at - 1, 'people');
    if (title && reading.lexicon.given.has(reading.tokens[at]?.norm ?? '') && !hasBody(reading, at, end)) return at;
  }
  return core;
}

/** One capitalised word that the text or the language also has in lower case: no name after a title. */
function isCommonWord({ reading, lower }: Context, from: number, to: number): boolean {
  const word = reading.tokens[from]?.norm ?? '';
  return to - from === 1 && (lower.has(word) || is(reading, from, 'common')) && !reading.lexicon.given.has(word);
}

/** The end of a run of capitalised words, with particles and initials inside. */
function runEnd({ reading }: Context, i: number): number {
  let end = i;
  while (end < reading.tokens.length && reading.sentenceOf[end] === reading.sentenceOf[i]) {
    const token = reading.tokens[end];
    const next = reading.tokens[end + 1];
    if (token?.capital && (end === i || !isFunctionWord(reading, end) || token.shouted || isFamilyName(reading, end)))
      end++;
    else if (end > i && is(reading, end, 'particle') && nameFollows(reading, end + 1)) end++;
    else if (token?.norm === '.' && joinsInitial(reading, end) && next?.capital) end++;
    else if (
      token?.norm === '-' &&
      next?.kind === 'word' &&
      reading.tokens[end - 1]?.end === token.start &&
      token.end === next.start
    )
      end += 2;
    else break;
  }
  return Math.max(end, i + 1);
}

/** "Theresa May": a month right behind a given name is a family name, unless it tells the day or the year. */
function isFamilyName(reading: Reading, i: number): boolean {
  return (
    is(reading, i, 'month') &&
    reading.lexicon.given.has(reading.tokens[i - 1]?.norm ?? '') &&
    reading.tokens[i + 1]?.kind !== 'number'
  );
}

function nameFollows(reading: Reading, i: number): boolean {
  const token = reading.tokens[i];
  return token?.capital === true || token?.norm === '-' || is(reading, i, 'particle');
}

/** A stop after an initial or an honorific ("J.", "Mr."): the name goes on. */
function joinsInitial(reading: Reading, stop: number): boolean {
  const before = reading.tokens[stop - 1];
  return (
    before !== undefined &&
    (before.norm.length === 1 ||
      is(reading, stop - 1, 'honorific') ||
      (before.norm.length <= 4 && matchAt(reading, stop - 1, 'role') !== undefined))
  );
}

/** Passes over states, roles and honorifics at the head of a run: where the bare name begins, and the state. */
function titles(
  { reading, roleEnd }: Context,
  i: number,
  end: number,
): { core: number; state: string | null; office: boolean } {
  let core = i;
  let office = false;
  let state: string | null = null;
  for (let at = i + 1; at < end; at++) {
    if (!roleEnd.has(at) || (roleEnd.get(at)?.from ?? 0) < i) continue;
    core = at;
    office = true;
  }
  for (let at = i; at < core; at++) state ??= matchAt(reading, at, 'state')?.meaning.code ?? null;
  for (;;) {
    const found = matchAt(reading, core, 'state') ?? matchAt(reading, core, 'role');
    if (reading.tokens[core]?.norm === '.') core++;
    else if (found && found.to <= end && (found.to < end || found.meaning.type === 'role')) {
      if (found.meaning.type === 'state') state ??= found.meaning.code;
      else office = true;
      core = found.to;
    } else if (is(reading, core, 'honorific') && core < end) {
      core++;
      office = true;
    } else return { core: Math.min(core, end), state, office };
  }
}

/** A role in lower case just before a name, with what qualifies it: "Kremlin spokesman", "former Russian president". */
function roleBefore({ reading, roleEnd, cast }: Context, i: number): { from: number; state: string | null } | null {
  const role = roleEnd.get(i);
  if (!role || role.from === i) return null;
  let from = role.from;
  let state: string | null = null;
  for (;;) {
    const j = from - 1;
    const token = reading.tokens[j];
    if (!token || reading.sentenceOf[j] !== reading.sentenceOf[i]) break;
    const adjective = reading.tokens[j] ? stateEndingAt(reading, j) : null;
    if (adjective) {
      state ??= adjective.code;
      from = adjective.from;
    } else if (is(reading, j, 'former') || (token.capital && !isFunctionWord(reading, j) && !cast.at[j])) from = j;
    else break;
  }
  return { from, state };
}

function stateEndingAt(reading: Reading, last: number): { code: string; from: number } | null {
  for (let from = last; from >= Math.max(0, last - 2); from--) {
    const match = matchAt(reading, from, 'state');
    if (match && match.to === last + 1) return { code: match.meaning.code, from };
  }
  return null;
}

/** A run that is all titles: a state by name is for the general pass; a bare role is nobody yet. */
function stateOrRole({ reading }: Context, i: number, end: number): number {
  return matchAt(reading, i, 'state') ? i + 1 : end;
}

// ---------------------------------------------------------------- organisations

function isOrganisation({ reading }: Context, from: number, to: number): boolean {
  for (let i = from; i < to; i++)
    if (is(reading, i, 'body') || is(reading, i, 'institution')) return to - from > 1 || connectorAt(reading, to);
  const only = reading.tokens[from];
  return to - from === 1 && only?.shouted === true && only.norm.length <= 6 && !reading.lexicon.given.has(only.norm);
}

const CONNECTORS = new Set(['of', 'for', 'and', '&', 'de', 'del', 'du', 'des', 'la', 'the', 'и', 'по']);

function connectorAt(reading: Reading, i: number): boolean {
  return CONNECTORS.has(reading.tokens[i]?.norm ?? '') && nextCapital(reading, i + 1) > 0;
}

function nextCapital(reading: Reading, i: number): number {
  for (let at = i; at < i + 2; at++) {
    const token = reading.tokens[at];
    if (token?.capital && !isFunctionWord(reading, at)) return at;
    if (!token || !CONNECTORS.has(token.norm)) return 0;
  }
  return 0;
}

/** Carries an organisation's name over "of", "for", "and" to further capitalised words. */
function organisationEnd(context: Context, from: number, to: number): number {
  const { reading } = context;
  let end = to;
  while (connectorAt(reading, end)) {
    const next = nextCapital(reading, end + 1);
    const nextEnd = runEnd(context, next);
    const joins =
      reading.tokens[end]?.norm !== 'and' || (!hasBody(reading, from, end) && hasBody(reading, next, nextEnd));
    if (!joins) break;
    end = nextEnd;
  }
  return end;
}

function hasBody(reading: Reading, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (is(reading, i, 'body')) return true;
  return false;
}

function organisation(context: Context, from: number, to: number, state: string | null): number {
  const { reading, cast } = context;
  const name = wordsOf(reading, from, to);
  const entity = nameEntity(cast, name, { kind: 'organisation', state });
  mention(cast, entity, from, to);
  return shortForm(context, entity, from, to);
}

/** "(NUT)" right behind a name: its short form from here on, in letters of the name. */
function shortForm({ reading, cast }: Context, entity: Entity, from: number, to: number): number {
  const token = reading.tokens[to + 1];
  if (reading.tokens[to]?.norm !== '(' || reading.tokens[to + 2]?.norm !== ')' || !token?.shouted) return to;
  if (token.norm.length < 2 || token.norm[0] !== reading.tokens.slice(from, to).find(({ capital }) => capital)?.norm[0])
    return to;
  entity.aliases.add(token.norm);
  mention(cast, entity, to + 1, to + 2);
  return to + 3;
}

function nameEntity(cast: Cast, name: string, fields: Partial<Entity> & { kind: Entity['kind'] }): Entity {
  const known = cast.entities.find((entity) => entity.name === name && entity.kind === fields.kind);
  return known ?? entityOf(cast, { name, ...fields });
}

// ---------------------------------------------------------------- people

function isPerson({ reading, solo, cast }: Context, from: number, to: number): boolean {
  const last = reading.tokens[to - 1];
  const first = reading.tokens[from];
  if (!first || !last || to - from > 5) return false;
  const words = to - from;
  if (matchAt(reading, from, 'place')?.to === to) return false;
  if (reading.lexicon.given.has(first.norm) && (words > 1 || !is(reading, from, 'common'))) return true;
  if (
    reading.tokens[to]?.norm === ',' &&
    reading.tokens[to + 1]?.kind === 'number' &&
    reading.tokens[to + 2]?.norm === ','
  )
    return true;
  if (words < 2 || is(reading, to - 1, 'body') || is(reading, to - 1, 'place-word')) return false;
  return (
    solo.has(last.norm) && !cast.entities.some((entity) => entity.kind === 'state' && entity.aliases.has(last.norm))
  );
}

/** The family name of somebody whom the text has named in full. */
function namesAgain({ reading, cast }: Context, from: number, to: number): boolean {
  const words = reading.tokens.slice(from, to).map((token) => token.norm);
  return cast.entities.some(({ kind, name }) => {
    if (kind !== 'person') return false;
    const known = foldWords(name);
    return known.length > words.length && words.every((word, i) => known[known.length - words.length + i] === word);
  });
}

function person({ reading, cast }: Context, from: number, core: number, to: number, state: string | null): void {
  const name = wordsOf(reading, core, to);
  const tokens = reading.tokens.slice(core, to).map((token) => token.norm);
  const known =
    termPerson(reading, cast, core, to) ??
    cast.entities.find((entity) => entity.kind === 'person' && sameName(foldWords(entity.name), tokens));
  const entity = known ?? entityOf(cast, { name, kind: 'person', state });
  if (core > from) entity.role ??= wordsOf(reading, from, core).replace(/[\s,]+$/u, '');
  entity.state ??= state;
  if (known && name.length > entity.name.length) entity.name = name;
  mention(cast, entity, from, to, core);
}

/** The topic's own entry for the name at `core`, where it has one. */
export function termPerson(reading: Reading, cast: Cast, core: number, to: number): Entity | undefined {
  const term = matchAt(reading, core, 'term');
  if (term?.meaning.kind !== 'person' || term.to > to) return undefined;
  return entityOf(cast, {
    id: term.meaning.id,
    name: wordsOf(reading, core, to),
    kind: 'person',
    state: term.meaning.state,
  });
}

function foldWords(name: string): string[] {
  return name
    .toLowerCase()
    .replace(/[’]/gu, "'")
    .split(/[\s.]+/u)
    .filter(Boolean);
}

/** One name ends with the other, or has the same first and last word. */
function sameName(a: string[], b: string[]): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length === 1) return long.at(-1) === short[0];
  return short[0] === long[0] && short.at(-1) === long.at(-1);
}

/** A run that nothing tells: a place after its preposition, else a name to be told later by what it does. */
function unclassified(context: Context, from: number, to: number): number {
  const { reading, cast, solo } = context;
  // "St Peter's Square": what belongs to a name and is a place is the place.
  const next = reading.tokens[to]?.norm === "'s" ? to + 1 : to;
  const place =
    (next > to && is(reading, next, 'place-word')) ||
    is(reading, from - 1, 'where') ||
    // "in downtown X", "in northern Y".
    (is(reading, from - 2, 'where') && is(reading, from - 1, 'place-word')) ||
    matchAt(reading, from, 'place') ||
    is(reading, to - 1, 'place-word');
  if (place) {
    cast.places.push({ from, to });
    return to;
  }
  for (let i = from; i < to; i++) {
    if (matchAt(reading, i, 'state') || matchAt(reading, i, 'organisation')) return from + 1 > i ? from + 1 : i;
  }
  const name = wordsOf(reading, from, to);
  if (to - from === 1 && !(solo.get(reading.tokens[from]?.norm ?? '') ?? 0)) return to;
  const entity = nameEntity(cast, name, { kind: 'group', plural: /s$/u.test(name), generic: true });
  mention(cast, entity, from, to);
  return to - from > 1 ? shortForm(context, entity, from, to) : to;
}

/** The short forms by which a text goes on speaking of somebody. */
export function nameAliases(reading: Reading, entity: Entity): void {
  if (entity.generic || entity.kind === 'state') return;
  for (const { core, to } of entity.mentions.slice(0, 3)) {
    const words = reading.tokens.slice(core, to).map((token) => token.norm);
    if (entity.kind === 'person') personAliases(reading, entity, words);
    else organisationAliases(reading, entity, core, to);
  }
}

function personAliases(reading: Reading, entity: Entity, words: string[]): void {
  const last = words.at(-1);
  const cased = reading.lexicon.pack.script.cased;
  if (last && last.length > 1) entity.aliases.add(last);
  if (words.length > 2) entity.aliases.add(words.slice(-2).join(' '));
  if (words.length > 3) entity.aliases.add(words.slice(-3).join(' '));
  // Chinese and Korean names put the family name first.
  const first = words[0];
  if (words.length > 1 && first && first.length > 1 && !(cased && reading.lexicon.given.has(first)))
    entity.aliases.add(first);
  if (cased || words.length > 1) entity.aliases.add(words.join(' '));
}

function organisationAliases(reading: Reading, entity: Entity, from: number, to: number): void {
  if (to - from < 3) return;
  const initials = reading.tokens
    .slice(from, to)
    .filter((token) => token.capital && !CONNECTORS.has(token.norm))
    .map((token) => token.norm[0])
    .join('');
  if (initials.length > 2) entity.aliases.add(initials);
}
