import { html } from 'hono/html';
import type { TopicEntry } from '../../core/seams.ts';
import type { InterfaceLanguage } from '../../core/topic.ts';
import { pageWordsOf } from '../../languages/page.ts';
import { topicPath } from '../../view/addresses.ts';
import type { Page } from '../layout.ts';

/** The topics there are. */
export function topicsPage(topics: readonly TopicEntry[], language: InterfaceLanguage): Page {
  const { shell } = pageWordsOf(language);
  const items = topics.map(
    ({ id, title }) => html`<li><a href="${topicPath(id)}?language=${language}">${title[language]}</a></li>`,
  );
  return { title: shell.topics, path: '/', main: html`<h1>${shell.topics}</h1><ul>${items}</ul>` };
}
