import { ComponentType } from 'discord.js';
import type { ControlRow, DiscordMessage } from '../../src/discord/limits.ts';
import { buttonHtml, escaped, messageHtml, selectHtml } from './html.ts';

/** A message of ours (Components V2) as Discord draws it. */
export function discordHtml({ components }: DiscordMessage): string {
  const parts = components.map((one) => {
    switch (one.type) {
      case ComponentType.Container: {
        const colour = `#${(one.accent_color ?? 0).toString(16).padStart(6, '0')}`;
        const inner = one.components.map((part) =>
          part.type === ComponentType.TextDisplay ? textHtml(part.content) : '<hr>',
        );
        return `<div class="container" style="border-left-color: ${colour}">${inner.join('')}</div>`;
      }
      case ComponentType.TextDisplay:
        return textHtml(one.content);
      case ComponentType.ActionRow:
        return rowHtml(one);
    }
    throw new Error('a component that the preview does not draw');
  });
  return messageHtml(parts.join(''));
}

function rowHtml({ components }: ControlRow): string {
  const parts = components.map((one) => {
    if (one.type === ComponentType.StringSelect) {
      return selectHtml(
        one.placeholder ?? '',
        one.options.map(({ label }) => label),
      );
    }
    return 'label' in one ? buttonHtml(one.label ?? '') : '';
  });
  return `<div class="row">${parts.join('')}</div>`;
}

const BLOCKS = [
  { opens: /^### /, tag: 'h5' },
  { opens: /^## /, tag: 'h4' },
  { opens: /^-# /, tag: 'small' },
  { opens: /^> /, tag: 'blockquote' },
  { opens: /^- /, tag: 'li' },
] as const;

/** A text display: blocks line by line, each of which finds its own direction. */
export function textHtml(content: string): string {
  const lines = content.split('\n').map((line) => {
    const block = BLOCKS.find(({ opens }) => opens.test(line));
    const tag = block?.tag ?? 'p';
    return `<${tag} dir="auto">${inlineHtml(block ? line.replace(block.opens, '') : line) || '<br>'}</${tag}>`;
  });
  return `<div class="text">${lines.join('')}</div>`;
}

/** What may stand in a line: an escape, bold, italic, a link without a preview. */
const INLINE =
  /\\([!-/:-@[-`{-~])|\*\*((?:\\.|[^*\\])+)\*\*|\*((?:\\.|[^*\\])+)\*|\[((?:\\.|[^\]\\])+)\]\(<([^>]+)>\)/gu;

function inlineHtml(line: string): string {
  let html = '';
  let end = 0;
  for (const { 0: found, 1: sign, 2: bold, 3: italic, 4: label, 5: url, index } of line.matchAll(INLINE)) {
    html += escaped(line.slice(end, index));
    end = index + found.length;
    if (sign !== undefined) html += escaped(sign);
    else if (bold !== undefined) html += `<b>${inlineHtml(bold)}</b>`;
    else if (italic !== undefined) html += `<i>${inlineHtml(italic)}</i>`;
    else html += `<a href="${escaped(url ?? '')}">${inlineHtml(label ?? '')}</a>`;
  }
  return html + escaped(line.slice(end));
}
