import { html, raw } from 'hono/html';
import type { Html } from '../layout.ts';

/**
 * What would reorder or hide the words round it, or is no character of a page: bidi embeddings, overrides and isolates,
 * tags, terminal control. Marks of direction (LRM, RLM, ALM), joiners, soft hyphens and the Arabic number signs belong to
 * good text and do no harm.
 */
const CONTROL = /(?:(?![\t\n\u00AD\u0600-\u0605\u061C\u06DD\u070F\u08E2\u200B-\u200F])[\p{Cc}\p{Cf}])+/gu;
/** So many of a run are named. */
const MOST_NAMED = 3;

/**
 * Words of an article exactly as they are stored, so that offsets hold in what a page says its text is. A control
 * character is there for who reads the text and not for who lays it out (its element is not displayed, and what is not
 * displayed takes no part in ordering); in its place its name is seen.
 */
export function exact(text: string): (string | Html)[] {
  const parts: (string | Html)[] = [];
  let from = 0;
  for (const { 0: run, index } of text.matchAll(CONTROL)) {
    parts.push(text.slice(from, index), control(run));
    from = index + run.length;
  }
  parts.push(text.slice(from));
  return parts.filter((part) => part !== '');
}

function control(run: string): Html {
  const names = [...run].map((one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
  const named = names.slice(0, MOST_NAMED).join(' ') + (names.length > MOST_NAMED ? ' …' : '');
  // HTML has no NUL, and a parser makes a line feed of a carriage return that is no reference.
  const units = run.replaceAll('\0', '\uFFFD').replaceAll('\r', '&#13;');
  return html`<span class="control" data-c="${named}"><span>${raw(units)}</span></span>`;
}
