import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Topic } from '../core/topic.ts';

/** Who reads: a visitor of a page that needs no password; else a stranger, or a member who gave it. */
export type Reader = 'visitor' | 'stranger' | 'member';

/** Whether somebody may read of a topic on the page. */
export function mayRead({ private: closed }: Pick<Topic, 'private'>, reader: Reader): boolean {
  if (closed === true) return reader === 'member';
  return closed === false || reader !== 'stranger';
}

/** Tells who reads by the header `Authorization`; null: by a password that is wrong. */
export type Doorkeeper = (authorization: string | undefined) => Reader | null;

/**
 * Knows who has the password: HTTP Basic with any user name, or Bearer. Both sides are hashed before they are compared,
 * so that the time it takes tells nothing of the password, its length included.
 */
export function doorkeeperOf(password: string | null): Doorkeeper {
  if (password === null) return () => 'visitor';
  const key = randomBytes(32);
  const hashed = (value: string) => createHmac('sha256', key).update(value).digest();
  const wanted = hashed(password);
  return (authorization) => {
    if (authorization === undefined) return 'stranger';
    const given = passwordIn(authorization);
    return given !== null && timingSafeEqual(hashed(given), wanted) ? 'member' : null;
  };
}

function passwordIn(authorization: string): string | null {
  const [, scheme = '', value = ''] = /^(basic|bearer) +(\S+)$/iu.exec(authorization) ?? [];
  if (scheme.toLowerCase() !== 'basic') return value || null;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  return pair.includes(':') ? pair.slice(pair.indexOf(':') + 1) : null;
}
