import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/peers/postgres-run.ts',
    // Most of the time is spent waiting for sockets and processes.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    // How fast something is stands in `npm run bench`. Here a limit is for what hangs: a busy machine fails no test.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
