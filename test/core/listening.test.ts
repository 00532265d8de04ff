import { expect, test } from 'vitest';
import { bareHost, hostAndPort, listenFailure } from '../../src/core/listening.ts';

test.each([
  ['EADDRINUSE', 'another program has it', /^stop that program/],
  ['EACCES', 'the system does not allow it', /from 1024 on/],
  ['EADDRNOTAVAIL', 'this machine has no such address', /address of this machine/],
  ['ENOTFOUND', 'there is no host of this name', /address of this machine/],
  ['EAFNOSUPPORT', 'EAFNOSUPPORT', /another HOST:PORT/],
])('%s is told with its remedy', (code, why, remedy) => {
  const error = Object.assign(new Error('listen'), { code, address: '10.0.0.1', port: 80 });
  expect(listenFailure('it cannot be served', error)).toEqual({
    type: 'permanent',
    what: `it cannot be served at 10.0.0.1, port 80: ${why}`,
    remedy: expect.stringMatching(remedy),
  });
});

test.each([
  ['127.0.0.1', '127.0.0.1', '127.0.0.1:80'],
  ['[::1]', '::1', '[::1]:80'],
  ['::1', '::1', '[::1]:80'],
  ['localhost', 'localhost', 'localhost:80'],
])('%s is listened at as %s and read as %s', (host, bare, read) => {
  expect(bareHost(host)).toBe(bare);
  expect(hostAndPort({ host, port: 80 })).toBe(read);
});
