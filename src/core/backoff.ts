/** How long to wait between tries: `first` milliseconds at first, doubling, `most` at most. */
export type Backoff = { first: number; most: number };

/**
 * How many milliseconds to wait before try number `attempt` (the first retry is 1): between half the doubled bound and all of it,
 * so that many who failed together do not come back together ("equal jitter", Exponential Backoff And Jitter, AWS
 * Architecture Blog, 2015). `random` is in [0, 1).
 */
export function delayOf(attempt: number, { first, most }: Backoff, random: number): number {
  const bound = Math.min(most, first * 2 ** Math.min(30, Math.max(0, attempt - 1)));
  return Math.round(bound / 2 + (random * bound) / 2);
}
