import { judge, type Tell, withFiles } from './discord-channels.ts';
import { bodyOf, checkCount, checkLength, type Fault, fault, listOf, textOf } from './discord-fault.ts';
import { type Call, type Deed, ok, type Reply, type Route, refuse, refuseForm } from './discord-reply.ts';
import {
  type Channel,
  findChannel,
  findGuild,
  isDenied,
  type Message,
  type Posted,
  putChannel,
  putMessage,
  type World,
} from './discord-world.ts';

/** Lists of threads. https://discord.com/developers/docs/resources/guild#list-active-guild-threads */
export function threadRoutes(world: World): Route[] {
  return [
    {
      route: 'GET /guilds/{guild_id}/threads/active',
      handle: ({ params }) => {
        const guild = findGuild(world, params.guild_id);
        if (guild === undefined) return refuse(10_004);
        const threads = guild.channels.filter((one) => isThread(one) && !isArchived(one));
        return ok(listed(threads.filter((one) => !isDenied(world, one, 'view'))));
      },
    },
    {
      route: 'GET /channels/{channel_id}/threads/archived/public',
      handle: ({ params, query }) => {
        const parent = findChannel(world, params.channel_id);
        if (parent === undefined) return refuse(10_003);
        if (isDenied(world, parent, 'view')) return refuse(50_001);
        if (isDenied(world, parent, 'history')) return refuse(50_013);
        const mine = (findGuild(world, parent.guild_id)?.channels ?? []).filter((one) => one.parent_id === parent.id);
        const before = query.get('before') ?? '9';
        const archived = mine.filter((one) => isArchived(one) && archivedAt(one) < before);
        const newest = archived.toSorted((a, b) => (archivedAt(a) < archivedAt(b) ? 1 : -1));
        const limit = Number(query.get('limit') ?? 50);
        return ok(listed(newest.slice(0, limit), newest.length > limit));
      },
    },
  ];
}

const listed = (threads: Channel[], more = false) => ({ threads, members: [], has_more: more });
export const isThread = ({ type }: Channel) => [10, 11, 12].includes(type);
export const isArchived = ({ thread_metadata }: Channel) => bodyOf(thread_metadata).archived === true;
export const isLocked = ({ thread_metadata }: Channel) => bodyOf(thread_metadata).locked === true;
const archivedAt = ({ thread_metadata }: Channel) => textOf(bodyOf(thread_metadata).archive_timestamp);

/** Puts a thread away, or takes it out again, as people and time do. */
export function archive(thread: Channel, archived: boolean, locked = false): void {
  const archive_timestamp = new Date().toISOString();
  thread.thread_metadata = { ...bodyOf(thread.thread_metadata), archived, locked, archive_timestamp };
}

/** Opens a thread: from a message, or by itself, in a forum with its first message. */
export function fork(
  world: World,
  tell: Tell,
  posted: Posted[],
  call: Call,
  channel: Channel,
  from: Message | null,
): Reply | Deed {
  const body = bodyOf(call.body);
  const forum = channel.type === 15 || channel.type === 16;
  if (!forum && channel.type !== 0 && channel.type !== 5) return refuse(50_024);
  if (from !== null && from.thread !== undefined) return refuse(160_004);
  const faults = [...checkLength(body.name, ['name'], 1, 100), ...(forum ? checkTags(body.applied_tags, channel) : [])];
  if (faults.length > 0) return refuseForm(faults);
  const refused = forum ? judge(bodyOf(body.message), call.files.length, ['message']) : null;
  if (refused !== null) return refused;
  return () => {
    const thread = createThread(world, channel, from?.id ?? world.id(), body);
    if (from !== null) from.thread = thread;
    tell('THREAD_CREATE', { ...thread, newly_created: true }, channel.guild_id ?? null);
    if (!forum) return { status: 201, body: thread };
    // The first message of a forum's thread has the thread's own id.
    const message = putMessage(world, thread.id, withFiles(world, bodyOf(body.message), call.files), { id: thread.id });
    posted.push({ channel: thread.id, nonce: null, mark: markIn(message), message });
    channel.last_message_id = thread.id;
    return { status: 201, body: { ...thread, message } };
  };
}

/** The id of a message's outermost component, by which a bot may know it again. */
export function markIn({ components }: Message): number | null {
  return components[0] === undefined ? null : Number(components[0].id);
}

function checkTags(value: unknown, forum: Channel): Fault[] {
  const known = listOf(forum.available_tags).map((tag) => tag.id);
  const tags: unknown[] = Array.isArray(value) ? value : [];
  return [
    ...checkCount(value, ['applied_tags'], 0, 5),
    ...tags.flatMap((tag, index) =>
      known.includes(tag) ? [] : [fault(['applied_tags', index], 'TAG_INVALID', 'Invalid tag')],
    ),
  ];
}

function createThread(world: World, parent: Channel, id: string, body: Record<string, unknown>): Channel {
  const thread: Channel = {
    id,
    type: parent.type === 5 ? 10 : Number(body.type ?? 11),
    name: String(body.name),
    guild_id: parent.guild_id ?? '',
    parent_id: parent.id,
    owner_id: world.bot.id,
    flags: 0,
    last_message_id: null,
    rate_limit_per_user: 0,
    message_count: 0,
    member_count: 1,
    total_message_sent: 0,
    applied_tags: Array.isArray(body.applied_tags) ? body.applied_tags : [],
    thread_metadata: {
      archived: false,
      archive_timestamp: new Date().toISOString(),
      auto_archive_duration: Number(body.auto_archive_duration ?? 4320),
      locked: false,
      create_timestamp: new Date().toISOString(),
    },
  };
  putChannel(world, thread);
  return thread;
}
