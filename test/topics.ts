// Topics in a folder of their own, for tests that change them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { INTERFACE_LANGUAGES } from '../src/core/topic.ts';

/** The title of a topic.yaml, the same in each language. */
export function titled(title: string): string {
  return `title: { ${INTERFACE_LANGUAGES.map((one) => `${one}: ${JSON.stringify(title)}`).join(', ')} }\n`;
}

/** Writes a topic into a folder of briefings: its topic.yaml, and its articles by the names of their files. */
export function writeTopic(
  briefings: string,
  id: string,
  yaml: string,
  articles: Readonly<Record<string, string>> = {},
): void {
  mkdirSync(join(briefings, id), { recursive: true });
  writeFileSync(join(briefings, id, 'topic.yaml'), yaml);
  for (const [name, text] of Object.entries(articles)) writeFileSync(join(briefings, id, name), text);
}
