import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INTERFACE_LANGUAGES } from '../../src/core/topic.ts';
import { renderDocument } from '../../src/terminal/render.ts';
import { widthOf } from '../../src/terminal/wrap.ts';
import { show, showMessage } from '../../src/view/show.ts';
import { anyBriefing, markOf } from '../view/any-briefing.ts';
import { chinaRussia, chinaRussiaTopic } from '../view/china-russia.ts';

const extras = { topic: chinaRussiaTopic, translate: null };
const plain = { width: 80, colour: false };

function isBalanced(line: string): boolean {
  let open = 0;
  for (const char of line) {
    if (/[\u2066-\u2068]/u.test(char)) open++;
    if (char === '\u2069') open--;
    if (open < 0) return false;
  }
  return open === 0;
}

describe('any briefing', () => {
  test('keeps every point, balanced isolates, and no control of the article', () => {
    fc.assert(
      fc.property(
        anyBriefing,
        fc.constantFrom(...INTERFACE_LANGUAGES),
        fc.integer({ min: 40, max: 120 }),
        (briefing, language, width) => {
          const text = renderDocument(show(briefing, { show: 'card' }, language, extras), { width, colour: false });
          for (const { number } of briefing.points) expect(text).toContain(markOf(number));
          for (const line of text.split('\n')) {
            expect(line, JSON.stringify(line)).toSatisfy(isBalanced);
            expect(line).not.toMatch(/[\p{Cc}\u202A-\u202E\u200B\u061C\u200E]/u);
          }
        },
      ),
    );
  });

  test('stays inside its width, but for single long words', () => {
    fc.assert(
      fc.property(
        anyBriefing,
        fc.constantFrom(...INTERFACE_LANGUAGES),
        fc.integer({ min: 40, max: 120 }),
        (briefing, language, width) => {
          const text = renderDocument(show(briefing, { show: 'card' }, language, extras), { width, colour: false });
          for (const line of text.split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  test('colour changes nothing but the colour', () => {
    fc.assert(
      fc.property(anyBriefing, fc.constantFrom(...INTERFACE_LANGUAGES), (briefing, language) => {
        const document = show(briefing, { show: 'card' }, language, extras);
        const coloured = renderDocument(document, { width: 72, colour: true });
        expect(stripVTControlCharacters(coloured)).toBe(renderDocument(document, { width: 72, colour: false }));
      }),
      { numRuns: 30 },
    );
  });
});

describe('the page', () => {
  const card = (language: 'ar' | 'en', width = 80) =>
    renderDocument(show(chinaRussia, { show: 'card' }, language, extras), { width, colour: false }).split('\n');

  test('an Arabic quote on an English page stands on lines of its own, each an isolate', () => {
    const quoted = card('en', 60).filter((line) => /\p{Script=Arabic}/u.test(line));
    expect(quoted.length).toBeGreaterThan(20);
    for (const line of quoted) expect(line).toMatch(/^ *\u2067[^\u2067\u2069]+\u2069$/u);
  });

  test('every line of an Arabic page is marked and isolated behind its margin', () => {
    for (const line of card('ar').filter((one) => one !== '')) expect(line).toMatch(/^ \u200F\u2067.*\u2069$/u);
  });

  test('a terminal is told of an Arabic page and told back', () => {
    const document = show(chinaRussia, { show: 'card' }, 'ar', extras);
    const text = renderDocument(document, { width: 80, colour: true });
    expect(text.startsWith('\u001B[?2501h')).toBe(true);
    expect(text.endsWith('\u001B[?2501l')).toBe(true);
    expect(renderDocument(document, plain)).not.toContain('\u001B');
  });

  test('a mark that everything bears is said at the headings only', () => {
    const lines = card('en');
    expect(lines).toContain(' Key commitments [Gloss]');
    expect(lines.filter((line) => line.includes('[Gloss]')).length).toBeLessThanOrEqual(3);
  });

  test('wide windows get no endless lines, tiny ones still a page', () => {
    expect(Math.max(...card('en', 400).map(widthOf))).toBeLessThanOrEqual(100);
    expect(card('en', 1).length).toBeGreaterThan(40);
  });

  test('a doubtful point bears its mark', () => {
    expect(card('en').find((line) => line.includes(' 11 '))).toContain('? check');
  });

  test('a message is its text', () => {
    expect(renderDocument(showMessage('error', 'No such point.', 'en'), plain)).toBe(' No such point.\n');
  });
});
