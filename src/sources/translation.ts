import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Article } from '../core/article.ts';
import { UserError } from '../core/errors.ts';
import type { InterfaceLanguage } from '../core/topic.ts';
import type { Rendering, Translation } from '../core/translation.ts';
import { decode, readFile } from './file.ts';
import { readYaml } from './yaml.ts';

const LONGEST_YAML = 2_000_000;

/**
 * The editor's translation that lies beside a topic's article ("2021-02-04.ar.en.yaml" for a reader of English), or
 * null where nobody made one.
 */
export async function readTranslation(
  folder: string,
  article: Article,
  language: InterfaceLanguage,
): Promise<Translation | null> {
  const path = join(folder, `${article.id}.${language}.yaml`);
  if (!existsSync(path)) return null;
  return parseTranslation(decode(await readFile(path, LONGEST_YAML), path), article, language, path);
}

/**
 * Finds each entry's key in the article. A key that does not stand there exactly once is a fault: the article was
 * changed, or the key is too short to say which words it renders.
 */
export function parseTranslation(
  source: string,
  article: Article,
  language: InterfaceLanguage,
  name: string,
): Translation {
  const entry = z.record(z.enum(['evidence', language]), z.string().trim().min(1));
  const entries = readYaml(source, z.array(entry), name);
  const renderings = entries.map((words, index): Rendering => {
    const start = article.text.indexOf(words.evidence);
    if (start < 0 || article.text.includes(words.evidence, start + 1)) {
      const fault = start < 0 ? 'does not stand in the article' : 'stands in the article more than once';
      throw new UserError(`${name}: the words of entry ${index + 1} ("${words.evidence.slice(0, 40)}…") ${fault}`);
    }
    return { start, end: start + words.evidence.length, text: words[language] };
  });
  return { article: article.id, language, renderings };
}
