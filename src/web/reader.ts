import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import { INTERFACE_LANGUAGES, InterfaceLanguage } from '../core/topic.ts';

/** The reader's language: the one asked for in the address, else the first of the browser's that Readout speaks. */
export function languageOf(c: Context, fallback: InterfaceLanguage): InterfaceLanguage {
  const asked = InterfaceLanguage.safeParse(c.req.query('language'));
  return asked.success ? asked.data : acceptedBy(c, fallback);
}

function acceptedBy(c: Context, fallback: InterfaceLanguage): InterfaceLanguage {
  const found = accepts(c, {
    header: 'Accept-Language',
    supports: [...INTERFACE_LANGUAGES],
    default: fallback,
    // The helper's own match knows no "fr-CH"; it is French all the same.
    match: (wanted, { default: otherwise }) =>
      wanted
        .filter(({ q }) => q > 0)
        .toSorted((a, b) => b.q - a.q)
        .map(({ type }) => type.split('-', 1)[0]?.toLowerCase() ?? '')
        .find((language) => InterfaceLanguage.safeParse(language).success) ?? otherwise,
  });
  return InterfaceLanguage.parse(found);
}
