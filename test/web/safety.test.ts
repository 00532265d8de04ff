// What holds for every answer of the page, and who may read what.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { doorkeeperOf, mayRead, type Reader } from '../../src/web/access.ts';
import { webApp } from '../../src/web/app.ts';
import { encodingFor } from '../../src/web/kept.ts';
import { openRates } from '../../src/web/rate.ts';
import { isLoopback } from '../../src/web/safety.ts';
import { type Answer, basic, openTestSite, PASSWORD, PLAIN, writeStory } from './sites.ts';

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const SAFE = {
  'content-security-policy': CSP,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': expect.stringContaining('camera=()'),
};
const LONG = `/topics/${'x'.repeat(3_000)}`;

/** An address of every sort that there is, and its status for a visitor. */
async function addresses(text: (path: string) => Promise<Answer>): Promise<[path: string, status: number][]> {
  const home = (await text('/')).text;
  const topic = (await text('/topics/talks')).text;
  const assets = [...home.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
  const edition = /href="(\/topics\/talks\/[^"?]+)/.exec(topic)?.[1] ?? '';
  expect(assets.length).toBeGreaterThan(2);
  expect(edition).not.toBe('');
  return [
    ...['/', '/topics/talks', edition, '/healthz', '/readyz', '/metrics', ...assets].map((one): [string, number] => [
      one,
      200,
    ]),
    ...['/nowhere', '/topics/none', '/topics/talks/none', '/assets/none.css', '/../../etc/passwd', '/%00'].map(
      (one): [string, number] => [one, 404],
    ),
    ['/topics/%E0%A4%A', 404],
    [LONG, 414],
    [`/?q=${'y'.repeat(3_000)}`, 414],
    ['/sign-in', 303],
  ];
}

describe('every answer', () => {
  test('has the headers that keep it safe, whatever it is', async () => {
    await using site = await openTestSite();
    for (const [path, status] of await addresses(site.ask)) {
      for (const method of ['GET', 'HEAD']) {
        const answer = await site.ask(path, { method });
        expect({ path, status: answer.status, headers: answer.headers }).toMatchObject({ path, status, headers: SAFE });
        expect(answer.headers['strict-transport-security']).toBeUndefined();
        expect(answer.headers).not.toHaveProperty('x-powered-by');
        expect(answer.headers).not.toHaveProperty('set-cookie');
        if (method === 'HEAD') expect(answer.bytes).toHaveLength(0);
      }
    }
  });

  test('of a page that is reached by https says that it always is', async () => {
    await using site = await openTestSite({ web: { publicUrl: 'https://news.example.org' } });
    expect((await site.ask('/')).headers['strict-transport-security']).toBe('max-age=63072000');
  });

  test('to anything but GET and HEAD is 405, on every address', async () => {
    await using site = await openTestSite();
    for (const [path] of await addresses(site.ask)) {
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) {
        const answer = await site.ask(path, { method, body: method === 'POST' ? 'x'.repeat(10_000) : '' });
        expect({ path, method, status: answer.status, headers: answer.headers }).toMatchObject({
          path,
          method,
          status: 405,
          headers: { ...SAFE, allow: 'GET, HEAD' },
        });
      }
    }
  });

  test('is given to a name of this machine alone, where it listens there alone', async () => {
    await using site = await openTestSite({ web: { publicUrl: 'https://news.example.org/readout' } });
    const statusOf = async (host: string) => (await site.ask('/', { headers: { host } })).status;
    for (const host of ['localhost', 'LOCALHOST:8080', '127.0.0.1:1', '[::1]:8080', 'news.example.org', 'localhost.']) {
      expect([host, await statusOf(host)]).toEqual([host, 200]);
    }
    for (const host of [
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '10.0.0.1',
      'evil.example:80',
    ]) {
      expect([host, await statusOf(host)]).toEqual([host, 421]);
    }
    for (const host of ['a b', 'localhost@evil.example', '[::1', 'localhost/../']) {
      expect([host, await statusOf(host)]).toEqual([host, expect.toBeOneOf([400, 421])]);
    }
    expect((await site.ask('/', { headers: { host: 'evil.example', 'accept-language': 'fr' } })).text).toMatch(
      /READOUT_PUBLIC_URL/,
    );
  });

  test('is given to any name, where others may reach it', async () => {
    await using site = await openTestSite({ web: { host: '0.0.0.0' } });
    expect((await site.ask('/', { headers: { host: 'news.lan:8080' } })).status).toBe(200);
  });

  test('is in the reader’s language, faults too', async () => {
    await using site = await openTestSite({ web: { password: PASSWORD } });
    const answer = await site.ask('/', { headers: { 'accept-language': 'ar-SA,ar;q=0.9' } });
    expect(answer).toMatchObject({ status: 401, headers: { 'content-language': 'ar' } });
    expect(answer.text).toMatch(/<html lang="ar" dir="rtl">[\s\S]*هذه الصفحة تتطلب كلمة مرور/);
    expect((await site.ask('/?language=zh')).text).toContain('此页面需要密码');
  });

  test.each([
    ['127.0.0.1', true],
    ['127.8.9.1', true],
    ['localhost', true],
    ['::1', true],
    ['[::1]', true],
    ['::ffff:127.0.0.1', true],
    ['0.0.0.0', false],
    ['::', false],
    ['10.0.0.1', false],
    ['127.0.0.1.example.org', false],
  ])('%s is this machine alone: %s', (host, is) => {
    expect(isLoopback(host)).toBe(is);
  });
});

describe('the password', () => {
  test.each<[string, string | undefined, Reader | null]>([
    ['none', undefined, 'stranger'],
    ['Basic', basic(PASSWORD), 'member'],
    ['Basic with no name', basic(PASSWORD, ''), 'member'],
    ['Basic with a colon in the password', basic('a:b:c'), null],
    ['Bearer', `Bearer ${PASSWORD.replaceAll(' ', '')}`, null],
    ['a wrong one', basic('wrong'), null],
    ['an empty one', basic(''), null],
    ['one letter less', basic(PASSWORD.slice(0, -1)), null],
    ['one letter more', basic(`${PASSWORD}e`), null],
    ['no Base64', 'Basic %%%', null],
    ['no colon', `Basic ${Buffer.from(PASSWORD).toString('base64')}`, null],
    ['another scheme', `Digest ${PASSWORD}`, null],
    ['an empty header', '', null],
  ])('%s', (_, authorization, reader) => {
    expect(doorkeeperOf(PASSWORD)(authorization)).toBe(reader);
  });

  test('may be a token, hold colons, and be in any script', () => {
    expect(doorkeeperOf('a:b:c-1234')('Bearer a:b:c-1234')).toBe('member');
    expect(doorkeeperOf('a:b:c-1234')(basic('a:b:c-1234'))).toBe('member');
    expect(doorkeeperOf('كلمة السر')(basic('كلمة السر'))).toBe('member');
    expect(doorkeeperOf(null)(basic('whatever'))).toBe('visitor');
  });

  test('opens what is closed without it; a wrong one is refused wherever it is given', async () => {
    await using site = await openTestSite({ web: { password: PASSWORD } });
    const headers = { authorization: basic(PASSWORD) };
    const wrong = { authorization: basic('not this one') };
    for (const path of ['/', '/topics/talks', '/metrics', '/nowhere', '/sign-in']) {
      const closed = await site.ask(path);
      expect([path, closed.status, closed.headers['www-authenticate']]).toEqual([
        path,
        401,
        expect.stringMatching(/^Basic /),
      ]);
      expect(closed.text).not.toMatch(/talks/);
    }
    expect((await site.ask('/', { headers })).text).toContain('talks');
    expect((await site.ask('/topics/talks', { headers })).status).toBe(200);
    expect((await site.ask('/metrics', { headers })).status).toBe(200);
    expect(await site.ask('/sign-in', { headers })).toMatchObject({
      status: 303,
      headers: { location: '/?language=en' },
    });
    expect((await site.ask('/', { headers: wrong })).status).toBe(401);
    // Whoever watches over it has none, and is told little.
    expect((await site.ask('/healthz')).status).toBe(200);
    expect((await site.ask('/readyz')).status).toBe(200);
  });

  test('cannot be guessed for long, from one address; others go on', async () => {
    await using site = await openTestSite({ web: { password: PASSWORD, proxies: 1 } });
    const from = (address: string, password: string) =>
      site.ask('/', { headers: { authorization: basic(password), 'x-forwarded-for': `6.6.6.6, ${address}` } });
    for (let i = 0; i < 10; i++) expect((await from('203.0.113.5', `guess ${i}`)).status).toBe(401);
    const late = await from('203.0.113.5', PASSWORD);
    expect([late.status, Number(late.headers['retry-after'])]).toEqual([429, expect.any(Number)]);
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(0);
    expect((await from('203.0.113.6', PASSWORD)).status).toBe(200);
    // Without a password nothing is guessed.
    expect((await site.ask('/', { headers: { 'x-forwarded-for': '203.0.113.5' } })).status).toBe(401);
    expect(site.log.join('\n')).not.toMatch(/guess \d|sesame/);
  });
});

describe('private topics', () => {
  test.each<[boolean | undefined, Reader, boolean]>([
    [true, 'member', true],
    [true, 'visitor', false],
    [true, 'stranger', false],
    [false, 'member', true],
    [false, 'visitor', true],
    [false, 'stranger', true],
    [undefined, 'member', true],
    [undefined, 'visitor', true],
    [undefined, 'stranger', false],
  ])('private: %s, to a %s: %s', (closed, reader, may) => {
    expect(mayRead({ private: closed }, reader)).toBe(may);
  });

  const TOPICS = { open: false, plain: undefined, secret: true };

  test('without a password are nobody’s, and as if they were not there', async () => {
    await using site = await openTestSite({ topics: TOPICS });
    const home = (await site.ask('/')).text;
    expect(home).toMatch(/plain/);
    expect(home).not.toMatch(/secret/);
    await expectSame(site.ask, '/topics/secret', '/topics/absent', 404);
    await expectSame(site.ask, '/topics/secret/2026-03-03.en', '/topics/absent/2026-03-03.en', 404);
  });

  test('with one, a stranger reads what is open to all, and cannot tell the rest from what is not there', async () => {
    await using site = await openTestSite({ topics: TOPICS, web: { password: PASSWORD } });
    const home = (await site.ask('/')).text;
    expect(home).toMatch(/open/);
    expect(home).not.toMatch(/plain|secret/);
    expect((await site.ask('/topics/open')).status).toBe(200);
    await expectSame(site.ask, '/topics/secret', '/topics/absent', 401);
    await expectSame(site.ask, '/topics/plain', '/topics/absent', 401);
    await expectSame(site.ask, '/topics/plain/2026-03-03.en', '/topics/absent/2026-03-03.en', 401);
    const headers = { authorization: basic(PASSWORD) };
    for (const id of ['open', 'plain', 'secret'])
      expect((await site.ask(`/topics/${id}`, { headers })).status).toBe(200);
    // What a member was shown is kept for members alone.
    await expectSame(site.ask, '/topics/secret', '/topics/absent', 401);
  });

  test('are looked for as others are: nothing more is opened for one than for one that is not there', async () => {
    const asked: string[] = [];
    await using site = await openTestSite({
      topics: TOPICS,
      over: ({ topics, editions, open }) => {
        const noted =
          <Args extends (string | undefined)[], Value>(name: string, look: (...args: Args) => Value) =>
          (...args: Args): Value => {
            asked.push(`${name} ${args[0] ?? ''}`);
            return look(...args);
          };
        return { topics: noted('topics', topics), editions: noted('editions', editions), open: noted('open', open) };
      },
    });
    const workFor = async (path: string) => {
      asked.length = 0;
      await site.ask(path);
      return asked.toSorted();
    };
    for (const rest of ['', '/2026-03-03.en']) {
      expect(await workFor(`/topics/secret${rest}`)).toEqual(await workFor(`/topics/absent${rest}`));
    }
  });

  test('become so at once, and are so no more at once', async () => {
    await using site = await openTestSite({ topics: { talks: undefined } });
    expect((await site.ask('/topics/talks')).status).toBe(200);
    writeStory(site.folder, 'talks', { more: 'private: true' });
    expect((await site.ask('/topics/talks')).status).toBe(404);
    expect((await site.ask('/')).text).not.toMatch(/talks/);
    writeStory(site.folder, 'talks', { more: 'private: false' });
    expect((await site.ask('/topics/talks')).status).toBe(200);
  });

  test('whose file cannot be read are nobody’s but a member’s', async () => {
    await using site = await openTestSite({ topics: { talks: true, other: undefined }, web: { password: PASSWORD } });
    writeFileSync(join(site.folder, 'talks', 'topic.yaml'), 'private: [true');
    await expectSame(site.ask, '/topics/talks', '/topics/absent', 401);
    const told = await site.ask('/topics/talks', { headers: { authorization: basic(PASSWORD) } });
    expect(told.status).not.toBe(401);
    expect(told.text).not.toMatch(new RegExp(site.folder));
  });
});

/** To one who asks, two addresses are the same: status, headers and bytes. */
async function expectSame(ask: (path: string) => Promise<Answer>, one: string, other: string, status: number) {
  const [left, right] = [await ask(one), await ask(other)];
  const { date: _, ...headers } = left.headers;
  expect([one, left.status]).toEqual([one, status]);
  expect({ ...right, headers: { ...right.headers, date: undefined } }).toEqual({
    ...left,
    headers: { ...headers, date: undefined },
  });
}

describe('every route of the pages', () => {
  /** A sample of each, with TOPIC and EDITION to be filled in. Whoever adds a route adds a sample of it. */
  const SAMPLES: Record<string, string[]> = {
    '/': ['/'],
    '/assets/:name': ['/assets/none.css'],
    '/search': ['/search?words=doctors', '/search?words=TOPIC'],
    '/console': ['/console?command=%2Fbriefing+TOPIC', '/console?command=%2Fbriefings+list&on=slack'],
    '/topics/:topic': ['', '.atom', '.json', '.md'].map((form) => `/topics/TOPIC${form}`),
    '/topics/:topic/:edition': ['', '.json', '.md', '.annotations.json'].map((form) => `/topics/TOPIC/EDITION${form}`),
  };
  const routes = async () => {
    let pages: Hono | null = null;
    await using site = await openTestSite({ over: (library) => library, onPages: (made) => (pages = made) });
    await site.ask('/');
    const paths = (pages as Hono | null)?.routes.flatMap(({ method, path }) => (method === 'GET' ? [path] : [])) ?? [];
    return [...new Set(paths)];
  };

  test('has a sample', async () => {
    expect((await routes()).filter((route) => !Object.hasOwn(SAMPLES, route))).toEqual([]);
  });

  test('tells a visitor nothing of a private topic', async () => {
    await using site = await openTestSite({ topics: { plain: undefined, secret: true } });
    for (const sample of Object.values(SAMPLES).flat()) {
      const of = async (topic: string) => {
        const { status, text, headers } = await site.ask(
          sample.replace('TOPIC', topic).replace('EDITION', '2026-03-03.en'),
        );
        // What was asked for may be said again.
        return { status, text: text.replaceAll(topic, 'TOPIC'), length: headers['content-length'] };
      };
      const [secret, absent] = [await of('secret'), await of('absent')];
      expect({ sample, ...secret }).toEqual({ sample, ...absent });
      if (!sample.includes('TOPIC')) expect(secret.text).not.toContain('TOPIC');
    }
  });

  test('is for members alone where all is closed', async () => {
    await using site = await openTestSite({ topics: { talks: undefined }, web: { password: PASSWORD } });
    for (const sample of Object.values(SAMPLES)
      .flat()
      .filter((one) => !one.startsWith('/assets/'))) {
      const path = sample.replace('TOPIC', 'talks').replace('EDITION', '2026-03-03.en');
      expect([path, (await site.ask(path)).status]).toEqual([path, 401]);
    }
  });

  test('is kept for the name by which it was asked for', async () => {
    await using site = await openTestSite({ web: { host: '0.0.0.0' } });
    for (const sample of Object.values(SAMPLES).flat()) {
      const path = sample.replace('TOPIC', 'talks').replace('EDITION', '2026-03-03.en');
      await site.ask(path, { headers: { host: 'evil.example' } });
      expect((await site.ask(path, { headers: { host: 'news.example.org' } })).text).not.toContain('evil.example');
    }
  });
});

describe('rates', () => {
  test('an address that asks too often waits; another does not, nor does this machine', async () => {
    const rates = openRates({ points: 3, duration: 60 });
    await using site = await openTestSite({ web: { proxies: 1 }, rates });
    const from = async (address: string) => site.ask('/', { headers: { 'x-forwarded-for': address } });
    for (let i = 0; i < 3; i++) expect((await from('203.0.113.5')).status).toBe(200);
    const late = await from('203.0.113.5');
    expect(late).toMatchObject({ status: 429, headers: { ...SAFE, 'cache-control': 'no-store' } });
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(0);
    // The page that says so has its style. Only by its own address: another would have to be made.
    const style = /href="(\/assets\/[^"]+\.css)"/.exec(late.text)?.[1] ?? '';
    const headers = { 'x-forwarded-for': '203.0.113.5' };
    expect((await site.ask(style, { headers })).status).toBe(200);
    for (const other of [`${style}?again`, '/assets/none.css', '/assets/../', `/assets/../topics/talks`]) {
      expect([other, (await site.ask(other, { headers })).status]).toEqual([other, 429]);
    }
    expect((await from('203.0.113.6')).status).toBe(200);
    // What the client itself says of where it comes from stands further left.
    expect((await from('203.0.113.77, 203.0.113.5')).status).toBe(429);
    // One who has a whole network of IPv6 is one.
    for (let i = 0; i < 3; i++) expect((await from(`2001:db8:1:2::${i}`)).status).toBe(200);
    expect((await from('2001:db8:1:2:ffff::9')).status).toBe(429);
    expect((await from('2001:db8:1:3::1')).status).toBe(200);
    for (let i = 0; i < 10; i++) expect((await site.ask('/')).status).toBe(200);
    expect((await site.ask('/healthz', { headers: { 'x-forwarded-for': '203.0.113.5' } })).status).toBe(200);
  });

  test('without proxies nobody is believed who says where they come from', async () => {
    const addresses: string[] = [];
    const ask = async (address: string) => addresses.push(address) * 0;
    const rates = { ...openRates(), ask };
    await using site = await openTestSite({ rates });
    await site.ask('/', { headers: { 'x-forwarded-for': '203.0.113.5' } });
    expect(addresses).toEqual(['127.0.0.1']);
  });
});

describe('what is kept', () => {
  test('a page that a reader has is not sent again, and one that changed is, at once', async () => {
    await using site = await openTestSite();
    const first = await site.ask('/topics/talks');
    const etag = first.headers.etag ?? '';
    expect(first.headers).toMatchObject({ 'cache-control': 'private, no-cache', etag: expect.stringMatching(/^W\/"/) });
    for (const tag of [etag, etag.slice(2), `"other", ${etag}`, '*']) {
      const again = await site.ask('/topics/talks', { headers: { 'if-none-match': tag } });
      expect(again).toMatchObject({ status: 304, text: '', headers: { ...SAFE, etag, vary: first.headers.vary } });
    }
    writeStory(site.folder, 'talks', { title: 'Renamed' });
    const changed = await site.ask('/topics/talks', { headers: { 'if-none-match': etag } });
    expect([changed.status, changed.text]).toEqual([200, expect.stringContaining('Renamed')]);
  });

  test('it differs by language, packing and password, and says so; assets differ by packing alone', async () => {
    await using site = await openTestSite();
    const [english, french] = await Promise.all(
      ['en', 'fr'].map((language) => site.ask('/', { headers: { 'accept-language': language } })),
    );
    expect(english?.headers).toMatchObject({
      vary: 'Accept-Language, Accept-Encoding, Authorization',
      'content-language': 'en',
    });
    expect(french?.headers['content-language']).toBe('fr');
    expect(french?.headers.etag).not.toBe(english?.headers.etag);
    const style = /href="(\/assets\/[^"]+\.css)"/.exec(english?.text ?? '')?.[1] ?? '';
    expect((await site.ask(style)).headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    });
  });

  test('a page is made once for all who ask for the same, and anew once an article or a translation changes', async () => {
    let made = 0;
    await using site = await openTestSite({
      pagesFor: (library) => {
        const pages = new Hono();
        pages.get('/topics/:topic', async (c) => {
          made += 1;
          const edition = await library.open(c.req.param('topic'));
          const translation = await edition.translation('fr');
          return c.text(`${edition.article.text.slice(0, 20)} ${translation === null ? 'none' : 'translated'}`);
        });
        return pages;
      },
    });
    const answers = await Promise.all(Array.from({ length: 20 }, () => site.ask('/topics/talks')));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(made).toBe(1);
    expect((await site.ask('/topics/talks')).text).toMatch(/none$/);
    writeFileSync(join(site.folder, 'talks', '2026-03-03.en.fr.yaml'), TRANSLATION);
    expect((await site.ask('/topics/talks')).text).toMatch(/translated$/);
    rmSync(join(site.folder, 'talks', '2026-03-03.en.fr.yaml'));
    writeStory(site.folder, 'talks', { story: 'OSLO, March 4 - Norway pledged to help Kenya.\n' });
    expect((await site.ask('/topics/talks')).text).toMatch(/^OSLO/);
    expect((await site.ask('/topics/talks?other=1')).text).toMatch(/^OSLO/);
    expect(made).toBe(4);
  });

  test('a page is made once for all who read its language, however their browsers ask for it', async () => {
    let made = 0;
    await using site = await openTestSite({
      pagesFor: () =>
        new Hono().get('/', (c) => {
          made += 1;
          return c.text(c.req.header('accept-language') ?? '');
        }),
    });
    for (const asked of ['fr', 'fr-CH, fr;q=0.9, en;q=0.8', 'pt, fr;q=0.5']) {
      expect((await site.ask('/', { headers: { 'accept-language': asked } })).text).toBe('fr');
    }
    expect((await site.ask('/')).text).toBe('en');
    expect(made).toBe(2);
  });

  test('what failed is tried again', async () => {
    let failing = true;
    await using site = await openTestSite({
      pagesFor: () => new Hono().get('/', (c) => (failing ? c.text('no', 503) : c.text('yes'))),
    });
    expect((await site.ask('/')).status).toBe(503);
    failing = false;
    expect(await site.ask('/')).toMatchObject({ status: 200, text: 'yes' });
  });
});

const TRANSLATION = '- evidence: France pledged on Tuesday\n  fr: La France a promis mardi\n';

describe('packing', () => {
  test('a page comes as the reader takes it, and is the same', async () => {
    await using site = await openTestSite();
    const plain = await site.ask('/topics/talks');
    const br = await site.ask('/topics/talks', { headers: { 'accept-encoding': 'gzip, deflate, br' } });
    const gzip = await site.ask('/topics/talks', { headers: { 'accept-encoding': 'gzip' } });
    expect([plain, br, gzip].map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'br', 'gzip']);
    expect(brotliDecompressSync(br.bytes).equals(plain.bytes)).toBe(true);
    expect(gunzipSync(gzip.bytes).equals(plain.bytes)).toBe(true);
    expect(br.bytes.length).toBeLessThan(plain.bytes.length / 2);
    for (const { headers, bytes } of [plain, br, gzip]) {
      expect(Number(headers['content-length'])).toBe(bytes.length);
      expect(headers.etag).toBe(plain.headers.etag);
    }
    const head = await site.ask('/topics/talks', { method: 'HEAD', headers: { 'accept-encoding': 'br' } });
    expect([head.headers['content-length'], head.headers['content-encoding']]).toEqual([
      br.headers['content-length'],
      'br',
    ]);
  });

  test.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=1.0, br;q=0', 'gzip'],
    ['*', 'br'],
    ['*;q=0', 'identity'],
    ['br;q=0, *', 'gzip'],
    ['GZIP', 'gzip'],
    ['gzip;q=x', 'identity'],
    ['identity', 'identity'],
  ])('%j is answered by %s', (accepted, encoding) => {
    expect(encodingFor(accepted)).toBe(encoding);
  });
});

test('a page that fails says so without a word of why, and the log has the reason', async () => {
  const failing = () => Promise.reject(new Error('disk /srv/secret is gone'));
  await using site = await openTestSite({
    pagesFor: () =>
      webApp({
        library: { topics: failing, editions: failing, open: failing },
        language: 'en',
        log: () => {},
        ...PLAIN,
      }),
  });
  const answer = await site.ask('/');
  expect(answer).toMatchObject({ status: 500, headers: SAFE });
  expect(answer.text).not.toMatch(/srv/);
});
