import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block, Document, Wording } from '../../src/core/document.ts';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../../src/core/topic.ts';
import { ask } from '../../src/view/find.ts';
import { show, showHits, type View } from '../../src/view/show.ts';
import { anyBriefing } from './any-briefing.ts';
import { chinaRussia, chinaRussiaTopic } from './china-russia.ts';

const extras = { topic: chinaRussiaTopic, translate: null };
const shown = (view: View, language: InterfaceLanguage = 'en') => show(chinaRussia, view, language, extras);
const blocksOf = (document: Document): Block[] => document.sections.flatMap(({ blocks }) => blocks);
const wordingsOf = (block: Block): Wording[] => (block.type === 'note' ? [] : block.wordings);

/** What a block says in Readout's own words. */
function ownWords(block: Block): string[] {
  const said = wordingsOf(block).flatMap(({ made, text, mark }) => (made === 'article' ? [] : [text, mark ?? '']));
  switch (block.type) {
    case 'line':
      return [block.label ?? '', ...said];
    case 'who':
      return [block.name, block.detail ?? '', ...said];
    case 'point':
      return [block.who ?? '', block.kind, ...block.details, block.check ?? '', ...said];
    case 'note':
      return [block.text];
  }
}

const FOREIGN: Record<InterfaceLanguage, RegExp> = {
  ar: /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Han}]/u,
  en: /[\p{Script=Arabic}\p{Script=Cyrillic}\p{Script=Han}]/u,
  es: /[\p{Script=Arabic}\p{Script=Cyrillic}\p{Script=Han}]/u,
  fr: /[\p{Script=Arabic}\p{Script=Cyrillic}\p{Script=Han}]/u,
  ru: /[\p{Script=Arabic}\p{Script=Latin}\p{Script=Han}]/u,
  zh: /[\p{Script=Arabic}\p{Script=Latin}\p{Script=Cyrillic}]/u,
};

const VIEWS: View[] = [
  { show: 'card' },
  { show: 'point', number: 13 },
  { show: 'range', from: 3, to: 5 },
  { show: 'section', section: 'who' },
  { show: 'section', section: 'where' },
];

describe.each(INTERFACE_LANGUAGES)('in %s', (language) => {
  test.each(VIEWS)('%j says nothing of its own in another language', (view) => {
    const document = shown(view, language);
    const own = [...blocksOf(document).flatMap(ownWords), ...document.sections.map(({ heading }) => heading ?? '')];
    expect(own.filter((text) => FOREIGN[language].test(text))).toEqual([]);
    expect(document.title.filter(({ made, text }) => made !== 'article' && FOREIGN[language].test(text))).toEqual([]);
  });

  test('shows every point once on the card, with the article’s words', () => {
    const points = blocksOf(shown({ show: 'card' }, language)).filter((block) => block.type === 'point');
    expect(points.map(({ number }) => number).sort((a, b) => a - b)).toEqual(
      chinaRussia.points.map(({ number }) => number),
    );
    for (const point of points) expect(point.wordings.at(-1)?.made).toBe('article');
  });
});

describe('the gloss', () => {
  const glossOf = (number: number, language: InterfaceLanguage) =>
    blocksOf(shown({ show: 'point', number }, language))
      .flatMap(wordingsOf)
      .find(({ made }) => made === 'gloss')?.text;

  test('tells kind, actor, counterpart and subjects', () => {
    expect(glossOf(16, 'en')).toMatch(/^Russia: readiness, with China — .*vaccines/u);
    expect(glossOf(16, 'zh')).toMatch(/^俄罗斯愿与中国：.*疫苗/u);
    expect(glossOf(2, 'fr')).toBe('Chine et Russie\u00A0: engagement — stabilité stratégique');
    expect(glossOf(8, 'ru')).toContain('торговля');
  });

  test('is marked, and needs none in the article’s language', () => {
    const line = blocksOf(shown({ show: 'card' }, 'es')).find((block) => block.type === 'point');
    expect(line?.wordings.map(({ made, mark }) => [made, mark])).toEqual([
      ['gloss', 'Glosa'],
      ['article', null],
    ]);
    expect(glossOf(16, 'ar')).toBeUndefined();
  });

  test('renders the time and manner', () => {
    const lines = blocksOf(shown({ show: 'card' }, 'ru')).filter((block) => block.type === 'line');
    expect(lines.map(({ label, wordings }) => [label, wordings[0]?.text])).toEqual(
      expect.arrayContaining([
        ['Когда', 'четверг'],
        ['Как', 'телефонный разговор'],
      ]),
    );
  });

  test('renders people by the term base, offices and states by their lists', () => {
    const who = (language: InterfaceLanguage) =>
      blocksOf(shown({ show: 'section', section: 'who' }, language)).flatMap((b) => (b.type === 'who' ? [b] : []));
    expect(who('zh').map(({ name }) => name)).toEqual([
      '王毅',
      '谢尔盖·拉夫罗夫',
      '中国',
      '俄罗斯',
      '习近平',
      '弗拉基米尔·普京',
    ]);
    expect(who('en').map(({ detail }) => detail)).toContain('foreign minister · Russia');
    expect(who('ar').map(({ detail }) => detail)).toContain('وزير الخارجية · روسيا');
  });
});

describe('names', () => {
  test('without a term base stand as the article writes them, isolated where they run the other way', () => {
    const names = (language: InterfaceLanguage) =>
      blocksOf(
        show(chinaRussia, { show: 'section', section: 'who' }, language, { topic: null, translate: null }),
      ).flatMap((block) => (block.type === 'who' ? [block.name] : []));
    expect(names('en')).toEqual([
      '\u2068وانغ يي\u2069',
      '\u2068سيرغي لافروف\u2069',
      'China',
      'Russia',
      expect.any(String),
      expect.any(String),
    ]);
    expect(names('ar')[0]).toBe('وانغ يي');
  });
});

describe('a translation', () => {
  const translate = () => 'In the editor’s words';

  test('stands for the article’s words, marked; they come on demand', () => {
    const first = (quotes: boolean) =>
      blocksOf(show(chinaRussia, { show: 'card' }, 'en', { topic: null, translate, quotes }))
        .find((block) => block.type === 'point')
        ?.wordings.map(({ made, mark }) => [made, mark]);
    expect(first(false)).toEqual([['translation', 'Editor’s translation']]);
    expect(first(true)).toEqual([
      ['translation', 'Editor’s translation'],
      ['article', null],
    ]);
  });

  test('is not asked for where reader and article share the language', () => {
    const document = show(chinaRussia, { show: 'card' }, 'ar', { topic: null, translate });
    expect(
      blocksOf(document)
        .flatMap(wordingsOf)
        .some(({ made }) => made === 'translation'),
    ).toBe(false);
  });
});

describe('other views', () => {
  test('a point says how it is known, and leads to its neighbours', () => {
    const document = shown({ show: 'point', number: 13 });
    const labels = blocksOf(document).flatMap((block) => (block.type === 'line' ? [block.label] : []));
    expect(labels).toEqual([
      'Gloss',
      'In the original',
      'Kind',
      'Actor',
      'With',
      'Said by',
      'How we know',
      'Subjects',
      'Confidence',
    ]);
    expect(document.controls).toEqual([
      { type: 'button', id: 'previous', label: 'Previous point', about: '12' },
      { type: 'button', id: 'following', label: 'Next point', about: '14' },
    ]);
  });

  test('a point or range that is not there is an error that tells what is', () => {
    const message = 'There is no point 99; this briefing has points 1 to 20.';
    for (const view of [{ show: 'point', number: 99 } as const, { show: 'range', from: 98, to: 99 } as const]) {
      const document = shown(view);
      expect(document.tone).toBe('error');
      expect(blocksOf(document)).toEqual([{ type: 'note', text: message }]);
    }
    const none = show({ ...chinaRussia, points: [] }, { show: 'point', number: 1 }, 'en', extras);
    expect(blocksOf(none)).toEqual([{ type: 'note', text: 'This briefing has no points.' }]);
  });

  test('an empty section says so', () => {
    expect(blocksOf(shown({ show: 'section', section: 'where' }))).toEqual([
      { type: 'note', text: 'This briefing has nothing under “Where”.' },
    ]);
  });

  test('an answer has the article’s words beside any translation, or says that there is none', () => {
    const answered = (question: string) => {
      const answer = ask(chinaRussia, question, { language: null, topic: chinaRussiaTopic, translate: null });
      const translate = () => 'In the editor’s words';
      return blocksOf(
        show(chinaRussia, { show: 'answer', question, answer }, 'en', { topic: chinaRussiaTopic, translate }),
      );
    };
    const [point] = answered('what did Lavrov say about vaccines?');
    expect(point && wordingsOf(point).map(({ made }) => made)).toEqual(['translation', 'article']);
    expect(answered('what did Lavrov say about Ukraine?')).toEqual([
      { type: 'note', text: 'The article does not say.' },
    ]);
    expect(answered('who is Lavrov?')[0]).toMatchObject({ type: 'who', name: 'Sergei Lavrov' });
  });

  test('points lead to the source where it has an address', () => {
    const articles = chinaRussia.articles.map((one) => ({ ...one, url: 'https://news.example/1', publisher: 'News' }));
    const briefing = { ...chinaRussia, articles };
    const document = show(briefing, { show: 'card' }, 'en', extras);
    expect(document.links).toEqual([{ label: 'News', url: 'https://news.example/1' }]);
    const point = blocksOf(document).find((block) => block.type === 'point');
    expect(point?.link?.url).toMatch(/^https:\/\/news\.example\/1#:~:text=%D9/u);
  });

  test('the card lets one choose any point', () => {
    const select = shown({ show: 'card' }).controls.find((control) => control.type === 'select');
    expect(select?.options).toHaveLength(20);
    expect(select?.options[0]?.label).toMatch(/^1 · China and Russia · affirm · /u);
  });
});

test('no string of any document carries a control of the article, or half an isolate', () => {
  fc.assert(
    fc.property(anyBriefing, fc.constantFrom(...INTERFACE_LANGUAGES), (briefing, language) => {
      const document = show(briefing, { show: 'card' }, language, extras);
      for (const text of strings(document)) {
        expect(text).not.toMatch(/[\p{Cc}\p{Cs}\u200B\u200E\u200F\u202A-\u202E]/u);
        expect(text.match(/[\u2066-\u2068]/gu)?.length ?? 0).toBe(text.match(/\u2069/gu)?.length ?? 0);
      }
    }),
  );
});

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

describe('with a page', () => {
  const page = (point: number | null) => `https://readout.example/b${point === null ? '' : `#point-${point}`}`;
  const from = (url: string | null) => ({
    ...chinaRussia,
    articles: chinaRussia.articles.map((article) => ({ ...article, url })),
  });
  const withPage = (view: View, url: string | null = 'https://news.example/a') =>
    show(from(url), view, 'en', { ...extras, page });
  const pointLinks = (document: Document) =>
    blocksOf(document).flatMap((block) => (block.type === 'point' ? [[block.number, block.link?.url]] : []));

  test('the card links to its evidence, then to the source; each of its points to its own', () => {
    const document = withPage({ show: 'card' });
    expect(document.links.map(({ url }) => url)).toEqual(['https://readout.example/b', 'https://news.example/a']);
    expect(document.links[0]?.label).toBe('Evidence');
    expect(pointLinks(document)).toHaveLength(chinaRussia.points.length);
    for (const [number, url] of pointLinks(document)) expect(url).toBe(`https://readout.example/b#point-${number}`);
  });

  test('a point links to its evidence, and to the very words in the source', () => {
    const links = withPage({ show: 'point', number: 3 }).links;
    expect(links.map(({ label }) => label)).toEqual(['Evidence', 'Source']);
    expect(links[0]?.url).toBe('https://readout.example/b#point-3');
    expect(links[1]?.url).toMatch(/^https:\/\/news\.example\/a#:~:text=/u);
    expect(withPage({ show: 'point', number: 3 }, null).links.map(({ label }) => label)).toEqual(['Evidence']);
  });

  test.each<View>([
    { show: 'range', from: 2, to: 3 },
    { show: 'section', section: 'who' },
    { show: 'answer', question: 'wheat?', answer: { type: 'not-said' } },
  ])('%j leads to the page, where one sees for oneself', (view) => {
    const document = withPage(view);
    expect(document.links.map(({ url }) => url)).toEqual(['https://readout.example/b']);
    for (const [number, url] of pointLinks(document)) expect(url).toBe(`https://readout.example/b#point-${number}`);
  });

  test('what is found in a search links to each topic’s own', () => {
    const answer = { type: 'points' as const, points: chinaRussia.points.slice(0, 2) };
    const hit = { briefing: chinaRussia, answer, ...extras };
    const document = showHits(
      'peace',
      [
        { id: 'a', ...hit, page },
        { id: 'b', ...hit },
      ],
      'en',
    );
    expect(pointLinks(document).map(([, url]) => url)).toEqual([page(1), page(2), undefined, undefined]);
  });

  test('without one nothing is said of it', () => {
    const without = show(from('https://news.example/a'), { show: 'card' }, 'en', { ...extras, page: null });
    expect(JSON.stringify(without)).not.toContain('Evidence');
    expect(without).toEqual(show(from('https://news.example/a'), { show: 'card' }, 'en', extras));
  });
});
