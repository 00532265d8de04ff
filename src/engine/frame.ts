import type { How, Kind, Section } from '../core/briefing.ts';
import { foldText } from '../languages/fold.ts';
import type { Frame } from '../languages/pack.ts';
import { type Attribution, type Situated, type Stretch, trimEnd } from './attribute.ts';
import type { Cast, Entity } from './cast.ts';
import { type Predicate, phraseEnd } from './clause.ts';
import { is, matchAt, type Reading } from './reading.ts';
import { lastPair, newMemory, resolve } from './refer.ts';
import type { Sentence } from './segment.ts';

/** A point before it has a number: token ranges and entities. */
export type Draft = {
  section: Section;
  kind: Kind;
  actors: Entity[];
  counterparts: Entity[];
  speaker: Entity[];
  how: How;
  /** Content tokens `[from, to)`. */
  from: number;
  to: number;
  cue: [number, number] | null;
  subject: [number, number] | null;
  sure: boolean;
  /** The cue stands beside another's without a subject of its own; a call names whom it addresses. */
  joined: boolean;
  addressed: boolean;
  /** Where the cue ends whose verb is in the past; null where a time in the clause is one to come. */
  told: number | null;
};

/** The commitments of a text: every frame whose cue, actor and content hold. */
export function commitments(reading: Reading, cast: Cast, attribution: Attribution): Draft[] {
  const drafts: Draft[] = [];
  const beside = Map.groupBy(attribution.situated, ({ sentence }) => sentence.index);
  for (const situated of attribution.situated) {
    const meaning = situated.predicate.match.meaning;
    if (meaning.type !== 'frame') continue;
    const others = beside.get(situated.sentence.index) ?? [];
    const draft = commitment(reading, cast, situated, others, meaning.frame);
    if (draft) drafts.push(draft);
  }
  return distinct(reading, drafts);
}

function commitment(reading: Reading, cast: Cast, situated: Situated, others: Situated[], frame: Frame): Draft | null {
  const { predicate, within, sentence } = situated;
  const { voice } = predicate;
  const subject = predicate.subject?.acts ? predicate.subject : null;
  if (voice === 'noun' || voice === 'infinitive' || predicate.conditional) return null;
  const urged = voice === 'passive' && frame.kind === 'calls-for' && predicate.patient?.acts ? predicate.patient : null;
  if (voice === 'passive' && !predicate.inverted && !urged) return null;
  if (frame.kind === 'intends' && !within && leads(reading, predicate, 'once')) return null;
  if (isQuestion(reading, sentence.to) || isDoubted(reading, predicate, within)) return null;
  if (frame.voiced && !within && !(frame.kind === 'pledged' && isAnnounced(reading, predicate, subject))) return null;
  // "It should be done": a duty that names nobody is a view.
  if (frame.voiced && frame.kind === 'calls-for' && reading.lexicon.pack.order === 'svo' && !binds(reading, predicate))
    return null;
  const kind = predicate.negated ? frame.negated : frame.kind;
  if (!kind) return null;
  const event =
    frame.section === 'next' &&
    predicate.subject !== null &&
    (predicate.subject.entities.length === 0 || isDated(reading, predicate.from, sentence.to));
  if (!subject && frame.actor === 'subject' && !event && !(within && predicate.match.slot === '')) return null;
  // "Her proposals would simplify returns": what a thing will do is foretold; "taxes will be cut" is announced.
  if (
    frame.voiced &&
    (frame.kind === 'pledged' || frame.kind === 'rejects') &&
    !subject &&
    predicate.subject &&
    reading.lexicon.pack.order === 'svo' &&
    !is(reading, predicate.to, 'be')
  )
    return null;
  const to = clauseEnd(reading, sentence.to, predicate, others, within);
  // "The project will provide jobs": what a text or plan will do is foretold.
  if (
    frame.voiced &&
    kind === 'pledged' &&
    reading.lexicon.pack.order === 'vso' &&
    subject?.by === 'phrase' &&
    is(reading, subject.from, 'text') &&
    !PARTIES.some((name) => is(reading, subject.from, name))
  )
    return null;
  const start = contentStart(reading, predicate, within, sentence);
  if (to <= predicate.to && frame.object !== 'clause') return null;
  if (frame.object === 'infinitive' && !infinitiveIn(reading, predicate.to, to)) return null;
  const claimed = frame.kind === 'calls-for' ? clauseSubject(reading, cast, predicate.to, to) : [];
  const told = urged?.entities ?? (frame.actor === 'speaker' ? claimed : addressee(reading, cast, predicate, to));
  // What two pledge together is told by the article; what one calls for, vows or refuses is its own word.
  const own =
    isSpoken(reading, predicate, frame, kind) && subject && (subject.entities.length === 1 || kind === 'calls-for')
      ? subject
      : null;
  // Who calls is who says it, whoever reports the call.
  const caller = own && kind === 'calls-for' && !(own.carried && within) ? own : within ? null : own;
  const speaker = caller?.entities ?? within?.speaker ?? [];
  const how: How = caller ? (caller.carried ? 'carried' : 'explicit') : (within?.how ?? 'narrator');
  const actors = actorsOf(frame, subject?.entities ?? [], told, speaker);
  if (actors.length === 0 && !event) return null;
  if (frame.voiced && is(reading, predicate.to, 'threat')) return null;
  const self = speaksOfSelf(reading, actors, speaker) || (within !== null && speaksForBody(reading, actors, speaker));
  if (frame.voiced && kind !== 'calls-for' && !self && !isAnnounced(reading, predicate, subject)) return null;
  return {
    section: frame.section,
    kind: frame.voiced && kind === 'pledged' && !self && within ? 'intends' : kind,
    actors,
    counterparts: counterparts(cast, reading, frame, predicate.to, to, actors),
    speaker,
    how,
    from: start,
    to,
    cue: [predicate.match.from, predicate.match.to],
    subject: subject && !subject.carried ? [subject.from, subject.to] : null,
    told: predicate.match.slot.startsWith('past') ? predicate.to : null,
    joined: predicate.joined || predicate.match.word.conjunction,
    addressed: told.length > 0 || (subject !== null && !subject.carried),
    sure:
      frame.confidence === 'sure' &&
      (self || !frame.voiced) &&
      how !== 'implied' &&
      subject?.by !== 'phrase' &&
      !(subject?.carried && subject.by === 'reference'),
  };
}

/** Whether a time stands in the clause: "the talks will be held on Friday" needs nobody for its subject. */
function isDated(reading: Reading, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (matchAt(reading, i, 'time')) return true;
  return false;
}

/** Whether the cue is the actor's own word: a spoken kind, or a verb of saying ("announced plans", "voiced support"). */
function isSpoken(reading: Reading, predicate: Predicate, frame: Frame, kind: Kind): boolean {
  if (frame.speech && SPOKEN.has(kind)) return true;
  // "renewed its support": what is expressed is said.
  if (frame.speech && reading.lexicon.pack.order === 'vso' && predicate.match.gap < predicate.match.to) return true;
  return (reading.matches[predicate.match.from] ?? []).some(
    ({ meaning, slot }) => meaning.type === 'speech' && meaning.how === 'verb' && slot !== '',
  );
}

/** Kinds that are acts of speech; a refusal or a support is a deed that the article tells. */
const SPOKEN = new Set<Kind>(['calls-for', 'proposes', 'affirms', 'pledged']);

/** Whether a duty has somebody for its subject: a name, people, "we"; not a thing and not "it". */
function binds(reading: Reading, predicate: Predicate): boolean {
  const { subject } = predicate;
  if (!subject || subject.carried || !subject.acts) return false;
  return subject.entities.length > 0 && !is(reading, subject.from, 'pronoun-it');
}

/** Whether an auxiliary of a class stands before the cue ("might agree", "had planned"). */
function leads(reading: Reading, predicate: Predicate, name: string, except = ''): boolean {
  for (let i = predicate.from; i < predicate.match.from; i++)
    if (is(reading, i, name) && !is(reading, i, except)) return true;
  return false;
}

/** What may be, and what somebody denies, nobody has committed to. */
function isDoubted(reading: Reading, predicate: Predicate, within: Stretch | null): boolean {
  if (leads(reading, predicate, 'doubt', 'future')) return true;
  const [from, to] = within?.cue ?? [0, 0];
  for (let i = from; i < to; i++) if (is(reading, i, 'denial') || is(reading, i, 'negation')) return true;
  return false;
}

function isQuestion(reading: Reading, to: number): boolean {
  for (let i = to - 1; i >= to - 3; i--)
    if (reading.tokens[i]?.norm === '?' || reading.tokens[i]?.norm === '؟') return true;
  return false;
}

/** The clause begins with its subject where that stands just before the verb; a cue that is no verb has its clause about it. */
function contentStart(reading: Reading, predicate: Predicate, within: Stretch | null, sentence: Sentence): number {
  const { subject } = predicate;
  if (predicate.match.slot === '' && (!subject || subject.carried) && reading.lexicon.pack.order === 'vso') {
    return clauseStart(reading, predicate.from, Math.max(sentence.from, within?.from ?? 0));
  }
  if (predicate.patient && predicate.from - predicate.patient.to <= 4) return predicate.patient.from;
  if (!subject || subject.carried || subject.from >= predicate.from) return predicate.from;
  // A longer apposition stays out: the content is the shortest stretch that carries cue and content.
  return predicate.from - subject.to <= FARTHEST_SUBJECT ? subject.from : predicate.from;
}

/** Tokens that may stand between a subject and its verb inside one content. */
const FARTHEST_SUBJECT = 4;

function clauseStart(reading: Reading, at: number, least: number): number {
  let from = at;
  while (from > least && reading.tokens[from - 1]?.kind !== 'mark' && !is(reading, from - 1, 'complementiser')) from--;
  return from;
}

function actorsOf(frame: Frame, subject: Entity[], told: Entity[], speaker: Entity[]): Entity[] {
  if (frame.actor === 'speaker') return told.length ? told : subject.length ? subject : speaker;
  if (subject.length === 0 && frame.actor === 'subject') return speaker;
  if (frame.actor === 'addressee') return told.length ? told : subject.length ? subject : speaker;
  return subject;
}

/** Whether what is promised is the speaker's own: itself, its state, or a body of its state. */
function speaksOfSelf(reading: Reading, actors: Entity[], speaker: Entity[]): boolean {
  const own = (actor: Entity) => actor.generic && actor.mentions.some(({ from }) => is(reading, from, 'own'));
  return actors.some(
    (actor) =>
      own(actor) ||
      speaker.some(
        (other) => other === actor || (other.state !== null && other.state === actor.state && actor.kind !== 'person'),
      ),
  );
}

/** A spokesman of a body that speaks of it ("the company will ..."). */
function speaksForBody(reading: Reading, actors: Entity[], speaker: Entity[]): boolean {
  if (reading.lexicon.pack.order !== 'vso') return false;
  return speaker.some(
    ({ kind, role }) =>
      kind === 'person' && role !== null && actors.some((actor) => isBodyOf(reading, actor, foldText(role))),
  );
}

function isBodyOf(reading: Reading, actor: Entity, role: string): boolean {
  if (actor.kind === 'person' || actor.kind === 'state') return false;
  const first = actor.mentions[0];
  if (!first) return false;
  if (role.includes(foldText(actor.name))) return true;
  // "the company", with nothing after it: the one that was spoken of.
  const definite = reading.alternatives[first.core]?.some((word) => word.article) ?? false;
  return (
    definite &&
    first.to - first.core === 1 &&
    (is(reading, first.core, 'body') || is(reading, first.core, 'institution'))
  );
}

/** A plan that another announces: "Israel will evacuate the settlements, a spokesman said"; not a forecast ("will be", "would"). */
function isAnnounced(reading: Reading, predicate: Predicate, subject: Predicate['subject']): boolean {
  if (!subject || predicate.negated) return false;
  const body =
    is(reading, subject.to - 1, 'people') &&
    (is(reading, subject.to - 1, 'institution') || is(reading, subject.to - 1, 'body'));
  // "The ministry will take measures": a body that is no more than its noun.
  const office =
    reading.lexicon.pack.order === 'vso' &&
    (is(reading, subject.from, 'institution') || is(reading, subject.from, 'body'));
  if (subject.by !== 'name' && ((!body && !office) || subject.carried)) return false;
  // "May said the Conservatives would announce their plans"; what a rival state would do is foretold.
  const party = subject.entities.every(({ kind }) => kind === 'organisation');
  for (let i = predicate.from; i < predicate.to; i++) if (is(reading, i, 'doubt') && !party) return false;
  return (
    !is(reading, predicate.to, 'be') && !is(reading, predicate.to, 'stative') && !is(reading, predicate.to, 'auxiliary')
  );
}

function isDefinite(reading: Reading, i: number): boolean {
  return reading.alternatives[i]?.some((word) => word.article && !word.preposition && !word.conjunction) ?? false;
}

const PARTIES = ['people', 'institution', 'body'];

/** Whom a call addresses: the noun phrase between cue and content. */
function addressee(reading: Reading, cast: Cast, predicate: Predicate, end: number): Entity[] {
  const from = predicate.inverted && predicate.subject ? Math.max(predicate.to, predicate.subject.to) : predicate.to;
  const two = reading.lexicon.pack.words['suffix-two'] ?? [];
  const last = reading.tokens[predicate.to - 1]?.norm ?? '';
  if (is(reading, predicate.to - 1, 'preposition') && two.some((suffix) => last.endsWith(suffix)))
    return lastPair(reading, cast, predicate.from);
  let at = from;
  // A cue that ends with whom it binds ("that upon the states").
  if (
    predicate.match.slot === '' &&
    reading.lexicon.pack.order === 'vso' &&
    predicate.match.gap === predicate.match.to &&
    from - predicate.match.from > 2 &&
    PARTIES.some((name) => is(reading, from - 1, name))
  )
    at = from - 1;
  while (
    at < end &&
    (is(reading, at, 'adverb') || reading.tokens[at]?.norm === ',' || reading.tokens[at]?.norm === '،')
  )
    at++;
  if (reading.lexicon.pack.order === 'vso' && is(reading, at, 'preposition') && !cast.at[at]) {
    // "called in a statement on the parties": past the circumstance; "called for a strike": nobody is addressed.
    if (is(reading, at, 'where')) at = phraseEnd(reading, cast, at + 1, end);
    else if (is(reading, at, 'upon')) at++;
    else return [];
  }
  // "called the attendants to join", "urged the parties to stop": a definite noun phrase ends before its first word without an article.
  if (reading.lexicon.pack.order === 'vso' && !cast.at[at] && isDefinite(reading, at)) {
    let stop = at + 1;
    while (isDefinite(reading, stop) && !cast.at[stop]) stop++;
    const linked =
      is(reading, stop, 'preposition') || (reading.alternatives[stop]?.some((word) => word.preposition) ?? false);
    const pair = matchAt(reading, at, 'pair') || matchAt(reading, at, 'leaders') || matchAt(reading, at, 'own-state');
    if (!pair && stop <= end && (linked || PARTIES.some((name) => is(reading, at, name))))
      return resolve(reading, cast, newMemory(), at, stop)?.entities ?? [];
  }
  // "demanded with an increase": a preposition is written onto the word, which is no party.
  const bound =
    !cast.at[at] &&
    !is(reading, at, 'determiner') &&
    (reading.alternatives[at]?.some((word) => word.preposition) ?? false);
  if (bound && reading.lexicon.pack.order === 'vso' && !PARTIES.some((name) => is(reading, at, name)))
    return clauseSubject(reading, cast, predicate.to, end);
  const to = Math.min(phraseEnd(reading, cast, at, end), end);
  if (to <= at) return clauseSubject(reading, cast, predicate.to, end);
  const named = new Set<Entity>();
  for (let i = at; i < to; i++) {
    const here = cast.at[i];
    if (here && reading.tokens[here.to]?.norm !== "'s") named.add(here.entity);
  }
  if (named.size) return [...named];
  for (const type of ['pair', 'leaders', 'own-state'] as const) {
    if (matchAt(reading, at, type)) return resolve(reading, cast, newMemory(), at, to)?.entities ?? [];
  }
  const people = ['people', 'institution', 'body'].some((name) => is(reading, to - 1, name) || is(reading, at, name));
  // "called the judicial bodies to play their part": who stands before a further preposition is addressed.
  const definite = reading.alternatives[at]?.some((word) => word.article && !word.preposition) ?? false;
  const addressed =
    reading.lexicon.pack.order === 'vso' &&
    at === from &&
    definite &&
    to - at <= 4 &&
    is(reading, to, 'preposition') &&
    is(reading, to + 1, 'complementiser');
  if (people || addressed) return resolve(reading, cast, newMemory(), at, to)?.entities ?? [];
  return clauseSubject(reading, cast, predicate.to, end);
}

/** "demanded that Israel ease restrictions": the subject of the clause that is demanded. */
function clauseSubject(reading: Reading, cast: Cast, from: number, end: number): Entity[] {
  for (let i = from - 1; i < end - 1; i++) {
    if (!is(reading, i, 'complementiser')) continue;
    if (
      reading.lexicon.pack.order === 'vso' &&
      (is(reading, i + 1, 'verb') ||
        reading.lexicon.verbal?.test(reading.tokens[i + 1]?.norm ?? '') ||
        reading.matches[i + 1]?.some(({ slot }) => slot.startsWith('present')))
    )
      return subjectInside(reading, cast, i + 2, end);
    const at = is(reading, i + 1, 'determiner') ? i + 2 : i + 1;
    const here = cast.at[at];
    return here && here.from <= at && reading.tokens[here.to]?.norm !== "'s" ? [here.entity] : [];
  }
  return [];
}

/** "It is necessary that act the states": who stands behind the verb of the clause. */
function subjectInside(reading: Reading, cast: Cast, at: number, end: number): Entity[] {
  const here = cast.at[at];
  if (here && here.from === at && here.to <= end) return [here.entity];
  if (!isDefinite(reading, at) || !PARTIES.some((name) => is(reading, at, name))) return [];
  let stop = at + 1;
  while (stop < end && isDefinite(reading, stop) && !cast.at[stop]) stop++;
  return resolve(reading, cast, newMemory(), at, stop)?.entities ?? [];
}

function infinitiveIn(reading: Reading, from: number, to: number): boolean {
  for (let i = from - 1; i < Math.min(to, from + 14); i++) if (is(reading, i, 'infinitive')) return true;
  return false;
}

/** Those whom a word like "with" brings into the content. */
function counterparts(
  cast: Cast,
  reading: Reading,
  frame: Frame,
  from: number,
  to: number,
  actors: Entity[],
): Entity[] {
  const found = new Set<Entity>();
  for (const word of frame.with ?? []) {
    for (let i = from; i < to - 1; i++) {
      if (reading.tokens[i]?.norm !== word) continue;
      const entity = cast.at[i + 1]?.entity ?? (is(reading, i + 1, 'determiner') ? cast.at[i + 2]?.entity : undefined);
      // "the treaty between China and Russia" names a side of its own, nobody beside it.
      if (entity && !actors.some((actor) => actor === entity || (actor.state !== null && actor.state === entity.state)))
        found.add(entity);
    }
  }
  return [...found];
}

// ---------------------------------------------------------------- content

/** Where the clause of a cue ends. */
export function clauseEnd(
  reading: Reading,
  sentenceEnd: number,
  predicate: Predicate,
  situated: Situated[],
  within: Stretch | null,
): number {
  const limit = Math.min(sentenceEnd, within ? within.to : sentenceEnd);
  const start = Math.max(predicate.to, predicate.inverted ? (predicate.subject?.to ?? 0) : 0);
  const next = situated
    .map((other) => other.predicate)
    .filter(
      (other) => other.from > start && other.from < limit && other.voice !== 'noun' && other.voice !== 'infinitive',
    )
    .sort((a, b) => a.from - b.from);
  let end = limit;
  for (let i = start; i < limit; i++) {
    if (stops(reading, i, start, limit, next)) {
      end = i;
      break;
    }
  }
  return trimEnd(reading, start, end);
}

function stops(reading: Reading, i: number, start: number, limit: number, next: Predicate[]): boolean {
  const token = reading.tokens[i];
  if (!token) return true;
  if (token.norm === ';' || token.norm === '؛') return true;
  const mark = token.norm === ',' || token.norm === '،';
  const follows = i + 1;
  if (mark) {
    if (is(reading, follows, 'relative') || is(reading, follows, 'subordinator')) return true;
    if (is(reading, follows, 'except') && is(reading, follows + 1, 'complementiser')) return true;
    if (reading.matches[follows]?.some(({ meaning }) => meaning.type === 'speech' && meaning.how === 'according'))
      return true;
    if (
      reading.lexicon.pack.order === 'svo' &&
      is(reading, follows, 'conjunction') &&
      opensSentence(reading, follows + 1)
    )
      return true;
    return next.some((other) => {
      const head = other.subject && !other.subject.carried ? Math.min(other.subject.from, other.from) : other.from;
      return head >= follows && head <= follows + 2;
    });
  }
  if (i <= start + 1) return false;
  // "... a freeze and Canada has begun its own": a name and its verb after "and".
  if (
    reading.lexicon.pack.order === 'svo' &&
    is(reading, i, 'conjunction') &&
    is(reading, follows, 'verb') &&
    is(reading, follows, 'past-form')
  )
    return true;
  if (
    reading.lexicon.pack.order === 'svo' &&
    is(reading, i, 'conjunction') &&
    reading.tokens[follows]?.capital &&
    opensSentence(reading, follows)
  )
    return true;
  const joint = is(reading, i, 'conjunction') || (reading.alternatives[i]?.some((word) => word.conjunction) ?? false);
  if (joint && reading.tokens[i]?.kind === 'word') {
    const clitic = !is(reading, i, 'conjunction');
    const at = clitic ? i : follows;
    const found = next.find((other) => {
      const head = other.subject && !other.subject.carried ? Math.min(other.subject.from, other.from) : other.from;
      return head === at || other.from === at;
    });
    if (found && found.voice === 'finite') return true;
  }
  return is(reading, i, 'subordinator') && i > start + 3;
}

/** Whether a clause of its own begins at `i`: a pronoun or a short noun phrase, and its verb. */
function opensSentence(reading: Reading, i: number): boolean {
  for (let at = i; at < i + 5; at++) {
    if (reading.tokens[at]?.kind === 'mark') return false;
    const finite = is(reading, at, 'auxiliary') || is(reading, at, 'be') || is(reading, at, 'future');
    if (at > i && finite) return true;
  }
  return false;
}

/** A commitment told twice is one point: the first telling stays. */
function distinct(reading: Reading, drafts: Draft[]): Draft[] {
  const sorted = [...drafts].sort((a, b) => a.from - b.from || b.to - a.to);
  const kept: { draft: Draft; words: ReadonlySet<string> }[] = [];
  for (const draft of sorted) {
    const before = kept.at(-1)?.draft;
    if (before && reading.sentenceOf[draft.from] === reading.sentenceOf[before.from] && continuesCall(draft, before)) {
      before.to = draft.to;
      continue;
    }
    const words = longWords(reading, draft);
    // A retelling stands near: an article of any length is compared in proportion to it.
    if (!kept.slice(-NEAR).some((other) => sameContent(draft, words, other.draft, other.words)))
      kept.push({ draft, words });
  }
  return kept.map(({ draft }) => draft);
}

/** How many points, or stretches, back and forth are looked at for one that overlaps or says the same. */
const NEAR = 100;

function longWords(reading: Reading, { from, to }: Draft): Set<string> {
  return new Set(reading.tokens.slice(from, to).flatMap(({ norm }) => (norm.length > 3 ? [norm] : [])));
}

/** "... is a basic norm, and must be upheld": a duty that names nobody goes on with the clause before it. */
function continuesCall(draft: Draft, before: Draft): boolean {
  return (
    draft.kind === 'calls-for' &&
    !draft.addressed &&
    draft.joined &&
    draft.from - before.to <= 2 &&
    draft.from >= before.to &&
    draft.speaker.length > 0 &&
    draft.speaker[0] === before.speaker[0]
  );
}

function sameContent(a: Draft, A: ReadonlySet<string>, b: Draft, B: ReadonlySet<string>): boolean {
  const overlap = Math.min(a.to, b.to) - Math.max(a.from, b.from);
  if (overlap > 0) return overlap >= 0.6 * Math.min(a.to - a.from, b.to - b.from);
  if (a.kind !== b.kind || A.size < 3 || B.size < 3) return false;
  const shared = A.intersection(B).size;
  return shared >= 0.75 * Math.max(A.size, B.size) || (shared >= 4 && shared >= 0.8 * Math.min(A.size, B.size));
}

// ---------------------------------------------------------------- positions

/** What is said and is no commitment: the stretches, less the commitments that stand in them. */
export function positions(reading: Reading, attribution: Attribution, made: Draft[]): Draft[] {
  const found: Draft[] = [];
  const { stretches } = attribution;
  for (const [k, outer] of stretches.entries()) {
    const inner = retold(outer, stretches.slice(Math.max(0, k - NEAR), k + NEAR));
    const stretch = inner ?? outer;
    for (const [from, to] of remainders(reading, stretch, overlapping(made, stretch))) {
      if (found.slice(-NEAR).some((other) => Math.min(to, other.to) - Math.max(from, other.from) > 0.5 * (to - from)))
        continue;
      found.push({
        section: 'position',
        kind: 'says',
        actors: stretch.speaker,
        counterparts: [],
        speaker: outer.speaker,
        how: outer.how,
        from,
        to,
        cue: stretch.cue,
        subject: stretch.subject,
        sure: stretch.how === 'explicit',
        joined: false,
        addressed: false,
        told: null,
      });
    }
  }
  return found;
}

/** What somebody says that another has said: the inner words, where they are most of the outer ones. */
function retold(outer: Stretch, near: Stretch[]): Stretch | null {
  const inner = near.filter((other) => other !== outer && other.from >= outer.from && other.to <= outer.to);
  return inner.find(({ from, to }) => to - from >= 0.6 * (outer.to - outer.from)) ?? null;
}

const LEAST_WORDS = 3;

/** The drafts (in order of their beginnings) that share a token with a stretch. */
function overlapping(drafts: Draft[], stretch: Stretch): Draft[] {
  let low = 0;
  let high = drafts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((drafts[middle]?.from ?? 0) < stretch.to) low = middle + 1;
    else high = middle;
  }
  return drafts.slice(Math.max(0, low - NEAR), low).filter(({ to }) => to > stretch.from);
}

function remainders(reading: Reading, stretch: Stretch, inside: Draft[]): [number, number][] {
  const parts: [number, number][] = [];
  let from = stretch.from;
  for (const draft of inside) {
    parts.push([from, Math.min(draft.from, stretch.to)]);
    from = Math.max(from, draft.to);
  }
  parts.push([from, stretch.to]);
  return parts
    .map(([a, b]): [number, number] => tidy(reading, a, b))
    .filter(([a, b], k) => {
      const words = reading.tokens.slice(a, b).filter((token) => token.kind !== 'mark').length;
      return words >= (inside.length && k > 0 ? LEAST_WORDS + 1 : inside.length ? LEAST_WORDS + 1 : 2);
    });
}

/** Takes quotation marks, conjunctions and loose marks off both ends. */
function tidy(reading: Reading, start: number, end: number): [number, number] {
  let from = start;
  let to = trimEnd(reading, from, end);
  const quote = (i: number) => /^["“”«»]$/u.test(reading.tokens[i]?.norm ?? '');
  while (from < to && (loose(reading, from) || (quote(from) && !balanced(reading, from, to)))) from++;
  if (quote(from) && quote(to - 1) && to - from > 2 && !innerQuote(reading, from + 1, to - 1)) {
    from++;
    to--;
  }
  if (quote(to - 1) && !innerQuote(reading, from, to - 1)) to--;
  return [from, trimEnd(reading, from, to)];
}

function loose(reading: Reading, i: number): boolean {
  const token = reading.tokens[i];
  return token?.kind === 'mark'
    ? /[,،;:.\-–—)]/u.test(token.norm)
    : is(reading, i, 'conjunction') || is(reading, i, 'complementiser');
}

function balanced(reading: Reading, from: number, to: number): boolean {
  return innerQuote(reading, from + 1, to);
}

function innerQuote(reading: Reading, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (/^["“”«»]$/u.test(reading.tokens[i]?.norm ?? '')) return true;
  return false;
}
