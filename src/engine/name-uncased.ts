import { foldText } from '../languages/fold.ts';
import { type Cast, type Entity, entityOf, isFree, mention } from './cast.ts';
import type { Meaning } from './cue.ts';
import { isFunctionWord, termPerson } from './name-cased.ts';
import { is, matchAt, type Reading, wordsOf } from './reading.ts';

/** Names in scripts without capitals: found by the titles, given names and head nouns that come with them. */
export function namesByTitles(reading: Reading, cast: Cast): void {
  for (let i = 0; i < reading.tokens.length; i++) {
    if (cast.at[i]) continue;
    if (matchAt(reading, i, 'term')) continue;
    if (
      titledPerson(reading, cast, i) ||
      givenName(reading, cast, i) ||
      stateOffice(reading, cast, i) ||
      organisation(reading, cast, i)
    ) {
      i = (cast.at[i]?.to ?? i + 1) - 1;
    }
  }
}

/** "The Tunisian government", "the foreign ministry of France": an office that stands for its state. */
function stateOffice(reading: Reading, cast: Cast, i: number): boolean {
  if (reading.lexicon.pack.order !== 'vso' || !is(reading, i, 'institution')) return false;
  let at = i;
  while (is(reading, at, 'institution')) at++;
  const state = matchAt(reading, at, 'state');
  if (!state || !isFree(cast, i, state.to)) return false;
  const { code } = state.meaning;
  mention(
    cast,
    entityOf(cast, { id: code, name: reading.lexicon.stateNames[code] ?? code, kind: 'state', state: code }),
    i,
    state.to,
    at,
  );
  return true;
}

type Title = { to: number; state: string | null; titled: boolean };

/** Reads a title at `i`: roles, nisba adjectives, the office's body, honorifics; up to where a name may begin. */
function title(reading: Reading, i: number): Title | null {
  let at = i;
  let state: string | null = null;
  let titled = false;
  const end = reading.sentences[reading.sentenceOf[i] ?? 0]?.to ?? at;
  while (at < end) {
    const role = matchAt(reading, at, 'role');
    const land = matchAt(reading, at, 'state');
    const body = matchAt(reading, at, 'organisation');
    const first = at === i;
    if (role && (first || titled)) {
      at = role.to;
      titled = true;
    } else if (is(reading, at, 'honorific')) {
      at++;
      titled = true;
      // "Dr." and the like
      if (reading.tokens[at]?.norm === '.') at++;
    } else if (!first && titled && land && !reading.lexicon.given.has(reading.tokens[at]?.norm ?? '')) {
      state ??= land.meaning.code;
      at = land.to;
    } else if (!first && titled && body) {
      state ??= body.meaning.state;
      at = body.to;
    } else if (!first && titled && (is(reading, at, 'former') || isOffice(reading, at))) at++;
    else if (!first && titled && placeEnd(reading, at) > at) at = placeEnd(reading, at);
    else break;
  }
  return titled ? { to: at, state, titled } : null;
}

/** Where "in the province of Jeddah", "in Jeddah" ends behind a title; `i` itself where no such phrase begins. */
function placeEnd(reading: Reading, i: number): number {
  const bound = reading.alternatives[i]?.some((word) => word.preposition && !word.suffix) ?? false;
  if (!bound) return i;
  if (!is(reading, i, 'place-word')) return matchAt(reading, i, 'place')?.to ?? i;
  return (matchAt(reading, i + 1, 'place') ?? matchAt(reading, i + 1, 'state'))?.to ?? i + 1;
}

/** A word of the office itself: "of the government of national accord", a definite adjective after the role. */
function isOffice(reading: Reading, i: number): boolean {
  if (isFunctionWord(reading, i) || reading.tokens[i]?.kind !== 'word') return false;
  if (is(reading, i, 'body') || is(reading, i, 'institution')) return true;
  const words = reading.alternatives[i] ?? [];
  if (reading.lexicon.given.has(reading.tokens[i]?.norm ?? '')) return false;
  // A definite word after a body or another definite word goes on describing the office.
  const definite = words.some((word) => word.article);
  const before = reading.alternatives[i - 1] ?? [];
  if (
    definite &&
    (before.some((word) => word.article || (word.preposition && !word.article)) ||
      is(reading, i - 1, 'body') ||
      is(reading, i - 1, 'institution'))
  ) {
    return true;
  }
  // "of silos and mills of ...": a bound noun with a definite one after it.
  const next = reading.alternatives[i + 1] ?? [];
  const bound = words.some((word) => (word.preposition || word.conjunction) && !word.article && word.form.length > 3);
  return (
    bound && next.some((word) => word.article && !word.conjunction && !word.preposition) && !matchAt(reading, i, 'role')
  );
}

function titledPerson(reading: Reading, cast: Cast, i: number): boolean {
  if (!matchAt(reading, i, 'role') && !is(reading, i, 'honorific')) return false;
  const found = title(reading, i);
  if (!found) return false;
  const core = skipField(reading, cast, found.to, i) ?? skipComma(reading, skipQuote(reading, found.to));
  const to = nameEnd(reading, cast, core);
  if (to === core || !announces(reading, i, core)) return false;
  person(reading, cast, i, core, to, found.state);
  return true;
}

/** "The expert on Gulf affairs Dr. Vogel": past what a definite title is for; null where no name stands behind it. */
function skipField(reading: Reading, cast: Cast, to: number, from: number): number | null {
  if (!reading.alternatives[from]?.some((word) => word.article)) return null;
  const bound = reading.alternatives[to]?.some((word) => word.preposition && isNoun(reading, word.form)) ?? false;
  if (!is(reading, to, 'preposition') && !is(reading, to, 'spokesman-of') && !bound) return null;
  const end = Math.min(reading.sentences[reading.sentenceOf[to] ?? 0]?.to ?? to, to + 8);
  for (let at = to + 1; at < end; at++) {
    if (
      reading.tokens[at]?.kind !== 'word' ||
      is(reading, at, 'complementiser') ||
      is(reading, at, 'relative') ||
      cast.at[at]
    )
      return null;
    if (is(reading, at, 'preposition') && !reading.lexicon.given.has(reading.tokens[at]?.norm ?? '')) continue;
    if (
      isBareVerb(reading, at) ||
      (matchAt(reading, at, 'speech') && !reading.lexicon.given.has(reading.tokens[at]?.norm ?? ''))
    )
      return null;
    if (is(reading, at, 'honorific')) {
      let core = at;
      while (is(reading, core, 'honorific')) core++;
      return nameEnd(reading, cast, core) > core ? core : null;
    }
    if (at < to + 2 && !bound) continue;
    const named = nameEnd(reading, cast, at);
    const given = reading.lexicon.given.has(reading.tokens[at]?.norm ?? '');
    if (named >= at + 2 && (given || !isKnown(reading, at))) return at;
  }
  return null;
}

/** Whether a list of the pack has the word. */
function isKnown(reading: Reading, i: number): boolean {
  return (reading.classes[i]?.size ?? 0) > 0 || (reading.alternatives[i]?.some(({ article }) => article) ?? false);
}

/** A name follows a definite title ("the engineer Ali"); after an indefinite one ("a military expert") only a given name. */
function announces(reading: Reading, from: number, core: number): boolean {
  if (
    !reading.lexicon.clitics ||
    reading.lexicon.given.has(reading.tokens[core]?.norm ?? '') ||
    is(reading, core, 'particle')
  )
    return true;
  for (let i = from; i < core; i++) {
    if (is(reading, i, 'honorific') || matchAt(reading, i, 'organisation')) return true;
    if (reading.alternatives[i]?.some((word) => word.article)) return true;
    const state = matchAt(reading, i, 'state');
    if (state && state.meaning.as !== 'adjective') return true;
  }
  return false;
}

/** "The head of the movement, Rashid ...": the name between commas. */
function skipComma(reading: Reading, i: number): number {
  if (!/^[،,]$/u.test(reading.tokens[i]?.norm ?? '')) return i;
  let at = i + 1;
  while (is(reading, at, 'honorific')) at++;
  return at > i + 1 || reading.lexicon.given.has(reading.tokens[at]?.norm ?? '') || is(reading, at, 'particle')
    ? at
    : i;
}

function skipQuote(reading: Reading, i: number): number {
  const token = reading.tokens[i];
  return token?.norm === '"' || token?.norm === '«' ? i + 1 : i;
}

/** Where the name that begins at `core`, or has `before` words before it, ends; `core` itself where none goes on. */
export function nameEnd(reading: Reading, cast: Cast, core: number, before = 0): number {
  const end = reading.sentences[reading.sentenceOf[core] ?? 0]?.to ?? core;
  let at = core;
  let words = before;
  while (at < end && words < 4 && !cast.at[at]) {
    const particle = is(reading, at, 'particle') && at + 1 < end;
    const opened = particle && opensName(reading, at);
    if (!particle && !isNameWord(reading, at, words)) break;
    at++;
    words++;
    // "Nasrallah", "Salah al-Din" in two words.
    if (!particle && at < end && is(reading, at, 'name-closing') && !cast.at[at]) at++;
    if (!particle) continue;
    // After "abd", "abu" a word with its article, or a title (آل الشيخ), is the name itself.
    if (!opened && !isNameWord(reading, at, words) && !is(reading, at, 'honorific'))
      return words - 1 > before ? at - 1 : core;
    at++;
  }
  if (words === 1 && at === core + 1 && looksVerbal(reading, core)) return core;
  return words > before ? at : core;
}

/** "Abd al-Majid": a word that makes a name of whatever definite word stands behind it. */
function opensName(reading: Reading, i: number): boolean {
  return (
    is(reading, i, 'name-opening') &&
    (reading.alternatives[i + 1]?.some((word) => word.article && !word.conjunction && !word.preposition) ?? false)
  );
}

const WORDS_OF_THEIR_OWN: Meaning['type'][] = [
  'speech',
  'frame',
  'role',
  'state',
  'organisation',
  'pair',
  'leaders',
  'own-state',
  'how',
  'place',
];

/** A word that can be part of a name: no grammar, no cue, no office, no common word, not bound to a preposition. */
function isNameWord(reading: Reading, i: number, words: number): boolean {
  const token = reading.tokens[i];
  if (token?.kind !== 'word') return false;
  if (isFunctionWord(reading, i)) return isSpeltAsGiven(reading, i, words);
  const written = token.norm;
  if (reading.lexicon.given.has(written)) return true;
  if (/\p{N}/u.test(written) || isInflected(reading, i)) return false;
  // "Yassine Brahim and Fawzi": the second name is another's.
  if (
    words > 0 &&
    reading.alternatives[i]?.some(
      ({ form, conjunction, preposition, suffix }) =>
        conjunction && !preposition && !suffix && reading.lexicon.given.has(form),
    )
  )
    return false;
  // A verb takes no preposition: "Kerry" is not "as he sees".
  if (isBareVerb(reading, i)) return false;
  for (const name of ['common', 'people', 'text', 'body', 'institution', 'unit', 'day-part', 'former', 'honorific']) {
    if (is(reading, i, name) && !(words === 1 && is(reading, i, 'ordinal'))) return false;
  }
  const bare = reading.alternatives[i]?.find((word) => word.form === written);
  if (!bare) return false;
  if (reading.alternatives[i]?.some((word) => word.preposition && !word.article && isNoun(reading, word.form)))
    return false;
  const definite =
    reading.alternatives[i]?.some((word) => word.article && !word.conjunction && !word.preposition) ?? false;
  // Kings and popes: "Muhammad the Sixth".
  if (words === 1 && definite && is(reading, i, 'ordinal')) return true;
  for (const type of WORDS_OF_THEIR_OWN) {
    const match = matchAt(reading, i, type);
    if ((type === 'speech' || type === 'frame') && match?.word.preposition) continue;
    // Family names that a place or a people gave: al-Masri, al-Baghdadi.
    const origin =
      type === 'place' || (match?.meaning.type === 'state' && match.meaning.as === 'adjective' && definite);
    if (match && !(words > 0 && origin)) return false;
  }
  if (is(reading, i, 'ordinal')) return false;
  // A first name bears no article; a family name may.
  return definite ? words > 0 : written.length > 1;
}

/** A given name that the fold makes a small word ("Ali" and "on"): spelt as the name, beside another name. */
function isSpeltAsGiven(reading: Reading, i: number, words: number): boolean {
  const token = reading.tokens[i];
  const { given, pack } = reading.lexicon;
  if (!token || !pack.names.spelt.includes(reading.text.slice(token.start, token.end))) return false;
  if (given.has(reading.tokens[words > 0 ? i - 1 : i + 1]?.norm ?? '')) return true;
  // After a title, a family name with its article does as well: "the director Ali al-Shamrani".
  const family =
    reading.alternatives[i + 1]?.some((word) => word.article && !word.conjunction && !word.preposition) ?? false;
  return words === 0 && family && isNameWord(reading, i + 1, 1);
}

function isBareVerb(reading: Reading, i: number): boolean {
  if (!is(reading, i, 'verb')) return false;
  const { classes } = reading.lexicon;
  return (
    reading.alternatives[i]?.some(
      ({ form, preposition }) => !preposition && (classes.get(form)?.includes('verb') ?? false),
    ) ?? false
  );
}

/** A form that nouns and verbs have and names have not, by the pack's pattern. */
function isInflected(reading: Reading, i: number): boolean {
  const token = reading.tokens[i];
  if (!token || !reading.lexicon.notName) return false;
  return reading.lexicon.notName.test(reading.text.slice(token.start, token.end));
}

const OPEN = new Set(['common', 'people', 'text', 'body', 'institution', 'unit', 'negation', 'determiner']);

/** A word that the pack knows, or one with the feminine ending of abstract nouns. */
function isNoun(reading: Reading, form: string): boolean {
  const known = reading.lexicon.classes.get(form)?.some((name) => OPEN.has(name)) ?? false;
  const feminine = foldText(reading.lexicon.pack.script.feminine ?? '');
  return known || (feminine !== '' && form.length > 3 && form.endsWith(feminine));
}

function looksVerbal(reading: Reading, i: number): boolean {
  const word = reading.tokens[i]?.norm ?? '';
  return (reading.lexicon.verbal?.test(word) ?? false) && !reading.lexicon.given.has(word);
}

/** A given name with what follows it, and a title that stands after. */
function givenName(reading: Reading, cast: Cast, i: number): boolean {
  const word = reading.alternatives[i]?.find(
    ({ form, article, suffix }) => !article && !suffix && reading.lexicon.given.has(form),
  );
  // "Ould Cheikh Ahmed", "Bin Ali": a family name that begins with its particle.
  const next = reading.tokens[i + 1]?.norm ?? '';
  const family =
    !word &&
    is(reading, i, 'particle') &&
    (reading.lexicon.given.has(next) || is(reading, i + 1, 'honorific') || opensName(reading, i));
  if ((!word && !family) || is(reading, i, 'common') || isFunctionWord(reading, i)) return false;
  if (matchAt(reading, i, 'state') || matchAt(reading, i, 'place')) return false;
  const to = nameEnd(reading, cast, i + 1, is(reading, i, 'particle') ? 0 : 1);
  if (to === i + 1) return false;
  const comma = /^[،,]$/u.test(reading.tokens[to]?.norm ?? '');
  const after = title(reading, comma ? to + 1 : to);
  const entity = person(reading, cast, i, i, to, after?.state ?? null);
  if (after && after.to > to) {
    entity.role ??= wordsOf(reading, comma ? to + 1 : to, after.to);
    const made = entity.mentions.at(-1);
    if (made && isFree(cast, to, after.to)) {
      made.to = after.to;
      for (let at = to; at < after.to; at++) cast.at[at] = made;
    }
  }
  return true;
}

function person(reading: Reading, cast: Cast, from: number, core: number, to: number, state: string | null): Entity {
  const name = bareName(reading, core, to);
  const words = name.split(' ');
  const known =
    termPerson(reading, cast, core, to) ??
    cast.entities.find((entity) => {
      if (entity.kind !== 'person') return false;
      const other = entity.name.split(' ');
      if (words.length === 1) return other.at(-1) === name || other[0] === name;
      if (entity.name.endsWith(` ${name}`)) return true;
      return entity.name === name || (other.at(-1) === words.at(-1) && (other[0] === words[0] || other.length === 1));
    });
  const entity = known ?? entityOf(cast, { name, kind: 'person', state });
  if (name.length > entity.name.length) entity.name = name;
  if (core > from) entity.role ??= writtenRole(reading, from, core).replace(/[\s"«]+$/u, '');
  entity.state ??= state;
  mention(cast, entity, from, to, core);
  return entity;
}

/** A title as it is written, without the "and" that joins it to what stands before. */
function writtenRole(reading: Reading, from: number, to: number): string {
  const joined = matchAt(reading, from, 'role')?.word.conjunction ?? false;
  return wordsOf(reading, from, to).slice(joined ? 1 : 0);
}

/** The name without a clitic conjunction or preposition on its first word. */
function bareName(reading: Reading, from: number, to: number): string {
  const written = wordsOf(reading, from, to);
  const token = reading.tokens[from];
  const word = reading.alternatives[from]?.find(
    ({ form, article, suffix }) => !article && !suffix && reading.lexicon.given.has(form),
  );
  const cut = token && word && word.form !== token.norm ? token.norm.length - word.form.length : 0;
  return written.slice(cut);
}

// ---------------------------------------------------------------- organisations

/** A head noun (committee, company ...) with the definite words that belong to it. */
function organisation(reading: Reading, cast: Cast, i: number): boolean {
  if (!is(reading, i, 'body')) return false;
  if (matchAt(reading, i, 'organisation')) return false;
  const to = bodyEnd(reading, cast, i);
  if (to < i + 2) return false;
  const name = bareHead(reading, i, to);
  let state: string | null = null;
  for (let at = i; at < to; at++) state ??= matchAt(reading, at, 'state')?.meaning.code ?? null;
  const known = cast.entities.find((entity) => entity.kind === 'organisation' && entity.name === name);
  mention(cast, known ?? entityOf(cast, { name, kind: 'organisation', state }), i, to);
  return true;
}

/** A preposition and an article written as one at the front of a word ("of the"). */
function isContracted(reading: Reading, i: number): boolean {
  const written = reading.tokens[i]?.norm ?? '';
  return reading.lexicon.clitics?.contractions.some((one) => written.startsWith(one.written)) ?? false;
}

function endsFeminine(reading: Reading, i: number): boolean {
  return reading.text[(reading.tokens[i]?.end ?? 0) - 1] === reading.lexicon.pack.script.feminine;
}

function bodyEnd(reading: Reading, cast: Cast, i: number): number {
  const end = Math.min(reading.sentences[reading.sentenceOf[i] ?? 0]?.to ?? i, i + 9);
  let at = i + 1;
  const headDefinite = reading.alternatives[i]?.some((word) => word.article) ?? false;
  while (at < end && !cast.at[at]) {
    const token = reading.tokens[at];
    if (token?.kind !== 'word' || isFunctionWord(reading, at) || is(reading, at, 'verb')) break;
    if (matchAt(reading, at, 'speech') || matchAt(reading, at, 'frame')) break;
    const words = reading.alternatives[at] ?? [];
    // "of the" is written onto its word (للكهرباء); "in the", "by the" begin something else.
    const definite = words.some((word) => word.article && (!word.preposition || isContracted(reading, at)));
    const bare = !definite && at === i + 1 && !headDefinite;
    // "called the party to a meeting": what comes after the definite head with "to" is no part of its name.
    if (
      headDefinite &&
      at === i + 1 &&
      (isContracted(reading, at) || words.some((word) => word.conjunction && word.article))
    )
      break;
    // "King Abdulaziz University": a person's name inside.
    const named = is(reading, at, 'honorific') || matchAt(reading, at, 'role') ? nameEnd(reading, cast, at + 1) : at;
    if (named > at + 1) {
      at = named;
      continue;
    }
    // "Party of the Horizons of Tunisia": a state is definite without an article, and closes the name.
    const land = !headDefinite ? matchAt(reading, at, 'state') : undefined;
    if (land && land.meaning.as !== 'adjective' && !land.word.preposition && !land.word.conjunction) return land.to;
    if (!definite && !bare) break;
    // "the ministry the people": what does not agree is no adjective of it.
    if (
      headDefinite &&
      at === i + 1 &&
      endsFeminine(reading, i) &&
      !endsFeminine(reading, at) &&
      !isContracted(reading, at)
    )
      break;
    // "... and the representative", "... and the United Nations": somebody else.
    const other =
      matchAt(reading, at, 'role') ||
      matchAt(reading, at, 'organisation') ||
      matchAt(reading, at, 'state') ||
      is(reading, at, 'people') ||
      is(reading, at, 'body');
    if (other && words.some((word) => word.conjunction)) break;
    at++;
  }
  // An indefinite head with one bare word after it ("a big company") is no name.
  const named = reading.alternatives[at - 1]?.some((word) => word.article);
  return named || headDefinite ? at : i + 1;
}

function bareHead(reading: Reading, from: number, to: number): string {
  const written = wordsOf(reading, from, to);
  const token = reading.tokens[from];
  const head = reading.alternatives[from]?.find(
    ({ form, suffix }) => !suffix && (reading.lexicon.classes.get(form)?.includes('body') ?? false),
  );
  if (!token || !head) return written;
  const cut = token.norm.length - head.form.length;
  // للشركة and والشركة are الشركة.
  if (head.article) return `${reading.lexicon.clitics?.articles[0] ?? ''}${written.slice(cut)}`;
  return cut > 0 && cut <= 2 ? written.slice(cut) : written;
}
