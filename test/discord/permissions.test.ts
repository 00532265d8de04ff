import { PermissionFlagsBits as Flags } from 'discord.js';
import { describe, expect, test, vi } from 'vitest';
import { inviteLink, neededFor, PERMISSIONS, type Place, permissionsIn } from '../../src/discord/permissions.ts';
import { FORMS, finish, openOutlet, orderOf } from './orders.ts';

// The libraries are loaded by the first test, on however busy a machine.
vi.setConfig({ testTimeout: 30_000 });

/** What Discord wants for each request in a channel; `thread`: where the channel is one. https://docs.discord.com/developers/resources/message, .../channel */
const WANTED: [RegExp, { channel: bigint; thread?: bigint }][] = [
  [/^POST \/channels\/\d+\/messages$/, { channel: Flags.SendMessages, thread: Flags.SendMessagesInThreads }],
  [/^POST \/channels\/\d+\/messages\/\d+\/crosspost$/, { channel: Flags.SendMessages }],
  [/^POST \/channels\/\d+\/messages\/\d+\/threads$/, { channel: Flags.CreatePublicThreads }],
  [/^POST \/channels\/\d+\/threads$/, { channel: Flags.SendMessages }],
  [/^GET \/channels\/\d+\/messages(?:\/\d+)?$/, { channel: Flags.ReadMessageHistory }],
  [/^GET \/channels\/\d+\/threads\/archived\/public$/, { channel: Flags.ReadMessageHistory }],
  // One's own messages one may change; a channel is seen by who may view it.
  [/^(?:PATCH|DELETE) \/channels\/\d+\/messages\/\d+$/, { channel: 0n }],
  [/^GET \/channels\/\d+$/, { channel: 0n }],
  [/^(?:GET \/(?:guilds\/\d+\/threads\/active|users\/@me)|POST \/users\/@me\/channels)$/, { channel: 0n }],
];

test('the invitation asks for what the outlet’s requests need, and for no more', async () => {
  await using opened = await openOutlet();
  const { peer, outlet } = opened;
  for (const form of FORMS) {
    const order = orderOf(peer, form, 3, { delivery: form });
    const made = await finish(outlet, order);
    await outlet.find({ ...order, delivery: `no ${form}` }, 0);
    await outlet.edit({ ...orderOf(peer, form, 2), delivery: form, made });
    await outlet.edit({ ...orderOf(peer, form, 4), delivery: form, made });
  }
  const needed = peer.requests.map(({ method, path }) => {
    const wanted = WANTED.find(([route]) => route.test(`${method} ${path}`))?.[1];
    if (wanted === undefined) throw new Error(`nobody says what ${method} ${path} needs`);
    const type = peer.world.channels.get(path.split('/')[2] ?? '')?.type ?? 0;
    // What is said to one person needs no right of a server's.
    if (type === 1) return 0n;
    return Flags.ViewChannel | ([10, 11].includes(type) ? (wanted.thread ?? wanted.channel) : wanted.channel);
  });
  const all = needed.reduce((sum, one) => sum | one, 0n);
  expect(new URL(inviteLink('1')).searchParams.get('permissions')).toBe(String(all));
  expect(all).toBe(309_237_713_920n);
  expect(PERMISSIONS.reduce((sum, { flag }) => sum | flag, 0n)).toBe(all);
});

test('each form of a post needs some of them, and together all', () => {
  const kinds = ['text', 'announcement', 'forum', 'thread'] as const;
  const needed = kinds.flatMap((kind) => (['message', 'thread', 'forum'] as const).map((as) => neededFor(kind, as)));
  for (const some of needed) expect(PERMISSIONS).toEqual(expect.arrayContaining([...some]));
  expect(new Set(needed.flat())).toEqual(new Set(PERMISSIONS));
  expect(neededFor('thread', 'message').map(({ name }) => name)).not.toContain('Send Messages');
});

describe('rights add up as Discord’s page says', () => {
  const both = Flags.ViewChannel | Flags.SendMessages;
  const role = (id: string, permissions: bigint) => ({ id, permissions: String(permissions) });
  const server = (mine: string[], everybody: bigint = Flags.ViewChannel, more = {}): Place =>
    ({
      guild: {
        id: 'g',
        name: 'g',
        owner_id: 'you',
        roles: [role('g', everybody), role('r', Flags.SendMessages), role('admin', Flags.Administrator)],
        ...more,
      },
      member: { user: { id: 'me' }, roles: mine },
    }) as unknown as Place;
  const over = (id: string, type: 0 | 1, allow: bigint, deny: bigint) => ({
    id,
    type,
    allow: String(allow),
    deny: String(deny),
  });

  test.each([
    ['everybody’s', [], server([]), Flags.ViewChannel],
    ['a role’s beside', [], server(['r']), both],
    ['what everybody is denied', [over('g', 0, 0n, both)], server(['r']), 0n],
    ['a role allows what everybody is denied', [over('g', 0, 0n, both), over('r', 0, both, 0n)], server(['r']), both],
    ['in whatever order they stand', [over('r', 0, both, 0n), over('g', 0, 0n, both)], server(['r']), both],
    ['a role that the bot has not', [over('r', 0, both, 0n), over('g', 0, 0n, both)], server([]), 0n],
    ['one’s own come last', [over('me', 1, 0n, both), over('r', 0, both, 0n)], server(['r']), 0n],
    ['another’s count for nothing', [over('you', 1, 0n, both)], server(['r']), both],
  ])('%s', (_, overwrites, place, expected) => {
    expect(permissionsIn(place, overwrites)).toBe(expected);
  });

  test('an administrator and the owner have all', () => {
    const denied = [over('g', 0, 0n, both)];
    expect(permissionsIn(server(['admin'], 0n), denied) & both).toBe(both);
    expect(permissionsIn(server([], 0n, { owner_id: 'me' }), denied) & both).toBe(both);
  });
});
