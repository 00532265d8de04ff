import { html } from 'hono/html';
import type { Edition, Library, TopicEntry } from '../../core/seams.ts';
import type { InterfaceLanguage } from '../../core/topic.ts';
import type { Translation } from '../../core/translation.ts';
import { interfaceOf } from '../../languages/interface.ts';
import { pageWordsOf } from '../../languages/page.ts';
import { editionPath, inLanguage, topicPath } from '../../view/addresses.ts';
import { countCommitments } from '../../view/commitments.ts';
import { dateOf } from '../../view/dates.ts';
import { clean, labelled } from '../../view/direction.ts';
import { glossOfLine } from '../../view/gloss.ts';
import { extrasOf } from '../../view/search.ts';
import { wordingsOf } from '../../view/wording.ts';
import type { Html, Page } from '../layout.ts';
import { foreign, marked } from './wording.ts';

/** A topic with its newest edition, or null where that cannot be read. */
export type TopicCard = { entry: TopicEntry; newest: { edition: Edition; translation: Translation | null } | null };

/** The topics with what they show of themselves; one that cannot be read keeps none of the others away. */
export async function topicCards(library: Library, language: InterfaceLanguage): Promise<TopicCard[]> {
  const newest = async (id: string): Promise<TopicCard['newest']> => {
    const edition = await library.open(id);
    return { edition, translation: await edition.translation(language) };
  };
  const topics = await library.topics();
  return Promise.all(topics.map(async (entry) => ({ entry, newest: await newest(entry.id).catch(() => null) })));
}

/** The topics there are. `starting`: no platform is to be connected yet, and how that is done stands above them. */
export function topicsPage(cards: readonly TopicCard[], language: InterfaceLanguage, starting: boolean): Page {
  const { shell, topics: words } = pageWordsOf(language);
  const list =
    cards.length > 0
      ? html`<ul class="topics">${cards.map((one) => card(one, language))}</ul>`
      : html`<p class="note">${interfaceOf(language).messages.no_topics}</p>`;
  return {
    title: 'Readout',
    path: '/',
    main: html`<div class="home"><p class="about">${words.about}</p>
${starting ? start(language) : ''}
<h1>${shell.topics}</h1>
${list}</div>`,
  };
}

function card({ entry, newest }: TopicCard, language: InterfaceLanguage): Html {
  const title = html`<h2><a href="${inLanguage(topicPath(entry.id), language)}" dir="auto">${clean(entry.title[language])}</a></h2>`;
  if (newest === null)
    return html`<li class="card">${title}<p class="quiet">${pageWordsOf(language).topics.empty}</p></li>`;
  return html`<li class="card">${title}${newestOf(entry.id, newest.edition, newest.translation, language)}</li>
`;
}

function newestOf(id: string, edition: Edition, translation: Translation | null, language: InterfaceLanguage): Html {
  const { briefing, article, topic } = edition;
  const { languages } = interfaceOf(language);
  const words = pageWordsOf(language).topic;
  const showing = { briefing, language, ...extrasOf(topic, translation), quotes: false };
  const [headline, quote] = wordingsOf(briefing.headline, glossOfLine(briefing.headline, showing), showing);
  if (headline === undefined) return html``;
  const commitments = labelled(words.commitments, String(countCommitments({ briefing })), language);
  return html`<p class="newest"${foreign(headline, language)}><a href="${inLanguage(editionPath(id, briefing.id), language)}">${headline.text}</a>${marked(headline)}</p>
${quote === undefined ? '' : html`<p class="original"${foreign(quote, language)}>${quote.text}</p>`}
<p class="facts-row">${
    article.publishedAt === null
      ? ''
      : html`<time datetime="${article.publishedAt}">${dateOf(article.publishedAt, language)}</time>`
  }<span>${languages[briefing.language] ?? briefing.language}</span><span>${commitments}</span></p>`;
}

/** For who has just started Readout, and has nobody to ask it yet. */
function start(language: InterfaceLanguage): Html {
  const { topics: words } = pageWordsOf(language);
  const code = (text: string) => html`<code>${text}</code>`;
  return html`<section class="card start" aria-labelledby="start"><h2 id="start">${words.start}</h2>
<p>${words.start_text}</p>
<ol>
<li>${filled(words.start_setup, { command: code('npx readout setup') })} ${filled(words.start_tokens, {
    discord: code('DISCORD_TOKEN'),
    bot: code('SLACK_BOT_TOKEN'),
    app: code('SLACK_APP_TOKEN'),
  })}</li>
<li>${filled(words.start_then, { command: code('npx readout serve') })}</li>
</ol></section>`;
}

/** A text with markup in its blanks. */
function filled(template: string, values: Readonly<Record<string, Html>>): Html {
  return html`${template.split(/\{(\w+)\}/).map((part, i) => (i % 2 === 0 ? part : (values[part] ?? `{${part}}`)))}`;
}
