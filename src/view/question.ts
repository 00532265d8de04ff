import { type Briefing, KINDS, type Kind } from '../core/briefing.ts';
import { InterfaceLanguage, type Topic } from '../core/topic.ts';
import { commonWords, concepts } from '../languages/concepts.ts';
import { oncePer } from '../languages/load.ts';
import { findPhrases, type Phrases, phrasesOf } from '../languages/phrases.ts';
import { QUESTION_WORDS, type QuestionWord, questionWords } from '../languages/questions.ts';
import { type Token, tokensOf } from '../languages/stem.ts';
import { type Entity, knownOffices, knownOrganisations, knownStates, namesOf } from './entities.ts';

/** Something that an answer has to be about. `subject`: it must have said or done it, not only occur. */
export type Need =
  | { is: 'entity'; entity: Entity; subject: boolean }
  | { is: 'concept'; id: string }
  | { is: 'kind'; kinds: readonly Kind[] }
  | { is: 'word'; token: Token };

/**
 * A question taken apart: what kind of answer it wants, and what that answer must be about. Of each group of needs one
 * must be met: a word may be read in several ways.
 */
export type Question = { language: InterfaceLanguage; words: ReadonlySet<QuestionWord>; needs: Need[][] };

type Meaning = { is: 'word'; word: QuestionWord } | { is: 'concept'; id: string } | Entity;
type Span = { meanings: Meaning[]; tokens: Token[]; afterComma: boolean };

/** What binds the one who says it: a promise in the wide sense. */
const BINDING: readonly Kind[] = ['pledged', 'agreed', 'intends', 'ready', 'supports'];
/** Words that ask. */
const ASKS: readonly QuestionWord[] = ['who', 'what', 'when', 'where', 'how', 'why', 'count'];

/** Takes a question apart. Without a language it is told from the words. */
export function understand(text: string, language: string | null, briefing: Briefing, topic: Topic | null): Question {
  const known = InterfaceLanguage.safeParse(language ?? languageOf(text));
  const code = known.success ? known.data : languageOf(text);
  const spans = joinOffices(spansOf(text, code, briefing, topic));
  const words = new Set(spans.flatMap(({ meanings }) => meanings.flatMap((m) => (m.is === 'word' ? [m.word] : []))));
  return { language: code, words, needs: needsOf(spans, words) };
}

/** The language of a question among the six: by script, and for Latin script by whose question words it has most of. */
export function languageOf(text: string): InterfaceLanguage {
  if (/\p{Script=Arabic}/u.test(text)) return 'ar';
  if (/\p{Script=Han}/u.test(text)) return 'zh';
  if (/\p{Script=Cyrillic}/u.test(text)) return 'ru';
  const score = (language: InterfaceLanguage) => {
    const tokens = tokensOf(text, language);
    const known = findPhrases(tokens, wordPhrases(language)).flatMap(({ from, to }) => tokens.slice(from, to));
    // Letters count, not words: an "a" or an "s" is in every language.
    return [...new Set(known)].reduce((sum, { word }) => sum + word.length, SIGNS[language]?.test(text) ? 6 : 0);
  };
  return (['en', 'es', 'fr'] as const).reduce((best, next) => (score(next) > score(best) ? next : best));
}

const SIGNS: Partial<Record<InterfaceLanguage, RegExp>> = { es: /[¿¡ñ]/u, fr: /[çœê]|\b[ldqnjs]['’]/iu };

const wordPhrases: (language: InterfaceLanguage) => Phrases<Meaning> = oncePer((language) =>
  phrasesOf<Meaning>(
    QUESTION_WORDS.map((word) => ({ value: { is: 'word', word }, words: questionWords()[language][word] })),
    language,
  ),
);

const subjectPhrases: (language: InterfaceLanguage) => Phrases<Meaning> = oncePer((language) =>
  phrasesOf<Meaning>(
    Object.entries({ ...concepts(), ...commonWords() }).map(([id, words]) => ({
      value: { is: 'concept', id },
      words: words[language],
    })),
    language,
  ),
);

function spansOf(text: string, language: InterfaceLanguage, briefing: Briefing, topic: Topic | null): Span[] {
  const tokens = tokensOf(text, language);
  const names = namesOf(briefing, topic, language);
  const matches = findPhrases<Meaning>(
    tokens,
    wordPhrases(language),
    subjectPhrases(language),
    knownStates(language),
    knownOrganisations(language),
    knownOffices(language),
    names,
  );
  const spans: Span[] = [];
  for (let from = 0; from < tokens.length; ) {
    const here = matches.filter((match) => match.from === from);
    const to = here[0]?.to ?? from + 1;
    const before = text.slice(tokens[from - 1]?.end ?? 0, tokens[from]?.start);
    const meanings = here.map(({ value }) => value);
    spans.push({ meanings, tokens: tokens.slice(from, to), afterComma: /[,،，;؛；:]/u.test(before) });
    from = to;
  }
  return spans;
}

/** "The Russian foreign minister", "the president of China": an office beside a state is that state's. */
function joinOffices(spans: Span[]): Span[] {
  const joined: Span[] = [];
  for (let from = 0; from < spans.length; ) {
    const length = titleLength(spans, from);
    const run = spans.slice(from, from + length);
    const entity = length > 1 ? holder(run) : null;
    const [first] = run;
    if (entity && first) joined.push({ ...first, meanings: [entity], tokens: run.flatMap(({ tokens }) => tokens) });
    else joined.push(...run);
    from += length;
  }
  return joined;
}

/** How many spans from here on are parts of one title: offices, states, a name, an "of" between them. */
function titleLength(spans: Span[], from: number): number {
  let length = 0;
  for (let i = from; i < spans.length && !(i > from && spans[i]?.afterComma); i++) {
    const of = i > from && isOf(spans[i]) && find(spans[i - 1], 'office') && find(spans[i + 1], 'state');
    if (!of && !['office', 'state', 'name'].some((is) => find(spans[i], is))) break;
    length++;
    if (find(spans[i], 'name')) break;
  }
  return Math.max(1, length);
}

/** Whom a title means: the name at its end, else the holder of the office. Two states or two offices are no title. */
function holder(run: Span[]): Entity | null {
  const offices = run.flatMap((span) => find(span, 'office') ?? []);
  const states = run.flatMap((span) => find(span, 'state') ?? []);
  if (offices.length === 0) return null;
  const name = find(run.at(-1), 'name');
  if (name?.is === 'name') return name;
  const [office, another] = offices;
  const [state, second] = states;
  if (office?.is !== 'office' || state?.is !== 'state' || another || second) return null;
  return { is: 'office', role: office.role, state: state.code };
}

function find(span: Span | undefined, is: string): Entity | undefined {
  return span?.meanings.find((m): m is Entity => m.is === is);
}

function isOf(span: Span | undefined): boolean {
  return span?.meanings.some((m) => m.is === 'word' && m.word === 'of') ?? false;
}

function needsOf(spans: Span[], words: ReadonlySet<QuestionWord>): Need[][] {
  const needs: Need[][] = [];
  // Who spoke or acted is what "who" asks for; without a verb of saying or doing nobody is asked to have done so.
  const hasVerb = [...words].some((word) => word === 'say' || word === 'promise' || isKind(word));
  // "The call": a conversation in a question about the event, else a demand.
  const ofEvent = EVENT.some((word) => words.has(word));
  let about = false;
  let subject: 'none' | 'open' | 'joined' | 'closed' = 'none';
  for (const { meanings, tokens, afterComma } of spans) {
    const own = meanings.flatMap((m) => (m.is === 'word' ? [m.word] : []));
    if (afterComma || own.some((word) => ASKS.includes(word))) about = false;
    const entities = meanings.filter((m) => m.is !== 'word' && m.is !== 'concept');
    if (entities.length > 0) {
      const joined: boolean = subject === 'joined' || (subject === 'open' && startsWithAnd(tokens));
      const leads: boolean = hasVerb && !words.has('who') && !about && (subject === 'none' || joined);
      subject = leads ? 'open' : 'closed';
      needs.push(entities.map((entity) => ({ is: 'entity', entity, subject: leads })));
      continue;
    }
    if (own.includes('about')) about = true;
    if (subject === 'open') subject = own.includes('and') ? 'joined' : 'closed';
    const group = needOf(
      meanings,
      ofEvent ? own.filter((word) => !isKind(word) || !own.includes('spoke')) : own,
      tokens,
    );
    if (group.length > 0) needs.push(group);
  }
  return needs;
}

/** Arabic writes "and" onto the name that it joins. */
function startsWithAnd(tokens: Token[]): boolean {
  return tokens[0]?.word.startsWith('و') ?? false;
}

const EVENT: readonly QuestionWord[] = ['part', 'when', 'where', 'how'];
const LOOSE: readonly QuestionWord[] = [...ASKS, 'about', 'and', 'of', 'say', 'stop'];

function needOf(meanings: Meaning[], own: QuestionWord[], tokens: Token[]): Need[] {
  if (own.some((word) => LOOSE.includes(word))) return [];
  const subjects = meanings.flatMap((m): Need[] => (m.is === 'concept' ? [m] : []));
  if (own.includes('promise')) return [{ is: 'kind', kinds: BINDING }, ...subjects];
  const kinds = own.flatMap((word) => (isKind(word) ? [word] : []));
  if (kinds.length > 0) return [{ is: 'kind', kinds }, ...subjects];
  if (own.length > 0) return subjects;
  const words = tokens.map((token): Need => ({ is: 'word', token }));
  // A common word may be met by itself, too: in the article's own language, or in a translation.
  if (subjects.length > 0) return tokens.length === 1 ? [...subjects, ...words] : subjects;
  return words;
}

function isKind(word: string): word is Kind {
  return (KINDS as readonly string[]).includes(word);
}
