import type { Article } from './article.ts';
import type { Briefing } from './briefing.ts';
import type { Topic } from './topic.ts';

/** Where an article comes from: its topic's id and term base, or neither for a loose file. */
export type TopicContext = { id: string; topic: Topic } | null;

/**
 * Turns an article into its briefing; throws a UserError where it cannot (empty text, unsupported language).
 * With `attended`, somebody is there to correct a wrong guess: a text whose language looks unsupported is refused
 * however short it is.
 */
export type Engine = (article: Article, context: TopicContext, attended?: boolean) => Briefing;
