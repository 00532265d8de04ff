import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brief } from '../../src/engine/brief.ts';
import { verify } from '../../src/engine/verify.ts';
import { articleOf } from '../../src/sources/article.ts';

const articleIn = (language: string | null, text: string) => ({ ...articleOf({ id: 'a', text }), language });

/** The points of a text, short: kind, actors, who says it and how, content. */
function pointsOf(language: string, text: string) {
  const briefing = brief(articleIn(language, text), null);
  const names = (ids: string[]) => ids.map((id) => briefing.who.find((who) => who.id === id)?.name ?? id).join('+');
  return briefing.points.map(({ kind, actors, saidBy, text: content }) => ({
    kind,
    actors: names(actors),
    saidBy: names(saidBy.who) || 'narrator',
    how: saidBy.how,
    content,
  }));
}

describe('whom it binds, in English', () => {
  test.each([
    ['Norway lost the case. Norway appealed. The government agreed to pay the fine.', 'Norway'],
    ['Acme Corporation lost money. The company agreed to close its plant.', 'Acme Corporation'],
    ['Kenya signed a treaty with Rwanda on Monday.', 'Kenya+Rwanda'],
    ['Labour MP John Smith agreed to pay the fine.', 'John Smith'],
    ['John Smith, chief executive of Acme Corporation, said: "We will build two plants."', 'Acme Corporation'],
    ['The adviser to Norway agreed to pay the fine.', 'adviser to Norway'],
    ['The teachers union urged all sides not to close the school.', 'sides'],
    ['Up to 500 workers agreed to leave the plant.', '500 workers'],
  ])('%s', (text, actors) => {
    expect(pointsOf('en', text).map((point) => point.actors)).toContain(actors);
  });

  test('a clause of a noun, or of what an adverb foretells, binds nobody', () => {
    expect(pointsOf('en', 'Anna Berg has evidence that will show the truth.')).toEqual([]);
    const kinds = pointsOf('en', 'Anna Berg said Norway will again prove the strongest team.').map(({ kind }) => kind);
    expect(kinds).toEqual(['says']);
  });
});

describe('who says it, in English', () => {
  test.each([
    ['Anna Berg said the bridge was unsafe.', 'Anna Berg', 'explicit', 'the bridge was unsafe'],
    ['The bridge was unsafe, Anna Berg told the Sunday programme.', 'Anna Berg', 'explicit', 'The bridge was unsafe'],
    ['The bridge was unsafe, Anna Berg said on Monday.', 'Anna Berg', 'explicit', 'The bridge was unsafe'],
    ['The bridge was unsafe, according to Anna Berg.', 'Anna Berg', 'explicit', 'The bridge was unsafe'],
    ['"The bridge is unsafe," said Anna Berg, the mayor of Oslo.', 'Anna Berg', 'explicit', 'The bridge is unsafe'],
    ['Anna Berg opened the meeting. She said the bridge was unsafe.', 'Anna Berg', 'explicit', 'the bridge was unsafe'],
    [
      'Mayor Anna Berg met reporters. The mayor said the bridge was unsafe.',
      'Anna Berg',
      'explicit',
      'the bridge was unsafe',
    ],
    [
      'Anna Berg said the bridge was unsafe. "It will fall within the year."',
      'Anna Berg',
      'carried',
      'It will fall within the year',
    ],
    [
      'Officials in the ministry said the bridge was unsafe.',
      'Officials in the ministry',
      'explicit',
      'the bridge was unsafe',
    ],
    [
      'Anna Berg, the mayor, told reporters that the bridge was unsafe.',
      'Anna Berg',
      'explicit',
      'the bridge was unsafe',
    ],
    ['Anna Berg said the bridge was unsafe, adding that the road was too.', 'Anna Berg', 'carried', 'the road was too'],
  ])('%s', (text, speaker, how, content) => {
    const points = pointsOf('en', text);
    expect(points).toContainEqual(
      expect.objectContaining({ saidBy: speaker, how, content: expect.stringContaining(content) }),
    );
  });
});

describe('who commits to what, in English', () => {
  test.each([
    [
      'France and Germany agreed to cut tariffs, while Italy waited.',
      'agreed',
      'France+Germany',
      'agreed to cut tariffs',
    ],
    ['France urged Germany to cut tariffs.', 'calls-for', 'Germany', 'cut tariffs'],
    ['Residents were urged to boil their water by the city council.', 'calls-for', 'Residents', 'boil their water'],
    ['Anna Berg promised that her party would build two schools.', 'pledged', 'Anna Berg', 'build two schools'],
    ['France rejected the plan and said it would wait.', 'rejects', 'France', 'rejected the plan'],
    [
      'China and Japan opened talks. Both sides agreed to meet again in May.',
      'agreed',
      'China+Japan',
      'meet again in May',
    ],
    [
      'The ministers of Chile are believed to have agreed to a freeze.',
      'agreed',
      'ministers of Chile',
      'agreed to a freeze',
    ],
    ['"We will rebuild the bridge," said Anna Berg.', 'pledged', 'Anna Berg', 'We will rebuild the bridge'],
    ['France demanded that Germany cut tariffs.', 'calls-for', 'Germany', 'cut tariffs'],
    ['Peru offered to host the talks in Lima.', 'ready', 'Peru', 'offered to host the talks'],
  ])('%s', (text, kind, actors, content) => {
    const points = pointsOf('en', text);
    expect(points).toContainEqual(expect.objectContaining({ kind, actors, content: expect.stringContaining(content) }));
  });

  test.each([
    ['denied', 'France denied that it plans to leave the union.'],
    ['doubted', 'France might agree to cut tariffs.'],
    ['conditional', 'If France agrees to cut tariffs, prices fall.'],
    ['conditional', 'If the talks fail, France will reject the plan, officials said.'],
    ['asked', 'Will France agree to cut tariffs?'],
    ['shared', 'Anna Berg agreed with his view of the war.'],
    ['a noun', 'The plan surprised the members of the council.'],
    ['a gerund', 'The city saves money by asking residents to recycle glass.'],
  ])('nothing is committed where it is %s: %s', (_why, text) => {
    expect(pointsOf('en', text).filter(({ kind }) => kind !== 'says')).toEqual([]);
  });
});

describe('who says and commits, in Arabic', () => {
  test.each([
    ['قال وزير الخارجية المصري سامح شكري إن الوضع صعب.', 'says', 'سامح شكري', 'سامح شكري', 'الوضع صعب'],
    ['وأضاف أن الوضع صعب، بحسب وزير الخارجية المصري سامح شكري.', 'says', 'سامح شكري', 'سامح شكري', 'الوضع صعب'],
    ['أكدت فرنسا أنها ترفض الخطة.', 'rejects', 'فرنسا', 'فرنسا', 'ترفض الخطة'],
    ['دعت فرنسا ألمانيا إلى وقف القتال.', 'calls-for', 'ألمانيا', 'فرنسا', 'إلى وقف القتال'],
    ['تعهدت فرنسا بزيادة المساعدات.', 'pledged', 'فرنسا', 'فرنسا', 'بزيادة المساعدات'],
    ['اتفقت فرنسا وألمانيا على خفض الرسوم.', 'agreed', 'فرنسا+ألمانيا', 'narrator', 'خفض الرسوم'],
    [
      'التقت فرنسا وألمانيا أمس. وقال الوزير إنه يتعين على الجانبين وقف القتال.',
      'calls-for',
      'فرنسا+ألمانيا',
      '',
      'وقف القتال',
    ],
  ])('%s', (text, kind, actors, speaker, content) => {
    const points = pointsOf('ar', text);
    const said = speaker === '' ? {} : { saidBy: speaker };
    expect(points).toContainEqual(
      expect.objectContaining({ kind, actors, ...said, content: expect.stringContaining(content) }),
    );
  });
});

describe('dates', () => {
  const dueOf = (text: string, publishedAt: string | null) => {
    const language = /\p{Script=Arabic}/u.test(text) ? 'ar' : 'en';
    return brief({ ...articleIn(language, text), publishedAt }, null).points.find(({ kind }) => kind !== 'says')?.due;
  };

  test.each([
    ['France promised to open the port by 5 May.', '2026-03-02', '2026-05-05'],
    ['France agreed on Monday to open the port next week.', '2026-03-02', '2026-03-09/2026-03-15'],
    ['France signed an agreement on Monday.', '2026-03-04', null],
    ['France promised to open the port by 2030.', null, '2030'],
    ['France promised to open the port next Thursday.', null, null],
    // The year that stands behind a date belongs to it, whatever leads up to the date.
    ['France promised to open the port by 1 March 2022.', '2021-02-04', '2022-03-01'],
    ['France promised to open the port by March 1, 2022.', '2021-02-04', '2022-03-01'],
    ['France promised to open the port by March 1st, 2022.', '2021-02-04', '2022-03-01'],
    ['France promised to open the port from 1 March 2022.', '2021-02-04', '2022-03-01'],
    ['France promised to open the port on Tuesday, March 1, 2022.', '2021-02-04', '2022-03-01'],
    ['France promised to open the port by the end of March 2022.', '2021-02-04', '2022-03-31'],
    ['France promised to open the port by March 2022.', '2021-02-04', '2022-03'],
    ['France promised to open the port by March 1, and 40 ships came.', '2021-02-04', '2021-03-01'],
    // A deadline says when something is done, whatever verb stands before it.
    ['France promised the money by 1 March 2022.', '2021-02-04', '2022-03-01'],
    ['France signed an agreement on 1 March 2022.', '2021-02-04', null],
    ['تعهدت فرنسا بفتح الميناء بحلول 1 مارس 2022.', '2021-02-04', '2022-03-01'],
    ['تعهدت فرنسا بفتح الميناء بحلول الأول من مارس 2022.', '2021-02-04', '2022-03-01'],
    ['تعهدت فرنسا بفتح الميناء بحلول 29 فبراير من عام 2024.', '2021-02-04', '2024-02-29'],
    ['تعهدت فرنسا بفتح الميناء بحلول مارس 2022.', '2021-02-04', '2022-03'],
    ['تعهدت فرنسا بفتح الميناء بحلول نهاية مارس 2022.', '2021-02-04', '2022-03'],
    ['وقعت فرنسا اتفاقا يوم 1 مارس 2022.', '2021-02-04', null],
  ])('%s (%s)', (text, publishedAt, due) => {
    expect(dueOf(text, publishedAt)).toBe(due);
  });
});

describe('the language', () => {
  const german =
    'Bundeskanzler Olaf Scholz sagte am Montag in Berlin, Deutschland werde die Ukraine weiter unterstützen. ';

  test('that has no pack is refused by its name', () => {
    expect(() => brief(articleIn(null, german.repeat(3)), null)).toThrow(/German \(de\)/);
    expect(() => brief(articleIn('tr', 'Kısa.'), null)).toThrow(/Turkish \(tr\)/);
  });

  test('of a short text is no ground to refuse it in a batch, and is where somebody attends', () => {
    expect(brief(articleIn(null, german), null).points).toEqual([]);
    expect(() => brief(articleIn(null, german), null, true)).toThrow(/German/);
  });
});

test('any text gives a briefing that holds, twice the same', () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    fc.constantFrom(
      'France',
      'said',
      'that',
      '"',
      '“',
      '”',
      'agreed',
      'to',
      'will',
      '.',
      '\n',
      'قال',
      'الوزير',
      'إن',
      'تعهد',
      '،',
      'according',
      '\u202e',
    ),
  );
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 60 }), fc.constantFrom('en', 'ar'), (words, language) => {
      const text = words.join(' ');
      if (!/[\p{L}\p{N}]/u.test(text)) return;
      const article = articleIn(language, text);
      const briefing = brief(article, null);
      expect(verify(briefing, [article])).toEqual([]);
      expect(JSON.stringify(brief(article, null))).toBe(JSON.stringify(briefing));
    }),
    { numRuns: 300 },
  );
});
