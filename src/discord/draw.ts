import { type APIStringSelectComponent, ButtonStyle, ComponentType } from 'discord.js';
import type { Answered } from '../core/command.ts';
import {
  askMarkup,
  buttonMarkup,
  commandFor,
  linkMarkup,
  messageMarkup,
  onlyYouMarkup,
  type Scene,
  type Shows,
  selectMarkup,
  type Weight,
} from '../core/drawing.ts';
import { type Markup, markup } from '../core/html.ts';
import { InterfaceLanguage } from '../core/topic.ts';
import { decode, type Going, languageForm } from './controls.ts';
import type { ControlRow, DiscordMessage } from './limits.ts';
import { ACCENTS, render } from './render.ts';

const STAGE = 'discord';

/** The messages that Discord gets for an answer, as its client draws them. */
export function drawAnswer({ document, topic, about, language }: Answered, scene: Scene): Markup {
  return draw(render(document, { topic, about, language }), scene);
}

/** Messages of ours (Components V2) as Discord's client draws them, in HTML of our own. */
export function draw(messages: readonly DiscordMessage[], scene: Scene): Markup {
  const drawn = messages.map(({ components }) => messageMarkup(components.map((one) => componentMarkup(one, scene))));
  return markup`<div class="chat chat-discord" dir="ltr">${drawn}${onlyYouMarkup(scene)}</div>`;
}

function componentMarkup(component: DiscordMessage['components'][number], scene: Scene): Markup {
  switch (component.type) {
    case ComponentType.Container: {
      const inner = component.components.map((part) => {
        if (part.type === ComponentType.TextDisplay) return textMarkup(part.content);
        return markup`<hr class="chat-rule">`;
      });
      return markup`<div class="chat-card chat-${toneOf(component.accent_color)}">${inner}</div>`;
    }
    case ComponentType.TextDisplay:
      return textMarkup(component.content);
    case ComponentType.ActionRow:
      return rowMarkup(component, scene);
  }
}

/** The bar beside a message has the colour of its tone. */
function toneOf(colour: number | null | undefined): string {
  const [tone] = Object.entries(ACCENTS).find(([, accent]) => accent === colour) ?? ['briefing'];
  return tone;
}

function rowMarkup({ components }: ControlRow, scene: Scene): Markup {
  const parts = components.map((one) => {
    if (one.type === ComponentType.StringSelect) return chooseMarkup(one, scene);
    return 'custom_id' in one && 'label' in one
      ? pressMarkup(one.custom_id, one.label ?? '', weightOf(one.style), scene)
      : markup``;
  });
  return markup`<div class="chat-row">${parts}</div>`;
}

function weightOf(style: ButtonStyle): Weight {
  if (style === ButtonStyle.Danger) return 'danger';
  return style === ButtonStyle.Primary ? 'main' : 'plain';
}

/** A button, by what its id says that it does; one that does something to a schedule does nothing here. */
function pressMarkup(id: string, label: string, weight: Weight, scene: Scene): Markup {
  const going = decode(id);
  if (going === null) return buttonMarkup(label, null, weight, STAGE, scene);
  if (going.kind === 'ask') return askMarkup(label, going, weight, STAGE, scene);
  if (going.kind !== 'language') return buttonMarkup(label, commandFor(going, scene), weight, STAGE, scene);
  const form = languageForm(going)?.components ?? [];
  // The form comes as a message of its own there; here it opens under the button.
  const inner = form.map((one) => componentMarkup(one, scene));
  return markup`<details class="chat-form"><summary class="chat-button chat-${weight}" dir="auto">${label}</summary>${inner}</details>`;
}

function chooseMarkup({ custom_id, placeholder = '', options }: APIStringSelectComponent, scene: Scene): Markup {
  const going = decode(custom_id);
  const choices = options.map(({ label, value, default: chosen = false }) => ({
    label,
    command: going === null ? '' : commandFor(chosenOf(going, value), scene),
    chosen,
  }));
  return selectMarkup(placeholder, choices, STAGE, scene);
}

/** What a choice shows: the same in another language, or something else of the topic. */
function chosenOf(going: Going, value: string): Shows {
  const language = going.kind === 'language' ? InterfaceLanguage.safeParse(value).data : undefined;
  return language === undefined ? { ...going, about: value } : { ...going, language };
}

const BLOCKS = [
  { opens: /^### /, look: 'heading' },
  { opens: /^## /, look: 'title' },
  { opens: /^-# /, look: 'small' },
  { opens: /^> /, look: 'quote' },
  { opens: /^- /, look: 'item' },
] as const;

/** A text display: blocks line by line, each of which finds its own direction. */
export function textMarkup(content: string): Markup {
  const lines = content.split('\n').map((line) => {
    const block = BLOCKS.find(({ opens }) => opens.test(line));
    const text = block ? line.replace(block.opens, '') : line;
    return markup`<p class="chat-${block?.look ?? 'line'}" dir="auto">${inlineMarkup(text)}</p>`;
  });
  return markup`<div class="chat-text">${lines}</div>`;
}

/** What may stand in a line: an escape, bold, italic, a link without a preview. */
const INLINE =
  /\\([!-/:-@[-`{-~])|\*\*((?:\\.|[^*\\])+)\*\*|\*((?:\\.|[^*\\])+)\*|\[((?:\\.|[^\]\\])+)\]\(<([^>]+)>\)/gu;

function inlineMarkup(line: string): Markup {
  const parts: Markup[] = [];
  let end = 0;
  for (const { 0: found, 1: sign, 2: bold, 3: italic, 4: label, 5: url = '', index } of line.matchAll(INLINE)) {
    parts.push(markup`${line.slice(end, index)}`);
    end = index + found.length;
    if (sign !== undefined) parts.push(markup`${sign}`);
    else if (bold !== undefined) parts.push(markup`<b>${inlineMarkup(bold)}</b>`);
    else if (italic !== undefined) parts.push(markup`<i>${inlineMarkup(italic)}</i>`);
    else parts.push(linkMarkup(url, inlineMarkup(label ?? '')));
  }
  return markup`${parts}${line.slice(end)}`;
}
