/** Text as HTML. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Who a message is from, and its content. */
export function messageHtml(content: string): string {
  return `<article><div class="avatar">R</div><div class="body"><b class="name">Readout</b> <small class="app">APP</small>${content}</div></article>`;
}

/** A closed list with its options behind it. */
export function selectHtml(placeholder: string, options: readonly string[], chosen = ''): string {
  const rows = [placeholder, ...options].map((text, i) => {
    const selected = text === chosen && i > 0 ? ' selected' : '';
    return `<option${selected}>${escaped(text)}</option>`;
  });
  return `<select>${rows.join('')}</select>`;
}

export function buttonHtml(label: string): string {
  return `<button type="button" dir="auto">${escaped(label)}</button>`;
}
