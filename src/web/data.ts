import { createHash } from 'node:crypto';
import type { Edition } from '../core/seams.ts';
import { interfaceOf } from '../languages/interface.ts';
import { pageWordsOf } from '../languages/page.ts';
import { editionPath, inLanguage, pageAddress, topicPath } from '../view/addresses.ts';
import { annotationsOf } from '../view/annotations.ts';
import { countCommitments } from '../view/commitments.ts';
import { dateOf } from '../view/dates.ts';
import { clean, labelled } from '../view/direction.ts';
import { address, plain, renderMarkdown } from '../view/markdown.ts';
import { show } from '../view/show.ts';
import { type FormDeps, feedOf } from './atom.ts';
import { keptAtOf, type OpenedTopic, showingOf } from './editions.ts';
import type { EditionForm, TopicForm } from './forms.ts';

/** A topic in one of its forms. */
export async function topicAs(form: TopicForm, topic: OpenedTopic, deps: FormDeps): Promise<string> {
  switch (form) {
    case '.atom':
      return feedOf(topic, deps);
    case '.json':
      return json(await topicData(topic, deps));
    case '.md':
      return topicMarkdown(topic, deps);
  }
}

/** An edition in one of its forms; JSON and Markdown are what the `readout` command prints. */
export async function editionAs(form: EditionForm, edition: Edition, { language }: FormDeps): Promise<string> {
  const { briefing, article } = edition;
  switch (form) {
    case '.json':
      return json(briefing);
    case '.annotations.json':
      return json(annotationsOf(briefing, [article], (text) => createHash('sha256').update(text).digest('hex')));
    case '.md':
      return renderMarkdown(show(briefing, { show: 'card' }, language, await showingOf(edition, language)));
  }
}

/** What a topic has, for machines: the same in every language. */
async function topicData({ id, title, editions, unreadable, page, pages }: OpenedTopic, { base, keptAt }: FormDeps) {
  return {
    topic: id,
    title,
    editions: await Promise.all(
      editions.map(async ({ article, edition: { briefing } }) => ({
        edition: article,
        briefing: briefing.id,
        keptAt: await keptAtOf(briefing.id, keptAt),
        publishedAt: briefing.articles[0]?.publishedAt ?? null,
        language: briefing.language,
        headline: clean(briefing.headline.text),
        commitments: countCommitments({ briefing }),
        url: base + editionPath(id, briefing.id),
      })),
    ),
    /** Articles that are there and cannot be read now. */
    unreadable,
    next: page < pages ? `${base}${topicPath(id, '.json')}?page=${page + 1}` : null,
  };
}

async function topicMarkdown({ id, title, editions, page, pages }: OpenedTopic, { base, language }: FormDeps) {
  const { languages } = interfaceOf(language);
  const words = pageWordsOf(language).topic;
  const items = await Promise.all(
    editions.map(async ({ edition }) => {
      const { briefing } = edition;
      const [headline] = show(briefing, { show: 'card' }, language, await showingOf(edition, language)).title;
      const url = pageAddress(base, { topic: id, briefing: briefing.id, point: null, language });
      const mark = headline?.mark ? ` *(${plain(headline.mark)})*` : '';
      const facts = [
        ...briefing.articles.flatMap(({ publisher, publishedAt, language: of }) => [
          ...(publishedAt === null ? [] : [dateOf(publishedAt, language)]),
          ...(publisher === null ? [] : [clean(publisher)]),
          languages[of] ?? of,
        ]),
        labelled(words.commitments, String(countCommitments({ briefing })), language),
      ];
      return `- [${plain(headline?.text ?? briefing.id)}](<${address(url)}>)${mark}  \n  ${facts.map(plain).join(' · ')}`;
    }),
  );
  const older = base + inLanguage(`${topicPath(id, '.md')}?page=${page + 1}`, language);
  const more = page < pages ? [`[${plain(words.older)}](<${address(older)}>)`] : [];
  const list = items.length > 0 ? items.join('\n') : plain(words.no_article);
  return `${[`# ${plain(clean(title?.[language] ?? id))}`, list, ...more].join('\n\n')}\n`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
