import type { Context } from 'hono';
import { type IRateLimiterRes, RateLimiterMemory } from 'rate-limiter-flexible';
import { isLoopback } from './safety.ts';

/** So many requests in so many seconds of one address: somebody who reads, and browses quickly, needs a tenth. */
const REQUESTS = { points: 300, duration: 10 };
/** So many wrong passwords of one address in ten minutes. */
const GUESSES = { points: 10, duration: 600 };

/** How often an address may ask. Each gives the seconds to wait, or 0. */
export type Rates = {
  /** Counts a request. */
  ask: (address: string) => Promise<number>;
  /** Whether this address has guessed too often; counts nothing. */
  mayGuess: (address: string) => Promise<number>;
  /** Counts a wrong password. */
  guessed: (address: string) => Promise<number>;
};

/**
 * Counts requests by address. What comes from this machine itself is its own, or of a proxy whose readers cannot be told
 * apart without READOUT_WEB_PROXIES: it may ask as often as it likes, and not guess so.
 */
export function openRates(requests = REQUESTS, guesses = GUESSES): Rates {
  const asking = new RateLimiterMemory(requests);
  const guessing = new RateLimiterMemory(guesses);
  const take = async (limiter: RateLimiterMemory, address: string): Promise<number> => {
    try {
      await limiter.consume(address);
      return 0;
    } catch (error) {
      return secondsOf(error as IRateLimiterRes);
    }
  };
  return {
    ask: async (address) => (isLoopback(address) ? 0 : take(asking, address)),
    mayGuess: async (address) => {
      const known = await guessing.get(address);
      return known !== null && (known.consumedPoints ?? 0) >= guesses.points ? secondsOf(known) : 0;
    },
    guessed: (address) => take(guessing, address),
  };
}

function secondsOf({ msBeforeNext = 1_000 }: IRateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1_000));
}

/** The part of a Node request that tells where it comes from. */
type Incoming = { incoming?: { socket?: { remoteAddress?: string | undefined } } } | undefined;

/**
 * The address that a request comes from: the socket's, or where so many proxies of ours stand before it the one that the
 * outermost of them saw. What stands further left in X-Forwarded-For is the client's own word, and not believed. A /64
 * of IPv6 is one client's.
 */
export function addressOf(c: Context, proxies: number): string {
  const socket = (c.env as Incoming)?.incoming?.socket?.remoteAddress ?? 'unknown';
  const seen = (c.req.header('x-forwarded-for') ?? '').split(',').map((one) => one.trim());
  const address = proxies === 0 ? socket : seen.at(-Math.min(proxies, seen.length)) || socket;
  return groupOf(address.replace(/^::ffff:(?=\d+\.)/u, '').slice(0, 45));
}

function groupOf(address: string): string {
  if (!address.includes(':') || isLoopback(address)) return address;
  const [head = '', tail = ''] = address.split('::', 2);
  const groups = (part: string) => part.split(':').filter(Boolean);
  const missing = Math.max(0, 8 - groups(head).length - groups(tail).length);
  const all = address.includes('::') ? [...groups(head), ...Array(missing).fill('0'), ...groups(tail)] : groups(head);
  return `${all.slice(0, 4).join(':')}::/64`;
}
