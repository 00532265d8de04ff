// Draws the cards of every topic and golden case as Discord and Slack would show them, side by side on one page that
// needs no network, and pictures of two cards where there is a Chromium: npm run preview [-- FOLDER]
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Scene } from '../src/core/drawing.ts';
import { escaped } from '../src/core/html.ts';
import type { InterfaceLanguage } from '../src/core/topic.ts';
import { draw as drawDiscord } from '../src/discord/draw.ts';
import { render as renderDiscord } from '../src/discord/render.ts';
import { brief } from '../src/engine/brief.ts';
import { draw as drawSlack } from '../src/slack/draw.ts';
import { render as renderSlack } from '../src/slack/render.ts';
import { topicIds } from '../src/sources/folder.ts';
import { readSubject, type Subject } from '../src/sources/subject.ts';
import { readTranslation } from '../src/sources/translation.ts';
import { ask } from '../src/view/find.ts';
import { type Extras, show, type View } from '../src/view/show.ts';
import { translationOf } from '../src/view/translate.ts';
import { takePictures } from './preview/pictures.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const BRIEFINGS = join(root, 'briefings');
const GOLDEN = join(root, 'test/golden');
const READERS = ['en', 'ar'] as const;
/** What nobody in the sample topic speaks of. */
const UNANSWERED = 'what did Lavrov say about Ukraine?';

/** Controls lead nowhere, and no words stand round the messages. */
const PICTURE: Omit<Scene, 'language'> = {
  console: null,
  words: { choose: '', notification: 'Notification', onlyYou: null },
};

/** What to draw of an article; `about` is the word for it. */
type Wanted = { about: string; view: (briefing: ReturnType<typeof brief>, extras: Extras) => View };

const CARD: Wanted = { about: '', view: () => ({ show: 'card' }) };
const SINGLES: Wanted[] = [
  { about: '9', view: () => ({ show: 'point', number: 9 }) },
  {
    about: UNANSWERED,
    view: (briefing, { topic, translate }) => ({
      show: 'answer',
      question: UNANSWERED,
      answer: ask(briefing, UNANSWERED, { language: null, topic, translate }),
    }),
  },
];

/** The topics, and the golden cases that bring an article of their own. */
function subjects(): string[] {
  const Case = z.object({ article: z.string() });
  const files = readdirSync(GOLDEN).flatMap((name) => {
    const { article } = Case.parse(parse(readFileSync(join(GOLDEN, name, 'case.yaml'), 'utf8')));
    return article.includes('.') ? join(GOLDEN, name, article) : [];
  });
  return [...topicIds(BRIEFINGS), ...files];
}

async function extrasOf({ article, context }: Subject, reader: InterfaceLanguage): Promise<Extras> {
  if (context === null) return { topic: null, translate: null };
  const translation = await readTranslation(join(BRIEFINGS, context.id), article, reader);
  return {
    topic: context.topic,
    translate: translation && ((evidence) => translationOf(evidence, translation)),
  };
}

async function drawn(word: string): Promise<string> {
  const subject = await readSubject(word, null, BRIEFINGS, process.stdin);
  const { article, context } = subject;
  const briefing = brief(article, context, true);
  const topic = context?.id ?? null;
  const name = topic ?? word.slice(GOLDEN.length + 1);
  const rows: string[] = [];
  for (const { about, view } of topic === 'china-russia' ? [CARD, ...SINGLES] : [CARD]) {
    for (const language of READERS) {
      const extras = await extrasOf(subject, language);
      const document = show(briefing, view(briefing, extras), language, extras);
      const standing = { topic, language, about };
      const title = [name, about || 'card', language].map(escaped).join(' · ');
      const scene = { ...PICTURE, language };
      rows.push(
        `<h2>${title}</h2><div class="pair" id="${escaped([name, about || 'card', language].join('-'))}">`,
        drawDiscord(renderDiscord(document, standing), scene).html,
        drawSlack(renderSlack(document, standing), scene).html,
        '</div>',
      );
    }
  }
  return rows.join('\n');
}

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const style = read('../src/web/style.css').replace(/^[\s\S]*(?=\/\* console \*\/)/u, '') + read('preview/page.css');
const bodies: string[] = [];
for (const word of subjects()) bodies.push(await drawn(word));
const folder = process.argv[2] ?? tmpdir();
mkdirSync(folder, { recursive: true });
const path = join(folder, 'preview.html');
writeFileSync(
  path,
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Readout: preview</title><style>${style}</style>
<label><input type="checkbox" id="ltr"> as a client that takes every line for left-to-right</label>
${bodies.join('\n')}
</html>
`,
);
console.log(path);
for (const line of await takePictures(path, folder)) console.log(line);
