import type { InterfaceLanguage } from './topic.ts';

/** One stretch of an article's stored text in an editor's words; offsets as in Evidence. */
export type Rendering = { start: number; end: number; text: string };

/** An editor's translation of an article's points, kept beside the article and keyed to the words it renders. */
export type Translation = { article: string; language: InterfaceLanguage; renderings: Rendering[] };
