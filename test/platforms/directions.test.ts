// Names, numbers and links that run against the text round them, as both platforms show them: the golden cases of mixed
// direction, a file a platform and language beside what the terminal shows.
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { faultsOf as discordFaultsOf } from '../../src/discord/limits.ts';
import { render as renderForDiscord } from '../../src/discord/render.ts';
import { brief } from '../../src/engine/brief.ts';
import { faultsOf as slackFaultsOf } from '../../src/slack/limits.ts';
import { render as renderForSlack } from '../../src/slack/render.ts';
import { readArticle } from '../../src/sources/file.ts';
import { show } from '../../src/view/show.ts';
import { pageOf } from '../discord/shown.ts';

const golden = (path: string) => `${import.meta.dirname}/../golden/${path}`;

/** Every text of a message, whatever it stands in. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** The isolates of a line that nothing closes, and what closes none. */
function halves(line: string): string[] {
  let open: string[] = [];
  const strays: string[] = [];
  for (const control of line.match(/[\u2066-\u2069]/gu) ?? []) {
    if (control !== '\u2069') open = [...open, control];
    else if (open.length === 0) strays.push(control);
    else open = open.slice(0, -1);
  }
  return [...open, ...strays];
}

/** What Discord would take for a mention, a link, an emoji or markup, its own links set aside. */
function aliveOnDiscord(text: string): string[] {
  const still = text
    .replace(/\\[\p{P}\p{S}]/gu, '')
    .replace(/\[[^\]\n]*\]\(<https:\/\/news\.example\/[^\s<>()]*>\)/gu, '');
  return still.match(/@|<[@#!:]|\]\(|:\/\/|:\w+:/gu) ?? [];
}

/** What Slack would: an entity that is not a link of ours, markup inside the article's words. Plain words stay plain, as `verbatim` says. */
function aliveOnSlack(text: string): string[] {
  const still = text.replace(/<https:\/\/news\.example\/[^<>|]*\|[^<>|]*>/gu, '').replace(/^> /gmu, '');
  return still.match(/[<>]|:smile:|\*c\*/gu) ?? [];
}

const CASES = ['hebrew-in-english', 'latin-in-arabic'].flatMap((name) =>
  (['en', 'ar'] as const).map((language) => [name, language] as const),
);

describe.each(CASES)('%s for a reader of %s', (name, language) => {
  const made = readArticle(golden(`${name}/article.txt`)).then((article) =>
    show(brief(article, null), { show: 'card' }, language, { topic: null, translate: null }),
  );

  test('on Discord', async () => {
    const messages = renderForDiscord(await made, { topic: name, language });
    expect(messages.flatMap(discordFaultsOf)).toEqual([]);
    for (const { allowed_mentions } of messages) expect(allowed_mentions).toEqual({ parse: [] });
    const page = pageOf(messages);
    expect(aliveOnDiscord(page)).toEqual([]);
    expect(stringsIn(messages).join('\n')).not.toMatch(/[\u061C\u202A-\u202E\u2060-\u2064\uFEFF]/u);
    expect(stringsIn(messages).flatMap((text) => text.split('\n').flatMap(halves))).toEqual([]);
    await expect(page).toMatchFileSnapshot(golden(`${name}/discord.${language}.txt`));
  });

  test('on Slack', async () => {
    const messages = renderForSlack(await made, { topic: name, language });
    expect(messages.flatMap(slackFaultsOf)).toEqual([]);
    const texts = stringsIn(messages);
    expect(texts.flatMap(aliveOnSlack)).toEqual([]);
    expect(texts.join('\n')).not.toMatch(/[\u061C\u202A-\u202E\u2060-\u2064\uFEFF]/u);
    expect(texts.flatMap((text) => text.split('\n').flatMap(halves))).toEqual([]);
    const page = stringify(messages, { lineWidth: 0, blockQuote: 'literal' });
    await expect(page).toMatchFileSnapshot(golden(`${name}/slack.${language}.yaml`));
  });
});
