// How this process tells that it lives, and that it can do what it is for.
import { describe, expect, test, vi } from 'vitest';
import type { PlatformState } from '../../src/core/connection.ts';
import { type Health, healthOf } from '../../src/web/health.ts';
import { basic, openTestSite, PASSWORD } from './sites.ts';

const UP: PlatformState = { type: 'connected' };
const FAILED: PlatformState = { type: 'failed', reason: 'Slack answered invalid_auth; Copy the bot token again.' };

function health(platforms: ReturnType<Health['platforms']>, database: Health['database'] = async () => {}): Health {
  return { alive: () => ({ status: 'ok', version: '1', startedAt: '' }), platforms, database } as never as Health;
}

describe('readiness', () => {
  test.each<[string, Record<string, PlatformState> | null, boolean]>([
    ['nothing to connect to', {}, true],
    ['all connected', { discord: UP, slack: UP }, true],
    ['the turn of another process', { discord: { type: 'waiting' }, slack: UP }, true],
    ['one on its way', { discord: { type: 'connecting' }, slack: UP }, false],
    ['one that failed', { discord: UP, slack: FAILED }, false],
    ['one not asked for yet', { slack: { type: 'idle' } }, false],
    ['not started', null, false],
  ])('%s', async (_, states, ready) => {
    expect((await healthOf({ ...health(null), platforms: () => states }, true)).ready).toBe(ready);
  });

  test('a database that is away, or does not answer in time, is told', async () => {
    const away = async () => Promise.reject(new Error('postgres://db/readout cannot be reached'));
    const told = await healthOf({ ...health(null, away), platforms: () => ({ slack: UP }) }, true);
    expect(told).toEqual({
      ready: false,
      database: { status: 'away', reason: 'postgres://db/readout cannot be reached' },
      platforms: { slack: { status: 'connected' } },
    });
    vi.useFakeTimers();
    try {
      const silent = healthOf({ ...health(null, () => new Promise(() => {})), platforms: () => ({}) }, true);
      await vi.advanceTimersByTimeAsync(2_000);
      expect(await silent).toMatchObject({
        ready: false,
        database: { status: 'away', reason: 'no answer within 2 s' },
      });
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('over HTTP', () => {
  test('alive is 200 as long as it answers at all, whatever is away', async () => {
    await using site = await openTestSite({ health: { database: () => Promise.reject(new Error('away')) } });
    const alive = await site.ask('/healthz');
    expect(alive).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    });
    expect(JSON.parse(alive.text)).toEqual({ status: 'ok', version: '1.2.3', startedAt: '2026-01-01T00:00:00.000Z' });
    expect((await site.ask('/healthz', { method: 'HEAD' })).status).toBe(200);
  });

  test('ready is 200 or 503, with what is away', async () => {
    let states: Record<string, PlatformState> = { discord: UP };
    await using site = await openTestSite({ health: { platforms: () => states } });
    expect(await site.ask('/readyz')).toMatchObject({
      status: 200,
      text: '{"status":"ready","database":{"status":"ok"},"platforms":{"discord":{"status":"connected"}}}',
    });
    states = { discord: UP, slack: FAILED };
    const answer = await site.ask('/readyz');
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      503,
      {
        status: 'not ready',
        database: { status: 'ok' },
        platforms: { discord: { status: 'connected' }, slack: { status: 'failed', reason: FAILED.reason } },
      },
    ]);
  });

  test('a stranger hears what is away, and not why', async () => {
    const database = () => Promise.reject(new Error('postgres://db.internal/readout'));
    await using site = await openTestSite({
      web: { password: PASSWORD },
      health: { database, platforms: () => ({ slack: FAILED }) },
    });
    expect(JSON.parse((await site.ask('/readyz')).text)).toEqual({
      status: 'not ready',
      database: { status: 'away' },
      platforms: { slack: { status: 'failed' } },
    });
    const told = await site.ask('/readyz', { headers: { authorization: basic(PASSWORD) } });
    expect(told.text).toMatch(/db\.internal[\s\S]*invalid_auth/);
  });
});
