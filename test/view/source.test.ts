import { expect, test } from 'vitest';
import { linkTo } from '../../src/view/source.ts';

const url = 'https://news.example/a?b=c';
const long =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen';

test.each([
  [url, null, url],
  [url, 'a-b, c & d', `${url}#:~:text=a%2Db%2C%20c%20%26%20d`],
  [`${url}#top`, 'a', `${url}#top:~:text=a`],
  [url, long, `${url}#:~:text=one%20two%20three%20four,fourteen%20fifteen%20sixteen%20seventeen`],
  [
    url,
    '中'.repeat(100),
    `${url}#:~:text=${encodeURIComponent('中'.repeat(12))},${encodeURIComponent('中'.repeat(12))}`,
  ],
  [url, '\uD800', `${url}#:~:text=%EF%BF%BD`],
  [null, 'a', null],
  ['javascript:alert(1)', 'a', null],
  ['not an address', 'a', null],
])('%s with the words %j', (address, quote, link) => {
  expect(linkTo(address, quote)).toBe(link);
});
