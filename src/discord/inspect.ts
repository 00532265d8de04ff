import {
  type APIApplication,
  type APIChannel,
  type APIGuildForumTag,
  type APIOverwrite,
  type APIPartialGuild,
  type APIUser,
  ChannelFlags,
  ChannelType,
  PermissionFlagsBits as May,
  REST,
  Routes,
} from 'discord.js';
import { fault, fine, sumUp, warning } from '../core/finding.ts';
import type { PostForm, Schedule } from '../core/schedule.ts';
import type { Finding, Inspector } from '../core/seams.ts';
import type { DiscordSettings } from '../core/settings.ts';
import { commandsDiffer } from './commands.ts';
import { explain } from './errors.ts';
import { kindOf } from './people.ts';
import { type Get, HISTORY, inviteLink, neededFor, type Place, permissionsIn, placeOf } from './permissions.ts';

const ASK_WITHIN_MS = 5_000;
const AGAIN = 'ask again soon; if it stays so, see the network, a proxy between, and https://discordstatus.com';

/** Looks at Discord over REST alone: its gateway, where serve is connected, hears nothing of it. */
export function discordInspector(settings: DiscordSettings, timeout = ASK_WITHIN_MS): Inspector {
  const root = settings.api ?? 'https://discord.com/api';
  const rest = new REST({
    api: root,
    retries: 0,
    timeout,
    rejectOnRateLimit: ({ timeToReset, retryAfter }) => Math.max(timeToReset, retryAfter) > timeout,
  }).setToken(settings.token);
  const get: Get = async (route, query = {}) => (await rest.get(route, { query: new URLSearchParams(query) })) as never;
  return {
    platform: 'discord',
    anybody: `${root}/v10/gateway`,
    inspect: (schedules) => inspect(get, settings, schedules),
  };
}

async function* inspect(get: Get, settings: DiscordSettings, schedules: readonly Schedule[]): AsyncGenerator<Finding> {
  let me: APIUser;
  try {
    me = await get<APIUser>(Routes.user());
  } catch (error) {
    yield told('Discord token', error, settings.api === null ? null : 'correct DISCORD_API_URL');
    return;
  }
  if (typeof me?.username !== 'string') {
    yield fault('Discord token', 'what answers at DISCORD_API_URL is not Discord', 'correct DISCORD_API_URL');
    return;
  }
  yield fine('Discord token', `is that of the bot ${me.username}`);
  try {
    const { id } = await get<APIApplication>(Routes.currentApplication());
    yield await inspectCommands(get, id, settings.devGuild);
    yield await inspectServers(get, id);
  } catch (error) {
    yield told('Discord application', error);
  }
  yield* sumUp(inspectTargets(get, me.id, schedules), 'Discord channels');
}

/** What Discord did not answer as it should: `remedy` for what the words of a refusal do not know. */
function told(of: string, error: unknown, remedy: string | null = null): Finding {
  const failure = explain(error);
  if (failure.type === 'retry') return fault(of, `could not be looked at: ${failure.what}`, AGAIN);
  const isOdd = failure.what.startsWith('Discord refuses');
  return fault(of, failure.what, isOdd && remedy !== null ? remedy : failure.remedy);
}

async function inspectCommands(get: Get, application: string, devGuild: string | null): Promise<Finding> {
  const of = 'Discord commands';
  const route =
    devGuild === null
      ? Routes.applicationCommands(application)
      : Routes.applicationGuildCommands(application, devGuild);
  try {
    const known = await get<unknown[]>(route, { with_localizations: 'true' });
    const where = devGuild === null ? '' : ` in the server ${devGuild} alone (DISCORD_DEV_GUILD)`;
    if (!commandsDiffer(known)) return fine(of, `are registered and up to date${where}`);
    const is = known.length === 0 ? 'are not registered yet' : 'are those of another version';
    return warning(of, `${is}${where}`, 'start serve: it registers them');
  } catch (error) {
    return told(of, error);
  }
}

async function inspectServers(get: Get, application: string): Promise<Finding> {
  const of = 'Discord servers';
  try {
    const guilds = await get<APIPartialGuild[]>('/users/@me/guilds', { limit: '200' });
    const names = guilds.slice(0, 5).map(({ name }) => name);
    const count = guilds.length === 1 ? '1 server' : `${guilds.length === 200 ? '200 or more' : guilds.length} servers`;
    if (guilds.length > 0)
      return fine(of, `the bot is in ${count}: ${names.join(', ')}${guilds.length > 5 ? ' …' : ''}`);
    return warning(of, 'the bot is in none', `invite it: ${inviteLink(application)}`);
  } catch (error) {
    return told(of, error);
  }
}

// ---------------------------------------------------------------- channels

/** As far as it is read here; a thread has its parent's overwrites. */
type Channel = APIChannel & {
  guild_id?: string;
  parent_id?: string | null;
  permission_overwrites?: APIOverwrite[];
  available_tags?: APIGuildForumTag[];
  thread_metadata?: { locked?: boolean };
};
type Wanted = { place: string; channel: string; form: PostForm; schedules: string[] };

async function* inspectTargets(get: Get, bot: string, schedules: readonly Schedule[]): AsyncGenerator<Finding> {
  const places = new Map<string, Place | null>();
  for (const wanted of wantedOf(schedules)) {
    try {
      if (!places.has(wanted.place)) {
        // Known to fail, until it did not: a server is told of once.
        places.set(wanted.place, null);
        places.set(wanted.place, await placeOf(get, wanted.place, bot));
      }
    } catch (error) {
      yield told(`Discord server ${wanted.place}`, error);
    }
    const place = places.get(wanted.place);
    if (place) yield* inspectTarget(get, place, wanted);
  }
}

/** Each channel once for each form that it is posted to in. */
function wantedOf(schedules: readonly Schedule[]): Wanted[] {
  const byForm = Map.groupBy(schedules, ({ target, form }) => JSON.stringify([target.place, target.channel, form]));
  return [...byForm.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    return [{ ...first.target, form: first.form, schedules: same.map(({ id }) => id) }];
  });
}

async function* inspectTarget(get: Get, place: Place, wanted: Wanted): AsyncGenerator<Finding> {
  const of = `Discord channel ${wanted.channel}`;
  const by = `schedule ${wanted.schedules.slice(0, 5).join(', ')}`;
  try {
    const channel = await get<Channel>(Routes.channel(wanted.channel));
    const isThread = kindOf(channel.type) === 'thread';
    const around = isThread && channel.parent_id ? await get<Channel>(Routes.channel(channel.parent_id)) : channel;
    const own = channel.guild_id === place.guild.id ? ` of ${place.guild.name}` : '';
    const name = `#${'name' in channel ? channel.name : ''}${own}`;
    const findings = [...judge(of, place, channel, around, wanted.form)];
    for (const finding of findings) yield { ...finding, what: `${name}: ${finding.what} (${by})` };
    if (findings.length === 0) yield fine(of, `${name}: the bot may post there (${by})`);
  } catch (error) {
    const finding = told(of, error);
    yield { ...finding, what: `${finding.what} (${by})` };
  }
}

/** What stands in the way of posts of this form in a channel; `around`: whose overwrites count. */
function* judge(of: string, place: Place, channel: Channel, around: Channel, form: PostForm): Generator<Finding> {
  const { guild, member } = place;
  if (channel.guild_id !== guild.id) {
    yield fault(
      of,
      `is in another server, ${channel.guild_id}`,
      `correct "place", or choose a channel of ${guild.name}`,
    );
    return;
  }
  const until = Date.parse(member.communication_disabled_until ?? '');
  if (until > Date.now()) {
    const time = new Date(until).toISOString();
    yield fault(of, `a moderator gave the bot a timeout until ${time}`, 'end the timeout, or wait for its end');
  }
  const may = permissionsIn(place, around.permission_overwrites);
  yield* judgeKind(of, channel, form);
  for (const { name, flag } of neededFor(kindOf(channel.type), form.as)) {
    if ((may & flag) !== 0n) continue;
    const remedy = `give the bot ${name} there (Edit Channel, Permissions)`;
    if (flag !== HISTORY.flag) yield fault(of, `the bot lacks ${name}`, remedy);
    else yield warning(of, `the bot lacks ${name}: a post whose end is not known is not found again`, remedy);
  }
  if (channel.thread_metadata?.locked === true && (may & May.ManageThreads) === 0n) {
    yield fault(of, 'the thread is locked', 'unlock it, or choose another channel');
  }
  yield* judgeTags(of, channel, form, may);
  yield* judgeRole(of, guild, form, may);
}

/** Whether the channel takes posts of this form at all; a schedule keeps the form that its channel had. */
function* judgeKind(of: string, { type }: Channel, { as, crosspost }: PostForm): Generator<Finding> {
  const anew = 'remove the schedule and make it again, or correct it in topic.yaml';
  const kind = kindOf(type);
  if (type === ChannelType.GuildCategory) yield fault(of, 'is a category', 'choose a channel in it');
  else if (kind === 'forum' && as !== 'forum') yield fault(of, 'is a forum, and the schedule posts messages', anew);
  else if (kind !== 'forum' && as === 'forum') yield fault(of, 'is no forum, and the schedule posts as in one', anew);
  else if (kind === 'thread' && as === 'thread') yield fault(of, 'is a thread, in which none can be opened', anew);
  else if (crosspost && kind !== 'announcement') {
    yield warning(of, 'is no announcement channel: what is posted is not published', anew);
  }
}

function* judgeTags(of: string, channel: Channel, { as, tags }: PostForm, may: bigint): Generator<Finding> {
  if (as !== 'forum' || kindOf(channel.type) !== 'forum') return;
  const known = channel.available_tags ?? [];
  const choose = `choose among ${known.map(({ id, name }) => `${name} (${id})`).join(', ') || 'none: the forum has no tags'}`;
  for (const tag of tags) {
    const found = known.find(({ id }) => id === tag);
    if (!found) yield fault(of, `the forum has no tag ${tag}`, choose);
    else if (found.moderated && (may & May.ManageThreads) === 0n) {
      yield fault(of, `only moderators may use the tag ${found.name}`, 'give the bot Manage Threads, or another tag');
    }
  }
  const flags = 'flags' in channel ? (channel.flags ?? 0) : 0;
  if ((flags & ChannelFlags.RequireTag) !== 0 && tags.length === 0) yield fault(of, 'the forum wants a tag', choose);
}

function* judgeRole(of: string, { roles }: Place['guild'], { role }: PostForm, may: bigint): Generator<Finding> {
  if (role === null) return;
  const found = roles.find(({ id }) => id === role);
  if (!found)
    yield fault(of, `the server has no role ${role} to mention`, 'name another role in the schedule, or none');
  else if (!found.mentionable && (may & May.MentionEveryone) === 0n) {
    const remedy = 'let anyone mention the role (Server Settings, Roles), or give the bot Mention All Roles';
    yield warning(of, `the bot may not mention the role ${found.name}: nobody is notified`, remedy);
  }
}
