import type { How, Kind, Section } from '../core/briefing.ts';
import { foldText } from '../languages/fold.ts';
import type { Frame } from '../languages/pack.ts';
import { addressee, clauseSubject, counterparts, PARTIES } from './addressee.ts';
import type { Attribution, Situated, Stretch } from './attribute.ts';
import type { Cast, Entity } from './cast.ts';
import { clauseEnd, contentStart } from './content.ts';
import { NEAR } from './position.ts';
import type { Predicate } from './predicate.ts';
import { is, matchAt, type Reading } from './reading.ts';
import { bodyOf } from './refer.ts';

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

export function commitment(
  reading: Reading,
  cast: Cast,
  situated: Situated,
  others: Situated[],
  frame: Frame,
): Draft | null {
  const { predicate, within, sentence } = situated;
  const { voice } = predicate;
  const subject = predicate.subject?.acts ? predicate.subject : null;
  if (voice === 'noun' || voice === 'infinitive' || predicate.conditional) return null;
  const urged = voice === 'passive' && frame.kind === 'calls-for' && predicate.patient?.acts ? predicate.patient : null;
  if (voice === 'passive' && !predicate.inverted && !urged) return null;
  if (frame.kind === 'intends' && !within && leads(reading, predicate, 'once')) return null;
  // "Evidence that will show ...": what a noun's own clause tells.
  if (reading.lexicon.pack.order === 'svo' && !predicate.subject && is(reading, predicate.from - 1, 'complementiser'))
    return null;
  if (isQuestion(reading, sentence.to) || isDoubted(reading, predicate, within)) return null;
  if (frame.voiced && !within && !(frame.kind === 'pledged' && isAnnounced(reading, predicate, subject))) return null;
  // "It should be done": a duty that names nobody is a view.
  if (frame.voiced && frame.kind === 'calls-for' && reading.lexicon.pack.order === 'svo' && !binds(reading, predicate))
    return null;
  const kind = predicate.negated ? frame.negated : frame.kind;
  if (!kind) return null;
  // "It is planned that the talks be held", "the capital hosts next month": the cue itself announces.
  const event =
    frame.section === 'next' &&
    ((predicate.match.slot === '' && reading.lexicon.pack.order === 'vso') ||
      isDated(reading, predicate.match.from, predicate.match.to) ||
      (predicate.subject !== null &&
        (predicate.subject.entities.length === 0 || isDated(reading, predicate.from, sentence.to))));
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
  const bound = actorsOf(frame, subject?.entities ?? [], told, speaker);
  const beside = counterparts(cast, reading, frame, predicate.match.from, to, bound);
  // "X signed a treaty with Y": what two agree binds both.
  const both = kind === 'agreed' && bound.length > 0;
  const actors = both ? [...bound, ...beside] : bound;
  if (actors.length === 0 && !event) return null;
  if (frame.voiced && is(reading, predicate.to, 'threat')) return null;
  const self = speaksOfSelf(reading, actors, speaker) || (within !== null && speaksForBody(reading, actors, speaker));
  if (frame.voiced && kind !== 'calls-for' && !self && !isAnnounced(reading, predicate, subject)) return null;
  // "We will build two plants", said its chief executive: the body is bound.
  const [one] = speaker;
  const weSay = subject !== null && is(reading, subject.from, 'pronoun-we') && speaker.length === 1;
  const body =
    weSay && one?.kind === 'person' && kind !== 'calls-for' && actors[0] === one ? bodyOf(reading, cast, one) : null;
  return {
    section: frame.section,
    kind:
      frame.voiced && kind === 'pledged' && !self && within && reading.lexicon.pack.order === 'svo' ? 'intends' : kind,
    actors: body ? [body] : actors,
    counterparts: both ? [] : beside,
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
      body === null &&
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
export function binds(reading: Reading, predicate: Predicate): boolean {
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
  // "The airline will expand": a noun that stands for a body named before.
  const stands =
    subject.by === 'reference' &&
    is(reading, subject.from, 'determiner') &&
    subject.entities.every(({ kind, generic }) => kind !== 'person' && !generic);
  const acts = reading.lexicon.pack.order === 'vso' && subject.acts;
  if (subject.by !== 'name' && ((!body && !office && !stands && !acts) || subject.carried)) return false;
  // "May said the Conservatives would announce their plans"; what a rival state would do is foretold.
  const party = subject.entities.every(({ kind }) => kind === 'organisation');
  for (let i = predicate.from; i < predicate.to; i++) if (is(reading, i, 'doubt') && !party) return false;
  let verb = predicate.to;
  while (reading.lexicon.pack.order === 'svo' && is(reading, verb, 'adverb') && !is(reading, verb, 'stative')) verb++;
  return !is(reading, verb, 'be') && !is(reading, verb, 'stative') && !is(reading, verb, 'auxiliary');
}

function infinitiveIn(reading: Reading, from: number, to: number): boolean {
  for (let i = from - 1; i < Math.min(to, from + 14); i++) if (is(reading, i, 'infinitive')) return true;
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
