/** Characters that would act on a terminal or hide in it: control, bidi and zero-width characters, lone surrogates. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu;

/** A hash in hexadecimal still fits. */
const LONGEST = 64;

/** A stretch of somebody else's text made safe for a one-line message: escaped where it would not show, and cut. */
export function printable(text: string, longest = LONGEST): string {
  const cut = text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text;
  return cut.replace(UNPRINTABLE, (found) => `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Where two texts part: both from shortly before the first character that differs. */
export function difference(expected: string, found: string): string {
  let same = 0;
  while (same < expected.length && expected[same] === found[same]) same += 1;
  const from = Math.max(0, same - 12);
  const lead = from > 0 ? '…' : '';
  return `expected "${lead}${printable(expected.slice(from))}", found "${lead}${printable(found.slice(from))}"`;
}
