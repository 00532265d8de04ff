import { createHash } from 'node:crypto';
import type { Briefing, Evidence, Who } from '../src/core/briefing.ts';
import type { Asker } from '../src/core/command.ts';
import type { Schedule } from '../src/core/schedule.ts';
import type { SettingsStore } from '../src/core/store.ts';

/** A small article with an astral character before most of its words. */
export const ARTICLE = {
  id: 'talks',
  title: 'Ministers meet in Geneva',
  text: '🕊️ Talks: China said on Monday it will host the next round.\nFrance urged both sides to agree. "We are ready," said Lavrov.',
};

/** A briefing of it in which everything holds. */
export function sampleBriefing(): Briefing {
  const said = stretch('China said on Monday');
  return {
    format: 'readout.briefing/1',
    id: 'sample',
    topic: null,
    language: 'en',
    engine: { name: 'offline', version: '1' },
    articles: [
      {
        id: ARTICLE.id,
        title: ARTICLE.title,
        url: 'https://example.org/talks',
        publisher: null,
        publishedAt: '2021-02-01',
        language: 'en',
        sha256: createHash('sha256').update(ARTICLE.text).digest('hex'),
      },
    ],
    headline: { text: 'Ministers meet', evidence: [{ ...stretch('Ministers meet', ARTICLE.title), in: 'title' }] },
    what: [{ text: 'France urged both sides to agree', evidence: [stretch('France urged both sides to agree')] }],
    when: { text: 'on Monday', evidence: [stretch('on Monday')] },
    where: null,
    how: null,
    who: [who('CN', 'China', 'state'), who('FR', 'France', 'state'), who('lavrov', 'Lavrov', 'person')],
    points: [
      point(1, 'commitment', 'pledged', 'CN', [stretch('it will host the next round'), said]),
      point(2, 'commitment', 'calls-for', 'FR', [stretch('both sides to agree')]),
      { ...point(3, 'position', 'says', 'lavrov', [stretch('We are ready')]), due: '2021-02-08' },
    ],
  };
}

function stretch(quote: string, text = ARTICLE.text): Evidence {
  const start = text.indexOf(quote);
  return { article: ARTICLE.id, start, end: start + quote.length, quote };
}

function who(id: string, name: string, kind: Who['kind']): Who {
  return { id, name, kind, role: null, state: null, part: 'party', evidence: [stretch(name)] };
}

function point(
  number: number,
  section: 'commitment' | 'position',
  kind: 'pledged' | 'calls-for' | 'says',
  actor: string,
  evidence: Evidence[],
): Briefing['points'][number] {
  return {
    number,
    section,
    kind,
    actors: [actor],
    counterparts: [],
    saidBy: { who: [actor], how: 'explicit' },
    text: evidence[0]?.quote ?? '',
    topics: [],
    due: null,
    evidence,
    confidence: 'sure',
  };
}

/** Somebody who asks, of whom nothing is known but what is given. */
export function sampleAsker(known: Partial<Asker> = {}): Asker {
  return {
    locale: null,
    zone: null,
    platform: 'discord',
    place: null,
    channel: null,
    user: '1',
    mayManage: async () => false,
    tagsOf: async () => [],
    ...known,
  };
}

/** Settings of people and channels who set none. */
export const noSettings: Pick<SettingsStore, 'person' | 'channel'> = {
  person: async () => ({ language: null, zone: null }),
  channel: async () => ({ language: null, zone: null }),
};

/** For what is not about managing. */
export const noManaging = async (): Promise<never> => {
  throw new Error('nothing is managed here');
};

/** A schedule that is due at its first slot, with what is given. */
export function sampleSchedule(known: Partial<Schedule> = {}): Schedule {
  return {
    id: 'sample',
    topic: 'china-russia',
    target: { platform: 'discord', place: 'g1', channel: 'c1', to: 'channel' },
    when: '0 8 * * *',
    zone: 'Asia/Riyadh',
    language: 'en',
    form: { as: 'message', tags: [], crosspost: false, role: null },
    catchUp: 'latest',
    graceMinutes: 720,
    owner: null,
    source: 'chat',
    state: { type: 'active' },
    nextAt: 0,
    createdAt: 0,
    ...known,
  };
}
