import { html } from 'hono/html';
import type { Block, Document, DocumentSection, PointBlock, Wording } from '../core/document.ts';
import { sayMarksOnce } from '../core/marks.ts';
import type { Html } from './layout.ts';

/** A document's body as plain markup for who has no stylesheet of ours, a feed reader; its title stands elsewhere. */
export function cardMarkup(shown: Document): Html {
  const { document, headings } = sayMarksOnce(shown);
  const [, ...originals] = document.title;
  const sections = document.sections.map((section) => sectionMarkup(section, headings.get(section.id) ?? null));
  const links = document.links.map(({ label, url }) => html`<p><a href="${url}">${label}</a></p>`);
  const footer = document.footer.length === 0 ? '' : html`<p><small>${document.footer.join(' · ')}</small></p>`;
  return html`<div lang="${document.language}" dir="${document.direction}">${originals.map(quote)}${sections}${links}${footer}</div>`;
}

function sectionMarkup({ heading, blocks }: DocumentSection, mark: string | null): Html {
  const head = heading === null ? '' : html`<h2>${heading}${mark === null ? '' : html` <em>(${mark})</em>`}</h2>`;
  const notes = blocks.flatMap((block) => (block.type === 'note' ? [html`<p>${block.text}</p>`] : []));
  const items = blocks.flatMap((block) => (block.type === 'note' ? [] : [html`<li>${blockMarkup(block)}</li>`]));
  return html`${head}${items.length > 0 ? html`<ul>${items}</ul>` : ''}${notes}`;
}

function blockMarkup(block: Exclude<Block, { type: 'note' }>): Html {
  switch (block.type) {
    case 'line': {
      const label = block.label === null ? '' : html`<strong>${block.label}</strong> — `;
      return html`${label}${block.mention?.id ?? ''}${worded(block.wordings)}`;
    }
    case 'who':
      return html`<strong>${block.name}</strong>${block.detail === null ? '' : html` — ${block.detail}`}${block.wordings.map(quote)}`;
    case 'point':
      return pointMarkup(block);
  }
}

function pointMarkup({ number, who, kind, details, check, wordings, link }: PointBlock): Html {
  const facts = [kind, ...details].map((fact) => html` · ${fact}`);
  const doubt = check === null ? '' : html` · <strong>? ${check}</strong>`;
  const source = link === null ? '' : html` · <a href="${link.url}">${link.label}</a>`;
  const name = who === null ? '' : html` · <strong>${who}</strong>`;
  return html`<strong>${number}</strong>${name}${facts}${doubt}${source}<br>${worded(wordings)}`;
}

/** The first wording in the line, what it words below it. */
function worded(wordings: readonly Wording[]): Html {
  const [first, ...others] = wordings;
  return html`${first === undefined ? '' : inline(first)}${others.map(quote)}`;
}

function inline({ text, language, direction, mark }: Wording): Html {
  return html`<span lang="${language}" dir="${direction}">${text}</span>${mark === null ? '' : html` <em>(${mark})</em>`}`;
}

function quote(wording: Wording): Html {
  return html`<blockquote lang="${wording.language}" dir="${wording.direction}">${inline(wording)}</blockquote>`;
}
