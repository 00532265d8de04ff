import { once } from 'node:events';
import { createServer } from 'node:net';
import { fault, fine, PLATFORMS, warning } from '../core/finding.ts';
import { bareHost, hostAndPort, type ListenAddress, listenFault } from '../core/listening.ts';
import type { Clock, Finding, Inspector } from '../core/seams.ts';

const ANSWER_WITHIN_MS = 3_000;
/** Slots are posted by our clock, and leases of 15 s are compared with those of other machines. */
const MOST_APART_MS = 10_000;
/** A Date header tells whole seconds: the moment was up to so much later. */
const SECOND = 1_000;

/** Compares the machine's clock with what the first platform that answers says the time is. */
export async function inspectMachineClock(
  inspectors: readonly Pick<Inspector, 'platform' | 'anybody'>[],
  clock: Pick<Clock, 'now'>,
): Promise<Finding> {
  for (const { platform, anybody } of inspectors) {
    const apart = await apartFrom(anybody, clock);
    if (apart === null) continue;
    const seconds = Math.round(Math.abs(apart) / 1000);
    if (Math.abs(apart) <= MOST_APART_MS) return fine('clock', `agrees with ${PLATFORMS[platform]}'s`);
    const what = `is ${seconds} s ${apart > 0 ? 'ahead of' : 'behind'} ${PLATFORMS[platform]}'s: posts come at the wrong time`;
    return fault('clock', what, 'have the system keep its time by NTP (timedatectl set-ntp true)');
  }
  return warning('clock', 'no platform answered to compare it with', 'mend what is told of the platforms above');
}

/** By how many milliseconds our clock is ahead at least, negative where it is behind; null where nothing answers. */
async function apartFrom(address: string, { now }: Pick<Clock, 'now'>): Promise<number | null> {
  try {
    const sent = now();
    const answer = await fetch(address, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), redirect: 'manual' });
    const got = now();
    await answer.body?.cancel();
    const there = Date.parse(answer.headers.get('date') ?? '');
    if (Number.isNaN(there)) return null;
    // It was written between the two.
    if (sent > there + SECOND) return sent - there - SECOND;
    return got < there ? got - there : 0;
  } catch {
    return null;
  }
}

/** Where the page, and Slack's requests, are served. */
export type WebAddress = ListenAddress | 'off';

/** Whether serve can have the web address, or has it: asked first, so that a serve that just starts finds it free. */
export async function inspectWeb(web: WebAddress, isRunning: boolean): Promise<Finding> {
  const of = 'web address';
  if (web === 'off') return fine(of, 'READOUT_WEB is off: there is no page');
  const { host, port } = web;
  const at = hostAndPort(web);
  if (isRunning && (await isHealthy(host, port))) return fine(of, `serve answers at ${at}`);
  try {
    const server = createServer().listen(port, bareHost(host));
    await once(server, 'listening');
    server.close();
    return fine(of, `${at} is free`);
  } catch (error) {
    const { why, remedy } = listenFault(error);
    return fault(of, `${at}: ${why}`, remedy);
  }
}

/** Whether a serve answers there, well or not; on all addresses of the machine is on the machine's own too. */
async function isHealthy(host: string, port: number): Promise<boolean> {
  const bare = bareHost(host);
  const own = bare === '0.0.0.0' ? '127.0.0.1' : bare === '::' ? '::1' : bare;
  try {
    const answer = await fetch(`http://${hostAndPort({ host: own, port })}/healthz`, {
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    await answer.body?.cancel();
    return answer.ok || answer.status === 503;
  } catch {
    return false;
  }
}
