import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { keepInEnvFile, withSetting } from '../../src/terminal/env-file.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'readout-env-'));
const modeOf = (path: string) => statSync(path).mode & 0o777;

/** Text as tokens and passwords have it, and odder: quotes, signs of comments, backslashes, line breaks, other scripts. */
const anyValue = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom('"', "'", '`', '#', '\\', 'n', ' ', '=', '$', '{', '\n', 'a', 'ع'),
    maxLength: 12,
  }),
);
const anyLine = fc.oneof(
  fc.constantFrom(
    '# a comment',
    '',
    '  # TOKEN=old',
    'export OTHER=1',
    "QUOTED='a # b'",
    'DOUBLE="a\\nb"',
    'not a setting',
  ),
  fc.constantFrom(
    'TOKEN=old',
    'TOKEN=',
    '  export TOKEN = "old one" # why',
    'TOKENS=3',
    'MANY="one\nTOKEN=two\nthree"',
  ),
  fc.constantFrom('TOKEN="first\nsecond"', "TOKEN='x'\r", 'OPEN="no end'),
);

describe('a setting', () => {
  test('is read back as it was written, by Node itself, or refused', () => {
    let written = 0;
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 6 }), anyValue, (lines, value) => {
        const text = lines.join('\n');
        let after: string;
        try {
          after = withSetting(text, 'TOKEN', value);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          return;
        }
        written += 1;
        expect({ ...parseEnv(after) }).toEqual({ ...parseEnv(text), TOKEN: value });
        // Comments, and all lines that are none of this setting, stay.
        for (const line of lines.filter((one) => one.trimStart().startsWith('#'))) expect(after).toContain(line);
      }),
      { numRuns: 2_000 },
    );
    expect(written).toBeGreaterThan(1_000);
  });

  test('that any token can be is never refused', () => {
    const token = fc.string({
      unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
      minLength: 1,
    });
    fc.assert(
      fc.property(
        token.filter((one) => !['"', "'", '`'].every((sign) => one.includes(sign))),
        (value) => {
          expect(parseEnv(withSetting('A=1\n', 'TOKEN', value)).TOKEN).toBe(value);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['', 'TOKEN=a.b-c_1\n'],
    ['A=1', 'A=1\nTOKEN=a.b-c_1\n'],
    ['# why\nTOKEN=old # note\nA=1\n', '# why\nTOKEN=a.b-c_1\nA=1\n'],
    ['TOKEN=\nA=1\n', 'TOKEN=a.b-c_1\nA=1\n'],
    ['TOKEN="one\ntwo"\nA=1\n', 'TOKEN=a.b-c_1\nA=1\n'],
    ['# TOKEN=example\n', '# TOKEN=example\nTOKEN=a.b-c_1\n'],
    ['MANY="\nTOKEN=not this\n"\nTOKEN=this', 'MANY="\nTOKEN=not this\n"\nTOKEN=a.b-c_1'],
  ])('in %j', (before, after) => {
    expect(withSetting(before, 'TOKEN', 'a.b-c_1')).toBe(after);
  });

  test.each(['it\'s "all" `three` #', '\r'])(
    'that such a file cannot hold is refused without a letter of it: %j',
    (value) => {
      expect(() => withSetting('', 'TOKEN', `secret${value}`)).toThrow(/^TOKEN has characters that .*TOKEN_FILE$/);
    },
  );
});

describe('the file', () => {
  test('is its owner’s alone, whatever it was before, and what process.loadEnvFile reads', () => {
    const path = join(folder(), '.env');
    keepInEnvFile(path, { READOUT_TEST_A: 'a # b', READOUT_TEST_B: '"b"' });
    expect(modeOf(path)).toBe(0o600);
    process.loadEnvFile(path);
    expect(process.env).toMatchObject({ READOUT_TEST_A: 'a # b', READOUT_TEST_B: '"b"' });
    chmodSync(path, 0o644);
    keepInEnvFile(path, { READOUT_TEST_A: 'a # b' });
    expect(modeOf(path)).toBe(0o600);
    chmodSync(path, 0o644);
    keepInEnvFile(path, { READOUT_TEST_A: 'other' });
    expect(modeOf(path)).toBe(0o600);
    expect(parseEnv(readFileSync(path, 'utf8'))).toEqual({ READOUT_TEST_A: 'other', READOUT_TEST_B: '"b"' });
  });

  test('that is a link stays one', () => {
    const at = folder();
    mkdirSync(join(at, 'real'));
    writeFileSync(join(at, 'real/settings'), '# kept\n');
    symlinkSync('real/settings', join(at, '.env'));
    keepInEnvFile(join(at, '.env'), { TOKEN: 'x' });
    expect(readFileSync(join(at, 'real/settings'), 'utf8')).toBe('# kept\nTOKEN=x\n');
    expect(modeOf(join(at, 'real/settings'))).toBe(0o600);
    expect(readdirSync(at).toSorted()).toEqual(['.env', 'real']);
  });

  test('that cannot be written is told without a value, and nothing is left beside it', () => {
    const at = folder();
    mkdirSync(join(at, '.env'));
    expect(() => keepInEnvFile(join(at, '.env'), { TOKEN: 'secret' })).toThrow(/\.env cannot be written: (?!.*secret)/);
    expect(() => keepInEnvFile(join(at, 'none/.env'), { TOKEN: 'secret' })).toThrow(/cannot be written: (?!.*secret)/);
    expect(readdirSync(at)).toEqual(['.env']);
    writeFileSync(join(at, 'open'), 'A=1\nB="no end');
    expect(() => keepInEnvFile(join(at, 'open'), { TOKEN: `"secret"'` })).toThrow(/open: |TOKEN cannot be written/);
    expect(readFileSync(join(at, 'open'), 'utf8')).toBe('A=1\nB="no end');
  });
});
