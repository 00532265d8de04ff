import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Briefing, Evidence } from '../../src/core/briefing.ts';
import { verify } from '../../src/engine/verify.ts';
import { ARTICLE, sampleBriefing } from '../sample.ts';

type Change = (briefing: Briefing) => void;

function faultsAfter(change: Change): string[] {
  const briefing = sampleBriefing();
  change(briefing);
  return verify(briefing, [ARTICLE]).map(({ where, what }) => `${where}: ${what}`);
}

/** Every piece of evidence of a briefing. */
function evidenceOf(briefing: Briefing): Evidence[] {
  const lines = [briefing.headline, ...briefing.what, briefing.when, ...briefing.who, ...briefing.points];
  return lines.flatMap((line) => line?.evidence ?? []);
}

test('a briefing in which everything holds has no fault', () => {
  expect(verify(sampleBriefing(), [ARTICLE])).toEqual([]);
});

describe('a fault is told with its line and what was expected', () => {
  test.each<[string, Change, string]>([
    [
      'a changed quote',
      (b) => change(b.points[0], { quote: 'it will skip the next round' }),
      'point 1, evidence 1: at 32-59 the article has other words: expected "it will skip the next round", found "it will host the next round"',
    ],
    [
      'a shifted offset',
      (b) => change(b.when, { start: 23, end: 32 }),
      'when: at 23-32 the article has other words: expected "on Monday", found "n Monday " (the quote stands at 22-31)',
    ],
    [
      'a changed title',
      (b) => change(b.headline, { quote: 'Ministers fight' }),
      'headline: at 0-14 the title has other words: expected "Ministers fight", found "Ministers meet"',
    ],
    [
      'words behind the end',
      (b) => change(b.points[1], { end: 9999 }),
      'point 2: runs from 74 to 9999, but the article ends at 123',
    ],
    [
      'an end before its start',
      (b) => change(b.points[1], { end: 3 }),
      'point 2: runs from 74 to 3: the end must lie behind the start',
    ],
    [
      'an article that is not listed',
      (b) => change(b.points[1], { article: 'gossip' }),
      'point 2: cites the article "gossip", which the briefing does not list',
    ],
    [
      'a line without evidence',
      (b) => b.points[2]?.evidence.splice(0),
      'point 3: has no evidence; every line needs some',
    ],
    [
      'a headline without evidence',
      (b) => b.headline.evidence.splice(0),
      'headline: has no evidence; every line needs some',
    ],
    [
      'a number out of its row',
      (b) => Object.assign(b.points[2] ?? {}, { number: 7 }),
      'point 3: has the number 7, expected 3',
    ],
    [
      'a view among the commitments',
      (b) => Object.assign(b.points[0] ?? {}, { kind: 'says' }),
      'point 1: is a "says" in section "commitment"',
    ],
    ['a stranger', (b) => b.points[0]?.actors.push('US'), 'point 1: names "US", who is not in "who"'],
    [
      'somebody twice',
      (b) => Object.assign(b.who[1] ?? {}, { id: 'CN' }),
      'who 2: has the id "CN", which another has too',
    ],
    ['no words', (b) => Object.assign(b.headline, { text: ' ' }), 'headline: has no words'],
    ['a headline of two lines', (b) => Object.assign(b.headline, { text: 'a\nb' }), 'headline: must be one line'],
    [
      'a day that is none',
      (b) => Object.assign(b.points[2] ?? {}, { due: 'soon' }),
      'point 3: is due "soon", which is no ISO 8601 date or interval',
    ],
    [
      'words that the evidence does not hold',
      (b) => Object.assign(b.points[1] ?? {}, { text: 'both sides to surrender' }),
      'point 2: says "both sides to surrender", which is not what its evidence says',
    ],
    ['no what', (b) => b.what.splice(0), 'what: Too small: expected array to have >=1 items'],
  ])('%s', (_, mutate, fault) => {
    expect(faultsAfter(mutate)).toContain(fault);
  });

  test('points out of the order of the article', () => {
    const briefing = sampleBriefing();
    briefing.points = briefing.points.toReversed().map((point, index) => ({ ...point, number: index + 1 }));
    expect(verify(briefing, [ARTICLE])[0]).toEqual({
      where: 'point 2',
      what: 'begins at 74, before the point above it (96): points stand in article order',
    });
  });

  test('a model may word a line itself', () => {
    const briefing = { ...sampleBriefing(), engine: { name: 'some model', version: '1' } };
    Object.assign(briefing.points[1] ?? {}, { text: 'France wants an agreement' });
    expect(verify(briefing, [ARTICLE])).toEqual([]);
  });

  test('what is missing', () => {
    expect(verify({ ...sampleBriefing(), who: undefined }, [ARTICLE])).toEqual([{ where: 'who', what: 'is missing' }]);
    expect(verify('gossip', [])).toHaveLength(1);
    expect(verify(null, [])).toHaveLength(1);
  });
});

describe('another article', () => {
  test('is told once, by its hash', () => {
    const faults = verify(sampleBriefing(), [{ ...ARTICLE, text: ARTICLE.text.replace('will', 'may') }]);
    expect(faults.map(({ where }) => where)).toEqual(['article talks']);
    expect(faults[0]?.what).toMatch(/^expected a text with sha256 [0-9a-f]{64}, but this one has [0-9a-f]{64}/);
  });

  test('is missed where it was not given', () => {
    expect(verify(sampleBriefing(), [])[0]?.what).toMatch(/its text was not given/);
  });

  test('is told by its title, which lines may rest on', () => {
    expect(verify(sampleBriefing(), [{ ...ARTICLE, title: null }])).toEqual([
      { where: 'article talks', what: 'expected the title none, but the briefing has "Ministers meet in Geneva"' },
    ]);
  });
});

test('what acts on a terminal is never in a message', () => {
  const faults = faultsAfter((b) => change(b.points[1], { quote: '\u001B[31mboth\u202E sides' }));
  expect(faults.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

describe('for any briefing', () => {
  const which = fc.nat({ max: evidenceOf(sampleBriefing()).length - 1 });
  const pick = (briefing: Briefing, index: number): Evidence => evidenceOf(briefing)[index] ?? ({} as Evidence);

  test('a changed quote is refused', () => {
    fc.assert(
      fc.property(which, fc.string({ minLength: 1, unit: 'grapheme' }), (index, quote) => {
        const briefing = sampleBriefing();
        fc.pre(pick(briefing, index).quote !== quote);
        pick(briefing, index).quote = quote;
        expect(verify(briefing, [ARTICLE])).not.toEqual([]);
      }),
    );
  });

  test('a shifted offset is refused', () => {
    const shift = fc.integer({ min: -200, max: 200 });
    fc.assert(
      fc.property(which, shift, shift, (index, start, end) => {
        fc.pre(start !== 0 || end !== 0);
        const briefing = sampleBriefing();
        const evidence = pick(briefing, index);
        evidence.start += start;
        evidence.end += end;
        expect(verify(briefing, [ARTICLE])).not.toEqual([]);
      }),
    );
  });

  test('a changed text is refused', () => {
    fc.assert(
      fc.property(fc.nat({ max: ARTICLE.text.length - 1 }), fc.string({ minLength: 1, maxLength: 1 }), (at, letter) => {
        const text = ARTICLE.text.slice(0, at) + letter + ARTICLE.text.slice(at + 1);
        fc.pre(text !== ARTICLE.text);
        expect(verify(sampleBriefing(), [{ ...ARTICLE, text }])).not.toEqual([]);
      }),
    );
  });

  test('nothing that it is given makes it throw', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => void verify(value, [ARTICLE])));
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(sampleBriefing())), fc.jsonValue(), (key, value) => {
        void verify({ ...sampleBriefing(), [key]: value }, [ARTICLE]);
      }),
    );
  });
});

function change(line: { evidence: Evidence[] } | null | undefined, fields: Partial<Evidence>): void {
  Object.assign(line?.evidence[0] ?? {}, fields);
}
