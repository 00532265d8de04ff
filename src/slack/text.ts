import type { types } from '@slack/bolt';
import { beginsAgainst } from '../core/direction.ts';
import type { Direction, Mention } from '../core/document.ts';

// How Slack reads text: https://docs.slack.dev/messaging/formatting-message-text. There is no escape character in mrkdwn,
// so what would be markup in an article's words is taken out of action here, by means that jsx-slack has proved for years
// (https://github.com/yhatt/jsx-slack/blob/main/docs/about-escape-and-exact-mode.md).

const START = { ltr: '\u2066', rtl: '\u2067' } as const;
const MARK = { ltr: '\u200E', rtl: '\u200F' } as const;
const OPENS = /[\u2066-\u2068]/u;
const PDI = '\u2069';
const ELLIPSIS = '…';

/** Breaks a pattern without being seen. */
const ZERO_WIDTH = '\u200B';
const SOFT_HYPHEN = '\u00AD';
/** What looks the same and marks nothing up. The wide forms of Chinese and Japanese text are markup to Slack too. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '*': '\u2217',
  _: '\u02CD',
  '~': '\u223C',
  '`': '\u02CB',
  '＊': '\uFE61',
  '＿': '\u2E0F',
  '｀': '\u02CB',
};
const MARKUP = /[*_~`＊＿｀]/gu;
/** The first colon of an emoji's code: ":name:". */
const EMOJI = /:(?=[^\s:]+:)/gu;
/** At the start of a line a quotation, which &gt; begins too; one for all that follows where it stands three times. */
const QUOTATION = /^([\u2066-\u2068]*)(?=[>＞])/u;

/**
 * Text in which nothing is control: one line, with the three characters that Slack parses as entities, as it demands
 * ("Escaping text" of the page above). So `<!channel>`, `<@U…>`, `<#C…>` and `<url|label>` are words.
 */
export function escapeEntities(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/**
 * Text in which nothing is mrkdwn either. Lists need nothing: Slack makes none of "- item" in an app's text.
 * Addresses, #channels and @names stay words in a text object with `verbatim` (see `mrkdwn`).
 */
export function inert(text: string): string {
  const still = text
    .replace(QUOTATION, `$1${SOFT_HYPHEN}`)
    .replace(EMOJI, `:${ZERO_WIDTH}`)
    .replace(MARKUP, (mark) => LOOKALIKES[mark] ?? mark);
  return escapeEntities(still);
}

/**
 * Text for a message's `text`, what a notification says. It has no `verbatim`: addresses would become links, so their
 * parts are set apart unseen. @here, @channel and @everyone notify nobody while `link_names` and `parse` are absent
 * ("Automatic parsing" of the page above).
 */
export function notification(text: string): string {
  const apart = text.replace(/[.@#](?=[^\s.@#])|:(?=\/\/)/gu, `$&${ZERO_WIDTH}`);
  return inert(apart);
}

/**
 * A text object of finished mrkdwn. With `verbatim` Slack turns no plain words into links or mentions:
 * https://docs.slack.dev/reference/block-kit/composition-objects/text-object
 */
export function mrkdwn(text: string): types.MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** A text object without markup, cut to so many characters (escaped, as Slack counts). Never empty: Slack refuses that. */
export function plain(text: string, most: number): types.PlainTextElement {
  const shown = cut(text.replace(EMOJI, `:${ZERO_WIDTH}`), (cutText) => escapeEntities(cutText).length <= most);
  return { type: 'plain_text', text: escapeEntities(shown).trim() || '–', emoji: false };
}

/** Words that run against the text round them, isolated so that neither reorders the other. */
export function isolate(text: string, direction: Direction, around: Direction): string {
  return direction === around ? text : START[direction] + text + PDI;
}

const ADDRESS = /<[^|>]*\|/gu;
/** What `led` adds to a text at most. */
export const LEAD = 2;

/**
 * Finished mrkdwn that runs its own way. Slack orders a whole text by its first letter (`dir="auto"`), which may be of a
 * foreign name: before such a text goes a mark of direction, and a space of no width, behind which Slack sees markup.
 */
export function led(text: string, direction: Direction): string {
  return beginsAgainst(text.replace(ADDRESS, ''), direction) ? MARK[direction] + ZERO_WIDTH + text : text;
}

/** The same for text without markup. */
export function ledPlain(text: string, direction: Direction): string {
  return beginsAgainst(text, direction) ? MARK[direction] + text : text;
}

/** An address for `<url|label>`: what would end it is percent-encoded. */
function address(url: string): string {
  return url.replace(/[<>|\s]/gu, encodeURIComponent).replaceAll('&', '&amp;');
}

/** Text as it is where it fits, else cut at a word, with an ellipsis. `fits` must hold for what is shorter too. */
export function cut(text: string, fits: (text: string) => boolean): string {
  return fits(text) ? text : take(text, (head) => fits(head + ELLIPSIS))[0] + ELLIPSIS;
}

/** No text that fits anything of Slack's is longer. */
const LONGEST = 14_000;
const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * The longest head of a text that fits, to the end of a word where there is one, and the rest; at least one character.
 * Isolates that stand open where the text is parted are closed before and opened again after.
 */
export function take(text: string, fits: (head: string) => boolean): [head: string, rest: string] {
  if (fits(text)) return [text, ''];
  let low = 0;
  let high = Math.min(text.length, LONGEST);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (fits(closed(text.slice(0, middle)))) low = middle;
    else high = middle;
  }
  const end = wholeWords(text, low);
  const head = text.slice(0, end);
  return [closed(head.trimEnd()), stillOpen(head) + text.slice(end).trimStart()];
}

/** The last place up to `end` between words, or else between what a reader takes for characters. */
function wholeWords(text: string, end: number): number {
  if (/\s/u.test(text.charAt(end))) return Math.max(end, 1);
  const space = text.slice(0, end).search(/\s\S*$/u);
  if (space > end / 2) return space;
  const character = GRAPHEMES.segment(text.slice(Math.max(0, end - 200), end + 200)).containing(Math.min(end, 200));
  const start = Math.max(0, end - 200) + (character?.index ?? 0);
  if (start > 0) return start;
  // One character that alone does not fit, or nothing that fits at all.
  const first = (text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1;
  return Math.max(first, end - (/[\uD800-\uDBFF]/u.test(text.charAt(end - 1)) ? 1 : 0));
}

/** The isolates of a text that are not closed in it. */
function stillOpen(text: string): string {
  let open = '';
  for (const character of text) {
    if (OPENS.test(character)) open += character;
    else if (character === PDI) open = open.slice(0, -1);
  }
  return open;
}

function closed(text: string): string {
  return text + PDI.repeat(stillOpen(text).length);
}

/** A channel or a user group as Slack shows it; nothing where the id is none of Slack's. */
function mentioned({ of, id }: Mention): string {
  if (!/^[A-Z0-9]{1,25}$/.test(id)) return '';
  return of === 'channel' ? `<#${id}>` : `<!subteam^${id}>`;
}

/** Words of one style; their text is still the document's. */
export type Run =
  | { as: 'plain' | 'bold' | 'italic'; text: string }
  | { as: 'link'; text: string; url: string }
  | { as: 'mention'; text: string; mention: Mention };
export type Line = { quote: boolean; runs: Run[] };

/** A new line begins where there is less room than this for a run's first words. */
const LEAST_ROOM = 80;

/** A line as finished mrkdwn, in as many lines of at most so many characters as it needs. */
export function layLine({ quote, runs }: Line, most: number): string[] {
  const prefix = quote ? '> ' : '';
  const lines = [prefix];
  for (const run of runs) {
    let rest = run.text;
    while (rest !== '') {
      const last = lines.at(-1) ?? '';
      const whole = finish(run, rest);
      const room = most - last.length;
      const oneWhole = run.as === 'link' || run.as === 'mention';
      if (whole.length > room && last !== prefix && (room < LEAST_ROOM || oneWhole)) lines.push(prefix);
      else {
        const [head, tail] = oneWhole ? [rest, ''] : take(rest, (text) => finish(run, text).length <= room);
        lines[lines.length - 1] = last + finish(run, head);
        if (tail !== '') lines.push(prefix);
        rest = tail;
      }
    }
  }
  return lines.map((line) => line.trimEnd()).filter((line) => line !== prefix.trimEnd());
}

function finish(run: Run, text: string): string {
  if (run.as === 'mention') return mentioned(run.mention);
  // Slack sees no mark before or behind a space.
  const words = run.as === 'plain' ? inert(text) : inert(text.trim());
  if (words === '') return '';
  if (run.as === 'link') return `<${address(run.url)}|${words}>`;
  return run.as === 'bold' ? `*${words}*` : run.as === 'italic' ? `_${words}_` : words;
}
