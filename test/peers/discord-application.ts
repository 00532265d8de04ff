import { describeGuild, describeMine } from './discord-describe.ts';
import { type Body, bodyOf, fault, listOf } from './discord-fault.ts';
import { type Call, type Deed, nothing, ok, type Reply, type Route, refuse, refuseForm } from './discord-reply.ts';
import { checkCommand, checkCommands } from './discord-rules-commands.ts';
import { isThread } from './discord-threads.ts';
import { findGuild, type World } from './discord-world.ts';

/** What the peer says of itself where Discord would name its hosts. */
export type Addresses = { gateway: () => string; identifies: () => number };

/** The application, its user, its commands, and where its gateway is. https://discord.com/developers/docs/resources/application */
export function applicationRoutes(world: World, addresses: Addresses): Route[] {
  const limit = () => ({
    total: 1000,
    remaining: 1000 - addresses.identifies(),
    reset_after: 86_400_000,
    max_concurrency: 1,
  });
  const guilds = { ...world.bot, mfa_enabled: true, locale: 'en-US', verified: true, email: null };
  const oneGuild = (of: (call: Call, id: string) => Reply) => (call: Call) => {
    const guild = findGuild(world, call.params.guild_id);
    return guild === undefined ? refuse(10_004) : of(call, guild.id);
  };
  return [
    { route: 'GET /gateway', open: true, handle: () => ok({ url: addresses.gateway() }) },
    {
      route: 'GET /gateway/bot',
      handle: () => ok({ url: addresses.gateway(), shards: 1, session_start_limit: limit() }),
    },
    { route: 'GET /users/@me', handle: () => ok(guilds) },
    { route: 'GET /applications/@me', handle: () => ok(describeApplication(world)) },
    { route: 'GET /oauth2/applications/@me', handle: () => ok(describeApplication(world)) },
    {
      route: 'GET /guilds/{guild_id}',
      handle: oneGuild((_, id) =>
        ok(world.guilds.filter((guild) => guild.id === id).map((guild) => describeGuild(guild))[0]),
      ),
    },
    {
      route: 'GET /guilds/{guild_id}/members/{user_id}',
      handle: (call) =>
        oneGuild((_, id) => (call.params.user_id === world.bot.id ? ok(findGuild(world, id)?.me) : refuse(10_007)))(
          call,
        ),
    },
    { route: 'GET /users/@me/guilds', handle: (call) => listGuilds(world, call) },
    {
      route: 'GET /guilds/{guild_id}/channels',
      handle: oneGuild((_, id) => ok((findGuild(world, id)?.channels ?? []).filter((channel) => !isThread(channel)))),
    },
    { route: 'GET /guilds/{guild_id}/roles', handle: oneGuild((_, id) => ok(findGuild(world, id)?.roles)) },
    ...commandRoutes(world, '/applications/{application_id}/commands'),
    ...commandRoutes(world, '/applications/{application_id}/guilds/{guild_id}/commands'),
  ];
}

/** https://discord.com/developers/docs/resources/user#get-current-user-guilds */
function listGuilds(world: World, { query }: Call): Reply {
  const limit = Number(query.get('limit') ?? 200);
  if (!(limit >= 1 && limit <= 200)) {
    return refuseForm([fault(['limit'], 'NUMBER_TYPE_RANGE', 'int value should be between 1 and 200.')]);
  }
  const after = BigInt(query.get('after') ?? 0);
  const guilds = world.guilds.filter(({ id }) => BigInt(id) > after).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return ok(guilds.slice(0, limit).map(describeMine));
}

function describeApplication(world: World): Body {
  const nulls = ['icon', 'interactions_endpoint_url', 'role_connections_verification_url', 'team', 'type'];
  return {
    ...Object.fromEntries(nulls.map((key) => [key, null])),
    id: world.application,
    name: 'Readout',
    description: '',
    verify_key: '0'.repeat(64),
    flags: 0,
    flags_new: '0',
    redirect_uris: [],
    bot: world.bot,
    bot_public: true,
    bot_require_code_grant: false,
    owner: world.bot,
    approximate_guild_count: world.guilds.length,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    eligible_oauth2_scopes: [],
  };
}

/** https://discord.com/developers/docs/interactions/application-commands#endpoints */
function commandRoutes(world: World, path: string): Route[] {
  const one = `${path}/{command_id}`;
  const within = (of: (call: Call, place: { commands: Body[] }) => Reply | Deed) => (call: Call) => {
    const { application_id: application, guild_id: guild } = call.params;
    if (application !== world.application) return refuse(20_012);
    const place = guild === undefined ? world : findGuild(world, guild);
    return place === undefined ? refuse(50_001) : of(call, place);
  };
  const onOne = (of: (call: Call, place: { commands: Body[] }, command: Body) => Reply | Deed) =>
    within((call, place) => {
      const command = place.commands.find(({ id }) => id === call.params.command_id);
      return command === undefined ? refuse(10_063) : of(call, place, command);
    });
  return [
    { route: `GET ${path}`, handle: within((_, place) => ok(place.commands)) },
    { route: `PUT ${path}`, handle: within((call, place) => replaceAll(world, call, place)) },
    { route: `POST ${path}`, handle: within((call, place) => add(world, call, place)) },
    { route: `GET ${one}`, handle: onOne((_call, _place, command) => ok(command)) },
    { route: `PATCH ${one}`, handle: onOne((call, _, command) => change(world, call, command)) },
    {
      route: `DELETE ${one}`,
      handle: onOne((_, place, command) => () => {
        place.commands = place.commands.filter((other) => other !== command);
        return nothing();
      }),
    },
  ];
}

function replaceAll(world: World, call: Call, place: { commands: Body[] }): Reply | Deed {
  const wanted = listOf(call.body);
  const faults = checkCommands(wanted);
  if (faults.length > 0) return refuseForm(faults);
  return () => {
    // A command that goes on under its name keeps its id.
    place.commands = wanted.map((body) => describeCommand(world, call, body, findNamed(place, body)));
    return ok(place.commands);
  };
}

function add(world: World, call: Call, place: { commands: Body[] }): Reply | Deed {
  const body = bodyOf(call.body);
  const faults = checkCommand(body);
  if (faults.length > 0) return refuseForm(faults);
  return () => {
    const before = findNamed(place, body);
    const command = describeCommand(world, call, body, before);
    place.commands = [...place.commands.filter((other) => other !== before), command];
    return { status: before === undefined ? 201 : 200, body: command };
  };
}

function change(world: World, call: Call, command: Body): Reply | Deed {
  const merged = { ...command, ...bodyOf(call.body) };
  const faults = checkCommand(merged);
  if (faults.length > 0) return refuseForm(faults);
  return () => ok(Object.assign(command, describeCommand(world, call, merged, command)));
}

const findNamed = ({ commands }: { commands: Body[] }, { name, type }: Body): Body | undefined =>
  commands.find((command) => command.name === name && command.type === (type ?? 1));

function describeCommand(world: World, { params }: Call, body: Body, before: Body | undefined): Body {
  const permissions = body.default_member_permissions ?? null;
  return {
    type: 1,
    description: '',
    dm_permission: true,
    contexts: null,
    integration_types: [0],
    nsfw: false,
    ...body,
    id: before?.id ?? world.id(),
    version: world.id(),
    application_id: world.application,
    default_member_permissions: permissions === null ? null : String(permissions),
    ...(params.guild_id === undefined ? {} : { guild_id: params.guild_id }),
  };
}
