import { hash } from 'node:crypto';
import { join } from 'node:path';
import { type Config, readConfig } from '../config.ts';
import type { Article } from '../core/article.ts';
import type { Briefing } from '../core/briefing.ts';
import { UserError } from '../core/errors.ts';
import type { TopicContext } from '../core/seams.ts';
import type { InterfaceLanguage, Topic } from '../core/topic.ts';
import { brief as makeBriefing } from '../engine/brief.ts';
import { supplement } from '../sources/article.ts';
import { readSubject } from '../sources/subject.ts';
import { type About, type BriefRequest, UsageError } from '../terminal/commands.ts';
import type { Translate } from '../view/find.ts';
import type { View } from '../view/show.ts';
import { json, print, rendered } from './output.ts';

/** Briefs one article, and shows what of it was asked for. */
export async function brief(request: BriefRequest): Promise<number> {
  const config = readConfig();
  const subject = await readSubject(request.subject, request.edition, config.briefings, process.stdin);
  const article = await declare(subject.article, subject.context, request);
  const briefing = makeBriefing(article, subject.context, true);
  switch (request.output) {
    case 'json':
      await print(json(briefing));
      break;
    case 'annotations': {
      const { annotationsOf } = await import('../view/annotations.ts');
      await print(json(annotationsOf(briefing, [article], (text) => hash('sha256', text))));
      break;
    }
    default:
      await print(await shown(briefing, article, subject.context, request, config));
  }
  return 0;
}

/** What of the briefing was asked for, for people to read. */
async function shown(
  briefing: Briefing,
  article: Article,
  context: TopicContext,
  { about, output, reader }: BriefRequest,
  { briefings, language }: Config,
): Promise<string> {
  const { show } = await import('../view/show.ts');
  const reads = reader ?? language;
  const topic = context?.topic ?? null;
  const translate = context === null ? null : await translator(join(briefings, context.id), article, reads);
  const document = show(briefing, await viewOf(about, briefing, topic, translate, reads), reads, { topic, translate });
  if (document.tone === 'error') {
    throw new UserError(
      document.sections.flatMap(({ blocks }) => blocks.map((block) => ('text' in block ? block.text : ''))).join(' '),
    );
  }
  if (output === 'markdown') {
    const { renderMarkdown } = await import('../view/markdown.ts');
    return renderMarkdown(document);
  }
  return rendered(document);
}

/** The editor's translation beside a topic's article, as a function of what it renders. */
async function translator(folder: string, article: Article, reader: InterfaceLanguage): Promise<Translate | null> {
  const { readTranslation } = await import('../sources/translation.ts');
  const translation = await readTranslation(folder, article, reader);
  if (translation === null) return null;
  const { translationOf } = await import('../view/translate.ts');
  return (evidence) => translationOf(evidence, translation);
}

async function viewOf(
  about: About,
  briefing: Briefing,
  topic: Topic | null,
  translate: Translate | null,
  reader: InterfaceLanguage,
): Promise<View> {
  switch (about.view) {
    case 'card':
      return { show: 'card' };
    case 'points':
      return about.first === about.last
        ? { show: 'point', number: about.first }
        : { show: 'range', from: about.first, to: about.last };
    case 'section': {
      const { sectionNamed, sectionNames } = await import('../view/about.ts');
      const section = sectionNamed(about.word, reader);
      if (section !== null) return { show: 'section', section };
      throw new UsageError(`there is no section "${about.word}"; there are: ${sectionNames(reader).join(', ')}`);
    }
    case 'answer': {
      const { ask } = await import('../view/find.ts');
      const answer = ask(briefing, about.question, { language: null, topic, translate });
      return { show: 'answer', question: about.question, answer };
    }
  }
}

/** The article with what the options say of it, where that agrees with what it says itself. */
async function declare(article: Article, context: TopicContext, request: BriefRequest): Promise<Article> {
  const { subject, edition, declared } = request;
  if (context === null && edition !== null) throw new UsageError('--edition chooses among the articles of a topic');
  if (context !== null && declared.title !== null) {
    throw new UsageError(`--title is for a file; the articles of ${context.id} say their titles themselves`);
  }
  try {
    return supplement(article, declared, context === null ? subject : article.id);
  } catch (error) {
    throw error instanceof UserError ? new UsageError(error.message) : error;
  }
}
