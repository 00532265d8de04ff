import { statSync } from 'node:fs';
import { readConfig } from '../config.ts';
import { brief } from '../engine/brief.ts';
import { answerBatch } from '../flows/batch.ts';
import { openFile } from '../sources/file.ts';
import { batchLines } from '../sources/lines.ts';
import { startProgress } from '../terminal/progress.ts';
import { print } from './output.ts';

/** Briefs articles from JSON lines, one answer a line. */
export async function batch(path: string): Promise<number> {
  readConfig();
  const total = path === '-' ? null : (statSync(path, { throwIfNoEntry: false })?.size ?? null);
  const progress = startProgress(process.stderr, total, process.stdout.isTTY);
  let read = 0;
  async function* counted(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of input) {
      read += chunk.length;
      yield chunk;
    }
  }
  const input = counted(path === '-' ? process.stdin : openFile(path));
  for await (const answer of answerBatch(batchLines(input), brief)) {
    await print(`${JSON.stringify(answer)}\n`);
    progress.step(read);
  }
  progress.end();
  return 0;
}
