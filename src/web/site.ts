import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { matchedRoutes, routePath } from 'hono/route';
import type { Library, Log } from '../core/seams.ts';
import type { WebSettings } from '../core/settings.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import { type Doorkeeper, doorkeeperOf, type Reader } from './access.ts';
import { assetAt } from './assets.ts';
import { type Fault, faultPage, STATUS } from './faults.ts';
import { type Health, healthOf } from './health.ts';
import { encodingFor, type KeepPages, keepPages, type Made, type Page, watched } from './kept.ts';
import type { Metrics } from './metrics.ts';
import { addressOf, openRates, type Rates } from './rate.ts';
import { languageOf } from './reader.ts';
import { boundedAddress, knownHost, onlyReading, safeHeaders } from './safety.ts';

/**
 * What the site is made from. `libraryFor`: the topics that such a reader may see; `pagesFor`: the pages that are made
 * of them. `language`: of the installation, for readers whose own is not known.
 */
export type SiteDeps = {
  web: WebSettings;
  language: InterfaceLanguage;
  log: Log;
  libraryFor: (reader: Reader) => Library;
  pagesFor: (library: Library, reader: Reader) => Hono;
  health: Health;
  metrics: Metrics;
  rates?: Rates;
};

type Env = { Variables: { reader: Reader; route: string } };

/** All that is answered on the port but what platforms take: safe, measured, and the pages within. */
export function openSite(deps: SiteDeps): Hono<Env> {
  const { web, language: fallback, health, metrics, rates = openRates() } = deps;
  const refuse = (c: Context, fault: Fault) => refusal(c, fault, fallback);
  const site = new Hono<Env>();
  site.use(observed(deps), safeHeaders(web), knownHost(web, refuse), onlyReading(refuse), boundedAddress(refuse));
  site.get('/healthz', (c) => c.json(health.alive(), 200, UNKEPT));
  site.use(limited(rates, web, refuse), admitted(doorkeeperOf(web.password), rates, web, refuse));
  site.get('/readyz', async (c) => {
    const { ready, ...told } = await healthOf(health, c.var.reader !== 'stranger');
    return c.json({ status: ready ? 'ready' : 'not ready', ...told }, ready ? 200 : 503, UNKEPT);
  });
  site.get('/metrics', async (c) => {
    if (c.var.reader === 'stranger') return refuse(c, 'password');
    return c.body(await metrics.text(), 200, { ...UNKEPT, 'Content-Type': metrics.contentType });
  });
  site.get('/sign-in', (c) => {
    if (c.var.reader === 'stranger') return refuse(c, 'password');
    return c.redirect(`/?language=${languageOf(c, fallback)}`, 303);
  });
  const shownTo = oncePerReader((reader) => shownPages(reader, deps));
  site.get('*', async (c) => {
    const pages = shownTo(c.var.reader);
    const page = await pages.keep(keyOf(c, fallback), () => pages.make(c));
    c.set('route', page.route);
    // Whether there is such a topic is not for strangers to know: they are asked for the password wherever there is none.
    const isHidden = c.var.reader === 'stranger' && (page.status === 404 || (await pages.isBare()));
    if (isHidden && !page.route.startsWith('/assets/')) return refuse(c, 'password');
    return sent(c, page);
  });
  site.onError((error, c) => {
    deps.log('error', `the page failed: ${error.message}`);
    return refuse(c, 'failed');
  });
  return site;
}

const UNKEPT = { 'Cache-Control': 'no-store' };

/** Tells how each request went, by the template of its address: what people looked for stands in no log. */
function observed({ metrics, log }: SiteDeps): MiddlewareHandler<Env> {
  return async (c, next) => {
    const began = performance.now();
    c.set('route', 'other');
    await next();
    const own = matchedRoutes(c).find(({ path }) => !path.includes('*'));
    const route = own?.path ?? c.var.route;
    const ms = performance.now() - began;
    metrics.request({ route, status: c.res.status, seconds: ms / 1_000 });
    log('debug', `page: ${c.req.method} ${route} ${c.res.status} in ${ms.toFixed(1)} ms`);
  };
}

type Refuse = (c: Context, fault: Fault) => Response | Promise<Response>;

/** An address asks so often and no more. */
function limited(rates: Rates, { proxies }: WebSettings, refuse: Refuse): MiddlewareHandler<Env> {
  return async (c, next) => {
    // Who is told to wait is told so on a page, with its style and all.
    const wait = isAsset(c) ? 0 : await rates.ask(addressOf(c, proxies));
    if (wait === 0) return next();
    c.header('Retry-After', String(wait));
    return refuse(c, 'too_many');
  };
}

/** What all pages load, by its very address: it is in memory as long as we run, and costs next to nothing. */
const isAsset = (c: Context) => assetAt(c.req.path) !== null && !c.req.url.includes('?');

/** Knows who reads. A wrong password is refused wherever it is given, and so is whoever gives too many. */
function admitted(
  keeper: Doorkeeper,
  rates: Rates,
  { password, proxies }: WebSettings,
  refuse: Refuse,
): MiddlewareHandler<Env> {
  return async (c, next) => {
    const authorization = c.req.header('authorization');
    const address = addressOf(c, proxies);
    // Looked at first: an answer to the eleventh guess would tell whether it was right.
    const wait = password === null || authorization === undefined ? 0 : await rates.mayGuess(address);
    if (wait > 0) {
      c.header('Retry-After', String(wait));
      return refuse(c, 'too_many');
    }
    const reader = keeper(authorization);
    if (reader === null) {
      await rates.guessed(address);
      return refuse(c, 'wrong_password');
    }
    c.set('reader', reader);
    return next();
  };
}

/** A fault as an answer, in the reader's language. */
function refusal(c: Context, fault: Fault, fallback: InterfaceLanguage): Response | Promise<Response> {
  const language = languageOf(c, fallback);
  if (STATUS[fault] === 401) c.header('WWW-Authenticate', 'Basic realm="Readout", charset="UTF-8"');
  c.header('Cache-Control', 'no-store');
  c.header('Content-Language', language);
  c.header('Vary', VARY);
  return c.html(faultPage(fault, language), STATUS[fault]);
}

const VARY = 'Accept-Language, Accept-Encoding, Authorization';

// ---------------------------------------------------------------- pages

/** The pages of one sort of reader. `isBare`: whether there is no topic among them. */
type Shown = { keep: KeepPages; make: (c: Context) => Promise<Made>; isBare: () => Promise<boolean> };

function shownPages(reader: Reader, { libraryFor, pagesFor, language, log }: SiteDeps): Shown {
  const library = watched(libraryFor(reader));
  const pages = new Hono<{ Bindings: { atRoute?: (route: string) => void } }>();
  pages.use(async (c, next) => {
    await next();
    c.env.atRoute?.(routePath(c, -1));
  });
  pages.route('/', pagesFor(library, reader));
  pages.notFound((c) => refusal(c, 'not_found', language));
  pages.onError((error, c) => {
    log('error', `the page failed: ${error.message}`);
    return refusal(c, 'failed', language);
  });
  return {
    keep: keepPages(),
    isBare: async () => (await library.topics()).length === 0,
    make: async (c) => {
      let route = 'other';
      const atRoute = (template: string) => {
        route = template.includes('*') ? 'other' : template;
      };
      const headers = { 'Accept-Language': languageOf(c, language) };
      const response = await pages.fetch(new Request(c.req.url, { headers }), { atRoute });
      return { response, route };
    },
  };
}

/** All of a request that a page may be made of: a feed has the name in it by which it was asked for. */
function keyOf(c: Context, fallback: InterfaceLanguage): string {
  return JSON.stringify([c.req.url, languageOf(c, fallback)]);
}

/** A page as this reader's browser takes it; only its tag where they have it already. */
function sent(c: Context, page: Page): Response {
  const encoding = encodingFor(c.req.header('accept-encoding'));
  const bytes = page.bytes[encoding] ?? page.bytes.identity;
  for (const [name, value] of page.headers) c.header(name, value);
  c.header('Cache-Control', c.res.headers.get('Cache-Control') ?? 'private, no-cache');
  c.header('Vary', page.route.startsWith('/assets/') ? 'Accept-Encoding' : VARY);
  if (page.status !== 200) return c.body(page.bytes.identity, page.status as 200);
  c.header('ETag', page.etag);
  if (matches(c.req.header('if-none-match'), page.etag)) {
    c.header('Content-Type', undefined);
    return c.body(null, 304);
  }
  if (bytes !== page.bytes.identity) c.header('Content-Encoding', encoding);
  c.header('Content-Length', String(bytes.length));
  return c.body(bytes);
}

function matches(given: string | undefined, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//u, '');
  return (given ?? '').split(',').some((one) => one.trim() === '*' || opaque(one) === opaque(etag));
}

function oncePerReader<Value>(make: (reader: Reader) => Value): (reader: Reader) => Value {
  const made = new Map<Reader, Value>();
  return (reader) => {
    const value = made.get(reader) ?? make(reader);
    made.set(reader, value);
    return value;
  };
}
