import { html } from 'hono/html';
import type { InterfaceLanguage } from '../../core/topic.ts';
import { fill, interfaceOf } from '../../languages/interface.ts';
import { pageWordsOf } from '../../languages/page.ts';
import { editionPath, inLanguage, topicPath } from '../../view/addresses.ts';
import { commitmentsOf, countCommitments } from '../../view/commitments.ts';
import { dateOf } from '../../view/dates.ts';
import { clean, directionOf, isolate, labelled } from '../../view/direction.ts';
import { glossOfLine } from '../../view/gloss.ts';
import { type Showing, wordingsOf } from '../../view/wording.ts';
import { type OpenedTopic, showingOf } from '../editions.ts';
import { topicAlternates } from '../forms.ts';
import type { Html, Page } from '../layout.ts';
import { tiesSection } from './ties.ts';
import { timelineSection } from './timeline.ts';
import { foreign, marked } from './wording.ts';

/** So many editions stand open; earlier ones are behind a line that tells how many they are. */
const OPEN = 5;

/** A topic: its editions, the newest first, who committed to what when, and who to whom. */
export async function topicPage(topic: OpenedTopic, language: InterfaceLanguage): Promise<Page> {
  const { id, page } = topic;
  const words = pageWordsOf(language).topic;
  const title = clean(topic.title?.[language] ?? id);
  const alternates = topicAlternates(id, language, page);
  const showings = await Promise.all(topic.editions.map(({ edition }) => showingOf(edition, language)));
  const formats = alternates.map(
    ({ path, type, title: name }) =>
      html`<span><a href="${path}" type="${type}">${name === 'Atom' ? `${words.feed} (Atom)` : name}</a></span>`,
  );
  const commitments = commitmentsOf(showings);
  const drawings = [timelineSection(id, commitments, language), tiesSection(id, commitments, language)];
  const main = html`<div class="topic">
<header><h1>${title}</h1><p class="facts-row"><span class="lead">${words.also_as}</span>${formats}</p></header>
${editionsSection(topic, showings, language)}
${showings.length > 0 ? drawings : ''}
</div>`;
  return { title, path: pagePath(id, page), main, alternates };
}

function pagePath(id: string, page: number): string {
  return page > 1 ? `${topicPath(id)}?page=${page}` : topicPath(id);
}

function editionsSection(topic: OpenedTopic, showings: readonly Showing[], language: InterfaceLanguage): Html {
  const words = pageWordsOf(language).topic;
  const items = showings.map((showing) => editionItem(topic.id, showing));
  const [open, earlier] = [items.slice(0, OPEN), items.slice(OPEN)];
  const folded =
    earlier.length === 0
      ? ''
      : html`<details><summary>${fill(words.earlier, { count: earlier.length })}</summary><ol class="editions">${earlier}</ol></details>`;
  const faults = topic.unreadable.map(
    (edition) =>
      html`<p class="note warn">${fill(words.unreadable, { edition: isolate(clean(edition), directionOf(language)) })}</p>`,
  );
  const none = items.length + faults.length === 0 ? html`<p class="note">${words.no_article}</p>` : '';
  return html`<section aria-labelledby="editions"><h2 id="editions">${words.editions}</h2>
${faults}${none}${open.length > 0 ? html`<ol class="editions">${open}</ol>` : ''}${folded}${pager(topic, language)}</section>`;
}

function editionItem(id: string, showing: Showing): Html {
  const { briefing, language } = showing;
  const { languages, labels } = interfaceOf(language);
  const [first, ...originals] = wordingsOf(briefing.headline, glossOfLine(briefing.headline, showing), showing);
  if (first === undefined) return html``;
  const facts = briefing.articles.flatMap(({ publishedAt, publishedInferred, publisher, language: of }) => [
    ...(publishedAt === null ? [] : [html`<time datetime="${publishedAt}">${dateOf(publishedAt, language)}</time>`]),
    ...(publishedInferred ? [html`<span>${labels.date_inferred}</span>`] : []),
    ...(publisher === null ? [] : [html`<span><bdi>${clean(publisher)}</bdi></span>`]),
    html`<span>${languages[of] ?? of}</span>`,
  ]);
  const count = labelled(pageWordsOf(language).topic.commitments, String(countCommitments(showing)), language);
  const quotes = originals.map((quote) => html`<p class="quiet"${foreign(quote, language)}>${quote.text}</p>`);
  const address = inLanguage(editionPath(id, briefing.id), language);
  return html`<li><h3><a href="${address}"${foreign(first, language)}>${first.text}</a>${marked(first)}</h3>${quotes}<p class="facts-row">${facts}<span>${count}</span></p></li>
`;
}

/** To the editions before and after, where there are more than one page shows. */
function pager({ id, page, pages }: OpenedTopic, language: InterfaceLanguage): Html {
  if (pages === 1) return html``;
  const words = pageWordsOf(language).topic;
  const link = (to: number, rel: string, label: string) =>
    to < 1 || to > pages
      ? ''
      : html`<a class="button" rel="${rel}" href="${inLanguage(pagePath(id, to), language)}">${label}</a>`;
  return html`<nav class="pager" aria-label="${words.editions}">${link(page - 1, 'prev', words.newer)}<span class="quiet">${page} / ${pages}</span>${link(page + 1, 'next', words.older)}</nav>`;
}
