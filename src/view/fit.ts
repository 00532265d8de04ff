import type { Direction } from '../core/document.ts';
import { clean, isolate } from './direction.ts';

/*
 * Text in a drawing. A server has no fonts to measure with, so widths are estimates, on the generous side: what fits
 * here fits in any common sans-serif.
 */

/**
 * Lines of text at a place in a drawing. `x` and `y` are the first line's, on its baseline; `start` is the side where
 * reading begins. `whole`: what it says in full, where the lines had to be cut.
 */
export type Label = {
  x: number;
  y: number;
  anchor: 'start' | 'middle';
  size: number;
  lines: string[];
  whole: string | null;
};

/** From one line's baseline to the next, in sizes. */
const LEADING = 1.35;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\uFF00-\uFF60\u3000-\u303F]/u;
const NARROW = /[\sijlIftr.,:;'’|!()[\]\-·]/u;
const BROAD = /[mwMWЖШЩЮФЫжшщюфым@%—…]/u;
const UNSEEN = /^[\p{M}\p{Cf}]+$/u;

/** How wide a text is set at a font size, in the same unit. */
export function widthOf(text: string, size: number): number {
  let ems = 0;
  for (const { segment } of segmenter.segment(text)) ems += emsOf(segment);
  return ems * size;
}

function emsOf(grapheme: string): number {
  if (UNSEEN.test(grapheme)) return 0;
  if (WIDE.test(grapheme)) return 1;
  if (NARROW.test(grapheme)) return 0.4;
  if (BROAD.test(grapheme)) return 0.95;
  return /\p{Lu}/u.test(grapheme) ? 0.74 : 0.62;
}

/** How wide the widest word is: what a column needs so that no word is broken. */
export function widestWord(text: string, size: number): number {
  return Math.max(0, ...wordsOf(text).map((word) => widthOf(word, size)));
}

/** A label of at most `most` lines, none wider than `width`; what is left over is cut with an ellipsis. */
export function fitLabel(
  text: string,
  room: { width: number; size: number; most: number; direction: Direction },
  at: Pick<Label, 'x' | 'y' | 'anchor'>,
): Label {
  const { width, size, most, direction } = room;
  const said = clean(text);
  const lines = wrap(said, width, size);
  const kept = lines.slice(0, most);
  const last = kept.at(-1);
  if (lines.length > most && last !== undefined) kept[most - 1] = `${cut(last, width - widthOf('…', size), size)}…`;
  const whole = lines.length > most ? said : null;
  return { ...at, size, lines: kept.map((line) => isolate(line, direction)), whole };
}

function wrap(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of wordsOf(text)) {
    const longer = line + word;
    if (widthOf(longer.trimEnd(), size) <= width) {
      line = longer;
      continue;
    }
    if (line.trim() !== '') lines.push(line.trim());
    line = word;
    while (widthOf(line.trimEnd(), size) > width) {
      const head = cut(line, width, size);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  if (line.trim() !== '') lines.push(line.trim());
  return lines;
}

/** Words with the space behind them; Han characters are words of their own, with a number before them. */
function wordsOf(text: string): string[] {
  return text.match(/\d*\p{Script=Han}\p{P}*|[^\s\p{Script=Han}]+\s*|\s+/gu) ?? [];
}

/** As many whole characters as fit, and one at least. */
function cut(text: string, width: number, size: number): string {
  let head = '';
  for (const { segment } of segmenter.segment(text)) {
    if (head !== '' && widthOf(head + segment, size) > width) break;
    head += segment;
  }
  return head.trimEnd();
}

/** How tall so many lines are. */
export function heightOf(lines: number, size: number): number {
  return lines * size * LEADING;
}

/** The baseline of one of a label's lines. */
export function baselineOf({ y, size }: Label, line: number): number {
  return y + line * size * LEADING;
}

/** The first baseline of lines that stand centred round a height. */
export function centredBaseline(middle: number, lines: number, size: number): number {
  return middle - heightOf(lines, size) / 2 + size * 0.95;
}
