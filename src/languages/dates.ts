import { createRequire } from 'node:module';

type Parsed = {
  start: { date(): Date; isCertain(part: string): boolean };
};
type Chrono = {
  parse(text: string, reference: { instant: Date; timezone: number }, options: { forwardDate: boolean }): Parsed[];
};

const KNOWN = new Set(['ar', 'en', 'es', 'fr', 'ru', 'zh']);
const parsers = new Map<string, Chrono>();

/** chrono-node's parser of a language, loaded at its first date: one language costs some 30 ms. */
function chronoOf(language: string): Chrono | null {
  if (!KNOWN.has(language)) return null;
  let parser = parsers.get(language);
  if (!parser) {
    parser = createRequire(import.meta.url)(`chrono-node/${language}`) as Chrono;
    parsers.set(language, parser);
  }
  return parser;
}

const YEAR = /(?<!\p{N})(?:19|20)\p{N}{2}(?!\p{N})/u;

/**
 * The date that a time expression tells, as ISO 8601: a day, a month or a year as exact as the words are; null where
 * they tell none. A relative expression is resolved against the publication date (ISO 8601) and against nothing else:
 * without one, only a year that the words spell out is told.
 */
export function dateOf(
  expression: string,
  language: string,
  publishedAt: string | null,
  wholeWeek = false,
): string | null {
  const published = publishedAt ? new Date(publishedAt) : null;
  const year = YEAR.exec(expression)?.[0] ?? null;
  if (!published || Number.isNaN(published.getTime())) return year;
  const parse = (instant: Date) =>
    chronoOf(language)?.parse(expression, { instant, timezone: 0 }, { forwardDate: true })[0]?.start;
  const read = parse(published);
  // A year that the words spell out counts, though the parser passed over it ("1 مارس من عام 2022").
  const isYearRead = read !== undefined && (read.isCertain('year') || !read.isCertain('month'));
  const found = (year !== null && !isYearRead && parse(new Date(Date.UTC(Number(year), 0, 1)))) || read;
  if (!found) return year;
  const date = found.date();
  if (wholeWeek) return weekOf(date);
  const iso = date.toISOString();
  if (found.isCertain('day') || found.isCertain('weekday')) return iso.slice(0, 10);
  if (found.isCertain('month')) return iso.slice(0, 7);
  return found.isCertain('year') ? iso.slice(0, 4) : null;
}

/** The week of a day, Monday to Sunday, as an ISO 8601 interval. */
function weekOf(date: Date): string {
  const monday = new Date(date);
  monday.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  const sunday = new Date(monday);
  sunday.setUTCDate(monday.getUTCDate() + 6);
  return `${monday.toISOString().slice(0, 10)}/${sunday.toISOString().slice(0, 10)}`;
}
