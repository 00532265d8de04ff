import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'readout-config-'));
const file = join(folder, 'language');
writeFileSync(file, 'fr\n');

test('what is not set has a default', () => {
  expect(readConfig({})).toEqual({ briefings: 'briefings', language: 'en' });
  expect(readConfig({ READOUT_BRIEFINGS: ' ', READOUT_LANGUAGE: '' })).toEqual(readConfig({}));
});

test('the environment decides', () => {
  expect(readConfig({ READOUT_BRIEFINGS: folder, READOUT_LANGUAGE: 'ar' })).toEqual({
    briefings: folder,
    language: 'ar',
  });
});

test('a value may stand in a file', () => {
  expect(readConfig({ READOUT_LANGUAGE_FILE: file })).toMatchObject({ language: 'fr' });
});

describe('faults', () => {
  test.each([
    [{ READOUT_LANGUAGE: 'xx' }, 'READOUT_LANGUAGE: "xx" is not one of ar, en, es, fr, ru, zh'],
    [{ READOUT_BRIEFINGS: '/no/such' }, 'READOUT_BRIEFINGS: there is no folder "/no/such"'],
    [{ READOUT_LANGUAGE_FILE: '/no/such' }, 'READOUT_LANGUAGE_FILE: cannot read the file it names'],
    [
      { READOUT_LANGUAGE: 'fr', READOUT_LANGUAGE_FILE: file },
      'READOUT_LANGUAGE and READOUT_LANGUAGE_FILE are both set',
    ],
  ])('%j', (environment, message) => {
    expect(() => readConfig(environment)).toThrow(message);
  });

  test('are told all at once', () => {
    const both = { READOUT_BRIEFINGS: '/no/such', READOUT_LANGUAGE: 'xx' };
    expect(() => readConfig(both)).toThrow(/^READOUT_BRIEFINGS: .*\nREADOUT_LANGUAGE: .*$/);
  });
});
