// What the documentation holds, with where it stands: its blocks, its tables, its links.
import { globSync, readFileSync } from 'node:fs';

/** The pages that people follow. */
export const PAGES: readonly string[] = ['README.md', ...globSync('docs/*.md').toSorted()];

/** A fenced block. `marks`: what stands behind its language, as in "sh test=serve". */
export type Block = { at: string; language: string; marks: Readonly<Record<string, string>>; text: string };

/** A row of a table: its cells by the names of the columns. */
export type Row = { at: string } & Readonly<Record<string, string>>;

/** The fenced blocks of a page, in order; those in a list lose its indentation. */
export function blocksOf(page: string): Block[] {
  const lines = readFileSync(page, 'utf8').split('\n');
  const blocks: Block[] = [];
  for (let i = 0; i < lines.length; i += 1) {
    const [, indent = '', language = '', info = ''] = /^(\s*)```(\w*)(.*)$/.exec(lines[i] ?? '') ?? [];
    if (!/^\s*```/.test(lines[i] ?? '')) continue;
    const from = i + 1;
    do i += 1;
    while (i < lines.length && (lines[i] ?? '').trimEnd() !== `${indent}\`\`\``);
    if (i >= lines.length) throw new Error(`${page}:${from}: the block has no end`);
    const text = lines.slice(from, i).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
    const marks = Object.fromEntries([...info.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]));
    if (info.replace(/(\w+)=(\S+)/g, '').trim() !== '') throw new Error(`${page}:${from}: cannot read "${info}"`);
    blocks.push({ at: `${page}:${from}`, language, marks, text: `${text.join('\n')}\n` });
  }
  return blocks;
}

/** The rows of the tables of a page whose first column is called so. */
export function rowsOf(page: string, firstColumn: string): Row[] {
  const lines = readFileSync(page, 'utf8').split('\n');
  return lines.flatMap((line, i): Row[] => {
    const columns = cellsOf(line);
    if (columns[0] !== firstColumn || !/^\s*\|[\s|:-]+\|\s*$/.test(lines[i + 1] ?? '')) return [];
    const end = lines.findIndex((other, at) => at > i && !other.trimStart().startsWith('|'));
    return lines.slice(i + 2, end < 0 ? lines.length : end).map((row, j) => ({
      ...Object.fromEntries(cellsOf(row).map((cell, at) => [columns[at] ?? '', cell])),
      at: `${page}:${i + 3 + j}`,
    }));
  });
}

function cellsOf(line: string): string[] {
  if (!line.trimStart().startsWith('|')) return [];
  return line
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll('\\|', '|').trim());
}

/** What stands in backticks in a text. */
export function quotedIn(text: string): string[] {
  return [...text.matchAll(/(`+)(.+?)\1/g)].map(([, , quoted = '']) => quoted.trim());
}

/** A page without its blocks. */
export function proseOf(page: string): string {
  return readFileSync(page, 'utf8').replace(/^(\s*)```[\s\S]*?^\1```\s*$/gm, '');
}

/** The anchors that GitHub gives a page's headings. */
export function anchorsOf(page: string): string[] {
  return [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}
