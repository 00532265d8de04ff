// Reads drawn HTML strictly: whatever is not an element or an attribute that a drawing has of its own is a fault.
import type { Scene } from '../src/core/drawing.ts';

const ATTRIBUTES = [
  'class="chat(?:-[a-z]+)*(?: chat-[a-z]+)*"',
  'dir="(?:auto|ltr)"',
  'href="(?:https?://|/console\\?)[^"<>]*"',
  'aria-hidden="true"',
  'aria-label="[^"<>]*"',
  'method="get"',
  'action="/console"',
  'type="hidden"',
  'name="(?:command|language|on)"',
  'value="[^"<>]*"',
  'required',
  'selected',
];
const ELEMENTS = 'div|p|span|b|i|a|hr|br|bdi|form|input|select|option|button|details|summary';
const TAG = new RegExp(`^<(?:/(?:${ELEMENTS})|(?:${ELEMENTS})(?: (?:${ATTRIBUTES.join('|')}))*)>$`, 'u');
const EMPTY = new Set(['hr', 'br', 'input']);

/** What stands in HTML that no drawing has. */
export function strangeIn(html: string): string[] {
  const tags = html.match(/<[^>]*>/gu) ?? [];
  const rest = html.replace(/<[^>]*>/gu, '');
  return [
    ...tags.filter((tag) => !TAG.test(tag)),
    ...(rest.match(/[<>"]|&(?!(?:amp|lt|gt|quot);)/gu) ?? []),
    ...unclosed(tags),
  ];
}

function unclosed(tags: readonly string[]): string[] {
  const open: string[] = [];
  for (const tag of tags) {
    const [, closes, name = ''] = /^<(\/?)([a-z]+)/u.exec(tag) ?? [];
    if (EMPTY.has(name)) continue;
    if (closes === '') open.push(name);
    else if (open.pop() !== name) return [`${tag} closes nothing`];
  }
  return open.map((name) => `<${name}> is not closed`);
}

/** The words of HTML. */
export function wordsOf(html: string): string {
  return html
    .replace(/<[^>]*>/gu, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** The letters and digits of a text, which no markup has a part in. */
export function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '');
}

/** Where links and what is chosen from lead, as commands; a link out as it is. */
export function leadsOf(html: string): string[] {
  const links = [...html.matchAll(/href="([^"]*)"/gu)].map(([, address = '']) => {
    const url = new URL(wordsOf(address), 'http://here');
    return url.host === 'here' ? (url.searchParams.get('command') ?? '') : url.href;
  });
  const options = [...html.matchAll(/<option value="([^"]+)"/gu)].map(([, command = '']) => wordsOf(command));
  return [...links, ...options];
}

/** A reader of English at the console. */
export const scene: Scene = {
  language: 'en',
  console: '/console',
  words: { choose: 'Show', notification: 'Notification', onlyYou: 'Only you can see this' },
};
