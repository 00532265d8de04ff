import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { isDeepStrictEqual, promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import type { Edition, Library } from '../core/seams.ts';

/*
 * Pages are kept as they were sent. A page is made of its address, of the reader's language and of what the library gave
 * while it was made, and of nothing else (what else there is goes through `noted`); so it is still right as long as the
 * library gives the same. That is asked again at every request, which costs a look at a few files: an article that was
 * corrected or a topic that was renamed shows at once.
 */

/** One thing that the library was asked while a page was made; `holds`: whether it gives the same now. */
type Look = { holds: () => Promise<boolean> };
const NEVER: Look = { holds: async () => false };

const looking = new AsyncLocalStorage<Look[]>();

/** The library, with what a page asks of it noted. */
export function watched(library: Library): Library {
  return {
    topics: noted(library.topics),
    editions: noted(library.editions),
    open: async (topic, edition) => {
      const opened = await look(() => library.open(topic, edition), isSameEdition);
      return { ...opened, translation: (reader) => look(() => opened.translation(reader), Object.is) };
    },
  };
}

/** What pages ask for beside the library, noted as well. */
export function noted<Args extends unknown[], Value>(
  ask: (...args: Args) => Promise<Value>,
): (...args: Args) => Promise<Value> {
  return (...args) => look(() => ask(...args), isDeepStrictEqual);
}

async function look<Value>(ask: () => Promise<Value>, isSame: (now: Value, then: Value) => boolean): Promise<Value> {
  const looks = looking.getStore();
  try {
    const then = await ask();
    looks?.push({ holds: async () => isSame(await ask(), then) });
    return then;
  } catch (error) {
    looks?.push(NEVER);
    throw error;
  }
}

/** The same words, however often they were read from the database. */
function isSameEdition(now: Edition, then: Edition): boolean {
  return (
    now.current === then.current &&
    now.topic === then.topic &&
    (now.briefing === then.briefing || isDeepStrictEqual(now.briefing, then.briefing)) &&
    (now.article === then.article || isDeepStrictEqual(now.article, then.article))
  );
}

/** How an answer's bytes are packed. */
export type Encoding = 'br' | 'gzip' | 'identity';

/** A page as it is sent. `route`: the template of its address. */
export type Page = {
  status: number;
  headers: readonly (readonly [string, string])[];
  route: string;
  etag: string;
  bytes: Record<'identity', Uint8Array<ArrayBuffer>> & Partial<Record<Encoding, Uint8Array<ArrayBuffer>>>;
};

type Kept = { page: Page; looks: readonly Look[] };
/** Gives a page: the one that is kept, where it is still right, else the one that `make` makes. */
export type KeepPages = (key: string, make: () => Promise<Made>) => Promise<Page>;
export type Made = { response: Response; route: string };

const MOST_KEPT_BYTES = 16 * 1_024 * 1_024;

/** Opens a store of pages within so many bytes. Those that readers of one sort see are kept apart from all others. */
export function keepPages(maxSize = MOST_KEPT_BYTES): KeepPages {
  const kept = new LRUCache<string, Kept>({ maxSize, sizeCalculation: ({ page }, key) => sizeOf(page) + key.length });
  const making = new Map<string, Promise<Kept>>();
  return async (key, make) => {
    const known = kept.get(key);
    if (known && (await stillHolds(known))) return known.page;
    // Many ask at once for what is being made; it may have been begun before the last change.
    const begun = making.get(key);
    if (begun) {
      const other = await begun;
      if (await stillHolds(other)) return other.page;
    }
    const own = made(make);
    making.set(key, own);
    try {
      const one = await own;
      if (isKept(one)) kept.set(key, one);
      else kept.delete(key);
      return one.page;
    } finally {
      if (making.get(key) === own) making.delete(key);
    }
  };
}

async function made(make: () => Promise<Made>): Promise<Kept> {
  const looks: Look[] = [];
  const page = await looking.run(looks, async () => {
    const { response, route } = await make();
    return { route, ...(await pageOf(response)) };
  });
  return { page, looks };
}

async function stillHolds({ looks }: Kept): Promise<boolean> {
  for (const { holds } of looks) if (!(await holds().catch(() => false))) return false;
  return true;
}

/** Faults pass, and who says so is not kept. */
function isKept({ page: { status, headers } }: Kept): boolean {
  return status === 200 && !headers.some(([name, value]) => name === 'cache-control' && /no-store/u.test(value));
}

function sizeOf({ bytes }: Page): number {
  return Object.values(bytes).reduce((sum, one) => sum + one.length, 1_024);
}

/** Smaller ones fit a packet as they are. */
const LEAST_PACKED = 1_000;
const PACKED = /^(?:text\/|image\/svg|application\/(?:json|.*\+json|.*\+xml|xml|javascript))/u;

const packBrotli = promisify(brotliCompress);
const packGzip = promisify(gzip);
const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_MODE, BROTLI_MODE_TEXT, BROTLI_PARAM_SIZE_HINT } = constants;

/** An answer whose bytes are all there, packed in each way that readers may ask for. */
async function pageOf(response: Response): Promise<Omit<Page, 'route'>> {
  const identity = new Uint8Array(await response.arrayBuffer());
  const headers = [...response.headers];
  const type = response.headers.get('content-type') ?? '';
  // Weak: the same page in another packing is the same.
  const etag = `W/"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`;
  const { status } = response;
  if (identity.length < LEAST_PACKED || !PACKED.test(type)) return { status, headers, etag, bytes: { identity } };
  const params = {
    [BROTLI_PARAM_QUALITY]: 5,
    [BROTLI_PARAM_MODE]: BROTLI_MODE_TEXT,
    [BROTLI_PARAM_SIZE_HINT]: identity.length,
  };
  const [br, gz] = await Promise.all([packBrotli(identity, { params }), packGzip(identity)]);
  return { status, headers, etag, bytes: { identity, br: new Uint8Array(br), gzip: new Uint8Array(gz) } };
}

/** The best packing that somebody takes. `accepted`: the header Accept-Encoding. */
export function encodingFor(accepted: string | undefined): Encoding {
  const weights = new Map(
    (accepted ?? '').split(',').map((one) => {
      const [name = '', ...parameters] = one.split(';').map((part) => part.trim().toLowerCase());
      const q = parameters.find((part) => part.startsWith('q='));
      return [name, q === undefined ? 1 : Number(q.slice(2))];
    }),
  );
  const takes = (name: string) => (weights.get(name) ?? weights.get('*') ?? 0) > 0;
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : 'identity';
}
