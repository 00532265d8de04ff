// What a whole run prints, case by case. A case is a folder: case.yaml names the article and the outputs, and each output
// is a file beside it, written from the article and then held. A missing expectation fails.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const Case = z.strictObject({
  /** A topic, or the name of a file in the folder. */
  article: z.string(),
  /** Expected file -> the options that print it. */
  outputs: z.record(z.string(), z.string()),
});

const root = fileURLToPath(new URL('..', import.meta.url));
const golden = fileURLToPath(new URL('golden', import.meta.url));

function run(article: string, options: string): string {
  const words = options.match(/"[^"]*"|\S+/g)?.map((word) => word.replace(/^"|"$/g, '')) ?? [];
  const env = { PATH: process.env.PATH, NO_COLOR: '1' };
  return execFileSync(process.execPath, ['src/main.ts', 'brief', article, ...words], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
}

describe.each(readdirSync(golden))('%s', (name) => {
  const folder = `${golden}/${name}`;
  const { article, outputs } = Case.parse(parse(readFileSync(`${folder}/case.yaml`, 'utf8')));
  const subject = existsSync(`${folder}/${article}`) ? `test/golden/${name}/${article}` : article;

  test.each(Object.entries(outputs))('%s', (file, options) => {
    expect(existsSync(`${folder}/${file}`), `test/golden/${name}/${file} is missing: write it`).toBe(true);
    expect(run(subject, options)).toBe(readFileSync(`${folder}/${file}`, 'utf8'));
  });
});
