import fc from 'fast-check';
import { expect, test } from 'vitest';
import { delayOf } from '../../src/core/backoff.ts';

test('grows twofold from its first to its most, and is never longer', () => {
  const bounds = { first: 1000, most: 60_000 };
  expect([1, 2, 3, 7, 50].map((attempt) => delayOf(attempt, bounds, 0.999999))).toEqual([
    1000, 2000, 4000, 60_000, 60_000,
  ]);
  fc.assert(
    fc.property(fc.nat(1000), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
      const delay = delayOf(attempt, bounds, random);
      expect(delay).toBeGreaterThanOrEqual(500);
      expect(delay).toBeLessThanOrEqual(60_000);
    }),
  );
});
