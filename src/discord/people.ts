import { type BaseInteraction, ChannelType, PermissionFlagsBits } from 'discord.js';
import type { Asker, Channel } from '../core/command.ts';

/** Who did this, and where. */
export function askerOf(interaction: BaseInteraction): Asker {
  const { locale, guildId, channelId, channel, user, memberPermissions } = interaction;
  return {
    locale,
    // Discord tells nobody's.
    zone: null,
    platform: 'discord',
    place: guildId,
    channel: channelId === null ? null : { id: channelId, kind: kindOf(channel?.type) },
    user: user.id,
    mayManage: async () => memberPermissions?.has(PermissionFlagsBits.ManageGuild) ?? false,
  };
}

/** What sort of channel this is, as far as a post's form depends on it. */
export function kindOf(type: ChannelType | undefined): Channel['kind'] {
  if (type === ChannelType.GuildAnnouncement) return 'announcement';
  return type === ChannelType.GuildForum || type === ChannelType.GuildMedia ? 'forum' : 'text';
}
