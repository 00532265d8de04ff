import { DiscordAPIError, DiscordjsErrorCodes, HTTPError, type InternalRequest, RateLimitError } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { deliveryErrorOf, explain, redact } from '../../src/discord/errors.ts';

// Put together here, so that nobody takes it for a real one.
const token = ['MTk4NjIyNDgzNDcxOTI1MjQ4', 'GabCde', 'ZnCjm1XVW7vRze4b7Cq4se7kKWsAbCdEfGhIj'].join('.');
const webhook = `https://discord.com/api/v10/webhooks/1234/${'aW50ZXJhY3Rpb24'.repeat(8)}/messages/@original`;
const body = { body: undefined, files: undefined } as Pick<InternalRequest, 'body' | 'files'>;

const answer = (status: number, code: number, message = 'No') =>
  new DiscordAPIError({ code, message }, code, status, 'POST', webhook, body);
const http = (status: number) => new HTTPError(status, 'Words', 'POST', webhook, body);
const coded = (code: string) => Object.assign(new Error(`connect ${code} ${webhook}`), { code });
const named = (name: string) => Object.assign(new Error('This operation was aborted'), { name });

const limited = new RateLimitError({
  timeToReset: 5000,
  retryAfter: 4321,
  limit: 1,
  method: 'POST',
  hash: 'h',
  url: webhook,
  route: '/webhooks/:id/:token',
  majorParameter: '1',
  global: false,
  sublimitTimeout: 0,
  scope: 'user',
});

describe('explain', () => {
  test.each([
    ['a rate limit', limited, 4321, 'too many requests'],
    ['HTTP 500', http(500), null, 'HTTP 500: Words'],
    ['HTTP 503', http(503), null, 'HTTP 503'],
    ['HTTP 429', answer(429, 0), null, 'HTTP 429'],
    ['an abandoned request', named('AbortError'), null, 'given up after waiting'],
    ['a timeout', named('TimeoutError'), null, 'given up after waiting'],
    ['a reset socket', coded('ECONNRESET'), null, 'ECONNRESET'],
    ['an unknown host', coded('ENOTFOUND'), null, 'ENOTFOUND'],
    ['undici', coded('UND_ERR_SOCKET'), null, 'UND_ERR_SOCKET'],
    ['a cause', new TypeError('fetch failed', { cause: coded('ECONNREFUSED') }), null, 'ECONNREFUSED'],
    ['several addresses', new AggregateError([coded('ETIMEDOUT')]), null, 'ETIMEDOUT'],
  ])('%s may pass', (_, error, afterMs, words) => {
    const failure = explain(error);
    expect(failure).toMatchObject({ type: 'retry', afterMs });
    expect(failure.what).toContain(words);
    expect(JSON.stringify(failure)).not.toContain('aW50');
  });

  test.each([
    ['a wrong token', coded(DiscordjsErrorCodes.TokenInvalid), 'bot token', 'developer portal'],
    ['HTTP 401', answer(401, 0), 'bot token', 'developer portal'],
    ['close code 4004', { code: 4004 }, 'bot token', 'developer portal'],
    ['what the gateway says of it', new Error('Authentication failed'), 'bot token', 'developer portal'],
    ['close code 4014', { code: 4014 }, 'intents', 'no privileged intent'],
    ['what the gateway says of that', new Error('Used disallowed intents'), 'intents', 'no privileged intent'],
    ['intents', coded(DiscordjsErrorCodes.DisallowedIntents), 'intents', 'no privileged intent'],
    ['a deleted channel', answer(404, 10003), 'channel is gone', 'another channel'],
    ['an unseen channel', answer(403, 50001), 'cannot see', 'View Channel'],
    ['a lost permission', answer(403, 50013), 'lacks a permission', 'Send Messages'],
    ['a late answer', answer(404, 10062), '3 seconds', 'ask again'],
    ['an old interaction', answer(401 + 3, 50027), '15 minutes', 'ask again'],
    ['a second answer', answer(400, 40060), 'answered by somebody else', 'only once'],
    ['a bad payload', answer(400, 50035, 'Invalid Form Body'), 'Invalid Form Body', 'report it'],
    ['another refusal', answer(403, 99999, 'Strange'), 'Strange', 'report it'],
    ['HTTP 413', http(413), 'HTTP 413', 'report it'],
    ['a fault of ours', new TypeError(`x is undefined at ${webhook} with ${token}`), 'x is undefined', 'report it'],
    ['nothing at all', undefined, 'undefined', 'report it'],
  ])('%s will not pass by itself', (_, error, what, remedy) => {
    const failure = explain(error);
    expect(failure.type).toBe('permanent');
    expect(failure.what).toContain(what);
    expect(failure.type === 'permanent' && failure.remedy).toContain(remedy);
    expect(JSON.stringify(failure)).not.toMatch(/aW50|MTk4|https?:/);
  });
});

describe('deliveryErrorOf', () => {
  const retry = (reason: string, left: boolean, afterMs: number | null = null) => ({
    type: 'retry',
    reason,
    afterMs,
    mayBeDone: left,
  });
  test.each<[string, unknown, (left: boolean) => object]>([
    ['a rate limit', limited, () => retry('rate-limited', false, 4321)],
    ['HTTP 429', answer(429, 0), () => retry('rate-limited', false)],
    ['HTTP 408', answer(408, 0), (left) => retry('timeout', left)],
    ['HTTP 502', http(502), (left) => retry('server', left)],
    ['a reset socket', coded('ECONNRESET'), (left) => retry('network', left)],
    ['an abandoned request', named('AbortError'), (left) => retry('timeout', left)],
    ['a deleted channel', answer(404, 10003), () => ({ type: 'permanent', reason: 'unknown-channel' })],
    ['a lost permission', answer(403, 50013), () => ({ type: 'permanent', reason: 'no-access' })],
    ['HTTP 401', answer(401, 0), () => ({ type: 'permanent', reason: 'token-revoked' })],
    ['an archived thread', answer(400, 50083), () => ({ type: 'permanent', reason: 'archived' })],
    ['a fault of ours', new TypeError('x is undefined'), () => ({ type: 'permanent', reason: 'refused' })],
  ])('%s', (_, error, trouble) => {
    for (const left of [true, false]) {
      const told = deliveryErrorOf(error, 'POST /channels/1/messages', left);
      expect(told.trouble).toEqual(trouble(left));
      expect(told.message).toMatch(/^POST \/channels\/1\/messages: ./);
      expect(told.message).not.toMatch(/aW50|MTk4|https?:/);
      expect(deliveryErrorOf(told, 'again', left)).toBe(told);
    }
  });
});

test.each([
  [`POST ${webhook} failed`, 'POST (address) failed'],
  [`see wss://gateway.discord.gg/?v=10`, 'see (address)'],
  ['PATCH /webhooks/12/secret/messages/1', 'PATCH (address)'],
  [`Bot ${token}!`, 'Bot (token)!'],
  [`a ${'x'.repeat(70)} b`, 'a (token) b'],
  ['components[0].content: Must be 4000 or fewer', 'components[0].content: Must be 4000 or fewer'],
])('redact %#', (text, expected) => {
  expect(redact(text)).toBe(expected);
});
