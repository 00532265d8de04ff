import { html } from 'hono/html';
import type { Article } from '../../core/article.ts';
import type { LineBlock, PointBlock, WhoBlock } from '../../core/document.ts';
import type { Edition } from '../../core/seams.ts';
import type { InterfaceLanguage } from '../../core/topic.ts';
import { interfaceOf } from '../../languages/interface.ts';
import { pageWordsOf } from '../../languages/page.ts';
import { editionPath, inLanguage, topicPath } from '../../view/addresses.ts';
import { dateOf } from '../../view/dates.ts';
import { clean, directionOf, labelled } from '../../view/direction.ts';
import { type Cut, cutArticle, type EvidenceView, evidenceView, linesOf, type Proved } from '../../view/evidence.ts';
import { extrasOf } from '../../view/search.ts';
import { linkTo } from '../../view/source.ts';
import type { Stretch } from '../../view/stretches.ts';
import type { Html, Page } from '../layout.ts';
import { exact } from './exact.ts';
import { foreign, marked, said } from './wording.ts';

/** What every part of the page needs to know. */
type Shown = { view: EvidenceView; cut: Cut; language: InterfaceLanguage; edition: Edition; topic: string };

/** A briefing beside its article. */
export async function evidencePage(topic: string, edition: Edition, language: InterfaceLanguage): Promise<Page> {
  const { briefing, article } = edition;
  const extras = extrasOf(edition.topic, await edition.translation(language));
  const view = evidenceView({ briefing, language, ...extras, quotes: false });
  const shown: Shown = { view, cut: cutArticle(article, linesOf(view)), language, edition, topic };
  const words = pageWordsOf(language).evidence;
  return {
    title: view.headline.block.wordings[0]?.text ?? briefing.headline.text,
    path: editionPath(topic, briefing.id),
    alternates: dataOf(topic, briefing.id),
    main: html`<div class="evidence">
<section class="briefing" aria-label="${words.briefing}">
${top(shown)}
${facts(shown)}
${who(shown)}
${view.points.map((one) => points(one, shown))}
${bottom(shown)}
</section>
${articlePane(shown)}
<a class="back button" href="#main" hidden data-briefing="${words.back_to_briefing}" data-article="${words.back_to_article}"></a>
</div>`,
  };
}

// ---------------------------------------------------------------- the briefing

function top(shown: Shown): Html {
  const { edition, language, topic, view } = shown;
  const words = pageWordsOf(language).evidence;
  const { headline } = view;
  const [first, ...more] = headline.block.wordings;
  const changed = html`<p class="note warn">${words.outdated} <a href="${inLanguage(editionPath(topic, edition.article.id), language)}">${words.outdated_link}</a></p>`;
  return html`<header class="top">
<p class="facts-row"><span><a href="${inLanguage(topicPath(topic), language)}" dir="auto">${clean(edition.topic.title[language])}</a></span>${published(edition.article, language)}<span>${languageNamed(edition.briefing.language, language)}</span></p>
${edition.current ? '' : changed}
<div class="line headline" id="${headline.anchor}"><div class="said"><h1 class="worded" id="h-headline"${first && foreign(first, language)}>${first?.text}</h1>${marked(first)}
${more.map((one) => said(one, language))}</div>${tools(headline, interfaceOf(language).labels.headline, shown)}</div>
<p class="hint">${words.hint} <a class="jump" href="#article">${words.to_article}</a></p>
</header>`;
}

function published({ publishedAt, publishedInferred }: Article, language: InterfaceLanguage): Html | string {
  if (publishedAt === null) return '';
  const { labels } = interfaceOf(language);
  return html`<time datetime="${publishedAt}">${dateOf(publishedAt, language)}${publishedInferred ? ` (${labels.date_inferred})` : ''}</time>`;
}

function languageNamed(code: string, language: InterfaceLanguage): string {
  return interfaceOf(language).languages[code] ?? code;
}

function facts(shown: Shown): Html | string {
  const { facts } = shown.view;
  if (facts.length === 0) return '';
  const labels = [...new Set(facts.map(({ block }) => block.label))];
  const rows = labels.map((label) => {
    const lines = facts.filter(({ block }) => block.label === label);
    return html`<div><dt id="${headOf(lines[0]?.anchor ?? '')}">${label}</dt>${lines.map((line) => fact(line, shown))}</div>`;
  });
  return html`<dl class="facts">${rows}</dl>`;
}

/** What says in a few words which line it is. The lines of what happened have one label for all. */
function headOf(anchor: string): string {
  return `h-${anchor.replace(/^what-\d+$/, 'what')}`;
}

function fact(line: Proved<LineBlock>, shown: Shown): Html {
  const spoken = line.block.wordings.map((one) => said(one, shown.language));
  return html`<dd class="line" id="${line.anchor}"><div class="said">${spoken}</div>${tools(line, line.block.label ?? '', shown)}</dd>
`;
}

function who(shown: Shown): Html | string {
  const { language, view } = shown;
  if (view.who.length === 0) return '';
  return html`<section aria-labelledby="h-who"><h2 id="h-who">${interfaceOf(language).labels.who}</h2>
<ul class="who">${view.who.map((line) => person(line, shown))}</ul></section>`;
}

function person({ anchor, block }: Proved<WhoBlock>, { cut }: Shown): Html {
  const words = cut.first.get(anchor);
  const name = html`<bdi id="h-${anchor}">${block.name}</bdi>`;
  return html`<li class="line" id="${anchor}">${words === undefined ? name : html`<a class="to-words" href="#${words}" draggable="false">${name}</a>`}${
    block.detail === null ? '' : html` <span class="quiet">${block.detail}</span>`
  }</li>
`;
}

function points({ id, heading, lines }: EvidenceView['points'][number], shown: Shown): Html {
  return html`<section aria-labelledby="h-${id}"><h2 id="h-${id}">${heading}</h2>
<ol class="points">${lines.map((line) => point(line, shown))}</ol></section>`;
}

function point(line: Proved<PointBlock>, shown: Shown): Html {
  const { anchor, block } = line;
  const { labels, messages } = interfaceOf(shown.language);
  const name = `${labels.point} ${block.number}`;
  const details = block.details.map((one) => html`<span>${one}</span>`);
  return html`<li class="line point" id="${anchor}" value="${block.number}">
<a class="number" href="#${anchor}" aria-label="${name}">${block.number}</a>
<div class="said"><p class="head" id="h-${anchor}">${block.who === null ? '' : html`<b>${block.who}</b> <span class="dot">·</span> `}<span class="kind">${block.kind}</span>${
    block.check === null ? '' : html` <span class="check" title="${messages.check_note}">${block.check}</span>`
  }</p>
${block.wordings.map((one) => said(one, shown.language))}
${details.length === 0 ? '' : html`<p class="facts-row details">${details}</p>`}</div>${tools(line, name, shown)}</li>
`;
}

/** From a line to its words: in the article beside it, and in the source itself. */
function tools({ anchor, source }: Proved<unknown>, name: string, { cut, language }: Shown): Html {
  const words = pageWordsOf(language).evidence;
  const first = cut.first.get(anchor);
  const named = (label: string) => labelled(label, name, language);
  return html`<p class="tools">${
    first === undefined
      ? ''
      : html`<a class="to-words" href="#${first}" title="${words.in_article}" aria-label="${named(words.in_article)}">${icon('words')}</a>`
  }${
    source === null
      ? ''
      : html`<a class="to-source" href="${source}" rel="noreferrer" title="${words.at_source}" aria-label="${named(words.at_source)}">${icon('source')}</a>`
  }</p>`;
}

function icon(name: 'words' | 'source'): Html {
  return html`<svg class="icon ${name}" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><use href="#i-${name}"/></svg>`;
}

function bottom({ view, language, edition, topic }: Shown): Html {
  const words = pageWordsOf(language).evidence;
  const data = dataOf(topic, edition.briefing.id).map((one) => html`<a href="${one.path}">${one.title}</a>`);
  return html`<footer class="bottom">
${view.notes.map((note) => html`<p>${note}</p>`)}
<p class="facts-row"><span class="lead">${words.data}</span>${data}</p>
<p class="facts-row">${view.footer.map((one) => html`<span>${one}</span>`)}</p>
</footer>`;
}

function dataOf(topic: string, id: string) {
  return [
    { type: 'application/json', path: editionPath(topic, id, '.json'), title: 'JSON' },
    { type: 'text/markdown', path: editionPath(topic, id, '.md'), title: 'Markdown' },
    { type: 'application/ld+json', path: editionPath(topic, id, '.annotations.json'), title: 'W3C Web Annotations' },
  ];
}

// ---------------------------------------------------------------- the article

function articlePane({ edition, cut, language }: Shown): Html {
  const { article, briefing } = edition;
  const words = pageWordsOf(language).evidence;
  const own = html` lang="${briefing.language}" dir="${directionOf(briefing.language)}"`;
  const address = linkTo(article.url, null);
  const publisher = article.publisher === null ? words.at_source : clean(article.publisher);
  // The element of the text holds the text and nothing else: no space may stand between its tags.
  return html`<section class="pane" id="article" aria-labelledby="h-article">
<header><h2 id="h-article">${words.article}</h2><p class="facts-row">${
    address !== null
      ? html`<span><a href="${address}" rel="noreferrer" dir="auto">${publisher}</a></span>`
      : article.publisher === null
        ? ''
        : html`<span><bdi>${publisher}</bdi></span>`
  }${published(article, language)}</p></header>
${article.title === null ? '' : html`<p class="title"${own}>${cut.title.map((one) => stretch(one, article.title ?? ''))}</p>`}
<article class="text" aria-labelledby="h-article"${own}>${cut.body.map(
    (paragraph) => html`<p dir="auto">${paragraph.map((one) => stretch(one, article.text))}</p>`,
  )}</article>
<svg class="sprite" aria-hidden="true"><symbol id="i-words" viewBox="0 0 16 16"><path d="M2 3.5h12M2 12.5h7"/><path class="icon-marker" d="M2 8h12"/></symbol><symbol id="i-source" viewBox="0 0 16 16"><path d="M9.5 2.5h4v4M13.5 2.5 7.5 8.5M11.5 9.5v4h-9v-9h4"/></symbol></svg>
</section>`;
}

/** Words that prove something lead to the first line that they prove, and say which lines those are. */
function stretch({ id, start, end, lines, opens, gap }: Stretch, text: string): Html {
  const units = text.slice(start, end);
  const words = html`${exact(units)}`;
  if (id === null) return gap ? html`<span class="gap">${words}</span>` : words;
  const proves = lines.join(' ');
  // Nothing to point at, and still part of what is lit.
  if (gap || units.trim() === '')
    return html`<span class="${gap ? 'gap' : 'space'}" id="${id}" data-e="${proves}">${words}</span>`;
  const described = lines.map(headOf).join(' ');
  return html`<a id="${id}" data-e="${proves}" href="#${lines[0]}"${opens ? '' : html` tabindex="-1"`} aria-describedby="${described}" draggable="false">${words}</a>`;
}
