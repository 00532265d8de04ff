import { afterAll, describe, expect, test } from 'vitest';
import { startDiscordPeer } from './discord.ts';
import { connect } from './discord-client.ts';
import { bodyOf } from './discord-fault.ts';
import { loadSpec } from './discord-spec.ts';

const peer = await startDiscordPeer();
// So many requests at once are not what is tried here.
peer.limit('global', { limit: 10_000, seconds: 1 });
afterAll(() => peer.stop());

const V2 = 1 << 15;
const text = (content: string) => ({ type: 10, content });
const button = (more: object = {}) => ({ type: 2, style: 1, custom_id: 'a', label: 'A', ...more });
const row = (...components: object[]) => ({ type: 1, components });
const options = (count: number) => Array.from({ length: count }, (_, at) => ({ label: `${at}`, value: `${at}` }));
const select = (more: object = {}) => ({ type: 3, custom_id: 's', options: options(2), ...more });
const buttons = (count: number) => Array.from({ length: count }, (_, at) => button({ custom_id: `b${at}` }));
const repeat = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

async function ask(method: string, path: string, body?: object, token = peer.token) {
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { authorization: `Bot ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(`${peer.rest.api}/v10${path}`, { method, headers, ...init });
  const given = await answer.text();
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    body: given === '' ? null : JSON.parse(given),
  };
}

const post = (body: object) => ask('POST', `/channels/${peer.channels.text.id}/messages`, body);

/** Discord's codes of what is wrong, in the tree of errors. */
function codesIn(tree: unknown): string[] {
  return Object.entries(bodyOf(tree)).flatMap(([key, value]) =>
    key === '_errors' ? (value as { code: string }[]).map(({ code }) => code) : codesIn(value),
  );
}

describe('a message that breaks a rule is refused', () => {
  const v2 = (...components: object[]) => ({ flags: V2, components });
  const cases: [string, object, string][] = [
    ['content of 2,001', { content: 'x'.repeat(2001) }, 'BASE_TYPE_MAX_LENGTH'],
    ['11 embeds', { embeds: repeat(11, { title: 'x' }) }, 'BASE_TYPE_BAD_LENGTH'],
    ['title of 257', { embeds: [{ title: 'x'.repeat(257) }] }, 'BASE_TYPE_MAX_LENGTH'],
    ['field without a value', { embeds: [{ fields: [{ name: 'x', value: '' }] }] }, 'BASE_TYPE_BAD_LENGTH'],
    ['26 fields', { embeds: [{ fields: repeat(26, { name: 'x', value: 'x' }) }] }, 'BASE_TYPE_BAD_LENGTH'],
    ['embeds of 6,001', { embeds: repeat(2, { description: 'x'.repeat(3001) }) }, 'MAX_EMBED_SIZE_EXCEEDED'],
    ['nonce of 26', { content: 'x', nonce: 'x'.repeat(26) }, 'BASE_TYPE_MAX_LENGTH'],
    [
      'users twice in allowed mentions',
      { content: 'x', allowed_mentions: { parse: ['users'], users: ['210000000000000001'] } },
      'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
    ],
    ['6 rows', { components: buttons(6).map((one) => row(one)) }, 'BASE_TYPE_BAD_LENGTH'],
    ['6 buttons in a row', { components: [row(...buttons(6))] }, 'COMPONENT_LAYOUT_WIDTH_EXCEEDED'],
    ['a select beside a button', { components: [row(select(), button())] }, 'COMPONENT_LAYOUT_WIDTH_EXCEEDED'],
    ['an empty row', { components: [row()] }, 'BASE_TYPE_BAD_LENGTH'],
    ['the same custom id', { components: [row(button(), button())] }, 'COMPONENT_CUSTOM_ID_DUPLICATED'],
    ['custom id of 101', { components: [row(button({ custom_id: 'x'.repeat(101) }))] }, 'BASE_TYPE_BAD_LENGTH'],
    ['label of 81', { components: [row(button({ label: 'x'.repeat(81) }))] }, 'BASE_TYPE_MAX_LENGTH'],
    ['no label', { components: [row(button({ label: '' }))] }, 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED'],
    [
      'a link to nowhere',
      { components: [row({ type: 2, style: 5, label: 'x', url: 'ftp://x' })] },
      'URL_TYPE_INVALID_SCHEME',
    ],
    ['no options', { components: [row(select({ options: [] }))] }, 'BASE_TYPE_BAD_LENGTH'],
    ['26 options', { components: [row(select({ options: options(26) }))] }, 'BASE_TYPE_BAD_LENGTH'],
    [
      'an option of 101',
      { components: [row(select({ options: [{ label: 'x'.repeat(101), value: 'x' }] }))] },
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'an option twice',
      { components: [row(select({ options: repeat(2, { label: 'x', value: 'x' }) }))] },
      'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
    ],
    ['placeholder of 151', { components: [row(select({ placeholder: 'x'.repeat(151) }))] }, 'BASE_TYPE_MAX_LENGTH'],
    ['more values than options', { components: [row(select({ max_values: 3 }))] }, 'NUMBER_TYPE_RANGE'],
    ['V2 without its flag', { components: [text('x')] }, 'UNION_TYPE_CHOICES'],
    ['V2 beside content', { content: 'x', ...v2(text('x')) }, 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2'],
    [
      'V2 beside embeds',
      { embeds: [{ title: 'x' }], ...v2(text('x')) },
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    ],
    ['41 components', v2({ type: 17, components: repeat(40, text('x')) }), 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED'],
    ['4,001 characters', v2(text('x'.repeat(4000)), text('x')), 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED'],
    ['an empty text', v2(text('')), 'BASE_TYPE_BAD_LENGTH'],
    ['a section without accessory', v2({ type: 9, components: [text('x')] }), 'BASE_TYPE_REQUIRED'],
    [
      'a section of 4 texts',
      v2({ type: 9, components: repeat(4, text('x')), accessory: button() }),
      'BASE_TYPE_BAD_LENGTH',
    ],
    [
      'a container in a container',
      v2({ type: 17, components: [{ type: 17, components: [text('x')] }] }),
      'UNION_TYPE_CHOICES',
    ],
    ['a button outside of a row', v2(button()), 'UNION_TYPE_CHOICES'],
    ['the same id', v2({ ...text('x'), id: 5 }, { ...text('x'), id: 5 }), 'COMPONENT_ID_DUPLICATED'],
  ];

  test.each(cases)('%s', async (_, body, code) => {
    const before = peer.faults.length;
    const answer = await post(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 50_035, message: 'Invalid Form Body' } });
    expect(codesIn(answer.body.errors)).toContain(code);
    expect(peer.faults.slice(before)).toMatchObject([{ by: 'bot', code: 50_035 }]);
  });

  test('the most that is allowed is not', async () => {
    const most = [
      { content: 'x'.repeat(2000) },
      { content: '😀'.repeat(2000) },
      { embeds: repeat(2, { description: 'x'.repeat(3000) }) },
      { components: [...buttons(4).map((one) => row(one)), row(select({ options: options(25), max_values: 25 }))] },
      v2({ type: 17, components: repeat(39, text('x')) }),
      v2(text('x'.repeat(4000))),
      v2(text('字'.repeat(3386))),
    ];
    for (const body of most) expect(await post(body)).toMatchObject({ status: 200 });
  });

  test('nothing at all is empty; past 10,170 bytes Discord fails', async () => {
    expect(await post({ content: ' ' })).toMatchObject({ status: 400, body: { code: 50_006 } });
    expect(await post(v2(text('字'.repeat(3387))))).toMatchObject({ status: 500, body: { code: 0 } });
  });
});

test.skipIf(loadSpec() === null)('what only the specification knows is refused too', async () => {
  const answer = await post({ content: 'x', flags: 'many' });
  expect(answer).toMatchObject({ status: 400, body: { code: 50_035, errors: { flags: {} } } });
  expect(loadSpec()?.response('GET /users/@me', 200, { id: '1' })).not.toEqual([]);
});

test('commands are held to names, descriptions, options, choices and 8,000 characters', async () => {
  const path = `/applications/${peer.world.application}/commands`;
  const option = (more: object = {}) => ({ type: 3, name: 'o', description: 'o', ...more });
  const command = (...inside: object[]) => ({ name: 'a', description: 'a', options: inside });
  const long = repeat(25, 0).map((_, at) => ({ name: `${at}`.padEnd(100, 'x'), value: `${at}`.padEnd(100, 'x') }));
  const bad = [
    { name: 'A B', description: 'a' },
    { name: 'a', description: 'x'.repeat(101) },
    command(option(), option()),
    command(...repeat(26, 0).map((_, at) => option({ name: `o${at}` }))),
    command(option(), option({ name: 'p', required: true })),
    command(option({ type: 1, name: 's' }), option()),
    command(option({ choices: repeat(26, { name: 'x', value: 'x' }) })),
    command(option({ autocomplete: true, choices: [{ name: 'x', value: 'x' }] })),
    command(...['a', 'b'].map((name) => option({ name, choices: long }))),
  ];
  for (const body of bad) expect(await ask('PUT', path, [body])).toMatchObject({ status: 400, body: { code: 50_035 } });
  const good = { ...command(option({ choices: long.slice(1) })), default_member_permissions: '32' };
  expect(await ask('PUT', path, [good])).toMatchObject({ status: 200 });
  const [{ id }] = (await ask('GET', path)).body;
  expect(await ask('PATCH', `${path}/${id}`, { description: 'b' })).toMatchObject({ body: { id, description: 'b' } });
  expect(await ask('DELETE', `${path}/${id}`)).toEqual({ status: 204, type: null, body: null });
  expect(await ask('GET', `${path}/${id}`)).toMatchObject({ status: 404, body: { code: 10_063 } });
});

test('a wrong token, an unknown route, channel or message, a forum and a channel without news', async () => {
  const of = (id: string) => `/channels/${id}/messages`;
  expect(await ask('GET', '/users/@me', undefined, 'wrong')).toMatchObject({
    status: 401,
    body: { code: 0, message: '401: Unauthorized' },
  });
  expect(await ask('GET', '/nothing')).toMatchObject({ status: 404, body: { code: 0 } });
  expect(await ask('POST', of('1'), { content: 'x' })).toMatchObject({ status: 404, body: { code: 10_003 } });
  expect(await ask('POST', of(peer.channels.forum.id), { content: 'x' })).toMatchObject({ body: { code: 50_008 } });
  const { id } = (await post({ content: 'x' })).body;
  expect(await ask('POST', `${of(peer.channels.text.id)}/${id}/crosspost`)).toMatchObject({ body: { code: 50_024 } });
  expect(await ask('GET', `${of(peer.channels.news.id)}/${id}`)).toMatchObject({ body: { code: 10_008 } });
});

test('an interaction is answered once, in time, with what it takes, and followed up only then', async () => {
  await using own = await startDiscordPeer();
  const command = {
    name: 'ping',
    description: 'x',
    options: [{ type: 3, name: 'o', description: 'o', autocomplete: true }],
  };
  const answers: unknown[] = [];
  const handled: Promise<void>[] = [];
  const answer = async ({ id, token }: { id: string; token: string }) => {
    const callback = (body: object) => tell(`/interactions/${id}/${token}/callback`, body);
    const webhook = `/webhooks/${own.world.application}/${token}`;
    answers.push(await tell(webhook, { content: 'early' }));
    answers.push(await callback({ type: 7, data: { content: 'x' } }));
    answers.push(await callback({ type: 8, data: { choices: repeat(26, { name: 'x', value: 'x' }) } }));
    answers.push(await callback({ type: 9, data: { custom_id: 'm', title: 'x'.repeat(46), components: [] } }));
    answers.push(await callback({ type: 8, data: { choices: [] } }));
    answers.push(await callback({ type: 4, data: { content: 'x', flags: 64 } }));
    answers.push(await callback({ type: 4, data: { content: 'x' } }));
    answers.push(await tell(webhook, { content: 'more' }));
  };
  await using bot = await connect(own, (interaction) => handled.push(answer(interaction)));
  async function tell(path: string, body: object): Promise<number> {
    const sent = await fetch(`${own.rest.api}/v10${path}`, { method: 'POST', body: JSON.stringify(body) });
    return sent.status === 204 ? 204 : Number(bodyOf(await sent.json()).code ?? sent.status);
  }
  await bot.client.application.commands.set([command]);
  const said = await (await own.command('ping')).settled(1);
  await Promise.all(handled);
  expect(answers.splice(0)).toEqual([10_015, 50_035, 50_035, 50_035, 50_035, 204, 40_060, 200]);
  said.expire();
  expect(await tell(`/webhooks/${own.world.application}/${said.token}`, { content: 'late' })).toBe(50_027);
  const typed = await own.autocomplete('ping', 'o', 'x');
  expect(typed).toMatchObject({ type: 8, choices: [] });
  const late = await own.command('ping', {}, { deadline: 0 });
  expect(late).toMatchObject({ type: null, refused: 10_062 });
  await Promise.all(handled);
});
