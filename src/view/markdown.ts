import type { Block, Document, DocumentSection, PointBlock, Wording } from '../core/document.ts';
import { sayMarksOnce } from '../core/marks.ts';

/** A document as Markdown. Nothing in the article's words becomes markup, a link or a mention. */
export function renderMarkdown(shown: Document): string {
  const { document, headings } = sayMarksOnce(shown);
  const title = document.title.map((wording, i) => (i === 0 ? `# ${worded(wording)}` : quote(wording, '')));
  const sections = document.sections.map((section) => sectionText(section, headings.get(section.id) ?? null));
  const links = document.links.map(({ label, url }) => `${plain(label)}: <${address(url)}>`);
  const footer = document.footer.length > 0 ? ['---', document.footer.map(plain).join(' · ')] : [];
  return `${[...title, ...sections, ...links, ...footer].filter((part) => part !== '').join('\n\n')}\n`;
}

function sectionText({ heading, blocks }: DocumentSection, mark: string | null): string {
  const tail = mark === null ? '' : ` *(${plain(mark)})*`;
  const head = heading === null ? [] : [`## ${plain(heading)}${tail}`];
  // Notes are paragraphs; the rest are items of one list.
  const items = blocks.map((block) => ({ text: blockText(block), separator: block.type === 'note' ? '\n\n' : '\n' }));
  const body = items.map(({ text, separator }, i) => (i === 0 ? text : separator + text)).join('');
  return [...head, body].filter((part) => part !== '').join('\n\n');
}

function blockText(block: Block): string {
  switch (block.type) {
    case 'line':
      return item(
        [block.label === null ? [] : `**${plain(block.label)}** — `, block.mention ? `${plain(block.mention.id)} ` : []]
          .flat()
          .join(''),
        block.wordings,
        '- ',
      );
    case 'who': {
      const detail = block.detail === null ? '' : ` — ${plain(block.detail)}`;
      return [`- **${plain(block.name)}**${detail}`, ...block.wordings.map((wording) => quote(wording, '  '))].join(
        '\n',
      );
    }
    case 'point':
      return pointText(block);
    case 'note':
      return plain(block.text);
  }
}

function pointText({ number, who, kind, details, check, wordings, link }: PointBlock): string {
  const head = [who === null ? null : `**${plain(who)}**`, plain(kind), ...details.map(plain)];
  const doubt = check === null ? null : `**? ${plain(check)}**`;
  const to = link === null ? null : `[${plain(link.label)}](<${address(link.url)}>)`;
  const parts = [...head, doubt, to].filter((part) => part !== null).join(' · ');
  // The number is the point's own: as a list's it would be counted anew.
  return item(`**${number}** · ${parts}`, wordings, '- ', true);
}

/** A list item: what leads it, then the first wording beside or below it, the others as quotations. */
function item(lead: string, wordings: readonly Wording[], bullet: string, below = false): string {
  const [first, ...others] = wordings;
  const opening = first === undefined ? '' : worded(first);
  const start = below && opening !== '' ? `${bullet}${lead}  \n  ${opening}` : bullet + lead + opening;
  return [start, ...others.map((wording) => quote(wording, '  '))].join('\n');
}

function quote(wording: Wording, indent: string): string {
  return `${indent}> ${worded(wording)}`;
}

function worded({ text, mark }: Wording): string {
  return mark === null ? plain(text) : `${plain(text)} *(${plain(mark)})*`;
}

/**
 * Text in which nothing is markup: marks that mean something anywhere, those that mean something at the start of a
 * line, and what an extension would turn into a link.
 */
export function plain(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_{}[\]<>#|~&@]/g, '\\$&')
    .replace(/^\s*[-+=:]/, '\\$&')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')
    .replace(/:(?=\/\/)/g, '&#58;')
    .replace(/\bwww\./gi, (found) => `${found.slice(0, 3)}&#46;`);
}

/** An address as a link's target holds it: `[words](<address>)`. */
export function address(url: string): string {
  return url.replace(/[<>\s]/g, encodeURIComponent);
}
