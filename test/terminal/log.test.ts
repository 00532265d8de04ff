import { describe, expect, test } from 'vitest';
import { openLog } from '../../src/terminal/log.ts';

function logged(isTTY: boolean, secrets: string[] = []) {
  const lines: string[] = [];
  return { lines, log: openLog('info', secrets, { isTTY, write: (text) => lines.push(text) }) };
}

describe.each([true, false])('on a terminal: %s', (isTTY) => {
  test('says what is at its level', () => {
    const { lines, log } = logged(isTTY);
    log('debug', 'no');
    log('warn', 'yes', { topic: 'china-russia' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/yes/);
    expect(lines[0]).toMatch(/"topic":"china-russia"/);
  });

  test.each([
    'own-secret',
    'xoxb-123-456-abc',
    'xapp-1-A0-b',
    'https://hooks.slack.com/commands/T0/1/abc',
    'https://discord.com/api/webhooks/123/abc-DEF_1/messages',
    'https://discord.com/api/v10/interactions/123/aW50ZXJ.xyz/callback',
    `${'MTIz'.repeat(6)}.GabcdE.${'x'.repeat(30)}`,
  ])('hides %s', (secret) => {
    const { lines, log } = logged(isTTY, ['own-secret']);
    log('error', `cannot reach ${secret} now`, { cause: `at ${secret}` });
    expect(lines.join('')).toContain('[secret]');
    expect(lines.join('')).not.toMatch(/own-secret|xoxb-1|xapp-1|hooks\.slack|abc-DEF|aW50ZXJ|MTIz/);
  });
});

test('elsewhere than on a terminal a line is an object', () => {
  const { lines, log } = logged(false);
  log('info', 'ready', { seconds: 1 });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'ready', seconds: 1, time: expect.any(String) });
});
