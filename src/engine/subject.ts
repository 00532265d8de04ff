import { agrees, suits, takesSubject } from './agreement.ts';
import type { Cast, Entity } from './cast.ts';
import { type Predicate, speaks } from './predicate.ts';
import { is, matchAt, type Reading } from './reading.ts';
import { groupOf, lastPair, type Memory, newMemory, type Party, resolve } from './refer.ts';
import type { Sentence } from './segment.ts';
import { inverted, phraseEnd, subjectAfter } from './subject-after.ts';
import { isFiniteVerb, isPastForm, isUnderPreposition, phraseStart, subjectBefore } from './subject-before.ts';

/** Whose act a sentence tells: the subject of its first finite verb of any kind. */
export function mainSubject(
  reading: Reading,
  cast: Cast,
  sentence: Sentence,
  memory: Memory = newMemory(),
): Party | null {
  for (let i = sentence.from + 1; i < sentence.to; i++) {
    if (cast.at[i] || ['determiner', 'infinitive', 'preposition'].some((name) => is(reading, i - 1, name))) continue;
    const finite =
      is(reading, i, 'auxiliary') ||
      is(reading, i, 'be') ||
      is(reading, i, 'future') ||
      isFiniteVerb(reading, i) ||
      isPastForm(reading, i);
    if (!finite) continue;
    const party = subjectBefore(reading, cast, memory, sentence, i);
    if (party && party !== 'carried') return doer(reading, cast, memory, sentence, i) ?? party;
  }
  return null;
}

/** "The camp was attacked by gunmen": who did it stands behind the participle. */
function doer(reading: Reading, cast: Cast, memory: Memory, sentence: Sentence, finite: number): Party | null {
  let at = finite;
  while (['auxiliary', 'be', 'adverb'].some((name) => is(reading, at, name))) at++;
  if (at === finite || !reading.tokens.slice(finite, at).some((_, k) => is(reading, finite + k, 'be'))) return null;
  const agent = agentOf(reading, cast, memory, sentence, at + 1);
  return agent?.acts ? agent : null;
}

export function findSubject(
  reading: Reading,
  cast: Cast,
  memory: Memory,
  sentence: Sentence,
  made: Predicate,
  before: Predicate[],
): void {
  if (made.voice === 'participle' || made.voice === 'infinitive') {
    made.joined = made.voice === 'participle';
    const noun = made.voice === 'participle' ? modified(reading, cast, memory, sentence, made) : null;
    if (noun) {
      made.subject = { ...noun, carried: false };
      return;
    }
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
  // "Both sides sign", where nobody knows who they are: they themselves do.
  const pair = vso && takesSubject(reading, made.match) ? unknownPair(reading, made) : 0;
  if (pair) {
    const from = made.match.gap;
    const people = lastTwoPeople(cast, made.from);
    const two = people.length === 2 ? people : [groupOf(reading, cast, from, pair)];
    made.subject = { entities: two, from, to: pair, by: 'reference', acts: true, carried: false };
    made.inverted = true;
    return;
  }
  made.joined = true;
  if (vso || party === 'carried') made.subject = goesOn(reading, cast, memory, sentence, made, before);
}

/** "Companies planning cuts": a participle right behind a noun for people tells of them; behind a text it goes on. */
function modified(reading: Reading, cast: Cast, memory: Memory, sentence: Sentence, made: Predicate): Party | null {
  const noun = made.from - 1;
  if (reading.lexicon.pack.order !== 'svo' || noun <= sentence.from || cast.at[noun]) return null;
  if (!is(reading, noun, 'people') || is(reading, noun, 'text')) return null;
  const party = subjectBefore(reading, cast, memory, sentence, made.from);
  return party !== 'carried' && party?.by === 'phrase' ? party : null;
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
  // "He said Tokyo was ready, calling on ...": the participle of a verb of speech goes on with who speaks.
  const speaking =
    made.match.meaning.type === 'speech' ||
    (reading.lexicon.pack.order === 'vso' && made.voice === 'participle' && speaks(made.match));
  const suited = ({ entities }: Party) =>
    entities.length !== 1 ||
    reading.lexicon.pack.order !== 'vso' ||
    entities.every((one) => suits(reading, cast, made.match, one));
  const earlier = speaking ? lastSpeech(before, suited) : lastAlike(before, made);
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
export function fitting(reading: Reading, cast: Cast, memory: Memory, made: Predicate, said: Entity[]): Entity[] {
  const one = said.length === 1 ? said[0] : undefined;
  // "They accepted": the verb's plural goes on with several people, not with one.
  if (one && made.match.slot === 'past-plural' && one.kind === 'person' && memory.plural.length) return memory.plural;
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

/** The last verb of speech with a subject that suits; failing that, with any; failing that, the last verb with one. */
function lastSpeech(before: Predicate[], suited: (party: Party) => boolean): Predicate | undefined {
  const spoken = before.filter(({ match, subject }) => subject && speaks(match));
  return (
    spoken.findLast(({ subject }) => subject && suited(subject)) ??
    spoken.at(-1) ??
    before.findLast(({ subject }) => subject)
  );
}

function lastAlike(before: Predicate[], made: Predicate): Predicate | undefined {
  return (
    before.findLast(({ match, subject }) => subject && match.slot === made.match.slot) ??
    before.findLast(({ subject }) => subject)
  );
}

function agentOf(reading: Reading, cast: Cast, memory: Memory, sentence: Sentence, at: number): Party | null {
  if (!is(reading, at, 'agent')) return null;
  return resolve(reading, cast, memory, at + 1, phraseEnd(reading, cast, at + 1, sentence.to));
}

/** Where "both sides" right behind a verb ends; 0 where they do not stand there. */
function unknownPair(reading: Reading, made: Predicate): number {
  return (matchAt(reading, made.match.gap, 'pair') ?? matchAt(reading, made.match.gap, 'leaders'))?.to ?? 0;
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
export function opensQuote(reading: Reading, i: number): boolean {
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
  if (mark <= sentence.from) return [];
  const from = phraseStart(reading, cast, sentence, mark);
  // "said the state \"will not wait\"": the quotation opens with the verb.
  if (reading.lexicon.pack.order === 'svo') {
    const verb = ['auxiliary', 'future', 'be'].some((name) => is(reading, mark + 1, name));
    const outside = verb && from < mark ? resolve(reading, cast, memory, from, mark) : null;
    return outside?.acts && !isUnderPreposition(reading, cast, sentence, from) ? outside.entities : [];
  }
  if (from >= mark || !is(reading, from - 1, 'complementiser') || isUnderPreposition(reading, cast, sentence, from))
    return [];
  const party = resolve(reading, cast, memory, from, mark);
  return party?.acts ? party.entities : [];
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
