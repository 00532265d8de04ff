import { describe, expect, test } from 'vitest';
import { cut, inert, isolate, LEAD, layLine, led, ledPlain, notification, plain, take } from '../../src/slack/text.ts';

test.each([
  ['*bold* _it_ ~gone~ `code`', '∗bold∗ ˍitˍ ∼gone∼ ˋcodeˋ'],
  ['＊bold＊ ＿it＿ ｀code｀', '﹡bold﹡ ⸏it⸏ ˋcodeˋ'],
  ['<!channel> <@U1> <#C1|x>', '&lt;!channel&gt; &lt;@U1&gt; &lt;#C1|x&gt;'],
  ['&lt;!here&gt; A&B', '&amp;lt;!here&amp;gt; A&amp;B'],
  [':smile: at 10:30:45, note: this', ':\u200Bsmile: at 10:\u200B30:45, note: this'],
  ['> quoted', '\u00AD&gt; quoted'],
  ['＞ quoted', '\u00AD＞ quoted'],
  ['\u2068> quoted\u2069', '\u2068\u00AD&gt; quoted\u2069'],
  ['one\ntwo', 'one two'],
  ['https://a.example @here', 'https://a.example @here'],
])('%j is inert as %j', (text, expected) => {
  expect(inert(text)).toBe(expected);
});

test.each([
  ['see https://a.example/b', 'see https:\u200B//a.\u200Bexample/b'],
  ['me@a.example @here #general', 'me@\u200Ba.\u200Bexample @\u200Bhere #\u200Bgeneral'],
  ['The end. Or not', 'The end. Or not'],
])('%j has no link in a notification', (text, expected) => {
  expect(notification(text)).toBe(expected);
});

test.each([
  ['short', 10, 'short'],
  ['one two three', 9, 'one two…'],
  ['合作共赢合作共赢', 5, '合作共赢…'],
  ['aaaaaaaaaa', 5, 'aaaa…'],
  ['ab👨‍👩‍👧cd', 6, 'ab…'],
  ['a \u2068Wang Yi\u2069 b', 9, 'a \u2068Wang\u2069…'],
])('%j cut to %d is %j', (text, most, expected) => {
  expect(cut(text, (short) => short.length <= most)).toBe(expected);
});

test('isolates are closed where a text is parted, and opened again', () => {
  expect(take('\u2068one two\u2069', (head) => head.length <= 6)).toEqual(['\u2068one\u2069', '\u2068two\u2069']);
});

test('something is always taken', () => {
  expect(take('👍x', () => false)).toEqual(['👍', 'x']);
});

test('what runs the other way is isolated', () => {
  expect(isolate('نص', 'rtl', 'ltr')).toBe('\u2067نص\u2069');
  expect(isolate('text', 'ltr', 'rtl')).toBe('\u2066text\u2069');
  expect(isolate('text', 'ltr', 'ltr')).toBe('text');
});

test.each([
  ['A & B', 75, 'A &amp; B'],
  ['', 75, '–'],
  ['&&&&', 11, '&amp;&amp;…'],
  [':a: x', 75, ':\u200Ba: x'],
])('%j in %d characters of plain text is %j', (text, most, expected) => {
  expect(plain(text, most)).toEqual({ type: 'plain_text', text: expected, emoji: false });
});

test('a line too long goes on in another, each a quotation, with every style closed', () => {
  const line = { quote: true, runs: [{ as: 'bold' as const, text: 'one two three '.repeat(3) }] };
  expect(layLine(line, 20)).toEqual(['> *one two three*', '> *one two three*', '> *one two three*']);
});

test('an address cannot end its link', () => {
  const run = { as: 'link' as const, text: 'a|b>', url: 'https://a.example/?q=<x>|y&z' };
  expect(layLine({ quote: false, runs: [run] }, 100)).toEqual(['<https://a.example/?q=%3Cx%3E%7Cy&amp;z|a|b&gt;>']);
});

describe('a text that begins with a foreign name', () => {
  test.each([
    ['*4* · *Daniel Mwangi* · تصريح', 'rtl', '\u200F\u200B'],
    ['<https://a.example|The Gazette> · المحرك', 'rtl', '\u200F\u200B'],
    ['• *\u2068روسيا\u2069* — state', 'ltr', '\u200E\u200B'],
    ['<https://a.example|المصدر>', 'rtl', ''],
    ['*4* · *China*', 'ltr', ''],
    ['2021', 'rtl', ''],
  ] as const)('%s says its direction (%s)', (text, direction, lead) => {
    expect(led(text, direction)).toBe(lead + text);
    expect(lead.length).toBeLessThanOrEqual(LEAD);
  });
});

test('a header says its direction by a mark alone: it has no markup to keep apart', () => {
  expect(ledPlain('“שלום” schools', 'ltr')).toBe('\u200E“שלום” schools');
  expect(ledPlain('NATO يعلن', 'rtl')).toBe('\u200FNATO يعلن');
  expect(ledPlain('schools “שלום”', 'ltr')).toBe('schools “שלום”');
});
