import { agrees, suits, takesSubject } from './agreement.ts';
import { type Cast, type Entity, entityOf, mention } from './cast.ts';
import { nameEnd } from './name-uncased.ts';
import { is, type Match, matchAt, type Reading, wordsOf } from './reading.ts';
import { lastPair, type Memory, newMemory, type Party, remember, resolve } from './refer.ts';
import type { Sentence } from './segment.ts';

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
  if ((before.at(-1)?.match.to ?? 0) > i) return null;
  const here = cast.at[i];
  if (here && i > here.from) return null;
  if (here && reading.cased && reading.tokens[i]?.capital) return null;
  const matches = (reading.matches[i] ?? []).filter(
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

function predicate(
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

/** Whose act a sentence tells: the subject of its first finite verb of any kind. */
export function mainSubject(
  reading: Reading,
  cast: Cast,
  sentence: Sentence,
  memory: Memory = newMemory(),
): Party | null {
  for (let i = sentence.from + 1; i < sentence.to; i++) {
    if (cast.at[i] || is(reading, i - 1, 'determiner') || is(reading, i - 1, 'infinitive')) continue;
    const finite =
      is(reading, i, 'auxiliary') || is(reading, i, 'be') || is(reading, i, 'future') || isFiniteVerb(reading, i);
    if (!finite) continue;
    const party = subjectBefore(reading, cast, memory, sentence, i);
    if (party && party !== 'carried') return party;
  }
  return null;
}

// ---------------------------------------------------------------- subjects

function findSubject(
  reading: Reading,
  cast: Cast,
  memory: Memory,
  sentence: Sentence,
  made: Predicate,
  before: Predicate[],
): void {
  if (made.voice === 'participle' || made.voice === 'infinitive') {
    made.joined = made.voice === 'participle';
    made.subject = goesOn(reading, cast, memory, sentence, made, before);
    return;
  }
  if (made.voice === 'passive') {
    const agent = agentOf(reading, cast, memory, sentence, made.to);
    made.subject = agent ? { ...agent, carried: false } : null;
    made.inverted = agent !== null;
    const patient = subjectBefore(reading, cast, memory, sentence, made.from);
    made.patient = patient === 'carried' ? null : patient;
    return;
  }
  const vso = reading.lexicon.pack.order === 'vso';
  const found =
    vso && takesSubject(reading, made.match) && !hasSubject(reading, cast, sentence, made)
      ? subjectAfter(reading, cast, memory, sentence, made)
      : null;
  const after = found && isSubject(reading, cast, memory, made, found) ? found : null;
  const joined = vso && made.match.word.conjunction;
  const left = after ?? (joined ? 'carried' : subjectBefore(reading, cast, memory, sentence, made.from));
  // `..., said the minister`: before a subject is carried on, the place behind the verb is looked at.
  const comma = left === 'carried' && reading.tokens[made.from - 1]?.norm === ',';
  const party = vso || (left !== null && !comma) ? left : (inverted(reading, cast, memory, sentence, made) ?? left);
  made.inverted = after !== null || (party !== null && party !== 'carried' && party.from >= made.to);
  // Where the subject may be dropped, a noun that could not act is no subject but an object.
  const object =
    vso &&
    party !== null &&
    party !== 'carried' &&
    party.by === 'phrase' &&
    !party.acts &&
    !is(reading, party.from - 1, 'complementiser');
  if (party && party !== 'carried' && !object) {
    made.subject = { ...party, carried: false };
    return;
  }
  const raised = vso ? null : raisedSubject(reading, cast, memory, sentence, made, before);
  if (raised) {
    made.subject = { ...raised, carried: true };
    return;
  }
  if (vso && party === null && isModifier(reading, cast, sentence, made)) return;
  // "The match will be held": the subject of an event is a thing.
  const { meaning } = made.match;
  if (
    vso &&
    after === null &&
    (party === null || party === 'carried') &&
    meaning.type === 'frame' &&
    meaning.frame.section === 'next' &&
    made.match.slot === 'future' &&
    takesSubject(reading, made.match) &&
    (reading.alternatives[made.to]?.some((word) => word.article && !word.preposition) ?? false)
  ) {
    made.subject = { entities: [], from: made.to, to: made.to + 1, by: 'phrase', acts: false, carried: false };
    return;
  }
  // "Both sides sign", where nobody knows who they are: nobody else does.
  if (vso && takesSubject(reading, made.match) && isUnknownPair(reading, made)) {
    const entities = lastTwoPeople(cast, made.from);
    if (entities.length === 2)
      made.subject = {
        entities,
        from: made.match.gap,
        to: made.match.gap + 1,
        by: 'reference',
        acts: true,
        carried: false,
      };
    made.inverted = made.subject !== null;
    return;
  }
  made.joined = true;
  if (vso || party === 'carried') made.subject = goesOn(reading, cast, memory, sentence, made, before);
}

/** The subject that goes on from the verb before, whatever verb that is. */
function goesOn(
  reading: Reading,
  cast: Cast,
  memory: Memory,
  sentence: Sentence,
  made: Predicate,
  before: Predicate[],
): Predicate['subject'] {
  if (reading.lexicon.pack.order === 'svo' && !before.some(({ subject }) => subject)) {
    const main = mainSubject(reading, cast, { ...sentence, to: made.from }, memory);
    if (main) return { ...main, carried: true };
  }
  return carry(reading, cast, memory, made, before);
}

/** "The ministers are believed to have agreed": the subject of the passive before is who has agreed. */
function raisedSubject(
  reading: Reading,
  cast: Cast,
  memory: Memory,
  sentence: Sentence,
  made: Predicate,
  before: Predicate[],
): Party | null {
  if (!is(reading, made.from - 1, 'infinitive')) return null;
  const last = before.at(-1);
  if (last?.voice === 'passive' && last.patient && made.from - last.to <= 2) return last.patient;
  // A passive that is no cue of its own ("are thought to").
  const participle = made.from - 2;
  let start = participle;
  while (start > sentence.from && ['be', 'auxiliary', 'adverb'].some((name) => is(reading, start - 1, name))) start--;
  if (start === participle || !is(reading, start, 'be')) return null;
  const patient = subjectBefore(reading, cast, memory, sentence, start);
  return patient === 'carried' ? null : patient;
}

/** The subject that goes on: of the verb of saying before, of the verb in the same tense, or of what was told before. */
function carry(
  reading: Reading,
  cast: Cast,
  memory: Memory,
  made: Predicate,
  before: Predicate[],
): Predicate['subject'] {
  const own = { from: made.from, to: made.from, by: 'reference' as const, acts: true, carried: true };
  const earlier = made.match.meaning.type === 'speech' ? lastSpeech(before) : lastAlike(before, made);
  const dual = made.match.slot.endsWith('dual');
  if (earlier?.subject && (!dual || earlier.subject.entities.length === 2))
    return { ...earlier.subject, carried: true };
  if (dual) {
    const people = lastTwoPeople(cast, made.from);
    if (people.length === 2 && made.match.meaning.type === 'speech') return { ...own, entities: people };
    const pair = lastPair(reading, cast, made.from);
    if (pair.length) return { ...own, entities: pair };
  }
  const said = before.length === 0 && memory.speaker.length ? memory.speaker : memory.subject;
  const entities = fitting(reading, cast, memory, made, said);
  return entities.length ? { ...own, entities } : null;
}

/** Who goes on, by the verb's gender: after "the embassy", a masculine verb goes on with the man before. */
function fitting(reading: Reading, cast: Cast, memory: Memory, made: Predicate, said: Entity[]): Entity[] {
  const one = said.length === 1 ? said[0] : undefined;
  if (!one || reading.lexicon.pack.order !== 'vso' || suits(reading, cast, made.match, one)) return said;
  const other = one.kind === 'person' ? memory.body : memory.person;
  return other && suits(reading, cast, made.match, other) ? [other] : said;
}

/** Two people, and no more, named shortly before: "they two stressed". */
function lastTwoPeople(cast: Cast, before: number): Entity[] {
  const found = new Set<Entity>();
  for (let i = before - 1; i >= Math.max(0, before - 50); i--) {
    const entity = cast.at[i]?.entity;
    if (entity?.kind === 'person') found.add(entity);
  }
  return found.size === 2 ? [...found].reverse() : [];
}

function lastSpeech(before: Predicate[]): Predicate | undefined {
  return before.findLast(({ match, subject }) => subject && speaks(match)) ?? before.findLast(({ subject }) => subject);
}

function lastAlike(before: Predicate[], made: Predicate): Predicate | undefined {
  return (
    before.findLast(({ match, subject }) => subject && match.slot === made.match.slot) ??
    before.findLast(({ subject }) => subject)
  );
}

/** Whether a cue is an act of speech: a verb of saying, or a frame by which somebody speaks (calls, vows). */
export function speaks(match: Match): boolean {
  return match.meaning.type === 'speech' || (match.meaning.type === 'frame' && match.meaning.frame.speech);
}

function agentOf(reading: Reading, cast: Cast, memory: Memory, sentence: Sentence, at: number): Party | null {
  if (!is(reading, at, 'agent')) return null;
  return resolve(reading, cast, memory, at + 1, phraseEnd(reading, cast, at + 1, sentence.to));
}

/** Where a noun phrase that begins at `from` ends, to the right. */
export function phraseEnd(reading: Reading, cast: Cast, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const here = cast.at[at];
    if (here && here.to > at) {
      at = here.to;
      continue;
    }
    const token = reading.tokens[at];
    if (!token || (token.kind === 'mark' && !(token.norm === '"' && at === from))) break;
    if (
      at > from &&
      (is(reading, at, 'preposition') || is(reading, at, 'complementiser') || is(reading, at, 'relative'))
    )
      break;
    if (
      is(reading, at, 'subordinator') ||
      is(reading, at, 'infinitive') ||
      is(reading, at, 'auxiliary') ||
      is(reading, at, 'future')
    )
      break;
    if (at > from && is(reading, at, 'conjunction') && !cast.at[at + 1]) break;
    if (at > from && (is(reading, at, 'verb') || isVerb(reading, at)) && !is(reading, at, 'people')) break;
    at++;
  }
  return at;
}

function isVerb(reading: Reading, i: number): boolean {
  return (reading.matches[i] ?? []).some(
    ({ meaning, slot }) => (meaning.type === 'speech' || meaning.type === 'frame') && slot !== 'noun',
  );
}

/** The subject to the left of a verb; `carried` where a conjunction joins the verb to the one before it. */
function subjectBefore(
  reading: Reading,
  cast: Cast,
  memory: Memory,
  sentence: Sentence,
  verb: number,
): Party | 'carried' | null {
  let to = skipTime(reading, sentence, verb);
  const vso = reading.lexicon.pack.order === 'vso';
  // `that the United States "will speed up" sales`: the verb is quoted, its subject is not.
  if (
    vso &&
    to === verb &&
    to - 1 > sentence.from &&
    /^["«]$/u.test(reading.tokens[to - 1]?.norm ?? '') &&
    opensQuote(reading, to - 1)
  )
    to--;
  const direct = reading.tokens[to - 1];
  if (to <= sentence.from) return null;
  if (is(reading, to - 1, 'conjunction')) return 'carried';
  if (
    is(reading, to - 1, 'relative') ||
    (is(reading, to - 1, 'complementiser') && reading.lexicon.pack.order === 'svo')
  ) {
    to--;
    if (reading.tokens[to - 1]?.norm === ',') to--;
    if (is(reading, to, 'complementiser') && !is(reading, to, 'relative')) return null;
  } else if (
    direct?.norm === ',' ||
    direct?.norm === '،' ||
    direct?.norm === ')' ||
    direct?.norm === '-' ||
    direct?.norm === '—' ||
    direct?.norm === '–'
  ) {
    const opening = parenthesis(reading, sentence, to - 1);
    if (opening < 0) return direct.norm === ')' ? null : 'carried';
    // "The secretary, Jane Doe, approved": the name says who.
    const named = cast.at[opening + 1];
    if (direct.norm === ',' && named?.entity.kind === 'person' && named.from === opening + 1 && named.to === to - 1) {
      return { entities: [named.entity], from: named.from, to: named.to, by: 'name', acts: true };
    }
    to = opening;
  }
  if (direct && /["”»]/u.test(direct.norm) && direct.index === to - 1) return null;
  if (vso && is(reading, to - 1, 'complementiser')) {
    const raised = raisedBefore(reading, cast, memory, sentence, to - 1);
    if (raised) return raised;
  }
  const from = phraseStart(reading, cast, sentence, to);
  const bare = vso ? newNameBefore(reading, cast, sentence, verb, to) : null;
  if (bare) return bare;
  if (from >= to || (vso && !is(reading, to, 'relative') && isUnderPreposition(reading, cast, sentence, from)))
    return null;
  return resolve(reading, cast, memory, from, to);
}

/** "It has been for the president that he announced": who stands under a preposition after such a verb is the subject. */
function raisedBefore(reading: Reading, cast: Cast, memory: Memory, sentence: Sentence, that: number): Party | null {
  const to = reading.tokens[that - 1]?.kind === 'mark' ? that - 1 : that;
  const here = cast.at[to - 1];
  if (!here || here.to !== to || here.from <= sentence.from || !is(reading, here.from - 1, 'raising')) return null;
  if (!reading.alternatives[here.from]?.some(({ preposition }) => preposition)) return null;
  return resolve(reading, cast, memory, here.from, to);
}

/** "That Mordechai called for ...": one or two words that nothing explains between "that" and a verb of speech. */
function newNameBefore(reading: Reading, cast: Cast, sentence: Sentence, verb: number, to: number): Party | null {
  const speech = (reading.matches[verb] ?? []).some(
    ({ meaning, slot }) =>
      slot.startsWith('past') && (meaning.type === 'speech' || (meaning.type === 'frame' && meaning.frame.speech)),
  );
  if (!speech || to !== verb) return null;
  const from = [to - 1, to - 2].find((i) => i > sentence.from && is(reading, i - 1, 'complementiser'));
  if (from === undefined || cast.at[from] || cast.at[to - 1] || (reading.classes[from]?.size ?? 0) > 0) return null;
  if (reading.alternatives[from]?.some(({ article }) => article) || (reading.matches[from]?.length ?? 0) > 0)
    return null;
  if (nameEnd(reading, cast, from) !== to) return null;
  const entity = entityOf(cast, { name: wordsOf(reading, from, to), kind: 'person' });
  mention(cast, entity, from, to);
  return { entities: [entity], from, to, by: 'name', acts: true };
}

/** What stands after a preposition is no subject: "the consensus in Tunisia must ...". */
function isUnderPreposition(reading: Reading, cast: Cast, sentence: Sentence, from: number): boolean {
  return (
    from > sentence.from &&
    is(reading, from - 1, 'preposition') &&
    !cast.at[from - 1] &&
    !is(reading, from - 1, 'adverb')
  );
}

function isUnknownPair(reading: Reading, made: Predicate): boolean {
  return (['pair', 'leaders'] as const).some((type) => matchAt(reading, made.match.gap, type) !== undefined);
}

/** "They signed a statement that will be published": a verb right behind a noun under a preposition tells of that noun. */
function isModifier(reading: Reading, cast: Cast, sentence: Sentence, made: Predicate): boolean {
  if (
    made.match.meaning.type === 'speech' ||
    !/^(?:present|future)/u.test(made.match.slot) ||
    made.match.word.conjunction
  )
    return false;
  const from = phraseStart(reading, cast, sentence, made.from);
  if (from >= made.from || !isUnderPreposition(reading, cast, sentence, from)) return false;
  const before = from - 2;
  return (
    before > sentence.from &&
    reading.tokens[before]?.kind === 'word' &&
    !is(reading, before, 'complementiser') &&
    !is(reading, before, 'conjunction')
  );
}

/** A quotation mark with a space before it and none after it. */
function opensQuote(reading: Reading, i: number): boolean {
  const token = reading.tokens[i];
  return (
    token !== undefined &&
    /\s/u.test(reading.text[token.start - 1] ?? ' ') &&
    /\S/u.test(reading.text[token.end] ?? ' ')
  );
}

/** The subject that stands before a quotation whose first word is the verb: `that the ministers "accepted the plan"`. */
export function subjectOfQuoted(
  reading: Reading,
  cast: Cast,
  memory: Memory,
  sentence: Sentence,
  mark: number,
): Entity[] {
  if (reading.lexicon.pack.order !== 'vso' || mark <= sentence.from) return [];
  const from = phraseStart(reading, cast, sentence, mark);
  if (from >= mark || !is(reading, from - 1, 'complementiser') || isUnderPreposition(reading, cast, sentence, from))
    return [];
  const party = resolve(reading, cast, memory, from, mark);
  return party?.acts ? party.entities : [];
}

/** Skips time expressions that stand between subject and verb ("Trump on Monday said"). */
function skipTime(reading: Reading, sentence: Sentence, verb: number): number {
  for (let from = Math.max(sentence.from, verb - 5); from < verb; from++) {
    const time = matchAt(reading, from, 'time');
    if (time && time.to === verb) return skipTime(reading, sentence, from);
  }
  let at = verb;
  while (
    at > sentence.from &&
    (is(reading, at - 1, 'adverb') || is(reading, at - 1, 'negation') || is(reading, at - 1, 'auxiliary'))
  )
    at--;
  return at;
}

/** The token where a parenthesis that closes at `close` opens, or -1. */
function parenthesis(reading: Reading, sentence: Sentence, close: number): number {
  const mark = reading.tokens[close]?.norm ?? '';
  const opening = mark === ')' ? '(' : mark;
  for (let i = close - 1; i > sentence.from && close - i < 35; i--) if (reading.tokens[i]?.norm === opening) return i;
  return -1;
}

function phraseStart(reading: Reading, cast: Cast, sentence: Sentence, to: number): number {
  let from = to;
  while (from > sentence.from && !endsPhrase(reading, cast, sentence, from - 1, to)) {
    const here = cast.at[from - 1];
    from = here && here.to <= to && here.from < from ? here.from : from - 1;
  }
  return trimStart(reading, cast, from, to);
}

function endsPhrase(reading: Reading, cast: Cast, sentence: Sentence, i: number, to: number): boolean {
  if (cast.at[i]) return false;
  const token = reading.tokens[i];
  if (!token) return true;
  if (token.kind === 'mark') {
    if (token.norm === ',' && cast.at[i - 1] && cast.at[i + 1] && listFollows(reading, cast, i + 1, to)) return false;
    return !(token.norm === '-' && i > sentence.from) && token.norm !== '&' && token.norm !== '.';
  }
  for (const name of [
    'relative',
    'complementiser',
    'subordinator',
    'conditional',
    'infinitive',
    'auxiliary',
    'be',
    'future',
  ]) {
    if (is(reading, i, name)) return true;
  }
  if (reading.lexicon.pack.order === 'vso' && is(reading, i, 'preposition')) return true;
  // Where "and" is written onto its word, a conjunction that stands alone is a "but".
  if (reading.lexicon.clitics && is(reading, i, 'conjunction') && !is(reading, i, 'joint')) return true;
  if (is(reading, i, 'conjunction')) return !(cast.at[i - 1] && cast.at[i + 1]) && !joinsNouns(reading, sentence, i);
  return isFiniteVerb(reading, i);
}

function listFollows(reading: Reading, cast: Cast, from: number, to: number): boolean {
  const next = cast.at[from]?.to ?? from;
  const word = reading.tokens[next];
  return next < to && (word?.norm === ',' || is(reading, next, 'conjunction'));
}

/** "Researchers and doctors said": no verb stands between the clause's start and the conjunction. */
function joinsNouns(reading: Reading, sentence: Sentence, conjunction: number): boolean {
  for (let i = conjunction - 1; i >= sentence.from && conjunction - i < 6; i--) {
    if (/^[,،;:."“”()]$/u.test(reading.tokens[i]?.norm ?? '') || is(reading, i, 'complementiser')) return true;
    if (isFiniteVerb(reading, i) || is(reading, i, 'auxiliary') || is(reading, i, 'be')) return false;
  }
  return conjunction - sentence.from < 6;
}

function isFiniteVerb(reading: Reading, i: number): boolean {
  if (is(reading, i - 1, 'determiner') || is(reading, i - 1, 'own')) return false;
  if (is(reading, i, 'people') || is(reading, i, 'body') || is(reading, i, 'text')) return false;
  return is(reading, i, 'verb') || isVerb(reading, i);
}

/** Cuts what does not belong to a subject off its front: adverbs, time, "In a statement". */
function trimStart(reading: Reading, cast: Cast, start: number, to: number): number {
  let from = start;
  while (from < to) {
    const time = matchAt(reading, from, 'time');
    if (time && time.to < to) from = time.to;
    else if (is(reading, from, 'conjunction') || is(reading, from, 'adverb') || reading.tokens[from]?.kind === 'mark')
      from++;
    else if (from < to - 1 && is(reading, from, 'question') && !is(reading, from, 'relative')) from++;
    else break;
  }
  if (!is(reading, from, 'preposition') || cast.at[from]) return from;
  for (let i = from + 1; i < to; i++) {
    const here = cast.at[i];
    if (here && here.to === to && here.from >= i && !is(reading, here.from - 1, 'preposition')) return here.from;
    if (is(reading, i, 'determiner') && i > from + 2 && !is(reading, i - 1, 'preposition')) return i;
  }
  return to;
}

/** `said Smith`, `said the minister`: the subject after its verb in a language that puts it first. */
function inverted(reading: Reading, cast: Cast, memory: Memory, sentence: Sentence, made: Predicate): Party | null {
  if (made.match.meaning.type !== 'speech') return null;
  const end = phraseEnd(reading, cast, made.to, sentence.to);
  if (end <= made.to || is(reading, made.to, 'complementiser')) return null;
  const party = resolve(reading, cast, memory, made.to, end);
  return party && (party.acts || party.by !== 'phrase') ? party : null;
}

/** The subject after its verb, where the language puts it there: in the gap of its cue, if it has one. */
function subjectAfter(reading: Reading, cast: Cast, memory: Memory, whole: Sentence, made: Predicate): Party | null {
  const { gap, gapEnd, to } = made.match;
  // "signed the contract the minister": after a definite object the subject may follow.
  const shut = gap === gapEnd && gap < to && (reading.alternatives[to - 1]?.some((word) => word.article) ?? false);
  const sentence = gap < to && !shut ? { ...whole, to: gapEnd } : whole;
  let at = shut ? to : gap;
  // "It is planned that he meet": the subject is that of the verb inside.
  if (gap === to && is(reading, to - 1, 'complementiser') && (is(reading, to, 'verb') || isVerb(reading, to)))
    at = to + 1;
  while (at < sentence.to) {
    const time = matchAt(reading, at, 'time');
    if (time) at = time.to;
    else if (is(reading, at, 'preposition') && isSuffixed(reading, at)) at++;
    else if (
      is(reading, at, 'adverb') ||
      reading.tokens[at]?.norm === '"' ||
      /[«“]/u.test(reading.tokens[at]?.norm ?? '')
    )
      at++;
    else break;
  }
  if (at >= sentence.to || is(reading, at, 'complementiser') || is(reading, at, 'preposition')) return null;
  const first = reading.alternatives[at]?.find((word) => cast.at[at] || word.article);
  if (first?.preposition || boundByPreposition(reading, at)) return null;
  const here = cast.at[at];
  if (here) return resolve(reading, cast, memory, at, joinedEnd(reading, cast, here.to, sentence.to));
  for (const type of ['pair', 'leaders', 'own-state'] as const) {
    const match = matchAt(reading, at, type);
    if (match) return resolve(reading, cast, memory, at, match.to);
  }
  if (is(reading, at, 'determiner') && is(reading, at + 1, 'preposition')) {
    const noun = cast.at[at + 2]?.from ?? at + 2;
    return resolve(
      reading,
      cast,
      memory,
      noun,
      Math.max(cast.at[noun]?.to ?? 0, phraseEnd(reading, cast, noun, sentence.to)),
    );
  }
  if (is(reading, at, 'determiner'))
    return resolve(reading, cast, memory, at, joinedEnd(reading, cast, cast.at[at + 1]?.to ?? at + 2, sentence.to));
  if (['people', 'text', 'institution', 'body'].some((name) => is(reading, at, name)) || matchAt(reading, at, 'role')) {
    return resolve(
      reading,
      cast,
      memory,
      at,
      Math.min(phraseEnd(reading, cast, at, sentence.to), definiteEnd(reading, cast, at)),
    );
  }
  return newName(reading, cast, at, sentence, made);
}

/** A preposition with its pronoun (فيه, له) is a phrase of its own. */
function isSuffixed(reading: Reading, i: number): boolean {
  return (
    reading.alternatives[i]?.some(
      (word) => word.suffix && (reading.lexicon.classes.get(word.form)?.includes('preposition') ?? false),
    ) ?? false
  );
}

/** Where a subject after its verb ends: a definite noun phrase ends before the first word without an article, its object. */
function definiteEnd(reading: Reading, cast: Cast, from: number): number {
  let definite = false;
  for (let at = from; at < from + 8; at++) {
    if (cast.at[at]) return cast.at[at]?.to ?? at;
    const article = reading.alternatives[at]?.some((word) => word.article && !word.preposition) ?? false;
    if (definite && !article) return at;
    definite ||= article;
  }
  return from + 8;
}

/** Whether what stands after a verb is its subject: a thing is its object, and so is whom somebody known already calls upon. */
function isSubject(reading: Reading, cast: Cast, memory: Memory, made: Predicate, found: Party): boolean {
  if (found.by === 'phrase' && !found.acts) return false;
  if (!agrees(reading, cast, made.match, found)) return false;
  const { meaning } = made.match;
  const calls = meaning.type === 'frame' && meaning.frame.actor === 'addressee' && made.match.slot !== '';
  if (!calls || found.by !== 'phrase' || memory.subject.length === 0) return true;
  // "And he called the community to ...": whoever has been speaking goes on to call.
  const body = is(reading, found.from, 'body') || is(reading, found.from, 'institution');
  const addressed =
    !body &&
    made.match.gap === made.match.to &&
    made.match.word.conjunction &&
    memory.speaker[0]?.kind === 'person' &&
    !is(reading, found.from, 'official') &&
    !isNominative(reading, found.from);
  return !is(reading, found.from, 'determiner') && !addressed;
}

/** Whether a noun's ending shows that it is the subject. */
function isNominative(reading: Reading, i: number): boolean {
  const word = reading.tokens[i]?.norm ?? '';
  return (reading.lexicon.pack.words['nominative-ending'] ?? []).some(
    (ending) => word.length > ending.length + 2 && word.endsWith(ending),
  );
}

/** A verb-first clause turned round: its subject stands before the verb, as a name or as a suffix ("that he demands"). */
function hasSubject(reading: Reading, cast: Cast, sentence: Sentence, made: Predicate): boolean {
  const last = made.from - 1;
  if (last < sentence.from || made.match.slot === '' || made.match.word.conjunction) return false;
  const words = reading.alternatives[last] ?? [];
  if (is(reading, last, 'complementiser')) return words.some((word) => word.suffix);
  const here = cast.at[last];
  // "That the ministry will launch a campaign": a definite noun phrase between "that" and the verb.
  if (!here && !is(reading, last, 'people')) {
    const from = phraseStart(reading, cast, sentence, made.from);
    if (
      from < made.from &&
      is(reading, from - 1, 'complementiser') &&
      (reading.alternatives[from]?.some((word) => word.article && !word.preposition) ?? false)
    )
      return true;
  }
  if (!here || here.entity.kind === 'group') return false;
  const bound =
    is(reading, here.from - 1, 'preposition') ||
    reading.alternatives[here.from]?.some((word) => word.preposition && (word.article || word.form.length > 3));
  if (bound) return false;
  const before = here.from - 1;
  return (
    before < sentence.from ||
    is(reading, before, 'complementiser') ||
    is(reading, before, 'auxiliary') ||
    is(reading, before, 'conjunction') ||
    reading.tokens[before]?.kind === 'mark' ||
    (reading.alternatives[here.from]?.some((word) => word.conjunction) ?? false)
  );
}

/** A preposition is written onto the word: it is no subject. */
function boundByPreposition(reading: Reading, i: number): boolean {
  if (reading.lexicon.given.has(reading.tokens[i]?.norm ?? '')) return false;
  const { classes } = reading.lexicon;
  const words = reading.alternatives[i] ?? [];
  const bare = words.some((word) => !word.preposition && !word.suffix && classes.has(word.form));
  return words.some((word) => word.preposition && (word.article || (!bare && !word.suffix && classes.has(word.form))));
}

function joinedEnd(reading: Reading, cast: Cast, from: number, end: number): number {
  let at = from;
  for (;;) {
    const next = cast.at[at];
    const joined = next && next.from === at && (reading.alternatives[at]?.some((word) => word.conjunction) ?? false);
    if (!joined || at >= end) return at;
    at = next.to;
  }
}

/** A name that no title announces, after its verb: words that nothing else explains, before a complementiser or mark. */
function newName(reading: Reading, cast: Cast, at: number, sentence: Sentence, made: Predicate): Party | null {
  // A family name may stand alone with its article.
  const definite = reading.alternatives[at]?.some((word) => word.article && !word.preposition) ?? false;
  const to = nameEnd(reading, cast, at, definite ? 1 : 0);
  if (to === at || to > sentence.to) return null;
  const next = reading.tokens[to];
  const opens = is(reading, to, 'complementiser') || next?.norm === ':';
  if (definite && (to - at > 1 || !is(reading, to, 'complementiser'))) return null;
  // What nothing tells to be a name is one only where it speaks.
  if (made.match.meaning.type !== 'speech' && !reading.lexicon.given.has(reading.tokens[at]?.norm ?? '')) return null;
  const closes =
    next === undefined || next.kind === 'mark' || is(reading, to, 'complementiser') || is(reading, to, 'preposition');
  if (!closes || (to - at === 1 && !opens)) return null;
  const entity = entityOf(cast, { name: wordsOf(reading, at, to), kind: 'person' });
  mention(cast, entity, at, to);
  return { entities: [entity], from: at, to, by: 'name', acts: true };
}
