import { html } from 'hono/html';
import type { Edition } from '../../core/seams.ts';
import type { InterfaceLanguage } from '../../core/topic.ts';
import { pageWordsOf } from '../../languages/page.ts';
import { editionPath, pointAnchor } from '../../view/addresses.ts';
import type { Page } from '../layout.ts';

/** A briefing beside its article. */
export async function evidencePage(id: string, edition: Edition, language: InterfaceLanguage): Promise<Page> {
  const { briefing, article } = edition;
  const points = briefing.points.map(
    ({ number, text }) => html`<li id="${pointAnchor(number)}" value="${number}">${text}</li>`,
  );
  return {
    title: briefing.headline.text,
    path: editionPath(id, briefing.id),
    main: html`<h1>${briefing.headline.text}</h1><ol>${points}</ol>
<h2>${pageWordsOf(language).evidence.article}</h2><article>${article.text}</article>`,
  };
}
