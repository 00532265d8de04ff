import { vi } from 'vitest';

/**
 * Waits until an expectation holds, for as long as a busy machine needs. `expect.poll` asks which test it is in, and
 * does not always know after a wait.
 */
export function eventually<Value>(expectation: () => Value): Promise<Awaited<Value>> {
  return vi.waitFor(expectation, { timeout: 30_000, interval: 20 }) as Promise<Awaited<Value>>;
}
