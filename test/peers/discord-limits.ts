import { createHash } from 'node:crypto';
import type { Reply } from './discord-reply.ts';

/** At most `limit` requests in `seconds`. `shared`: as if others used it up too. */
export type Limit = { limit: number; seconds: number; scope?: 'user' | 'shared' };

type Bucket = { left: number; until: number };

/** Buckets of rate limits: one for each route and each channel, guild or webhook, and the global one. */
export type Limits = {
  /** Sets the limit of the routes that match, or of `global`; those not set have 1,000 a second. */
  set: (pattern: string, limit: Limit) => void;
  /** Counts a request; headers of its answer, or the 429 instead of one. */
  take: (
    operation: string,
    major: string,
    exempt: boolean,
  ) => { headers: Record<string, string>; refused: Reply | null };
};

/** https://discord.com/developers/docs/topics/rate-limits */
export function createLimits(global: Limit = { limit: 50, seconds: 1 }): Limits {
  const set: { matches: RegExp; limit: Limit }[] = [];
  const buckets = new Map<string, Bucket>();
  let globally = global;
  const bucketOf = (key: string, { limit, seconds }: Limit, now: number): Bucket => {
    const known = buckets.get(key);
    if (known !== undefined && known.until > now) return known;
    const fresh = { left: limit, until: now + seconds * 1000 };
    buckets.set(key, fresh);
    return fresh;
  };
  return {
    set: (pattern, limit) => {
      if (pattern === 'global') globally = limit;
      else set.unshift({ matches: patternOf(pattern), limit });
      buckets.clear();
    },
    take: (operation, major, exempt) => {
      const now = Date.now();
      const all = bucketOf('global', globally, now);
      if (!exempt && all.left-- <= 0) return { headers: {}, refused: refuseFor(all.until - now, 'global') };
      const limit = set.find((one) => one.matches.test(operation))?.limit ?? { limit: 1000, seconds: 1 };
      const bucket = bucketOf(`${operation} ${major}`, limit, now);
      const headers = describe(operation, limit, bucket, now);
      if (bucket.left-- > 0)
        return { headers: { ...headers, 'X-RateLimit-Remaining': String(bucket.left) }, refused: null };
      return { headers, refused: refuseFor(bucket.until - now, limit.scope ?? 'user') };
    },
  };
}

function describe(operation: string, { limit }: Limit, { until }: Bucket, now: number): Record<string, string> {
  return {
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': '0',
    'X-RateLimit-Reset': (until / 1000).toFixed(3),
    'X-RateLimit-Reset-After': (Math.max(until - now, 0) / 1000).toFixed(3),
    'X-RateLimit-Bucket': createHash('md5').update(operation).digest('hex'),
  };
}

/** The 429 for a wait of so many milliseconds. */
export function refuseFor(wait: number, scope: 'user' | 'shared' | 'global'): Reply {
  const seconds = Math.max(wait, 1) / 1000;
  const headers: Record<string, string> = { 'Retry-After': seconds.toFixed(3), 'X-RateLimit-Scope': scope };
  if (scope === 'global') headers['X-RateLimit-Global'] = 'true';
  const body = { message: 'You are being rate limited.', code: 0, retry_after: seconds, global: scope === 'global' };
  return { status: 429, body, headers };
}

/**
 * Requests that a pattern means: `POST /channels/{channel_id}/messages`, with `:name` or `*` for a part too, a concrete
 * path, or `*` alone for all. Tested against both the operation and the path itself.
 */
export function patternOf(pattern: string): RegExp {
  if (pattern === '*') return /^/u;
  const [method = '*', path = ''] = pattern.split(' ');
  const source = path
    .split('/')
    .map((part) => (/^[{:*]/u.test(part) ? '[^/]+' : part.replace(/[$.?+()[\]]/gu, '\\$&')))
    .join('/');
  return new RegExp(`^${method === '*' ? '[A-Z]+' : method} ${source}$`, 'u');
}
