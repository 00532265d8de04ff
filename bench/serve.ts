import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * `readout serve` as a process of its own. `ready`: the seconds until it was up; `page`: where its page is; `resident`:
 * its megabytes now.
 */
export type Serve = { ready: number; page: () => string; resident: () => number | null; stop: () => Promise<void> };

/** Starts `readout serve` with this environment and no other; resolves once it is connected. */
export async function startServe(environment: Record<string, string>): Promise<Serve> {
  const began = performance.now();
  const child = spawn(process.execPath, ['tools/node/readout.js', 'serve'], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', READOUT_WEB: '127.0.0.1:0', ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  let page = '';
  const started = new Promise<void>((resolve) => {
    createInterface(child.stderr).on('line', (line) => {
      page = /page: (http:[^"\s]+)/.exec(line)?.[1] ?? page;
      if (line.includes('started in')) resolve();
      if (/"level":(?:40|50)|\b(?:WARN|ERROR)\b/.test(line)) console.error(line);
    });
  });
  await Promise.race([started, ended]);
  return {
    ready: (performance.now() - began) / 1_000,
    page: () => page,
    resident: () => resident(child.pid ?? 0),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Megabytes resident, as the kernel counts them (Linux); null elsewhere. */
function resident(pid: number): number | null {
  try {
    const [, kilobytes = ''] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1_024;
  } catch {
    return null;
  }
}
