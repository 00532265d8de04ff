import { webApi } from '@slack/bolt';
import { expect, test } from 'vitest';
import { deliveryErrorOf, socketTroubleOf, type Trouble, troubleOf, withoutSecrets } from '../../src/slack/errors.ts';

const { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } = webApi;

// Put together here, so that nobody's scanner takes them for real ones.
const TOKEN = ['xoxb', '1234567890', 'abcDEF'].join('-');
const HOOK = `https://hooks.slack.com/commands/T1/2/${'s'.repeat(24)}`;

const platform = (error: string, more: object = {}) => new WebAPIPlatformError({ ok: false, error, ...more });
const coded = (code: string, message = code) => Object.assign(new Error(message), { code });

test.each([
  ['invalid_auth', /SLACK_BOT_TOKEN/],
  ['token_revoked', /Install the app/],
  ['not_in_channel', /\/invite/],
  ['is_archived', /another channel/],
  ['invalid_blocks', /report/],
  ['never_heard_of', /report/],
  ['constructor', /report/],
])('%s is permanent', (error, remedy) => {
  const trouble = troubleOf(platform(error));
  expect(trouble).toMatchObject({ type: 'permanent', what: `Slack answered ${error}` });
  expect(trouble).toHaveProperty('remedy', expect.stringMatching(remedy));
});

test('a missing scope is named', () => {
  const trouble = troubleOf(platform('missing_scope', { needed: 'chat:write', provided: 'commands,users:read' }));
  expect(trouble).toMatchObject({
    type: 'permanent',
    what: 'Slack answered missing_scope: chat:write is needed, the token has commands,users:read',
  });
});

test.each([
  ['invalid_auth', /connections:write .*SLACK_APP_TOKEN/],
  ['token_revoked', /connections:write .*SLACK_APP_TOKEN/],
  ['missing_scope', /connections:write .*SLACK_APP_TOKEN/],
  ['never_heard_of', /report/],
])('%s of a socket is the app-level token’s', (error, remedy) => {
  const trouble = socketTroubleOf(platform(error));
  expect(trouble).toMatchObject({ type: 'permanent', what: `Slack answered ${error}` });
  expect(trouble).toHaveProperty('remedy', expect.stringMatching(remedy));
});

test('a socket that Slack cannot give now is asked for again', () => {
  expect(socketTroubleOf(platform('fatal_error')).type).toBe('retry');
});

test('what Slack says of blocks is told', () => {
  const messages = ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]'];
  expect(troubleOf(platform('invalid_blocks', { response_metadata: { messages } })).what).toContain(
    '/blocks/0/text/text',
  );
});

test.each([
  ['ratelimited', platform('ratelimited', { response_metadata: { retryAfter: 3 } }), 3000],
  ['fatal_error', platform('fatal_error'), null],
  ['a rate limit', new WebAPIRateLimitedError(30), 30_000],
  ['HTTP 500', new WebAPIHTTPError(500, 'no', {}), null],
  ['HTTP 429', new WebAPIHTTPError(429, 'no', { 'retry-after': '7' }), 7000],
  ['HTTP 503 of a response_url', Object.assign(coded('slack_bolt_respond_error'), { statusCode: 503 }), null],
  ['a refused connection', new WebAPIRequestError(coded('ECONNREFUSED')), null],
  ['a failed fetch', new WebAPIRequestError(new TypeError('fetch failed', { cause: coded('ENOTFOUND') })), null],
  [
    'a dropped socket',
    Object.assign(coded('slack_socket_mode_websocket_error'), { original: new Error('gone') }),
    null,
  ],
  ['no reply', coded('slack_socket_mode_no_reply_received_error'), null],
  ['a reset', coded('ECONNRESET'), null],
  ['a timeout', new DOMException('timed out', 'TimeoutError'), null],
])('%s is tried again', (_, error, afterMs) => {
  expect(troubleOf(error)).toMatchObject({ type: 'retry', afterMs });
});

test('the system’s name for what failed is told', () => {
  expect(troubleOf(new WebAPIRequestError(coded('ECONNREFUSED', `connect to ${HOOK}`)))).toEqual({
    type: 'retry',
    reason: 'network',
    afterMs: null,
    mayBeDone: false,
    what: 'Slack cannot be reached (ECONNREFUSED)',
  });
});

const request = (cause: object) => new WebAPIRequestError(new TypeError('fetch failed', { cause }));

test.each<[string, unknown, Extract<Trouble, { type: 'retry' }>['reason'], boolean]>([
  ['ratelimited', platform('ratelimited'), 'rate-limited', false],
  ['a rate limit', new WebAPIRateLimitedError(30), 'rate-limited', false],
  ['HTTP 429', new WebAPIHTTPError(429, 'no', {}), 'rate-limited', false],
  [
    'a 429 that says no time',
    new Error('Retry header did not contain a valid timeout (url: x)'),
    'rate-limited',
    false,
  ],
  ['HTTP 500', new WebAPIHTTPError(500, 'no', {}), 'server', true],
  ['internal_error', platform('internal_error'), 'server', true],
  ['fatal_error', platform('fatal_error'), 'server', true],
  ['service_unavailable', platform('service_unavailable'), 'server', true],
  ['request_timeout', platform('request_timeout'), 'timeout', false],
  ['half of an answer', platform('{"ok":true,"chan'), 'server', true],
  ['a proxy’s page', platform('<html>no</html>'), 'server', true],
  ['a refused connection', request(coded('ECONNREFUSED')), 'network', false],
  ['no such host', request(coded('ENOTFOUND')), 'network', false],
  ['no way to connect', request(Object.assign(coded('EHOSTUNREACH'), { syscall: 'connect' })), 'network', false],
  ['no way to read on', request(Object.assign(coded('EHOSTUNREACH'), { syscall: 'read' })), 'network', true],
  [
    'two addresses, both refused',
    request(
      Object.assign(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]), { code: 'ECONNREFUSED' }),
    ),
    'network',
    false,
  ],
  ['a connection that took too long', request(coded('UND_ERR_CONNECT_TIMEOUT')), 'timeout', false],
  ['an answer that took too long', request(coded('UND_ERR_HEADERS_TIMEOUT')), 'timeout', true],
  ['a timeout', new WebAPIRequestError(new DOMException('late', 'TimeoutError')), 'timeout', true],
  ['a reset', request(coded('ECONNRESET')), 'network', true],
  ['a closed socket', request(coded('UND_ERR_SOCKET')), 'network', true],
  ['an answer that broke off', new TypeError('terminated', { cause: coded('UND_ERR_SOCKET') }), 'network', true],
])('for a delivery %s passes', (_, error, reason, mayBeDone) => {
  expect(troubleOf(error)).toMatchObject({ type: 'retry', reason, mayBeDone });
});

test.each<[Extract<Trouble, { type: 'permanent' }>['reason'], string]>([
  ['token-revoked', 'invalid_auth not_authed token_revoked token_expired account_inactive not_allowed_token_type'],
  ['unknown-channel', 'channel_not_found user_not_found'],
  ['archived', 'is_archived'],
  ['no-access', 'not_in_channel no_permission missing_scope restricted_action ekm_access_denied access_denied'],
  ['no-access', 'restricted_action_read_only_channel restricted_action_thread_locked two_factor_setup_required'],
  ['no-access', 'app_access_restricted team_access_not_granted enterprise_is_restricted messages_tab_disabled'],
  ['refused', 'invalid_blocks msg_too_long msg_blocks_too_long no_text edit_window_closed never_heard_of toString'],
])('a delivery ends as %s', (reason, errors) => {
  for (const error of errors.split(' '))
    expect([error, troubleOf(platform(error, { needed: 'x' }))]).toMatchObject([error, { type: 'permanent', reason }]);
});

test('a DeliveryError names what it was for and what to do, and stays itself', () => {
  const error = deliveryErrorOf(platform('is_archived'), 'channel C1');
  expect(error.message).toBe('channel C1: Slack answered is_archived; Choose another channel.');
  expect(error.trouble).toMatchObject({ type: 'permanent', reason: 'archived' });
  expect(deliveryErrorOf(error, 'x')).toBe(error);
  expect(deliveryErrorOf(new WebAPIRequestError(error), 'x')).toBe(error);
});

test.each([
  ['an authorization', Object.assign(coded('slack_bolt_authorization_error'), { original: platform('token_revoked') })],
  ['several', Object.assign(coded('slack_bolt_multiple_listener_error'), { originals: [platform('token_revoked')] })],
  [
    'what bolt does not know',
    Object.assign(coded('slack_bolt_unknown_error'), { original: platform('token_revoked') }),
  ],
])('%s is what it wraps', (_, error) => {
  expect(troubleOf(error).what).toBe('Slack answered token_revoked');
});

test.each([
  ['an expired response_url', Object.assign(coded('slack_bolt_respond_error'), { statusCode: 404 }), 'HTTP status 404'],
  ['a proxy', new WebAPIHTTPError(407, 'no', {}), 'HTTP status 407'],
  ['a fault of ours', new TypeError('x is not a function'), 'x is not a function'],
  ['a string', 'thrown', 'thrown'],
  ['nothing', undefined, 'an error without words'],
  ['null', null, ''],
])('%s is permanent', (_, error, what) => {
  const trouble = troubleOf(error);
  expect(trouble.type).toBe('permanent');
  expect(trouble.what).toContain(what);
});

test.each([
  ['EADDRINUSE', 'another program has it', /^stop that program, or set READOUT_WEB/],
  ['EACCES', 'the system does not allow it', /READOUT_WEB to a port from 1024/],
  ['EADDRNOTAVAIL', 'this machine has no such address', /READOUT_WEB to an address of this machine/],
  ['EAFNOSUPPORT', 'EAFNOSUPPORT', /READOUT_WEB/],
])('a port that cannot be listened on (%s) is named, with what to do', (code, why, remedy) => {
  const address = '127.0.0.1';
  const error = Object.assign(coded(code, 'listen'), { syscall: 'listen', address, port: 8080 });
  expect(troubleOf(error)).toEqual({
    type: 'permanent',
    reason: 'refused',
    what: `Slack's requests cannot be taken at 127.0.0.1, port 8080: ${why}`,
    remedy: expect.stringMatching(remedy),
  });
});

test('no text holds a token or an address that somebody could post to', () => {
  const secret = `at ${HOOK} with ${TOKEN} and wss://wss-primary.slack.com/link/?ticket=abc&app_id=1`;
  for (const error of [new Error(secret), platform(secret), new WebAPIRequestError(new Error(secret)), secret]) {
    const said = JSON.stringify(troubleOf(error));
    expect(said).not.toMatch(/xoxb-|sss|ticket|abcDEF/);
  }
  expect(withoutSecrets(secret)).toBe('at https://hooks.slack.com/… with x… and wss://wss-primary.slack.com/…');
  expect(withoutSecrets('http://name:password@proxy.example:8080/x')).toBe('http://proxy.example:8080/…');
});
