import { html } from 'hono/html';
import { BADGE, DOT, type PlacedTie, TIP, type TiesPlan } from '../../view/ties-plan.ts';
import type { Tie, TieForm } from '../../view/ties.ts';
import type { Html } from '../layout.ts';
import { drawLabel } from './labels.ts';
import { rounded } from './signs.ts';
import type { Drawing } from './timeline.ts';

/** Who committed to whom, the actors one under another and bows between them. `tell`: a tie in words. */
export function drawTies(plan: TiesPlan, drawing: Drawing & { tell: (tie: Tie) => string }): Html {
  const { width, height, actors, ties, more } = plan;
  const { title, description, direction } = drawing;
  const dots = actors.map(
    ({ x, y, name }) =>
      html`<circle class="dot" cx="${rounded(x)}" cy="${rounded(y)}" r="${DOT}"/>${drawLabel(name, 'name')}`,
  );
  return html`<div class="sheets">
<svg class="plot" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" direction="${direction}" role="group" aria-labelledby="ties-title ties-about">
<title id="ties-title">${title}</title><desc id="ties-about">${description}</desc>
${ties.map((placed) => drawTie(placed, drawing))}${dots}${more === null ? '' : drawLabel(more, 'head')}</svg>
</div>`;
}

function drawTie({ tie, from, to, handle, badge, points }: PlacedTie, { hrefOf, tell }: Parameters<typeof drawTies>[1]) {
  const [first] = tie.marks;
  if (first === undefined) return '';
  const at = `${rounded(badge.x)} ${rounded(badge.y)}`;
  const bow = `M${rounded(from.x)} ${rounded(from.y)}C${rounded(handle)} ${rounded(from.y)} ${rounded(handle)} ${rounded(to.y)} ${rounded(to.x)} ${rounded(to.y)}`;
  const thick = Math.min(5, 1.5 + (tie.marks.length - 1) / 2);
  return html`<a class="tie ${tie.form}" href="${hrefOf(first)}"><title>${tell(tie)}</title><path class="bow" stroke-width="${thick}" d="${bow}"/><path class="badge" transform="translate(${at})" d="${badgeOutline(points)}"/><text x="${rounded(badge.x)}" y="${rounded(badge.y + 4)}" text-anchor="middle" font-size="11">${tie.marks.length}</text></a>
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
  return html`<svg class="key" viewBox="-14 -18 28 36" width="18" height="23" aria-hidden="true"><g class="tie ${form}"><path class="bow" stroke-width="2" d="M0 -18V18"/><path class="badge" d="${badgeOutline(points)}"/></g></svg>`;
}
