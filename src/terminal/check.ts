import { styleText } from 'node:util';
import type { Finding } from '../core/seams.ts';

type Is = Finding['is'];

const WORDS: Readonly<Record<Is, string>> = { ok: 'ok', warning: 'warning', fault: 'fault' };
const MARKS: Readonly<Record<Is, string>> = { ok: '✓', warning: '!', fault: '✗' };
const COLOURS = { ok: 'green', warning: 'yellow', fault: 'red' } as const;
const WIDEST = Math.max(...Object.values(WORDS).map(({ length }) => length));

/** A finding as a line, and what to do on one beneath it. Without colour a word says what the mark would. */
export function renderFinding(finding: Finding, colour: boolean): string {
  const { is, of, what } = finding;
  const mark = colour ? paint(COLOURS[is], MARKS[is]) : WORDS[is].padEnd(WIDEST);
  const name = colour ? paint('bold', of) : of;
  const indent = ' '.repeat(colour ? MARKS[is].length + 1 : WIDEST + 1);
  const remedy = finding.is === 'ok' ? '' : `${indent}→ ${finding.remedy}\n`;
  return `${mark} ${name}: ${what}\n${remedy}`;
}

/** How many findings there were of each sort. */
export type Counts = Record<Is, number>;

export function countOf(findings: readonly Finding[]): Counts {
  const of = (sort: Is) => findings.filter(({ is }) => is === sort).length;
  return { ok: of('ok'), warning: of('warning'), fault: of('fault') };
}

/** The last line: how many of each. */
export function renderCounts({ ok, warning, fault }: Counts, colour: boolean): string {
  const counts = [`${ok} ok`, plural(warning, 'warning'), plural(fault, 'fault')].join(', ');
  const worst: Is = fault > 0 ? 'fault' : warning > 0 ? 'warning' : 'ok';
  return `\n${colour ? paint(COLOURS[worst], counts) : counts}\n`;
}

/** Whether there is colour is for the caller to say. */
function paint(format: Parameters<typeof styleText>[0], text: string): string {
  return styleText(format, text, { validateStream: false });
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
