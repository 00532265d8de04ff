// Every link of the documentation leads somewhere, and every path that it names is there.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorsOf, PAGES, proseOf, quotedIn } from './pages.ts';

const ALL = [...PAGES, 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'CHANGELOG.md'];

describe.each(ALL)('%s', (page) => {
  const prose = proseOf(page);

  test('its links lead somewhere', () => {
    const links = [...prose.matchAll(/(?:\]\(|src=")([^)"\s]+)[)"]/g)].map(([, link = '']) => link);
    for (const link of links.filter((one) => !/^https?:/.test(one))) {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : posix.normalize(join(dirname(page), path));
      expect(existsSync(target), `${page}: ${link}`).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(target), `${page}: ${link}`).toContain(anchor);
    }
    for (const link of links.filter((one) => /^https?:/.test(one))) expect(URL.canParse(link), link).toBe(true);
  });

  test('the files that it names are there', () => {
    const named = quotedIn(prose).filter((one) => /^(?:src|test|tools|bench|briefings)\/[\w./*-]+$/.test(one));
    // What a reader is to make stands in a block of commands.
    const made = (path: string) => readFileSync(page, 'utf8').includes(`mkdir -p ${path.replace(/\/$/, '')}`);
    expect(named.filter((path) => globSync(path).length === 0 && !made(path))).toEqual([]);
  });
});

test('every page can be reached from the README', () => {
  const seen = new Set<string>();
  const visit = (page: string) => {
    if (seen.has(page) || !existsSync(page)) return;
    seen.add(page);
    for (const [, link = ''] of proseOf(page).matchAll(/\]\(([\w./-]+\.md)/g))
      visit(posix.normalize(join(dirname(page), link)));
  };
  visit('README.md');
  expect(PAGES.filter((page) => page !== 'docs/README.md' && !seen.has(page))).toEqual([]);
});
