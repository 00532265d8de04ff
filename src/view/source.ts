/** Longer quotes are named by their beginning and their end: browsers find them, and addresses stay short. */
const WHOLE = 80;
const WORDS = 4;

/**
 * The address of an article, with a text fragment that makes a browser open it at the very words of a quote.
 * Null where the article has no address, or one that is not of the web.
 */
export function linkTo(url: string | null, quote: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const address = new URL(url);
  if (address.protocol !== 'https:' && address.protocol !== 'http:') return null;
  if (quote === null) return address.href;
  const directive = quote.length <= WHOLE ? encode(quote) : ends(quote);
  return `${address.href}${address.hash === '' ? '#' : ''}:~:text=${directive}`;
}

function ends(quote: string): string {
  const words = quote.trim().split(/\s+/u);
  // Without spaces, in Chinese, the characters are what there is to count.
  const [from, to] =
    words.length > 2 * WORDS
      ? [words.slice(0, WORDS).join(' '), words.slice(-WORDS).join(' ')]
      : [quote.slice(0, 12), quote.slice(-12)];
  return `${encode(from.toWellFormed())},${encode(to.toWellFormed())}`;
}

/** A dash parts the pieces of a text directive and is not encoded by itself. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('-', '%2D');
}
