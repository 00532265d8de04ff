// docs/settings.md and src/config.ts say the same: every setting, its default, its example, whether it is a secret.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import * as config from '../../src/config.ts';
import { commandLine } from '../../src/terminal/commands.ts';
import { PAGES, quotedIn, rowsOf } from './pages.ts';

const PAGE = 'docs/settings.md';
const rows = rowsOf(PAGE, 'name').map(({ at, name = '', meaning = '', secret = '', ...row }) => ({
  at,
  meaning,
  secret,
  name: quotedIn(name)[0] ?? '',
  default: row.default ?? '',
  example: quotedIn(row.example ?? '')[0] ?? '',
}));

const folder = mkdtempSync(join(tmpdir(), 'readout-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Everything that reads settings. */
const readers = Object.entries(config).flatMap(([name, read]) =>
  /^read\w*Config$/.test(name) ? [read as (...environments: object[]) => unknown] : [],
);

/** The names that are asked for, whatever is answered. */
function namesRead(answers: Record<string, string> = {}): Set<string> {
  const asked = new Set<string>();
  const environment = new Proxy(answers, {
    get: (target, name) => {
      asked.add(String(name));
      return target[String(name)];
    },
  });
  for (const read of readers) {
    try {
      // Some tell the environment apart from what a .env file adds to it.
      read(environment, environment);
    } catch {
      // What is missing in it is of no interest here.
    }
  }
  return asked;
}

test('the table has every setting that is read, and no other', () => {
  const names = namesRead();
  for (const one of rows) for (const other of namesRead({ [one.name]: one.example })) names.add(other);
  const plain = [...names].filter((name) => !name.endsWith('_FILE'));
  expect(rows.map(({ name }) => name).toSorted()).toEqual(plain.toSorted());
  expect([...names].filter((name) => name.endsWith('_FILE')).toSorted()).toEqual(
    plain.map((name) => `${name}_FILE`).toSorted(),
  );
  expect(readers.length).toBeGreaterThan(2);
});

test('the help of serve names settings of the table alone', () => {
  const noHandler = async () => 0;
  const handlers = new Proxy({}, { get: () => noHandler }) as Parameters<typeof commandLine>[0];
  const serve = commandLine(handlers, '0.0.0', () => {}).commands.find((one) => one.name() === 'serve');
  let help = '';
  serve?.configureOutput({
    writeOut: (text) => {
      help += text;
    },
  });
  serve?.outputHelp();
  const named = [...help.matchAll(/\b(?:READOUT|DISCORD|SLACK|DATABASE)_\w+\b/g)].map(([name]) => name);
  expect(named.length).toBeGreaterThan(5);
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
});

test.each(PAGES)('%s names settings of the table alone', (page) => {
  const named = readFileSync(page, 'utf8').match(/\b(?:READOUT|DISCORD|SLACK|DATABASE)_[A-Z_]*[A-Z]\b/g) ?? [];
  // What Compose itself puts in.
  const ofCompose = existsSync('compose.yaml')
    ? (readFileSync('compose.yaml', 'utf8').match(/(?<=\$\{)\w+/g) ?? [])
    : [];
  const known = [...rows.flatMap(({ name }) => [name, `${name}_FILE`]), ...ofCompose];
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
});

/** With what else a setting makes sense. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  SLACK_BOT_TOKEN: ['SLACK_APP_TOKEN'],
  SLACK_APP_TOKEN: ['SLACK_BOT_TOKEN'],
  SLACK_SIGNING_SECRET: ['SLACK_BOT_TOKEN'],
};

describe.each(rows)('$name', ({ name, example, secret, meaning, default: fallback, at }) => {
  const beside = Object.fromEntries(
    (BESIDE[name] ?? []).map((other) => [other, rows.find((one) => one.name === other)?.example ?? '']),
  );

  test('takes its example', () => {
    expect(example, at).not.toBe('');
    const empty = config.readServeConfig({});
    const set = config.readServeConfig({ ...beside, [name]: example });
    const isDefault = quotedIn(fallback)[0] === example;
    if (!isDefault && name !== 'DISCORD_DEV_GUILD' && name !== 'SLACK_MANAGERS' && !name.endsWith('API_URL')) {
      expect(set, at).not.toEqual(empty);
    }
    expect(set.secrets.length > Object.keys(beside).length, at).toBe(secret === 'yes');
    expect(['yes', 'no'], at).toContain(secret);
    expect(meaning, at).not.toBe('');
  });

  test('has the default that is told', () => {
    const [told] = quotedIn(fallback);
    if (told === undefined || !fallback.startsWith('`')) return;
    const cwd = process.cwd();
    // Where there is nothing, as for a newcomer; the folder of topics is then the one that comes with the program.
    if (name !== 'READOUT_BRIEFINGS') process.chdir(folder);
    try {
      expect(config.readServeConfig({ [name]: told }), at).toEqual(config.readServeConfig({}));
    } finally {
      process.chdir(cwd);
    }
  });
});
