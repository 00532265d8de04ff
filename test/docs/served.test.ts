// docs/page.md and docs/operations.md say what a running `readout serve` has: addresses, types, metrics.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Followed, follow } from './follow.ts';
import { blocksOf, quotedIn, rowsOf } from './pages.ts';

const one = (text = '') => quotedIn(text)[0] ?? '';

let walk: Followed;
let base = '';
let metrics = '';

beforeAll(async () => {
  walk = await follow('docs/page.md');
  const [, address = ''] = /page: (\S+?)"/.exec(walk.serving?.lines.join('\n') ?? '') ?? [];
  base = address;
  metrics = await (await fetch(`${base}/metrics`)).text();
});
afterAll(() => walk?.[Symbol.asyncDispose]());

test.each(rowsOf('docs/page.md', 'address'))('$address', async ({ address, type, at }) => {
  const response = await fetch(base + one(address));
  expect(response.status, at).toBe(200);
  expect(response.headers.get('content-type')?.split(';')[0], at).toBe(one(type));
  expect((await response.text()).length, at).toBeGreaterThan(100);
});

test.each(rowsOf('docs/operations.md', 'address'))('$address', async ({ address, at }) => {
  expect((await fetch(base + one(address))).status, at).toBe(200);
});

describe('metrics', () => {
  const rows = rowsOf('docs/operations.md', 'metric');
  const told = () => [...metrics.matchAll(/^# HELP (\w+) /gm)].map(([, name = '']) => name);

  test('the table has every metric of Readout’s own, and no other', () => {
    const own = told().filter((name) => name.startsWith('readout_'));
    expect(rows.map(({ metric }) => one(metric)).toSorted()).toEqual(own.toSorted());
  });

  test.each(rows)('$metric has the labels of the table', ({ metric, labels = '', at }) => {
    const [, sample = ''] = new RegExp(`^${one(metric)}(?:_count|_bucket)?\\{([^}]*)\\} `, 'm').exec(metrics) ?? [];
    // One that has counted nothing yet shows none.
    if (sample === '') return;
    const names = [...sample.matchAll(/(\w+)="/g)].map(([, name]) => name).filter((name) => name !== 'le');
    expect(names.toSorted(), at).toEqual(quotedIn(labels).toSorted());
  });

  test('every alert is of metrics that there are', () => {
    const alerts = blocksOf('docs/operations.md').filter(({ language }) => language === 'promql');
    for (const { text, at } of alerts) {
      const names = text.match(/\b(?:readout|nodejs|process)_\w+/g) ?? [];
      expect(names.length, at).toBeGreaterThan(0);
      for (const name of names) expect(told(), at).toContain(name);
    }
    expect(alerts.length).toBeGreaterThan(3);
  });
});
