import type { Article } from '../../src/core/article.ts';
import type { Briefing } from '../../src/core/briefing.ts';
import type { Schedule, Target } from '../../src/core/schedule.ts';
import type { ClaimRequest, Planned } from '../../src/core/store.ts';

/** What rows of tests are made of, each with what matters to it. */
export function aTarget(target: Partial<Target> = {}): Target {
  return { platform: 'discord', place: 'place-1', channel: 'channel-1', to: 'channel', ...target };
}

export function aSchedule(schedule: Partial<Schedule> = {}): Schedule {
  return {
    id: 'schedule-1',
    topic: 'china-russia',
    target: aTarget(),
    when: '0 8 * * 1-5',
    zone: 'Asia/Riyadh',
    language: 'en',
    form: { as: 'message', tags: [], crosspost: false, role: null },
    catchUp: 'latest',
    graceMinutes: 720,
    owner: 'user-1',
    source: 'chat',
    state: { type: 'active' },
    nextAt: 1_000,
    createdAt: 1,
    ...schedule,
  };
}

/** A post that is due at `slotAt`. */
export function aPost(slotAt: number, planned: Partial<Planned> = {}): Planned {
  return {
    slotAt,
    target: aTarget(),
    cargo: { type: 'post', briefing: null },
    state: { type: 'planned', dueAt: slotAt },
    ...planned,
  };
}

export function aRequest(now: number, request: Partial<ClaimRequest> = {}): ClaimRequest {
  return { holder: 'process-1', now, until: now + 60_000, limit: 50, platforms: ['discord', 'slack'], ...request };
}

export function anArticle(text: string, article: Partial<Article> = {}): Article {
  return {
    id: '2021-02-04.ar',
    text,
    title: null,
    url: null,
    publisher: null,
    publishedAt: null,
    publishedInferred: false,
    language: 'ar',
    sha256: Buffer.from(text).toString('hex').padEnd(64, '0').slice(0, 64),
    ...article,
  };
}

export function aBriefing(id: string, article: Article, headline = 'A headline'): Briefing {
  const evidence = [{ article: article.id, start: 0, end: 1, quote: article.text.slice(0, 1) }];
  const { id: _id, text: _text, publishedInferred: _inferred, ...told } = article;
  return {
    format: 'readout.briefing/1',
    id,
    topic: 'china-russia',
    language: 'ar',
    engine: { name: 'offline', version: '1' },
    articles: [{ ...told, id: article.id, language: 'ar' }],
    headline: { text: headline, evidence },
    what: [{ text: headline, evidence }],
    when: null,
    where: null,
    how: null,
    who: [],
    points: [],
  };
}
