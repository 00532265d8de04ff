import {
  type APIGuild,
  type APIGuildMember,
  type APIOverwrite,
  PermissionFlagsBits as Flags,
  OAuth2Scopes,
  OverwriteType,
  Routes,
} from 'discord.js';
import type { Channel } from '../core/command.ts';
import type { PostForm } from '../core/schedule.ts';

/** A permission, by the name that Discord's own pages have. */
export type Permission = { name: string; flag: bigint };

// Whatever is asked about a channel is refused without it.
const VIEW: Permission = { name: 'View Channel', flag: Flags.ViewChannel };
// Posts, posts of a forum, and publishing them to followers.
const SEND: Permission = { name: 'Send Messages', flag: Flags.SendMessages };
// Looking whether a post arrived before it is sent again, so that none comes twice.
export const HISTORY: Permission = { name: 'Read Message History', flag: Flags.ReadMessageHistory };
// The thread under a post.
const OPEN_THREADS: Permission = { name: 'Create Public Threads', flag: Flags.CreatePublicThreads };
// What of a card goes into that thread, or under a forum's post.
const SEND_IN_THREADS: Permission = { name: 'Send Messages in Threads', flag: Flags.SendMessagesInThreads };

/** What the bot asks of a server. Each is used by src/discord/outlet.ts. */
export const PERMISSIONS: readonly Permission[] = [VIEW, SEND, HISTORY, OPEN_THREADS, SEND_IN_THREADS];

/** The link that brings the bot into a server: https://docs.discord.com/developers/topics/oauth2#bot-authorization-flow */
export function inviteLink(application: string): string {
  const permissions = PERMISSIONS.reduce((all, { flag }) => all | flag, 0n);
  const query = new URLSearchParams({
    client_id: application,
    scope: [OAuth2Scopes.Bot, OAuth2Scopes.ApplicationsCommands].join(' '),
    permissions: String(permissions),
  });
  return `https://discord.com/oauth2/authorize?${query}`;
}

/** What posts of this form need in a channel; a forum's need no right to open threads: .../resources/channel#start-thread-in-forum-or-media-channel */
export function neededFor(kind: Channel['kind'], as: PostForm['as']): readonly Permission[] {
  if (kind === 'thread') return [VIEW, HISTORY, SEND_IN_THREADS];
  if (kind === 'forum') return [VIEW, SEND, HISTORY, SEND_IN_THREADS];
  return as === 'thread' ? PERMISSIONS : [VIEW, SEND, HISTORY];
}

/** Reads of Discord's API. */
export type Get = <Answer>(route: `/${string}`, query?: Record<string, string>) => Promise<Answer>;

/** A server as the bot is in it. */
export type Place = {
  guild: Pick<APIGuild, 'id' | 'name' | 'owner_id' | 'roles'>;
  member: Pick<APIGuildMember, 'user' | 'roles' | 'communication_disabled_until'>;
};

/** Asks for a server, and for the bot in it. `bot`: its id as a user. */
export async function placeOf(get: Get, server: string, bot: string): Promise<Place> {
  const [guild, member] = await Promise.all([
    get<APIGuild>(Routes.guild(server)),
    get<APIGuildMember>(Routes.guildMember(server, bot)),
  ]);
  return { guild, member };
}

/** What the bot may do in a channel: https://docs.discord.com/developers/topics/permissions#permission-overwrites */
export function permissionsIn({ guild, member }: Place, overwrites: readonly APIOverwrite[] = []): bigint {
  const bot = member.user.id;
  if (guild.owner_id === bot) return ALL;
  const mine = guild.roles.filter(({ id }) => id === guild.id || member.roles.includes(id));
  const base = mine.reduce((sum, { permissions }) => sum | BigInt(permissions), 0n);
  if ((base & Flags.Administrator) !== 0n) return ALL;
  const isOf = (ids: readonly string[], of: OverwriteType) =>
    overwrites.filter(({ id, type }) => type === of && ids.includes(id));
  const steps = [
    isOf([guild.id], OverwriteType.Role),
    isOf(member.roles, OverwriteType.Role),
    isOf([bot], OverwriteType.Member),
  ];
  return steps.reduce((before, step) => {
    const deny = step.reduce((sum, one) => sum | BigInt(one.deny), 0n);
    return (before & ~deny) | step.reduce((sum, one) => sum | BigInt(one.allow), 0n);
  }, base);
}

const ALL = ~0n;
