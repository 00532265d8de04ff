import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Finding } from '../../src/core/seams.ts';
import { MIGRATIONS } from '../../src/store/migrations.ts';
import { openStore } from '../../src/store/open.ts';
import { freshPlace, query } from '../contract/stores.ts';
import { ARTICLE, articleOf, type Case, expectFinding, type Installation, openInstallation } from '../installation.ts';

const TOPIC = 'briefings/china-russia/topic.yaml';
const POLISH =
  'Minister spraw zagranicznych powiedział w poniedziałek, że rząd poprze plan pokojowy i odrzuci tę propozycję. ' +
  'Premier dodał, że w przyszłym tygodniu odbędą się kolejne rozmowy w Warszawie z udziałem przedstawicieli Niemiec.';
const DATABASE = /^database$/;
const schedules = (entry: string) => `schedules:\n  - { ${entry} }\n`;

/** Puts something else where the data folder is. */
const instead = ({ folder }: Installation, put: (path: string) => void) => {
  rmSync(join(folder, 'data'), { recursive: true });
  put(join(folder, 'data'));
};

/** A program of its own at READOUT_WEB, that answers every request with this status. */
async function takePort({ env }: Installation, status: number): Promise<void> {
  const [host, port] = (env.READOUT_WEB ?? '').split(':');
  const server = createServer((_, response) => response.writeHead(status).end()).listen(Number(port), host);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
}

/** Takes the lease that a process of serve has. */
async function live({ folder }: Installation): Promise<void> {
  const store = await openStore(join(folder, 'data', 'readout.db'));
  await store.leases.take('process:somebody', 'somebody', Date.now(), Date.now() + 15_000);
  await store.close();
}

const CASES: Case[] = [
  [
    'a setting that cannot be',
    ({ env }) => Object.assign(env, { READOUT_LANGUAGE: 'xx' }),
    'fault',
    /^configuration$/,
    /^READOUT_LANGUAGE: "xx" is not one of ar, en/,
    /^correct READOUT_LANGUAGE/,
  ],
  [
    'a setting that is set twice',
    ({ env, folder }) => Object.assign(env, { READOUT_LOG: 'info', READOUT_LOG_FILE: join(folder, 'log') }),
    'fault',
    /^configuration$/,
    /READOUT_LOG and READOUT_LOG_FILE are both set/,
    /^keep one of them$/,
  ],
  [
    'secrets that others can read',
    ({ folder }) => chmodSync(join(folder, '.env'), 0o644),
    'warning',
    /\.env$/,
    /others on this machine can read the secrets/,
    /^chmod 600 .*\.env$/,
  ],
  [
    'a topic.yaml that is no YAML',
    (deck) => deck.append(TOPIC, 'schedules: [\n'),
    'fault',
    /^topic china-russia$/,
    /topic\.yaml:\d+:\d+: /,
    /^mend the file/,
  ],
  [
    'a topic.yaml with something unknown in it',
    (deck) => deck.append(TOPIC, 'colour: blue\n'),
    'fault',
    /^topic china-russia$/,
    /topic\.yaml:\d+:1: "colour" is not known here/,
    /^mend the file/,
  ],
  [
    'a topic without an article',
    ({ folder }) => rmSync(join(folder, ARTICLE)),
    'fault',
    /^topic china-russia$/,
    /has no article yet/,
    /^put one into/,
  ],
  [
    'an article that is no text',
    ({ folder }) => writeFileSync(join(folder, ARTICLE), Buffer.from('Le président', 'latin1')),
    'fault',
    /^topic china-russia$/,
    /2021-02-04\.ar\.txt is not UTF-8/,
    /^mend the file/,
  ],
  [
    'an article in a language that is not read',
    (deck) => deck.write('briefings/china-russia/2026-01-01.pl.txt', POLISH),
    'fault',
    /^topic china-russia$/,
    /2026-01-01\.pl\.txt: The article is in Polish \(pl\)/,
    /one of: Arabic, English; .*"language: en"/,
  ],
  [
    'a translation that does not fit its article',
    (deck) => deck.write(ARTICLE, `${articleOf(deck).slice(0, -400)}\n`),
    'fault',
    /^topic china-russia$/,
    /does not stand in the article/,
    /^mend the file/,
  ],
  [
    'a zone that is unknown, in topic.yaml',
    (deck) =>
      deck.append(
        TOPIC,
        schedules(
          'platform: slack, place: T0TEAM, channel: C1NEWS, when: every day at 8, zone: Mars/Olympus, language: en',
        ),
      ),
    'fault',
    /^china-russia\/topic\.yaml schedules\.0$/,
    /no time zone "Mars\/Olympus"/,
    /^write one such as Asia\/Riyadh/,
  ],
  [
    'a time that is none, in topic.yaml',
    (deck) =>
      deck.append(
        TOPIC,
        schedules('platform: slack, place: T0TEAM, channel: C1NEWS, when: "* * * * *", zone: UTC, language: en'),
      ),
    'fault',
    /^china-russia\/topic\.yaml schedules\.0$/,
    /more often than every 5 minutes/,
    /stays as it is/,
  ],
  [
    'a zone that is unknown, in the database',
    (deck) => deck.keep('slack', { zone: 'Mars/Olympus' }),
    'fault',
    /^schedule s3$/,
    /no time zone "Mars\/Olympus"/,
    /\/briefings remove s3/,
  ],
  [
    'a schedule whose topic is gone',
    (deck) => deck.keep('slack', { topic: 'moon' }),
    'fault',
    /^schedule s3$/,
    /there is no topic moon/,
    /put its folder back/,
  ],
  [
    'a schedule that a platform paused',
    (deck) => deck.keep('slack', { state: { type: 'paused', reason: 'no-access' } }),
    'warning',
    /^schedule s3$/,
    /is paused\. /,
    /^\/briefings resume s3/,
  ],
  [
    'a slot that nobody posted',
    (deck) => deck.keep('slack', { nextAt: Date.parse('2026-01-05T05:00:00Z') }),
    'warning',
    /^schedule s3$/,
    /was to be posted on .*5 January 2026.*08:00.*Riyadh/,
    /^start serve$/,
  ],
  [
    'a platform that is not set up, and is to be posted to',
    ({ env }) => {
      for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN']) delete env[name];
    },
    'fault',
    /^Slack$/,
    /is not set up, and there are schedules/,
    /^set SLACK_BOT_TOKEN and SLACK_APP_TOKEN$/,
  ],
  [
    'a file where the data folder should be',
    (deck) => instead(deck, (path) => writeFileSync(path, '')),
    'fault',
    /^data folder$/,
    /is no folder/,
    /^move that file away/,
  ],
  [
    'a data folder in which nothing can be made, even as root',
    ({ env }) => Object.assign(env, { READOUT_DATA: '/proc/self/readout' }),
    'fault',
    /^data folder$/,
    /cannot be made: nothing can be written into \/proc\/self/,
    /READOUT_DATA to another folder/,
  ],
  [
    'a disk that is full',
    (deck) => {
      deck.room = () => 3_000_000;
    },
    'fault',
    /^data folder$/,
    /3 MB free/,
    /^free some space/,
  ],
  [
    'a disk that is nearly full',
    (deck) => {
      deck.room = () => 90_000_000;
    },
    'warning',
    /^data folder$/,
    /90 MB free/,
    /^free some space/,
  ],
  [
    'a database that is none',
    ({ folder }) => writeFileSync(join(folder, 'data', 'readout.db'), 'a letter, and no database\n'.repeat(100)),
    'fault',
    DATABASE,
    /is no SQLite database/,
    /^choose another place/,
  ],
  [
    'a database that is a folder',
    ({ folder }) => {
      rmSync(join(folder, 'data', 'readout.db'));
      mkdirSync(join(folder, 'data', 'readout.db'));
    },
    'fault',
    DATABASE,
    /cannot be opened and written/,
    /^let your user write/,
  ],
  [
    'a database of a newer version',
    ({ folder }) => {
      const file = new Sqlite(join(folder, 'data', 'readout.db'));
      file.exec("insert into kysely_migration (name, timestamp) values ('900', '2030-01-01T00:00:00Z')");
      file.close();
    },
    'fault',
    DATABASE,
    /a newer version of Readout has used this database \(its step 900/,
    /^update Readout$/,
  ],
  [
    'a Postgres server that is not there',
    ({ env }) => Object.assign(env, { DATABASE_URL: 'postgres://me:open-sesame@127.0.0.1:1/readout' }),
    'fault',
    DATABASE,
    /nothing answers there/,
    /^start the database server/,
  ],
  [
    'a port that another program has',
    (deck) => takePort(deck, 404),
    'fault',
    /^web address$/,
    /127\.0\.0\.1:\d+: another program has it/,
    /^stop that program, or set READOUT_WEB/,
  ],
  [
    'a port that another program has, though serve runs',
    async (deck) => {
      await live(deck);
      await takePort(deck, 404);
    },
    'fault',
    /^web address$/,
    /another program has it/,
    /^stop that program/,
  ],
  [
    'an address that is not of this machine',
    ({ env }) => Object.assign(env, { READOUT_WEB: '192.0.2.1:8080' }),
    'fault',
    /^web address$/,
    /192\.0\.2\.1:8080: this machine has no such address/,
    /READOUT_WEB to an address of this machine/,
  ],
  [
    'a clock that is ahead',
    (deck) => {
      deck.clock = { now: () => Date.now() + 120_000 };
    },
    'fault',
    /^clock$/,
    /is 1(?:19|20) s ahead of Discord's/,
    /NTP/,
  ],
  [
    'a part that takes too long',
    (deck) => {
      deck.withinMs = 500;
      deck.patience = 20_000;
      deck.discord.fail('GET /channels/{channel_id}', [{ late: 2_000 }]);
    },
    'fault',
    /^Discord$/,
    /not all was looked at: it took longer than 0\.5 s/,
    /check again/,
  ],
];

describe('readout check finds', { timeout: 20_000 }, () => {
  test.each(CASES)('%s', async (...one) => {
    await using deck = await openInstallation();
    expect(await expectFinding(deck, one)).not.toMatch(/open-sesame/);
  });

  test('a clock that is behind both platforms', async () => {
    await using deck = await openInstallation({ discord: { ahead: 90_000 }, slack: { ahead: 90_000 } });
    expect(await deck.wrong()).toEqual([
      expect.objectContaining({ is: 'fault', of: 'clock', what: expect.stringMatching(/is (?:89|90) s behind/) }),
    ]);
  });

  test('platforms of which none answers: the clock cannot be compared', async () => {
    await using deck = await openInstallation();
    deck.patience = 300;
    const nowhere = 'http://127.0.0.1:1/api';
    Object.assign(deck.env, { DISCORD_API_URL: nowhere, SLACK_API_URL: `${nowhere}/` });
    expect((await deck.wrong()).map(({ of, is }) => `${is} ${of}`)).toEqual([
      'fault Discord token',
      'fault Slack bot token',
      'fault Slack app token',
      'warning clock',
    ]);
  });

  test('every setting that is wrong, and what can be looked at all the same', async () => {
    await using deck = await openInstallation();
    Object.assign(deck.env, {
      READOUT_BRIEFINGS: '/no/such',
      READOUT_LANGUAGE: 'xx',
      READOUT_WEB: 'everywhere',
      DATABASE_URL: 'mysql://me:open-sesame@db/x',
      DISCORD_TOKEN: 'two words',
    });
    const findings = await deck.run();
    const wrong = findings.filter(({ is }) => is !== 'ok');
    expect(wrong.map(({ of, what }) => `${of} ${what.split(':')[0]}`).toSorted()).toEqual(
      ['DATABASE_URL', 'DISCORD_TOKEN', 'READOUT_BRIEFINGS', 'READOUT_LANGUAGE', 'READOUT_WEB'].map(
        (name) => `configuration ${name}`,
      ),
    );
    expect(JSON.stringify(findings)).not.toMatch(/open-sesame|two words/);
    expect(findings.find(({ of }) => of === 'Slack bot token')?.is).toBe('ok');
    // With a setting wrong that says where, nothing is said of what is there by default.
    expect(findings.map(({ of }) => of)).not.toEqual(expect.arrayContaining(['database']));
  });
});

test('a folder of topics that goes away is told, and the schedules in the database are looked at', async () => {
  await using deck = await openInstallation();
  const run = deck.run();
  rmSync(deck.env.READOUT_BRIEFINGS ?? '', { recursive: true });
  const findings = await run;
  expect(findings.filter(({ is }) => is !== 'ok')).toEqual([
    { is: 'fault', of: 'topics', what: expect.stringMatching(/^cannot read the folder/), remedy: expect.anything() },
  ]);
  expect(findings.map(({ of }) => of)).toContain('Slack channel C1NEWS');
});

describe('where nothing is wrong', { timeout: 20_000 }, () => {
  test('every line is fine, and nothing was changed', async () => {
    await using deck = await openInstallation();
    const data = join(deck.folder, 'data');
    const before = { files: readdirSync(data), bytes: readFileSync(join(data, 'readout.db')) };
    const findings = await deck.run();
    expect(findings.filter(({ is }) => is !== 'ok')).toEqual([]);
    expect(findings.map(({ of }) => of.replace(/\d{15,}/, 'N'))).toEqual([
      'configuration',
      join(deck.folder, '.env'),
      'topic china-russia',
      'data folder',
      'database',
      'schedule s1',
      'schedule s2',
      'Discord token',
      'Discord commands',
      'Discord servers',
      'Discord channel N',
      'Slack bot token',
      'Slack scopes',
      'Slack app token',
      'Slack managers',
      'Slack channel C1NEWS',
      'clock',
      'web address',
    ]);
    expect({ files: readdirSync(data), bytes: readFileSync(join(data, 'readout.db')) }).toEqual(before);
    expect([deck.discord.posted, deck.slack.messages]).toEqual([[], []]);
  });

  test('a database that is not there is not made, nor its folder', async () => {
    await using deck = await openInstallation();
    deck.env.READOUT_DATA = join(deck.folder, 'new', 'data');
    const findings = await deck.run();
    expect(findings.find(({ of }) => of === 'database')?.what).toMatch(/not there yet: serve makes it/);
    expect(findings.every(({ is }) => is === 'ok')).toBe(true);
    expect(statSync(join(deck.folder, 'new'), { throwIfNoEntry: false })).toBeUndefined();
  });

  test('a serve that runs is told of, and its page too', async () => {
    await using deck = await openInstallation();
    await live(deck);
    await takePort(deck, 200);
    const findings = await deck.run();
    expect(findings.filter(({ is }) => is !== 'ok')).toEqual([]);
    expect(findings.find(({ of }) => of === 'serve')?.what).toBe('is running');
    expect(findings.find(({ of }) => of === 'web address')?.what).toMatch(/^serve answers at/);
  });

  test('a store that another process has open, and writes to', async () => {
    await using deck = await openInstallation();
    const store = await openStore(join(deck.folder, 'data', 'readout.db'), { alone: true });
    const file = new Sqlite(join(deck.folder, 'data', 'readout.db'));
    file.exec('begin immediate');
    expect(await deck.wrong()).toEqual([]);
    file.exec('rollback');
    file.close();
    await store.close();
  });

  test('schedules of topic.yaml count before serve has read them; those in the database alone are not theirs', async () => {
    await using deck = await openInstallation();
    await deck.keep('slack', { id: 'file-old', source: 'file', zone: 'Mars/Olympus' });
    const { guild, channels } = deck.discord;
    deck.append(
      TOPIC,
      schedules(
        `platform: discord, place: "${guild.id}", channel: "${channels.news.id}", when: every day at 8, zone: Asia/Riyadh, language: en`,
      ),
    );
    const findings = await deck.run();
    expect(findings.filter(({ is }) => is !== 'ok')).toEqual([]);
    const of = findings.map((finding) => finding.of);
    expect(of.filter((name) => name.startsWith('schedule file-'))).toHaveLength(1);
    expect(of).not.toContain('schedule file-old');
    expect(of).toContain(`Discord channel ${channels.news.id}`);
  });

  test('drafts, what is over, and what somebody paused ask nothing of their channels', async () => {
    await using deck = await openInstallation();
    const gone = { channel: 'C9GONE' };
    await deck.keep('slack', { ...gone, state: { type: 'draft' } });
    await deck.keep('slack', { ...gone, state: { type: 'over' }, nextAt: null });
    await deck.keep('slack', { ...gone, state: { type: 'paused', reason: 'asked' } });
    expect(await deck.wrong()).toEqual([]);
  });

  test('of many that are fine the first are told, and the others counted', async () => {
    await using deck = await openInstallation();
    for (let i = 0; i < 12; i += 1) await deck.keep('slack');
    const findings = await deck.run();
    const told = findings.filter(({ of }) => of.startsWith('schedule'));
    expect(told.map(({ what }) => what).at(-1)).toBe('4 more are as they should be');
    expect(told).toHaveLength(11);
    expect(findings.filter(({ of }) => of === 'Slack channel C1NEWS')).toHaveLength(1);
  });

  test('no topic and no platform are no fault', async () => {
    await using deck = await openInstallation();
    rmSync(join(deck.folder, 'briefings', 'china-russia'), { recursive: true });
    rmSync(join(deck.folder, 'data'), { recursive: true });
    const { READOUT_BRIEFINGS = '', READOUT_DATA = '', READOUT_WEB = '' } = deck.env;
    deck.env = { READOUT_BRIEFINGS, READOUT_DATA, READOUT_WEB };
    expect((await deck.wrong()).map(({ is, of }) => `${is} ${of}`)).toEqual(['warning topics', 'warning platforms']);
  });
});

/** The step that this version brings a database to. */
const NEWEST = Object.keys(MIGRATIONS).toSorted().at(-1);

describe('on Postgres', { timeout: 60_000 }, () => {
  const ofStore = (findings: readonly Finding[]) =>
    findings.filter(({ of }) => of === 'database' || of === 'data folder');

  test('an empty database is fine and stays empty; with its tables its schedules are looked at', async () => {
    const place = await freshPlace('postgres');
    onTestFinished(place.remove);
    await using deck = await openInstallation();
    deck.env.DATABASE_URL = place.location;
    const [empty] = ofStore(await deck.run());
    expect(empty).toMatchObject({
      is: 'ok',
      what: expect.stringContaining(`is empty: serve brings it to step ${NEWEST} `),
    });
    expect(ofStore(await deck.run())).toEqual([empty]);
    await place.open();
    expect(ofStore(await deck.run())).toEqual([
      { of: 'database', is: 'ok', what: expect.stringMatching(new RegExp(`opens, at step ${NEWEST}$`)) },
    ]);
    expect(JSON.stringify(await deck.run())).not.toContain(new URL(place.location).password);
  });

  test.each([
    [
      'a wrong password',
      (url: URL) => Object.assign(url, { password: 'wrong' }),
      /does not accept|refuses/,
      /DATABASE_URL/,
    ],
    [
      'no such database',
      (url: URL) => Object.assign(url, { pathname: '/none' }),
      /no database of this name/,
      /^create it/,
    ],
  ])('%s', async (name, change, what, remedy) => {
    const place = await freshPlace('postgres');
    onTestFinished(place.remove);
    await using deck = await openInstallation();
    deck.env.DATABASE_URL = change(new URL(place.location)).href;
    const [finding] = ofStore(await deck.run());
    // A server may trust whoever comes from its own machine.
    if (name === 'a wrong password' && finding?.is === 'ok') return;
    expect(finding).toMatchObject({
      is: 'fault',
      what: expect.stringMatching(what),
      remedy: expect.stringMatching(remedy),
    });
  });

  test('a user that may make no tables', async () => {
    const place = await freshPlace('postgres');
    onTestFinished(place.remove);
    const role = `readout_guest_${process.pid}_${Date.now()}`;
    await query(place.location, `create role ${role} login password 'guest-word'`);
    onTestFinished(() => query(place.location, `drop role ${role}`));
    await query(place.location, 'revoke create on schema public from public');
    await using deck = await openInstallation();
    deck.env.DATABASE_URL = Object.assign(new URL(place.location), { username: role, password: 'guest-word' }).href;
    const [finding] = ofStore(await deck.run());
    expect(finding).toMatchObject({
      is: 'fault',
      what: expect.stringMatching(/may make no tables/),
      remedy: expect.stringMatching(/grant create on schema public/),
    });
    expect(JSON.stringify(finding)).not.toContain('guest-word');
  });
});
