// What Prometheus is told.
import { describe, expect, test, vi } from 'vitest';
import type { Answered, Asker } from '../../src/core/command.ts';
import type { PlatformState } from '../../src/core/connection.ts';
import type { Schedule } from '../../src/core/schedule.ts';
import { type Figures, openMetrics } from '../../src/web/metrics.ts';
import { aSchedule } from '../contract/rows.ts';
import { basic, openTestSite, PASSWORD, writeStory } from './sites.ts';

const NOW = 1_000_000;
const STATES: Record<string, PlatformState> = {
  discord: { type: 'connected' },
  slack: { type: 'failed', reason: 'x' },
};

function figures(over: Partial<Figures['store']> = {}): Figures {
  const schedule = (state: Schedule['state'], id: string) => aSchedule({ id, state });
  return {
    store: {
      ledger: {
        tally: async () => ({
          counts: [
            { state: 'sent', platform: 'discord', count: 3 },
            { state: 'planned', platform: 'slack', count: 2 },
          ],
          oldestDueAt: NOW - 90_000,
        }),
      },
      schedules: {
        list: async () => [
          schedule({ type: 'active' }, '1'),
          schedule({ type: 'active' }, '2'),
          schedule({ type: 'paused', reason: 'asked' }, '3'),
          schedule({ type: 'draft' }, '4'),
        ],
      },
      briefings: { count: async () => 7 },
      ...over,
    },
    topics: async () => [
      { id: 'a', topic: {} as never },
      { id: 'b', fault: 'no' },
    ],
    platforms: () => STATES,
    now: () => NOW,
  };
}

/** The samples of Readout's own, a line each. */
const own = (text: string) => text.split('\n').filter((line) => line.startsWith('readout_'));

test('what is kept and planned is read when it is asked for', async () => {
  expect(own(await openMetrics(figures()).text())).toEqual([
    'readout_briefings 7',
    'readout_deliveries{state="sent",platform="discord"} 3',
    'readout_deliveries{state="planned",platform="slack"} 2',
    'readout_delivery_queue_age_seconds 90',
    'readout_schedules{state="active"} 2',
    'readout_schedules{state="paused"} 1',
    'readout_schedules{state="over"} 0',
    'readout_topics{state="readable"} 1',
    'readout_topics{state="faulty"} 1',
    'readout_platform_connected{platform="discord"} 1',
    'readout_platform_connected{platform="slack"} 0',
  ]);
});

test('the process’s own figures are there, the event loop’s among them', async () => {
  const text = await openMetrics(figures()).text();
  for (const name of [
    'process_start_time_seconds',
    'process_resident_memory_bytes',
    'nodejs_eventloop_lag_p99_seconds',
  ]) {
    expect(text).toMatch(new RegExp(`^${name} [\\d.e-]+$`, 'm'));
  }
});

describe('a database that is away', () => {
  const away = () => Promise.reject(new Error('away'));

  test('leaves its figures out, and the others in', async () => {
    const store = { ledger: { tally: away }, schedules: { list: away }, briefings: { count: away } };
    const samples = own(await openMetrics(figures(store)).text());
    expect(samples.map((line) => line.split(/[{ ]/)[0])).toEqual([
      'readout_topics',
      'readout_topics',
      'readout_platform_connected',
      'readout_platform_connected',
    ]);
  });

  test('is not waited for beyond two seconds, nor asked more than once in five', async () => {
    vi.useFakeTimers();
    try {
      let asked = 0;
      const silent = () => {
        asked += 1;
        return new Promise<never>(() => {});
      };
      const metrics = openMetrics(figures({ ledger: { tally: silent } }));
      const text = metrics.text();
      await vi.advanceTimersByTimeAsync(2_000);
      expect(await text).not.toMatch(/^readout_deliver/m);
      await metrics.text();
      expect(asked).toBe(1);
      await vi.advanceTimersByTimeAsync(5_000);
      const again = metrics.text();
      await vi.advanceTimersByTimeAsync(2_000);
      await again;
      expect(asked).toBe(2);
    } finally {
      vi.useRealTimers();
    }
  });

  test('that comes back has its figures again, and none that are gone', async () => {
    vi.useFakeTimers();
    try {
      let count = 1;
      const tally = async () => ({
        counts: count === 1 ? [{ state: 'planned' as const, platform: 'slack' as const, count }] : [],
        oldestDueAt: null,
      });
      const metrics = openMetrics(figures({ ledger: { tally } }));
      expect(await metrics.text()).toMatch(/readout_deliveries\{/);
      count = 0;
      await vi.advanceTimersByTimeAsync(6_000);
      const text = await metrics.text();
      expect(text).not.toMatch(/readout_deliveries\{/);
      expect(text).toMatch(/^readout_delivery_queue_age_seconds 0$/m);
    } finally {
      vi.useRealTimers();
    }
  });
});

test('commands are counted and timed, by what they are and how they ended', async () => {
  const metrics = openMetrics(figures());
  const answered = (tone: string) => ({ document: { tone } }) as unknown as Answered;
  const answers = metrics.counted(async (command) => answered(command.do === 'list' ? 'plain' : 'error'));
  const asker = { platform: 'slack' } as Asker;
  await answers({ do: 'list' }, asker);
  await answers({ do: 'list' }, asker);
  await answers({ do: 'search', words: 'of one person alone', language: null }, asker);
  const text = await metrics.text();
  expect(text).toContain('readout_commands_total{platform="slack",command="list",outcome="answered"} 2');
  expect(text).toContain('readout_commands_total{platform="slack",command="search",outcome="error"} 1');
  expect(text).toContain(
    'readout_command_duration_seconds_count{platform="slack",command="list",outcome="answered"} 2',
  );
  expect(text).not.toMatch(/of one person/);
});

describe('requests', () => {
  test('are told by the template of their address, however many addresses there are', async () => {
    const metrics = openMetrics(figures());
    await using site = await openTestSite({ metrics });
    for (let i = 0; i < 30; i++) writeStory(site.folder, `topic-${i}`);
    for (let i = 0; i < 30; i++) {
      expect((await site.ask(`/topics/topic-${i}?question=my-words-${i}`)).status).toBe(200);
      await site.ask(`/topics/none-${i}`);
      await site.ask(`/nowhere-${i}`);
      await site.ask(`/${'x'.repeat(3_000)}${i}`);
    }
    await site.ask('/', { method: 'POST' });
    await site.ask('/', { headers: { host: 'evil.example' } });
    await site.ask('/healthz');
    const { text } = await site.ask('/metrics');
    const counts = own(text).filter((line) => line.startsWith('readout_http_request_duration_seconds_count'));
    expect(counts.toSorted()).toEqual(
      [
        ['/topics/:topic', 200, 30],
        ['/topics/:topic', 404, 30],
        ['other', 404, 30],
        ['other', 414, 30],
        ['other', 405, 1],
        ['other', 421, 1],
        ['/healthz', 200, 1],
      ]
        .map(
          ([route, status, n]) =>
            `readout_http_request_duration_seconds_count{route="${route}",status="${status}"} ${n}`,
        )
        .toSorted(),
    );
    expect(text).not.toMatch(/my-words|nowhere|none-/);
    expect(site.log.filter((line) => line.startsWith('debug'))).toHaveLength(124);
    expect(site.log.join('\n')).not.toMatch(/my-words/);
  });

  test('/metrics is behind the password where there is one', async () => {
    await using site = await openTestSite({ web: { password: PASSWORD.replaceAll(' ', '') } });
    expect((await site.ask('/metrics')).status).toBe(401);
    for (const authorization of [`Bearer ${PASSWORD.replaceAll(' ', '')}`, basic(PASSWORD.replaceAll(' ', ''))]) {
      const answer = await site.ask('/metrics', { headers: { authorization } });
      expect(answer).toMatchObject({
        status: 200,
        headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
      });
    }
  });
});
