import { expect, test } from 'vitest';
import { pageAddress, pagesOf } from '../../src/view/addresses.ts';

const at = { topic: 'china-russia', briefing: 'b1', language: 'en' } as const;
const web = { publicUrl: 'https://readout.example/news', password: null };

test('a briefing and its points have addresses of their own, under the one that people reach the page by', () => {
  const page = pagesOf(web)?.(at, {});
  expect(page?.(null)).toBe('https://readout.example/news/topics/china-russia/b1?language=en');
  expect(page?.(3)).toBe('https://readout.example/news/topics/china-russia/b1?language=en#point-3');
});

test('nothing of a topic’s name is more than its name', () => {
  const url = new URL(pageAddress('https://readout.example', { ...at, topic: 'a/../b?c#d', point: 1 }));
  expect(url.pathname).toBe('/topics/a%2F..%2Fb%3Fc%23d/b1');
  expect(url.search).toBe('?language=en');
});

test('where people cannot reach the page, nothing links there', () => {
  expect(pagesOf(null)).toBeNull();
  expect(pagesOf({ ...web, publicUrl: null })).toBeNull();
});

test('a private topic is linked to where whoever has the password may see it', () => {
  expect(pagesOf(web)?.(at, { private: true })).toBeNull();
  expect(pagesOf({ ...web, password: 'long enough' })?.(at, { private: true })?.(null)).toContain('/b1');
  expect(pagesOf(web)?.(at, { private: false })?.(null)).toContain('/b1');
});
