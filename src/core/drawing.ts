import { type Markup, markup } from './html.ts';
import type { InterfaceLanguage } from './topic.ts';

/*
 * What drawn messages of all platforms have in common. A drawing is HTML whose looks are in src/web/style.css; there is
 * no script in it and no style of its own.
 */

/** What stands round drawn messages, and where their controls lead. */
export type Scene = {
  /** The reader's language, in which the next command is given too. */
  language: InterfaceLanguage;
  /** The address that takes a control's command; null: the controls do nothing, as on a picture. */
  console: string | null;
  /** What sends a choice; what stands before a notification; that an answer is for its asker alone, where it is. */
  words: { choose: string; notification: string; onlyYou: string | null };
};

/** On which of the platforms a drawing is. */
export type Stage = 'discord' | 'slack';

/** What a control shows. */
export type Shows = { topic: string; about: string; language: InterfaceLanguage };

/** The command that shows the same; it names the language where that is not the reader's own. */
export function commandFor({ topic, about, language }: Shows, scene: Scene): string {
  const other = language === scene.language ? '' : `language:${language}`;
  return ['/briefing', topic, about.trim(), other].filter((part) => part !== '').join(' ');
}

/** Who a message is from, and its content. */
export function messageMarkup(content: readonly Markup[]): Markup {
  return markup`<div class="chat-message"><span class="chat-avatar" aria-hidden="true">R</span><div class="chat-body"><p class="chat-from"><b>Readout</b> <span class="chat-app">APP</span></p>${content}</div></div>`;
}

/** That nobody else sees an answer, where that is so. */
export function onlyYouMarkup({ words }: Scene): Markup {
  return words.onlyYou === null ? markup`` : markup`<p class="chat-only-you">${words.onlyYou}</p>`;
}

export type Weight = 'plain' | 'main' | 'danger';

/** A button that gives a command. */
export function buttonMarkup(
  label: string,
  command: string | null,
  weight: Weight,
  stage: Stage,
  scene: Scene,
): Markup {
  return linkedButton(label, command === null ? null : addressOf(command, stage, scene), weight);
}

/** A button that has a question be written behind the topic: it leads to where commands are typed. */
export function askMarkup(label: string, shows: Shows, weight: Weight, stage: Stage, scene: Scene): Markup {
  const address = addressOf(`/briefing ${shows.topic} `, stage, scene);
  return linkedButton(label, address === null ? null : `${address}#command`, weight);
}

function linkedButton(label: string, address: string | null, weight: Weight): Markup {
  const look = `chat-button chat-${weight}`;
  return address === null
    ? markup`<span class="${look}" dir="auto">${label}</span>`
    : markup`<a class="${look}" dir="auto" href="${address}">${label}</a>`;
}

/** One of the things to choose from. `command`: what choosing it asks. */
export type Option = { label: string; command: string; chosen?: boolean };

/** A list to choose from; what is chosen is sent with a button, as there is no script. */
export function selectMarkup(placeholder: string, options: readonly Option[], stage: Stage, scene: Scene): Markup {
  const list = options.map(({ label, command, chosen = false }) =>
    chosen
      ? markup`<option value="${command}" selected>${label}</option>`
      : markup`<option value="${command}">${label}</option>`,
  );
  const select = markup`<select class="chat-select" name="command" required aria-label="${placeholder}"><option value="">${placeholder}</option>${list}</select>`;
  if (scene.console === null) return markup`<span class="chat-choice">${select}</span>`;
  return markup`<form class="chat-choice" method="get" action="${scene.console}"><input type="hidden" name="language" value="${scene.language}"><input type="hidden" name="on" value="${stage}">${select}<button class="chat-button chat-plain">${scene.words.choose}</button></form>`;
}

/** A link out of a message; of an address that is not of the web only the words. */
export function linkMarkup(url: string, label: Markup): Markup {
  return /^https?:\/\//iu.test(url) ? markup`<a class="chat-link" href="${url}">${label}</a>` : label;
}

function addressOf(command: string, stage: Stage, { console, language }: Scene): string | null {
  return console === null ? null : `${console}?${new URLSearchParams({ command, language, on: stage })}`;
}
