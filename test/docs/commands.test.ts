// Every command of the documentation is run, or compared with what it would run.
import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { commandLine, type Handlers } from '../../src/terminal/commands.ts';
import { freshDatabase } from '../contract/stores.ts';
import { checkReadout } from './docker.ts';
import { follow, linesOf, wayOf } from './follow.ts';
import { blocksOf, PAGES, proseOf, quotedIn } from './pages.ts';

vi.setConfig({ testTimeout: 120_000 });

/** What a block may be in: `sh` for commands, the others for what is read. */
const LANGUAGES = ['sh', 'text', 'yaml', 'json', 'caddyfile', 'nginx', 'promql'];
/** Followed by walk.test.ts, with a person in front of each chat, and by served.test.ts. */
const ELSEWHERE = ['docs/discord.md', 'docs/slack.md', 'docs/page.md'];

describe('every block', () => {
  test.each(PAGES.flatMap(blocksOf))('$at', (block) => {
    expect(LANGUAGES, `${block.at}: "${block.language}" is no language of a block`).toContain(block.language);
    if (block.language === 'sh') wayOf(block);
    else if (block.language !== 'yaml') expect(Object.keys(block.marks).filter((mark) => mark !== 'chat')).toEqual([]);
    // Whoever reads it as text may copy it all the same.
    if (block.language === 'text') expect(block.text).not.toMatch(/^\s*\$ /m);
  });
});

describe.concurrent('is followed to its end', () => {
  const pages = PAGES.filter(
    (page) => !ELSEWHERE.includes(page) && blocksOf(page).some(({ language }) => language === 'sh'),
  );

  test.for(pages)('%s', async (page) => {
    const database = readFileSync(page, 'utf8').includes('DATABASE_URL=') ? await freshDatabase() : null;
    const words = database ? { 'postgres://readout:PASSWORD@db.example.org:5432/readout': database.location } : {};
    try {
      await using walk = await follow(page, { words });
      expect(walk.steps).toBeGreaterThanOrEqual(0);
    } finally {
      await database?.drop();
    }
  });
});

describe('what takes too long for a test', () => {
  const blocks = PAGES.flatMap(blocksOf).filter((block) => block.language === 'sh' && wayOf(block) === 'script');

  test.each(blocks)('$at', ({ text }) => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    for (const line of linesOf(text)) {
      const [, script] = /^npm (?:run )?(?!ci$)(\w+)$/.exec(line) ?? [];
      if (script !== undefined) expect(Object.keys(scripts), line).toContain(script);
      else expect(readFileSync('.ci/run', 'utf8')).toContain(line);
    }
  });

  test('a new clone is installed by .ci/run', () =>
    expect(readFileSync('.ci/run', 'utf8')).toContain('npm ci && npm test'));
});

describe('commands in the text', () => {
  const inline = PAGES.flatMap((page) =>
    quotedIn(proseOf(page))
      .filter((quoted) => /^(?:npx )?readout \w/.test(quoted))
      .map((quoted) => ({ page, quoted })),
  );

  test.each(inline)('$page: $quoted', async ({ quoted }) => {
    const [command = ''] = quoted.replace(/^(?:npx )?readout /, '').split(/\s[<|]/);
    const words = [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
    const known = commandLine({} as Handlers, '0.0.0', () => {}).commands.map((one) => one.name());
    // A command may be spoken of by its name.
    if (words.length === 1) expect(known).toContain(words[0]);
    else await checkReadout(words);
  });
});
