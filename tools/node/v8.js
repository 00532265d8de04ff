// V8's settings for runs of a few seconds, most of whose time goes into starting, compiling and clearing up. On one
// core, against V8's own (median of 7, this process alone): 205 articles take 1.4 s and 143 MB where they took 2.0 s
// and 201 MB; 1,285 take 4 s either way, and 235 MB where they took 340 MB.
import { setFlagsFromString } from 'node:v8';

export const V8_SETTINGS = [
  // No collection of the old generation before it holds something; then it grows by four tenths, not twofold.
  '--initial-heap-size=128',
  '--heap-growing-percent=40',
  // A young generation of 4 MB from the start, which is not grown step by step.
  '--min-semi-space-size=4',
  '--max-semi-space-size=4',
  // Compilers that optimise pay off late: the first only for what runs often indeed, the second not at all.
  '--invocation-count-for-maglev=2000',
  '--no-turbofan',
  // Regular expressions at once as they are to stay, not first in a form that a second use replaces.
  '--no-regexp-tier-up',
];

// For a bot that stays up and waits for others most of its time: a young generation of 4 MB and an old one that grows by
// two fifths. While it posts to 10,000 channels, at most 241 MB are resident; with V8's own it was 392.
export const SERVE_SETTINGS = ['--max-semi-space-size=4', '--heap-growing-percent=40'];

/** Sets in a process that runs already what can be set then. */
export function applySettings(settings) {
  for (const setting of settings) setFlagsFromString(setting);
}
