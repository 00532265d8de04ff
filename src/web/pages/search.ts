import { html } from 'hono/html';
import type { PointBlock } from '../../core/document.ts';
import type { Edition, Library } from '../../core/seams.ts';
import type { InterfaceLanguage } from '../../core/topic.ts';
import { fill, interfaceOf } from '../../languages/interface.ts';
import { pageWordsOf } from '../../languages/page.ts';
import { editionPath, inLanguage, searchPath, topicPath } from '../../view/addresses.ts';
import { clean, directionOf, isolate } from '../../view/direction.ts';
import { answeringLines, evidenceView, type ProvedAny } from '../../view/evidence.ts';
import { extrasOf, lookFor } from '../../view/search.ts';
import type { Html, Page } from '../layout.ts';
import { said } from './wording.ts';

/** What a topic's newest edition holds of what was searched for. */
type Hits = { id: string; edition: Edition; lines: ProvedAny[] };

/** So much of each topic is shown; its page has the rest. */
const MOST_OF_ONE = 12;
/** More than this is no search. */
const LONGEST = 200;

/** Looks for words in all topics; what is found leads to its line beside the article. */
export async function searchPage(asked: string, library: Library, language: InterfaceLanguage): Promise<Page> {
  const words = clean(asked.slice(0, LONGEST));
  const { shell } = pageWordsOf(language);
  const hits = words === '' ? [] : await hitsOf(words, library, language);
  return {
    title: words === '' ? shell.search : `${shell.search}: ${words}`,
    path: searchPath(words),
    words,
    main: html`<div class="results"><h1>${words === '' ? shell.search_label : html`<bdi>${words}</bdi>`}</h1>
${hits.map((one) => found(one, language))}${words !== '' && hits.length === 0 ? nothing(words, language) : ''}</div>`,
  };
}

async function hitsOf(words: string, library: Library, language: InterfaceLanguage): Promise<Hits[]> {
  const topics = await library.topics();
  const asked = await Promise.allSettled(
    topics.map(async ({ id }): Promise<Hits> => {
      const edition = await library.open(id);
      const extras = extrasOf(edition.topic, await edition.translation(language));
      const answer = lookFor(words, edition.briefing, language, extras);
      if (answer.type === 'not-said') return { id, edition, lines: [] };
      const view = evidenceView({ briefing: edition.briefing, language, ...extras, quotes: true });
      return { id, edition, lines: answeringLines(answer, edition.briefing, view) };
    }),
  );
  return asked
    .flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    .filter(({ lines }) => lines.length > 0);
}

function nothing(words: string, language: InterfaceLanguage): Html {
  const asked = isolate(words, directionOf(language));
  return html`<p class="note">${fill(interfaceOf(language).messages.nothing_found, { words: asked })}</p>`;
}

function found({ id, edition, lines }: Hits, language: InterfaceLanguage): Html {
  const page = inLanguage(editionPath(id, edition.briefing.id), language);
  return html`<section aria-labelledby="topic-${id}"><h2 id="topic-${id}"><a href="${inLanguage(topicPath(id), language)}" dir="auto">${clean(edition.topic.title[language])}</a></h2>
<ul class="hits">${lines.slice(0, MOST_OF_ONE).map((line) => hit(line, page, language))}</ul></section>`;
}

function hit({ anchor, block }: ProvedAny, page: string, language: InterfaceLanguage): Html {
  const at = `${page}#${anchor}`;
  const spoken = block.wordings.map((one) => said(one, language));
  switch (block.type) {
    case 'point':
      return html`<li class="card"><p class="head"><a href="${at}">${headOf(block)}</a></p>${spoken}${
        block.details.length === 0
          ? ''
          : html`<p class="facts-row details">${block.details.map((one) => html`<span>${one}</span>`)}</p>`
      }</li>
`;
    case 'who':
      return html`<li class="card"><p class="head"><a href="${at}"><b>${block.name}</b></a> ${block.detail ?? ''}</p></li>
`;
    case 'line':
      return html`<li class="card"><p class="head"><a href="${at}">${block.label ?? ''}</a></p>${spoken}</li>
`;
  }
}

function headOf({ number, who, kind }: PointBlock): Html {
  return html`${number} ${who === null ? '' : html`<b>${who}</b> · `}${kind}`;
}
