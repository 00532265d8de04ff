import { join } from 'node:path';
import { messageOf } from '../core/errors.ts';
import { fault, faultFrom, fine, warning } from '../core/finding.ts';
import type { Engine, Finding } from '../core/seams.ts';
import { INTERFACE_LANGUAGES } from '../core/topic.ts';
import { readEdition, readTopic, topicIds } from './folder.ts';
import { readTranslation } from './translation.ts';

const MEND = 'mend the file; the folder briefings/china-russia of Readout shows how one looks';

const LANGUAGES = new Intl.DisplayNames(['en'], { type: 'language' });

/** Reads each topic as `serve` would: its topic.yaml, its newest article, what an editor translated of it. */
export async function* inspectTopics(briefings: string, engine: Engine): AsyncGenerator<Finding> {
  let ids: string[];
  try {
    ids = topicIds(briefings);
  } catch (error) {
    yield faultFrom('topics', messageOf(error), 'set READOUT_BRIEFINGS to the folder that holds your topics');
    return;
  }
  if (ids.length === 0) {
    yield warning('topics', `there is none in ${briefings}`, 'make a folder there, with a topic.yaml and an article');
  }
  for (const id of ids) yield inspectTopic(briefings, id, engine);
}

async function inspectTopic(briefings: string, id: string, engine: Engine): Promise<Finding> {
  const of = `topic ${id}`;
  try {
    const topic = await readTopic(briefings, id);
    const article = await readEdition(briefings, id);
    const folder = join(briefings, id);
    for (const language of INTERFACE_LANGUAGES) await readTranslation(folder, article, language);
    try {
      const { points, language } = engine(article, { id, topic }, true);
      return fine(of, `${article.id}.txt is read: ${points.length} points, in ${LANGUAGES.of(language)}`);
    } catch (error) {
      return unread(of, join(folder, `${article.id}.txt`), messageOf(error));
    }
  } catch (error) {
    return faultFrom(of, messageOf(error), MEND);
  }
}

/** What the engine refuses; its own remedy is for the shell, where a language is named by an option. */
function unread(of: string, path: string, message: string): Finding {
  const [, what = message, reads = ''] = /^(.*?);? it reads ([^.]*)\. If that is wrong/u.exec(message) ?? [];
  if (reads === '') return faultFrom(of, `${path}: ${message}`, MEND);
  const remedy = `give the topic an article in one of: ${reads}; where the language is guessed wrong, say it above the text: "language: en" between two lines of ---`;
  return fault(of, `${path}: ${what}`, remedy);
}
