import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { fault, fine, warning } from '../../src/core/finding.ts';
import { countOf, renderCounts, renderFinding } from '../../src/terminal/check.ts';

const FINDINGS = [
  fine('database', 'opens'),
  warning('.env', 'others can read it', 'chmod 600 .env'),
  fault('Discord token', 'is not accepted', 'copy it anew'),
];

test('without colour a word says how it is, and the remedy stands beneath', () => {
  expect(FINDINGS.map((finding) => renderFinding(finding, false)).join('')).toBe(
    [
      'ok      database: opens',
      'warning .env: others can read it',
      '        → chmod 600 .env',
      'fault   Discord token: is not accepted',
      '        → copy it anew',
      '',
    ].join('\n'),
  );
});

test('on a terminal a mark in colour says it, each of another shape', () => {
  const lines = FINDINGS.map((finding) => renderFinding(finding, true));
  expect(lines.map((line) => stripVTControlCharacters(line).split('\n')[0])).toEqual([
    '✓ database: opens',
    '! .env: others can read it',
    '✗ Discord token: is not accepted',
  ]);
  const [ok, , bad] = lines;
  expect(ok).toContain('\u001B[32m✓');
  expect(bad).toContain('\u001B[31m✗');
});

test('the last line counts', () => {
  const counts = countOf(FINDINGS);
  expect(counts).toEqual({ ok: 1, warning: 1, fault: 1 });
  expect(renderCounts(counts, false)).toBe('\n1 ok, 1 warning, 1 fault\n');
  expect(renderCounts({ ok: 12, warning: 0, fault: 2 }, false)).toBe('\n12 ok, 0 warnings, 2 faults\n');
});
