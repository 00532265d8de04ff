import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';

/** A file that pages load. `path` holds a hash of its bytes, so that it may be kept for ever. */
export type Asset = { path: string; bytes: Buffer<ArrayBuffer>; type: string };

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The only style, the only script and the icon. */
export const assets = { style: asset('style.css'), script: asset('page.js'), icon: asset('icon.svg') } as const;

const byPath = new Map(Object.values(assets).map((one) => [one.path, one]));

/** The asset with this path; null where there is none, or none any more. */
export function assetAt(path: string): Asset | null {
  return byPath.get(path) ?? null;
}

function asset(name: string): Asset {
  const bytes = readFileSync(new URL(name, import.meta.url));
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 12);
  const extension = extname(name);
  return {
    path: `/assets/${name.slice(0, -extension.length)}.${hash}${extension}`,
    bytes,
    type: TYPES[extension] ?? 'application/octet-stream',
  };
}
