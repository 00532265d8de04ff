import type { MiddlewareHandler } from 'hono';
import type { WebSettings } from '../core/settings.ts';

/*
 * What holds for every answer of the page, whatever it is. Each check is a middleware of its own, and refuses by
 * `refuse`, which makes the answer.
 */

/** Nothing but what we serve ourselves, and no script or style that stands in a page. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
};
/** Two years, as browsers' preload lists ask for. */
const TRANSPORT_SECURITY = 'max-age=63072000';

/** Longer ones are nobody's who reads: an address is a topic, an edition and a question at most. */
const LONGEST_ADDRESS = 2_048;

/** What is refused before anything is looked at. */
export type Refusal = 'method' | 'wrong_host' | 'too_long';
export type Refuse = (c: Parameters<MiddlewareHandler>[0], refusal: Refusal) => Response | Promise<Response>;

/** Puts the headers on that hold for every answer. */
export function safeHeaders({ publicUrl }: Pick<WebSettings, 'publicUrl'>): MiddlewareHandler {
  const isSecure = publicUrl?.startsWith('https:') ?? false;
  const all = Object.entries({
    ...HEADERS,
    ...(isSecure ? { 'Strict-Transport-Security': TRANSPORT_SECURITY } : {}),
  });
  return async (c, next) => {
    await next();
    for (const [name, value] of all) c.res.headers.set(name, value);
  };
}

/** The page reads, and changes nothing. */
export function onlyReading(refuse: Refuse): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    c.header('Allow', 'GET, HEAD');
    return refuse(c, 'method');
  };
}

/** An address is bounded. */
export function boundedAddress(refuse: Refuse): MiddlewareHandler {
  return async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    return pathname.length + search.length > LONGEST_ADDRESS ? refuse(c, 'too_long') : next();
  };
}

/**
 * A page that listens for this machine alone is asked for by a name of this machine, or by that of READOUT_PUBLIC_URL
 * (a proxy's). Any other is somebody else's name that was made to lead here, so that their script may read the page.
 */
export function knownHost({ host, publicUrl }: WebSettings, refuse: Refuse): MiddlewareHandler {
  const own = new Set(['localhost', '127.0.0.1', '[::1]', isLoopback(host) ? hostOf(host) : '']);
  if (publicUrl !== null) own.add(new URL(publicUrl).hostname);
  return async (c, next) => {
    if (!isLoopback(host) || own.has(hostnameIn(c.req.header('host')))) return next();
    return refuse(c, 'wrong_host');
  };
}

/** Whether an address is this machine's own, which no other can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/u.test(host) || /^\[?::1\]?$/u.test(host);
}

function hostOf(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

/** The name in the header `Host`, without the port. */
function hostnameIn(header: string | undefined): string {
  return (header ?? '').toLowerCase().replace(/:\d*$/u, '').replace(/\.$/u, '');
}
