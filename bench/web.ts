// How the page of a long briefing is served: the real `readout serve`, as a process of its own, with an article that is
// written here; beside it a bare node:http server that sends the same bytes, asked in the same way in the same run.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants, gzipSync } from 'node:zlib';
import { type Loaded, load, serveBare } from './load.ts';
import { startServe } from './serve.ts';

const POINTS = 60;
const CONNECTIONS = 32;
const REQUESTS = 10_000;
/** One at a time, as a reader asks. */
const ALONE = 300;

const STATES = ['France', 'Germany', 'Japan', 'Brazil', 'Canada', 'Kenya', 'Norway', 'Egypt', 'India', 'Mexico'];
const VERBS = ['pledged to', 'promised to', 'agreed to', 'vowed to', 'offered to'];
const DEEDS = ['rebuild', 'equip', 'reopen', 'pay for', 'inspect', 'guard', 'modernise'];
const THINGS = [
  'the hospitals of the capital',
  'the roads to the coast',
  'the ports in the north',
  'the village schools',
  'the railway bridges',
  'the old dams',
  'the power stations',
  'the border posts',
  'the grain stores',
  'the water works',
];

/** An article of seventy pledges, no two of them alike. */
function writeTopic(folder: string): void {
  mkdirSync(join(folder, 'talks'), { recursive: true });
  const languages = ['ar', 'en', 'es', 'fr', 'ru', 'zh'].map((one) => `  ${one}: Talks`);
  writeFileSync(join(folder, 'talks', 'topic.yaml'), `title:\n${languages.join('\n')}\n`);
  const paragraphs = DEEDS.map((deed, i) =>
    THINGS.map((thing, j) => {
      const [state, verb] = [STATES[(i + j) % STATES.length], VERBS[(3 * i + j) % VERBS.length]];
      return `${state} ${verb} ${deed} ${thing}, a spokesman said on Tuesday.`;
    }).join(' '),
  );
  writeFileSync(join(folder, 'talks', '2026-03-03.en.txt'), `GENEVA, March 3 - ${paragraphs.join('\n\n')}\n`);
}

const quantile = (all: readonly number[], share: number) =>
  all.toSorted((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))] ?? Number.NaN;

function tell(name: string, alone: Loaded, many: Loaded): void {
  const perSecond = (many.ms.length / many.seconds).toFixed(0);
  console.log(
    `${name}: first byte in ${quantile(alone.ms, 0.5).toFixed(1)} ms (median), ${quantile(alone.ms, 0.95).toFixed(1)} ms ` +
      `(95th percentile) alone; ${perSecond} requests a second on ${CONNECTIONS} connections, first byte then in ` +
      `${quantile(many.ms, 0.5).toFixed(1)} ms and ${quantile(many.ms, 0.95).toFixed(1)} ms; failed: ${alone.failed + many.failed}`,
  );
}

const packed = (bytes: Uint8Array) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length;
const kilobytes = (bytes: number) => (bytes / 1_000).toFixed(1);

/** Prints how large the page of a briefing of sixty points or more is, and how fast it comes. */
export async function benchWeb(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'readout-bench-'));
  writeTopic(join(folder, 'briefings'));
  const serve = await startServe({
    READOUT_DATA: folder,
    READOUT_BRIEFINGS: join(folder, 'briefings'),
    READOUT_WEB: '127.0.0.1:0',
  });
  const address = serve.page();
  const path = '/topics/talks/2026-03-03.en?language=en';
  const began = performance.now();
  const response = await fetch(new URL(path, address), { headers: { 'accept-encoding': 'br' } });
  const html = Buffer.from(await response.arrayBuffer());
  const first = performance.now() - began;
  const points = new Set(html.toString('utf8').match(/\bid="point-\d+"/g)).size;
  if (points < POINTS) throw new Error(`the article has ${points} points; the bench is of ${POINTS} or more`);
  const bare = Buffer.from(html.toString('utf8').replace(/<article[\s\S]*<\/article>/, ''));
  console.log(
    `page of ${points} points: ${kilobytes(packed(html))} KB by brotli, ${kilobytes(gzipSync(html).length)} KB by gzip, ` +
      `${kilobytes(html.length)} KB plain; without the article ${kilobytes(packed(bare))} KB by brotli, ` +
      `${kilobytes(gzipSync(bare).length)} KB by gzip; the very first, briefing and all, in ${first.toFixed(0)} ms`,
  );
  const measure = async (at: string) => ({
    alone: await load({ address: at, path, connections: 1, requests: ALONE }),
    many: await load({ address: at, path, connections: CONNECTIONS, requests: REQUESTS }),
  });
  const page = await measure(address);
  tell('the page', page.alone, page.many);
  const body = brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  if (!brotliDecompressSync(body).equals(html)) throw new Error('the peer would send other bytes');
  const headers = { 'content-type': 'text/html; charset=UTF-8', 'content-encoding': 'br' };
  const peer = await serveBare({ body, headers: { ...headers, 'content-length': String(body.length) } });
  const other = await measure(peer.address);
  tell('a bare server with the same bytes', other.alone, other.many);
  console.log(`serve after ${ALONE + REQUESTS} pages: ${serve.resident()?.toFixed(0) ?? '?'} MB resident`);
  await peer.stop();
  await serve.stop();
  rmSync(folder, { recursive: true });
}
