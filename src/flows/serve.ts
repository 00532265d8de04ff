import { messageOf } from '../core/errors.ts';
import type { Log, Platform } from '../core/seams.ts';

/** How long commands in hand may take to finish once we are told to stop: Docker kills after ten seconds. */
const GRACE_MS = 9_000;

/**
 * Runs the platforms until `stopped` resolves, then lets each finish what it has in hand. One that cannot start does
 * not keep the others from answering.
 */
export async function serveUntil(stopped: Promise<string>, platforms: readonly Platform[], log: Log): Promise<void> {
  const began = performance.now();
  await Promise.all(
    platforms.map(async ({ name, start }) => {
      try {
        await start();
      } catch (error) {
        log('error', `${name}: failed to start, by a fault of ours: ${messageOf(error)}`);
      }
    }),
  );
  log('info', `started in ${((performance.now() - began) / 1000).toFixed(2)} s`);
  log('info', `stopping: ${await stopped}`);
  await Promise.allSettled(platforms.map(({ stop }) => stop(GRACE_MS)));
  log('info', 'stopped');
}
