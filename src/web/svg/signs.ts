import { html } from 'hono/html';
import type { Kind } from '../../core/briefing.ts';
import type { Html } from '../layout.ts';

/*
 * A sign a kind, told apart by shape as well as by colour. Closed outlines, so that a doubtful one can be hollow.
 */

/** A regular polygon round the origin, a corner at the given angle (degrees, clockwise from the right). */
function polygon(corners: number, radius: number, from: number): [number, number][] {
  return Array.from({ length: corners }, (_, i) => {
    const angle = ((from + (i * 360) / corners) * Math.PI) / 180;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

/** A plus sign, turned by so many degrees. */
function cross(radius: number, turn: number): [number, number][] {
  const arm = radius * 0.36;
  const quarter: [number, number][] = [
    [arm, -arm],
    [radius, -arm],
    [radius, arm],
  ];
  return [0, 90, 180, 270].flatMap((angle) => quarter.map((point) => rotated(point, angle + turn)));
}

function rotated([x, y]: [number, number], degrees: number): [number, number] {
  const angle = (degrees * Math.PI) / 180;
  return [x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)];
}

function star(radius: number): [number, number][] {
  const inner = polygon(5, radius * 0.48, -54);
  return polygon(5, radius, -90).flatMap((point, i) => [point, inner[i] ?? point]);
}

const CIRCLE = 'M-6.5 0a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0 -13 0z';

const OUTLINES: Record<Kind, string> = {
  pledged: CIRCLE,
  agreed: outline(polygon(4, 8.5, 45)),
  intends: outline(polygon(3, 8, -90)),
  ready: outline(polygon(4, 8, 0)),
  supports: outline(cross(7.5, 0)),
  'calls-for': outline(polygon(3, 8, 90)),
  proposes: outline(polygon(5, 7.5, -90)),
  affirms: outline(polygon(6, 7.5, 0)),
  rejects: outline(cross(8, 45)),
  says: outline(star(8)),
};

function outline(points: readonly [number, number][]): string {
  return `M${points.map(([x, y]) => `${rounded(x)} ${rounded(y)}`).join('L')}z`;
}

/** A length with one decimal, which is as fine as anybody sees. */
export function rounded(length: number): string {
  return String(Math.round(length * 10) / 10);
}

/** The sign of a kind round a place. `check`: hollow. */
export function sign(kind: Kind, at: { x: number; y: number }, check = false): Html {
  const classes = `sign kind-${kind}${check ? ' check' : ''}`;
  return html`<path class="${classes}" transform="translate(${rounded(at.x)} ${rounded(at.y)})" d="${OUTLINES[kind]}"/>`;
}

/** A sign by itself, in a line of text. */
export function signAlone(kind: Kind, check = false): Html {
  return html`<svg class="key" viewBox="-10 -10 20 20" width="18" height="18" aria-hidden="true">${sign(kind, { x: 0, y: 0 }, check)}</svg>`;
}
