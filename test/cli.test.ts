// Runs the command itself, as a person would: what it prints, where, and with which exit status.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Briefing } from '../src/core/briefing.ts';

// Many processes at once, on however few cores.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const SHIPPED = fileURLToPath(new URL('../briefings', import.meta.url));

/** Compiled code is kept between the runs of these tests too: they start in half the time. */
const CACHE = fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url));
const ENVIRONMENT = { PATH: process.env.PATH, NODE_COMPILE_CACHE: CACHE };

const TEXT =
  'France agreed on Monday to cut the tariffs on cars. "We are ready to talk about it," said Lavrov, the Russian foreign ' +
  'minister. He said that the two sides will meet again in May.';

const POLISH =
  'Minister spraw zagranicznych powiedział w poniedziałek, że rząd poprze plan pokojowy i odrzuci tę propozycję. ' +
  'Premier dodał, że w przyszłym tygodniu odbędą się kolejne rozmowy w Warszawie z udziałem przedstawicieli Niemiec.';

type Ran = { status: number | null; out: string; err: string };
type Setting = { input?: string | Uint8Array; env?: Record<string, string>; cwd?: string };

/** Runs `readout` in the folder of this test. A child that hangs fails the test by vitest's own time limit. */
function readout(args: string[], { input = '', env = {}, cwd = folder }: Setting = {}): Promise<Ran> {
  const { promise, resolve } = Promise.withResolvers<Ran>();
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, env: { ...ENVIRONMENT, ...env } });
  const ran: Ran = { status: null, out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (ran.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (ran.err += text));
  child.stdin.on('error', () => {}); // it may stop reading before the end
  child.stdin.end(input);
  child.on('close', (status) => resolve({ ...ran, status }));
  return promise;
}

/** What a person is told: at most two lines on standard error, and never a stack trace. */
function complaint({ out, err }: Ran): string {
  expect(out).toBe('');
  expect(err.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
  expect(err).not.toMatch(/^\s+at |node:internal|\.ts:\d/m);
  return err;
}

let folder = '';
/** What `--json` printed of the topic that ships, and of story.txt. */
let made = '';
let story = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'readout-cli-'));
  write('story.txt', TEXT);
  write('front.txt', `---\ntitle: Tariffs\npublished: 2021-02-04\n---\n${TEXT}`);
  write('empty.txt', '');
  write('blank.txt', ' \n\n');
  write('picture.txt', Uint8Array.of(0x89, 0x50, 0, 0));
  write('latin.txt', Buffer.from('Le président a été réélu.', 'latin1'));
  write('book.txt', 'a'.repeat(10_000_000));
  write('polish.txt', POLISH);
  write('own/broken/topic.yaml', 'title: Talks\nnames: {}\n');
  write('own/broken/2021-02-04.en.txt', TEXT);
  write('own/torn/topic.yaml', 'title: [\n');
  cpSync(join(SHIPPED, 'china-russia'), join(folder, 'own/china-russia'), { recursive: true });
  const runs = await Promise.all([
    readout(['brief', 'china-russia', '--json']),
    readout(['brief', 'story.txt', '--json']),
  ]);
  [made, story] = runs.map(({ out }) => out) as [string, string];
  write('made.json', made);
});

afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
}

describe.concurrent('a bad article ends with status 1 and a message', () => {
  test.each<[string, string[], RegExp]>([
    ['an empty file', ['empty.txt'], /^readout: empty\.txt has no text to read$/m],
    ['white space', ['blank.txt'], /^readout: blank\.txt has no text to read$/m],
    ['a picture', ['picture.txt'], /^readout: picture\.txt is not a text: byte 2 is NUL/],
    ['broken UTF-8', ['latin.txt'], /^readout: latin\.txt is not UTF-8: byte 5 \(0xE9\)/],
    ['10 MB', ['book.txt'], /^readout: book\.txt is 10 MB long; the limit is 0\.5 MB/],
    ['a language it does not read', ['polish.txt'], /Polish/],
    ['a folder', ['./own'], /^readout: \.\/own is a folder/],
    ['no such file', ['gone.txt'], /^readout: cannot read gone\.txt: there is no such file$/m],
    ['an address', ['https://example.org/a'], /pages are not fetched yet/],
    ['an unknown topic', ['chna-rusia'], /there is no topic "chna-rusia" in .*; did you mean china-russia\?/],
    [
      'an unknown edition',
      ['china-russia', '--edition', '1999'],
      /has no edition "1999"; the newest are: 2021-02-04\.ar$/m,
    ],
    ['a point that is not there', ['china-russia', '--point', '99'], /99/],
  ])('%s', async (_, args, message) => {
    const ran = await readout(['brief', ...args]);
    expect(complaint(ran)).toMatch(message);
    expect(ran.status).toBe(1);
  });

  test('10 MB from standard input', async () => {
    const ran = await readout(['brief', '-'], { input: 'a'.repeat(10_000_000) });
    expect(complaint(ran)).toMatch(/^readout: standard input is longer than 0\.5 MB/);
    expect(ran.status).toBe(1);
  });

  test.each([
    ['broken', /^readout: own\/broken\/topic\.yaml:1:8: title: /],
    ['torn', /^readout: own\/torn\/topic\.yaml:/],
  ])('the topic.yaml of %s', async (topic, message) => {
    const ran = await readout(['brief', topic], { env: { READOUT_BRIEFINGS: 'own' } });
    expect(complaint(ran)).toMatch(message);
    expect(ran.status).toBe(1);
  });

  test('faults of the settings, all at once', async () => {
    const ran = await readout(['brief', 'story.txt'], { env: { READOUT_BRIEFINGS: 'gone', READOUT_LANGUAGE: 'xx' } });
    expect(complaint(ran)).toMatch(/READOUT_BRIEFINGS: .*\nREADOUT_LANGUAGE: /);
    expect(ran.status).toBe(1);
  });
});

// test/terminal/commands.test.ts has the rest of what may not be asked.
describe.concurrent('wrong usage ends with status 2', () => {
  test.each<[string[], RegExp]>([
    [['brief'], /^readout: brief what\?/],
    [['brief', 'story.txt', '--json', '--markdown'], /'--markdown' cannot be used with option '--json'/],
    [['brief', 'story.txt', '--section', 'gossip'], /gossip/],
    [['brief', 'story.txt', '--published', 'yesterday'], /must be an ISO 8601 date/],
    [['brief', 'front.txt', '--published', '2021-02-05'], /contradicts front\.txt, which says "2021-02-04"/],
    [['brief', 'story.txt', '--edition', 'x'], /--edition chooses among the articles of a topic/],
    [['brief', 'china-russia', '--title', 'x'], /--title is for a file/],
    [['verify', '-', '-'], /only one of the briefing and the article/],
  ])('%j', async (args, message) => {
    const ran = await readout(args);
    expect(complaint(ran)).toMatch(message);
    expect(ran.err).toMatch(/^readout: /);
    expect(ran.status).toBe(2);
  });
});

describe.concurrent('brief', () => {
  test('finds the topic that ships with it from any folder', async () => {
    const ran = await readout(['brief', 'china-russia']);
    expect(ran).toMatchObject({ status: 0, err: '' });
    expect(ran.out).not.toBe('');
  });

  test('reads a file, or standard input', async () => {
    const ran = await readout(['brief', '-', '--json'], { input: TEXT });
    expect(JSON.parse(ran.out)).toMatchObject({ topic: null, articles: [{ id: 'stdin' }] });
    expect(JSON.parse(story)).toMatchObject({ topic: null, articles: [{ id: 'story' }] });
  });

  test('prefers a topic to a file of the same name, and a path to a topic', async () => {
    write('named/china-russia', TEXT);
    const cwd = join(folder, 'named');
    const [topic, path] = await Promise.all([
      readout(['brief', 'china-russia', '--json'], { cwd }),
      readout(['brief', './china-russia', '--json'], { cwd }),
    ]);
    expect(JSON.parse(topic.out)).toMatchObject({ topic: 'china-russia' });
    expect(JSON.parse(path.out)).toMatchObject({ topic: null });
  });

  test('takes what is said of the article', async () => {
    const ran = await readout(['brief', 'story.txt', '--title', 'Tariffs', '--published', '2021-02-04', '--json']);
    const [article] = Briefing.parse(JSON.parse(ran.out)).articles;
    expect(article).toMatchObject({ title: 'Tariffs', publishedAt: '2021-02-04', language: 'en' });
  });

  test('gives the same bytes twice', async () => {
    expect((await readout(['brief', 'china-russia', '--json'])).out).toBe(made);
  });

  test('gives the evidence as Web Annotations', async () => {
    const ran = await readout(['brief', 'china-russia', '--annotations']);
    expect(JSON.parse(ran.out)).toMatchObject({
      '@context': 'http://www.w3.org/ns/anno.jsonld',
      type: 'AnnotationCollection',
    });
  });
});

describe.concurrent('brief --jsonl', () => {
  const lines = [
    JSON.stringify({ id: 'a', text: TEXT }),
    'not json',
    '',
    JSON.stringify({ id: 'b' }),
    JSON.stringify({ id: 'c', text: POLISH }),
    JSON.stringify({ id: 'd', text: TEXT, title: 'Tariffs' }),
  ];

  test('answers line by line, in order, and goes on after a bad one', async () => {
    const ran = await readout(['brief', '--jsonl'], { input: lines.join('\n') });
    expect(ran).toMatchObject({ status: 0, err: '' });
    const answers = ran.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(answers.map(({ id, error }) => [id, typeof error])).toEqual([
      ['a', 'undefined'],
      [null, 'string'],
      ['b', 'string'],
      ['c', 'string'],
      ['d', 'undefined'],
    ]);
    expect(Briefing.parse(answers[4].briefing).articles[0]).toMatchObject({ id: 'd', title: 'Tariffs' });
  });

  test('reads a file, and says where there is none', async () => {
    write('batch.jsonl', lines.join('\n'));
    expect((await readout(['brief', 'batch.jsonl', '--jsonl'])).out.trimEnd().split('\n')).toHaveLength(5);
    expect(complaint(await readout(['brief', 'gone.jsonl', '--jsonl']))).toMatch(/there is no such file/);
  });

  test('ends without a word when the reader goes away', async () => {
    const { promise, resolve } = Promise.withResolvers<[number | null, string]>();
    const child = spawn(process.execPath, [MAIN, 'brief', '--jsonl'], { cwd: folder, env: ENVIRONMENT });
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.stdin.on('error', () => {});
    child.stdout.once('data', () => child.stdout.destroy());
    child.stdin.write(`${lines[0]}\n`.repeat(2000));
    child.on('exit', (status) => resolve([status, err]));
    expect(await promise).toEqual([0, '']);
  });
});

describe.concurrent('verify', () => {
  /** The briefing of story.txt, kept in a file, changed. */
  function changed(name: string, change: (briefing: Briefing) => void): string {
    const briefing = Briefing.parse(JSON.parse(story));
    change(briefing);
    write(name, JSON.stringify(briefing));
    return name;
  }

  test('accepts what was made here, and finds the article of a topic itself', async () => {
    const [file, input, named] = await Promise.all([
      readout(['verify', 'made.json']),
      readout(['verify', '-'], { input: made }),
      readout(['verify', 'made.json', join(SHIPPED, 'china-russia/2021-02-04.ar.txt')]),
    ]);
    expect(file).toEqual({ status: 0, err: '', out: 'made.json holds: every line stands in 2021-02-04.ar\n' });
    expect(input.status).toBe(0);
    expect(named.status).toBe(0);
  });

  test('accepts a line of a batch', async () => {
    const { out } = await readout(['brief', '--jsonl'], { input: JSON.stringify({ id: 'a', text: TEXT }) });
    expect(await readout(['verify', '-', 'story.txt'], { input: out })).toMatchObject({ status: 0, err: '' });
  });

  test('accepts a title that was given beside the article, and says that it is not in it', async () => {
    const titled = await readout(['brief', 'story.txt', '--title', 'Tariffs', '--json']);
    const ran = await readout(['verify', '-', 'story.txt'], { input: titled.out });
    expect(ran).toMatchObject({
      status: 0,
      err: 'readout: the title "Tariffs" is the briefing\'s own word: story.txt has none\n',
    });
  });

  test.each<[string, (briefing: Briefing) => void, RegExp]>([
    [
      'a changed quote',
      (b) => Object.assign(b.points[0]?.evidence[0] ?? {}, { quote: 'surrender' }),
      /^point 1.*expected "surrender", found/m,
    ],
    ['a shifted offset', (b) => (b.headline.evidence[0] as { start: number }).start++, /^headline.*: at 1-/m],
    [
      'a line without evidence',
      (b) => b.points[0]?.evidence.splice(0),
      /^point 1: has no evidence; every line needs some$/m,
    ],
  ])('refuses %s', async (name, change, fault) => {
    const ran = await readout(['verify', changed(`${name}.json`, change), 'story.txt']);
    expect(ran.out).toMatch(fault);
    expect(ran.err).toBe(`readout: ${name}.json does not hold: 1 fault\n`);
    expect(ran.status).toBe(1);
  });

  test('refuses another article', async () => {
    const ran = await readout(['verify', changed('other.json', () => {}), 'polish.txt']);
    expect(ran.out).toMatch(/^article story: expected a text with sha256 [0-9a-f]{64}, but this one has/);
    expect(ran.status).toBe(1);
  });

  test.each<[string, string | Uint8Array, string[], RegExp]>([
    ['what is not JSON', 'gossip', [], /^readout: standard input is not JSON/],
    ['a loose briefing without its article', JSON.stringify({ topic: null, articles: [] }), [], /does not hold/],
    ['an unknown topic', '', [], /not JSON/],
  ])('refuses %s', async (_, input, args, message) => {
    const ran = await readout(['verify', '-', ...args], { input });
    expect(ran.err).toMatch(message);
    expect(ran.status).toBe(1);
  });

  test('never opens what the briefing names outside the folder of briefings', async () => {
    const good = JSON.parse(made);
    for (const bad of [{ topic: '../own' }, { articles: [{ ...good.articles[0], id: '../../story', sha256: '' }] }]) {
      const ran = await readout(['verify', '-'], { input: JSON.stringify({ ...good, ...bad }) });
      expect(complaint(ran)).toMatch(/there is no topic|has no article/);
      expect(ran.status).toBe(1);
    }
  });
});

test('Ctrl-C ends without a word', async () => {
  const { promise, resolve } = Promise.withResolvers<[number | null, string]>();
  const child = spawn(process.execPath, [MAIN, 'brief', '--jsonl'], { cwd: folder, env: ENVIRONMENT });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdin.write(`${JSON.stringify({ id: 'a', text: TEXT })}\n`);
  child.stdout.once('data', () => child.kill('SIGINT'));
  child.on('exit', (status) => resolve([status, err]));
  expect(await promise).toEqual([130, '']);
});

test('help and version are no faults', async () => {
  const [help, version] = await Promise.all([readout(['brief', '--help']), readout(['--version'])]);
  expect(help).toMatchObject({ status: 0, err: '' });
  expect(help.out).toContain('--annotations');
  const { version: expected } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(version).toEqual({ status: 0, err: '', out: `${expected}\n` });
});
