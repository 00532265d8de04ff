import { expect, test } from 'vitest';
import type { Article } from '../../src/core/article.ts';
import { UserError } from '../../src/core/errors.ts';
import { answerBatch, type BatchLine } from '../../src/flows/batch.ts';
import { sampleBriefing } from '../sample.ts';

const article = (text: string) => ({ id: 'x', text }) as Article;

test('each line has its answer, in order, whatever befalls the others', async () => {
  async function* lines(): AsyncGenerator<BatchLine> {
    yield { line: 1, id: 'a', article: article('fine') };
    yield { line: 3, id: null, fault: 'line 3 is not JSON' };
    yield { line: 4, id: 7, article: article('refused') };
    yield { line: 5, id: 'b', article: article('fine') };
  }
  const brief = ({ text }: Article) => {
    if (text === 'refused') throw new UserError('the article is in Thai');
    return sampleBriefing();
  };
  expect(await Array.fromAsync(answerBatch(lines(), brief))).toEqual([
    { id: 'a', briefing: sampleBriefing() },
    { id: null, line: 3, error: 'line 3 is not JSON' },
    { id: 7, line: 4, error: 'the article is in Thai' },
    { id: 'b', briefing: sampleBriefing() },
  ]);
});
