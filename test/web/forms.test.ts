// A topic and its editions as data: what feed readers, programs and `readout verify` get of them.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAtomFeed } from 'feedsmith';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Briefing } from '../../src/core/briefing.ts';
import { StoreError } from '../../src/core/errors.ts';
import type { Library } from '../../src/core/seams.ts';
import { brief } from '../../src/engine/brief.ts';
import { verify } from '../../src/engine/verify.ts';
import { readEdition } from '../../src/sources/folder.ts';
import { openLibrary } from '../../src/sources/library.ts';
import { type WebDeps, webApp } from '../../src/web/app.ts';
import { linkHeader, parseEdition, parseTopic, topicAlternates } from '../../src/web/forms.ts';
import { HOSTILE, writeHarbour, writeHostile } from './harbour.ts';

// The command itself is run, on however few cores.
vi.setConfig({ testTimeout: 60_000 });

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const KEPT = Date.UTC(2031, 4, 1, 8, 30);

let briefings = '';
let ids: string[] = [];
let library: Library;
beforeAll(() => {
  briefings = mkdtempSync(join(tmpdir(), 'readout-forms-'));
  ids = writeHarbour(briefings, 4);
  writeHostile(briefings);
  library = openLibrary(briefings, async (article, context) => brief(article, context));
});
afterAll(() => rmSync(briefings, { recursive: true, force: true }));

/** What the page answers at a path. */
async function get(path: string, deps: Partial<WebDeps> = {}) {
  const app = webApp({
    library,
    language: 'en',
    log: () => {},
    keptAt: async () => KEPT,
    publicUrl: 'https://readout.example',
    ...deps,
  });
  const response = await app.request(path);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The command in a shell, with the same folder of briefings. */
function readout(...args: string[]): Promise<{ status: number | null; out: string }> {
  const { promise, resolve } = Promise.withResolvers<{ status: number | null; out: string }>();
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH, READOUT_BRIEFINGS: briefings },
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.on('close', (status) => resolve({ status, out }));
  return promise;
}

describe('addresses', () => {
  test.each([
    ['china-russia', 'china-russia', ''],
    ['china-russia.atom', 'china-russia', '.atom'],
    ['china-russia.json', 'china-russia', '.json'],
    ['china-russia.md', 'china-russia', '.md'],
    ['china-russia.xml', 'china-russia.xml', ''],
    ['.json', '.json', ''],
  ])('the topic %s is %s as "%s"', (segment, topic, form) => {
    expect(parseTopic(segment)).toEqual({ topic, form });
  });

  test.each([
    ['2021-02-04.ar', '2021-02-04.ar', ''],
    ['2021-02-04.ar.json', '2021-02-04.ar', '.json'],
    ['2021-02-04.ar.md', '2021-02-04.ar', '.md'],
    ['2021-02-04.ar.annotations.json', '2021-02-04.ar', '.annotations.json'],
    ['eeab34ccee04100a.json', 'eeab34ccee04100a', '.json'],
    ['eeab34ccee04100a.atom', 'eeab34ccee04100a.atom', ''],
  ])('the edition %s is %s as "%s"', (segment, edition, form) => {
    expect(parseEdition(segment)).toEqual({ edition, form });
  });

  test('a header names the other forms, and no id breaks it', () => {
    expect(linkHeader(topicAlternates('a b>"', 'ar', 2))).toBe(
      [
        '</topics/a%20b%3E%22.atom?page=2&language=ar>; rel="alternate"; type="application/atom+xml"; title="Atom"',
        '</topics/a%20b%3E%22.json?page=2>; rel="alternate"; type="application/json"; title="JSON"',
        '</topics/a%20b%3E%22.md?page=2&language=ar>; rel="alternate"; type="text/markdown"; title="Markdown"',
      ].join(', '),
    );
  });

  test.each([
    '/topics/nowhere.json',
    '/topics/nowhere.atom',
    '/topics/harbour/nowhere.json',
    '/topics/harbour/nowhere.md',
  ])('%s is not there', async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});

describe('a topic as JSON', () => {
  test('has its editions, the newest first', async () => {
    const { status, headers, text } = await get('/topics/harbour.json');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    const data = JSON.parse(text);
    expect(data).toMatchObject({ topic: 'harbour', title: { en: 'The harbour accord' }, unreadable: [], next: null });
    expect(data.editions.map(({ edition }: { edition: string }) => edition)).toEqual(ids);
    expect(data.editions[0]).toEqual({
      edition: '2031-02-01.en',
      briefing: expect.stringMatching(/^[0-9a-f]{16}$/),
      keptAt: '2031-05-01T08:30:00.000Z',
      publishedAt: '2031-02-01',
      language: 'en',
      headline: 'Ada Fenwick and Tom Marlowe pledged on Friday to protect the reef jointly',
      commitments: 4,
      url: `https://readout.example/topics/harbour/${data.editions[0].briefing}`,
    });
  });

  test('says so where nobody knows when a briefing was kept, and where the database is away', async () => {
    const away = () => Promise.reject(new StoreError('away', 'wait'));
    for (const keptAt of [async () => null, away]) {
      const { editions } = JSON.parse((await get('/topics/harbour.json', { keptAt })).text);
      expect(editions.map((one: { keptAt: unknown }) => one.keptAt)).toEqual([null, null, null, null]);
    }
  });

  test('is in pages, each with the address of the next', async () => {
    const many = mkdtempSync(join(tmpdir(), 'readout-many-'));
    try {
      const all = writeHarbour(many, 33);
      const library = openLibrary(many, async (article, context) => brief(article, context));
      const first = JSON.parse((await get('/topics/harbour.json', { library })).text);
      const second = JSON.parse((await get(first.next.replace('https://readout.example', ''), { library })).text);
      const named = [...first.editions, ...second.editions].map(({ edition }) => edition);
      expect(named).toEqual(all);
      expect([first.editions.length, second.next]).toEqual([30, null]);
      const feed = parseAtomFeed((await get('/topics/harbour.atom', { library })).text);
      expect(feed.links?.find(({ rel }) => rel === 'next')?.href).toBe(
        'https://readout.example/topics/harbour.atom?page=2&language=en',
      );
    } finally {
      rmSync(many, { recursive: true, force: true });
    }
  });
});

describe('an edition as data', () => {
  test('its JSON is the whole briefing, which holds against the article', async () => {
    for (const id of ids) {
      const { headers, text } = await get(`/topics/harbour/${id}.json`);
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
      const article = await readEdition(briefings, 'harbour', id);
      expect(verify(JSON.parse(text), [article])).toEqual([]);
      const byBriefing = await get(`/topics/harbour/${JSON.parse(text).id}.json`);
      expect(byBriefing.text).toBe(text);
    }
  });

  test('is what the command prints, and what the command verifies', async () => {
    const edition = '2031-01-12.ar';
    const { text } = await get(`/topics/harbour/${edition}.json`);
    expect((await readout('brief', 'harbour', '--edition', edition, '--json')).out).toBe(text);
    const path = join(briefings, 'sent.json');
    writeFileSync(path, text);
    expect(await readout('verify', path)).toMatchObject({
      status: 0,
      out: expect.stringContaining(`stands in ${edition}`),
    });
    writeFileSync(path, text.replace('المرفأ', '').replace(/"end": \d+/, '"end": 1'));
    expect((await readout('verify', path)).status).toBe(1);
  });

  test('its Markdown is the card that the command prints, in the reader’s language', async () => {
    const edition = '2031-01-12.ar';
    const { headers, text } = await get(`/topics/harbour/${edition}.md?language=fr`);
    expect(headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(text).toBe((await readout('brief', 'harbour', '--edition', edition, '--markdown', '--language', 'fr')).out);
    expect(text).toContain('Engagements');
  });

  test('its annotations quote the article at the places that they name', async () => {
    const { headers, text } = await get(`/topics/harbour/${ids[0]}.annotations.json`);
    expect(headers.get('content-type')).toBe('application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"');
    const collection = JSON.parse(text);
    expect(collection).toMatchObject({ '@context': 'http://www.w3.org/ns/anno.jsonld', type: 'AnnotationCollection' });
    expect(collection.first.items).toHaveLength(collection.total);
    const letters = [...(await readEdition(briefings, 'harbour', ids[0])).text];
    for (const { type, target } of collection.first.items) {
      expect(type).toBe('Annotation');
      for (const { selector } of target) {
        const [{ start, end }, { exact }] = selector;
        expect(letters.slice(start, end).join('')).toBe(exact);
      }
    }
  });
});

describe('a topic’s feed', () => {
  const feedAt = async (path: string, deps: Partial<WebDeps> = {}) => {
    const { headers, text } = await get(path, deps);
    expect(headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    return { text, feed: parseAtomFeed(text) };
  };

  test('has what RFC 4287 wants of a feed and of each entry', async () => {
    const { text, feed } = await feedAt('/topics/harbour.atom?language=ar');
    expect(text).toMatch(
      /^<\?xml version="1\.0" encoding="utf-8"\?>\s*<feed xmlns="http:\/\/www\.w3\.org\/2005\/Atom" xml:lang="ar">/,
    );
    expect(feed).toMatchObject({
      id: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/),
      title: { value: 'اتفاق المرفأ · Readout' },
      updated: '2031-05-01T08:30:00.000Z',
      authors: [{ name: 'Readout' }],
    });
    expect(feed.links).toContainEqual({
      rel: 'self',
      type: 'application/atom+xml',
      href: 'https://readout.example/topics/harbour.atom?language=ar',
    });
    expect(feed.entries).toHaveLength(4);
    for (const entry of feed.entries ?? []) {
      expect(entry).toMatchObject({
        id: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/),
        title: { value: expect.stringMatching(/\S/) },
        updated: '2031-05-01T08:30:00.000Z',
        published: expect.stringMatching(/^2031-\d\d-\d\dT00:00:00\.000Z$/),
        content: { type: 'html', value: expect.stringMatching(/^<div lang="ar" dir="rtl">/) },
        xml: { lang: 'ar' },
      });
      const [page] = entry.links?.filter(({ rel, type }) => rel === 'alternate' && type === 'text/html') ?? [];
      expect(page?.href).toMatch(/^https:\/\/readout\.example\/topics\/harbour\/[0-9a-f]{16}\?language=ar$/);
    }
    expect(new Set([feed.id, ...(feed.entries ?? []).map(({ id }) => id)]).size).toBe(5);
  });

  test('holds the card in the reader’s language, the article’s words in their own', async () => {
    const { feed } = await feedAt('/topics/harbour.atom?language=ar');
    const newest = feed.entries?.[0]?.content?.value ?? '';
    expect(newest).toContain('التعهدات');
    expect(newest).toContain('lang="en" dir="ltr"');
    expect(newest).toContain('free passage must be respected');
  });

  test('its names stay whatever the host is, and the reader’s language makes another feed of it', async () => {
    const named = ({ feed }: Awaited<ReturnType<typeof feedAt>>) => [
      feed.id,
      ...(feed.entries ?? []).map(({ id }) => id),
    ];
    const [here, there, french] = await Promise.all([
      feedAt('/topics/harbour.atom'),
      feedAt('http://127.0.0.1:8080/topics/harbour.atom', { publicUrl: null }),
      feedAt('/topics/harbour.atom?language=fr'),
    ]);
    expect(named(there)).toEqual(named(here));
    expect(named(french).filter((id) => named(here).includes(id))).toEqual([]);
    expect(there.text).toContain('href="http://127.0.0.1:8080/topics/harbour.atom?language=en"');
  });

  test('whoever sends a Host header moves no link where the public address is set', async () => {
    const { text } = await feedAt('http://evil.example/topics/harbour.atom');
    expect(text).not.toContain('evil.example');
  });

  test('where nothing was kept it goes by the days of publication', async () => {
    const { feed } = await feedAt('/topics/harbour.atom', { keptAt: async () => null });
    expect(feed.updated).toBe('2031-02-01T00:00:00.000Z');
    expect(feed.entries?.map(({ updated }) => updated?.slice(0, 10))).toEqual(ids.map((id) => id.slice(0, 10)));
  });

  test('markup in an article is words', async () => {
    const { feed } = await feedAt('/topics/hostile.atom');
    const [entry] = feed.entries ?? [];
    expect(entry?.title?.value).toContain(HOSTILE.shown);
    const content = entry?.content?.value ?? '';
    expect(content).toContain('&lt;script&gt;');
    expect(content).not.toMatch(/<(?:script|img|svg|style)/i);
    expect(content).not.toMatch(/href="(?!https?:)/);
  });
});

test('a topic as Markdown lists its editions with their pages', async () => {
  const { headers, text } = await get('/topics/harbour.md?language=en');
  expect(headers.get('content-type')).toBe('text/markdown; charset=utf-8');
  const { editions } = JSON.parse((await get('/topics/harbour.json')).text);
  expect(text.startsWith('# The harbour accord\n\n- [Ada Fenwick and Tom Marlowe pledged on Friday')).toBe(true);
  for (const { briefing } of editions) {
    expect(text).toContain(`](<https://readout.example/topics/harbour/${briefing}?language=en>)`);
  }
  expect(text).toContain('  \n  1 February 2031 · The Coast Gazette · English · Commitments: 4\n');
  expect((await get('/topics/hostile.md')).text).not.toMatch(/(?<!\\)<script/);
});

test('what a form is in follows the language of the browser, and says so to caches', async () => {
  const app = webApp({ library, language: 'en', log: () => {}, keptAt: async () => null, publicUrl: null });
  const response = await app.request('/topics/harbour.md', { headers: { 'Accept-Language': 'es-MX,en;q=0.5' } });
  expect(await response.text()).toContain('# El acuerdo del puerto');
  expect(response.headers.get('vary')).toContain('Accept-Language');
});

test('a briefing of the page parses as one', async () => {
  const { text } = await get(`/topics/harbour/${ids[1]}.json`);
  expect(Briefing.parse(JSON.parse(text)).format).toBe('readout.briefing/1');
});
