// Figures, never assertions: how long the engine takes beside a yardstick measured in the same run. The yardstick is one
// pass of Intl.Segmenter over the same text, by sentence and by word: the least that any reading of it does.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brief } from '../src/engine/brief.ts';
import { articleOf } from '../src/sources/article.ts';
import { readEdition } from '../src/sources/folder.ts';
import { benchChat } from './chat.ts';
import { benchFanout } from './fanout.ts';
import { benchWeb } from './web.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const ROUNDS = 60;

/** The median milliseconds of a function over several rounds, after some that warm it up. */
function median(run: () => unknown): number {
  for (let i = 0; i < ROUNDS; i++) run();
  const times = Array.from({ length: ROUNDS }, () => {
    const from = performance.now();
    run();
    return performance.now() - from;
  });
  return times.sort((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN;
}

function segment(text: string, language: string): number {
  let count = 0;
  for (const granularity of ['sentence', 'word'] as const) {
    for (const _ of new Intl.Segmenter(language, { granularity }).segment(text)) count++;
  }
  return count;
}

/** The median seconds of the whole command, started anew each time. */
function cold(words: string[]): number {
  const times = Array.from({ length: 7 }, () => {
    const from = performance.now();
    spawnSync(process.execPath, ['tools/node/program.js', ...words], { cwd: root });
    return (performance.now() - from) / 1000;
  });
  return times.sort((a, b) => a - b)[3] ?? Number.NaN;
}

const arabic = await readEdition(`${root}briefings`, 'china-russia');
const source = readFileSync(`${root}test/golden/joint-statement/article.txt`, 'utf8');
const english = {
  ...articleOf({ id: 'joint-statement', text: source.slice(source.indexOf('NAIROBI')) }),
  language: 'en',
};

for (const article of [arabic, english]) {
  const engine = median(() => brief(article, null));
  const yardstick = median(() => segment(article.text, article.language ?? 'en'));
  const kilo = article.text.length / 1000;
  console.log(
    `${article.id}: ${engine.toFixed(2)} ms (${(engine / kilo).toFixed(2)} ms a thousand characters), ` +
      `${(engine / yardstick).toFixed(1)} times Intl.Segmenter's ${yardstick.toFixed(2)} ms`,
  );
}

const start = cold(['--version']);
const card = cold(['brief', 'china-russia']);
console.log(
  `cold: ${card.toFixed(2)} s for the card, ${(card / start).toFixed(1)} times the ${start.toFixed(2)} s of --version`,
);

await benchWeb();
await benchChat();
await benchFanout();
