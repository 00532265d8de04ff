import type { Article } from '../core/article.ts';
import type { Briefing } from '../core/briefing.ts';
import { messageOf } from '../core/errors.ts';
import type { Engine } from '../core/seams.ts';

type Id = string | number;

/** A line of a batch: an article, or why there is none. */
export type BatchLine = { line: number; id: Id; article: Article } | { line: number; id: Id | null; fault: string };

/** What a line of a batch is answered with. */
export type BatchAnswer = { id: Id; briefing: Briefing } | { id: Id | null; line: number; error: string };

/** Briefs line by line, in order; what goes wrong with one is its answer, and the next goes on. */
export async function* answerBatch(lines: AsyncIterable<BatchLine>, brief: Engine): AsyncGenerator<BatchAnswer> {
  for await (const line of lines) yield answer(line, brief);
}

function answer(line: BatchLine, brief: Engine): BatchAnswer {
  if ('fault' in line) return { id: line.id, line: line.line, error: line.fault };
  try {
    return { id: line.id, briefing: brief(line.article, null) };
  } catch (error) {
    return { id: line.id, line: line.line, error: messageOf(error) };
  }
}
