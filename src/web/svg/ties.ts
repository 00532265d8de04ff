import { html } from 'hono/html';
import type { Tie, TieForm } from '../../view/ties.ts';
import { BADGE, BAR, type PlacedTie, TIP, type TiesPlan } from '../../view/ties-plan.ts';
import type { Html } from '../layout.ts';
import { drawLabel } from './labels.ts';
import { rounded } from './signs.ts';
import type { Drawing } from './timeline.ts';

/** `tell`: a tie in words. */
type TiesDrawing = Drawing & { tell: (tie: Tie) => string };

/** Who committed to whom, the actors one under another and bows between them; badges lie over all of the bows. */
export function drawTies(plan: TiesPlan, drawing: TiesDrawing): Html {
  const { width, height, actors, ties, more } = plan;
  const { title, description, direction } = drawing;
  const bars = actors.map(
    ({ x, y, half, name }) =>
      html`<rect class="dot" x="${rounded(x - BAR)}" y="${rounded(y - half)}" width="${2 * BAR}" height="${rounded(2 * half)}" rx="${BAR}"/>${drawLabel(name, 'name')}`,
  );
  return html`<div class="sheets">
<svg class="plot" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" direction="${direction}" role="group" aria-labelledby="ties-title ties-about">
<title id="ties-title">${title}</title><desc id="ties-about">${description}</desc>
${ties.map(drawBow)}${bars}${ties.map((placed) => drawBadge(placed, drawing))}${more === null ? '' : drawLabel(more, 'head')}</svg>
</div>`;
}

function drawBow({ tie, from, to, handle }: PlacedTie): Html {
  const [start, end] = [`${rounded(from.x)} ${rounded(from.y)}`, `${rounded(to.x)} ${rounded(to.y)}`];
  const curve = `M${start}C${rounded(handle)} ${rounded(from.y)} ${rounded(handle)} ${rounded(to.y)} ${end}`;
  const thick = Math.min(5, 1.5 + (tie.marks.length - 1) / 2);
  return html`<path class="bow ${tie.form}" stroke-width="${thick}" d="${curve}"/>
`;
}

function drawBadge({ tie, badge, points }: PlacedTie, { hrefOf, tell }: TiesDrawing): Html {
  const [first] = tie.marks;
  if (first === undefined) return html``;
  const [x, y] = [rounded(badge.x), rounded(badge.y)];
  return html`<a class="tie" href="${hrefOf(first)}"><title>${tell(tie)}</title><path class="badge ${tie.form}" transform="translate(${x} ${y})" d="${badgeOutline(points)}"/><text x="${x}" y="${rounded(badge.y + 4)}" text-anchor="middle" font-size="11">${tie.marks.length}</text></a>
`;
}

/** A disc, or a drop whose tip points along the bow. */
function badgeOutline(points: PlacedTie['points']): string {
  const r = BADGE;
  if (points === null) return `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
  const way = points === 'down' ? 1 : -1;
  const side = r * 0.87;
  return `M${-side} ${way * r * 0.5}A${r} ${r} 0 1 ${way === 1 ? 1 : 0} ${side} ${way * r * 0.5}L0 ${way * TIP}z`;
}

/** How a tie of this form is drawn, in a line of text. */
export function tieAlone(form: TieForm): Html {
  const points = form === 'together' ? null : 'down';
  return html`<svg class="key" viewBox="-14 -18 28 36" width="22" height="28" aria-hidden="true"><path class="bow ${form}" stroke-width="2" d="M0 -18V18"/><path class="badge ${form}" d="${badgeOutline(points)}"/></svg>`;
}
