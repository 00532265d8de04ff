import type { types } from '@slack/bolt';
import type { Block, Direction, Document, DocumentSection, Link, PointBlock, Wording } from '../core/document.ts';
import { sharedMark } from '../core/marks.ts';
import { type Context, controlBlocks, rowsOf } from './controls.ts';
import { LIMITS, sizeOf } from './limits.ts';
import {
  cut,
  escapeEntities,
  isolate,
  LEAD,
  type Line,
  layLine,
  led,
  ledPlain,
  mrkdwn,
  notification,
  plain,
  type Run,
} from './text.ts';

/** What chat.postMessage is given, beside where to: https://docs.slack.dev/reference/methods/chat.postMessage */
export type SlackMessage = { text: string; blocks: types.KnownBlock[]; unfurl_links: false; unfurl_media: false };

/** Lines that stay in one message. `of`: what they are part of; `heading`: of that; `small`: in grey. */
type Chunk = {
  of: string;
  direction: Direction;
  small: boolean;
  heading: Line | null;
  first: boolean;
  gap: '\n' | '\n\n';
  lines: Line[];
};
/** What a message is put together from. */
type Part =
  | { type: 'text'; of: string; text: string }
  | { type: 'small'; of: string; texts: string[] }
  | { type: 'block'; block: types.KnownBlock };

/** Escaped characters of a line; a longer one goes on in another. */
const LONGEST = { text: LIMITS.section - LEAD, small: 2000 } as const;
const LONGEST_ADDRESS = 1500;
const NOTIFICATION = 300;

/**
 * A document as messages: one, or more where it outgrows Slack's limits. Messages are parted between points, never inside
 * one; a point that alone is too long for a message has its longest wording cut. The controls are on the last.
 * `group`: the id of a user group that the first message mentions, before all else.
 */
export function render(document: Document, context: Context, group: string | null = null): SlackMessage[] {
  const controls = controlBlocks(document.controls, context);
  const mention: types.KnownBlock[] = group === null ? [] : [{ type: 'section', text: mrkdwn(`<!subteam^${group}>`) }];
  const start: Part[] = [...mention, ...headerOf(document)].map((block) => ({ type: 'block', block }));
  const messages = pack(chunksOf(document, controls.length > 0), start);
  const all = controls.reduce((done, block) => append(done, (parts) => [...parts, { type: 'block', block }]), messages);
  const summary = summaryOf(document);
  return all.map((parts, i) => ({
    text: notification(all.length === 1 ? summary : `${summary} (${i + 1}/${all.length})`),
    blocks: blocksOf(parts),
    unfurl_links: false,
    unfurl_media: false,
  }));
}

/** What a notification says: the title, or the first words there are. */
function summaryOf({ title, sections }: Document): string {
  const block = sections[0]?.blocks[0];
  const [first] = block === undefined || block.type === 'note' ? [] : block.wordings;
  const text = title[0]?.text || (block?.type === 'note' ? block.text : first?.text) || 'Readout';
  return cut(text, (short) => short.length <= NOTIFICATION);
}

/** The title, where a header has room for it. */
function headerOf({ title, direction }: Document): types.KnownBlock[] {
  const [first] = title;
  if (first === undefined || !fitsHeader(first)) return [];
  const text = ledPlain(isolate(first.text, first.direction, direction), direction);
  return [{ type: 'header', text: plain(text, LIMITS.header) }];
}

/** With room for a mark, a pair of isolates and what keeps an emoji's code from being one. */
function fitsHeader({ text }: Wording): boolean {
  return text.trim() !== '' && escapeEntities(text).length + text.split(':').length + 3 <= LIMITS.header;
}

// ---------------------------------------------------------------- a document as chunks

function chunksOf(document: Document, controlled: boolean): Chunk[] {
  const { links, footer, direction } = document;
  const sections = unfolded(document, controlled);
  const mark = document.title[0]?.mark ?? null;
  const closing: Run[] = [...links.flatMap(linked), ...footer.map((text): Run => ({ as: 'plain', text }))];
  const small = { direction, small: true, heading: null, first: true, gap: '\n' } as const;
  return [
    ...titleChunk(document),
    ...sections.flatMap((section) => sectionChunks(section, document, mark)),
    ...(closing.length > 0 ? [{ ...small, of: 'closing', lines: [{ quote: false, runs: dotted(closing) }] }] : []),
  ];
}

/** Without the sections that a button of the same id shows, unless nothing else would be there. */
function unfolded({ sections, controls }: Document, controlled: boolean): DocumentSection[] {
  const behind = new Set(controls.flatMap(({ type, id }) => (type === 'button' && controlled ? id : [])));
  const open = sections.filter(({ id, folded }) => !folded || !behind.has(id));
  return open.some(({ id, blocks }) => id !== 'notes' && blocks.length > 0) ? open : sections;
}

/** The title where a header has no room for it, its mark, and the words that it renders. */
function titleChunk(document: Document): Chunk[] {
  const [first, ...others] = document.title;
  if (first === undefined) return [];
  const said: Run[] = fitsHeader(first)
    ? []
    : [{ as: 'bold', text: isolate(first.text, first.direction, document.direction) }];
  const runs = [...said, ...markRuns(first.mark, said.length > 0)];
  const lines = [
    ...(runs.length > 0 ? [{ quote: false, runs }] : []),
    ...others.map((one) => quoteLine(one, document)),
  ];
  if (lines.length === 0) return [];
  return [{ of: 'title', direction: document.direction, small: false, heading: null, first: true, gap: '\n', lines }];
}

function sectionChunks(section: DocumentSection, document: Document, titleMark: string | null): Chunk[] {
  const { id, heading, blocks } = section;
  const mark = sharedMark(section, titleMark);
  const head: Line | null =
    heading === null ? null : { quote: false, runs: [{ as: 'bold', text: heading }, ...markRuns(mark, true)] };
  return blocks.map((block, i) => ({
    of: id,
    direction: document.direction,
    small: id === 'notes',
    heading: head,
    first: i === 0,
    gap: block.type === 'point' && i > 0 ? '\n\n' : '\n',
    lines: blockLines(block, document, mark === null),
  }));
}

function blockLines(block: Block, document: Document, marked: boolean): Line[] {
  switch (block.type) {
    case 'note':
      return [{ quote: false, runs: [{ as: 'plain', text: block.text }] }];
    case 'line': {
      const label: Run[] = block.label === null ? [] : [{ as: 'bold', text: block.label }];
      const mention: Run[] = block.mention ? [{ as: 'mention', text: block.mention.id, mention: block.mention }] : [];
      const lead = [...label, ...mention].flatMap((run): Run[] => [run, { as: 'plain', text: ' — ' }]);
      return worded(lead, block.wordings, document, marked);
    }
    case 'who': {
      const detail: Run[] = block.detail === null ? [] : [{ as: 'plain', text: ` — ${block.detail}` }];
      const runs: Run[] = [{ as: 'plain', text: '• ' }, { as: 'bold', text: block.name }, ...detail];
      return [{ quote: false, runs }, ...block.wordings.map((wording) => quoteLine(wording, document))];
    }
    case 'point':
      return [{ quote: false, runs: pointRuns(block) }, ...worded([], block.wordings, document, marked)];
  }
}

function pointRuns({ number, who, kind, details, check, link }: PointBlock): Run[] {
  return dotted([
    { as: 'bold', text: String(number) },
    ...(who === null ? [] : [{ as: 'bold' as const, text: who }]),
    { as: 'plain', text: kind },
    ...details.map((text): Run => ({ as: 'plain', text })),
    ...(check === null ? [] : [{ as: 'bold' as const, text: `⚠️\u00A0${check}` }]),
    ...(link === null ? [] : linked(link)),
  ]);
}

/**
 * What leads a line and the first wording behind it; the others as quotations, each on a line of its own, as is the
 * article in another language than the reader's.
 */
function worded(lead: Run[], wordings: readonly Wording[], document: Document, marked: boolean): Line[] {
  const [first, ...others] = wordings;
  const foreign = first?.made === 'article' && first.language !== document.language;
  const beside = foreign || first === undefined ? [] : wordingRuns(first, document, marked);
  // A label whose words follow below needs no dash.
  const runs = beside.length > 0 ? [...lead, ...beside] : lead.slice(0, -1);
  const quoted = foreign ? wordings : others;
  return [...(runs.length > 0 ? [{ quote: false, runs }] : []), ...quoted.map((one) => quoteLine(one, document))];
}

function wordingRuns({ text, direction, mark }: Wording, document: Document, marked: boolean): Run[] {
  return [{ as: 'plain', text: isolate(text, direction, document.direction) }, ...markRuns(marked ? mark : null, true)];
}

function quoteLine(wording: Wording, document: Document): Line {
  return { quote: true, runs: wordingRuns(wording, document, true) };
}

function markRuns(mark: string | null, behind: boolean): Run[] {
  if (mark === null) return [];
  return [...(behind ? [{ as: 'plain' as const, text: ' ' }] : []), { as: 'italic', text: `(${mark})` }];
}

/** A link whose address is too long opens the page at its beginning, or else is none. */
function linked({ label, url }: Link): Run[] {
  const [page = ''] = url.split(/#?:~:/u, 1);
  const to = [url, page].find((one) => one.length <= LONGEST_ADDRESS);
  if (to === undefined) return [];
  return [{ as: 'link', text: cut(label, (short) => short.length <= LIMITS.button.text) || to, url: to }];
}

function dotted(runs: Run[]): Run[] {
  return runs.flatMap((run, i) => (i === 0 ? [run] : [{ as: 'plain', text: ' · ' }, run]));
}

// ---------------------------------------------------------------- chunks in messages

function pack(chunks: readonly Chunk[], start: Part[]): Part[][] {
  return chunks.map(shorten).reduce((messages, chunk) => append(messages, (parts) => place(chunk, parts)), [start]);
}

/** Adds to the last message, or to a new one where that has no room. */
function append(messages: Part[][], add: (parts: Part[]) => Part[]): Part[][] {
  const last = messages.at(-1) ?? [];
  const added = add(last);
  return last.length === 0 || fits(added) ? [...messages.slice(0, -1), added] : [...messages, add([])];
}

function fits(parts: Part[]): boolean {
  const blocks = blocksOf(parts);
  return blocks.length <= LIMITS.message.blocks && sizeOf(blocks) <= LIMITS.message.size;
}

/** A chunk that alone outgrows a message, with its longest words cut until it does not. Links stay. */
function shorten(chunk: Chunk): Chunk {
  if (fits(place(chunk, []))) return chunk;
  const runs = chunk.lines.flatMap((line) => line.runs).filter(({ as }) => as !== 'link' && as !== 'mention');
  const longest = runs.reduce((most, run) => (run.text.length > most.text.length ? run : most));
  const withText = (text: string): Chunk => ({
    ...chunk,
    lines: chunk.lines.map((line) => ({
      ...line,
      runs: line.runs.map((run) => (run === longest ? { ...run, text } : run)),
    })),
  });
  const text = cut(longest.text, (short) => fits(place(withText(short), [])));
  return text.length < longest.text.length ? shorten(withText(text)) : chunk;
}

/** The parts of a message with a chunk behind them; under its heading again where the message begins with it. */
function place(chunk: Chunk, parts: readonly Part[]): Part[] {
  const { of, direction, small, heading, first, gap } = chunk;
  const begins = first || parts.length === 0;
  const most = small ? LONGEST.small : LONGEST.text;
  const laid = [...(begins && heading !== null ? [heading] : []), ...chunk.lines].flatMap((line) =>
    layLine(line, most),
  );
  const divider: Part[] =
    begins && heading !== null && parts.length > 0 ? [{ type: 'block', block: { type: 'divider' } }] : [];
  const texts = joined(laid, most);
  const begun = texts.map((text) => led(text, direction));
  const last = parts.at(-1);
  if (small) {
    const room = last?.type === 'small' && last.of === of && last.texts.length + begun.length <= LIMITS.context;
    if (room) return [...parts.slice(0, -1), { ...last, texts: [...last.texts, ...begun] }];
    return [...parts, ...rowsOf(begun, LIMITS.context).map((row): Part => ({ type: 'small', of, texts: row }))];
  }
  const [only = ''] = texts;
  const together = last?.type === 'text' && last.of === of && texts.length === 1 ? last.text + gap + only : null;
  if (together !== null && together.length <= most)
    return [...parts.slice(0, -1), { type: 'text', of, text: together }];
  return [...parts, ...divider, ...begun.map((text): Part => ({ type: 'text', of, text }))];
}

/** Lines in as few texts as their length allows. */
function joined(lines: readonly string[], most: number): string[] {
  const texts: string[] = [];
  for (const line of lines) {
    const both = texts.length === 0 ? null : `${texts.at(-1)}\n${line}`;
    if (both !== null && both.length <= most) texts[texts.length - 1] = both;
    else texts.push(line);
  }
  return texts;
}

function blocksOf(parts: readonly Part[]): types.KnownBlock[] {
  return parts.map((part): types.KnownBlock => {
    if (part.type === 'block') return part.block;
    if (part.type === 'small') return { type: 'context', elements: part.texts.map(mrkdwn) };
    // Slack folds long text behind "see more" unless told not to.
    return { type: 'section', expand: true, text: mrkdwn(part.text) };
  });
}
