import { html } from 'hono/html';
import type { Direction } from '../../core/document.ts';
import type { Mark } from '../../view/commitments.ts';
import { NUMBER_SIZE, type PlacedMark, type TimelinePlan } from '../../view/timeline-plan.ts';
import type { Html } from '../layout.ts';
import { drawLabel } from './labels.ts';
import { rounded, sign } from './signs.ts';

/** What a drawing is called, and where its marks lead. */
export type Drawing = { title: string; description: string; direction: Direction; hrefOf: (mark: Mark) => string };

/** A timeline on two sheets: the names, which stay, and the marks, which scroll. */
export function drawTimeline({ names, plot, height }: TimelinePlan, drawing: Drawing): Html {
  const { title, description, direction, hrefOf } = drawing;
  const stripes = (width: number) =>
    plot.bands.map(
      ({ top, bottom }, i) =>
        html`<rect class="${i % 2 === 0 ? 'stripe' : 'stripe other'}" x="0" y="${rounded(top)}" width="${width}" height="${rounded(bottom - top)}"/>`,
    );
  const columns = plot.columns.map(({ x, top, bottom, head, kind, signAt }) => {
    const line = html`<path class="grid" d="M${rounded(x)} ${rounded(top)}V${rounded(bottom)}"/>`;
    const key = kind === null ? '' : sign(kind, { x, y: signAt });
    return html`${line}${key}${drawLabel(head, 'head')}`;
  });
  return html`<div class="sheets">
<svg class="names" width="${names.width}" height="${height}" viewBox="0 0 ${names.width} ${height}" direction="${direction}" aria-hidden="true">${stripes(names.width)}${names.labels.map((label) => drawLabel(label, 'name'))}</svg>
<svg class="plot" width="${plot.width}" height="${height}" viewBox="0 0 ${plot.width} ${height}" direction="${direction}" role="group" aria-labelledby="timeline-title timeline-about">
<title id="timeline-title">${title}</title><desc id="timeline-about">${description}</desc>
${stripes(plot.width)}${columns}${plot.marks.map((placed) => drawMark(placed, hrefOf))}</svg>
</div>`;
}

function drawMark({ mark, x, y, number }: PlacedMark, hrefOf: Drawing['hrefOf']): Html {
  return html`<a class="spot" href="${hrefOf(mark)}"><title>${mark.label}</title>${sign(mark.kind, { x, y }, mark.check)}<text x="${rounded(number.x)}" y="${rounded(number.y)}" font-size="${NUMBER_SIZE}">${mark.number}</text></a>
`;
}
