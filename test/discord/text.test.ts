import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bold, cut, directed, inert, italic, masked } from '../../src/discord/text.ts';

const FSI = '\u2068';
const PDI = '\u2069';

describe('inert', () => {
  test.each([
    ['*b* **b** _i_ __u__ ~~s~~', '\\*b\\* \\*\\*b\\*\\* \\_i\\_ \\_\\_u\\_\\_ \\~\\~s\\~\\~'],
    ['`c` ```c```', '\\`c\\` \\`\\`\\`c\\`\\`\\`'],
    ['||spoiler||', '\\|\\|spoiler\\|\\|'],
    ['[x](http://evil.example)', '\\[x\\](http\\://evil\\.example)'],
    ['https://evil.example/a?b=c', 'https\\://evil\\.example/a?b=c'],
    ['www.evil.example', 'www\\.evil\\.example'],
    ['discord.gg/abc', 'discord\\.gg/abc'],
    ['<@1> <@!1> <@&1> <#1>', '\\<\\@1\\> \\<\\@!1\\> \\<\\@&1\\> \\<\\#1\\>'],
    ['<t:1:F> </cmd:1> <id:guide>', '\\<t\\:1:F\\> \\</cmd:1\\> \\<id:guide\\>'],
    ['<:name:1> <a:name:1> :smile:', '\\<\\:name:1\\> \\<a\\:name:1\\> \\:smile:'],
    ['@everyone @here', '\\@everyone \\@here'],
    ['# h', '\\# h'],
    ['-# small', '\\-\\# small'],
    ['> q', '\\> q'],
    ['>>> q', '\\>\\>\\> q'],
    ['- item', '\\- item'],
    [' + item', ' \\+ item'],
    ['1. item', '1\\. item'],
    [`${FSI}- item${PDI}`, `${FSI}\\- item${PDI}`],
    ['a\\*b', 'a\\\\\\*b'],
    ['two\nlines', 'two lines'],
  ])('%j', (text, expected) => {
    expect(inert(text)).toBe(expected);
  });

  test.each([
    'It cost 3.5 million at 10:30, “as agreed”.',
    'تعهد الطرفان بالحفاظ على الاستقرار',
    '合作共赢，共同发展。',
    'COVID-19 - a pandemic',
    '👨‍👩‍👧 e\u0301te\u0301',
  ])('%j is left alone', (text) => {
    expect(inert(text)).toBe(text);
  });
});

test('nothing is made bold or italic', () => {
  expect([bold(''), bold(' '), italic(''), bold(' a*b '), italic('(x)')]).toEqual(['', '', '', '**a\\*b**', '*(x)*']);
});

test.each([
  [{ label: 'Source', url: 'https://a.example/b' }, '[Source](<https://a.example/b>)'],
  [{ label: '[x]', url: 'https://a.example/(b) <c>|*' }, '[\\[x\\]](<https://a.example/%28b%29%20%3cc%3e%7c%2a>)'],
  [{ label: 'x', url: 'javascript:alert(1)' }, ''],
  [{ label: ' ', url: 'https://a.example/' }, ''],
  [{ label: 'x', url: `https://a.example/${'b'.repeat(1500)}` }, ''],
])('the link %#', (link, expected) => {
  expect(masked(link)).toBe(expected);
});

test('a line that runs right to left says so, whatever the page; one of a left-to-right page is left alone', () => {
  expect(directed('a', 'ltr', 'ltr')).toBe('a');
  expect(directed('ا', 'rtl', 'ltr')).toBe('\u200F\u2067ا\u2069');
  expect(directed('ا', 'rtl', 'rtl')).toBe('\u200F\u2067ا\u2069');
  expect(directed('a', 'ltr', 'rtl')).toBe('\u200E\u2066a\u2069');
  expect(directed('', 'rtl', 'rtl')).toBe('');
});

test('a line of a left-to-right page that begins with a foreign name says its direction too', () => {
  expect(directed('“שלום” schools', 'ltr', 'ltr')).toBe('\u200E“שלום” schools');
  expect(directed('**1** · **ليبيا** · says', 'ltr', 'ltr')).toBe('\u200E**1** · **ليبيا** · says');
  expect(directed('schools “שלום”', 'ltr', 'ltr')).toBe('schools “שלום”');
});

describe('cut', () => {
  test.each([
    ['short', 5, 'short'],
    ['one two three', 9, 'one two…'],
    ['one two three', 1, '…'],
    ['one two three', 0, ''],
    ['unbreakable', 6, 'unbre…'],
    ['合作共赢，共同发展', 5, '合作共赢…'],
    ['ab👨‍👩‍👧cd', 6, 'ab…'],
    [`a ${FSI}one two${PDI} b`, 8, `a ${FSI}one…${PDI}`],
    [`a ${FSI}one two${PDI} b`, 5, 'a…'],
  ])('%j to %i', (text, most, expected) => {
    expect(cut(text, most)).toBe(expected);
  });

  test('is never too long, and its isolates are balanced', () => {
    const part = fc.constantFrom('word', ' ', '字', '👨‍👩‍👧', 'e\u0301', 'تعاون', `${FSI}in ner${PDI}`);
    const Text = fc.array(part, { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(Text, fc.nat(80), (text, most) => {
        const short = cut(text, most);
        expect(short.length).toBeLessThanOrEqual(most);
        expect(short.isWellFormed()).toBe(true);
        expect(short.split(FSI).length).toBe(short.split(PDI).length);
        if (text.length > most && most > 0) expect(short).toContain('…');
      }),
    );
  });
});
