import { expect, test } from 'vitest';
import { startProgress } from '../../src/terminal/progress.ts';

function screen(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 60, written, write: (text: string) => written.push(text) };
}

test('a bar tells the share and the count', () => {
  const terminal = screen(true);
  const progress = startProgress(terminal, 200, false);
  progress.step(50);
  progress.step(100);
  progress.end();
  expect(terminal.written[0]).toMatch(/━{6}─{18} {2}25 % 1 article, \d+ a second$/);
  expect(terminal.written.at(-2)).toMatch(/ 50 % 2 articles/);
  expect(terminal.written.at(-1)).toBe('\n');
});

test('without a size there is only the count', () => {
  const terminal = screen(true);
  startProgress(terminal, null, false).step(50);
  expect(terminal.written.join('')).toMatch(/K1 article, \d+ a second$/);
});

test('nothing is written where nobody watches, or where the answers go to the same screen', () => {
  const file = screen(false);
  const shared = screen(true);
  for (const progress of [startProgress(file, 1, false), startProgress(shared, 1, true)]) {
    progress.step(1);
    progress.end();
  }
  expect([...file.written, ...shared.written]).toEqual([]);
});
