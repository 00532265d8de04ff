import type { Situated, Stretch } from './attribute.ts';
import type { Cast, Entity } from './cast.ts';
import { type Predicate, speaks } from './predicate.ts';
import type { Quotation } from './quote.ts';
import type { Reading } from './reading.ts';
import type { Sentence } from './segment.ts';
import { trimEnd } from './speech.ts';

/** Finds whose a quotation is that no stretch covers yet; one stretch for each of its sentences. */
export function quoted(
  reading: Reading,
  cast: Cast,
  quote: Quotation,
  sentences: Sentence[],
  own: Stretch[],
  told: Situated[],
  before: Stretch | null,
): Stretch[] | null {
  const covered = own.some(({ from, to, about }) => !about && from <= quote.from && to >= quote.to - 1);
  if (covered) return null;
  const words = reading.tokens.slice(quote.from, quote.to).filter((token) => token.kind === 'word').length;
  if (words < 3) return null;
  const voice = speakerOf(reading, cast, quote, sentences, own, told, before);
  if (!voice) return null;
  return sentences.flatMap((sentence) => {
    const from = Math.max(quote.from, sentence.from);
    const to = trimEnd(reading, from, Math.min(quote.to, sentence.to));
    if (to - from < 2 || own.some((other) => !other.about && other.from <= from + 1 && other.to >= to)) return [];
    return [{ ...voice, from, to, about: false }];
  });
}

type VoiceOf = Pick<Stretch, 'speaker' | 'how' | 'cue' | 'subject'>;

function speakerOf(
  reading: Reading,
  cast: Cast,
  quote: Quotation,
  sentences: Sentence[],
  own: Stretch[],
  told: Situated[],
  before: Stretch | null,
): VoiceOf | null {
  const first = reading.sentenceOf[quote.from] ?? 0;
  const last = reading.sentenceOf[Math.max(quote.from, quote.to - 1)] ?? 0;
  const near = told
    .filter(({ predicate, sentence }) => {
      return (
        speaks(predicate.match) &&
        predicate.voice !== 'noun' &&
        (sentence.index === first || sentence.index === last) &&
        predicate.subject
      );
    })
    .sort((a, b) => distance(a.predicate, quote) - distance(b.predicate, quote))[0]?.predicate;
  if (near?.subject) {
    return {
      speaker: near.subject.entities,
      how: near.subject.carried ? 'carried' : 'explicit',
      cue: [near.from, near.to],
      subject: near.subject.carried ? null : [near.subject.from, near.subject.to],
    };
  }
  const sameSentence = own.find(
    ({ from, to }) => from < quote.from && (reading.sentenceOf[from] ?? -1) === first && to <= quote.from + 1,
  );
  const earlier = sameSentence ?? own.filter(({ to }) => to <= quote.from).at(-1) ?? own[0];
  if (earlier) return { speaker: earlier.speaker, how: 'carried', cue: earlier.cue, subject: earlier.subject };
  const sentence = sentences.find(({ index }) => index === first);
  const whole = sentence ? quote.to - quote.from >= (Math.min(sentence.to, quote.to) - sentence.from) * 0.6 : false;
  if (whole && before) return { speaker: before.speaker, how: 'implied', cue: null, subject: null };
  const actor = sentence ? actorOf(cast, sentence) : null;
  return actor ? { speaker: [actor], how: 'implied', cue: null, subject: null } : null;
}

function distance(predicate: Predicate, quote: Quotation): number {
  return predicate.from < quote.from ? quote.from - predicate.to : predicate.from - quote.to;
}

/** The first person, else the first name, of a sentence. */
function actorOf(cast: Cast, sentence: Sentence): Entity | null {
  let other: Entity | null = null;
  for (let i = sentence.from; i < sentence.to; i++) {
    const entity = cast.at[i]?.entity;
    if (entity?.kind === 'person') return entity;
    if (entity && !entity.generic) other ??= entity;
  }
  return other;
}
