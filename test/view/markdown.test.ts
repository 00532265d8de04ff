import fc from 'fast-check';
import { expect, test } from 'vitest';
import { INTERFACE_LANGUAGES } from '../../src/core/topic.ts';
import { renderMarkdown } from '../../src/view/markdown.ts';
import { show } from '../../src/view/show.ts';
import { anyBriefing, markOf } from './any-briefing.ts';
import { chinaRussia, chinaRussiaTopic } from './china-russia.ts';

const extras = { topic: chinaRussiaTopic, translate: null };

/** The card of an English article whose first point has these words. */
function cardWith(text: string): string {
  const points = chinaRussia.points.slice(0, 1).map((point) => ({ ...point, text }));
  return renderMarkdown(show({ ...chinaRussia, language: 'en', points }, { show: 'card' }, 'en', extras));
}

test('the card has its parts as headings and its points as a list', () => {
  const text = renderMarkdown(show(chinaRussia, { show: 'card' }, 'en', extras));
  expect(text.startsWith('# China and Russia: pledge — strategic stability *(Gloss)*\n')).toBe(true);
  expect(text).toContain('\n## Key commitments *(Gloss)*\n\n- **1** · **China and Russia** · affirm  \n  ');
  expect(text).toContain('\n  > بلاده مستعدة لتعزيز التعاون مع الصين');
  expect(text.endsWith('\n---\n\nEngine: offline 0.1.0 · Edition: hand-made\n')).toBe(true);
});

test('the words of an article are never markup, a link or a mention', () => {
  const evil =
    '<b>x</b> [a](http://evil.example) ![i](u) `c` *b* _i_ ~~s~~ # h @you https://evil.example www.evil.example &lt;';
  const line = cardWith(evil)
    .split('\n')
    .find((one) => one.includes('evil'));
  expect(line).toBe(
    '  \\<b\\>x\\</b\\> \\[a\\](http&#58;//evil.example) !\\[i\\](u) \\`c\\` \\*b\\* \\_i\\_ \\~\\~s\\~\\~ \\# h \\@you https&#58;//evil.example www&#46;evil.example \\&lt;',
  );
});

test.each([
  ['- item', '\\- item'],
  ['1. item', '1\\. item'],
  ['=== ', '\\==='],
])('%j begins no block', (text, escaped) => {
  expect(cardWith(text)).toContain(`  \n  ${escaped}\n`);
});

test('keeps every point of any briefing, and no bare markup', () => {
  fc.assert(
    fc.property(anyBriefing, fc.constantFrom(...INTERFACE_LANGUAGES), (briefing, language) => {
      const text = renderMarkdown(show(briefing, { show: 'card' }, language, extras));
      for (const { number } of briefing.points) expect(text).toContain(markOf(number));
      expect(text).not.toMatch(/(?<!\\)(?:<b>|\[x\]\(|@everyone|<@|<!|`)/u);
      expect(text).not.toMatch(/https?:\/\/evil/u);
    }),
  );
});
