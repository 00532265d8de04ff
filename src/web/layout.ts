import { html } from 'hono/html';
import type { InterfaceLanguage } from '../core/topic.ts';
import { pageWordsOf } from '../languages/page.ts';
import { directionOf } from '../view/direction.ts';

/** Markup that is safe to send: what stands in it was escaped where it was put in. */
export type Html = ReturnType<typeof html>;

/** What a page has of its own. `path`: its address without the language, for the switch to another. */
export type Page = { title: string; path: string; main: Html };

/** A whole page: the frame that all share round its content. */
export function layout({ title, path, main }: Page, language: InterfaceLanguage): Html {
  const { shell } = pageWordsOf(language);
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Readout</title>
</head>
<body>
<a class="skip" href="#main">${shell.skip}</a>
<nav><a href="/?language=${language}">${shell.topics}</a></nav>
<main id="main" data-path="${path}">${main}</main>
</body>
</html>`;
}
