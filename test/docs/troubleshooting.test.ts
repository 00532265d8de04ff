// docs/troubleshooting.md quotes what the program says, and leaves out nothing that an operator has to mend.
import { globSync, readFileSync } from 'node:fs';
import { DiscordAPIError, GatewayCloseCodes, RESTJSONErrorCodes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { explain } from '../../src/discord/errors.ts';
import { troubleOf } from '../../src/slack/errors.ts';
import { allSaid, isSaid, type Said, saidBy, toldBy } from './messages.ts';
import { quotedIn, type Row, rowsOf } from './pages.ts';

const PAGE = 'docs/troubleshooting.md';
const rows = rowsOf(PAGE, 'message');
const words = rowsOf(PAGE, "Slack's word");
const messages = rows.map(({ message = '' }) => (quotedIn(message)[0] ?? '').replace(/…+/g, '…'));
const remedyOf = (row: Row | undefined) => (row?.['what to do'] ?? '').replaceAll('`', '');

/** What stands in the texts of the interface. */
function inInterface(): Said[] {
  const file = 'src/languages/en/interface.yaml';
  const texts = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : Object.values((value ?? {}) as object).flatMap(texts);
  return texts(parse(readFileSync(file, 'utf8'))).map((text) => ({ file, pattern: text.replace(/\{\w+\}/g, '…') }));
}

describe('every message of the page', () => {
  // The log's lines of a platform begin with its name.
  const known = [...allSaid(), ...inInterface()].map(({ file, pattern }) => ({ file, pattern: bare(pattern) }));

  test.each(rows.map((row, i) => [messages[i] ?? '', row] as const))('%s', (message, row) => {
    const isKnown = known.some((said) => isSaid(message, said) || sameHoles(message, said.pattern));
    expect(isKnown, `${row.at}: nothing in src/ says this`).toBe(true);
    expect(row.why, row.at).not.toBe('');
    expect(remedyOf(row), row.at).not.toBe('');
  });
});

function bare(pattern: string): string {
  return pattern.replace(/^(?:discord|slack): /, '');
}

/** What is mostly holes must be the same to the letter. */
function sameHoles(message: string, pattern: string): boolean {
  return message === pattern || message.replace(/…+$/, '') === pattern.replace(/…+$/, '');
}

/** Whether the page has this text. */
function isTold(said: Said): boolean {
  return messages.some((message) => sameHoles(message, said.pattern) || isSaid(message, said));
}

describe('every message that somebody must do something about is on the page', () => {
  const forPeople = (file: string) => saidBy(file, /new UserError\(/);
  const files = [
    'src/config.ts',
    'src/main.ts',
    ...globSync('src/{{store,sources,engine,terminal}/*,*/setup,*/first-schedule}.ts').toSorted(),
  ];

  test.each(files.filter((file) => forPeople(file).length > 0))('%s', (file) => {
    const left = forPeople(file).filter((said) => !isTold(said) && !isOfUse(said));
    expect(left.map(({ pattern }) => pattern)).toEqual([]);
  });

  test('the log', () => {
    const logged = globSync('src/**/*.ts').flatMap((file) => saidBy(file, /log\(\s*'(?:warn|error)',/));
    expect(logged.length).toBeGreaterThan(10);
    const left = logged.filter(
      ({ file, pattern }) => /\w{4}/.test(bare(pattern)) && !isTold({ file, pattern: bare(pattern) }),
    );
    expect(left.map(({ pattern }) => pattern)).toEqual([]);
  });
});

test('every finding of readout check is on the page', () => {
  const first = /(?:fault|warning)\(\s*(?:'[^']*'|`[^`]*`|[\w.[\]]+),/;
  const found = globSync('src/**/{inspect,check,check-*}.ts').flatMap((file) => saidBy(file, first));
  expect(found.length).toBeGreaterThan(25);
  const left = found.filter((said) => /\w{4}/.test(said.pattern) && !isTold(said));
  expect(left.map(({ pattern }) => pattern)).toEqual([]);
});

/** Wrong uses of the command say all there is to say, and so do passages that name the fault in their hole alone. */
function isOfUse({ pattern }: Said): boolean {
  return (
    /^(?:--(?:edition|title) |only one of|there is no section|the briefing is of|--… "…": …$)/.test(pattern) ||
    pattern.replace(/[…:;,. ]/g, '').length === 0 ||
    /^(?:…: cannot be read(?:: …)?|The article … has no text\.)$/.test(pattern)
  );
}

describe('platforms', () => {
  const failures = [
    ...Object.values(RESTJSONErrorCodes)
      .filter((code) => typeof code === 'number')
      .map((code) => explain(new DiscordAPIError({ code, message: 'x' }, code, 400, 'GET', '', {}))),
    ...Object.values(GatewayCloseCodes)
      .filter((code) => typeof code === 'number')
      .map((code) => explain(Object.assign(new Error('closed'), { code }))),
    explain(new DiscordAPIError({ code: 0, message: 'x' }, 0, 401, 'GET', '', {})),
  ];
  const told = new Map(
    failures.flatMap((failure) => {
      if (failure.type !== 'permanent' || failure.what.startsWith('Discord refuses (')) return [];
      return [[failure.what.replace(/ \(HTTP .*$/, ''), failure.remedy] as const];
    }),
  );
  told.delete('closed');

  test.each([...told])('Discord: %s', (what, remedy) => {
    const row = rows[messages.indexOf(what)];
    expect(row, 'is not on the page').toBeDefined();
    expect(remedyOf(row)).toContain(remedy.split(':')[0]);
  });

  test('Discord has enough of them', () => expect(told.size).toBeGreaterThan(12));

  /** Whatever could be one of Slack's words, and is answered with a remedy of its own. */
  const remedies = new Map(
    [...new Set(readFileSync('src/slack/errors.ts', 'utf8').match(/\b[a-z_]{6,}\b/g))].flatMap((word) => {
      const trouble = troubleOf({ code: 'slack_webapi_platform_error', data: { error: word } });
      return trouble.type === 'permanent' && !/fault of Readout/.test(trouble.remedy) ? [[word, trouble.remedy]] : [];
    }),
  );

  test.each([...remedies])('Slack: %s', (word, remedy) => {
    const row = words.find((one) => quotedIn(one["Slack's word"] ?? '').includes(word));
    expect(row, 'is not on the page').toBeDefined();
    expect(remedyOf(row)).toContain(remedy);
  });

  test('Slack has enough of them, and the page no others', () => {
    expect(remedies.size).toBeGreaterThan(25);
    const named = words.flatMap((row) => quotedIn(row["Slack's word"] ?? ''));
    expect(named.filter((word) => !remedies.has(word))).toEqual([]);
  });

  test.each([...toldBy('src/store/errors.ts'), ...toldBy('src/wire/door.ts')])(
    '$file: $pattern',
    ({ pattern, remedy }) => {
      const row = rows[messages.indexOf(pattern)];
      expect(row, 'is not on the page').toBeDefined();
      expect(remedyOf(row)).toContain(remedy);
    },
  );
});
