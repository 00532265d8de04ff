import { styleText } from 'node:util';
import type {
  Block,
  Direction,
  Document,
  DocumentSection,
  LineBlock,
  NoteBlock,
  PointBlock,
  WhoBlock,
  Wording,
} from '../core/document.ts';
import { sayMarksOnce } from '../core/marks.ts';
import { numberWidth } from './layout.ts';
import { pad, widthOf, wrap } from './wrap.ts';

/** Where a document is shown. `colour`: escape sequences may be used; the caller's to decide (NO_COLOR, no terminal). */
export type Surface = { width: number; colour: boolean };

type Style = Parameters<typeof styleText>[0];
type Page = { width: number; direction: Direction; paint: (style: Style, text: string) => string };

/** Longer lines are hard to read, however wide the window. */
const WIDEST = 100;
const NARROWEST = 20;
const MARGIN = ' ';
const WIDEST_NAME = 34;
/** Below this names stand above what is said of them. */
const ROOMY = 60;

const START = { ltr: '\u2066', rtl: '\u2067' } as const;
const PDI = '\u2069';
const RLM = '\u200F';
/** Has terminals that know bidirectional text take each line's direction from the line; others pass over it. */
const FIND_DIRECTION = '\u001B[?2501h';
const FORGET_DIRECTION = '\u001B[?2501l';

/** A document as text for a terminal, line feeds and all. */
export function renderDocument(shown: Document, surface: Surface): string {
  const { document, headings } = sayMarksOnce(shown);
  const width = Math.max(NARROWEST, Math.min(WIDEST, surface.width));
  const page: Page = {
    width: width - 2 * MARGIN.length,
    direction: document.direction,
    paint: (style, text) => (surface.colour && text !== '' ? styleText(style, text, { validateStream: false }) : text),
  };
  const lines = [
    ...titleLines(document, page),
    ...document.sections.flatMap((section) => sectionLines(section, headings.get(section.id) ?? null, page)),
  ];
  const closing = closingLines(document, page);
  const all = closing.length > 0 ? [...lines, '', ...closing] : lines;
  const text = `${trimBlank(all)
    .map((line) => finish(line, document.direction))
    .join('\n')}\n`;
  return surface.colour && document.direction === 'rtl' ? FIND_DIRECTION + text + FORGET_DIRECTION : text;
}

function trimBlank(lines: string[]): string[] {
  return lines.filter((line, i) => line !== '' || (i > 0 && lines[i - 1] !== ''));
}

/**
 * A line of a right-to-left page begins with a mark, by which terminals that look for a line's direction find it, and
 * is an isolate, by which those that take every line for left-to-right still order it rightly. Both stand behind the
 * margin: some terminals keep such characters only with a cell to put them in.
 */
function finish(line: string, direction: Direction): string {
  if (line === '') return '';
  return direction === 'ltr' ? MARGIN + line : MARGIN + RLM + START.rtl + line + PDI;
}

// ---------------------------------------------------------------- words

/** Words broken into lines; those that run against the page are isolated, line by line. */
function wordLines(text: string, direction: Direction, width: number, page: Page): string[] {
  const lines = wrap(text, width);
  return direction === page.direction ? lines : lines.map((line) => START[direction] + line + PDI);
}

/** Every wording on lines of its own, its mark behind it, the article's words behind another wording dimmed. */
function wordingLines(wordings: Wording[], width: number, page: Page, style: Style | null): string[] {
  return wordings.flatMap((wording, i) => {
    const lines = wordLines(wording.text, wording.direction, width, page);
    const second = i > 0 && wording.made === 'article';
    const styled = lines.map((line) => (second ? page.paint('dim', line) : style ? page.paint(style, line) : line));
    return wording.mark !== null ? withTail(styled, page.paint('dim', `[${wording.mark}]`), width) : styled;
  });
}

/** A tail goes on the last line where it fits, else on one of its own. */
function withTail(lines: string[], tail: string, width: number): string[] {
  const last = lines.at(-1) ?? '';
  return widthOf(last) + 1 + widthOf(tail) <= width ? [...lines.slice(0, -1), `${last} ${tail}`] : [...lines, tail];
}

/** Lines behind a first column: `head` before the first of them, blanks before the others. */
function behind(head: string, column: number, lines: string[]): string[] {
  return lines.map((line, i) => (i === 0 ? pad(head, column) : ' '.repeat(column)) + line);
}

// ---------------------------------------------------------------- the parts of a page

function titleLines(document: Document, page: Page): string[] {
  if (document.title.length === 0) return [];
  const rule = page.paint('dim', '─'.repeat(page.width));
  return [...wordingLines(document.title, page.width, page, 'bold'), rule];
}

function sectionLines(section: DocumentSection, mark: string | null, page: Page): string[] {
  const { id, heading, blocks } = section;
  const headings = wrap(heading ?? '', page.width).map((line) => page.paint(['bold', 'cyan'], line));
  const marked = mark === null ? headings : withTail(headings, page.paint('dim', `[${mark}]`), page.width);
  const head = heading === null ? [] : ['', ...marked];
  const widest = (texts: (string | null)[]) => Math.max(0, ...texts.map((text) => widthOf(text ?? '')));
  const columns: Columns = {
    label: widest(blocks.map((block) => (block.type === 'line' ? block.label : null))),
    name: widest(blocks.map((block) => (block.type === 'who' ? block.name : null))),
    digits: numberWidth(blocks),
  };
  return [...head, ...(id === 'notes' ? [''] : []), ...blocks.flatMap((block) => blockLines(block, columns, id, page))];
}

type Columns = { label: number; name: number; digits: number };

function blockLines(block: Block, columns: Columns, section: string, page: Page): string[] {
  switch (block.type) {
    case 'line':
      return lineLines(block, columns.label, page);
    case 'who':
      return whoLines(block, columns.name, page);
    case 'point':
      return pointLines(block, columns.digits, page);
    case 'note':
      return noteLines(block, section, page);
  }
}

function lineLines({ label, mention, wordings }: LineBlock, widest: number, page: Page): string[] {
  if (mention)
    return [...wrap([label, mention.id].join(' '), page.width), ...wordingLines(wordings, page.width, page, null)];
  const column = widest === 0 ? 0 : widest + 2;
  const painted = label === null ? '' : page.paint('cyan', label);
  if (column <= page.width / 3) return behind(painted, column, wordingLines(wordings, page.width - column, page, null));
  const lines = wordingLines(wordings, page.width - 2, page, null).map((line) => `  ${line}`);
  return label === null ? lines : [painted, ...lines];
}

function whoLines({ name, detail, wordings }: WhoBlock, widest: number, page: Page): string[] {
  const indent = '  ';
  const column = Math.min(widest, WIDEST_NAME) + 2;
  const quotes = wordingLines(wordings, page.width - 4, page, 'dim').map((line) => `    ${line}`);
  const names = wrap(name, page.width - 2).map((line) => page.paint('bold', line));
  if (detail === null || page.width < ROOMY || widthOf(name) + 2 > column) {
    const details = wrap(detail ?? '', page.width - 4).map((line) => `    ${line}`);
    return [...names.map((line) => indent + line), ...details, ...quotes];
  }
  const lines = wrap(detail, page.width - column - indent.length);
  return [...behind(names.join(''), column, lines).map((line) => indent + line), ...quotes];
}

function pointLines(point: PointBlock, digits: number, page: Page): string[] {
  const { number, who, kind, details, check, wordings } = point;
  const column = digits + 3;
  const head = page.paint('cyan', ` ${String(number).padStart(digits)}`);
  const parts = [
    ...(who === null ? [] : [{ text: who, style: 'bold' as Style }]),
    { text: kind, style: 'green' as Style },
    ...details.map((text) => ({ text, style: 'dim' as Style })),
    ...(check === null ? [] : [{ text: `? ${check}`, style: ['bold', 'yellow'] as Style }]),
  ];
  const heading = flow(parts, page.width - column, page);
  const words = wordingLines(wordings, page.width - column, page, null);
  return ['', ...behind(head, column, heading), ...words.map((line) => ' '.repeat(column) + line)];
}

/** Parts in a row with dots between them; one that does not fit goes on to the next line. */
function flow(parts: { text: string; style: Style }[], width: number, page: Page): string[] {
  const lines: string[] = [];
  for (const { text, style } of parts) {
    const last = lines.at(-1);
    const joined = last === undefined ? null : `${last} · ${page.paint(style, text)}`;
    if (joined !== null && widthOf(joined) <= width) lines[lines.length - 1] = joined;
    else lines.push(...wrap(text, width).map((line) => page.paint(style, line)));
  }
  return lines;
}

function noteLines({ text }: NoteBlock, section: string, page: Page): string[] {
  const lines = wrap(text, page.width);
  return section === 'notes' ? lines.map((line) => page.paint('dim', line)) : lines;
}

function closingLines({ footer, links }: Document, page: Page): string[] {
  const addresses = links.map(
    ({ label, url }) => `${label}: ${page.direction === 'rtl' ? START.ltr + url + PDI : url}`,
  );
  const parts = [...addresses, footer.join(' · ')].filter((part) => part !== '');
  return parts.flatMap((part) => wrap(part, page.width)).map((line) => page.paint('dim', line));
}
