import type { types } from '@slack/bolt';
import type { Answered } from '../core/command.ts';
import {
  askMarkup,
  buttonMarkup,
  commandFor,
  linkMarkup,
  messageMarkup,
  onlyYouMarkup,
  type Scene,
  selectMarkup,
  type Weight,
} from '../core/drawing.ts';
import { type Markup, markup } from '../core/html.ts';
import { decode } from './controls.ts';
import { render, type SlackMessage } from './render.ts';

const STAGE = 'slack';

/** The messages that Slack gets for an answer, as its client draws them. */
export function drawAnswer({ document, topic, about, language }: Answered, scene: Scene): Markup {
  return draw(render(document, { topic, about, language }), scene);
}

/** Messages of ours (Block Kit) as Slack's client draws them, in HTML of our own, under the words of their notifications. */
export function draw(messages: readonly SlackMessage[], scene: Scene): Markup {
  const drawn = messages.map(({ text, blocks }) => {
    const notification = markup`<p class="chat-notification" dir="auto"><b>${scene.words.notification}</b> <bdi>${unescaped(text)}</bdi></p>`;
    return markup`${notification}${onlyYouMarkup(scene)}${messageMarkup(blocks.map((block) => blockMarkup(block, scene)))}`;
  });
  return markup`<div class="chat chat-slack" dir="ltr">${drawn}</div>`;
}

function blockMarkup(block: types.KnownBlock, scene: Scene): Markup {
  switch (block.type) {
    case 'header':
      return markup`<p class="chat-title"><span dir="auto">${unescaped(block.text.text)}</span></p>`;
    case 'divider':
      return markup`<hr class="chat-rule">`;
    case 'section':
      return textMarkup(block.text?.text ?? '');
    case 'context': {
      const texts = block.elements.map((element) => ('text' in element ? textMarkup(element.text) : markup``));
      return markup`<div class="chat-context">${texts}</div>`;
    }
    case 'actions':
      return markup`<div class="chat-row">${block.elements.map((element) => controlMarkup(element, scene))}</div>`;
  }
  throw new Error(`a block that is not drawn: ${block.type}`);
}

function controlMarkup(element: types.ActionsBlockElement, scene: Scene): Markup {
  if (element.type === 'button') return pressMarkup(element, scene);
  if (element.type !== 'static_select') throw new Error(`a control that is not drawn: ${element.type}`);
  const { action_id = '', placeholder, options = [], initial_option } = element;
  const choices = options.map((option) => {
    const wanted = decode({ action_id, selected_option: { value: option.value ?? '' } });
    return {
      label: unescaped(option.text.text),
      command: wanted?.want === 'read' ? commandFor(wanted, scene) : '',
      chosen: option === initial_option,
    };
  });
  return selectMarkup(unescaped(placeholder?.text ?? ''), choices, STAGE, scene);
}

/** A button, by what its id says that it does; one that does something to a schedule does nothing here. */
function pressMarkup({ action_id = '', value, text, style }: types.Button, scene: Scene): Markup {
  const label = unescaped(text.text);
  const weight: Weight = style === 'primary' ? 'main' : (style ?? 'plain');
  const wanted = decode({ action_id, value });
  if (wanted?.want === 'ask') return askMarkup(label, { ...wanted, about: '' }, weight, STAGE, scene);
  return buttonMarkup(label, wanted?.want === 'read' ? commandFor(wanted, scene) : null, weight, STAGE, scene);
}

/**
 * A text object. Slack puts it into a `<span dir="auto">`: its first letter orders the words of all its lines, while the
 * block round it, and so where lines begin, stays left-to-right. Only quotations are blocks of their own.
 */
export function textMarkup(text: string): Markup {
  const lines = text
    .split('\n')
    .map((line) =>
      line.startsWith('> ')
        ? markup`<span class="chat-quote">${inlineMarkup(line.slice(2))}</span>`
        : markup`${inlineMarkup(line)}<br>`,
    );
  return markup`<div class="chat-text"><span dir="auto">${lines}</span></div>`;
}

/** What may stand in a line: a link, bold, italic. Words of ours hold no signs of markup. */
const INLINE = /<(https?:[^|>]+)\|([^>]*)>|\*([^*]+)\*|_([^_]+)_/gu;

function inlineMarkup(line: string): Markup {
  const parts: Markup[] = [];
  let end = 0;
  for (const { 0: found, 1: url = '', 2: label = '', 3: bold, 4: italic, index } of line.matchAll(INLINE)) {
    parts.push(markup`${unescaped(line.slice(end, index))}`);
    end = index + found.length;
    if (bold !== undefined) parts.push(markup`<b>${unescaped(bold)}</b>`);
    else if (italic !== undefined) parts.push(markup`<i>${unescaped(italic)}</i>`);
    else parts.push(linkMarkup(unescaped(url), markup`${unescaped(label)}`));
  }
  return markup`${parts}${unescaped(line.slice(end))}`;
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
