import { createRequire, findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

type Detector = { detect(text: string): { language: string; isReliable(): boolean } };

let detector: Detector | null = null;

/** English by its commonest words: most articles are settled here, and the detector's data stays unread. */
const ENGLISH = new Set(
  'the of and to in that is was for on with he she it as by at from his they be has have are not this'.split(' '),
);

/**
 * The language of a text in Latin script, and whether that is reliable; null where there is no telling.
 * The detector (eld, extra small) takes some 180 ms and 50 MB to load, so it is loaded at its first question.
 */
export function detectLatin(text: string): { language: string; certain: boolean } | null {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const english = words.filter((word) => ENGLISH.has(word)).length;
  if (words.length >= 20 && english / words.length > 0.2) return { language: 'en', certain: true };
  detector ??= loadDetector();
  const found = detector.detect(text);
  return found.language ? { language: found.language, certain: found.isReliable() } : null;
}

/** Loads eld without waiting: the engine is not asynchronous, and eld exports itself to `import` alone. */
function loadDetector(): Detector {
  const manifest = findPackageJSON('eld', import.meta.url);
  if (!manifest) throw new Error('the package eld is not installed: run npm ci');
  const path = join(dirname(manifest), 'src/entries/static.extrasmall.js');
  return (createRequire(import.meta.url)(path) as { eld: Detector }).eld;
}
