import type { TopicContext } from '../core/seams.ts';
import { type Cast, entityOf, isFree, mention, newCast } from './cast.ts';
import type { Meaning } from './cue.ts';
import { type Lexicon, withCues } from './lexicon.ts';
import { nameAliases, namesByCapitals } from './name-cased.ts';
import { namesByTitles } from './name-uncased.ts';
import { is, type Match, matchAt, type Reading, wordsOf } from './reading.ts';

/** A lexicon that knows a topic's names too. */
export function withTopic(lexicon: Lexicon, context: TopicContext): Lexicon {
  const entries: { cue: string; meaning: Meaning }[] = [];
  for (const [id, term] of Object.entries(context?.topic.names ?? {})) {
    if (term.kind === 'treaty') continue;
    const names = Object.entries(term.names).filter(([language]) => language === lexicon.language);
    const aliases = Object.entries(term.aliases).filter(([language]) => language === lexicon.language);
    for (const cue of [...names.map(([, name]) => name), ...aliases.flatMap(([, list]) => list ?? [])]) {
      entries.push({
        cue,
        meaning: { type: 'term', id, kind: term.kind, state: term.state, name: names[0]?.[1] ?? cue },
      });
    }
  }
  return entries.length ? withCues(lexicon, entries) : lexicon;
}

/** Finds the people, states and organisations that a text names. */
export function findMentions(reading: Reading): Cast {
  const cast = newCast(reading);
  if (reading.lexicon.pack.script.cased) namesByCapitals(reading, cast);
  else namesByTitles(reading, cast);
  for (let i = 0; i < reading.tokens.length; i++) {
    if (!cast.at[i]) known(reading, cast, i);
  }
  dropWidgets(reading, cast);
  shorterNames(reading, cast);
  return cast;
}

/** "Twitter Facebook Google Plus": media named one after the other, with nothing between, are the buttons of a page. */
function dropWidgets(reading: Reading, cast: Cast): void {
  if (!reading.lexicon.clitics) return;
  const buttons = new Set<Cast['at'][number]>();
  for (let i = 1; i < cast.at.length; i++) {
    const [one, other] = [cast.at[i - 1], cast.at[i]];
    if (one?.entity.kind !== 'organisation' || other?.entity.kind !== 'organisation' || one === other) continue;
    if (!one.entity.media && !other.entity.media) continue;
    if (
      reading.alternatives[i]?.some(
        ({ form, conjunction }) => conjunction && form.length > 3 && reading.lexicon.cues.written.has(form),
      )
    )
      continue;
    buttons.add(one).add(other);
  }
  if (buttons.size === 0) return;
  for (const [i, made] of cast.at.entries()) if (buttons.has(made)) cast.at[i] = undefined;
  for (const entity of cast.entities) entity.mentions = entity.mentions.filter((made) => !buttons.has(made));
  cast.entities = cast.entities.filter(({ mentions }) => mentions.length > 0);
}

/** A state or organisation that the lexicon knows, at token `i`. */
export function known(reading: Reading, cast: Cast, i: number): void {
  const term = matchAt(reading, i, 'term');
  if (term && isFree(cast, i, term.to)) {
    const { id, state, kind } = term.meaning;
    const entity = entityOf(cast, {
      id,
      name: writtenName(reading, term),
      state,
      kind: kind === 'treaty' ? 'organisation' : kind,
    });
    mention(cast, entity, i, term.to);
    return;
  }
  const organisation = matchAt(reading, i, 'organisation');
  const state = matchAt(reading, i, 'state');
  if (organisation && (!state || organisation.to >= state.to) && isFree(cast, i, organisation.to)) {
    const { id, state: of, media } = organisation.meaning;
    mention(
      cast,
      entityOf(cast, { id, name: writtenName(reading, organisation), kind: 'organisation', state: of, media }),
      i,
      organisation.to,
    );
    return;
  }
  if (state && isFree(cast, i, state.to)) knownState(reading, cast, i, state);
}

/** A name as the article writes it, less the clitics on its first word. */
function writtenName(reading: Reading, { from, to, word }: Match): string {
  const cut = (reading.tokens[from]?.norm.length ?? 0) - word.form.length;
  const written = wordsOf(reading, from, to);
  // للأمم المتحدة: the article stands in the contraction.
  const { articles: [article = ''] = [], contractions = [] } = reading.lexicon.clitics ?? {};
  const contracted =
    word.preposition && !word.article && word.form.startsWith(article)
      ? contractions.find((one) => written.slice(cut).startsWith(one.written))
      : undefined;
  if (contracted) return article + written.slice(cut + contracted.written.length);
  const plain = word.article || word.preposition || word.conjunction;
  // Where the article's own letters are those of the cue, only what stands before them is cut.
  return plain && cut > 0 && !word.suffix
    ? written.slice(word.article ? cut - articleLength(reading, word) : cut)
    : written;
}

function articleLength(reading: Reading, word: Match['word']): number {
  return word.preposition ? 0 : (reading.lexicon.clitics?.articles[0]?.length ?? 0);
}

type StateMatch = Match & { meaning: Extract<Meaning, { type: 'state' }> };

/** A state by name or capital; by adjective only where a noun that stands for the state goes with it. */
function knownState(reading: Reading, cast: Cast, i: number, match: StateMatch): void {
  const { code, as } = match.meaning;
  let from = i;
  let to = match.to;
  if (reading.lexicon.pack.order === 'vso') {
    while (from > 0 && !cast.at[from - 1] && is(reading, from - 1, 'institution')) from--;
    if (from < i && as !== 'adjective' && !reading.alternatives[i]?.length) return;
  } else {
    const possessive = reading.tokens[to]?.norm === "'s" ? to + 1 : to;
    let end = possessive;
    while (is(reading, end, 'institution') && !cast.at[end]) end++;
    if (end > possessive) to = end;
  }
  if (as === 'adjective' && from === i && to === match.to) return;
  mention(cast, stateEntity(reading, cast, code), from, to, i);
}

/** The entity of a state, named as the article's language names it. */
function stateEntity(reading: Reading, cast: Cast, code: string) {
  return entityOf(cast, { id: code, name: reading.lexicon.stateNames[code] ?? code, kind: 'state', state: code });
}

/** Second pass: the last name, or another short form, of somebody who was named in full. */
function shorterNames(reading: Reading, cast: Cast): void {
  const byAlias = new Map<string, Cast['entities'][number] | null>();
  for (const entity of cast.entities) {
    nameAliases(reading, entity);
    for (const alias of entity.aliases) {
      const taken = byAlias.get(alias);
      // Two people of one family name: the first to be named in full keeps it.
      if (taken === undefined) byAlias.set(alias, entity);
    }
  }
  const firsts = new Set([...byAlias.keys()].map((alias) => alias.split(' ')[0] ?? alias));
  for (let i = 0; i < reading.tokens.length; i++) {
    if (cast.at[i] || !reading.alternatives[i]?.some(({ form }) => firsts.has(form))) continue;
    if (reading.cased && !reading.tokens[i]?.capital) continue;
    for (let length = Math.min(4, reading.tokens.length - i); length > 0; length--) {
      const entity = aliasAt(reading, byAlias, i, length);
      if (entity && isFree(cast, i, i + length)) {
        mention(cast, entity, i, i + length);
        break;
      }
    }
  }
}

function aliasAt(reading: Reading, byAlias: Map<string, Cast['entities'][number] | null>, at: number, length: number) {
  const tail = reading.tokens.slice(at + 1, at + length).map((token) => token.norm);
  for (const { form, suffix } of reading.alternatives[at] ?? []) {
    if (suffix) continue;
    const entity = byAlias.get([form, ...tail].join(' '));
    if (entity) return entity;
  }
  return undefined;
}
