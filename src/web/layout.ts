import { html } from 'hono/html';
import { INTERFACE_LANGUAGES, type InterfaceLanguage } from '../core/topic.ts';
import { interfaceOf } from '../languages/interface.ts';
import { pageWordsOf } from '../languages/page.ts';
import { inLanguage } from '../view/addresses.ts';
import { clean, directionOf } from '../view/direction.ts';
import { assets } from './assets.ts';

/** Markup that is safe to send: what stands in it was escaped where it was put in. */
export type Html = ReturnType<typeof html>;

/**
 * What a page has of its own. `path`: its address, query and all, without the language, for the switch to another.
 * `isFault`: it stands in the place of a page, and `path` leads to another. `words`: what was searched for, where it is the page of a search. `alternates`: the same in other forms.
 */
export type Page = {
  title: string;
  path: string;
  main: Html;
  isFault?: boolean;
  words?: string;
  alternates?: readonly { type: string; path: string; title: string }[];
};

/** A whole page: the frame that all share round its content. */
export function layout(page: Page, language: InterfaceLanguage): Html {
  const { shell } = pageWordsOf(language);
  const title = clean(page.title);
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title === 'Readout' ? title : `${title} · Readout`}</title>
<link rel="stylesheet" href="${assets.style.path}">
<link rel="icon" href="${assets.icon.path}" type="image/svg+xml">
<script defer src="${assets.script.path}"></script>
${(page.alternates ?? []).map(
  (one) => html`<link rel="alternate" type="${one.type}" href="${one.path}" title="${one.title}">
`,
)}</head>
<body>
<a class="skip" href="#main">${shell.skip}</a>
${header(page, language)}
<main id="main" tabindex="-1">${page.main}</main>
<footer class="foot"><p>${shell.promise}</p></footer>
</body>
</html>`;
}

function header({ path, words = '', isFault = false }: Page, language: InterfaceLanguage): Html {
  const { shell } = pageWordsOf(language);
  const link = (to: string, label: string) =>
    html`<a href="${inLanguage(to, language)}"${!isFault && to === path.split('?', 1)[0] ? html` aria-current="page"` : ''}>${label}</a>`;
  return html`<header class="bar"><div class="bar-inner">
<a class="brand" href="${inLanguage('/', language)}">${mark}Readout</a>
<nav class="places" aria-label="${shell.places}">${link('/', shell.topics)}${link('/console', shell.console)}</nav>
<form class="search" role="search" action="/search">
<input type="search" name="words" value="${words}" dir="auto" aria-label="${shell.search_label}" placeholder="${shell.search_label}" maxlength="200" autocomplete="off">
<input type="hidden" name="language" value="${language}">
<button>${shell.search}</button>
</form>
${languages(path, language)}
</div></header>`;
}

/** The same page in each language. Closed, it names the one that is being read. */
function languages(path: string, language: InterfaceLanguage): Html {
  const links = INTERFACE_LANGUAGES.map(
    (one) =>
      html`<li><a href="${inLanguage(path, one)}" hreflang="${one}" lang="${one}" dir="${directionOf(one)}"${
        one === language ? html` aria-current="true"` : ''
      }>${interfaceOf(one).name}</a></li>`,
  );
  const { shell } = pageWordsOf(language);
  return html`<details class="languages"><summary><span class="visually-hidden">${shell.language} </span>${interfaceOf(language).name}</summary>
<nav aria-label="${shell.language}"><ul>${links}</ul></nav></details>`;
}

const mark = html`<svg class="mark" viewBox="0 0 32 32" width="22" height="22" aria-hidden="true"><rect width="32" height="32" rx="7"/><path d="M7 9.3h18M7 22.7h12"/><path class="marker" d="M7 16h18"/></svg>`;
