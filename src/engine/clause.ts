import type { Cast } from './cast.ts';
import type { Predicate, Voice } from './predicate.ts';
import { is, type Match, type Reading } from './reading.ts';
import { type Memory, remember } from './refer.ts';
import type { Sentence } from './segment.ts';
import { findSubject } from './subject.ts';
import { phraseEnd } from './subject-after.ts';

/** The predicates of a sentence, in order, with their subjects resolved against what came before. */
export function predicates(reading: Reading, cast: Cast, memory: Memory, sentence: Sentence): Predicate[] {
  const found: Predicate[] = [];
  for (let i = sentence.from; i < sentence.to; i++) {
    const match = verbMatch(reading, cast, i, found);
    if (!match) continue;
    const made = predicate(reading, cast, memory, sentence, match, found);
    // "must agree": the obligation is the point; "will support": what is to be done is.
    const modal = found.at(-1);
    if (
      modal &&
      modal.match.from >= made.from &&
      modal.match.to <= made.match.from &&
      modal.match.meaning.type === 'frame'
    ) {
      if (modal.match.meaning.frame.kind === 'calls-for') continue;
      if (made.match.meaning.type === 'frame') found.pop();
    }
    found.push(made);
    if (made.subject && !made.subject.carried) remember(memory, made.subject.entities);
    i = match.to - 1;
  }
  return found;
}

/** The longest cue at a token; a frame before a verb of saying of the same length. */
function verbMatch(reading: Reading, cast: Cast, i: number, before: Predicate[]): Match | null {
  const all = reading.matches[i];
  if (!all?.length || (before.at(-1)?.match.to ?? 0) > i) return null;
  const here = cast.at[i];
  if (here && i > here.from) return null;
  if (here && reading.cased && reading.tokens[i]?.capital) return null;
  const matches = all.filter(
    ({ meaning, word }) =>
      (meaning.type === 'frame' || (meaning.type === 'speech' && meaning.how !== 'according')) && !word.preposition,
  );
  const fitting = matches.filter((match) => takesItsObject(reading, cast, match));
  const longest = reading.lexicon.pack.order === 'vso' ? nearest(fitting) : fitting[0];
  if (!longest) return null;
  return fitting.find((match) => match.to === longest.to && match.meaning.type === 'frame') ?? longest;
}

/** The longest cue; of those that skip a subject, the one whose object comes first ("stressed the need to support" is no support). */
function nearest(matches: Match[]): Match | undefined {
  const [gapped] = matches.filter(({ gap, to }) => gap < to).sort((a, b) => a.to - b.to);
  const whole = matches.find(({ gap, to }) => gap === to);
  // "expressed ... of readiness": the object that tells what is meant ends the same words, one word on.
  const closer =
    gapped?.meaning.type === 'speech'
      ? matches.find(({ gap, to }) => gap === gapped.gap && to === gapped.to + 1)
      : undefined;
  if (closer) return closer;
  return gapped && (!whole || whole.to - whole.from === 1) ? gapped : (whole ?? gapped);
}

/** Whether a cue that wants somebody and an infinitive has them: "told him to go", not "told him that it was late". */
function takesItsObject(reading: Reading, cast: Cast, match: Match): boolean {
  const { meaning } = match;
  if (meaning.type !== 'frame' || meaning.frame.object !== 'infinitive' || reading.lexicon.pack.order !== 'svo')
    return true;
  const end = reading.sentences[reading.sentenceOf[match.from] ?? 0]?.to ?? match.to;
  let at = match.to;
  while (at < end && at - match.to < 16) {
    while (is(reading, at, 'negation')) at++;
    if (is(reading, at, 'infinitive') && is(reading, at - 1, 'question')) return false;
    if (
      is(reading, at, 'infinitive') &&
      !cast.at[at + 1] &&
      !is(reading, at + 1, 'determiner') &&
      !is(reading, at + 1, 'own') &&
      !is(reading, at + 1, 'people')
    )
      return meaning.frame.actor !== 'addressee' || at > match.to || is(reading, at - 1, 'infinitive');
    if (is(reading, at, 'complementiser') || is(reading, at, 'subordinator')) return false;
    const next = phraseEnd(reading, cast, at, end);
    const named =
      cast.at[at + 1] !== undefined ||
      is(reading, at + 1, 'determiner') ||
      is(reading, at + 1, 'own') ||
      is(reading, at + 1, 'people');
    const joins =
      is(reading, at, 'preposition') || (named && (reading.tokens[at]?.norm === ',' || is(reading, at, 'conjunction')));
    if (next > at) at = next;
    else if (joins) at++;
    else return false;
  }
  return false;
}

export function predicate(
  reading: Reading,
  cast: Cast,
  memory: Memory,
  sentence: Sentence,
  match: Match,
  before: Predicate[],
): Predicate {
  const lead = leadIn(reading, sentence, match);
  const voice = voiceOf(reading, match, lead.from);
  const made: Predicate = {
    match,
    from: lead.from,
    to: match.to,
    voice,
    negated: lead.negated,
    conditional: false,
    subject: null,
    patient: null,
    inverted: false,
    joined: false,
  };
  if (voice === 'noun') return made;
  findSubject(reading, cast, memory, sentence, made, before);
  if (made.subject && !made.subject.carried && is(reading, made.subject.from, 'negation')) made.negated = !made.negated;
  if (isSubjunctive(reading, made) || goesOnInfinitive(reading, made, before)) made.voice = 'infinitive';
  made.conditional = isConditional(
    reading,
    sentence,
    Math.min(made.subject?.carried ? made.from : (made.subject?.from ?? made.from), made.from),
  );
  return made;
}

/** Walks left over auxiliaries, adverbs and negation that belong to the verb. */
function leadIn(reading: Reading, sentence: Sentence, match: Match): { from: number; negated: boolean } {
  let from = match.from;
  let negated = false;
  const opening = reading.classes[match.from];
  // A cue that is itself a "not" ("there is no way but to") means what it says.
  if (opening?.has('negation') && match.slot !== '') negated = true;
  while (from > sentence.from) {
    const j = from - 1;
    if (is(reading, j, 'negation')) negated = true;
    else if (is(reading, j, 'determiner') || is(reading, j, 'complementiser')) break;
    else if (
      !is(reading, j, 'auxiliary') &&
      !is(reading, j, 'be') &&
      !is(reading, j, 'adverb') &&
      !is(reading, j, 'future')
    )
      break;
    from = j;
  }
  for (let i = match.from; i < match.to; i++) if (is(reading, i, 'negation') && match.slot !== '') negated = true;
  // "For its part the ministry called": an adverb in front of a verb that begins its clause is no part of it.
  if (reading.lexicon.pack.order === 'vso')
    while (
      from < match.from &&
      is(reading, from, 'adverb') &&
      !is(reading, from, 'negation') &&
      !is(reading, from, 'doubt')
    )
      from++;
  return { from, negated };
}

function voiceOf(reading: Reading, match: Match, leadFrom: number): Voice {
  const slot = match.slot;
  const before = match.from - 1;
  const aux = (name: string) => {
    for (let i = leadFrom; i < match.from; i++) if (is(reading, i, name)) return true;
    return false;
  };
  if (slot === 'noun') return 'noun';
  if (slot === 'passive') return 'passive';
  if (slot.startsWith('participle')) {
    if (match.meaning.type === 'frame' && reading.lexicon.pack.order === 'svo' && isGerund(reading, match))
      return 'noun';
    return aux('be') ? 'finite' : 'participle';
  }
  if (reading.lexicon.pack.order === 'vso') {
    // Many a past tense is spelt as its noun: after a preposition it is the noun.
    return slot.startsWith('past') && !match.word.conjunction && is(reading, before, 'preposition') ? 'noun' : 'finite';
  }
  const noun =
    is(reading, before, 'determiner') ||
    is(reading, before, 'own') ||
    reading.tokens[before]?.norm === "'s" ||
    is(reading, before, 'preposition');
  if (noun && (slot === 'base' || slot === 'present' || slot === 'past'))
    return is(reading, before, 'infinitive') ? 'infinitive' : 'noun';
  if (slot === 'base' && is(reading, leadFrom - 1, 'infinitive')) return 'infinitive';
  if ((slot === 'past' || slot === 'pastp') && aux('be')) return 'passive';
  if ((slot === 'past' || slot === 'pastp') && is(reading, match.to, 'agent')) return 'passive';
  return 'finite';
}

/** "demanded that Israel ease restrictions": the bare form after one subject tells no fact. */
function isSubjunctive(reading: Reading, made: Predicate): boolean {
  const { subject, match } = made;
  if (match.slot !== 'base' || !subject || subject.carried || made.from < match.from || subject.by !== 'name')
    return false;
  if (reading.lexicon.pack.order !== 'svo' || subject.from >= made.from) return false;
  if (!is(reading, subject.from - 1, 'complementiser')) return false;
  return subject.entities.length === 1 && subject.entities[0]?.plural === false && subject.entities[0].kind !== 'group';
}

/** "to de-escalate, pursue talks and abide by ...": a bare form after an infinitive goes on with it. */
function goesOnInfinitive(reading: Reading, made: Predicate, before: Predicate[]): boolean {
  if (made.match.slot !== 'base' || !made.joined || made.from < made.match.from) return false;
  const last = before.at(-1);
  for (let i = last?.to ?? made.from; i < made.from; i++) if (is(reading, i, 'infinitive')) return true;
  return last?.voice === 'infinitive';
}

/** "by asking", "of supporting"; "Refusing to vote will ...": a gerund, at the head of its clause with no comma after it. */
function isGerund(reading: Reading, match: Match): boolean {
  const before = match.from - 1;
  if (is(reading, before, 'preposition')) return true;
  const sentence = reading.sentences[reading.sentenceOf[match.from] ?? 0];
  const opens =
    sentence?.from === match.from ||
    is(reading, before, 'complementiser') ||
    /^["“(:]$/u.test(reading.tokens[before]?.norm ?? '');
  if (!opens || !sentence) return false;
  for (let i = match.to; i < sentence.to; i++) if (reading.tokens[i]?.norm === ',') return false;
  return true;
}

/** Whether an "if" governs the clause that begins at `from`. */
function isConditional(reading: Reading, sentence: Sentence, from: number): boolean {
  for (let i = from - 1; i >= Math.max(sentence.from, from - 3); i--) {
    if (is(reading, i, 'conditional')) return true;
    if (reading.tokens[i]?.kind === 'mark') break;
  }
  return is(reading, from, 'conditional') || is(reading, clauseHead(reading, sentence, from), 'conditional');
}

/** The first word of the sentence, or of what a complementiser or a quotation opens in it: an "if" there holds for all. */
function clauseHead(reading: Reading, sentence: Sentence, before: number): number {
  for (let i = before - 1; i >= sentence.from; i--) {
    if (is(reading, i, 'complementiser') || /^["“«:;؛]$/u.test(reading.tokens[i]?.norm ?? '')) return i + 1;
  }
  return sentence.from;
}
