import type { Body } from './discord-fault.ts';

/** Discord's objects with all that they are promised to have, which discord.js relies on. */

/** A user as every answer of Discord's carries one. */
export function createUser(id: string, name: string): Body & { id: string } {
  return {
    id,
    username: name,
    avatar: null,
    discriminator: '0',
    public_flags: 0,
    flags: 0,
    global_name: name,
    primary_guild: null,
    banner: null,
    accent_color: null,
    avatar_decoration_data: null,
    collectibles: null,
  };
}

/** A role that everybody may mention. */
export function createRole(id: string, name: string): Body {
  return {
    id,
    name,
    description: null,
    permissions: '2222085186637376',
    position: 0,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: false,
    mentionable: true,
    icon: null,
    unicode_emoji: null,
    flags: 0,
  };
}

/** Whose the guilds are: not the bot's, which would let it do everything. */
const OWNER = '210000000000000009';

/** The guild as GET /guilds/:id gives it. */
export function describeGuild(guild: { id: string; name: string; roles: Body[] }): Body {
  const nothing = ['icon', 'description', 'home_header', 'splash', 'discovery_splash', 'banner', 'application_id'];
  const nowhere = ['afk_channel_id', 'system_channel_id', 'widget_channel_id', 'rules_channel_id', 'incidents_data'];
  const neither = ['safety_alerts_channel_id', 'public_updates_channel_id', 'vanity_url_code'];
  return {
    ...Object.fromEntries([...nothing, ...nowhere, ...neither].map((key) => [key, null])),
    id: guild.id,
    name: guild.name,
    features: ['COMMUNITY', 'NEWS'],
    owner_id: OWNER,
    region: 'deprecated',
    afk_timeout: 300,
    system_channel_flags: 0,
    widget_enabled: false,
    verification_level: 0,
    roles: guild.roles,
    default_message_notifications: 0,
    mfa_level: 0,
    explicit_content_filter: 0,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: 'en-US',
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
  };
}

/** The guild as GET /users/@me/guilds lists it. */
export function describeMine(guild: { id: string; name: string; roles: Body[] }): Body {
  const { permissions = '0' } = guild.roles.find(({ id }) => id === guild.id) ?? {};
  return { id: guild.id, name: guild.name, icon: null, banner: null, owner: false, permissions, features: [] };
}

/** A member of a guild; `permissions` as a bitfield. */
export function createMember(user: Body, permissions = 0n): Body {
  return {
    user,
    nick: null,
    avatar: null,
    banner: null,
    roles: [],
    joined_at: '2026-01-01T00:00:00.000000+00:00',
    premium_since: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
    communication_disabled_until: null,
    permissions: String(permissions),
  };
}
