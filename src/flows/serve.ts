import { messageOf } from '../core/errors.ts';
import type { Log, Platform } from '../core/seams.ts';

/** How long commands in hand may take to finish once we are told to stop: Docker kills after ten seconds, and closing takes some. */
const GRACE_MS = 8_000;

/**
 * Runs the platforms until `stopped` resolves, then lets each finish what it has in hand. One that cannot start does
 * not keep the others from answering.
 */
export async function serveUntil(stopped: Promise<string>, platforms: readonly Platform[], log: Log): Promise<void> {
  const began = performance.now();
  const started = Promise.all(
    platforms.map(async ({ name, start }) => {
      try {
        await start();
      } catch (error) {
        log('error', `${name}: failed to start, by a fault of ours: ${messageOf(error)}`);
      }
    }),
  );
  // A platform that cannot be reached takes its time to say so; whoever stops us does not wait for that.
  const first = await Promise.race([started, stopped]);
  if (typeof first !== 'string') log('info', `started in ${((performance.now() - began) / 1000).toFixed(2)} s`);
  log('info', `stopping: ${await stopped}`);
  await Promise.allSettled(platforms.map(({ stop }) => stop(GRACE_MS)));
  log('info', 'stopped');
}
