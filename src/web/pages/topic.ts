import { html } from 'hono/html';
import type { Edition } from '../../core/seams.ts';
import type { InterfaceLanguage } from '../../core/topic.ts';
import { pageWordsOf } from '../../languages/page.ts';
import { editionPath, topicPath } from '../../view/addresses.ts';
import type { Page } from '../layout.ts';

/** A topic with its editions, the newest first. */
export function topicPage(id: string, editions: readonly Edition[], language: InterfaceLanguage): Page {
  const items = editions.map(
    ({ briefing }) =>
      html`<li><a href="${editionPath(id, briefing.id)}?language=${language}">${briefing.headline.text}</a></li>`,
  );
  const title = editions[0]?.topic.title[language] ?? id;
  const main = html`<h1>${title}</h1><h2>${pageWordsOf(language).topic.editions}</h2><ul>${items}</ul>`;
  return { title, path: topicPath(id), main };
}
