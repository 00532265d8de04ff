import type { types } from '@slack/bolt';
import type { SlackMessage } from '../../src/slack/render.ts';
import { buttonHtml, escaped, messageHtml, selectHtml } from './html.ts';

/** A message of ours (Block Kit) as Slack draws it, under the words of its notification. */
export function slackHtml({ text, blocks }: SlackMessage): string {
  return `<p class="notification">Notification: <bdi>${escaped(unescaped(text))}</bdi></p>${messageHtml(blocks.map(blockHtml).join(''))}`;
}

function blockHtml(block: types.KnownBlock): string {
  switch (block.type) {
    case 'header':
      return `<h4><span dir="auto">${escaped(unescaped(block.text.text))}</span></h4>`;
    case 'divider':
      return '<hr>';
    case 'section':
      return mrkdwnHtml(block.text?.text ?? '');
    case 'context': {
      const texts = block.elements.map((element) => ('text' in element ? mrkdwnHtml(element.text) : ''));
      return `<div class="context">${texts.join('')}</div>`;
    }
    case 'actions':
      return `<div class="row">${block.elements.map(controlHtml).join('')}</div>`;
  }
  throw new Error(`a block that the preview does not draw: ${block.type}`);
}

function controlHtml(element: types.ActionsBlockElement): string {
  if (element.type === 'button') return buttonHtml(unescaped(element.text.text));
  if (element.type !== 'static_select') throw new Error(`a control that the preview does not draw: ${element.type}`);
  const { placeholder, options = [], initial_option } = element;
  return selectHtml(
    unescaped(placeholder?.text ?? ''),
    options.map(({ text }) => unescaped(text.text)),
    unescaped(initial_option?.text.text ?? ''),
  );
}

/**
 * A text object. Slack puts it into a `<span dir="auto">`: its first letter orders the words of all its lines, while the
 * block round it, and so where lines begin, stays left-to-right. Only quotations are blocks of their own.
 */
export function mrkdwnHtml(text: string): string {
  const html = text
    .split('\n')
    .map((line) =>
      line.startsWith('> ') ? `<blockquote>${inlineHtml(line.slice(2))}</blockquote>` : `${inlineHtml(line)}<br>`,
    );
  return `<div class="text"><span dir="auto">${html.join('')}</span></div>`;
}

/** What may stand in a line: a link, bold, italic. Words of ours hold no signs of markup. */
const INLINE = /<(https?:[^|>]+)\|([^>]*)>|\*([^*]+)\*|_([^_]+)_/gu;

function inlineHtml(line: string): string {
  let html = '';
  let end = 0;
  for (const { 0: found, 1: url, 2: label, 3: bold, 4: italic, index } of line.matchAll(INLINE)) {
    html += escaped(unescaped(line.slice(end, index)));
    end = index + found.length;
    if (bold !== undefined) html += `<b>${escaped(unescaped(bold))}</b>`;
    else if (italic !== undefined) html += `<i>${escaped(unescaped(italic))}</i>`;
    else html += `<a href="${escaped(unescaped(url ?? ''))}">${escaped(unescaped(label ?? ''))}</a>`;
  }
  return html + escaped(unescaped(line.slice(end)));
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
