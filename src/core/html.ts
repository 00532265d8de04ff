/** HTML in which whatever came from elsewhere was escaped where it was put in: safe to send as it is. */
export type Markup = { readonly html: string };

/** Text as HTML, also within the quotes of an attribute. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/**
 * A template of HTML: what is put in is text, and becomes no element and no attribute, unless it is such HTML itself.
 * Attributes stand in double quotes.
 */
export function markup(template: readonly string[], ...parts: (string | Markup | readonly Markup[])[]): Markup {
  const written = parts.map((part) => {
    if (typeof part === 'string') return escaped(part);
    return 'html' in part ? part.html : part.map(({ html }) => html).join('');
  });
  return { html: template.map((fixed, i) => fixed + (written[i] ?? '')).join('') };
}
