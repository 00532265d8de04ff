import { createHash } from 'node:crypto';
import type { Article } from '../core/article.ts';
import type { Briefing, Point, Who } from '../core/briefing.ts';
import { UserError } from '../core/errors.ts';
import type { Engine, TopicContext } from '../core/seams.ts';
import { conceptsIn } from '../languages/concepts.ts';
import { detectLatin } from '../languages/detect.ts';
import { packLanguages } from '../languages/pack.ts';
import { type Attribution, attribute } from './attribute.ts';
import type { Cast, Entity } from './cast.ts';
import { dueOf } from './due.ts';
import { commitments, type Draft } from './frame.ts';
import { identify, unsupported } from './identify.ts';
import { type Lexicon, lexiconOf, neutralLexicon } from './lexicon.ts';
import { findMentions, withTopic } from './mention.ts';
import { positions } from './position.ts';
import { type Reading, read } from './reading.ts';
import { segment } from './segment.ts';
import { evidenceOf, headlineOf, howOf, onOneLine, whatOf, whenOf, whereOf, whoOrder } from './slots.ts';
import { faultsIn } from './verify.ts';

const ENGINE = { name: 'offline', version: '0.1.0' } as const;

/**
 * Makes the briefing of an article offline: the same article and engine version give the same bytes.
 * @throws UserError where the text is empty or in a language without a pack.
 */
export const brief: Engine = (article, context, attended = false) => {
  if (!/\S/u.test(article.text)) throw new UserError(`The article ${article.id} has no text.`);
  const language = languageOf(article, attended);
  const lexicon = withTopic(language.lexicon, context);
  const reading = read(segment(article.text, lexicon), lexicon);
  if (reading.sentences.length === 0) throw new UserError(`The article ${article.id} has no words to brief.`);
  const cast = findMentions(reading);
  const attribution = attribute(reading, cast);
  const made = commitments(reading, cast, attribution);
  const drafts = [...made, ...positions(reading, attribution, made)].sort((a, b) => a.from - b.from || a.to - b.to);
  return proved(assemble({ article, context, language: language.code, reading, cast, attribution, drafts }), article);
};

/** The briefing, once every line of it has been checked against the article; a fault here is the engine's own. */
function proved(briefing: Briefing, article: Article): Briefing {
  const [fault] = faultsIn(briefing, [article]);
  if (fault) throw new Error(`the engine made a line that does not hold: ${fault.where}: ${fault.what}`);
  return briefing;
}

/** The language to read an article in; refuses one that no pack reads. */
function languageOf(article: Article, attended: boolean): { code: string; lexicon: Lexicon } {
  const packs = packLanguages();
  const declared = article.language?.toLowerCase().split('-')[0] ?? null;
  if (declared && packs.includes(declared)) return { code: declared, lexicon: lexiconOf(declared) };
  if (declared) throw unsupported(declared, packs);
  const found = identify(article.text, detectLatin);
  if (packs.includes(found.language)) return { code: found.language, lexicon: lexiconOf(found.language) };
  if (found.certain || (attended && found.language !== 'und')) throw unsupported(found.language, packs);
  // Too little to go by: a wrong refusal would lose the article, so its first lines are given without any point.
  return { code: found.language, lexicon: neutralLexicon(found.language) };
}

type Parts = {
  article: Article;
  context: TopicContext;
  language: string;
  reading: Reading;
  cast: Cast;
  attribution: Attribution;
  drafts: Draft[];
};

function assemble(parts: Parts): Briefing {
  const { article, context, language, reading, cast, attribution, drafts } = parts;
  const listed = whoOrder(reading, cast, attribution, drafts, article.title);
  const ids = idsOf(listed);
  const points = drafts.map((draft, i) => pointOf(parts, draft, i + 1, ids));
  return {
    format: 'readout.briefing/1',
    id: briefingId(article),
    topic: context?.id ?? null,
    language,
    engine: { ...ENGINE },
    articles: [
      {
        id: article.id,
        title: article.title,
        url: article.url,
        publisher: article.publisher,
        publishedAt: article.publishedAt,
        ...(article.publishedInferred ? { publishedInferred: true as const } : {}),
        language,
        sha256: article.sha256,
      },
    ],
    headline: headlineOf(article, reading),
    what: whatOf(article, reading, drafts.filter(({ section }) => section !== 'position').length),
    when: whenOf(article, reading),
    where: whereOf(article, reading, cast),
    how: howOf(article, reading),
    who: listed.map((entity) => whoOf(parts, entity, ids, drafts)),
    points,
  };
}

function briefingId(article: Article): string {
  const hash = createHash('sha256').update(`${ENGINE.name} ${ENGINE.version} ${article.id} ${article.sha256}`);
  return hash.digest('hex').slice(0, 16);
}

/** An id for each entity: a known one, else its name in letters that an id may have, else its kind and number. */
function idsOf(entities: Entity[]): Map<Entity, string> {
  const ids = new Map<Entity, string>();
  const taken = new Set<string>();
  for (const entity of entities) {
    const slug = entity.name
      .normalize('NFD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/gu, '-')
      .replace(/^-+|-+$/gu, '')
      .slice(0, 60);
    const base = entity.id ?? (slug || entity.kind);
    let id = base;
    for (let n = 2; taken.has(id); n++) id = `${base}-${n}`;
    taken.add(id);
    ids.set(entity, id);
  }
  return ids;
}

const MOST_EVIDENCE = 4;

function whoOf({ article, reading }: Parts, entity: Entity, ids: Map<Entity, string>, drafts: Draft[]): Who {
  const spans = new Map<string, ReturnType<typeof evidenceOf>>();
  const fullest = [...entity.mentions].sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from);
  for (const { from, to } of [...entity.mentions.slice(0, 1), ...fullest]) {
    const evidence = evidenceOf(article, reading, from, to);
    if (!spans.has(evidence.quote) && spans.size < MOST_EVIDENCE) spans.set(evidence.quote, evidence);
  }
  const speaks = drafts.some((draft) => draft.speaker.includes(entity));
  const acts = drafts.some(
    (draft) => draft.section !== 'position' && [...draft.actors, ...draft.counterparts].includes(entity),
  );
  return {
    id: ids.get(entity) ?? entity.name,
    name: onOneLine(entity.name),
    kind: entity.kind,
    role: entity.role ? onOneLine(entity.role) : null,
    state: entity.state,
    part: speaks && entity.kind !== 'state' ? 'speaker' : acts || speaks ? 'party' : 'mentioned',
    evidence: [...spans.values()],
  };
}

function pointOf({ article, reading, language }: Parts, draft: Draft, number: number, ids: Map<Entity, string>): Point {
  const name = (entities: Entity[]) => [...new Set(entities.flatMap((entity) => ids.get(entity) ?? []))];
  const content = evidenceOf(article, reading, draft.from, draft.to);
  const others = [draft.cue, draft.subject]
    .filter((span) => span !== null)
    .filter(([from, to]) => to > from && (from < draft.from || to > draft.to))
    .map(([from, to]) => evidenceOf(article, reading, from, to));
  const speaker = name(draft.speaker);
  return {
    number,
    section: draft.section,
    kind: draft.kind,
    actors: name(draft.actors),
    counterparts: name(draft.counterparts),
    saidBy: { who: speaker, how: speaker.length ? draft.how : 'narrator' },
    text: onOneLine(content.quote),
    topics: conceptsIn(content.quote, language),
    due: draft.section === 'position' ? null : dueOf(reading, draft, article.publishedAt),
    evidence: [content, ...others],
    confidence: draft.sure ? 'sure' : 'check',
  };
}
