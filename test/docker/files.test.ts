// What of the image and of compose.yaml can be told without an engine. What an engine tells: the rows of .ci/run and
// .github/workflows/test.yml.
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { readServeConfig } from '../../src/config.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const json = (path: string) => JSON.parse(read(path));

type Service = {
  image: string;
  profiles?: string[];
  deploy?: { replicas: number };
  environment: Record<string, string>;
  env_file?: { path: string; required: boolean }[];
  secrets?: string[];
  volumes: string[];
  ports?: string[];
} & Record<string, unknown>;
type Compose = {
  services: Record<'readout' | 'replica' | 'postgres', Service>;
  secrets: Record<string, { file: string }>;
  volumes: Record<string, null>;
};

const dockerfile = read('Dockerfile');
const compose: Compose = parse(read('compose.yaml'), { merge: true });
const { readout, replica, postgres } = compose.services;

/** The names of settings that src/config.ts asks for. */
const settings = [...read('src/config.ts').matchAll(/\bread\('([A-Z_]+)'/g)].map(([, name]) => name ?? '');

/** What the last of an instruction says, lines joined. */
function instruction(name: string): string {
  const all = [...dockerfile.replace(/\\\n\s*/g, '').matchAll(new RegExp(`^${name} (.+)$`, 'gm'))];
  return all.at(-1)?.[1] ?? '';
}

/** The variables that the image sets. */
const imageEnvironment = Object.fromEntries(
  instruction('ENV')
    .split(/\s+/)
    .map((pair) => pair.split('=', 2) as [string, string]),
);

describe('Dockerfile', () => {
  test('has the Node that tools/node pins, in every stage that has one', () => {
    const pinned = new Set(Object.values(json('tools/node/package.json').optionalDependencies));
    const used = [...dockerfile.matchAll(/^FROM (?:--\S+ )*node:([\d.]+)-/gm)].map(([, version]) => version);
    expect(used.length).toBeGreaterThan(0);
    expect(new Set(used)).toEqual(pinned);
  });

  test('names the version of package.json', () => {
    expect(instruction('ARG')).toBe(`VERSION=${json('package.json').version}`);
  });

  test('runs as nobody in particular, with the two volumes, without a shell', () => {
    expect(instruction('USER')).toBe('65532:65532');
    expect(JSON.parse(instruction('VOLUME'))).toEqual(['/data', '/briefings']);
    for (const name of ['ENTRYPOINT', 'CMD']) expect(JSON.parse(instruction(name))).toBeInstanceOf(Array);
    expect(instruction('HEALTHCHECK')).toMatch(/ CMD \["node", .*"\/app\/tools\/docker\/health\.js"\]$/);
  });

  test('sets what src/config.ts knows', () => {
    const own = Object.keys(imageEnvironment).filter((name) => name !== 'PATH' && name !== 'NODE_ENV');
    expect(own.filter((name) => !settings.includes(name))).toEqual([]);
    expect(imageEnvironment).toMatchObject({ READOUT_DATA: '/data', READOUT_BRIEFINGS: '/briefings' });
  });

  test('copies what is there, and .dockerignore lets in', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
      ([, paths]) => paths?.split(' ') ?? [],
    );
    expect(copied).toContain('src');
    const files = globSync(copied.map((path) => `{${path},${path}/**}`));
    expect(copied.filter((path) => !files.includes(path))).toEqual([]);
    expect(files.filter(isIgnored)).toEqual([]);
  });
});

/** Whether .dockerignore keeps a path out: the last pattern that fits it, or a folder above it, decides. */
function isIgnored(path: string): boolean {
  const parts = path.split('/');
  const above = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return read('.dockerignore')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .reduce((ignored, line) => {
      const pattern = line.replace(/^!/, '');
      return above.some((one) => posix.matchesGlob(undotted(one), undotted(pattern))) ? !line.startsWith('!') : ignored;
    }, false);
}

/** Docker's `*` fits names that begin with a dot, too. */
function undotted(path: string): string {
  return path.replace(/(^|\/)\./g, '$1_');
}

describe('.dockerignore', () => {
  test.each([
    '.env',
    '.env.local',
    '.git/config',
    '.ci/run',
    'data/readout.db',
    'secrets/database_url',
    'node_modules/zod/package.json',
    'test/docker/smoke.js',
    'bench/main.ts',
    'README.md',
    'tools/preview.ts',
  ])('keeps %s out', (path) => {
    expect(isIgnored(path)).toBe(true);
  });

  test.each(['src/main.ts', 'briefings/china-russia/topic.yaml', 'package-lock.json', 'tools/node/readout.js'])(
    'lets %s in',
    (path) => {
      expect(isIgnored(path)).toBe(false);
    },
  );
});

describe('compose.yaml', () => {
  test.each(Object.entries(compose.services))(
    '%s has no right, memory or process that it does not need',
    (_, service) => {
      expect(service).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        mem_limit: expect.stringMatching(/^\d+m$/),
        pids_limit: expect.any(Number),
        user: expect.stringMatching(/^(65532:65532|postgres)$/),
        restart: 'unless-stopped',
      });
      for (const wide of ['privileged', 'network_mode', 'cap_add']) expect(service).not.toHaveProperty(wide);
    },
  );

  test('one container without a profile, three and Postgres with `scale`', () => {
    expect(Object.keys(compose.services)).toEqual(['readout', 'replica', 'postgres']);
    expect([readout.profiles, replica.profiles, postgres.profiles]).toEqual([undefined, ['scale'], ['scale']]);
    expect(replica.deploy?.replicas).toBe(3);
  });

  test('.env may be absent, and is for no more than tokens: paths stay those of the image', () => {
    for (const { env_file, environment } of [readout, replica]) {
      expect(env_file).toEqual([{ path: '.env', required: false }]);
      for (const name of ['READOUT_DATA', 'READOUT_BRIEFINGS', 'READOUT_WEB'])
        expect(environment[name]).toBe(imageEnvironment[name]);
    }
  });

  test('sets what src/config.ts knows', () => {
    const names = [readout, replica].flatMap(({ environment }) => Object.keys(environment));
    expect(names.filter((name) => !settings.includes(name.replace(/_FILE$/, '')))).toEqual([]);
  });

  test('three have Postgres from a secret, whatever .env says', () => {
    expect(replica.environment.DATABASE_URL_FILE).toBe('/run/secrets/database_url');
    const folder = mkdtempSync(join(tmpdir(), 'readout-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'database_url');
    writeFileSync(file, 'postgres://readout:secret@postgres:5432/readout\n');
    const fromDotEnv = { DATABASE_URL: 'postgres://other' };
    const own = { ...replica.environment, DATABASE_URL_FILE: file, READOUT_BRIEFINGS: 'briefings' };
    expect(readServeConfig({ ...fromDotEnv, ...own }).store).toBe('postgres://readout:secret@postgres:5432/readout');
  });

  test('the password of Postgres is in no variable', () => {
    expect(Object.keys(postgres.environment).filter((name) => /PASSWORD(?!_FILE$)|PGPASS/.test(name))).toEqual([]);
    const used = [...(replica.secrets ?? []), ...(postgres.secrets ?? [])];
    expect(used.toSorted()).toEqual(Object.keys(compose.secrets).toSorted());
    for (const { file } of Object.values(compose.secrets)) {
      expect(file).toMatch(/^\.\/secrets\//);
      expect(read('.gitignore').split('\n')).toContain('/secrets/');
    }
  });

  test('every port is for this machine alone', () => {
    const ports = [readout, replica, postgres].flatMap(({ ports }) => ports ?? []);
    expect(ports.filter((port) => !/^127\.0\.0\.1:[\d-]+:8080$/.test(port))).toEqual([]);
    expect(instruction('EXPOSE')).toBe('8080');
  });

  test('every volume that is mounted is declared', () => {
    const mounted = [readout, replica, postgres].flatMap(({ volumes }) => volumes.map((one) => one.split(':')[0]));
    expect([...new Set(mounted)].toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
  });
});

describe('workflows', () => {
  const workflows = globSync('.github/workflows/*.yml');
  const used = workflows.flatMap((path) => [...read(path).matchAll(/uses: (.+)$/gm)].map(([, action]) => action ?? ''));

  test('every action is pinned to a commit, with its version beside it', () => {
    expect(used.length).toBeGreaterThan(0);
    const loose = used.filter((action) => !action.startsWith('./') && !/@[\da-f]{40} # v\d+\.\d+\.\d+$/.test(action));
    expect(loose).toEqual([]);
  });

  test('only the job that pushes may write, and only packages', () => {
    for (const path of workflows) {
      const { permissions, jobs } = parse(read(path)) as {
        permissions: object;
        jobs: Record<string, { permissions?: object }>;
      };
      const granted = [permissions, ...Object.values(jobs).map((job) => job.permissions ?? {})].flatMap(Object.entries);
      expect(granted.filter(([, level]) => level !== 'read')).toEqual(
        path.endsWith('release.yml') ? [['packages', 'write']] : [],
      );
    }
  });
});
