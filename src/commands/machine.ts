import { randomInt } from 'node:crypto';

/** The zone of this machine, for whom no better is known. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** A schedule's id, which people type: five letters and digits that are not taken for others. */
export function newId(): string {
  const letters = '23456789abcdefghjkmnpqrstuvwxyz';
  return Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join('');
}
