// Briefings beside their articles: any at all, a long one, and a hostile one.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { Article } from '../../src/core/article.ts';
import type { Briefing, Evidence } from '../../src/core/briefing.ts';
import type { Edition } from '../../src/core/seams.ts';
import { brief } from '../../src/engine/brief.ts';
import { anyBriefing } from '../view/any-briefing.ts';
import { chinaRussiaTopic } from '../view/china-russia.ts';

/** An article that nobody keeps anywhere. */
export function articleOf(text: string, more: Partial<Article> = {}): Article {
  return {
    id: 'a',
    text,
    title: null,
    url: null,
    publisher: null,
    publishedAt: '2021-02-04',
    publishedInferred: false,
    language: null,
    sha256: createHash('sha256').update(text).digest('hex'),
    ...more,
  };
}

/** The edition of an article, as the engine briefs it. */
export function editionOf(article: Article, more: Partial<Edition> = {}): Edition {
  return editionWith(brief(article, null), article, more);
}

export function editionWith(briefing: Briefing, article: Article, more: Partial<Edition> = {}): Edition {
  return { briefing, article, topic: chinaRussiaTopic, current: true, translation: async () => null, ...more };
}

const Piece = fc.oneof(
  fc.constantFrom(
    'The minister said ',
    'قال الوزير إن ',
    '合作共赢，',
    '<b>',
    '</p></article>',
    '<script>alert(1)</script>',
  ),
  fc.constantFrom(
    '&amp;',
    '&#60;',
    '"',
    "'",
    '\n',
    '\n\n',
    '\n \n',
    '\r',
    '\t',
    '\0',
    '👨‍👩‍👧',
    '\u202E',
    '\u2066',
    '\u2069',
  ),
  fc.constantFrom('\u200B', '\u200F', '\u00AD', '\u{E0041}', 'e\u0301', '\u0000\u0001', '\u2028', '  '),
  fc.string({ maxLength: 12 }),
);
const Text = fc.array(Piece, { minLength: 1, maxLength: 40 }).map((pieces) => `${pieces.join('')}.`);

/** A briefing whose evidence lies anywhere in an article of anything, overlapping as it may; some of it in the title. */
export const anyEdition: fc.Arbitrary<Edition> = fc
  .record({
    briefing: anyBriefing,
    text: Text,
    title: fc.option(Text),
    places: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 1, maxLength: 60 }),
  })
  .map(({ briefing, text, title, places }) => {
    let next = 0;
    const evidence = (count: number) => Array.from({ length: count }, () => placed(places[next++ % places.length]));
    const placed = ([from, size, titled] = [0, 0, false] as [number, number, boolean]): Evidence => {
      const inTitle = titled && title !== null;
      const whole = inTitle ? title : text;
      const start = from % whole.length;
      const end = start + 1 + (size % (whole.length - start));
      return { article: 'a', start, end, quote: whole.slice(start, end), ...(inTitle && { in: 'title' }) };
    };
    const proved = <Line>(line: Line) => ({ ...line, evidence: evidence(1 + (next % 3)) });
    const orNull = <Line>(line: Line | null) => (line === null ? null : proved(line));
    return editionWith(
      {
        ...briefing,
        headline: proved(briefing.headline),
        what: briefing.what.map(proved),
        when: orNull(briefing.when),
        where: orNull(briefing.where),
        how: orNull(briefing.how),
        who: briefing.who.map(proved),
        points: briefing.points.map(proved),
      },
      articleOf(text, { title, language: briefing.language, url: briefing.articles[0]?.url ?? null }),
    );
  });

const PEOPLE = ['China', 'France', 'Brazil', 'Egypt', 'Japan', 'Kenya'];
const DEEDS = [
  'pledged to rebuild the northern port within two years',
  'agreed to open its markets to farm goods from the region',
  'intends to send a second team of engineers to the border',
  'called on all sides to respect the truce',
  'supports the plan for a shared electricity grid',
  'rejected any change to the treaty on rivers',
  'promised to cut tariffs on medical equipment by half',
  'said the talks had been frank and useful',
  'proposed a joint fund for schools in the flooded districts',
  'reaffirmed that the strait must stay open to all ships',
];

/** A long article of our own making, of which so many points come out at least. */
export const LONG_ARTICLE: string = DEEDS.flatMap((deed, round) =>
  PEOPLE.map((who, i) => `${who} ${deed}, its minister said on ${['Monday', 'Tuesday', 'Friday'][(round + i) % 3]}.`),
).join('\n');

/** What somebody might send to get markup, script or disorder onto the page. */
export const HOSTILE_TITLE = 'Talks </h1><script src="https://evil.example/x.js"></script> \u202Eolleh';
export const HOSTILE_ARTICLE = [
  'China pledged to support <script>alert(1)</script> the plan, the minister said on Monday.',
  'France agreed to <img src=x onerror=alert(1)> open <svg onload=alert(1)><style>body{display:none}</style> its markets.',
  'Egypt intends to send <a href="javascript:alert(1)">a second team</a> to the border, "onmouseover="alert(1)" he said.',
  'Brazil \u202Esessor eht\u202C rejected the \u2066unclosed treaty </article></main></body></html><!-- on rivers.',
  'Kenya pledged to \u0007keep the \u{E0041}\u{E0042} peace\u2028and\u0085order, the minister said.',
].join('\n');
