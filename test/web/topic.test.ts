// The page of a topic: its editions, what was committed to when, and by whom to whom.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { INTERFACE_LANGUAGES } from '../../src/core/topic.ts';
import { brief } from '../../src/engine/brief.ts';
import { interfaceOf } from '../../src/languages/interface.ts';
import { pageWordsOf } from '../../src/languages/page.ts';
import { openLibrary } from '../../src/sources/library.ts';
import { webApp } from '../../src/web/app.ts';
import { HOSTILE, writeHarbour, writeHostile } from './harbour.ts';

// Articles by the dozen are briefed, on however few cores.
vi.setConfig({ testTimeout: 60_000 });

let briefings = '';
let ids: string[] = [];
beforeAll(() => {
  briefings = mkdtempSync(join(tmpdir(), 'readout-topic-'));
  ids = writeHarbour(briefings, 12);
  writeHostile(briefings);
});
afterAll(() => rmSync(briefings, { recursive: true, force: true }));

/** What the page answers, and what it told the log. */
async function get(path: string, folder = briefings) {
  const library = openLibrary(folder, async (article, context) => brief(article, context));
  const told: string[] = [];
  const log = (_: string, message: string) => told.push(message);
  const app = webApp({ library, language: 'en', log, keptAt: async () => null, publicUrl: null });
  const response = await app.request(path);
  return { status: response.status, headers: response.headers, page: await response.text(), told, library };
}

const matches = (page: string, pattern: RegExp) => [...page.matchAll(pattern)].map((match) => match[1] ?? '');

describe('editions', () => {
  test('are all there, the newest first, each with its facts', async () => {
    const { page, status } = await get('/topics/harbour?language=en');
    expect(status).toBe(200);
    const list = page.slice(page.indexOf('id="editions"'), page.indexOf('id="timeline"'));
    expect(matches(list, /<time datetime="([^"]+)">/g)).toEqual(ids.map((id) => id.slice(0, 10)));
    expect(list).toContain('The Coast Gazette');
    expect(list).toContain('<span>Arabic</span>');
    expect(list).toContain('Commitments: 4');
    expect(list).toMatch(/<summary>Earlier editions: 7<\/summary>/);
  });

  test('lead to their evidence, under their briefing’s id', async () => {
    const { page, library } = await get('/topics/harbour?language=fr');
    for (const id of ids) {
      const { briefing } = await library.open('harbour', id);
      expect(page).toContain(`<a href="/topics/harbour/${briefing.id}?language=fr"`);
    }
  });

  test('one that cannot be read is named, and the others are there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'readout-fault-'));
    try {
      const [newest = '', ...others] = writeHarbour(folder, 3);
      writeFileSync(join(folder, 'harbour', `${newest}.txt`), '---\npublished: soon\n---\nNothing.\n');
      const { page, status, told } = await get('/topics/harbour', folder);
      expect(status).toBe(200);
      expect(page).toContain(`The edition ${newest} cannot be read now.`);
      expect(page).not.toContain(folder);
      const list = page.slice(page.indexOf('id="editions"'), page.indexOf('id="timeline"'));
      expect(matches(list, /<time datetime="([^"]+)">/g)).toEqual(others.map((id) => id.slice(0, 10)));
      expect(told.join()).toContain(`the page cannot show harbour, ${newest}: `);

      const { page: data } = await get('/topics/harbour.json', folder);
      expect(JSON.parse(data)).toMatchObject({
        unreadable: [newest],
        editions: [{ edition: others[0] }, { edition: others[1] }],
      });
      expect(data).not.toContain(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('a topic whose own file cannot be read says so and tells no path', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'readout-fault-'));
    try {
      writeHarbour(folder, 1);
      writeFileSync(join(folder, 'harbour', 'topic.yaml'), 'title: nonsense\n');
      for (const path of ['/topics/harbour', '/topics/harbour.json', '/topics/harbour.atom', '/topics/harbour.md']) {
        const { page, status } = await get(path, folder);
        expect(status).toBe(200);
        expect(page).not.toContain(folder);
      }
      expect((await get('/topics/harbour', folder)).page).toContain('cannot be read now');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('a topic without an article says so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'readout-none-'));
    try {
      mkdirSync(join(folder, 'harbour'), { recursive: true });
      writeHarbour(folder, 0);
      const { page, status } = await get('/topics/harbour?language=ru', folder);
      expect(status).toBe(200);
      expect(page).toContain('<h1>Портовое соглашение</h1>');
      expect(page).toContain('В этой теме пока нет статей.');
      expect(page).not.toContain('<svg class="plot"');
      expect(JSON.parse((await get('/topics/harbour.json', folder)).page)).toMatchObject({ editions: [] });
      expect((await get('/topics/harbour.atom', folder)).page).toContain('<updated>1970-01-01T00:00:00.000Z</updated>');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('many come in pages', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'readout-many-'));
    try {
      const all = writeHarbour(folder, 33);
      const first = await get('/topics/harbour', folder);
      expect(first.page).toMatch(/rel="next" href="\/topics\/harbour\?page=2&amp;language=en"/);
      for (const asked of ['2', '99']) {
        const { page } = await get(`/topics/harbour?page=${asked}`, folder);
        const list = page.slice(page.indexOf('id="editions"'), page.indexOf('id="timeline"'));
        expect(matches(list, /<time datetime="([^"]+)">/g)).toEqual(all.slice(30).map((id) => id.slice(0, 10)));
        expect(page).toMatch(/rel="prev" href="\/topics\/harbour\?language=en"/);
        expect(page).toContain('href="/topics/harbour?page=2&amp;language=ar" hreflang="ar"');
      }
      for (const asked of ['0', '-1', 'x', '1e3']) {
        expect((await get(`/topics/harbour?page=${asked}`, folder)).page).toContain('1 / 2');
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('drawings', () => {
  test('every commitment leads to its evidence, from the drawing and from the table', async () => {
    const { page, library } = await get('/topics/harbour?language=en');
    const timeline = page.slice(page.indexOf('id="timeline"'), page.indexOf('id="ties"'));
    const [drawing = '', table = ''] = timeline.split('<details');
    for (const id of ids) {
      const { briefing } = await library.open('harbour', id);
      for (const { number } of briefing.points.filter(({ section }) => section !== 'position')) {
        const link = `href="/topics/harbour/${briefing.id}?language=en#point-${number}"`;
        expect(drawing).toContain(link);
        expect(table).toContain(link);
      }
    }
  });

  test('have a name, a description and a table; a mark says what it is', async () => {
    const { page } = await get('/topics/harbour?language=en');
    for (const of of ['timeline', 'ties']) {
      expect(page).toContain(`role="group" aria-labelledby="${of}-title ${of}-about"`);
      expect(page).toMatch(new RegExp(`<title id="${of}-title">[^<]+</title><desc id="${of}-about">[^<]+</desc>`));
      expect(page).toContain(`<summary id="${of}-table">As a table</summary>`);
      expect(page).toContain(`<a class="skip" href="#${of}-table">`);
    }
    const spots = page.match(/<a class="(?:spot|tie)"/g) ?? [];
    const named = page.match(/<a class="(?:spot|tie)" href="[^"]+"><title>[^<]+<\/title>/g) ?? [];
    expect(spots.length).toBeGreaterThan(40);
    expect(named).toHaveLength(spots.length);
    expect(page).toContain('<title id="ties-title">Who committed to whom</title>');
    expect(page).toMatch(/<title>Ada Fenwick · commits to · Tom Marlowe · readiness · Commitments: 3<\/title>/);
  });

  test('what is shortened is told in full', async () => {
    const { page } = await get('/topics/harbour?language=en');
    expect(page).toContain('<title>Northern Lighthouse and Pilotage Coordination Board</title>');
  });

  test.each(INTERFACE_LANGUAGES)('read in %s in its own words and direction', async (language) => {
    const { page } = await get(`/topics/harbour?language=${language}`);
    const words = pageWordsOf(language).topic;
    for (const said of [words.editions, words.timeline, words.by_dates, words.ties, words.ties_about, words.as_table]) {
      expect(page).toContain(said);
    }
    expect(page).toContain(interfaceOf(language).kind_nouns.pledged);
    expect(page.match(/<svg class="(?:names|plot)"[^>]*direction="(?:ltr|rtl)"/g)).toHaveLength(3);
    expect(page.includes('direction="rtl"')).toBe(language === 'ar');
  });

  test('one edition has its kinds in columns', async () => {
    const { page } = await get('/topics/hostile?language=en');
    expect(page).toContain(pageWordsOf('en').topic.by_kinds);
  });
});

describe('what stands in the page', () => {
  test('is no script and no style, whatever an article holds', async () => {
    const { page } = await get('/topics/hostile?language=en');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain(HOSTILE.shown);
    expect(page).not.toMatch(/\sstyle=|\son\w+=|<style|javascript:/i);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toContain('\u202E');
    expect(page).not.toContain('\u0007');
    expect(page).toContain('&lt;b&gt;Gazette&lt;/b&gt;');
  });

  test('tells machines of its other forms', async () => {
    const { page, headers } = await get('/topics/harbour?language=es');
    expect(page).toContain(
      '<link rel="alternate" type="application/atom+xml" href="/topics/harbour.atom?language=es" title="Atom">',
    );
    expect(headers.get('link')).toContain('</topics/harbour.json>; rel="alternate"; type="application/json"');
  });

  test('nobody finds what is not there', async () => {
    expect((await get('/topics/nowhere')).status).toBe(404);
  });
});
