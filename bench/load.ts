// Works for the bench of the page in threads of their own, so that nobody shares an event loop with what is measured: a
// load that asks for one address over and over, and a bare server that sends the same bytes.
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, Worker, workerData } from 'node:worker_threads';

export type Load = { address: string; path: string; connections: number; requests: number };
/** `ms`: to the first byte of each answer, in the order in which they ended; `seconds`: in all. */
export type Loaded = { ms: number[]; seconds: number; bytes: number; failed: number };
type Bare = { body: Uint8Array; headers: Record<string, string> };
type Work = { do: 'load'; load: Load } | { do: 'serve'; bare: Bare };

/** Asks so many times on so many connections. */
export async function load(load: Load): Promise<Loaded> {
  const { worker, first } = start<Loaded>({ do: 'load', load });
  const loaded = await first;
  await worker.terminate();
  return loaded;
}

/** Starts a bare node:http server that answers everything with these bytes. */
export async function serveBare(bare: Bare): Promise<{ address: string; stop: () => Promise<unknown> }> {
  const { worker, first } = start<string>({ do: 'serve', bare });
  return { address: await first, stop: () => worker.terminate() };
}

function start<Answer>(work: Work): { worker: Worker; first: Promise<Answer> } {
  const worker = new Worker(new URL(import.meta.url), { workerData: work });
  const first = new Promise<Answer>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return { worker, first };
}

async function ask({ address, path, connections, requests }: Load): Promise<Loaded> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const ms: number[] = [];
  let bytes = 0;
  let failed = 0;
  let begun = 0;
  const one = () => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const from = performance.now();
    const headers = { 'accept-encoding': 'br' };
    request(new URL(path, address), { agent, headers }, (response) => {
      ms.push(performance.now() - from);
      if (response.statusCode !== 200) failed += 1;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', resolve);
    })
      .on('error', reject)
      .end();
    return promise;
  };
  const walk = async () => {
    while (begun < requests) {
      begun += 1;
      await one();
    }
  };
  const from = performance.now();
  await Promise.all(Array.from({ length: connections }, walk));
  const seconds = (performance.now() - from) / 1_000;
  agent.destroy();
  return { ms, seconds, bytes: bytes / requests, failed };
}

function serve({ body, headers }: Bare): void {
  const server = createServer((_, response) => response.writeHead(200, headers).end(body));
  server.listen(0, '127.0.0.1', () => {
    parentPort?.postMessage(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
}

const work = workerData as Work | null;
if (work?.do === 'load') parentPort?.postMessage(await ask(work.load));
if (work?.do === 'serve') serve(work.bare);
