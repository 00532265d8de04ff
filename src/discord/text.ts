import { beginsAgainst } from '../core/direction.ts';
import type { Direction, Link, Mention } from '../core/document.ts';

const START = { ltr: '\u2066', rtl: '\u2067' } as const;
const MARK = { ltr: '\u200E', rtl: '\u200F' } as const;
const PDI = '\u2069';
const INITIATOR = /[\u2066\u2067\u2068]/u;
const ISOLATES = /[\u2066-\u2069]/gu;
const OPEN_AT_END = /[\s\u2066-\u2068]+$/u;
/** A word longer than this is cut through: the end of the text is nearer than the word's. */
const LONGEST_WORD = 60;
const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' });
/** Longer addresses are left out: they would crowd out what they lead to. */
const LONGEST_URL = 1500;

/**
 * Text in which nothing means anything to Discord: no markup, link, mention, time, emoji or command. A backslash takes
 * its meaning from any punctuation, and is not shown (https://docs.discord.com/developers/reference#message-formatting).
 */
export function inert(text: string): string {
  return (
    text
      .replace(/[\r\n]+/g, ' ')
      .replace(/[\\`*_~|<>[\]@#]/g, '\\$&')
      // What opens a block where it stands first in a line.
      .replace(/^([\s\u2066-\u2069]*)([-+=])/u, '$1\\$2')
      .replace(/^([\s\u2066-\u2069]*\d+)([.)])/u, '$1\\$2')
      // Addresses, also without a scheme (www.example.org, discord.gg/abc), and emoji (:name:).
      .replace(/:(?=\/|[\w+\\-]+:)/g, '\\:')
      .replace(/(?<=[\p{L}\p{M}\p{N}-])\.(?=\p{L})/gu, '\\.')
  );
}

export function bold(text: string): string {
  const inside = inert(text).trim();
  return inside === '' ? '' : `**${inside}**`;
}

export function italic(text: string): string {
  const inside = inert(text).trim();
  return inside === '' ? '' : `*${inside}*`;
}

/** A link behind words, without a preview; nothing where its address is not of the web, or longer than a paragraph. */
export function masked({ label, url }: Link): string {
  if (!/^https?:\/\//i.test(url) || url.length > LONGEST_URL || label.trim() === '') return '';
  const target = url.replace(/[\s()<>[\]\\`|*"]/g, (found) => `%${found.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return `[${inert(label)}](<${target}>)`;
}

/** A channel or a role as Discord shows it; nothing where the id is none of Discord's. */
export function mentioned({ of, id }: Mention): string {
  if (!/^\d{1,20}$/.test(id)) return '';
  return of === 'channel' ? `<#${id}>` : `<@&${id}>`;
}

/**
 * A line that stands by itself, or a part that runs against the page. A line of a right-to-left page, or one against
 * the page, begins with a mark, by which its direction is found, and is an isolate, by which a client that takes every
 * line for left-to-right still orders it rightly. Another needs the mark only where its first letter is a foreign one.
 */
export function directed(text: string, own: Direction, page: Direction): string {
  if (text === '') return '';
  if (own === 'ltr' && page === 'ltr') return beginsAgainst(text, own) ? MARK.ltr + text : text;
  return MARK[own] + START[own] + text + PDI;
}

/** A text of at most `most` UTF-16 units: cut behind a word where it is longer, with an ellipsis, its isolates closed. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const room = most - 1 - deepest(text);
  if (room <= 0) return most > 0 ? '…' : '';
  const end = GRAPHEMES.segment(text).containing(room)?.index ?? room;
  const space = text.lastIndexOf(' ', end);
  const kept = text.slice(0, space > 0 && end - space < LONGEST_WORD ? space : end).replace(OPEN_AT_END, '');
  return `${kept}…${PDI.repeat(depths(kept).at(-1) ?? 0)}`;
}

function deepest(text: string): number {
  return Math.max(0, ...depths(text));
}

/** How many isolates are open behind each of the controls in a text. */
function depths(text: string): number[] {
  let depth = 0;
  return (text.match(ISOLATES) ?? []).map((control) => {
    depth = INITIATOR.test(control) ? depth + 1 : Math.max(0, depth - 1);
    return depth;
  });
}
