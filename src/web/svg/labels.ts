import { html } from 'hono/html';
import { baselineOf, type Label } from '../../view/fit.ts';
import type { Html } from '../layout.ts';
import { rounded } from './signs.ts';

/** Lines of text in a drawing; what was cut is told in full to who points at it. */
export function drawLabel(label: Label, of: string): Html {
  const { x, anchor, size, lines, whole } = label;
  const drawn = lines.map(
    (line, i) =>
      html`<text class="${of}" x="${rounded(x)}" y="${rounded(baselineOf(label, i))}" text-anchor="${anchor}" font-size="${size}">${line}</text>`,
  );
  return whole === null ? html`${drawn}` : html`<g><title>${whole}</title>${drawn}</g>`;
}
