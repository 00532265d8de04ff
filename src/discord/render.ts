import { ComponentType, MessageFlags, SeparatorSpacingSize } from 'discord.js';
import type {
  Block,
  Control,
  Direction,
  Document,
  DocumentSection,
  LineBlock,
  PointBlock,
  Wording,
} from '../core/document.ts';
import { sharedMark, unmarked } from '../core/marks.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import { carried, componentsOf, controlRows, rowsWeight } from './controls.ts';
import { type ControlRow, type DiscordMessage, LIMITS, weightOf } from './limits.ts';
import { bold, cut, directed, inert, italic, masked, mentioned } from './text.ts';

/**
 * What is shown. `topic`: the one that the controls go on with; without it there are none but those of schedules.
 * `about`: what of the topic this is, which the form for the language shows again; the card where absent. `role`: the id
 * of one to mention, in the first line.
 */
export type Context = { topic: string | null; language: InterfaceLanguage; about?: string; role?: string | null };

/** By tone: 24-bit colours of the bar beside the message. */
export const ACCENTS = { briefing: 0x2f_6f_9f, notice: 0xd9_9a_1c, error: 0xc7_39_3f } as const;

/** A part that stays together. `write` makes its text with each of its words cut to so many UTF-16 units at most. */
type Piece = { section: string; heading: string; again: string; gap: string; write: (most: number) => string };
/** What goes into one text display. */
type Group = { section: string; text: string };
/** What a message's texts may take. */
type Room = { text: number; weight: number; components: number };

const WHOLE_MESSAGE: Room = { text: LIMITS.text, weight: LIMITS.weight, components: LIMITS.components };

/**
 * A document as one message or more, in order; the controls are on the last. A document goes on in another message
 * between its parts. A part that alone outgrows a message has its longest words cut; nothing else is cut.
 */
export function render(document: Document, { topic, language, about = '', role = null }: Context): DiscordMessage[] {
  const standing = { topic, language, about };
  const controls = carried(document.controls, standing);
  const rows = controlRows(controls, standing);
  const pages = paged([...mentionOf(role), ...piecesOf(document, controls)], rows);
  const messages = pages.map((groups, i) => messageOf(groups, i === pages.length - 1 ? rows : [], document));
  if (role !== null && messages[0]) messages[0].allowed_mentions = { parse: [], roles: [role] };
  return messages;
}

// ---------------------------------------------------------------- messages

function messageOf(groups: Group[], rows: ControlRow[], { tone }: Document): DiscordMessage {
  const texts = groups.map(({ text }) => ({ type: ComponentType.TextDisplay, content: text }) as const);
  const separator = { type: ComponentType.Separator, divider: true, spacing: SeparatorSpacingSize.Small } as const;
  const components = texts.flatMap((text, i) => (i === 0 ? [text] : [separator, text]));
  const container = { type: ComponentType.Container, accent_color: ACCENTS[tone], components } as const;
  return {
    flags: MessageFlags.IsComponentsV2,
    components: [...(components.length > 0 ? [container] : []), ...rows],
    allowed_mentions: { parse: [] },
  };
}

/** Pieces on pages, the last of which has room for the controls: at worst they stand there alone. */
function paged(pieces: Piece[], rows: ControlRow[]): Group[][] {
  const pages = pack(pieces, WHOLE_MESSAGE);
  const beside: Room = {
    text: LIMITS.text,
    weight: LIMITS.weight - rowsWeight(rows),
    components: LIMITS.components - componentsOf(rows),
  };
  const last = pages.at(-1);
  if (rows.length === 0 || (last && fits(last.groups, beside))) return pages.map(({ groups }) => groups);
  const { pieces: crowd } = last ?? { pieces: [] };
  const before = pages.slice(0, -1);
  // As many of the last pieces as fit beside the controls move on with them.
  for (let i = 1; i < crowd.length; i += 1) {
    const [moved, ...more] = pack(crowd.slice(i), beside, crowd[i - 1]);
    if (!moved || more.length > 0 || !fits(moved.groups, beside)) continue;
    const left = pack(crowd.slice(0, i), WHOLE_MESSAGE, before.at(-1)?.pieces.at(-1));
    return [...before, ...left, moved].map(({ groups }) => groups);
  }
  return [...pages.map(({ groups }) => groups), []];
}

type Page = { pieces: Piece[]; groups: Group[] };

/** As many pieces on each page as fit, behind the one that stands on the page before. */
function pack(pieces: readonly Piece[], room: Room, before?: Piece): Page[] {
  const pages: Page[] = [];
  for (const [i, piece] of pieces.entries()) {
    const page = pages.at(-1);
    const begun = (i === 0 ? before : pieces[i - 1])?.section === piece.section;
    const joined = page && added(page.groups, piece, piece.write(Number.POSITIVE_INFINITY));
    if (page && joined && fits(joined, room)) {
      page.pieces.push(piece);
      page.groups = joined;
    } else {
      pages.push({ pieces: [piece], groups: alone(begun ? { ...piece, heading: piece.again } : piece) });
    }
  }
  return pages;
}

function added(groups: readonly Group[], piece: Piece, text: string): Group[] {
  const last = groups.at(-1);
  if (last?.section !== piece.section) return [...groups, { section: piece.section, text: headed(piece, text) }];
  return [...groups.slice(0, -1), { ...last, text: last.text + piece.gap + text }];
}

/** A piece at the top of a page, with its words cut where it outgrows a message. */
function alone(piece: Piece): Group[] {
  const cutTo = (most: number) => [{ section: piece.section, text: headed(piece, piece.write(most)) }];
  const whole = cutTo(Number.POSITIVE_INFINITY);
  if (fits(whole, WHOLE_MESSAGE)) return whole;
  let least = 0;
  let most: number = LIMITS.text;
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(cutTo(middle), WHOLE_MESSAGE)) least = middle;
    else most = middle - 1;
  }
  return cutTo(least);
}

function headed({ heading }: Piece, text: string): string {
  return heading === '' ? text : `${heading}\n${text}`;
}

function fits(groups: readonly Group[], room: Room): boolean {
  const texts = groups.map(({ text }) => text);
  // The container, the texts, and a line between each two.
  const components = texts.length === 0 ? 0 : 2 * texts.length;
  return (
    texts.reduce((total, text) => total + text.length, 0) <= room.text &&
    weightOf(texts) <= room.weight &&
    components <= room.components
  );
}

// ---------------------------------------------------------------- pieces

function plain(section: string, write: Piece['write']): Piece {
  return { section, heading: '', again: '', gap: '\n', write };
}

function mentionOf(role: string | null): Piece[] {
  return role === null ? [] : [plain('title', () => `<@&${role}>`)];
}

function piecesOf(document: Document, controls: readonly Control[]): Piece[] {
  const sections = unfolded(document.sections, controls);
  const pieces = [
    plain('title', (most) => titleText(document, most)),
    ...sections.flatMap((section, i) => sectionPieces(section, i, document)),
    ...document.links.map((link) => plain('end', () => small(masked(link), document))),
    plain('end', (most) => footerText(document, most)),
  ];
  const some = pieces.filter(({ write }) => write(Number.POSITIVE_INFINITY) !== '');
  return some.length > 0 ? some : [plain('nothing', () => '…')];
}

/** The sections to show: without those behind a button, unless nothing but them has points. */
function unfolded(sections: readonly DocumentSection[], controls: readonly Control[]): DocumentSection[] {
  const behind = ({ folded, id }: DocumentSection) =>
    folded && controls.some((control) => control.type === 'button' && control.id === id);
  const open = sections.filter((section) => !behind(section));
  const pointed = ({ blocks }: DocumentSection) => blocks.some(({ type }) => type === 'point');
  return open.some(pointed) || !sections.some(pointed) ? open : [...sections];
}

function sectionPieces(section: DocumentSection, index: number, document: Document): Piece[] {
  const { id, heading, blocks } = section;
  const mark = sharedMark(section, document.title[0]?.mark ?? null);
  const name = heading === null ? '' : inert(heading).trim();
  const head = (text: string) => (text === '' ? '' : `### ${directed(text, document.direction, document.direction)}`);
  const said = smallText(mark, document);
  return blocks.map((block, i) => ({
    // The notes are small print, as is the end.
    section: id === 'notes' ? 'end' : `section ${index}`,
    heading: i > 0 || name === '' ? '' : lines([head(name), said]),
    again: lines([head(name && `${name} …`), said]),
    gap: block.type === 'point' ? '\n\n' : '\n',
    write: (most) => blockText(mark === null ? block : unmarked(block), id, document, most),
  }));
}

// ---------------------------------------------------------------- the words of a piece

function titleText(document: Document, most: number): string {
  const [first, ...others] = document.title;
  if (first === undefined) return '';
  const head = directed(inert(cut(first.text, most)), first.direction, document.direction);
  // A mark in the title's own size would be the loudest word of the card.
  return lines([
    head && `## ${head}`,
    smallText(first.mark, document),
    ...others.map((wording) => wordingLine(wording, document, most)),
  ]);
}

function blockText(block: Block, section: string, document: Document, most: number): string {
  const page = document.direction;
  switch (block.type) {
    case 'line':
      return labelledText(block, document, most);
    case 'who': {
      const name = [bold(cut(block.name, most)), inert(cut(block.detail ?? '', most))].filter((part) => part !== '');
      const head = name.length > 0 ? listed(name.join(' — '), page) : '';
      return lines([head, ...block.wordings.map((wording) => wordingLine(wording, document, most))]);
    }
    case 'point':
      return lines([
        directed(pointHead(block, most), page, page),
        ...block.wordings.map((wording) => wordingLine(wording, document, most)),
      ]);
    case 'note': {
      const text = cut(block.text, most);
      return section === 'notes' ? smallText(text, document) : directed(inert(text), page, page);
    }
  }
}

/** One of a list. Discord sets a list's own bullet on the left, whichever way its words run. */
function listed(text: string, page: Direction): string {
  return page === 'ltr' ? `- ${text}` : directed(`• ${text}`, page, page);
}

function smallText(text: string | null, document: Document): string {
  return small(inert(text ?? '').trim(), document);
}

/** Finished markup in small print. */
function small(markup: string, { direction }: Document): string {
  return markup === '' ? '' : `-# ${directed(markup, direction, direction)}`;
}

/** A label with the first of its words beside it, where these are the reader's. */
function labelledText({ label, mention, wordings }: LineBlock, document: Document, most: number): string {
  const page = document.direction;
  const [first, ...others] = wordings;
  const beside = first !== undefined && !isQuote(first, document) ? worded(first, most) : '';
  const parts = [label === null ? '' : bold(cut(label, most)), mention ? mentioned(mention) : '', beside];
  const head = directed(parts.filter((part) => part !== '').join(' — '), page, page);
  const below = beside === '' ? wordings : others;
  return lines([head, ...below.map((wording) => wordingLine(wording, document, most))]);
}

function pointHead({ number, who, kind, details, check, link }: PointBlock, most: number): string {
  const parts = [
    bold(String(number)),
    bold(cut(who ?? '', most)),
    inert(kind),
    ...details.map((detail) => inert(cut(detail, most))),
    check === null ? '' : `⚠️\u00A0${bold(check)}`,
    link === null ? '' : masked(link),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** Words on a line of their own: the article's in another language as a quotation. */
function wordingLine(wording: Wording, document: Document, most: number): string {
  const text = directed(worded(wording, most), wording.direction, document.direction);
  return text !== '' && isQuote(wording, document) ? `> ${text}` : text;
}

function isQuote({ made, language, direction }: Wording, document: Document): boolean {
  return direction !== document.direction || (made === 'article' && language !== document.language);
}

function worded({ text, mark }: Wording, most: number): string {
  return [inert(cut(text, most)), mark === null ? '' : italic(`(${mark})`)].filter((part) => part !== '').join(' ');
}

function footerText(document: Document, most: number): string {
  return small(document.footer.map((part) => inert(cut(part, most))).join(' · '), document);
}

function lines(all: readonly string[]): string {
  return all.filter((line) => line !== '').join('\n');
}
