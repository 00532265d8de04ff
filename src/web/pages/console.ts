import { html, raw } from 'hono/html';
import type { Stage } from '../../core/drawing.ts';
import type { Library, Rehearsal, Rehearse } from '../../core/seams.ts';
import type { InterfaceLanguage } from '../../core/topic.ts';
import { fill } from '../../languages/interface.ts';
import { pageWordsOf } from '../../languages/page.ts';
import { clean, directionOf, isolate } from '../../view/direction.ts';
import { type Example, examplesOf } from '../../view/examples.ts';
import { joinNames } from '../../view/gloss.ts';
import type { Html, Page } from '../layout.ts';

/** What the address says: the command to try, and which platform is in front where there is no room for both. */
export type Tried = { command: string | undefined; on: string | undefined };

const PATH = '/console';
/** Longer ones are cut: no question of a chat is as long. */
const LONGEST = 500;
const COMMANDS = ['/briefing', '/briefings'];

/** Commands to try, and what Discord and Slack show of them. */
export async function consolePage(
  { command: given = '', on }: Tried,
  language: InterfaceLanguage,
  library: Library,
  rehearse: Rehearse,
): Promise<Page> {
  const words = pageWordsOf(language).console;
  const examples = await examplesFrom(library, language);
  const first = examples.find(({ shows }) => shows === 'point') ?? examples[0];
  const typed = given.toWellFormed().slice(0, LONGEST);
  const command = typed.trim() === '' ? (first?.command ?? '') : typed;
  const shown = await rehearse(command, { language, library, console: PATH });
  return {
    title: words.title,
    path: typed === '' ? PATH : `${PATH}?${new URLSearchParams({ command, ...(on === undefined ? {} : { on }) })}`,
    main: html`<div class="console">
<h1>${words.title}</h1>
<p>${words.intro}</p>
<form class="console-form" method="get" action="${PATH}">
<input type="hidden" name="language" value="${language}">
<label for="command">${words.command}</label>
<input id="command" name="command" value="${command}" dir="auto" maxlength="${LONGEST}" autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="go">
<button>${words.run}</button>
</form>
${exampleList(examples, language)}
${result(shown, command, on === 'slack' ? 'slack' : 'discord', language)}
</div>`,
  };
}

/** Of the first topic that can be read. */
async function examplesFrom(library: Library, language: InterfaceLanguage): Promise<Example[]> {
  for (const { id } of await library.topics()) {
    const edition = await library.open(id).catch(() => null);
    if (edition !== null) return examplesOf(id, edition, language);
  }
  return examplesOf('', null, language);
}

function exampleList(examples: readonly Example[], language: InterfaceLanguage): Html {
  const words = pageWordsOf(language).console;
  const items = examples.map(({ shows, command }) => {
    const address = `${PATH}?${new URLSearchParams({ command, language })}`;
    return html`<li><a href="${address}"><code dir="auto">${command}</code></a> <span>${words[shows]}</span></li>`;
  });
  return html`<section class="console-examples" aria-labelledby="examples"><h2 id="examples">${words.examples}</h2><ul>${items}</ul></section>`;
}

function result(shown: Rehearsal, command: string, on: Stage, language: InterfaceLanguage): Html {
  const words = pageWordsOf(language).console;
  if (shown.type !== 'answered') {
    const direction = directionOf(language);
    const name = isolate(
      clean(command)
        .split(' ', shown.type === 'managing' ? 2 : 1)
        .join(' '),
      direction,
    );
    const known = joinNames(
      COMMANDS.map((one) => isolate(one, direction)),
      language,
    );
    return html`<p class="console-note" role="status">${fill(words[shown.type], { command: name, known })}</p>`;
  }
  const tab = (stage: Stage, name: string) =>
    html`<label><input type="radio" name="stage" class="console-tab-${stage}"${stage === on ? raw(' checked') : ''}> ${name}</label>`;
  const stage = (of: Stage, name: string) =>
    html`<section class="console-stage console-${of}" aria-labelledby="${of}"><h2 id="${of}">${name}</h2>${raw(shown[of].html)}</section>`;
  return html`<div class="console-result"><fieldset class="console-tabs"><legend>${words.platform}</legend>${tab('discord', 'Discord')}${tab('slack', 'Slack')}</fieldset>
<div class="console-stages">${stage('discord', 'Discord')}${stage('slack', 'Slack')}</div></div>`;
}
